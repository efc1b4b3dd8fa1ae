"""Read a dossier back: packed records for joining anew, or the whole joined picture as one `Dossier`."""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from rawi.errors import StoreError
from rawi.model import Annotations, Dossier
from rawi.store.database import open_to_read
from rawi.store.statements import SELECT

Row = dict[str, Any]
_DECODER = msgspec.msgpack.Decoder(Annotations)


def unpack(record: bytes, text: str) -> Annotations:
    """Return the annotations of a packed record. Raises StoreError for one that this version cannot read."""
    try:
        annotations = _DECODER.decode(zlib.decompress(record))
    except (msgspec.DecodeError, zlib.error) as error:
        remedy = "run rawi rebuild on the dossier"
        raise StoreError(f"a record of another version of rawi cannot be read: {error}", remedy=remedy) from error
    document = msgspec.structs.replace(annotations.document, text=text)
    return msgspec.structs.replace(annotations, document=document)


def read_records(connection: sqlite3.Connection) -> Iterator[Annotations]:
    """Yield what was found in each document by itself, in the order in which the documents came in."""
    query = "SELECT found, text FROM records JOIN documents ON number = document ORDER BY number"
    for record, text in connection.execute(query):
        yield unpack(record, text)


def read_digests(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Return, by document id, the digest of each document as it was read."""
    return dict(connection.execute("SELECT id, read_digest FROM documents JOIN records ON document = number"))


def load_dossier(path: Path) -> Dossier:
    """Return a dossier as it was last joined. Raises StoreError if it cannot be opened."""
    connection = open_to_read(path)
    try:
        connection.execute("BEGIN")
        return read_dossier(connection)
    finally:
        connection.close()


def read_dossier(connection: sqlite3.Connection) -> Dossier:
    """Return the joined picture of an open dossier."""
    return _Rows(connection).dossier()


class _Rows:
    """All rows of a dossier, grouped by what they belong to, and put together into records."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids = dict(connection.execute("SELECT number, id FROM documents"))

    def _all(self, table: str, order: str = "rowid") -> Iterator[Row]:
        cursor = self._connection.execute(f"{SELECT[table]} ORDER BY {order}")
        fields = [column[0] for column in cursor.description]
        for values in cursor:
            yield dict(zip(fields, values, strict=True))

    def _grouped(self, table: str, *keys: str) -> defaultdict[Any, list[Row]]:
        """Return the rows of a table in order of position, by one key or by a tuple of keys."""
        groups: defaultdict[Any, list[Row]] = defaultdict(list)
        for row in self._all(table, ", ".join([*keys, "position"])):
            groups[row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys)].append(row)
        return groups

    def dossier(self) -> Dossier:
        undertakings = self._undertakings()
        whole = {
            "annotations": list(self._annotations(undertakings)),
            "entities": [{**row, "names": _list(row["names"])} for row in self._all("entities")],
            "undertakings": undertakings[None],
            "events": self._events(),
            "disputes": self._disputes(),
        }
        return msgspec.convert(whole, Dossier, strict=False)

    def _annotations(self, undertakings: defaultdict[int | None, list[Row]]) -> Iterator[Row]:
        links = self._grouped("links", "document", "chain")
        people = self._grouped("participants", "document", "report", "role")
        tables = ("pieces", "boxes", "times", "names", "voices", "reports")
        parts = {table: self._grouped(table, "document") for table in tables}
        numbers = {id: number for number, id in self._ids.items()}
        for document in self._all("documents", "number"):
            number = numbers[document["id"]]
            document |= {"notes": _list(document["notes"])}
            document |= {table: parts[table][number] for table in ("pieces", "boxes")}
            for voice in parts["voices"][number]:
                voice["chain"] = links[number, voice["chain"]]
            for report in parts["reports"][number]:
                report["chain"] = links[number, report["chain"]]
                report["actors"] = people[number, report["position"], "actor"]
                report["recipients"] = people[number, report["position"], "recipient"]
            found = {table: parts[table][number] for table in ("times", "names", "voices", "reports")}
            chain = links[number, 0]
            yield {"document": document, "document_chain": chain, "undertakings": undertakings[number], **found}

    def _undertakings(self) -> defaultdict[int | None, list[Row]]:
        parts = {table: self._grouped(table, "undertaking") for table in ("provisions", "phases", "stages", "mentions")}
        for rows in parts.values():
            for row in (row for group in rows.values() for row in group):
                row["document"] = self._ids[row["document"]]
                if "chain" in row:
                    row["chain"] = _list(row["chain"])
        found: defaultdict[int | None, list[Row]] = defaultdict(list)
        numbers = (number for (number,) in self._connection.execute("SELECT number FROM undertakings ORDER BY number"))
        for number, row in zip(numbers, self._all("undertakings", "number"), strict=True):
            row |= {"labels": _list(row["labels"]), "parties": _list(row["parties"])}
            found[row.pop("document")].append(row | {table: parts[table][number] for table in parts})
        return found

    def _refs(self, rows: list[Row]) -> list[Row]:
        return [{"document": self._ids[row["document"]], "index": row["report"]} for row in rows]

    def _events(self) -> list[Row]:
        people = self._grouped("event_participants", "event", "role")
        reports = self._grouped("event_reports", "event")
        history = self._grouped("event_history", "event")
        history_reports = self._grouped("event_history_reports", "event", "history")
        origins = self._grouped("origins", "event")
        origin_reports = self._grouped("origin_reports", "event", "origin")
        events = list(self._all("events"))
        for event in events:
            id = event["id"]
            event |= {"actors": people[id, "actor"], "recipients": people[id, "recipient"]}
            event |= {"reports": self._refs(reports[id]), "history": history[id], "origins": origins[id]}
            for rows, refs in ((history, history_reports), (origins, origin_reports)):
                for row in rows[id]:
                    row["reports"] = self._refs(refs[id, row["position"]])
        return events

    def _disputes(self) -> list[Row]:
        sides = self._grouped("dispute_sides", "dispute")
        reports = self._grouped("dispute_reports", "dispute", "side")
        disputes = list(self._all("disputes"))
        for dispute in disputes:
            dispute["sides"] = sides[dispute["id"]]
            for side in dispute["sides"]:
                side["reports"] = self._refs(reports[dispute["id"], side["position"]])
                side["origins"] = _list(side["origins"])
        return disputes


def _list(value: str) -> Any:
    return msgspec.json.decode(value)
