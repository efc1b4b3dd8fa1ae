"""The lines of a text with their places and bare words: what the search for pieces works on."""

from __future__ import annotations

import re

from msgspec import Struct

from rawi.lexicon.pages import bare_words

_LINE = re.compile(r"[^\r\n]+")
_STOPS = frozenset(".!\u061f?…")
_CLOSING = "\"'»”’)]} \u00a0\u200f\u200e"
SHORT = 200


class Line(Struct, frozen=True):
    """A line that is not blank: its place without outer blanks, its words if it is short, what follows it."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    blank_after: bool

    @property
    def short(self) -> bool:
        """Tell whether the line is short enough to be anything but prose."""
        return len(self.text) <= SHORT

    @property
    def stopped(self) -> bool:
        """Tell whether the line ends like a sentence."""
        bare = self.text.rstrip(_CLOSING)
        return bare[-1:] in _STOPS

    @property
    def prose(self) -> bool:
        """Tell whether the line is surely running prose."""
        return not self.short or len(self.words) >= 22 or (self.stopped and len(self.words) >= 12)


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank.

    >>> [(line.start, line.text, line.blank_after) for line in read_lines(" عنوان\\n\\nنص")]
    [(1, 'عنوان', True), (8, 'نص', False)]
    """
    lines: list[Line] = []
    for found in _LINE.finditer(text):
        bare = found.group().strip()
        if bare:
            start = found.start() + found.group().index(bare)
            after = text[found.end() : found.end() + 40].replace("\r", "")
            words = bare_words(bare) if len(bare) <= SHORT else ()
            lines.append(Line(start, start + len(bare), bare, words, bool(re.match(r"\n[^\S\n]*\n", after))))
    return lines
