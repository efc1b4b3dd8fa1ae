"""Cut a dossier out of an archive: the documents with a report of the wanted kind, to be built from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from rawi.archive.folder import Folder
from rawi.archive.making import read_manifest
from rawi.archive.parts import read_originals, read_rows
from rawi.errors import UsageError
from rawi.model import Document
from rawi.reading.record import Original

_COLUMNS = {
    "participant": "codes",
    "type": "type",
    "factuality": "factuality",
    "outlet": "outlet",
    "published": "published",
    "day": "first_day",
}
_DAYS = ("published", "day")
_CLAUSE = re.compile(r"(\w+)\s*(?:(=|>=|<=)\s*([^()]+)|in\s*\(([^()]+)\))", re.IGNORECASE)
_HELP = "write for example: participant in (SYR, TUR) and published >= 2025-01-01"


class Clause(Struct, frozen=True):
    """One condition on a report: a field, how it is compared (``=``, ``>=``, ``<=``), and with which values."""

    field: str
    sign: str
    values: tuple[Any, ...]

    def holds(self, row: dict[str, Any]) -> bool:
        """Tell whether a row of the table of reports fulfils it."""
        value = row[_COLUMNS[self.field]]
        if self.field == "participant":
            return not set(self.values).isdisjoint(value or ())
        if value is None:
            return False
        if self.sign == "=":
            return value in self.values
        return bool(value >= self.values[0] if self.sign == ">=" else value <= self.values[0])


def read_condition(text: str) -> tuple[Clause, ...]:
    """Read a condition: clauses joined by ``and``, all of which one report must fulfil.

    >>> read_condition("participant in (SYR, TUR) and published >= 2025-01-01")[0]
    Clause(field='participant', sign='=', values=('SYR', 'TUR'))

    Raises UsageError if it is none.
    """
    clauses = []
    for part in re.split(r"\s+and\s+", text.strip(), flags=re.IGNORECASE) if text.strip() else ():
        found = _CLAUSE.fullmatch(part.strip())
        field = found[1].lower() if found else ""
        if not found or field not in _COLUMNS:
            remedy = f"{_HELP}; the fields are {', '.join(_COLUMNS)}"
            raise UsageError("no condition", where=part.strip(), remedy=remedy)
        words = [word.strip(" '\"") for word in (found[4] or found[3]).split(",")]
        try:
            values = tuple(date.fromisoformat(word) for word in words) if field in _DAYS else tuple(words)
        except ValueError as error:
            raise UsageError("no day", where=part.strip(), remedy="write it as 2025-01-31") from error
        clauses.append(Clause(field, found[2] or "=", values))
    return tuple(clauses)


def cut(address: str, condition: tuple[Clause, ...], keep: Callable[[Original], None]) -> Iterator[Document]:
    """Yield the documents of an archive that have a report which fulfils the condition; all of them if it is empty.

    `keep` is handed the original of each just before. Raises UsageError if there is no archive.
    """
    folder = Folder(address)
    manifest = read_manifest(folder)
    if not manifest.inputs:
        raise UsageError("there is no archive", where=address, remedy="make it with rawi archive")
    seen: set[str] = set()
    for part in manifest.inputs:
        if not folder.has(f"parts/{part.part}.json"):
            continue
        wanted = _wanted(folder, part.part, condition) - seen
        seen |= wanted
        if wanted:
            for original, document in read_originals(folder, part.part, wanted):
                keep(original)
                yield document


def _wanted(folder: Folder, part: str, condition: tuple[Clause, ...]) -> set[str]:
    """Return the ids of the documents of a part that fulfil a condition."""
    if not condition:
        return {row["id"] for row in read_rows(folder, f"documents/{part}.parquet", ["id"])}
    columns = sorted({"document", *(_COLUMNS[clause.field] for clause in condition)})
    rows = read_rows(folder, f"reports/{part}.parquet", columns)
    return {row["document"] for row in rows if all(clause.holds(row) for clause in condition)}
