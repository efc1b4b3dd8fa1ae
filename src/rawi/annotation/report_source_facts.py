"""From whom a report may be, and what speaks for each answer: facts that a reader can follow.

Answers are the voice in which the rules hear the report, other voices around it, voices beside it in its sentence, the
last voices before its sentence, and the narrator. Facts are short strings; what each weighs is learnt
(`scripts/train_sources.py`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from rawi.annotation.context import Offer
from rawi.annotation.report_arguments import SPEECH
from rawi.annotation.report_clauses import Outline, count_within
from rawi.annotation.reports import Possible, by_place
from rawi.lexicon.triggers import COMMA, OPENS, RELATIVE
from rawi.model import Link, Report, Voice
from rawi.text.prose import Prose
from rawi.text.stem import stem

Relation = Literal["ruled", "around", "beside", "before", "narrator"]
_SENTENCES_BACK = 3
_BEFORE = 2
_FAR = (2, 5, 9, 15, 25, 40)


class Answer(Struct, frozen=True):
    """One answer to "from whom": the chain, and how its voice stands to the report."""

    chain: tuple[Link, ...]
    relation: Relation

    @property
    def origin(self) -> str | None:
        """The last source by entity or words; none where the narrator speaks."""
        return origin(self.chain)


def origin(chain: Sequence[Link]) -> str | None:
    """Return the last source of a chain by entity or words, None for an empty chain."""
    return (chain[-1].entity or chain[-1].source) if chain else None


class _Heard(Struct, frozen=True):
    """A voice by tokens: its stretch and the words that bring it in (all included)."""

    voice: Voice
    first: int
    last: int
    cue: int
    sentence: int


class View:
    """The voices of a text and where they stand, looked up once."""

    def __init__(self, prose: Prose, voices: Sequence[Voice], possible: Sequence[Possible], shape: Outline) -> None:
        self._prose = prose
        self._outline = shape
        self._by_start = by_place(possible)
        self._verbs = sorted(shape.verbs)
        self._opening = shape.places(OPENS)
        self._relative = shape.places(RELATIVE)
        self._commas = shape.places(COMMA)
        self._begun: dict[int, list[_Heard]] = {}
        self._over: dict[int, list[_Heard]] = {}
        for heard in (self._place(voice) for voice in voices if voice.chain):
            self._begun.setdefault(heard.sentence, []).append(heard)
            for sentence in range(heard.sentence, prose.sentence_of(heard.last) + 1):
                self._over.setdefault(sentence, []).append(heard)
        ruled = sorted({thing.candidate.first: thing.report.type for thing in possible if thing.by_rule}.items())
        self._acts = [token for token, _ in ruled]
        self._act_types = [kind for _, kind in ruled]

    def _place(self, voice: Voice) -> _Heard:
        prose = self._prose
        first, last = prose.token_at(voice.start), bisect_left(prose.starts, voice.end) - 1
        cue = prose.token_at(voice.cue_start) if voice.cue_start >= 0 else first
        return _Heard(voice, first, last, cue, prose.sentence_of(first))

    def answers(self, report: Report) -> Iterator[Offer[Answer]]:
        """Yield every answer that the text allows for a report, each origin once, with the facts for or against it.

        Who acts by saying so (``يجب على المجلس أن``) is no source of his own act: the rules alone answer.
        """
        thing = self._by_start[report.start]
        if thing.voice is not None and len(report.chain) < len(thing.voice.chain):
            yield Offer(Answer(report.chain, "ruled" if report.chain else "narrator"), [], ("alone",))
            return
        token = thing.candidate.first
        sentence = self._prose.sentence_of(token)
        around = [heard for heard in self._over.get(sentence, ()) if heard.first <= token <= heard.last]
        about = self._about(thing, report, sentence, len(around))
        taken = {origin(report.chain)}
        way: list[str] = []
        if report.chain:
            ruled = next((heard for heard in reversed(around) if heard.voice is thing.voice), around[-1])
            way = self._way(ruled, thing, report, sentence)
            yield Offer(Answer(report.chain, "ruled"), [*about, *way], _marks(report, thing, "ruled"), ruled.cue)
        for relation, several in self._others(around, token, sentence):
            for order, heard in enumerate(several):
                chain = heard.voice.chain
                if origin(chain) not in taken:
                    taken.add(origin(chain))
                    facts = [*about, f"order={order}", *self._way(heard, thing, report, sentence)]
                    yield Offer(Answer(chain, relation), facts, _marks(report, thing, relation), heard.cue)
        facts = [*about, f"ruled={not report.chain!s}", *way]
        yield Offer(Answer((), "narrator"), facts, _marks(report, thing, "narrator"))

    def _others(self, around: list[_Heard], token: int, sentence: int) -> Iterator[tuple[Relation, list[_Heard]]]:
        """Yield the voices that do not answer for a token by rule, by relation, the nearest first."""
        yield "around", around[::-1]
        beside = [heard for heard in self._begun.get(sentence, ()) if not heard.first <= token <= heard.last]
        yield "beside", sorted(beside, key=lambda heard: abs(heard.first - token))
        back = range(sentence - _SENTENCES_BACK, sentence)
        before = [heard for one in back for heard in self._begun.get(one, ()) if heard.last < token]
        yield "before", before[: -_BEFORE - 1 : -1]

    def _about(self, thing: Possible, report: Report, sentence: int, around: int) -> list[str]:
        """Return what the report is and how its sentence begins, the same for all answers."""
        c, prose = thing.candidate, self._prose
        kind = "verb" if c.verbal else "noun"
        first = prose.firsts[sentence]
        opener = prose.forms[first]
        begin = self._outline.begin(c.first)
        sort = self._outline.sorts[begin]
        clause = "relative" if sort & RELATIVE else prose.forms[begin] if sort & OPENS else "-"
        voice = thing.voice
        muted = voice is not None and not voice.chain
        state = "muted" if muted else str(min(2, around))
        voiced = min(2, len(self._begun.get(sentence, ())))
        opens = sentence == 0 or prose.paragraph[sentence] != prose.paragraph[sentence - 1]
        return [
            f"state={state}",
            f"state={state},{report.type},{kind}",
            f"muted={voice.rule if voice is not None and muted else '-'}",
            f"type={report.type},{kind}",
            f"entry={c.trigger.id},{kind}",
            f"grammar={kind},{c.article!s},{c.preposition},{bool(c.suffix)!s}",
            f"grammar={kind},{c.shape.tense},{clause}",
            f"clause={clause},{state}",
            f"factuality={report.factuality},{state},{kind}",
            f"factuality={report.factuality},{report.type}",
            f"how={thing.how},{report.type in SPEECH!s}",
            f"stem-1={self._stem(c.first - 1)},{state}",
            f"governor={self._stem(c.governor)}",
            f"opener={stem(opener)},{state}",
            f"opens={opens!s},{state},{sentence == 0!s}",
            f"parties={min(2, len(report.actors))}{min(2, len(report.recipients))},{state}",
            f"when={report.when_basis},{state}",
            f"acts before={self._acts_before(c.first, first)},{kind},{state}",
            f"relative behind={self._sort(c.last + 1) & RELATIVE > 0!s},{kind},{c.article!s},{state}",
            f"voiced sentence={voiced},{state},{kind}",
            f"mode={report.mode!s},{report.type},{state}",
        ]

    def _sort(self, token: int) -> int:
        return self._outline.sorts[token] if token < len(self._outline.sorts) else 0

    def _acts_before(self, token: int, begin: int) -> str:
        """Return what the nearest act of the rules before a token in its sentence is, and how far it is."""
        place = bisect_left(self._acts, token) - 1
        if place < 0 or self._acts[place] < begin:
            return "-"
        far = bisect_left((1, 3, 7), token - self._acts[place])
        kind = self._act_types[place]
        return f"{kind},{far}" if kind in SPEECH else f"deed,{far}"

    def _stem(self, token: int) -> str:
        return stem(self._prose.forms[token]) if 0 <= token < len(self._prose.forms) else ""

    def _way(self, heard: _Heard, thing: Possible, report: Report, sentence: int) -> list[str]:
        """Return what lies between a voice and a report, who speaks, and by which words."""
        voice, link = heard.voice, heard.voice.chain[-1]
        token, kind = thing.candidate.first, "verb" if thing.candidate.verbal else "noun"
        low, high = (heard.first, token) if heard.first <= token else (token + 1, heard.first)
        gap = range(low, high)
        far = bisect_left(_FAR, len(gap))
        relatives = min(2, count_within(self._relative, gap))
        openings = min(2, count_within(self._opening, gap))
        verbs = min(3, count_within(self._verbs, gap))
        commas = min(3, count_within(self._commas, gap))
        clauses = min(4, bisect_right(self._outline.begins, high) - bisect_right(self._outline.begins, low))
        back = min(3, sentence - heard.sentence)
        speaker = self._part(report, link)
        cue = self._stem(heard.cue)
        behind = heard.cue > token
        return [
            f"far={far},{kind}",
            f"far={far},{voice.quoted!s},{back}",
            f"relatives={relatives},{kind}",
            f"relatives={relatives},{voice.quoted!s}",
            f"openings={openings},{kind}",
            f"verbs={verbs},{kind}",
            f"verbs={verbs},{commas},{voice.quoted!s}",
            f"clauses={clauses},{kind}",
            f"back={back},{voice.quoted!s}",
            f"quoted={voice.quoted!s},{kind},{report.type}",
            f"act={link.act},{kind}",
            f"act={link.act},{report.type}",
            f"act={link.act},{report.factuality}",
            f"kind={link.kind},{kind}",
            f"cue={cue}",
            f"cue={cue},{kind}",
            f"behind={behind!s},{kind},{link.kind}",
            f"links={len(voice.chain)},{link.kind}",
            f"voice={voice.rule}",
            f"rule={link.rule.partition(':')[0]},{kind}",
            f"speaker={speaker},{report.type}",
            f"speaker={speaker},{kind},{report.type in SPEECH!s}",
            f"speaker={speaker},{verbs},{kind}",
        ]

    def _part(self, report: Report, link: Link) -> str:
        """Return which part in the report the speaker has, by the words of the text."""
        for role, ones in (("actor", report.actors), ("recipient", report.recipients)):
            for one in ones:
                if (one.entity and one.entity == link.entity) or (one.start < link.end and link.start < one.end):
                    return role
        return "-"


def _marks(report: Report, thing: Possible, relation: Relation) -> tuple[str, ...]:
    """Return what the network is told about an answer: its relation, and the type and grammar of the report."""
    shape = thing.candidate.shape.tense if thing.candidate.verbal else "noun"
    return (f"relation={relation}", report.type, f"told={shape},{report.factuality}")
