"""The track of an undertaking: its stages as stations on a line of time.

Across in per cent of the width, down in pixels, as in the strip of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from rawi.exports.page.language import Language

BASE, ROW, AXIS = 30, 26, 22
_CLOSE, _MOST_TICKS = 3.4, 9
_SHORTEST = timedelta(days=20)
_TICK_ROOM, _LETTER = 9.0, 0.75


class Reached(Struct, frozen=True):
    """A stage as it is told: between which days it was reached, by how many reports, and where its evidence stands.

    `stage` is the name of the vocabulary, `label` what it is called in the language of the page. `published` is the
    day on which it was first told; it places a stage whose own day nobody tells.
    """

    stage: str
    label: str
    first: date | None
    last: date | None
    told: int = 1
    place: tuple[str, str] | None = None
    published: date | None = None

    @property
    def day(self) -> date | None:
        """The day at which it is drawn."""
        return self.first or self.last or self.published

    @property
    def loose(self) -> bool:
        """Whether only the day is known on which it was told."""
        return not (self.first or self.last)

    def when(self, language: Language) -> str:
        """Say when it was reached, or else told."""
        if self.loose and self.published:
            return language.say("drawings.told_on", day=language.day(self.published))
        return language.span(self.first, self.last)


class Stop(Struct, frozen=True):
    """A station: its number on the track, its place across, its height over the line, and how far its days reach.

    `label` is empty where a name beside the station would touch the next. `loose` marks a stage without a day of its
    own, which stands where it was first told.
    """

    number: str
    label: str
    stage: str
    x: float
    y: float
    left: float
    width: float
    title: str
    place: tuple[str, str] | None
    loose: bool


class Mark(Struct, frozen=True):
    """A mark on the axis; `minor` ones have no room on a phone."""

    x: float
    text: str
    minor: bool


class Stages(Struct, frozen=True):
    """An undertaking over time; `line` is the height of the line of time, `height` that of the whole."""

    stops: tuple[Stop, ...]
    marks: tuple[Mark, ...]
    line: float
    height: float
    summary: str


def draw_stages(reached: Sequence[Reached], language: Language) -> Stages | None:
    """Draw the stages with a day on a line of time; None when fewer than two have different days.

    Stations are numbered by their place in `reached`, so that a list beside the drawing can say more. Those that
    would touch stand above one another. Time runs in the direction of the language's script.
    """
    dated = [(n, one, day) for n, one in enumerate(reached, 1) if (day := one.day)]
    if len({day for _, _, day in dated}) < 2:
        return None
    first, last = min(day for _, _, day in dated), max(max(day, one.last or day) for _, one, day in dated)
    margin = max((last - first) * 0.04, timedelta(days=1))
    start, end = first - margin, max(last, first + _SHORTEST) + margin
    places = [_across(day, start, end) for _, _, day in dated]
    rows = _rows(places)
    line = BASE + ROW * max(rows)
    stops = tuple(
        _stop(n, one, (start, end), line - ROW * row, _has_room(i, places, rows, one.label), language)
        for i, ((n, one, _), row) in enumerate(zip(dated, rows, strict=True))
    )
    parts = [f"{one.label} ({one.when(language)})" for _, one, _ in dated]
    return Stages(stops, _marks(start, end, language), line, line + AXIS + 10, language.list(parts))


def _across(day: date, start: date, end: date) -> float:
    """Return how far along a day is, from 0 to 100."""
    return 100 * (day - start).days / (end - start).days


def _rows(places: list[float]) -> list[int]:
    """Return for each station the lowest row in which it touches none before it."""
    ends: list[float] = []
    rows: list[int] = []
    for place in places:
        free = (n for n, taken in enumerate(ends) if abs(place - taken) >= _CLOSE)
        row = next(free, len(ends))
        if row == len(ends):
            ends.append(place)
        ends[row] = place
        rows.append(row)
    return rows


def _has_room(index: int, places: list[float], rows: list[int], label: str) -> bool:
    """Tell whether a name has room beside its station, before the next in its row and the end of the drawing."""
    end = places[index] + _CLOSE / 2 + _LETTER * len(label)
    others = (place for place, row in zip(places, rows, strict=True) if row >= rows[index] and place > places[index])
    return end < min(others, default=101) - _CLOSE / 2


def _stop(number: int, one: Reached, window: tuple[date, date], y: float, named: bool, language: Language) -> Stop:
    first = one.day or window[0]
    x, until = _across(first, *window), _across(min(max(one.last or first, first), window[1]), *window)
    told = f" \u00b7 {language.count('reports', one.told)}" if one.told > 1 else ""
    rtl = language.direction == "rtl"
    return Stop(
        number=language.number(number),
        label=one.label if named else "",
        stage=one.stage,
        x=round(100 - x if rtl else x, 2),
        y=y,
        left=round(100 - until if rtl else x, 2),
        width=round(until - x, 2),
        title=f"{one.label}, {one.when(language)}{told}",
        place=one.place,
        loose=one.loose,
    )


def _marks(start: date, end: date, language: Language) -> tuple[Mark, ...]:
    """Return marks at months, quarters or years, as many as have room."""
    months = [date(n // 12, n % 12 + 1, 1) for n in range(start.year * 12 + start.month, end.year * 12 + end.month)]
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(months) / n <= _MOST_TICKS)
    chosen = [day for day in months if (day.year * 12 + day.month - 1) % every == 0]
    marks: list[Mark] = []
    year, taken = 0, -_TICK_ROOM
    for n, day in enumerate(chosen):
        x = _across(day, start, end)
        if x - taken < _TICK_ROOM or x > 100 - _TICK_ROOM:
            continue
        name = language.number(day.year) if every >= 12 else str(language.words["short_months"][day.month - 1])
        text = name if every >= 12 or day.year == year else f"{name} {language.number(day.year)}"
        year, taken = day.year, x + (3 if " " in text else 0)
        marks.append(Mark(round(100 - x if language.direction == "rtl" else x, 2), text, n % 3 != 0))
    return tuple(marks)
