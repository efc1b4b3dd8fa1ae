"""The door of the room: files, folders and addresses go in, documents and errors come out, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import structs

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages
from rawi.model import Document
from rawi.reading import sidecar
from rawi.reading.columns import with_columns
from rawi.reading.front_matter import make_document
from rawi.reading.isolation import ParserProcess
from rawi.reading.kinds import Kind, detect
from rawi.reading.parsers import MEDIA_TYPES, is_harmless, parse
from rawi.reading.record import SUMMARY_ONLY, Given, Original, RawText
from rawi.reading.sidecar import Sidecar, read_sidecar
from rawi.reading.source import Source, Task, is_address, name_of
from rawi.reading.table import TableReader
from rawi.reading.unpack import is_word_document, unpack
from rawi.reading.warc import read_warc
from rawi.settings import DEFAULT_SETTINGS, Settings

if TYPE_CHECKING:
    from rawi.reading.fetch import Fetcher

Keep = Callable[[Original], None]
_PASSED_OVER = re.compile(r"\.|metadata\.csv$|(README|LICEN[CS]E|COPYING|NOTICE)(\.\w+)?$")
_NO_COLUMNS: Mapping[str, str] = {}


def read_sources(
    sources: Sequence[Path | str],
    *,
    pages: Pages,
    settings: Settings = DEFAULT_SETTINGS,
    metadata: Path | None = None,
    outlet: str | None = None,
    published: date | None = None,
    columns: Mapping[str, str] = _NO_COLUMNS,
    fetcher: Fetcher | None = None,
    keep: Keep | None = None,
) -> Iterator[Document | ReadingError]:
    """Yield the documents of files, folders, archives and addresses, and errors as values: no source stops the others.

    Folders and archives are walked in order of their names, through links once. What is known comes from, in this
    order: the record or page itself, `metadata`, the ``metadata.csv`` beside the file, `outlet` and `published`, the
    text. `columns` maps fields to the columns of tables. `fetcher` fetches addresses (a polite one if none is given).
    `keep` is called with the original bytes of a document just before it is yielded (``document.original`` is their
    SHA-256); `read_original` makes the same document of them.
    """
    given = Given(outlet=outlet, published=published)
    with ExitStack() as stack:
        parser = stack.enter_context(ParserProcess(settings))
        scratch = stack.enter_context(TemporaryDirectory(prefix="rawi-"))
        room = _Room(pages, settings, metadata, given, columns, parser, keep)
        yield from room.named_errors
        for source in sources:
            address = str(source)
            if is_address(address):
                fetcher = fetcher or stack.enter_context(closing(_new_fetcher(settings)))
                yield from room.read_address(address, fetcher, Path(scratch))
            else:
                yield from room.read_path(Path(source), str(source), 0)


def read_file(
    path: Path, *, pages: Pages, settings: Settings = DEFAULT_SETTINGS, keep: Keep | None = None
) -> list[Document | ReadingError]:
    """Return the documents of one file, and an error for each part of it that is none."""
    return list(read_sources([path], pages=pages, settings=settings, keep=keep))


def read_original(
    original: Original, location: str, *, pages: Pages, settings: Settings, parser: ParserProcess | None = None
) -> Document | ReadingError:
    """Read the bytes that `keep` was given once more: the same document, or a better one from a newer version.

    Who reads many hands over one `parser` for all of them; without one, a process is started if the bytes need it.
    """
    task = Task(original=original, name=name_of(original.name), address=original.given.url, location=location)
    try:
        if is_harmless(original.media_type):
            texts = parse(task, pages, settings)
        elif parser is not None:
            texts = parser.parse(task)
        else:
            with ParserProcess(settings) as own:
                texts = iter(list(own.parse(task)))
        raw = next((text for text in list(texts) if isinstance(text, ReadingError) or text.location == location), None)
        if raw is None:
            return ReadingError("the record is no longer found", where=original.name, remedy="report it with the file")
        if isinstance(raw, ReadingError):
            return raw
        return make_document(raw, raw.given.or_else(original.given), pages, settings)
    except ReadingError as error:
        return error


class _Room:
    """Reads sources one after the other; knows the metadata files met so far."""

    def __init__(
        self,
        pages: Pages,
        settings: Settings,
        metadata: Path | None,
        default: Given,
        columns: Mapping[str, str],
        parser: ParserProcess,
        keep: Keep | None,
    ) -> None:
        self._pages = pages
        self._settings = settings
        self._named = read_sidecar(metadata) if metadata else sidecar.EMPTY
        self._metadata = metadata.resolve() if metadata else None
        self._default = default
        self._columns = columns
        self._parser = parser
        self._tables = TableReader(pages, settings, columns)
        self._keep = keep
        self._beside: dict[Path, Sidecar] = {}
        self.named_errors = self._named.errors

    def read_path(self, path: Path, shown: str, depth: int) -> Iterator[Document | ReadingError]:
        """Yield the documents of a file, or of all files under a folder."""
        for found in _walk(path, shown, set()):
            if isinstance(found, ReadingError):
                yield found
            else:
                yield from self.read(Source(path=found[0], shown=found[1], depth=depth))

    def read_address(self, address: str, fetcher: Fetcher, scratch: Path) -> Iterator[Document | ReadingError]:
        """Fetch an address and yield its documents; a feed's entries without full text are fetched too."""
        try:
            page = fetcher.fetch(address)
        except ReadingError as error:
            yield error
            return
        path = scratch / "page"
        path.write_bytes(page.data)
        source = Source(path=path, shown=page.address, address=page.address, charset=page.charset, fetched=date.today())
        if detect(source) == "feed":
            yield from self._read_feed(source, fetcher, scratch)
        else:
            yield from self.read(source)

    def read(self, source: Source) -> Iterator[Document | ReadingError]:
        """Yield the documents of one file."""
        beside, errors = self._sidecar_of(source.path) if not source.address else (sidecar.EMPTY, ())
        yield from errors
        try:
            kind = detect(source)
            if kind == "zip" and is_word_document(source.path):
                kind = "word"
            if kind in ("zip", "tar", "packed"):
                yield from self._read_archive(source, kind)
                return
            for raw in self._raw_texts(source, kind):
                yield raw if isinstance(raw, ReadingError) else self._make(raw, beside)
        except ReadingError as error:
            yield error
        except OSError as error:
            yield ReadingError(f"not readable: {error.strerror or error}", where=source.shown, remedy="check the path")

    def _raw_texts(self, source: Source, kind: Kind) -> Iterator[RawText | ReadingError]:
        if kind == "json lines":
            return self._tables.read_json_lines(source)
        if kind == "json":
            return self._tables.read_json(source)
        if kind == "delimited":
            return self._tables.read_delimited(source)
        if kind == "warc":
            return read_warc(source, self._parse, self._settings)
        media_type = MEDIA_TYPES[kind]
        if kind == "parquet":
            original = Original(name=source.shown, media_type=with_columns(media_type, self._columns), data=b"")
        else:
            original = source.read(media_type, self._settings)
        return self._parse(
            Task(
                original=original,
                name=source.name,
                path=str(source.path),
                address=source.address,
                charset=source.charset,
                fetched=source.fetched,
            )
        )

    def _parse(self, task: Task) -> Iterator[RawText | ReadingError]:
        if is_harmless(task.original.media_type):
            return parse(task, self._pages, self._settings)
        return self._parser.parse(task)

    def _read_archive(self, source: Source, kind: Kind) -> Iterator[Document | ReadingError]:
        """Unpack an archive into a folder, read the folder, remove it."""
        with TemporaryDirectory(prefix="rawi-") as folder:
            broken: ReadingError | None = None
            try:
                yield from unpack(source, kind, Path(folder), self._settings)
            except ReadingError as error:
                broken = error
            yield from self.read_path(Path(folder), f"{source.shown}!", source.depth + 1)
            if broken:
                yield broken

    def _read_feed(self, source: Source, fetcher: Fetcher, scratch: Path) -> Iterator[Document | ReadingError]:
        """Yield the entries of a fetched feed; the page of an entry without full text takes its place."""
        try:
            entries = list(self._raw_texts(source, "feed"))
        except ReadingError as error:
            entries = [error]
        for entry in entries:
            if isinstance(entry, ReadingError):
                yield entry
                continue
            fetched = False
            if SUMMARY_ONLY in entry.notes and entry.given.url:
                for found in self.read_address(entry.given.url, fetcher, scratch):
                    if isinstance(found, Document):
                        fetched = True
                        yield found
            if not fetched:
                yield self._make(entry, sidecar.EMPTY)

    def _make(self, raw: RawText, beside: Sidecar) -> Document | ReadingError:
        given = raw.given
        for rows in (self._named.rows, beside.rows):
            given = given.or_else(rows.get(raw.name, Given()))
        given = given.or_else(self._default)
        try:
            document = make_document(raw, given, self._pages, self._settings)
        except ReadingError as error:
            return error
        if self._keep:
            self._keep(structs.replace(raw.original, given=given))
        return document

    def _sidecar_of(self, path: Path) -> tuple[Sidecar, tuple[ReadingError, ...]]:
        """Return the metadata file beside a file; its errors only the first time."""
        folder = path.parent
        if folder in self._beside:
            return self._beside[folder], ()
        beside = folder / sidecar.NAME
        known = beside.is_file() and beside.resolve() != self._metadata
        found = self._beside[folder] = read_sidecar(beside) if known else sidecar.EMPTY
        missing = tuple(
            ReadingError("names a file that is not there", where=f"{beside}: {name}", remedy="mend the name")
            for name in found.rows
            if "." in name and not (folder / name).exists()
        )
        return found, found.errors + missing


def _new_fetcher(settings: Settings) -> Fetcher:
    from rawi.reading.fetch import Fetcher

    return Fetcher(settings)


def _walk(path: Path, shown: str, seen: set[Path]) -> Iterator[tuple[Path, str] | ReadingError]:
    """Yield the files under a path in order of their names, without hidden, metadata and read-me files."""
    try:
        if not path.is_dir():
            yield path, shown
            return
        real = path.resolve()
        if real in seen:
            return
        seen.add(real)
        children = sorted(path.iterdir(), key=lambda child: child.name)
    except OSError as error:
        yield ReadingError(f"not readable: {error.strerror}", where=shown, remedy="check the path and its rights")
        return
    for child in children:
        if not _PASSED_OVER.match(child.name):
            yield from _walk(child, f"{shown}/{child.name}", seen)
