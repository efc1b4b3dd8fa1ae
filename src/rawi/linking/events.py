"""From reports to events: which reports, in all documents, tell the same happening.

Candidates share a blocking key (never all pairs are compared). Pairs are weighed, and groups grow from the best pair
down: two groups join when the mean evidence between their reports reaches the threshold. Everything is ordered by
content, so the order of the documents does not matter.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

import msgspec

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.candidates import Key, find_candidates
from rawi.linking.groups import agglomerate
from rawi.linking.likeness import find_agreements, related, score
from rawi.linking.origins import Sources
from rawi.linking.readings import Reading, read_all
from rawi.linking.tellings import Telling, prepare
from rawi.linking.verdicts import NO_VERDICTS, Verdicts, regroup
from rawi.model import Annotations, Event, Factuality, Participant, ReportRef, Status, Undertaking, UndertakingKind
from rawi.settings import Settings

_SAMPLE = 8
_UNRELATED = -3.0
_NEVER = date.max.toordinal()


def merge_events(
    annotations: tuple[Annotations, ...],
    undertakings: tuple[Undertaking, ...],
    lexicon: Lexicon,
    settings: Settings,
    verdicts: Verdicts = NO_VERDICTS,
) -> tuple[Event, ...]:
    """Merge the reports of a dossier into events with their independent origins, in order of time."""
    tellings = prepare(annotations, undertakings, lexicon)
    documents = read_all(annotations, lexicon)
    kinds = {undertaking.id: undertaking.kind for undertaking in undertakings}
    groups = regroup(_cluster(tellings, settings.merge_score), verdicts, lambda telling: telling.ref)
    events = [make_event(group, documents, kinds, lexicon, settings) for group in groups]
    return tuple(sorted(events, key=in_time))


def in_time(event: Event) -> tuple[date, str]:
    """Return what events are ordered by: their first day, the undated last."""
    return event.first_day or date.max, event.id


def _cluster(tellings: list[Telling], threshold: float) -> list[list[Telling]]:
    return group_tellings(tellings, likely_pairs(tellings, threshold), threshold)


def likely_pairs(
    tellings: Sequence[Telling], threshold: float, wanted: Callable[[Key], bool] = lambda _: True
) -> Iterator[tuple[float, int, int]]:
    """Yield the candidates whose evidence reaches the threshold: the points, and their places."""
    for one, other in find_candidates(tellings, wanted):
        points = score(tellings[one], tellings[other])
        if points >= threshold:
            yield points, one, other


def evidence_for(one: Telling, other: Telling) -> float:
    """Return how much speaks for two tellings being of one happening, in points."""
    return score(one, other) if related(one.report.type, other.report.type) else _UNRELATED


def group_tellings(
    tellings: Sequence[Telling], likely: Iterable[tuple[float, int, int]], threshold: float
) -> list[list[Telling]]:
    """Group tellings from the best pair down, as long as the mean evidence between groups reaches the threshold."""
    known = {(one, other): points for points, one, other in likely}

    def evidence(one: int, other: int) -> float:
        pair = (one, other) if one < other else (other, one)
        points = known.get(pair)
        if points is None:
            points = known[pair] = evidence_for(tellings[pair[0]], tellings[pair[1]])
        return points

    pairs = [(points, one, other) for (one, other), points in known.items()]
    groups = agglomerate(range(len(tellings)), pairs, evidence, threshold)
    return [[tellings[place] for place in group] for group in groups]


def make_event(
    group: list[Telling],
    documents: Mapping[str, Reading],
    kinds: Mapping[str, UndertakingKind],
    lexicon: Lexicon,
    settings: Settings,
) -> Event:
    """Make the event of a group; its headline is that of the report whose participants most others name too.

    It depends on the documents of its reports, which stand among `documents`, and on no others.
    """
    refs = tuple(t.ref for t in group)
    newest = max(group, key=lambda t: (t.said or 0, t.report.chain == (), t.ref))
    same = [t for t in group if t.report.type == newest.report.type]
    named = Counter(who for t in same for who in t.everyone.entities)
    lead = max(same, key=lambda t: (_agreed(t, named), t.first is not None, t.ref))
    headline = msgspec.structs.replace(lead.report, factuality=newest.report.factuality)
    kind = kinds.get(lead.undertaking) if lead.undertaking else None
    dated = [t for t in group if t.first is not None]
    exact = min(dated, key=lambda t: ((t.last or 10**7) - (t.first or 0), t.ref)) if dated else None
    told_by = {id: documents[id] for id in sorted({ref.document for ref in refs})}
    origins = Sources(told_by, lexicon, settings).origins(refs)
    reasons = sorted({what for a, b in combinations(group[:_SAMPLE], 2) for what in find_agreements(a, b)})
    return Event(
        id=_name(group),
        type=lead.report.type,
        label_en=lexicon.labels.event(headline, "en", kind=kind),
        label_ar=lexicon.labels.event(headline, "ar", kind=kind),
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


def _agreed(telling: Telling, named: Counter[str]) -> tuple[int, int]:
    """Return how often other reports name the participants of a telling, and how many it names."""
    return sum(named[who] - 1 for who in telling.everyone.entities), len(telling.everyone.entities)


def _name(group: list[Telling]) -> str:
    """Return an id made from the report that told the event first, so that later documents do not change it."""
    first = min(group, key=lambda t: (t.said or _NEVER, t.ref.document, t.report.start))
    place = f"{first.ref.document}:{first.report.start}-{first.report.end}"
    return "e" + hashlib.sha256(place.encode()).hexdigest()[:12]


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
