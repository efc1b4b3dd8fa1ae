"""Read a dossier back: the joined picture as one `Dossier` or a part of it, or what was found before joining."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from rawi.model import Annotations, Dossier
from rawi.store.changes import undo_changes
from rawi.store.database import Connection, open_to_read
from rawi.store.days import unpack_day
from rawi.store.tables import SELECT, TIME_OF, UNPACKED, Row


def load_dossier(path: Path) -> Dossier:
    """Return a dossier as it was last joined. Raises StoreError if it cannot be opened."""
    with closing(open_to_read(path)) as connection:
        connection.execute("BEGIN")
        return read_dossier(connection)


def read_dossier(connection: Connection) -> Dossier:
    """Return the joined picture of an open dossier."""
    with no_collection():
        return msgspec.convert(_Reader(connection).dossier(), Dossier, strict=False)


def read_outline(connection: Connection) -> Dossier:
    """Return the events of an open dossier, and of its documents only what they are called and where reports stand.

    That is what comparing dossiers asks for (`rawi.linking.news.compare_dossiers`), in a tenth of the room.
    """
    with no_collection():
        return msgspec.convert(_Reader(connection).outline(), Dossier, strict=False)


def load_outline(path: Path) -> Dossier:
    """Return the outline of a dossier as it was last joined. Raises StoreError if it cannot be opened."""
    with closing(open_to_read(path)) as connection:
        connection.execute("BEGIN")
        return read_outline(connection)


def read_found(connection: Connection, numbers: Sequence[int] | None = None) -> Iterator[Annotations]:
    """Yield what was found in each document by itself, in the order in which the documents came in, or of `numbers`.

    They are read a few hundred at a time: their rows take more room than their records.
    """
    for row, changes in _rows_of(connection, numbers):
        yield msgspec.convert(undo_changes(row, changes), Annotations, strict=False)


def read_linked(connection: Connection, numbers: Sequence[int]) -> Iterator[Annotations]:
    """Yield some documents with what was found in them, as joining has named it, in the order of `numbers`."""
    for row, _ in _rows_of(connection, numbers):
        yield msgspec.convert(row, Annotations, strict=False)


def _rows_of(connection: Connection, numbers: Sequence[int] | None) -> Iterator[tuple[Row, list[Any]]]:
    if numbers is None:
        numbers = [number for (number,) in connection.execute("SELECT number FROM document ORDER BY number")]
    for start in range(0, len(numbers), _DOCUMENTS_AT_ONCE):
        some = list(numbers[start : start + _DOCUMENTS_AT_ONCE])
        query = f"SELECT number FROM undertaking WHERE document IN ({', '.join(map(str, some))})"
        own = [number for (number,) in connection.execute(query)]
        wanted = dict.fromkeys(("documents", "told", "named"), some) | {
            "undertakings": own,
            "mentions": own,
            "events": [],
        }
        yield from _Reader(connection, wanted, _Terms(connection)).documents(some)


class _Terms(dict[Any, Any]):
    """The words by number, each looked up when it is first needed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __missing__(self, number: int | None) -> str | None:
        row = self._connection.execute("SELECT term FROM term WHERE number = ?", (number,)).fetchone()
        self[number] = row[0] if row else None
        return row[0] if row else None

    def get(self, number: Any, default: Any = None) -> Any:
        return self[number]


class Part(Struct, frozen=True, kw_only=True):
    """A part of a dossier, by the numbers of its events, undertakings and documents.

    `documents` are read with everything that was found in them. Those that only hold evidence for an event or an
    undertaking come without the layers that a sentence can do without (pieces, names, voices, boxes, repairs), and
    their reports of other events without participants and chains.
    Undertakings come without the places where they are merely mentioned. `told` are the documents that hold evidence,
    where not all of it is wanted: references to others lead nowhere then, and quotes from them are empty.
    """

    events: tuple[int, ...] = ()
    undertakings: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    told: tuple[int, ...] | None = None


def read_part(connection: Connection, part: Part, terms: Mapping[int, str] | None = None) -> Dossier:
    """Return a part of the joined picture, with the disputes and notes of its events and without entities.

    `terms` are the words by number, where the caller has read them already.
    """
    with no_collection():
        return msgspec.convert(
            _Reader(connection, _numbers_of(connection, part), terms).dossier(), Dossier, strict=False
        )


def read_digests(connection: Connection) -> dict[str, bytes]:
    """Return, by document id, the digest of each document as it was read."""
    return dict(connection.execute("SELECT id, read_digest FROM document"))


def read_digest(connection: Connection, id: str) -> bytes | None:
    """Return the digest of a document as it was read, by its id; None if it is not there."""
    row = connection.execute("SELECT read_digest FROM document WHERE id = ?", (id,)).fetchone()
    return row[0] if row else None


_DOCUMENTS_AT_ONCE = 500

_KEYS: Mapping[str, tuple[str, str]] = {
    "entity": ("rowid", "none"),
    "note": ("event", "events"),
    "event": ("number", "events"),
    "dispute": ("event", "events"),
    "undertaking": ("number", "undertakings"),
    "document": ("number", "told"),
    **dict.fromkeys(("event_participant", "event_report", "status", "origin"), ("event", "events")),
    **dict.fromkeys(("side", "side_report"), ("dispute", "disputes")),
    **dict.fromkeys(("provision", "phase", "stage"), ("undertaking", "undertakings")),
    "mention": ("undertaking", "mentions"),
    **dict.fromkeys(("time", "link", "report", "participant"), ("document", "told")),
    **dict.fromkeys(("piece", "name", "voice", "box", "repair"), ("document", "documents")),
}
"""By which column a table is cut down to a part, and to which numbers."""

_ONLY: Mapping[str, str] = {
    "participant": """ AND (document IN ({documents}) OR (document, report) IN (
        SELECT document, report FROM event_report WHERE event IN ({events})))""",
    "link": """ AND (chain = 0 OR document IN ({documents}) OR (document, chain) IN (
        SELECT r.document, r.chain FROM event_report e JOIN report r ON r.document = e.document
        AND r.position = e.report WHERE e.event IN ({events})))""",
}
"""What else cuts a table down: of documents that only hold evidence, what is read of the reports of other events."""

_TOLD = """
    SELECT document FROM event_report WHERE event IN ({events})
    UNION SELECT document FROM stage WHERE undertaking IN ({undertakings})
    UNION SELECT document FROM provision WHERE undertaking IN ({undertakings})
    UNION SELECT document FROM phase WHERE undertaking IN ({undertakings})"""


def _numbers_of(connection: Connection, part: Part) -> dict[str, list[int]]:
    """Return the numbers of all that belongs to a part."""
    listed = {name: ", ".join(map(str, getattr(part, name))) for name in ("events", "undertakings")}
    named = {number for (number,) in connection.execute(_TOLD.format(**listed))}.union(part.documents)
    told = named if part.told is None else {*part.told, *part.documents}
    disputes = [number for (number,) in connection.execute(_DISPUTES.format(**listed))]
    return {
        "none": [],
        "mentions": [],
        "events": list(part.events),
        "undertakings": list(part.undertakings),
        "documents": list(part.documents),
        "disputes": disputes,
        "named": sorted(named | told),
        "told": sorted(told),
    }


_DISPUTES = "SELECT number FROM dispute WHERE event IN ({events})"


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage among millions of new records: it takes longer than making them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Reader:
    """All rows of a dossier, grouped by what they belong to, and put together into plain values of records."""

    def __init__(
        self,
        connection: Connection,
        wanted: Mapping[str, list[int]] | None = None,
        terms: Mapping[int, str] | None = None,
    ) -> None:
        self._connection = connection
        self._wanted = wanted or {}
        self._ids = dict(self._select("number, id", "document", "named"))
        self._terms = connection.terms() if terms is None else terms
        self._reasons: dict[int, str] = dict(connection.execute("SELECT number, reason FROM reason"))

    @cached_property
    def _texts(self) -> dict[int, str]:
        return dict(self._select("number, text", "document"))

    def outline(self) -> Row:
        reports: defaultdict[int, list[Row]] = defaultdict(list)
        query = "SELECT document, start, start + length, type FROM report ORDER BY document, position"
        for document, start, end, type in self._connection.execute(query):
            reports[document].append({"start": start, "end": end, "trigger": "", "type": self._terms.get(type)})
        documents = self._connection.execute("SELECT number, id, name FROM document ORDER BY name, id")
        annotations = [
            {"document": {"id": id, "name": name, "text": ""}, "reports": reports[number]}
            for number, id, name in documents
        ]
        return {"annotations": annotations, "events": self._events()}

    def dossier(self) -> Row:
        undertakings = self._undertakings()
        return {
            "annotations": [row for row, _ in self._annotations(undertakings, "name, id")],
            "entities": sorted(self._all("entity", "number"), key=lambda row: (-row["mentions"], row["id"])),
            "undertakings": sorted(undertakings[None], key=itemgetter("id")),
            "events": self._events(),
            "disputes": self._disputes(),
            "notes": self._notes(),
            "missed": [
                id for (id,) in self._connection.execute("SELECT id FROM correction WHERE missed ORDER BY time, id")
            ],
        }

    def _select(self, columns: str, table: str, numbers: str = "") -> Iterator[tuple[Any, ...]]:
        return self._connection.execute(f"SELECT {columns} FROM {table}{self._where(table, numbers)}")

    def _where(self, table: str, numbers: str = "") -> str:
        """Return the condition that keeps the rows of the wanted part; `numbers` names others than the table's own."""
        if not self._wanted:
            return ""
        listed = {name: ", ".join(map(str, found)) for name, found in self._wanted.items()}
        key, own = _KEYS[table]
        return f" WHERE {key} IN ({listed[numbers or own]})" + _ONLY.get(table, "").format(**listed)

    def documents(self, numbers: Sequence[int]) -> Iterator[tuple[Row, list[Any]]]:
        """Yield documents in the order of their numbers, and what joining changed in them."""
        found = dict(zip(sorted(numbers), self._annotations(self._undertakings()), strict=True))
        yield from (found[number] for number in numbers)

    def _all(self, table: str, order: str, extra: str = "") -> Iterator[Row]:
        """Yield the rows of a table with terms, quotes and lists in place; `extra` adds a column to them."""
        query = SELECT[table].replace(f" FROM {table}", f"{extra} FROM {table}")
        cursor = self._connection.execute(f"{query}{self._where(table)} ORDER BY {order}")
        fields = [column[0] for column in cursor.description]
        packed, terms = UNPACKED[table], self._terms
        for values in cursor:
            row = dict(zip(fields, values, strict=True))
            for column in packed:
                value = row[column.field]
                if column.form == "term":
                    row[column.field] = terms.get(value)
                elif column.form == "json":
                    row[column.field] = msgspec.json.decode(value)
                elif column.form == "day":
                    row[column.field] = row[TIME_OF[table]] if value == "" else value
                elif column.form == "offset":
                    row[column.field] = row["start"] + value
                elif column.form == "place":
                    row[column.field] = -1 if value is None else row["start"] + value
                elif column.form == "date":
                    row[column.field] = unpack_day(value)
                elif column.form == "reasons":
                    row[column.field] = ", ".join([self._reasons[int(number)] for number in value.split(",") if number])
                elif column.form == "share":
                    row[column.field] = value / 1000 if value.is_integer() else value
                elif value is None:
                    row[column.field] = self._texts.get(row["document"], "")[row["start"] : row["end"]]
            yield row

    def _grouped(self, table: str, *keys: str) -> defaultdict[Any, list[Row]]:
        """Return the rows of a table in order of position, by one key or by a tuple of keys."""
        groups: defaultdict[Any, list[Row]] = defaultdict(list)
        for row in self._all(table, ", ".join([*keys, "position"])):
            groups[row[keys[0]] if len(keys) == 1 else tuple([row[key] for key in keys])].append(row)
        return groups

    def _annotations(
        self, undertakings: defaultdict[int | None, list[Row]], order: str = "number"
    ) -> Iterator[tuple[Row, list[Any]]]:
        """Yield each document's annotations, and what joining changed in them."""
        links = self._grouped("link", "document", "chain")
        people = self._grouped("participant", "document", "report", "role")
        inside = {f"{table}s": self._grouped(table, "document") for table in ("piece", "repair")}
        inside["boxes"] = self._grouped("box", "document")
        times, names = self._grouped("time", "document"), self._grouped("name", "document")
        voices, reports = self._grouped("voice", "document"), self._grouped("report", "document")
        for document in self._all("document", order, ", before_joining"):
            number = document.pop("number")
            changes = msgspec.json.decode(document.pop("before_joining"))
            for one in (*voices[number], *reports[number]):
                one["chain"] = [dict(link) for link in links[number, one["chain"]]]
            for report in reports[number]:
                report["actors"] = people[number, report["position"], "actor"]
                report["recipients"] = people[number, report["position"], "recipient"]
            row = {
                "document": document | {field: rows[number] for field, rows in inside.items()},
                "document_chain": links[number, 0],
                "times": times[number],
                "names": names[number],
                "voices": voices[number],
                "reports": reports[number],
                "undertakings": undertakings[number],
            }
            yield row, changes

    def _undertakings(self) -> defaultdict[int | None, list[Row]]:
        """Return undertakings by the number of their document; the joined ones stand under None."""
        parts = {
            f"{table}s": self._grouped(table, "undertaking") for table in ("provision", "phase", "stage", "mention")
        }
        for rows in parts.values():
            for row in (row for group in rows.values() for row in group):
                row["document"] = self._ids[row["document"]]
        found: defaultdict[int | None, list[Row]] = defaultdict(list)
        for row in self._all("undertaking", "number", ", number"):
            number = row.pop("number")
            found[row.pop("document")].append(row | {field: rows[number] for field, rows in parts.items()})
        return found

    def _refs(self, rows: list[Row]) -> list[Row]:
        return [{"document": self._ids[row["document"]], "index": row["report"]} for row in rows]

    def _events(self) -> list[Row]:
        people = self._grouped("event_participant", "event", "role")
        reports = self._grouped("event_report", "event")
        history, origins = self._grouped("status", "event"), self._grouped("origin", "event")
        events = list(self._all("event", "first_day IS NULL, first_day, id", ", number"))
        for event in events:
            number = event.pop("number")
            told = reports[number]
            event |= {"actors": people[number, "actor"], "recipients": people[number, "recipient"]}
            event |= {"reports": self._refs(told), "history": history[number], "origins": origins[number]}
            for status in history[number]:
                status["reports"] = self._refs([row for row in told if row["status"] == status["position"]])
            for origin in origins[number]:
                own = [row for row in told if row["origin"] == origin["position"]]
                origin["reports"] = self._refs(sorted(own, key=itemgetter("place")))
        return events

    def _disputes(self) -> list[Row]:
        events = dict(self._select("number, id", "event"))
        sides = self._grouped("side", "dispute")
        reports = self._grouped("side_report", "dispute", "side")
        disputes = list(self._all("dispute", "id", ", number"))
        for dispute in disputes:
            number = dispute.pop("number")
            dispute |= {"event": events[dispute["event"]], "sides": sides[number]}
            for side in dispute["sides"]:
                side["reports"] = self._refs(reports[number, side["position"]])
        return disputes

    def _notes(self) -> list[Row]:
        events = dict(self._select("number, id", "event"))
        notes = list(self._all("note", "number"))
        for note in notes:
            document, report = note.pop("document"), note["report"]
            note["report"] = None if report is None else {"document": self._ids[document], "index": report}
            note["event"] = events.get(note["event"])
        return notes
