"""Prose: a document's text cut into tokens, sentences and paragraphs, all as positions in the text itself.

Tokens are words (with their short vowels and tatweel), numbers (``13``, ``2025.03.18`` is five tokens), Latin words
and single punctuation marks. The marks of a hashtag (``#``, ``_``) are no tokens: they join words. Clitics stay on
their word; `rawi.lexicon.words` analyses them against what is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from rawi.model import Piece, Span
from rawi.text.fold import fold_word

_TOKEN = re.compile(
    "[\u0621-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc\u200c-\u200f]+"
    "|[0-9\u0660-\u0669\u06f0-\u06f9]+"
    "|[^\\W\\d_\u0600-\u06ff\ufb50-\ufefc]+(?:['\u2019.-][^\\W\\d_\u0600-\u06ff\ufb50-\ufefc]+)*"
    "|[^\\s#_]"
)
_PLAIN = {"\u060c": ",", "\u061b": ";", "\u061f": "?", "\u06d4": ".", "\u2026": "…"}
_PLAIN |= dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u275d\u275e", '"')
_PLAIN |= dict.fromkeys("\u2013\u2014\u2012\u2212\u2010\u2011", "-")
_CLOSING = frozenset("\"'\u201d\u00bb)]}\u2019")
_ENDING = frozenset(".?!…")
_PARAGRAPH = re.compile(r"[^\r\n]+")


class Prose(Struct, frozen=True):
    """The tokens of a text as parallel lists, and its sentences.

    ``forms[i]`` is the folded form of token i (punctuation in its plain form: ``,`` for the Arabic comma, ``"`` for
    every double quotation mark), ``starts[i]`` and ``ends[i]`` its place in `text`. Sentence s covers the tokens
    ``firsts[s]`` up to but without ``firsts[s + 1]``; ``paragraph[s]`` numbers its paragraph. Sentences never cross
    a line break. ``shut`` is the set of tokens inside furniture, titles and headings: no reports there.
    """

    text: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    firsts: list[int]
    paragraph: list[int]
    shut: frozenset[int]

    @property
    def sentences(self) -> range:
        """The numbers of the sentences."""
        return range(len(self.firsts) - 1)

    def tokens_of(self, sentence: int) -> range:
        """Return the token numbers of a sentence."""
        return range(self.firsts[sentence], self.firsts[sentence + 1])

    def sentence_of(self, token: int) -> int:
        """Return the number of the sentence in which a token stands."""
        return bisect_right(self.firsts, token) - 1

    def token_at(self, place: int) -> int:
        """Return the first token that ends after `place` (a code point); may be ``len(forms)``."""
        return bisect_right(self.ends, place)

    def tokens_in(self, span: Span) -> range:
        """Return the tokens that touch a span."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end))

    def span(self, first: int, last: int) -> Span:
        """Return the span from token `first` to token `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def sentence_span(self, sentence: int) -> Span:
        """Return the span of a sentence, from its first to its last token."""
        return self.span(self.firsts[sentence], self.firsts[sentence + 1] - 1)

    def quote(self, first: int, last: int) -> str:
        """Return the words of the text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def read_prose(text: str, pieces: Iterable[Piece] = ()) -> Prose:
    """Cut a text into tokens and sentences. Pure; any string is allowed, an empty one has no sentence.

    >>> prose = read_prose("زار الوزير دمشق. وأضاف: «نعم».")
    >>> [prose.quote(prose.firsts[s], prose.firsts[s + 1] - 1) for s in prose.sentences]
    ['زار الوزير دمشق.', 'وأضاف: «نعم».']
    """
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    firsts: list[int] = []
    paragraph: list[int] = []
    for number, line in enumerate(_PARAGRAPH.finditer(text)):
        first = len(forms)
        words = list(_TOKEN.finditer(text, line.start(), line.end()))
        forms += [_form(word.group()) for word in words]
        starts += [word.start() for word in words]
        ends += [word.end() for word in words]
        for begin in _sentence_starts(forms, starts, ends, first):
            firsts.append(begin)
            paragraph.append(number)
    firsts.append(len(forms))
    prose = Prose(text, forms, starts, ends, firsts, paragraph, frozenset())
    shut = frozenset(
        token for piece in pieces if piece.kind != "caption" for token in prose.tokens_in(Span(piece.start, piece.end))
    )
    return Prose(text, forms, starts, ends, firsts, paragraph, shut) if shut else prose


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> str:
    return _PLAIN.get(word) or fold_word(word) or word


def _sentence_starts(forms: list[str], starts: list[int], ends: list[int], first: int) -> Iterable[int]:
    """Yield the tokens from `first` on at which a sentence of this line begins."""
    if first == len(forms):
        return
    yield first
    token = first
    last = len(forms) - 1
    while token < last:
        if forms[token] in _ENDING and not _inside_number_or_initial(forms, starts, ends, token, first):
            while token < last and forms[token + 1] in _ENDING | _CLOSING and starts[token + 1] == ends[token]:
                token += 1
            if token < last:
                yield token + 1
        token += 1


def _inside_number_or_initial(forms: list[str], starts: list[int], ends: list[int], token: int, first: int) -> bool:
    """Tell whether the full stop at `token` stands inside a number, an address or after a single letter (``د.``)."""
    if forms[token] != "." or token == first:
        return token == first
    glued_left = ends[token - 1] == starts[token]
    glued_right = token + 1 < len(forms) and starts[token + 1] == ends[token]
    if glued_left and glued_right and forms[token + 1] not in _CLOSING and forms[token + 1] not in _ENDING:
        return forms[token + 1][0].isdigit() == forms[token - 1][-1].isdigit() or len(forms[token + 1]) < 2
    return glued_left and len(forms[token - 1]) == 1 and forms[token - 1].isalpha()
