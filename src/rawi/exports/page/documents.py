"""Documents as pages: the list, and each text as it was read with everything that was found in it marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol

from msgspec import Struct

from rawi.exports.page.evidence import Mark, Published, anchor_of_report, publication
from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Place, Shelf
from rawi.model import Annotations, Link, Name, Repair, Span, Voice

SURE = 0.9
"""From this confidence on a mended stretch is not marked as doubtful."""


class Run(Struct, frozen=True):
    """Some words of a document; a trigger has an anchor and leads to its event."""

    text: str
    mark: Mark
    title: str = ""
    anchor: str = ""
    place: Place | None = None


class Row(Struct, frozen=True):
    """A document in the list."""

    page: str
    title: str
    tongue: Script
    outlet: str
    day: str
    reports: int
    path: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """A document with its text cut into runs; `original` names the bytes behind it, `repairs` counts mendings."""

    row: Row
    file: str
    url: str
    byline: str
    original: str
    notes: tuple[str, ...]
    runs: tuple[Run, ...]
    repairs: int


class Linked(Protocol):
    """A link of a document's own chain."""

    @property
    def source(self) -> str:
        """The words of the text."""

    @property
    def entity(self) -> str | None:
        """The resolved name."""


class Listed(Published, Protocol):
    """A document as a list knows it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str | None:
        """Its title."""

    @property
    def outlet(self) -> str | None:
        """Who published it."""

    @property
    def reports(self) -> int:
        """The number of reports in it."""

    @property
    def chain(self) -> Sequence[Linked]:
        """From whom it has its text as a whole."""


def list_documents(rows: Iterable[Listed], shelf: Shelf, language: Language) -> list[Row]:
    """Return the rows of a list of documents."""
    return [list_document(one, shelf, language) for one in rows]


def list_document(one: Listed, shelf: Shelf, language: Language) -> Row:
    """Return the row of a document."""
    title = " ".join((one.title or "").split()) or language.say("documents.untitled")
    return Row(
        page=shelf.page_of_document(one.id),
        title=title,
        tongue=script(title),
        outlet=shelf.outlet(one.outlet, language),
        day=publication(one, language),
        reports=one.reports,
        path=tuple(shelf.source(link.entity, link.source, "outlet", language) for link in one.chain),
    )


class _Whole(Struct, frozen=True):
    """A document's own row, from what was found in it."""

    id: str
    title: str | None
    outlet: str | None
    published: date | None
    published_from: date | None
    published_to: date | None
    reports: int
    chain: tuple[Link, ...]


def show_document(
    one: Annotations, shelf: Shelf, language: Language, events: Mapping[int, Place], found: Span | None = None
) -> Sheet:
    """Make the page of a document.

    `events` leads from reports, by their place in the document, to their events; `found` is marked as what was looked
    for.
    """
    document = one.document
    title = document.title or next((p.quote(document.text) for p in document.pieces if p.kind == "title"), None)
    days = (document.published, document.published_from, document.published_to)
    whole = _Whole(document.id, title, document.outlet, *days, len(one.reports), one.document_chain)
    url = document.url or ""
    return Sheet(
        row=list_document(whole, shelf, language),
        file=document.name,
        url=url if url.startswith(("https://", "http://")) else "",
        byline=document.byline or "",
        original=document.original,
        notes=document.notes,
        runs=_runs(one, shelf, language, events, found),
        repairs=len(document.repairs),
    )


def _runs(
    one: Annotations, shelf: Shelf, language: Language, events: Mapping[int, Place], found: Span | None
) -> tuple[Run, ...]:
    """Cut the whole text into runs; what reports rest on lies over names and times, these over speech."""
    text = one.document.text
    marks: list[tuple[Span, Run]] = [
        (voice, Run("", "speech", _through(voice, shelf, language))) for voice in one.voices
    ]
    for piece in one.document.pieces:
        if piece.kind == "title" or piece.kind == "furniture":
            marks.append((piece, Run("", piece.kind)))
    marks += [(name, Run("", "name", _named(name, shelf, language))) for name in one.names]
    marks += [(time, Run("", "time", time.value)) for time in one.times]
    marks += [(repair, _mended(repair, language)) for repair in one.document.repairs if repair.confidence < SURE]
    marks += [(report, _trigger(one, index, shelf, language, events)) for index, report in enumerate(one.reports)]
    if found:
        marks.append((found, Run("", "found", anchor="found")))
    paint = [-1] * len(text)
    for number, (span, _) in enumerate(marks):
        first, last = max(span.start, 0), min(span.end, len(text))
        if first < last:
            paint[first:last] = [number] * (last - first)
    runs: list[Run] = []
    place, seen = 0, set[int]()
    for number, same in groupby(paint):
        end = place + len(list(same))
        kind = marks[number][1] if number >= 0 else Run("", "")
        anchor = "" if number in seen else kind.anchor
        seen.add(number)
        runs.append(Run(text[place:end], kind.mark, kind.title, anchor, kind.place))
        place = end
    return tuple(runs)


def _named(name: Name, shelf: Shelf, language: Language) -> str:
    """Say who is meant by a name."""
    codes = "\u00b7".join(part for part in (name.code, name.sector) if part)
    return " ".join(part for part in (shelf.called(name.entity, name.text, language), codes) if part)


def _through(voice: Voice, shelf: Shelf, language: Language) -> str:
    """Say through whom some words come."""
    return " \u2190 ".join(shelf.source(link.entity, link.source, link.kind, language) for link in voice.chain)


def _mended(repair: Repair, language: Language) -> Run:
    sure = language.percent(repair.confidence)
    return Run("", "repair", language.say("documents.mended", before=repair.before, sure=sure))


def _trigger(one: Annotations, index: int, shelf: Shelf, language: Language, events: Mapping[int, Place]) -> Run:
    report = one.reports[index]
    tongue = language.tongue
    chain = " \u2190 ".join(shelf.source(link.entity, link.source, link.kind, language) for link in report.chain)
    said = [
        shelf.labels.name("type", report.type, tongue),
        shelf.labels.name("factuality", report.factuality, tongue),
        shelf.labels.people(report.actors, tongue),
        shelf.labels.people(report.recipients, tongue),
        language.span(report.first_day, report.last_day) if report.first_day else "",
        chain,
    ]
    title = " \u00b7 ".join(part for part in said if part)
    return Run("", "trigger", title, anchor_of_report(report), events.get(index))
