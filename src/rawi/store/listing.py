"""Lists of a dossier by pages, and what is counted over all of it: read as far as it is shown, never as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from rawi.model import Entity, EventType, NameKind
from rawi.store.database import Connection, folded
from rawi.store.query import read_rows


class Holdings(Struct, frozen=True, kw_only=True):
    """What a dossier holds, the first and last day of its documents, and the first and last of its events."""

    documents: int
    outlets: int
    reports: int
    events: int
    undertakings: int
    disputes: int
    entities: int
    first_published: date | None
    last_published: date | None
    first_day: date | None
    last_day: date | None


class PlaceCount(Struct, frozen=True, kw_only=True):
    """How many events of a type happened at a place."""

    place: str
    type: EventType
    events: int


class ActorRow(Struct, frozen=True, kw_only=True):
    """An entity that takes part in events: in how many it acts, in how many it is acted upon, in how many at all."""

    id: str
    label_en: str
    label_ar: str
    kind: NameKind
    code: str | None
    mentions: int
    acts: int
    receives: int
    events: int


class SourceOf(Struct, frozen=True, kw_only=True):
    """From whom a document has its text as a whole: a link of its own chain."""

    source: str
    entity: str | None


class DocumentRow(Struct, frozen=True, kw_only=True):
    """A document in a list; `chain` is its own."""

    id: str
    doc: str
    title: str | None
    outlet: str | None
    published: date | None
    published_from: date | None
    published_to: date | None
    reports: int
    chain: tuple[SourceOf, ...]


class Slice(Struct, frozen=True, kw_only=True):
    """One page of a list: how long the list is, and the numbers and ids of the records on the page, in order."""

    total: int
    numbers: tuple[int, ...]
    ids: tuple[str, ...]


def _sliced(rows: Iterable[tuple[int, str, int]]) -> Slice:
    """Return a page from rows of number, id, and the length of the list."""
    found = list(rows)
    total = found[0][2] if found else 0
    return Slice(total=total, numbers=tuple(row[0] for row in found), ids=tuple(row[1] for row in found))


def count_holdings(connection: Connection) -> Holdings:
    """Count what a dossier holds."""
    query = """
        SELECT (SELECT count(*) FROM document) AS documents,
               (SELECT count(DISTINCT outlet) FROM document) AS outlets,
               (SELECT count(*) FROM report) AS reports,
               (SELECT count(*) FROM event) AS events,
               (SELECT count(*) FROM undertaking WHERE document IS NULL) AS undertakings,
               (SELECT count(*) FROM dispute) AS disputes,
               (SELECT count(*) FROM entity) AS entities,
               (SELECT min(published) FROM document) AS first_published,
               (SELECT max(published) FROM document) AS last_published,
               (SELECT min(first_day) FROM event) AS first_day,
               (SELECT max(first_day) FROM event) AS last_day"""
    return msgspec.convert(next(read_rows(connection, query)), Holdings, strict=False)


def read_entities(connection: Connection) -> list[Entity]:
    """Return all entities."""
    query = "SELECT id, label_en, label_ar, kind, code, sector, mentions, names, reasons FROM entities"
    rows = [
        {**row, "names": msgspec.json.decode(row["names"]), "reasons": msgspec.json.decode(row["reasons"])}
        for row in read_rows(connection, query)
    ]
    return msgspec.convert(rows, list[Entity])


def read_days(connection: Connection) -> dict[str, date]:
    """Return the days on which documents were published, by their ids, as far as they are known."""
    query = "SELECT id, published FROM document WHERE published IS NOT NULL"
    return {id: date.fromisoformat(day) for id, day in connection.execute(query)}


def count_places(connection: Connection) -> list[PlaceCount]:
    """Count the events of which a place is told, by place and type; those that are denied do not count."""
    query = """SELECT place, type, count(*) AS events FROM events
               WHERE place IS NOT NULL AND status <> 'denied' GROUP BY place, type ORDER BY events DESC, place"""
    return msgspec.convert(list(read_rows(connection, query)), list[PlaceCount])


def list_actors(connection: Connection, kind: str = "", words: str = "") -> list[ActorRow]:
    """Return the entities that take part in events, those in most events first; `words` is part of a name."""
    query = """
        WITH part AS MATERIALIZED (
            SELECT a.entity, count(DISTINCT iif(role.term = 'actor', event, NULL)) AS acts,
                   count(DISTINCT iif(role.term = 'recipient', event, NULL)) AS receives,
                   count(DISTINCT event) AS events
            FROM event_participant p JOIN actor a ON a.number = p.actor JOIN term role ON role.number = p.role
            WHERE a.entity IS NOT NULL GROUP BY a.entity)
        SELECT term.term AS id, coalesce(own_label_en, term.term) AS label_en, label_ar, kind.term AS kind,
               (SELECT term FROM term WHERE number = e.code) AS code,
               mentions, acts, receives, events
        FROM part JOIN entity e ON e.number = part.entity JOIN term ON term.number = e.number
        JOIN term kind ON kind.number = e.kind
        WHERE (:kind = '' OR kind.term = :kind) AND (
            :words = '' OR instr(folded_names, :words) OR instr(lower(term.term), :words))
        ORDER BY events DESC, mentions DESC, id"""
    found = read_rows(connection, query, {"kind": kind, "words": folded(words)})
    return msgspec.convert(list(found), list[ActorRow], strict=False)


def order_documents(connection: Connection, outlet: str = "", words: str = "") -> list[int]:
    """Return the numbers of documents by day of publication, undated ones last.

    `outlet` is the exact name of an outlet, `words` are part of a title.
    """
    rows = connection.execute(
        """SELECT number FROM document
           WHERE (:outlet = '' OR outlet = :outlet) AND (:words = '' OR instr(folded(title), :words))
           ORDER BY coalesce(published, published_to, published_from, '9999'), name""",
        {"outlet": outlet, "words": folded(words)},
    )
    return [number for (number,) in rows]


def newest_events(connection: Connection, size: int) -> list[int]:
    """Return the numbers of the events that were first told last."""
    query = """SELECT event FROM event_report JOIN document ON number = document
               GROUP BY event ORDER BY min(published) DESC, event LIMIT ?"""
    return [number for (number,) in connection.execute(query, (size,))]


def slice_undertakings(connection: Connection, kind: str, size: int, page: int = 1) -> Slice:
    """Return the numbers of the undertakings on a page of their list: those that are told in most places first."""
    query = """
        SELECT u.number, u.id, count(*) OVER () FROM undertaking u JOIN term ON term.number = u.kind
        WHERE document IS NULL AND (:kind = '' OR term = :kind)
        ORDER BY (SELECT count(*) FROM stage s WHERE s.undertaking = u.number)
                 + (SELECT count(*) FROM mention m WHERE m.undertaking = u.number) DESC, id
        LIMIT :size OFFSET :offset"""
    return _sliced(connection.execute(query, {"kind": kind, "size": size, "offset": (page - 1) * size}))


def slice_disputes(connection: Connection, size: int, page: int = 1) -> Slice:
    """Return the numbers of the disputes on a page of their list: those with most reports first."""
    query = """
        SELECT number, id, count(*) OVER () FROM dispute
        ORDER BY (SELECT count(*) FROM side_report WHERE dispute = number) DESC, id LIMIT ? OFFSET ?"""
    return _sliced(connection.execute(query, (size, (page - 1) * size)))


def document_rows(connection: Connection, numbers: Sequence[int]) -> list[DocumentRow]:
    """Return the documents of some numbers, in that order; a title that is not given is that which the text has."""
    listed = msgspec.json.encode(list(numbers)).decode()
    query = """
        SELECT d.number, d.id, d.name AS doc, outlet, published, published_from, published_to,
               coalesce(title, (SELECT substr(text, start + 1, "end" - start) FROM piece
                                WHERE document = d.number AND kind = (SELECT number FROM term WHERE term = 'title')
                                LIMIT 1)) AS title,
               (SELECT count(*) FROM report WHERE document = d.number) AS reports
        FROM document d JOIN json_each(?) wanted ON d.number = wanted.value ORDER BY wanted.key"""
    chains: dict[int, list[dict[str, str | None]]] = {number: [] for number in numbers}
    links = """SELECT document, coalesce(source, substr(text, start + 1, "end" - start)) AS source,
                      (SELECT term FROM term WHERE number = entity) AS entity
               FROM link JOIN json_each(?) wanted ON document = wanted.value JOIN document d ON d.number = document
               WHERE chain = 0 ORDER BY document, position"""
    for link in read_rows(connection, links, [listed]):
        chains[link.pop("document")].append(link)
    rows = [{**row, "chain": chains[row["number"]]} for row in read_rows(connection, query, [listed])]
    return msgspec.convert(rows, list[DocumentRow], strict=False)


def find_original(connection: Connection, sha256: str) -> tuple[int, str] | None:
    """Return the number and the name of the original with a SHA-256, given in hexadecimal figures."""
    query = "SELECT number, (SELECT term FROM term WHERE term.number = original.name) FROM original WHERE sha256 = ?"
    found = connection.execute(query, (bytes.fromhex(sha256),)).fetchone()
    return (int(found[0]), str(found[1])) if found else None


def ids_of_names(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Return the ids of documents by their names."""
    query = "SELECT document.name, document.id FROM document JOIN json_each(?) wanted ON document.name = wanted.value"
    return dict(connection.execute(query, (msgspec.json.encode(list(names)).decode(),)))


def document_numbers(connection: Connection, ids: Collection[str]) -> list[int]:
    """Return the numbers of documents."""
    query = "SELECT number FROM document JOIN json_each(?) wanted ON document.id = wanted.value"
    return [number for (number,) in connection.execute(query, (msgspec.json.encode(list(ids)).decode(),))]


def events_in(connection: Connection, document: int) -> dict[int, str]:
    """Return the ids of the events that the reports of a document tell, by the reports' places in it."""
    query = "SELECT position, e.id FROM report JOIN event e ON e.number = event WHERE document = ?"
    return dict(connection.execute(query, (document,)))


def count_kinds(connection: Connection, what: Literal["undertaking", "actor"]) -> dict[str, int]:
    """Count undertakings, or the entities that take part in events, by kind."""
    counted = "undertaking WHERE document IS NULL"
    if what == "actor":
        counted = "entity e WHERE number IN (SELECT entity FROM event_participant JOIN actor a ON a.number = actor)"
    query = f"SELECT (SELECT term FROM term WHERE number = kind), count(*) FROM {counted} GROUP BY 1 ORDER BY 2 DESC"
    return dict(connection.execute(query))


def events_of_disputes(connection: Connection, disputes: Sequence[int]) -> list[int]:
    """Return the numbers of the events that disputes are about."""
    query = "SELECT DISTINCT event FROM dispute JOIN json_each(?) wanted ON number = wanted.value ORDER BY wanted.key"
    return [event for (event,) in connection.execute(query, (msgspec.json.encode(list(disputes)).decode(),))]


def record_ids(connection: Connection, table: str) -> list[str]:
    """Return the ids of the records of a table (``event``, ``document``, ``undertaking``), documents by their day."""
    order = "coalesce(published, published_to, published_from, '9999'), name" if table == "document" else "number"
    own = " WHERE document IS NULL" if table == "undertaking" else ""
    return [id for (id,) in connection.execute(f"SELECT id FROM {table}{own} ORDER BY {order}")]


def single_events(connection: Connection) -> dict[int, str]:
    """Return the ids, by number, of the events that one report tells and on which nobody wrote a note."""
    query = """SELECT number, id FROM event JOIN event_report ON event = number
               WHERE number NOT IN (SELECT event FROM note WHERE event IS NOT NULL)
               GROUP BY number HAVING count(*) = 1"""
    return dict(connection.execute(query))


def number_of(connection: Connection, table: str, id: str) -> int | None:
    """Return the number of the record of a table (``event``, ``document``, ``undertaking``) that has an id."""
    own = " AND document IS NULL" if table == "undertaking" else ""
    row = connection.execute(f"SELECT number FROM {table} WHERE id = ?{own}", (id,)).fetchone()
    return int(row[0]) if row else None


def name_of_undertaking(connection: Connection, id: str) -> str:
    """Return the name of an undertaking, "" if there is none of that id."""
    row = connection.execute("SELECT name FROM undertaking WHERE id = ? AND document IS NULL", (id,)).fetchone()
    return str(row[0]) if row else ""
