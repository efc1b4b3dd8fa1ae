"""Groups of things that are joined by pairs, in a stable order: connected ones, and ones that are alike on average."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from math import fsum
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
        if alike >= threshold and left is not right and judge.joins(left, right, alike):
            joined = sorted(left + right, key=place.__getitem__)
            for thing in joined:
                group_of[thing] = joined
    return tuple(tuple(members) for members in {id(g): g for g in group_of.values()}.values())


class _Judge(Generic[K]):
    """Decides whether two groups join, and remembers which do not."""

    def __init__(self, likeness: Callable[[K, K], float], threshold: float) -> None:
        self._likeness, self._threshold = likeness, threshold
        self._refused: set[frozenset[tuple[K, int, K]]] = set()

    def joins(self, left: list[K], right: list[K], alike: float) -> bool:
        """Tell whether two groups join; `alike` is how alike the two things are whose turn it is."""
        if len(left) == len(right) == 1:
            return alike >= self._threshold
        first, second = left[:_SAMPLE], right[:_SAMPLE]
        # Groups only grow, so that these tell a sample from all others, and from that of its group at other times.
        both = frozenset(((first[0], len(first), first[-1]), (second[0], len(second), second[-1])))
        if both in self._refused:
            return False
        found = [self._likeness(a, b) for a in first for b in second]
        if fsum(found) / len(found) >= self._threshold:  # exact: whatever the order in which they are summed up
            return True
        self._refused.add(both)
        return False


class Group(Struct, Generic[K], eq=False):
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
    are exactly those into which `agglomerate` would put all things. Groups in which something changed grow anew from
    single things. All others are met as they stood when the turn of a pair came, which their joints tell; one that
    would join a growing group is drawn in as it stood then, and goes on growing with it.
    """
    return _Growth(known, threshold).grow({m for thing in changed for m in known.group(thing).members})


class _Growth(Generic[K]):
    """Groups that grow anew among others that stay as they were."""

    def __init__(self, known: Known[K], threshold: float) -> None:
        self._known = known
        self._seen: dict[tuple[K, K], float] = {}
        self._judge = _Judge(_looked_up(self._seen, known.likeness), threshold)
        self._group_of: dict[K, Group[K]] = {}
        self._past: dict[K, _Past[K]] = {}
        self._first: list[_Turn[K]] = []
        self._later: list[_Turn[K]] = []

    def grow(self, inside: set[K]) -> list[Group[K]]:
        self._group_of = {thing: Group([thing], []) for thing in inside}
        self._first = sorted(self._turns(inside), reverse=True)
        place = self._known.place
        while turn := self._next():
            rank, pair = turn
            one, other = (self._met(thing, rank) for thing in pair[1:])
            if one is other or not self._judge.joins(one.members, other.members, pair[0]):
                continue
            for thing in pair[1:]:
                if thing not in self._group_of:
                    self._draw(thing, rank)
            members = sorted(one.members + other.members, key=place)
            joined = Group(members, [*one.joints, *other.joints, pair])
            self._group_of.update(dict.fromkeys(members, joined))
        return list({id(group): group for group in self._group_of.values()}.values())

    def _turns(self, things: Collection[K]) -> Iterator[_Turn[K]]:
        """Yield the pairs of things that have not been met yet, with their ranks."""
        for pair in self._known.pairs(things):
            if pair[1:] not in self._seen:
                self._seen[pair[1:]] = pair[0]
                yield _rank(pair, self._known.place), pair

    def _next(self) -> _Turn[K] | None:
        """Take out the pair whose turn is next."""
        if self._later and not (self._first and self._first[-1] < self._later[0]):
            return heappop(self._later)
        return self._first.pop() if self._first else None

    def _met(self, thing: K, rank: _Rank) -> Group[K]:
        """Return the group of a thing as it stands when the pair of a rank has its turn."""
        group = self._group_of.get(thing)
        if group is not None:
            return group
        past = self._past.get(thing)
        if past is None:
            past = _Past(self._known.group(thing), self._known.place)
            self._past.update(dict.fromkeys(past.group_of, past))
        return past.before(thing, rank)

    def _draw(self, thing: K, rank: _Rank) -> None:
        """Let a group that stayed as it was go on from how it stands now."""
        drawn = self._past[thing].group_of
        self._group_of.update(drawn)
        for turn in self._turns(list(drawn)):
            if turn[0] > rank:
                heappush(self._later, turn)


def _looked_up(seen: Mapping[tuple[K, K], float], ask: Callable[[K, K], float]) -> Callable[[K, K], float]:
    """Return what tells how alike two things are: it is known already of those whose pair has been met."""

    def likeness(one: K, other: K) -> float:
        points = seen.get((one, other))
        if points is None:
            points = seen.get((other, one))
        return ask(one, other) if points is None else points

    return likeness


_Rank = tuple[float, Any, Any]
_Turn = tuple[_Rank, tuple[float, K, K]]


def _rank(pair: tuple[float, K, K], place: Callable[[K], Any]) -> _Rank:
    """Return what pairs are ordered by: the likest first."""
    alike, one, other = pair
    return -alike, place(one), place(other)


class _Past(Generic[K]):
    """A group that stays as it was, growing once more from joint to joint."""

    def __init__(self, group: Group[K], place: Callable[[K], Any]) -> None:
        self._place = place
        self._coming = sorted(((_rank(joint, place), joint) for joint in group.joints), reverse=True)
        self.group_of = {member: Group([member], []) for member in group.members}

    def before(self, thing: K, rank: _Rank) -> Group[K]:
        while self._coming and self._coming[-1][0] < rank:
            joint = self._coming.pop()[1]
            one, other = (self.group_of[member] for member in joint[1:])
            joined = Group(sorted(one.members + other.members, key=self._place), [*one.joints, *other.joints, joint])
            self.group_of.update(dict.fromkeys(joined.members, joined))
        return self.group_of[thing]
