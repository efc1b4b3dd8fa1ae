"""All chains of an event as trees, one for each independent origin: why the number of origins is what it is."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rawi.exports.page.evidence import Step, Told
from rawi.exports.page.language import Script


class Branch(Struct, frozen=True):
    """Somebody who passed on what those behind said, with everybody who has it from there.

    `days` are the days on which it was published there, `place` is where the first of these reports stands. `copied`
    marks a text that names no source: it hangs on the origin because it is a copy.
    """

    name: str
    tongue: Script
    kind: str
    days: tuple[str, ...]
    copied: bool
    takers: tuple[Branch, ...]
    place: tuple[str, str] | None = None


class _Twig:
    """A branch while it grows."""

    def __init__(self, step: Step, copied: bool = False) -> None:
        self.step, self.copied = step, copied
        self.days: dict[str, None] = {}
        self.place: tuple[str, str] | None = None
        self.takers: dict[str, _Twig] = {}

    def done(self) -> Branch:
        step = self.step
        takers = tuple(twig.done() for twig in self.takers.values())
        return Branch(step.name, step.tongue, step.kind, tuple(self.days), self.copied, takers, self.place)


def grow_tree(origin: str, tongue: Script, kind: str, told: Iterable[Told], copies: bool = True) -> Branch:
    """Join the chains that go back to one origin; it is the root, the outlets are the leaves.

    A chain that ends elsewhere hangs on the origin as a whole: as a copy where reports count once for their text
    (`copies`), else because whoever stands at its end counts as the origin (a body that speaks for its state).
    """
    root = _Twig(Step(origin, tongue, kind, "", "", "", "", ""))
    for one in told:
        chain = list(reversed(one.path))
        twig, copied = root, chain[0].name != origin
        for step in chain if copied else chain[1:]:
            twig = twig.takers.setdefault(step.name, _Twig(step, copied and copies))
            copied = False
        twig.days[one.day] = None
        twig.place = twig.place or (one.page, one.anchor)
    return root.done()
