"""Who has it from whom: outlets at the reader's side, origins at the far side, ribbons as wide as the reports are many.

The ribbons are drawn in a field that is 100 wide and as high in pixels as the drawing: it is stretched across to the
room there is, while the names beside it keep their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from rawi.exports.page.language import Language
from rawi.exports.page.sources import OWN

MOST_HEIGHT = 420
_ROW, _GAP, _THINNEST = 36, 8, 1.5
_MOST_NODES, _WIDEST = 14, 12.0
Place = tuple[str, str]


class Node(Struct, frozen=True):
    """An outlet or an origin, as a bar with its name, and where it leads."""

    name: str
    y: float
    height: float
    number: str
    unnamed: bool
    place: Place | None

    @property
    def row(self) -> float:
        """The height that the node takes with the room around it."""
        return max(self.height + _GAP, _ROW)


class Ribbon(Struct, frozen=True):
    """A flow from an origin to an outlet: the outline as an SVG path, and what it says."""

    path: str
    title: str
    unnamed: bool


class Flow(Struct, frozen=True):
    """Outlets in one column, origins in the other."""

    outlets: tuple[Node, ...]
    origins: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: float
    summary: str


class _Column(Struct):
    """One side while it is drawn: its nodes, and how far each is taken by ribbons."""

    nodes: list[Node]

    def tops(self) -> dict[str, float]:
        return {node.name: node.y for node in self.nodes}

    def ranks(self) -> dict[str, int]:
        return {node.name: n for n, node in enumerate(self.nodes)}


def draw_flow(
    flows: Mapping[tuple[str, str], int],
    unnamed: frozenset[str],
    language: Language,
    places: Mapping[str, Place] | None = None,
) -> Flow | None:
    """Draw which outlets have how many reports from which origins; only the most frequent of both.

    `flows` counts reports by outlet and origin; what outlets tell from their own knowledge is not drawn. `unnamed` are
    the origins without a name, `places` leads from names to pages. None when there is nothing to draw.
    """
    told = {key: number for key, number in flows.items() if key[1] != OWN}
    near, far = (_most_frequent(told, side) for side in (0, 1))
    drawn = {key: number for key, number in told.items() if key[0] in near and key[1] in far}
    if not drawn:
        return None
    unit = min(_WIDEST, MOST_HEIGHT / sum(drawn.values()))
    order = _untangle(drawn)
    bare = [[_node(name, drawn, side, unit, unnamed, language) for name in order[side]] for side in (0, 1)]
    linked = [[structs.replace(node, place=(places or {}).get(node.name)) for node in column] for column in bare]
    heights = [sum(node.row for node in column) for column in linked]
    columns = [
        _Column(_stack(column, (max(heights) - height) / 2)) for column, height in zip(linked, heights, strict=True)
    ]
    strongest = sorted(drawn.items(), key=lambda item: (-item[1], item[0]))
    return Flow(
        outlets=tuple(columns[0].nodes),
        origins=tuple(columns[1].nodes),
        ribbons=tuple(_ribbons(drawn, columns, unit, unnamed, language)),
        height=round(max(heights), 1),
        summary=". ".join(_say(key, number, language) for key, number in strongest[:_MOST_NODES]),
    )


def _most_frequent(flows: Mapping[tuple[str, str], int], side: int) -> frozenset[str]:
    """Return the names of one side with the most reports."""
    counts = Counter[str]()
    for key, number in flows.items():
        counts[key[side]] += number
    return frozenset(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_NODES])


def _untangle(flows: Mapping[tuple[str, str], int]) -> tuple[list[str], list[str]]:
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


def _node(
    name: str,
    flows: Mapping[tuple[str, str], int],
    side: int,
    unit: float,
    unnamed: frozenset[str],
    language: Language,
) -> Node:
    total = sum(number for key, number in flows.items() if key[side] == name)
    height = round(max(unit * total, 3.0), 1)
    return Node(name, 0.0, height, language.number(total), side == 1 and name in unnamed, None)


def _stack(column: list[Node], top: float) -> list[Node]:
    placed = []
    for node in column:
        placed.append(structs.replace(node, y=round(top + (node.row - node.height) / 2, 1)))
        top += node.row
    return placed


def _ribbons(
    flows: Mapping[tuple[str, str], int],
    columns: list[_Column],
    unit: float,
    unnamed: frozenset[str],
    language: Language,
) -> Iterable[Ribbon]:
    """Yield the flows; on each node they lie in the order of the nodes opposite."""
    ranks, tops = [column.ranks() for column in columns], [column.tops() for column in columns]
    ends: dict[tuple[str, str], list[float]] = {key: [0.0, 0.0] for key in flows}
    for side in (0, 1):
        for key in sorted(flows, key=lambda key: (ranks[side][key[side]], ranks[1 - side][key[1 - side]])):
            ends[key][side] = tops[side][key[side]]
            tops[side][key[side]] += flows[key] * unit
    near, far = (100, 0) if language.direction == "rtl" else (0, 100)
    for key, (start, end) in sorted(ends.items(), key=lambda item: -flows[item[0]]):
        thick = max(flows[key] * unit, _THINNEST)
        over = f"M{near},{start:.1f} C50,{start:.1f} 50,{end:.1f} {far},{end:.1f}"
        under = f"V{end + thick:.1f} C50,{end + thick:.1f} 50,{start + thick:.1f} {near},{start + thick:.1f} Z"
        yield Ribbon(f"{over} {under}", _say(key, flows[key], language), key[1] in unnamed)


def _say(key: tuple[str, str], number: int, language: Language) -> str:
    return f"{key[0]} \u2190 {key[1]}: {language.count('reports', number)}"
