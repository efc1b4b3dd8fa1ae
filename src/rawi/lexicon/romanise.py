"""Write Arabic names in Latin letters: known parts as the press writes them, others by one scheme.

The scheme is the plain one of English-language papers: no marks under letters, ``kh gh sh th dh``, the article as
``al-`` before the word, long vowels as single letters. Short vowels are not written in Arabic; ``a`` is set after a
first consonant that stands before another, ``e`` before a last r, l or n. An initial ``ع`` is ``a``, others are silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rawi.text.fold import fold_word

_LETTERS = {
    "\u0628": "b", "\u062a": "t", "\u062b": "th", "\u062c": "j", "\u062d": "h", "\u062e": "kh", "\u062f": "d",
    "\u0630": "dh", "\u0631": "r", "\u0632": "z", "\u0633": "s", "\u0634": "sh", "\u0635": "s", "\u0636": "d",
    "\u0637": "t", "\u0638": "z", "\u063a": "gh", "\u0641": "f", "\u0642": "q", "\u0643": "k", "\u0644": "l",
    "\u0645": "m", "\u0646": "n", "\u0647": "h", "\u0648": "w", "\u064a": "y", "\u0627": "a", "\u067e": "p",
    "\u0686": "ch", "\u06a4": "v", "\u06af": "g",
}  # fmt: skip
_ALEF, _WAW, _YA, _AL, _HA, _AYN = "\u0627", "\u0648", "\u064a", "\u0627\u0644", "\u0647", "\u0639"
_LOW_HAMZA = "\u0625"
_NG, _GAF = "\u0646\u063a", "\u06af"
_CLUSTERS = frozenset({"st", "nd", "ng", "nt", "nk"})
_VOWELS = frozenset("aeiou")
_LIQUIDS = frozenset("rln")


def romanise(name: str, known: Mapping[str, str]) -> str:
    """Return a name in Latin letters; `known` leads from folded parts to their Latin form.

    >>> romanise("مرهف أبو قصرة", {"ابو": "Abu"}), romanise("العمري", {}), romanise("كلاوس مولر", {})
    ('Marhaf Abu Qasra', 'al-Amri', 'Klaws Muler')
    """
    parts = [_part(word, known) for word in name.split()]
    return " ".join(part for part in parts if part)


def _part(written: str, known: Mapping[str, str]) -> str:
    word = fold_word(written)
    if word in known:
        return known[word]
    if word.startswith(_AL) and len(word) > 3:
        stem = word[2:]
        return "al-" + (known.get(stem) or _latin(stem, False))
    return _latin(word, written.startswith(_LOW_HAMZA))


@lru_cache(maxsize=4096)
def _latin(word: str, low: bool) -> str:
    """Write one folded word; `low` tells that its alef carried a hamza below (i)."""
    if word and not "\u0600" <= word[0] <= "\u06ff":
        return word
    sounds: list[str] = []
    word = word.replace(_NG, _NG[0] + _GAF)
    for place, letter in enumerate(word):
        vowel_before = bool(sounds) and sounds[-1] in _VOWELS
        sound = _LETTERS.get(letter, "")
        if place == 0 and letter == _AYN:
            sound = "a"
        elif place == 0 and letter == _ALEF:
            sound = "i" if low else "a"
        elif place and letter in (_WAW, _YA) and not vowel_before:
            sound = "u" if letter == _WAW else "i"
        elif place == 1 and letter in (_WAW, _YA):
            sounds, sound = [], "o" if letter == _WAW else "i"
        elif place > 1 and place == len(word) - 1 and letter == _HA and not vowel_before:
            sound = "a"
        if sound:
            sounds.append(sound)
    return _voiced(sounds).capitalize()


def _voiced(sounds: list[str]) -> str:
    """Set the vowels without which the consonants cannot be spoken."""
    out: list[str] = []
    for place, sound in enumerate(sounds):
        if out and sound not in _VOWELS and out[-1] not in _VOWELS:
            vowel = _vowel_between(out, sounds, place)
            if vowel:
                out.append(vowel)
        out.append(sound)
    return "".join(out)


def _vowel_between(out: list[str], sounds: list[str], place: int) -> str:
    """Return the vowel to set between the last consonant written and the next, if one is needed."""
    last = place == len(sounds) - 1
    if out[-1] + sounds[place] in _CLUSTERS and (last or sounds[place + 1] in _VOWELS):
        return ""
    if last and sounds[place] in _LIQUIDS and len(out) > 2:
        return "e"
    if len(out) == 1:
        glides = sounds[place] in _LIQUIDS and not last and sounds[place + 1] in _VOWELS
        return "" if glides else "a"
    third = out[-2] not in _VOWELS
    return "a" if third or (last and len(out) < 3) else ""
