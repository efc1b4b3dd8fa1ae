"""Find what may be a report: what happens, who does it to whom, where and when, as one sentence tells it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rawi.annotation.report_arguments import Arguments, Parties, participant
from rawi.annotation.report_cast import Layout
from rawi.annotation.report_dating import Calendar
from rawi.annotation.report_first_look import FirstLook
from rawi.annotation.report_triggers import Candidate, find_candidates
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.world import World
from rawi.model import Document, Link, Name, Participant, Report, Time, Voice
from rawi.text.prose import Prose

KEPT_AWAY = frozenset({"apart", "apart_before"})
"""What a meaning lacks if a word beside says that it is not meant: nothing to weigh where another meaning fits."""


class Possible(Struct, frozen=True, kw_only=True):
    """What may be a report: the report as the rules read it, where it comes from, and whether the rules tell it.

    `best` says that its meaning fits best of all that its word may mean, `rivals` are the types of all that fit.
    """

    report: Report
    candidate: Candidate
    voice: Voice | None
    how: str
    best: bool
    by_rule: bool
    rivals: tuple[str, ...]


def find_possible(
    prose: Prose,
    document: Document,
    layout: Layout,
    times: tuple[Time, ...],
    lexicon: Lexicon,
) -> tuple[Possible, ...]:
    """Find what may be a report, in order of place, a word with several meanings several times. Pure.

    With learnt weights, what is hopeless at first sight is left out. Factuality is left for `factuality.judge`, the
    choice for `report_weighing.weigh`.
    """
    triggers = lexicon.triggers
    first_look = FirstLook(prose, lexicon.first_weights) if lexicon.first_weights is not None else None
    arguments = Arguments(prose, layout.outline, layout.cast, triggers)
    calendar = Calendar(prose, layout.outline, document, times, triggers)
    found: list[Possible] = []
    for candidates in find_candidates(prose, layout.outline, triggers):
        best = best_fit(candidates)
        rivals = tuple(sorted(c.trigger.type for c in candidates if not c.lacks))
        voice = layout.heard.get(candidates[0].first)
        meant = [c for c in candidates if c.trigger.type != "none" and (best is None or c.lacks not in KEPT_AWAY)]
        if first_look is not None and meant:
            meant = first_look.hopeful(meant, best, voice)
        for candidate in meant:
            parties = arguments.parties(candidate, voice)
            found.append(
                Possible(
                    report=_report(prose, candidate, parties, calendar, voice, layout.names, lexicon.world),
                    candidate=candidate,
                    voice=voice,
                    how=parties.how,
                    best=candidate is best,
                    by_rule=candidate is best and decide(candidate, parties),
                    rivals=rivals,
                )
            )
    return tuple(found)


def by_place(possible: Sequence[Possible]) -> dict[int, Possible]:
    """Return what may be a report by where its trigger starts: of several meanings the one that fits best."""
    placed = {thing.report.start: thing for thing in possible}
    return placed | {thing.report.start: thing for thing in possible if thing.best}


def best_fit(candidates: list[Candidate]) -> Candidate | None:
    """Return the meaning whose conditions are met best, or none where that is no happening."""
    fitting = [candidate for candidate in candidates if not candidate.lacks]
    if not fitting:
        return None
    best = max(fitting, key=lambda candidate: candidate.strength)
    return None if best.trigger.type == "none" else best


def decide(candidate: Candidate, parties: Parties) -> bool:
    """Tell whether a candidate is a report."""
    if candidate.trigger.party == "none":
        return True
    if candidate.trigger.party == "both":
        return bool(parties.actors and parties.recipients)
    return bool(parties.actors or parties.recipients or parties.how == "speaker")


def _report(
    prose: Prose,
    candidate: Candidate,
    parties: Parties,
    calendar: Calendar,
    voice: Voice | None,
    names: tuple[Name, ...],
    world: World,
) -> Report:
    span = prose.span(candidate.first, candidate.last)
    sentence = prose.sentence_span(prose.sentence_of(candidate.first))
    when = calendar.date_of(candidate)
    actors = tuple(participant(name) for name in parties.actors)
    chain = voice.chain if voice is not None else ()
    if not actors and parties.how == "speaker" and chain:
        actors = _speaker(chain[-1], names)
    return Report(
        start=span.start,
        end=span.end,
        trigger=span.quote(prose.text),
        type=candidate.trigger.type,  # type: ignore[arg-type]
        mode=candidate.trigger.mode or None,
        actors=actors,
        recipients=tuple(participant(name) for name in parties.recipients),
        where=(world.town(parties.place.text) or parties.place.entity) if parties.place else None,
        when=when.value,
        first_day=when.first_day,
        last_day=when.last_day,
        when_basis=when.basis,
        chain=chain,
        rule=candidate.meaning.rule,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )


def _speaker(link: Link, names: tuple[Name, ...]) -> tuple[Participant, ...]:
    """Return the last source of a chain as a participant, by the name that stands in its place or means the same."""
    inside = [name for name in names if link.start <= name.start and name.end <= link.end]
    inside = inside or [name for name in names if link.entity is not None and name.entity == link.entity]
    if inside:
        return (participant(inside[0]),)
    return ()
