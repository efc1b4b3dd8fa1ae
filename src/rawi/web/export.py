"""What a view lists, whole, in a form that other programs read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, get_args

import msgspec
from msgspec import Struct

from rawi.model import NameKind, UndertakingKind
from rawi.store.listing import document_rows, list_actors, order_documents
from rawi.store.query import find_disputes, find_events, find_undertakings
from rawi.store.search import find_passages
from rawi.web.asking import RefusedError
from rawi.web.visit import Visit

MOST_PASSAGES = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_view(visit: Visit) -> tuple[str, bytes, str]:
    """Return the records of the view that is asked for (`what`) with its filters, all of them: media type, bytes, and
    the name of a file. Raises RefusedError where there is no such view or form.
    """
    what, to = visit.asked.one("what"), visit.asked.one("to")
    read = EXPORTS.get(what)
    if read is None or to not in ("csv", "json"):
        raise RefusedError(404, "no_such_page")
    records = read(visit)
    if to == "json":
        return "application/json", msgspec.json.encode(records), f"{what}.json"
    return "text/csv; charset=utf-8", as_csv(records), f"{what}.csv"


def as_csv(records: Sequence[Struct]) -> bytes:
    """Return records as CSV with a header; lists and records in them are JSON.

    Text that a spreadsheet would take for a formula gets an apostrophe in front: it comes from articles.

    >>> class Line(Struct):
    ...     name: str
    ...     parts: tuple[str, ...]
    >>> print(as_csv([Line("=1+1", ("a", "b"))]).decode(), end="")
    name,parts
    '=1+1,"[""a"",""b""]"
    """
    rows = [msgspec.to_builtins(one) for one in records]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _undertakings(visit: Visit) -> Sequence[Struct]:
    kind = "".join(visit.asked.known("kind", get_args(UndertakingKind))[-1:])
    return [one for one in find_undertakings(visit.sight.connection) if not kind or one.kind == kind]


def _actors(visit: Visit) -> Sequence[Struct]:
    kind = "".join(visit.asked.known("kind", get_args(NameKind))[-1:])
    return list_actors(visit.sight.connection, kind, visit.asked.one("words"))


def _documents(visit: Visit) -> Sequence[Struct]:
    asked, connection = visit.asked, visit.sight.connection
    return document_rows(connection, order_documents(connection, asked.one("outlet"), asked.one("words")))


EXPORTS: dict[str, Callable[[Visit], Sequence[Struct]]] = {
    "chronicle": lambda visit: find_events(visit.sight.connection, visit.asked.filters),
    "undertakings": _undertakings,
    "disputes": lambda visit: find_disputes(visit.sight.connection),
    "actors": _actors,
    "documents": _documents,
    "search": lambda visit: find_passages(visit.sight.connection, visit.asked.one("words"), limit=MOST_PASSAGES),
}
"""What can be exported, by the names of the views."""
