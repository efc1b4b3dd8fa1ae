"""Documents: the list, and each text with all that was found in it."""

from __future__ import annotations

import re

from rawi.exports.json import annotated_document
from rawi.exports.page.documents import list_documents, show_document
from rawi.model import Span
from rawi.store.listing import document_rows, events_in, number_of, order_documents
from rawi.store.sourcing import count_outlets
from rawi.web.asking import RefusedError
from rawi.web.choices import offer
from rawi.web.visit import Page, Visit, turn_pages

ON_A_PAGE, MOST_OUTLETS = 100, 200
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


def documents(visit: Visit) -> Page:
    """Show a page of the documents."""
    connection, language = visit.sight.connection, visit.language
    outlet, words = visit.asked.one("outlet"), visit.asked.one("words")
    ordered = visit.sight.once("documents", lambda: order_documents(connection))
    found = order_documents(connection, outlet, words) if outlet or words else ordered
    numbers = found[(visit.asked.page - 1) * ON_A_PAGE : visit.asked.page * ON_A_PAGE]
    if visit.asked.page > 1 and not numbers:
        raise RefusedError(404, "no_such_page")
    shelf = visit.shelf()
    rows = document_rows(connection, numbers)
    every = visit.sight.once("outlets", lambda: count_outlets(connection))
    counts = {name: number for name, number in every.items() if name}
    first = dict(sorted(counts.items(), key=lambda item: -item[1])[:MOST_OUTLETS])
    contents = {
        "rows": list_documents(rows, shelf, language),
        "words": words,
        "outlets": offer(first, [outlet] if outlet else [], lambda name: shelf.called(name, name, language), language),
        "pager": turn_pages(visit, len(found), ON_A_PAGE),
    }
    return Page("documents.html", "documents", contents, {"total": len(found), "documents": rows})


def document(visit: Visit) -> Page:
    """Show one document."""
    number = number_of(visit.sight.connection, "document", visit.id)
    if number is None:
        raise RefusedError(404, "no_such_page")
    told = events_in(visit.sight.connection, number)
    events = {report: visit.links.event(id) for report, id in told.items()}
    shelf = visit.shelf(documents=[number])
    one = shelf.annotated(visit.id)
    contents = {
        "sheet": show_document(one, shelf, visit.language, events, _found(visit)),
    }
    return Page("document.html", "documents", contents, annotated_document(one))


def _found(visit: Visit) -> Span | None:
    """Return the words that are to be marked as found: two places in the text."""
    match = _SPAN.fullmatch(visit.asked.one("at"))
    return Span(int(match[1]), int(match[2])) if match else None
