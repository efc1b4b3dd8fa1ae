"""What a text says about itself: title, date line, byline, credit, headings, furniture, as pieces of the text.

Nothing is cut out. A piece is marked only where its form leaves little doubt: prose taken for a heading is lost to
the annotators, a heading taken for prose does little harm.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from rawi.lexicon.pages import Pages, bare_words
from rawi.model import Piece, PieceKind
from rawi.reading.credits import Credits
from rawi.reading.lines import Line, read_lines
from rawi.reading.page_dates import DateReader
from rawi.reading.record import Given

_POINTING = re.compile(r"^[^\w]*[:.…/|\u060c\-–—]")
_BULLET = re.compile(r"^(?:[-–—•*▪●◦·■]|\d{1,2}\s?[-.)/]|[(\[]?\d{1,2}[)\]])")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_OPEN_QUOTE = re.compile(r"^[\"'«“”]")
_LONGEST_TITLE = 25
_LONGEST_HEADING = 14
_BLOCK = 8
_LONGEST_RUN = 5
_WAW = chr(0x648)


class Found(Struct, frozen=True, kw_only=True):
    """The pieces of a text in order, and what they tell about the document."""

    pieces: tuple[Piece, ...]
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    byline: str | None = None


class PieceFinder:
    """Marks the pieces of texts; its tables are compiled once."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.dates = DateReader(pages)
        self.credits = Credits(pages, self.dates)

    def find(self, text: str, given: Given) -> Found:
        """Return the pieces of a text. `given` helps to recognise its title and byline. Pure.

        >>> from rawi.lexicon.pages import load_pages
        >>> text = "لقاء في بغداد\\n\\nالأحد, 2 يناير 2022\\nالتقى الوزيران في بغداد وبحثا ملف الحدود.\\nطباعة"
        >>> found = PieceFinder(load_pages()).find(text, Given())
        >>> [(piece.kind, piece.quote(text)) for piece in found.pieces]
        [('title', 'لقاء في بغداد'), ('dateline', 'الأحد, 2 يناير 2022'), ('furniture', 'طباعة')]
        >>> found.title, found.published.isoformat()
        ('لقاء في بغداد', '2022-01-02')
        """
        return _Search(self, text, given).run()


class _Search:
    """The search in one text: every step marks lines that are still free."""

    def __init__(self, finder: PieceFinder, text: str, given: Given) -> None:
        self.pages, self.dates, self.credits = finder.pages, finder.dates, finder.credits
        self.text, self.given = text, given
        self.lines = read_lines(text)
        self.kinds: dict[int, tuple[PieceKind, str]] = {}
        self.inside: list[Piece] = []
        self.title = given.title
        self.published: date | None = None
        self.outlet: str | None = None
        self.byline: str | None = None
        proses = [n for n, line in enumerate(self.lines) if line.prose]
        self.top = proses[0] if proses else len(self.lines)
        self.bottom = proses[-1] if proses else -1

    def run(self) -> Found:
        self._mark_given()
        self._mark_furniture()
        self._mark_edges()
        for number in self._rim():
            self._mark_dateline(number)
        self._mark_title()
        for number in self._rim():
            self._mark_credit(number)
        self._mark_inline_credits()
        self._mark_headings()
        pieces = [Piece(self.lines[n].start, self.lines[n].end, *mark) for n, mark in self.kinds.items()]
        return Found(
            pieces=tuple(sorted([*pieces, *self.inside])),
            title=self.title,
            published=self.published,
            outlet=self.outlet,
            byline=self.byline,
        )

    def _rim(self) -> list[int]:
        """The free short lines before the first and after the last line of prose."""
        return [
            n
            for n, line in enumerate(self.lines)
            if (n < self.top or n > self.bottom) and line.short and n not in self.kinds
        ]

    def _mark_given(self) -> None:
        """Mark lines that repeat the given title or byline near the ends of the text."""
        title = bare_words(self.given.title or "")
        byline = bare_words(self.given.byline or "")
        for number in [*range(min(6, len(self.lines))), *range(max(6, len(self.lines) - 3), len(self.lines))]:
            words = self.lines[number].words
            if words and words == title:
                self.kinds[number] = ("title", "title.given")
            elif words and words == byline:
                self.kinds[number] = ("byline", "byline.given")

    def _mark_furniture(self) -> None:
        block = 0
        for number, line in enumerate(self.lines):
            if not line.short or number in self.kinds:
                block = 0
                continue
            rule = self._furniture_rule(line)
            if rule:
                self.kinds[number] = ("furniture", rule)
                alone = rule in self.pages.blocks and self._starts_alone(line)
                block = _BLOCK if alone else max(0, block - 1)
            elif block and not line.prose and not line.stopped and len(line.words) <= _LONGEST_TITLE:
                self.kinds[number] = ("furniture", "page.block")
                block -= 1
            else:
                block = 0

    def _furniture_rule(self, line: Line) -> str | None:
        if not line.words:
            return "page.rule"
        if _ADDRESS.fullmatch(line.text):
            return "page.address"
        if line.prose and line.stopped:
            return None
        covered = self.pages.lines.covers(line.words)
        if covered:
            return covered
        start = self.pages.starts.at(line.words, 0)
        if start:
            return start.value
        colon = self.pages.colons.at(line.words, 0)
        if colon and _POINTING.match(_rest_after(line.text, colon.length)):
            return colon.value
        return None

    def _starts_alone(self, line: Line) -> bool:
        start = self.pages.starts.at(line.words, 0)
        return start is not None and start.length >= len(line.words) - 1

    def _mark_edges(self) -> None:
        """Mark furniture glued to the start of the first line or to the end of the last one."""
        if not self.lines:
            return
        first = self.lines[0]
        head = bare_words(first.text[:60])
        edge = self.pages.edges.at(head, 0)
        if edge and 0 not in self.kinds:
            cut = first.start + len(first.text) - len(_rest_after(first.text, edge.length))
            self.inside.append(Piece(first.start, cut, "furniture", edge.value))
            rest = self.text[cut : first.end]
            begin = cut + len(rest) - len(rest.lstrip())
            self.lines[0] = Line(
                begin, first.end, rest.strip(), bare_words(rest) if first.short else (), first.blank_after
            )
        self._mark_tail(self.lines[-1])

    def _mark_tail(self, last: Line) -> None:
        """Mark tags behind the last full stop, or a credit in brackets there."""
        stop = max(self.text.rfind(mark, last.start, last.end) for mark in '.\u061f!»”"')
        begin = stop + 1 if stop > 0 else last.start
        tail = bare_words(self.text[begin : last.end])
        found = self.pages.tails.at(tail, 0)
        if found and len(tail) <= 40 and len(self.lines) - 1 not in self.kinds:
            start = begin + len(self.text[begin : last.end]) - len(self.text[begin : last.end].lstrip())
            if start == last.start:
                self.kinds[len(self.lines) - 1] = ("furniture", found.value)
            else:
                self.inside.append(Piece(start, last.end, "furniture", found.value))

    def _mark_dateline(self, number: int) -> None:
        line = self.lines[number]
        read = self.credits.read_dateline(line)
        if read is None:
            return
        self.kinds[number] = ("dateline", "dateline")
        if read.day and read.published and (self.published is None or read.labelled):
            self.published = read.day

    def _mark_title(self) -> None:
        """Mark the first free line before the prose that a blank line follows, and its repetitions."""
        if self.title is None:
            for number in range(min(self.top, len(self.lines) - 1)):
                line = self.lines[number]
                if number in self.kinds or not line.words:
                    continue
                if self.credits.is_credit(line) or self.credits.names_outlet(line):
                    continue
                if self._looks_like_title(number):
                    self.title = line.text
                    self.kinds[number] = ("title", "title.first_line")
                break
        wanted = bare_words(self.title or "")
        for number in range(min(self.top, len(self.lines))):
            if number not in self.kinds and wanted and self.lines[number].words == wanted:
                self.kinds[number] = ("title", "title.repeated")

    def _looks_like_title(self, number: int) -> bool:
        line, following = self.lines[number], self.lines[number + 1]
        named = self.kinds.get(number + 1, ("",))[0] in ("dateline", "furniture", "byline", "title")
        dense = number == 0 and 4 <= len(line.words) <= _LONGEST_HEADING and not self._is_running(line)
        dense = dense and not any(other.blank_after for other in self.lines)
        supplied = self.credits.is_credit(following) or self.credits.is_byline(following)
        followed = line.blank_after or named or (dense and (supplied or (following.prose and following.stopped)))
        ended = line.text.rstrip()[-1:] in ".\u060c,\u061b;:"
        return followed and not ended and 2 <= len(line.words) <= _LONGEST_TITLE and not _BULLET.match(line.text)

    def _mark_credit(self, number: int) -> None:
        if number in self.kinds:
            return
        line = self.lines[number]
        credit = self.credits.is_credit(line)
        agency = credit and self.credits.names_agency(line)
        if self.credits.is_byline(line) and not agency:
            self.kinds[number] = ("byline", "byline.label")
            self.byline = self.byline or line.text
        elif credit:
            outlet = self.credits.outlet_of(line)
            self.kinds[number] = ("dateline", "dateline.outlet") if outlet and not agency else ("credit", "credit")
            self.outlet = self.outlet or outlet
        elif number < self.top and self.credits.names_outlet(line):
            self.kinds[number] = ("dateline", "dateline.outlet")
            self.outlet = self.outlet or line.text

    def _mark_inline_credits(self) -> None:
        """Mark ``الرياض (رويترز) -`` at the head of the first prose and ``(رويترز)`` behind the last."""
        free = [n for n in range(len(self.lines)) if n not in self.kinds]
        if self.top in free:
            first = self.lines[self.top]
            end = self.credits.head_of(first.text)
            if end:
                self.inside.append(Piece(first.start, first.start + end, "credit", "credit.head"))
        if free:
            last = self.lines[free[-1]]
            start = self.credits.tail_of(last.text)
            if start:
                self.inside.append(Piece(last.start + start, last.end, "credit", "credit.tail"))

    def _mark_headings(self) -> None:
        """Mark short lines without a full stop that stand before prose and behind a full stop (or at the top)."""
        free = [n for n in range(self.bottom + 1) if n not in self.kinds]
        proses = [n for n in free if self.lines[n].prose]
        if not proses:
            return
        careless = sum(not self.lines[n].stopped for n in proses) > 0.3 * len(proses)
        run: list[int] = []
        previous: Line | None = None
        for number in free:
            line = self.lines[number]
            if not line.prose:
                run.append(number)
                continue
            if run and self._are_headings(previous, [self.lines[n] for n in run], line, careless):
                self.kinds |= dict.fromkeys(run, ("heading", "heading" if len(run) == 1 else "heading.run"))
            run, previous = [], line

    def _are_headings(self, previous: Line | None, run: list[Line], following: Line, careless: bool) -> bool:
        """Tell whether a line, or a few headline-like lines, between two lines of prose are headings."""
        if previous is not None and (not previous.stopped or previous.text.endswith(":")):
            return False
        if not all(self._looks_like_heading(line, careless) for line in run):
            return False
        if len(run) == 1:
            listed = _BULLET.match(run[0].text)
            neighbours = [following, *([previous] if previous else [])]
            return not listed or (len(run[0].words) <= 8 and not any(_BULLET.match(n.text) for n in neighbours))
        return len(run) <= _LONGEST_RUN and all(len(n.words) >= 5 and not _BULLET.match(n.text) for n in run)

    def _looks_like_heading(self, line: Line, careless: bool) -> bool:
        if not 1 <= len(line.words) <= (6 if careless else _LONGEST_HEADING):
            return False
        if self._is_running(line):
            return False
        if line.text[-1] in ":\u060c,\u061b;.!…":
            return False
        return not (_OPEN_QUOTE.match(line.text) and line.stopped)

    def _is_running(self, line: Line) -> bool:
        """Tell whether a line begins as prose does, whose full stop may have been forgotten."""
        first = line.words[0]
        return bool(self.pages.running.at(line.words, 0)) or (first[0] == _WAW and first not in self.pages.own_waw)


def _rest_after(text: str, words: int) -> str:
    """Return what follows the first `words` words of a text."""
    place = 0
    for _ in range(words):
        found = re.compile(r"[^\W\d_]+[\u064b-\u0652\u0640]*|\d+").search(text, place)
        if not found:
            return ""
        place = found.end()
    return text[place:]
