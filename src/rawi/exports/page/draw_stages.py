"""The track of an undertaking: a row for each kind of stage, and on it, along time, when it was reached.

Across in per cent of the width, down in pixels, as in the strip of time; the names of the rows stand where reading
begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from rawi.exports.page.language import Language
from rawi.model import STAGES

ROW, AXIS, NAMES = 28, 28, 20.0
_EDGE, _CLOSE, _LARGE, _SMALL = 2.5, 2.6, 10, 6
_MOST_TICKS, _TICK_ROOM = 9, 9.0
_SHORTEST = timedelta(days=20)


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
    """A stage that was reached: its place, and how far its days reach.

    `number` is its place in the list beside the drawing, empty where neighbours leave no room for it. `loose` marks a
    stage without a day of its own, which stands where it was first told.
    """

    number: str
    stage: str
    x: float
    y: float
    radius: int
    left: float
    width: float
    title: str
    place: tuple[str, str] | None
    loose: bool


class Row(Struct, frozen=True):
    """The row of a kind of stage, by its middle height."""

    stage: str
    label: str
    y: float


class Mark(Struct, frozen=True):
    """A mark on the axis; `minor` ones have no room on a phone."""

    x: float
    text: str
    minor: bool


class Stages(Struct, frozen=True):
    """An undertaking over time; `line` is the height of the axis of time, `height` that of the whole."""

    rows: tuple[Row, ...]
    stops: tuple[Stop, ...]
    marks: tuple[Mark, ...]
    line: float
    height: float
    summary: str


class _Time(Struct, frozen=True):
    """The stretch of time that is drawn."""

    start: date
    end: date
    rtl: bool

    def across(self, day: date) -> float:
        """Return where a day stands, the names of the rows left free."""
        share = (day - self.start).days / (self.end - self.start).days
        x = NAMES + _EDGE + share * (100 - NAMES - 2 * _EDGE)
        return round(100 - x if self.rtl else x, 2)


def draw_stages(reached: Sequence[Reached], language: Language) -> Stages | None:
    """Draw the stages with a day along time; None when fewer than two have different days.

    Stages are numbered by their place in `reached`, so that a list beside the drawing can say more. Time runs in the
    direction of the language's script.
    """
    dated = [(n, one, day) for n, one in enumerate(reached, 1) if (day := one.day)]
    if len({day for _, _, day in dated}) < 2:
        return None
    first, last = min(day for _, _, day in dated), max(max(day, one.last or day) for _, one, day in dated)
    time = _Time(first, max(last, first + _SHORTEST), language.direction == "rtl")
    rows = _rows([one for _, one, _ in dated])
    heights = {row.stage: row.y for row in rows}
    places = [(one.stage, time.across(day)) for _, one, day in dated]
    line = float(ROW * len(rows))
    parts = [f"{one.label} ({one.when(language)})" for _, one, _ in dated]
    return Stages(
        rows=rows,
        stops=tuple(_stop(*one, heights, places, time, language) for one in dated),
        marks=_marks(time, language),
        line=line,
        height=line + AXIS,
        summary=language.list(parts),
    )


def _rows(reached: list[Reached]) -> tuple[Row, ...]:
    """Return a row for each kind of stage that is reached, in the order of the vocabulary."""
    labels = {one.stage: one.label for one in reached}
    known = [stage for stage in STAGES if stage in labels]
    return tuple(Row(stage, labels[stage], ROW * (n + 0.5)) for n, stage in enumerate(known))


def _stop(
    number: int,
    one: Reached,
    day: date,
    heights: dict[str, float],
    places: list[tuple[str, float]],
    time: _Time,
    language: Language,
) -> Stop:
    x, until = time.across(day), time.across(min(max(one.last or day, day), time.end))
    crowded = sum(stage == one.stage and abs(place - x) < _CLOSE for stage, place in places) > 1
    told = f" \u00b7 {language.count('reports', one.told)}" if one.told > 1 else ""
    return Stop(
        number="" if crowded else language.number(number),
        stage=one.stage,
        x=x,
        y=heights[one.stage],
        radius=_SMALL if crowded else _LARGE,
        left=min(x, until),
        width=round(abs(until - x), 2),
        title=f"{one.label}, {one.when(language)}{told}",
        place=one.place,
        loose=one.loose,
    )


def _marks(time: _Time, language: Language) -> tuple[Mark, ...]:
    """Return marks at months, quarters or years, as many as have room."""
    start, end = time.start.year * 12 + time.start.month, time.end.year * 12 + time.end.month
    months = [date(n // 12, n % 12 + 1, 1) for n in range(start, end)]
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(months) / n <= _MOST_TICKS)
    chosen = [day for day in months if (day.year * 12 + day.month - 1) % every == 0]
    marks: list[Mark] = []
    year, taken = 0, -100.0
    for n, day in enumerate(chosen):
        x = time.across(day)
        if abs(x - taken) < _TICK_ROOM:
            continue
        name = language.number(day.year) if every >= 12 else str(language.words["short_months"][day.month - 1])
        text = name if every >= 12 or day.year == year else f"{name} {language.number(day.year)}"
        year, taken = day.year, x
        marks.append(Mark(x, text, n % 3 != 0))
    return tuple(marks)
