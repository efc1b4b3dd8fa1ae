"""What an undertaking lays down: its provisions, from lists and clauses, and its phases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from rawi.annotation.undertaking_mentions import Mention
from rawi.lexicon.inflect import Shape
from rawi.lexicon.undertakings import UndertakingWords
from rawi.model import Phase, Provision, Span
from rawi.text.fold import fold_word
from rawi.text.prose import Prose

_WAW, _FA, _LAM, _BA = (chr(c) for c in (0x648, 0x641, 0x644, 0x628))
_BULLET = re.compile(r"[\s\u200e\u200f]*(?:[-–—•●▪◦*·»]|\(?[0-9\u0660-\u0669]{1,2}[-).:]|[\u0623-\u064a][-).])\s*")
_FAR_BACK = 3
_STOPS = frozenset(".;!?…")
_SHORTEST = 2


class Content(Struct, frozen=True):
    """A stretch of words that one mention's undertaking lays down."""

    mention: int
    span: Span


class Phases(Struct, frozen=True):
    """One phase: its number and its words; `token` is where it is named."""

    order: int
    token: int
    span: Span


def find_provisions(prose: Prose, mentions: Sequence[Mention], words: UndertakingWords) -> Iterator[Content]:
    """Yield what stands behind a verb of content that belongs to a mention, item by item."""
    by_sentence: dict[int, list[int]] = {}
    for number, mention in enumerate(mentions):
        by_sentence.setdefault(mention.sentence, []).append(number)
    for sentence in prose.sentences:
        if prose.firsts[sentence] in prose.shut:
            continue
        yield from _in_sentence(prose, sentence, mentions, by_sentence, words)


def _in_sentence(
    prose: Prose,
    sentence: int,
    mentions: Sequence[Mention],
    by_sentence: dict[int, list[int]],
    words: UndertakingWords,
) -> Iterator[Content]:
    tokens = prose.tokens_of(sentence)
    own = by_sentence.get(sentence, [])
    for token in tokens:
        form = prose.forms[token]
        entry = next((r.entry for r in words.contents.analyse(form) if _finite(r.shape)), None)
        if entry is None:
            continue
        owner, behind = _owner(prose, token, own, mentions)
        opens = token == tokens.start and _leads(prose, token, entry.preposition)
        if owner is None and (opens or prose.forms[tokens.stop - 1] == ":"):
            owner, behind = _before(sentence, by_sentence), token
        if owner is None:
            continue
        first = _content_start(prose, token, behind + 1, entry.preposition)
        yield from (Content(owner, span) for span in _items(prose, sentence, first, words))
        return


def _owner(prose: Prose, token: int, own: Sequence[int], mentions: Sequence[Mention]) -> tuple[int | None, int]:
    """Return the mention that is the subject of a verb at `token`, and the last token before the content."""
    for number in own:
        if mentions[number].first == token + 1:
            return number, mentions[number].last
    before = [n for n in own if mentions[n].last < token]
    if before and not any(prose.forms[t] in _STOPS for t in range(mentions[before[-1]].last, token)):
        return before[-1], token
    return None, token


def _before(sentence: int, by_sentence: dict[int, list[int]]) -> int | None:
    """Return the last mention of the sentences right before, for a verb of content without a noun beside it."""
    for earlier in range(sentence - 1, sentence - 1 - _FAR_BACK, -1):
        found = by_sentence.get(earlier)
        if found:
            return found[-1]
    return None


def _leads(prose: Prose, verb: int, preposition: str) -> bool:
    """Tell whether the preposition that a verb needs, if it needs one, stands right behind it (not ``نص تجريبي``)."""
    following = prose.forms[verb + 1] if verb + 1 < len(prose.forms) else ""
    wanted = fold_word(preposition)
    return following.startswith(wanted) if len(wanted) == 1 else not wanted or following == wanted


def _finite(shape: Shape) -> bool:
    """Tell whether a form can have an undertaking or two as its subject."""
    return shape.person == "3" and shape.number != "p"


def _content_start(prose: Prose, verb: int, token: int, preposition: str) -> int:
    """Return where the content begins: behind the subject, at or behind the verb's preposition."""
    wanted = fold_word(preposition)
    if len(wanted) == 1:
        return next((t for t in range(verb + 1, token) if prose.forms[t][0] == wanted), token)
    if wanted and token < len(prose.forms) and prose.forms[token] == wanted:
        return token + 1
    return token


def _items(prose: Prose, sentence: int, first: int, words: UndertakingWords) -> Iterator[Span]:
    """Yield the items from token `first` on: the bullet lines behind a colon, else the list in the sentence."""
    stop = prose.firsts[sentence + 1]
    last = stop - 1
    if last >= 0 and prose.forms[last] == ":" and last >= first - 1:
        yield from _lines_below(prose, sentence)
        return
    if first < stop and prose.forms[first] in words.phrase["relative"]:
        first = next((t + 1 for t in range(first, stop) if prose.forms[t] == ","), stop)
    if first < stop and prose.forms[first] == ",":
        return
    start = first
    for token in range(first, stop):
        form = prose.forms[token]
        end = form in _STOPS
        item = form == "," and token + 1 < stop and prose.forms[token + 1][0] == _WAW
        if end or item:
            yield from _item(prose, start, token - 1)
            start = token + 1
        if end:
            return
    yield from _item(prose, start, stop - 1)


def _item(prose: Prose, first: int, last: int) -> Iterator[Span]:
    """Yield the words of an item without the conjunction in front."""
    if last - first + 1 >= _SHORTEST:
        span = prose.span(first, last)
        joined = prose.forms[first][0] == _WAW and first > 0 and prose.forms[first - 1] == ","
        yield Span(span.start + 1, span.end) if joined else span


def _lines_below(prose: Prose, sentence: int) -> Iterator[Span]:
    """Yield the lines below a line that ends with a colon, as long as they look like items of a list."""
    paragraph = prose.paragraph[sentence]
    below = sentence + 1
    while below < len(prose.firsts) - 1:
        number = prose.paragraph[below]
        first = prose.firsts[below]
        end = below
        while end + 1 < len(prose.firsts) - 1 and prose.paragraph[end + 1] == number:
            end += 1
        line_start = prose.text.rfind("\n", 0, prose.starts[first]) + 1
        span = Span(prose.starts[first], prose.ends[prose.firsts[end + 1] - 1])
        bullet = _BULLET.match(prose.text, line_start)
        if bullet is None or number == paragraph:
            return
        yield Span(max(span.start, bullet.end()), span.end)
        below = end + 1


def find_phases(prose: Prose, words: UndertakingWords) -> list[Phases]:
    """Return the numbered phases of a text in order, each with its words up to the next phase or the sentence's end."""
    named: list[tuple[int, int]] = []
    for token in range(len(prose.forms) - 1):
        form = prose.forms[token].lstrip(_WAW + _FA).removeprefix(_BA).removeprefix(_LAM)
        order = words.orders.get(prose.forms[token + 1])
        if order and (form in words.phase_nouns or prose.forms[token] in words.phase_nouns):
            named.append((token, order))
    found: list[Phases] = []
    for (token, order), (following, _) in pairwise([*named, (len(prose.forms), 0)]):
        if token in prose.shut:
            continue
        stop = min(prose.firsts[prose.sentence_of(token) + 1], following)
        if stop - token > _SHORTEST + 1:
            found.append(Phases(order, token, prose.span(token, stop - 1)))
    return found


def to_provision(document: str, text: str, span: Span) -> Provision:
    """Make a provision of a span."""
    return Provision(span.start, span.end, document=document, text=span.quote(text))


def to_phase(document: str, text: str, phase: Phases) -> Phase:
    """Make a phase of a span."""
    return Phase(phase.span.start, phase.span.end, document=document, order=phase.order, text=phase.span.quote(text))
