"""How much speaks for two reports telling the same happening: evidence for and against, in points, with reasons.

Every piece of evidence adds points (roughly logarithms of odds): what the two reports agree in speaks for one
happening the more, the rarer it is; what cannot be true of one happening speaks against it.
"""

from __future__ import annotations

import math

from msgspec import Struct

from rawi.linking.tellings import Side, Telling
from rawi.model import EventType

Evidence = tuple[str, float]

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
_LONG = 30
_SYMMETRIC = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})


class Weights(Struct, frozen=True):
    """What it counts that two sides share an entity, a body, a state, name others beside a shared one, or none."""

    same: float
    body: float
    state: float
    beside: float
    other: float


_TOGETHER = Weights(same=2.0, body=0.2, state=0.3, beside=-6.2, other=-2.8)
_ACTING = Weights(same=2.0, body=1.0, state=0.2, beside=-2.5, other=-6.0)
# Who fired is what parties contradict each other about.
_BLAMED = Weights(same=2.0, body=1.0, state=0.2, beside=-1.5, other=-2.0)
_ACTED_UPON = Weights(same=2.0, body=0.6, state=0.2, beside=-2.5, other=-2.6)


def related(one: EventType, other: EventType) -> bool:
    """Tell whether reports of the two types may tell one happening (a visit planned is AGREE, done CONSULT)."""
    return one == other or (one, other) in _RELATED


def weigh(one: Telling, other: Telling) -> list[Evidence]:
    """Return the evidence for (positive) and against (negative) the two tellings being of one happening."""
    a, b = one.report, other.report
    found: list[Evidence] = [("same type", 0.8) if a.type == b.type else ("related type", -1.2)]
    if a.mode and b.mode and a.type == b.type:
        found.append(("same mode", 0.9) if a.mode == b.mode else ("other mode", -1.0))
    if not one.trigger.isdisjoint(other.trigger):
        found.append(("same trigger", 1.0))
    elif one.sense and one.sense == other.sense:
        found.append(("same sense", 1.0))
    if a.type in _SYMMETRIC and b.type in _SYMMETRIC:
        _weigh_sides(found, "participants", one.everyone, other.everyone, _TOGETHER, one.rarity)
    else:
        weights = _BLAMED if a.type == b.type == "ASSAULT" else _ACTING
        _weigh_sides(found, "actors", one.actors, other.actors, weights, one.rarity)
        _weigh_sides(found, "recipients", one.recipients, other.recipients, _ACTED_UPON, one.rarity)
    _weigh_time(found, one, other)
    found.append(("words", 4.5 * math.sqrt(_cosine(one.words, other.words)) - 1.5))
    if one.undertaking and other.undertaking:
        same = one.undertaking == other.undertaking
        points = 2.0 if _one_deed(one, other) else 1.0
        found.append(("same undertaking", points) if same else ("other undertaking", -1.5))
    if a.where and b.where:
        found.append(("same place", 0.7) if a.where == b.where else ("other place", -0.6))
    if one.ref.document == other.ref.document:
        found.append(("same sentence", -3.6) if one.sentence == other.sentence else ("same document", 0.4))
    return found


def score(one: Telling, other: Telling) -> float:
    """Return the sum of the evidence."""
    return sum([points for _, points in weigh(one, other)])


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Return the cosine; summed exactly, so that the order of a set is idle."""
    common = one.keys() & other.keys()
    return math.fsum([one[word] * other[word] for word in common]) if common else 0.0


def _weigh_sides(
    found: list[Evidence], what: str, one: Side, other: Side, weights: Weights, rarity: dict[str, float]
) -> None:
    """Weigh two sets of participants: by entity (a rare one tells more) where both name one, else by body."""
    if not (one.entities or one.codes) or not (other.entities or other.codes):
        return
    common = one.codes & other.codes
    if common and len(common) < len(one.codes) and len(common) < len(other.codes):
        found.append(("others beside " + what, weights.beside))
    shared = one.entities & other.entities
    if shared:
        found.append(("same " + what, weights.same * max([rarity[entity] for entity in shared])))
    elif one.towns and other.towns:
        found.append(("other towns", -6.0))
    elif not one.bodies.isdisjoint(other.bodies):
        found.append((what + " of one body", weights.body))
    elif common:
        found.append((what + " of one state", weights.state))
    else:
        found.append(("other " + what, weights.other))


def _weigh_time(found: list[Evidence], one: Telling, other: Telling) -> None:
    if one.first is not None and other.first is not None:
        gap = _gap(one, other)
        if gap:
            found.append((f"{gap} days apart", _apart(one, other, min(gap, _LONG))))
        else:
            exact = one.first == one.last and other.first == other.last
            found.append(("same day", 1.5) if exact else ("overlapping time", 0.7))
        return
    if one.said is not None and other.said is not None:
        apart = abs(one.said - other.said)
        found.append((f"told {apart} days apart", 0.3 if apart <= 2 else -0.025 * min(apart, _LONG)))
    if one.first is not other.first:
        found.append(("one undated", -0.4))


def _apart(one: Telling, other: Telling, days: int) -> float:
    """Return what other days weigh: much where the texts name them, as strikes and visits come again.

    What is done to one undertaking (signing it) is done once: there, other days are rather a contradiction.
    """
    if _one_deed(one, other):
        return -0.1 * days
    told = one.report.when_basis == other.report.when_basis == "expression"
    return (-7.0 if told else -0.6) - 0.3 * days


def _one_deed(one: Telling, other: Telling) -> bool:
    """Tell whether both tell what is done once to one undertaking: the same stage of it."""
    return one.stage is not None and one.stage == other.stage and one.undertaking == other.undertaking


def _gap(one: Telling, other: Telling) -> int:
    """Return how many days lie between the possible days of two dated tellings; 0 where they overlap."""
    first = max(one.first or 0, other.first or 0)
    last = min(one.last or 10**7, other.last or 10**7)
    return max(first - last, 0)
