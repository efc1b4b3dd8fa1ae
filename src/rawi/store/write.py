"""Write into a dossier: each document in one transaction; then, in one transaction, what they tell together.

The record of what was found in a document by itself is kept packed (table records) and never changed; joining starts
from these records every time. The tables that people query hold the joined picture; a document's rows are written anew
only when joining changed them.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from rawi.model import Annotations, Document, Dossier, Event, Link, ReportRef, Undertaking
from rawi.store.database import transaction
from rawi.store.statements import CLEAR_DOCUMENT, CLEAR_JOINED, INSERT

Row = dict[str, Any]
_ENCODER = msgspec.msgpack.Encoder()


def pack(annotations: Annotations) -> bytes:
    """Return annotations as the packed record that the dossier keeps, without the text, which stands in documents."""
    bare = msgspec.structs.replace(annotations.document, text="")
    return zlib.compress(_ENCODER.encode(msgspec.structs.replace(annotations, document=bare)), 6)


def digest(record: Document | Annotations) -> bytes:
    """Return 16 bytes that tell whether two records are equal."""
    return hashlib.blake2b(_ENCODER.encode(record), digest_size=16).digest()


def add_document(connection: sqlite3.Connection, document: Document, record: bytes, version: str, given: Any) -> None:
    """Add a document with the packed record of what was found in it; one with the same id is replaced.

    `version` is that of the rawi that found it, `given` a record of what was known about the document from outside. To
    be called inside a transaction. The document counts as not joined until `save_joined`.
    """
    old = connection.execute("SELECT number FROM documents WHERE id = ?", (document.id,)).fetchone()
    if old:
        remove_document(connection, old[0])
    row = {**msgspec.to_builtins(document), "notes": _json(document.notes), "given": _json(given)}
    number = connection.execute(INSERT["documents"], row).lastrowid
    connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, NULL)", (number, version, record, digest(document)))


def remove_document(connection: sqlite3.Connection, number: int) -> None:
    """Take a document out with all that hangs on it; what was joined from it is cleared until the next joining."""
    _clear_joined(connection)
    connection.execute("DELETE FROM documents WHERE number = ?", (number,))


def save_joined(connection: sqlite3.Connection, dossier: Dossier, through: str) -> bool:
    """Save what the documents tell together, in one transaction. Return whether it was saved.

    `through` names the set of documents that was joined (`joinable`); when another process has added
    documents since, nothing is saved.
    """
    with transaction(connection):
        if joinable(connection) != through:
            return False
        numbers = dict(connection.execute("SELECT id, number FROM documents"))
        joined = dict(connection.execute("SELECT document, joined_digest FROM records"))
        _clear_joined(connection)
        for annotations in dossier.annotations:
            number = numbers[annotations.document.id]
            now = digest(annotations)
            if joined[number] != now:
                _write_found(connection, annotations, number, numbers)
                connection.execute("UPDATE records SET joined_digest = ? WHERE document = ?", (now, number))
        _write_joined(connection, dossier, numbers)
        connection.execute("INSERT INTO dossier VALUES ('joined through', ?)", (through,))
    return True


def joinable(connection: sqlite3.Connection) -> str:
    """Name the set of documents that the dossier holds: their count and the newest number."""
    count, newest = connection.execute("SELECT count(*), max(number) FROM documents").fetchone()
    return f"{count} documents up to number {newest or 0}"


def is_joined(connection: sqlite3.Connection) -> bool:
    """Tell whether what is saved was joined from exactly the documents that the dossier holds."""
    found = connection.execute("SELECT value FROM dossier WHERE key = 'joined through'").fetchone()
    return found is not None and found[0] == joinable(connection)


def _clear_joined(connection: sqlite3.Connection) -> None:
    for statement in CLEAR_JOINED:
        connection.execute(statement)
    connection.execute("DELETE FROM dossier WHERE key = 'joined through'")


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    connection.executemany(INSERT[table], rows)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _numbered(records: Iterable[Any], **keys: Any) -> Iterator[Row]:
    """Yield records as rows with their position and the keys of what they belong to."""
    for position, record in enumerate(records):
        yield {**msgspec.to_builtins(record), **keys, "position": position}


class _Chains:
    """The different chains of one document, numbered from 1; its own chain is 0, an empty one is None."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[Link, ...], int] = {}

    def number(self, chain: tuple[Link, ...]) -> int | None:
        return self.numbers.setdefault(chain, len(self.numbers) + 1) if chain else None


def _write_found(
    connection: sqlite3.Connection, annotations: Annotations, number: int, numbers: Mapping[str, int]
) -> None:
    """Write the rows of one document anew."""
    for statement in CLEAR_DOCUMENT:
        connection.execute(statement, (number,))
    chains = _Chains()
    key = {"document": number}
    _insert(connection, "pieces", _numbered(annotations.document.pieces, **key))
    _insert(connection, "boxes", _numbered(annotations.document.boxes, **key))
    _insert(connection, "times", _numbered(annotations.times, **key))
    _insert(connection, "names", _numbered(annotations.names, **key))
    voices = zip(_numbered(annotations.voices, **key), annotations.voices, strict=True)
    _insert(connection, "voices", ({**row, "chain": chains.number(voice.chain)} for row, voice in voices))
    for row, report in zip(_numbered(annotations.reports, **key), annotations.reports, strict=True):
        connection.execute(INSERT["reports"], {**row, "chain": chains.number(report.chain)})
        for role, people in (("actor", report.actors), ("recipient", report.recipients)):
            _insert(connection, "participants", _numbered(people, **key, report=row["position"], role=role))
    _insert(connection, "links", _numbered(annotations.document_chain, **key, chain=0))
    for chain, place in chains.numbers.items():
        _insert(connection, "links", _numbered(chain, **key, chain=place))
    _write_undertakings(connection, annotations.undertakings, numbers, number)


def _write_undertakings(
    connection: sqlite3.Connection,
    undertakings: Iterable[Undertaking],
    numbers: Mapping[str, int],
    document: int | None = None,
) -> None:
    for undertaking in undertakings:
        row = msgspec.to_builtins(undertaking)
        row |= {"document": document, "labels": _json(undertaking.labels), "parties": _json(undertaking.parties)}
        key = {"undertaking": connection.execute(INSERT["undertakings"], row).lastrowid}
        for table in ("provisions", "phases", "mentions", "stages"):
            rows = list(_numbered(getattr(undertaking, table), **key))
            for part in rows:
                part["document"] = numbers[part["document"]]
                if table == "stages":
                    part["chain"] = _json(part["chain"])
            _insert(connection, table, rows)


def _write_joined(connection: sqlite3.Connection, dossier: Dossier, numbers: Mapping[str, int]) -> None:
    entities = ({**msgspec.to_builtins(entity), "names": _json(entity.names)} for entity in dossier.entities)
    _insert(connection, "entities", entities)
    _write_undertakings(connection, dossier.undertakings, numbers)
    for event in dossier.events:
        _write_event(connection, event, numbers)
    for dispute in dossier.disputes:
        connection.execute(INSERT["disputes"], msgspec.to_builtins(dispute))
        for position, side in enumerate(dispute.sides):
            key = {"dispute": dispute.id, "position": position}
            connection.execute(INSERT["dispute_sides"], {**key, "claim": side.claim, "origins": _json(side.origins)})
            _insert(connection, "dispute_reports", _refs(side.reports, numbers, dispute=dispute.id, side=position))


def _write_event(connection: sqlite3.Connection, event: Event, numbers: Mapping[str, int]) -> None:
    key = {"event": event.id}
    connection.execute(INSERT["events"], msgspec.to_builtins(event))
    _insert(connection, "event_reports", _refs(event.reports, numbers, **key))
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        _insert(connection, "event_participants", _numbered(people, **key, role=role))
    for position, status in enumerate(event.history):
        connection.execute(INSERT["event_history"], {**msgspec.to_builtins(status), **key, "position": position})
        _insert(connection, "event_history_reports", _refs(status.reports, numbers, **key, history=position))
    for position, origin in enumerate(event.origins):
        connection.execute(INSERT["origins"], {**msgspec.to_builtins(origin), **key, "position": position})
        _insert(connection, "origin_reports", _refs(origin.reports, numbers, **key, origin=position))


def _refs(refs: Iterable[ReportRef], numbers: Mapping[str, int], **keys: Any) -> Iterator[Row]:
    for position, ref in enumerate(refs):
        yield {**keys, "position": position, "document": numbers[ref.document], "report": ref.index}
