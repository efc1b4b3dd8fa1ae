"""Disputes: reports of one event that cannot all be true, side by side, each side with its origins."""

from __future__ import annotations

import hashlib
from collections import defaultdict

import msgspec

from rawi.model import Annotations, Dispute, Event, Factuality, Report, ReportRef, Side

_HOLDS: frozenset[Factuality] = frozenset({"occurred", "planned"})


def find_disputes(
    annotations: tuple[Annotations, ...], events: tuple[Event, ...]
) -> tuple[tuple[Dispute, ...], tuple[Event, ...]]:
    """Find the disputes of all events; return them and the events with their `dispute` flag set."""
    reports = {ReportRef(a.document.id, i): r for a in annotations for i, r in enumerate(a.reports)}
    disputes: list[Dispute] = []
    marked: list[Event] = []
    for event in events:
        found = _about_factuality(event, reports)
        disputes.extend(found)
        marked.append(msgspec.structs.replace(event, dispute=bool(found)) if found else event)
    return tuple(disputes), tuple(marked)


def _about_factuality(event: Event, reports: dict[ReportRef, Report]) -> list[Dispute]:
    sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
    for ref in event.reports:
        factuality = reports[ref].factuality
        if factuality == "denied":
            sides["denied"].append(ref)
        elif factuality in _HOLDS:
            sides["holds"].append(ref)
    if len(sides) < 2:
        return []
    return [_dispute(event, "factuality", dict(sides), reason="told as a fact or plan, and denied")]


def _dispute(event: Event, about: str, sides: dict[str, list[ReportRef]], reason: str) -> Dispute:
    key = f"{event.id}:{about}:{sorted(sides)}"
    return Dispute(
        id="d" + hashlib.sha256(key.encode()).hexdigest()[:12],
        event=event.id,
        about=about,  # type: ignore[arg-type]
        sides=tuple(
            Side(
                claim=claim,
                reports=tuple(refs),
                origins=tuple(o.key for o in event.origins if set(refs) & set(o.reports)),
            )
            for claim, refs in sorted(sides.items())
        ),
        reason=reason,
    )
