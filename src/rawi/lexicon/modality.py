"""Words that decide whether a happening is real: governors with their reach, negation, conditions, future."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from rawi.lexicon.inflect import Shape, inflect_noun, inflect_participle, inflect_verb
from rawi.lexicon.load import DATA, Entry, read_toml
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Words
from rawi.model import Factuality
from rawi.text.fold import fold_word

Use = Literal[
    "negation", "future", "planned_after", "possible_after", "day", "barrier", "adverbial", "light_present",
    "performative", "condition", "otherwise", "no_condition", "no_future", "past_with_ta", "no_denial",
    "maybe", "never_will", "falsity", "indefinite_link", "negation_of_nouns", "exception", "tomorrow", "light_future",
    "demand", "rumour", "refusal",
]  # fmt: skip


class Governor(Entry, frozen=True, kw_only=True):
    """Words that give a happening behind them their value.

    `reach`: tokens between governor and trigger at most. `marks`: prepositions that may lead to what is governed.
    `negated`: the value when the governor is negated. `present_only`: past forms of the verbs do not govern.
    `strong`: governs acts in words too. `weak`: not behind a past act in the clause. `done`: acts of that class are
    done by being decided. `before_present`: only in front of a present verb. `over_past`: past verbs behind ``قد`` too.
    `kinds`: only reports of these types.
    """

    value: Factuality
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    reach: int = 10
    negated: Factuality = "denied"
    present_only: bool = False
    marks: tuple[str, ...] = ()
    strong: bool = False
    weak: bool = False
    done: str = ""
    before_present: bool = False
    over_past: bool = False
    kinds: tuple[str, ...] = ()


class Marker(Entry, frozen=True, kw_only=True):
    """Small words of one use around a trigger."""

    use: Use
    words: tuple[str, ...]


class Modality(Struct, frozen=True):
    """All tables of factuality, ready for look-up; sets hold folded words."""

    governors: Words[Governor]
    phrases: Phrases[Governor]
    markers: dict[str, frozenset[str]]
    conditions: Phrases[Marker]
    marks: dict[str, frozenset[str]]


def load_modality() -> Modality:
    """Read the tables of factuality. Raises LexiconError with file and line.

    >>> [r.entry.value for r in load_modality().governors.analyse("يعتزم")]
    ['planned']
    """
    folder = DATA / "ar"
    governors = read_toml(folder / "factuality.toml", Governor)
    markers = read_toml(folder / "modality.toml", Marker)
    single: dict[str, set[str]] = {}
    for marker in markers:
        single.setdefault(marker.use, set()).update(fold_word(w) for w in marker.words if " " not in w)
    return Modality(
        governors=Words(form for governor in governors for form in _forms(governor)),
        phrases=Phrases((phrase, governor) for governor in governors for phrase in governor.phrases),
        markers={use: frozenset(words) for use, words in single.items()},
        conditions=Phrases(
            (word, marker)
            for marker in markers
            if marker.use in ("condition", "otherwise", "no_condition", "falsity", "exception")
            for word in marker.words
        ),
        marks={governor.id: frozenset(map(fold_word, governor.marks)) for governor in governors},
    )


def _forms(governor: Governor) -> Iterator[tuple[str, Shape, Governor]]:
    for verb in governor.verbs:
        past, present = verb.split()[:2]
        for form, shape in inflect_verb(past, present):
            if shape.tense == "present" or not governor.present_only:
                yield form, shape, governor
    for noun in governor.nouns:
        for form, shape in inflect_noun(noun):
            yield form, shape, governor
    for participle in governor.participles:
        for form, shape in inflect_participle(participle):
            yield form, shape, governor
