"""Write the records of a dossier as rows: what was found in a document, and what documents tell together.

The tables hold the joined picture. What joining changed in a document's rows is kept beside them, so that what was
found in the document by itself can be had again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from rawi.model import Annotations, Dispute, Document, Entity, Event, Link, Note, ReportRef, Undertaking
from rawi.store.changes import find_changes
from rawi.store.database import Connection, folded
from rawi.store.days import pack_day
from rawi.store.tables import COLUMNS, FOUND, INSERT, PACKED, SPELT, TIME_OF, Row

_ENCODER = msgspec.msgpack.Encoder()
Texts = Mapping[int, str]
"""The texts of documents by number, to tell what a span quotes."""
_NO_TEXTS: Texts = {}
Numbers = Mapping[str, int]
"""The numbers of documents by id."""


def digest(record: Document | Annotations) -> bytes:
    """Return 8 bytes that tell whether two records are equal."""
    return hashlib.blake2b(_ENCODER.encode(record), digest_size=16).digest()[:8]


def _packed(connection: Connection, table: str, row: Row, texts: Texts) -> Row:
    """Return a row as the table holds it: terms by number, quotes left out, lists as JSON."""
    end, time = row.get("end", -1), row.get(TIME_OF.get(table, ""))
    for column in PACKED[table]:
        value = row[column.field]
        if column.form == "term":
            row[column.field] = connection.term(value) if value is not None else None
        elif column.form == "json":
            row[column.field] = msgspec.json.encode(value).decode()
        elif column.form == "day":
            if value is not None and value == time:
                row[column.field] = ""
        elif column.form == "date":
            row[column.field] = pack_day(value)
        elif column.form == "offset":
            row[column.field] = value - row["start"]
        elif column.form == "place":
            row[column.field] = None if value == -1 else value - row["start"]
        elif column.form == "share":
            row[column.field] = round(value * 1000) if round(value * 1000) / 1000 == value else value
        elif column.form == "reasons":
            row[column.field] = ",".join(str(connection.reason(one)) for one in value.split(", ")) if value else ""
        elif row["start"] >= 0 and value == texts[row["document"]][row["start"] : end]:
            row[column.field] = None
    return row


def _insert(connection: Connection, table: str, rows: Iterable[Row], texts: Texts = _NO_TEXTS) -> None:
    connection.executemany(INSERT[table], [_packed(connection, table, row, texts) for row in rows])


def insert_one(connection: Connection, table: str, row: Row) -> int:
    """Insert a row and return its number."""
    number = connection.execute(INSERT[table], _packed(connection, table, row, _NO_TEXTS)).lastrowid
    assert number is not None
    return number


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


def write_found_again(connection: Connection, before: Annotations, after: Annotations, number: int) -> None:
    """Write the rows of one document anew where joining changes them, and what it changed."""
    mark = digest(after)
    if connection.execute("SELECT 1 FROM document WHERE number = ? AND rows_digest = ?", (number, mark)).fetchone():
        return
    for table in FOUND:
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    write_found(connection, after, number)
    changes = list(find_changes(msgspec.to_builtins(before), msgspec.to_builtins(after)))
    connection.execute(
        "UPDATE document SET rows_digest = ?, before_joining = ? WHERE number = ?",
        (mark, msgspec.json.encode(changes).decode(), number),
    )


def write_found(connection: Connection, found: Annotations, number: int) -> None:
    """Write the rows of one document, which has none."""
    texts = {number: found.document.text}
    chains = _Chains()
    key = {"document": number}
    _insert(connection, "piece", _numbered(found.document.pieces, **key))
    _insert(connection, "box", _numbered(found.document.boxes, **key))
    _insert(connection, "repair", _numbered(found.document.repairs, **key))
    _insert(connection, "time", _numbered(found.times, **key))
    names = ({**row, "naming": _shared(connection, "naming", row)} for row in _numbered(found.names, **key))
    _insert(connection, "name", names, texts)
    voices = zip(_numbered(found.voices, **key), found.voices, strict=True)
    _insert(connection, "voice", ({**row, "chain": chains.number(voice.chain)} for row, voice in voices))
    reports = zip(_numbered(found.reports, **key), found.reports, strict=True)
    _insert(connection, "report", ({**row, "chain": chains.number(one.chain)} for row, one in reports), texts)
    for place, report in enumerate(found.reports):
        for role, people in (("actor", report.actors), ("recipient", report.recipients)):
            rows = _numbered(people, **key, report=place, role=role)
            _insert(
                connection, "participant", ({**row, "actor": _shared(connection, "actor", row)} for row in rows), texts
            )
    _insert(connection, "link", _numbered(found.document_chain, **key, chain=0), texts)
    for chain, place in chains.numbers.items():
        _insert(connection, "link", _numbered(chain, **key, chain=place), texts)
    write_undertakings(connection, found.undertakings, {found.document.id: number}, texts, number)


def _shared(connection: Connection, table: str, row: Row) -> int:
    """Return the number of what a row has in common with many others, which the table holds."""
    values = {column.field: row[column.field] for column in COLUMNS[table]}
    return connection.shared(table, tuple(_packed(connection, table, values, _NO_TEXTS).values()))


def write_undertakings(
    connection: Connection,
    undertakings: Iterable[Undertaking],
    numbers: Numbers,
    texts: Texts,
    document: int | None = None,
) -> None:
    """Write undertakings, of one document or joined; `texts` are those of the documents in which they stand."""
    for undertaking in undertakings:
        row = {**msgspec.to_builtins(undertaking), "document": document}
        key = {"undertaking": insert_one(connection, "undertaking", row)}
        for table, parts in (
            ("provision", undertaking.provisions),
            ("phase", undertaking.phases),
            ("stage", undertaking.stages),
            ("mention", undertaking.mentions),
        ):
            rows = _numbered(parts, **key)
            _insert(connection, table, ({**row, "document": numbers[row["document"]]} for row in rows), texts)


def write_entity(connection: Connection, entity: Entity) -> None:
    """Write an entity, in the place of one of that id.

    A participant of an event whose words are the label of his entity has none of his own: that stays so.
    """
    number = connection.term(entity.id)
    query = f"SELECT (SELECT label_ar FROM entity WHERE number = :entity), {SPELT.format(entity=':entity')}"
    before, spelt = connection.execute(query, {"entity": number}).fetchone()
    if before and before != entity.label_ar:
        values = {"entity": number, "before": before, "after": entity.label_ar}
        own = """UPDATE event_participant SET text = {}
                 WHERE actor IN (SELECT number FROM actor WHERE entity = :entity) AND text IS {}"""
        connection.execute(own.format(":before", "NULL"), values)
        connection.execute(own.format("NULL", ":after"), values)
    row = {**msgspec.to_builtins(entity), "folded_names": _folded_names(entity)}
    row["label_en"] = None if entity.label_en == entity.id else entity.label_en
    connection.execute("DELETE FROM entity WHERE number = ?", (number,))
    _insert(connection, "entity", [row])
    if msgspec.json.decode(spelt) == list(entity.names):
        connection.execute("UPDATE entity SET names = NULL WHERE number = ?", (number,))


def write_note(connection: Connection, note: Note, document: int | None) -> None:
    """Write a note; `document` is the number of that in which its report stands."""
    event = connection.execute("SELECT number FROM event WHERE id = ?", (note.event,)).fetchone()
    report = note.report.index if note.report else None
    row = {**msgspec.to_builtins(note), "event": event[0] if event else None, "report": report, "document": document}
    _insert(connection, "note", [row])


def _folded_names(entity: Entity) -> str:
    """Return all names of an entity in one spelling; left out are its id, and what stands in another."""
    found: list[str] = []
    names = {folded(name) for name in (entity.label_en, entity.label_ar, *entity.names)}
    if entity.id.isascii():
        names.discard(entity.id.lower())
    for name in sorted(names, key=len):
        found = [other for other in found if other not in name]
        found.append(name)
    return "|".join(sorted(found))


def write_event(connection: Connection, event: Event, numbers: Numbers) -> int:
    """Write an event and return its number."""
    number = insert_one(connection, "event", msgspec.to_builtins(event))
    key = {"event": number}
    query = "SELECT text FROM document WHERE number = ?"
    (text,) = connection.execute(query, (numbers[event.reports[0].document],)).fetchone() if event.reports else ("",)
    roles = ["actor"] * len(event.actors) + ["recipient"] * len(event.recipients)
    participants = list(_numbered((*event.actors, *event.recipients), **key))
    for role, row in zip(roles, participants, strict=True):
        row |= {"role": role, "actor": _shared(connection, "actor", row)}
        if _is_label(connection, row):
            row["text"] = None
        elif row["entity"] and row["end"] > row["start"] >= 0 and row["text"] == text[row["start"] : row["end"]] != "":
            row["text"] = 0
    _insert(connection, "event_participant", participants)
    _insert(connection, "status", _numbered(event.history, **key))
    _insert(connection, "origin", _numbered(event.origins, **key))
    statuses = {ref: place for place, status in enumerate(event.history) for ref in status.reports}
    known = {ref: (which, place) for which, one in enumerate(event.origins) for place, ref in enumerate(one.reports)}
    reports = list(_refs(event.reports, numbers, **key))
    for row, ref in zip(reports, event.reports, strict=True):
        row["status"], (row["origin"], row["place"]) = statuses.get(ref), known.get(ref, (None, None))
    _insert(connection, "event_report", reports)
    return number


def _is_label(connection: Connection, row: Row) -> bool:
    """Tell whether the words of a participant are the Arabic label of his entity."""
    query = "SELECT label_ar FROM entity JOIN term USING (number) WHERE term = ?"
    found = connection.execute(query, (row["entity"],)).fetchone()
    return found is not None and found[0] == row["text"]


def write_dispute(connection: Connection, dispute: Dispute, event: int, numbers: Numbers) -> None:
    """Write a dispute of the event of that number."""
    key = {"dispute": insert_one(connection, "dispute", {**msgspec.to_builtins(dispute), "event": event})}
    _insert(connection, "side", _numbered(dispute.sides, **key))
    for place, side in enumerate(dispute.sides):
        _insert(connection, "side_report", _refs(side.reports, numbers, **key, side=place))


def _refs(refs: Iterable[ReportRef], numbers: Numbers, **keys: Any) -> Iterator[Row]:
    for position, ref in enumerate(refs):
        yield {**keys, "position": position, "document": numbers[ref.document], "report": ref.index}
