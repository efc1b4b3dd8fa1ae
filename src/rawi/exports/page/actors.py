"""Actors as pages show them: the list, and what is told of one."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Shelf
from rawi.model import Entity, NameKind


class Counted(Protocol):
    """An entity with the numbers of events in which it acts, is acted upon, and takes part at all."""

    @property
    def id(self) -> str:
        """The entity's id."""

    @property
    def kind(self) -> NameKind:
        """What it is."""

    @property
    def code(self) -> str | None:
        """Its PLOVER code."""

    @property
    def acts(self) -> int:
        """In how many events it acts."""

    @property
    def receives(self) -> int:
        """In how many it is acted upon."""

    @property
    def events(self) -> int:
        """In how many it takes part."""


class Rank(Struct, frozen=True):
    """An actor in a list; `page` is "" where it has none."""

    page: str
    name: str
    tongue: Script
    kind_label: str
    country: str
    counts: str
    events: str
    acts: str
    receives: str


def show_rank(row: Counted, shelf: Shelf, language: Language) -> Rank:
    """Make the line of an actor."""
    name = shelf.called(row.id, row.id, language)
    return Rank(
        page=shelf.page_of_actor(row.id),
        name=name,
        tongue=script(name),
        kind_label=language.say(f"actors.kind_{row.kind}"),
        country=shelf.labels.country(row.code, language.tongue) if row.code else "",
        counts=language.count("events", row.events),
        events=language.number(row.events),
        acts=language.number(row.acts),
        receives=language.number(row.receives),
    )


class Actor(Struct, frozen=True):
    """An actor at the head of its page; `other` is its name in the other language."""

    name: str
    tongue: Script
    other: str
    kind_label: str
    facts: tuple[str, ...]


def show_actor(entity: Entity, shelf: Shelf, language: Language) -> Actor:
    """Make the head of the page of an actor."""
    tongue = language.tongue
    name, other = (entity.label_en, entity.label_ar) if tongue == "en" else (entity.label_ar, entity.label_en)
    code = shelf.labels.country(entity.code, tongue) if entity.code else ""
    sector = shelf.labels.name("sector", entity.sector, tongue) if entity.sector else ""
    mentions = language.say("actors.mentions", n=language.number(entity.mentions))
    return Actor(
        name=name or other,
        tongue=script(name or other),
        other=other if other != name else "",
        kind_label=language.say(f"actors.kind_{entity.kind}"),
        facts=tuple(fact for fact in (code, sector, mentions) if fact),
    )
