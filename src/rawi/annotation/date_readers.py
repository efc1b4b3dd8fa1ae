"""Read ranges, numeric dates, clocks, lists, units with a direction; and the table of all readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from rawi.annotation import periods
from rawi.annotation.date_calendar import Words, read_calendar, read_words
from rawi.annotation.date_clock import add_clock, clock_from, clock_value, day_for_clock
from rawi.annotation.date_numbers import day_number, spelled_number
from rawi.annotation.date_spans import (
    read_counted,
    read_distance,
    read_duration,
    read_every,
    read_quantity,
    read_streak,
    read_vague,
)
from rawi.annotation.date_years import Part, find_year
from rawi.annotation.periods import Period
from rawi.annotation.telling import NO_DATE, Reading, Telling, near_weekday
from rawi.annotation.time_atoms import Atom

_MONTH = Atom("unit.the.month", 0, "M", 0, 0, 0)
Reader = Callable[[Sequence[Atom], Telling], Reading | None]
_SEPARATORS = ("mark.slash", "mark.dash", "mark.dot")
_DAY_NAMES = ("weekday", "relative", "today", "month", "hijri")
_DAY_NUMBERS = ("number.day", "ordinal.he", "cardinal", "and", "prep.from")
_DAY_WORDS = _DAY_NAMES + _DAY_NUMBERS


def read_range(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read `من 15 مايو إلى 20 يونيو`: both ends; what the first leaves out is taken from the second."""
    joint = next((n for n, atom in enumerate(atoms) if atom.kind in ("prep.to", "prep.until", "or")), None)
    if joint is None:
        joint = next((n for n, atom in enumerate(atoms) if atom.kind == "and"), None)
    if joint is None:
        return None
    left, right = Words(atoms[:joint]), Words(atoms[joint + 1 :])
    if left.parts and right.parts:
        _complete(left.part, right.part)
    first, last = read_words(left, telling), read_words(right, telling)
    if left.weekday and right.weekday and not (left.parts or right.parts) and last and last.period.first:
        days = (right.weekday - left.weekday) % 7
        first = Reading(periods.day(last.period.first - timedelta(days=days)), "DATE", last.anchor)
    if first is None or last is None:
        return None
    value = f"{first.period.value}/{last.period.value}"
    if first.period.first and last.period.last and first.period.first > last.period.last:
        return None
    return Reading(Period(value, first.period.first, last.period.last), "DATE", last.anchor, first.doubt or last.doubt)


def _complete(left: Part, right: Part) -> None:
    if left.days and not left.months:
        left.months, left.calendar = list(right.months[:1]), right.calendar
    if left.year is None and not left.toward and left.year_step is None:
        left.year, left.toward = right.year, right.toward
        left.year_step, left.year_of_story = right.year_step, right.year_of_story


def read_numeric(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read `13/8/2025`, `2025.03.18`, `1436/10/26 هـ`, with a time of day behind it."""
    place = next(n for n, atom in enumerate(atoms) if atom.kind.startswith("number"))
    numbers = [int(atom.value) for atom in atoms[place : place + 5 : 2]]
    marks = {atom.kind for atom in atoms[place + 1 : place + 4 : 2]}
    if len(numbers) != 3 or len(marks) != 1 or not marks <= set(_SEPARATORS):
        return None
    first, middle, last = numbers
    year, month, number = (first, middle, last) if first > 31 else (last, middle, first)
    if month > 12 >= number:
        month, number = number, month
    if year < 100:
        year += 2000
    hijri = year < 1500 or any(atom.kind == "era.hijri" for atom in atoms)
    day = periods.hijri_day(year, month, number) if hijri else periods.real_date(year, month, number)
    if day is None:
        return None
    reading = Reading(periods.day(day))
    rest = atoms[place + 5 :]
    for start in range(len(rest)):
        if clock_from(rest, start, dated=True):
            return add_clock(reading, rest[start:])
    return reading


def read_clock(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a time of day, with the day that stands beside it."""
    places = range(len(atoms))
    start = next((n for n in places if clock_from(atoms, n, dated=False)), None)
    if start is None:
        start = next((n for n in places if atoms[n].kind.startswith("number")), 0)
    behind = _day_behind(atoms, start)
    clock = atoms[start:behind]
    if clock_value(clock) is None:
        return None
    if behind < len(atoms):
        day = read_calendar([atom for atom in atoms[behind:] if not atom.kind.startswith("part")], telling)
    elif any(atom.kind.startswith(_DAY_WORDS) for atom in atoms[:start]):
        day = read_calendar([atom for atom in atoms[:start] if not atom.kind.startswith("part")], telling)
    else:
        day = day_for_clock(telling)
    return day and add_clock(day, clock)


def _day_behind(atoms: Sequence[Atom], start: int) -> int:
    """Return where the day begins that stands behind a clock, the number of atoms if there is none."""
    place = next((n for n in range(start + 2, len(atoms)) if atoms[n].kind.startswith(_DAY_NAMES)), len(atoms))
    if place < len(atoms) and atoms[place].kind.startswith(("month", "hijri")):
        while place > start + 2 and atoms[place - 1].kind.startswith(_DAY_NUMBERS):
            place -= 1
    return place


def read_weekdays(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read several weekdays as one span: `ليل الأحد الاثنين`, `يومي الثلاثاء والأربعاء الماضيين`."""
    days = [int(atom.value) for atom in atoms if atom.kind == "weekday"]
    toward = next((atom.kind for atom in atoms if atom.kind.startswith("toward")), "")
    direction = {"toward.past": "before", "toward.next": "after"}.get(toward, "")
    if not direction:
        direction = "future" if telling.tense() in ("future", "soon") else "past"
    anchored = near_weekday(telling, days[-1] if direction in ("past", "before") else days[0], direction)
    if anchored.period.first is None:
        value = "/".join(f"XXXX-WXX-{number}" for number in days)
        return Reading(Period(value), "DATE", "none", NO_DATE)
    length = sum((after - before) % 7 or 7 for before, after in pairwise(days))
    at = anchored.period.first
    first = at - timedelta(days=length) if direction in ("past", "before") else at
    span = periods.days(first, first + timedelta(days=length))
    part = next((atom for atom in atoms if atom.kind.startswith("part")), None)
    if part is None:
        return Reading(span, "DATE", "document")
    return Reading(Period(f"{first}{part.timex}", span.first, span.last), "TIME", "document")


def read_years(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read several years as one span: `عامي 2011 و2024`, `2011-2013`."""
    numbers = [int(atom.value) for atom in atoms if atom.kind.startswith("number")]
    first, last = numbers[0], numbers[-1]
    if last < 100:
        last += first // 100 * 100
    if any(atom.kind == "era.hijri" for atom in atoms) or first < 1500:
        begin, end = periods.hijri_year(first), periods.hijri_year(last)
        if begin is None or end is None or begin.first is None or end.last is None:
            return None
        return Reading(periods.days(begin.first, end.last))
    if not first < last <= date.max.year or (atoms[0].kind == "number.year" and not telling.allows_years(first, last)):
        return None
    return Reading(Period(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31)))


def read_season(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read `صيف 2014`, `الخريف المقبل`."""
    season = next(atom for atom in atoms if atom.kind == "season")
    part = Words([atom for atom in atoms if atom.kind != "season"]).part
    if not part.year and part.year_step is None:
        part.toward = next((atom.kind for atom in atoms if atom.kind.startswith("toward")), "")
        part.months = [int(season.value)]
    year, anchor, doubt = find_year(part, telling)
    if year is None:
        return Reading(Period(f"XXXX-{season.timex}"), "DATE", "none", doubt)
    return Reading(periods.season(year, int(season.value), season.timex), "DATE", anchor, doubt)


def read_part_of(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a numbered week, quarter or half, or the first or last days, of a month or year."""
    place = next(n for n, atom in enumerate(atoms) if atom.kind.startswith(("ordinal", "toward.recent")))
    whole = _whole(atoms[place + 1 :], telling)
    if whole is None or whole.period.first is None or whole.period.last is None:
        return whole
    first, last = whole.period.first, whole.period.last
    number, _ = day_number(atoms, place)
    kind = atoms[place - 1].kind
    if kind == "fraction.quarter":
        return Reading(periods.quarter(first.year, number), "DATE", whole.anchor) if number <= 4 else None
    if kind == "fraction.half":
        return Reading(periods.half(first.year, number), "DATE", whole.anchor) if number <= 2 else None
    if atoms[0].kind == "unit.those.month":
        return _months_of(whole, atoms, at_end=atoms[place].kind == "toward.recent")
    if kind == "unit.those.day":
        at_end = atoms[place].kind == "toward.recent"
        span = (last - timedelta(days=9), last) if at_end else (first, first + timedelta(days=9))
        return Reading(Period(whole.period.value, *span, "END" if at_end else "START"), "DATE", whole.anchor)
    size = 1 if kind == "today" else 7
    begin = first + timedelta(days=(number - 1) * size)
    if begin > last:
        return None
    return Reading(periods.days(begin, min(last, begin + timedelta(days=size - 1))), "DATE", whole.anchor)


def _months_of(whole: Reading, atoms: Sequence[Atom], *, at_end: bool) -> Reading | None:
    """Read `الأشهر الثلاثة الأولى من 2018`: so many months at one end of a year."""
    end_of_count = next(n for n, atom in enumerate(atoms) if atom.kind.startswith(("ordinal", "toward")))
    quantity = read_quantity(atoms[:end_of_count])
    first = whole.period.first
    if quantity is None or first is None or (quantity.number or 0) > 12:
        return None
    if quantity.number is None:
        return Reading(periods.part(whole.period, *((3, "END") if at_end else (1, "START"))), "DATE", whole.anchor)
    count = int(quantity.number)
    begin, end = (13 - count, 12) if at_end else (1, count)
    span = periods.month(first.year, begin), periods.month(first.year, end)
    return Reading(Period(f"{span[0].value}/{span[1].value}", span[0].first, span[1].last), "DATE", whole.anchor)


def _whole(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    if any(atom.kind.startswith(("month", "hijri", "number.year")) for atom in atoms):
        return read_calendar(atoms, telling)
    unit = [atom for atom in atoms if atom.kind.startswith(("unit", "toward", "this", "that", "same"))]
    return read_unit(unit, telling)


def read_decade(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read `تسعينيات القرن الماضي`, `القرن التاسع عشر`."""
    decade = next((atom for atom in atoms if atom.kind == "decade"), None)
    century = _century(atoms, telling)
    numbered = next((n for n, atom in enumerate(atoms) if atom.kind == "unit.the.decade"), None)
    if numbered is not None and century is not None:
        number, _ = day_number(atoms, numbered + 1)
        return Reading(periods.decade((century - 1) * 100 + (number - 1) * 10)) if number <= 10 else None
    if decade is not None:
        reading = periods.decade(((century or 20) - 1) * 100 + int(decade.value))
    elif century is not None and 0 < century < 30:
        reading = periods.century(century)
    else:
        return None
    edge = next((atom for atom in atoms if atom.kind.startswith("edge")), None)
    return Reading(periods.part(reading, int(edge.value), edge.timex) if edge else reading)


def _century(atoms: Sequence[Atom], telling: Telling) -> int | None:
    place = next((n for n, atom in enumerate(atoms) if atom.kind == "unit.the.century"), None)
    if place is None or place + 1 >= len(atoms):
        return None
    after = atoms[place + 1] if atoms[place + 1].kind != "article" else atoms[place + 2]
    if after.kind.startswith("toward"):
        now = (telling.today.year if telling.today else 2000) // 100 + 1
        return now + int(after.value)
    return day_number(atoms, atoms.index(after))[0]


def read_unit(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a unit with a direction: `الأسبوع المقبل`, `هذا الشهر`, `نهاية العام`, `الليلة الماضية`."""
    unit = next(
        (atom for atom in atoms if atom.kind.startswith(("unit", "today", "weekend", "the_part", "midnight"))), None
    )
    if unit is None:
        return None
    kinds = {atom.kind for atom in atoms}
    direction = next((atom for atom in atoms if atom.kind.startswith("toward")), None)
    toward, step = (direction.kind, int(direction.value)) if direction else ("", 0)
    if unit.kind == "midnight" and not toward:
        day = day_for_clock(telling)
        return Reading(
            Period(f"{day.period.value}T24:00", day.period.first, day.period.last), "TIME", day.anchor, day.doubt
        )
    if toward == "toward.recent":
        return None if unit.kind == "today" else Reading(Period("PAST_REF"), "DATE")
    story_bound = kinds & {"that", "same", "selfsame"} or toward in ("toward.before", "toward.after")
    anchor = telling.story.first if story_bound and telling.story else telling.today
    if story_bound and unit.kind == "today" and (telling.story is None or not telling.story.is_day):
        return Reading(Period("XXXX-XX-XX"), "DATE", "none", "the story tells no day before it")
    if anchor is None:
        return Reading(Period(_unknown(unit)), "DATE", "none", NO_DATE)
    basis = "story" if story_bound and telling.story else "document"
    period = _unit_period(unit, anchor, step)
    if period is None:
        return None
    edge = next((atom for atom in atoms if atom.kind.startswith(("edge", "last"))), None)
    if edge is not None and unit.kind != "unit.the.night":
        period = periods.part(period, int(edge.value), edge.timex)
    kind = "TIME" if "T" in period.value and unit.kind != "weekend" else "DATE"
    return Reading(period, "TIME" if kind == "TIME" else "DATE", "story" if basis == "story" else "document")


def _unit_period(unit: Atom, anchor: date, step: int) -> Period | None:
    if unit.kind == "weekend":
        return periods.weekend(anchor + timedelta(days=7 * step))
    if unit.kind == "the_part":
        return Period(f"{anchor}{unit.timex}", anchor, anchor)
    if unit.kind in ("unit.the.night", "midnight"):
        evening = anchor + timedelta(days=step)
        return Period(f"{evening}TNI", evening, evening + timedelta(days=1))
    if unit.kind == "unit.the.century":
        return periods.century(anchor.year // 100 + 1 + step)
    if unit.kind == "unit.the.decade":
        return periods.decade(anchor.year // 10 * 10 + 10 * step)
    return periods.shifted(anchor, unit.unit, step)


def _unknown(unit: Atom) -> str:
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX"}.get(unit.unit, "XXXX")


def read_bare_year(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read four digits as a year where the words around them allow nothing else."""
    return Reading(periods.year(int(atoms[0].value))) if telling.allows_bare_year(atoms[0]) else None


def read_named(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a time that history named: `حرب تموز`, `هجمات 11 سبتمبر`; a year told behind the name counts."""
    told = next((int(atom.value) for atom in atoms if atom.kind == "number.year"), None)
    year, month, *day = (int(number) for number in atoms[0].timex.split("-"))
    if day:
        found = periods.real_date(told or year, month, day[0])
        return None if found is None else Reading(periods.day(found))
    return Reading(periods.month(told or year, month))


def read_day_of_that_month(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a day of a month that is told by its distance: `26 من الشهر الماضي`."""
    place = next(n for n, atom in enumerate(atoms) if atom.kind.startswith(("number", "ordinal", "cardinal")))
    number, used = day_number(atoms, place)
    elliptic = not any(atom.kind.startswith("unit.the") for atom in atoms)
    month = read_unit([_MONTH, *atoms[place + used :]] if elliptic else atoms[place + used :], telling)
    if month is None or month.period.first is None:
        return None if month is None else Reading(Period(f"XXXX-XX-{number:02}"), "DATE", "none", month.doubt)
    day = periods.real_date(month.period.first.year, month.period.first.month, number)
    return None if day is None else Reading(periods.day(day), "DATE", month.anchor)


def read_spelled_year(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a year in words: `عام ألفين وخمسة عشر`."""
    number = spelled_number([(atom.kind, atom.value) for atom in atoms if atom.kind.startswith("cardinal")])
    return Reading(periods.year(int(number))) if 1000 <= number <= 2199 else None


READERS: dict[str, Reader] = {
    "calendar": read_calendar,
    "range": read_range,
    "numeric": read_numeric,
    "clock": read_clock,
    "weekdays": read_weekdays,
    "years": read_years,
    "season": read_season,
    "part_of": read_part_of,
    "decade": read_decade,
    "spelled_year": read_spelled_year,
    "named": read_named,
    "day_of_that_month": read_day_of_that_month,
    "unit": read_unit,
    "counted": read_counted,
    "streak": read_streak,
    "distance": read_distance,
    "duration": read_duration,
    "every": read_every,
    "vague": read_vague,
    "bare_year": read_bare_year,
}
