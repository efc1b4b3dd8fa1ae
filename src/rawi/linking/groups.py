"""Groups of things that are joined by pairs, in a stable order: connected ones, and ones that are alike on average."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

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
    judge = _Judge(likeness, threshold)
    for alike, one, other in sorted(pairs, key=lambda pair: (-pair[0], place[pair[1]], place[pair[2]])):
        left, right = group_of[one], group_of[other]
        if alike >= threshold and left is not right and judge.joins(left, right):
            joined = sorted(left + right, key=place.__getitem__)
            for thing in joined:
                group_of[thing] = joined
    return tuple(tuple(members) for members in {id(g): g for g in group_of.values()}.values())


class _Judge(Generic[K]):
    """Decides whether two groups join, and remembers which do not."""

    def __init__(self, likeness: Callable[[K, K], float], threshold: float) -> None:
        self._likeness, self._threshold = likeness, threshold
        self._refused: set[frozenset[tuple[K, int]]] = set()

    def joins(self, left: list[K], right: list[K]) -> bool:
        # Groups only grow: first member and size tell one from all others, and from itself at other times.
        both = frozenset(((left[0], len(left)), (right[0], len(right))))
        if both in self._refused:
            return False
        found = [self._likeness(a, b) for a in left[:_SAMPLE] for b in right[:_SAMPLE]]
        if sum(found) / len(found) >= self._threshold:
            return True
        self._refused.add(both)
        return False


class Group(Struct, Generic[K]):
    """A group with its joints: the pairs at which two smaller groups became one, in any order."""

    members: list[K]
    joints: list[tuple[float, K, K]]


class Known(Protocol[K]):
    """What `grow_again` asks: the groups as they were, the likely pairs as they are now, how alike two things are."""

    def group(self, thing: K) -> Group[K]:
        """Return the group in which a thing was; alone, if it is new or its group is not known any more."""

    def pairs(self, things: Collection[K]) -> Iterable[tuple[float, K, K]]:
        """Return the pairs of at least the threshold that hold any of the things, the smaller place first."""

    def likeness(self, one: K, other: K) -> float:
        """Return how alike two things are; they are asked for in the order of their groups."""

    def place(self, thing: K) -> Any:
        """Return by what things are ordered."""


def grow_again(changed: Iterable[K], known: Known[K], threshold: float) -> list[Group[K]]:
    """Return the groups that differ from what they were, or may, after things have come, gone or changed their pairs.

    `changed` are the things that are new, whose pairs are not what they were, or whose group lost a member. The groups
    are exactly those into which `agglomerate` would put all things: whoever is drawn into a group that grows anew is
    grouped anew with all of his own; of all others, each group stays as it was, and is met as it stood when its turn
    came (its joints tell).
    """
    inside: set[K] = set()
    pairs: dict[tuple[K, K], tuple[float, K, K]] = {}
    drawn = set(changed)
    while True:
        new = {member for thing in drawn for member in known.group(thing).members} - inside
        inside |= new
        pairs.update(((one, other), (alike, one, other)) for alike, one, other in known.pairs(new))
        groups, drawn = _grow(inside, pairs.values(), known, threshold)
        if not drawn:
            return groups


def _grow(
    inside: set[K], pairs: Iterable[tuple[float, K, K]], known: Known[K], threshold: float
) -> tuple[list[Group[K]], set[K]]:
    """Group what is inside; return the groups, and what is outside but would join one of them."""
    place = known.place
    group_of = {thing: Group([thing], []) for thing in inside}
    outside: dict[K, _Past[K]] = {}
    drawn: set[K] = set()
    judge = _Judge(known.likeness, threshold)
    for rank, pair in sorted((_rank(pair, place), pair) for pair in pairs):
        _, one, other = pair
        sides = [group_of.get(thing) for thing in (one, other)]
        left, right = (
            side.members if side else _met(thing, rank, outside, known)
            for thing, side in zip((one, other), sides, strict=True)
        )
        if left is right or not judge.joins(left, right):
            continue
        first, second = sides
        if first and second:
            joined = Group(
                sorted(left + right, key=place),
                [*first.joints, *second.joints, pair],
            )
            group_of.update(dict.fromkeys(joined.members, joined))
        else:
            drawn.add(other if first else one)
    return list({id(group): group for group in group_of.values()}.values()), drawn


def _rank(pair: tuple[float, K, K], place: Callable[[K], Any]) -> tuple[Any, ...]:
    """Return what pairs are ordered by: the likest first."""
    alike, one, other = pair
    return -alike, place(one), place(other)


def _met(thing: K, rank: tuple[Any, ...], outside: dict[K, _Past[K]], known: Known[K]) -> list[K]:
    """Return the group of a thing outside as it stood before the pair of a rank had its turn."""
    past = outside.get(thing)
    if past is None:
        group = known.group(thing)
        past = _Past(group, known.place)
        outside.update(dict.fromkeys(group.members, past))
    return past.before(thing, rank)


class _Past(Generic[K]):
    """A group that stays as it was, growing once more from joint to joint."""

    def __init__(self, group: Group[K], place: Callable[[K], Any]) -> None:
        self._place = place
        self._coming = sorted(((_rank(joint, place), joint) for joint in group.joints), reverse=True)
        self._group_of = {member: [member] for member in group.members}

    def before(self, thing: K, rank: tuple[Any, ...]) -> list[K]:
        while self._coming and self._coming[-1][0] < rank:
            _, (_, one, other) = self._coming.pop()
            joined = sorted(self._group_of[one] + self._group_of[other], key=self._place)
            self._group_of.update(dict.fromkeys(joined, joined))
        return self._group_of[thing]
