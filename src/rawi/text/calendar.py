"""The days that a TIMEX3 value covers."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_YEAR = re.compile(r"(\d{4})")


def bounds_of(value: str) -> tuple[date, date]:
    """Return the first and last day of a day, month, ISO week or year, or of a span of two of them (``A/B``).

    Raises ValueError for anything else.

    >>> [str(day) for day in bounds_of("2024-02")], [str(day) for day in bounds_of("2025-W13/2025-04-02")]
    (['2024-02-01', '2024-02-29'], ['2025-03-24', '2025-04-02'])
    """
    first, slash, last = value.partition("/")
    if slash:
        start, end = bounds_of(first)[0], bounds_of(last)[1]
        if end < start:
            raise ValueError(f"{value} ends before it begins")
        return start, end
    if match := _DAY.fullmatch(value):
        day = date(*(int(part) for part in match.groups()))
        return day, day
    if match := _MONTH.fullmatch(value):
        year, month = int(match[1]), int(match[2])
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1)
    if match := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(days=6)
    if match := _YEAR.fullmatch(value):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    raise ValueError(f"{value} is no day, month, week or year such as 2025-08-13, 2025-08, 2025-W13, 2025")
