"""`rawi show`: a dossier in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.filters import with_filters

if TYPE_CHECKING:
    from rawi.exports.page.language import Language
    from rawi.lexicon.labels import Labels
    from rawi.store.database import Connection
    from rawi.store.query import Filters


class What(StrEnum):
    """The lists of a dossier."""

    events = "events"
    undertakings = "undertakings"
    disputes = "disputes"
    sources = "sources"
    actors = "actors"
    notes = "notes"


class Tongue(StrEnum):
    """The languages of the labels."""

    en = "en"
    ar = "ar"


Lang = Annotated[Tongue, typer.Option(help="Language of the labels.")]
ExistingDossier = Annotated[Path, typer.Argument(help="The dossier.", show_default=False)]


@with_filters
def show(
    dossier: ExistingDossier,
    what: Annotated[What, typer.Argument(help="Which list.")] = What.events,
    lang: Lang = Tongue.en,
    evidence: Annotated[bool, typer.Option("--evidence", help="Name the reports of every event.")] = False,
    *,
    filters: Filters,
) -> None:
    """Print a list of a dossier: its events by time, or its undertakings, disputes, sources, actors or notes.

    The filters count for events.
    """
    from contextlib import closing

    from rawi.exports.page.language import load_language
    from rawi.lexicon.labels import load_labels
    from rawi.store.database import open_to_read

    with closing(open_to_read(dossier)) as connection:
        _warn(connection)
        language, labels = load_language(lang.value), load_labels()
        if what is What.events:
            lines = _events(connection, language, labels, filters, evidence)
        else:
            lines = _LISTS[what](connection, language, labels)
        for line in lines:
            print(line)


def _warn(connection: Connection) -> None:
    from rawi.cli.screen import complain
    from rawi.store.joining import is_joined
    from rawi.store.query import count_missed

    if not is_joined(connection):
        complain("documents have come in that are not joined yet: run rawi build once more")
    if missed := count_missed(connection):
        complain(f"{missed} corrections do not find what they correct: see rawi correct list")


def _events(
    connection: Connection, language: Language, labels: Labels, filters: Filters, evidence: bool
) -> Iterator[str]:
    from rawi.store.query import find_events, find_notes, find_reports

    notes = [note for note in find_notes(connection) if note.event]
    day: tuple[date | None, date | None] | None = None
    for event in find_events(connection, filters):
        if (event.first_day, event.last_day) != day:
            day = (event.first_day, event.last_day)
            yield language.span(*day)
        label = event.label_en if language.tongue == "en" else event.label_ar
        marks = [
            labels.name("type", event.type, language.tongue),
            labels.name("factuality", event.status, language.tongue),
            language.count("origins", event.independent_origins),
            language.count("reports", event.reports),
        ]
        if event.dispute:
            marks.append(language.say("chronicle.disputed"))
        yield f"  {label}"
        yield f"    {' · '.join(marks)} · {event.id}"
        for note in (one for one in notes if one.event == event.id):
            yield f"    {language.say('event.notes')}: {note.text} ({note.author})"
        for report in find_reports(connection, event.id) if evidence else ():
            source = f" ({report.origin})" if report.origin else ""
            standing = labels.name("factuality", report.factuality, language.tongue)
            yield f"      {report.doc}:{report.start} «{report.quote}» {standing}{source}"


def _undertakings(connection: Connection, language: Language, labels: Labels) -> Iterator[str]:
    from rawi.store.query import find_undertakings

    for undertaking in find_undertakings(connection):
        kind = labels.name("undertaking", undertaking.kind, language.tongue)
        yield f"{undertaking.name}  ({kind}; {language.list(list(undertaking.parties))})"
        for stage in undertaking.stages:
            name = labels.name("stage", stage.stage, language.tongue)
            yield f"    {stage.when or '—':<10}  {name}  ({stage.document})"


def _disputes(connection: Connection, language: Language, _: Labels) -> Iterator[str]:
    from rawi.store.query import find_disputes

    for dispute in find_disputes(connection):
        yield dispute.label_en if language.tongue == "en" else dispute.label_ar
        yield f"  {language.say(f'disputes.about_{dispute.about}')}"
        for side in dispute.sides:
            claim = language.explain("claim", side.claim)
            yield f"    {claim}: {language.list(list(side.origins))} ({language.count('reports', side.reports)})"


def _sources(connection: Connection, language: Language, labels: Labels) -> Iterator[str]:
    from rawi.store.query import find_sources

    for source in find_sources(connection):
        kind = labels.name("link", source.kind, language.tongue)
        events, reports = language.count("events", source.events), language.count("reports", source.reports)
        yield f"{source.label}  ({kind})  {events}, {reports}"


def _actors(connection: Connection, language: Language, _: Labels) -> Iterator[str]:
    from rawi.store.query import find_actors

    for actor in find_actors(connection):
        label = actor.label_en if language.tongue == "en" else actor.label_ar
        yield f"{label}  {actor.code or ''}  {actor.acts} → {actor.receives} ←"


def _notes(connection: Connection, language: Language, _: Labels) -> Iterator[str]:
    from rawi.store.query import find_notes

    for note in find_notes(connection):
        beside = " · ".join(filter(None, (note.entity, note.doc, note.event)))
        yield f"{language.day(note.time.date())}  {note.author}: {note.text}  ({beside})"


_LISTS: dict[What, Callable[[Connection, Language, Labels], Iterator[str]]] = {
    What.undertakings: _undertakings,
    What.disputes: _disputes,
    What.sources: _sources,
    What.actors: _actors,
    What.notes: _notes,
}
