"""The page of sources, counted once for each state of the dossier."""

from __future__ import annotations

from msgspec import structs

from rawi.exports.page.draw_flow import draw_flow
from rawi.exports.page.sources import show_sources, unnamed
from rawi.store.query import find_sources
from rawi.store.sourcing import count_firsts, count_outlets, count_relayed, count_sourced
from rawi.web.visit import Page, Visit

MOST_ROWS = 150


def sources(visit: Visit) -> Page:
    """Show who publishes, from whom they have it, and how much rests on sources without a name."""
    return visit.sight.once(("sources", visit.language.tongue, visit.links.served), lambda: _sources(visit))


def _sources(visit: Visit) -> Page:
    connection, language = visit.sight.connection, visit.language
    whole = show_sources(
        count_sourced(connection),
        count_relayed(connection),
        count_outlets(connection),
        count_firsts(connection),
        visit.shelf(),
        language,
    )
    places = {row.name: (row.page, "") for row in whole.origins if row.page}
    flow = draw_flow(whole.flows, unnamed(whole.origins), language, places)
    lists = {name: getattr(whole, name) for name in ("outlets", "origins", "relays")}
    shown = structs.replace(whole, flows={}, **{name: rows[:MOST_ROWS] for name, rows in lists.items()})
    left_out = {name: len(rows) - MOST_ROWS for name, rows in lists.items() if len(rows) > MOST_ROWS}
    contents = {"sources": shown, "flow": flow, "left_out": left_out, "empty": not whole.flows}
    return Page("sources.html", "sources", contents, find_sources(connection))
