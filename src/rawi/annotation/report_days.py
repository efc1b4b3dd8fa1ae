"""When a report happened: which time expression is its own, or the day of the paper, or nothing that the text tells.

The answers that the text allows (`report_day_facts`) are weighed against one another, by weights learnt from annotated
articles; a report goes on with the day of the one before it more often than not, so reports are asked in order. Without
weights the day that the rules found stays.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from rawi.annotation.context import Context, Offer, mixed, read_offers
from rawi.annotation.report_clauses import Outline
from rawi.annotation.report_day_facts import UNTOLD, Day, View
from rawi.annotation.reports import Possible
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Document, Report, Time
from rawi.text.prose import Prose
from rawi.text.stem import stem

_SHARES, _COUNTED = 3, 4
_NEVER = object()


def date_reports(
    prose: Prose,
    document: Document,
    times: Sequence[Time],
    possible: Sequence[Possible],
    told: Sequence[Report],
    shape: Outline,
    lexicon: Lexicon,
    context: Context | None,
) -> tuple[Report, ...]:
    """Return the reports, in order of place, with the likeliest day of each. Pure."""
    weights = lexicon.day_weights
    if weights is None or not told:
        return tuple(told)
    view = View(prose, document, times, possible, told, shape)
    before = Before()
    dated = []
    asked = [(report, list(view.answers(report))) for report in sorted(told)]
    read = read_offers(context, "days", asked)
    for (report, offers), scores in zip(asked, read, strict=True):
        day = choose(offers, scores, before, report, weights)
        before.add(report, day)
        dated.append(
            replace(report, when=day.value, first_day=day.first_day, last_day=day.last_day, when_basis=day.basis)
        )
    return tuple(dated)


def choose(
    offers: Sequence[Offer[Day]], read: Sequence[float], before: Before, report: Report, weights: AnswerWeights
) -> Day:
    """Return the likeliest of the answers. Those that mean the same days stand together.

    Facts and the network, where it has read the text, have one voice each. A day is told if its chance is above the
    threshold of the weights, be "untold" likelier or not.
    """
    scores = [
        weights.score(day.basis, facts) + weights.score(day.basis, before.facts(report, day))
        for day, facts, _, _ in offers
    ]
    scored = list(zip(mixed(scores, read) if read else scores, (offer.answer for offer in offers), strict=True))
    highest = max(score for score, _ in scored)
    likely: dict[object, float] = {}
    best: dict[object, tuple[float, Day]] = {}
    for score, day in scored:
        share = math.exp(score - highest)
        likely[day.span] = likely.get(day.span, 0.0) + share
        if day.span not in best or share > best[day.span][0]:
            best[day.span] = (share, day)
    whole = sum(likely.values())
    span = max((s for s in likely if s is not None), key=likely.__getitem__, default=None)
    return best[span][1] if likely.get(span, 0.0) > weights.threshold * whole else UNTOLD


class Before:
    """The days of the reports before, as they were chosen, and what they say about the next one."""

    def __init__(self) -> None:
        self._last: Report | None = None
        self._day: object = None
        self._counts: Counter[object] = Counter()
        self._count = 0
        self._of_word: dict[tuple[str, str], object] = {}

    def add(self, report: Report, day: Day | None) -> None:
        """Remember the day of a report; none where it is not known."""
        self._last, self._day = report, day.span if day is not None else self
        self._counts[self._day] += 1
        self._count += 1
        self._of_word[report.type, _stem(report)] = self._day

    def facts(self, report: Report, day: Day) -> list[str]:
        """Return how an answer for the next report stands to the days before."""
        last = self._last
        if last is None:
            return ["first"]
        same = day.span == self._day
        together = last.sentence_start == report.sentence_start
        count = self._count
        facts = [
            f"same={same!s}",
            f"same={same!s},{together!s},{_source(last) == _source(report)}",
            f"same={same!s},{last.type == report.type}",
            f"same={same!s},{report.type}",
            f"share={min(_COUNTED, count)},{round(_SHARES * self._counts[day.span] / count)}",
        ]
        told = self._of_word.get((report.type, _stem(report)), _NEVER)
        return facts if told is _NEVER else [*facts, f"told before={told == day.span}"]


def _stem(report: Report) -> str:
    return stem(report.trigger.split(None, 1)[0])


def _source(report: Report) -> str | None:
    return report.chain[-1].source if report.chain else None
