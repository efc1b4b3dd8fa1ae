"""Disputes: reports of one event that cannot all be true, side by side, each side with its origins.

Told and denied, different numbers, different actors, different days, different towns. A later, higher toll is an
update and no dispute; a denial by a party never erases the claim. What one origin alone says in two ways is none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

import msgspec
from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.tallies import Tally, find_tallies
from rawi.model import Annotations, Dispute, Event, EventType, Factuality, Participant, Report, ReportRef, Side, Span
from rawi.text.prose import read_prose

About = Literal["factuality", "number", "actor", "date", "place"]
_HOLDS: frozenset[Factuality] = frozenset({"occurred", "planned"})
_ONE_DOER: frozenset[EventType] = frozenset({"ASSAULT", "COERCE"})
_ARMED = frozenset({"REB", "PRM", "OPP", "CRM"})
_STATE_BODIES = frozenset({"GOV", "MIL", "SPY", "COP", "", None})
_DAYS_APART = 2
_TOWNS = "places.csv"


class _Claim(Struct, frozen=True):
    """One report of an event with its origin and day of publication; `towns` are those that its sentence names."""

    ref: ReportRef
    report: Report
    origin: str
    said: int
    text: str
    towns: frozenset[str]


def find_disputes(
    annotations: tuple[Annotations, ...], events: tuple[Event, ...], lexicon: Lexicon
) -> tuple[tuple[Dispute, ...], tuple[Event, ...]]:
    """Find the disputes of all events; return them and the events with their `dispute` flag set.

    The flag says that somebody denies what others tell; disputes about numbers, actors, days and places stand in the
    list only.
    """
    by_id = {a.document.id: a for a in annotations}
    disputes: list[Dispute] = []
    marked: list[Event] = []
    for event in events:
        found: list[Dispute] = []
        if len(event.reports) > 1:
            claims = _claims(event, by_id)
            found = [
                *_about_factuality(event, claims),
                *_about_numbers(event, claims, lexicon),
                *_about_actors(event, claims),
                *_about_dates(event, claims),
                *_about_places(event, claims),
            ]
        disputes.extend(found)
        denied = any(dispute.about == "factuality" for dispute in found)
        marked.append(msgspec.structs.replace(event, dispute=True) if denied else event)
    return tuple(disputes), tuple(marked)


def _claims(event: Event, by_id: dict[str, Annotations]) -> list[_Claim]:
    origin_of = {ref: origin.key for origin in event.origins for ref in origin.reports}
    found: list[_Claim] = []
    for ref in event.reports:
        one = by_id[ref.document]
        report, said = one.reports[ref.index], one.document.published or one.document.published_to
        sentence = Span(report.sentence_start, report.sentence_end)
        towns = frozenset(
            name.entity
            for name in one.names
            if name.kind == "place" and name.entity and name.rule.startswith(_TOWNS) and name.within(sentence)
        )
        day = said.toordinal() if said else 0
        found.append(_Claim(ref, report, origin_of[ref], day, one.document.text, towns))
    return found


def _about_factuality(event: Event, claims: list[_Claim]) -> Iterator[Dispute]:
    denied = [c.ref for c in claims if c.report.factuality == "denied"]
    holds = [c.ref for c in claims if c.report.factuality in _HOLDS]
    if denied and holds:
        yield _dispute(event, "factuality", {"denied": denied, "holds": holds}, "told as a fact or plan, and denied")


def _about_numbers(event: Event, claims: list[_Claim], lexicon: Lexicon) -> Iterator[Dispute]:
    counted: defaultdict[str, list[tuple[_Claim, Tally]]] = defaultdict(list)
    for claim in claims:
        sentence = read_prose(claim.text[claim.report.sentence_start : claim.report.sentence_end])
        trigger = sentence.token_at(claim.report.start - claim.report.sentence_start)
        for tally in find_tallies(sentence.forms, trigger, lexicon):
            counted[tally.what].append((claim, tally))
    for what, told in sorted(counted.items()):
        if not any(_contradict(a, b) for a, b in combinations(told, 2)):
            continue
        sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
        for claim, tally in told:
            sides[f"{what} {tally.words}"].append(claim.ref)
        yield _dispute(event, "number", sides, f"{what}: numbers that cannot both be right")


def _contradict(one: tuple[_Claim, Tally], other: tuple[_Claim, Tally]) -> bool:
    """Tell whether two counts of different origins contradict each other: a later, higher total does not."""
    (a, first), (b, second) = sorted((one, other), key=lambda told: (told[0].said, told[0].ref))
    if a.origin == b.origin or first.agrees(second):
        return False
    higher = second.least > first.most
    later = b.said > a.said
    return not (higher and (later or first.grown or second.grown))


def _about_actors(event: Event, claims: list[_Claim]) -> Iterator[Dispute]:
    if event.type not in _ONE_DOER:
        return
    sides: defaultdict[frozenset[str], list[_Claim]] = defaultdict(list)
    for claim in claims:
        if claim.report.actors and claim.report.factuality != "denied":
            sides[frozenset(_doers(claim.report.actors))].append(claim)
    for one, other in combinations(sides, 2):
        if one and other and not one & other and {c.origin for c in sides[one]} != {c.origin for c in sides[other]}:
            named = {" + ".join(sorted(side)): [c.ref for c in sides[side]] for side in (one, other)}
            yield _dispute(event, "actor", named, "different doers are named")
            return


def _doers(actors: Iterable[Participant]) -> Iterator[str]:
    """Yield who can have done it: a state for its bodies (an army and its government are one), else armed groups."""
    for actor in actors:
        if actor.code and actor.sector in _STATE_BODIES:
            yield actor.code
        elif actor.entity and actor.sector in _ARMED:
            yield actor.entity


def _about_dates(event: Event, claims: list[_Claim]) -> Iterator[Dispute]:
    """Yield a dispute where different origins date the deed by words of the text to days that lie apart."""
    dated = [
        c
        for c in claims
        if c.report.when_basis == "expression"
        and c.report.first_day
        and c.report.first_day == c.report.last_day
        and c.report.factuality == "occurred"
    ]
    for a, b in combinations(dated, 2):
        first, second = a.report.first_day, b.report.first_day
        if a.origin != b.origin and first and second and abs((first - second).days) >= _DAYS_APART:
            sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
            for claim in dated:
                sides[str(claim.report.first_day)].append(claim.ref)
            yield _dispute(event, "date", sides, "different days are named")
            return


def _about_places(event: Event, claims: list[_Claim]) -> Iterator[Dispute]:
    """Yield a dispute where different origins put the deed into different towns (regions may hold one another)."""
    placed = [c for c in claims if c.report.where in c.towns and c.report.factuality == "occurred"]
    for a, b in combinations(placed, 2):
        if a.origin != b.origin and a.report.where not in b.towns and b.report.where not in a.towns:
            sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
            for claim in placed:
                sides[claim.report.where or ""].append(claim.ref)
            yield _dispute(event, "place", sides, "different towns are named")
            return


def _dispute(event: Event, about: About, sides: dict[str, list[ReportRef]], reason: str) -> Dispute:
    key = f"{event.id}:{about}:{sorted(sides)}"
    return Dispute(
        id="d" + hashlib.sha256(key.encode()).hexdigest()[:12],
        event=event.id,
        about=about,
        sides=tuple(
            Side(
                claim=claim,
                reports=tuple(sorted(refs)),
                origins=tuple(o.key for o in event.origins if not set(refs).isdisjoint(o.reports)),
            )
            for claim, refs in sorted(sides.items())
        ),
        reason=reason,
    )
