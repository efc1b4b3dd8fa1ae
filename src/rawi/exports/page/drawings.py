"""The drawings of the pages, as numbers that a template turns into SVG: events over time, and who has it from whom."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from rawi.exports.page.language import Language
from rawi.exports.page.quads import QUADS, Quad
from rawi.exports.page.shelf import Shelf
from rawi.exports.page.sources import OWN
from rawi.model import Event

STRIP_WIDTH, STRIP_HEIGHT = 1000, 88
FLOW_WIDTH, FLOW_HEIGHT, FLOW_COLUMN = 1000, 420, 320
_ROW, _GAP = 30, 8
_MOST_NODES, _LONGEST_NAME = 14, 34
_SHORTEST_MARGIN = timedelta(days=120)
_ORDER: tuple[Quad, ...] = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


class Block(Struct, frozen=True):
    """One coloured part of a bar."""

    y: float
    height: float
    quad: Quad


class Bar(Struct, frozen=True):
    """The events of one stretch of time; `place` is the page and anchor of the first of them."""

    x: float
    width: float
    blocks: tuple[Block, ...]
    title: str
    place: tuple[str, str]


class Tick(Struct, frozen=True):
    """A mark on the time axis."""

    x: float
    text: str


class Strip(Struct, frozen=True):
    """Events over time."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


class Node(Struct, frozen=True):
    """An outlet or an origin in the flow drawing, as a bar with its name (`label` is the name, cut if long)."""

    name: str
    label: str
    y: float
    height: float
    unnamed: bool

    @property
    def row(self) -> float:
        """The height that the node takes with the room around it."""
        return max(self.height + _GAP, _ROW)


class Ribbon(Struct, frozen=True):
    """A flow from an origin to an outlet: an SVG path, its width and what it says."""

    path: str
    width: float
    title: str
    unnamed: bool


class Flow(Struct, frozen=True):
    """Outlets in one column, origins in the other."""

    outlets: tuple[Node, ...]
    origins: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


def draw_strip(events: Sequence[Event], shelf: Shelf, language: Language) -> Strip | None:
    """Draw dated events as bars by day, week or month, as fits their range; None when a picture would say nothing.

    Time runs in the direction of the language's script. What lies far before or after the documents (history, far
    plans) is not drawn.
    """
    earliest, latest = _window(shelf)
    days = [e.first_day for e in events if e.first_day is not None and earliest <= e.first_day <= latest]
    if len(set(days)) < 3:
        return None
    first, last = min(days), max(days)
    starts = _buckets(first, last)
    members: defaultdict[int, list[Event]] = defaultdict(list)
    for event in events:
        if event.first_day is not None and first <= event.first_day <= last:
            members[bisect_right(starts, event.first_day) - 1].append(event)
    step = STRIP_WIDTH / len(starts)
    scale = STRIP_HEIGHT / max(len(found) for found in members.values())
    bars = [_bar(members[i], _left(i, step, language), step, scale, shelf, language) for i in sorted(members)]
    return Strip(tuple(bars), _ticks(starts, step, language))


def _window(shelf: Shelf) -> tuple[date, date]:
    """Return the time of the documents with a margin of half its length on both sides."""
    published = [day for one in shelf.annotations if (day := one.document.published)]
    if not published:
        return date.min, date.max
    margin = max((max(published) - min(published)) / 2, _SHORTEST_MARGIN)
    return min(published) - margin, max(published) + margin


def _buckets(first: date, last: date) -> list[date]:
    """Return the first days of the stretches: days up to two months, weeks up to three years, else months."""
    length = (last - first).days
    if length <= 62:
        return [first + timedelta(days=n) for n in range(length + 1)]
    if length <= 1100:
        monday = first - timedelta(days=first.weekday())
        return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _left(index: int, step: float, language: Language) -> float:
    return STRIP_WIDTH - (index + 1) * step if language.direction == "rtl" else index * step


def _bar(found: list[Event], x: float, step: float, scale: float, shelf: Shelf, language: Language) -> Bar:
    counts = Counter(QUADS[event.type] for event in found)
    blocks, top = [], float(STRIP_HEIGHT)
    for quad in _ORDER:
        height = counts[quad] * scale
        top -= height
        if height:
            blocks.append(Block(round(top, 1), round(height, 1), quad))
    days = sorted(event.first_day for event in found if event.first_day)
    title = f"{language.span(days[0], days[-1])}: {language.count('events', len(found))}"
    first = min(found, key=lambda event: event.first_day or date.max)
    gap = min(3.0, step / 5)
    return Bar(round(x + gap / 2, 1), round(min(step - gap, 26), 1), tuple(blocks), title, shelf.place_of_event(first))


def _ticks(starts: list[date], step: float, language: Language) -> tuple[Tick, ...]:
    """Return a mark at each new month, or year where months would crowd; at most about ten."""
    changes = [i for i, day in enumerate(starts) if i == 0 or day.month != starts[i - 1].month]
    if len(changes) > 12:
        changes = [i for i in changes if i == 0 or starts[i].year != starts[i - 1].year]
        words = [language.number(starts[i].year) for i in changes]
    else:
        short = language.words["short_months"]
        words = [
            short[starts[i].month - 1]
            + (f" {language.number(starts[i].year)}" if n == 0 or starts[i].year != starts[changes[n - 1]].year else "")
            for n, i in enumerate(changes)
        ]
    kept: list[tuple[int, str]] = []
    for i, text in zip(changes, words, strict=True):
        if not kept or (i - kept[-1][0]) * step >= 12 + 8 * len(kept[-1][1]):
            kept.append((i, text))
    return tuple(
        Tick(round(STRIP_WIDTH - i * step if language.direction == "rtl" else i * step, 1), text) for i, text in kept
    )


def draw_flow(flows: dict[tuple[str, str], int], unnamed: frozenset[str], language: Language) -> Flow | None:
    """Draw which outlets have how many reports from which origins; only the most frequent of both.

    Outlets stand at the side where reading begins; what they tell from their own knowledge is not drawn. `unnamed`
    are the origins without a name. None when there is nothing to draw.
    """
    told = {key: number for key, number in flows.items() if key[1] != OWN}
    near, far = (_most_frequent(told, side) for side in (0, 1))
    drawn = {key: number for key, number in told.items() if key[0] in near and key[1] in far}
    if not drawn:
        return None
    unit = min(12.0, FLOW_HEIGHT / sum(drawn.values()))
    order = _untangle(drawn)
    outlets, origins = ([_node(name, drawn, side, unit, unnamed) for name in order[side]] for side in (0, 1))
    heights = [sum(node.row for node in column) for column in (outlets, origins)]
    left, right = (
        _stack(column, (max(heights) - height) / 2) for column, height in zip((outlets, origins), heights, strict=True)
    )
    ribbons = tuple(_ribbons(drawn, left, right, unit, unnamed, language))
    return Flow(tuple(left), tuple(right), ribbons, round(max(heights), 1))


def _most_frequent(flows: dict[tuple[str, str], int], side: int) -> frozenset[str]:
    """Return the names of one side with the most reports."""
    counts = Counter[str]()
    for key, number in flows.items():
        counts[key[side]] += number
    return frozenset(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_NODES])


def _untangle(flows: dict[tuple[str, str], int]) -> tuple[list[str], list[str]]:
    """Order both columns so that few ribbons cross: each name near the mean place of its partners."""
    columns = [sorted({key[side] for key in flows}) for side in (0, 1)]
    columns[0].sort(key=lambda name: -sum(number for key, number in flows.items() if key[0] == name))
    for side in (1, 0, 1, 0, 1):
        place = {name: n for n, name in enumerate(columns[1 - side])}
        mean: dict[str, float] = {}
        for name in columns[side]:
            partners = [(place[key[1 - side]], number) for key, number in flows.items() if key[side] == name]
            mean[name] = sum(at * number for at, number in partners) / sum(number for _, number in partners)
        columns[side].sort(key=lambda name: (mean[name], name))
    return columns[0], columns[1]


def _node(name: str, flows: dict[tuple[str, str], int], side: int, unit: float, unnamed: frozenset[str]) -> Node:
    height = max(unit * sum(number for key, number in flows.items() if key[side] == name), 3.0)
    label = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "\u2026"
    return Node(name, label, 0.0, round(height, 1), side == 1 and name in unnamed)


def _stack(column: list[Node], top: float) -> list[Node]:
    placed = []
    for node in column:
        placed.append(structs.replace(node, y=round(top + (node.row - node.height) / 2, 1)))
        top += node.row
    return placed


def _ribbons(
    flows: dict[tuple[str, str], int],
    left: list[Node],
    right: list[Node],
    unit: float,
    unnamed: frozenset[str],
    language: Language,
) -> Iterable[Ribbon]:
    """Yield the flows; on each node they lie in the order of the nodes opposite."""
    rank = [{node.name: n for n, node in enumerate(column)} for column in (left, right)]
    tops = [{node.name: node.y for node in column} for column in (left, right)]
    ends: dict[tuple[str, str], list[float]] = {key: [0.0, 0.0] for key in flows}
    for side in (0, 1):
        for key in sorted(flows, key=lambda key: (rank[side][key[side]], rank[1 - side][key[1 - side]])):
            ends[key][side] = tops[side][key[side]] + flows[key] * unit / 2
            tops[side][key[side]] += flows[key] * unit
    near, far = FLOW_COLUMN, FLOW_WIDTH - FLOW_COLUMN
    if language.direction == "rtl":
        near, far = far, near
    middle = FLOW_WIDTH / 2
    for key, (start, end) in ends.items():
        path = f"M{near},{start:.1f} C{middle},{start:.1f} {middle},{end:.1f} {far},{end:.1f}"
        title = f"{key[0]} \u2190 {key[1]}: {language.count('reports', flows[key])}"
        yield Ribbon(path, round(max(flows[key] * unit, 1.5), 1), title, key[1] in unnamed)
