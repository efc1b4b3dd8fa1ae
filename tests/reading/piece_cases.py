"""The cases of what a text says about itself: tests/cases/reading."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from rawi.model import Document, Piece, Span

FOLDER = Path(__file__).parent.parent / "cases" / "reading"


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece that must be marked, exactly."""

    quote: str
    kind: str
    nth: int = 1


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text, the pieces in it, and fields of the document (an empty string for a field that must stay unknown)."""

    label: str
    text: str
    title: str | None = None
    byline: str | None = None
    document: dict[str, str] = {}
    found: list[Wanted] = []
    absent: list[str] = []
    only: bool = False


def read_cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield msgspec.convert(row, Case)


def place_of(text: str, quote: str, nth: int) -> Span:
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        assert at >= 0, f"the text does not hold {quote} {nth} times"
    return Span(at, at + len(quote))


def problems_of(case: Case, document: Document) -> list[str]:
    """Return what differs between the wanted pieces and fields and those of the document."""
    problems: list[str] = []
    used: set[Piece] = set()
    for wanted in case.found:
        place = place_of(case.text, wanted.quote, wanted.nth)
        there = [piece for piece in document.pieces if (piece.start, piece.end) == (place.start, place.end)]
        if not there or there[0].kind != wanted.kind:
            problems.append(f"{wanted.quote}: wanted {wanted.kind}, found {[(p.kind, p.rule) for p in there]}")
        used.update(there)
    for quote in case.absent:
        place = place_of(case.text, quote, 1)
        problems += [f"{quote} is marked as {p.kind} by {p.rule}" for p in document.pieces if p.overlaps(place)]
    if case.only:
        extra = [piece for piece in document.pieces if piece not in used]
        problems += [f"marked beside: {p.quote(case.text)} ({p.kind}, {p.rule})" for p in extra]
    for field, value in case.document.items():
        have = getattr(document, field)
        if str(have or "") != value:
            problems.append(f"{field}: wanted {value or 'nothing'}, found {have}")
    return problems
