"""Where a text names an undertaking: the noun, the phrase around it, and who stands in that phrase as a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from rawi.lexicon.undertakings import UndertakingNoun, UndertakingWords
from rawi.lexicon.words import Reading
from rawi.model import Name
from rawi.text.fold import fold_word
from rawi.text.prose import Prose
from rawi.text.stem import stem

_REACH = 3
_LONGEST = 12
_LONGEST_QUOTE = 14
_WAW, _LAM, _BA = chr(0x648), chr(0x644), chr(0x628)
_AL = "\u0627\u0644"
_YA, _HA = chr(0x64A), chr(0x647)
NO_STATE = frozenset({"REB", "OPP", "PTY", "UAF", "PRM", "CRM"})


class Mention(Struct, frozen=True):
    """One place where an undertaking is named: its tokens from `first` to `last`, the noun at `first`.

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
    """Find every place where an undertaking is named, in order; titles and furniture count too, as mentions only."""
    found: list[Mention] = []
    taken = -1
    for token, form in enumerate(prose.forms):
        if token <= taken:
            continue
        for reading in words.nouns.analyse(form):
            if _fits(prose, token, reading):
                mention = _mention(prose, token, reading, names, words)
                found.append(mention)
                taken = mention.first + (1 if reading.entry.needs else 0)
                break
    return found


def _fits(prose: Prose, token: int, reading: Reading[UndertakingNoun]) -> bool:
    """Tell whether the words around a noun let it name an undertaking."""
    noun = reading.entry
    ahead = prose.forms[token + 1 : token + 1 + _REACH]
    needs, unless, behind = _conditions(noun)
    if reading.suffix and not reading.article and noun.needs:
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


def _mention(
    prose: Prose, token: int, reading: Reading[UndertakingNoun], names: NamesByToken, words: UndertakingWords
) -> Mention:
    sentence = prose.sentence_of(token)
    stop = prose.firsts[sentence + 1]
    definite = reading.article or reading.entry.back or _definite_behind(prose, token, stop)
    last = _Phrase(prose, names, words).end(token, stop)
    telling = frozenset(
        stem(prose.forms[i])
        for i in range(token + 1, last + 1)
        if len(prose.forms[i]) > 2 and prose.forms[i].isalpha() and i not in names.inside
    )
    parties = find_parties(names.within(token, last))
    pointing = token > 0 and prose.forms[token - 1].lstrip(_WAW + _LAM + _BA) in words.phrase["points"]
    bare = not telling and not parties
    return Mention(
        first=token,
        last=last,
        sentence=sentence,
        noun=reading.entry,
        words=telling,
        parties=parties,
        definite=definite,
        back=bool(pointing or reading.suffix or (definite and bare)),
        feminine=reading.shape.gender == "f",
    )


def _definite_behind(prose: Prose, token: int, stop: int) -> bool:
    return token + 1 < stop and prose.forms[token + 1].startswith(_AL)


class _Phrase:
    """The noun phrase around a noun, followed word by word."""

    def __init__(self, prose: Prose, names: NamesByToken, words: UndertakingWords) -> None:
        self._prose, self._names, self._words = prose, names, words

    def end(self, head: int, stop: int) -> int:
        """Return the last token of the phrase that begins with the noun at `head`, before token `stop`."""
        forms, phrase = self._prose.forms, self._words.phrase
        token, last, between = head + 1, head, False
        while token < stop and token - head <= _LONGEST:
            form = forms[token]
            behind_name = self._names.end(token)
            if behind_name > token:
                last, token = behind_name - 1, behind_name
                continue
            if form == '"':
                closed = self._closing(token, stop)
                if closed is None:
                    break
                last, token = closed, closed + 1
                continue
            if form in phrase["between"] or form in phrase["with"]:
                between = True
            elif form in (",", _WAW):
                if not between or self._names.end(token + 1) == token + 1:
                    break
            elif form not in phrase["joins"]:
                if self._ends(token, head):
                    break
                last = token
            token += 1
        return last

    def _closing(self, token: int, stop: int) -> int | None:
        for place in range(token + 1, min(stop, token + _LONGEST_QUOTE)):
            if self._prose.forms[place] == '"':
                return place
        return None

    def _ends(self, token: int, head: int) -> bool:
        """Tell whether the phrase is over before a word: a verb, participle or particle, not a noun or adjective."""
        form, words = self._prose.forms[token], self._words
        if not form.isalpha() or len(form) < 3 or form in words.phrase["ends"]:
            return True
        if form in words.phrase["goes_on"]:
            return False
        if any(r.shape.pos in ("verb", "participle") for r in words.stages.analyse(form) if not r.preposition):
            return True
        if words.contents.analyse(form):
            return True
        if form.startswith((_AL, _LAM + _LAM)):
            return False
        if form[0] == _WAW and token - head > 1:
            return not form.startswith(_WAW + _AL)
        return form[0] == _YA and not form.endswith(_HA)


def find_parties(names: Iterator[Name]) -> tuple[str, ...]:
    """Return the parties among names: a state's code for the state and its bodies, else the entity's name."""
    found: dict[str, None] = {}
    for name in names:
        if name.kind == "outlet":
            continue
        party = name.entity if name.sector in NO_STATE or not name.code else name.code
        if party:
            found.setdefault(party)
    return tuple(found)
