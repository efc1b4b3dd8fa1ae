"""Where places lie and what states look like from above: points and outlines for the map of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from rawi.lexicon.load import DATA, Entry, read_csv

Extent = Literal["town", "region", "state"]
_GOVERNMENT = "Government of "


class LocatedRow(Entry, frozen=True, kw_only=True):
    """A place with its point in degrees, north and east positive."""

    name: str
    code: str = ""
    latitude: float
    longitude: float


class Spot(Struct, frozen=True):
    """Where a place lies, in degrees; for a region or a state it is a point in its middle."""

    latitude: float
    longitude: float
    extent: Extent


class _State(Struct, frozen=True):
    """A state in outlines.json: the middle of its largest part, and its parts as rings of numbered lines."""

    rings: list[list[int]]
    at: tuple[float, float] | None = None


class _Outlines(Struct, frozen=True):
    """The file outlines.json: lines as a first point and steps, in units of 1/`scale` degree."""

    scale: int
    arcs: list[list[int]]
    states: dict[str, _State]


def locate(name: str, code: str | None = None) -> Spot | None:
    """Return where a place lies that the lexicon knows: by its English name, and the code of its state if several.

    A state lies in its middle; it is known by its code, or by what its government is called.

    >>> locate("Damascus", "SYR").extent, locate("SYR").extent, locate("Nowhere")
    ('town', 'state', None)
    """
    if name.startswith(_GOVERNMENT) and code:
        name = code
    states = _outlines().states
    if name in states and (at := states[name].at):
        return Spot(*at, "state")
    found = _spots().get(name)
    return found.get(code or "", next(iter(found.values()))) if found else None


@lru_cache(maxsize=1)
def _spots() -> dict[str, dict[str, Spot]]:
    """Return towns and regions by name and code of the state; regions win over towns of one name."""
    spots: dict[str, dict[str, Spot]] = {}
    files: tuple[tuple[str, Extent], ...] = (("places_located.csv", "town"), ("regions_located.csv", "region"))
    for file, extent in files:
        for row in read_csv(DATA.joinpath(file), LocatedRow):
            spots.setdefault(row.name, {})[row.code] = Spot(row.latitude, row.longitude, extent)
    return spots


@lru_cache(maxsize=1)
def _outlines() -> _Outlines:
    return msgspec.json.decode(DATA.joinpath("outlines.json").read_bytes(), type=_Outlines)


@lru_cache(maxsize=1)
def land() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the parts of all states as rings of (longitude, latitude); east of 180 degrees it goes on to 181."""
    whole = _outlines()
    lines = [tuple(_points(arc, whole.scale)) for arc in whole.arcs]
    return tuple(
        tuple(_unwrap(point for arc in ring for point in (lines[arc] if arc >= 0 else lines[~arc][::-1])))
        for state in whole.states.values()
        for ring in state.rings
    )


def _unwrap(points: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the points of a ring without the leap from 180 degrees east to 180 degrees west."""
    before: float | None = None
    turns = 0
    for x, y in points:
        if before is not None and abs(x - before) > 180:
            turns += 1 if x < before else -1
        before = x
        yield x + 360 * turns, y


def _points(arc: list[int], scale: int) -> Iterator[tuple[float, float]]:
    """Yield the points of a line that is stored as its first point and the steps from there."""
    x = y = 0
    for n in range(0, len(arc), 2):
        x, y = x + arc[n], y + arc[n + 1]
        yield x / scale, y / scale
