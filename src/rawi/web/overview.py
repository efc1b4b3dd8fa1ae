"""The overview: what the dossier holds, and what an analyst looks at first."""

from __future__ import annotations

from rawi.exports.page.actors import show_rank
from rawi.exports.page.chronicle import show
from rawi.exports.page.disputes import show_disputes
from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Shelf
from rawi.exports.page.undertakings import Card, show_undertaking
from rawi.store.listing import (
    Holdings,
    events_of_disputes,
    list_actors,
    newest_events,
    slice_disputes,
    slice_undertakings,
)
from rawi.store.query import EVERYTHING, SourceLine, event_lines, find_sources
from rawi.web.chronicle import REPORTS_OF_A_LINE, holdings, link_days, strip
from rawi.web.evidence import shelf_of_events
from rawi.web.visit import Page, Visit

NEWEST, UNDERTAKINGS, DISPUTES, ACTORS, SOURCES = 10, 5, 6, 12, 12


def overview(visit: Visit) -> Page:
    """Show what the dossier holds; it is put together once for each state of the dossier."""
    return visit.sight.once(("overview", visit.language.tongue, visit.links.served), lambda: _overview(visit))


def _overview(visit: Visit) -> Page:
    connection, language = visit.sight.connection, visit.language
    held = holdings(visit)
    newest = newest_events(connection, NEWEST)
    disputed = slice_disputes(connection, DISPUTES).numbers
    shelf = shelf_of_events(visit, newest, REPORTS_OF_A_LINE)
    by_id = {event.id: event for event in shelf.dossier.events}
    lines = event_lines(connection, newest)
    actors, sources = list_actors(connection)[:ACTORS], find_sources(connection)[:SOURCES]
    contents = {
        "facts": facts(held, language),
        "range": language.span(held.first_day, held.last_day) if held.first_day else "",
        "strip": strip(visit, visit.sight.index.wanted(connection, EVERYTHING)),
        "link_days": link_days(visit),
        "cards": _cards(visit),
        "newest": [show(by_id[line.id], shelf, language) for line in lines],
        "disputes": show_disputes(shelf_of_events(visit, events_of_disputes(connection, disputed), 0), language)[
            :DISPUTES
        ],
        "actors": [show_rank(row, shelf, language) for row in actors],
        "sources": [_source(row, shelf, language) for row in sources],
    }
    records = {"holdings": held, "newest": lines, "actors": actors, "sources": sources}
    return Page("overview.html", "index", contents, records)


def _cards(visit: Visit) -> list[Card]:
    """Return the undertakings that are told in most places."""
    found = slice_undertakings(visit.sight.connection, "", UNDERTAKINGS)
    shelf = visit.shelf(undertakings=found.numbers, told=())
    told = sorted(shelf.dossier.undertakings, key=lambda one: found.ids.index(one.id))
    return [show_undertaking(one, shelf, visit.language) for one in told]


def facts(held: Holdings, language: Language) -> list[str]:
    """Say what a dossier holds."""
    counts = {
        "documents": held.documents,
        "outlets": held.outlets,
        "events": held.events,
        "undertakings": held.undertakings,
        "disputes": held.disputes,
    }
    return [language.count(thing, number) for thing, number in counts.items()]


def _source(row: SourceLine, shelf: Shelf, language: Language) -> tuple[str, Script, str, str]:
    """Return the name of a source, its language, that it is unnamed, and its counts."""
    name = shelf.source(row.label, row.label, row.kind, language)
    kind = language.say("chronicle.unnamed") if row.kind == "anonymous" else ""
    counts = language.list([language.count("events", row.events), language.count("reports", row.reports)])
    return name, script(name), kind, counts
