"""What a report takes from a time expression: a day or span of days, alone or together with a length of time.

Pure arithmetic over `Time` records; which expression belongs to which happening is for others to find.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from rawi.model import Time

FROM_HAPPENING = "counted from a happening"
_LENGTH = re.compile(r"P(T?)(\d+(?:\.\d+)?)([DWMYHS])")
_DAYS = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}


class When(Struct, frozen=True):
    """A TIMEX3 value (None where only a side is known) with the first and last possible day, None where open."""

    value: str | None
    first_day: date | None
    last_day: date | None


def when_of(time: Time) -> When | None:
    """Return what an expression says about when something happened, None if it places nothing.

    A bare length (`ثلاثة أيام`), a recurrence and a phrase without days (`الآن`, `مؤخرا`) place nothing. A span of days
    has its first day as value, a time of day its day.

    >>> when_of(Time(0, 4, value="2018-05-15TEV", type="TIME", first_day=date(2018, 5, 15), last_day=date(2018, 5, 15)))
    When(value='2018-05-15', first_day=datetime.date(2018, 5, 15), last_day=datetime.date(2018, 5, 15))
    """
    if time.type == "SET" or (time.first_day is None and time.last_day is None):
        return None
    value: str | None = time.value.partition("/")[0].partition("T")[0]
    if time.value.startswith("P") or time.value.endswith("_REF"):
        both = time.first_day is not None and time.last_day is not None
        value = time.first_day.isoformat() if both and time.first_day else None
    return When(value, time.first_day, time.last_day)


def days_long(time: Time) -> int | None:
    """Return how many days a length of time has, None if it tells no number or less than a day.

    >>> days_long(Time(0, 4, value="P3D", type="DURATION"))
    3
    """
    found = _LENGTH.match(time.value)
    if found is None:
        return None
    clock, number, unit = found.groups()
    days = float(number) * (_DAYS[unit] if not clock else 1 / 24 if unit == "H" else 0)
    return round(days) or None


def lasting(day: When, length: Time, *, to_its_end: bool = False) -> When:
    """Return the span of something that begins on a day and lasts so long, or with `to_its_end` ended on it.

    For `وصل الاثنين في زيارة تستغرق ثلاثة أيام` (begins) and `اختتم السبت محادثات استمرت ثلاثة أيام` (ended).

    >>> monday = When("2018-04-23", date(2018, 4, 23), date(2018, 4, 23))
    >>> lasting(monday, Time(0, 4, value="P3D", type="DURATION")).last_day
    datetime.date(2018, 4, 25)
    """
    days = days_long(length)
    if days is None or day.first_day is None or day.last_day is None:
        return day
    if to_its_end:
        first = _moved(day.last_day, 1 - days)
        return When(first.isoformat(), first, day.last_day) if first else day
    last = _moved(day.first_day, days - 1)
    return When(day.value, day.first_day, last) if last else day


def happening_behind(distance: Time, told_on: date) -> When | None:
    """Return when the happening took place from which a distance is counted, if the main act lies on `told_on`.

    For `تأتي الزيارة بعد أسبوعين من عودة السفير`: the return lies two weeks before the visit. None if the distance
    tells no number of days, or is not counted from a happening.

    >>> happening_behind(Time(0, 4, value="P2W", type="DURATION", doubt=FROM_HAPPENING), date(2018, 3, 19)).value
    '2018-03-05'
    """
    days = days_long(distance)
    if days is None or distance.doubt != FROM_HAPPENING:
        return None
    day = _moved(told_on, -days)
    return When(day.isoformat(), day, day) if day else None


def _moved(day: date, days: int) -> date | None:
    """Return the day so many days later, None where the calendar ends before (``2025 عاما``)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
