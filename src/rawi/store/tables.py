"""The tables of a dossier: how a record's fields stand in columns, and the SQL that writes and reads them.

A row is a dictionary with the fields of a record in its JSON form, and the keys of what the record belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Row = dict[str, Any]


class Column(Struct, frozen=True):
    """One column: its name, the field that it holds, and how. A ``term`` is the number of a word that is kept once, a
    ``quote`` is NULL where it is what the row's span quotes, ``json`` holds a list or a record."""

    name: str
    field: str
    form: Literal["plain", "term", "quote", "json"] = "plain"


_FORMS: Mapping[str, Literal["term", "quote", "json"]] = {"@": "term", "~": "quote", "#": "json"}
_COLUMNS: Mapping[str, str] = {
    "document": "number id name outlet published published_from published_to title url byline original location notes#"
    " given# version read_digest rows_digest text",
    "piece": "document position start end kind@ rule@",
    "box": "document position start end page left bottom right top",
    "repair": "document position start end rule@ before confidence original_start original_end",
    "time": "document position start end value type@ first_day=from last_day=to mod@ anchor@ doubt@ rule@",
    "name": "document position start end text~ kind@ entity@ code@ sector@ anaphor adjective plural feminine"
    " core_start core_end rule@",
    "link": "document chain position source~ kind@ entity@ cue@ act@ channel@ said_on=when start end rule@",
    "voice": "document position start end chain cue_start cue_end quoted rule@",
    "report": "document position start end trigger~ type@ mode@ place=where@ when_value=when first_day=from"
    " last_day=to when_basis@ factuality@ chain undertaking rule@ factuality_rule@ chance sentence_start sentence_end",
    "participant": "document report role@ position text~ entity@ code@ sector@ start end",
    "undertaking": "document id kind@ name labels# parties# rule@",
    "provision": "undertaking position document start end text~",
    "phase": "undertaking position document start end order text~",
    "stage": "undertaking position document start end stage@ when_value=when first_day=from last_day=to chain# rule@",
    "mention": "undertaking position document start end",
    "entity": "id label_en label_ar kind@ code@ sector@ mentions names# reasons# folded_names",
    "event": "id type@ label_en label_ar place=where@ when_value=when first_day=from last_day=to status@"
    " independent_origins dispute undertaking reason@",
    "event_participant": "event role@ position text entity@ code@ sector@ start end",
    "event_report": "event position document report",
    "status": "event position day factuality@",
    "status_report": "event status position document report",
    "origin": "event position key@ label@ kind@ reason@",
    "origin_report": "event origin position document report",
    "dispute": "id event about@ reason@",
    "side": "dispute position claim@ origins#",
    "side_report": "dispute side position document report",
    "note": "text author time document report event entity",
}
"""``column=field`` where SQL reserves the field's name; then ``@`` for a term, ``~`` for a quote, ``#`` for JSON."""


def _column(text: str) -> Column:
    """Read one column as it is written above.

    >>> _column("place=where@")
    Column(name='place', field='where', form='term')
    """
    bare = text.rstrip("".join(_FORMS))
    name, _, field = bare.partition("=")
    mark = text[len(bare) :]
    return Column(name, field or name, _FORMS[mark] if mark else "plain")


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    table: tuple(_column(text) for text in columns.split()) for table, columns in _COLUMNS.items()
}
"""The columns of every table, in order."""

PACKED: Mapping[str, tuple[Column, ...]] = {
    table: tuple(column for column in columns if column.form != "plain") for table, columns in COLUMNS.items()
}
"""Those of them that hold their field in another form."""


def _insert(table: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in COLUMNS[table])
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{column.field}' for column in COLUMNS[table])})"


def _select(table: str) -> str:
    columns = ", ".join(f'"{column.name}" AS "{column.field}"' for column in COLUMNS[table])
    return f"SELECT {columns} FROM {table}"


INSERT: Mapping[str, str] = {table: _insert(table) for table in COLUMNS}
SELECT: Mapping[str, str] = {table: _select(table) for table in COLUMNS}

FOUND = ("piece", "box", "repair", "time", "name", "link", "voice", "report", "undertaking")
"""The tables that hold what was found in a document; others hang on them."""
JOINED = ("note", "dispute", "event", "undertaking", "entity")
"""The tables that hold what documents tell together; others hang on them."""
