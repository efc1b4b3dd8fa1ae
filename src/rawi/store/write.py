"""Write into a dossier: each document in one transaction; then, in one transaction, what they tell together.

The tables hold the joined picture. What joining changed in a document's rows is kept beside them, so that joining
starts every time from what was found in each document by itself. A document's rows are written anew only when joining
changed them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from rawi.model import Annotations, Dispute, Document, Dossier, Entity, Event, Link, ReportRef, Undertaking
from rawi.store.changes import find_changes
from rawi.store.database import Connection, folded, transaction
from rawi.store.joining import clear_joined, count_change, joinable, mark_joined
from rawi.store.originals import drop_unused_original, loosen_original, number_of_original, pack_original
from rawi.store.search import drop_sentences, index_document, tidy_index
from rawi.store.tables import COLUMNS, FOUND, INSERT, PACKED, TIME_OF, Row

_ENCODER = msgspec.msgpack.Encoder()
Texts = Mapping[int, str]
"""The texts of documents by number, to tell what a span quotes."""
_NO_TEXTS: Texts = {}


def digest(record: Document | Annotations) -> bytes:
    """Return 16 bytes that tell whether two records are equal."""
    return hashlib.blake2b(_ENCODER.encode(record), digest_size=16).digest()


def add_document(
    connection: Connection, found: Annotations, version: str, given: Any, number: int | None = None
) -> None:
    """Add a document with what was found in it by itself; it takes the place of one with its id, or of `number`.

    `version` is that of the rawi that found it, `given` a record of what was known about the document from outside. To
    be called inside a transaction. The document counts as not joined until `save_joined`.
    """
    document = found.document
    query = "SELECT number, original FROM document WHERE id = ? OR number = ? ORDER BY number = ? DESC"
    replaced = connection.execute(query, (document.id, number, number)).fetchall()
    original = number_of_original(connection, document.original)
    if replaced and original is not None:
        loosen_original(connection, original, replaced[0][0])
    for old, _ in replaced:
        remove_document(connection, old)
    count_change(connection)
    known = msgspec.to_builtins(document)
    outside = {field: value for field, value in msgspec.to_builtins(given).items() if value != known[field]}
    row = {**known, "number": replaced[0][0] if replaced else None, "original": original, "given": outside}
    row |= {"version": version, "read_digest": digest(document), "rows_digest": digest(found)}
    number = _insert_one(connection, "document", row)
    _write_found(connection, found, number, {document.id: number})
    index_document(connection, number, document)
    for one in {original, *(old for _, old in replaced)} - {None}:
        drop_unused_original(connection, one)
        pack_original(connection, one)


def remove_document(connection: Connection, number: int) -> None:
    """Take a document out with all that hangs on it; what was joined from it is cleared until the next joining.

    Its original stays, unpacked.
    """
    clear_joined(connection)
    count_change(connection)
    for (original,) in connection.execute("SELECT original FROM document WHERE number = ?", (number,)).fetchall():
        loosen_original(connection, original, number)
    drop_sentences(connection, number)
    connection.execute("DELETE FROM document WHERE number = ?", (number,))


def save_joined(connection: Connection, found: Iterable[Annotations], dossier: Dossier, through: str) -> bool:
    """Save what the documents tell together, in one transaction. Return whether it was saved.

    `found` is what `dossier` was joined from, in the same order; `through` names that set of documents (`joinable`):
    when another process has added documents since, nothing is saved.
    """
    with transaction(connection):
        if joinable(connection) != through:
            return False
        numbers = dict(connection.execute("SELECT id, number FROM document"))
        digests = dict(connection.execute("SELECT id, rows_digest FROM document"))
        clear_joined(connection)
        for before, after in zip(found, dossier.annotations, strict=True):
            if digest(after) != digests[after.document.id]:
                _rewrite_found(connection, before, after, numbers)
        _write_joined(connection, dossier, numbers)
        mark_joined(connection, through)
        tidy_index(connection)
    return True


def _packed(connection: Connection, table: str, row: Row, texts: Texts) -> Row:
    """Return a row as the table holds it: terms by number, quotes left out, lists as JSON."""
    end = row.get("end", -1)
    for column in PACKED[table]:
        value = row[column.field]
        if column.form == "term":
            row[column.field] = connection.term(value) if value is not None else None
        elif column.form == "json":
            row[column.field] = msgspec.json.encode(value).decode()
        elif column.form == "day":
            if value is not None and value == row[TIME_OF[table]]:
                row[column.field] = ""
        elif column.form == "offset":
            row[column.field] = value - row["start"]
        elif column.form == "place":
            row[column.field] = None if value == -1 else value - row["start"]
        elif column.form == "share":
            row[column.field] = round(value * 1000) if round(value * 1000) / 1000 == value else value
        elif row["start"] >= 0 and value == texts[row["document"]][row["start"] : end]:
            row[column.field] = None
    return row


def _insert(connection: Connection, table: str, rows: Iterable[Row], texts: Texts = _NO_TEXTS) -> None:
    connection.executemany(INSERT[table], [_packed(connection, table, row, texts) for row in rows])


def _insert_one(connection: Connection, table: str, row: Row) -> int:
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


def _rewrite_found(connection: Connection, before: Annotations, after: Annotations, numbers: Mapping[str, int]) -> None:
    """Write the rows of one document anew, and what joining changed in them."""
    number = numbers[after.document.id]
    for table in FOUND:
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    _write_found(connection, after, number, numbers)
    changes = list(find_changes(msgspec.to_builtins(before), msgspec.to_builtins(after)))
    connection.execute(
        "UPDATE document SET rows_digest = ?, before_joining = ? WHERE number = ?",
        (digest(after), msgspec.json.encode(changes).decode(), number),
    )


def _write_found(connection: Connection, found: Annotations, number: int, numbers: Mapping[str, int]) -> None:
    """Write the rows of one document, which has none."""
    texts = {number: found.document.text}
    chains = _Chains()
    key = {"document": number}
    _insert(connection, "piece", _numbered(found.document.pieces, **key))
    _insert(connection, "box", _numbered(found.document.boxes, **key))
    _insert(connection, "repair", _numbered(found.document.repairs, **key))
    _insert(connection, "time", _numbered(found.times, **key))
    names = ({**row, "naming": _naming(connection, row)} for row in _numbered(found.names, **key))
    _insert(connection, "name", names, texts)
    voices = zip(_numbered(found.voices, **key), found.voices, strict=True)
    _insert(connection, "voice", ({**row, "chain": chains.number(voice.chain)} for row, voice in voices))
    reports = zip(_numbered(found.reports, **key), found.reports, strict=True)
    _insert(connection, "report", ({**row, "chain": chains.number(one.chain)} for row, one in reports), texts)
    for place, report in enumerate(found.reports):
        for role, people in (("actor", report.actors), ("recipient", report.recipients)):
            _insert(connection, "participant", _numbered(people, **key, report=place, role=role), texts)
    _insert(connection, "link", _numbered(found.document_chain, **key, chain=0), texts)
    for chain, place in chains.numbers.items():
        _insert(connection, "link", _numbered(chain, **key, chain=place), texts)
    _write_undertakings(connection, found.undertakings, numbers, texts, number)


def _naming(connection: Connection, name: Row) -> int:
    """Return the number of what a name has in common with many others."""
    row = {column.field: name[column.field] for column in COLUMNS["naming"]}
    return connection.naming(tuple(_packed(connection, "naming", row, _NO_TEXTS).values()))


def _write_undertakings(
    connection: Connection,
    undertakings: Iterable[Undertaking],
    numbers: Mapping[str, int],
    texts: Texts,
    document: int | None = None,
) -> None:
    for undertaking in undertakings:
        row = {**msgspec.to_builtins(undertaking), "document": document}
        key = {"undertaking": _insert_one(connection, "undertaking", row)}
        for table, parts in (
            ("provision", undertaking.provisions),
            ("phase", undertaking.phases),
            ("stage", undertaking.stages),
            ("mention", undertaking.mentions),
        ):
            rows = _numbered(parts, **key)
            _insert(connection, table, ({**row, "document": numbers[row["document"]]} for row in rows), texts)


def _write_joined(connection: Connection, dossier: Dossier, numbers: Mapping[str, int]) -> None:
    for entity in dossier.entities:
        row = {**msgspec.to_builtins(entity), "folded_names": _folded_names(entity)}
        row["label_en"] = None if entity.label_en == entity.id else entity.label_en
        row["label_ar"] = None if entity.label_ar in entity.names[:1] else entity.label_ar
        _insert(connection, "entity", [row])
    texts = {numbers[one.document.id]: one.document.text for one in dossier.annotations}
    _write_undertakings(connection, dossier.undertakings, numbers, texts)
    connection.execute("UPDATE correction SET missed = 0")
    connection.executemany("UPDATE correction SET missed = 1 WHERE id = ?", ((id,) for id in dossier.missed))
    labels = {entity.id: entity.label_ar for entity in dossier.entities}
    events = {event.id: _write_event(connection, event, numbers, labels) for event in dossier.events}
    for dispute in dossier.disputes:
        _write_dispute(connection, dispute, events[dispute.event], numbers)
    for note in dossier.notes:
        row = {**msgspec.to_builtins(note), "event": events[note.event] if note.event else None}
        report, document = (note.report.index, numbers[note.report.document]) if note.report else (None, None)
        _insert(connection, "note", [row | {"report": report, "document": document}])


def _folded_names(entity: Entity) -> str:
    """Return all names of an entity in one spelling; one that stands in another is left out."""
    found: list[str] = []
    for name in sorted({folded(name) for name in (entity.label_en, entity.label_ar, *entity.names)}, key=len):
        found = [other for other in found if other not in name]
        found.append(name)
    return "|".join(sorted(found))


def _write_event(connection: Connection, event: Event, numbers: Mapping[str, int], labels: Mapping[str, str]) -> int:
    """Write an event and return its number; `labels` are the Arabic labels of the entities."""
    number = _insert_one(connection, "event", msgspec.to_builtins(event))
    key = {"event": number}
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        rows = _numbered(people, **key, role=role)
        shown = ({**row, "text": None} if labels.get(row["entity"]) == row["text"] else row for row in rows)
        _insert(connection, "event_participant", shown)
    _insert(connection, "status", _numbered(event.history, **key))
    _insert(connection, "origin", _numbered(event.origins, **key))
    statuses = {ref: place for place, status in enumerate(event.history) for ref in status.reports}
    known = {ref: (which, place) for which, one in enumerate(event.origins) for place, ref in enumerate(one.reports)}
    for row, ref in zip(_refs(event.reports, numbers, **key), event.reports, strict=True):
        origin, place = known.get(ref, (None, None))
        _insert(connection, "event_report", [row | {"status": statuses.get(ref), "origin": origin, "place": place}])
    return number


def _write_dispute(connection: Connection, dispute: Dispute, event: int, numbers: Mapping[str, int]) -> None:
    key = {"dispute": _insert_one(connection, "dispute", {**msgspec.to_builtins(dispute), "event": event})}
    _insert(connection, "side", _numbered(dispute.sides, **key))
    for place, side in enumerate(dispute.sides):
        _insert(connection, "side_report", _refs(side.reports, numbers, **key, side=place))


def _refs(refs: Iterable[ReportRef], numbers: Mapping[str, int], **keys: Any) -> Iterator[Row]:
    for position, ref in enumerate(refs):
        yield {**keys, "position": position, "document": numbers[ref.document], "report": ref.index}
