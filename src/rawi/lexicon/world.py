"""The world as the press names it: states, places, organisations, groups, outlets, people, offices and titles.

Everything that can be named leads to a `Term`. Names of several words and names that keep their article are found by
one automaton (`World.names`); words that inflect (offices, peoples, nationality adjectives, name elements) are found
one by one (`World.words`), through their clitics.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from rawi.lexicon.inflect import Shape
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Words
from rawi.text.fold import fold_word

_HEADS = re.compile("^[\u0648\u0641]?(?:[\u0628\u0643]\u0627\u0644|\u0644\u0644|\u0627\u0644)(?=..)")
_PREFIXES = "\u0648\u0641\u0628\u0644\u0633"

Sense = Literal[
    "state", "capital", "seat", "place", "organisation", "group", "outlet", "person", "surname", "shortname",
    "nation", "office", "body", "people", "thing", "country", "title", "portfolio", "modifier", "element", "anaphor",
]  # fmt: skip


WORLDLY = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"})


class Term(Struct, frozen=True):
    """What a word or a phrase may mean.

    `en` is the English name (`many` for several), `code` and `sector` are PLOVER's, `style` says how an English name is
    built from it (``of``: Government of X; ``demonym``: X army). `scope` of a head holds words: ``state`` (with the
    article alone it is one state's), ``abroad`` (sent to a host), ``peer``, ``other`` (not the owner's people),
    ``owned`` (nothing without an owner), ``strict`` (takes no genitive that is not known), ``adjective`` (in the
    singular more often an adjective), ``verb`` (in the singular also a verb: counted only), ``alone`` (nobody without a
    verb before it), ``again`` (bare, only what was named before), ``band`` (bare, of the group named last), ``lone``
    (with another office behind it, of a government), ``serves`` (is what it serves), ``unknown`` (of no state unless
    definite), ``several`` (more than one are rebels of a place whose rebels are named), ``personal`` (a known person's
    only), ``fighting`` (counts with an adjective that tells of fighters), ``exact`` (not for other heads of the same
    first word). A term with `near` is meant only where the text tells of one of these states. `key` is the first word
    of a head, under which it may come again alone. `rule` names the entry.
    """

    sense: Sense
    en: str = ""
    many: str = ""
    code: str | None = None
    sector: str | None = None
    style: str = ""
    scope: str = ""
    near: tuple[str, ...] = ()
    key: str = ""
    rule: str = ""

    def has(self, flag: str) -> bool:
        """Tell whether one of the words of `scope` is this one."""
        return flag in self.scope.split()


class Sight(Struct, frozen=True):
    """A term as one written phrase shows it: its grammar, and whether it carries the article."""

    term: Term
    shape: Shape
    definite: bool


class State(Struct, frozen=True):
    """A state: PLOVER code, English name (with its article where English has one), English adjective."""

    code: str
    en: str
    demonym: str

    @property
    def government(self) -> str:
        """The canonical name of the state as an actor; a union of states acts under its own name."""
        return self.en if self.code in WORLDLY else f"Government of {self.en}"


class Holder(Struct, frozen=True):
    """A person in an office, from `start` up to but without `end` (None: not known, or still)."""

    person: str
    code: str
    sector: str | None
    office: str
    start: date | None
    end: date | None

    def on(self, day: date) -> bool:
        """Tell whether the person held the office on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class World(Struct, frozen=True):
    """All that is known of the world, ready to be matched."""

    names: Phrases[Sight]
    words: Words[Term]
    states: dict[str, State]
    holders: dict[tuple[str, str], tuple[Holder, ...]]
    careers: dict[str, tuple[Holder, ...]]
    common: frozenset[str]
    frequent: frozenset[str]
    grammar: dict[str, frozenset[str]]
    latin: dict[str, str]
    kinds: dict[str, tuple[str, ...]]
    office_keys: dict[str, str]
    outlets: dict[str, str]
    agencies: dict[str, str]
    towns: dict[str, str]
    people: dict[str, tuple[str, ...]]

    def country_of_outlet(self, outlet: str | None) -> str | None:
        """Return the state for whose readers an outlet writes, None where it is unknown or writes for all."""
        return self.outlets.get(fold_word(outlet.casefold())) if outlet else None

    def town(self, words: str) -> str | None:
        """Return what a capital is called as a town (``Damascus``), None for any other words."""
        return self.towns.get(" ".join(map(fold_word, words.split())))

    def is_common(self, form: str) -> bool:
        """Tell whether a folded word is an ordinary word of the press, so that it hardly is somebody's name."""
        return _in(self.common, form)

    def is_frequent(self, form: str) -> bool:
        """Tell whether a folded word is so frequent that it does not even continue a given name."""
        return _in(self.frequent, form)

    def holder(self, code: str | None, office: str, day: date | None) -> Holder | None:
        """Return who held an office of a state on a day, where that is known for sure."""
        if code is None or day is None:
            return None
        return next((h for h in self.holders.get((code, office), ()) if h.on(day)), None)

    def serves(self, person: str, code: str) -> bool:
        """Tell whether a known person may be of a state: nothing is known of that person, or some office in it is."""
        rows = self.careers.get(person, ())
        return not rows or any(row.code == code for row in rows)

    def may_hold(self, person: str, code: str, office: str) -> bool:
        """Tell whether a known person may ever have held an office: nothing known of either speaks against it."""
        known = self.holders.get((code, office), ())
        return self.serves(person, code) and (not known or any(row.person == person for row in known))


def _in(words: frozenset[str], form: str) -> bool:
    bare = _HEADS.sub("", form)
    return form in words or bare in words or (len(bare) > 3 and bare[0] in _PREFIXES and bare[1:] in words)


def load_world() -> World:
    """Read all files about the world. Raises LexiconError with file and line."""
    from rawi.lexicon.world_load import read_world

    return read_world()
