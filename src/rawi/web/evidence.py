"""How much evidence a page shows: a part of the reports of each event, spread over all that is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rawi.exports.page.shelf import Shelf
from rawi.exports.page.undertakings import QUOTES
from rawi.model import Dispute, Event, ReportRef, Undertaking
from rawi.store.listing import document_numbers
from rawi.web.visit import Visit

MOST_ITEMS = 40


def shelf_of_events(visit: Visit, numbers: Sequence[int], most: int, sides: int = 0) -> Shelf:
    """Return some events with the documents of at most so many reports of each, and of each side of its disputes."""
    bare = visit.shelf(events=numbers, told=())
    wanted = [ref for event in bare.dossier.events for ref in choose(event, most)]
    wanted += [ref for one in bare.dossier.disputes for ref in _of_sides(one, sides)]
    told = document_numbers(visit.sight.connection, {ref.document for ref in wanted})
    return visit.shelf(events=numbers, told=told)


def choose(event: Event, most: int) -> list[ReportRef]:
    """Return at most so many reports of an event: from every origin the first, then from every origin the second …"""
    rounds = zip_longest(*(origin.reports for origin in event.origins))
    spread = dict.fromkeys((*(ref for turn in rounds for ref in turn if ref is not None), *event.reports))
    return list(spread)[:most]


def _of_sides(dispute: Dispute, most: int) -> Iterator[ReportRef]:
    for side in dispute.sides:
        yield from side.reports[:most]


def documents_of(visit: Visit, undertaking: Undertaking) -> list[int]:
    """Return the documents that hold the words shown for an undertaking: some for each stage, provision and phase."""
    by_stage: defaultdict[object, list[str]] = defaultdict(list)
    for stage in undertaking.stages:
        by_stage[stage.stage, stage.first_day, stage.last_day].append(stage.document)
    wanted = {document for documents in by_stage.values() for document in documents[:QUOTES]}
    wanted |= {one.document for one in (*undertaking.provisions[:MOST_ITEMS], *undertaking.phases[:MOST_ITEMS])}
    return document_numbers(visit.sight.connection, wanted)
