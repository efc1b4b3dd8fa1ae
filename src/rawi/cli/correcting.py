"""`rawi correct`: put right what the machine found. What people correct is kept apart and applied every time anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.screen import complain
from rawi.cli.showing import ExistingDossier

if TYPE_CHECKING:
    from rawi.corrections import Action, Place
    from rawi.model import Participant
    from rawi.store.database import Connection

correct_app = typer.Typer(help="Put right what the machine found; corrections can be withdrawn.", no_args_is_help=True)

ReportPlace = Annotated[str, typer.Argument(help="DOC:START of a report, as `rawi export` and the pages name it.")]
Author = Annotated[str, typer.Option(envvar="RAWI_AUTHOR", help="Who corrects.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why.")]


@contextmanager
def _at_work(dossier: Path) -> Iterator[Connection]:
    """Open a dossier to correct it."""
    from contextlib import closing

    from rawi.store.database import create_or_open

    if not dossier.exists():
        raise typer.BadParameter(f"there is no dossier {dossier}", param_hint="DOSSIER")
    with closing(create_or_open(dossier)) as connection:
        yield connection


def _keep(connection: Connection, action: Action, author: str, reason: str) -> None:
    """Keep a correction and join anew."""
    from rawi.corrections import make_correction
    from rawi.joining.join import join
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.store.corrections import add_corrections

    correction = make_correction(action, author=author, time=datetime.now(UTC), reason=reason)
    add_corrections(connection, [correction])
    join(connection, load_lexicon())
    print(correction.id)


def _place(connection: Connection, name: str) -> Place:
    """Return the place of the report that is named DOC:START."""
    from rawi.corrections import place_of
    from rawi.store.read import read_linked

    document, _, start = name.rpartition(":")
    query = "SELECT number FROM document WHERE name = ? ORDER BY id"
    numbers = [number for (number,) in connection.execute(query, (document,))]
    for one in read_linked(connection, numbers):
        for report in one.reports:
            if start == str(report.start):
                return place_of(document, one.document.text, report)
    raise typer.BadParameter(f"there is no report {name}: write DOC:START", param_hint="REPORT")


def _one_of_event(connection: Connection, id: str) -> Place:
    """Return the place of the first report of an event."""
    from rawi.corrections import place_of
    from rawi.store.read import read_linked

    query = "SELECT document, report FROM event JOIN event_report ON event = number WHERE id = ? AND position = 0"
    for document, report in connection.execute(query, (id,)).fetchall():
        (one,) = read_linked(connection, [document])
        return place_of(one.document.name, one.document.text, one.reports[report])
    raise typer.BadParameter(f"there is no event {id}", param_hint="EVENT")


@correct_app.command()
def confirm(dossier: ExistingDossier, report: ReportPlace, author: Author, reason: Reason = "") -> None:
    """Say that a report is right as it is."""
    from rawi.corrections import ConfirmReport

    with _at_work(dossier) as connection:
        _keep(connection, ConfirmReport(report=_place(connection, report)), author, reason)


@correct_app.command()
def reject(dossier: ExistingDossier, report: ReportPlace, author: Author, reason: Reason = "") -> None:
    """Take a report out."""
    from rawi.corrections import RejectReport

    with _at_work(dossier) as connection:
        _keep(connection, RejectReport(report=_place(connection, report)), author, reason)


@correct_app.command()
def retype(
    dossier: ExistingDossier,
    report: ReportPlace,
    type: Annotated[str, typer.Argument(help="PLOVER type.")],
    author: Author,
    mode: Annotated[str | None, typer.Option(help="PLOVER mode.")] = None,
    reason: Reason = "",
) -> None:
    """Give a report another type."""
    from rawi.corrections import RetypeReport
    from rawi.model import EVENT_TYPES

    for known in EVENT_TYPES:
        if known == type.upper():
            with _at_work(dossier) as connection:
                place = _place(connection, report)
                _keep(connection, RetypeReport(report=place, type=known, mode=mode), author, reason)
            return
    raise typer.BadParameter(f"{type!r} is none of {', '.join(EVENT_TYPES)}", param_hint="TYPE")


@correct_app.command()
def factuality(
    dossier: ExistingDossier,
    report: ReportPlace,
    value: Annotated[str, typer.Argument(help="occurred, planned, possible, urged, conditional or denied.")],
    author: Author,
    reason: Reason = "",
) -> None:
    """Give a report another factuality."""
    from rawi.corrections import SetFactuality
    from rawi.model import FACTUALITIES

    for known in FACTUALITIES:
        if known == value:
            with _at_work(dossier) as connection:
                _keep(connection, SetFactuality(report=_place(connection, report), factuality=known), author, reason)
            return
    raise typer.BadParameter(f"{value!r} is none of {', '.join(FACTUALITIES)}", param_hint="VALUE")


@correct_app.command()
def when(
    dossier: ExistingDossier,
    report: ReportPlace,
    value: Annotated[str, typer.Argument(help="2025-08-13, 2025-08, 2025, 2025-W13, FIRST/LAST, or none.")],
    author: Author,
    reason: Reason = "",
) -> None:
    """Give a report another time."""
    from rawi.corrections import SetWhen
    from rawi.text.calendar import bounds_of

    try:
        first, last = bounds_of(value) if value != "none" else (None, None)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="VALUE") from error
    named = None if value == "none" else value.partition("/")[0]
    with _at_work(dossier) as connection:
        action = SetWhen(report=_place(connection, report), when=named, first_day=first, last_day=last)
        _keep(connection, action, author, reason)


@correct_app.command()
def actors(
    dossier: ExistingDossier,
    report: ReportPlace,
    people: Annotated[list[str] | None, typer.Argument(help="NAME=CODE:SECTOR; none to empty the list.")] = None,
    *,
    author: Author,
    recipients: Annotated[bool, typer.Option("--recipients", help="Those acted upon, not those who act.")] = False,
    reason: Reason = "",
) -> None:
    """Say who acts in a report, or with --recipients who is acted upon."""
    from rawi.corrections import SetParticipants

    who = tuple(_participant(one) for one in people or ())
    with _at_work(dossier) as connection:
        place = _place(connection, report)
        action = SetParticipants(report=place, role="recipients" if recipients else "actors", participants=who)
        _keep(connection, action, author, reason)


def _participant(written: str) -> Participant:
    from rawi.model import Participant

    name, _, codes = written.partition("=")
    code, _, sector = codes.partition(":")
    return Participant(text=name, entity=name, code=code or None, sector=sector or None)


@correct_app.command()
def origin(
    dossier: ExistingDossier,
    report: ReportPlace,
    source: Annotated[str, typer.Argument(help="Who is said to know; - for the outlet itself.")],
    author: Author,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="The source has no name.")] = False,
    reason: Reason = "",
) -> None:
    """Say who is said to know what a report tells."""
    from rawi.corrections import SetOrigin

    with _at_work(dossier) as connection:
        place = _place(connection, report)
        known = None if source == "-" else source
        action = SetOrigin(
            report=place, source=known, entity=None if anonymous else known, kind="anonymous" if anonymous else "named"
        )
        _keep(connection, action, author, reason)


@correct_app.command()
def merge_events(
    dossier: ExistingDossier,
    events: Annotated[list[str], typer.Argument(help="Ids of events that are one.")],
    *,
    author: Author,
    reason: Reason = "",
) -> None:
    """Make events one."""
    from rawi.corrections import MergeEvents

    with _at_work(dossier) as connection:
        places = tuple(_one_of_event(connection, event) for event in events)
        _keep(connection, MergeEvents(reports=places), author, reason)


@correct_app.command()
def split_event(
    dossier: ExistingDossier,
    reports: Annotated[list[str], typer.Argument(help="DOC:START of the reports that are an event of their own.")],
    *,
    author: Author,
    reason: Reason = "",
) -> None:
    """Make reports an event of their own."""
    from rawi.corrections import SplitEvent

    with _at_work(dossier) as connection:
        _keep(connection, SplitEvent(reports=tuple(_place(connection, one) for one in reports)), author, reason)


@correct_app.command()
def merge_entities(
    dossier: ExistingDossier,
    entities: Annotated[list[str], typer.Argument(help="Names of entities that are one.")],
    *,
    into: Annotated[str, typer.Option(help="The name that they get.")],
    author: Author,
    reason: Reason = "",
) -> None:
    """Make entities one."""
    from rawi.corrections import MergeEntities

    with _at_work(dossier) as connection:
        _must_know(connection, entities)
        _keep(connection, MergeEntities(entities=tuple(entities), into=into), author, reason)


@correct_app.command()
def split_entity(
    dossier: ExistingDossier,
    entity: Annotated[str, typer.Argument(help="Name of the entity.")],
    words: Annotated[str, typer.Argument(help="The words that mean another one.")],
    *,
    into: Annotated[str, typer.Option(help="Name of the other one.")],
    document: Annotated[str, typer.Option(help="Only in the document of this name.")] = "",
    author: Author,
    reason: Reason = "",
) -> None:
    """Say that some words mean another entity."""
    from rawi.corrections import SplitEntity

    with _at_work(dossier) as connection:
        _must_know(connection, [entity])
        action = SplitEntity(entity=entity, words=words, into=into, document=document)
        _keep(connection, action, author, reason)


def _is_known(connection: Connection, name: str) -> bool:
    """Tell whether an entity has that name."""
    return connection.execute("SELECT 1 FROM entities WHERE label_en = ?", (name,)).fetchone() is not None


def _must_know(connection: Connection, names: list[str]) -> None:
    for name in names:
        if not _is_known(connection, name):
            raise typer.BadParameter(f"there is no entity {name!r}", param_hint="ENTITY")


@correct_app.command()
def note(
    dossier: ExistingDossier,
    about: Annotated[str, typer.Argument(help="DOC:START of a report, or the name of an entity.")],
    text: Annotated[str, typer.Argument(help="What is to be read beside it.")],
    *,
    author: Author,
    reason: Reason = "",
) -> None:
    """Write a note beside a report and its event, or beside an entity."""
    from rawi.corrections import AddNote

    with _at_work(dossier) as connection:
        known = _is_known(connection, about)
        action = AddNote(text=text, entity=about) if known else AddNote(text=text, report=_place(connection, about))
        _keep(connection, action, author, reason)


@correct_app.command(name="list")
def list_corrections(dossier: ExistingDossier) -> None:
    """Print all corrections: id, time, author, what, where, why, and whether they count."""
    from contextlib import closing

    from rawi.store.database import open_to_read

    with closing(open_to_read(dossier)) as connection:
        query = "SELECT id, time, author, action, what, reason, withdrawn, missed FROM corrections ORDER BY time, id"
        for id, time, author, action, what, reason, withdrawn, missed in connection.execute(query):
            state = "withdrawn" if withdrawn else "not found" if missed else "counts"
            print("  ".join(filter(None, (id, time, author, action, state, reason, what))))


@correct_app.command()
def undo(dossier: ExistingDossier, id: Annotated[str, typer.Argument(help="Id of the correction.")]) -> None:
    """Withdraw a correction; it stays in the list."""
    from rawi.joining.join import join
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.store.corrections import withdraw_correction

    with _at_work(dossier) as connection:
        withdraw_correction(connection, id, datetime.now(UTC).replace(microsecond=0))
        join(connection, load_lexicon())


@correct_app.command(name="export")
def export_corrections(dossier: ExistingDossier) -> None:
    """Print all corrections as JSON, for `rawi correct import` into another dossier of the same texts."""
    from contextlib import closing

    from rawi.store.corrections import corrections_json, read_corrections
    from rawi.store.database import open_to_read

    with closing(open_to_read(dossier)) as connection:
        sys.stdout.buffer.write(corrections_json(read_corrections(connection)))


@correct_app.command(name="import")
def import_corrections(
    dossier: ExistingDossier, file: Annotated[Path, typer.Argument(help="What `rawi correct export` printed.")]
) -> None:
    """Take up corrections from JSON; those that are there already stay as they are."""
    from rawi.joining.join import join
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.store.corrections import add_corrections, read_corrections_json

    try:
        data = file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}", param_hint="FILE") from error
    with _at_work(dossier) as connection:
        added = add_corrections(connection, read_corrections_json(data, str(file)))
        join(connection, load_lexicon())
        missed = connection.execute("SELECT count(*) FROM correction WHERE missed").fetchone()[0]
    complain(f"{added} corrections taken up" + (f", {missed} do not find what they correct" if missed else ""))
