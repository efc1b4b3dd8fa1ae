"""Learn the weights that decide which possible reports are told, from annotated articles.

    python scripts/train_reports.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…] [--sentences FOLDER]

GOLD_FOLDER holds <name>.json and texts/ as in the evaluation data. LABELS are stand-off annotations (article id,
offsets, types; no text) whose texts stand in a corpus. FOLDER holds assault.jsonl and protest.jsonl of
arabic_event_gsr: single sentences that introduce such a happening or do not. Prints the figures of a five-fold
cross-validation over documents, then writes src/rawi/lexicon/data/weights/reports.npz. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rawi.annotation.chains import find_voices
from rawi.annotation.dates import find_times
from rawi.annotation.factuality import judge
from rawi.annotation.names import find_names
from rawi.annotation.report_cast import lay_out
from rawi.annotation.report_weighing import describe, tells_again
from rawi.annotation.reports import find_possible
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Span
from rawi.reading.front_matter import describe as describe_document
from rawi.text.prose import read_prose

TARGET = Path(__file__).parent.parent / "src/rawi/lexicon/data/weights"
STRENGTH = 0.1
"""Inverse strength of the L2 penalty, chosen by cross-validation."""
GOLD_COUNTS = 3.0
"""How much more a row of a gold document counts than one of a labelled text, which one reader read once."""
SENTENCES_COUNT = 0.7
"""How much a row of a labelled sentence counts: more would hush plain short sentences for better figures on these."""
CHANCE = 0.002
"""What F1 differs by chance: of thresholds as good as the best the lowest, since what is not told cannot be weighed."""
Row = tuple[int, Span, str, list[str], int]
"""Token, span, type, features, and whether it is told."""


class Text:
    """An annotated text: what the rules find in it, its possible reports as rows, and what is told.

    `gold` are the annotated reports as in the evaluation data (start, end, type, when, from, to …).
    """

    def __init__(self, document: Document, gold: list[dict[str, Any]]) -> None:
        lexicon = load_lexicon("rules")
        self.document = describe_document(document, lexicon.pages)
        self.prose = prose = read_prose(self.document.text, self.document.pieces)
        self.times = find_times(prose, self.document, lexicon)
        self.names = names = find_names(prose, self.document, lexicon)
        voices = find_voices(prose, self.document, names, self.times, lexicon)
        self.layout = lay_out(prose, names, voices, lexicon)
        self.possible = find_possible(prose, self.document, self.layout, self.times, lexicon)
        self.judged = judge(prose, tuple(thing.report for thing in self.possible), voices, lexicon)
        self.annotated = gold
        self.gold = [(Span(g["start"], g["end"]), g["type"]) for g in gold]
        pairs = zip(self.possible, self.judged, strict=True)
        self.rules = [(Span(r.start, r.end), r.type) for thing, r in pairs if thing.by_rule]
        described = list(describe(prose, self.possible, self.judged, names))
        told = _told(self.gold, [(Span(r.start, r.end), r.type) for _, r, _ in described])
        self.rows: list[Row] = [
            (thing.candidate.first, Span(report.start, report.end), report.type, facts.features(), int(number in told))
            for number, (thing, report, facts) in enumerate(described)
        ]


def _told(gold: list[tuple[Span, str]], rows: list[tuple[Span, str]]) -> set[int]:
    """Return the numbers of the rows that are told: for each gold report the nearest row of its type that touches."""
    told = set()
    for span, kind in gold:
        near = [(abs(s.start - span.start), n) for n, (s, k) in enumerate(rows) if k == kind and s.overlaps(span)]
        if near:
            told.add(min(near)[1])
    return told


def read_gold(folder: Path) -> Iterator[Text]:
    with (folder / "texts" / "metadata.csv").open(encoding="utf-8") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith(".events.json"):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        row = rows.get(gold["doc"], {})
        text = (folder / "texts" / gold["doc"]).read_text(encoding="utf-8")
        yield Text(_document(gold["doc"], text, row), gold["reports"])


def read_labels(labels: list[Path], corpora: list[Path]) -> Iterator[Text]:
    wanted = {
        record["id"]: record
        for path in labels
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    }
    for corpus in corpora:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["id"] in wanted:
                    yield Text(_document(row["id"], row["text"], row), wanted[row["id"]]["reports"])


def read_sentences(folder: Path) -> list[Row]:
    """Return the rows of a sentence's type: told where the rules tell it in a "yes", no noun in an easy "no".

    Verbs in an easy "no" teach nothing, since an attack told as background is told; nor does what annotators disagree
    on (ambiguous, difficult no).
    """
    rows: list[Row] = []
    for kind in ("ASSAULT", "PROTEST"):
        for line in (folder / f"{kind.lower()}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["label"] not in ("yes", "easy no"):
                continue
            text = Text(_document(record["id"], record["text"], {}), [])
            told = set(text.rules) if record["label"] == "yes" else set()
            wanted = [row for row in text.rows if row[1:3] in told or (not told and "verbal=False" in row[3])]
            about = [row for row in wanted if row[2] == kind]
            rows += [(*row[:4], int(row[1:3] in told)) for row in about]
    return rows


def _document(name: str, text: str, row: dict[str, str]) -> Document:
    day = row.get("published")
    return Document(
        id=name,
        name=name,
        text=text,
        outlet=row.get("outlet") or None,
        title=row.get("title") or None,
        byline=row.get("byline") or None,
        published=date.fromisoformat(day[:10]) if day else None,
    )


def fit(gold: list[Text], others: list[Text], sentences: list[Row]) -> tuple[dict[str, int], LogisticRegression]:
    rows = [row for text in [*gold, *others] for row in text.rows]
    counted = np.ones(len(rows) + len(sentences))
    counted[: sum(len(text.rows) for text in gold)] = GOLD_COUNTS
    counted[len(rows) :] = SENTENCES_COUNT
    rows += sentences
    counts = Counter(feature for row in rows for feature in set(row[3]))
    index = {feature: n for n, feature in enumerate(f for f, n in counts.items() if n >= 3)}
    model = LogisticRegression(C=STRENGTH, solver="liblinear")
    model.fit(matrix(rows, index), [row[4] for row in rows], sample_weight=counted)
    return index, model


def matrix(rows: list[Row], index: dict[str, int]) -> csr_matrix:
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns.extend({index[f] for f in row[3] if f in index})
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(index)))


def tell(text: Text, chances: np.ndarray, threshold: float) -> list[tuple[Span, str]]:
    """Return what is told, as `report_weighing.weigh` does."""
    best: dict[int, tuple[float, tuple[Span, str]]] = {}
    for (token, span, kind, _, _), chance in zip(text.rows, chances, strict=True):
        if chance >= threshold and (token not in best or chance > best[token][0]):
            best[token] = (float(chance), (span, kind))
    kept: dict[int, str] = {}
    for token, (_, told) in sorted(best.items(), key=lambda item: -item[1][0]):
        if not tells_again(token, told[1], kept):
            kept[token] = told[1]
    return [best[token][1] for token in kept]


def figures(pairs: list[tuple[list[tuple[Span, str]], list[tuple[Span, str]]]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (gold, told) by the scorer's rule: near spans of one type, one to one."""
    right = gold_count = told_count = 0
    for gold, told in pairs:
        gold_count += len(gold)
        told_count += len(told)
        free = list(told)
        for span, kind in gold:
            near = [t for t in free if t[1] == kind and max(t[0].start, span.start) - min(t[0].end, span.end) <= 20]
            if near:
                free.remove(min(near, key=lambda t: abs(t[0].start - span.start)))
                right += 1
    precision, recall = right / max(told_count, 1), right / max(gold_count, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def cross_validate(gold: list[Text], others: list[Text], sentences: list[Row]) -> float:
    """Print the figures on gold documents left out of training by turns; return the lowest good threshold."""
    order = list(gold)
    random.Random(1).shuffle(order)
    chances: list[tuple[Text, np.ndarray]] = []
    for fold in range(5):
        index, model = fit([text for n, text in enumerate(order) if n % 5 != fold], others, sentences)
        chances += [(text, model.predict_proba(matrix(text.rows, index))[:, 1]) for text in order[fold::5] if text.rows]
    print("rules          P {:.3f} R {:.3f} F1 {:.3f}".format(*figures([(t.gold, t.rules) for t in gold])))
    found: dict[float, float] = {}
    for threshold in (0.25, 0.28, 0.31, 0.34, 0.37, 0.4):
        result = figures([(text.gold, tell(text, chance, threshold)) for text, chance in chances])
        print("threshold {:.2f} P {:.3f} R {:.3f} F1 {:.3f}".format(threshold, *result))
        found[threshold] = result[2]
    return min(threshold for threshold, score in found.items() if score >= max(found.values()) - CHANCE)


def read_arguments(purpose: str | None) -> argparse.Namespace:
    """Return what a training script is given: folders of gold, labels with their corpora, single sentences."""
    parser = argparse.ArgumentParser(description=(purpose or "").splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    parser.add_argument("--sentences", type=Path, help="taken by train_reports.py only")
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments(__doc__)
    gold = [text for folder in arguments.gold for text in read_gold(folder)]
    others = list(read_labels(arguments.labels, arguments.corpus))
    print(f"{len(gold)} gold and {len(others)} labelled texts, {sum(len(t.rows) for t in gold + others)} rows")
    sentences = read_sentences(arguments.sentences) if arguments.sentences else []
    threshold = cross_validate(gold, others, sentences)
    index, model = fit(gold, others, sentences)
    save("reports", index, model.coef_[0], model.intercept_[0], threshold)


def save(
    name: str, index: dict[str, int], weights: np.ndarray, bias: Any, threshold: float, least: float = 0.01
) -> None:
    """Write the weights that matter as numbers of half precision beside the names of their features.

    `weights` has one row a feature; with several columns, `bias` has as many numbers.
    """
    kept = [(feature, n) for feature, n in index.items() if np.abs(weights[n]).max() >= least]
    target = TARGET / f"{name}.npz"
    TARGET.mkdir(exist_ok=True)
    np.savez_compressed(
        target,
        names=np.frombuffer("\n".join(feature for feature, _ in kept).encode(), dtype=np.uint8),
        values=weights[[n for _, n in kept]].astype(np.float16),
        bias=np.float64(bias),
        threshold=np.float64(threshold),
    )
    print(f"{name}: {len(kept)} features, {target.stat().st_size:,} bytes, threshold {threshold}")


if __name__ == "__main__":
    main()
