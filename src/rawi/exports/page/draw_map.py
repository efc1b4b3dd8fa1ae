"""The map of placed events: circles on a plain graticule with the outlines of states, drawn from shipped data.

Degrees are projected evenly, shortened across by the latitude in the middle. Everything is in units of the drawing,
which is scaled as a whole; names keep apart from one another and from the circles.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.quads import ALL_QUADS, Quad
from rawi.lexicon.gazetteer import Extent, land

WIDTH = 1000.0
_LEAST_HEIGHT, _MOST_HEIGHT = 480.0, 720.0
_LEAST_SPAN, _MARGIN = 7.0, 0.12
_SMALLEST, _LARGEST, _MOST_CIRCLES = 4.5, 34.0, 160
_LETTER, _LINE, _AWAY = 8.6, 20.0, 5.0
_MOST_NAMES = 40
_STEPS = (0.5, 1, 2, 5, 10, 20, 30)
_FINEST = 1.2
_NEARLY, _MUCH, _FEW = 0.85, 0.6, 12
Ring = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]


class Placed(Struct, frozen=True):
    """Events of one quad class at one place, in degrees north and east; `place` is the page of these events."""

    name: str
    latitude: float
    longitude: float
    extent: Extent
    quad: Quad
    number: int = 1
    place: tuple[str, str] | None = None


class Slice(Struct, frozen=True):
    """The part of a circle that one quad class takes, as an SVG path."""

    path: str
    quad: Quad


class Circle(Struct, frozen=True):
    """A place with its events; regions and states are drawn hollow, because nobody says where in them it was."""

    x: float
    y: float
    radius: float
    extent: Extent
    slices: tuple[Slice, ...]
    quad: Quad
    title: str
    name: str
    number: int
    place: tuple[str, str] | None


class Caption(Struct, frozen=True):
    """The name of a place beside its circle; `minor` ones have no room on a phone."""

    x: float
    y: float
    anchor: str
    text: str
    tongue: Script
    minor: bool


class Line(Struct, frozen=True):
    """A line of the graticule, with its degree."""

    x1: float
    y1: float
    x2: float
    y2: float
    text: str


class Map(Struct, frozen=True):
    """Placed events from above; `beyond` says how many are left out, far away from the others."""

    width: float
    height: float
    land: str
    lines: tuple[Line, ...]
    circles: tuple[Circle, ...]
    captions: tuple[Caption, ...]
    beyond: str
    summary: str


class _View(Struct, frozen=True):
    """The stretch of the earth that is drawn, and how large."""

    west: float
    south: float
    east: float
    north: float
    scale: float
    squeeze: float

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def shows(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def x(self, longitude: float) -> float:
        return (longitude - self.west) * self.scale * self.squeeze

    def y(self, latitude: float) -> float:
        return (self.north - latitude) * self.scale


def draw_map(placed: Iterable[Placed], language: Language) -> Map | None:
    """Draw places as circles, their size by number of events, their colours by quad class; None without places."""
    found: defaultdict[tuple[str, float, float], list[Placed]] = defaultdict(list)
    for one in placed:
        found[one.name, one.latitude, one.longitude].append(one)
    if not found:
        return None
    weights = {key: sum(one.number for one in same) for key, same in found.items()}
    south, north = _core([(key[1], weight) for key, weight in weights.items()])
    west, east = _core([(key[2], weight) for key, weight in weights.items()])
    view = _view((south, north), (west, east))
    inside = sorted((key for key in found if view.shows(*key[1:])), key=lambda key: (-weights[key], key))
    drawn = inside[:_MOST_CIRCLES]
    circles = [_circle(found[key], view, max(weights.values()), language) for key in drawn]
    beyond = sum(weights.values()) - sum(weights[key] for key in drawn)
    circles.sort(key=lambda circle: (circle.extent == "town", -circle.radius, circle.name))
    return Map(
        width=WIDTH,
        height=round(view.height, 1),
        land=_outlines(view),
        lines=tuple(_graticule(view, language)),
        circles=tuple(circles),
        captions=tuple(_captions(circles, view)),
        beyond=language.count("events", beyond) if beyond else "",
        summary=". ".join(circle.title for circle in circles),
    )


def _core(weighted: list[tuple[float, int]]) -> tuple[float, float]:
    """Return the shortest stretch of degrees with nearly all events, or all where that is not much more.

    Few places are all shown.
    """
    ordered = sorted(weighted)
    first, last = ordered[0][0], ordered[-1][0]
    needed = _NEARLY * sum(weight for _, weight in ordered)
    best, start, inside = (first, last), 0, 0
    for degree, weight in ordered:
        inside += weight
        while inside - ordered[start][1] >= needed:
            inside -= ordered[start][1]
            start += 1
        if inside >= needed and degree - ordered[start][0] < best[1] - best[0]:
            best = ordered[start][0], degree
    much_less = best[1] - best[0] < _MUCH * (last - first) and last - first >= 2 * _LEAST_SPAN
    return best if much_less and len(ordered) > _FEW else (first, last)


def _view(latitudes: tuple[float, float], longitudes: tuple[float, float]) -> _View:
    """Return the stretch that shows these degrees with a margin, in a shape that fits a page."""
    (south, north), (west, east) = _widen(*latitudes), _widen(*longitudes)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, down = (east - west) * squeeze, north - south
    if down / across > _MOST_HEIGHT / WIDTH:
        more = (down * WIDTH / _MOST_HEIGHT - across) / squeeze / 2
        west, east = west - more, east + more
    elif down / across < _LEAST_HEIGHT / WIDTH:
        more = (across * _LEAST_HEIGHT / WIDTH - down) / 2
        south, north = max(south - more, -85.0), min(north + more, 85.0)
    return _View(west, south, east, north, WIDTH / ((east - west) * squeeze), squeeze)


def _widen(first: float, last: float) -> tuple[float, float]:
    more = max((last - first) * _MARGIN, (_LEAST_SPAN - (last - first)) / 2, 0.0)
    return first - more, last + more


def _circle(same: list[Placed], view: _View, most: int, language: Language) -> Circle:
    counts = Counter[Quad]()
    for one in same:
        counts[one.quad] += one.number
    total = counts.total()
    radius = max(_SMALLEST, _LARGEST * math.sqrt(total / max(most, 12)))
    x, y = view.x(same[0].longitude), view.y(same[0].latitude)
    parts = [f"{language.say('kinds.' + quad)} {language.number(counts[quad])}" for quad in ALL_QUADS if counts[quad]]
    return Circle(
        x=round(x, 1),
        y=round(y, 1),
        radius=round(radius, 1),
        extent=same[0].extent,
        slices=tuple(_slices(counts, x, y, radius)) if len(counts) > 1 else (),
        quad=max(ALL_QUADS, key=lambda quad: counts[quad]),
        title=f"{same[0].name}: {language.count('events', total)} ({language.list(parts)})",
        name=same[0].name,
        number=total,
        place=same[0].place,
    )


def _slices(counts: Counter[Quad], x: float, y: float, radius: float) -> Iterator[Slice]:
    """Yield the slices of a circle, from above, clockwise."""
    total, turned = counts.total(), 0.0
    for quad in ALL_QUADS:
        if not counts[quad]:
            continue
        start, turned = turned, turned + 2 * math.pi * counts[quad] / total
        ends = [(x + radius * math.sin(at), y - radius * math.cos(at)) for at in (start, turned)]
        (x1, y1), (x2, y2) = ends
        wide = int(turned - start > math.pi)
        yield Slice(
            f"M{x:.1f},{y:.1f} L{x1:.1f},{y1:.1f} A{radius:.1f},{radius:.1f} 0 {wide} 1 {x2:.1f},{y2:.1f} Z", quad
        )


def _graticule(view: _View, language: Language) -> Iterator[Line]:
    """Yield meridians and parallels, about six across."""
    step = next((step for step in _STEPS if (view.east - view.west) / step <= 8), _STEPS[-1])
    for n in range(math.ceil(view.west / step), math.floor(view.east / step) + 1):
        x = round(view.x(n * step), 1)
        yield Line(x, 0, x, round(view.height, 1), _degree(n * step, language))
    for n in range(math.ceil(view.south / step), math.floor(view.north / step) + 1):
        y = round(view.y(n * step), 1)
        yield Line(0, y, WIDTH, y, _degree(n * step, language))


def _degree(value: float, language: Language) -> str:
    whole = f"{abs(value):g}"
    return language.figures(f"{whole}\u00b0")


@lru_cache(maxsize=8)
def _outlines(view: _View) -> str:
    """Return the land in view as one SVG path, without detail that is finer than the drawing."""
    parts = []
    for ring in land():
        if _beside(ring, view):
            continue
        points = _thin([(view.x(x), view.y(y)) for x, y in _clip(ring, view)])
        if len(points) > 2:
            parts.append("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in points) + "Z")
    return "".join(parts)


def _beside(ring: Ring, view: _View) -> bool:
    return (
        max(x for x, _ in ring) < view.west
        or min(x for x, _ in ring) > view.east
        or max(y for _, y in ring) < view.south
        or min(y for _, y in ring) > view.north
    )


def _clip(ring: Ring, view: _View) -> Ring:
    """Cut a ring to the view, a little beyond its edges so that their lines are not seen (Sutherland–Hodgman)."""
    over = 0.02 * (view.east - view.west)
    edges = ((0, 1, view.west - over), (0, -1, view.east + over), (1, 1, view.south - over), (1, -1, view.north + over))
    for axis, sign, edge in edges:
        kept: list[tuple[float, float]] = []
        for before, here in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
            inside = sign * (here[axis] - edge) >= 0
            if inside != (sign * (before[axis] - edge) >= 0):
                share = (edge - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if inside:
                kept.append(here)
        ring = kept
    return ring


def _thin(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or math.dist(point, kept[-1]) >= _FINEST:
            kept.append(point)
    return kept


def _captions(circles: Sequence[Circle], view: _View) -> Iterator[Caption]:
    """Yield names for the largest circles, each where it meets neither a circle nor a name; none where it cannot."""
    circles = sorted(circles, key=lambda circle: (-circle.number, circle.name))
    taken: list[Box] = [_around(circle) for circle in circles]
    large: list[Box] = [_around(circle, 0) for circle in circles[:_MOST_NAMES]]
    for n, circle in enumerate(circles[:_MOST_NAMES]):
        own = taken[n]
        free = [box for m, box in enumerate(taken) if m != n]
        for anchor, x, y in _spots_beside(circle):
            box = _box(anchor, x, y, circle.name, 1.0)
            if _inside(box, view) and not any(_meet(box, other) for other in free if other is not own):
                taken.append(box)
                wide = _box(anchor, x, y, circle.name, 2.0)
                minor = not _inside(wide, view) or any(_meet(wide, other) for m, other in enumerate(large) if m != n)
                if not minor:
                    large.append(wide)
                yield Caption(round(x, 1), round(y, 1), anchor, circle.name, script(circle.name), minor)
                break


def _spots_beside(circle: Circle) -> Iterator[tuple[str, float, float]]:
    """Yield where a name may stand: anchor of the text and its middle height."""
    away = circle.radius + _AWAY
    yield "left", circle.x + away, circle.y
    yield "right", circle.x - away, circle.y
    yield "middle", circle.x, circle.y + circle.radius + _LINE * 0.7
    yield "middle", circle.x, circle.y - circle.radius - _LINE * 0.6


def _around(circle: Circle, room: float = 1.0) -> Box:
    reach = circle.radius + room
    return circle.x - reach, circle.y - reach, circle.x + reach, circle.y + reach


def _box(anchor: str, x: float, y: float, text: str, size: float) -> Box:
    width, height = len(text) * _LETTER * size, _LINE * size
    left = x if anchor == "left" else x - width if anchor == "right" else x - width / 2
    return left, y - height / 2, left + width, y + height / 2


def _inside(box: Box, view: _View) -> bool:
    return box[0] >= 4 and box[1] >= 4 and box[2] <= WIDTH - 4 and box[3] <= view.height - 4


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
