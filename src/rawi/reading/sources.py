"""The door of the room: paths go in, documents and errors come out, one bad file never stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import structs

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages
from rawi.model import Document
from rawi.reading import sidecar
from rawi.reading.front_matter import make_document
from rawi.reading.json_lines import read_json_lines, read_line
from rawi.reading.plain_text import read_plain_text
from rawi.reading.record import Given, Original, RawText
from rawi.reading.sidecar import Sidecar, read_sidecar
from rawi.settings import DEFAULT_SETTINGS, Settings

_PASSED_OVER = re.compile(r"\.|metadata\.csv$|(README|LICEN[CS]E|COPYING|NOTICE)(\.\w+)?$")
Keep = Callable[[Original], None]


def read_sources(
    paths: Sequence[Path],
    *,
    pages: Pages,
    settings: Settings = DEFAULT_SETTINGS,
    metadata: Path | None = None,
    outlet: str | None = None,
    published: date | None = None,
    keep: Keep | None = None,
) -> Iterator[Document | ReadingError]:
    """Yield the documents of files and folders in order, and an error as a value for each thing that is none.

    Folders are walked in order of their names, through links once. What is known comes from, in this order: the
    record itself, `metadata`, the ``metadata.csv`` beside the file, `outlet` and `published`, the text itself.
    `keep` is called with the original bytes of a document just before it is yielded (``document.original`` is their
    SHA-256); a dossier stores them.
    """
    reader = _Reader(pages, settings, metadata, Given(outlet=outlet, published=published), keep)
    yield from reader.named_errors
    for path in paths:
        for file in _walk(path, set()):
            yield from [file] if isinstance(file, ReadingError) else reader.read(file)


def read_file(
    path: Path, *, pages: Pages, settings: Settings = DEFAULT_SETTINGS, keep: Keep | None = None
) -> list[Document | ReadingError]:
    """Return the documents of one file, and an error for each part of it that is none."""
    return list(read_sources([path], pages=pages, settings=settings, keep=keep))


def read_original(original: Original, location: str, *, pages: Pages, settings: Settings) -> Document | ReadingError:
    """Read the bytes that `keep` was given once more: the same document, or a better one from a newer version."""
    path = Path(original.name)
    try:
        if line := re.fullmatch(r"line (\d+)", location):
            raw = read_line(original.data, path, int(line[1]), settings)
        else:
            raw = read_plain_text(path, original.data, pages)
        return raw if isinstance(raw, ReadingError) else make_document(raw, original.given, pages, settings)
    except ReadingError as error:
        return error


def _walk(path: Path, seen: set[Path]) -> Iterator[Path | ReadingError]:
    """Yield the files under a path in order of their names, without hidden, metadata and read-me files."""
    try:
        if not path.is_dir():
            yield path
            return
        real = path.resolve()
        if real in seen:
            return
        seen.add(real)
        children = sorted(path.iterdir(), key=lambda child: child.name)
    except OSError as error:
        yield ReadingError(f"not readable: {error.strerror}", where=str(path), remedy="check the path and its rights")
        return
    for child in children:
        if not _PASSED_OVER.match(child.name):
            yield from _walk(child, seen)


class _Reader:
    """Reads files one after the other; knows the sidecars met so far."""

    def __init__(
        self, pages: Pages, settings: Settings, metadata: Path | None, default: Given, keep: Keep | None
    ) -> None:
        self._pages = pages
        self._settings = settings
        self._named = read_sidecar(metadata) if metadata else sidecar.EMPTY
        self._metadata = metadata.resolve() if metadata else None
        self._default = default
        self._keep = keep
        self._beside: dict[Path, Sidecar] = {}
        self.named_errors = self._named.errors

    def read(self, path: Path) -> Iterator[Document | ReadingError]:
        beside, errors = self._sidecar_of(path)
        yield from errors
        try:
            for raw in self._read_raw(path):
                yield raw if isinstance(raw, ReadingError) else self._make(raw, beside)
        except ReadingError as error:
            yield error
        except OSError as error:
            yield ReadingError(f"not readable: {error.strerror or error}", where=str(path), remedy="check the path")

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

    def _read_raw(self, path: Path) -> Iterator[RawText | ReadingError]:
        with path.open("rb") as file:
            head = file.read(4096)
        if _is_json_lines(path, head):
            yield from read_json_lines(path, self._settings)
            return
        size = path.stat().st_size
        if size > self._settings.largest_file:
            raise ReadingError(
                f"the file has {size} bytes, more than the {self._settings.largest_file} allowed",
                where=str(path),
                remedy="split it or raise largest_file in the settings",
            )
        yield read_plain_text(path, path.read_bytes(), self._pages)

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


def _is_json_lines(path: Path, head: bytes) -> bool:
    """Tell JSON Lines by their content; gzip by the name inside it, as only its first bytes are read."""
    if head.startswith(b"\x1f\x8b"):
        return path.name.endswith((".jsonl.gz", ".json.gz", ".ndjson.gz"))
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"' in head
