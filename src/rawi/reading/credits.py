"""Lines that say from where a text comes: date lines, bylines, agency credits, the outlet's name.

Such a line is cut at its strokes and brackets; it is a credit if one segment holds nothing but names of agencies or
outlets and the others are as short as places and persons are.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from rawi.lexicon.pages import Pages, bare_words
from rawi.reading.lines import Line
from rawi.reading.page_dates import DateReader

_STROKE = re.compile(r"\s*[()\[\]«»\"“”:/|+\u060c,]\s*|\s*[-–—\u0640]+\s+|\s+[-–—\u0640]+\s*")
_HEAD_END = re.compile(r":\s+|\s*[-–—\u0640]+\s+|[)»]\s*[-–—\u0640:]+\s*|\u060c[^)]*\)\s+")
_COLON = re.compile(r":\s*(?=\S)")
_TAIL = re.compile(r"[(\[«]\s*([^()\[\]«»\s][^()\[\]«»]{1,59}?)\s*[)\]»]\s*\.?$")
_LONGEST_HEAD = 70
_NAME_WORDS = 4


class DateLine(Struct, frozen=True):
    """What a date line says: the day, whether it is that of publication, whether a label says so."""

    day: date | None
    published: bool
    labelled: bool


class Credits:
    """Recognises credits, bylines and date lines; `pages` holds the wording."""

    def __init__(self, pages: Pages, dates: DateReader) -> None:
        self._pages = pages
        self._dates = dates

    def read_dateline(self, line: Line) -> DateLine | None:
        """Return what a line says that holds a full date and nothing else but labels, weekday and clock."""
        if len(line.words) > 24 or not any(character.isdigit() for character in line.text):
            return None
        found = self._dates.find(line.text)
        if not found:
            return None
        rest = line.text
        for one in reversed(found):
            rest = f"{rest[: one.start]} {rest[one.end :]}"
        words = bare_words(rest)
        labels: list[str] = []
        place = 0
        while place < len(words):
            label = self._pages.date_labels.at(words, place)
            step = label or self._pages.weekdays.at(words, place)
            if label and label.value != "neutral":
                labels.append(label.value)
            if step is None and not words[place].isdigit():
                return None
            place += step.length if step else 1
        published = not labels or "published" in labels
        return DateLine(found[0].day, published, "published" in labels)

    def is_credit(self, line: Line) -> bool:
        """Tell whether a short line names agencies or outlets, and beside them at most places and persons."""
        if len(line.words) > 12 or line.prose:
            return False
        return self._is_credit(line.text) or (":" not in line.text and self._is_credit(line.text, alike=True))

    def names_agency(self, line: Line) -> bool:
        """Tell whether a segment of the line holds nothing but names of agencies."""
        parts = [bare_words(part) for part in _STROKE.split(line.text)]
        return any(self._pages.agencies.covers(words, joined=True) for words in parts if words)

    def outlet_of(self, line: Line) -> str | None:
        """Return the outlet whose name begins a credit line (``شفق نيوز- أنقرة``), if it can only be an outlet's."""
        first = _STROKE.split(line.text)[0]
        return first if self._pages.outlets.covers(bare_words(first)) else None

    def names_outlet(self, line: Line) -> bool:
        """Tell whether a line is nothing but a name of few words that an outlet bears."""
        known = self._pages.outlets.covers(line.words) is not None
        alike = len(line.words) <= 5 and any(word in self._pages.outlet_words for word in line.words)
        return known or (alike and not line.stopped and not _STROKE.search(line.text))

    def is_byline(self, line: Line) -> bool:
        """Tell whether a short line begins with a word such as ``بقلم`` and goes on with a name."""
        label = self._pages.bylines.at(line.words, 0)
        if label is None or line.prose or len(line.words) > 14 or line.text[-1] in "\u061f?":
            return False
        rest = len(line.words) - label.length
        labelled = ":" in line.text[:40] or "/" in line.text[:40]
        bracketed = line.text[0] in "([" and line.text[-1] in ")]"
        return bracketed or (labelled and rest >= 1) or (1 <= rest <= _NAME_WORDS and not line.stopped)

    def head_of(self, text: str) -> int:
        """Return the length of the credit at the head of a paragraph (``القاهرة (رويترز) -``), 0 if there is none."""
        ends = [match.end() for match in _HEAD_END.finditer(text, 0, _LONGEST_HEAD)]
        return next((end for end in reversed(ends) if self._is_credit(text[:end])), 0)

    def tail_of(self, text: str) -> int:
        """Return where a credit in brackets at the end of a paragraph begins, 0 if there is none."""
        found = _TAIL.search(text)
        return found.start() if found and self._is_credit(found[1]) else 0

    def _is_credit(self, text: str, *, alike: bool = False) -> bool:
        """Tell whether a segment names agencies or outlets, or, with `alike`, is called as outlets are.

        A name before a colon is who speaks, not who supplied the text, unless nothing follows.
        """
        segments = [words for part in _STROKE.split(text) if (words := bare_words(part))]
        known = [self._names_supplier(words) or (alike and self._is_alike(words)) for words in segments]
        others = [words for words, credit in zip(segments, known, strict=True) if not credit]
        if not any(known) or any(len(words) > _NAME_WORDS for words in others) or (alike and not others):
            return False
        if known[0] and not any(known[1:]) and others and _COLON.search(text):
            return False
        common = all(self._pages.common_outlets.covers(words) for words in segments if words not in others)
        return not others or not (self._pages.running.at(others[0], 0) or (common and len(others) > 2))

    def _names_supplier(self, words: tuple[str, ...]) -> bool:
        return self._pages.credits.covers(words, joined=True) is not None

    def _is_alike(self, words: tuple[str, ...]) -> bool:
        return len(words) <= _NAME_WORDS and any(word in self._pages.outlet_words for word in words)
