"""Documents as pages: the list, and each text as it was read with everything that was found in it marked in place."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from rawi.exports.page.evidence import Mark, Step, anchor_of_report, draw_path, publication
from rawi.exports.page.language import Language, Tongue, script
from rawi.exports.page.shelf import Shelf
from rawi.exports.page.sources import outlet_name
from rawi.model import Annotations, ReportRef, Span


class Run(Struct, frozen=True):
    """Some words of a document; a trigger has an anchor and leads to its event."""

    text: str
    mark: Mark
    title: str = ""
    anchor: str = ""
    place: tuple[str, str] | None = None


class Row(Struct, frozen=True):
    """A document in the list."""

    page: str
    title: str
    tongue: Tongue
    outlet: str
    day: str
    reports: int
    path: tuple[Step, ...]


class Sheet(Struct, frozen=True):
    """A document with its text cut into runs."""

    row: Row
    file: str
    url: str
    byline: str
    notes: tuple[str, ...]
    runs: tuple[Run, ...]


def list_documents(shelf: Shelf, language: Language) -> list[Row]:
    """Return the documents in order of publication."""
    return [_row(one, shelf, language) for one in shelf.annotations]


def _row(one: Annotations, shelf: Shelf, language: Language) -> Row:
    document = one.document
    title = document.title or next(
        (piece.quote(document.text) for piece in document.pieces if piece.kind == "title"), ""
    )
    title = " ".join(title.split()) or language.say("documents.untitled")
    return Row(
        page=shelf.page_of_document(document.id),
        title=title,
        tongue=script(title),
        outlet=outlet_name(one, shelf, language),
        day=publication(one, language),
        reports=len(one.reports),
        path=draw_path(one, None, shelf, language)[1:],
    )


def show_document(one: Annotations, shelf: Shelf, language: Language) -> Sheet:
    """Make the page of a document."""
    document = one.document
    url = document.url or ""
    return Sheet(
        row=_row(one, shelf, language),
        file=document.name,
        url=url if url.startswith(("https://", "http://")) else "",
        byline=document.byline or "",
        notes=document.notes,
        runs=_runs(one, shelf, language),
    )


def _runs(one: Annotations, shelf: Shelf, language: Language) -> tuple[Run, ...]:
    """Cut the whole text into runs; what reports rest on lies over names and times, these over speech."""
    text = one.document.text
    marks: list[tuple[Span, Run]] = [(voice, Run("", "speech")) for voice in one.voices]
    for piece in one.document.pieces:
        if piece.kind == "title" or piece.kind == "furniture":
            marks.append((piece, Run("", piece.kind)))
    marks += [(name, Run("", "name", shelf.called(name.entity, name.text, language))) for name in one.names]
    marks += [(time, Run("", "time", time.value)) for time in one.times]
    marks += [(report, _trigger(one, index, shelf, language)) for index, report in enumerate(one.reports)]
    paint = [-1] * len(text)
    for number, (span, _) in enumerate(marks):
        paint[span.start : span.end] = [number] * (span.end - span.start)
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


def _trigger(one: Annotations, index: int, shelf: Shelf, language: Language) -> Run:
    report = one.reports[index]
    event = shelf.event_of.get(ReportRef(one.document.id, index))
    title = shelf.labels.name("type", report.type, language.tongue)
    factuality = shelf.labels.name("factuality", report.factuality, language.tongue)
    return Run(
        "",
        "trigger",
        f"{title} · {factuality}",
        anchor_of_report(report),
        shelf.place_of_event(event) if event else None,
    )
