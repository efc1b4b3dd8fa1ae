"""The tables of a dossier: how a record's fields stand in columns, and the SQL that writes and reads them.

A row is a dictionary with the fields of a record in its JSON form, and the keys of what the record belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Row = dict[str, Any]
Form = Literal["plain", "term", "quote", "json", "day", "date", "offset", "place", "share", "reasons"]


class Column(Struct, frozen=True):
    """One column: its name, the field that it holds, and in which form.

    ``term``: the number of a word that is kept once. ``quote``: NULL where it is what the row's span quotes. ``json``:
    a list or a record. ``day``: empty where it is the value of the time itself. ``date``: where it is one day, the days
    since 1970. ``offset``: counted from the start of the row's span. ``place``: the same, NULL where it is -1.
    ``share``: in thousandths where that is a whole number. ``reasons``: the numbers of reasons.
    """

    name: str
    field: str
    form: Form = "plain"


_FORMS: Mapping[str, Form] = {
    "@": "term",
    "~": "quote",
    "#": "json",
    "%": "day",
    "&": "date",
    "+": "offset",
    "^": "place",
    "*": "share",
    "!": "reasons",
}
_COLUMNS: Mapping[str, str] = {
    "document": "number id name outlet published published_from published_to title url byline original location notes#"
    " given# version read_digest rows_digest text",
    "piece": "document position start end kind@ rule@",
    "box": "document position start end page left bottom right top",
    "repair": "document position start end rule@ before confidence original_start original_end",
    "time": "document position start length=end+ value& type@ first_day=from% last_day=to% mod@ anchor@ doubt@ rule@",
    "name": "document position start length=end+ text~ naming core_start^ core_end^",
    "actor": "entity@ code@ sector@",
    "naming": "kind@ entity@ code@ sector@ anaphor adjective plural feminine rule@",
    "link": "document chain position source~ kind@ entity@ cue@ act@ channel@ said_on=when start end rule@",
    "voice": "document position start length=end+ chain cue_start^ cue_end^ quoted rule@",
    "report": "document position start length=end+ trigger~ type@ mode@ place=where@ when_value=when&"
    " first_day=from% last_day=to% when_basis@ factuality@ chain undertaking rule@ factuality_rule@ chance*"
    " sentence_start+ sentence_end+",
    "participant": "document report role@ position start length=end+ text~ actor",
    "undertaking": "document id kind@ name labels# parties# rule@",
    "provision": "undertaking position document start end text~",
    "phase": "undertaking position document start end order text~",
    "stage": "undertaking position document start end stage@ when_value=when first_day=from last_day=to chain# rule@",
    "mention": "undertaking position document start end",
    "entity": "number=id@ own_label_en=label_en label_ar kind@ code@ sector@ mentions names# reasons# folded_names",
    "event": "id type@ label_en label_ar place=where@ when_value=when first_day=from last_day=to status@"
    " independent_origins dispute undertaking reason!",
    "event_participant": "event role@ position text actor start length=end+",
    "event_report": "event position document report status origin place",
    "status": "event position day& factuality@",
    "origin": "event position key@ label@ kind@ reason@",
    "dispute": "id event about@ reason@",
    "side": "dispute position claim@ origins#",
    "side_report": "dispute side position document report",
    "note": "text author time document report event entity",
}
"""``column=field`` where SQL reserves the field's name; then ``@`` for a term, ``~`` for a quote, ``#`` for JSON,
``%`` for a day, ``&`` for a date, ``+`` for an offset, ``^`` for a place, ``*`` for a share, ``!`` for reasons."""


def _column(text: str) -> Column:
    """Read one column as it is written above.

    >>> _column("place=where@")
    Column(name='place', field='where', form='term')
    """
    bare = text.rstrip("".join(_FORMS))
    name, _, field = bare.partition("=")
    mark = text[len(bare) :]
    return Column(name, field or name, _FORMS[mark] if mark else "plain")


def _packed(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.form != "plain")


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    table: tuple(_column(text) for text in columns.split()) for table, columns in _COLUMNS.items()
}
"""The columns of every table, in order."""

PACKED: Mapping[str, tuple[Column, ...]] = {table: _packed(columns) for table, columns in COLUMNS.items()}
"""Those of them that hold their field in another form."""


def _insert(table: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in COLUMNS[table])
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{column.field}' for column in COLUMNS[table])})"


def _select(table: str, *, beside: str = "") -> str:
    """Return the query for the rows of a table, with those of the table beside it that they name."""
    columns = [_selected(table, column) for column in COLUMNS[table] if column.name != beside]
    columns += [_selected(beside, column) for column in COLUMNS[beside]] if beside else []
    join = f" JOIN {beside} ON {beside}.number = {table}.{beside}" if beside else ""
    return f"SELECT {', '.join(columns)} FROM {table}{join}"


SPELT = """(SELECT json_group_array(arabic) FROM (
    SELECT arabic FROM spelling s WHERE s.entity = {entity} AND count > 0 AND anaphor = (
        SELECT min(anaphor) FROM spelling o WHERE o.entity = {entity} AND o.count > 0)
    GROUP BY arabic ORDER BY -sum(count), arabic))"""
"""The names of an entity as its spellings tell them, the most frequent first, by its number."""

_COMPUTED: Mapping[tuple[str, str], str] = {
    ("document", "original"): "(SELECT lower(hex(sha256)) FROM original WHERE number = document.original)",
    ("entity", "own_label_en"): "coalesce(own_label_en, (SELECT term FROM term WHERE number = entity.number))",
    ("entity", "names"): f"coalesce(names, {SPELT.format(entity='entity.number')})",
    ("event_participant", "text"): """CASE
        WHEN text IS NULL THEN (SELECT label_ar FROM entity WHERE entity.number = actor.entity)
        WHEN text = 0 THEN (
            SELECT substr(d.text, event_participant.start + 1, event_participant.length)
            FROM event_report er JOIN document d ON d.number = er.document
            WHERE er.event = event_participant.event AND er.position = 0)
        ELSE text END""",
}
"""Columns that are NULL or a number where their value can be had from elsewhere, and from where."""


def _selected(table: str, column: Column) -> str:
    """Return a column as it is read: the row's own value, or the one that it stands for."""
    computed = _COMPUTED.get((table, column.name), f'{table}."{column.name}"')
    return f'{computed} AS "{column.field}"'


_BESIDE: Mapping[str, str] = {"name": "naming", "participant": "actor", "event_participant": "actor"}
"""Tables whose rows have much in common, and the table that holds it."""

INSERT: Mapping[str, str] = {table: _insert(table) for table in COLUMNS}
SELECT: Mapping[str, str] = {table: _select(table, beside=_BESIDE.get(table, "")) for table in COLUMNS}
UNPACKED: Mapping[str, tuple[Column, ...]] = {
    **PACKED,
    **{table: (*PACKED[table], *PACKED[beside]) for table, beside in _BESIDE.items()},
}
"""The columns of what SELECT reads that hold their field in another form."""

TIME_OF: Mapping[str, str] = {"time": "value", "report": "when"}
"""The field that holds the value of a row's time."""

FOUND = ("piece", "box", "repair", "time", "name", "link", "voice", "report", "undertaking")
"""The tables that hold what was found in a document; others hang on them."""
