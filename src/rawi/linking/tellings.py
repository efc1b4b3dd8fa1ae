"""Reports made ready to be compared: who, what, when and in which words, as sets."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.rareness import weigh_word
from rawi.model import Annotations, Participant, Report, ReportRef, StageName, Undertaking
from rawi.text.fold import fold_word
from rawi.text.stem import has_article, stem

_CLAUSE_WORDS = 14
_WORDS_BEHIND = 8
_TOWN_RULE = "places.csv"
_WORD = re.compile(r"\w\w+")


class Clause(NamedTuple):
    """The stems of a trigger, those around it within its sentence, and those just behind it."""

    trigger: frozenset[str]
    words: list[str]
    behind: list[str]


class Side(Struct, frozen=True, gc=False):
    """The participants on one side of a report, as sets: entities, bodies (code and sector), codes of states.

    `towns` are the entities that are towns: two of one state are not one body.
    """

    entities: frozenset[str]
    bodies: frozenset[tuple[str, str]]
    codes: frozenset[str]
    towns: frozenset[str]


class Telling(Struct, frozen=True, gc=False):
    """One report of one document, ready to be compared.

    `words` are the stems of the clause around the trigger with their weights (scaled to length 1), `behind` those just
    behind it. `first`/`last` are ordinals of days, or None where the report is undated. `said` is the day of
    publication. `stage` is that of its undertaking which the report tells, `sense` the entry of the lexicon that made
    it. `turn` counts the sentences of the document that tell anything, up to this one; `definite` says whether the
    trigger has the article, as what is known already.
    """

    ref: ReportRef
    report: Report
    sentence: int
    turn: int
    first: int | None
    last: int | None
    said: int | None
    actors: Side
    recipients: Side
    everyone: Side
    trigger: frozenset[str]
    definite: bool
    sense: str
    words: dict[str, float]
    behind: dict[str, float]
    undertaking: str | None
    stage: StageName | None


def prepare(annotations: Iterable[Annotations], undertakings: Iterable[Undertaking], lexicon: Lexicon) -> list[Telling]:
    """Make all reports of some documents comparable, in the order of the documents' ids."""
    ordered = sorted(annotations, key=lambda a: a.document.id)
    joined = joined_undertakings(ordered, undertakings)
    return [telling for one in ordered for telling in tell(one, joined, lexicon.stem_shares)]


def tell(one: Annotations, joined: Mapping[tuple[str, str], str], shares: Mapping[str, float]) -> list[Telling]:
    """Make the reports of one document comparable; `joined` says of which undertaking each of its own is a part.

    `shares` are the shares of documents of the press that hold each stem.

    What comes out depends on nothing else: the same document gives the same tellings in every dossier.
    """
    towns, turns, text = _towns(one), _turns(one), one.document.text
    return [
        _telling(one, index, _clause(text, report), shares, joined, towns, turns)
        for index, report in enumerate(one.reports)
    ]


def tell_report(
    one: Annotations, index: int, joined: Mapping[tuple[str, str], str], shares: Mapping[str, float]
) -> Telling:
    """Make one report of a document comparable, as `tell` does all of them."""
    clause = _clause(one.document.text, one.reports[index])
    return _telling(one, index, clause, shares, joined, _towns(one), _turns(one))


def _clause(text: str, report: Report) -> Clause:
    before = _stems(text[max(report.sentence_start, 0) : report.start])
    trigger = _stems(text[report.start : report.end])
    behind = _stems(text[report.end : max(report.sentence_end, report.end)])
    around = before[-_CLAUSE_WORDS:] + trigger + behind[:_CLAUSE_WORDS]
    return Clause(frozenset(trigger), around, behind[:_WORDS_BEHIND])


def _stems(text: str) -> list[str]:
    return [form for written in text.split() for form in _stems_of(written)]


@lru_cache(maxsize=1 << 17)
def _stems_of(written: str) -> tuple[str, ...]:
    """Return the stems of what stands between two blanks, without its marks."""
    return tuple(stem(form) for form in _WORD.findall(fold_word(written)))


def _telling(
    one: Annotations,
    index: int,
    clause: Clause,
    shares: Mapping[str, float],
    joined: Mapping[tuple[str, str], str],
    towns: frozenset[str],
    turns: Sequence[int],
) -> Telling:
    report = one.reports[index]
    said = one.document.published or one.document.published_to
    return Telling(
        ref=ReportRef(one.document.id, index),
        report=report,
        sentence=report.sentence_start,
        turn=bisect_right(turns, report.sentence_start),
        first=_ordinal(report.first_day),
        last=_ordinal(report.last_day),
        said=_ordinal(said),
        actors=_side(report.actors, towns),
        recipients=_side(report.recipients, towns),
        everyone=_side((*report.actors, *report.recipients), towns),
        trigger=clause.trigger,
        definite=_is_definite(report.trigger),
        sense=report.rule.partition(":")[0],
        words=_weighed(clause.words, shares),
        behind=_weighed(clause.behind, shares),
        undertaking=joined.get((one.document.id, report.undertaking)) if report.undertaking else None,
        stage=_stage(one, report),
    )


def _weighed(words: Iterable[str], shares: Mapping[str, float]) -> dict[str, float]:
    """Return words with their weights, scaled to length 1."""
    weights = {word: weigh_word(word, shares) for word in words}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


@lru_cache(maxsize=1 << 15)
def _is_definite(trigger: str) -> bool:
    """Tell whether the first word of a trigger has the article."""
    return has_article(fold_word(trigger.partition(" ")[0]))


def _turns(one: Annotations) -> list[int]:
    """Return where the sentences of a document begin that tell anything."""
    return sorted({report.sentence_start for report in one.reports})


def _stage(one: Annotations, report: Report) -> StageName | None:
    """Return the stage of its undertaking that a report tells: that of the stage word inside its trigger."""
    local = next((u for u in one.undertakings if u.id == report.undertaking), None)
    if local is None:
        return None
    near = (s for s in local.stages if s.start == report.start or (s.start > report.start and s.start < report.end))
    return next((stage.stage for stage in near), None)


def joined_undertakings(
    annotations: Iterable[Annotations], undertakings: Iterable[Undertaking]
) -> dict[tuple[str, str], str]:
    """Return which undertaking of the dossier each document's own undertaking is: (document, local id) to id."""
    places = {(m.document, m.start, m.end): one.id for one in undertakings for m in one.mentions}
    joined: dict[tuple[str, str], str] = {}
    for one in annotations:
        for local in one.undertakings:
            for mention in local.mentions:
                found = places.get((mention.document, mention.start, mention.end))
                if found:
                    joined[one.document.id, local.id] = found
    return joined


def _towns(one: Annotations) -> frozenset[str]:
    """Return the entities of a document that are towns."""
    return frozenset([name.entity for name in one.names if name.entity and name.rule.startswith(_TOWN_RULE)])


def _side(participants: tuple[Participant, ...], towns: frozenset[str]) -> Side:
    entities = frozenset([p.entity for p in participants if p.entity])
    return Side(
        entities,
        frozenset([(p.code, p.sector or "") for p in participants if p.code and p.entity not in towns]),
        frozenset([p.code for p in participants if p.code]),
        entities & towns,
    )


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
