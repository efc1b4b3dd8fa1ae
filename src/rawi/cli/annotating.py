"""`rawi annotate`: what single files tell, without a dossier."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.building import ByEngine, Columns, Engine, Metadata, Outlet, Published, Sources, read_columns
from rawi.cli.screen import count_texts, finish, progress_bar

if TYPE_CHECKING:
    from rawi.lexicon.lexicon import Engine as Name
    from rawi.model import Annotations, Document, Link, Report


def annotate(
    paths: Sources,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each document.")] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Print each report with its sentence, its parts and their rules."),
    ] = False,
    metadata: Metadata = None,
    published: Published = None,
    outlet: Outlet = None,
    column: Columns = None,
    engine: ByEngine = Engine.weighed,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
) -> None:
    """Print the reports of single files, without a dossier."""
    from rawi.engine.local import Failure, map_in_order
    from rawi.errors import RawiError, ReadingError
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.reading.sources import read_sources

    errors: list[RawiError] = []

    def documents() -> Iterator[Document]:
        day = published.date() if published else None
        pages = load_lexicon().load().pages
        for source in read_sources(
            paths, pages=pages, metadata=metadata, published=day, outlet=outlet, columns=read_columns(column)
        ):
            if isinstance(source, ReadingError):
                errors.append(source)
            else:
                yield source

    work = partial(_as_json if json else _as_explanation if explain else _as_text, engine=engine.value)
    with progress_bar(count_texts(paths), "texts") as bar:
        for document, found in map_in_order(work, documents(), jobs):
            if isinstance(found, Failure):
                errors.append(RawiError(found.reason, where=document.name, remedy="report it with the text"))
            else:
                sys.stdout.buffer.write(found + b"\n")
            bar.step(document.name)
        sys.stdout.flush()
    finish(errors)


def _as_json(document: Document, engine: Name) -> bytes:
    """Return what a document tells as one line of JSON."""
    from rawi.exports.json import annotation_line

    return annotation_line(_find(document, engine))


def _as_text(document: Document, engine: Name) -> bytes:
    """Return what a document tells in words for the terminal."""
    found = _find(document, engine)
    return _joined(found, (line for report in found.reports for line in _report_lines(report, found)))


def _as_explanation(document: Document, engine: Name) -> bytes:
    """Return every report with its sentence and where each of its parts comes from."""
    found = _find(document, engine)
    return _joined(found, (line for report in found.reports for line in _explanation_lines(report, found)))


def _find(document: Document, engine: Name) -> Annotations:
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.pipeline import annotate

    return annotate(document, load_lexicon(engine))


def _joined(found: Annotations, lines: Iterator[str]) -> bytes:
    document = found.document
    head = f"{document.name}  {document.outlet or ''}  {document.published or ''}".rstrip()
    return "\n".join([head, *lines]).encode()


def _explanation_lines(report: Report, found: Annotations) -> Iterator[str]:
    """Yield the sentence, then a line for each part: what it is, the words it was read from, the rule behind it."""
    text = found.document.text
    sentence = " ".join(text[report.sentence_start : report.sentence_end].split())
    yield f"  {sentence}"
    yield f"      trigger     «{report.trigger}» {report.start}–{report.end}"
    kind = f"{report.type}{f'/{report.mode}' if report.mode else ''}"
    yield f"      type        {kind}  by {report.rule}, chance {report.chance:.2f}"
    for role, people in (("actor", report.actors), ("recipient", report.recipients)):
        for person in people:
            place = f"{person.start}–{person.end}" if person.start >= 0 else "carried over"
            code = ":".join(filter(None, (person.code, person.sector)))
            yield f"      {role:<11} «{person.text}» {place}  {person.entity or '?'}  {code}".rstrip()
    if report.when:
        days = f"{report.first_day or '…'} to {report.last_day or '…'}"
        yield f"      when        {report.when}  {days}  by {report.when_basis}"
    if report.where:
        yield f"      where       {report.where}"
    yield f"      factuality  {report.factuality}  by {report.factuality_rule or 'default'}"
    for link in (*found.document_chain, *report.chain):
        yield f"      said by     «{link.source}»  {link.entity or link.kind}"


def _report_lines(report: Report, found: Annotations) -> Iterator[str]:
    when = report.when or ""
    yield f"  {report.start}–{report.end}  {report.type}{f'/{report.mode}' if report.mode else ''}"
    who = ", ".join(person.entity or person.text for person in report.actors) or "?"
    whom = ", ".join(person.entity or person.text for person in report.recipients)
    yield f"      {who}{f' → {whom}' if whom else ''}  {report.factuality}  {when}".rstrip()
    yield f"      «{report.trigger}»  {_chain((*found.document_chain, *report.chain))}".rstrip()


def _chain(chain: tuple[Link, ...]) -> str:
    return " ← ".join(link.entity or link.source for link in chain)
