"""Measure the undertakings that are found in documents against gold: kinds, parties, stages.

    python benchmarks/undertakings.py GOLD_DIR TEXTS_DIR [--list]

GOLD_DIR holds one JSON file per document with a field ``undertakings``. A found undertaking is matched to a gold one by
kind, parties and the places of their stages, one to one, the likest first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Undertaking
from rawi.pipeline import annotate
from rawi.reading.front_matter import describe

PAPERS = frozenset({"agreement", "memorandum", "treaty", "pact"})
LEAST = 1.4


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--list", action="store_true", help="name what is missed")
    given = parser.parse_args()
    figures: Counter[str] = Counter()
    for gold, text, found in read(given.gold, given.texts):
        figures["predicted"] += len(found)
        for wanted, best in match(gold["undertakings"], found, text):
            figures["gold"] += 1
            if best is None:
                if given.list:
                    print("missed", gold["doc"], wanted["kind"], wanted["label"])
                continue
            figures["found"] += 1
            figures["kind"] += best.kind == wanted["kind"]
            figures["same parties"] += set(best.parties) == set(wanted["parties"])
            figures["a party"] += not set(best.parties).isdisjoint(wanted["parties"])
            figures["stages"] += len(wanted["stages"])
            figures["stages right"] += sum(s["stage"] in {t.stage for t in best.stages} for s in wanted["stages"])
    print(json.dumps(figures))
    return 0


def read(gold: Path, texts: Path) -> Iterator[tuple[dict[str, Any], str, tuple[Undertaking, ...]]]:
    """Yield each gold document that names undertakings, its text, and what is found in it."""
    lexicon = load_lexicon()
    for path in sorted(gold.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if path.name.endswith(".events.json") or not document.get("undertakings"):
            continue
        text = (texts / document["doc"]).read_text(encoding="utf-8")
        published = date.fromisoformat(document["published"]) if document.get("published") else None
        name = document["doc"]
        read_document = Document(id=name, name=name, text=text, outlet=document["outlet"], published=published)
        yield document, text, annotate(describe(read_document, lexicon.pages), lexicon).undertakings


def match(
    wanted: list[dict[str, Any]], found: tuple[Undertaking, ...], text: str
) -> Iterator[tuple[dict[str, Any], Undertaking | None]]:
    """Yield each wanted undertaking with the one that is likest to it, or None."""
    free = list(found)
    for one in wanted:
        ranked = sorted(free, key=lambda other: -likeness(one, other, text))
        best = ranked[0] if ranked and likeness(one, ranked[0], text) >= LEAST else None
        if best is not None:
            free.remove(best)
        yield one, best


def likeness(wanted: dict[str, Any], found: Undertaking, text: str) -> float:
    """Return how like two undertakings are: kind (1), parties (1), the places of the stages (2)."""
    kinds = 1.0 if found.kind == wanted["kind"] else 0.5 if {found.kind, wanted["kind"]} <= PAPERS else 0.0
    parties, others = set(found.parties), set(wanted["parties"])
    places = [
        (start, start + len(stage["context"]))
        for stage in wanted["stages"]
        if stage.get("context") and (start := text.find(stage["context"])) >= 0
    ]
    told = [(span.start, span.end) for span in (*found.mentions, *found.stages)]
    same_place = any(start < last and first < end for first, last in told for start, end in places)
    return kinds + len(parties & others) / max(len(parties | others), 1) + 2.0 * same_place


if __name__ == "__main__":
    sys.exit(main())
