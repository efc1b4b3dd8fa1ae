"""Analyse a written word: which clitics it carries and which known form stands between them.

Clitics are never stripped blindly: a split counts only if what remains is a known form and its grammar allows the
clitic (``س`` before present verbs, ``ال`` and prepositions before nouns). Results are cached by word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from msgspec import Struct

from rawi.lexicon.inflect import Shape

T = TypeVar("T")

_WAW, _FA, _BA, _LAM, _KAF, _SIN = (chr(c) for c in (0x648, 0x641, 0x628, 0x644, 0x643, 0x633))
_AL = "\u0627\u0644"
_TA, _HA, _YA, _HAMZA, _ALEF = (chr(c) for c in (0x62A, 0x647, 0x64A, 0x621, 0x627))
SUFFIXES = (
    "\u0647\u0645\u0627", "\u0647\u0627", "\u0647\u0645", "\u0647\u0646", "\u0643\u0645", "\u0646\u0627",
    "\u0646\u064a", "\u0647", "\u0643", "\u064a",
)  # fmt: skip

_BY_LAST = {last: tuple(suffix for suffix in SUFFIXES if suffix[-1] == last) for last in {s[-1] for s in SUFFIXES}}

_ROOM = 1 << 15
"""How many words a table takes before it begins anew: those of a thousand articles."""

Split = tuple[str, str, bool, str, bool, str]
"""A stem, and around it: conjunction, future, preposition, article, suffix."""


class Reading(Struct, Generic[T], frozen=True):
    """One way to read a word: the known form in it, its shape, what it belongs to, and the clitics around it."""

    entry: T
    shape: Shape
    form: str
    conjunction: str = ""
    future: bool = False
    preposition: str = ""
    article: bool = False
    suffix: str = ""


class Kept(dict[str, T]):
    """What was worked out for words, worked out when it is first asked for; the look-up runs no Python code.

    New words never end. When there is no more room for them, the table begins anew and takes over from the full one
    what is asked for again, so that the frequent ones stay and twice the room is the most that is ever kept.

    >>> lengths = Kept(len)
    >>> lengths["abc"], lengths
    (3, {'abc': 3})
    """

    def __init__(self, work: Callable[[str], T], room: int = _ROOM) -> None:
        self._work = work
        self._room = room
        self._before: dict[str, T] = {}

    def __missing__(self, word: str) -> T:
        found = self._before[word] if word in self._before else self._work(word)
        if len(self) >= self._room:
            self._before = dict(self)
            self.clear()
        self[word] = found
        return found


class Words(Generic[T]):
    """A dictionary of written forms, each leading to entries and shapes, looked up through clitics.

    `analyse` returns all readings of a folded word, the ones with fewest clitics first; empty if nothing is known.

    >>> words = Words([("زياره", Shape("noun"), "visit")])
    >>> [(r.entry, r.conjunction, r.preposition, r.suffix) for r in words.analyse("وبزيارته")]
    [('visit', 'و', 'ب', 'ه')]
    """

    def __init__(self, forms: Iterable[tuple[str, Shape, T]]) -> None:
        self._known: defaultdict[str, list[tuple[Shape, T]]] = defaultdict(list)
        self.analyse: Callable[[str], tuple[Reading[T], ...]] = Kept(self._analyse).__getitem__
        for form, shape, entry in forms:
            if (shape, entry) not in self._known[form]:
                self._known[form].append((shape, entry))

    def __contains__(self, form: str) -> bool:
        return form in self._known

    def _analyse(self, form: str) -> tuple[Reading[T], ...]:
        stems, splits = _splits(form)
        if self._known.keys().isdisjoint(stems):
            return ()
        found = [reading for split in splits if split[0] in self._known for reading in self._readings(split)]
        return tuple(sorted(found, key=lambda reading: -len(reading.form)))

    def _readings(self, split: Split) -> Iterator[Reading[T]]:
        stem, conjunction, future, preposition, article, suffix = split
        for shape, entry in self._known[stem]:
            if shape.pos == "verb":
                if preposition not in ("", _LAM) or article or (future and shape.tense != "present"):
                    continue
                if preposition == _LAM and shape.tense != "present":
                    continue
            elif future:
                continue
            yield Reading(entry, shape, stem, conjunction, future, preposition, article, suffix)


@lru_cache(maxsize=1 << 11)
def _splits(form: str) -> tuple[list[str], list[Split]]:
    """Return every way to take a word apart, and the stems in them.

    Kept for a while, since many dictionaries are asked for the words of one text, one after the other.
    """
    splits = []
    for conjunction, future, preposition, article, rest in _heads(form):
        splits.append((rest, conjunction, future, preposition, article, ""))
        if not article and rest[-1:] in _BY_LAST:
            splits += [(stem, conjunction, future, preposition, article, suffix) for stem, suffix in _tails(rest)]
    return [split[0] for split in splits], splits


def _heads(form: str) -> Iterator[tuple[str, bool, str, bool, str]]:
    """Yield (conjunction, future, preposition, article, rest) for every way to take clitics off the front."""
    starts = [("", form)]
    if len(form) > 2 and form[0] in (_WAW, _FA):
        starts.append((form[0], form[1:]))
    for conjunction, rest in starts:
        yield conjunction, False, "", False, rest
        if rest.startswith(_AL) and len(rest) > 3:
            yield conjunction, False, "", True, rest[2:]
        if len(rest) < 3:
            continue
        if rest[0] == _SIN:
            yield conjunction, True, "", False, rest[1:]
        if rest[0] in (_BA, _LAM, _KAF):
            yield conjunction, False, rest[0], False, rest[1:]
            if rest[1:].startswith(_AL) and len(rest) > 4:
                yield conjunction, False, rest[0], True, rest[3:]
            if rest[0] == _LAM and rest[1] == _LAM and len(rest) > 3:
                yield conjunction, False, _LAM, True, rest[2:]


def _tails(rest: str) -> Iterator[tuple[str, str]]:
    """Yield (stem, suffix) for every way to take a pronoun off the end, undoing the spelling changes before it."""
    for suffix in _BY_LAST[rest[-1]]:
        if not rest.endswith(suffix) or len(rest) - len(suffix) < 2:
            continue
        stem = rest[: -len(suffix)]
        yield stem, suffix
        last = stem[-1]
        if last == _TA:
            yield stem[:-1] + _HA, suffix
        elif last in (_WAW, _YA):
            yield stem[:-1] + _HAMZA, suffix
            if last == _WAW:
                yield stem + _ALEF, suffix
        elif last == _ALEF:
            yield stem[:-1] + _YA, suffix
