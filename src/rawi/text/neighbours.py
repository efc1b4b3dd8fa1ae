"""How well words stand beside one another: a compact table of counts from newspaper text, and the chance made of it."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.resources import files
from itertools import starmap
from typing import Any
from zlib import crc32

from rawi.text.fold import fold_word

_RUNNING = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_STEP = 1.2
"""The base of the logarithm in which counts are packed into one byte."""
BINS = 8
"""Into how many classes of size the counts of a context fall when the mixture is chosen."""


def running_words(text: str) -> list[str]:
    """Cut a text into folded words, numbers (all written ``0``) and punctuation marks.

    >>> running_words("وقّع، في 2025.")
    ['وقع', '،', 'في', '0', '.']
    """
    return ["0" if w[0].isdigit() else w for w in _RUNNING.findall(fold_word(text))]


def fingerprint(*words: str) -> int:
    """Return 32 bits that stand for some words in order."""
    return crc32(" ".join(words).encode())


def pack_logarithm(count: int) -> int:
    """Pack a count into one byte, to within ten percent."""
    return min(255, round(math.log(count, _STEP)))


_PREFIXES = ("\u0648\u0627\u0644", "\u0628\u0627\u0644", "\u0641\u0627\u0644", "\u0648\u0644\u0644", "\u0627\u0644",
             "\u0644\u0644", "\u0633\u064a", "\u0633\u062a", "\u0648", "\u0641", "\u0628", "\u0644", "\u0643",
             "\u064a", "\u062a", "\u0645", "\u0646", "\u0627")  # fmt: skip
_SUFFIXES = ("\u064a\u0647", "\u0627\u062a", "\u064a\u0646", "\u0648\u0646", "\u0627\u0646", "\u0647\u0627",
             "\u0647\u0645", "\u0646\u0627", "\u0648\u0627", "\u062a", "\u0647", "\u064a", "\u0627")  # fmt: skip


@lru_cache(maxsize=1 << 17)
def letter_class(word: str) -> int:
    """Return the class of a rare word by the letters at its edges: below 270; marks and numbers 270 to 286."""
    if word == "0":
        return 270
    if not word[0].isalpha():
        return 271 + crc32(word.encode()) % 15
    prefix = next((n for n, p in enumerate(_PREFIXES, 1) if word.startswith(p)), 0)
    suffix = next((n for n, s in enumerate(_SUFFIXES, 1) if word.endswith(s)), 0)
    return prefix * (len(_SUFFIXES) + 1) + suffix


def _size(count: float) -> int:
    return min(BINS - 1, int(math.log2(count + 1) * 0.75))


class Neighbours:
    """The table of counts, and the chance of words in a row (a mixture of triples, pairs, class pairs and words)."""

    def __init__(self, table: Any) -> None:
        import numpy

        self._search = numpy.searchsorted
        words = bytes(table["words"]).decode().split("\n")
        self._words: dict[str, int] = dict(zip(words, table["word_counts"].tolist(), strict=True))
        self._word_classes: dict[str, int] = dict(zip(words, table["word_classes"].tolist(), strict=True))
        self._clusters = int(table["clusters"][0])
        self._pairs, self._pair_counts = numpy.cumsum(table["pairs"], dtype="uint32"), table["pair_counts"]
        self._triples, self._triple_counts = numpy.cumsum(table["triples"], dtype="uint32"), table["triple_counts"]
        self._classes = table["classes"]
        self._class_totals = self._classes.sum(1).tolist()
        self._class_sizes = self._classes.sum(0).tolist()
        self._mixture = table["mixture"].tolist()
        self._total = float(sum(self._words.values()))

    def count(self, word: str) -> int:
        """Return how often a folded word was seen; 0 for fewer than twice."""
        return self._words.get(word, 0)

    def _class_of(self, word: str) -> int:
        kind = self._word_classes.get(word)
        return self._clusters + letter_class(word) if kind is None else kind

    @lru_cache(maxsize=1 << 18)  # noqa: B019 (one table lives as long as the process)
    def _seen(self, key: int, triple: bool) -> float:
        keys, counts = (self._triples, self._triple_counts) if triple else (self._pairs, self._pair_counts)
        place = int(self._search(keys, key))
        return float(_STEP ** int(counts[place])) if place < len(keys) and int(keys[place]) == key else 0.0

    def parts(self, before: str, previous: str, word: str) -> tuple[tuple[int, int], tuple[float, float, float, float]]:
        """Return the size of the context, and the chances of `word` by triple, pair, class pair and alone."""
        seen = self.count(previous)
        context = self._seen(fingerprint(before, previous), False)
        by_triple = self._seen(fingerprint(before, previous, word), True) / context if context else 0.0
        by_pair = self._seen(fingerprint(previous, word), False) / seen if seen else 0.0
        left, right = self._class_of(previous), self._class_of(word)
        count = self.count(word) or 0.3
        share_of_class = count / (self._class_sizes[right] + 10.0)
        by_class = float(self._classes[left, right] + 0.01) / (self._class_totals[left] + 7.0) * share_of_class
        return (_size(context), _size(seen)), (min(by_triple, 1.0), min(by_pair, 1.0), by_class, count / self._total)

    @lru_cache(maxsize=1 << 18)  # noqa: B019
    def log_probability(self, before: str, previous: str, word: str) -> float:
        """Return the natural logarithm of the chance of `word` after `before` and `previous` (``<p>``: paragraph)."""
        (row, column), chances = self.parts(before, previous, word)
        mixed = sum(
            starmap(lambda weight, chance: weight * chance, zip(self._mixture[row][column], chances, strict=True))
        )
        return math.log(max(mixed, 1e-12))


@lru_cache(maxsize=1)
def load_neighbours() -> Neighbours:
    """Return the table that ships with rawi (made by scripts/build_ngrams.py)."""
    import numpy

    with files("rawi.text").joinpath("data/neighbours.npz").open("rb") as file:
        return Neighbours(dict(numpy.load(file)))
