"""``metadata.csv``: what is known about the files of a folder (file, outlet, published, url, title, byline)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from rawi.errors import ReadingError
from rawi.reading.record import Given, read_day

NAME = "metadata.csv"
COLUMNS = ("file", "outlet", "published", "url", "title", "byline")
_REMEDY = "the columns are " + ", ".join(COLUMNS)


class Sidecar(Struct, frozen=True):
    """The rows of a metadata file by file name, and what is wrong with the other rows."""

    rows: Mapping[str, Given]
    errors: tuple[ReadingError, ...] = ()


EMPTY = Sidecar({})


def read_sidecar(path: Path) -> Sidecar:
    """Read a metadata file. A broken row is an error that names its line; the other rows count."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return Sidecar({}, (ReadingError(f"not readable: {error}", where=str(path), remedy="save it as UTF-8"),))
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    if "file" not in header:
        return Sidecar({}, (ReadingError("no column named file", where=f"{path}:1", remedy=_REMEDY),))
    unknown = sorted(set(header) - set(COLUMNS))
    errors = [ReadingError(f"unknown columns: {', '.join(unknown)}", where=f"{path}:1", remedy=_REMEDY)] * bool(unknown)
    rows: dict[str, Given] = {}
    line = reader.line_num + 1
    try:
        for cells in reader:
            problem = _read_row(header, cells, rows)
            if problem:
                errors.append(ReadingError(problem, where=f"{path}:{line}", remedy="mend this row"))
            line = reader.line_num + 1
    except csv.Error as error:
        errors.append(ReadingError(f"not readable as CSV: {error}", where=f"{path}:{line}", remedy="mend this row"))
    return Sidecar(rows, tuple(errors))


def _read_row(header: list[str], cells: list[str], rows: dict[str, Given]) -> str:
    """Add one row; return what is wrong with it, or nothing."""
    if not any(cell.strip() for cell in cells):
        return ""
    if len(cells) != len(header):
        return f"{len(cells)} fields where the header has {len(header)}: quote a field that holds a comma"
    row = {key: cell.strip() for key, cell in zip(header, cells, strict=True)}
    name = row.get("file", "")
    if not name:
        return "the field file is empty"
    if name in rows:
        return f"a second row for {name}"
    day = read_day(row.get("published", ""))
    if row.get("published") and day is None:
        return f"published is no date such as 2025-03-18: {row['published']}"
    rows[name] = Given(
        outlet=row.get("outlet") or None,
        published=day,
        url=row.get("url") or None,
        title=row.get("title") or None,
        byline=row.get("byline") or None,
    )
    return ""
