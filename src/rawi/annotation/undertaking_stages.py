"""Which stages a text tells of the undertakings that it names: signed, agreed, discussed, extended, denied…

A stage word counts when it governs the noun (in front of it) or describes it (behind it). Its factuality comes from the
report told by the same words, else from words of outlook before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from rawi.annotation.undertaking_mentions import Mention, NamesByToken, find_parties
from rawi.lexicon.undertakings import Outlook, StageWord, UndertakingWords
from rawi.lexicon.words import Reading
from rawi.model import Factuality, Report, Stage, StageName, Time, Voice
from rawi.text.fold import fold_word
from rawi.text.prose import Prose

_PAIR, _CODE = 2, 3
_DONE_BACK = 2
_LAM = "\u0644"
_PRESUPPOSED = StageWord(id="agreed.presupposed", stage="agreed")
_FAR_VERB, _FAR_NOUN, _FAR_OUTER, _FAR_SUBJECT = 14, 4, 6, 3
_BEHIND, _BEHIND_PRONOUN = 2, 24
_OUTLOOK, _OUTLOOK_CLAUSE = 14, 6
_NEAR_TIME = 7
_BREAKS = frozenset(".;:!?…")
_BIRTH: frozenset[StageName] = frozenset({"signed", "agreed", "ratified", "in_force"})
_LATER: frozenset[StageName] = frozenset({"extended", "expanded"})
_LOSS: frozenset[StageName] = frozenset({"suspended", "ended"})
_TALK: frozenset[StageName] = frozenset({"proposed", "discussed"})
_OUTER: frozenset[StageName] = frozenset({"agreed", "ratified"})
_UNREAL: dict[Factuality, StageName] = {
    "planned": "proposed",
    "urged": "proposed",
    "conditional": "proposed",
    "possible": "discussed",
    "denied": "denied",
}


class Told(Struct, frozen=True):
    """A stage word at a token that concerns a mention.

    `bare`: a verbal noun that nothing says to be done; `known`: a participle, which takes its stage for granted.
    """

    token: int
    entry: StageWord
    future: bool = False
    past: bool = False
    bare: bool = False
    known: bool = False


class Stages:
    """Finds the stages of mentions in one document."""

    def __init__(
        self,
        prose: Prose,
        document: str,
        reports: Sequence[Report],
        names: NamesByToken,
        times: Sequence[Time],
        heard: Mapping[int, Voice],
        words: UndertakingWords,
    ) -> None:
        self._prose, self._document, self._names, self._words = prose, document, names, words
        self._times = sorted(times)
        self._reports = {t: i for i, r in enumerate(reports) for t in prose.tokens_in(r)}
        self._told = reports
        self._heard = heard

    def of(self, mention: Mention) -> Iterator[tuple[Stage, int | None]]:
        """Yield the stages told of a mention, each with the number of the report that tells it, if one does."""
        front = self._in_front(mention) or self._own(mention)
        behind = list(self._behind(mention))
        for told in [*([front] if front else []), *behind]:
            last = mention.first if told is front and behind else mention.last
            stage = self._judge(told, mention, last)
            if stage is not None:
                yield stage, self._reports.get(told.token)

    def governing(self, mention: Mention) -> int | None:
        """Return the number of the report whose trigger stands closest before the noun in its clause."""
        start = self._prose.firsts[mention.sentence]
        for token in range(mention.first, max(start, mention.first - _FAR_VERB) - 1, -1):
            form = self._prose.forms[token]
            other = token < mention.first and any(not r.suffix for r in self._words.nouns.analyse(form))
            if form in _BREAKS or other:
                return None
            if token in self._reports:
                return self._reports[token]
        return None

    def cast(self, mention: Mention) -> tuple[str, ...]:
        """Return the parties named around the word that governs a mention: behind it, else also right before it.

        Where no word governs it, those behind the word that describes it (`الهدنة التي أعلنها X`).
        """
        told = self._in_front(mention)
        if told is None:
            behind = next((t.token for t in self._behind(mention)), None)
            stop = self._prose.firsts[mention.sentence + 1]
            return self._acting(range(behind + 1, min(stop, behind + 1 + _FAR_SUBJECT))) if behind is not None else ()
        far = [token for token, outlook in self._outlooks(told) if outlook.far and token + 1 in self._names.inside]
        first = min((told.token, *far))
        found = self._acting(range(first + 1, mention.first))
        if len(found) > 1:
            return found
        before = [place for place, _ in self._back_from(first, _FAR_SUBJECT)]
        return tuple(dict.fromkeys((*self._acting(range(min(before, default=first), first)), *found)))

    def states(self, mention: Mention) -> tuple[str, ...]:
        """Return the parties that a mention's sentence names, if they are two states."""
        tokens = self._prose.tokens_of(mention.sentence)
        found = find_parties(self._names.within(tokens.start, tokens.stop - 1))
        return found if len(found) == _PAIR and all(len(party) == _CODE for party in found) else ()

    def stage_word(self, mention: Mention) -> int | None:
        """Return the token of the word that governs a mention."""
        told = self._in_front(mention)
        return told.token if told else None

    def presupposed(self, mention: Mention) -> Stage | None:
        """Return the stage that naming an agreement between parties takes for granted: that it was agreed."""
        told = Told(mention.first, _PRESUPPOSED)
        return self._judge(told, mention, mention.last) if self._outlook(told) is None else None

    def _acting(self, tokens: range) -> tuple[str, ...]:
        """Return the parties among the names that begin in a stretch, but for those behind `في`."""
        ground = self._words.phrase["ground"]
        names = (
            name
            for token in tokens
            if token == 0 or self._prose.forms[token - 1] not in ground
            for name in self._names.within(token, token)
            if name.kind != "place"
        )
        return find_parties(names)

    def _in_front(self, mention: Mention) -> Told | None:
        """Return the word that governs the noun: the nearest one in front that is not cut off."""
        passed = 0
        for token, form in self._back_from(mention.first, _FAR_VERB):
            for reading in self._readings(token):
                told = self._fronting(token, reading, mention, passed)
                if told is not None:
                    return told
            if any(not r.suffix for r in self._words.nouns.analyse(form)):
                return None
            if token not in self._names.inside and form.isalpha() and len(form) > 2:
                passed += 1
        return None

    def _back_from(self, token: int, most: int) -> Iterator[tuple[int, str]]:
        """Yield the tokens before one, back to a break or the sentence's start; names do not count against `most`."""
        start = self._prose.firsts[self._prose.sentence_of(token)]
        others = 0
        for place in range(token - 1, start - 1, -1):
            form = self._prose.forms[place]
            if form in _BREAKS or form in self._words.phrase["cuts"] or others > most:
                return
            yield place, form
            others += place not in self._names.inside

    def _readings(self, token: int) -> Iterator[Reading[StageWord]]:
        """Yield what a word can be as a stage word: behind a preposition it is no verb (`على وضع`)."""
        if token in self._names.inside:
            return
        nominal = token > 0 and self._prose.forms[token - 1] in self._words.phrase["prepositions"]
        for reading in self._words.stages.analyse(self._prose.forms[token]):
            if not (nominal and reading.shape.pos == "verb"):
                yield reading

    def _fronting(self, token: int, reading: Reading[StageWord], mention: Mention, passed: int) -> Told | None:
        entry = reading.entry
        if reading.shape.pos == "participle" or not self._suits(entry, mention):
            return None
        if reading.suffix and not self._governs_by_preposition(token, reading):
            return None
        if mention.first and self._prose.forms[mention.first - 1] in map(fold_word, entry.not_through):
            return None
        if passed > (1 if entry.near else entry.within or _FAR_VERB):
            return None
        if reading.shape.pos == "verb":
            return Told(token, entry, reading.future, reading.shape.tense == "past")
        if passed > (entry.within or _FAR_NOUN):
            return None
        bare = self._bare(token, reading)
        if entry.bare is None and entry.stage != "signed":
            return Told(token, entry, bare=bare)
        return self._outer(token, mention) or Told(token, entry, bare=bare)

    def _outer(self, token: int, mention: Mention) -> Told | None:
        """Return the agreement or ratification that a verbal noun stands under (`اتفقا على إنشاء آلية`)."""
        for place, _ in self._back_from(token, _FAR_OUTER):
            for reading in self._readings(place):
                entry = reading.entry
                if entry.stage in _OUTER and not entry.bare and not reading.suffix and self._suits(entry, mention):
                    return Told(place, entry, reading.future)
        return None

    def _governs_by_preposition(self, token: int, reading: Reading[StageWord]) -> bool:
        """Tell whether a verbal noun's pronoun is its subject, since a preposition follows (`انسحابها من`)."""
        behind = self._prose.forms[token + 1 : token + 2]
        return reading.shape.pos == "noun" and bool(behind) and behind[0] in self._words.phrase["prepositions"]

    def _bare(self, token: int, reading: Reading[StageWord]) -> bool:
        """Tell whether nothing says that what a verbal noun names is done: `لـ` makes it a purpose."""
        entry = reading.entry
        if reading.preposition == _LAM and entry.stage in _BIRTH:
            return True
        return (entry.bare is not None or entry.stage in _LOSS) and not self._done(token)

    def _done(self, token: int) -> bool:
        """Tell whether an auxiliary says that a verbal noun is done (`تم إنشاء`)."""
        phrase = self._words.phrase
        before = self._prose.forms[max(token - _DONE_BACK, 0) : token]
        if not before or before[-1] in phrase["done"]:
            return bool(before)
        return before[-1] in phrase["prepositions"] and before[0] in phrase["done"]

    def _own(self, mention: Mention) -> Told | None:
        """Return the stage that the noun tells itself, when it is the trigger of a report (`اتفاق على` is agreed)."""
        if self._reports.get(mention.first) is None or mention.definite:
            return None
        for reading in self._words.stages.analyse(self._prose.forms[mention.first]):
            if reading.shape.pos == "noun":
                return Told(mention.first, reading.entry)
        return None

    def _behind(self, mention: Mention) -> Iterator[Told]:
        """Yield participles and verbs inside or right behind the phrase, and later words with a pronoun for it."""
        stop = self._prose.firsts[mention.sentence + 1]
        for token in range(mention.first + 1, min(stop, mention.last + _BEHIND_PRONOUN)):
            form = self._prose.forms[token]
            if form in _BREAKS:
                return
            if token > mention.last and any(not r.entry.needs for r in self._words.nouns.analyse(form)):
                return
            for reading in self._readings(token):
                if self._suits(reading.entry, mention) and self._describes(token, reading, mention):
                    yield self._described(token, reading)
                    break

    def _described(self, token: int, reading: Reading[StageWord]) -> Told:
        entry, pos = reading.entry, reading.shape.pos
        bare = pos == "noun" and self._bare(token, reading)
        return Told(token, entry, reading.future, reading.shape.tense == "past", bare, pos == "participle")

    def _describes(self, token: int, reading: Reading[StageWord], mention: Mention) -> bool:
        """Tell whether a stage word behind the noun is about it."""
        close = token <= mention.last + _BEHIND and "," not in self._prose.forms[mention.last : token]
        agrees = len(reading.suffix) == (2 if mention.feminine or mention.plural else 1)
        if reading.shape.pos == "participle":
            return close
        if reading.shape.pos == "verb":
            feminine = reading.shape.gender == "f"
            mine = feminine == (mention.feminine or mention.plural) and reading.shape.number == "s"
            if self._prose.forms[token - 1] in self._words.phrase["relative"]:
                return token <= mention.last + _BEHIND
            return (close and reading.entry.subject and mine and not reading.suffix) or (close and agrees)
        return agrees or self._about_it(token)

    def _about_it(self, token: int) -> bool:
        """Tell whether a verbal noun is done to what was named before (`الذي تم التوصل إليه`)."""
        behind = self._prose.forms[token + 1 : token + 2]
        return self._done(token) and bool(behind) and behind[0] in self._words.phrase["to_it"]

    def _suits(self, entry: StageWord, mention: Mention) -> bool:
        if entry.kinds and mention.noun.kind not in entry.kinds:
            return False
        if not entry.with_word:
            return True
        tokens = self._prose.tokens_of(mention.sentence)
        return entry.with_word in self._prose.forms[tokens.start : tokens.stop]

    def _judge(self, told: Told, mention: Mention, last: int) -> Stage | None:
        """Make a stage of a stage word, as far as its factuality lets it be one; its day may stand behind `last`."""
        number = self._reports.get(told.token)
        report = self._told[number] if number is not None else None
        outlook = "occurred" if told.known else self._outlook(told)
        if report is not None and (outlook is None or (outlook == "planned" and report.factuality != "occurred")):
            outlook = report.factuality
        elif outlook is None and self._is_denied(told):
            outlook = "denied"
        elif outlook is None and told.bare:
            outlook = "planned"
        stage = _stage_told(told.entry.stage, outlook or "occurred")
        if stage is None:
            return None
        span = self._prose.span(min(told.token, mention.first), max(told.token, mention.last))
        bases = ("expression",) if told.token > mention.first else ("expression", "document")
        dated = report if report is not None and report.first_day and report.when_basis in bases else None
        time = self._time_near(told.token, last, mention.sentence) if dated is None else None
        return Stage(
            span.start,
            span.end,
            document=self._document,
            stage=stage,
            when=dated.when if dated else time.value if time else None,
            first_day=dated.first_day if dated else time.first_day if time else None,
            last_day=dated.last_day if dated else time.last_day if time else None,
            chain=report.chain if report is not None else (),
            rule=told.entry.id,
        )

    def _is_denied(self, told: Told) -> bool:
        """Tell whether the last source of the voice in which a stage word stands denies what it tells."""
        voice = self._heard.get(told.token)
        return voice is not None and bool(voice.chain) and voice.chain[-1].act == "deny"

    def _outlook(self, told: Told) -> Factuality | None:
        """Return the factuality that the words before a stage word give it, the nearest first."""
        if told.future:
            return "planned"
        return next((outlook.factuality for _, outlook in self._outlooks(told)), None)

    def _outlooks(self, told: Told) -> Iterator[tuple[int, Outlook]]:
        """Yield the words of outlook before a stage word: far ones reach over commas, others within the clause."""
        commas = 0
        for token, form in self._back_from(told.token, _OUTLOOK):
            commas += form == ","
            outlook = self._words.outlooks.get(form) or self._words.outlooks.get(form[1:])
            if outlook is not None and outlook.present and told.past:
                continue
            if outlook is not None and (outlook.far or (not commas and told.token - token <= _OUTLOOK_CLAUSE)):
                yield token, outlook

    def _time_near(self, token: int, last: int, sentence: int) -> Time | None:
        """Return a day or year told right behind the stage word or behind token `last`."""
        for anchor in (token, last):
            index = bisect_left(self._times, self._prose.ends[anchor], key=lambda time: time.start)
            if index < len(self._times):
                time = self._times[index]
                place = self._prose.token_at(time.start)
                same = self._prose.sentence_of(place) == sentence
                if same and place - anchor <= _NEAR_TIME and time.type == "DATE" and time.first_day:
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
