"""The drawings of the pages, as numbers that a template turns into SVG: events over time, and who has it from whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from rawi.exports.page.chronicle import QUADS, Quad
from rawi.exports.page.language import Language
from rawi.exports.page.shelf import Shelf
from rawi.exports.page.sources import OWN
from rawi.model import Event

STRIP_WIDTH, STRIP_HEIGHT = 1000, 88
FLOW_WIDTH, FLOW_ROW, FLOW_GAP = 1000, 34, 10
_COLUMN = 300
_MOST_NODES = 14
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
    """An outlet or an origin in the flow drawing, as a bar with its name."""

    name: str
    y: float
    height: float
    own: bool = False


class Ribbon(Struct, frozen=True):
    """A flow from an origin to an outlet: an SVG path, its width and what it says."""

    path: str
    width: float
    title: str
    own: bool


class Flow(Struct, frozen=True):
    """Outlets in one column, origins in the other."""

    outlets: tuple[Node, ...]
    origins: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


def draw_strip(events: Iterable[Event], shelf: Shelf, language: Language) -> Strip | None:
    """Draw dated events as bars by day, week or month, as fits their range; None when a picture would say nothing.

    Time runs in the direction of the language's script.
    """
    dated = [event for event in events if event.first_day is not None]
    days = [event.first_day for event in dated if event.first_day is not None]
    if len(set(days)) < 3:
        return None
    starts = _buckets(min(days), max(days))
    members: defaultdict[int, list[Event]] = defaultdict(list)
    for event, day in zip(dated, days, strict=True):
        members[sum(start <= day for start in starts) - 1].append(event)
    step = STRIP_WIDTH / len(starts)
    scale = STRIP_HEIGHT / max(len(found) for found in members.values())
    bars = [_bar(members[i], _left(i, step, language), step, scale, shelf, language) for i in sorted(members)]
    return Strip(tuple(bars), _ticks(starts, step, language))


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
    return tuple(
        Tick(round(STRIP_WIDTH - i * step if language.direction == "rtl" else i * step, 1), text)
        for i, text in zip(changes, words, strict=True)
    )


def draw_flow(flows: dict[tuple[str, str], int], language: Language) -> Flow | None:
    """Draw which outlets have how many reports from which origins; the smallest origins are joined as "others".

    Outlets stand at the side where reading begins. None when there is nothing to draw.
    """
    if not flows:
        return None
    outlets, origins = Counter[str](), Counter[str]()
    for (outlet, origin), number in flows.items():
        outlets[outlet] += number
        origins[origin] += number
    near, far = _shorten(outlets, language), _shorten(origins, language)
    joined = Counter[tuple[str, str]]()
    for (outlet, origin), number in flows.items():
        joined[near.get(outlet, _others(language)), far.get(origin, _others(language))] += number
    unit = FLOW_ROW / 1.6 / max(1.0, max(outlets.values()) / 8)
    left = _nodes(joined, 0, unit, language)
    right = _nodes(joined, 1, unit, language)
    height = max(side[-1].y + side[-1].height for side in (left, right)) + FLOW_GAP
    return Flow(tuple(left), tuple(right), tuple(_ribbons(joined, left, right, unit, language)), round(height, 1))


def _others(language: Language) -> str:
    return language.say("sources.others")


def _shorten(counts: Counter[str], language: Language) -> dict[str, str]:
    """Return for each kept name itself; names beyond the most frequent are missing."""
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: name for name in (ordered if len(ordered) <= _MOST_NODES else ordered[: _MOST_NODES - 1])}


def _nodes(joined: Counter[tuple[str, str]], side: int, unit: float, language: Language) -> list[Node]:
    sums = Counter[str]()
    for key, number in joined.items():
        sums[key[side]] += number
    last = {OWN: 1, _others(language): 2}
    nodes, y = [], 4.0
    for name in sorted(sums, key=lambda name: (last.get(name, 0) if side else 0, -sums[name], name)):
        height = max(sums[name] * unit, 4.0)
        row = max(height, FLOW_ROW - FLOW_GAP)
        own = side == 1 and name == OWN
        label = language.say("sources.itself") if own else name
        nodes.append(Node(label, round(y + (row - height) / 2, 1), round(height, 1), own))
        y += row + FLOW_GAP
    return nodes


def _ribbons(
    joined: Counter[tuple[str, str]], left: list[Node], right: list[Node], unit: float, language: Language
) -> Iterable[Ribbon]:
    """Yield the flows; on each node they lie in the order of the nodes opposite."""
    itself = language.say("sources.itself")
    at = {0: {node.name: node.y for node in left}, 1: {node.name: node.y for node in right}}
    rank = {node.name: n for n, node in enumerate(left)}, {node.name: n for n, node in enumerate(right)}
    named = {(outlet, origin if origin != OWN else itself): number for (outlet, origin), number in joined.items()}
    ends: dict[tuple[str, str], list[float]] = {key: [0.0, 0.0] for key in named}
    for side, order in ((0, lambda k: (rank[0][k[0]], rank[1][k[1]])), (1, lambda k: (rank[1][k[1]], rank[0][k[0]]))):
        for key in sorted(named, key=order):
            ends[key][side] = at[side][key[side]] + named[key] * unit / 2
            at[side][key[side]] += named[key] * unit
    near, far = _COLUMN, FLOW_WIDTH - _COLUMN
    if language.direction == "rtl":
        near, far = far, near
    middle = FLOW_WIDTH / 2
    for key, (start, end) in ends.items():
        path = f"M{near},{start:.1f} C{middle},{start:.1f} {middle},{end:.1f} {far},{end:.1f}"
        title = f"{key[0]} \u2190 {key[1]}: {language.count('reports', named[key])}"
        yield Ribbon(path, round(max(named[key] * unit, 1.5), 1), title, key[1] == itself)
