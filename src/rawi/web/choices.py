"""Values that a reader may choose from, each with how much it leads to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from rawi.exports.page.language import Language


class Choice(Struct, frozen=True):
    """One value of a filter, what it is called, how much it leads to, and whether it is chosen."""

    value: str
    label: str
    count: str
    chosen: bool


def offer(
    counts: Mapping[str, int], chosen: Collection[str], called: Callable[[str], str], language: Language
) -> tuple[Choice, ...]:
    """Return the values that are counted, and those that are chosen though nothing has them."""
    every = {**counts, **{value: 0 for value in chosen if value not in counts}}
    return tuple(
        Choice(value, called(value), language.number(number), value in chosen) for value, number in every.items()
    )
