"""Periods: days, weeks, months, years and the like as TIMEX3 values with their first and last day. Knows no words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct

_FIRST_THIRD, _SECOND_THIRD = 10, 20


class Period(Struct, frozen=True):
    """A stretch of days with its TIMEX3 value; an end may be open, and both are None where nothing is known."""

    value: str
    first: date | None = None
    last: date | None = None
    mod: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether the period is one single day."""
        return self.first is not None and self.first == self.last


def day(of: date) -> Period:
    """Return a single day.

    >>> day(date(2025, 8, 13)).value
    '2025-08-13'
    """
    return Period(of.isoformat(), of, of)


def days(first: date, last: date) -> Period:
    """Return a span of days; its value is both ends."""
    return day(first) if first == last else Period(f"{first}/{last}", first, last)


def week(of: date) -> Period:
    """Return the ISO week (Monday to Sunday) in which a day lies.

    >>> week(date(2025, 10, 24)).value
    '2025-W43'
    """
    year, number, weekday = of.isocalendar()
    monday = of - timedelta(days=weekday - 1)
    return Period(f"{year}-W{number:02}", monday, monday + timedelta(days=6))


def weekend(of: date) -> Period:
    """Return the weekend (Saturday and Sunday) of the ISO week in which a day lies."""
    whole = week(of)
    assert whole.first
    return Period(whole.value + "-WE", whole.first + timedelta(days=5), whole.last)


def month(year: int, number: int) -> Period:
    """Return a month of the Gregorian calendar."""
    return Period(f"{year}-{number:02}", date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def months_away(of: date, distance: int) -> Period:
    """Return the month that lies `distance` months from the month of a day."""
    count = of.year * 12 + of.month - 1 + distance
    return month(count // 12, count % 12 + 1)


def year(number: int) -> Period:
    """Return a year of the Gregorian calendar."""
    return Period(f"{number:04}", date(number, 1, 1), date(number, 12, 31))


def decade(first_year: int) -> Period:
    """Return the ten years from a year that ends in 0: TIMEX3 drops its last digit.

    >>> decade(1990).value
    '199'
    """
    return Period(f"{first_year // 10:03}", date(first_year, 1, 1), date(first_year + 9, 12, 31))


def century(number: int) -> Period:
    """Return the n-th century: TIMEX3 keeps the first two digits of its years.

    >>> century(20).value
    '19'
    """
    first = (number - 1) * 100
    return Period(f"{number - 1:02}", date(first or 1, 1, 1), date(first + 99, 12, 31))


def quarter(of_year: int, number: int) -> Period:
    """Return the n-th quarter of a year."""
    last = month(of_year, number * 3)
    return Period(f"{of_year}-Q{number}", date(of_year, number * 3 - 2, 1), last.last)


def half(of_year: int, number: int) -> Period:
    """Return the n-th half of a year."""
    last = month(of_year, number * 6)
    return Period(f"{of_year}-H{number}", date(of_year, number * 6 - 5, 1), last.last)


def season(of_year: int, first_month: int, code: str) -> Period:
    """Return a season by its first month; winter runs into the year after."""
    last = months_away(date(of_year, first_month, 1), 2)
    return Period(f"{of_year}-{code}", date(of_year, first_month, 1), last.last)


def part(whole: Period, number: int, mod: str) -> Period:
    """Narrow a period to its first (1), middle (2) or last (3) part; the value stays, `mod` says which part.

    Of a month these are days 1 to 10, 11 to 20, and 21 to the end; of anything else a third of its days.

    >>> part(month(2018, 6), 1, "START").last
    datetime.date(2018, 6, 10)
    """
    if whole.first is None or whole.last is None:
        return Period(whole.value, whole.first, whole.last, mod)
    length = (whole.last - whole.first).days + 1
    cuts = (0, _FIRST_THIRD, _SECOND_THIRD, length) if 28 <= length <= 31 else (0, length // 3, length * 2 // 3, length)
    first = whole.first + timedelta(days=cuts[number - 1])
    return Period(whole.value, first, whole.first + timedelta(days=cuts[number] - 1), mod)


def real_date(of_year: int, of_month: int, number: int) -> date | None:
    """Return the date, or None where the calendar has no such day.

    >>> real_date(2023, 2, 29) is None
    True
    """
    try:
        return date(of_year, of_month, number)
    except ValueError:
        return None


def hijri_day(of_year: int, of_month: int, number: int) -> date | None:
    """Return the Gregorian date of a day of the Hijri calendar (Umm al-Qura), None outside its tables (1343-1500).

    >>> hijri_day(1436, 10, 26)
    datetime.date(2015, 8, 11)
    """
    from hijridate import Hijri

    try:
        found = Hijri(of_year, of_month, number).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def hijri_month(of_year: int, of_month: int) -> Period | None:
    """Return the days of a month of the Hijri calendar, None outside its tables."""
    following = (of_year, of_month + 1) if of_month < 12 else (of_year + 1, 1)
    first, after = hijri_day(of_year, of_month, 1), hijri_day(*following, 1)
    return days(first, after - timedelta(days=1)) if first and after else None


def hijri_year(number: int) -> Period | None:
    """Return the days of a year of the Hijri calendar, None outside its tables."""
    first, after = hijri_day(number, 1, 1), hijri_day(number + 1, 1, 1)
    return days(first, after - timedelta(days=1)) if first and after else None


def hijri_of(of: date) -> tuple[int, int, int] | None:
    """Return year, month and day of the Hijri calendar on a day, None outside its tables (August 1924 to 2077).

    >>> hijri_of(date(2015, 8, 11)), hijri_of(date(1915, 1, 1))
    ((1436, 10, 26), None)
    """
    from hijridate import Gregorian

    try:
        found = Gregorian(of.year, of.month, of.day).to_hijri()
    except OverflowError:
        return None
    return found.year, found.month, found.day


def shifted(of: date, unit: str, number: float) -> Period | None:
    """Return the period of a unit's size that lies `number` units from a day; None beyond the calendar.

    `unit` is the TIMEX3 letter (``D``, ``W``, ``M``, ``Y``, ``10Y``, ``100Y``, ``H``, ``m``, ``s``).

    >>> shifted(date(2018, 3, 3), "W", -2).value
    '2018-W07'
    """
    try:
        if unit == "D":
            return day(of + timedelta(days=round(number)))
        if unit == "W":
            return week(of + timedelta(days=round(number * 7)))
        if unit == "M":
            return months_away(of, round(number))
        if unit == "Y":
            whole = round(number)
            return year(of.year + whole) if whole == number else months_away(of, round(number * 12))
        if unit in ("10Y", "100Y"):
            return year(of.year + round(number * int(unit[:-1])))
        hours = number if unit == "H" else number / 60 if unit == "m" else number / 3600
        return day(of + timedelta(days=int(hours / 24)))
    except (ValueError, OverflowError):
        return None


def days_of(unit: str, number: float) -> int:
    """Return about how many days a length of time has (hours count as whole days, at least one)."""
    sizes = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25, "10Y": 3652.5, "100Y": 36525.0, "H": 1 / 24}
    return max(1, round(sizes.get(unit, 1 / 1440) * number))


def length(unit: str, number: float | None) -> str:
    """Return the TIMEX3 value of a duration; an uncertain number is written X.

    >>> length("Y", 24), length("D", None), length("H", 24), length("10Y", 3)
    ('P24Y', 'PXD', 'PT24H', 'P30Y')
    """
    letter, times, clock = unit, 1, ""
    if unit in ("10Y", "100Y"):
        letter, times = "Y", int(unit[:-1])
    elif unit in ("H", "m", "s"):
        letter, clock = unit.upper(), "T"
    if number is None:
        return f"P{clock}X{letter}" if times == 1 else f"PX{'DE' if times == 10 else 'CE'}"
    amount = number * times
    shown = str(int(amount)) if amount == int(amount) else f"{amount:g}"
    return f"P{clock}{shown}{letter}"
