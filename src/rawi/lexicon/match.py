"""Find many phrases at once in the tokens of a text, at the speed of an automaton in C.

The tokens' folded forms are joined by single spaces, so a phrase matches whatever stands between its words in the
text (line breaks apart, hashtag marks, double blanks). A phrase begins at a word, or behind conjunctions and one-letter
prepositions that are written onto it, and ends with a word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

import ahocorasick
from msgspec import Struct

from rawi.text.prose import read_prose

T = TypeVar("T")

_WAW, _FA, _BA, _LAM, _KAF = (chr(c) for c in (0x648, 0x641, 0x628, 0x644, 0x643))
_AL = "\u0627\u0644"
CLITICS = frozenset(
    conjunction + preposition for conjunction in ("", _WAW, _FA) for preposition in ("", _BA, _LAM, _KAF)
)


class Hit(Struct, Generic[T], frozen=True):
    """A phrase found: its tokens (both included), what it means, and the clitics written onto its first word."""

    first: int
    last: int
    value: T
    clitics: str = ""


class _Line(Struct, frozen=True):
    """Tokens as one string with single blanks, and where each begins."""

    forms: Sequence[str]
    text: str
    offsets: list[int]


_last = _Line((), "", [])


def _line_of(forms: Sequence[str]) -> tuple[str, list[int]]:
    """Join tokens. The last ones are kept: all phrases of the lexicon are looked for in one text after the other."""
    global _last
    if _last.forms is not forms:
        offsets = list(accumulate([len(form) + 1 for form in forms], initial=1))
        _last = _Line(forms, f" {' '.join(forms)} ", offsets)
    kept = _last
    return (kept.text, kept.offsets) if kept.forms is forms else _line_of(forms)


class Phrases(Generic[T]):
    """Phrases in any spelling, each with a value. One phrase may have several values.

    >>> phrases = Phrases([("مذكرة تفاهم", "memorandum"), ("الأمم المتحدة", "UNO")])
    >>> prose = read_prose("وقّعا للأمم المتحدة ومذكّرةَ تفاهم")
    >>> [(h.value, h.first, h.last, h.clitics) for h in phrases.find(prose.forms)]
    [('UNO', 1, 2, 'ل'), ('memorandum', 3, 4, 'و')]
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._values: dict[str, list[T]] = {}
        for phrase, value in phrases:
            key = " ".join(read_prose(phrase).forms)
            if not key:
                continue
            values = self._values.setdefault(key, [])
            if value not in values:
                values.append(value)
        self._automaton: Any = ahocorasick.Automaton()
        for key in self._values:
            self._automaton.add_word(key + " ", (key, len(key), ""))
            if key.startswith(_AL) and len(key) > 3:
                self._automaton.add_word(_LAM + key[1:] + " ", (key, len(key), _LAM))
        if self._values:
            self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._values)

    def find(self, forms: Sequence[str]) -> Iterator[Hit[T]]:
        """Yield every hit in order of its end, overlapping ones too. `forms` are folded tokens (`Prose.forms`)."""
        if not self._values or not forms:
            return
        line, offsets = _line_of(forms)
        for end, (key, length, contracted) in self._automaton.iter(line):
            start = end - length
            space = line.rfind(" ", 0, start)
            clitics = line[space + 1 : start] + contracted
            if clitics and clitics not in CLITICS:
                continue
            first = bisect_right(offsets, start) - 1
            last = bisect_right(offsets, end - 1) - 1
            for value in self._values[key]:
                yield Hit(first, last, value, clitics)


def longest(hits: Iterable[Hit[T]]) -> list[Hit[T]]:
    """Keep, of overlapping hits, the longest (the earlier of equals), in order of place.

    >>> [h.value for h in longest([Hit(0, 0, "a"), Hit(0, 1, "b"), Hit(1, 2, "c")])]
    ['b']
    """
    kept: list[Hit[T]] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda h: (h.first - h.last, h.first)):
        tokens = range(hit.first, hit.last + 1)
        same = any(k.first == hit.first and k.last == hit.last for k in kept)
        if same or not taken.intersection(tokens):
            kept.append(hit)
            taken.update(tokens)
    return sorted(kept, key=lambda h: h.first)
