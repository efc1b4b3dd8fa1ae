"""What a dossier tells of one entity: with whom it has to do, what is known from it, in which offices it is named."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from rawi.model import EventType
from rawi.store.database import Connection
from rawi.store.query import read_rows


class PartnerCount(Struct, frozen=True, kw_only=True):
    """In how many events of a type an entity takes part together with another one."""

    entity: str
    type: EventType
    events: int


class Saying(Struct, frozen=True, kw_only=True):
    """A report that goes back to an entity: the event's number, the document's id, the report's place in it."""

    event: int
    document: str
    report: int


def count_partners(connection: Connection, entity: str) -> list[PartnerCount]:
    """Count the events that an entity shares with others, those with most first."""
    query = """
        SELECT term.term AS entity, type.term AS type, count(DISTINCT own.event) AS events
        FROM actor me JOIN event_participant own ON own.actor = me.number
        JOIN event_participant other ON other.event = own.event JOIN actor they ON they.number = other.actor
        JOIN event ON event.number = own.event JOIN term ON term.number = they.entity
        JOIN term type ON type.number = event.type
        WHERE me.entity = (SELECT number FROM term WHERE term = ?) AND they.entity <> me.entity
        GROUP BY they.entity, event.type ORDER BY events DESC, entity, type"""
    return msgspec.convert(list(read_rows(connection, query, [entity])), list[PartnerCount])


def find_sayings(connection: Connection, entity: str, size: int) -> list[Saying]:
    """Return reports that go back to an entity as the one who is said to know, the newest first."""
    query = """
        SELECT o.event, d.id AS document, k.report FROM origin o
        JOIN event_report k ON k.event = o.event AND k.origin = o.position JOIN document d ON d.number = k.document
        WHERE o.label = (SELECT number FROM term WHERE term = ?) GROUP BY o.event
        ORDER BY d.published DESC, o.event LIMIT ?"""
    return msgspec.convert(list(read_rows(connection, query, [entity, size])), list[Saying])


def find_offices(connection: Connection, entity: str) -> dict[str, int]:
    """Return the words that stand before a person's name where it is named (offices, titles), with their numbers."""
    query = """
        SELECT trim(substr(text, start + 1, core_start)) AS office, count(*)
        FROM (SELECT d.text, n.start, n.core_start FROM name n JOIN document d ON d.number = n.document
              WHERE n.naming IN (SELECT number FROM naming
                                 WHERE entity = (SELECT number FROM term WHERE term = ?)) AND n.core_start > 0)
        GROUP BY office ORDER BY 2 DESC, office LIMIT 12"""
    return {office: number for office, number in connection.execute(query, (entity,)) if office}
