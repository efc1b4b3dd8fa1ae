"""Which of the possible reports are told: weigh what speaks for each by weights learnt from annotated articles.

The rules find what may be a report, with its parties, day, chain and factuality; here every one of them is described
by features that a reader can follow (its lexicon entry and the conditions met, its grammar, who takes part, what
stands beside it) and kept if its chance is high enough. Without weights the rules' own decision stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from rawi.annotation.report_arguments import SPEECH
from rawi.annotation.reports import Possible
from rawi.lexicon.weights import Facts, Weights
from rawi.model import TYPE_AHEAD, EventType, Name, Report
from rawi.text.prose import Prose
from rawi.text.stem import stem

_TELLS_AGAIN = 4
_TURNABLE = frozenset({"planned", "possible"})
_GAPS = (1, 2, 4, 8, 16)
_WITH_ENTRY = frozenset(
    {"factuality", "verbal", "article", "preposition", "suffix", "light", "governed", "lacks", "best", "rule",
     "parties", "how", "sentence", "stem-1", "stem+1", "basis", "tense", "governor", "future", "voice", "turned"}
)  # fmt: skip


def weigh(
    prose: Prose, possible: Sequence[Possible], judged: Sequence[Report], names: Sequence[Name], weights: Weights | None
) -> tuple[Report, ...]:
    """Return the reports that are told, in order of place: for each word at most one.

    `judged` holds the reports of `possible` with their factuality, in the same order.
    """
    if weights is None:
        return tuple(report for thing, report in zip(possible, judged, strict=True) if thing.by_rule)
    best: dict[int, tuple[float, Report]] = {}
    for thing, report, facts in describe(prose, possible, judged, names):
        chance = weights.chance(facts)
        token = thing.candidate.first
        if chance >= weights.threshold and (token not in best or chance > best[token][0]):
            best[token] = (chance, replace(report, chance=round(chance, 3)))
    kept: dict[int, EventType] = {}
    for token, (_, report) in sorted(best.items(), key=lambda item: -item[1][0]):
        if not tells_again(token, report.type, kept):
            kept[token] = report.type
    return tuple(best[token][1] for token in sorted(kept))


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
        facts = view.facts(thing, report)
        yield thing, report, _combine(thing, report, facts)
        other = _turned(thing, report)
        if other is not None:
            yield thing, other, _combine(thing, other, [*facts, "turned=yes"])


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


def _combine(thing: Possible, report: Report, facts: list[str]) -> Facts:
    """Return the facts, alone and within the type and, where it matters, the lexicon entry."""
    entry, kind = thing.candidate.trigger.id, report.type
    with_entry = [fact for fact in facts if fact[: fact.index("=")] in _WITH_ENTRY]
    alone = [f"type={kind}", f"entry={entry}", f"entry={entry},{kind}", *facts]
    return Facts(alone, [(kind, facts), (entry, with_entry)])


class _View:
    """What stands where in one text, looked up once."""

    def __init__(self, prose: Prose, possible: Sequence[Possible], names: Sequence[Name]) -> None:
        self._prose = prose
        self._stems = [stem(form) for form in prose.forms]
        self._names: dict[int, Name] = {}
        for name in names:
            for token in prose.tokens_in(name):
                self._names[token] = name
        self._types = {thing.candidate.first: thing.candidate.trigger.type for thing in possible if thing.best}
        ruled = {thing.candidate.first: thing for thing in possible if thing.by_rule}
        self._ruled_tokens = sorted(ruled)
        self._ruled = [ruled[token] for token in self._ruled_tokens]

    def facts(self, thing: Possible, report: Report) -> list[str]:
        """Return what is to be seen of a possible report, each fact as ``name=value``."""
        found = [*self._grammar(thing), *self._telling(thing, report), *self._beside(thing)]
        found += [f"meaning={entry}" for entry in thing.candidate.entries]
        last = thing.candidate.last
        for step in (-2, -1, 1, 2):
            token = thing.candidate.first + step if step < 0 else last + step
            if not 0 <= token < len(self._stems):
                continue
            found.append(f"stem{step:+}={self._stems[token]}")
            if token in self._names:
                found.append(f"name{step:+}={self._names[token].kind},{self._names[token].sector}")
            if token in self._types:
                found.append(f"type{step:+}={self._types[token]}")
        return found

    def _beside(self, thing: Possible) -> list[str]:
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
            far = sum(abs(other.candidate.first - c.first) > gap for gap in _GAPS)
            found += [
                f"{side}={far},{other.report.type == thing.report.type}",
                f"{side}={other.report.type},{far}",
                f"{side}={other.candidate.trigger.frame}>{c.trigger.frame},{far}",
                f"{side}={other.candidate.trigger.id}",
            ]
        return found

    def _grammar(self, thing: Possible) -> list[str]:
        c = thing.candidate
        found = [
            f"word={self._prose.forms[c.first]}",
            f"stem={self._stems[c.first]}",
            f"verbal={c.verbal}",
            f"article={c.article}",
            f"preposition={c.preposition}",
            f"suffix={bool(c.suffix)}",
            f"future={c.future}",
            f"light={c.light}",
            f"governed={c.governor >= 0}",
            f"tense={c.shape.tense}{c.shape.number}",
            f"lacks={c.lacks}",
            f"best={thing.best}",
            f"rule={thing.by_rule}",
            f"meanings={','.join(thing.rivals)}",
        ]
        if c.governor >= 0:
            found.append(f"governor={self._stems[c.governor]}")
        return found

    def _telling(self, thing: Possible, report: Report) -> list[str]:
        sentence = self._prose.sentence_of(thing.candidate.first)
        place = thing.candidate.first - self._prose.firsts[sentence]
        voice = thing.voice
        found = [
            f"factuality={report.factuality}",
            f"parties={min(2, len(report.actors))}{min(2, len(report.recipients))}",
            f"how={thing.how}",
            f"actors={','.join(sorted({str(x.sector) for x in report.actors}))}",
            f"recipients={','.join(sorted({str(x.sector) for x in report.recipients}))}",
            f"basis={report.when_basis}",
            f"sentence={min(3, sentence)}",
            f"place={min(3, place)}",
            f"voice={len(voice.chain) if voice else 0}",
        ]
        if voice and voice.chain:
            found += [f"act={voice.chain[-1].act}", f"quoted={voice.quoted}"]
        return found
