"""Whether two Arabic names are one name spelt twice: part by part, never as whole strings.

Transcriptions waver between letters of one class (غ ج ق ك, ص س, ط ت …) and in their vowels; given names that differ in
such a letter or vowel are different names (``حسن``, ``حسين``). A part of two words (``أبو قصرة``) is one part.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from rawi.lexicon.world import World
from rawi.text.fold import fold_word

_AL = "\u0627\u0644"
_CLASSES = (
    ("\u063a\u062c\u0642\u0643\u06af", "g"),
    ("\u0635\u0633\u062b", "s"),
    ("\u0637\u062a", "t"),
    ("\u0636\u062f\u0630\u0638", "d"),
    ("\u062d\u0647", "h"),
    ("\u0641\u06a4", "f"),
    ("\u0628\u067e", "b"),
    ("\u0634\u0686", "c"),
)
_CLASS_OF = str.maketrans({letter: mark for letters, mark in _CLASSES for letter in letters})
_VOWELS = frozenset("\u0627\u0648\u064a\u0621\u0639")
_FARTHEST = 2


def parts_of(name: str, world: World) -> tuple[str, ...]:
    """Cut a name into its parts, folded; ``بن`` falls away, ``عبد الله`` and ``أبو قصرة`` are one part each."""
    words = [fold_word(word) for word in name.split()]
    joins, sons = world.grammar["join"], world.grammar["son"]
    parts: list[str] = []
    pending = ""
    for word in words:
        if word in sons:
            continue
        if word in joins:
            pending += word
            continue
        parts.append(pending + word)
        pending = ""
    return tuple(part for part in (*parts, pending) if part)


def alike(first: str, second: str, world: World) -> str | None:
    """Return why two names may be one name, or None. Both are written as the texts have them.

    Names of one part are never taken for one unless they are spelt alike to the letter.
    """
    one, other = parts_of(first, world), parts_of(second, world)
    if one == other:
        return "same letters"
    if min(len(one), len(other)) < 2:
        return None
    if len(one) == len(other):
        return "spelling" if all(_same(a, b, world) for a, b in zip(one, other, strict=True)) else None
    short, long = sorted((one, other), key=len)
    if len(short) == 2 and world.grammar["house"].intersection(fold_word(word) for word in first.split()):
        return None
    return "shorter form" if _shortens(short, long, world) else None


def _shortens(short: tuple[str, ...], long: tuple[str, ...], world: World) -> bool:
    """Tell whether a name is another without parts in its middle, or a chain of fathers' names cut short."""
    if not _same(short[0], long[0], world):
        return False
    place = 0
    for part in short:
        while place < len(long) and not _same(part, long[place], world):
            place += 1
        if place == len(long):
            return False
        place += 1
    return place == len(long) or (len(short) > 2 and place == len(short))


def _same(one: str, other: str, world: World) -> bool:
    """Tell whether two parts are one name: equal, or unlike only within the classes of letters and in vowels."""
    if _bare(one) == _bare(other):
        return True
    if skeleton(one) != skeleton(other) or len(skeleton(one)) < 2:
        return False
    known = [world.words.analyse(part) for part in (one, other)]
    elements = [
        {r.entry.en for r in readings if r.entry.sense == "element" and not (r.article or r.suffix)}
        for readings in known
    ]
    if elements[0] and elements[1] and not (elements[0] & elements[1]) - {""}:
        return False
    far = _FARTHEST if len(skeleton(one)) > 2 else 1
    return Levenshtein.distance(_bare(one), _bare(other)) <= far


def _bare(part: str) -> str:
    return part[2:] if part.startswith(_AL) and len(part) > 4 else part


@lru_cache(maxsize=1 << 16)
def skeleton(part: str) -> str:
    """Reduce a part to the classes of its consonants, doubled ones once.

    >>> skeleton("غولر") == skeleton("جولر"), skeleton("التينداغ") == skeleton("التنداغ")
    (True, True)
    """
    marks: list[str] = []
    for letter in _bare(part).translate(_CLASS_OF):
        if letter not in _VOWELS and (not marks or marks[-1] != letter):
            marks.append(letter)
    if len(marks) > 2 and marks[-1] == "h":
        marks.pop()
    return "".join(marks)
