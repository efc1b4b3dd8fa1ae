"""Which year: the year of a date that leaves it out, in either calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from rawi.annotation import periods
from rawi.annotation.telling import NO_DATE, Anchor, Telling

SMALLEST_GREGORIAN = 1500
_NEAR, _NEAR_AHEAD = 60, 120
_GUESSED_YEAR = "the year is not told"
_BACK = ("toward.past", "toward.before", "toward.recent")
_AHEAD = ("toward.next", "toward.after")


class Part:
    """What was told in one calendar: days, months, a year, and which one is meant where no year is told."""

    def __init__(self, calendar: Literal["gregorian", "hijri", ""] = "") -> None:
        self.calendar = calendar
        self.days: list[int] = []
        self.months: list[int] = []
        self.year: int | None = None
        self.toward: str = ""
        self.year_step: int | None = None
        self.year_of_story = False


def find_year(part: Part, telling: Telling) -> tuple[int | None, Anchor, str]:
    """Return the Gregorian year that is meant, the anchor used for it and what is doubtful."""
    if part.year is not None:
        return part.year, "none", ""
    today, story = telling.today, telling.story
    if part.year_step is not None and part.year_of_story:
        if story is None or story.first is None:
            return (today.year + part.year_step, "document", _GUESSED_YEAR) if today else (None, "none", NO_DATE)
        return story.first.year + part.year_step, "story", ""
    if today is None:
        return None, "none", NO_DATE
    if part.year_step is not None:
        return today.year + part.year_step, "document", ""
    month, day = part.months[-1], part.days[-1] if part.days else 0
    if not part.toward:
        for year in (telling.year_of_same(month, day), telling.year):
            if year is not None:
                return year, "story", _GUESSED_YEAR
        if month in telling.years_told:
            return telling.years_told[month], "document", ""
    now = (today.year, today.month, today.day)
    middles = {
        year: found
        for year in (today.year - 1, today.year, today.year + 1)
        if (found := periods.real_date(year, month, day or 15)) is not None
    }
    return _pick(part.toward, (month, day), now, middles, telling), "document", ""


def find_hijri_year(part: Part, telling: Telling) -> tuple[int | None, Anchor, str]:
    """Return the Hijri year that is meant, the anchor used for it and what is doubtful."""
    if part.year is not None and part.year < SMALLEST_GREGORIAN:
        return part.year, "none", ""
    month, day = part.months[-1] if part.months else 1, part.days[-1] if part.days else 0
    if part.year is not None:
        return _hijri_year_within(part.year, month), "none", ""
    now = periods.hijri_of(telling.today) if telling.today else None
    if now is None:
        return None, "none", "" if telling.today else NO_DATE
    if part.year_step is not None:
        return now[0] + part.year_step, "document", ""
    middles = {
        year: found
        for year in (now[0] - 1, now[0], now[0] + 1)
        if (found := periods.hijri_day(year, month, day or 15)) is not None
    }
    return _pick(part.toward, (month, day), now, middles, telling), "document", ""


def _hijri_year_within(gregorian: int, month: int) -> int | None:
    """Return the Hijri year whose month begins in a Gregorian year (`رمضان 2025`)."""
    new_year = periods.hijri_of(date(gregorian, 1, 1))
    for year in (new_year[0], new_year[0] + 1) if new_year else ():
        begin = periods.hijri_day(year, month, 1)
        if begin is not None and begin.year == gregorian:
            return year
    return None


def _pick(
    toward: str, here: tuple[int, int], now: tuple[int, int, int], middles: Mapping[int, date], telling: Telling
) -> int:
    """Return the year of a month and day (0: none told), by its direction or by what lies near and the tense tells.

    What lies within two months of today is that; what would lie ahead within four is, unless a past verb stands close
    by; further off the tense tells the side.
    """
    this_year, today = now[0], (now[1], now[2] if here[1] else 0)
    past_year = this_year if here < today or (here[1] and here == today) else this_year - 1
    next_year = this_year if here > today else this_year + 1
    if toward:
        return past_year if toward in _BACK else next_year if toward in _AHEAD else this_year
    paper = telling.today
    assert paper
    if here == today or not middles:
        return this_year
    nearest = min(middles, key=lambda year: abs((middles[year] - paper).days))
    ahead = (middles[nearest] - paper).days
    if abs(ahead) <= _NEAR or (0 < ahead <= _NEAR_AHEAD and telling.tense(closely=True) != "past"):
        return nearest
    tense = telling.tense()
    if tense == "past" or telling.preposition == "prep.since.ago":
        return past_year
    if tense == "future" or telling.preposition == "prep.since.on":
        return next_year
    return nearest
