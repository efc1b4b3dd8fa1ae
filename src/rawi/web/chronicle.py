"""The chronicle as it is served: by pages, with filters that say how many events each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from msgspec import Struct, structs

from rawi.exports.page.chronicle import by_month
from rawi.exports.page.draw_timeline import Dated, Timeline, draw_timeline
from rawi.exports.page.quads import QUADS
from rawi.exports.page.shelf import Shelf
from rawi.model import EVENT_TYPES, FACTUALITIES, STAGES
from rawi.store.event_index import Mask
from rawi.store.listing import Holdings, count_holdings, name_of_undertaking
from rawi.store.query import EVERYTHING, Filters, event_lines
from rawi.web.asking import RefusedError
from rawi.web.choices import Choice, offer
from rawi.web.evidence import shelf_of_events
from rawi.web.links import ServerLinks
from rawi.web.visit import Page, Visit, turn_pages

EVENTS_ON_A_PAGE, REPORTS_OF_A_LINE = 40, 2
_SHORTEST_MARGIN = timedelta(days=120)


class Field(Struct, frozen=True):
    """A filter that takes one of several values."""

    name: str
    any: str
    choices: tuple[Choice, ...]


class Form(Struct, frozen=True):
    """The filters of the chronicle with what is set; `suggestions` are names of actors with their counts.

    `kept` are filters that came with a link: their names, values, and what they are called.
    """

    words: str
    actors: tuple[str, str]
    suggestions: tuple[Choice, ...]
    fields: tuple[Field, ...]
    since: str
    until: str
    disputed: bool
    disputes: str
    kept: tuple[tuple[str, str, str], ...]
    is_set: bool


def chronicle(visit: Visit) -> Page:
    """Show a page of the events that pass the filters."""
    connection, language, filters = visit.sight.connection, visit.language, visit.asked.filters
    newest = visit.asked.one("order") == "newest"
    index = visit.sight.index
    mask = index.wanted(connection, filters)
    numbers = index.page(mask, EVENTS_ON_A_PAGE, visit.asked.page, newest=newest)
    if visit.asked.page > 1 and not numbers:
        raise RefusedError(404, "no_such_page")
    shelf = shelf_of_events(visit, numbers, REPORTS_OF_A_LINE)
    by_id = {event.id: event for event in shelf.dossier.events}
    lines = event_lines(connection, numbers)
    total = int(mask.sum())
    contents = {
        "months": list(by_month([by_id[line.id] for line in lines], shelf, language)),
        "form": _form(visit, filters, mask) if visit.links.served else None,
        "strip": strip(visit, mask),
        "link_days": link_days(visit),
        "pager": turn_pages(visit, total, EVENTS_ON_A_PAGE),
        "total": language.count("events", total),
        "newest": newest,
        "kinds": _kinds(index.values_of(mask), visit),
    }
    return Page("chronicle.html", "chronicle", contents, {"total": total, "events": lines})


def _kinds(found: dict[str, dict[str, int]], visit: Visit) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the types and standings by which a page in a folder filters itself: name, words for all, choices."""
    tongue, labels = visit.language.tongue, visit.sight.labels
    return [
        (
            name,
            visit.language.say(f"filter.any_{name}"),
            [(value, labels.name(name, value, tongue)) for value in found[name]],
        )
        for name in ("type", "factuality")
    ]


def strip(visit: Visit, mask: Mask) -> Timeline | None:
    """Draw events over time; what lies far from the time of the documents is left out."""
    dated = [Dated(day, QUADS[type], number) for day, type, number in visit.sight.index.days(mask)]
    return draw_timeline(dated, visit.language, window(visit))


def window(visit: Visit) -> tuple[date, date] | None:
    """Return the time of the documents with a margin of half its length on both sides."""
    held = holdings(visit)
    first, last = held.first_published, held.last_published
    if first is None or last is None:
        return None
    margin = max((last - first) / 2, _SHORTEST_MARGIN)
    return first - margin, last + margin


def holdings(visit: Visit) -> Holdings:
    """Return what the dossier holds."""
    return visit.sight.once("holdings", lambda: count_holdings(visit.sight.connection))


Days = Callable[[date, date], str]


def link_days(visit: Visit) -> Days | None:
    """Return what leads from a stretch of the strip to its events, with the filters that are set; None in a folder."""
    links = visit.links
    if not isinstance(links, ServerLinks):
        return None
    chronicle = structs.replace(links, name="chronicle", query=links.query if links.name == "chronicle" else {})
    return lambda first, last: chronicle.again(since=first, until=last)


def link_days_of(visit: Visit, **query: str) -> Days | None:
    """Return what leads from a stretch of the strip to the events in it that pass a filter; None in a folder."""
    if not visit.links.served:
        return None
    return lambda first, last: visit.links.link("chronicle", **query, since=first, until=last)


def _form(visit: Visit, filters: Filters, mask: Mask) -> Form:
    language, labels = visit.language, visit.sight.labels
    tongue = language.tongue
    choices = visit.sight.index.choices(visit.sight.connection, filters, mask)
    shelf = visit.shelf()

    def field(name: str, counts: dict[str, int], chosen: Collection[str], label: Callable[[str], str]) -> Field:
        return Field(name, language.say(f"filter.any_{name}"), offer(counts, chosen, label, language))

    def ordered(counts: dict[str, int], vocabulary: tuple[str, ...]) -> dict[str, int]:
        return {value: counts[value] for value in vocabulary if value in counts}

    def called(name: str) -> str:
        return shelf.called(name, name, language)

    steps = {str(step): number for step, number in choices.origins.items() if number}
    actors = [*filters.actors, "", ""]
    names = {**choices.countries, **{called(name): number for name, number in choices.actors.items()}}
    return Form(
        words=filters.words,
        actors=(actors[0], actors[1]),
        suggestions=tuple(
            Choice(
                name, labels.country(name, tongue) if name in choices.countries else "", language.number(number), False
            )
            for name, number in names.items()
        ),
        fields=(
            field("type", ordered(choices.types, EVENT_TYPES), filters.types, lambda v: labels.name("type", v, tongue)),
            field(
                "factuality",
                ordered(choices.statuses, FACTUALITIES),
                filters.statuses,
                lambda v: labels.name("factuality", v, tongue),
            ),
            field(
                "stage",
                ordered(choices.stages, STAGES),
                [filters.stage] if filters.stage else [],
                lambda v: labels.name("stage", v, tongue),
            ),
            field("outlet", choices.outlets, [filters.outlet] if filters.outlet else [], called),
            field(
                "origin",
                choices.sources,
                [filters.origin] if filters.origin else [],
                lambda v: shelf.called(None, v, language),
            ),
            field(
                "origins",
                steps,
                [str(filters.origins)] if filters.origins else [],
                lambda v: language.say("filter.at_least", count=language.count("origins", int(v))),
            ),
        ),
        since=filters.since.isoformat() if filters.since else "",
        until=filters.until.isoformat() if filters.until else "",
        disputed=filters.disputed,
        disputes=language.number(choices.disputed),
        kept=tuple(_kept(filters, shelf, visit)),
        is_set=filters != EVERYTHING,
    )


def _kept(filters: Filters, shelf: Shelf, visit: Visit) -> Iterator[tuple[str, str, str]]:
    """Yield the filters that no field of the form shows."""
    if filters.place:
        yield "place", filters.place, shelf.place(filters.place, visit.language)
    if filters.undertaking:
        name = name_of_undertaking(visit.sight.connection, filters.undertaking)
        yield "undertaking", filters.undertaking, name or filters.undertaking
