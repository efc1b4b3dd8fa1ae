"""Read the cases that anybody can write (tests/cases/**.toml) and compare them with what rawi finds.

A case holds a text and what is to be found in it as quotes; the runner finds the offsets and refuses a quote that is
absent or stands there more than once without `nth`. The keys are described in docs/cases.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from rawi.model import Annotations, Document, Link, Participant, Span

CASES = Path(__file__).parent / "cases"


class Found(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that must be found. Which keys are compared depends on the stage; a key left out is not compared."""

    quote: str
    nth: int = 0
    value: str | None = None
    type: str | None = None
    mode: str | None = None
    first: str | None = msgspec.field(default=None, name="from")
    last: str | None = msgspec.field(default=None, name="to")
    anchor: str | None = None
    kind: str | None = None
    entity: str | None = None
    code: str | None = None
    sector: str | None = None
    factuality: str | None = None
    when: str | None = None
    where: str | None = None
    when_basis: str | None = None
    actors: list[str] | None = None
    recipients: list[str] | None = None
    chain: list[str] | None = None
    act: str | None = None
    name: str | None = None
    parties: list[str] | None = None
    stages: list[str] | None = None
    provisions: int | None = None
    phases: int | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text and what is to be found in it."""

    label: str
    text: str
    found: list[Found] = []
    absent: list[str] = []
    only: bool = False
    expect: str = "pass"
    why: str = ""
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    document_chain: list[str] | None = None


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of cases, all of one stage."""

    stage: str
    case: list[Case]


STAGES = ("dates", "names", "chains", "reports", "factuality", "undertakings")


def read_cases() -> Iterator[tuple[str, str, Case]]:
    """Yield (file, stage, case) for every case of a stage that works on one text."""
    for path in sorted(CASES.rglob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        if raw.get("stage") not in STAGES:
            continue
        file = msgspec.convert(raw, CaseFile)
        for case in file.case:
            yield path.stem, file.stage, case


def place_of(case: Case, quote: str, nth: int = 0) -> Span:
    """Return where a quote stands; refuse one that is absent, or ambiguous without `nth` (from 1)."""
    places = []
    at = case.text.find(quote)
    while at >= 0:
        places.append(at)
        at = case.text.find(quote, at + 1)
    assert places, f"the case quotes words that its text does not hold: {quote}"
    assert nth or len(places) == 1, f"«{quote}» stands {len(places)} times in the text: say nth = 1 … {len(places)}"
    start = places[max(nth, 1) - 1]
    return Span(start, start + len(quote))


def document_of(case: Case) -> Document:
    return Document(
        id="case",
        name="case",
        text=case.text,
        published=case.published,
        outlet=case.outlet,
        title=case.title,
        byline=case.byline,
    )


def _show_participant(participant: Participant, wanted: str) -> str:
    if ":" in wanted:
        return f"{participant.code}:{participant.sector}"
    if len(wanted) == 3 and wanted.isupper():
        return participant.code or ""
    return participant.entity or participant.text


def _show_chain(chain: tuple[Link, ...]) -> list[str]:
    return [link.source for link in chain]


def compare(wanted: Found, record: Any) -> list[str]:
    """Return what differs between a wanted thing and a record, as readable lines."""
    problems = []
    simple = ("value", "type", "mode", "anchor", "kind", "entity", "code", "sector", "factuality", "when", "where",
              "when_basis", "name")  # fmt: skip
    for key in simple:
        want = getattr(wanted, key)
        if want is not None and (getattr(record, key) or "") != want:
            problems.append(f"{key}: wanted {want}, found {getattr(record, key)}")
    for key, attribute in (("first", "first_day"), ("last", "last_day")):
        want = getattr(wanted, key)
        if want is not None and str(getattr(record, attribute) or "") != want:
            problems.append(f"{attribute}: wanted {want}, found {getattr(record, attribute)}")
    for key in ("actors", "recipients"):
        want = getattr(wanted, key)
        if want is not None:
            have = list(getattr(record, key))
            shown = sorted(_show_participant(p, w) for p, w in zip(have, [*want, *[""] * len(have)], strict=False))
            if len(have) != len(want) or shown != sorted(want):
                problems.append(f"{key}: wanted {want}, found {[(p.text, p.entity, p.code, p.sector) for p in have]}")
    if wanted.chain is not None and _show_chain(record.chain) != wanted.chain:
        problems.append(f"chain: wanted {wanted.chain}, found {_show_chain(record.chain)}")
    if wanted.act is not None and [link.act for link in record.chain][-1:] != [wanted.act]:
        problems.append(f"act: wanted {wanted.act}, found {[link.act for link in record.chain]}")
    if wanted.parties is not None and sorted(record.parties) != sorted(wanted.parties):
        problems.append(f"parties: wanted {wanted.parties}, found {record.parties}")
    if wanted.stages is not None and [s.stage for s in record.stages] != wanted.stages:
        problems.append(f"stages: wanted {wanted.stages}, found {[s.stage for s in record.stages]}")
    for key in ("provisions", "phases"):
        want = getattr(wanted, key)
        if want is not None and len(getattr(record, key)) != want:
            problems.append(f"{key}: wanted {want}, found {[x.text for x in getattr(record, key)]}")
    return problems


def records_of(stage: str, annotations: Annotations) -> list[tuple[Span, Any]]:
    """Return the records of a stage with their places in the text."""
    if stage == "dates":
        return [(Span(t.start, t.end), t) for t in annotations.times]
    if stage == "names":
        return [(Span(n.start, n.end), n) for n in annotations.names]
    if stage == "chains":
        return [(Span(v.start, v.end), v) for v in annotations.voices]
    if stage == "undertakings":
        return [(Span(m.start, m.end), u) for u in annotations.undertakings for m in u.mentions]
    return [(Span(r.start, r.end), r) for r in annotations.reports]
