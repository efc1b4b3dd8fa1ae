"""The page of one event: who says what, from whom, and how it came to be one event."""

from __future__ import annotations

from rawi.exports.json import public_event
from rawi.exports.page.chronicle import show
from rawi.exports.page.citation import cite
from rawi.exports.page.disputes import show_disputes
from rawi.exports.page.draw_chains import draw_chains
from rawi.store.listing import number_of
from rawi.web.asking import Refused
from rawi.web.visit import Page, Visit


def event(visit: Visit) -> Page:
    """Show one event."""
    number = number_of(visit.sight.connection, "event", visit.id)
    if number is None:
        raise Refused(404, "no_such_page")
    shelf, language = visit.shelf(events=[number]), visit.language
    (one,) = shelf.dossier.events
    line = show(one, shelf, language)
    trees = [(voice.tree, voice.reason) for voice in line.voices if voice.name]
    contents = {
        "line": line,
        "chains": draw_chains(trees, language) if len(one.reports) > 1 else None,
        "disputes": show_disputes(shelf, language),
        "notes": shelf.dossier.notes,
        "citation": cite(one, shelf, language),
    }
    return Page("event.html", "chronicle", contents, public_event(one, shelf.dossier))
