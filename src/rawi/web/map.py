"""The map of the events of which a place is told."""

from __future__ import annotations

from collections.abc import Iterator

from rawi.exports.page.draw_map import Placed, draw_map
from rawi.exports.page.quads import QUADS
from rawi.lexicon.gazetteer import locate
from rawi.store.listing import PlaceCount, count_places
from rawi.web.visit import Page, Visit


def event_map(visit: Visit) -> Page:
    """Draw where events happened, as far as a place is told and known."""
    return visit.sight.once(("map", visit.language.tongue, visit.links.served), lambda: _map(visit))


def _map(visit: Visit) -> Page:
    counted = count_places(visit.sight.connection)
    shelf, language = visit.shelf(), visit.language
    placed = list(_placed(visit, counted))
    places: dict[str, int] = {}
    for one in counted:
        places[one.place] = places.get(one.place, 0) + one.events
    rows = [
        (shelf.place(place, language), visit.links.events_at(place), number)
        for place, number in sorted(places.items(), key=lambda item: (-item[1], item[0]))
    ]
    contents = {"map": draw_map(placed, language), "rows": rows[:200]}
    return Page("map.html", "map", contents, counted)


def _placed(visit: Visit, counted: list[PlaceCount]) -> Iterator[Placed]:
    shelf, language = visit.shelf(), visit.language
    for one in counted:
        entity = shelf.entity(one.place)
        spot = locate(one.place, entity.code if entity else None)
        if spot is None:
            continue
        place = visit.links.events_at(one.place)
        yield Placed(
            name=shelf.place(one.place, language),
            latitude=spot.latitude,
            longitude=spot.longitude,
            extent=spot.extent,
            quad=QUADS[one.type],
            number=one.events,
            place=place if place[0] else None,
        )
