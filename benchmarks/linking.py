"""Measure linking alone: reports are taken from a gold folder as they are, only linking runs, the scorer counts.

    python benchmarks/linking.py GOLD_DIR [--groups DIR] [--scorer score_events.py] [--per-group]

GOLD_DIR holds one JSON file per document and their texts in ``texts/``. Groups of events (``*.events.json``) are taken
from GOLD_DIR or from --groups. With perfect detection the figures show what linking alone gets right and wrong. Names
are found in the texts, since annotated documents hold those of participants only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import load_lexicon
from rawi.linking.disputes import find_disputes
from rawi.linking.events import merge_events
from rawi.linking.undertakings import follow_undertakings
from rawi.model import Annotations, Document, Event, Evidence, Link, Name, Participant, Report, Stage, Undertaking
from rawi.settings import DEFAULT_SETTINGS
from rawi.text.prose import read_prose


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--groups", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--per-group", action="store_true")
    parser.add_argument("--score", type=float, default=DEFAULT_SETTINGS.merge_score)
    given = parser.parse_args()
    annotations = read_gold(given.gold)
    events = link(annotations, given.score)
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder, "predicted.json")
        predicted.write_text(json.dumps({"events": export(annotations, events)}), encoding="utf-8")
        scorer = given.scorer or given.gold.parents[1] / "score_events.py"
        groups = sorted((given.groups or given.gold).glob("*.events.json"))
        for wanted in [[g] for g in groups] if given.per_group else [groups]:
            run_scorer(scorer, given.gold, wanted, predicted, Path(folder, "gold"))
    return 0


def run_scorer(scorer: Path, gold: Path, groups: list[Path], predicted: Path, folder: Path) -> None:
    """Run the scorer on a folder that holds links to the gold documents and to the wanted groups only."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for path in [*(p for p in gold.glob("*.json") if not p.name.endswith(".events.json")), *groups]:
        (folder / path.name).symlink_to(path.resolve())
    if len(groups) == 1:
        print(groups[0].name.removesuffix(".events.json"))
    sys.stdout.flush()
    subprocess.run([sys.executable, str(scorer), str(folder), str(predicted)], check=True)


def link(annotations: tuple[Annotations, ...], score: float) -> tuple[Event, ...]:
    settings = msgspec.structs.replace(DEFAULT_SETTINGS, merge_score=score)
    undertakings = follow_undertakings(annotations, load_lexicon())
    events = merge_events(annotations, undertakings, load_lexicon(), settings)
    return find_disputes(annotations, events, load_lexicon())[1]


def export(annotations: tuple[Annotations, ...], events: tuple[Event, ...]) -> list[dict[str, Any]]:
    """Return the events as the scorer reads them."""
    documents = {a.document.id: a for a in annotations}
    exported: list[dict[str, Any]] = []
    for event in events:
        reports = []
        for ref in event.reports:
            report = documents[ref.document].reports[ref.index]
            name = documents[ref.document].document.name
            reports.append({"doc": name, "start": report.start, "end": report.end, "type": report.type})
        exported.append(
            {
                "id": event.id,
                "reports": reports,
                "independent_origins": event.independent_origins,
                "dispute": event.dispute,
            }
        )
    return exported


def read_gold(folder: Path) -> tuple[Annotations, ...]:
    """Return the gold documents of a folder as if they had been annotated."""
    return tuple(
        _annotations(json.loads(path.read_text(encoding="utf-8")), folder)
        for path in sorted(folder.glob("*.json"))
        if not path.name.endswith(".events.json")
    )


def _annotations(gold: dict[str, Any], folder: Path) -> Annotations:
    text = (folder / "texts" / gold["doc"]).read_text(encoding="utf-8")
    published = date.fromisoformat(gold["published"]) if gold.get("published") else None
    document = Document(id=gold["doc"], name=gold["doc"], text=text, outlet=gold["outlet"], published=published)
    prose = read_prose(text)
    labels = {u["label"]: number for number, u in enumerate(gold.get("undertakings") or [])}
    reports = tuple(_report(r, prose, labels) for r in sorted(gold["reports"], key=lambda r: r["start"]))
    return Annotations(
        document=document,
        document_chain=tuple(_link(link, text) for link in gold.get("document_chain") or ()),
        names=(*_names(reports), *find_names(prose, document, load_lexicon())),
        reports=reports,
        undertakings=tuple(
            _undertaking(u, str(number), document.id, reports, text)
            for number, u in enumerate(gold.get("undertakings") or [])
        ),
    )


def _report(gold: dict[str, Any], prose: Any, labels: dict[str, int]) -> Report:
    sentence = prose.sentence_span(prose.sentence_of(min(prose.token_at(gold["start"]), len(prose.forms) - 1)))
    named = gold.get("undertaking")
    return Report(
        gold["start"],
        gold["end"],
        trigger=gold.get("trigger") or prose.text[gold["start"] : gold["end"]],
        type=gold["type"],
        mode=gold.get("mode"),
        actors=tuple(_participant(p) for p in gold.get("actors") or ()),
        recipients=tuple(_participant(p) for p in gold.get("recipients") or ()),
        where=gold.get("where"),
        when=gold.get("when"),
        first_day=_day(gold.get("from")),
        last_day=_day(gold.get("to")),
        when_basis=gold.get("when_basis") or "none",
        factuality=gold["factuality"],
        chain=tuple(_link(link, prose.text) for link in gold.get("chain") or ()),
        undertaking=str(labels[named]) if named in labels else None,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )


def _undertaking(
    gold: dict[str, Any], local: str, document: str, reports: tuple[Report, ...], text: str
) -> Undertaking:
    places = [(r.start, r.end) for r in reports if r.undertaking == local]
    stages = []
    for stage in gold.get("stages") or ():
        start = max(text.find(stage.get("context") or ""), 0)
        stages.append(Stage(start, start, document=document, stage=stage["stage"], when=stage.get("when")))
    return Undertaking(
        id=local,
        kind=gold["kind"],
        name=gold["label"],
        labels=(gold["label"],),
        parties=tuple(gold.get("parties") or ()),
        stages=tuple(stages),
        mentions=tuple(Evidence(s, e, document=document) for s, e in places)
        or tuple(Evidence(s.start, s.end, document=document) for s in stages[:1])
        or (Evidence(0, 0, document=document),),
    )


def _names(reports: tuple[Report, ...]) -> tuple[Name, ...]:
    people = {(p.entity, p.code, p.sector): p for r in reports for p in (*r.actors, *r.recipients)}
    return tuple(
        Name(0, 0, text=p.text, kind="organisation", entity=p.entity, code=p.code, sector=p.sector)
        for p in people.values()
    )


def _participant(gold: dict[str, Any]) -> Participant:
    return Participant(
        text=gold.get("text") or "", entity=gold.get("entity"), code=gold.get("code"), sector=gold.get("sector")
    )


def _link(gold: dict[str, Any], text: str) -> Link:
    source = gold.get("source") or ""
    start = text.find(source) if source else -1
    return Link(
        source=source,
        start=start,
        end=start + len(source) if start >= 0 else -1,
        kind=gold.get("kind") or "named",
        entity=gold.get("entity"),
        cue=gold.get("cue"),
        act=gold.get("act") or "say",
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


if __name__ == "__main__":
    sys.exit(main())
