"""Write Arabic names in Latin letters: known parts as the press writes them, others by one scheme.

The scheme is the plain one of English-language papers: no marks under letters, ``kh gh sh th dh``, the article as
``al-`` before the word, long vowels as single letters. Short vowels are not written in Arabic; between two consonants
that the tongue cannot join an ``a`` is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rawi.text.fold import fold_word

_LETTERS = dict(
    zip(
        map(chr, (*range(0x628, 0x629), *range(0x62A, 0x63B), *range(0x641, 0x649), 0x64A, 0x627, 0x621, 0x67E, 0x6A4, 0x686, 0x6AF)),
        (
            "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "", "gh",
            "f", "q", "k", "l", "m", "n", "h", "w", "y", "a", "", "p", "v", "ch", "g",
        ),
        strict=True,
    )
)  # fmt: skip
_ALEF, _WAW, _YA, _AL, _HA = "\u0627", "\u0648", "\u064a", "\u0627\u0644", "\u0647"
_VOWELS = frozenset("aeiou")


def romanise(name: str, known: Mapping[str, str]) -> str:
    """Return a name in Latin letters; `known` leads from folded parts to their Latin form.

    >>> romanise("مرهف أبو قصرة", {"ابو": "Abu"})
    'Marhaf Abu Qasra'
    """
    parts = [_part(fold_word(word), known) for word in name.split()]
    return " ".join(part for part in parts if part)


def _part(word: str, known: Mapping[str, str]) -> str:
    if word in known:
        return known[word]
    if word.startswith(_AL) and len(word) > 3:
        stem = word[2:]
        return "al-" + (known.get(stem) or _letters(stem))
    return _letters(word)


@lru_cache(maxsize=4096)
def _letters(word: str) -> str:
    if word and not "\u0600" <= word[0] <= "\u06ff":
        return word
    sounds: list[str] = []
    for place, letter in enumerate(word):
        sound = _LETTERS.get(letter, "")
        between = place > 0
        if letter == _WAW and between and not _is_vowel(sounds[-1:]):
            sound = "u"
        elif letter == _YA and between and not _is_vowel(sounds[-1:]):
            sound = "i"
        elif letter == _HA and place == len(word) - 1 and place > 1 and not _is_vowel(sounds[-1:]):
            sound = "a"
        if sound:
            sounds.append(sound)
    return _voiced(sounds).capitalize()


def _is_vowel(sounds: list[str]) -> bool:
    return bool(sounds) and sounds[0] in _VOWELS


def _voiced(sounds: list[str]) -> str:
    """Set an a behind a first consonant before another, and between three in a row."""
    out: list[str] = []
    for place, sound in enumerate(sounds):
        if out and sound not in _VOWELS and out[-1] not in _VOWELS:
            last = place == len(sounds) - 1
            third = len(out) > 1 and out[-2] not in _VOWELS
            if len(out) == 1 or third or (last and len(out) < 3):
                out.append("a")
        out.append(sound)
    return "".join(out)
