"""Where a text names an undertaking: the noun, the phrase around it, and who stands in that phrase as a party."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from rawi.lexicon.undertakings import UndertakingNoun, UndertakingWords
from rawi.lexicon.words import Reading
from rawi.model import Name
from rawi.text.fold import fold_word
from rawi.text.prose import Prose
from rawi.text.stem import stem

_REACH = 3
_LONGEST = 14
_LONG_WORD = 4
_LONGEST_QUOTE = 14
_PAIR = 2
_WAW, _LAM, _BA = chr(0x648), chr(0x644), chr(0x628)
_AL = "\u0627\u0644"
_YA, _HA = chr(0x64A), chr(0x647)
NO_STATE = frozenset({"REB", "OPP", "PTY", "UAF", "PRM", "CRM"})


class Mention(Struct, frozen=True):
    """One place where an undertaking is named: its tokens from `first` (the noun) to `last`.

    `parties` are PLOVER codes, or entity names for groups that are no state; `words` the stems that tell it apart.
    `back` marks a bare definite noun that points back to what was named before.
    """

    first: int
    last: int
    sentence: int
    noun: UndertakingNoun
    words: frozenset[str]
    parties: tuple[str, ...]
    definite: bool
    back: bool
    feminine: bool
    plural: bool


class NamesByToken:
    """Which names begin at which token, and whether a token lies inside one."""

    def __init__(self, prose: Prose, names: Sequence[Name]) -> None:
        self.at: dict[int, list[tuple[int, Name]]] = {}
        self.inside: set[int] = set()
        for name in names:
            tokens = prose.tokens_in(name)
            if len(tokens):
                self.at.setdefault(tokens.start, []).append((tokens.stop, name))
                self.inside.update(tokens)

    def end(self, token: int) -> int:
        """Return the token behind the longest name that begins at `token`; `token` itself where none does."""
        return max((end for end, _ in self.at.get(token, ())), default=token)

    def within(self, first: int, last: int) -> Iterator[Name]:
        """Yield the names that begin from token `first` to `last`."""
        for token in range(first, last + 1):
            for _, name in self.at.get(token, ()):
                yield name


def find_mentions(prose: Prose, names: NamesByToken, words: UndertakingWords) -> list[Mention]:
    """Find every place in running prose where an undertaking is named, in order."""
    found: list[Mention] = []
    behind = 0
    phrases = _Phrases(prose, names, words)
    for token, readings in enumerate(map(words.nouns.analyse, prose.forms)):
        if not readings or token < behind or token in prose.shut:
            continue
        for reading in readings:
            if _fits(prose, token, reading):
                mention = phrases.read(token, reading)
                found.append(mention)
                needed = _conditions(reading.entry)[0]
                behind = next(
                    (t + 1 for t in range(token + 1, mention.last + 1) if prose.forms[t] in needed), token + 1
                )
                break
    return found


def _fits(prose: Prose, token: int, reading: Reading[UndertakingNoun]) -> bool:
    """Tell whether the words around a noun let it name an undertaking."""
    noun = reading.entry
    needs, unless, behind = _conditions(noun)
    ahead = prose.forms[token + 1 : token + 1 + (noun.reach or _REACH)]
    if reading.suffix and noun.needs:
        return False
    if noun.written and noun.written not in prose.quote(token, token):
        return False
    if unless and ahead and ahead[0] in unless:
        return False
    if behind and token and prose.forms[token - 1] in behind:
        return False
    return not needs or not needs.isdisjoint(ahead)


@lru_cache(maxsize=256)
def _conditions(noun: UndertakingNoun) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return (
        frozenset(fold_word(w) for w in noun.needs),
        frozenset(fold_word(w) for w in noun.unless),
        frozenset(fold_word(w) for w in noun.behind),
    )


class _Phrases:
    """Reads the noun phrase around a noun, word by word, and knows which names in it are parties.

    Names right behind the noun (`الاتفاق التركي السوري`) and behind `بين` and `مع` are parties; behind `لـ`, `بشأن`
    they are its matter (a pair in it are the parties if nobody else is), behind `في` the ground on which it holds,
    which is a party of bases and truces.
    """

    def __init__(self, prose: Prose, names: NamesByToken, words: UndertakingWords) -> None:
        self._prose, self._names, self._words = prose, names, words

    def read(self, head: int, reading: Reading[UndertakingNoun]) -> Mention:
        """Make the mention of the noun at token `head`."""
        prose = self._prose
        sentence = prose.sentence_of(head)
        last, parties = self._walk(head, prose.firsts[sentence + 1], reading)
        needed = _conditions(reading.entry)[0]
        telling = frozenset(
            stem(form[1:] if form[0] == _LAM and len(form) > _LONG_WORD else form)
            for token, form in enumerate(prose.forms[head + 1 : last + 1], head + 1)
            if len(form) > 2
            and form.isalpha()
            and token not in self._names.inside
            and form not in needed
            and not self._is_stage(form)
        )
        points = self._words.phrase["points"]
        pointing = head > 0 and prose.forms[head - 1].lstrip(_WAW + _LAM + _BA) in points
        definite = reading.article or reading.entry.back or bool(reading.suffix)
        return Mention(
            first=head,
            last=last,
            sentence=sentence,
            noun=reading.entry,
            words=telling,
            parties=parties,
            definite=definite,
            back=pointing or (definite and not telling and not parties),
            feminine=reading.shape.gender == "f",
            plural=reading.shape.number == "p",
        )

    def _walk(self, head: int, stop: int, reading: Reading[UndertakingNoun]) -> tuple[int, tuple[str, ...]]:
        """Return the last token of the phrase and the parties named in it."""
        forms, phrase = self._prose.forms, self._words.phrase
        token, last, place = head + 1, head, "head"
        barrier = self._barrier(head)
        found: list[Name] = []
        matter: list[Name] = []
        while token < stop and token - head <= _LONGEST:
            form = forms[token]
            behind_name = self._names.end(token)
            if behind_name > token:
                if place in ("head", "between") or (place == "ground" and reading.entry.grounded):
                    found.extend(self._names.within(token, token))
                elif place == "matter":
                    matter.extend(self._names.within(token, token))
                last, token = behind_name - 1, behind_name
                continue
            if barrier and (form == barrier or (len(barrier) == 1 and form[0] == barrier)):
                break
            if form == '"':
                closed = self._closing(token, stop)
                if closed is None or (reading.article and token > head + 1):
                    break
                last, token = closed, closed + 1
                continue
            if form in phrase["between"] or form in phrase["with"]:
                place = "between"
            elif form in phrase["ground"]:
                place = "ground"
            elif form in (",", _WAW):
                if place != "between" or self._names.end(token + 1) == token + 1:
                    break
            elif form in phrase["matter"]:
                place = "matter"
            elif self._ends(token, head, place, reading):
                break
            else:
                if form[0] == _BA and place == "between":
                    break
                if form[0] in (_LAM, _BA) and place != "between":
                    place = "matter"
                last = token
            token += 1
        parties, concerned = find_parties(found), find_parties(matter)
        return last, parties or (concerned if len(concerned) == _PAIR else ())

    def _barrier(self, head: int) -> str:
        """Return the preposition of a verb of content before the noun: what follows it is content (`تنص X على`)."""
        before = self._words.contents.analyse(self._prose.forms[head - 1]) if head else ()
        return fold_word(before[0].entry.preposition) if before else ""

    def _closing(self, token: int, stop: int) -> int | None:
        for place in range(token + 1, min(stop, token + _LONGEST_QUOTE)):
            if self._prose.forms[place] == '"':
                return place
        return None

    def _is_stage(self, form: str) -> bool:
        return any(r.shape.pos == "participle" for r in self._words.stages.analyse(form))

    def _ends(self, token: int, head: int, place: str, reading: Reading[UndertakingNoun]) -> bool:
        """Tell whether the phrase is over before a word: a verb or particle, no noun, adjective or participle."""
        form, words = self._prose.forms[token], self._words
        if not form.isalpha() or len(form) < 3 or form in words.phrase["ends"]:
            return True
        if form in words.phrase["goes_on"] or self._is_stage(form):
            return False
        if form.startswith((_AL, _LAM + _LAM)):
            return False
        stages, contents = words.stages.analyse(form), words.contents.analyse(form)
        if any(r.shape.pos == "verb" for r in stages if not r.preposition) or contents:
            return True
        if form[0] == _WAW and token - head > 1:
            return not form.startswith(_WAW + _AL)
        if place == "head" and reading.article and form[0] not in (_LAM, _BA):
            return True
        return form[0] == _YA and not form.endswith(_HA)


def find_parties(names: Iterable[Name]) -> tuple[str, ...]:
    """Return the parties among names: a state's code for the state and its bodies, else the entity's name."""
    found: dict[str, None] = {}
    for name in names:
        if name.kind == "outlet":
            continue
        party = party_of(name.entity, name.code, name.sector)
        if party:
            found.setdefault(party)
    return tuple(found)


def party_of(entity: str | None, code: str | None, sector: str | None) -> str | None:
    """Return how a participant counts as a party: groups that are no state by name, all else by code."""
    return entity if code and sector in NO_STATE and entity else code
