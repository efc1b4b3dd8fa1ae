"""What each word of a text may name: the sights of the lexicon, laid out by the token at which they begin."""

from __future__ import annotations

from msgspec import Struct

from rawi.lexicon.inflect import Shape
from rawi.lexicon.words import Reading
from rawi.lexicon.world import Sight, Term, World
from rawi.text.prose import Prose

NAMED = frozenset({"state", "capital", "seat", "place", "organisation", "group", "outlet", "person", "surname"})
HEADS = frozenset({"office", "body", "people", "thing", "country"})


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
            word = Word(hit.first, hit.last, sight.term, sight.shape, sight.definite, hit.clitics)
            self._phrases.setdefault(hit.first, []).append(word)
        for words in self._phrases.values():
            words.sort(key=lambda w: -w.last)
        self._cache: dict[int, list[Word]] = {}
        self._analyse = world.words.analyse

    def at(self, token: int) -> list[Word]:
        """Return every way to take the words that begin at a token; empty at most tokens."""
        found = self._cache.get(token)
        if found is None:
            found = list(self._phrases.get(token, ()))
            for reading in self._analyse(self.forms[token]):
                found.append(_word(token, reading))
            self._cache[token] = found
        return found

    def starts(self) -> list[int]:
        """Return the tokens at which something may begin, in order."""
        analyse = self._analyse
        singles = [i for i, form in enumerate(self.forms) if analyse(form)]
        return sorted({*singles, *self._phrases})

    def find(self, token: int, senses: frozenset[str] | set[str], *, clitics: bool = False) -> Word | None:
        """Return the longest word of one of the senses that begins at a token, without clitics unless allowed."""
        best: Word | None = None
        for word in self.at(token):
            if word.term.sense in senses and (clitics or not word.clitics) and (best is None or word.last > best.last):
                best = word
        return best


def _word(token: int, reading: Reading[Term]) -> Word:
    clitics = reading.conjunction + reading.preposition
    return Word(token, token, reading.entry, reading.shape, reading.article, clitics, reading.suffix)
