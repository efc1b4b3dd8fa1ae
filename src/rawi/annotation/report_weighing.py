"""Which of the possible reports are told: weigh what speaks for each by weights learnt from annotated articles.

The rules find what may be a report, with its parties, day, chain and factuality; here every one of them is described
by features that a reader can follow (its lexicon entry and the conditions met, its grammar, who takes part, what
stands beside it) and kept if its chance is high enough. Without weights the rules' own decision stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import log

from msgspec.structs import replace

from rawi.annotation.context import MOST, Context, mixed
from rawi.annotation.report_arguments import SPEECH
from rawi.annotation.reports import Possible
from rawi.lexicon.weights import Facts, Weights, chance_of
from rawi.model import TYPE_AHEAD, EventType, Name, Report
from rawi.text.prose import Prose
from rawi.text.stem import stem

_TELLS_AGAIN = 4
READ = 0.35
"""What share the network that reads the text has in the score, beside the facts; chosen on annotated articles."""
DENIED = 1.5
"""What is added to the score of facts for what is denied (log odds).

Denials are three times as frequent in what experts annotated as in the labels that most is learnt from, and one that is
overlooked leaves a claim unopposed. Cross-validated, F1 stays within two thousandths of what it is without.
"""
_NO_DENIALS = frozenset({"negation:object", "denied.absence"})
_TURNABLE = frozenset({"planned", "possible"})
_GAPS = (1, 2, 4, 8, 16)


def weigh(
    prose: Prose,
    possible: Sequence[Possible],
    judged: Sequence[Report],
    names: Sequence[Name],
    weights: Weights[float] | None,
    context: Context | None,
) -> tuple[Report, ...]:
    """Return the reports that are told, in order of place: for each word at most one.

    `judged` holds the reports of `possible` with their factuality, in the same order.
    """
    if weights is None:
        return tuple(report for thing, report in zip(possible, judged, strict=True) if thing.by_rule)
    best: dict[int, tuple[float, Report]] = {}
    described = list(describe(prose, possible, judged, names))
    scores = weights.scores(facts for _, _, facts in described)
    pairs = zip(scores, described, strict=True)
    scores = [score + DENIED if is_denial(report) else score for score, (_, report, _) in pairs]
    if context is not None:
        scores = _with_context(described, scores, weights.threshold, context)
    for (thing, report, _), score in zip(described, scores, strict=True):
        chance = chance_of(score)
        token = thing.candidate.first
        if chance >= weights.threshold and (token not in best or chance > best[token][0]):
            best[token] = (chance, replace(report, chance=round(chance, 3)))
    kept: dict[int, EventType] = {}
    for token, (_, report) in sorted(best.items(), key=lambda item: -item[1][0]):
        if not tells_again(token, report.type, kept):
            kept[token] = report.type
    return tuple(best[token][1] for token in sorted(kept))


def _with_context(
    described: Sequence[tuple[Possible, Report, Facts]], scores: list[float], threshold: float, context: Context
) -> list[float]:
    """Return the scores with the share of the network, which is asked only where it might bring a report to be told."""
    least = (log(threshold / (1 - threshold)) - READ * MOST) / (1 - READ)
    asked = [number for number, score in enumerate(scores) if score >= least]
    read = context.tells(
        [described[number][0].candidate.first for number in asked], [described[number][2].plain() for number in asked]
    )
    found = dict(zip(asked, mixed([scores[number] for number in asked], read, READ), strict=True))
    return [found.get(number, score) for number, score in enumerate(scores)]


def is_denial(report: Report) -> bool:
    """Tell whether somebody says that a deed was not done, rather than that it is missing or will not be allowed."""
    return report.factuality == "denied" and report.factuality_rule not in _NO_DENIALS


def tells_again(token: int, kind: str, told: Mapping[int, str]) -> bool:
    """Tell whether a likelier word beside, or one of the same type within four words, has told the happening.

    A speech act and the deed that it is about stand side by side as two (``إدانة الهجوم``).
    """
    for near in range(token - _TELLS_AGAIN, token + _TELLS_AGAIN + 1):
        other = told.get(near)
        if other == kind or (other and abs(near - token) == 1 and (other in SPEECH) == (kind in SPEECH)):
            return True
    return False


def describe(
    prose: Prose, possible: Sequence[Possible], judged: Sequence[Report], names: Sequence[Name]
) -> Iterator[tuple[Possible, Report, Facts]]:
    """Yield every possible report with what speaks for it; one that turns on whether it lies ahead in both types."""
    view = _View(prose, possible, names)
    for thing, report in zip(possible, judged, strict=True):
        by_entry = [*view.grammar(thing), *view.telling(thing, report)]
        facts = [*by_entry, *view.further(thing, report), *view.beside(thing)]
        yield thing, report, _combine(thing, report, facts, by_entry)
        other = _turned(thing, report)
        if other is not None:
            yield thing, other, _combine(thing, other, facts, by_entry, "turned=yes")


def _turned(thing: Possible, report: Report) -> Report | None:
    """Return the report as an act that lies ahead where it was taken for done, or the other way about.

    What is wanted, bound to a condition or told in the future is not done.
    """
    ahead = TYPE_AHEAD.get(thing.report.type)
    if ahead is None:
        return None
    if report.type == ahead:
        if report.factuality not in _TURNABLE or report.factuality_rule == "future":
            return None
        return replace(report, type=thing.report.type, mode=thing.report.mode, factuality="occurred")
    factuality = "planned" if report.factuality == "occurred" else report.factuality
    return replace(report, type=ahead, mode=None, factuality=factuality)


def _combine(thing: Possible, report: Report, facts: list[str], by_entry: list[str], *more: str) -> Facts:
    """Return the facts, alone and within the type, and those that may mean another thing there within the entry."""
    entry, kind = thing.candidate.trigger.id, report.type
    alone = [f"type={kind}", f"entry={entry}", f"entry={entry},{kind}", *more]
    within = [(kind, facts), (entry, by_entry)]
    if more:
        within += [(kind, list(more)), (entry, list(more))]
    return Facts(alone, within, facts)


class _View:
    """What stands where in one text, looked up once."""

    def __init__(self, prose: Prose, possible: Sequence[Possible], names: Sequence[Name]) -> None:
        self._prose = prose
        self._stems = list(map(stem, prose.forms))
        self._names: dict[int, Name] = {}
        for name in names:
            for token in prose.tokens_in(name):
                self._names[token] = name
        self._types = {thing.candidate.first: thing.candidate.trigger.type for thing in possible if thing.best}
        ruled = {thing.candidate.first: thing for thing in possible if thing.by_rule}
        self._ruled_tokens = sorted(ruled)
        self._ruled = [ruled[token] for token in self._ruled_tokens]

    def grammar(self, thing: Possible) -> list[str]:
        """Return the grammar of a word, and what the rules make of it, each fact as ``name=value``."""
        c = thing.candidate
        found = [
            f"verbal={c.verbal!s}",
            f"article={c.article!s}",
            f"preposition={c.preposition}",
            f"suffix={bool(c.suffix)!s}",
            f"future={c.future!s}",
            f"light={c.light!s}",
            f"governed={c.governor >= 0!s}",
            f"tense={c.shape.tense}{c.shape.number}",
            f"lacks={c.lacks}",
            f"best={thing.best!s}",
            f"rule={thing.by_rule!s}",
        ]
        if c.governor >= 0:
            found.append(f"governor={self._stems[c.governor]}")
        if c.first:
            found.append(f"stem-1={self._stems[c.first - 1]}")
        if c.last + 1 < len(self._stems):
            found.append(f"stem+1={self._stems[c.last + 1]}")
        return found

    def telling(self, thing: Possible, report: Report) -> list[str]:
        """Return how it is told: how real, with whom, when, and in whose voice."""
        voice = thing.voice
        return [
            f"factuality={report.factuality}",
            f"parties={min(2, len(report.actors))}{min(2, len(report.recipients))}",
            f"how={thing.how}",
            f"basis={report.when_basis}",
            f"sentence={min(3, self._prose.sentence_of(thing.candidate.first))}",
            f"voice={len(voice.chain) if voice else 0}",
        ]

    def further(self, thing: Possible, report: Report) -> list[str]:
        """Return what says the same of whatever entry: words, places, who takes part."""
        c, voice = thing.candidate, thing.voice
        found = [
            f"word={self._prose.forms[c.first]}",
            f"stem={self._stems[c.first]}",
            f"meanings={','.join(thing.rivals)}",
            f"actors={','.join(sorted({str(x.sector) for x in report.actors}))}",
            f"recipients={','.join(sorted({str(x.sector) for x in report.recipients}))}",
            f"place={min(3, c.first - self._prose.firsts[self._prose.sentence_of(c.first)])}",
            *(f"meaning={entry}" for entry in c.entries),
        ]
        if voice and voice.chain:
            found += [f"act={voice.chain[-1].act}", f"quoted={voice.quoted!s}"]
        return found

    def beside(self, thing: Possible) -> list[str]:
        """Return what stands beside: the second words, names, other candidates, and reports of the rules."""
        c = thing.candidate
        found = self._reports_beside(thing)
        for step, token in ((-2, c.first - 2), (-1, c.first - 1), (1, c.last + 1), (2, c.last + 2)):
            if not 0 <= token < len(self._stems):
                continue
            if abs(step) == 2:
                found.append(f"stem{step:+}={self._stems[token]}")
            if token in self._names:
                found.append(f"name{step:+}={self._names[token].kind},{self._names[token].sector}")
            if token in self._types:
                found.append(f"type{step:+}={self._types[token]}")
        return found

    def _reports_beside(self, thing: Possible) -> list[str]:
        """Return what the nearest reports of the rules in the same sentence are, on either side."""
        c = thing.candidate
        sentence = self._prose.tokens_of(self._prose.sentence_of(c.first))
        before = bisect_left(self._ruled_tokens, c.first) - 1
        behind = bisect_right(self._ruled_tokens, c.last)
        found = []
        for side, place in (("left", before), ("right", behind)):
            if not 0 <= place < len(self._ruled) or self._ruled_tokens[place] not in sentence:
                found.append(f"{side}=none")
                continue
            other = self._ruled[place]
            far = bisect_left(_GAPS, abs(other.candidate.first - c.first))
            found += [
                f"{side}={far},{other.report.type == thing.report.type!s}",
                f"{side}={other.report.type},{far}",
                f"{side}={other.candidate.trigger.frame}>{c.trigger.frame},{far}",
                f"{side}={other.candidate.trigger.id}",
            ]
        return found
