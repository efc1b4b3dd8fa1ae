"""Actors: the list, and what is told of one."""

from __future__ import annotations

from typing import get_args

from rawi.exports.json import public_entity
from rawi.exports.page.actors import show_actor, show_rank
from rawi.exports.page.chronicle import headline, show
from rawi.exports.page.draw_network import Tie, draw_network
from rawi.exports.page.evidence import Told, tell
from rawi.exports.page.quads import QUADS, Quad
from rawi.exports.page.shelf import Place, Shelf
from rawi.model import NameKind, ReportRef
from rawi.store.actors import Saying, count_partners, find_offices, find_sayings
from rawi.store.listing import count_kinds, document_numbers, list_actors
from rawi.store.query import Filters, event_lines
from rawi.web.asking import RefusedError
from rawi.web.choices import offer
from rawi.web.chronicle import REPORTS_OF_A_LINE, link_days_of, strip
from rawi.web.evidence import shelf_of_events
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE, EVENTS_ON_A_PAGE, MOST_SAYINGS = 100, 20, 10


def actors(visit: Visit) -> Page:
    """Show a page of the actors, those in most events first."""
    connection, language, page = visit.sight.connection, visit.language, visit.asked.page
    kind = "".join(visit.asked.known("kind", get_args(NameKind))[-1:])
    words = visit.asked.one("words")
    every = visit.sight.once("actors", lambda: list_actors(connection))
    found = list_actors(connection, kind, words) if kind or words else every
    rows = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    if page > 1 and not rows:
        raise RefusedError(404, "no_such_page")
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
        raise RefusedError(404, "no_such_page")
    taking_part = Filters(entity=entity.id)
    index = visit.sight.index
    mask = index.wanted(connection, taking_part)
    numbers = index.page(mask, EVENTS_ON_A_PAGE, visit.asked.page, newest=True)
    if visit.asked.page > 1 and not numbers:
        raise RefusedError(404, "no_such_page")
    said = find_sayings(connection, entity.id, MOST_SAYINGS)
    shelf = shelf_of_events(visit, numbers, REPORTS_OF_A_LINE)
    events = {event.id: event for event in shelf.dossier.events}
    total = int(mask.sum())
    lines = event_lines(connection, numbers)
    partners = count_partners(connection, entity.id)
    ties = [_tie(one.entity, QUADS[one.type], one.events, shelf, visit) for one in partners]
    offices = find_offices(connection, entity.id) if entity.kind == "person" else {}
    shown = show_actor(entity, shelf, language)
    contents = {
        "id": entity.id,
        "actor": shown,
        "strip": strip(visit, mask),
        "link_days": link_days_of(visit, actor=entity.label_en),
        "network": draw_network(shown.name, ties, language),
        "offices": list(offices),
        "names": entity.names[:40],
        "reasons": entity.reasons[:12],
        "sayings": _sayings(said, visit),
        "lines": [show(events[line.id], shelf, language) for line in lines],
        "total": language.count("events", total),
        "pager": turn_pages(visit, total, EVENTS_ON_A_PAGE),
    }
    records = {"entity": public_entity(entity), "total": total, "events": lines, "partners": partners}
    return Page("actor.html", "actors", contents, {**records, "offices": offices})


def _sayings(said: list[Saying], visit: Visit) -> list[tuple[str, Place, Told]]:
    """Return what goes back to an actor: the headline and place of the event, and the report."""
    told = document_numbers(visit.sight.connection, {one.document for one in said})
    shelf = visit.shelf(events=[one.event for one in said], told=told)
    shown = []
    for one in said:
        ref = ReportRef(one.document, one.report)
        event = next(event for event in shelf.dossier.events if ref in event.reports)
        shown.append((headline(event, visit.language), shelf.place_of_event(event), tell(ref, shelf, visit.language)))
    return shown


def _tie(name: str, quad: Quad, number: int, shelf: Shelf, visit: Visit) -> Tie:
    page = shelf.page_of_actor(name)
    return Tie(shelf.called(name, name, visit.language), quad, number, (page, "") if page else None)
