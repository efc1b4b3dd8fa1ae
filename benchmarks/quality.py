"""How good the reports are on annotated articles, by the project's scorer: totals, types, and single lexicon entries.

    python benchmarks/quality.py GOLD_FOLDER --scorer SCORE_PY [--engine rules] [--types] [--entries 40] [--lacking 40]

GOLD_FOLDER holds <name>.json and texts/ with metadata.csv. `--entries` prints the entries with the most false reports
(told/right), `--lacking` the entries whose condition kept an annotated report away: what to mend in
``lexicon/data/ar/triggers``. Use both only on articles to develop on; of articles kept for checking look at totals.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from rawi.annotation.chains import find_voices
from rawi.annotation.dates import find_times
from rawi.annotation.names import find_names
from rawi.annotation.report_cast import lay_out
from rawi.annotation.reports import find_possible
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.model import Document
from rawi.pipeline import annotate
from rawi.reading.sources import read_sources
from rawi.text.prose import read_prose

SHOWN = ("mode", "factuality", "when_f1", "participants", "entity", "origin", "chain", "overall")


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(documents: list[Document], lexicon: Lexicon) -> tuple[dict[str, Any], float]:
    """Return what the scorer reads, and the words per second."""
    begun, words, predicted = time.perf_counter(), 0, {}
    for document in documents:
        found = annotate(document, lexicon)
        words += len(document.text.split())
        chain, reports = msgspec.to_builtins(found.document_chain), msgspec.to_builtins(found.reports)
        predicted[document.name] = {"doc": document.name, "document_chain": chain, "reports": reports}
    return predicted, words / (time.perf_counter() - begun)


def count_entries(
    scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]
) -> tuple[Counter[str], Counter[str]]:
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name, annotated in gold.items():
        reports = predicted.get(name, {"reports": []})["reports"]
        hits = {id(pair[1]) for pair in scorer.match(annotated["reports"], reports, typed=True)}
        for report in reports:
            told[report["rule"]] += 1
            right[report["rule"]] += id(report) in hits
    return told, right


def count_lacking(gold: dict[str, Any], documents: list[Document], lexicon: Lexicon) -> Counter[str]:
    """Count, by entry and condition, annotated reports whose word is known but whose company was not met."""
    lacking: Counter[str] = Counter()
    for document in documents:
        prose = read_prose(document.text, document.pieces)
        times = find_times(prose, document, lexicon)
        names = find_names(prose, document, lexicon)
        voices = find_voices(prose, document, names, times, lexicon)
        possible = find_possible(prose, document, lay_out(prose, names, voices, lexicon), times, lexicon)
        for report in gold.get(document.name, {"reports": []})["reports"]:
            here = [
                thing
                for thing in possible
                if thing.report.type == report["type"]
                and max(thing.report.start, report["start"]) < min(thing.report.end, report["end"])
            ]
            if not here:
                lacking[f"{report['type']}: no entry"] += 1
            elif not any(thing.by_rule for thing in here):
                thing = min(here, key=lambda one: bool(one.candidate.lacks))
                lacking[f"{thing.report.rule} {thing.candidate.lacks or 'party or rival'}"] += 1
    return lacking


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--engine", choices=("rules", "weighed"), default="weighed")
    parser.add_argument("--types", action="store_true")
    parser.add_argument("--entries", type=int, default=0)
    parser.add_argument("--lacking", type=int, default=0)
    arguments = parser.parse_args()
    scorer, lexicon = load_scorer(arguments.scorer), load_lexicon(arguments.engine)
    read = read_sources([arguments.gold / "texts"], pages=lexicon.pages)
    documents = [document for document in read if isinstance(document, Document)]
    gold = scorer.load(arguments.gold)
    predicted, speed = predict(documents, lexicon)
    figures, _ = scorer.score(gold, predicted)
    found = figures["detection"]
    print(f"detection P {found['p']:.3f} R {found['r']:.3f} F1 {found['f1']:.3f} (told {found['pred']})")
    print("  ".join(f"{name} {figures[name]:.3f}" for name in SHOWN), f" {speed:,.0f} words/s")
    if arguments.types:
        for kind, row in figures["types"].items():
            print(f"  {kind:10} P {row['p']:.2f} R {row['r']:.2f} gold {row['gold']:4d} told {row['pred']:4d}")
    if arguments.entries:
        told, right = count_entries(scorer, gold, predicted)
        for rule in sorted(told, key=lambda rule: right[rule] - told[rule])[: arguments.entries]:
            print(f"  {told[rule]:4d} told {right[rule]:4d} right  {rule}")
    if arguments.lacking:
        for rule, count in count_lacking(gold, documents, lexicon).most_common(arguments.lacking):
            print(f"  {count:4d}  {rule}")


if __name__ == "__main__":
    main()
