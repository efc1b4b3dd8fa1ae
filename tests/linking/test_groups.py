"""Groups that grow again where something changed are those that would grow from the beginning."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given, settings
from hypothesis import strategies as st

from rawi.linking.groups import Group, agglomerate, grow_again

THRESHOLD = 2.0
Pair = tuple[float, int, int]


class Kept:
    """Groups of numbers as a store keeps them, with pairs that come and go."""

    def __init__(self, alike: dict[tuple[int, int], float]) -> None:
        self.alike = alike
        self.alive: set[int] = set()
        self.barred: set[tuple[int, int]] = set()
        self.groups: dict[int, Group[int]] = {}

    def group(self, thing: int) -> Group[int]:
        return self.groups.get(thing) or Group([thing], [])

    def pairs(self, things: Collection[int]) -> list[Pair]:
        return [
            (points, one, other)
            for (one, other), points in self.alike.items()
            if points >= THRESHOLD and {one, other} <= self.alive and not {one, other}.isdisjoint(things)
            if (one, other) not in self.barred
        ]

    def likeness(self, one: int, other: int) -> float:
        return self.alike[min(one, other), max(one, other)]

    def place(self, thing: int) -> int:
        return thing

    def grow(self, changed: set[int]) -> None:
        for group in grow_again(changed & self.alive, self, THRESHOLD):
            self.groups.update(dict.fromkeys(group.members, group))

    def leave(self, thing: int) -> set[int]:
        """Let a thing go; return those of its group."""
        members = self.group(thing).members
        for member in members:
            self.groups.pop(member, None)
        self.alive.discard(thing)
        return set(members)


@st.composite
def worlds(draw: st.DrawFn) -> Kept:
    size = draw(st.integers(2, 14))
    points = st.sampled_from([-3.0, -1.0, 0.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0])
    return Kept({(one, other): draw(points) for other in range(size) for one in range(other)})


@given(world=worlds(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_groups_that_grow_again_are_those_that_grow_from_the_beginning(world: Kept, data: st.DataObject) -> None:
    things = sorted({thing for pair in world.alike for thing in pair})
    for _ in range(data.draw(st.integers(1, 8))):
        some = data.draw(st.sets(st.sampled_from(things), min_size=1, max_size=4))
        step = data.draw(st.sampled_from(["come", "come", "go", "bar"]))
        if step == "come":
            changed = some - world.alive
            world.alive |= some
        elif step == "go":
            changed = {member for thing in some & world.alive for member in world.leave(thing)}
        else:
            pair = data.draw(st.sampled_from(sorted(world.alike)))
            world.barred ^= {pair}
            changed = set(pair)
        world.grow(changed)
        alive = sorted(world.alive)
        wanted = agglomerate(alive, world.pairs(alive), world.likeness, THRESHOLD)
        assert {tuple(world.group(thing).members) for thing in alive} == set(wanted)
