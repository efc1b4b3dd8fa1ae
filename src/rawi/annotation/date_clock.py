"""Read the time of day: `الساعة 14:15 بتوقيت غرينتش`, `الخامسة والنصف مساء`, `07:51 PM`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from rawi.annotation import periods
from rawi.annotation.periods import Period
from rawi.annotation.telling import NO_DATE, Reading, Telling
from rawi.annotation.time_atoms import Atom

_MARKS = frozenset(("mark.colon", "mark.dot", "mark.point", "mark.comma"))
_HOURS_A_DAY, _MINUTES_AN_HOUR, _NOON, _EVENING = 24, 60, 12, 6
_FOUR_DIGITS = 4


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
    place = next((n for n, atom in enumerate(atoms) if atom.kind.startswith(("number", "ordinal", "one"))), None)
    if place is None:
        return None
    hour, minute, used = _hour_and_minute(atoms[place:])
    zone = half_day = ""
    rest = atoms[place + used :]
    for number, atom in enumerate(rest):
        if atom.kind == "mark.open" and rest[number + 1 : number + 2] and rest[number + 1].kind.startswith("number"):
            break
        if atom.kind.startswith(("meridiem", "part")):
            half_day = atom.kind
        elif atom.kind == "zone.name":
            zone = atom.timex or zone
    if hour > _HOURS_A_DAY or minute >= _MINUTES_AN_HOUR:
        return None
    if (".pm" in half_day and hour < _NOON) or (".night" in half_day and _EVENING <= hour < _NOON):
        hour += _NOON
    elif ".am" in half_day and hour == _NOON:
        hour = 0
    return f"T{hour % _HOURS_A_DAY:02}:{minute:02}{zone}"


def _hour_and_minute(atoms: Sequence[Atom]) -> tuple[int, int, int]:
    """Return hour, minute and how many atoms they take, for `14:15`, `1400`, `الخامسة و10 دقائق`, `الثانية والنصف`."""
    first, after = atoms[0], [atom.kind for atom in atoms[1:3]]
    if len(first.timex) == _FOUR_DIGITS:
        hour, minute = divmod(int(first.value), 100)
        return hour, minute, 1
    hour = int(first.value) or 1
    if len(after) == 2 and after[0] in _MARKS and after[1].startswith("number"):
        return hour, int(atoms[2].value), 3
    if len(after) == 2 and after[0] == "and":
        if atoms[2].value < 1:
            return hour, int(atoms[2].value * _MINUTES_AN_HOUR), 3
        told = list(takewhile(lambda atom: atom.kind.startswith(("and", "cardinal", "number")), atoms[1:]))
        return hour, int(sum(atom.value for atom in told)), len(told) + 1
    return hour, 0, 1


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
    if story is not None and story.first is not None and story.is_day and telling.same_sentence_as_story():
        return Reading(periods.day(story.first), "DATE", "story")
    if telling.today is None:
        return Reading(Period("XXXX-XX-XX"), "DATE", "none", NO_DATE)
    return Reading(periods.day(telling.today), "DATE", "document")
