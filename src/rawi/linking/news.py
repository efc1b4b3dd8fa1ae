"""What is new: in a dossier since a day, or in one dossier against another. The page that an analyst reads first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from rawi.model import Dossier, Event, Factuality, ReportRef

NewsKind = Literal["event", "status", "origin", "dispute", "settled", "gone"]


class News(Struct, frozen=True, kw_only=True):
    """One thing that is new about an event: `before` and `after` say what changed, in words of the vocabularies.

    ``event``: it was not known. ``status``: it stands differently. ``origin``: `after` names a new independent origin.
    ``dispute``: it is disputed now. ``settled``: no longer. ``gone``: an event of the older dossier is no more.
    """

    kind: NewsKind
    event: Event
    before: str = ""
    after: str = ""


class _Before(Struct, frozen=True, kw_only=True):
    """How an event stood earlier."""

    status: Factuality
    origins: frozenset[str]
    disputed: bool


def news_since(dossier: Dossier, day: date) -> list[News]:
    """Return what the documents published on or after a day tell that the earlier ones did not, in order of time.

    Documents without a day of publication count from the day before which they cannot have been published; without
    that they count as old.
    """
    old = {
        a.document.id
        for a in dossier.annotations
        if (a.document.published or a.document.published_from or date.min) < day
    }
    disputes: defaultdict[str, list[bool]] = defaultdict(list)
    for dispute in dossier.disputes:
        told_before = [any(ref.document in old for ref in side.reports) for side in dispute.sides]
        disputes[dispute.event].append(sum(told_before) > 1)
    found: list[News] = []
    for event in dossier.events:
        before = None
        if any(ref.document in old for ref in event.reports):
            known = [s for s in event.history if any(ref.document in old for ref in s.reports)]
            before = _Before(
                status=known[-1].factuality if known else event.status,
                origins=frozenset(o.label for o in event.origins if any(ref.document in old for ref in o.reports)),
                disputed=any(disputes[event.id]),
            )
        found.extend(_compare(event, before))
    return _in_order(found)


def compare_dossiers(old: Dossier, new: Dossier) -> list[News]:
    """Return what `new` tells that `old` does not, in order of time; events are the same where they share reports."""
    places = _places(old)
    by_report = {places[ref]: event for event in old.events for ref in event.reports}
    new_places = _places(new)
    found: list[News] = []
    kept: set[str] = set()
    for event in new.events:
        shared = Counter(by_report[place].id for ref in event.reports if (place := new_places[ref]) in by_report)
        kept.update(shared)
        earlier = [by_report[new_places[ref]] for ref in event.reports if new_places[ref] in by_report]
        match = max(earlier, key=lambda one: (shared[one.id], one.id), default=None)
        found.extend(_compare(event, _stood(match) if match else None))
    found.extend(News(kind="gone", event=event) for event in old.events if event.id not in kept)
    return _in_order(found)


def _places(dossier: Dossier) -> dict[ReportRef, tuple[str, int, int]]:
    """Return for each report the name of its document and its span, which last from one reading to the next."""
    return {
        ReportRef(a.document.id, index): (a.document.name, report.start, report.end)
        for a in dossier.annotations
        for index, report in enumerate(a.reports)
    }


def _stood(event: Event) -> _Before:
    return _Before(status=event.status, origins=frozenset(o.label for o in event.origins), disputed=event.dispute)


def _compare(event: Event, before: _Before | None) -> Iterator[News]:
    if before is None:
        yield News(kind="event", event=event, after=event.status)
        return
    if event.status != before.status:
        yield News(kind="status", event=event, before=before.status, after=event.status)
    for origin in event.origins:
        if origin.label not in before.origins:
            yield News(kind="origin", event=event, after=origin.label)
    if event.dispute and not before.disputed:
        yield News(kind="dispute", event=event)
    if before.disputed and not event.dispute:
        yield News(kind="settled", event=event)


def _in_order(news: list[News]) -> list[News]:
    return sorted(news, key=lambda one: (one.event.first_day or date.max, one.event.id))
