"""Light stems: a folded word without its clitics and endings, to compare wordings, never to look words up.

The cuts follow the light stemmer of Larkey, Ballesteros and Connell (light10): article with its prepositions, the
conjunction, and the commonest endings, as long as enough letters remain. Two forms of one word mostly share a stem;
a stem is no word and says nothing about grammar.
"""

from __future__ import annotations

from functools import lru_cache

_WAW, _FA, _BA, _LAM, _KAF, _SIN = (chr(c) for c in (0x648, 0x641, 0x628, 0x644, 0x643, 0x633))
_AL = "\u0627\u0644"
_HEADS = (_WAW + _BA + _AL, _WAW + _AL, _BA + _AL, _KAF + _AL, _FA + _AL, _WAW + _LAM + _LAM, _LAM + _LAM, _AL)
_TAILS = (
    "\u0647\u0645\u0627", "\u0647\u0627", "\u0647\u0645", "\u0627\u0646", "\u0627\u062a", "\u0648\u0646",
    "\u064a\u0646", "\u064a\u0647", "\u062a\u0627", "\u0647", "\u062a", "\u064a", "\u0627",
)  # fmt: skip
_SHORTEST = 3


@lru_cache(maxsize=1 << 16)
def stem(form: str) -> str:
    """Return the light stem of a folded word; numbers and Latin words stay as they are.

    >>> stem("والمعاهده"), stem("معاهدات"), stem("للمعاهده")
    ('معاهد', 'معاهد', 'معاهد')
    """
    if not "\u0621" <= form[0] <= "\u064a":
        return form.casefold()
    head = _head(form)
    if head:
        form = form[len(head) :]
    elif form[0] == _WAW and len(form) > _SHORTEST + 1:
        form = form[1:]
    for tail in _TAILS:
        if form.endswith(tail) and len(form) - len(tail) >= _SHORTEST:
            return form[: -len(tail)]
    return form


def has_article(form: str) -> bool:
    """Tell whether a folded word looks like one with the article: it is cut as such.

    >>> has_article("وللمعاهده"), has_article("معاهده")
    (True, False)
    """
    return bool(_head(form))


def _head(form: str) -> str:
    """Return the article of a form with what is written before it, empty where there is none."""
    heads = (head for head in _HEADS if form.startswith(head) and len(form) - len(head) >= _SHORTEST)
    return next(heads, "")
