"""Quotations: from which mark to which mark somebody else's words run, over sentences and paragraphs."""

from __future__ import annotations

from msgspec import Struct

from rawi.text.prose import Prose

LONGEST = 400
"""A quotation of more tokens than this is an unclosed mark."""

_OPENING = frozenset("\u201c\u201e\u201f\u00ab\u275d")
_CLOSING = frozenset("\u201d\u00bb\u275e")


class Quotation(Struct, frozen=True):
    """The tokens of an opening mark and of the mark that closes it (of the sentence's end if none does)."""

    first: int
    last: int


def find_quotations(prose: Prose, resumptions: frozenset[int] = frozenset()) -> tuple[Quotation, ...]:
    """Pair the quotation marks of a text, in order; they do not nest. An unclosed mark ends with its sentence.

    `resumptions` are tokens where the narrator surely has the word again (a paragraph that begins with ``وقال``).

    >>> from rawi.text.prose import read_prose
    >>> prose = read_prose("قال «وصلنا. سنبقى» ثم غادر")
    >>> [prose.quote(q.first, q.last) for q in find_quotations(prose)]
    ['«وصلنا. سنبقى»']
    """
    found: list[Quotation] = []
    opened = -1
    for token, form in enumerate(prose.forms):
        if token in resumptions and opened >= 0:
            found.append(Quotation(opened, _unclosed(prose, opened, token)))
            opened = -1
        if form != '"':
            continue
        opens = _opens(prose, token, opened >= 0)
        if opened < 0:
            opened = token if opens else -1
        elif opens and not _closes(prose, token):
            found.append(Quotation(opened, _unclosed(prose, opened, token)))
            opened = token
        else:
            far = token - opened > LONGEST
            found.append(Quotation(opened, _unclosed(prose, opened, token) if far else token))
            opened = -1
    if opened >= 0:
        found.append(Quotation(opened, _unclosed(prose, opened, len(prose.forms))))
    return tuple(found)


def _unclosed(prose: Prose, opened: int, limit: int) -> int:
    return min(prose.firsts[prose.sentence_of(opened) + 1], limit) - 1


def _opens(prose: Prose, token: int, inside: bool) -> bool:
    """Tell whether a mark opens: by its own direction, else by the blanks around it, else by what is open."""
    mark = prose.text[prose.starts[token]]
    if mark in _OPENING:
        return True
    if mark in _CLOSING:
        return not inside and _loose(prose, token)
    return _loose(prose, token) if _loose(prose, token) != _closes(prose, token) else not inside


def _loose(prose: Prose, token: int) -> bool:
    """Tell whether a mark stands close to the word behind it and apart from the word in front."""
    after = token + 1 < len(prose.forms) and prose.starts[token + 1] == prose.ends[token]
    before = token > 0 and prose.ends[token - 1] == prose.starts[token]
    glued = before and prose.forms[token - 1][-1].isalnum()
    return after and not glued


def _closes(prose: Prose, token: int) -> bool:
    """Tell whether a mark stands close to the word in front and apart from the word behind it."""
    before = token > 0 and prose.ends[token - 1] == prose.starts[token]
    after = token + 1 < len(prose.forms) and prose.starts[token + 1] == prose.ends[token]
    return before and not (after and prose.forms[token + 1][0].isalnum())
