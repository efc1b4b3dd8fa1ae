"""Groups of things that are joined by pairs: connected components, in a stable order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def group(things: Iterable[K], pairs: Iterable[tuple[K, K]]) -> tuple[tuple[K, ...], ...]:
    """Return the connected groups of `things`; groups and members keep the order of `things`.

    >>> group("abcd", [("a", "c"), ("d", "c")])
    (('a', 'c', 'd'), ('b',))
    """
    head = {thing: thing for thing in things}

    def root(thing: K) -> K:
        while head[thing] != thing:
            head[thing] = thing = head[head[thing]]
        return thing

    for one, other in pairs:
        head[root(one)] = root(other)
    members: dict[K, list[K]] = {}
    for thing in head:
        members.setdefault(root(thing), []).append(thing)
    return tuple(tuple(group) for group in members.values())
