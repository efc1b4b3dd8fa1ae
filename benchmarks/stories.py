"""Measure linking on stories: groups of articles that tell the same happenings, annotated by hand.

    python benchmarks/stories.py training/events CORPUS.jsonl.gz… --scorer score_events.py [--found | --grouped]
        [--per-group]

`articles.jsonl` holds the reports of each article (offsets and labels, no text), `events.jsonl` the events that are
told more than once, with their independent origins and disputes. The texts are taken from the corpora. With --found the
reports are those that rawi finds; else the annotated ones are linked, so that the figures show linking alone. With
--grouped the stories are those of `grouped.jsonl`, whose reports are labels (training/labels) without entities: the
reports that rawi finds are linked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.linking import export, link
from rawi.annotation.chains import document_chain
from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations, Document, Link, Name, Participant, Report
from rawi.pipeline import annotate
from rawi.settings import DEFAULT_SETTINGS
from rawi.text.calendar import bounds_of
from rawi.text.prose import Prose, read_prose

Row = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("stories", type=Path)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--found", action="store_true")
    parser.add_argument("--grouped", action="store_true")
    parser.add_argument("--per-group", action="store_true")
    parser.add_argument("--score", type=float, default=DEFAULT_SETTINGS.merge_score)
    given = parser.parse_args()
    articles, events = read_grouped(given.stories) if given.grouped else read_stories(given.stories)
    documents = read_documents(articles, given.corpora)
    found = given.found or given.grouped
    annotations = {
        row["group"]: tuple(
            annotate(documents[one["id"]], load_lexicon()) if found else annotated(one, documents[one["id"]])
            for one in articles
            if one["group"] == row["group"]
        )
        for row in articles
    }
    for wanted in [[group] for group in annotations] if given.per_group else [list(annotations)]:
        predicted = [
            row for group in wanted for row in export(annotations[group], link(annotations[group], given.score))
        ]
        print(score(given.scorer, articles, events, wanted, predicted), flush=True)
    return 0


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_stories(folder: Path) -> tuple[list[Row], list[Row]]:
    """Return the articles of the stories with all their reports, and the events that are told more than once."""
    return read_rows(folder / "articles.jsonl"), read_rows(folder / "events.jsonl")


def read_grouped(folder: Path) -> tuple[list[Row], list[Row]]:
    """Return the same of the stories whose reports are labels: each label knows its event, wrong labels are left out.

    A label that no event names tells one of its own.
    """
    stories = read_rows(folder / "grouped.jsonl")
    wanted = {id for story in stories for id in story["articles"]}
    rows = (row for path in sorted(folder.parent.joinpath("labels").glob("*.jsonl")) for row in read_rows(path))
    labels = {row["id"]: row["reports"] for row in rows if row["id"] in wanted}
    articles: list[Row] = []
    events: list[Row] = []
    for story in stories:
        event_of = {ref: event["id"] for event in story["events"] for ref in event["reports"]}
        for number, id in enumerate(story["articles"], start=1):
            told = ((f"{number}.{place}", label) for place, label in enumerate(labels[id], start=1))
            reports = [{**one, "event": event_of.get(ref, ref)} for ref, one in told if ref not in story["wrong"]]
            articles.append({"id": id, "group": story["group"], "reports": reports})
        events += [{"group": story["group"], **event} for event in story["events"]]
    return articles, events


def read_documents(articles: list[Row], corpora: Iterable[Path]) -> dict[str, Document]:
    """Return the articles' documents, by id."""
    wanted = {row["id"] for row in articles}
    found: dict[str, Document] = {}
    for corpus in corpora:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] in wanted:
                    found[row["id"]] = Document(
                        id=row["id"],
                        name=row["id"] + ".txt",
                        text=row["text"],
                        outlet=row["outlet"],
                        title=row["title"] or None,
                        byline=row["byline"] or None,
                        published=date.fromisoformat(row["published"][:10]),
                    )
    return found


def annotated(row: Row, document: Document) -> Annotations:
    """Return an article with its annotated reports, as if they had been found."""
    lexicon, prose = load_lexicon(), read_prose(document.text)
    reports = tuple(sorted((_report(one, prose) for one in row["reports"]), key=lambda report: report.start))
    people = {
        (who.text, who.entity, who.code, who.sector): Name(
            who.start, who.end, text=who.text, kind="organisation", entity=who.entity, code=who.code, sector=who.sector
        )
        for report in reports
        for who in (*report.actors, *report.recipients)
    }
    return Annotations(
        document=document,
        document_chain=document_chain(prose, document, lexicon),
        names=(*people.values(), *find_names(prose, document, lexicon)),
        reports=reports,
    )


def _report(row: Row, prose: Prose) -> Report:
    sentence = prose.sentence_span(prose.sentence_of(min(prose.token_at(row["start"]), len(prose.forms) - 1)))
    first = last = None
    with suppress(ValueError):
        first, last = bounds_of(row["when"] or "")
    return Report(
        row["start"],
        row["end"],
        trigger=prose.text[row["start"] : row["end"]],
        type=row["type"],
        mode=row["mode"],
        actors=tuple(_participant(who, prose.text) for who in row["actors"]),
        recipients=tuple(_participant(who, prose.text) for who in row["recipients"]),
        when=row["when"],
        first_day=first,
        last_day=last,
        when_basis=row["when_basis"],
        factuality=row["factuality"],
        chain=tuple(
            Link(
                source=prose.text[one["start"] : one["end"]],
                start=one["start"],
                end=one["end"],
                kind=one["kind"],
                entity=one.get("entity"),
            )
            for one in row["chain"]
        ),
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )


def _participant(row: Row, text: str) -> Participant:
    start, end = row.get("start", -1), row.get("end", -1)
    words = text[start:end] if start >= 0 else ""
    return Participant(
        text=words, entity=row.get("entity"), code=row["code"], sector=row["sector"], start=start, end=end
    )


def score(scorer: Path, articles: list[Row], events: list[Row], groups: list[str], predicted: list[Row]) -> str:
    """Write the stories as the scorer reads them, run it, and return what it prints."""
    known = {(one["group"], one["id"]): one for one in events}
    told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for row in articles:
            if row["group"] not in groups:
                continue
            reports = [{**one, "id": str(number)} for number, one in enumerate(row["reports"])]
            safe = row["id"].replace("/", "!")
            gold = {"doc": row["id"] + ".txt", "reports": reports}
            (folder / f"{safe}.json").write_text(json.dumps(gold), encoding="utf-8")
            for one in reports:
                told[row["group"], one["event"]].append(f"{row['id']}.txt#{one['id']}")
        for group in groups:
            listed = [
                {
                    "id": f"{group}-{event}",
                    "reports": reports,
                    "independent_origins": known.get((group, event), {}).get("independent_origins", 1),
                    "dispute": "factuality" in known.get((group, event), {}).get("disputes", ()),
                }
                for (of, event), reports in told.items()
                if of == group
            ]
            (folder / f"{group}.events.json").write_text(json.dumps({"group": group, "events": listed}))
        file = folder / "predicted"
        file.write_text(json.dumps({"events": predicted}), encoding="utf-8")
        command = [sys.executable, str(scorer), str(folder), str(file), "--errors", "99"]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return " ".join(groups if len(groups) == 1 else []) + "\n" + found


if __name__ == "__main__":
    sys.exit(main())
