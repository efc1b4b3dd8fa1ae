"""From reports to events: which reports, in all documents, tell the same happening.

Candidates share a blocking key (never all pairs are compared). Pairs are weighed, and groups grow from the best pair
down: two groups join when the mean evidence between their reports reaches the threshold. Everything is ordered by
content, so the order of the documents does not matter.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.copies import Copies
from rawi.linking.groups import agglomerate
from rawi.linking.likeness import related, score, weigh
from rawi.linking.origins import Sources
from rawi.linking.tellings import Telling, prepare
from rawi.model import Annotations, Event, Factuality, Participant, ReportRef, Status, Undertaking
from rawi.settings import Settings

_LARGEST_BLOCK = 60
_RARE_WORDS = 5
_SAMPLE = 8
_UNRELATED = -3.0


def merge_events(
    annotations: tuple[Annotations, ...],
    copies: Copies,
    undertakings: tuple[Undertaking, ...],
    lexicon: Lexicon,
    settings: Settings,
) -> tuple[Event, ...]:
    """Merge the reports of a dossier into events with their independent origins, in order of time."""
    tellings = prepare(annotations, undertakings)
    sources = Sources(annotations, copies, settings)
    events = [_event(group, sources, lexicon) for group in _cluster(tellings, settings.merge_score)]
    return tuple(sorted(events, key=lambda e: (e.first_day or date.max, e.id)))


def _cluster(tellings: list[Telling], threshold: float) -> list[list[Telling]]:
    """Group tellings from the best pair down, as long as the mean evidence between groups reaches the threshold."""
    by_ref = {t.ref: t for t in tellings}

    def evidence(one: ReportRef, other: ReportRef) -> float:
        a, b = by_ref[one], by_ref[other]
        return score(a, b) if related(a.report.type, b.report.type) else _UNRELATED

    pairs = ((score(one, other), one.ref, other.ref) for one, other in _candidates(tellings))
    likely = [pair for pair in pairs if pair[0] >= threshold]
    groups = agglomerate(by_ref, likely, evidence, threshold)
    return [[by_ref[ref] for ref in group] for group in groups]


def _candidates(tellings: list[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Yield each pair of related tellings that share a blocking key, once."""
    blocks: defaultdict[tuple[str, ...], list[Telling]] = defaultdict(list)
    for telling in tellings:
        for key in _keys(telling):
            blocks[key].append(telling)
    seen: set[tuple[ReportRef, ReportRef]] = set()
    for members in blocks.values():
        if len(members) > _LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            pair = (one.ref, other.ref) if one.ref < other.ref else (other.ref, one.ref)
            if pair not in seen and related(one.report.type, other.report.type):
                seen.add(pair)
                yield (one, other) if one.ref < other.ref else (other, one)


def _keys(telling: Telling) -> Iterable[tuple[str, ...]]:
    """Yield the blocking keys of a telling: its document, its rare words in pairs, its day with its participants."""
    yield ("document", telling.ref.document)
    day = telling.first if telling.first is not None else telling.said
    if day is not None:
        for code in telling.codes:
            for shift in (0, 2):
                yield ("day", code, str((day + shift) // 4), str(shift), telling.report.type)
    rare = sorted(telling.words, key=lambda w: (-telling.words[w], w))[:_RARE_WORDS]
    for one, other in combinations(sorted(rare), 2):
        yield ("words", one, other)
    if telling.undertaking:
        yield ("undertaking", telling.undertaking, telling.report.type)


def _event(group: list[Telling], sources: Sources, lexicon: Lexicon) -> Event:
    refs = tuple(t.ref for t in group)
    newest = max(group, key=lambda t: (t.said or 0, t.report.chain == (), t.ref))
    lead = max(group, key=lambda t: (len(t.report.actors) + len(t.report.recipients), t.first is not None, t.ref))
    dated = [t for t in group if t.first is not None]
    exact = min(dated, key=lambda t: ((t.last or 10**7) - (t.first or 0), t.ref)) if dated else None
    origins = sources.origins(refs)
    reasons = sorted({what for a, b in combinations(group[:_SAMPLE], 2) for what, points in weigh(a, b) if points > 0})
    return Event(
        id=_name(group),
        type=lead.report.type,
        label_en=lexicon.labels.event(lead.report, "en"),
        label_ar=lexicon.labels.event(lead.report, "ar"),
        reports=refs,
        actors=_merge(t.report.actors for t in group),
        recipients=_merge(t.report.recipients for t in group),
        where=next((t.report.where for t in group if t.report.where), None),
        when=exact.report.when if exact else None,
        first_day=exact.report.first_day if exact else None,
        last_day=exact.report.last_day if exact else None,
        status=newest.report.factuality,
        history=_history(group),
        origins=origins,
        independent_origins=len(origins),
        undertaking=next((t.undertaking for t in group if t.undertaking), None),
        reason=", ".join(reasons),
    )


def _name(group: list[Telling]) -> str:
    """Return an id made from the content: the reports of the event."""
    content = ";".join(f"{t.ref.document}:{t.report.start}" for t in group)
    return "e" + hashlib.sha256(content.encode()).hexdigest()[:12]


def _merge(sides: Iterable[tuple[Participant, ...]]) -> tuple[Participant, ...]:
    """Return each participant once, by entity, else by code and sector."""
    found: dict[tuple[str, ...], Participant] = {}
    for participant in (p for side in sides for p in side):
        key = (
            (participant.entity,)
            if participant.entity
            else (participant.code or participant.text, participant.sector or "")
        )
        found.setdefault(tuple(key), participant)
    return tuple(found.values())


def _history(group: list[Telling]) -> tuple[Status, ...]:
    """Return how the event stood day by day, as far as the reports' days of publication tell."""
    days: defaultdict[tuple[date | None, Factuality], list[ReportRef]] = defaultdict(list)
    for t in group:
        days[date.fromordinal(t.said) if t.said else None, t.report.factuality].append(t.ref)
    return tuple(
        Status(day=day, factuality=factuality, reports=tuple(sorted(refs)))
        for (day, factuality), refs in sorted(days.items(), key=lambda item: (item[0][0] or date.min, item[0][1]))
    )
