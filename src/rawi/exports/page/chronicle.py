"""The chronicle: the events of a dossier by month and day, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol

from msgspec import Struct

from rawi.exports.page.chain_tree import Branch, grow_tree
from rawi.exports.page.evidence import Stretch, Told, excerpt, tell_all
from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.quads import QUADS, Quad
from rawi.exports.page.shelf import Place, Shelf
from rawi.model import Event, Origin, Participant, ReportRef


class Chip(Struct, frozen=True):
    """A participant: the name to show, its language, its code, the text's words, and its page ("" without one)."""

    name: str
    tongue: Script
    code: str
    words: str
    page: str


class Standing(Struct, frozen=True):
    """How an event stood from a day on."""

    day: str
    factuality: str
    label: str
    reports: str


class Voice(Struct, frozen=True):
    """One independent origin with its reports and the reason why they count once.

    `left_out` counts the reports that are not shown here.
    """

    name: str
    tongue: Script
    kind: str
    kind_label: str
    reason: str
    told: tuple[Told, ...]
    tree: Branch
    left_out: int


class Line(Struct, frozen=True):
    """One event as the chronicle shows it; `when` is empty where the heading of its day (`day`) says it all.

    `place` is the event's own place, `disputes` are the places where the sides of its disputes stand.
    """

    event: Event
    anchor: str
    place: Place
    disputes: tuple[Place, ...]
    quad: Quad
    label: str
    excerpt: tuple[Stretch, ...]
    type_label: str
    factuality_label: str
    actors: tuple[Chip, ...]
    recipients: tuple[Chip, ...]
    where: str
    when: str
    day: str
    counts: str
    voices: tuple[Voice, ...]
    left_out: int
    history: tuple[Standing, ...]
    undertaking: str
    undertaking_place: Place | None
    reason: str


class Day(Struct, frozen=True):
    """The events of one day, or of a time that is not one day (`weekday` is empty then)."""

    title: str
    weekday: str
    lines: tuple[Line, ...]


class Month(Struct, frozen=True):
    """The days of one month, or the events of a longer stretch; without a date `anchor` is ``undated``."""

    anchor: str
    title: str
    counts: str
    days: tuple[Day, ...]


def by_month(events: list[Event], shelf: Shelf, language: Language) -> Iterator[Month]:
    """Yield the months of a chronicle page with their days."""
    for (first, last), run in groupby(events, key=_stretch_of):
        members = list(run)
        days = tuple(
            Day(*title, tuple(show(event, shelf, language) for event in same))
            for title, same in groupby(members, key=lambda event: _day_title(event, shelf, language))
        )
        title = language.span(first, last) if first else language.say("chronicle.undated")
        anchor = f"from-{first}-to-{last}" if first else "undated"
        yield Month(anchor, title, language.count("events", len(members)), days)


def _stretch_of(event: Event) -> tuple[date | None, date | None]:
    """Return the first and last day of the month of an event; what takes longer stands by itself."""
    first, last = event.first_day, event.last_day or event.first_day
    if first is None or last is None or last - first > timedelta(days=31):
        return first, last
    month = first.replace(day=1)
    return month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _day_title(event: Event, shelf: Shelf, language: Language) -> tuple[str, str]:
    """Return the heading of an event's day and the weekday, which is empty unless it is one day.

    An undated event stands under the day on which it was first reported.
    """
    first = event.first_day
    if first is None:
        days = [day for ref in event.reports if (day := shelf.published(ref.document))]
        told = language.say("chronicle.first_told", day=language.day(min(days))) if days else language.say("dates.none")
        return told, ""
    last = event.last_day or first
    if last - first <= timedelta(days=6):
        return language.short_day(first), language.weekday(first)
    if last - first <= timedelta(days=31):
        return language.say("chronicle.within_month"), ""
    return language.say("chronicle.within_span"), ""


def show(event: Event, shelf: Shelf, language: Language) -> Line:
    """Make the line of an event."""
    tongue = language.tongue
    undertaking = shelf.undertakings.get(event.undertaking or "")
    counts = [language.count("reports", len(event.reports)), language.count("origins", event.independent_origins)]
    voices = tuple(_voice(origin, shelf, language) for origin in event.origins) + _rest(event, shelf, language)
    return Line(
        event=event,
        anchor=f"event-{event.id}",
        place=shelf.place_of_event(event),
        disputes=tuple(shelf.place_of_dispute(one) for one in shelf.dossier.disputes if one.event == event.id),
        quad=QUADS[event.type],
        label=headline(event, language),
        excerpt=excerpt(first, shelf) if (first := _first_report(event, shelf)) else (),
        type_label=shelf.labels.name("type", event.type, tongue),
        factuality_label=shelf.labels.name("factuality", event.status, tongue),
        actors=tuple(show_chip(who, shelf, language) for who in event.actors),
        recipients=tuple(show_chip(who, shelf, language) for who in event.recipients),
        where=shelf.place(event.where, language) if event.where else "",
        when=_when(event, language),
        day=language.day(event.first_day) if event.first_day and event.first_day == event.last_day else "",
        counts=" · ".join(counts),
        voices=voices,
        left_out=sum(voice.left_out for voice in voices),
        history=_history(event, shelf, language),
        undertaking=undertaking.name if undertaking else "",
        undertaking_place=shelf.place_of_undertaking(undertaking) if undertaking else None,
        reason=language.list([language.explain("event", part) for part in event.reason.split(", ") if part]),
    )


class Labelled(Protocol):
    """An event with its headlines."""

    @property
    def label_en(self) -> str:
        """The English one."""

    @property
    def label_ar(self) -> str:
        """The Arabic one."""


def headline(event: Labelled, language: Language) -> str:
    """Return the headline of an event in a language, beginning with a capital letter."""
    label = event.label_en if language.tongue == "en" else event.label_ar
    return label[:1].upper() + label[1:]


def _first_report(event: Event, shelf: Shelf) -> ReportRef | None:
    """Return the report to quote: the first of the origin with most reports."""
    ordered = (*(ref for origin in event.origins for ref in origin.reports), *event.reports)
    return next((ref for ref in ordered if shelf.holds(ref)), None)


def show_chip(who: Participant, shelf: Shelf, language: Language) -> Chip:
    """Return a participant as it is shown."""
    name = shelf.participant(who, language)
    code = "·".join(part for part in (who.code, who.sector) if part)
    return Chip(name, script(name), code, who.text, shelf.page_of_actor(who.entity, who.text))


def _when(event: Event, language: Language) -> str:
    if event.first_day == event.last_day:
        return ""
    return language.span(event.first_day, event.last_day)


def _voice(origin: Origin, shelf: Shelf, language: Language) -> Voice:
    known = origin.label if shelf.entity(origin.label, origin.label) or script(origin.label) == "en" else None
    name = shelf.source(known, origin.label, origin.kind, language)
    told = tell_all(origin.reports, shelf, language)
    return Voice(
        name=name,
        tongue=script(name),
        kind=origin.kind,
        kind_label=shelf.labels.name("link", origin.kind, language.tongue),
        reason=language.explain("origin", origin.reason),
        told=told,
        tree=grow_tree(name, script(name), origin.kind, told, origin.reason.startswith("same text")),
        left_out=len(origin.reports) - len(told),
    )


def _rest(event: Event, shelf: Shelf, language: Language) -> tuple[Voice, ...]:
    """Return the reports that no origin holds, so that nothing is left out."""
    held = {ref for origin in event.origins for ref in origin.reports}
    told = tell_all([ref for ref in event.reports if ref not in held], shelf, language)
    return (Voice("", language.tongue, "", "", "", told, grow_tree("", language.tongue, "", told), 0),) if told else ()


def _history(event: Event, shelf: Shelf, language: Language) -> tuple[Standing, ...]:
    """Return how an event stood over time, when that changed."""
    if len({status.factuality for status in event.history}) < 2:
        return ()
    return tuple(
        Standing(
            day=language.day(status.day) if status.day else language.say("dates.none"),
            factuality=status.factuality,
            label=shelf.labels.name("factuality", status.factuality, language.tongue),
            reports=language.count("reports", len(status.reports)),
        )
        for status in event.history
    )
