"""Tables of articles: JSON Lines, JSON arrays, CSV and its kin, Parquet. One record is one document."""

from __future__ import annotations

import csv
import json
import lzma
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages
from rawi.reading.columns import RowReader, choose_columns, with_columns
from rawi.reading.decode import decode
from rawi.reading.kinds import DELIMITERS
from rawi.reading.record import Original, RawText
from rawi.reading.source import Source, name_of, open_unpacked
from rawi.settings import Settings

_BLANK = b" \t\r\n\xef\xbb\xbf"
_ROWS_AT_ONCE = 256
_SAMPLE = 1 << 20
_REMEDY = 'a record is an object with "text" and, if known, id, title, outlet, published, url, byline'


class TableReader:
    """Reads tables; `columns` maps fields (text, id, title, outlet, published, url, byline) to columns."""

    def __init__(self, pages: Pages, settings: Settings, columns: Mapping[str, str]) -> None:
        self._pages = pages
        self._settings = settings
        self._mapping = columns
        self._rows = RowReader(pages)
        self._chosen: dict[tuple[str, ...], dict[str, str]] = {}

    def read_json_lines(self, source: Source) -> Iterator[RawText | ReadingError]:
        """Yield the records of JSON Lines, plain or compressed, in order, and an error for each line that is none."""
        number = 0
        largest = self._settings.largest_file
        try:
            with open_unpacked(source.path) as stream:
                while line := stream.readline(largest + 1):
                    number += 1
                    if line.strip(_BLANK):
                        yield self._read_line(line, source, number)
                    while len(line) > largest and not line.endswith(b"\n"):
                        line = stream.readline(largest + 1)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            yield ReadingError(
                f"the file breaks off: {error}",
                where=f"{source.shown}:{number + 1}",
                remedy="what came before was read",
            )

    def read_json(self, source: Source) -> Iterator[RawText | ReadingError]:
        """Yield the records of a JSON array of objects, or of the first such array in an object."""
        original = source.read(self._media_type("application/json"), self._settings)
        text, _, _ = decode(original.data, source.shown, self._pages)
        try:
            records = _find_records(msgspec.json.decode(text.encode()))
        except (msgspec.DecodeError, RecursionError) as error:
            raise ReadingError(f"not readable as JSON: {error}", where=source.shown, remedy=_REMEDY) from error
        for number, record in enumerate(records, 1):
            yield self._read_record(record, original, f"record {number}")

    def read_delimited(self, source: Source) -> Iterator[RawText | ReadingError]:
        """Yield the rows of CSV, TSV and the like; the delimiter is the one that cuts the header line most."""
        with source.path.open("rb") as file:
            _, encoding, _ = decode(file.read(_SAMPLE), source.shown, self._pages)
        csv.field_size_limit(self._settings.largest_file)
        with source.path.open(encoding=encoding, errors="replace", newline="") as lines:
            yield from self._read_rows(_Remembered(lines), source)

    def _read_rows(self, lines: _Remembered, source: Source) -> Iterator[RawText | ReadingError]:
        first = next(lines).lstrip("\ufeff")
        delimiter = max(DELIMITERS, key=first.count)
        header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter))]
        columns = choose_columns(header, self._mapping, source.shown)
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        lines.take()
        try:
            for cells in reader:
                number += 1
                data = (first.rstrip("\r\n") + "\n" + lines.take()).encode()
                if len(cells) == len(header):
                    row = dict(zip(header, cells, strict=True))
                    original = Original(name=source.shown, media_type=self._media_type("text/csv"), data=data)
                    yield self._make(row, columns, original, f"row {number}")
                elif any(cells):
                    problem = f"{len(cells)} fields where the header has {len(header)}"
                    where = f"{source.shown}:{reader.line_num + 1}"
                    yield ReadingError(problem, where=where, remedy="quote a field that holds the delimiter")
        except csv.Error as error:
            where = f"{source.shown}:{reader.line_num + 1}"
            yield ReadingError(f"not readable as CSV: {error}", where=where, remedy="mend this row")

    def read_parquet(self, source: Source) -> Iterator[RawText | ReadingError]:
        """Yield the rows of a Parquet file, a few hundred at a time."""
        import pyarrow
        from pyarrow import parquet

        number = 0
        try:
            with parquet.ParquetFile(source.path) as file:
                columns = choose_columns(file.schema_arrow.names, self._mapping, source.shown)
                for batch in file.iter_batches(_ROWS_AT_ONCE, columns=sorted(set(columns.values()))):
                    for row in batch.to_pylist():
                        number += 1
                        data = json.dumps(row, ensure_ascii=False, default=str).encode()
                        original = Original(
                            name=source.shown, media_type=self._media_type("application/json"), data=data
                        )
                        yield self._make(row, columns, original, f"row {number}")
        except (pyarrow.ArrowException, OSError) as error:
            problem = f"not readable as Parquet behind row {number}: {str(error).splitlines()[0]}"
            yield ReadingError(problem, where=source.shown, remedy="write the file again")

    def read_again(self, original: Original, location: str) -> RawText | ReadingError:
        """Return the record that an original holds: the one that once was read at `location`."""
        text, _, _ = decode(original.data, original.name, self._pages)
        if original.media_type.startswith("text/csv"):
            lines = text.splitlines(keepends=True)
            header, cells = list(csv.reader(lines, delimiter=max(DELIMITERS, key=lines[0].count)))[:2]
            row = dict(zip((cell.strip() for cell in header), cells, strict=True))
            return self._make(row, choose_columns(row, self._mapping, original.name), original, location)
        records = _find_records(msgspec.json.decode(text.encode()))
        kind, _, number = location.rpartition(" ")
        record = records[int(number) - 1] if kind == "record" else records[0]
        return self._read_record(record, original, location)

    def _read_line(self, line: bytes, source: Source, number: int) -> RawText | ReadingError:
        where = f"{source.shown}:{number}"
        if len(line) > self._settings.largest_file:
            return ReadingError("the line is too long", where=where, remedy="raise largest_file in the settings")
        try:
            record = msgspec.json.decode(line.strip(_BLANK))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return ReadingError(f"no record: {error}", where=where, remedy=_REMEDY)
        original = Original(name=source.shown, media_type=self._media_type("application/json"), data=line)
        return self._read_record(record, original, f"line {number}")

    def _read_record(self, record: Any, original: Original, location: str) -> RawText | ReadingError:
        where = f"{original.name}, {location}"
        if not isinstance(record, dict):
            return ReadingError("no record: not an object", where=where, remedy=_REMEDY)
        names = tuple(record)
        if names not in self._chosen:
            try:
                self._chosen[names] = choose_columns(names, self._mapping, where)
            except ReadingError as error:
                return error
        return self._make(record, self._chosen[names], original, location)

    def _make(self, row: Mapping[str, Any], columns: Mapping[str, str], original: Original, location: str) -> RawText:
        identity, text, given, notes = self._rows.read(row, columns)
        name = identity or f"{name_of(original.name)}#{location.rpartition(' ')[2]}"
        return RawText(name=name, text=text, given=given, original=original, location=location, notes=notes)

    def _media_type(self, plain: str) -> str:
        return with_columns(plain, self._mapping)


class _Remembered:
    """Lines of a file that can be asked for the ones that a reader took since it was last asked."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._taken: list[str] = []

    def __iter__(self) -> _Remembered:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken.append(line)
        return line

    def take(self) -> str:
        """Return the lines taken and forget them."""
        taken = "".join(self._taken)
        self._taken.clear()
        return taken


def _find_records(value: Any) -> list[Any]:
    """Return the records of a JSON text: an array, the first array of objects in an object, or the object itself."""
    if not isinstance(value, dict):
        return value if isinstance(value, list) else [value]
    lists = [part for part in value.values() if isinstance(part, list) and part and isinstance(part[0], dict)]
    return lists[0] if lists else [value]
