"""Groups of things that are joined by pairs, in a stable order: connected ones, and ones that are alike on average."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
_SAMPLE = 8


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


def agglomerate(
    things: Iterable[K], pairs: Iterable[tuple[float, K, K]], likeness: Callable[[K, K], float], threshold: float
) -> tuple[tuple[K, ...], ...]:
    """Grow groups from the likest pair down: two groups join while their mean likeness reaches the threshold.

    `pairs` are (likeness, one, other) of the candidates; other pairs are asked for as they are needed, at most 8 of
    each group. Ties are broken by the order of `things`, in which groups and members are returned.

    >>> alike = {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.1}
    >>> agglomerate("abc", [(p, a, b) for (a, b), p in alike.items()], lambda a, b: alike[min((a, b), (b, a))], 0.6)
    (('a', 'b'), ('c',))
    """
    place = {thing: number for number, thing in enumerate(things)}
    group_of: dict[K, list[K]] = {thing: [thing] for thing in place}
    refused: set[frozenset[tuple[K, int]]] = set()
    for alike, one, other in sorted(pairs, key=lambda pair: (-pair[0], place[pair[1]], place[pair[2]])):
        left, right = group_of[one], group_of[other]
        if alike < threshold or left is right:
            continue
        # Groups only grow: first member and size tell one from all others, and from itself at other times.
        both = frozenset(((left[0], len(left)), (right[0], len(right))))
        if both in refused:
            continue
        found = [likeness(a, b) for a in left[:_SAMPLE] for b in right[:_SAMPLE]]
        if sum(found) / len(found) < threshold:
            refused.add(both)
            continue
        joined = sorted(left + right, key=place.__getitem__)
        for thing in joined:
            group_of[thing] = joined
    return tuple(tuple(members) for members in {id(g): g for g in group_of.values()}.values())
