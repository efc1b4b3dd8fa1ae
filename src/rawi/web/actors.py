"""Actors: the list, and what is told of one."""

from __future__ import annotations

from typing import get_args

from rawi.exports.json import public_entity
from rawi.exports.page.actors import show_actor, show_rank
from rawi.exports.page.chronicle import headline, show
from rawi.exports.page.draw_network import Tie, draw_network
from rawi.exports.page.draw_timeline import draw_timeline
from rawi.exports.page.evidence import tell
from rawi.exports.page.quads import QUADS
from rawi.exports.page.shelf import Shelf
from rawi.model import NameKind, ReportRef
from rawi.store.actors import count_partners, find_offices, find_sayings
from rawi.store.listing import count_days, count_kinds, list_actors, slice_events
from rawi.store.query import Filters, event_lines
from rawi.web.asking import Refused
from rawi.web.choices import offer
from rawi.web.chronicle import dated, link_days_of, window
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE, EVENTS_ON_A_PAGE, MOST_SAYINGS = 100, 30, 12


def actors(visit: Visit) -> Page:
    """Show a page of the actors, those in most events first."""
    connection, language, page = visit.sight.connection, visit.language, visit.asked.page
    kind = "".join(visit.asked.known("kind", get_args(NameKind))[-1:])
    words = visit.asked.one("words")
    every = visit.sight.once("actors", lambda: list_actors(connection))
    found = list_actors(connection, kind, words) if kind or words else every
    rows = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    if page > 1 and not rows:
        raise Refused(404, "no_such_page")
    shelf = visit.shelf()
    kinds = visit.sight.once("kinds of actors", lambda: count_kinds(connection, "actor"))
    contents = {
        "rows": [show_rank(row, shelf, language) for row in rows],
        "words": words,
        "kinds": offer(kinds, [kind] if kind else [], lambda value: language.say(f"actors.kind_{value}"), language)
        if visit.links.served
        else (),
        "pager": turn_pages(visit, len(found), ON_A_PAGE),
    }
    return Page("actors.html", "actors", contents, {"total": len(found), "actors": rows})


def actor(visit: Visit) -> Page:
    """Show one actor: its events, with whom it has to do, what is known from it, under which names it appears."""
    connection, language = visit.sight.connection, visit.language
    entity = visit.sight.entities.get(visit.id)
    if entity is None or entity.id != visit.id:
        raise Refused(404, "no_such_page")
    taking_part = Filters(entity=entity.id)
    found = slice_events(connection, taking_part, EVENTS_ON_A_PAGE, visit.asked.page, newest=True)
    if visit.asked.page > 1 and not found.numbers:
        raise Refused(404, "no_such_page")
    said = find_sayings(connection, entity.id, MOST_SAYINGS)
    shelf = visit.shelf(events=sorted({*found.numbers, *(one.event for one in said)}))
    events = {event.id: event for event in shelf.dossier.events}
    lines = event_lines(connection, found.numbers)
    partners = count_partners(connection, entity.id)
    ties = [_tie(one.entity, QUADS[one.type], one.events, shelf, visit) for one in partners]
    offices = find_offices(connection, entity.id) if entity.kind == "person" else {}
    shown = show_actor(entity, shelf, language)
    sayings = []
    for one in said:
        ref = ReportRef(one.document, one.report)
        event = next(event for event in shelf.dossier.events if ref in event.reports)
        sayings.append((headline(event, language), shelf.place_of_event(event), tell(ref, shelf, language)))
    contents = {
        "actor": shown,
        "strip": draw_timeline(dated(count_days(connection, taking_part)), language, window(visit)),
        "link_days": link_days_of(visit, actor=entity.label_en),
        "network": draw_network(shown.name, ties, language),
        "offices": list(offices),
        "names": entity.names[:40],
        "reasons": entity.reasons[:12],
        "sayings": sayings,
        "lines": [show(events[line.id], shelf, language) for line in lines],
        "total": language.count("events", found.total),
        "pager": turn_pages(visit, found.total, EVENTS_ON_A_PAGE),
    }
    records = {"entity": public_entity(entity), "total": found.total, "events": lines, "partners": partners}
    return Page("actor.html", "actors", contents, {**records, "offices": offices})


def _tie(name: str, quad: str, number: int, shelf: Shelf, visit: Visit) -> Tie:
    page = shelf.page_of_actor(name)
    return Tie(shelf.called(name, name, visit.language), quad, number, (page, "") if page else None)
