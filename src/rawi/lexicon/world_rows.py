"""The rows of the files about the world, as they are written."""

from __future__ import annotations

import msgspec

from rawi.lexicon.load import Entry
from rawi.lexicon.world import Sense


class StateRow(Entry, frozen=True, kw_only=True):
    """A state: names, adjectives, capital and seats of government."""

    code: str
    en: str
    article: str = ""
    demonym: str = ""
    adjectives: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


class CountryRow(Entry, frozen=True, kw_only=True):
    """A territory as CLDR names it."""

    code: str
    alpha2: str
    name: str
    en: str


class RoleRow(Entry, frozen=True, kw_only=True):
    """A word for those who act, with its plurals; see the head of roles.csv for the columns."""

    word: str = ""
    kind: Sense
    plurals: tuple[str, ...] = ()
    sector: str | None = None
    en: str = ""
    code: str | None = None
    many: str = ""
    style: str = "none"
    scope: str = "any"
    near: tuple[str, ...] = ()


class NamedRow(Entry, frozen=True, kw_only=True):
    """An organisation, group, outlet or place under its names."""

    name: tuple[str, ...]
    en: str
    code: str | None = None
    sector: str | None = None
    kind: str = ""
    near: tuple[str, ...] = ()
    readers: str = ""
    alone: str = ""


class PersonRow(Entry, frozen=True, kw_only=True):
    """A person in one office; `short` names mean the person when they stand alone."""

    name: tuple[str, ...]
    en: str
    code: str
    short: tuple[str, ...] = ()
    sector: str | None = None
    office: str = ""
    start: str = msgspec.field(default="", name="from")
    end: str = msgspec.field(default="", name="to")


class WordRow(Entry, frozen=True, kw_only=True):
    """A word with a kind: a portfolio, title, adjective, part of a name, word of grammar."""

    word: str
    en: str = ""
    sector: str | None = None
    kind: str = ""
    spelling: str = ""
