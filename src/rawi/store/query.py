"""Ask a dossier: events by many filters, undertakings with their stages, disputes, sources, actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from rawi.model import EventType, Factuality, LinkKind, NameKind, StageName, UndertakingKind
from rawi.store.database import Connection, folded
from rawi.store.words import match_query

R = TypeVar("R")


class Filters(Struct, frozen=True, kw_only=True):
    """What events must be like. Filters left empty let everything through; all others must hold.

    `actors` are PLOVER codes or parts of names (Arabic in any spelling, or English), each of which must take part;
    two codes make a country pair. `outlet` and `origin` are parts of names. `since` and `until` bound the days on
    which the event may have happened. `words` must stand in a sentence that tells it, in any spelling. `entity` is the
    id of an entity that takes part, `undertaking` that of the undertaking that the event belongs to, `place` the name
    of where it happened.
    """

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    outlet: str = ""
    origin: str = ""
    stage: str = ""
    since: date | None = None
    until: date | None = None
    origins: int = 0
    disputed: bool = False
    words: str = ""
    entity: str = ""
    undertaking: str = ""
    place: str = ""


EVERYTHING = Filters()
"""Lets everything through."""


class EventLine(Struct, frozen=True, kw_only=True):
    """One event of the chronicle, in short."""

    id: str
    type: EventType
    label_en: str
    label_ar: str
    when: str | None
    first_day: date | None
    last_day: date | None
    status: Factuality
    independent_origins: int
    reports: int
    dispute: bool
    undertaking: str | None


class ReportLine(Struct, frozen=True, kw_only=True):
    """One report of an event, in short: where its trigger stands, and who is said to know."""

    doc: str
    start: int
    quote: str
    factuality: Factuality
    origin: str | None


class StageLine(Struct, frozen=True, kw_only=True):
    """A stage that an undertaking reached, the day as far as it is told, and the document that says so."""

    stage: StageName
    when: str | None
    document: str


class UndertakingLine(Struct, frozen=True, kw_only=True):
    """One undertaking, in short, with its stages in order."""

    id: str
    kind: UndertakingKind
    name: str
    parties: tuple[str, ...]
    provisions: int
    phases: int
    stages: tuple[StageLine, ...]


class SideLine(Struct, frozen=True, kw_only=True):
    """One side of a dispute."""

    claim: str
    origins: tuple[str, ...]
    reports: int


class DisputeLine(Struct, frozen=True, kw_only=True):
    """One dispute, in short."""

    id: str
    event: str
    label_en: str
    label_ar: str
    about: str
    reason: str
    sides: tuple[SideLine, ...]


class SourceLine(Struct, frozen=True, kw_only=True):
    """One source: in how many events and reports it is the one who is said to know."""

    label: str
    kind: LinkKind
    events: int
    reports: int


class ActorLine(Struct, frozen=True, kw_only=True):
    """One entity: in how many events it acts and in how many it is acted upon."""

    label_en: str
    label_ar: str
    kind: NameKind
    code: str | None
    acts: int
    receives: int


class NoteLine(Struct, frozen=True, kw_only=True):
    """What a person wrote beside a report (its document and event are named) or beside an entity."""

    text: str
    author: str
    time: datetime
    doc: str | None
    event: str | None
    entity: str | None


def find_events(connection: Connection, filters: Filters = EVERYTHING) -> list[EventLine]:
    """Return the events that pass the filters, in order of time; those without a day come last."""
    wanted, values = wanted_events(filters)
    query = f"{_LINES} WHERE number IN ({wanted}) ORDER BY first_day IS NULL, first_day, last_day, id"
    return _records(connection, query, EventLine, values)


def event_lines(connection: Connection, numbers: Sequence[int]) -> list[EventLine]:
    """Return the events of some numbers, in that order."""
    query = f"{_LINES} JOIN json_each(?) wanted ON events.number = wanted.value ORDER BY wanted.key"
    return _records(connection, query, EventLine, [msgspec.json.encode(list(numbers)).decode()])


_LINES = """
    SELECT events.id, events.type, label_en, label_ar, when_value AS "when", first_day, last_day, status,
           independent_origins, reports, dispute, undertaking
    FROM events"""


def find_reports(connection: Connection, event: str) -> list[ReportLine]:
    """Return the reports of an event with their origins."""
    query = "SELECT doc, start, quote, factuality, origin FROM event_reports WHERE event = ?"
    return _records(connection, query, ReportLine, [event])


def wanted_events(filters: Filters) -> tuple[str, list[Any]]:
    """Return a query for the numbers of the events that pass the filters, and the values for its question marks."""
    conditions: list[str] = []
    values: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        conditions.append(condition)
        values.extend(given)

    if filters.types:
        add(f"type IN (SELECT number FROM term WHERE term IN ({_marks(filters.types)}))", *filters.types)
    if filters.statuses:
        add(f"status IN (SELECT number FROM term WHERE term IN ({_marks(filters.statuses)}))", *filters.statuses)
    for actor in filters.actors:
        add(f"number IN ({_OF_ACTOR})", actor, folded(actor), folded(actor), actor)
    if filters.outlet:
        add(f"number IN ({_OF_OUTLET})", folded(filters.outlet))
    if filters.origin:
        add(f"number IN ({_OF_ORIGIN})", folded(filters.origin))
    if filters.stage:
        add("undertaking IN (SELECT undertaking FROM stages WHERE stage = ?)", filters.stage)
    if filters.since:
        add("last_day >= ?", filters.since.isoformat())
    if filters.until:
        add("first_day <= ?", filters.until.isoformat())
    if filters.origins:
        add("independent_origins >= ?", filters.origins)
    if filters.disputed:
        add("dispute")
    if filters.entity:
        add(f"number IN ({_OF_ENTITY})", filters.entity)
    if filters.place:
        add("place = (SELECT number FROM term WHERE term = ?)", filters.place)
    if filters.undertaking:
        add("undertaking = ?", filters.undertaking)
    if filters.words:
        sought = match_query(filters.words)
        add(f"number IN ({_OF_WORDS})" if sought else "false", *filter(None, [sought]))
    return f"SELECT number FROM event WHERE {' AND '.join(conditions) or 'true'}", values


_OF_ACTOR = """
    SELECT event FROM event_participant WHERE actor IN (
        SELECT number FROM actor WHERE code = (SELECT number FROM term WHERE term = upper(?))
        UNION SELECT a.number FROM entity e JOIN term USING (number)
        JOIN actor a ON a.entity = coalesce((SELECT number FROM term WHERE term = own_label_en), e.number)
        WHERE instr(folded_names, ?) OR instr(lower(term), ?))
    UNION SELECT event FROM event_participant WHERE instr(text, ?) AND actor IN (
        SELECT number FROM actor WHERE entity IS NULL)"""
_OF_OUTLET = """SELECT event FROM report WHERE document IN (SELECT number FROM document WHERE outlet IN (
    SELECT outlet FROM (SELECT DISTINCT outlet FROM document) WHERE instr(folded(outlet), ?)))"""
_OF_ORIGIN = """SELECT event FROM origin WHERE label IN (
    SELECT number FROM term WHERE number IN (SELECT DISTINCT label FROM origin) AND instr(folded(term), ?))"""

_OF_ENTITY = """SELECT event FROM event_participant WHERE actor IN (
    SELECT number FROM actor WHERE entity = (SELECT number FROM term WHERE term = ?))"""
_OF_WORDS = """
    SELECT r.event FROM search JOIN sentence s ON s.number = search.rowid
    JOIN report r ON r.document = s.document AND r.start >= s.start AND r.start + r.length <= s."end"
    WHERE search MATCH ?"""


def find_undertakings(connection: Connection) -> list[UndertakingLine]:
    """Return the undertakings of the dossier with their stages in order."""
    stages: dict[str, list[Any]] = {}
    query = """SELECT undertaking, stage, when_value AS "when", doc AS document
               FROM stages ORDER BY undertaking, position"""
    for row in read_rows(connection, query):
        stages.setdefault(row.pop("undertaking"), []).append(row)
    query = "SELECT id, kind, name, parties, provisions, phases FROM undertakings"
    rows = [
        {**row, "parties": msgspec.json.decode(row["parties"]), "stages": stages.get(row["id"], [])}
        for row in read_rows(connection, query)
    ]
    return msgspec.convert(rows, list[UndertakingLine])


def find_disputes(connection: Connection) -> list[DisputeLine]:
    """Return the disputes of the dossier with their sides."""
    found: dict[str, dict[str, Any]] = {}
    query = """SELECT id, event, label_en, label_ar, about, reason, claim, origins, reports FROM disputes"""
    for row in read_rows(connection, query):
        side = {"claim": row["claim"], "origins": msgspec.json.decode(row["origins"]), "reports": row["reports"]}
        found.setdefault(row["id"], {**row, "sides": []})["sides"].append(side)
    return msgspec.convert(list(found.values()), list[DisputeLine])


def find_sources(connection: Connection) -> list[SourceLine]:
    """Return who is said to know, those with most events first."""
    query = """SELECT label, kind, count(DISTINCT event) AS events, sum(reports) AS reports
               FROM origins GROUP BY label ORDER BY events DESC, reports DESC, label"""
    return _records(connection, query, SourceLine)


def find_actors(connection: Connection) -> list[ActorLine]:
    """Return the entities that take part in events, those that act most first."""
    query = """SELECT label_en, label_ar, e.kind, e.code, count(DISTINCT iif(role = 'actor', event, NULL)) AS acts,
                      count(DISTINCT iif(role = 'recipient', event, NULL)) AS receives
               FROM event_participants JOIN entities e ON entity = label_en
               GROUP BY e.id ORDER BY acts DESC, receives DESC, label_en"""
    return _records(connection, query, ActorLine)


def find_notes(connection: Connection) -> list[NoteLine]:
    """Return what people wrote, in the order of time."""
    return _records(connection, "SELECT text, author, time, doc, event, entity FROM notes ORDER BY time", NoteLine)


def count_missed(connection: Connection) -> int:
    """Count the corrections that did not find what they correct when the dossier was last joined."""
    return int(connection.execute("SELECT count(*) FROM correction WHERE missed").fetchone()[0])


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def read_rows(
    connection: Connection, query: str, values: list[Any] | dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query by the names of their columns."""
    cursor = connection.execute(query, values or [])
    fields = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(fields, row, strict=True))


def _records(connection: Connection, query: str, kind: type[R], values: list[Any] | None = None) -> list[R]:
    return msgspec.convert(list(read_rows(connection, query, values)), list[kind], strict=False)  # type: ignore[valid-type]
