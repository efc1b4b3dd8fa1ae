"""Measure chains and factuality on gold reports: the gold gives trigger and type, rawi gives chain and factuality.

    benchmarks/chains.py GOLD_FOLDER [--errors chain|factuality] [--no-names]

This isolates the two annotators from the detection of reports. GOLD_FOLDER holds ``*.json`` and ``texts/``.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from rawi.annotation.chains import document_chain, find_voices
from rawi.annotation.dates import find_times
from rawi.annotation.factuality import judge
from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.model import Document, Link, Report, Voice
from rawi.reading.front_matter import describe
from rawi.text.prose import read_prose


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", choices=["chain", "factuality"])
    parser.add_argument("--no-names", action="store_true")
    arguments = parser.parse_args()
    scorer = _scorer(arguments.gold)
    lexicon = load_lexicon()
    counts: Counter[str] = Counter()
    confusion: Counter[tuple[str, str]] = Counter()
    for path in sorted(arguments.gold.glob("*.json")):
        if path.name.endswith(".events.json"):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = _document(arguments.gold / "texts", gold["doc"])
        measure(gold, document, lexicon, scorer, counts, confusion, arguments)
    total = counts["reports"] or 1
    print(f"documents with the right chain {counts['documents_right']}/{counts['documents']}")
    print(f"reports {counts['reports']}  origin {counts['origin'] / total:.3f}  chain {counts['chain'] / total:.3f}")
    print(f"origin where sourced {counts['sourced_origin'] / (counts['sourced'] or 1):.3f}", end="  ")
    print(f"empty kept empty {counts['empty_right'] / (counts['empty'] or 1):.3f}")
    print(f"factuality {counts['factuality'] / total:.3f}  act {counts['act'] / (counts['linked'] or 1):.3f}")
    for (gold_value, value), number in sorted(confusion.items()):
        if gold_value != value:
            print(f"  {gold_value:11} judged {value:11} {number}")
    return 0


def measure(
    gold: dict[str, Any], document: Document, lexicon: Lexicon, scorer: ModuleType, counts: Counter[str],
    confusion: Counter[tuple[str, str]], arguments: argparse.Namespace,
) -> None:  # fmt: skip
    prose = read_prose(document.text, document.pieces)
    names, times = _names_and_times(prose, document, lexicon, arguments.no_names)
    credits = document_chain(prose, document, lexicon)
    voices = find_voices(prose, document, names, times, lexicon)
    reports = tuple(_report(prose, r, voices) for r in gold["reports"])
    judged = _judged(prose, reports, voices, lexicon)
    wanted = gold.get("document_chain") or []
    counts["documents"] += 1
    right = len(wanted) == len(credits) and all(
        scorer.same_source(a, _plain(b)) for a, b in zip(wanted, credits, strict=True)
    )
    counts["documents_right"] += right
    if not right and arguments.errors == "chain":
        print("DOC", document.name, document.byline, [w["source"] for w in wanted], [c.source for c in credits])
    for report, truth in zip(judged, gold["reports"], strict=True):
        a = [*wanted, *truth["chain"]]
        b = [*map(_plain, credits), *map(_plain, report.chain)]
        origin = (not a and not b) or bool(a and b and scorer.same_source(a[-1], b[-1]))
        whole = len(a) == len(b) and all(scorer.same_source(x, y) for x, y in zip(a, b, strict=True))
        counts["reports"] += 1
        counts["origin"] += origin
        counts["chain"] += whole
        counts["sourced" if a else "empty"] += 1
        counts["sourced_origin" if a else "empty_right"] += origin
        counts["factuality"] += report.factuality == truth["factuality"]
        if truth["chain"] and report.chain:
            counts["linked"] += 1
            counts["act"] += truth["chain"][-1].get("act") == report.chain[-1].act
        confusion[truth["factuality"], report.factuality] += 1
        if arguments.errors == "chain" and not whole:
            _show(document, report, f"{_path(truth['chain'])}  //  {_path(map(_plain, report.chain))}")
        if arguments.errors == "factuality" and report.factuality != truth["factuality"]:
            _show(document, report, f"{truth['factuality']} // {report.factuality} ({report.factuality_rule})")


def _show(document: Document, report: Report, what: str) -> None:
    left = document.text[max(0, report.start - 160) : report.start].replace("\n", " ¶ ")
    right = document.text[report.end : report.end + 90].replace("\n", " ¶ ")
    print(f"{document.name}:{report.start} {report.type} {what}\n     {left}⟦{report.trigger}⟧{right}")


def _path(chain: Any) -> str:
    return " <- ".join(f"{link.get('source')}/{link.get('act')}" for link in chain) or "(none)"


def _plain(link: Link) -> dict[str, Any]:
    return {"source": link.source, "entity": link.entity, "act": link.act}


def _report(prose: Any, gold: dict[str, Any], voices: tuple[Voice, ...]) -> Report:
    inside = [v for v in voices if v.start <= gold["start"] and gold["end"] <= v.end + 1]
    voice = min(inside, key=lambda v: (v.end - v.start, -v.start), default=None)
    sentence = prose.sentence_of(min(prose.token_at(gold["start"]), len(prose.forms) - 1))
    span = prose.sentence_span(sentence)
    return Report(
        start=gold["start"],
        end=gold["end"],
        trigger=gold["trigger"],
        type=gold["type"],
        chain=voice.chain if voice is not None else (),
        sentence_start=span.start,
        sentence_end=span.end,
    )


def _judged(prose: Any, reports: tuple[Report, ...], voices: tuple[Voice, ...], lexicon: Lexicon) -> tuple[Report, ...]:
    return judge(prose, reports, voices, lexicon)


def _names_and_times(prose: Any, document: Document, lexicon: Lexicon, without: bool) -> tuple[Any, Any]:
    if without:
        return (), ()
    return find_names(prose, document, lexicon), find_times(prose, document, lexicon)


def _document(folder: Path, name: str) -> Document:
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        row = next((r for r in csv.DictReader(file) if r["file"] == name), {})
    text = (folder / name).read_text(encoding="utf-8")
    document = Document(
        id=name,
        name=name,
        text=text,
        outlet=row.get("outlet") or None,
        published=date.fromisoformat(row["published"][:10]) if row.get("published") else None,
        title=row.get("title") or None,
        byline=row.get("byline") or None,
    )
    return describe(document, load_lexicon().pages)


def _scorer(gold: Path) -> ModuleType:
    path = gold.parent.parent / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
