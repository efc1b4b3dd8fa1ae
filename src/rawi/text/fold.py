"""Folding: one spelling for the many ways in which Arabic is written, with an exact way back.

Folding drops what the press writes or leaves out at will (short vowels, tanwin, tatweel, direction marks), and joins
what is spelt at will (أ إ آ ٱ → ا, ى → ي, ة → ه, ؤ → و, ئ → ي, Persian and Urdu forms of kaf and ya, presentation
forms, Arabic-Indic digits). Hamza on the line stays.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from rawi.model import Span

_JOINED = {
    "\u0622": "\u0627",
    "\u0623": "\u0627",
    "\u0625": "\u0627",
    "\u0671": "\u0627",
    "\u0649": "\u064a",
    "\u0629": "\u0647",
    "\u0624": "\u0648",
    "\u0626": "\u064a",
    "\u06cc": "\u064a",
    "\u06a9": "\u0643",
    "\u06aa": "\u0643",
    "\u06c1": "\u0647",
    "\u06be": "\u0647",
    "\u06d5": "\u0647",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
}
_DIGITS = {chr(0x0660 + n): str(n) for n in range(10)} | {chr(0x06F0 + n): str(n) for n in range(10)}
_DROPPED = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_ONE_TO_ONE = str.maketrans(_JOINED | _DIGITS)


class Folded(Struct, frozen=True):
    """Folded text and the way back: ``origins[i]`` is where the folded code point i came from.

    `origins` has one entry more than the text (its end); None means that nothing moved.
    """

    text: str
    length: int
    origins: tuple[int, ...] | None = None

    def back(self, start: int, end: int) -> Span:
        """Return the span of the original text that became ``text[start:end]``, with the marks that followed it.

        >>> folded = fold("مُذكّرة")
        >>> folded.text, folded.back(0, 5)
        ('مذكره', Span(start=0, end=7))
        """
        if self.origins is None:
            return Span(start, end)
        if end <= start:
            return Span(self.origins[start], self.origins[start])
        return Span(self.origins[start], self.origins[end])


def fold(text: str) -> Folded:
    """Fold a text and keep the map back to it. Pure; any string is allowed.

    >>> fold("الإدارةُ السوريّة").text
    'الاداره السوريه'
    """
    if not _DROPPED.search(text) and not _PRESENTATION.search(text):
        return Folded(text.translate(_ONE_TO_ONE), len(text))
    letters: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(text):
        for part in _fold_letter(letter):
            letters.append(part)
            origins.append(place)
    origins.append(len(text))
    return Folded("".join(letters), len(text), tuple(origins))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if _PRESENTATION.match(letter):
        letter = unicodedata.normalize("NFKC", letter)
    return _DROPPED.sub("", letter).translate(_ONE_TO_ONE)


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """Fold one word, without a map; cached by word.

    >>> fold_word("مسؤولًا")
    'مسوولا'
    """
    if _PRESENTATION.search(word):
        word = unicodedata.normalize("NFKC", word)
    return _DROPPED.sub("", word).translate(_ONE_TO_ONE)
