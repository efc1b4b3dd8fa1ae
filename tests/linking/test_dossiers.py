"""Run the dossiers of tests/cases/linking: several short texts, and what they tell together.

A case holds documents (`name`, `outlet`, `published`, `text`) and what must come out: `same` (quotes that are one
event, with its origins, status, history and dispute), `apart` (quotes that are different events), `dispute` (what it is
about) or `undisputed`. A quote is written ``document: words``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Dossier, Event, ReportRef
from rawi.pipeline import annotate, link
from rawi.reading.front_matter import describe

CASES = Path(__file__).parent.parent / "cases" / "linking"


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    text: str
    published: date
    outlet: str = ""


class Same(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    quotes: list[str]
    origins: int | None = None
    status: str | None = None
    history: list[str] | None = None
    dispute: bool | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    label: str
    document: list[Told]
    same: list[Same] = []
    apart: list[list[str]] = []
    dispute: list[str] = []
    undisputed: bool = False
    expect: str = "pass"
    why: str = ""


def read() -> Iterator[pytest.param]:  # type: ignore[valid-type]
    for path in sorted(CASES.glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            case = msgspec.convert(raw, Case)
            marks = [pytest.mark.xfail(strict=True, reason=case.why)] if case.expect == "fail" else []
            yield pytest.param(case, id=f"{path.stem}/{case.label}", marks=marks)


@cache
def _document(name: str, outlet: str, published: date, text: str) -> Document:
    return describe(
        Document(id=name, name=name, text=text, outlet=outlet or name, published=published), load_lexicon().pages
    )


def dossier_of(case: Case) -> Dossier:
    lexicon = load_lexicon()
    documents = [_document(d.name, d.outlet, d.published, d.text) for d in case.document]
    return link(tuple(annotate(document, lexicon) for document in documents), lexicon)


def find(dossier: Dossier, quote: str) -> Event:
    """Return the event of the report whose trigger the quoted words hold."""
    name, _, words = quote.partition(": ")
    one = next(a for a in dossier.annotations if a.document.id == name)
    start = one.document.text.find(words)
    assert start >= 0, f"{name} does not hold: {words}"
    assert one.document.text.find(words, start + 1) < 0, f"{words} stands more than once in {name}"
    places = [i for i, r in enumerate(one.reports) if r.start < start + len(words) and start < r.end]
    assert places, f"no report at {quote}; there are {[r.trigger for r in one.reports]}"
    return next(event for event in dossier.events if ReportRef(name, places[0]) in event.reports)


@pytest.mark.parametrize("case", list(read()))
def test_dossier(case: Case) -> None:
    dossier = dossier_of(case)
    for same in case.same:
        events = [find(dossier, quote) for quote in same.quotes]
        assert len({event.id for event in events}) == 1, f"not one event: {[e.label_en for e in events]}"
        event = events[0]
        if same.origins is not None:
            assert event.independent_origins == same.origins, [o.key for o in event.origins]
        if same.status is not None:
            assert event.status == same.status
        if same.history is not None:
            assert [s.factuality for s in event.history] == same.history
        if same.dispute is not None:
            assert event.dispute is same.dispute
    for quotes in case.apart:
        ids = [find(dossier, quote).id for quote in quotes]
        assert len(set(ids)) == len(ids), "one event where there are several"
    found = sorted(dispute.about for dispute in dossier.disputes)
    for about in case.dispute:
        assert about in found, f"no dispute about {about}: {found}, events {[e.label_en for e in dossier.events]}"
    if case.undisputed:
        assert not dossier.disputes, [(d.about, [s.claim for s in d.sides]) for d in dossier.disputes]
