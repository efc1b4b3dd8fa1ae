"""Atoms: the words of time in a text, one after another, as the grammar of dates sees them.

A stretch of neighbouring words of time becomes a list of atoms and a string with one character for each. A set
phrase (`أول من أمس`) is one atom; a conjunction or preposition written onto a word is an atom of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from rawi.lexicon.times import AND, CLITIC, CONTRACTED, DOT, GAP, POINT, Times, Word
from rawi.text.prose import Prose

_STRETCH = re.compile(r"w*s[sw]*")
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_WAW = "\u0648"


class Atom(Struct, frozen=True):
    """A word or phrase of time in the text: its kind and value, its tokens (both included), where its letters begin."""

    kind: str
    value: float
    timex: str
    first: int
    last: int
    start: int
    entry: str = ""

    @property
    def unit(self) -> str:
        """The unit's TIMEX3 letter, for atoms that are units."""
        return self.timex


class Stretch(Struct, frozen=True):
    """Neighbouring atoms of one sentence and the string that the grammar runs over."""

    atoms: tuple[Atom, ...]
    line: str


def find_stretches(prose: Prose, times: Times) -> Iterator[Stretch]:
    """Yield the stretches of a text in which a time expression may stand, in order."""
    line = "".join(map(times.roles.__getitem__, prose.forms))
    for found in _STRETCH.finditer(line):
        begin, end = found.span()
        sentence = bisect_right(prose.firsts, begin) - 1
        while begin < end:
            stop = min(end, prose.firsts[sentence + 1])
            if "s" in line[begin:stop]:
                yield _stretch(prose, times, begin, stop, prose.firsts[sentence + 1])
            begin = stop
            sentence += 1


def _stretch(prose: Prose, times: Times, begin: int, end: int, sentence_end: int) -> Stretch:
    atoms: list[Atom] = []
    marks: list[str] = []
    token = begin
    while token < end:
        word, last = _word_at(prose, times, token, sentence_end)
        if word is None:
            atoms.append(Atom("gap", 0, "", token, last, prose.starts[token]))
            marks.append(GAP)
        else:
            place = prose.starts[token]
            for letter in word.clitics.removesuffix(CONTRACTED):
                kind = AND if letter == _WAW else CLITIC
                atoms.append(Atom(kind, 0, "", token, token, place))
                marks.append(times.mark_of(kind))
                place += 1
                while place < prose.ends[token] and _MARKS.match(prose.text[place]):
                    place += 1
            if word.clitics.endswith(CONTRACTED):
                atoms.append(Atom(CLITIC, 0, "", token, token, place))
                marks.append(times.mark_of(CLITIC))
            atoms.append(Atom(word.kind, word.value, word.timex, token, last, place, word.entry))
            marks.append(word.mark)
        token = last + 1
    return Stretch(tuple(atoms), "".join(marks))


def _word_at(prose: Prose, times: Times, token: int, sentence_end: int) -> tuple[Word | None, int]:
    """Return the longest phrase or the word at a token and its last token; None where it is no word of time here."""
    form = times.form(prose.forms[token])
    if form is None:
        return None, token
    for tail, phrase in form.phrases:
        after = token + 1 + len(tail)
        if after <= sentence_end and tuple(prose.forms[token + 1 : after]) == tail:
            return phrase, after - 1
    word = form.word
    if word is None or (word.spelled and not _spelled(prose, token, word)):
        return None, token
    if prose.forms[token] in (".", ",") and _between_digits(prose, token):
        point = DOT if prose.forms[token] == "." else POINT
        return Word(times.mark_of(point), point, 0, "", point), token
    return (None if word.kind == DOT else word), token


def _spelled(prose: Prose, token: int, word: Word) -> bool:
    return _MARKS.sub("", prose.quote(token, token)).endswith(word.spelled)


def _between_digits(prose: Prose, token: int) -> bool:
    """Tell whether the mark at `token` is written between two digits (1,5 or 2025.03.18)."""
    text, start, end = prose.text, prose.starts[token], prose.ends[token]
    return start > 0 and end < len(text) and text[start - 1].isdigit() and text[end].isdigit()
