"""What a page is made from, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from rawi.exports.page.language import Language
from rawi.exports.page.links import Links
from rawi.exports.page.shelf import Shelf
from rawi.web.asking import Asked
from rawi.web.desk import Sight


class Visit(Struct, frozen=True):
    """One reader's look at one page: the dossier as it is now, what was asked for, in which language.

    `id` is that of the record that the page is about, "" for lists. `links` know where everything stands. `whole` tells
    that the JSON twin is asked for, so that records must be read whole though the page would not show all of them.
    """

    sight: Sight
    asked: Asked
    language: Language
    links: Links
    id: str = ""
    whole: bool = False

    def shelf(self, **numbers: Any) -> Shelf:
        """Return the part of the dossier that the page needs, by the numbers of its records."""
        return self.sight.shelf(self.links, **numbers)


class Page(Struct, frozen=True):
    """A page before it is rendered: its template, its section, what it shows, and the records for its JSON twin."""

    template: str
    section: str
    contents: dict[str, Any]
    records: Any


View = Callable[[Visit], Page]


class Pager(Struct, frozen=True):
    """The pages of a list: the numbers around the one that is shown, with their addresses; None stands for a gap.

    `previous` and `next` are addresses, "" where there is no such page.
    """

    pages: tuple[tuple[str, str, bool] | None, ...]
    previous: str
    next: str


def turn_pages(visit: Visit, total: int, size: int) -> Pager | None:
    """Return the pages of a list with `total` entries; None if there is but one."""
    last, here = max(1, -(-total // size)), visit.asked.page
    if last == 1:
        return None

    shown = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    pages: list[tuple[str, str, bool] | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            pages.append(None)
        pages.append((visit.language.number(number), visit.links.turn(number), number == here))
    return Pager(
        tuple(pages), visit.links.turn(here - 1) if here > 1 else "", visit.links.turn(here + 1) if here < last else ""
    )
