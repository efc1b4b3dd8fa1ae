"""Search keys: one key for a word whatever is written onto it: ``وبالوزارة``, ``وزارته`` and ``الوزارة`` are one.

A particle is taken off only where counts from newspaper text say that a word remains which is more usual than the
word with it: ``وقال`` gives ``قال``, but ``وصل`` stays. The article comes off whenever enough letters remain.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rawi.text.neighbours import load_neighbours
from rawi.text.prose import read_prose

_AL = "\u0627\u0644"
_LAM = "\u0644"
_CONJUNCTIONS = ("\u0648", "\u0641")
_PREPOSITIONS = ("\u0628", "\u0644", "\u0643")
_ARTICLES = (*("\u0628" + _AL, "\u0643" + _AL), _LAM + _LAM, _AL)
_PRONOUNS = ("\u0647\u0645\u0627", "\u0647\u0627", "\u0647\u0645", "\u0647\u0646", "\u0646\u0627", "\u0647")
_TA, _HA = "\u062a", "\u0647"
_SHORTEST = 3
VERSION = "1"
"""To be raised whenever keys change: dossiers indexed with other keys must be indexed anew."""


@lru_cache(maxsize=1 << 18)
def search_key(form: str) -> str:
    """Return the key of a folded word.

    >>> [search_key(form) for form in ("والوزاره", "وزارته", "للوزاره", "وزاره", "وصل", "كتاب", "بكتاب")]
    ['وزاره', 'وزاره', 'وزاره', 'وزاره', 'وصل', 'كتاب', 'كتاب']
    """
    if not "\u0621" <= form[0] <= "\u064a":
        return form.casefold()
    for conjunction in ("", *_CONJUNCTIONS):
        for article in _ARTICLES:
            front = conjunction + article
            if form.startswith(front) and len(form) - len(front) >= _SHORTEST:
                return form[len(front) :]
    readings = [form, _without_pronoun(form)]
    if form.startswith((*_CONJUNCTIONS, *_PREPOSITIONS)) and len(form) > _SHORTEST:
        readings.append(search_key(form[1:]))
    return max(readings, key=_usual)


def _without_pronoun(form: str) -> str:
    """Take a pronoun off the end, where a more usual word remains."""
    for pronoun in _PRONOUNS:
        stem = form[: -len(pronoun)]
        if form.endswith(pronoun) and len(stem) >= _SHORTEST:
            if stem[-1] == _TA and _usual(stem[:-1] + _HA) > _usual(form):
                return stem[:-1] + _HA
            if _usual(stem) > _usual(form) * (4 if pronoun == _HA else 1):
                return stem
    return form


def _usual(form: str) -> int:
    """Return how often a word is seen, by itself or with the article."""
    count = load_neighbours().count
    return count(form) + count(_AL + form)


def sentence_keys(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and keys of every sentence of a text; punctuation has no key."""
    prose = read_prose(text)
    for sentence in prose.sentences:
        keys = [
            search_key(prose.forms[token]) for token in prose.tokens_of(sentence) if prose.forms[token][0].isalnum()
        ]
        if keys:
            span = prose.sentence_span(sentence)
            yield span.start, span.end, " ".join(keys)
