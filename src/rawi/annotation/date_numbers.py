"""Numbers in words: days of the month and centuries from ordinals, quantities and years from cardinals."""

from __future__ import annotations

from collections.abc import Sequence

from rawi.annotation.time_atoms import Atom

_TEENS = 10


def day_number(atoms: Sequence[Atom], place: int) -> tuple[int, int]:
    """Return the number that begins at an atom (`15`, `الخامس عشر`, `الحادي والعشرين`) and how many atoms it takes."""
    atom = atoms[place]
    kinds = [a.kind for a in atoms[place + 1 : place + 3]]
    if atom.kind == "ordinal.he" and kinds[:1] == ["cardinal.ten"]:
        return int(atom.value) + _TEENS, 2
    if atom.kind == "ordinal.he" and kinds == ["and", "cardinal.tens"]:
        return int(atom.value) + int(atoms[place + 2].value), 3
    return int(atom.value), 1


def spelled_number(values: Sequence[tuple[str, float]]) -> float:
    """Return the number that cardinal words make together.

    >>> spelled_number([("cardinal.unit", 3), ("cardinal.thousand", 1000), ("cardinal.tens", 20)])
    3020
    """
    total = running = 0.0
    for kind, value in values:
        if kind == "cardinal.thousand":
            total += (running or 1) * value if value == 1000 else value
            running = 0
        elif kind == "cardinal.hundred" and 0 < running < 10:
            running *= value
        else:
            running += value
    whole = total + running
    return int(whole) if whole == int(whole) else whole
