"""What each word of a text may name: the sights of the lexicon, laid out by the token at which they begin."""

from __future__ import annotations

from msgspec import Struct

from rawi.lexicon.inflect import Shape
from rawi.lexicon.words import Reading
from rawi.lexicon.world import WORLDLY, Sight, Term, World
from rawi.text.prose import Prose

NAMED = frozenset({"state", "capital", "seat", "place", "organisation", "group", "outlet", "person", "surname"})
HEADS = frozenset({"office", "body", "people", "thing", "country"})
ROLES = HEADS
_STATELY = frozenset({"state", "capital", "nation", "seat"})
_TELLING = frozenset({"group", "organisation", "person"})
_LEAD = 60
_HA, _YA, _WAW, _TA, _AL = "\u0647", "\u064a", "\u0648", "\u062a", "\u0627\u0644"
_MARBUTA, _MAKSURA = "\u0629", "\u0649"
_CONSTRUCT = frozenset({"d", "p"})
_BEFORE_PRONOUN = Shape("noun", gender="f", number="s")
"""A feminine noun; with ta at its end it stands before a pronoun only."""


class Word(Struct, frozen=True):
    """One way to take the tokens `first` to `last`: the term, its grammar, and the clitics around it."""

    first: int
    last: int
    term: Term
    shape: Shape
    definite: bool
    clitics: str = ""
    suffix: str = ""

    @property
    def length(self) -> int:
        """How many tokens it takes."""
        return self.last - self.first + 1


class Sights:
    """The sights of one text: for a token, the words that begin there, the longest first."""

    def __init__(self, prose: Prose, world: World) -> None:
        self.prose = prose
        self.world = world
        self.forms = prose.forms
        self._phrases: dict[int, list[Word]] = {}
        for hit in world.names.find(prose.forms):
            sight: Sight = hit.value
            if hit.clitics and hit.first == hit.last and prose.forms[hit.first] in world.grammar["adverb"]:
                continue
            word = Word(hit.first, hit.last, sight.term, sight.shape, sight.definite, hit.clitics)
            self._phrases.setdefault(hit.first, []).append(word)
        self._readings = list(map(world.words.analyse, prose.forms))
        self._cache: dict[int, list[Word]] = {}
        self._starts = {token for token, readings in enumerate(self._readings) if readings}.union(self._phrases)
        self.codes = self._count_codes()
        self.home = max(self.codes, key=lambda code: self.codes[code], default=None)
        self._told = {*self.codes, *self._codes_of_names()}
        for words in self._phrases.values():
            words[:] = [w for w in words if self._fits(w)]
            words.sort(key=lambda w: (-w.last, -self._weight(w)))

    def _count_codes(self) -> dict[str, float]:
        """Count how much a text speaks of each state; its first words count double."""
        counts: dict[str, float] = {}
        for token in self.starts():
            code = next((w.term.code for w in self._phrases.get(token, ()) if w.term.sense in _STATELY), None)
            if code is None:
                readings = self._readings[token]
                code = next((r.entry.code for r in readings if r.entry.sense == "nation" and not r.entry.near), None)
            if code is not None and code not in WORLDLY:
                counts[code] = counts.get(code, 0.0) + (2.0 if token < _LEAD else 1.0) - token * 1e-6
        return counts

    def _codes_of_names(self) -> set[str]:
        """Return the states of the groups, organisations and people of whom a text surely tells."""
        words = (word for words in self._phrases.values() for word in words)
        return {w.term.code for w in words if w.term.code and w.term.sense in _TELLING and not w.term.near}

    def _fits(self, word: Word) -> bool:
        """Refuse what is meant near certain states only, and short towns of states untold behind a letter."""
        term = word.term
        if term.sense == "place" and word.first == word.last and word.clitics not in ("", _WAW):
            return term.code in self.codes or self.forms[word.first][len(word.clitics) :].startswith(_AL)
        return not term.near or any(code in self._told for code in term.near)

    def _is_near(self, term: Term) -> bool:
        return not term.near or any(self.codes.get(code, 0.0) >= 1 for code in term.near)

    def _weight(self, word: Word) -> float:
        return sum(self.codes.get(code, 0.0) for code in word.term.near)

    def at(self, token: int) -> list[Word]:
        """Return every way to take the words that begin at a token; empty at most tokens."""
        found = self._cache.get(token)
        if found is None:
            found = list(self._phrases.get(token, ()))
            for reading in self._readings[token]:
                if self._sound(token, reading) and self._is_near(reading.entry):
                    found.append(_word(token, reading))
            self._cache[token] = found
        return found

    def _sound(self, token: int, reading: Reading[Term]) -> bool:
        """Refuse readings that the spelling rules out: construct forms with the article, ta marbuta for a pronoun."""
        last = reading.form[-1]
        written = self.prose.text[self.prose.ends[token] - 1]
        if reading.article and reading.shape.number in _CONSTRUCT and last in (_YA, _WAW) and written != _MAKSURA:
            return reading.shape.pos != "noun"
        if written == _MAKSURA and self.forms[token][1:] in self.world.grammar["to"]:
            return False
        if not reading.suffix:
            if reading.shape.pos == "noun" and last == _HA:
                return written == _MARBUTA
            if reading.shape == _BEFORE_PRONOUN and last == _TA:
                return False
            return reading.form not in self.world.grammar["maksura"] or written == _MAKSURA
        if reading.suffix in self.world.grammar["speaker"]:
            return False
        return reading.suffix != _HA or (written != _MARBUTA and not (last == _YA and reading.shape.number != "p"))

    def starts(self) -> list[int]:
        """Return the tokens at which something may begin, in order."""
        return sorted(self._starts)

    def find(self, token: int, senses: frozenset[str] | set[str], *, clitics: bool = False) -> Word | None:
        """Return the longest word of one of the senses that begins at a token, without clitics unless allowed."""
        best: Word | None = None
        for word in self.at(token) if token in self._starts else ():
            if word.term.sense in senses and (clitics or not word.clitics) and (best is None or word.last > best.last):
                best = word
        return best


def _word(token: int, reading: Reading[Term]) -> Word:
    clitics = reading.conjunction + reading.preposition
    definite = reading.article or (reading.entry.sense in HEADS and reading.form.startswith(_AL))
    return Word(token, token, reading.entry, reading.shape, definite, clitics, reading.suffix)
