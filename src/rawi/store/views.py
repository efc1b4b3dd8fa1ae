"""The views of a dossier as tables that can be exported: their columns, types and meanings, and their rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from rawi.store.database import Connection

_TEXTS = {
    "documents": {"text"},
    "reports": {"sentence"},
    "sentences": {"text"},
    "provisions": {"text"},
    "phases": {"text"},
    "corrections": {"what"},
}
"""Columns that hold more of an article than single words and names."""


class Column(Struct, frozen=True):
    """One column of a view: its type is integer, real, boolean, text, day or json."""

    name: str
    type: str
    meaning: str


class View(Struct, frozen=True):
    """One view: what it holds, its columns, and its rows, read as they are asked for."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Iterator[tuple[Any, ...]]


def read_views(connection: Connection, *, redact: bool = False) -> Iterator[View]:
    """Yield all views of a dossier; with `redact` without the texts of the articles."""
    explained = {
        (view, column): (kind, meaning) for view, column, kind, meaning in connection.execute("SELECT * FROM about")
    }
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY rowid")
    ]
    for name in names:
        hidden = _TEXTS.get(name, set()) if redact else set()
        shown = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] not in hidden]
        if redact and name == "sentences":
            continue
        columns = tuple(Column(column, *explained.get((name, column), explained["*", column])) for column in shown)
        selected = ", ".join(f'"{column}"' for column in shown)
        yield View(name, explained[name, ""][1], columns, connection.execute(f"SELECT {selected} FROM {name}"))
