"""Words around numbers: what is counted, how exact the number is, and whether it is told as having grown."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rawi.lexicon.inflect import Shape, inflect_family
from rawi.lexicon.load import DATA, Entry, read_toml
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Words
from rawi.model import EventType
from rawi.text.fold import fold_word


class TallyWord(Entry, frozen=True, kw_only=True):
    """What a number counts: the verb, the verbal nouns and the nouns of those counted, in events of which `types`."""

    types: tuple[EventType, ...]
    past: str = ""
    present: str = ""
    nouns: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()


class BoundWord(Entry, frozen=True, kw_only=True):
    """Words that make a number a lower or upper bound, or a rough one; `id` is the bound."""

    words: tuple[str, ...]


class GrowthWord(Entry, frozen=True, kw_only=True):
    """Words that tell a number as a total that grows, so that a later, higher one is no contradiction."""

    words: tuple[str, ...]


class PeopleWord(Entry, frozen=True, kw_only=True):
    """Words for one kind of people that are counted; `id` is the kind."""

    words: tuple[str, ...]


class MeasureWord(Entry, frozen=True, kw_only=True):
    """Words beside a number that counts nobody: an age, a year, a share, a length."""

    words: tuple[str, ...]


class TallyWords(Struct, frozen=True):
    """All words around numbers."""

    counted: Words[TallyWord]
    types: dict[str, tuple[EventType, ...]]
    bounds: Phrases[str]
    growth: Phrases[str]
    people: Phrases[str]
    measures: Phrases[str]


def load_tallies() -> TallyWords:
    """Read the words around numbers. Raises LexiconError with file and line."""
    path = DATA.joinpath("ar", "tallies.toml")
    tallies = read_toml(path, TallyWord, "tally")
    bounds = read_toml(path, BoundWord, "bound")
    growth = read_toml(path, GrowthWord, "growth")
    people = read_toml(path, PeopleWord, "people")
    measures = read_toml(path, MeasureWord, "measure")
    return TallyWords(
        counted=Words(_forms(tallies)),
        types={entry.id: entry.types for entry in tallies},
        bounds=Phrases((word, entry.id) for entry in bounds for word in entry.words),
        growth=Phrases((word, entry.id) for entry in growth for word in entry.words),
        people=Phrases((word, entry.id) for entry in people for word in entry.words),
        measures=Phrases((word, entry.id) for entry in measures for word in entry.words),
    )


def _forms(entries: list[TallyWord]) -> Iterator[tuple[str, Shape, TallyWord]]:
    for entry in entries:
        for form, shape in inflect_family(entry.past, entry.present, entry.nouns):
            yield form, shape, entry
        for plural in entry.plurals:
            yield fold_word(plural), Shape("noun", number="p"), entry
