"""Read lengths and distances: `ثلاث سنوات`, `قبل يومين`, `منذ أسابيع`, `الأيام الثلاثة الماضية`, `كل جمعة`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from rawi.annotation import periods
from rawi.annotation.date_numbers import day_number, spelled_number
from rawi.annotation.periods import Period
from rawi.annotation.telling import NO_DATE, Reading, Telling
from rawi.annotation.time_atoms import Atom
from rawi.annotation.when import FROM_HAPPENING

_MONTHS_A_YEAR = 12


class Quantity(Struct, frozen=True):
    """A length of time: units with their numbers (None: not told), and whether it is meant roughly."""

    sizes: tuple[tuple[str, float | None], ...]
    mod: str | None = None

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        if len(self.sizes) == 1 or any(number is None for _, number in self.sizes):
            return periods.length(*self.sizes[0])
        parts = [periods.length(*size) for size in self.sizes]
        return parts[0] + "".join(part.removeprefix("PT").removeprefix("P") for part in parts[1:])

    @property
    def unit(self) -> str:
        """The unit of its first part."""
        return self.sizes[0][0]

    @property
    def number(self) -> float | None:
        """The number of its first part."""
        return self.sizes[0][1]


def read_quantity(atoms: Sequence[Atom]) -> Quantity | None:
    """Return the length of time that the atoms tell, None where they hold no unit."""
    sizes: list[tuple[str, float | None]] = []
    words: list[tuple[str, float]] = []
    number: float | None = None
    few = told = False
    mod: str | None = None
    for place, atom in enumerate(atoms):
        kind = atom.kind
        if kind.startswith("about"):
            mod = atom.timex
        elif kind.startswith("number"):
            number, told = atom.value, True
        elif kind.startswith("cardinal"):
            words.append((kind, atom.value))
            number, told = spelled_number(words), True
        elif kind.startswith("few"):
            few = True
        elif kind == "half":
            if sizes and sizes[-1][1] is not None and place and atoms[place - 1].kind == "and":
                sizes[-1] = (sizes[-1][0], sizes[-1][1] + atom.value)
            else:
                number, told = atom.value, True
        elif kind.startswith("unit") and not (sizes and atoms[place - 1].kind == "half" and not told):
            sizes.append((atom.unit, _number_of(kind, number if told else None, few)))
            words, number, told = [], None, False
    if told and len(sizes) == 1 and sizes[0][1] is None:
        sizes = [(sizes[0][0], number)]
    if sum(atom.kind == "cardinal.tens" for atom in atoms) > 1:
        sizes = [(unit, None) for unit, _ in sizes]
    return Quantity(tuple(sizes), mod) if sizes else None


def _number_of(kind: str, number: float | None, few: bool) -> float | None:
    form = kind.split(".")[2 if kind.startswith("unit.rare") else 1]
    if number is not None:
        return number
    if few or form in ("many", "those"):
        return None
    return 2 if form in ("two", "thosetwo", "both") else 1


def read_duration(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a bare length of time."""
    quantity = read_quantity(atoms)
    if quantity is None:
        return None
    if atoms[0].kind == "clitic" and not _is_length(telling, atoms, quantity):
        return None
    if _is_ungrammatical(atoms, quantity):
        return None
    return Reading(Period(quantity.value, mod=quantity.mod), "DURATION")


def _is_ungrammatical(atoms: Sequence[Atom], quantity: Quantity) -> bool:
    """Tell whether number and unit are two things: `السبعة | عام 1996` (three to ten), `2010 | يوم الأحد` (a year)."""
    spelled = any(atom.kind.startswith("cardinal") for atom in atoms)
    unit = next((atom.kind for atom in atoms if atom.kind.startswith("unit")), "")
    singular = unit.startswith("unit.one")
    if atoms[0].kind == "number.year" and singular and quantity.unit in ("D", "W", "H", "m"):
        return True
    return spelled and singular and quantity.number is not None and 3 <= quantity.number <= 10


def _is_length(telling: Telling, atoms: Sequence[Atom], quantity: Quantity) -> bool:
    """Tell whether a word with a preposition written onto it is a length (`لسنوات`), not `ليوم` or `بعام`."""
    return quantity.number not in (None, 1) or (
        telling.prose.forms[atoms[0].first][0] == "\u0644" and quantity.number is None
    )


def read_distance(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read a length of time behind a preposition: before, after, since, within."""
    quantity = read_quantity(atoms[1:])
    if quantity is None:
        return None
    bare = Reading(Period(quantity.value, mod=quantity.mod), "DURATION")
    kind = atoms[0].kind
    if atoms[-1].kind.startswith("unit.one") and len(atoms) == 2 and telling.followed_by_definite():
        return None
    loose = quantity.number is None and len(atoms) == 2
    if loose and kind in ("prep.throughout", "prep.during") and telling.followed_by_noun():
        return None
    if kind == "prep.throughout":
        return bare
    if atoms[1].kind == "that":
        return _from_story(quantity, telling, -1 if kind == "prep.before" else 1) or bare
    if telling.followed_by_happening(kind) or telling.followed_by_ordinal():
        return Reading(bare.period, "DURATION", doubt=FROM_HAPPENING)
    if telling.today is None:
        return Reading(bare.period, "DURATION", doubt=NO_DATE)
    if kind == "prep.before":
        return _ago(quantity, telling.today)
    if kind.startswith("prep.since"):
        return _since(quantity, telling.today)
    if kind == "prep.after":
        return _later(quantity, telling) or bare
    tense = telling.tense()
    if kind == "prep.within" and telling.tense(closely=True) != "past":
        tense = "future"
    return _within(quantity, telling.today, tense) or bare


def _ago(quantity: Quantity, today: date) -> Reading:
    if quantity.number is None:
        nearest = today if quantity.unit in ("H", "m", "s") else today - timedelta(days=1)
        first = today - timedelta(days=1) if quantity.unit in ("H", "m", "s") else None
        return Reading(Period("PAST_REF", first, nearest, quantity.mod), "DATE", "document")
    there = moved(today, quantity, -1)
    period = periods.shifted(today, quantity.unit, -_whole(quantity))
    if there is None or period is None:
        return Reading(Period(quantity.value), "DURATION")
    if quantity.mod == "MORE_THAN":
        return Reading(Period(period.value, None, there, quantity.mod), "DATE", "document")
    if quantity.mod == "LESS_THAN":
        return Reading(Period(period.value, there, today, quantity.mod), "DATE", "document")
    return Reading(Period(period.value, period.first, period.last, quantity.mod), "DATE", "document")


def _whole(quantity: Quantity) -> float:
    """Return the number in the quantity's first unit, with smaller units behind it as a fraction."""
    first = quantity.number or 0
    if len(quantity.sizes) == 2 and quantity.sizes[1][0] == "M" and quantity.unit == "Y":
        return first + (quantity.sizes[1][1] or 0) / _MONTHS_A_YEAR
    return first


def moved(day: date, quantity: Quantity, direction: int) -> date | None:
    """Return the day that lies a quantity before (-1) or after (1) a day; None if the number is not told."""
    number = quantity.number
    if number is None:
        return None
    number = _whole(quantity) * direction
    unit = quantity.unit
    try:
        if unit in ("Y", "10Y", "100Y"):
            months = round(number * {"Y": 12, "10Y": 120, "100Y": 1200}[unit])
        elif unit == "M":
            months = round(number)
        else:
            return day + timedelta(
                days=direction * periods.days_of(unit, abs(number))
                if unit not in ("H", "m", "s")
                else int(number / {"H": 24, "m": 1440, "s": 86400}[unit])
            )
        target = periods.months_away(day, months)
        assert target.first and target.last
        return min(target.first.replace(day=1) + timedelta(days=day.day - 1), target.last)
    except (ValueError, OverflowError):
        return None


def _since(quantity: Quantity, today: date) -> Reading:
    first = moved(today, quantity, -1)
    if quantity.mod == "MORE_THAN":
        return Reading(Period(quantity.value, None, today, quantity.mod), "DURATION", "document")
    return Reading(Period(quantity.value, first, None, quantity.mod), "DURATION", "document")


def _later(quantity: Quantity, telling: Telling) -> Reading | None:
    anchor = telling.today if telling.tense() in ("future", "soon") else None
    if anchor is not None:
        if quantity.number is None:
            return Reading(Period("FUTURE_REF", anchor, None), "DATE", "document")
        period = periods.shifted(anchor, quantity.unit, _whole(quantity))
        return None if period is None else Reading(period, "DATE", "document")
    return _from_story(quantity, telling, 1)


def _from_story(quantity: Quantity, telling: Telling, direction: int) -> Reading | None:
    """Count from the day that the story told last; None where it told no day or the number is not told."""
    story = telling.story
    if story is None or story.first is None or story.last is None or quantity.number is None:
        return None
    if quantity.unit in ("H", "m", "s") or not _fine_enough(story, quantity.unit):
        return None
    period = periods.shifted(story.last, quantity.unit, _whole(quantity) * direction)
    if period and period.first and telling.today and period.first > telling.today:
        return None
    if period is None:
        return None
    return Reading(Period(period.value, period.first, period.last, quantity.mod), "DATE", "story")


def _fine_enough(story: Period, unit: str) -> bool:
    """Tell whether a period is small enough to count units from it: days from a day, months from a month."""
    assert story.first and story.last
    return (story.last - story.first).days < {"D": 1, "W": 1, "M": 31, "Y": 366}.get(unit, 366)


def _within(quantity: Quantity, today: date, tense: str) -> Reading | None:
    if tense in ("future", "soon"):
        return Reading(Period(quantity.value, today, moved(today, quantity, 1), quantity.mod), "DURATION", "document")
    if tense == "past" and quantity.number is not None:
        first = moved(today, quantity, -1)
        if quantity.unit == "D" and first is not None:
            first += timedelta(days=1)
        return Reading(Period(quantity.value, first, today, quantity.mod), "DURATION", "document")
    if tense == "" and quantity.number is None:
        return Reading(Period(quantity.value, today, None, quantity.mod), "DURATION", "document")
    return None


def read_counted(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read `الأيام الثلاثة الماضية`, `اليومين المقبلين`, `آخر 24 ساعة`."""
    toward = next((atom.kind for atom in atoms if atom.kind.startswith("toward")), "")
    if not toward:
        if atoms[0].kind != "last":
            return None
        toward = "toward.past"
    quantity = read_quantity([atom for atom in atoms if not atom.kind.startswith("article")])
    if quantity is None or toward in ("toward.before", "toward.after"):
        return None if quantity is None else Reading(Period(quantity.value), "DURATION")
    if atoms[0].kind == "last" and quantity.number == 1 and not any(a.kind == "half" for a in atoms):
        return None
    number, today = quantity.number, telling.today
    ahead = toward == "toward.next"
    value = quantity.value if number is not None else "FUTURE_REF" if ahead else "PAST_REF"
    kind: str = "DURATION" if number is not None else "DATE"
    if toward == "toward.this":
        return Reading(Period("PRESENT_REF"), "DATE")
    if today is None:
        return Reading(Period(value), "DURATION" if kind == "DURATION" else "DATE", doubt=NO_DATE)
    if ahead:
        period = Period(value, today, moved(today, quantity, 1))
    elif number is not None:
        period = Period(value, moved(today, quantity, -1), today)
    elif toward == "toward.recent":
        period = Period(value)
    elif quantity.unit == "H":
        period = Period(value, today - timedelta(days=1), today)
    else:
        period = Period(value, None, today)
    return Reading(period, "DURATION" if kind == "DURATION" else "DATE", "document")


def read_streak(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read `لليوم الخامس على التوالي`: so many days up to today."""
    number, _ = day_number(atoms, 1)
    value = periods.length("D", number)
    if telling.today is None:
        return Reading(Period(value), "DURATION", doubt=NO_DATE)
    return Reading(Period(value, telling.today - timedelta(days=number - 1), telling.today), "DURATION", "document")


def read_every(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read what recurs: `كل جمعة`, `كل يومين`, `سنويا`."""
    last = atoms[-1]
    if last.kind == "set":
        return Reading(Period(last.timex), "SET")
    if last.kind.startswith("weekday"):
        return Reading(Period(f"XXXX-WXX-{int(last.value)}"), "SET")
    quantity = read_quantity(atoms[1:])
    return None if quantity is None else Reading(Period(quantity.value), "SET")


def read_vague(atoms: Sequence[Atom], telling: Telling) -> Reading | None:
    """Read phrases that tell past, present or future and no more."""
    atom = atoms[-1]
    if atom.kind.startswith("earlier"):
        if atom.kind == "earlier.late":
            return None
        return Reading(Period("PAST_REF" if atom.kind == "earlier.past" else "FUTURE_REF"), "DATE")
    if atom.kind == "vague.just_now" and telling.today:
        return Reading(Period(atom.timex, telling.today, telling.today), "DATE", "document")
    first = telling.today if atom.value > 0 else None
    return Reading(Period(atom.timex, first, None), "DATE", "document" if first else "none")
