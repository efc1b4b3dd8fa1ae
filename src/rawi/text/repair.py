"""Repair text that comes from a broken extraction; explain every change, keep the way back, leave healthy text alone.

Steps, each of which finds nothing in healthy text: mojibake, presentation forms, lost glyphs, stretched words, lines
whose pieces came out backwards (`rawi.text.reorder`), and, unless line numbers are to be kept, lines that a page broke.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from rawi.model import Span
from rawi.text.letters import Change, find_lost_glyphs, find_mojibake, find_presentation_forms, find_stretches
from rawi.text.neighbours import Neighbours
from rawi.text.reorder import Choice, Reorder, Token, split_line

_FEWEST_TORN_LINES = 2
_DOUBTFUL = 2.0
_FINAL = tuple('.!?\u061f:\u2026\u201d"\u00bb')
_ADDRESS = re.compile(r"^\s*/?\s*(?:https?://|www\.)\S+\s*/?\s*$|^\s*[-\u2013|]?\s*\d{1,4}\s*[-\u2013|]?\s*$")


class Block(Struct, frozen=True):
    """A stretch of the repaired text that came, letter by letter or as a whole, from a stretch of the damaged one."""

    start: int
    origin: Span
    exact: bool


class Repaired(Struct, frozen=True):
    """A repaired text, every change that was made, and the way back to the damaged original."""

    text: str
    changes: tuple[Change, ...]
    blocks: tuple[Block, ...]

    @property
    def damaged(self) -> bool:
        """Whether anything was changed."""
        return bool(self.changes)

    def places(self) -> tuple[Span, ...]:
        """Return where the words of each change stand in the repaired text, without length where it left nothing."""
        order = sorted(range(len(self.blocks)), key=lambda number: self.blocks[number].origin.start)
        origins = [self.blocks[number].origin for number in order]
        begins = [origin.start for origin in origins]
        reach = list(accumulate((origin.end for origin in origins), max))
        first_behind = list(accumulate((self.blocks[number].start for number in reversed(order)), min))[::-1]
        places = []
        for change in self.changes:
            low = bisect_right(reach, change.start)
            high = bisect_left(begins, max(change.end, change.start + 1))
            inside = [order[n] for n in range(low, high) if change.start < origins[n].end]
            if inside:
                places.append(Span(self.blocks[min(inside)].start, self._end(max(inside))))
            else:
                behind = bisect_left(begins, change.end)
                place = first_behind[behind] if behind < len(first_behind) else len(self.text)
                places.append(Span(place, place))
        return tuple(places)

    def _end(self, number: int) -> int:
        return self.blocks[number + 1].start if number + 1 < len(self.blocks) else len(self.text)

    def back(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the stretches of the damaged text that became ``text[start:end]``, in reading order."""
        spans: list[Span] = []
        number = max(0, bisect_right(self.blocks, start, key=lambda block: block.start) - 1)
        for place in range(number, len(self.blocks)):
            block = self.blocks[place]
            if block.start >= end:
                break
            until = self.blocks[place + 1].start if place + 1 < len(self.blocks) else len(self.text)
            first, last = max(start, block.start), min(end, until)
            if first >= last:
                continue
            origin = block.origin
            if block.exact:
                origin = Span(origin.start + first - block.start, origin.start + last - block.start)
            if spans and spans[-1].end == origin.start:
                origin = Span(spans.pop().start, origin.end)
            spans.append(origin)
        return tuple(spans)


_SIGNS = re.compile(
    "[\ue000-\uf8ff\ufb50-\ufbb1\ufe70-\ufefc]|[\u00d8\u00d9][\u0080-\u00bf\u2013-\u2122]|\u0640[\u0621-\u064a]"
)
_TORN_LINE = re.compile(
    r"^[ \t]*(?:[\u064a\u0643\u0640]\S{0,5}|[^\w\s])[ \t].*"
    r"[\u0627\u0623\u0625\u0622\u062f\u0630\u0631\u0632\u0648\u0624][ \t]*$",
    re.M,
)


def looks_damaged(text: str) -> bool:
    """Tell, without any table, whether a text may need repair: it is cheap, and rarely says yes of healthy text.

    >>> looks_damaged("وقّع الوزيران الاتفاق.")
    False
    """
    return _SIGNS.search(text) is not None or len(_TORN_LINE.findall(text)) >= _FEWEST_TORN_LINES


def repair(text: str, neighbours: Neighbours, *, keep_lines: bool = False) -> Repaired:
    """Repair a text. Healthy text comes back as it is, with no change.

    With `keep_lines` every line keeps its number; otherwise, in a text whose lines were torn or stretched by a page
    layout, broken lines are joined to paragraphs and page numbers and addresses between them are left out.
    """
    current = Repaired(text, (), (Block(0, Span(0, len(text)), True),) if text else ())
    steps: tuple[Callable[[str], Iterable[Change]], ...] = (
        find_mojibake,
        find_presentation_forms,
        lambda damaged: find_lost_glyphs(damaged, neighbours),
    )
    for step in steps:
        current = _apply(current, list(step(current.text)))
    stretched = list(find_stretches(current.text))
    current, torn = _reorder(current, neighbours, stretched)
    if not keep_lines and (torn or stretched):
        current = _join_lines(current)
    return current


def replay(damaged: str, repaired: Repaired) -> str:
    """Build the repaired text again from the damaged one and the recorded way back; equal to ``repaired.text``."""
    parts = []
    for place, block in enumerate(repaired.blocks):
        until = repaired.blocks[place + 1].start if place + 1 < len(repaired.blocks) else len(repaired.text)
        words = repaired.text[block.start : until]
        parts.append(block.origin.quote(damaged) if block.exact else words)
    return "".join(parts)


class _Builder:
    """Collects a new text piece by piece from an old one, with the way back through it."""

    def __init__(self, old: Repaired) -> None:
        self._old = old
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def keep(self, start: int, end: int) -> None:
        """Take a stretch of the old text over as it is."""
        for origin_start, length, origin, exact in self._sources(start, end):
            self._add(self._old.text[origin_start : origin_start + length], origin, exact)

    def put(self, words: str, start: int, end: int) -> None:
        """Put new words in place of a stretch of the old text."""
        if words:
            spans = self._old.back(start, end)
            origin = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0)
            self._add(words, origin, False)

    def _add(self, words: str, origin: Span, exact: bool) -> None:
        last = self._blocks[-1] if self._blocks else None
        if last and last.exact and exact and last.origin.end == origin.start:
            self._blocks[-1] = Block(last.start, Span(last.origin.start, origin.end), True)
        else:
            self._blocks.append(Block(self._length, origin, exact))
        self._parts.append(words)
        self._length += len(words)

    def _sources(self, start: int, end: int) -> Iterable[tuple[int, int, Span, bool]]:
        blocks = self._old.blocks
        number = max(0, bisect_right(blocks, start, key=lambda block: block.start) - 1)
        for place in range(number, len(blocks)):
            block = blocks[place]
            until = blocks[place + 1].start if place + 1 < len(blocks) else len(self._old.text)
            first, last = max(start, block.start), min(end, until)
            if block.start >= end:
                return
            if first < last:
                origin = block.origin
                if block.exact:
                    origin = Span(origin.start + first - block.start, origin.start + last - block.start)
                yield first, last - first, origin, block.exact

    def finish(self, changes: Iterable[Change]) -> Repaired:
        """Return the new text, with the old changes and these."""
        return Repaired("".join(self._parts), (*self._old.changes, *changes), tuple(self._blocks))


def _in_original(old: Repaired, change: Change) -> Change:
    """Return a change with its place in the damaged original instead of the text between two steps."""
    spans = old.back(change.start, max(change.end, change.start + 1))
    start = min((s.start for s in spans), default=0)
    end = max((s.end for s in spans), default=start)
    return Change(start, end, rule=change.rule, before=change.before, after=change.after, confidence=change.confidence)


def _apply(old: Repaired, changes: Sequence[Change]) -> Repaired:
    if not changes:
        return old
    builder = _Builder(old)
    place = 0
    for change in sorted(changes):
        builder.keep(place, change.start)
        builder.put(change.after, change.start, change.end)
        place = change.end
    builder.keep(place, len(old.text))
    return builder.finish(_in_original(old, change) for change in changes)


def _reorder(old: Repaired, neighbours: Neighbours, stretched: Sequence[Change]) -> tuple[Repaired, bool]:
    """Put torn lines in order, then take the stretches out; return the text and whether lines were torn."""
    lines = old.text.split("\n")
    choices = Reorder(lines, neighbours).choose(_FEWEST_TORN_LINES)
    torn = any(choice.damaged for choice in choices)
    if not torn:
        return _apply(old, stretched), False
    builder = _Builder(old)
    changes: list[Change] = []
    offset = 0
    for line, choice in zip(lines, choices, strict=True):
        if offset:
            builder.keep(offset - 1, offset)
        if choice.damaged:
            changes.append(_in_original(old, _put_line(builder, line, offset, choice)))
        else:
            _keep_line(builder, offset, line, stretched)
        offset += len(line) + 1
    begins = list(accumulate((len(line) + 1 for line in lines), initial=0))
    inside = [s for s in stretched if not choices[bisect_right(begins, s.start) - 1].damaged]
    return builder.finish([*changes, *(_in_original(old, s) for s in inside)]), True


def _keep_line(builder: _Builder, offset: int, line: str, stretched: Sequence[Change]) -> None:
    place = offset
    first = bisect_right(stretched, offset - 1, key=lambda change: change.start)
    for change in stretched[first:]:
        if change.start >= offset + len(line):
            break
        builder.keep(place, change.start)
        place = change.end
    builder.keep(place, offset + len(line))


def _put_line(builder: _Builder, line: str, offset: int, choice: Choice) -> Change:
    """Write a torn line in its new order and return the change."""
    tokens = split_line(line)
    written = []
    for number, word in enumerate(choice.order.words):
        if number:
            builder.put(" ", offset, offset + 1)
        written.append("".join(tokens[n].clean for n in word))
        for n in word:
            _put_token(builder, tokens[n], offset)
    certainty = 1 / (1 + math.exp(-min(choice.margin, 50.0)))
    rule = "torn line" if choice.margin >= _DOUBTFUL else "torn line, order uncertain"
    return Change(
        offset, offset + len(line), rule=rule, before=line, after=" ".join(written), confidence=round(certainty, 3)
    )


def _put_token(builder: _Builder, token: Token, offset: int) -> None:
    if len(token.clean) == token.end - token.start:
        builder.keep(offset + token.start, offset + token.end)
    else:
        builder.put(token.clean, offset + token.start, offset + token.end)


def _join_lines(old: Repaired) -> Repaired:
    """Join lines that a page broke to paragraphs; leave out page numbers, addresses and repeated running heads."""
    lines = old.text.split("\n")
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    if not lengths:
        return old
    wide = 0.72 * lengths[int(len(lengths) * 0.8)]
    repeated = {line for line, n in Counter(line.strip() for line in lines if line.strip()).items() if n >= 3}
    builder = _Builder(old)
    changes: list[Change] = []
    offset = 0
    previous = ""
    for line in lines:
        start, offset = offset, offset + len(line) + 1
        words = line.strip()
        if not words:
            continue
        if _ADDRESS.match(words) or words in repeated:
            changes.append(Change(start, start + len(line), rule="page furniture", before=line, after=""))
            continue
        if previous:
            blank_between = old.text[start - 2 : start] == "\n\n"
            goes_on = len(previous) >= wide and not (previous.endswith(_FINAL) and blank_between)
            builder.put(" " if goes_on else "\n", max(0, start - 1), start)
        indent = len(line) - len(line.lstrip())
        builder.keep(start + indent, start + indent + len(words))
        previous = words
    return builder.finish(_in_original(old, change) for change in changes)
