"""The written forms of nationality adjectives and of words for those who act, folded, without clitics and article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rawi.lexicon.inflect import Shape
from rawi.text.fold import fold_word

_ALEF, _WAW, _YA, _TA, _NUN, _HA = (chr(c) for c in (0x627, 0x648, 0x64A, 0x62A, 0x646, 0x647))
_MARBUTA = "\u0629"
_AL = _ALEF + "\u0644"
_UN, _IN, _AN, _AT = _WAW + _NUN, _YA + _NUN, _ALEF + _NUN, _ALEF + _TA
Gender = Literal["m", "f"]
_NATION = (
    ("", "m", "s"), (_ALEF, "m", "s"), (_HA, "f", "s"), (_UN, "m", "p"), (_IN, "m", "p"), (_WAW, "m", "p"),
    (_YA, "m", "p"), (_AN, "m", "d"), (_TA + _AN, "f", "d"), (_TA + _YA + _NUN, "f", "d"), (_AT, "f", "p"),
)  # fmt: skip


def inflect_nation(adjectives: tuple[str, ...], plurals: tuple[str, ...]) -> Iterator[tuple[str, Shape]]:
    """Yield the forms of a nationality adjective given by its masculine singular; all words of a long one agree.

    >>> [form for form, shape in inflect_nation(("كوري شمالي",), ()) if shape.number == "p"][:2]
    ['كوريون شماليون', 'كوريين شماليين']
    """
    for adjective in adjectives:
        stems = [fold_word(word) for word in adjective.split()]
        for ending, gender, number in _NATION:
            shape = Shape("word", gender=gender, number=number)  # type: ignore[arg-type]
            yield " ".join(_join(stem, ending) for stem in stems), shape
    for plural in plurals:
        yield fold_word(plural), Shape("word", gender="m", number="p")
        yield fold_word(plural) + _ALEF, Shape("word", gender="m", number="p")


def _join(stem: str, ending: str) -> str:
    """Write an ending onto a stem; a stem that is itself a plural (South) keeps its form."""
    return stem + ending if stem.endswith(_YA) else stem


def inflect_role(word: str, plurals: tuple[str, ...]) -> Iterator[tuple[str, Shape]]:
    """Yield the forms of a word for those who act; of a phrase only the first word inflects.

    >>> sorted(form for form, shape in inflect_role("وزير خارجية", ()) if shape.number == "d")
    ['وزيرا خارجيه', 'وزيران خارجيه', 'وزيري خارجيه', 'وزيرين خارجيه']
    """
    first, _, rest = word.partition(" ")
    tail = " " + " ".join(fold_word(part) for part in rest.split()) if rest else ""
    fixed = first.startswith(_AL)
    gender: Gender = "f" if first.endswith(_MARBUTA) else "m"
    for form, number in _noun_forms(first, fixed) if first else ():
        yield form + tail, Shape("noun", gender=gender, number=number)
    for plural in plurals:
        head, _, others = plural.partition(" ")
        end = " " + " ".join(fold_word(part) for part in others.split()) if others else tail
        for form in _plural_forms(fold_word(head)):
            yield form + end, Shape("noun", gender=gender, number="p")


def _noun_forms(first: str, fixed: bool) -> Iterator[tuple[str, Literal["s", "d", "p"]]]:
    stem = fold_word(first)
    if first.endswith(_AT):
        yield stem, "p"
        return
    yield stem, "s"
    if fixed:
        return
    feminine = first.endswith(_MARBUTA)
    base = stem[:-1] + _TA if feminine else stem
    if not feminine and not stem.endswith((_ALEF, "\u0621")):
        yield stem + _ALEF, "s"
    for ending in (_AN, _YA + _NUN, _ALEF, _YA):
        yield base + ending, "d"
    if feminine:
        yield base, "s"


def _plural_forms(plural: str) -> Iterator[str]:
    yield plural
    if plural.endswith(_UN):
        for ending in (_IN, _WAW, _YA):
            yield plural[:-2] + ending
    elif not plural.endswith((_HA, _ALEF, "\u0621", _AT, _YA)):
        yield plural + _ALEF
