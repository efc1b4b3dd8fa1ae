"""The list of what was corrected, by whom, when and why, and what of it counts."""

from __future__ import annotations

from msgspec import Struct

from rawi.corrections import (
    AddNote,
    Correction,
    MergeEntities,
    MergeEvents,
    Place,
    RetypeReport,
    SetFactuality,
    SetOrigin,
    SetWhen,
    SplitEntity,
    SplitEvent,
)
from rawi.exports.page.language import Language
from rawi.exports.page.shelf import Shelf
from rawi.store.corrections import read_corrections, read_missed
from rawi.store.joining import is_joined
from rawi.store.listing import ids_of_names
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE = 50


class Entry(Struct, frozen=True):
    """One correction as it is shown; `state` is ``counts``, ``missed`` or ``withdrawn``.

    `targets` are the words it is about, each with the page and anchor where they stand, "" where that is not known.
    """

    id: str
    author: str
    day: str
    time: str
    action: str
    detail: str
    reason: str
    state: str
    targets: tuple[tuple[str, str, str], ...]


def audit(visit: Visit) -> Page:
    """Show a page of the corrections, the newest first."""
    connection, page = visit.sight.connection, visit.asked.page
    every = read_corrections(connection)[::-1]
    missed = read_missed(connection)
    shown = every[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    names = {place.document for one in shown for place in places_in(one)}
    pages = {name: visit.links.document(id) for name, id in ids_of_names(connection, names).items()}
    shelf = visit.shelf()
    contents = {
        "entries": [_entry(one, one.id in missed, pages, shelf, visit.language) for one in shown],
        "joined": is_joined(connection),
        "pager": turn_pages(visit, len(every), ON_A_PAGE),
    }
    return Page("audit.html", "audit", contents, every)


def places_in(one: Correction) -> tuple[Place, ...]:
    """Return the places of the reports that a correction is about."""
    match one.what:
        case MergeEvents(reports=reports) | SplitEvent(reports=reports):
            return reports
        case MergeEntities() | SplitEntity() | AddNote(report=None):
            return ()
        case what:
            assert what.report is not None
            return (what.report,)


def _entry(one: Correction, missed: bool, pages: dict[str, str], shelf: Shelf, language: Language) -> Entry:
    targets = [(place.words, pages.get(place.document, ""), f"at-{place.start}") for place in places_in(one)]
    match one.what:
        case MergeEntities(entities=names) | SplitEntity(entity=names):
            for name in (names,) if isinstance(names, str) else names:
                targets.append((shelf.called(name, name, language), shelf.page_of_actor(name), ""))
    return Entry(
        id=one.id,
        author=one.author,
        day=language.day(one.time.date()),
        time=language.figures(f"{one.time:%H:%M}"),
        action=language.say(f"review.{one.what.__struct_config__.tag}".replace(" ", "_")),
        detail=_detail(one, shelf, language),
        reason=one.reason,
        state="withdrawn" if one.withdrawn else "missed" if missed else "counts",
        targets=tuple(targets),
    )


def _detail(one: Correction, shelf: Shelf, language: Language) -> str:
    """Say what the correction sets."""
    match one.what:
        case RetypeReport(type=type):
            return shelf.labels.name("type", type, language.tongue)
        case SetFactuality(factuality=value):
            return shelf.labels.name("factuality", value, language.tongue)
        case SetWhen(when=when):
            return when or language.say("dates.none")
        case SetOrigin(source=source):
            return source or ""
        case MergeEntities(into=into) | SplitEntity(into=into):
            return into
        case AddNote(text=text):
            return text
    return ""
