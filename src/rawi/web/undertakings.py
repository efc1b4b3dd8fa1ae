"""Undertakings: the list, and all that is told of one."""

from __future__ import annotations

from typing import get_args

from rawi.exports.json import public_undertaking
from rawi.exports.page.undertakings import draw_track, show_undertaking
from rawi.model import UndertakingKind
from rawi.store.listing import count_kinds, number_of, slice_undertakings
from rawi.store.query import Filters
from rawi.web.asking import RefusedError
from rawi.web.choices import offer
from rawi.web.evidence import documents_of
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE, MOST_EVENTS = 20, 60


def undertakings(visit: Visit) -> Page:
    """Show a page of the undertakings with their stages."""
    connection, language, labels = visit.sight.connection, visit.language, visit.sight.labels
    kind = "".join(visit.asked.known("kind", get_args(UndertakingKind))[-1:])
    found = slice_undertakings(connection, kind, ON_A_PAGE, visit.asked.page)
    if visit.asked.page > 1 and not found.numbers:
        raise RefusedError(404, "no_such_page")
    shelf = visit.shelf(undertakings=found.numbers, told=None if visit.whole else ())
    told = sorted(shelf.dossier.undertakings, key=lambda one: found.ids.index(one.id))
    kinds = visit.sight.once("kinds of undertakings", lambda: count_kinds(connection, "undertaking"))
    contents = {
        "cards": [show_undertaking(one, shelf, language) for one in told],
        "kinds": offer(
            kinds, [kind] if kind else [], lambda value: labels.name("undertaking", value, language.tongue), language
        )
        if visit.links.served
        else (),
        "pager": turn_pages(visit, found.total, ON_A_PAGE),
    }
    records = [public_undertaking(one, shelf.dossier) for one in told] if visit.whole else []
    return Page("undertakings.html", "undertakings", contents, {"total": found.total, "undertakings": records})


def undertaking(visit: Visit) -> Page:
    """Show one undertaking with the words behind it and its events."""
    connection = visit.sight.connection
    number = number_of(connection, "undertaking", visit.id)
    if number is None:
        raise RefusedError(404, "no_such_page")
    if visit.whole:
        told = visit.shelf(undertakings=[number]).dossier
        return Page("undertaking.html", "undertakings", {}, public_undertaking(told.undertakings[0], told))
    index = visit.sight.index
    mask = index.wanted(connection, Filters(undertaking=visit.id))
    events = index.page(mask, MOST_EVENTS)
    (bare,) = visit.shelf(undertakings=[number], told=()).dossier.undertakings
    shelf = visit.shelf(undertakings=[number], events=events, told=documents_of(visit, bare))
    (one,) = shelf.dossier.undertakings
    card = show_undertaking(one, shelf, visit.language)
    total = int(mask.sum())
    contents = {
        "id": visit.id,
        "card": card,
        "stages": draw_track(card, visit.language),
        "more_events": visit.language.count("events", total) if total > MOST_EVENTS and visit.links.served else "",
    }
    return Page("undertaking.html", "undertakings", contents, None)
