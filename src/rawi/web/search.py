"""Search: the sentences in which words stand, in any spelling."""

from __future__ import annotations

from msgspec import Struct, structs

from rawi.exports.page.chronicle import headline
from rawi.exports.page.evidence import Stretch, mark
from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Place, Shelf
from rawi.model import Span
from rawi.store.search import Passage, find_passages
from rawi.web.asking import RefusedError
from rawi.web.visit import Page, Pager, Visit

ON_A_PAGE, LAST_PAGE = 40, 25


class Found(Struct, frozen=True):
    """A sentence that was found: its document and the place in it, the words, and the events that it tells.

    `events` are headlines, where they stand, and how they stand.
    """

    address: str
    outlet: str
    outlet_tongue: Script
    day: str
    stretches: tuple[Stretch, ...]
    events: tuple[tuple[str, Place, str], ...]


def search(visit: Visit) -> Page:
    """Show a page of the sentences that hold the words that are asked for, those that fit best first."""
    asked, language = visit.asked, visit.language
    words, page = asked.one("words"), asked.page
    if page > LAST_PAGE:
        raise RefusedError(400, "bad_number")
    filters = structs.replace(asked.filters, words="")
    passages = find_passages(visit.sight.connection, words, filters, page * ON_A_PAGE + 1) if words else []
    shown = passages[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    if page > 1 and not shown:
        raise RefusedError(404, "no_such_page")
    shelf = visit.shelf()
    more = len(passages) > page * ON_A_PAGE and page < LAST_PAGE
    previous, following = (visit.links.turn(page - 1) if page > 1 else ""), (visit.links.turn(page + 1) if more else "")
    contents = {
        "words": words,
        "found": [_show(one, visit, shelf, language) for one in shown],
        "pager": Pager((), previous, following) if previous or following else None,
    }
    return Page("search.html", "search", contents, {"words": words, "passages": shown})


def _show(one: Passage, visit: Visit, shelf: Shelf, language: Language) -> Found:
    outlet = shelf.outlet(one.outlet, language)
    page = shelf.page_of_document(one.document)
    inside = one.start >= 0
    address = visit.links.link(page, "found" if inside else "", at=f"{one.start}-{one.end}" if inside else "")
    return Found(
        address=address,
        outlet=outlet,
        outlet_tongue=script(outlet),
        day=language.day(one.published) if one.published else language.say("documents.unknown_day"),
        stretches=mark(one.text, Span(0, len(one.text)), [(span, "phrase") for span in one.marks]),
        events=tuple((headline(told, language), visit.links.event(told.id), told.status) for told in one.events),
    )
