"""On whose word a dossier rests: reports by outlet and origin, who takes from whom, who was first."""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec import Struct

from rawi.model import LinkKind
from rawi.store.database import Connection
from rawi.store.query import read_rows


class SourcedCount(Struct, frozen=True, kw_only=True):
    """How many reports of an outlet go back to one origin; without `kind` the outlet itself knows.

    `words` are the text's where the origin has no `entity`.
    """

    outlet: str | None
    entity: str | None
    words: str | None
    kind: LinkKind | None
    reports: int


class RelayedCount(Struct, frozen=True, kw_only=True):
    """In how many documents an outlet takes from another one."""

    outlet: str | None
    entity: str | None
    words: str | None
    documents: int


_NAMED = """(SELECT term FROM term WHERE number = {link}.entity) AS entity,
    iif({link}.entity IS NULL, coalesce({link}.source, substr(d.text, {link}.start + 1, {link}."end" - {link}.start)),
        NULL) AS words"""


def count_sourced(connection: Connection) -> list[SourcedCount]:
    """Count reports by outlet and origin: the last link of the report's chain, or of the document's own."""
    query = f"""
        SELECT d.outlet, {_NAMED.format(link="k")}, (SELECT term FROM term WHERE number = k.kind) AS kind,
               count(*) AS reports
        FROM report r JOIN document d ON d.number = r.document
        LEFT JOIN link k ON k.document = r.document AND k.chain = coalesce(r.chain, 0) AND k.position =
            (SELECT max(position) FROM link WHERE document = r.document AND chain = coalesce(r.chain, 0))
        GROUP BY 1, 2, 3, 4"""
    return msgspec.convert(list(read_rows(connection, query)), list[SourcedCount])


def count_relayed(connection: Connection) -> list[RelayedCount]:
    """Count the documents in which an outlet takes reports from another one."""
    query = f"""
        SELECT outlet, entity, words, count(*) AS documents FROM (
            SELECT DISTINCT d.number, d.outlet, {_NAMED.format(link="k")}
            FROM link k JOIN document d ON d.number = k.document
            WHERE k.kind = (SELECT number FROM term WHERE term = 'outlet') AND EXISTS (
                SELECT 1 FROM report r WHERE r.document = k.document AND (k.chain = 0 OR r.chain = k.chain)))
        GROUP BY 1, 2, 3"""
    return msgspec.convert(list(read_rows(connection, query)), list[RelayedCount])


def count_outlets(connection: Connection) -> dict[str | None, int]:
    """Count documents by outlet."""
    return dict(connection.execute("SELECT outlet, count(*) FROM document GROUP BY outlet"))


def count_firsts(connection: Connection) -> dict[str, int]:
    """Count, for each outlet, the events of several outlets that it alone reported on the earliest day.

    Events of which not every report has an outlet and a day do not count.
    """
    query = """
        SELECT event, outlet, min(published), count(*) = count(published) AND outlet IS NOT NULL
        FROM event_report JOIN document ON number = document
        WHERE event IN (SELECT event FROM event_report GROUP BY event HAVING count(DISTINCT document) > 1)
        GROUP BY event, outlet"""
    found: dict[int, list[tuple[str, str]]] = {}
    unclear: set[int] = set()
    for event, outlet, day, clear in connection.execute(query):
        found.setdefault(event, []).append((day, outlet))
        if not clear:
            unclear.add(event)
    firsts: Counter[str] = Counter()
    for event, days in found.items():
        if event not in unclear and len(days) > 1:
            earliest = min(day for day, _ in days)
            leaders = [outlet for day, outlet in days if day == earliest]
            firsts.update(leaders if len(leaders) == 1 else [])
    return dict(firsts)
