"""With whom an actor has to do: cooperation on the side where reading begins, conflict on the other.

The actor stands in the middle; partners hang on two bows, the strongest at middle height, each in a row of its own so
that no name lies over another. Across in per cent of the width, down in pixels.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.quads import ALL_QUADS, Quad

ROW = 44
_MOST_PARTNERS = 9
_INNER, _BOW = 28.0, 7.0
_THINNEST, _THICKEST = 1.5, 9.0
_COOPERATION = frozenset({"verbal_cooperation", "material_cooperation"})


class Tie(Struct, frozen=True):
    """How many events of a quad class an actor has with somebody, and where that one's page is."""

    name: str
    quad: Quad
    number: int
    place: tuple[str, str] | None = None


class Partner(Struct, frozen=True):
    """Somebody in the drawing: the end of the thread, the name, and the number of events; `near` is the first side."""

    name: str
    tongue: Script
    number: str
    x: float
    y: float
    near: bool
    place: tuple[str, str] | None


class Thread(Struct, frozen=True):
    """A line between the actor and a partner: one for each quad class, as thick as the events are many."""

    x: float
    y: float
    from_y: float
    width: float
    quad: Quad
    title: str


class Network(Struct, frozen=True):
    """The actor in the middle, the partners around; `left_out` counts partners for whom there was no room."""

    name: str
    tongue: Script
    partners: tuple[Partner, ...]
    threads: tuple[Thread, ...]
    middle: float
    height: float
    left_out: int
    summary: str


def draw_network(name: str, ties: Iterable[Tie], language: Language) -> Network | None:
    """Draw an actor with the partners of most events; None when it has none.

    A partner with whom there is both cooperation and conflict stands on both sides.
    """
    counts: Counter[tuple[str, Quad]] = Counter()
    places: dict[str, tuple[str, str] | None] = {}
    for tie in ties:
        counts[tie.name, tie.quad] += tie.number
        places.setdefault(tie.name, tie.place)
    sides = [_strongest(counts, near) for near in (True, False)]
    rows = max(len(side[:_MOST_PARTNERS]) for side in sides)
    if not rows:
        return None
    middle = rows * ROW / 2
    most = max(counts.values())
    partners: list[Partner] = []
    threads: list[Thread] = []
    for near, side in zip((True, False), sides, strict=True):
        for who, (x, y) in zip(side[:_MOST_PARTNERS], _bow(side[:_MOST_PARTNERS], near, middle, language), strict=True):
            mine = [(quad, counts[who, quad]) for quad in ALL_QUADS if (quad in _COOPERATION) == near]
            total = sum(number for _, number in mine)
            partners.append(Partner(who, script(who), language.number(total), x, y, near, places[who]))
            threads += _threads(who, [(q, n) for q, n in mine if n], (x, y, middle), most, language)
    return Network(
        name=name,
        tongue=script(name),
        partners=tuple(partners),
        threads=tuple(threads),
        middle=middle,
        height=rows * ROW,
        left_out=len({who for side in sides for who in side} - {one.name for one in partners}),
        summary=". ".join(thread.title for thread in threads),
    )


def _strongest(counts: Counter[tuple[str, Quad]], near: bool) -> list[str]:
    """Return the names on one side, those with most events first."""
    totals = Counter[str]()
    for (who, quad), number in counts.items():
        if (quad in _COOPERATION) == near:
            totals[who] += number
    return sorted(totals, key=lambda who: (-totals[who], who))


def _bow(names: Sequence[str], near: bool, middle: float, language: Language) -> list[tuple[float, float]]:
    """Return the ends of the threads: the strongest in the middle of the bow, then in turn under and over it."""
    left = near != (language.direction == "rtl")
    order = sorted(range(len(names)), key=lambda n: n if n % 2 else -n)
    rank = {n: row for row, n in enumerate(order)}
    top = middle - len(names) * ROW / 2
    places = []
    for n in range(len(names)):
        y = top + ROW * (rank[n] + 0.5)
        swing = math.sqrt(max(0.0, 1 - ((y - middle) / (middle + ROW / 2)) ** 2))
        x = _INNER + _BOW - _BOW * swing
        places.append((round(x if left else 100 - x, 2), round(y, 1)))
    return places


def _threads(
    who: str, mine: list[tuple[Quad, int]], ends: tuple[float, float, float], most: int, language: Language
) -> Iterable[Thread]:
    """Yield the threads to one partner side by side, in words over in deeds."""
    x, y, middle = ends
    widths = [_THINNEST + (_THICKEST - _THINNEST) * number / most for _, number in mine]
    offset = -sum(widths) / 2
    for (quad, number), width in zip(mine, widths, strict=True):
        shift = offset + width / 2
        offset += width
        title = f"{who}: {language.say('kinds.' + quad)}, {language.count('events', number)}"
        yield Thread(x, round(y + shift, 1), round(middle + shift, 1), round(width, 1), quad, title)
