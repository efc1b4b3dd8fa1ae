"""JSON Lines, plain or gzipped: one record a line, streamed; a broken line is named and the others are read."""

from __future__ import annotations

import gzip
import html
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import msgspec

from rawi.errors import ReadingError
from rawi.reading.record import Given, Original, RawText, read_day
from rawi.settings import Settings

_BLANK = b" \t\r\n\xef\xbb\xbf"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that a record may hold; others are ignored. `text` must be there."""

    text: str
    id: str | int | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    byline: str | None = None


def read_json_lines(path: Path, settings: Settings) -> Iterator[RawText | ReadingError]:
    """Yield the records of a .jsonl or .jsonl.gz file in order, and an error for each line that is none."""
    number = 0
    try:
        with _open(path) as stream:
            while line := stream.readline(settings.largest_file + 1):
                number += 1
                if line.strip(_BLANK):
                    yield read_line(line, path, number, settings)
                while len(line) > settings.largest_file and not line.endswith(b"\n"):
                    line = stream.readline(settings.largest_file + 1)
    except (OSError, EOFError, zlib.error) as error:
        yield ReadingError(
            f"the file breaks off: {error}", where=f"{path}:{number + 1}", remedy="the lines before it were read"
        )


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path)) if zipped else path.open("rb")


def read_line(line: bytes, path: Path, number: int, settings: Settings) -> RawText | ReadingError:
    """Return the record of one line of a file."""
    where = f"{path}:{number}"
    if len(line) > settings.largest_file:
        return ReadingError("the line is too long", where=where, remedy="raise largest_file in the settings")
    try:
        record = msgspec.json.decode(line.strip(_BLANK), type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        remedy = 'a line is an object with "text" and, if known, id, title, outlet, published, url, byline'
        return ReadingError(f"no record: {error}", where=where, remedy=remedy)
    published = read_day(record.published) if record.published else None
    notes = () if published or not record.published else (f"published is no date: {record.published}",)
    return RawText(
        name=str(record.id) if record.id is not None else f"{path.name}#{number}",
        text=record.text,
        given=Given(
            outlet=record.outlet or None,
            published=published,
            url=record.url or None,
            title=_plain(record.title),
            byline=_plain(record.byline),
        ),
        original=Original(name=str(path), media_type="application/json", data=line),
        location=f"line {number}",
        notes=notes,
    )


def _plain(value: str | None) -> str | None:
    """Undo HTML entities and outer blanks in a field that came from a page."""
    return html.unescape(value or "").strip() or None
