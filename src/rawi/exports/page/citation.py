"""An event as it is cited: one line that names what was reported where, and a BibTeX entry for each document."""

from __future__ import annotations

from msgspec import Struct

from rawi.exports.citations import bibtex_entry
from rawi.exports.page.chronicle import headline
from rawi.exports.page.evidence import publication
from rawi.exports.page.language import Language
from rawi.exports.page.shelf import Shelf
from rawi.model import Event

_MOST_DOCUMENTS = 12


class Citation(Struct, frozen=True):
    """What can be copied: the event, each document that tells it in its parts, the event's id, and BibTeX."""

    event: str
    documents: tuple[tuple[str, ...], ...]
    id: str
    bibtex: str


def cite(event: Event, shelf: Shelf, language: Language) -> Citation:
    """Return the citation of an event with the documents that tell it, the earliest first."""
    told = {ref.document for ref in event.reports}
    documents = [one for one in shelf.annotations if one.document.id in told][:_MOST_DOCUMENTS]
    opening, closing = language.words["quote"]
    parts = []
    for one in documents:
        document = one.document
        outlet = shelf.called(document.outlet, document.outlet, language) if document.outlet else ""
        title = f"{opening}{document.title}{closing}" if document.title else document.name
        url = document.url if document.url and document.url.startswith(("https://", "http://")) else ""
        parts.append(tuple(part for part in (outlet, title, publication(document, language), url) if part))
    when = f" ({language.span(event.first_day, event.last_day)})" if event.first_day else ""
    bibtex = "\n".join(bibtex_entry(one.document) for one in documents)
    return Citation(f"{headline(event, language)}{when}.", tuple(parts), event.id, bibtex)
