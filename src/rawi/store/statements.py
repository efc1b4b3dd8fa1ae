"""The SQL that writes a dossier's tables. Parameters are named like the fields of the records in their JSON form."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMNS: Mapping[str, str] = {
    "documents": "id name outlet published published_from published_to title url byline text original location"
    " notes given",
    "pieces": "document position start end kind rule",
    "boxes": "document position start end page left bottom right top",
    "times": "document position start end value type first_day=from last_day=to mod anchor doubt rule",
    "names": "document position start end text kind entity code sector anaphor plural feminine rule",
    "links": "document chain position source kind entity cue act channel said_on=when start end rule",
    "voices": "document position start end chain cue_start cue_end quoted rule",
    "reports": "document position start end trigger type mode place=where when_value=when first_day=from last_day=to"
    " when_basis factuality chain undertaking rule factuality_rule sentence_start sentence_end",
    "participants": "document report role position text entity code sector start end",
    "undertakings": "document id kind name labels parties rule",
    "provisions": "undertaking position document start end text",
    "phases": "undertaking position document start end order text",
    "stages": "undertaking position document start end stage when_value=when first_day=from last_day=to chain rule",
    "mentions": "undertaking position document start end",
    "entities": "id label_en label_ar kind code sector mentions names",
    "events": "id type label_en label_ar place=where when_value=when first_day=from last_day=to status"
    " independent_origins dispute undertaking reason",
    "event_participants": "event role position text entity code sector start end",
    "event_reports": "event position document report",
    "event_history": "event position day factuality",
    "event_history_reports": "event history position document report",
    "origins": "event position key label kind reason",
    "origin_reports": "event origin position document report",
    "disputes": "id event about reason",
    "dispute_sides": "dispute position claim origins",
    "dispute_reports": "dispute side position document report",
}
"""Each table's columns; ``column=field`` where the record's field has a name that SQL reserves."""


def fields_of(table: str) -> list[tuple[str, str]]:
    """Return (column, field) of a table, in order.

    >>> fields_of("event_history")
    [('event', 'event'), ('position', 'position'), ('day', 'day'), ('factuality', 'factuality')]
    """
    pairs = (column.partition("=") for column in _COLUMNS[table].split())
    return [(column, field or column) for column, _, field in pairs]


def _insert(table: str) -> str:
    pairs = fields_of(table)
    columns = ", ".join(f'"{column}"' for column, _ in pairs)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{field}' for _, field in pairs)})"


def _select(table: str) -> str:
    columns = ", ".join(f'"{column}" AS "{field}"' for column, field in fields_of(table))
    return f"SELECT {columns} FROM {table}"


INSERT: Mapping[str, str] = {table: _insert(table) for table in _COLUMNS}
SELECT: Mapping[str, str] = {table: _select(table) for table in _COLUMNS}

CLEAR_DOCUMENT = tuple(
    f"DELETE FROM {table} WHERE document = ?"
    for table in ("pieces", "boxes", "times", "names", "links", "voices", "reports", "undertakings")
)
CLEAR_JOINED = (
    "DELETE FROM disputes",
    "DELETE FROM events",
    "DELETE FROM undertakings WHERE document IS NULL",
    "DELETE FROM entities",
)
