"""Verify a dossier: the file itself, its originals, every span, every key, every count."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from rawi.errors import StoreError
from rawi.model import Annotations, Dossier, Report, ReportRef, Span, Undertaking
from rawi.store.database import Connection
from rawi.store.joining import is_joined
from rawi.store.originals import read_original
from rawi.store.read import read_digests, read_dossier, read_found
from rawi.store.rows import digest


def check_dossier(connection: Connection) -> Iterator[str]:
    """Yield everything that is wrong with a dossier, each as one line that names the place; nothing if it is sound."""
    damage = list(_check_file(connection))
    yield from damage
    if damage:
        return
    yield from _check_originals(connection)
    yield from _check_sentences(connection)
    yield from _check_documents(connection)
    if not is_joined(connection):
        yield "documents have come in that are not joined yet: run rawi build once more"
        return
    dossier = read_dossier(connection)
    yield from _check_rows(connection, dossier)
    for found in dossier.annotations:
        yield from check_spans(found)
    yield from check_counts(dossier)


def _check_file(connection: Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"table {table}, row {row}: points at something in {parent} that is not there"


def _check_sentences(connection: Connection) -> Iterator[str]:
    """Name the documents whose sentences are not those that they name, and sentences of no document."""
    query = """SELECT d.name FROM document d LEFT JOIN sentence s ON s.document = d.number
               GROUP BY d.number HAVING count(s.number) != d.last_sentence - d.first_sentence + 1"""
    for (name,) in connection.execute(query):
        yield f"document {name}: its sentences cannot all be searched"
    lost = "SELECT count(*) FROM sentence WHERE document NOT IN (SELECT number FROM document)"
    if count := connection.execute(lost).fetchone()[0]:
        yield f"{count} sentences belong to no document"


def _check_originals(connection: Connection) -> Iterator[str]:
    query = "SELECT o.number, lower(hex(sha256)), term, size FROM original o JOIN term ON term.number = o.name"
    for number, key, name, size in connection.execute(query).fetchall():
        try:
            data = read_original(connection, number)
        except StoreError as error:
            yield f"original {name}: {error.problem}"
            continue
        if len(data) != size or hashlib.sha256(data).hexdigest() != key:
            yield f"original {name}: its bytes are not those that were kept under {key}"
    unused = "SELECT name FROM originals WHERE documents = 0"
    for (name,) in connection.execute(unused):
        yield f"original {name}: no document was read from it"


def _check_documents(connection: Connection) -> Iterator[str]:
    """Compare each document as it was read, before joining, with the digest that was taken then."""
    kept = read_digests(connection)
    for found in read_found(connection):
        if digest(found.document) != kept[found.document.id]:
            yield f"document {found.document.name}: it is not what was read"
        yield from check_spans(found)


def _check_rows(connection: Connection, dossier: Dossier) -> Iterator[str]:
    """Compare the rows of each document with the digest that was taken when they were written."""
    kept = dict(connection.execute("SELECT id, rows_digest FROM document"))
    for found in dossier.annotations:
        if digest(found) != kept[found.document.id]:
            yield f"document {found.document.name}: its rows are not what was written"


def check_spans(annotations: Annotations) -> Iterator[str]:
    """Yield every span that does not lie in its text, and every trigger that does not quote it."""
    document = annotations.document
    size = len(document.text)
    for what, span in _spans(annotations):
        if not 0 <= span.start <= span.end <= size:
            yield f"document {document.name}: {what} {span.start}–{span.end} does not lie in its {size} characters"
    for report in annotations.reports:
        if report.quote(document.text) != report.trigger:
            yield f"document {document.name}: the trigger at {report.start} is not what stands there"


def _spans(annotations: Annotations) -> Iterator[tuple[str, Span]]:
    """Yield every span in a document with what it is; places outside the text (-1) are left out."""
    document = annotations.document
    for what, spans in (
        ("piece", document.pieces),
        ("box", document.boxes),
        ("repair", document.repairs),
        ("time", annotations.times),
        ("name", annotations.names),
        ("voice", annotations.voices),
        ("report", annotations.reports),
    ):
        yield from ((what, span) for span in spans)
    for report in annotations.reports:
        yield from (("participant", Span(p.start, p.end)) for p in (*report.actors, *report.recipients) if p.start >= 0)
    chains = [
        annotations.document_chain,
        *(v.chain for v in annotations.voices),
        *(r.chain for r in annotations.reports),
    ]
    yield from (("link", Span(link.start, link.end)) for chain in chains for link in chain if link.start >= 0)
    yield from _evidence(annotations.undertakings)


def _evidence(undertakings: Iterable[Undertaking]) -> Iterator[tuple[str, Span]]:
    for undertaking in undertakings:
        parts = (*undertaking.provisions, *undertaking.phases, *undertaking.stages, *undertaking.mentions)
        yield from (("evidence", part) for part in parts)


def check_counts(dossier: Dossier) -> Iterator[str]:
    """Yield numbers that do not agree with what they count, and reports that do not belong to exactly one event."""
    reports: dict[ReportRef, Report] = {
        ReportRef(a.document.id, index): report for a in dossier.annotations for index, report in enumerate(a.reports)
    }
    owners = Counter(ref for event in dossier.events for ref in event.reports)
    for ref in reports:
        if owners[ref] != 1:
            yield f"document {ref.document}: report {ref.index} belongs to {owners[ref]} events"
    texts = {a.document.id: a.document.text for a in dossier.annotations}
    for what, part in _evidence(dossier.undertakings):
        if not 0 <= part.start <= part.end <= len(texts[part.document]):  # type: ignore[attr-defined]
            yield f"{what} {part.start}–{part.end} does not lie in its document"
    disputed = {dispute.event for dispute in dossier.disputes if dispute.about == "factuality"}
    for event in dossier.events:
        if event.independent_origins != len(event.origins):
            yield f"event {event.id}: {event.independent_origins} origins are counted, {len(event.origins)} are named"
        if {ref for origin in event.origins for ref in origin.reports} != set(event.reports):
            yield f"event {event.id}: its origins do not account for its reports"
        if event.dispute != (event.id in disputed):
            yield f"event {event.id}: its mark of dispute does not agree with the disputes"
