"""When a report happened: which time expression is its own, or the day of the paper, or nothing that the text tells.

Every expression near the trigger, the day of publication and "untold" are described by features that a reader can
follow (same clause, words between, tense, which side of the paper's date) and the likeliest is taken, by weights learnt
from annotated articles. Without weights the day that the rules found stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from rawi.annotation.report_clauses import Outline, count_within
from rawi.annotation.reports import Possible
from rawi.annotation.when import when_of
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, PREPOSITION, RELATIVE
from rawi.model import Document, Report, Time, WhenBasis
from rawi.text.prose import Prose
from rawi.text.stem import stem

_SENTENCES_BACK = 2
_FAR = (2, 5, 9, 15, 25)


class Day(Struct, frozen=True):
    """One answer to "when": TIMEX3 value, first and last possible day, and where it comes from."""

    value: str | None
    first_day: date | None
    last_day: date | None
    basis: WhenBasis


_UNTOLD = Day(None, None, None, "none")


def date_reports(
    prose: Prose,
    document: Document,
    times: Sequence[Time],
    possible: Sequence[Possible],
    told: Sequence[Report],
    shape: Outline,
    lexicon: Lexicon,
) -> tuple[Report, ...]:
    """Return the reports with the likeliest day of each. Pure."""
    weights = lexicon.day_weights
    if weights is None or not told:
        return tuple(told)
    view = View(prose, document, times, possible, told, shape)
    dated = []
    for report in told:
        answers = list(view.answers(report))
        day, _ = max(answers, key=lambda answer: weights.score(answer[1]))
        dated.append(
            replace(report, when=day.value, first_day=day.first_day, last_day=day.last_day, when_basis=day.basis)
        )
    return tuple(dated)


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
        self._by_start = {thing.report.start: thing for thing in possible if thing.best}
        self._by_start |= {t.report.start: t for t in possible if t.report.start not in self._by_start}
        self._acts = sorted(self._by_start[report.start].candidate.first for report in told)
        self._placed: list[tuple[int, int, Time, Day]] = []
        for time in times:
            tokens = prose.tokens_in(time)
            when = when_of(time)
            if when is not None and len(tokens):
                day = Day(when.value, when.first_day, when.last_day, "expression")
                self._placed.append((tokens[0], tokens[-1], time, day))
        self._placed.sort(key=lambda placed: placed[0])
        self._begins = [placed[0] for placed in self._placed]

    def answers(self, report: Report) -> Iterator[tuple[Day, list[str]]]:
        """Yield every answer that the text allows for a report, with its features."""
        thing = self._by_start[report.start]
        first, last = thing.candidate.first, thing.candidate.last
        sentence = self._prose.sentence_of(first)
        about = self._about(thing, report, sentence)
        low = self._prose.firsts[max(0, sentence - _SENTENCES_BACK)]
        high = self._prose.firsts[sentence + 1]
        near = self._placed[bisect_left(self._begins, low) : bisect_left(self._begins, high)]
        inside = sum(placed[0] >= self._prose.firsts[sentence] for placed in near)
        crowd = f"inside={min(2, inside)}"
        yield _UNTOLD, [f"none|{fact}" for fact in (*about, crowd)] + ["none"]
        if self._published is not None:
            day = Day(self._published.isoformat(), self._published, self._published, "document")
            yield day, [f"document|{fact}" for fact in (*about, crowd)] + ["document"]
        for placed in near:
            if self._qualifies_another(placed[0], last):
                continue
            yield placed[3], [*self._expression(placed, first, last, sentence, report, thing), crowd]

    def _qualifies_another(self, begin: int, last: int) -> bool:
        """Tell whether a time stands in a relative clause about something behind a preposition.

        In ``يأتي التوقيع بعد الأحداث التي شهدتها المدينة في تموز`` the month is that of what happened before.
        """
        sorts = self._outline.sorts
        gap = range(last + 1, begin)
        relative = next((token for token in gap if sorts[token] & RELATIVE), None)
        return relative is not None and any(sorts[token] & PREPOSITION for token in range(last + 1, relative))

    def _about(self, thing: Possible, report: Report, sentence: int) -> list[str]:
        """Return what is known about the report itself."""
        c = thing.candidate
        forms, begin = self._prose.forms, self._outline.begin(c.first)
        tense = f"{'verb' if c.verbal else 'noun'},{c.shape.tense},{report.factuality}"
        opener = forms[begin] if begin != c.first else ""
        facts = [
            f"type={report.type}",
            f"tense={tense}",
            f"type={report.type},{tense}",
            f"article={c.article},{c.preposition},{bool(c.suffix)}",
            f"sentence={min(4, sentence)}",
            f"sentence={min(4, sentence)},{tense}",
            f"voice={len(report.chain)}",
            f"voice={len(report.chain)},{tense}",
            f"opener={opener}",
            f"relative={bool(self._outline.sorts[begin] & RELATIVE)},{tense}",
            f"entry={c.trigger.id}",
            f"place={min(3, c.first - self._prose.firsts[sentence])}",
            f"sector={','.join(sorted({str(x.sector) for x in report.actors}))}",
        ]
        for step in (1, 2):
            if c.first - step >= self._prose.firsts[sentence]:
                facts.append(f"before{step}={stem(forms[c.first - step])}")
        first = self._prose.firsts[sentence]
        facts += [f"start={stem(form)}" for form in forms[first : first + 2]]
        if report.chain and report.chain[-1].when:
            facts.append("said on a day")
        return facts

    def _expression(
        self, placed: tuple[int, int, Time, Day], first: int, last: int, sentence: int, report: Report, thing: Possible
    ) -> list[str]:
        """Return how a time expression stands to a trigger."""
        begin, end, time, day = placed
        behind = begin > last
        gap = range(last + 1, begin) if behind else range(end + 1, first)
        back = sentence - self._prose.sentence_of(begin)
        sorts, verbs = self._outline.sorts, self._outline.verbs
        crossed = min(2, sum(token in verbs for token in gap))
        opened = any(sorts[token] & (OPENS | RELATIVE) for token in gap)
        rivals = min(2, count_within(self._acts, gap))
        between = min(2, count_within(self._begins, gap))
        far = sum(len(gap) > limit for limit in _FAR)
        side = self._side(day)
        where = f"{back},{'behind' if behind else 'front'}"
        kind = "verb" if thing.candidate.verbal else "noun"
        facts = [
            f"where={where}",
            f"far={far}",
            f"crossed={crossed}",
            f"opened={opened}",
            f"rivals={rivals}",
            f"between={between}",
            f"where={where},{far},{crossed}",
            f"where={where},{rivals},{between}",
            f"where={where},{opened},{kind}",
            f"where={where},{report.type}",
            f"where={where},{report.factuality}",
            f"comma={any(sorts[token] & (COMMA | BREAK) for token in gap)},{where}",
            f"side={side},{report.factuality}",
            f"side={side},{kind},{thing.candidate.shape.tense}",
            f"side={side},{report.type}",
            f"side={side},{where}",
            f"length={len(day.value or '')},{where}",
            f"rule={time.rule},{where}",
            f"anchor={time.anchor},{where}",
            f"voice={len(report.chain)},{where}",
            f"open={day.first_day is None or day.last_day is None},{where}",
        ]
        if begin > 0:
            facts.append(f"led={stem(self._prose.forms[begin - 1])},{back}")
        if not back:
            bridge = [self._prose.forms[token] for token in gap]
            links = [form for form, token in zip(bridge, gap, strict=True) if sorts[token] & (PREPOSITION | OPENS)]
            facts += [f"through={form},{where}" for form in dict.fromkeys(links)]
            relative = next((n for n, token in enumerate(gap) if sorts[token] & RELATIVE), None)
            facts.append(
                f"relative={'none' if relative is None else 'own' if relative == 0 else 'apart'},{where},{crossed}"
            )
        return [f"expression|{fact}" for fact in facts] + ["expression"]

    def _side(self, day: Day) -> str:
        """Return on which side of the paper's date a day lies."""
        if self._published is None or (day.first_day or day.last_day) is None:
            return "unknown"
        if day.first_day is not None and day.first_day > self._published:
            return "ahead"
        last = day.last_day or day.first_day
        distance = (self._published - last).days if last else 0
        return "today" if distance <= 0 else "fresh" if distance <= 2 else "week" if distance <= 9 else "old"
