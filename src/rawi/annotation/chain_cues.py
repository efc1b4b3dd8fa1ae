"""Where somebody is said to say something: reporting verbs, participles, verbal nouns and attributions in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from rawi.lexicon.match import longest
from rawi.lexicon.speech import Attribution, Cue, Speech, Use
from rawi.lexicon.words import Reading
from rawi.text.fold import fold_word
from rawi.text.prose import Prose

Sort = Literal["verb", "participle", "noun", "source", "below", "that-verb", "speaker", "itself", "naming"]
_PUNCTUATION = frozenset(',;:.-()"?!…')
_SUFFIXES = frozenset(("\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627"))
_NAMED_OBJECTS = frozenset({"announce", "deny"})
_OPENERS: tuple[Use, ...] = ("before_verb", "joiner", "relative", "auxiliary", "opens_clause", "negation", "time_word")
_RELAY_REACH, _NEEDED, _NEAR_ABOUT = 16, 18, 3
_SHADDA = "\u0651"
_WAW, _THAT = "\u0648", "\u0627\u0646"
_TA_MARBUTA, _MAKSURA, _YA = "\u0629", "\u0649", "\u064a"


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


def find_cues(prose: Prose, speech: Speech, anonymity: Mapping[int, int]) -> list[FoundCue]:
    """Return the reporting words of a text in order of place, attributions joined with the verb that they take.

    `anonymity` gives the first and last tokens of descriptions that keep a name back: they hold no reporting words.
    """
    forms = prose.forms
    phrases = {h.first: h for h in longest(speech.attributions.find(forms))}
    withheld = {n for first, last in anonymity.items() for n in range(first - 1, last + 1)}
    found: list[FoundCue] = []
    behind = 0
    for token, readings in enumerate(map(speech.cues.analyse, forms)):
        if token < behind or not (readings or token in phrases):
            continue
        if token in phrases:
            hit = phrases[token]
            joined = _attribution(prose, speech, hit.first, hit.last, hit.value, bool(hit.clitics))
            if joined is not None:
                found.append(joined)
                behind = joined.last + 1
                continue
        if readings and token not in prose.shut and token not in withheld:
            cue = _word(prose, speech, token, readings)
            if cue is not None and _passes_on(prose, speech, cue):
                found.append(cue)
    return found


def _passes_on(prose: Prose, speech: Speech, cue: FoundCue) -> bool:
    """Tell whether a relay passes on somebody's words, and carries nothing else (``ونقلت رجلين إلى المستشفى``)."""
    if cue.sort != "verb" or cue.suffix or cue.cue is None or cue.cue.role != "relay":
        return True
    end = prose.firsts[prose.sentence_of(cue.first) + 1]
    wanted = {fold_word(cue.cue.from_whom), *speech.scope["from_whom"], *speech.scope["about_him"]}
    passed = any(form in wanted for form in prose.forms[cue.last + 1 : min(end, cue.last + _RELAY_REACH)])
    return passed or _opens_words(prose, speech, cue.last, _RELAY_REACH)


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
        if verb is None or verb.sort != "verb":
            return None
        return FoundCue(
            first=first,
            last=following,
            sort="that-verb",
            cue=verb.cue,
            attribution=entry,
            conjunction=conjunction,
            present=verb.present,
            gender=verb.gender,
            number=verb.number,
            person=verb.person,
            suffix=verb.suffix,
        )
    sort: Sort = "below" if entry.place == "below" else entry.takes
    return FoundCue(first=first, last=last, sort=sort, attribution=entry, conjunction=conjunction)


def _word(prose: Prose, speech: Speech, token: int, readings: tuple[Reading[Cue], ...]) -> FoundCue | None:
    """Choose the reading of a word that fits its place, or none."""
    nominal = _follows_noun(prose, speech, token) or prose.forms[token - 1 : token] == ['"']
    for reading in sorted(readings, key=lambda r: (r.shape.pos == "noun") != (nominal and bool(r.suffix))):
        sort = _sort(prose, speech, token, reading)
        if sort is not None:
            return _found(token, sort, reading)
    return None


def _follows_noun(prose: Prose, speech: Speech, token: int) -> bool:
    """Tell whether no verb can stand at a token: nothing in front of it opens a clause (``عن الوزير وصفه``)."""
    if token == prose.firsts[prose.sentence_of(token)]:
        return False
    before = prose.forms[token - 1]
    return before not in _PUNCTUATION and not any(before in speech.scope[use] for use in _OPENERS)


def _sort(prose: Prose, speech: Speech, token: int, reading: Reading[Cue]) -> Sort | None:
    """Tell what a reading is at its place, or None where it cannot be one."""
    pos = reading.shape.pos
    ahead = prose.forms[token + 1 : token + 2]
    if ahead and ahead[0] in speech.scope["no_verb_ahead"] and not _opens_words(prose, speech, token, 5):
        return None
    if prose.forms[token] in speech.never.get(reading.entry.id, ()) and _SHADDA not in prose.quote(token, token):
        return None
    if reading.suffix and (reading.suffix not in _SUFFIXES or prose.text[prose.ends[token] - 1] == _TA_MARBUTA):
        return None
    if pos == "participle":
        plain = not (reading.article or reading.preposition or reading.suffix)
        needed = not reading.entry.needs or _stands_behind(prose, speech, token, reading.entry)
        return "participle" if plain and needed and _beside(prose, speech, token, reading) else None
    if pos == "verb":
        if reading.future or reading.preposition or reading.article:
            return None
        return "verb" if _verb_fits(prose, speech, token, reading) else None
    if reading.suffix or (reading.article and reading.preposition and _opens_words(prose, speech, token, 3)):
        return "noun"
    accuses = reading.entry.act == "accuse" and reading.entry.addressee
    names = accuses or reading.entry.act in _NAMED_OBJECTS or _opens_words(prose, speech, token, 12)
    return "naming" if not reading.article and names else None


def _verb_fits(prose: Prose, speech: Speech, token: int, reading: Reading[Cue]) -> bool:
    """Tell whether a word spelt like a reporting verb is one here (``بين``, ``رد``, ``نشر`` are other words too)."""
    entry = reading.entry
    if entry.past[-1] == _MAKSURA and prose.forms[token][-1] == _YA and not reading.suffix:
        past = reading.shape.tense == "past"
        if past and prose.text[prose.ends[token] - 1] != _MAKSURA:
            return False
    if token and prose.forms[token - 1] in speech.scope["no_verb_behind"]:
        return False
    if reading.shape.tense == "past" and not reading.conjunction and _behind_that(prose, speech, token):
        return False
    if entry.needs:
        if not _stands_behind(prose, speech, token, entry):
            return False
    elif entry.strict and (reading.suffix or not _opens_words(prose, speech, token, 10)):
        return False
    if entry.ambiguous and token and prose.forms[token - 1] in speech.scope["pronoun"]:
        return False
    if entry.ambiguous or entry.nouns:
        return _begins_clause(prose, speech, token, reading)
    return True


def _behind_that(prose: Prose, speech: Speech, token: int) -> bool:
    """Tell whether ``أن`` stands in front, behind which a noun follows (``إن رد الحكومة``) unless it is ``بعد أن``."""
    forms = prose.forms
    earlier = speech.scope["before_that"]
    if token < 2 or forms[token - 1] != _THAT:
        return False
    return forms[token - 2] not in earlier and forms[token - 2].removeprefix(_WAW) not in earlier


def _stands_behind(prose: Prose, speech: Speech, token: int, entry: Cue) -> bool:
    """Tell whether a word stands behind that a cue needs; what is voiced is named next to ``عن`` (``عن رغبته في``)."""
    end = prose.firsts[prose.sentence_of(token) + 1]
    window = prose.forms[token + 1 : min(end, token + _NEEDED)]
    wanted = speech.needs[entry.id]
    needed = [place for place, form in enumerate(window) if form in wanted or form[1:] in wanted]
    voiced = entry.role == "stance" and entry.act == "say"
    about = [place for place, form in enumerate(window) if voiced and form in speech.scope["from_whom"]]
    found = any(not about or abs(place - about[0]) < _NEAR_ABOUT for place in needed)
    return found or (not entry.strict and _opens_words(prose, speech, token, 4))


def _begins_clause(prose: Prose, speech: Speech, token: int, reading: Reading[Cue]) -> bool:
    """Tell whether an ambiguous word (``رد``, ``طلب``, ``رفض``) is a verb by its place."""
    if reading.form not in (prose.forms[token], prose.forms[token][1:]) or reading.shape.tense == "present":
        return True
    if reading.shape.gender == "f" or reading.shape.number != "s":
        return True
    if prose.firsts[prose.sentence_of(token)] == token:
        return True
    before = prose.forms[token - 1]
    if before in _PUNCTUATION or before in speech.scope["before_verb"] or before in speech.scope["joiner"]:
        return True
    if prose.forms[prose.firsts[prose.sentence_of(token)]] in speech.scope["auxiliary"] and _opens_words(
        prose, speech, token, 8
    ):
        return True
    if reading.entry.ambiguous:
        return before in speech.scope["time_word"] or (
            bool(reading.conjunction) and _opens_words(prose, speech, token, 12)
        )
    return before not in speech.scope["preposition"]


def _beside(prose: Prose, speech: Speech, token: int, reading: Reading[Cue]) -> bool:
    """Tell whether a participle stands beside a verb as a circumstance, and is no adjective or noun."""
    feminine = reading.shape.gender == "f"
    if feminine != (prose.text[prose.ends[token] - 1] == _TA_MARBUTA) and feminine:
        return False
    if reading.conjunction or token == 0:
        return bool(_opens_words(prose, speech, token, 8)) or not feminine
    if prose.forms[token - 1] in _PUNCTUATION:
        return True
    if prose.forms[token + 1 : token + 2] and prose.forms[token + 1] in speech.scope["complement"]:
        return True
    return not feminine and _opens_words(prose, speech, token, 5)


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


def _opens_words(prose: Prose, speech: Speech, token: int, reach: int) -> bool:
    end = prose.firsts[prose.sentence_of(token) + 1]
    return any(
        form in speech.scope["complement"] or form in ':"' for form in prose.forms[token + 1 : min(end, token + reach)]
    )


def by_sentence(prose: Prose, cues: list[FoundCue]) -> Iterator[tuple[int, list[FoundCue]]]:
    """Yield each sentence with its reporting words, sentences without any too."""
    place = 0
    for sentence in prose.sentences:
        end = prose.firsts[sentence + 1]
        start = place
        while place < len(cues) and cues[place].first < end:
            place += 1
        yield sentence, cues[start:place]
