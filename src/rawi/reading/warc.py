"""WARC archives: pages as a crawler fetched them, and texts that somebody took out of them (WET)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from datetime import date
from io import SEEK_END
from typing import Any, BinaryIO

from msgspec import Struct

from rawi.errors import ReadingError
from rawi.reading.decode import check_arabic
from rawi.reading.record import Original, RawText, read_day
from rawi.reading.source import Source, Task
from rawi.settings import Settings

Parse = Callable[[Task], Iterator[RawText | ReadingError]]
_CHUNK = 1 << 20
_PAGES = ("text/html", "application/xhtml")


class Passed(Struct, kw_only=True):
    """How many records of an archive were passed over, and why."""

    pages: int = 0
    foreign: int = 0
    empty: int = 0
    large: int = 0


def read_warc(source: Source, parse: Parse, settings: Settings) -> Iterator[RawText | ReadingError]:
    """Yield the pages of an archive, record by record; `parse` reads a page.

    A crawl holds much that is no Arabic article: such pages are counted and named in one line at the end. An archive
    that breaks off yields what came before and then an error.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed = Passed()
    number = place = 0
    broken = ""
    with source.path.open("rb") as stream:
        try:
            records = ArchiveIterator(stream)
            for record in records:
                number += 1
                task = _task_of(record, source, f"record {number}", settings, passed)
                place = records.get_record_offset()
                if task:
                    yield from _read(task, parse, settings, passed)
            broken = "" if _ends_well(stream, place) else "its end is missing"
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, UnicodeError) as error:
            broken = str(error)
    if broken:
        problem = f"the archive breaks off behind record {number}: {broken}"
        yield ReadingError(problem, where=source.shown, remedy="fetch it again; what came before was read")
    if passed.foreign or passed.empty or passed.large:
        left = f"{passed.foreign} not in Arabic, {passed.empty} without an article, {passed.large} too large"
        problem = f"{passed.pages} pages, passed over: {left}"
        yield ReadingError(problem, where=source.shown, remedy="nothing is to be done if that is what you expect")


def _ends_well(stream: BinaryIO, place: int) -> bool:
    """Tell whether an archive is whole from its record at `place` on: a cut one simply seems to have fewer records."""
    stream.seek(place)
    if stream.read(2) != b"\x1f\x8b":
        stream.seek(max(place, stream.seek(0, SEEK_END) - 4))
        return stream.read() == b"\r\n\r\n"
    stream.seek(place)
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while chunk := stream.read(_CHUNK):
        while chunk:
            if member.eof:
                member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            member.decompress(chunk)
            chunk = member.unused_data
    return member.eof


def _task_of(record: Any, source: Source, location: str, settings: Settings, passed: Passed) -> Task | None:
    """Return what is to be parsed of a record, None for one that is no page."""
    kind = record.rec_type
    if kind not in ("response", "resource", "conversion"):
        return None
    headers = record.http_headers if kind == "response" else record.rec_headers
    if headers is None or (kind == "response" and headers.get_statuscode() != "200"):
        return None
    media_type = (headers.get_header("Content-Type") or "").lower()
    plain = kind == "conversion" and media_type.startswith("text/plain")
    if not plain and not media_type.startswith(_PAGES):
        return None
    passed.pages += 1
    data = record.content_stream().read(settings.largest_file + 1)
    if len(data) > settings.largest_file:
        passed.large += 1
        return None
    address = record.rec_headers.get_header("WARC-Target-URI")
    charset = media_type.partition("charset=")[2].strip(" \"'") or None
    return Task(
        original=Original(
            name=f"{source.shown}!/{address or location}", media_type="text/plain" if plain else "text/html", data=data
        ),
        name=address or f"{source.name}#{location}",
        address=address,
        charset=charset,
        fetched=_day(record.rec_headers.get_header("WARC-Date")),
        location=location,
    )


def _read(task: Task, parse: Parse, settings: Settings, passed: Passed) -> Iterator[RawText | ReadingError]:
    for found in parse(task):
        if isinstance(found, ReadingError):
            passed.empty += 1
            continue
        try:
            check_arabic(found.text, task.name, settings)
        except ReadingError:
            passed.foreign += 1
            continue
        yield found


def _day(value: str | None) -> date | None:
    return read_day(value) if value else None
