"""Read the time of day: `الساعة 14:15 بتوقيت غرينتش`, `الخامسة والنصف مساء`, `07:51 PM`."""

from __future__ import annotations

from collections.abc import Sequence

from rawi.annotation import periods
from rawi.annotation.periods import Period
from rawi.annotation.telling import NO_DATE, Reading, Telling
from rawi.annotation.time_atoms import Atom

_MARKS = frozenset(("mark.colon", "mark.dot", "mark.point", "mark.comma"))
_HOURS_A_DAY, _NOON = 24, 12


def clock_from(atoms: Sequence[Atom], place: int, *, dated: bool) -> bool:
    """Tell whether a time of day begins at an atom: the word for it, or hour and minute behind a date."""
    kinds = [atom.kind for atom in atoms[place : place + 3]]
    if kinds[0] in ("clock", "ordinal.she", "one"):
        return True
    if not kinds[0].startswith("number") or len(kinds) < 3 or kinds[0] == "number.year":
        return False
    clocklike = kinds[1] in ("mark.colon", "mark.point") or (dated and kinds[1] in _MARKS)
    return clocklike and kinds[2].startswith("number")


def clock_value(atoms: Sequence[Atom]) -> str | None:
    """Return the time of day as ``T14:15`` (with ``Z`` or an offset where a zone is told), None if there is none."""
    hour: int | None = None
    minute, zone, half_day, place = 0, "", "", 0
    while place < len(atoms):
        atom, kind = atoms[place], atoms[place].kind
        after = atoms[place + 1].kind if place + 1 < len(atoms) else ""
        if kind == "mark.open" and hour is not None:
            break
        if hour is None and kind.startswith(("number", "ordinal", "one")):
            hour = int(atom.value) or 1
            if after in _MARKS and place + 2 < len(atoms) and atoms[place + 2].kind.startswith("number"):
                minute = int(atoms[place + 2].value)
                place += 2
        elif kind == "and" and hour is not None and place + 1 < len(atoms):
            minute = _minutes(atoms[place + 1])
            place += 1
        elif kind.startswith(("meridiem", "part")):
            half_day = kind.partition(".")[2]
        elif kind == "zone.name":
            zone = atom.timex or zone
        place += 1
    if hour is None or hour > _HOURS_A_DAY or minute >= 60:
        return None
    if (half_day == "pm" and hour < _NOON) or (half_day == "night" and 6 <= hour < _NOON):
        hour += _NOON
    elif half_day == "am" and hour == _NOON:
        hour = 0
    return f"T{hour % _HOURS_A_DAY:02}:{minute:02}{zone}"


def _minutes(atom: Atom) -> int:
    if atom.kind == "half" or atom.kind == "fraction.half":
        return 30
    if atom.kind == "fraction.quarter":
        return 15
    return int(atom.value)


def add_clock(reading: Reading, atoms: Sequence[Atom]) -> Reading:
    """Add a time of day to the day that was read."""
    clock = clock_value(atoms)
    if clock is None or not reading.period.is_day:
        return reading
    period = Period(reading.period.value + clock, reading.period.first, reading.period.last)
    return Reading(period, "TIME", reading.anchor, reading.doubt)


def day_for_clock(telling: Telling) -> Reading:
    """Return the day that a bare time of day belongs to: that of the story if it was just told, else of the text."""
    story = telling.story
    if story is not None and story.is_day and telling.same_sentence_as_story():
        return Reading(story, "DATE", "story")
    if telling.today is None:
        return Reading(Period("XXXX-XX-XX"), "DATE", "none", NO_DATE)
    return Reading(periods.day(telling.today), "DATE", "document")
