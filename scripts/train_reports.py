"""Learn the weights that decide which possible reports are told, from annotated articles.

    python scripts/train_reports.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…] [--sentences FOLDER]

GOLD_FOLDER holds <name>.json and texts/ as in the evaluation data. LABELS are stand-off annotations (article id,
offsets, types; no text) whose texts stand in a corpus. FOLDER holds assault.jsonl and protest.jsonl of
arabic_event_gsr: single sentences that introduce such a happening or do not. Prints the figures of a five-fold
cross-validation over documents, then writes first.npz (which candidates are looked into) and reports.npz (what is told)
to src/rawi/lexicon/data/weights. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from features import common, index_of, pack_names, tabulate
from rawi.annotation.chains import find_voices
from rawi.annotation.context import Context, mixed, read_context
from rawi.annotation.dates import find_times
from rawi.annotation.factuality import judge
from rawi.annotation.names import find_names
from rawi.annotation.report_cast import lay_out
from rawi.annotation.report_first_look import first_features
from rawi.annotation.report_weighing import DENIED, READ, describe, is_denial, tells_again
from rawi.annotation.reports import find_possible
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Name, Report, Span
from rawi.reading.front_matter import describe as describe_document
from rawi.text.prose import read_prose

TARGET = Path(__file__).parent.parent / "src/rawi/lexicon/data/weights"
FOLDS = 5
STRENGTH = 0.1
"""Inverse strength of the L2 penalty, chosen by cross-validation."""
GOLD_COUNTS = 3.0
"""How much more a row of a gold document counts than one of a labelled text, which one reader read once."""
SENTENCES_COUNT = 0.7
"""How much a row of a labelled sentence counts: more would hush plain short sentences for better figures on these."""
HOPEFUL = 0.06
"""The chance at first sight from which a candidate is looked into: more than half have less, and F1 loses nothing."""
_ROLES = ("actors", "recipients")
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
        names = find_names(prose, self.document, lexicon)
        self.voices = voices = find_voices(prose, self.document, names, self.times, lexicon)
        self.layout = lay_out(prose, names, voices, lexicon)
        self.possible = find_possible(prose, self.document, self.layout, self.times, lexicon)
        self.judged = judge(prose, tuple(thing.report for thing in self.possible), voices, lexicon)
        self.annotated = gold
        self.gold = [(Span(g["start"], g["end"]), g["type"]) for g in gold]
        pairs = zip(self.possible, self.judged, strict=True)
        self.rules = [(Span(r.start, r.end), r.type) for thing, r in pairs if thing.by_rule]
        self._describe(names)

    @cached_property
    def context(self) -> Context | None:
        """The text as the network reads it."""
        return read_context(self.prose, self.layout.names, load_lexicon().context_weights)

    def _describe(self, names: Sequence[Name]) -> None:
        """Make the rows, and those of the first look: one for each candidate, told if any row of it is.

        `origins` numbers for each row the candidate from which it comes, `denials` tells which rows are of denials.
        """
        described = list(describe(self.prose, self.possible, self.judged, names))
        told = _told(self.gold, [(Span(r.start, r.end), r.type) for _, r, _ in described])
        self.rows: list[Row] = [
            (
                thing.candidate.first,
                Span(report.start, report.end),
                report.type,
                list(map(intern, facts.features())),
                int(number in told),
            )
            for number, (thing, report, facts) in enumerate(described)
        ]
        self.denials = np.array([is_denial(report) for _, report, _ in described])
        numbers = {id(thing): number for number, thing in enumerate(self.possible)}
        self.origins = [numbers[id(thing)] for thing, _, _ in described]
        found = {self.origins[number] for number in told}
        self.first_rows: list[Row] = [
            (
                thing.candidate.first,
                Span(thing.report.start, thing.report.end),
                thing.report.type,
                list(map(intern, first_features(self.prose, thing.candidate, thing.best, thing.voice))),
                int(number in found),
            )
            for number, thing in enumerate(self.possible)
        ]


def plain_facts(row: Row) -> list[str]:
    """Return the features of a row that have no context, as `Facts.plain`."""
    return [feature for feature in row[3] if "|" not in feature]


def confirmed(text: Text) -> list[tuple[Report, dict[str, Any]]]:
    """Return the reports of the rules that an annotated report confirms, each with that one."""
    found = []
    free = list(text.annotated)
    for report in text.judged:
        for gold in free:
            if gold["type"] == report.type and max(report.start, gold["start"]) < min(report.end, gold["end"]):
                found.append((report, gold))
                free.remove(gold)
                break
    return found


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
                    reports = wanted[row["id"]]["reports"]
                    for one in (one for report in reports for role in _ROLES for one in report[role]):
                        one["text"] = row["text"][one["start"] : one["end"]] if "start" in one else None
                    yield Text(_document(row["id"], row["text"], row), reports)


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


class Table:
    """Rows as a table of their features, made once; every model is learnt from some of them.

    `counted` is how much each row counts. A feature that is rare in these is not learnt.
    """

    def __init__(self, rows: list[Row], counted: np.ndarray) -> None:
        self.names, self.x = tabulate(row[3] for row in rows)
        self.told = np.array([row[4] for row in rows])
        self.counted = counted

    def learn(self, rows: np.ndarray) -> tuple[np.ndarray, LogisticRegression]:
        """Return the numbers of the features that are not rare in some of the rows, and the model learnt from these."""
        part = self.x[rows]
        columns = common(part)
        model = LogisticRegression(C=STRENGTH, solver="liblinear")
        model.fit(part[:, columns], self.told[rows], sample_weight=self.counted[rows])
        return columns, model

    def scores(self, rows: np.ndarray, learnt: tuple[np.ndarray, LogisticRegression]) -> np.ndarray:
        """Return the log odds of each of some rows."""
        columns, model = learnt
        found: np.ndarray = model.decision_function(self.x[rows][:, columns])
        return found

    def save(self, name: str, learnt: tuple[np.ndarray, LogisticRegression], threshold: float) -> None:
        """Write a model as `save` does."""
        columns, model = learnt
        save(name, index_of(self.names[columns]), model.coef_[0], model.intercept_[0], threshold)


def rows_of(sizes: list[int]) -> list[np.ndarray]:
    """Return the numbers of the rows of each text, of which one stands after the other.

    >>> [rows.tolist() for rows in rows_of([2, 0, 1])]
    [[0, 1], [], [2]]
    """
    ends = np.cumsum([0, *sizes])
    return [np.arange(first, last) for first, last in pairwise(ends)]


def look_first(texts: list[Text]) -> list[np.ndarray]:
    """Return which rows of each text are hopeful at first sight, by weights learnt from others; save those of all."""
    rows = [row for text in texts for row in text.first_rows]
    table, numbers = Table(rows, np.ones(len(rows))), rows_of([len(text.first_rows) for text in texts])
    hopeful = [np.ones(0, bool) for _ in texts]
    for fold in range(FOLDS):
        learnt = table.learn(np.concatenate([some for n, some in enumerate(numbers) if n % FOLDS != fold]))
        for number in range(fold, len(texts), FOLDS):
            if texts[number].rows:
                first = expit(table.scores(numbers[number], learnt)) >= HOPEFUL
                hopeful[number] = first[texts[number].origins]
    table.save("first", table.learn(np.arange(len(rows))), HOPEFUL)
    print(f"first look: {np.concatenate(hopeful).mean():.0%} of the rows are hopeful")
    return hopeful


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


def cross_validate(gold: list[Text], hopeful: list[np.ndarray], table: Table) -> float:
    """Print the figures on gold documents left out of training by turns; return the best threshold.

    The rows of the gold documents stand first in the table. What the network that reads the text (train_context.py)
    says has its share, as at run time; it has not seen the gold documents. What is hopeless at first sight is
    learnt from and not told; the last figure says what telling it would change.
    """
    order = list(zip(gold, hopeful, rows_of([len(text.rows) for text in gold]), strict=True))
    random.Random(1).shuffle(order)
    everything = np.arange(len(table.told))
    weighed: list[tuple[Text, np.ndarray, np.ndarray]] = []
    for fold in range(FOLDS):
        learnt = table.learn(np.delete(everything, np.concatenate([rows for _, _, rows in order[fold::FOLDS]])))
        for text, hope, rows in order[fold::FOLDS]:
            if text.rows:
                scores = (table.scores(rows, learnt) + DENIED * text.denials).tolist()
                if text.context:
                    read = text.context.tells([row[0] for row in text.rows], list(map(plain_facts, text.rows)))
                    scores = mixed(scores, read, READ)
                weighed.append((text, expit(np.array(scores)), hope))
    print("rules          P {:.3f} R {:.3f} F1 {:.3f}".format(*figures([(t.gold, t.rules) for t in gold])))
    found: dict[float, float] = {}
    for threshold in (0.25, 0.28, 0.31, 0.34, 0.37, 0.4):
        result = figures([(text.gold, tell(text, chance * hope, threshold)) for text, chance, hope in weighed])
        whole = figures([(text.gold, tell(text, chance, threshold)) for text, chance, _ in weighed])
        line = "threshold {:.2f} P {:.3f} R {:.3f} F1 {:.3f}, without the first look {:.3f}"
        print(line.format(threshold, *result, whole[2]))
        found[threshold] = result[2]
    return max(found, key=found.__getitem__)


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
    hopeful = look_first([*gold, *others])
    parts = [[row for text in texts for row in text.rows] for texts in (gold, others)] + [sentences]
    counted = np.repeat([GOLD_COUNTS, 1.0, SENTENCES_COUNT], [len(part) for part in parts])
    table = Table([row for part in parts for row in part], counted)
    threshold = cross_validate(gold, hopeful[: len(gold)], table)
    table.save("reports", table.learn(np.arange(len(table.told))), threshold)


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
        names=pack_names(feature for feature, _ in kept),
        values=weights[[n for _, n in kept]].astype(np.float16),
        bias=np.float64(bias),
        threshold=np.float64(threshold),
    )
    print(f"{name}: {len(kept)} features, {target.stat().st_size:,} bytes, threshold {threshold}")


if __name__ == "__main__":
    main()
