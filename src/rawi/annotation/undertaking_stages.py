"""Which stages a text tells of the undertakings that it names: signed, agreed, discussed, extended, denied…

A stage word counts when it governs the noun (in front of it) or describes it (behind it). Its factuality comes from the
report told by the same words, else from words of outlook before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from rawi.annotation.undertaking_mentions import Mention, NamesByToken
from rawi.lexicon.undertakings import StageWord, UndertakingWords
from rawi.lexicon.words import Reading
from rawi.model import Factuality, Report, Stage, StageName, Time
from rawi.text.prose import Prose

_FAR = 28
_FAR_NOUN = 4
_NEAR_TIME = 7
_BEHIND = 3
_BEHIND_PRONOUN = 22
_OUTLOOK = 6
_BREAKS = frozenset(".;:!?…")
_BIRTH: frozenset[StageName] = frozenset({"signed", "agreed", "ratified", "in_force"})
_LATER: frozenset[StageName] = frozenset({"extended", "expanded"})
_TALK: frozenset[StageName] = frozenset({"proposed", "discussed"})
_UNREAL: dict[Factuality, StageName] = {
    "planned": "proposed",
    "urged": "proposed",
    "conditional": "proposed",
    "possible": "discussed",
    "denied": "denied",
}


class StageWordFound(Struct, frozen=True):
    """A stage word at a token that concerns a mention."""

    token: int
    entry: StageWord
    future: bool


class Stages:
    """Finds the stages of mentions in one document."""

    def __init__(
        self,
        prose: Prose,
        document: str,
        reports: Sequence[Report],
        names: NamesByToken,
        times: Sequence[Time],
        words: UndertakingWords,
    ) -> None:
        self._prose, self._document, self._names, self._words = prose, document, names, words
        self._times = sorted(times)
        self._reports = {t: i for i, r in enumerate(reports) for t in prose.tokens_in(r)}
        self._told = reports

    def of(self, mention: Mention) -> Iterator[tuple[Stage, int | None]]:
        """Yield the stages told of a mention, each with the number of the report that tells it, if one does."""
        if mention.first in self._prose.shut:
            return
        for found in [*self._in_front(mention), *self._behind(mention)]:
            stage = self._judge(found, mention)
            if stage is not None:
                yield stage, self._report_at(found.token)

    def _in_front(self, mention: Mention) -> Iterator[StageWordFound]:
        """Yield the word that governs the noun: the nearest one in front that is not cut off."""
        start = self._prose.firsts[mention.sentence]
        own = self._own_stage(mention)
        if own is not None:
            yield own
        passed = 0
        for token in range(mention.first - 1, max(start, mention.first - _FAR) - 1, -1):
            form = self._prose.forms[token]
            if form in _BREAKS:
                return
            for reading in self._words.stages.analyse(form):
                if reading.shape.pos == "participle" or not self._suits(reading.entry, mention):
                    continue
                verb = reading.shape.pos == "verb"
                if passed <= (1 if reading.entry.near else _FAR_NOUN) or (verb and not reading.entry.near):
                    yield StageWordFound(token, reading.entry, reading.future)
                    return
            if any(r.article or not r.suffix for r in self._words.nouns.analyse(form)):
                return
            if token not in self._names.inside and form.isalpha() and len(form) > 2:
                passed += 1

    def _own_stage(self, mention: Mention) -> StageWordFound | None:
        """Return the stage that the noun tells itself, when it is the trigger of a report (`اتفاق على` is agreed)."""
        if self._report_at(mention.first) is None or mention.noun.kind not in ("agreement", "ceasefire"):
            return None
        for reading in self._words.stages.analyse(self._prose.forms[mention.first]):
            if reading.shape.pos == "noun" and not mention.definite:
                return StageWordFound(mention.first, reading.entry, False)
        return None

    def _behind(self, mention: Mention) -> Iterator[StageWordFound]:
        """Yield participles and verbs inside or right behind the phrase, and later words with a pronoun for it."""
        stop = self._prose.firsts[mention.sentence + 1]
        for token in range(mention.first + 1, min(stop, mention.last + _BEHIND_PRONOUN)):
            form = self._prose.forms[token]
            if form in _BREAKS:
                return
            if token > mention.last and any(not r.entry.needs for r in self._words.nouns.analyse(form)):
                return
            for reading in self._words.stages.analyse(form):
                if not self._suits(reading.entry, mention):
                    continue
                close = token <= mention.last + _BEHIND
                participle = reading.shape.pos == "participle" and close
                verb = reading.shape.pos == "verb" and (close or bool(reading.suffix))
                if participle or verb or (reading.shape.pos == "noun" and self._refers(reading, mention)):
                    yield StageWordFound(token, reading.entry, reading.future)
                    break

    def _refers(self, reading: Reading[StageWord], mention: Mention) -> bool:
        """Tell whether a verbal noun's pronoun stands for the undertaking: it agrees in gender."""
        return len(reading.suffix) == (2 if mention.feminine else 1)

    def _suits(self, entry: StageWord, mention: Mention) -> bool:
        if entry.kinds and mention.noun.kind not in entry.kinds:
            return False
        if not entry.with_word:
            return True
        tokens = self._prose.tokens_of(mention.sentence)
        return entry.with_word in self._prose.forms[tokens.start : tokens.stop]

    def _report_at(self, token: int) -> int | None:
        return self._reports.get(token)

    def _judge(self, found: StageWordFound, mention: Mention) -> Stage | None:
        """Make a stage of a stage word, as far as its factuality lets it be one."""
        number = self._report_at(found.token)
        report = self._told[number] if number is not None else None
        outlook: Factuality = report.factuality if report is not None else self._outlook(found)
        stage = _stage_told(found.entry.stage, outlook)
        if stage is None:
            return None
        first, last = min(found.token, mention.first), max(found.token, mention.last)
        span = self._prose.span(first, last)
        when: tuple[str | None, date | None, date | None] = (None, None, None)
        if report is not None and report.when_basis != "none" and report.when:
            when = (report.when, report.first_day, report.last_day)
        else:
            time = self._time_near(found.token, mention)
            if time is not None:
                when = (time.value, time.first_day, time.last_day)
        return Stage(
            span.start,
            span.end,
            document=self._document,
            stage=stage,
            when=when[0],
            first_day=when[1],
            last_day=when[2],
            chain=report.chain if report is not None else (),
            rule=found.entry.id,
        )

    def _outlook(self, found: StageWordFound) -> Factuality:
        """Return the factuality that the words before a stage word give it."""
        if found.future:
            return "planned"
        start = self._prose.firsts[self._prose.sentence_of(found.token)]
        for token in range(found.token - 1, max(start, found.token - _OUTLOOK) - 1, -1):
            form = self._prose.forms[token]
            if form in _BREAKS or form == ",":
                break
            outlook = self._words.outlooks.get(form) or self._words.outlooks.get(form[1:])
            if outlook is not None:
                return outlook.factuality
        return "occurred"

    def _time_near(self, token: int, mention: Mention) -> Time | None:
        """Return a day or year told right behind the stage word or the phrase."""
        for anchor in (token, mention.last):
            place = self._prose.ends[anchor]
            index = bisect_left(self._times, place, key=lambda t: t.start)
            if index < len(self._times):
                time = self._times[index]
                gap = self._prose.token_at(time.start) - anchor
                same = self._prose.sentence_of(self._prose.token_at(time.start)) == mention.sentence
                if same and gap <= _NEAR_TIME and time.type == "DATE":
                    return time
        return None


def _stage_told(stage: StageName, outlook: Factuality) -> StageName | None:
    """Return the stage that a word tells under an outlook, or None where it tells none.

    >>> _stage_told("signed", "planned"), _stage_told("ended", "possible"), _stage_told("agreed", "denied")
    ('proposed', None, 'denied')
    """
    if outlook == "occurred" or (outlook == "planned" and stage in _LATER):
        return stage
    if stage in _BIRTH:
        return _UNREAL[outlook]
    if stage in _TALK:
        return "denied" if outlook == "denied" else stage
    return None
