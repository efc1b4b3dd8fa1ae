"""Disputes, the two sides next to one another."""

from __future__ import annotations

from rawi.exports.json import public_disputes
from rawi.exports.page.disputes import REPORTS_OF_A_SIDE, show_disputes
from rawi.store.listing import events_of_disputes, slice_disputes
from rawi.web.asking import RefusedError
from rawi.web.evidence import shelf_of_events
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE = 8


def disputes(visit: Visit) -> Page:
    """Show a page of the disputes."""
    connection = visit.sight.connection
    found = slice_disputes(connection, ON_A_PAGE, visit.asked.page)
    if visit.asked.page > 1 and not found.numbers:
        raise RefusedError(404, "no_such_page")
    events = events_of_disputes(connection, found.numbers)
    order = {id: n for n, id in enumerate(found.ids)}
    if visit.whole:
        every = public_disputes(visit.shelf(events=events).dossier)
        records = sorted((one for one in every if one.id in order), key=lambda one: order[one.id])
        return Page("disputes.html", "disputes", {}, {"total": found.total, "disputes": records})
    shelf = shelf_of_events(visit, events, 0, REPORTS_OF_A_SIDE)
    told = sorted(
        (one for one in show_disputes(shelf, visit.language) if one.id in order), key=lambda one: order[one.id]
    )
    contents = {"disputes": told, "pager": turn_pages(visit, found.total, ON_A_PAGE)}
    return Page("disputes.html", "disputes", contents, None)
