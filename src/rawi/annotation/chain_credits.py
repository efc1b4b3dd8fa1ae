"""Credits: what a document says as a whole about where it has its text from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rawi.lexicon.match import longest
from rawi.lexicon.speech import Agency, Speech
from rawi.model import Document, Link, Span
from rawi.text.fold import fold_word
from rawi.text.prose import Prose, read_prose

_LONGEST_CREDIT = 6
_PLACE = 2
_OPENING, _PIVOT_REACH, _LONGEST_NAME, _LONGEST_RELAY = 4, 10, 6, 9
_ARABIC = re.compile("[\u0600-\u06ff]")
_SEPARATORS = frozenset("-/():|")
_CREDIT_PIECES = ("byline", "credit", "dateline")


def own_name_ids(document: Document, speech: Speech) -> frozenset[str]:
    """Return the ids of the own names of a document's outlet."""
    return speech.own_by_key.get(fold_word((document.outlet or "").casefold()), frozenset())


def find_credits(prose: Prose, document: Document, speech: Speech) -> tuple[Link, ...]:
    """Return the links of a document as a whole, in the order of their credits, each once."""
    own = own_name_ids(document, speech)
    links: list[Link] = []
    for link, names in _candidates(prose, document, speech):
        if own & names:
            continue
        if all(old.source != link.source and (old.entity is None or old.entity != link.entity) for old in links):
            links.append(link)
    if any(link.kind != "anonymous" for link in links):
        links = [link for link in links if link.kind != "anonymous"]
    return tuple(links)


def _candidates(prose: Prose, document: Document, speech: Speech) -> Iterator[tuple[Link, set[str]]]:
    if document.byline:
        yield from _agencies(read_prose(document.byline), speech, outside=True)
    for piece in document.pieces:
        if piece.kind in _CREDIT_PIECES:
            yield from _agencies(prose, speech, piece)
    yield from _ends(prose, speech)
    yield from _relays(prose, speech)


def _relays(prose: Prose, speech: Speech) -> Iterator[tuple[Link, set[str]]]:
    """Credits by a phrase: ``ترجمه فريق تحرير … عن «X»`` near the beginning, ``نقلا عن X`` in a line of its own."""
    for hit in speech.relaying.find(prose.forms):
        sentence = prose.sentence_of(hit.first)
        tokens = prose.tokens_of(sentence)
        if sentence >= _OPENING or (not hit.value.pivot and len(tokens) > _LONGEST_RELAY):
            continue
        if hit.value.leads and hit.first > tokens.start + 1:
            continue
        begin = hit.last + 1
        if hit.value.pivot:
            near = range(begin, min(begin + _PIVOT_REACH, tokens.stop))
            begin = next((token + 1 for token in near if prose.forms[token] in hit.value.pivot), tokens.stop)
        while begin < tokens.stop and prose.forms[begin] == '"':
            begin += 1
        end = begin
        while end < tokens.stop and end - begin < _LONGEST_NAME and prose.forms[end] not in '",.:;()':
            end += 1
        if end > begin:
            span = prose.span(begin, end - 1)
            source, cue = prose.quote(begin, end - 1), prose.quote(hit.first, hit.last)
            link = Link(
                source=source, kind="outlet", entity=_entity(prose, speech, begin, end), cue=cue, act=hit.value.act,
                start=span.start, end=span.end, rule=hit.value.id,
            )  # fmt: skip
            yield link, set()


def _entity(prose: Prose, speech: Speech, begin: int, end: int) -> str | None:
    """Return the agency or outlet that a credit names, where it is a known one; a Latin name is its own."""
    for hit in longest(speech.agencies.find(prose.forms[begin:end])):
        return hit.value.entity
    source = prose.quote(begin, end - 1)
    return source if source.isascii() or not _ARABIC.search(source) else None


def _agencies(
    prose: Prose, speech: Speech, span: Span | None = None, *, outside: bool = False
) -> Iterator[tuple[Link, set[str]]]:
    tokens = prose.tokens_in(span) if span is not None else range(len(prose.forms))
    forms = prose.forms[tokens.start : tokens.stop]
    own = {n: h.value.id for h in speech.own_names.find(forms) for n in range(h.first, h.last + 1)}
    for hit in longest(speech.agencies.find(forms)):
        if hit.clitics not in ("", "\u0648"):
            continue
        if hit.value.alone and not _fills_piece(forms, hit.first, hit.last):
            continue
        first, last = hit.first + tokens.start, hit.last + tokens.start
        names = {own[n] for n in range(hit.first, hit.last + 1) if n in own}
        yield _link(prose, first, last, hit.value, outside), names


def _fills_piece(forms: list[str], first: int, last: int) -> bool:
    """Tell whether a name stands by itself between marks (``طهران - فارس``, but ``علي فارس``)."""
    around = (*forms[first - 1 : first], *forms[last + 1 : last + 2])
    return not any(form[0].isalpha() for form in around)


def _link(prose: Prose, first: int, last: int, agency: Agency, outside: bool) -> Link:
    span = prose.span(first, last)
    return Link(
        source=prose.quote(first, last),
        kind=agency.kind,
        entity=agency.entity,
        cue=prose.quote(0, len(prose.forms) - 1)[:80] if outside else prose.quote(first, last),
        act="cite",
        start=-1 if outside else span.start,
        end=-1 if outside else span.end,
        rule=agency.id,
    )


def _ends(prose: Prose, speech: Speech) -> Iterator[tuple[Link, set[str]]]:
    """Credits in the running text: a short first or last line, or an agency in brackets at the start of a body."""
    if not prose.firsts or len(prose.firsts) < 2:
        return
    lines: dict[int, list[int]] = {}
    for sentence in prose.sentences:
        lines.setdefault(prose.paragraph[sentence], []).append(sentence)
    numbers = list(lines)
    for number in {*numbers[:2], numbers[-1]}:
        first, last = lines[number][0], lines[number][-1]
        tokens = range(prose.firsts[first], prose.firsts[last + 1])
        if len(tokens) <= _LONGEST_CREDIT and _is_credit(prose.forms[tokens.start : tokens.stop], speech):
            yield from _agencies(prose, speech, prose.span(tokens.start, tokens.stop - 1))


def _is_credit(forms: list[str], speech: Speech) -> bool:
    """Tell whether a line is nothing but a credit: names of agencies and outlets, a place in front of a mark."""
    named = {n for h in speech.agencies.find(forms) for n in range(h.first, h.last + 1)}
    named |= {n for h in speech.own_names.find(forms) for n in range(h.first, h.last + 1)}
    others = [n for n, form in enumerate(forms) if form[0].isalpha() and n not in named]
    return bool(named) and (not others or (len(others) <= _PLACE and any(form in _SEPARATORS for form in forms)))
