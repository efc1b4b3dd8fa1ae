"""When it happened: the time expression that belongs to a trigger, the day of the news, or nothing."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from msgspec import Struct

from rawi.annotation.report_clauses import Outline, between
from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.triggers import BREAK, Triggers
from rawi.model import Document, Time, WhenBasis
from rawi.text.prose import Prose


class Dated(Struct, frozen=True):
    """The time of a report: TIMEX3 value, first and last possible day, and where it comes from."""

    value: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    basis: WhenBasis = "none"


NOT_DATED = Dated()


class Calendar:
    """The time expressions of a text by token."""

    def __init__(
        self, prose: Prose, outline: Outline, document: Document, times: tuple[Time, ...], triggers: Triggers
    ) -> None:
        self._prose = prose
        self._outline = outline
        self._published = document.published
        self._triggers = triggers
        self._times = [time for time in times if time.type in ("DATE", "TIME") and len(prose.tokens_in(time))]
        self._tokens = [prose.tokens_in(time)[0] for time in self._times]

    def date_of(self, candidate: Candidate) -> Dated:
        """Return the time of a candidate."""
        begin = self._outline.begin(candidate.first)
        end = self._end(candidate.last)
        found = self._nearest(begin, end, candidate.first)
        if found is not None:
            return Dated(found.value, found.first_day, found.last_day, "expression")
        if self._is_news(candidate) and self._published is not None:
            return Dated(self._published.isoformat(), self._published, self._published, "document")
        return NOT_DATED

    def _end(self, last: int) -> int:
        """Return the token behind the stretch in which a time behind the trigger still belongs to it."""
        limit = min(len(self._prose.forms), last + 30)
        for token in between(self._outline.stops, last + 1, limit):
            if self._outline.sorts[token] & BREAK or token in self._outline.verbs:
                return token
        return limit

    def _nearest(self, begin: int, end: int, token: int) -> Time | None:
        first = bisect_left(self._tokens, begin)
        last = bisect_left(self._tokens, end)
        if first == last:
            return None
        place = min(range(first, last), key=lambda n: abs(self._tokens[n] - token))
        return self._times[place]

    def _is_news(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is told as news of the day: a past verb, not in a background clause."""
        if not candidate.verbal or candidate.shape.tense != "past":
            return False
        begin = self._outline.begin(candidate.first)
        return not any(
            "@background" in self._triggers.tags(form) for form in self._prose.forms[begin : candidate.first]
        )
