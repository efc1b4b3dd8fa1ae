"""Words that name happenings: their PLOVER type and mode, the company that they need, and who stands where around them.

The data lies in ``data/ar/triggers``: one file per PLOVER type, ``none.toml`` for words that look like happenings and
are none (they still divide a sentence into clauses), ``classes.toml`` for the sets of words that conditions name
(``@agreement``), ``grammar.toml`` for the small words that build clauses, ``frames.toml`` for who stands where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from rawi.errors import LexiconError
from rawi.lexicon.inflect import Shape, inflect_noun, inflect_participle, inflect_passive, inflect_verb
from rawi.lexicon.load import DATA, Entry, data_files, read_toml
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Kept, Reading, Words
from rawi.model import EVENT_TYPES, EventType
from rawi.text.fold import fold_word

(
    OPENS,
    RELATIVE,
    PREPOSITION,
    NEGATION,
    CONDITION,
    BACK,
    VERB,
    NOUN,
    TRIGGER,
    BREAK,
    COMMA,
    JOINED,
    DEFINITE,
    BEFORE_VERB,
) = (1 << n for n in range(14))
_BREAKS = frozenset(".:?!…")
_SORTED = {"@opens": OPENS, "@relative": RELATIVE, "@preposition": PREPOSITION, "@negation": NEGATION}
_SORTED |= {"@condition": CONDITION, "@back": BACK, "@before_verb": BEFORE_VERB, "@verb": VERB}
_SPOKEN = frozenset({"REQUEST", "ACCUSE", "SUPPORT", "REJECT", "THREATEN", "AGREE"})
FOLDER = DATA.joinpath("ar", "triggers")
Role = Literal["actor", "recipient", "both", "host", "place", "none"]


class Frame(Entry, frozen=True, kw_only=True):
    """Who stands where around a trigger.

    `subject`, `object` are the roles around a verb, `genitive` that of the name right behind a verbal noun, `second`
    that of a name behind the first (`قصف إسرائيل مواقع`), `owner` that of a pronoun on the noun, `content` that of the
    first name in a clause that depends (`اعتبر أن X …`). `marks` gives the roles of names behind a preposition or a
    fixed phrase. `mutual` joins all partners as actors, `host` lets a place named beside become the recipient.
    """

    subject: Role = "actor"
    object: Role = "recipient"
    genitive: Role = "actor"
    second: Role = "recipient"
    owner: Role = "actor"
    content: Role = "none"
    marks: dict[str, Role] = msgspec.field(default_factory=dict)
    mutual: bool = False
    host: bool = False


class Trigger(Entry, frozen=True, kw_only=True):
    """One meaning of some words: what happens when they stand in the right company.

    `verbs` hold past and present (``زار يزور``; the past alone where the present means something else), `passives`
    those spelt apart from their active, `nouns` a singular and its broken plurals, `participles` a singular,
    `phrases` are fixed. `lookalikes` are forms that would be generated and are other words.

    Conditions name words or classes (``@agreement``): `next` must be the next word, `not_next` must not; of `needs`
    one must stand behind in the clause or of `before` one in front, none of `apart` behind, of `apart_before` in front.
    Phrases that are small words count only where they open a clause (`opens`) and one of the words `then` follows
    within eight. `party` says which participants must be known, `frame` where they stand.
    """

    type: EventType | Literal["none"]
    mode: str = ""
    verbs: tuple[str, ...] = ()
    passives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    frame: str = ""
    next: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    apart_before: tuple[str, ...] = ()
    not_next: tuple[str, ...] = ()
    loose: bool = False
    opens: bool = False
    then: tuple[str, ...] = ()
    party: Literal["any", "actor", "recipient", "both", "none"] = "any"
    lookalikes: tuple[str, ...] = ()
    roles: Frame | None = None


class WordClass(Entry, frozen=True, kw_only=True):
    """A named set of words for conditions and grammar: `nouns` and `verbs` are inflected, `words` stand as they are.

    `presents` are verbs whose past is spelt like something else: only the present counts.
    """

    nouns: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    presents: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Meaning(Struct, frozen=True):
    """A lemma under its entry: ``rule`` is what reports name."""

    trigger: Trigger
    lemma: str
    rule: str


class Triggers:
    """The trigger lexicon, ready to look words up, each folded and worked out once.

    `readings` returns what a word can mean as a trigger, nothing for words that only look composed of one,
    `verb_readings` its readings as a finite verb, a trigger or not, `tags` the classes (``@agreement``) and words
    that conditions may name, `sort` what it can be in a clause, as a sum of the flags of this module.

    >>> triggers = load_triggers()
    >>> {r.entry.trigger.type for r in triggers.words.analyse("وبزيارته")}
    {'CONSULT'}
    """

    def __init__(self, entries: Iterable[Trigger], classes: Iterable[WordClass]) -> None:
        self.entries = tuple(entries)
        self._classes = tuple(classes)
        self.marks = frozenset(mark for entry in self.entries if entry.roles for mark in entry.roles.marks)
        self.words: Words[Meaning] = Words(form for entry in self.entries for form in _forms(entry))
        self.phrases: Phrases[Meaning] = Phrases(
            (phrase, _meaning(entry, phrase)) for entry in self.entries for phrase in entry.phrases
        )
        self._tagged: Words[str] = Words(form for form in self._tag_forms())
        self._plain: dict[str, frozenset[str]] = {}
        self.readings: Callable[[str], tuple[Reading[Meaning], ...]] = Kept(self._read).__getitem__
        self.verb_readings: Callable[[str], tuple[Reading[Any], ...]] = Kept(self._read_verb).__getitem__
        self.tags: Callable[[str], frozenset[str]] = Kept(self._tag).__getitem__
        self.sort: Callable[[str], int] = Kept(self._sort).__getitem__
        for group in self._classes:
            for word in group.words:
                folded = fold_word(word)
                self._plain[folded] = self._plain.get(folded, frozenset()) | {"@" + group.id}

    def _read(self, form: str) -> tuple[Reading[Meaning], ...]:
        known = () if "@whole" in self._plain.get(form, ()) else self.words.analyse(form)
        return tuple(r for r in known if _is_possible(r))

    def _read_verb(self, form: str) -> tuple[Reading[Any], ...]:
        readings: list[Reading[Any]] = list(self.readings(form))
        readings += [r for r in self._tagged.analyse(form) if r.entry == "@verb" and _is_possible(r)]
        return tuple(r for r in readings if r.shape.pos == "verb")

    def lemma(self, form: str) -> str:
        """Return the lemma of a folded word that is a verb, the word itself where none is known."""
        for reading in self.verb_readings(form):
            if isinstance(reading.entry, Meaning):
                return reading.entry.lemma
            return reading.form
        return form

    def _tag(self, form: str) -> frozenset[str]:
        readings = {reading.entry for reading in self._tagged.analyse(form)}
        return frozenset(readings) | self._plain.get(form, frozenset())

    def _sort(self, form: str) -> int:
        if not form[0].isalpha():
            return BREAK if form in _BREAKS else COMMA if form in ",;-()" else 0
        flags = 0
        for tag in self._plain.get(form, ()):
            flags |= _SORTED.get(tag, 0)
        if flags & (OPENS | RELATIVE | PREPOSITION):
            return flags
        for tagged in filter(_is_possible, self._tagged.analyse(form)):
            if tagged.entry in _SORTED and not (tagged.article or tagged.preposition):
                flags |= _SORTED[tagged.entry] | (JOINED if tagged.conjunction else 0)
        for reading in self.readings(form):
            flags |= VERB if reading.shape.pos == "verb" else NOUN
            flags |= TRIGGER
            flags |= JOINED if reading.conjunction else 0
            flags |= DEFINITE if reading.article or reading.suffix else 0
        return flags

    def _tag_forms(self) -> Iterator[tuple[str, Shape, str]]:
        for group in self._classes:
            for form, shape in _inflected(group.verbs, (), group.nouns, group.participles):
                yield form, shape, "@" + group.id
            for present in group.presents:
                for form, shape in inflect_verb(present[1:], present):
                    if shape.tense == "present":
                        yield form, shape, "@" + group.id
        singles = {
            word
            for entry in self.entries
            for words in (entry.next, entry.needs, entry.before, entry.apart, entry.apart_before, entry.not_next)
            for word in words
            if not word.startswith("@")
        }
        for word in sorted(singles):
            for form, shape in (*inflect_noun(word), *inflect_participle(word)):
                yield form, shape, word


def _is_possible(reading: Reading[Any]) -> bool:
    """Tell whether a reading is grammatical: a verb takes no bare ``ي``."""
    return not (reading.shape.pos == "verb" and reading.suffix == "\u064a")


def _meaning(entry: Trigger, lemma: str) -> Meaning:
    return Meaning(entry, lemma, f"{entry.type.lower()}.{entry.id}:{fold_word(lemma)}")


def _forms(entry: Trigger) -> Iterator[tuple[str, Shape, Meaning]]:
    kinds = (("verbs", entry.verbs), ("passives", entry.passives), ("nouns", entry.nouns))
    wrong = {fold_word(form) for form in entry.lookalikes}
    for kind, lemmas in (*kinds, ("participles", entry.participles)):
        for lemma in lemmas:
            meaning = _meaning(entry, lemma.split()[0])
            for form, shape in _inflected(**{kind: (lemma,)}):
                if form not in wrong and not _is_rare(entry, lemma, form, shape):
                    yield form, shape, meaning


def _is_rare(entry: Trigger, lemma: str, form: str, shape: Shape) -> bool:
    """Tell whether a verb form is so rare for this entry that the word is nearly always another one.

    These are the shortened forms of weak verbs (``لم يقل``), and what the speaker does himself, speech acts apart.
    """
    if shape.tense != "present":
        return False
    if shape.person == "1" and shape.number == "s" and entry.type not in _SPOKEN:
        return True
    return (shape.number == "s" or shape.person == "1") and len(form) < len(fold_word(lemma.split()[-1]))


def _inflected(
    verbs: tuple[str, ...] = (),
    passives: tuple[str, ...] = (),
    nouns: tuple[str, ...] = (),
    participles: tuple[str, ...] = (),
) -> Iterator[tuple[str, Shape]]:
    for verb in verbs:
        past, _, present = verb.partition(" ")
        for form, shape in inflect_verb(past, present or past):
            if present or shape.tense == "past":
                yield form, shape
    for verb in passives:
        past, _, present = verb.partition(" ")
        for form, shape in inflect_passive(past, present or past):
            if present or shape.tense == "past":
                yield form, shape
    for noun in nouns:
        singular, *plurals = noun.split()
        yield from inflect_noun(singular, tuple(plurals))
    for participle in participles:
        yield from inflect_participle(participle)


def load_triggers() -> Triggers:
    """Load all trigger files. Raises LexiconError on an unknown type, frame or class."""
    frames = {frame.id: _folded(frame) for frame in read_toml(FOLDER.joinpath("frames.toml"), Frame, "frame")}
    classes = read_toml(FOLDER.joinpath("classes.toml"), WordClass, "class")
    classes += read_toml(FOLDER.joinpath("grammar.toml"), WordClass, "class")
    known = {"@" + group.id for group in classes}
    entries: list[Trigger] = []
    special = {"frames.toml", "classes.toml", "grammar.toml"}
    for path in data_files(FOLDER, ".toml"):
        if path.name in special:
            continue
        for entry in read_toml(path, Trigger):
            entries.append(_checked(entry, frames, known))
    return Triggers(entries, classes)


def _folded(frame: Frame) -> Frame:
    marks = {" ".join(map(fold_word, mark.split())): role for mark, role in frame.marks.items()}
    return msgspec.structs.replace(frame, marks=marks)


def _checked(entry: Trigger, frames: dict[str, Frame], known: set[str]) -> Trigger:
    named = (*entry.next, *entry.needs, *entry.before, *entry.apart, *entry.apart_before, *entry.not_next)
    for word in named:
        if word.startswith("@") and word not in known:
            raise LexiconError(f"unknown class {word}", where=entry.where, remedy="add it to classes.toml")
    frame = entry.frame or (entry.type.lower() if entry.type in EVENT_TYPES else "plain")
    if frame not in frames:
        raise LexiconError(f"unknown frame {frame}", where=entry.where, remedy="add it to frames.toml")
    return msgspec.structs.replace(entry, roles=frames[frame], then=tuple(map(fold_word, entry.then)))
