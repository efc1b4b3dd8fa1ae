"""Full dates as pages write them: ``13 أغسطس 2025``, ``15 ديسمبر/كانون الأول 2024``, ``2025.03.18``, ``18/3/2025``.

Only what names day, month and year; everything else is the work of the annotators.
"""

from __future__ import annotations

import re
from datetime import date

from rawi.lexicon.pages import Pages
from rawi.model import Span
from rawi.text.fold import fold

_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/]|[.-]\d)")
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d/]|[.-]\d)")


class PageDate(Span, frozen=True, kw_only=True):
    """A full date; the span counts in the text that was searched. `sure` is false where day and month could swap."""

    day: date
    sure: bool = True


class DateReader:
    """Finds full dates; the months' names are compiled once.

    >>> from rawi.lexicon.pages import load_pages
    >>> reader = DateReader(load_pages())
    >>> [found.day.isoformat() for found in reader.find("في 15 ديسمبر/كانون الأول 2024 ثم 2025.03.18 - 01:41")]
    ['2024-12-15', '2025-03-18']
    """

    def __init__(self, pages: Pages) -> None:
        self._months = pages.months.phrases()
        names = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in self._months)
        glue = "|".join(re.escape(words).replace(r"\ ", r"\s") for words in pages.glue.phrases())
        month = rf"(?<!\w)({names})(?!\w)(?:\s?[/(|–-]?\s?({names})(?!\w)\)?)?"
        self._named = re.compile(
            rf"(?<!\d)(\d{{1,2}})\s?[-/.]?\s?(?:(?:{glue})\s)?{month}\s?[-/.,\u060c]?\s?(?:(?:{glue})\s)?(\d{{4}})(?!\d)"
        )
        self._month_first = re.compile(rf"{month}\s?(\d{{1,2}})(?!\d)\s?[,\u060c]?\s(?:(?:{glue})\s)?(\d{{4}})(?!\d)")

    def find(self, text: str) -> list[PageDate]:
        """Return the full dates of a text in order of place. Years outside 1900 to 2100 are no dates of the press."""
        folded = fold(text)
        line = re.sub(r"[^\S\n]", " ", folded.text.lower())
        found = [*self._numeric(line), *self._with_names(line)]
        return sorted((_move(one, folded.back(one.start, one.end)) for one in found), key=lambda one: one.start)

    def _with_names(self, line: str) -> list[PageDate]:
        found: list[PageDate] = []
        for match in self._named.finditer(line):
            self._add(found, match, match[4], match[2], match[3], match[1])
        for match in self._month_first.finditer(line):
            self._add(found, match, match[4], match[1], match[2], match[3])
        return found

    def _add(
        self, found: list[PageDate], match: re.Match[str], year: str, name: str, twin: str | None, day: str
    ) -> None:
        month = self._months[" ".join(name.split())]
        if twin and self._months[" ".join(twin.split())] != month:
            return
        _keep(found, match, int(year), month, int(day), True)

    def _numeric(self, line: str) -> list[PageDate]:
        found: list[PageDate] = []
        for match in _YEAR_FIRST.finditer(line):
            _keep(found, match, int(match[1]), int(match[3]), int(match[4]), True)
        for match in _DAY_FIRST.finditer(line):
            first, second = int(match[1]), int(match[3])
            if second > 12:
                first, second = second, first
            _keep(found, match, int(match[4]), second, first, first > 12 or first == second)
        return found


def _move(found: PageDate, to: Span) -> PageDate:
    return PageDate(to.start, to.end, day=found.day, sure=found.sure)


def _keep(found: list[PageDate], match: re.Match[str], year: int, month: int, day: int, sure: bool) -> None:
    if not 1900 <= year <= 2100:
        return
    try:
        found.append(PageDate(match.start(), match.end(), day=date(year, month, day), sure=sure))
    except ValueError:
        return
