"""How much speaks for two reports telling the same happening: evidence for and against, in points, with reasons.

What each piece of evidence adds is learnt from stories that people have grouped (`scripts/train_likeness.py`) and
stands, by its name, in `lexicon/data/weights/likeness.csv`; points are logarithms of odds.
"""

from __future__ import annotations

import math

from msgspec import Struct

from rawi.lexicon.likeness import load_likeness
from rawi.linking.tellings import Side, Telling
from rawi.model import EVENT_TYPES, TYPE_AHEAD, EventType, Report

Evidence = tuple[str, float]
START = "two reports"

_FAMILIES: tuple[frozenset[EventType], ...] = (
    frozenset({"AGREE", "CONSULT"}),
    frozenset({"AGREE", "SUPPORT"}),
    frozenset({"AGREE", "COOPERATE"}),
    frozenset({"AGREE", "AID"}),
    frozenset({"AGREE", "CONCEDE"}),
    frozenset({"AGREE", "MOBILIZE"}),
    frozenset({"AID", "COOPERATE"}),
    frozenset({"CONCEDE", "RETREAT"}),
    frozenset({"ASSAULT", "COERCE"}),
    frozenset({"ACCUSE", "REJECT"}),
    frozenset({"THREATEN", "SANCTION"}),
    frozenset({"THREATEN", "COERCE"}),
    frozenset({"THREATEN", "MOBILIZE"}),
    frozenset({"THREATEN", "ACCUSE"}),
    frozenset({"SANCTION", "COERCE"}),
    frozenset({"PROTEST", "REJECT"}),
)
_RELATED = frozenset((a, b) for family in _FAMILIES for a in family for b in family if a != b)
_LONG = 60
_LOGARITHMS = tuple(math.log1p(days) for days in range(_LONG + 1))
_TYPES = {kind: (f"type {kind}",) for kind in EVENT_TYPES}
_SYMMETRIC = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})


class _Names(Struct, frozen=True):
    """What it is called that two sides agree or differ in."""

    once: str
    nobody: str
    beside: str
    same: str
    all: str
    body: str
    state: str
    other: str


def _names(what: str) -> _Names:
    return _Names(
        f"{what} named once",
        f"no {what}",
        f"others beside {what}",
        f"same {what}",
        f"all the same {what}",
        f"{what} of one body",
        f"{what} of one state",
        f"other {what}",
    )


_PARTICIPANTS, _ACTORS, _ATTACKERS, _RECIPIENTS = map(_names, ("participants", "actors", "attackers", "recipients"))


_AGREEMENTS = frozenset(
    [
        *("foretold", "same mode", "same trigger", "same sense", "words", "same undertaking", "same place"),
        *("same day", "same day in words", "overlapping time", "one denied", "both denied"),
        *(name for s in (_PARTICIPANTS, _ACTORS, _ATTACKERS, _RECIPIENTS) for name in (s.same, s.all, s.body, s.state)),
    ]
)


def related(one: EventType, other: EventType) -> bool:
    """Tell whether reports of the two types may tell one happening (a visit planned is AGREE, done CONSULT)."""
    return one == other or (one, other) in _RELATED


def find_agreements(one: Telling, other: Telling) -> list[str]:
    """Return what two tellings agree in, by name: the reasons for taking them for one happening."""
    return [name for name, value in find_evidence(one, other) if value and name in _AGREEMENTS]


def score(one: Telling, other: Telling) -> float:
    """Return the sum of the evidence, and of what stands for any two reports (two of them are seldom one happening)."""
    points = load_likeness().__getitem__
    found, graded = _compare(one, other)
    return sum([points(name) * value for name, value in graded], sum(map(points, found), points(START)))


def find_evidence(one: Telling, other: Telling) -> list[Evidence]:
    """Return what two tellings agree and differ in, by name, with how much of it there is (1 where it just holds)."""
    found, graded = _compare(one, other)
    return [*((name, 1.0) for name in found), *graded]


def _compare(one: Telling, other: Telling) -> tuple[list[str], list[Evidence]]:
    """Return the evidence that just holds, by name, and that of which there is more or less."""
    a, b = one.report, other.report
    found: list[str] = []
    if a.type != b.type:
        found.append("foretold" if _foretells(a, b) or _foretells(b, a) else "related type")
    elif a.mode and b.mode:
        found.append("same mode" if a.mode == b.mode else "other mode")
    if not one.trigger.isdisjoint(other.trigger):
        found.append("same trigger")
    elif one.sense and one.sense == other.sense:
        found.append("same sense")
    if a.type in _SYMMETRIC and b.type in _SYMMETRIC:
        _compare_sides(found, _PARTICIPANTS, one.everyone, other.everyone)
    else:
        # Who fired is what parties contradict each other about.
        _compare_sides(found, _ATTACKERS if a.type == b.type == "ASSAULT" else _ACTORS, one.actors, other.actors)
        _compare_sides(found, _RECIPIENTS, one.recipients, other.recipients)
        if _same(one.actors, other.recipients) or _same(other.actors, one.recipients):
            found.append("sides turned")
    found += _TYPES[a.type] if a.type == b.type else (*_TYPES[a.type], *_TYPES[b.type])
    if one.definite or other.definite:
        found.append("both definite" if one.definite and other.definite else "one definite")
    graded = [
        ("words", math.sqrt(_cosine(one.words, other.words))),
        ("words behind", _cosine(one.behind, other.behind)),
        ("further down", _grown(one.turn - 1) + _grown(other.turn - 1)),
    ]
    _compare_time(found, graded, one, other)
    if one.undertaking and other.undertaking:
        found.append("same undertaking" if one.undertaking == other.undertaking else "other undertaking")
    if a.where and b.where:
        found.append("same place" if a.where == b.where else "other place")
    if one.ref.document == other.ref.document:
        found.append("same document")
        if one.sentence == other.sentence:
            found.append("same sentence")
    if a.factuality != b.factuality:
        found.append("one denied" if "denied" in (a.factuality, b.factuality) else "other factuality")
    elif a.factuality != "occurred":
        found.append("both denied" if a.factuality == "denied" else "both ahead")
    return found, graded


def _foretells(one: Report, other: Report) -> bool:
    """Tell whether what lies ahead in one report, and has a type of its own there, is done in the other."""
    ahead = TYPE_AHEAD.get(other.type) == one.type
    return ahead and one.factuality in ("planned", "possible", "conditional") and other.factuality == "occurred"


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the cosine; summed exactly, so that the order of a set is idle."""
    common = one.keys() & other.keys()
    return math.fsum([one[word] * other[word] for word in common]) if common else 0.0


def _compare_sides(found: list[str], names: _Names, one: Side, other: Side) -> None:
    """Compare two sets of participants: by entity where both name one, else by body, else by state."""
    first, second = bool(one.entities or one.codes), bool(other.entities or other.codes)
    if not (first and second):
        found.append(names.once if first or second else names.nobody)
        return
    common = one.codes & other.codes
    if common and len(common) < len(one.codes) and len(common) < len(other.codes):
        found.append(names.beside)
    if _same(one, other):
        found.append(names.same)
        if one.entities == other.entities:
            found.append(names.all)
    elif one.towns and other.towns:
        found.append("other towns")
    elif not one.bodies.isdisjoint(other.bodies):
        found.append(names.body)
    else:
        found.append(names.state if common else names.other)


def _same(one: Side, other: Side) -> bool:
    """Tell whether somebody stands on both sides."""
    return not one.entities.isdisjoint(other.entities)


def _compare_time(found: list[str], graded: list[Evidence], one: Telling, other: Telling) -> None:
    a, b = one.report, other.report
    if one.first is None or other.first is None:
        found.append("both undated" if one.first is other.first else "one undated")
        if one.said is not None and other.said is not None:
            graded.append(("days between publication", _grown(abs(one.said - other.said))))
        return
    gap = _gap(one, other)
    if not gap:
        exact = one.first == one.last and other.first == other.last
        found.append("same day" if exact else "overlapping time")
        if exact and "expression" in (a.when_basis, b.when_basis):
            found.append("same day in words")
    elif _one_deed(one, other):
        graded.append(("days apart of one deed", _grown(gap)))
    elif a.when_basis == b.when_basis == "expression":
        # Strikes and visits come again: other days that the texts name tell more than those of publication.
        found.append("other day in words")
        graded.append(("days apart in words", _grown(gap)))
    else:
        found.append("other day")
        graded.append(("days apart", _grown(gap)))


def _grown(days: int) -> float:
    return _LOGARITHMS[min(days, _LONG)]


def _one_deed(one: Telling, other: Telling) -> bool:
    """Tell whether both tell what is done once to one undertaking: there, other days are rather a contradiction."""
    return one.stage is not None and one.stage == other.stage and one.undertaking == other.undertaking


def _gap(one: Telling, other: Telling) -> int:
    """Return how many days lie between the possible days of two dated tellings; 0 where they overlap."""
    first = max(one.first or 0, other.first or 0)
    last = min(one.last or 10**7, other.last or 10**7)
    return max(first - last, 0)
