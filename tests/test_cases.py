"""Run the cases of tests/cases: one test for each, known failures as strict xfails."""

import functools
from datetime import date

import pytest

from case_files import Case, Found, Span, compare, document_of, place_of, read_cases, records_of
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations
from rawi.pipeline import annotate
from rawi.reading.front_matter import describe

CASES = list(read_cases())


@functools.cache
def _annotate(
    text: str, published: date | None, outlet: str | None, byline: str | None, title: str | None
) -> Annotations:
    lexicon = load_lexicon()
    case = Case(label="", text=text, published=published, outlet=outlet, byline=byline, title=title)
    return annotate(describe(document_of(case), lexicon.pages), lexicon)


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=case.why or "known failure")] if case.expect == "fail" else []


@pytest.mark.parametrize(
    ("stage", "case"),
    [pytest.param(stage, case, id=f"{stage}/{file}/{case.label}", marks=_marks(case)) for file, stage, case in CASES],
)
def test_case(stage: str, case: Case) -> None:
    annotations = _annotate(case.text, case.published, case.outlet, case.byline, case.title)
    records = records_of(stage, annotations)
    problems = []
    used: set[int] = set()
    for wanted in case.found:
        problems += _look_for(wanted, place_of(case, wanted.quote, wanted.nth), stage, records, used)
    for quote in case.absent:
        place = place_of(case, quote)
        problems += [f"must not be found: {quote}" for span, _ in records if span.overlaps(place)]
    if case.only:
        extra = [span.quote(case.text) for number, (span, _) in enumerate(records) if number not in used]
        problems += [f"found beside what was wanted: {words}" for words in extra]
    if case.document_chain is not None:
        have = [link.source for link in annotations.document_chain]
        if have != case.document_chain:
            problems.append(f"document chain: wanted {case.document_chain}, found {have}")
    assert not problems, "\n".join(problems)


def _look_for(wanted: Found, place: Span, stage: str, records: list, used: set[int]) -> list[str]:  # type: ignore[type-arg]
    """Return what is wrong with the record at a place; the best of several that stand there counts."""
    exact = stage in ("dates", "names")
    near = [
        number
        for number, (span, _) in enumerate(records)
        if number not in used and (span == place if exact else span.overlaps(place))
    ]
    if not near:
        there = [span.quote for span, _ in records if span.overlaps(place)]
        return [f"not found: {wanted.quote}" + (" (only with another extent)" if there else "")]
    best = min(near, key=lambda number: len(compare(wanted, records[number][1])))
    used.add(best)
    return [f"{wanted.quote}: {problem}" for problem in compare(wanted, records[best][1])]


@pytest.mark.parametrize(("stage", "case"), [pytest.param(s, c, id=f"{s}/{f}/{c.label}") for f, s, c in CASES])
def test_case_is_well_formed(stage: str, case: Case) -> None:
    for wanted in case.found:
        place_of(case, wanted.quote, wanted.nth)
    for quote in case.absent:
        place_of(case, quote)
    assert case.expect in ("pass", "fail")
    assert case.expect == "pass" or case.why, "a known failure says why"
    assert case.found or case.absent or case.only or case.document_chain is not None, "the case asks for nothing"
