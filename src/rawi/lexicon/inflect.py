"""Generate the written forms of Arabic verbs and nouns from their lemmas, folded, without short vowels.

A verb is given by its third person masculine singular in the past and in the present, as the press spells them
(``نفى ينفي``, ``دعا يدعو``, ``قال يقول``): the endings tell the weak classes apart. A noun is given by its singular.
Generated forms are spellings; `rawi.lexicon.words` peels clitics off a word before it looks it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from rawi.text.fold import fold_word


class Shape(Struct, frozen=True):
    """The grammar of one written form: what it can be."""

    pos: Literal["verb", "noun", "participle", "word"]
    tense: Literal["past", "present", ""] = ""
    person: Literal["1", "2", "3", ""] = ""
    gender: Literal["m", "f", ""] = ""
    number: Literal["s", "d", "p", ""] = ""
    passive: bool = False


_ALEF, _WAW, _YA, _TA, _NUN, _MAKSURA, _HA = (chr(c) for c in (0x627, 0x648, 0x64A, 0x62A, 0x646, 0x649, 0x647))
_MIM = chr(0x645)


def _shape(tense: Literal["past", "present"], code: str, passive: bool = False) -> Shape:
    person, gender, number = tuple(code)
    return Shape("verb", tense, person, gender if gender != "-" else "", number, passive)  # type: ignore[arg-type]


def inflect_verb(past: str, present: str) -> Iterator[tuple[str, Shape]]:
    """Yield the active forms of a verb with their shapes; a form may come more than once with different shapes.

    >>> sorted({form for form, shape in inflect_verb("نفى", "ينفي") if shape.tense == "past"})[:4]
    ['نفت', 'نفتا', 'نفوا', 'نفي']
    """
    yield from _past(past)
    yield from _present(past, present)


def inflect_passive(past: str, present: str) -> Iterator[tuple[str, Shape]]:
    """Yield the forms of a passive given by its own spelling (``قيل يقال``)."""
    for form, shape in inflect_verb(past, present):
        yield form, Shape("verb", shape.tense, shape.person, shape.gender, shape.number, True)


def _past(past: str) -> Iterator[tuple[str, Shape]]:
    stem = fold_word(past)
    yield stem, _shape("past", "3ms")
    if past[-1] in (_ALEF, _MAKSURA):
        root = stem[:-1]
        long = root + (_WAW if past[-1] == _ALEF else _YA)
        yield root + _TA, _shape("past", "3fs")
        yield root + _WAW + _ALEF, _shape("past", "3mp")
        yield long + _ALEF, _shape("past", "3md")
        yield root + _TA + _ALEF, _shape("past", "3fd")
        yield long + _TA, _shape("past", "1-s")
        yield long + _NUN + _ALEF, _shape("past", "1-p")
        yield long + _NUN, _shape("past", "3fp")
        return
    yield stem + _TA, _shape("past", "3fs")
    plural = stem[:-1] if past[-1] == _YA else stem
    yield plural + _WAW + _ALEF, _shape("past", "3mp")
    if past[-1] == "\u0623":
        yield stem[:-1] + _WAW + _WAW + _ALEF, _shape("past", "3mp")
    yield stem + _ALEF, _shape("past", "3md")
    yield stem + _TA + _ALEF, _shape("past", "3fd")
    short = _shortened(past)
    yield short + _TA, _shape("past", "1-s")
    yield short + _NUN + _ALEF, _shape("past", "1-p")
    yield short + _NUN, _shape("past", "3fp")
    yield short + _TA + _MIM, _shape("past", "2mp")


def _shortened(past: str) -> str:
    """Return the stem of a hollow verb before a consonant (قال → قل), any other stem unchanged."""
    stem = fold_word(past)
    hollow = len(stem) >= 3 and stem[-2] == _ALEF and (len(stem) == 3 or past[0] == "\u0623" or past[0] == _ALEF)
    return stem[:-2] + stem[-1] if hollow else stem


def _present(past: str, present: str) -> Iterator[tuple[str, Shape]]:
    stem = fold_word(present)[1:]
    weak = present[-1] in (_YA, _WAW, _MAKSURA)
    root = stem[:-1] if weak else stem
    hollow = _shortened(past) != fold_word(past)
    for prefix, code in ((_YA, "3ms"), (_TA, "3fs"), (_NUN, "1-p"), (_ALEF, "1-s")):
        yield prefix + stem, _shape("present", code)
        if weak:
            yield prefix + root, _shape("present", code)
        elif hollow and len(stem) >= 3:
            yield prefix + stem[:-2] + stem[-1], _shape("present", code)
    for ending in (_WAW + _NUN, _WAW + _ALEF):
        yield _YA + root + ending, _shape("present", "3mp")
        yield _TA + root + ending, _shape("present", "2mp")
    dual = root + _YA if present[-1] == _MAKSURA else stem
    for ending in (_ALEF + _NUN, _ALEF):
        yield _YA + dual + ending, _shape("present", "3md")
        yield _TA + dual + ending, _shape("present", "3fd")
    yield _YA + (dual if weak else stem) + _NUN, _shape("present", "3fp")


def inflect_noun(noun: str, plurals: tuple[str, ...] = ()) -> Iterator[tuple[str, Shape]]:
    """Yield singular, accusative, dual and regular plural of a noun, and its given broken plurals.

    >>> [form for form, shape in inflect_noun("زيارة")]
    ['زياره', 'زيارتان', 'زيارتين', 'زيارتا', 'زيارتي', 'زيارات']
    """
    word = fold_word(noun)
    feminine = noun.endswith("\u0629")
    gender: Literal["m", "f"] = "f" if feminine else "m"
    yield word, Shape("noun", gender=gender, number="s")
    stem = word[:-1] + _TA if feminine else word
    if not feminine and not word.endswith((_ALEF, "\u0621")):
        yield word + _ALEF, Shape("noun", gender=gender, number="s")
    for ending in (_ALEF + _NUN, _YA + _NUN, _ALEF, _YA):
        if feminine or len(ending) == 2:
            yield stem + ending, Shape("noun", gender=gender, number="d")
    yield (word[:-1] if feminine else word) + _ALEF + _TA, Shape("noun", gender="f", number="p")
    for plural in plurals:
        many = fold_word(plural)
        yield many, Shape("noun", gender="f", number="p")
        if not plural.endswith(("\u0629", _ALEF, "\u0621", _ALEF + _TA)):
            yield many + _ALEF, Shape("noun", gender="f", number="p")


def inflect_participle(word: str) -> Iterator[tuple[str, Shape]]:
    """Yield the regular forms of a participle or adjective (``مستعد``: مستعدة، مستعدون، مستعدين، مستعدات)."""
    stem = fold_word(word)
    yield stem, Shape("participle", gender="m", number="s")
    yield stem + _ALEF, Shape("participle", gender="m", number="s")
    yield stem + _HA, Shape("participle", gender="f", number="s")
    for ending in (_WAW + _NUN, _YA + _NUN):
        yield stem + ending, Shape("participle", gender="m", number="p")
    yield stem + _ALEF + _NUN, Shape("participle", gender="m", number="d")
    yield stem + _TA + _YA + _NUN, Shape("participle", gender="f", number="d")
    yield stem + _ALEF + _TA, Shape("participle", gender="f", number="p")


def inflect_family(
    past: str, present: str, nouns: Iterable[str] = (), participles: Iterable[str] = ()
) -> Iterator[tuple[str, Shape]]:
    """Yield the forms of a verb, if one is given, and of the nouns and participles beside it."""
    if past:
        yield from inflect_verb(past, present)
    for noun in nouns:
        yield from inflect_noun(noun)
    for participle in participles:
        yield from inflect_participle(participle)
