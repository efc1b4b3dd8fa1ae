"""What a text allows as the day of a report, and what speaks for each answer: facts that a reader can follow.

Answers are the time expressions near the trigger, the day that the lead tells, the last day told before, spans made of
a day and a length (`lasting`), the day of publication, and "untold". Facts are short strings; what each weighs is
learnt (`scripts/train_days.py`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from rawi.annotation.context import Offer
from rawi.annotation.report_clauses import Outline, count_within
from rawi.annotation.reports import Possible, by_place
from rawi.annotation.when import FROM_HAPPENING, When, days_long, happening_behind, lasting, when_of
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, PREPOSITION, RELATIVE
from rawi.model import Document, Report, Time, WhenBasis
from rawi.text.prose import Prose
from rawi.text.stem import stem

_SENTENCES_BACK = 2
_LEAD_SENTENCES, _LEAD_DAYS = 3, 9
_ADJECTIVES = 3
_FAR = (2, 5, 9, 15, 25)
_COUNTED = 6
_CONJUNCTIONS = frozenset("\u0648\u0641")
_SIN, _YA, _TA, _NUN = "\u0633", "\u064a", "\u062a", "\u0646"


class Day(Struct, frozen=True):
    """One answer to "when": TIMEX3 value, first and last possible day, and where it comes from."""

    value: str | None
    first_day: date | None
    last_day: date | None
    basis: WhenBasis

    @property
    def span(self) -> tuple[date | None, date | None] | None:
        """The first and last day; none where no day is told."""
        return None if self.first_day is None and self.last_day is None else (self.first_day, self.last_day)


UNTOLD = Day(None, None, None, "none")


class Placed(Struct, frozen=True):
    """A time expression with its first and last token."""

    first: int
    last: int
    time: Time
    day: Day


class _Asked(Struct, frozen=True):
    """The report that a question is about, and what is worked out once for all of its answers."""

    report: Report
    first: int
    last: int
    sentence: int
    kind: str
    tense: str
    about: list[str]


class View:
    """The time expressions of a text and what stands around them, looked up once."""

    def __init__(
        self,
        prose: Prose,
        document: Document,
        times: Sequence[Time],
        possible: Sequence[Possible],
        told: Sequence[Report],
        shape: Outline,
    ) -> None:
        self._prose = prose
        self._outline = shape
        self._published = document.published
        self._by_start = by_place(possible)
        self._acts = sorted(self._by_start[report.start].candidate.first for report in told)
        self._verbs = sorted(shape.verbs)
        self._opening = shape.places(OPENS | RELATIVE)
        self._relative = shape.places(RELATIVE)
        self._linking = shape.places(PREPOSITION | OPENS)
        self._apart = shape.places(COMMA | BREAK)
        self._place(times)
        self._read_lead()
        self._headed = {stem(prose.forms[token]) for token in prose.shut}

    def _place(self, times: Sequence[Time]) -> None:
        self._placed: list[Placed] = []
        self._vague: list[int] = []
        self._distances: list[tuple[int, Time]] = []
        self._lengths: list[tuple[int, Time]] = []
        for time in times:
            tokens = self._prose.tokens_in(time)
            when = when_of(time) if len(tokens) else None
            if when is None and len(tokens) and time.type in ("DATE", "TIME"):
                self._vague.append(tokens[0])
            if when is not None:
                day = Day(when.value, when.first_day, when.last_day, "expression")
                self._placed.append(Placed(tokens[0], tokens[-1], time, day))
            elif len(tokens) and time.type == "DURATION" and time.doubt == FROM_HAPPENING:
                self._distances.append((tokens[-1], time))
            elif len(tokens) and time.type == "DURATION" and not time.doubt and days_long(time):
                self._lengths.append((tokens[0], time))
        self._placed.sort(key=lambda placed: placed.first)
        self._begins = [placed.first for placed in self._placed]
        self._days = [p for p in self._placed if p.day.first_day is not None and p.day.first_day == p.day.last_day]
        self._day_begins = [placed.first for placed in self._days]

    def _read_lead(self) -> None:
        """Find the day of the story: the first day of the last week or so that the first sentences tell."""
        prose = self._prose
        self._body = [s for s in prose.sentences if prose.firsts[s] not in prose.shut]
        few = len(self._body) < _LEAD_SENTENCES
        end = len(prose.forms) if few else prose.firsts[self._body[_LEAD_SENTENCES - 1] + 1]
        self._lead = next((p for p in self._days if p.first < end and self._is_story(p)), None)
        self._lead_side = self._side(self._lead.day) if self._lead else "none"
        today = any(placed.day.first_day == self._published for placed in self._days)
        self._about_text = f"{self._lead_side},{today}"

    def _is_story(self, placed: Placed) -> bool:
        if placed.first in self._prose.shut or placed.day.first_day is None:
            return False
        return self._published is None or 0 <= (self._published - placed.day.first_day).days <= _LEAD_DAYS

    def answers(self, report: Report) -> Iterator[Offer[Day]]:
        """Yield every answer that the text allows for a report, with the facts that speak for or against it."""
        prose = self._prose
        asked = self._ask(report)
        low = prose.firsts[max(0, asked.sentence - _SENTENCES_BACK)]
        here, high = prose.firsts[asked.sentence], prose.firsts[asked.sentence + 1]
        near = self._placed[bisect_left(self._begins, low) : bisect_left(self._begins, high)]
        inside = f"inside={min(2, sum(placed.first >= here for placed in near))}"
        about = [*asked.about, inside, f"days={min(2, count_within(self._day_begins, range(here, high)))}"]
        yield Offer(UNTOLD, about, _marks(asked, "none"))
        if self._published is not None:
            today = Day(self._published.isoformat(), self._published, self._published, "document")
            yield Offer(today, about, _marks(asked, "document"))
        for placed in near:
            if not self._qualifies_another(placed.first, asked.last):
                facts = self._expression(placed, asked)
                yield Offer(placed.day, facts, _marks(asked, self._side(placed.day)), placed.first)
                for day, more in self._made(placed, range(here, high), asked.last):
                    yield Offer(day, [*facts, *more], _marks(asked, "made"), placed.first)
        yield from self._counted_back(asked, range(here, high))
        for placed in self._farther(low):
            marks = _marks(asked, self._side(placed.day))
            yield Offer(placed.day, self._expression(placed, asked), marks, placed.first)

    def _counted_back(self, asked: _Asked, here: range) -> Iterator[Offer[Day]]:
        """Yield the day of a happening from which a distance in front of it counts (``بعد يومين من الهجوم``)."""
        for token, distance in self._distances:
            if token in here and 0 < asked.first - token <= _COUNTED:
                near = bisect_left(self._day_begins, here.start), bisect_left(self._day_begins, here.stop)
                main = self._days[near[0]].day.first_day if near[0] < near[1] else self._published
                when = happening_behind(distance, main) if main is not None else None
                if when is not None:
                    facts = ["counted back", f"counted back,{asked.report.type}", f"counted back,{asked.first - token}"]
                    day = Day(when.value, when.first_day, when.last_day, "expression")
                    yield Offer(day, facts, _marks(asked, "made"), token)

    def _farther(self, low: int) -> list[Placed]:
        """Return the day that the lead tells and the last one told, where they stand before token `low`."""
        found = [self._lead] if self._lead is not None and self._lead.first < low else []
        before = bisect_left(self._day_begins, low) - 1
        if before >= 0 and self._days[before] not in found:
            found.append(self._days[before])
        return found

    def _made(self, placed: Placed, here: range, last: int) -> Iterator[tuple[Day, list[str]]]:
        """Yield the spans that an expression allows, with what says so: until today, since then, with a length."""
        day, today = placed.day, self._published
        if today is None or day.first_day is None:
            return
        if day.last_day is None and day.first_day < today:
            yield Day(day.value, day.first_day, today, "expression"), ["until"]
        elif day.last_day == today and day.first_day < today:
            yield Day(day.value, day.first_day, None, "expression"), ["since"]
        if day.first_day != day.last_day or placed.first not in here:
            return
        for token, length in self._lengths:
            if token in here:
                behind = f"{token > last},{min(3, abs(token - last) // 4)}"
                for ended in (False, True):
                    span = lasting(When(day.value, day.first_day, day.last_day), length, to_its_end=ended)
                    how = [f"lasting,{ended}", f"lasting,{ended},{behind}"]
                    yield Day(span.value, span.first_day, span.last_day, "expression"), how

    def _qualifies_another(self, begin: int, last: int) -> bool:
        """Tell whether a time stands in a relative clause about something behind a preposition.

        In ``يأتي التوقيع بعد الأحداث التي شهدتها المدينة في تموز`` the month is that of what happened before.
        """
        relative = first_within(self._relative, range(last + 1, begin))
        if relative is None:
            return False
        return any(self._outline.sorts[token] & PREPOSITION for token in range(last + 1, relative))

    def _ask(self, report: Report) -> _Asked:
        thing = self._by_start[report.start]
        c = thing.candidate
        kind = "verb" if c.verbal else "noun"
        tense = f"{kind},{c.shape.tense},{report.factuality}"
        sentence = self._prose.sentence_of(c.first)
        about = self._itself(thing, report, tense, sentence)
        about += self._clause(thing, report, tense, sentence)
        about += self._surroundings(report, sentence, c.first)
        return _Asked(report, c.first, c.last, sentence, kind, tense, about)

    def _itself(self, thing: Possible, report: Report, tense: str, sentence: int) -> list[str]:
        """Return what is known about the report itself."""
        c = thing.candidate
        return [
            f"type={report.type}",
            f"type={report.type},{tense}",
            f"article={c.article!s},{c.preposition},{bool(c.suffix)!s}",
            f"entry={c.trigger.id}",
            f"place={min(3, c.first - self._prose.firsts[sentence])}",
            f"sector={','.join(sorted({str(x.sector) for x in report.actors}))}",
        ]

    def _clause(self, thing: Possible, report: Report, tense: str, sentence: int) -> list[str]:
        """Return what the words and verbs of the clause and the sentence say."""
        c, forms = thing.candidate, self._prose.forms
        begin, first, end = self._outline.begin(c.first), self._prose.firsts[sentence], self._prose.firsts[sentence + 1]
        main = first_within(self._verbs, range(first, end))
        clause = first_within(self._verbs, range(begin, self._outline.end(c.first)))
        own = shape_of(forms[c.first]) if c.verbal else "noun"
        leading = "self" if clause == c.first else shape_of(forms[clause]) if clause is not None else "none"
        facts = [
            f"opener={forms[begin] if begin != c.first else ''}",
            f"relative={bool(self._outline.sorts[begin] & RELATIVE)},{tense}",
            f"main={shape_of(forms[main]) if main is not None else 'none'},{own}",
            f"clause={leading},{own},{report.type}",
            f"clause={leading},{own},{report.factuality}",
        ]
        if c.first > first:
            facts.append(f"front={stem(forms[c.first - 1])}")
        facts += [f"start={stem(form)}" for form in forms[first : first + 2]]
        if not c.verbal:
            behind = range(c.last + 1, min(end, c.last + 1 + _ADJECTIVES))
            facts += [f"behind={stem(forms[token])}" for token in behind]
        facts.append(f"vague={min(1, count_within(self._vague, range(begin, self._outline.end(c.first))))},{tense}")
        return facts

    def _surroundings(self, report: Report, sentence: int, token: int) -> list[str]:
        """Return what the text as a whole says: where the report stands, what its lead dates, what was told before."""
        position = min(4, bisect_right(self._body, sentence) - 1)
        facts = [
            f"sentence={position}",
            f"text={self._about_text}",
            f"lead={self._lead_side},{min(3, position)}",
            f"lead={self._lead_side},{report.type}",
            f"title={stem(self._prose.forms[token]) in self._headed}",
        ]
        place = bisect_left(self._begins, self._prose.firsts[sentence])
        if place:
            last = self._placed[place - 1]
            back = min(3, sentence - self._prose.sentence_of(last.first))
            return [*facts, f"last={self._side(last.day)},{back}"]
        return [*facts, "last=none"]

    def _expression(self, placed: Placed, asked: _Asked) -> list[str]:
        """Return how a time expression stands to a trigger."""
        report, day, kind = asked.report, placed.day, asked.kind
        behind = placed.first > asked.last
        gap = range(asked.last + 1, placed.first) if behind else range(placed.last + 1, asked.first)
        back = min(_SENTENCES_BACK + 1, asked.sentence - self._prose.sentence_of(placed.first))
        crossed = min(2, count_within(self._verbs, gap))
        opened = count_within(self._opening, gap) > 0
        rivals = min(2, count_within(self._acts, gap))
        between = min(2, count_within(self._begins, gap))
        far = bisect_left(_FAR, len(gap))
        side = self._side(day)
        where = f"{back},{'behind' if behind else 'front'}"
        facts = [
            f"where={where}",
            f"far={far}",
            f"crossed={crossed}",
            f"opened={opened!s}",
            f"rivals={rivals}",
            f"between={between}",
            f"where={where},{far},{crossed}",
            f"where={where},{rivals},{between}",
            f"where={where},{opened!s},{kind}",
            f"where={where},{report.type}",
            f"where={where},{report.factuality}",
            f"comma={count_within(self._apart, gap) > 0!s},{where}",
            f"side={side},{report.factuality}",
            f"side={side},{asked.tense}",
            f"side={side},{report.type}",
            f"side={side},{where}",
            f"length={len(day.value or '')},{where}",
            f"rule={placed.time.rule},{where}",
            f"open={day.first_day is None or day.last_day is None},{where}",
            f"published={day.first_day == self._published},{where}",
            f"lead={self._lead is not None and day == self._lead.day},{where},{kind}",
        ]
        if not back:
            links = self._linking[bisect_left(self._linking, gap.start) : bisect_left(self._linking, gap.stop)]
            facts += [f"through={form},{where}" for form in dict.fromkeys(self._prose.forms[token] for token in links)]
        if report.chain:
            facts.append(f"said={report.chain[-1].when == day.value},{report.type},{kind},{report.factuality}")
        return facts

    def _side(self, day: Day) -> str:
        """Return on which side of the paper's date a day lies."""
        if self._published is None or (day.first_day or day.last_day) is None:
            return "unknown"
        if day.first_day is not None and day.first_day > self._published:
            return "ahead"
        last = day.last_day or day.first_day
        distance = (self._published - last).days if last else 0
        return "today" if distance <= 0 else "fresh" if distance <= 2 else "week" if distance <= 9 else "old"


def _marks(asked: _Asked, sort: str) -> tuple[str, ...]:
    """Return what the network is told about an answer: its sort, and the type and tense of the report."""
    return (f"sort={sort}", asked.report.type, f"tense={asked.tense}")


def first_within(places: Sequence[int], gap: range) -> int | None:
    """Return the first of the places, which are in order, that lies in a gap."""
    place = bisect_left(places, gap.start)
    return places[place] if place < len(places) and places[place] < gap.stop else None


@lru_cache(maxsize=1 << 16)
def shape_of(form: str) -> str:
    """Return what the first letters of a verb tell about its tense: ``future``, ``present``, ``ta`` (either), ``past``.

    >>> shape_of("سيزور"), shape_of("ويزور"), shape_of("تزور"), shape_of("زار")
    ('future', 'present', 'ta', 'past')
    """
    bare = form[1:] if form[0] in _CONJUNCTIONS and len(form) > 3 else form
    if bare[0] == _SIN and len(bare) > 3 and bare[1] in (_YA, _TA, _NUN):
        return "future"
    return "present" if bare[0] == _YA else "ta" if bare[0] == _TA else "past"
