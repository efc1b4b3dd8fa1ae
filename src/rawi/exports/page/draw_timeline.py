"""The strip of time: how many events a day, week or month has, by quad class.

Across, everything is in per cent of the drawing's width (0 to 100), so that it fills a phone and a wide screen alike
while its words keep their size; down, it is in pixels.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from rawi.exports.page.language import Language
from rawi.exports.page.quads import ALL_QUADS, Quad

HEIGHT = 96
_LONGEST_IN_DAYS, _LONGEST_IN_WEEKS = 62, 760
_MOST_TICKS, _WIDEST_BAR = 12, 2.4
_LETTER = 0.85


class Dated(Struct, frozen=True):
    """Events of one day: how many of a quad class, and where the first of them stands (page and anchor)."""

    day: date
    quad: Quad
    number: int = 1
    place: tuple[str, str] | None = None


class Block(Struct, frozen=True):
    """One coloured part of a bar."""

    y: float
    height: float
    quad: Quad


class Bar(Struct, frozen=True):
    """The events of one stretch of time, from its `first` to its `last` day."""

    x: float
    width: float
    blocks: tuple[Block, ...]
    first: date
    last: date
    title: str
    place: tuple[str, str] | None


class Tick(Struct, frozen=True):
    """A mark on the time axis; `minor` ones have no room on a phone."""

    x: float
    text: str
    minor: bool


class Timeline(Struct, frozen=True):
    """Events over time; `first` and `last` are the days at its ends, `peak` says how many the highest bar has."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    first: date
    last: date
    peak: str
    summary: str


def draw_timeline(
    dated: Iterable[Dated], language: Language, window: tuple[date, date] | None = None
) -> Timeline | None:
    """Draw events as bars by day, week or month, as fits their range; None when a picture would say nothing.

    Time runs in the direction of the language's script. What lies outside `window` (history, far plans) is left out.
    """
    kept = [one for one in dated if window is None or window[0] <= one.day <= window[1]]
    if len({one.day for one in kept}) < 3:
        return None
    first, last = min(one.day for one in kept), max(one.day for one in kept)
    starts = _stretches(first, last)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), _end_of(starts, last)]
    members: defaultdict[int, list[Dated]] = defaultdict(list)
    for one in kept:
        members[bisect_right(starts, one.day) - 1].append(one)
    step = 100 / len(starts)
    peak = max(sum(one.number for one in found) for found in members.values())
    return Timeline(
        bars=tuple(
            _bar(members[i], (starts[i], ends[i]), _left(i, step, language), step, HEIGHT / peak, language)
            for i in sorted(members)
        ),
        ticks=_ticks(starts, step, language),
        first=starts[0],
        last=ends[-1],
        peak=language.number(peak),
        summary=f"{language.count('events', sum(one.number for one in kept))}: {language.span(first, last)}",
    )


def _stretches(first: date, last: date) -> list[date]:
    """Return the first days of the stretches: days up to two months, weeks up to two years, else months."""
    length = (last - first).days
    if length <= _LONGEST_IN_DAYS:
        return [first + timedelta(days=n) for n in range(length + 1)]
    if length <= _LONGEST_IN_WEEKS:
        monday = first - timedelta(days=first.weekday())
        return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _end_of(starts: list[date], last: date) -> date:
    """Return the last day of the last stretch; single days and months end with what happened last."""
    weekly = len(starts) > 1 and (starts[1] - starts[0]).days == 7
    return starts[-1] + timedelta(days=6) if weekly else last


def _left(index: int, step: float, language: Language) -> float:
    return 100 - (index + 1) * step if language.direction == "rtl" else index * step


def _bar(found: list[Dated], days: tuple[date, date], x: float, step: float, scale: float, language: Language) -> Bar:
    counts = Counter[Quad]()
    for one in found:
        counts[one.quad] += one.number
    blocks, top = [], float(HEIGHT)
    for quad in ALL_QUADS:
        height = counts[quad] * scale
        top -= height
        if height:
            blocks.append(Block(round(top, 1), round(height, 1), quad))
    parts = [f"{language.say('kinds.' + quad)} {language.number(counts[quad])}" for quad in ALL_QUADS if counts[quad]]
    told = language.count("events", counts.total())
    gap = min(0.3, step / 5)
    width = min(step - gap, _WIDEST_BAR)
    return Bar(
        x=round(x + (step - width) / 2, 2),
        width=round(width, 2),
        blocks=tuple(blocks),
        first=days[0],
        last=days[1],
        title=f"{language.span(*days)}: {told} ({language.list(parts)})",
        place=min(found, key=lambda one: one.day).place,
    )


def _ticks(starts: list[date], step: float, language: Language) -> tuple[Tick, ...]:
    """Return a mark at each new month, or year where months would crowd."""
    changes = [i for i, day in enumerate(starts) if i == 0 or day.month != starts[i - 1].month]
    if len(changes) > _MOST_TICKS:
        changes = [i for i in changes if i == 0 or starts[i].year != starts[i - 1].year]
        words = [language.number(starts[i].year) for i in changes]
    else:
        words = [_month(starts[i], None if n == 0 else starts[changes[n - 1]], language) for n, i in enumerate(changes)]
    kept: list[tuple[int, str]] = []
    for i, text in zip(changes, words, strict=True):
        if not kept or (i - kept[-1][0]) * step >= 1 + _LETTER * len(kept[-1][1]):
            kept.append((i, text))
    if len(kept) > 1 and (len(starts) - kept[-1][0]) * step < _LETTER * len(kept[-1][1]):
        kept.pop()
    return tuple(_marked(kept, step, language))


def _month(day: date, before: date | None, language: Language) -> str:
    """Name the month, with its year where that is new."""
    name = str(language.words["short_months"][day.month - 1])
    return name if before is not None and before.year == day.year else f"{name} {language.number(day.year)}"


def _marked(kept: list[tuple[int, str]], step: float, language: Language) -> Iterable[Tick]:
    """Yield the ticks; minor are those that would touch the one before them on a screen a third as wide."""
    room = 0.0
    for i, text in kept:
        minor = i * step < room
        if not minor:
            room = i * step + 3 * (1 + _LETTER * len(text))
        yield Tick(round(100 - i * step if language.direction == "rtl" else i * step, 2), text, minor)
