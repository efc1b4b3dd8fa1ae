"""Read calendar dates: days, months, years of either calendar, weekdays, days counted from the day of writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Literal

from rawi.annotation import periods
from rawi.annotation.date_clock import add_clock, clock_from
from rawi.annotation.date_numbers import day_number, spelled_number
from rawi.annotation.date_years import SMALLEST_GREGORIAN, Part, find_hijri_year, find_year
from rawi.annotation.periods import Period
from rawi.annotation.telling import NO_DATE, NO_TIME, Reading, Telling, near_weekday
from rawi.annotation.time_atoms import Atom

_YEAR_WORDS = ("unit.the.year", "year_kind")
_OF_STORY = ("toward.before", "toward.after")
_LONG_AGO, _JUST_NOW = 5, 2
_OTHER_CALENDAR = "the two calendars disagree"
_OTHER_WEEKDAY = "the weekday does not fit the date"
_UNUSUAL_DATE = "the day of writing lies before the document's date"


class Words:
    """The pieces of a calendar expression, sorted by what they tell."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self.parts: list[Part] = []
        self.edge: Atom | None = None
        self.daypart: Atom | None = None
        self.weekday: int = 0
        self.relative: Atom | None = None
        self.today: Atom | None = None
        self.toward: str = ""
        self.same = self.that = self.earlier = False
        self.clock: Sequence[Atom] = ()
        self._sort(atoms)

    @property
    def part(self) -> Part:
        """The calendar part at hand; the first word of a calendar makes it."""
        if not self.parts:
            self.parts.append(Part())
        return self.parts[-1]

    def _sort(self, atoms: Sequence[Atom]) -> None:
        place = 0
        while place < len(atoms):
            atom = atoms[place]
            if clock_from(atoms, place, dated=bool(self.parts and (self.part.months or self.part.year))):
                self.clock = atoms[place:]
                return
            place += self._take(atoms, place, atom)

    def _take(self, atoms: Sequence[Atom], place: int, atom: Atom) -> int:
        """Sort one atom and return how many were used."""
        kind = atom.kind.partition(".")[0]
        before = atoms[place - 1].kind if place else ""
        if atom.kind == "cardinal.thousand":
            spelled = list(takewhile(lambda a: a.kind.startswith(("cardinal", "and")), atoms[place:]))
            self.part.year = int(spelled_number([(a.kind, a.value) for a in spelled if a.kind != "and"]))
            return len(spelled)
        if kind in ("ordinal", "cardinal") or atom.kind == "number.day":
            number, used = day_number(atoms, place)
            self._day(number)
            return used
        if kind in ("month", "hijri"):
            self._month(atom, "gregorian" if kind == "month" else "hijri")
        elif atom.kind == "number.year":
            self.part.year = int(atom.value)
        elif kind == "era":
            self._era(atom)
        elif kind == "toward":
            self._toward(atom, before)
        elif kind == "weekday":
            self.weekday = int(atom.value)
        elif kind == "relative":
            self.relative = atom
        elif kind == "today":
            self.today = atom
        elif kind in ("edge", "last"):
            self.edge = atom
        elif kind in ("part", "meridiem"):
            self.daypart = atom
        elif kind == "same":
            self.same = True
            if before.startswith(_YEAR_WORDS):
                self._year_away(0, of_story=True)
        elif kind == "that":
            self.that = True
        elif kind == "earlier":
            self.earlier = True
        elif atom.kind == "unit.the.year" and before in ("this", "that"):
            self._year_away(0, of_story=before == "that")
        return 1

    def _day(self, number: int) -> None:
        if self.part.months:
            self.parts.append(Part())
        self.part.days.append(number)

    def _month(self, atom: Atom, calendar: Literal["gregorian", "hijri"]) -> None:
        if self.part.calendar and self.part.calendar != calendar:
            self.parts.append(Part())
        self.part.calendar = calendar
        if int(atom.value) not in self.part.months:
            self.part.months.append(int(atom.value))

    def _era(self, atom: Atom) -> None:
        if not self.part.calendar:
            self.part.calendar = "hijri" if atom.kind == "era.hijri" else "gregorian"

    def _toward(self, atom: Atom, before: str) -> None:
        if before.startswith(_YEAR_WORDS):
            self._year_away(int(atom.value), of_story=atom.kind in _OF_STORY)
        elif self.parts and (self.part.months or self.part.days):
            self.part.toward = atom.kind
        else:
            self.toward = atom.kind

    def _year_away(self, step: int, *, of_story: bool) -> None:
        self.part.year_step, self.part.year_of_story = step, of_story


def read_calendar(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a date with or without day, month, year, weekday, part of the day and clock."""
    return read_words(Words(atoms), telling)


def read_words(words: Words, telling: Telling) -> Reading | None:
    """Work out what the sorted pieces of a calendar expression mean."""
    if telling.is_name() and words.parts and not any(part.year or part.toward for part in words.parts):
        return NO_TIME
    dated = [part for part in words.parts if part.months or part.year or part.year_step is not None]
    if dated:
        reading = _read_parts(dated, telling)
        if reading is not None and words.weekday:
            reading = _check_weekday(reading, words.weekday)
    else:
        reading = read_named_day(words, telling)
    if reading is None:
        return None
    if words.edge is not None:
        narrowed = periods.part(reading.period, int(words.edge.value), words.edge.timex)
        reading = Reading(narrowed, "DATE", reading.anchor, reading.doubt)
    if words.clock:
        return add_clock(reading, words.clock)
    if words.daypart is not None and reading.period.is_day:
        value = reading.period.value + words.daypart.timex
        return Reading(Period(value, reading.period.first, reading.period.last), "TIME", reading.anchor, reading.doubt)
    return reading


def _read_parts(parts: Sequence[Part], telling: Telling) -> Reading | None:
    readings = [(part, reading) for part in parts if (reading := read_part(part, telling)) is not None]
    if not readings:
        return None
    readings.sort(key=lambda pair: pair[0].calendar == "hijri")
    first = readings[0][1]
    if len(readings) == 1 or readings[0][0].calendar == readings[1][0].calendar:
        return first
    other = readings[1][1].period
    if first.period.first is None or other.first is None or abs((first.period.first - other.first).days) <= 1:
        return first
    return Reading(first.period, first.type, first.anchor, _OTHER_CALENDAR)


def read_part(part: Part, telling: Telling) -> Reading | None:
    """Work out the days that one calendar part means; None where the calendar has no such day."""
    if part.calendar == "hijri" or (part.year is not None and part.year < SMALLEST_GREGORIAN and not part.months):
        return _read_hijri(part, telling)
    if not part.months:
        return _read_year(part, telling)
    year, anchor, doubt = find_year(part, telling)
    if year is None:
        return Reading(Period(_without_year(part)), "DATE", "none", doubt)
    if not part.days:
        first, last = periods.month(year, part.months[0]), periods.month(year, part.months[-1])
        if first.value == last.value:
            return Reading(first, "DATE", anchor, doubt)
        return Reading(Period(f"{first.value}/{last.value}", first.first, last.last), "DATE", anchor, doubt)
    days = [periods.real_date(year, part.months[-1], number) for number in part.days]
    real = [found for found in days if found is not None]
    if len(real) != len(days) or real != sorted(real):
        return None
    return Reading(periods.days(real[0], real[-1]), "DATE", anchor, doubt)


def _without_year(part: Part) -> str:
    if not part.days:
        return f"XXXX-{part.months[0]:02}"
    values = [f"XXXX-{part.months[-1]:02}-{number:02}" for number in part.days]
    return values[0] if len(values) == 1 else f"{values[0]}/{values[-1]}"


def _read_year(part: Part, telling: Telling) -> Reading | None:
    year, anchor, doubt = find_year(part, telling)
    if year is None:
        return Reading(Period("XXXX"), "DATE", "none", doubt) if part.year_step is not None else None
    return Reading(periods.year(year), "DATE", anchor, doubt)


def _read_hijri(part: Part, telling: Telling) -> Reading | None:
    year, anchor, doubt = find_hijri_year(part, telling)
    if year is None:
        return Reading(Period("XXXX"), "DATE", "none", doubt)
    if not part.months:
        whole = periods.hijri_year(year)
    elif part.days:
        found = [periods.hijri_day(year, part.months[-1], number) for number in part.days]
        real = [one for one in found if one is not None]
        whole = periods.days(real[0], real[-1]) if real and len(real) == len(found) else None
    else:
        whole = periods.hijri_month(year, part.months[0])
    return None if whole is None else Reading(whole, "DATE", anchor, doubt)


def _check_weekday(reading: Reading, weekday: int) -> Reading:
    first = reading.period.first
    if first is None or not reading.period.is_day or first.isoweekday() == weekday:
        return reading
    return Reading(reading.period, reading.type, reading.anchor, reading.doubt or _OTHER_WEEKDAY)


def read_named_day(words: Words, telling: Telling) -> Reading | None:
    """Read `أمس`, `اليوم (الاثنين)`, `الثلاثاء المقبل`, `في اليوم نفسه`."""
    if words.today is not None and (words.same or words.that or words.toward in _OF_STORY):
        return _story_day(words, telling)
    plain = not (words.weekday or words.earlier or words.daypart)
    alone = words.today is not None and plain and words.today.first == telling.token
    if alone and (telling.behind_preposition() or telling.followed_by_that()):
        return None
    if (words.today or words.relative) and plain and telling.is_quoted_word():
        return None
    shift = int(words.relative.value) if words.relative is not None else 0 if words.today is not None else None
    if shift is not None:
        return _counted_day(shift, words.weekday, telling)
    if not words.weekday:
        return None
    direction = {"toward.past": "before", "toward.next": "after", "toward.before": "before", "toward.this": "past"}
    if words.toward == "toward.after":
        return _weekday_after_story(words.weekday, telling)
    if words.toward:
        return near_weekday(telling, words.weekday, direction.get(words.toward, "past"))
    if telling.today is None:
        return near_weekday(telling, words.weekday, "past")
    return near_weekday(telling, words.weekday, _side(words.weekday, telling))


def _side(weekday: int, telling: Telling) -> str:
    """Return on which side of today a bare weekday lies.

    The verb tells; without one it lies behind. A weekday five or six days away would be called `الماضي` or `المقبل`,
    so there a word close by must tell; and what "was to be" lies on the nearer side.
    """
    assert telling.today
    back = (telling.today.isoweekday() - weekday) % 7
    if back >= _LONG_AGO:
        return "past" if telling.tense(closely=True) == "past" and back == _LONG_AGO else "future"
    if telling.opens_clause():
        return "future" if telling.tense(ahead_only=True) == "future" else "past"
    if 0 < back <= _JUST_NOW:
        return "future" if telling.tense(closely=True) == "future" else "past"
    return "future" if telling.tense() in ("future", "soon", "was_to_be") else "past"


def _weekday_after_story(weekday: int, telling: Telling) -> Reading | None:
    story = telling.story
    if story is None or story.last is None:
        return near_weekday(telling, weekday, "after")
    ahead = (weekday - story.last.isoweekday()) % 7 or 7
    return Reading(periods.day(story.last + timedelta(days=ahead)), "DATE", "story")


def _story_day(words: Words, telling: Telling) -> Reading | None:
    story = telling.story
    step = {"toward.before": -1, "toward.after": 1}.get(words.toward, 0)
    if story is None or not story.is_day or story.first is None:
        return Reading(Period("XXXX-XX-XX"), "DATE", "none", "the story tells no day before it")
    return Reading(periods.day(story.first + timedelta(days=step)), "DATE", "story")


def _counted_day(shift: int, weekday: int, telling: Telling) -> Reading:
    today = telling.today
    if today is None:
        return Reading(Period("XXXX-XX-XX"), "DATE", "none", NO_DATE)
    meant = today + timedelta(days=shift)
    if not weekday or meant.isoweekday() == weekday:
        return Reading(periods.day(meant), "DATE", "document")
    back = (meant.isoweekday() - weekday) % 7
    written = meant - timedelta(days=back)
    if telling.written_on(written - timedelta(days=shift)):
        return Reading(periods.day(written), "DATE", "document", _UNUSUAL_DATE)
    nearest = written if shift <= 0 or back <= 3 else written + timedelta(days=7)
    return Reading(periods.day(nearest), "DATE", "document", _OTHER_WEEKDAY)
