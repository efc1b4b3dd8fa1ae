"""Find every expression of time in a text and work out the days that it means.

The words of time and the grammar over them are data (`rawi.lexicon.times`). Here the grammar runs over the stretches
of a text in which words of time stand together; readers turn each match into a period; what a text leaves out is
taken from its date, from the story being told and from the tense of the verb nearby (`rawi.annotation.telling`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rawi.annotation.date_readers import READERS
from rawi.annotation.periods import Period
from rawi.annotation.telling import NO_TIME, Reading, Telling
from rawi.annotation.time_atoms import Atom, Stretch, find_stretches
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.times import Times
from rawi.model import Document, Time
from rawi.text.prose import Prose

_JOINING = ("and", "dated", "prep.from", "prep.in", "prep.to", "prep.between", "mark")
_SKIPPED_IN_FRONT = ("and", "clitic", "mark")
_SKIPPED_BEHIND = ("mark.comma", "mark.dash", "mark.open", "prep", "and", "agree")


def find_times(prose: Prose, document: Document, lexicon: Lexicon) -> tuple[Time, ...]:
    """Return the time expressions of a text in order of place.

    Values are TIMEX3 (as HeidelTime writes them); `first_day` and `last_day` are the first and last day that the
    expression can mean, None where open or unknown. Relative expressions are counted from the document's date;
    without one they keep an unresolved value (``XXXX-WXX-5``) and say so in `doubt`.

    >>> from rawi.lexicon.lexicon import load_lexicon
    >>> from rawi.text.prose import read_prose
    >>> text = "وقّع الوزيران المذكرة في 15 ديسمبر/كانون الأول الماضي، ويلتقيان الأسبوع المقبل."
    >>> document = Document(id="1", name="1", text=text, published=date(2025, 2, 7))
    >>> [(time.quote(text), time.value) for time in find_times(read_prose(text), document, load_lexicon())]
    [('15 ديسمبر/كانون الأول الماضي', '2024-12-15'), ('الأسبوع المقبل', '2025-W07')]
    """
    telling = Telling(prose, lexicon.times, _day_of(document))
    return tuple(
        time
        for stretch in find_stretches(prose, lexicon.times)
        for time in _read_stretch(stretch, telling, lexicon.times)
    )


def _day_of(document: Document) -> date | None:
    """Return the day of publication, None where it is not known to the day."""
    if document.published is None and document.published_from == document.published_to:
        return document.published_from
    return document.published


def _read_stretch(stretch: Stretch, telling: Telling, times: Times) -> Iterator[Time]:
    found = list(times.parse(stretch.line))
    while found:
        start, end, number = found.pop(0)
        rule = times.rules[number]
        atoms = _trim(stretch.atoms[start:end])
        if rule.reader == "range" and atoms[0].kind.startswith("prep.since"):
            atoms = atoms[1:]
        telling.at(atoms, stretch.atoms[:start])
        reading = READERS[rule.reader](atoms, telling) if atoms else None
        if reading is None:
            found = list(times.parse_again(stretch.line, start, number))
            continue
        if reading is NO_TIME:
            continue
        opened = _open_ends(reading, stretch.atoms[:start], telling.today)
        telling.told(reading, explicit_year=any(atom.kind == "number.year" for atom in atoms))
        if atoms[0].kind == "prep.throughout":
            atoms = atoms[1:]
        yield _record(opened, atoms, rule.id, telling.prose)


def _trim(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """Leave out joining words at the ends of a match."""
    first, last = 0, len(atoms)
    while first < last and atoms[first].kind.startswith(_JOINING) and last - first > 1:
        first += 1
    while last > first and atoms[last - 1].kind.startswith(_SKIPPED_BEHIND):
        last -= 1
    kinds = [atom.kind for atom in atoms[first:last]]
    if kinds[-1:] == ["mark.close"] and "mark.open" not in kinds:
        last -= 1
    return atoms[first:last]


def _open_ends(reading: Reading, before: Sequence[Atom], today: date | None) -> Reading:
    """Let a preposition in front open the period on one side: since, until, by, before, after."""
    period = reading.period
    if not before or reading.type not in ("DATE", "TIME") or period.first is None or period.last is None:
        return reading
    kind = before[-1].kind
    if reading.type == "TIME" and kind in ("prep.before", "prep.after"):
        return reading
    if kind.startswith("prep.since"):
        now = today if period.is_day and today is not None and period.first <= today else None
        opened = Period(period.value, period.first, now, period.mod or "ON_OR_AFTER")
    elif kind == "prep.until":
        opened = Period(period.value, None, period.last, period.mod or "ON_OR_BEFORE")
    elif kind == "prep.by":
        opened = Period(
            period.value, today if today and today <= period.last else None, period.last, period.mod or "ON_OR_BEFORE"
        )
    elif kind == "prep.before":
        if len(before) > 1 and before[-2].kind == "prep.from":
            return reading
        edge = period.last if period.mod == "END" else period.first
        opened = Period(period.value, None, edge, period.mod or "BEFORE")
    elif kind == "prep.after":
        opened = Period(period.value, period.first, None, period.mod or "AFTER")
    else:
        return reading
    return Reading(opened, reading.type, reading.anchor, reading.doubt)


def _record(reading: Reading, atoms: Sequence[Atom], rule: str, prose: Prose) -> Time:
    period = reading.period
    first = next((atom for atom in atoms if not atom.kind.startswith(_SKIPPED_IN_FRONT)), atoms[0])
    return Time(
        first.start,
        prose.ends[atoms[-1].last],
        value=period.value,
        type=reading.type,
        first_day=period.first,
        last_day=period.last,
        mod=period.mod,
        anchor=reading.anchor,
        doubt=reading.doubt,
        rule=rule,
    )
