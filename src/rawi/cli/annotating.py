"""`rawi annotate`: what single files tell, without a dossier."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.building import Metadata, Outlet, Published, Sources
from rawi.cli.screen import count_texts, finish, progress_bar

if TYPE_CHECKING:
    from rawi.model import Annotations, Document, Link, Report


def annotate(
    paths: Sources,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line for each document.")] = False,
    metadata: Metadata = None,
    published: Published = None,
    outlet: Outlet = None,
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
        for source in read_sources(paths, pages=pages, metadata=metadata, published=day, outlet=outlet):
            if isinstance(source, ReadingError):
                errors.append(source)
            else:
                yield source

    with progress_bar(count_texts(paths), "texts") as bar:
        for document, found in map_in_order(_as_json if json else _as_text, documents(), jobs):
            if isinstance(found, Failure):
                errors.append(RawiError(found.reason, where=document.name, remedy="report it with the text"))
            else:
                sys.stdout.buffer.write(found + b"\n")
            bar.step(document.name)
        sys.stdout.flush()
    finish(errors)


def _as_json(document: Document) -> bytes:
    """Return what a document tells as one line of JSON."""
    from rawi.exports.json import annotation_line
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.pipeline import annotate

    return annotation_line(annotate(document, load_lexicon()))


def _as_text(document: Document) -> bytes:
    """Return what a document tells in words for the terminal."""
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.pipeline import annotate

    found = annotate(document, load_lexicon())
    lines = [f"{document.name}  {document.outlet or ''}  {document.published or ''}".rstrip()]
    lines += [line for report in found.reports for line in _report_lines(report, found)]
    return "\n".join(lines).encode()


def _report_lines(report: Report, found: Annotations) -> Iterator[str]:
    when = report.when or ""
    yield f"  {report.start}–{report.end}  {report.type}{f'/{report.mode}' if report.mode else ''}"
    who = ", ".join(person.entity or person.text for person in report.actors) or "?"
    whom = ", ".join(person.entity or person.text for person in report.recipients)
    yield f"      {who}{f' → {whom}' if whom else ''}  {report.factuality}  {when}".rstrip()
    yield f"      «{report.trigger}»  {_chain((*found.document_chain, *report.chain))}".rstrip()


def _chain(chain: tuple[Link, ...]) -> str:
    return " ← ".join(link.entity or link.source for link in chain)
