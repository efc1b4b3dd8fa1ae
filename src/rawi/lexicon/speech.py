"""Words with which somebody says something, and words that name who says it: what the chains are read from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal, get_args

from msgspec import Struct

from rawi.lexicon.inflect import Shape, inflect_verb
from rawi.lexicon.load import DATA, Entry, read_toml
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Words
from rawi.model import LinkAct, LinkKind
from rawi.text.fold import fold_word
from rawi.text.prose import read_prose

_ALEF, _HA, _YA, _NUN, _WAW, _FA = (chr(c) for c in (0x627, 0x647, 0x64A, 0x646, 0x648, 0x641))


class Cue(Entry, frozen=True, kw_only=True):
    """A verb of saying with its verbal nouns and participles.

    `content` names what can open the words said: ``that`` (a clause), ``quote`` (a quotation mark or colon), ``object``
    (a noun phrase), or a preposition. `role`: ``say``; ``continue`` goes on with the speaker before; ``relay`` is an
    outlet that passes on; ``stance`` is an act of its own whose object is no saying. `impersonal`: the present form
    without a subject speaks for nobody. `strict`: spelt like another word, it counts only with a clause or quotation
    behind; `ambiguous`: only at the start of a clause; `never` are spellings that are other words; of `needs` one word
    must stand close behind. `addressee`: to whom it is said follows as an object (``أبلغ الوزير نظيره``).
    `shows`: things do so, too (``الصور تثبت أن``), so only a known source counts as speaker.
    `from_whom` is the preposition that names whom a relay passes on.
    """

    past: str
    present: str
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    act: LinkAct
    content: tuple[str, ...] = ("that", "quote")
    role: Literal["say", "continue", "relay", "stance"] = "say"
    impersonal: bool = False
    strict: bool = False
    ambiguous: bool = False
    never: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    addressee: bool = False
    shows: bool = False
    from_whom: str = "\u0639\u0646"


class Attribution(Entry, frozen=True, kw_only=True):
    """A phrase that names a source without a reporting verb (بحسب) or makes one an attribution (حسبما قال).

    `also`: with a clause behind, it is no attribution but goes on (``كما قال إن``). `strict`: what follows must be a
    known name or a noun for sources. `place`: the source lies ``below`` the one named before (``نقلا عن``), or what it
    says follows ``ahead`` behind a clause or quotation mark (``جاء في البيان أن``).
    """

    words: tuple[str, ...]
    takes: Literal["source", "verb", "speaker", "itself"]
    act: LinkAct
    place: Literal["beside", "below", "ahead"] = "beside"
    also: bool = False
    strict: bool = False


class SourceNoun(Entry, frozen=True, kw_only=True):
    """Nouns that head a source. `extends`: a prepositional phrase behind one belongs to the source's name."""

    words: tuple[str, ...]
    kind: LinkKind
    extends: bool = False


class Wording(Entry, frozen=True, kw_only=True):
    """Phrases of one meaning."""

    words: tuple[str, ...]


class Anonymity(Entry, frozen=True, kw_only=True):
    """Descriptions of an anonymous source: every ask with every act and every thing kept back."""

    asks: tuple[str, ...]
    acts: tuple[str, ...] = ("",)
    what: tuple[str, ...] = ("",)


class Agency(Entry, frozen=True, kw_only=True):
    """A news agency (or a word for several) as credits name it; `alone` where it is a person's name, too."""

    words: tuple[str, ...]
    alone: bool = False
    entity: str | None = None
    kind: LinkKind = "outlet"


class Relaying(Entry, frozen=True, kw_only=True):
    """A phrase by which a whole document passes on another text; with `pivot` the source stands behind that word.

    One that `leads` counts at the beginning of a sentence only.
    """

    words: tuple[str, ...]
    act: LinkAct
    pivot: tuple[str, ...] = ()
    leads: bool = False


class OwnName(Entry, frozen=True, kw_only=True):
    """How an outlet names itself in print, and the `keys` under which metadata know it."""

    words: tuple[str, ...]
    keys: tuple[str, ...]


Use = Literal[
    "complement", "bound", "before_that", "aside", "preposition", "before_verb", "name_preposition", "joiner",
    "auxiliary", "relative", "from_whom", "passing", "time_word", "listening", "no_verb_behind", "contrast",
    "not_yet", "opens_clause", "resumes", "honorific", "no_source", "from", "that_was", "begins_with_ba", "negation",
    "about_him", "within", "demonstrative", "no_verb_ahead", "pronoun", "our_own", "lack", "speechless", "presumes",
    "issued", "outlet_again", "matter", "which",
]  # fmt: skip


class ScopeWord(Entry, frozen=True, kw_only=True):
    """Small words that bound a source's name or the words said; `use` tells how."""

    words: tuple[str, ...]
    use: Use


class Speech(Struct, frozen=True):
    """All tables of speech, ready for look-up. Keys and sets hold folded words; `scope` holds small words by use."""

    cues: Words[Cue]
    attributions: Phrases[Attribution]
    sources: dict[str, SourceNoun]
    anonymity: Phrases[str]
    channels: Phrases[str]
    agencies: Phrases[Agency]
    relaying: Phrases[Relaying]
    own_names: Phrases[OwnName]
    own_by_key: dict[str, frozenset[str]]
    asides: Phrases[str]
    scope: dict[str, frozenset[str]]
    never: dict[str, frozenset[str]]
    needs: dict[str, frozenset[str]]

    @staticmethod
    def fold(word: str) -> str:
        """Fold a word of a lexicon entry as the tokens are folded."""
        return fold_word(word)


def load_speech() -> Speech:
    """Read the tables of speech. Raises LexiconError with file and line.

    >>> [r.entry.id for r in load_speech().cues.analyse("ومشيرا")]
    ['say.ashara']
    """
    folder = DATA / "ar"
    cues = read_toml(folder / "reporting.toml", Cue)
    scope = read_toml(folder / "scope_words.toml", ScopeWord)
    own = read_toml(folder / "own_names.toml", OwnName)
    return Speech(
        cues=Words(form for cue in cues for form in _forms(cue)),
        attributions=Phrases((w, e) for e in read_toml(folder / "attribution.toml", Attribution) for w in e.words),
        sources=_heads(read_toml(folder / "sources.toml", SourceNoun)),
        anonymity=Phrases(
            (f"{ask} {act} {what}", entry.id)
            for entry in read_toml(folder / "anonymity.toml", Anonymity)
            for ask, act, what in product(entry.asks, entry.acts, entry.what)
        ),
        channels=_phrases(read_toml(folder / "channels.toml", Wording)),
        agencies=Phrases((w, e) for e in read_toml(folder / "credits.toml", Agency) for w in e.words),
        relaying=Phrases((w, e) for e in read_toml(folder / "relaying.toml", Relaying) for w in e.words),
        own_names=Phrases((w, e) for e in own for w in e.words),
        own_by_key=_by_key(own),
        asides=Phrases((w, e.id) for e in scope if e.use == "aside" for w in e.words),
        scope={use: _words(scope, use) for use in get_args(Use)} | {"bound": _joined(_words(scope, "bound"))},
        never={cue.id: frozenset(map(fold_word, cue.never)) for cue in cues if cue.never},
        needs={cue.id: frozenset(map(fold_word, cue.needs)) for cue in cues if cue.needs},
    )


def _by_key(names: list[OwnName]) -> dict[str, frozenset[str]]:
    """Return the ids of own names by the folded key under which metadata know the outlet."""
    ids: dict[str, frozenset[str]] = {}
    for name in names:
        for key in map(fold_word, name.keys):
            ids[key] = ids.get(key, frozenset()) | {name.id}
    return ids


def _phrases(entries: list[Wording]) -> Phrases[str]:
    return Phrases((word, entry.id) for entry in entries for word in entry.words)


def _words(entries: list[ScopeWord], use: str) -> frozenset[str]:
    return frozenset(fold_word(word) for entry in entries if entry.use == use for word in entry.words)


def _joined(words: frozenset[str]) -> frozenset[str]:
    """Add to words the forms with a conjunction written onto them."""
    return words | {conjunction + word for word in words for conjunction in (_WAW, _FA)}


def _heads(entries: list[SourceNoun]) -> dict[str, SourceNoun]:
    return {" ".join(read_prose(word).forms): entry for entry in entries for word in entry.words}


def _forms(cue: Cue) -> Iterator[tuple[str, Shape, Cue]]:
    for form, shape in inflect_verb(cue.past, cue.present):
        if shape.person == "3" and (shape.gender, shape.number) != ("f", "p"):
            yield form, shape, cue
    for noun in cue.nouns:
        yield fold_word(noun), Shape("noun", number="s"), cue
    for participle in cue.participles:
        for form, shape in circumstances(participle):
            yield form, shape, cue


def circumstances(participle: str) -> Iterator[tuple[str, Shape]]:
    """Yield the forms that a participle has beside a verb (``مؤكدا``, ``مؤكدة``, ``مؤكدين``).

    >>> [form for form, _ in circumstances("نافي")]
    ['نافيا', 'نافيه', 'نافين']
    """
    stem = fold_word(participle)
    short = stem[:-1] if stem.endswith(_YA) else stem
    yield stem + _ALEF, Shape("participle", gender="m", number="s")
    yield stem + _HA, Shape("participle", gender="f", number="s")
    yield short + _YA + _NUN, Shape("participle", gender="m", number="p")
