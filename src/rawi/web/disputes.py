"""Disputes, the two sides next to one another."""

from __future__ import annotations

from rawi.exports.json import public_disputes
from rawi.exports.page.disputes import show_disputes
from rawi.store.listing import events_of_disputes, slice_disputes
from rawi.web.asking import Refused
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE = 15


def disputes(visit: Visit) -> Page:
    """Show a page of the disputes."""
    connection = visit.sight.connection
    found = slice_disputes(connection, ON_A_PAGE, visit.asked.page)
    if visit.asked.page > 1 and not found.numbers:
        raise Refused(404, "no_such_page")
    shelf = visit.shelf(events=events_of_disputes(connection, found.numbers))
    order = {id: n for n, id in enumerate(found.ids)}
    shown = {f"dispute-{id}": n for id, n in order.items()}
    told = sorted(
        (one for one in show_disputes(shelf, visit.language) if one.anchor in shown), key=lambda one: shown[one.anchor]
    )
    records = sorted((one for one in public_disputes(shelf.dossier) if one.id in order), key=lambda one: order[one.id])
    contents = {"disputes": told, "pager": turn_pages(visit, found.total, ON_A_PAGE)}
    return Page("disputes.html", "disputes", contents, {"total": found.total, "disputes": records})
