"""Tense: whether what is told near a word lies in the past or in the future."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from rawi.lexicon.times import Times
from rawi.text.prose import Prose

Tense = Literal["past", "future", "soon", ""]
_BEHIND, _AHEAD = 24, 8


def tense_near(prose: Prose, times: Times, first: int, last: int) -> Tense:
    """Return the tense of the words around the tokens `first` to `last`: of the nearest sign before, else after.

    ``past`` and ``future`` come from verbs and set words; ``soon`` from a present-tense verb that the press uses for
    what is about to happen (يزور، تبدأ); the empty string where nothing tells.
    """
    sentence = bisect_right(prose.firsts, first) - 1
    begin, end = prose.firsts[sentence], prose.firsts[sentence + 1]
    for token in range(first - 1, max(begin, first - _BEHIND) - 1, -1):
        tense = times.tenses[prose.forms[token]]
        if tense:
            return tense
    for token in range(last + 1, min(end, last + 1 + _AHEAD)):
        tense = times.tenses[prose.forms[token]]
        if tense:
            return tense
    return ""
