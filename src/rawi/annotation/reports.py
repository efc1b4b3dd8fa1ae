"""Find reports: what happens, who does it to whom, where and when, as one sentence tells it."""

from __future__ import annotations

from rawi.annotation.report_clauses import outline
from rawi.annotation.report_triggers import Candidate, find_candidates
from rawi.lexicon.lexicon import Lexicon
from rawi.model import Document, Name, Report, Time, Voice
from rawi.text.prose import Prose


def find_reports(
    prose: Prose,
    document: Document,
    names: tuple[Name, ...],
    times: tuple[Time, ...],
    voices: tuple[Voice, ...],
    lexicon: Lexicon,
) -> tuple[Report, ...]:
    """Find the reports of a document in order of place; their factuality is left for `factuality.judge`. Pure."""
    triggers = lexicon.triggers
    shape = outline(prose, triggers)
    return tuple(_report(prose, candidate) for candidate in find_candidates(prose, shape, triggers))


def _report(prose: Prose, candidate: Candidate) -> Report:
    span = prose.span(candidate.first, candidate.last)
    sentence = prose.sentence_span(prose.sentence_of(candidate.first))
    return Report(
        start=span.start,
        end=span.end,
        trigger=span.quote(prose.text),
        type=candidate.trigger.type,  # type: ignore[arg-type]
        mode=candidate.trigger.mode or None,
        rule=candidate.meaning.rule,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )
