"""Verify a dossier: the file itself, its originals, every span, every key, every count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from rawi.errors import StoreError
from rawi.model import Annotations, Span, Undertaking
from rawi.store.database import Connection
from rawi.store.joining import is_joined
from rawi.store.originals import read_original
from rawi.store.read import read_digests, read_found, read_linked
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
    yield from _check_rows(connection)
    yield from _check_joined(connection)


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


def _check_rows(connection: Connection) -> Iterator[str]:
    """Compare each document's rows with the digest that was taken when they were written, and look at its spans."""
    query = "SELECT number, rows_digest FROM document WHERE number > ? ORDER BY number LIMIT 500"
    last = 0
    while some := connection.execute(query, (last,)).fetchall():
        last = some[-1][0]
        for (_, kept), found in zip(some, read_linked(connection, [number for number, _ in some]), strict=True):
            if digest(found) != kept:
                yield f"document {found.document.name}: its rows are not what was written"
            yield from check_spans(found)


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


_FAULTS = (
    (
        """WITH told AS MATERIALIZED (
               SELECT document << 20 | report AS ref, count(*) AS events FROM event_report GROUP BY 1)
           SELECT name, r.position, ifnull(events, 0) FROM report r JOIN document ON number = r.document
           LEFT JOIN told ON ref = r.document << 20 | r.position WHERE events IS NOT 1""",
        "document {}: report {} belongs to {} events",
    ),
    *(
        (
            f"""SELECT name, x.report FROM {table} x JOIN document ON number = x.document
                WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.document = x.document AND r.position = x.report)""",
            "document {}: there is no report {}, but " + table.replace("_report", "") + "s name it",
        )
        for table in ("event_report", "side_report")
    ),
    (
        """SELECT e.id, independent_origins, count(o.event) FROM event e LEFT JOIN origin o ON o.event = e.number
           GROUP BY e.number HAVING independent_origins != count(o.event)""",
        "event {}: {} origins are counted, {} are named",
    ),
    (
        """SELECT DISTINCT e.id FROM event e JOIN event_report r ON r.event = e.number
           LEFT JOIN origin o ON o.event = r.event AND o.position = r.origin WHERE o.event IS NULL""",
        "event {}: its origins do not account for its reports",
    ),
    (
        """SELECT id FROM event e WHERE dispute != EXISTS (
               SELECT 1 FROM dispute d JOIN term ON term.number = about
               WHERE d.event = e.number AND term = 'factuality')""",
        "event {}: its mark of dispute does not agree with the disputes",
    ),
    (
        """SELECT name, r.position FROM report r JOIN document ON number = r.document
           WHERE r.event IS NOT (SELECT event FROM event_report e WHERE e.event = r.event
                                 AND e.document = r.document AND e.report = r.position)""",
        "document {}: report {} names an event that does not name it",
    ),
    *(
        (
            f"""SELECT start, p."end", name FROM {table} p JOIN document ON document.number = p.document
                WHERE NOT (0 <= start AND start <= p."end" AND p."end" <= length(document.text))""",
            table + " {}–{} does not lie in its document {}",
        )
        for table in ("provision", "phase", "stage", "mention")
    ),
)
"""What cannot be in what was joined: a query for each fault, and what it means."""


def _check_joined(connection: Connection) -> Iterator[str]:
    """Yield numbers that do not agree with what they count, and reports that do not belong to exactly one event."""
    for query, fault in _FAULTS:
        yield from (fault.format(*row) for row in connection.execute(query))
