"""From a document's text back to the HTML that it came from: which characters of the source hold these words."""

from __future__ import annotations

import html
import re

from rawi.lexicon.pages import Pages
from rawi.model import Span
from rawi.reading.record import Original
from rawi.reading.web_page import decode_page

_PART = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>|<[^<>]*>|&(?:#\d+|#x[0-9a-f]+|\w+);|\s+|.",
    re.IGNORECASE | re.DOTALL,
)
_BLANK = re.compile(r"\s+")


class PagePlaces:
    """Finds the words of a document in its page. Places count in the page's decoded source.

    >>> from rawi.lexicon.pages import load_pages
    >>> page = "<p>زار <b>الوزير</b> &#1583;مشق.</p>"
    >>> original = Original(name="a.html", media_type="text/html", data=page.encode())
    >>> places = PagePlaces(original, "زار الوزير دمشق.", load_pages())
    >>> places.of(Span(4, 15)).quote(page)
    'الوزير</b> &#1583;مشق'
    """

    def __init__(self, original: Original, text: str, pages: Pages) -> None:
        self._source, _, _ = decode_page(original, pages)
        letters: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for part in _PART.finditer(self._source):
            found = part.group()
            if (found[0] == "<" and len(found) > 1) or found.isspace():
                continue
            for letter in html.unescape(found) if found[0] == "&" else found:
                if not letter.isspace():
                    letters.append(letter)
                    self._starts.append(part.start())
                    self._ends.append(part.end())
        self._letters = "".join(letters)
        self._places = self._align(text)

    def of(self, span: Span) -> Span | None:
        """Return the characters of the source that hold a span of the text, None if they cannot be found."""
        letters = [place for place in self._places[span.start : span.end] if place >= 0]
        return Span(self._starts[letters[0]], self._ends[letters[-1]]) if letters else None

    def _align(self, text: str) -> list[int]:
        """Return for each character of the text which letter of the page it is, -1 for blanks and what is not found."""
        places = [-1] * len(text)
        cursor = 0
        start = 0
        for line in text.split("\n"):
            bare = _BLANK.sub("", line)
            at = self._letters.find(bare, cursor) if bare else -1
            at = self._letters.find(bare) if at < 0 and bare else at
            if at >= 0:
                cursor = at + len(bare)
                for place, letter in enumerate(line, start):
                    if not letter.isspace():
                        places[place] = at
                        at += 1
            start += len(line) + 1
        return places
