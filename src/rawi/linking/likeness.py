"""How much speaks for two reports telling the same happening: evidence for and against, in points, with reasons.

What each piece of evidence adds is learnt from stories that people have grouped (`scripts/train_likeness.py`) and
stands, by its name, in `lexicon/data/weights/likeness.csv`; points are logarithms of odds.
"""

from __future__ import annotations

import math

from msgspec import Struct

from rawi.lexicon.likeness import load_likeness
from rawi.linking.tellings import Side, Telling
from rawi.model import EventType

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


def related(one: EventType, other: EventType) -> bool:
    """Tell whether reports of the two types may tell one happening (a visit planned is AGREE, done CONSULT)."""
    return one == other or (one, other) in _RELATED


def weigh(one: Telling, other: Telling) -> list[Evidence]:
    """Return the evidence for (positive points) and against (negative) the two tellings being of one happening."""
    weights = load_likeness()
    return [(name, weights.get(name, 0.0) * value) for name, value in find_evidence(one, other)]


def score(one: Telling, other: Telling) -> float:
    """Return the sum of the evidence, and of what stands for any two reports (two of them are seldom one happening)."""
    weigh = load_likeness().get
    return sum([weigh(name, 0.0) * value for name, value in find_evidence(one, other)], weigh(START, 0.0))


def find_evidence(one: Telling, other: Telling) -> list[Evidence]:
    """Return what two tellings agree and differ in, by name, with how much of it there is (1 where it just holds)."""
    a, b = one.report, other.report
    found: list[Evidence] = []
    if a.type != b.type:
        found.append(("related type", 1.0))
    elif a.mode and b.mode:
        found.append(("same mode" if a.mode == b.mode else "other mode", 1.0))
    if not one.trigger.isdisjoint(other.trigger):
        found.append(("same trigger", 1.0))
    elif one.sense and one.sense == other.sense:
        found.append(("same sense", 1.0))
    if a.type in _SYMMETRIC and b.type in _SYMMETRIC:
        _compare_sides(found, _PARTICIPANTS, one.everyone, other.everyone)
    else:
        # Who fired is what parties contradict each other about.
        _compare_sides(found, _ATTACKERS if a.type == b.type == "ASSAULT" else _ACTORS, one.actors, other.actors)
        _compare_sides(found, _RECIPIENTS, one.recipients, other.recipients)
    _compare_time(found, one, other)
    found.append(("words", math.sqrt(_cosine(one.words, other.words))))
    if one.undertaking and other.undertaking:
        same = one.undertaking == other.undertaking
        found.append(("same undertaking" if same else "other undertaking", 1.0))
    if a.where and b.where:
        found.append(("same place" if a.where == b.where else "other place", 1.0))
    if one.ref.document == other.ref.document:
        found.append(("same document", 1.0))
        if one.sentence == other.sentence:
            found.append(("same sentence", 1.0))
    if a.factuality != b.factuality:
        found.append(("one denied" if "denied" in (a.factuality, b.factuality) else "other factuality", 1.0))
    elif a.factuality != "occurred":
        found.append(("both denied" if a.factuality == "denied" else "both ahead", 1.0))
    return found


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the cosine; summed exactly, so that the order of a set is idle."""
    common = one.keys() & other.keys()
    return math.fsum([one[word] * other[word] for word in common]) if common else 0.0


def _compare_sides(found: list[Evidence], names: _Names, one: Side, other: Side) -> None:
    """Compare two sets of participants: by entity where both name one, else by body, else by state."""
    first, second = bool(one.entities or one.codes), bool(other.entities or other.codes)
    if not (first and second):
        found.append((names.once if first or second else names.nobody, 1.0))
        return
    common = one.codes & other.codes
    if common and len(common) < len(one.codes) and len(common) < len(other.codes):
        found.append((names.beside, 1.0))
    if not one.entities.isdisjoint(other.entities):
        found.append((names.same, 1.0))
        if one.entities == other.entities:
            found.append((names.all, 1.0))
    elif one.towns and other.towns:
        found.append(("other towns", 1.0))
    elif not one.bodies.isdisjoint(other.bodies):
        found.append((names.body, 1.0))
    else:
        found.append((names.state if common else names.other, 1.0))


def _compare_time(found: list[Evidence], one: Telling, other: Telling) -> None:
    a, b = one.report, other.report
    if one.first is None or other.first is None:
        found.append(("both undated" if one.first is other.first else "one undated", 1.0))
        if one.said is not None and other.said is not None:
            found.append(("days between publication", _grown(abs(one.said - other.said))))
        return
    gap = _gap(one, other)
    if not gap:
        exact = one.first == one.last and other.first == other.last
        found.append(("same day" if exact else "overlapping time", 1.0))
        if exact and "expression" in (a.when_basis, b.when_basis):
            found.append(("same day in words", 1.0))
    elif _one_deed(one, other):
        found.append(("days apart of one deed", _grown(gap)))
    elif a.when_basis == b.when_basis == "expression":
        # Strikes and visits come again: other days that the texts name tell more than those of publication.
        found += (("other day in words", 1.0), ("days apart in words", _grown(gap)))
    else:
        found += (("other day", 1.0), ("days apart", _grown(gap)))


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
