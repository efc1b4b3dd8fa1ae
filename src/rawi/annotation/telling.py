"""The telling: what a date needs to know beyond its own words.

That is the day on which the text was written, the story it is in the middle of (the last day and the last year that
it told), and the tense of the verb nearby.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from rawi.annotation import periods
from rawi.annotation.periods import Period
from rawi.annotation.tense import tense_near
from rawi.annotation.time_atoms import Atom
from rawi.lexicon.times import Tense, Times, is_definite
from rawi.text.prose import Prose

Anchor = Literal["document", "story", "none"]
_STORY_REACH, _SAME_REACH = 80, 40
_DISTANT_YEARS = 2
_ENTRY_MARKS, _OLDEST_ENTRY = (":", "-"), 1850
_FURTHEST, _LONGEST_PERIOD = 30, 80
_WAW = "\u0648"
_WRITTEN_ON = "\u0628\u0643\u0644"
_TWICE, _LONGEST_MONTH = 2, 31
NO_DATE = "the document has no date"


class Reading(Struct, frozen=True):
    """What an expression means: its period, TIMEX3 type, the anchor that was used and what is doubtful."""

    period: Period
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    anchor: Anchor = "none"
    doubt: str = ""


NO_TIME = Reading(Period(""), doubt="a name")


class Telling:
    """The state of reading one text from its beginning to the expression at hand."""

    def __init__(self, prose: Prose, times: Times, today: date | None) -> None:
        self.prose = prose
        self.times = times
        self.today = today
        self.published = today
        self.token = 0
        self.last_token = 0
        self._story: Period | None = None
        self._story_token = 0
        self._year: int | None = None
        self._year_token = self._year_told = 0
        self.preposition = ""
        self.years_told: dict[int, int] = {}

    def at(self, atoms: Sequence[Atom], before: Sequence[Atom]) -> None:
        """Turn to the next expression: its atoms, and those that stand directly before it."""
        if atoms:
            self.token, self.last_token = atoms[0].first, atoms[-1].last
        self.preposition = before[-1].kind if before else ""

    def behind_preposition(self) -> bool:
        """Tell whether `في` stands in front or a preposition is written on: `في اليوم` is a rate, not today."""
        form = self.prose.forms[self.token]
        before = self.prose.forms[self.token - 1] if self.token else ""
        known = self.times.form(before) if before else None
        return bool(known and known.word and known.word.kind == "prep.in") or form[0] in _WRITTEN_ON

    def followed_by_happening(self, kind: str) -> bool:
        """Tell whether the happening follows from which a distance behind `kind` of word counts.

        That is `بعد يومين من الهجوم` or `على الهجوم`, `قبل يومين من الهجوم`; never behind `منذ`.
        """
        after = self.last_token + 1
        form = self.prose.forms[after] if after < len(self.prose.forms) else ""
        return form in self.times.happening_follows.get(kind, ())

    def followed_by_ordinal(self) -> bool:
        """Tell whether `الأولى` or the like follows: `خلال الأيام العشرة الأولى` counts from a happening."""
        after = self.last_token + 1
        known = self.times.form(self.prose.forms[after]) if after < len(self.prose.forms) else None
        return bool(known and known.word and known.word.kind.startswith("ordinal"))

    def followed_by_definite(self) -> bool:
        """Tell whether a noun with the article follows: `قبل يوم الاقتراع` is no distance of a day."""
        after = self.last_token + 1
        return after < len(self.prose.forms) and is_definite(self.prose.forms[after])

    def followed_by_noun(self) -> bool:
        """Tell whether a word of content follows directly: `طيلة أيام وجوده` names days, it is no length."""
        after = self.last_token + 1
        form = self.prose.forms[after] if after < len(self.prose.forms) else ""
        return bool(form) and form[0].isalpha() and form[0] not in _WRITTEN_ON and form not in self.times.after_year

    def followed_by_that(self) -> bool:
        """Tell whether `الذي` follows: `اليوم الذي فاز فيه` is not today."""
        after = self.last_token + 1
        return after < len(self.prose.forms) and self.prose.forms[after] in self.times.relative_pronouns

    def allows_years(self, first: int, last: int) -> bool:
        """Tell whether two numbers of four digits joined by a dash or `و` look like the years of a period."""
        newest = (self.today.year if self.today else last) + _FURTHEST
        return first >= _OLDEST_ENTRY and last <= newest and last - first <= _LONGEST_PERIOD

    def allows_bare_year(self, atom: Atom) -> bool:
        """Tell whether the words around four digits let them be a year."""
        forms = self.prose.forms
        sentence = self.prose.sentence_of(atom.first)
        first, end = self.prose.firsts[sentence], self.prose.firsts[sentence + 1]
        before = forms[atom.first - 1] if atom.first > first else ""
        heads_entry = atom.first == first and atom.last + 1 < end and forms[atom.last + 1] in _ENTRY_MARKS
        if self.preposition.startswith("about"):
            return False
        if heads_entry and _OLDEST_ENTRY <= atom.value <= (self.today.year if self.today else atom.value):
            return True
        after = forms[atom.last + 1] if atom.last + 1 < end else ""
        now = self.today.year if self.today else None
        return self.times.bare_year(self.preposition, before, after, int(atom.value), now)

    def tense(self, *, closely: bool = False, ahead_only: bool = False) -> Tense:
        """Return the tense in which the expression at hand stands."""
        first = self.prose.firsts[self.prose.sentence_of(self.token)] if ahead_only else self.token
        return tense_near(self.prose, self.times, first, self.last_token, closely=closely or ahead_only)

    def opens_clause(self) -> bool:
        """Tell whether the expression opens a clause with `و` written on (`ويوم الثلاثاء`, `وفي الثلاثاء`)."""
        for token in (self.token, self.token - 1):
            if token >= 0 and self.prose.forms[token][0] == _WAW and len(self.prose.forms[token]) > 1:
                return True
        return False

    def is_name(self) -> bool:
        """Tell whether a word that takes a date for its name stands before: `جسر 6 أكتوبر`."""
        return self.token > 0 and self.prose.forms[self.token - 1] in self.times.named_by_date

    def is_quoted_word(self) -> bool:
        """Tell whether the expression stands alone between quotation marks, as a newspaper's name does."""
        forms, after = self.prose.forms, self.last_token + 1
        return self.token > 0 and after < len(forms) and forms[self.token - 1] == forms[after] == '"'

    def opens_sentence(self) -> bool:
        """Tell whether the expression at hand opens its sentence, behind one word at most."""
        return self.token - self.prose.firsts[self.prose.sentence_of(self.token)] <= 1

    @property
    def story(self) -> Period | None:
        """The last period with a day, month or year that the text told, if it is near enough."""
        return self._story if self._story and self.token - self._story_token <= _STORY_REACH else None

    def same_sentence_as_story(self) -> bool:
        """Tell whether the last told period stands in the sentence of the expression at hand."""
        return self.prose.sentence_of(self._story_token) == self.prose.sentence_of(self.token)

    @property
    def year(self) -> int | None:
        """The year of the story: far from the document's, and told in this sentence, or twice in a row before it.

        A date that opens its sentence goes on with the story, too, if the year was told once (`وفي نيسان زار…`).
        """
        if self._year is None or self.token - self._year_token > _STORY_REACH:
            return None
        if self._year_told < (1 if self.same_sentence_as_story() or self.opens_sentence() else _TWICE):
            return None
        distant = 1 if self._year_told >= _TWICE else _DISTANT_YEARS
        if self.today and abs(self.today.year - self._year) < distant:
            return None
        return self._year

    def year_of_same(self, month: int, day: int) -> int | None:
        """Return the year of the last period told with its year, if it is this very month or day and near enough."""
        story, near = self._story, self.token - self._year_token <= _SAME_REACH
        if story is None or story.first is None or self._year != story.first.year or not near or not self._year_told:
            return None
        same = story.first.month == month and (not day or (story.is_day and story.first.day == day))
        return self._year if same else None

    def told(self, reading: Reading, *, explicit_year: bool) -> None:
        """Remember an expression that was read, for those that follow."""
        period = reading.period
        if period.first is None or period.last is None or reading.type in ("DURATION", "SET"):
            return
        sure = explicit_year or not reading.doubt
        fine = (period.last - period.first).days < _LONGEST_MONTH and "W" not in period.value
        if sure and fine and self.today and abs(period.first.year - self.today.year) < _DISTANT_YEARS:
            self.years_told[period.first.month] = period.first.year
        self._story, self._story_token = period, self.last_token
        if explicit_year:
            self._year_told = self._year_told + 1 if fine and self._year == period.first.year else int(fine)
            self._year, self._year_token = period.first.year, self.last_token
        elif reading.anchor == "document":
            self._year, self._year_told = None, 0

    def written_on(self, day: date) -> bool:
        """Take `day` for the day of writing if it lies just before publication; tell whether it was taken."""
        if self.published is None:
            return False
        near = timedelta(0) <= self.published - day <= timedelta(days=3)
        if near:
            self.today = day
        return near


def near_weekday(telling: Telling, weekday: int, direction: str) -> Reading:
    """Return the weekday (Monday = 1) meant: ``past``, ``future``, or strictly ``before`` or ``after`` today."""
    today = telling.today
    if today is None:
        return Reading(Period(f"XXXX-WXX-{weekday}"), doubt=NO_DATE)
    back = (today.isoweekday() - weekday) % 7
    if direction == "past":
        distance = -back
    elif direction == "before":
        distance = -(back or 7)
    elif direction == "future":
        distance = (7 - back) % 7
    else:
        distance = 7 - back
    return Reading(periods.day(today + timedelta(days=distance)), anchor="document")
