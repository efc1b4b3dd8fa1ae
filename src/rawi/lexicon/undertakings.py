"""Words that name undertakings, tell their stages, introduce their provisions and number their phases."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rawi.lexicon.inflect import Shape, inflect_family, inflect_noun
from rawi.lexicon.load import DATA, Entry, read_toml
from rawi.lexicon.words import Words
from rawi.model import Factuality, StageName, UndertakingKind
from rawi.text.fold import fold_word


class UndertakingNoun(Entry, frozen=True, kw_only=True):
    """A noun that names an undertaking; the words around it that it needs or must not have are folded by the loader.

    `weak` nouns count only where a stage is told of them, `strong` ones only where it is told that they were agreed,
    signed or the like; `back` nouns only point back to an undertaking named before;
    the place where a `grounded` one lies is a party. `reach` is how far behind the noun what it needs may stand, in
    words. `written` is what must stand in the text unfolded.
    """

    kind: UndertakingKind
    lemma: str
    plurals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    reach: int = 0
    weak: bool = False
    strong: bool = False
    back: bool = False
    grounded: bool = False
    written: str = ""


class StageWord(Entry, frozen=True, kw_only=True):
    """A verb, its verbal nouns and participles that tell a stage. `kinds` limits it to some kinds of undertakings.

    `near` words govern only a noun right behind them, those with `within` one at most so many words behind them;
    `not_through` are prepositions that give the word another sense (`علق على`). `with_word` must stand in the
    sentence too. `subject` verbs tell the stage also where the undertaking is their subject (`دخلت الهدنة`,
    `الاتفاقية وقعت`). `bare` is the stage that the verbal noun tells where nothing says that it is done.
    """

    stage: StageName
    past: str = ""
    present: str = ""
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    kinds: tuple[UndertakingKind, ...] = ()
    near: bool = False
    within: int = 0
    not_through: tuple[str, ...] = ()
    subject: bool = False
    bare: StageName | None = None
    with_word: str = ""


class Outlook(Entry, frozen=True, kw_only=True):
    """Words before a stage word that say whether it is told as done.

    `far` ones reach over commas, `present` ones count before present verbs only.
    """

    factuality: Factuality
    far: bool = False
    present: bool = False
    words: tuple[str, ...]


class ContentWord(Entry, frozen=True, kw_only=True):
    """A verb (with its preposition) or a set word that introduces what an undertaking lays down."""

    past: str = ""
    present: str = ""
    preposition: str = ""
    words: tuple[str, ...] = ()


class PhaseWord(Entry, frozen=True, kw_only=True):
    """Words for a phase (`order` 0: the noun itself) or for its number."""

    words: tuple[str, ...]
    order: int = 0


class PhraseWord(Entry, frozen=True, kw_only=True):
    """Words that end, go on with, or join on to the phrase around a noun."""

    words: tuple[str, ...]


class UndertakingWords(Struct, frozen=True):
    """All words about undertakings, ready to be looked up by folded form."""

    nouns: Words[UndertakingNoun]
    stages: Words[StageWord]
    outlooks: dict[str, Outlook]
    contents: Words[ContentWord]
    bases: dict[str, ContentWord]
    phase_nouns: frozenset[str]
    phases_nouns: frozenset[str]
    orders: dict[str, int]
    phrase: dict[str, frozenset[str]]


def load_undertaking_words() -> UndertakingWords:
    """Read the words about undertakings. Raises LexiconError with file and line."""
    path = DATA.joinpath("ar", "undertakings.toml")
    contents = read_toml(path, ContentWord, "content")
    phases = read_toml(path, PhaseWord, "phase")
    return UndertakingWords(
        nouns=Words(_nouns(read_toml(path, UndertakingNoun, "noun"))),
        stages=Words(_stages(read_toml(path, StageWord, "stage"))),
        outlooks={fold_word(w): entry for entry in read_toml(path, Outlook, "outlook") for w in entry.words},
        contents=Words((form, shape, e) for e in contents for form, shape in inflect_family(e.past, e.present)),
        bases={fold_word(w): entry for entry in contents for w in entry.words},
        phase_nouns=frozenset(fold_word(w) for p in phases if p.id == "phase.word" for w in p.words),
        phases_nouns=frozenset(fold_word(w) for p in phases if p.id == "phase.many" for w in p.words),
        orders={fold_word(w): p.order for p in phases if p.order for w in p.words},
        phrase={
            entry.id.removeprefix("phrase."): frozenset(fold_word(w) for w in entry.words)
            for entry in read_toml(path, PhraseWord, "phrase")
        },
    )


def _nouns(entries: list[UndertakingNoun]) -> Iterator[tuple[str, Shape, UndertakingNoun]]:
    for entry in entries:
        if entry.back:
            yield fold_word(entry.lemma), Shape("noun", number="s"), entry
            continue
        for form, shape in inflect_noun(entry.lemma, entry.plurals):
            yield form, shape, entry


def _stages(entries: list[StageWord]) -> Iterator[tuple[str, Shape, StageWord]]:
    for entry in entries:
        for form, shape in inflect_family(entry.past, entry.present, entry.nouns, entry.participles):
            yield form, shape, entry
