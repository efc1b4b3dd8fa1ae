"""What stands around a word, as numbers: a small network reads the whole text once, other stages ask it.

Every token becomes a vector of what it is (its form, stem, first and last letters, the kind of name that covers it)
and, through a few layers of convolution, of the words up to seven places away. From these vectors small networks
score what `report_weighing`, `report_roles`, `report_days` and `report_sources` decide: whether a word tells a report
of a type, who takes part in it, which day is its own, and from whom it is. These scores are mixed with those of the
facts: the network knows order and company, which facts name only in part, and facts can be followed by a reader
(decision 13). `scripts/train_context.py` learns the numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from rawi.lexicon.context_weights import ContextWeights
from rawi.model import Name, Participant, Report
from rawi.text.prose import Prose

SENTENCE = "sentence"
"""The mark of a sentence's first token."""
_GAPS = (-60, -40, -25, -15, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 40, 60)
MOST = 4.0
"""How much the network may speak for a report at most (log odds)."""
_INSIDE = [f"gap={number}" for number in range(len(_GAPS) + 1)]
_CROSSED = [f"{mark}<" for mark in _INSIDE]
_DIGITS = 2
"""Scores are rounded, so that machines that add up in another order agree."""
Question = Literal["days", "sources"]
Answer = TypeVar("Answer")
Number = TypeVar("Number", float, complex)


class Offer(NamedTuple, Generic[Answer]):
    """One answer to a question about a report that the text allows, and the facts that speak for or against it.

    `token` is the first token of the words behind the answer, if any (a time expression, the cue of a voice); `marks`
    say to the network what sort of answer it is.
    """

    answer: Answer
    facts: list[str]
    marks: tuple[str, ...]
    token: int | None = None


class Part(NamedTuple):
    """Somebody who may take part in a report, as the network is asked about him.

    `rule` is the role in which the rules took him, `marks` what else the network is told of him, `shared` of the report
    (one list for all who may take part in it).
    """

    report: Report
    participant: Participant
    rule: str
    marks: list[str]
    shared: list[str]


class Context:
    """One text as the network reads it."""

    def __init__(self, prose: Prose, names: Iterable[Name], weights: ContextWeights) -> None:
        self._prose = prose
        self._weights = weights
        self._vectors = weights.read(prose.forms, marks(prose, names))

    def tells(self, tokens: Sequence[int], facts: Sequence[Sequence[str]]) -> list[float]:
        """Return for each token how much speaks for the report that the facts describe, as log odds up to `MOST`."""
        if not tokens:
            return []
        found = self._weights.reports.scores(self._vectors, [tokens], facts)
        return [min(MOST, round(score, _DIGITS)) for score in found[:, 0].tolist()]

    def takes_part(self, several: Sequence[Part]) -> list[complex]:
        """Return how much speaks for somebody as actor (real) and as recipient (imaginary), as log odds.

        All who may take part in one report stand one after the other.
        """
        if not several:
            return []
        *places, known = zip(*(part_row(self._prose, part) for part in several), strict=True)
        shared = [(next(some).shared, 1 + sum(1 for _ in some)) for _, some in groupby(several, _shared)]
        scores = self._weights.roles.scores(self._vectors, places, known, shared)
        return [complex(round(actor, _DIGITS), round(recipient, _DIGITS)) for actor, recipient in scores.tolist()]

    def compares(self, question: Question, rows: Sequence[tuple[Report, Offer[Any]]]) -> list[float]:
        """Return how much speaks for each answer, to be compared with others to the same question about one report.

        Each row has a report and what is offered as its day or source.
        """
        if not rows:
            return []
        *places, known = zip(*(offer_row(self._prose, *row) for row in rows), strict=True)
        head = self._weights.days if question == "days" else self._weights.sources
        return [round(score, _DIGITS) for score in head.scores(self._vectors, places, known)[:, 0].tolist()]


def read_context(prose: Prose, names: Iterable[Name], weights: ContextWeights | None) -> Context | None:
    """Return the text as the network reads it; none without weights or words."""
    return Context(prose, names, weights) if weights is not None and prose.forms else None


def mixed(scores: Sequence[Number], read: Sequence[Number], share: float = 0.5) -> list[Number]:
    """Return the scores of facts with those of the network, whose share of the voice is given.

    >>> mixed([1.0, 2.0], [3.0, 0.0])
    [2.0, 1.0]
    """
    return [(1 - share) * score + share * other for score, other in zip(scores, read, strict=True)]


def read_offers(
    context: Context | None, question: Question, asked: Sequence[tuple[Report, Sequence[Offer[Any]]]]
) -> list[Sequence[float]]:
    """Return for every report how much speaks for each offer; nothing where there is no network or only one offer."""
    if context is None:
        return [() for _ in asked]
    rows = [(report, offer) for report, offers in asked if len(offers) > 1 for offer in offers]
    scores = iter(context.compares(question, rows))
    return [list(islice(scores, len(offers))) if len(offers) > 1 else () for _, offers in asked]


def marks(prose: Prose, names: Iterable[Name]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the marks of tokens: which kind of name covers them, and where a sentence starts."""
    covered: dict[int, str] = {}
    for name in names:
        about = f"{name.kind},{name.sector}"
        for order, token in enumerate(prose.tokens_in(name)):
            covered[token] = f"{about},inside" if order else about
    return covered, dict.fromkeys(prose.firsts[:-1], SENTENCE)


def part_row(prose: Prose, part: Part) -> tuple[int, int, int, list[str]]:
    """Return how the network is asked about somebody who may take part in a report.

    These are the tokens of the report and of the first and last word of the name (those of the report where only
    another sentence or document names whom it is), and marks: type, distance, sector, the role in which the rules took
    it, and what else the network is told.
    """
    report, one = part.report, part.participant
    trigger = prose.token_at(report.start)
    first, last = trigger, trigger
    named = None
    if one.start >= 0:
        begin, end = prose.token_at(one.start), bisect_left(prose.starts, one.end) - 1
        if begin <= end:
            first, last, named = begin, end, begin
    marks = [report.type, _gap(prose, trigger, named), f"sector={one.sector}", f"rule={part.rule}", *part.marks]
    return trigger, first, last, marks


def _shared(part: Part) -> int:
    """Return which list of marks somebody shares with others."""
    return id(part.shared)


def offer_row(prose: Prose, report: Report, offer: Offer[Any]) -> tuple[int, int, tuple[str, ...]]:
    """Return how the network is asked about an answer: tokens of the report and of the words behind it, and marks."""
    trigger = prose.token_at(report.start)
    token = trigger if offer.token is None else offer.token
    return trigger, token, (*offer.marks, _gap(prose, trigger, offer.token))


def _gap(prose: Prose, trigger: int, token: int | None) -> str:
    """Return the mark of a distance in words from a trigger, and whether it crosses into another sentence."""
    if token is None:
        return "gap=none"
    gap = bisect_right(_GAPS, token - trigger)
    return _CROSSED[gap] if prose.sentence_of(token) != prose.sentence_of(trigger) else _INSIDE[gap]
