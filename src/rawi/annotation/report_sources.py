"""From whom a report is: which voice answers for it, or the narrator.

The rules hear a report in the innermost voice that covers its trigger. But background slips into speech (``قال إن
القصف الذي وقع أمس``), and speech goes on without words that say so. Here the answers that the text allows
(`report_source_facts`) are weighed against one another, by weights learnt from annotated articles. Without weights the
rules' answer stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from rawi.annotation.context import Context, Offer, mixed, read_offers
from rawi.annotation.report_clauses import Outline
from rawi.annotation.report_source_facts import Answer, View
from rawi.annotation.reports import Possible
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Report, Voice
from rawi.text.prose import Prose


def source_reports(
    prose: Prose,
    voices: Sequence[Voice],
    possible: Sequence[Possible],
    told: Sequence[Report],
    shape: Outline,
    lexicon: Lexicon,
    context: Context | None,
) -> tuple[Report, ...]:
    """Return the reports, in order of place, each with the likeliest chain. Pure."""
    weights = lexicon.source_weights
    if weights is None or not told:
        return tuple(told)
    view = View(prose, voices, possible, shape)
    before = Before()
    sourced = []
    asked = [(report, list(view.answers(report))) for report in sorted(told)]
    for (report, offers), read in zip(asked, read_offers(context, "sources", asked), strict=True):
        answer = choose(offers, read, before, report, weights)
        before.add(report, answer)
        sourced.append(replace(report, chain=answer.chain))
    return tuple(sourced)


def choose(
    offers: Sequence[Offer[Answer]], read: Sequence[float], before: Before, report: Report, weights: AnswerWeights
) -> Answer:
    """Return the likeliest of the answers; facts and the network, where it has read the text, have one voice each."""
    scores = [
        weights.score(answer.relation, facts) + weights.score(answer.relation, before.facts(report, answer))
        for answer, facts, _, _ in offers
    ]
    if read:
        scores = mixed(scores, read)
    return offers[max(range(len(scores)), key=scores.__getitem__)].answer


class Before:
    """From whom the report before is, as it was chosen, and what that says about the next one."""

    def __init__(self) -> None:
        self._last: Report | None = None
        self._answer: Answer | None = None

    def add(self, report: Report, answer: Answer | None) -> None:
        """Remember the answer for a report; none where it is not known."""
        self._last, self._answer = report, answer

    def facts(self, report: Report, answer: Answer) -> list[str]:
        """Return how an answer for the next report stands to the one before."""
        last, given = self._last, self._answer
        if last is None or given is None:
            return ["first"]
        same = given.origin == answer.origin
        together = last.sentence_start == report.sentence_start
        return [
            f"same={same},{together}",
            f"same={same},{together},{given.relation}",
            f"same={same},{together},{last.type == report.type}",
        ]
