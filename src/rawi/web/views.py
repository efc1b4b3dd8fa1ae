"""All pages of a dossier, by the addresses at which they stand."""

from __future__ import annotations

from rawi.web.actors import actor, actors
from rawi.web.chronicle import chronicle
from rawi.web.disputes import disputes
from rawi.web.documents import document, documents
from rawi.web.event import event
from rawi.web.map import event_map
from rawi.web.overview import overview
from rawi.web.search import search
from rawi.web.sources import sources
from rawi.web.undertakings import undertaking, undertakings
from rawi.web.visit import View

LISTS: dict[str, View] = {
    "index": overview,
    "chronicle": chronicle,
    "undertakings": undertakings,
    "disputes": disputes,
    "actors": actors,
    "sources": sources,
    "map": event_map,
    "documents": documents,
}
"""Pages that show many records; the folder of pages holds them too."""

SERVED: dict[str, View] = {"search": search}
"""Pages that only a server can answer with."""

RECORDS: dict[str, View] = {
    "events": event,
    "undertakings": undertaking,
    "actors": actor,
    "documents": document,
}
"""Pages about one record, whose id stands behind a slash."""
