"""All chains of an event as one drawing: outlets at the reader's side, independent origins at the far side.

Whoever passes on what one origin says is joined to it once; so the drawing has as many trees as the event has
independent origins, and each tree says why it is one. Everything is in pixels; the drawing keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rawi.exports.page.chain_tree import Branch
from rawi.exports.page.language import Language, Tongue

COLUMN, STOP, ROW, GAP, HEAD = 196, 148, 62, 18, 30
_CURVE = 22


class Halt(Struct, frozen=True):
    """A station: an outlet, a source or an origin, as a box; `number` is given to origins, `days` to outlets."""

    x: float
    y: float
    height: float
    name: str
    tongue: Tongue
    kind: str
    number: str
    days: tuple[str, ...]
    copied: bool
    place: tuple[str, str] | None


class Way(Struct, frozen=True):
    """A line from a taker to the one it has it from, as an SVG path; dotted where it is a copy without credit."""

    path: str
    copied: bool


class Band(Struct, frozen=True):
    """The stretch of the drawing that one independent origin takes, and why its reports count once."""

    y: float
    height: float
    number: str
    reason: str


class Chains(Struct, frozen=True):
    """All chains of an event."""

    halts: tuple[Halt, ...]
    ways: tuple[Way, ...]
    bands: tuple[Band, ...]
    width: float
    height: float
    total: str
    summary: str


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
    deepest = max(_depth(branch) for branch, _ in trees)
    width = COLUMN * deepest + STOP + 2 * GAP
    halts: list[Halt] = []
    ways: list[Way] = []
    bands: list[Band] = []
    top = 0.0
    for n, (branch, reason) in enumerate(trees, 1):
        number = language.number(n)
        leaves = _leaves(branch)
        height = HEAD + leaves * ROW
        bands.append(Band(top, height, number, reason))
        placed = list(_place(branch, 0, top + HEAD, None))
        halts += [_halt(one, number, width, language) for one in placed]
        ways += [_way(one, width, language) for one in placed if one.parent]
        top += height + GAP
    total = language.count("origins", len(trees))
    told = [f"{band.number}: {_say(branch)}" for band, (branch, _) in zip(bands, trees, strict=True)]
    return Chains(tuple(halts), tuple(ways), tuple(bands), width, top - GAP, total, f"{total}: {'. '.join(told)}")


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


def _left(depth: int, width: float, language: Language) -> float:
    """Return where a column begins: origins at the side where reading ends."""
    far = GAP + depth * COLUMN
    return far if language.direction == "rtl" else width - far - STOP


def _halt(one: _Placed, number: str, width: float, language: Language) -> Halt:
    branch = one.branch
    height = ROW - 12
    return Halt(
        x=_left(one.depth, width, language),
        y=round(one.y - height / 2, 1),
        height=height,
        name=branch.name,
        tongue=branch.tongue,
        kind=branch.kind,
        number="" if one.parent else number,
        days=branch.days,
        copied=branch.copied,
        place=branch.place,
    )


def _way(one: _Placed, width: float, language: Language) -> Way:
    """Return the line from the taker's far edge to the near edge of the one behind, with a bend half-way."""
    assert one.parent is not None
    rtl = language.direction == "rtl"
    start = _left(one.depth, width, language) + (0 if rtl else STOP)
    end = _left(one.parent.depth, width, language) + (STOP if rtl else 0)
    middle = (start + end) / 2
    path = f"M{start:g},{one.y:g} C{middle:g},{one.y:g} {middle:g},{one.parent.y:g} {end:g},{one.parent.y:g}"
    return Way(path, one.branch.copied)


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
