"""Write tables as CSV or Parquet, one file each, with a README that explains every column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import pyarrow

_BATCH = 20_000


class Column(Protocol):
    """One column: its type is integer, real, boolean, text, day or json."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def meaning(self) -> str:
        """What it holds."""


class Table(Protocol):
    """A table to be written: its rows are read once, in order."""

    @property
    def name(self) -> str:
        """Its name, which becomes that of the file."""

    @property
    def meaning(self) -> str:
        """What a row is."""

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns, in the order of the values of a row."""

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Its rows."""


def write_tables(tables: Iterable[Table], folder: Path, form: Literal["csv", "parquet"]) -> list[Path]:
    """Write every table into a folder, and README.md beside them; return the files.

    In CSV (UTF-8, header line) strings stand in quotation marks and an unknown value is empty. Days are dates in
    Parquet, ISO 8601 in CSV. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files, explanations = [], []
    for table in tables:
        files.append(folder / f"{table.name}.{form}")
        _write(table, files[-1], form)
        explanations.append(_explain(table, form))
    readme = folder / "README.md"
    readme.write_text("\n".join(["# Tables of a dossier of rawi", "", *explanations]), encoding="utf-8")
    return [*files, readme]


def arrow_schema(table: Table) -> pyarrow.Schema:
    """Return the Arrow schema of a table: days are dates, JSON is text."""
    import pyarrow

    types = {
        "integer": pyarrow.int64(),
        "real": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "day": pyarrow.date32(),
    }
    return pyarrow.schema([(column.name, types.get(column.type, pyarrow.string())) for column in table.columns])


def arrow_batches(table: Table) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of a table as Arrow batches, so that a large table never lies in memory as a whole."""
    import pyarrow

    schema = arrow_schema(table)
    while rows := list(islice(table.rows, _BATCH)):
        columns = zip(table.columns, zip(*rows, strict=True), strict=True)
        yield pyarrow.record_batch([_convert(column.type, cells) for column, cells in columns], schema=schema)


def _write(table: Table, path: Path, form: Literal["csv", "parquet"]) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    schema = arrow_schema(table)
    if form == "csv":
        writer = pyarrow.csv.CSVWriter(path, schema)
    else:
        writer = pyarrow.parquet.ParquetWriter(path, schema, compression="zstd")
    with writer:
        for batch in arrow_batches(table):
            writer.write_batch(batch)


def _convert(kind: str, cells: Iterable[Any]) -> list[Any]:
    if kind == "boolean":
        return [None if cell is None else bool(cell) for cell in cells]
    if kind == "day":
        return [None if cell is None else date.fromisoformat(cell) for cell in cells]
    return list(cells)


def _explain(table: Table, form: str) -> str:
    lines = [f"## {table.name}.{form}", "", f"{table.meaning[:1].upper()}{table.meaning[1:]}.", ""]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| {column.name} | {column.type} | {column.meaning} |" for column in table.columns]
    return "\n".join([*lines, ""])
