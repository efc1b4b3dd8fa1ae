"""Tense: whether what is told near a word lies in the past or in the future."""

from __future__ import annotations

from bisect import bisect_right

from rawi.lexicon.times import Tense, Times
from rawi.text.prose import Prose

_BEHIND, _AHEAD = 24, 8
_CLOSELY_BEHIND, _CLOSELY_AHEAD = 7, 4
_I_WILL = "\u0633\u0623"


def tense_near(prose: Prose, times: Times, first: int, last: int, *, closely: bool = False) -> Tense:
    """Return the tense of the words around the tokens `first` to `last`: of the nearest sign before, else after.

    ``past`` and ``future`` come from verbs and set words; ``soon`` from a present-tense verb that the press uses for
    what is about to happen (يزور، تبدأ); ``was_to_be`` from `كان من المقرر`; the empty string where nothing tells.
    With `closely` only the words next to the expression count.
    """
    sentence = bisect_right(prose.firsts, first) - 1
    begin, end = prose.firsts[sentence], prose.firsts[sentence + 1]
    behind, ahead = (_CLOSELY_BEHIND, _CLOSELY_AHEAD) if closely else (_BEHIND, _AHEAD)
    for token in (*range(first - 1, max(begin, first - behind) - 1, -1), *range(last + 1, min(end, last + 1 + ahead))):
        form = prose.forms[token]
        if token > last and form in times.opens_content:
            return ""
        tense = times.tenses[form]
        if tense == "future" and token - begin >= 2 and prose.forms[token - 2] in times.tenses.was:
            return "was_to_be"
        if tense:
            return tense
        if prose.text.startswith(_I_WILL, prose.starts[token]) and prose.ends[token] - prose.starts[token] > 4:
            return "future"
    return ""
