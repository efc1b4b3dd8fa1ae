"""All chains of an event as one drawing: outlets at the reader's side, independent origins at the far side.

Whoever passes on what one origin says is joined to it once; so the drawing has as many trees as the event has
independent origins, and each tree says why it is one. Across in per cent of the width, down in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rawi.exports.page.chain_tree import Branch
from rawi.exports.page.language import Language, Script

ROW, STOP, GAP, HEAD = 56, 46, 10, 28
_MARGIN = 1.5


class Halt(Struct, frozen=True):
    """A station: an outlet, a source or an origin, as a box; `number` is given to origins, `days` to outlets."""

    x: float
    y: float
    name: str
    tongue: Script
    kind: str
    number: str
    days: tuple[str, ...]
    copied: bool
    place: tuple[str, str] | None


class Way(Struct, frozen=True):
    """A line from a taker to the one it has it from, as an SVG path in a field 100 wide; dotted for a copy.

    `x` and `y` are its end at the taker, to which the words came.
    """

    path: str
    copied: bool
    x: float
    y: float


class Band(Struct, frozen=True):
    """The stretch of the drawing that one independent origin takes, and why its reports count once."""

    y: float
    height: float
    number: str
    reason: str


class Chains(Struct, frozen=True):
    """All chains of an event; `stop` is the width of a station."""

    halts: tuple[Halt, ...]
    ways: tuple[Way, ...]
    bands: tuple[Band, ...]
    columns: int
    stop: float
    height: float
    total: str
    summary: str


class _Grid(Struct, frozen=True):
    """The columns: origins stand in the one where reading ends."""

    columns: int
    rtl: bool

    @property
    def stop(self) -> float:
        """The width of a station; a quarter of each column is left to lines."""
        return round(min(76 / self.columns, 60.0), 2)

    def left(self, depth: int) -> float:
        """Return where the column of a depth begins."""
        room = (100 - 2 * _MARGIN - self.stop) / max(self.columns - 1, 1)
        far = _MARGIN + depth * room
        return round(far if self.rtl else 100 - far - self.stop, 2)


class _Placed(Struct):
    """A branch with its place: `depth` columns from the origin, the middle `y`."""

    branch: Branch
    depth: int
    y: float
    parent: _Placed | None


def draw_chains(trees: Sequence[tuple[Branch, str]], language: Language) -> Chains | None:
    """Draw one tree for each independent origin, with the reason why its reports count once; None without trees."""
    if not trees:
        return None
    grid = _Grid(1 + max(_depth(branch) for branch, _ in trees), language.direction == "rtl")
    halts: list[Halt] = []
    ways: list[Way] = []
    bands: list[Band] = []
    top = 0.0
    for n, (branch, reason) in enumerate(trees, 1):
        number = language.number(n)
        height = HEAD + _leaves(branch) * ROW
        bands.append(Band(top, height, number, reason))
        placed = list(_place(branch, 0, top + HEAD, None))
        halts += [_halt(one, number, grid) for one in placed]
        ways += [_way(one, one.parent, grid) for one in placed if one.parent]
        top += height + GAP
    total = language.count("origins", len(trees))
    told = [f"{band.number}: {_say(branch)}" for band, (branch, _) in zip(bands, trees, strict=True)]
    return Chains(
        halts=tuple(halts),
        ways=tuple(ways),
        bands=tuple(bands),
        columns=grid.columns,
        stop=grid.stop,
        height=top - GAP,
        total=total,
        summary=f"{total}: {'. '.join(told)}",
    )


def _depth(branch: Branch) -> int:
    return 1 + max((_depth(taker) for taker in branch.takers), default=-1)


def _leaves(branch: Branch) -> int:
    return sum(_leaves(taker) for taker in branch.takers) or 1


def _place(branch: Branch, depth: int, top: float, parent: _Placed | None) -> Iterator[_Placed]:
    """Yield a branch in the middle of its takers, then these."""
    here = _Placed(branch, depth, top + _leaves(branch) * ROW / 2, parent)
    yield here
    for taker in branch.takers:
        yield from _place(taker, depth + 1, top, here)
        top += _leaves(taker) * ROW


def _halt(one: _Placed, number: str, grid: _Grid) -> Halt:
    branch = one.branch
    return Halt(
        x=grid.left(one.depth),
        y=round(one.y - STOP / 2, 1),
        name=branch.name,
        tongue=branch.tongue,
        kind=branch.kind,
        number="" if one.parent else number,
        days=branch.days,
        copied=branch.copied,
        place=branch.place,
    )


def _way(taker: _Placed, giver: _Placed, grid: _Grid) -> Way:
    """Return the line from the taker's far edge to the near edge of the one behind, with a bend half-way."""
    start = grid.left(taker.depth) + (0 if grid.rtl else grid.stop)
    end = grid.left(giver.depth) + (grid.stop if grid.rtl else 0)
    middle = (start + end) / 2
    path = f"M{start:.2f},{taker.y:g} C{middle:.2f},{taker.y:g} {middle:.2f},{giver.y:g} {end:.2f},{giver.y:g}"
    return Way(path, taker.branch.copied, round(start, 2), taker.y)


def _say(branch: Branch) -> str:
    """Say in words by which ways the reports come from an origin."""
    return "; ".join(" \u2190 ".join(way) for way in _routes(branch))


def _routes(branch: Branch) -> Iterator[tuple[str, ...]]:
    """Yield the names on the way from each outlet to this branch."""
    if not branch.takers:
        yield (branch.name,)
    for taker in branch.takers:
        for way in _routes(taker):
            yield (*way, branch.name)
