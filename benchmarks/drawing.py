"""Draw figures as SVG: bars, and lines on logarithmic axes. No library, readable in a browser and on GitHub."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_BAR, _LEFT, _WIDE, _TALL = 20, 230, 420, 240
_COLOURS = ("#2a6f97", "#bc4b51", "#5b8e7d")


def draw(bars: Sequence[tuple[str, Mapping[str, float], str]], lines: Mapping[str, Mapping[float, float]]) -> str:
    """Return an SVG with groups of bars (title, values, unit) above lines (name: x to y) on logarithmic axes."""
    parts: list[str] = []
    height = 20
    for title, values, unit in bars:
        parts.append(_text(10, height + 4, title, "bold"))
        height += 14
        largest = max(values.values())
        for name, value in values.items():
            width = max(_WIDE * value / largest, 1)
            parts.append(
                f'<rect x="{_LEFT}" y="{height}" width="{width:.0f}" height="{_BAR - 6}" fill="{_COLOURS[0]}"/>'
            )
            parts.append(_text(_LEFT - 8, height + 11, name, anchor="end"))
            parts.append(
                _text(_LEFT + width + 6, height + 11, f"{value:,.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}")
            )
            height += _BAR
        height += 24
    if lines:
        parts.append(_lines(lines, height))
        height += _TALL + 60
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {height}" font-family="sans-serif" font-size="12">'
        f'\n<rect width="800" height="{height}" fill="white"/>\n{body}\n</svg>\n'
    )


def _lines(lines: Mapping[str, Mapping[float, float]], top: int) -> str:
    xs = [x for values in lines.values() for x in values]
    ys = [y for values in lines.values() for y in values.values()]
    low, high = math.log(min(xs)), math.log(max(xs))
    least, most = math.log(min(ys)), math.log(max(ys))

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log(x) - low) / ((high - low) or 1)
        up = (math.log(y) - least) / ((most - least) or 1)
        return _LEFT + across * _WIDE, top + _TALL - up * (_TALL - 20)

    parts = [_text(10, top + 4, "seconds of processor time by number of articles (both logarithmic)", "bold")]
    for number, (name, values) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [place(x, y) for x, y in sorted(values.items())]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), (articles, seconds) in zip(points, sorted(values.items()), strict=True):
            parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>')
            parts.append(_text(x + 6, y + 14, f"{articles:,.0f}: {seconds:,.1f} s"))
        parts.append(_text(_LEFT - 8, points[0][1] + 4, name, anchor="end"))
    return "\n".join(parts)


def _text(x: float, y: float, words: str, weight: str = "normal", anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-weight="{weight}" text-anchor="{anchor}">{escape(words)}</text>'
