"""Where somebody is said to say something: reporting verbs, participles, verbal nouns and attributions in a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from rawi.lexicon.match import longest
from rawi.lexicon.speech import Attribution, Cue, Speech
from rawi.lexicon.words import Reading
from rawi.text.prose import Prose

Sort = Literal["verb", "participle", "noun", "source", "below", "that-verb", "speaker"]
_PUNCTUATION = frozenset(',;:.-()"؟?!…')


class FoundCue(Struct, frozen=True, kw_only=True):
    """Reporting words in a text: tokens, what they are, and the grammar of the speaker that they ask for."""

    first: int
    last: int
    sort: Sort
    cue: Cue | None = None
    attribution: Attribution | None = None
    conjunction: bool = False
    present: bool = False
    gender: str = ""
    number: str = ""
    person: str = ""
    suffix: str = ""
    preposition: str = ""

    @property
    def rule(self) -> str:
        """The id of the lexicon entry."""
        entry = self.cue or self.attribution
        return entry.id if entry else ""


def find_cues(prose: Prose, speech: Speech) -> list[FoundCue]:
    """Return the reporting words of a text in order of place, attributions joined with the verb that they take."""
    forms = prose.forms
    phrases = {h.first: h for h in longest(speech.attributions.find(forms))}
    known = speech.cues
    found: list[FoundCue] = []
    token = 0
    while token < len(forms):
        hit = phrases.get(token)
        if hit is not None:
            joined = _attribution(prose, speech, hit.first, hit.last, hit.value, bool(hit.clitics))
            if joined is not None:
                found.append(joined)
                token = joined.last + 1
                continue
        readings = known.analyse(forms[token])
        if readings and token not in prose.shut:
            cue = _word(prose, speech, token, readings)
            if cue is not None:
                found.append(cue)
        token += 1
    return found


def _attribution(
    prose: Prose, speech: Speech, first: int, last: int, entry: Attribution, conjunction: bool
) -> FoundCue | None:
    if first in prose.shut:
        return None
    if entry.takes == "verb":
        following = last + 1
        if following >= len(prose.forms):
            return None
        verb = _word(prose, speech, following, speech.cues.analyse(prose.forms[following]))
        if verb is None or verb.sort != "verb" or (entry.words[0] == prose.forms[first] and False):
            return None
        return FoundCue(
            first=first,
            last=following,
            sort="that-verb",
            cue=verb.cue,
            attribution=entry,
            conjunction=conjunction,
            gender=verb.gender,
            number=verb.number,
            person=verb.person,
            suffix=verb.suffix,
        )
    sort: Sort = "speaker" if entry.takes == "speaker" else ("below" if entry.place == "below" else "source")
    return FoundCue(first=first, last=last, sort=sort, attribution=entry, conjunction=conjunction)


def _word(prose: Prose, speech: Speech, token: int, readings: tuple[Reading[Cue], ...]) -> FoundCue | None:
    """Choose the reading of a word that fits its place, or none."""
    noun_like = _after_noun_or_preposition(prose, speech, token)
    verbs = [r for r in readings if r.shape.pos == "verb" and not r.future and not r.preposition]
    nouns = [r for r in readings if r.shape.pos == "noun"]
    for reading in readings:
        if reading.shape.pos == "participle" and not (reading.article or reading.preposition):
            if reading.shape.gender == "f" and reading.suffix:
                continue
            return _found(token, "participle", reading)
    if verbs and not (nouns and noun_like) and not _impossible_verb(prose, speech, token, verbs[0]):
        return _found(token, "verb", verbs[0])
    for reading in nouns:
        if (reading.suffix or reading.article) and _opens_words(prose, speech, token):
            return _found(token, "noun", reading)
    return None


def _found(token: int, sort: Sort, reading: Reading[Cue]) -> FoundCue:
    shape = reading.shape
    return FoundCue(
        first=token,
        last=token,
        sort=sort,
        cue=reading.entry,
        conjunction=bool(reading.conjunction),
        present=shape.tense == "present",
        gender=shape.gender,
        number=shape.number,
        person=shape.person,
        suffix=reading.suffix,
        preposition=reading.preposition,
    )


def _after_noun_or_preposition(prose: Prose, speech: Speech, token: int) -> bool:
    """Tell whether the word in front makes a noun of an ambiguous word (``رد``, ``رفض``, ``نفي``)."""
    if token == 0 or prose.firsts[prose.sentence_of(token)] == token:
        return False
    before = prose.forms[token - 1]
    if before in _PUNCTUATION or before in speech.before_verb:
        return False
    return before in speech.prepositions


def _impossible_verb(prose: Prose, speech: Speech, token: int, reading: Reading[Cue]) -> bool:
    """Tell whether a word spelt like a reporting verb is something else here (``بين`` the preposition)."""
    entry = reading.entry
    if not entry.strict:
        return False
    end = prose.firsts[prose.sentence_of(token) + 1]
    window = prose.forms[token + 1 : min(end, token + 9)]
    return not any(form in speech.complements or form in ':"' for form in window)


def _opens_words(prose: Prose, speech: Speech, token: int) -> bool:
    end = prose.firsts[prose.sentence_of(token) + 1]
    return any(form in speech.complements or form in ':"' for form in prose.forms[token + 1 : min(end, token + 3)])


def by_sentence(prose: Prose, cues: list[FoundCue]) -> Iterator[tuple[int, list[FoundCue]]]:
    """Yield each sentence with its reporting words, sentences without any too."""
    place = 0
    for sentence in prose.sentences:
        end = prose.firsts[sentence + 1]
        start = place
        while place < len(cues) and cues[place].first < end:
            place += 1
        yield sentence, cues[start:place]
