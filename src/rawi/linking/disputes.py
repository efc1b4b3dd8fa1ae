"""Disputes: reports of one event that cannot all be true, side by side, each side with its origins.

Told and denied, different numbers, different actors, different days, different towns. A later, higher toll is an
update and no dispute; a denial by a party never erases the claim. What one origin alone says in two ways is none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Literal

import msgspec
from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.readings import Reading, read_all
from rawi.linking.tallies import Tally, find_tallies
from rawi.model import (
    HOLDS,
    Annotations,
    Dispute,
    Event,
    EventType,
    LinkAct,
    Participant,
    Report,
    ReportRef,
    Side,
    Span,
)
from rawi.text.fold import fold
from rawi.text.prose import read_prose

About = Literal["factuality", "number", "actor", "date", "place"]
# Who denies a plan also contradicts the report that it is considered.
_SPOKEN: frozenset[EventType] = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT"})
_NO_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"})
_NAMED_GROUPS = ("groups.csv", "organisations.csv")
_STATE_BODIES = frozenset({"GOV", "MIL", "SPY", "COP", "", None})
# Who fails in something, calls it off, draws back from it or parts without it does not say that another lies, nor who
# says what a deed will not do, or that nobody wants or confirms it; that something be not done is wished, that it is
# not there is told.
_NO_DENIAL = frozenset({"denied.fail", "denied.cancel", "denied.without", "denied.abstain", "denied.no_longer"})
_OF_SOMETHING_ELSE = ("predicate:", "negated:")
_NOT_TO = "\u0627\u0644\u0627"
_ABSENCE, _OBJECT = "denied.absence", "negation:object"
_TELLING: frozenset[LinkAct] = frozenset({"say", "cite", "announce", "confirm", "reveal", "claim", "deny"})
_PREPOSITIONS = ("particle", "on", "in")
_SIGNING: frozenset[EventType] = frozenset({"SUPPORT", "AGREE"})
_DONE_TO_ONE: frozenset[EventType] = frozenset({"ASSAULT", "COERCE"})
_DAYS_APART = 2
_TOWNS = "places.csv"


class _Claim(Struct, frozen=True):
    """One report of an event with its speaker, origin and day of publication.

    `towns` and `people` are those in its sentence, but for the people who say it.
    Two bodies of one state are one origin, but can contradict each other: they are two speakers.
    """

    ref: ReportRef
    report: Report
    speaker: str
    origin: str
    said: int
    text: str
    towns: frozenset[str]
    people: frozenset[str]


def find_disputes(
    annotations: tuple[Annotations, ...], events: tuple[Event, ...], lexicon: Lexicon
) -> tuple[tuple[Dispute, ...], tuple[Event, ...]]:
    """Find the disputes of all events; return them by id, and the events with their `dispute` flag set.

    The flag says that somebody denies what others tell; disputes about numbers, actors, days and places stand in the
    list only.
    """
    by_id = read_all(annotations, lexicon)
    disputes: list[Dispute] = []
    marked: list[Event] = []
    for event in events:
        found, event = disputes_of(event, by_id, lexicon)
        disputes.extend(found)
        marked.append(event)
    return tuple(sorted(disputes, key=lambda dispute: dispute.id)), tuple(marked)


def disputes_of(event: Event, documents: Mapping[str, Reading], lexicon: Lexicon) -> tuple[list[Dispute], Event]:
    """Find the disputes of one event, from the documents that tell it alone; return it with its flag set."""
    if len(event.reports) < 2:
        return [], event
    claims = _claims(event, documents)
    if len({claim.speaker for claim in claims}) < 2 and event.independent_origins < 2:
        return [], event
    found = [
        *_about_factuality(event, claims, lexicon),
        *_about_numbers(event, claims, lexicon),
        *_about_actors(event, claims, documents),
        *_about_dates(event, claims),
        *_about_places(event, claims),
    ]
    denied = any(dispute.about == "factuality" for dispute in found)
    return found, msgspec.structs.replace(event, dispute=True) if denied else event


def _claims(event: Event, by_id: Mapping[str, Reading]) -> list[_Claim]:
    origin_of = {ref: origin.key for origin in event.origins for ref in origin.reports}
    found: list[_Claim] = []
    for ref in event.reports:
        reading = by_id[ref.document]
        one = reading.annotations
        report, said = one.reports[ref.index], one.document.published or one.document.published_to
        sentence = Span(report.sentence_start, report.sentence_end)
        near = reading.names_from(sentence.start, sentence.end)
        named = [name for name in near if name.entity and name.within(sentence)]
        towns = frozenset(n.entity for n in named if n.kind == "place" and n.entity and n.rule.startswith(_TOWNS))
        sayers = {link.entity for link in report.chain}
        people = frozenset(n.entity for n in named if n.kind == "person" and n.entity and n.entity not in sayers)
        day = said.toordinal() if said else 0
        chain = (*one.document_chain, *report.chain)
        speaker = (chain[-1].entity or chain[-1].source) if chain else one.document.outlet or one.document.name
        found.append(_Claim(ref, report, speaker, origin_of[ref], day, one.document.text, towns, people))
    return found


def _about_factuality(event: Event, claims: list[_Claim], lexicon: Lexicon) -> Iterator[Dispute]:
    """Yield a dispute where one speaker denies what another tells; acts of speech count only if denied as such."""
    denied = [c for c in claims if _denies(c, lexicon)]
    holds = [c for c in claims if c.report.factuality in HOLDS]
    against = [(c, d) for c in denied for d in holds if c.speaker != d.speaker and not _in_one_sentence(c, d)]
    if against:
        sides = {"denied": [c.ref for c in denied], "holds": [c.ref for c in holds]}
        yield _dispute(event, "factuality", sides, "told as done, planned or considered, and denied")


def _denies(claim: _Claim, lexicon: Lexicon) -> bool:
    """Tell whether a report says that what others tell is not so."""
    report = claim.report
    rule = report.factuality_rule
    if report.factuality != "denied" or rule in _NO_DENIAL:
        return False
    if rule.startswith(_OF_SOMETHING_ELSE) or rule.endswith(_NOT_TO):
        return False
    if rule == _ABSENCE and not (report.chain and report.chain[-1].act in _TELLING):
        return False
    if rule == _OBJECT:
        before = fold(claim.text[report.sentence_start : report.start]).text.split()[-1:]
        # A verb that is negated says nothing of what stands behind a preposition (``will not bear upon the attack``).
        if any(word in lexicon.world.grammar[kind] for word in before for kind in _PREPOSITIONS):
            return False
    return report.type not in _SPOKEN or _disowned(claim)


def _disowned(claim: _Claim) -> bool:
    return any(link.act == "deny" for link in claim.report.chain)


def _in_one_sentence(one: _Claim, other: _Claim) -> bool:
    return one.ref.document == other.ref.document and one.report.sentence_start == other.report.sentence_start


def _about_numbers(event: Event, claims: list[_Claim], lexicon: Lexicon) -> Iterator[Dispute]:
    counted: defaultdict[str, list[tuple[_Claim, Tally]]] = defaultdict(list)
    countable = any(event.type in types for types in lexicon.tallies.types.values())
    for claim in claims if countable and event.independent_origins > 1 else ():
        sentence = read_prose(claim.text[claim.report.sentence_start : claim.report.sentence_end])
        trigger = sentence.token_at(claim.report.start - claim.report.sentence_start)
        for tally in find_tallies(sentence.forms, trigger, lexicon):
            if event.type in lexicon.tallies.types[tally.what]:
                counted[tally.what].append((claim, tally))
    for what, told in sorted(counted.items()):
        clashes = [(a, b) for a, b in combinations(told, 2) if _contradict(a, b)]
        if not clashes:
            continue
        sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
        for claim, tally in sorted({pair for clash in clashes for pair in clash}, key=lambda pair: pair[0].ref):
            sides[f"{what} {tally.words}"].append(claim.ref)
        yield _dispute(event, "number", sides, f"{what}: numbers that cannot both be right")


def _contradict(one: tuple[_Claim, Tally], other: tuple[_Claim, Tally]) -> bool:
    """Tell whether two counts of different origins contradict each other: a later, higher total does not."""
    (a, first), (b, second) = sorted((one, other), key=lambda told: (told[0].said, told[0].ref))
    if a.origin == b.origin or first.agrees(second) or first.growth_of(second) or not _one_day(a, b):
        return False
    higher = second.least > first.most
    return not (higher and (b.said > a.said or first.grown or second.grown))


def _one_day(one: _Claim, other: _Claim) -> bool:
    """Tell whether both surely tell of one day: dated alike, or undated, published within a day, of one place."""
    first, second = one.report, other.report
    if first.first_day and second.first_day:
        return (first.first_day, first.last_day) == (second.first_day, second.last_day)
    undated = not first.first_day and not second.first_day and abs(one.said - other.said) <= 1
    return undated and first.where is not None and first.where == second.where


def _about_actors(event: Event, claims: list[_Claim], documents: Mapping[str, Reading]) -> Iterator[Dispute]:
    """Yield a dispute where different speakers name one doer each of a deed of one day, and not the same."""
    if event.type != "ASSAULT":
        return
    names = (name for id in {claim.ref.document for claim in claims} for name in documents[id].names)
    groups = frozenset(name.entity for name in names if name.entity and name.rule.startswith(_NAMED_GROUPS))
    named = [(c, _doer(c.report.actors, groups)) for c in claims if c.report.factuality != "denied"]
    blamed = [(c, doer) for c, doer in named if doer]
    clashes = [(a, b) for a, b in combinations(blamed, 2) if a[1] != b[1] and _blame_apart(a[0], b[0])]
    if clashes:
        sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
        for claim, doer in sorted({told for clash in clashes for told in clash}, key=lambda told: told[0].ref):
            sides[doer].append(claim.ref)
        yield _dispute(event, "actor", sides, "different doers are named")


def _blame_apart(one: _Claim, other: _Claim) -> bool:
    """Tell whether two speakers tell of one day, and of a deed that is no fight between the two doers.

    In one and the same town the two do not shell each other: there it is one deed, and one of them did it.
    """
    if one.speaker == other.speaker or not _one_day(one, other):
        return False
    if one.report.where in one.towns and one.report.where == other.report.where:
        return True
    doers = {who.code or who.entity for who in (*one.report.actors, *other.report.actors)}
    return doers.isdisjoint(who.code or who.entity for who in (*one.report.recipients, *other.report.recipients))


def _doer(actors: tuple[Participant, ...], groups: frozenset[str]) -> str:
    """Return who alone did it: a state for its bodies (an army and its government are one), or a group by its name."""
    if len(actors) != 1:
        return ""
    (actor,) = actors
    if actor.code and actor.sector in _STATE_BODIES and actor.code not in _NO_STATES:
        return actor.code
    return actor.entity if actor.entity in groups else ""


def _about_dates(event: Event, claims: list[_Claim]) -> Iterator[Dispute]:
    """Yield a dispute where different origins date what is done once by words of the text to days that lie apart."""
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
        once = (event.undertaking and event.type in _SIGNING) or _one_victim(event, a, b)
        if once and a.origin != b.origin and first and second and abs((first - second).days) >= _DAYS_APART:
            sides: defaultdict[str, list[ReportRef]] = defaultdict(list)
            for claim in dated:
                sides[str(claim.report.first_day)].append(claim.ref)
            yield _dispute(event, "date", sides, "different days are named")
            return


def _one_victim(event: Event, one: _Claim, other: _Claim) -> bool:
    """Tell whether both tell of violence against one and the same person: that is done once, at one place."""
    return event.type in _DONE_TO_ONE and not one.people.isdisjoint(other.people)


def _about_places(event: Event, claims: list[_Claim]) -> Iterator[Dispute]:
    """Yield a dispute where different origins put what was done to one person into different towns.

    Of raids and battles the press names now this place, now that; a region may hold a town.
    """
    placed = [c for c in claims if c.report.where in c.towns and c.report.factuality == "occurred"]
    for a, b in combinations(placed, 2):
        apart = a.report.where not in b.towns and b.report.where not in a.towns
        if apart and a.origin != b.origin and _one_victim(event, a, b):
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
