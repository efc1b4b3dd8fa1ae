"""The page of one event: who says what, from whom, and how it came to be one event."""

from __future__ import annotations

from rawi.exports.json import public_event
from rawi.exports.page.chronicle import show
from rawi.exports.page.citation import cite
from rawi.exports.page.disputes import show_disputes
from rawi.exports.page.draw_chains import draw_chains
from rawi.exports.page.shelf import Shelf
from rawi.model import Event
from rawi.store.corrections import read_confirmed
from rawi.store.listing import document_numbers, number_of
from rawi.web.asking import RefusedError
from rawi.web.evidence import choose
from rawi.web.visit import Page, Visit, turn_pages

REPORTS_ON_A_PAGE = 30


def event(visit: Visit) -> Page:
    """Show one event; one with very many reports goes on for several pages."""
    number = number_of(visit.sight.connection, "event", visit.id)
    if number is None:
        raise RefusedError(404, "no_such_page")
    language = visit.language
    if visit.whole:
        told = visit.shelf(events=[number]).dossier
        return Page("event.html", "chronicle", {}, public_event(told.events[0], told))
    (bare,) = visit.shelf(events=[number], told=()).dossier.events
    shelf = visit.shelf(events=[number], told=_told(visit, bare))
    (one,) = shelf.dossier.events
    line = show(one, shelf, language)
    trees = [(voice.tree, voice.reason) for voice in line.voices if voice.name and voice.told]
    contents = {
        "line": line,
        "chains": draw_chains(trees, language) if len(one.reports) > 1 else None,
        "disputes": show_disputes(shelf, language),
        "notes": shelf.dossier.notes,
        "confirmed": confirmed(visit, shelf, one),
        "citation": cite(one, shelf, language),
        "pager": turn_pages(visit, len(one.reports), REPORTS_ON_A_PAGE),
    }
    return Page("event.html", "chronicle", contents, None)


def confirmed(visit: Visit, shelf: Shelf, event: Event) -> dict[str, str]:
    """Return who confirmed reports of an event, by the names of the reports in forms."""
    connection = visit.sight.connection
    by_place = visit.sight.once("confirmed", lambda: read_confirmed(connection))
    found = {}
    for ref in event.reports:
        if by_place and shelf.holds(ref):
            author = by_place.get((shelf.document(ref.document).name, shelf.report(ref).start))
            if author:
                found[f"{ref.document}:{ref.index}"] = author
    return found


def _told(visit: Visit, event: Event) -> list[int]:
    """Return the documents of the reports on the page that is asked for, spread over the origins."""
    page = visit.asked.page
    ordered = choose(event, len(event.reports))[(page - 1) * REPORTS_ON_A_PAGE : page * REPORTS_ON_A_PAGE]
    if not ordered:
        raise RefusedError(404, "no_such_page")
    return document_numbers(visit.sight.connection, {ref.document for ref in ordered})
