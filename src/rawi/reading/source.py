"""A source: a file on this disk, and how it is shown to people (a path, a member of an archive, an address)."""

from __future__ import annotations

import bz2
import gzip
import lzma
from datetime import date
from pathlib import Path, PurePath
from typing import IO, cast

from msgspec import Struct

from rawi.errors import ReadingError
from rawi.reading.record import Original
from rawi.settings import Settings


class Source(Struct, frozen=True, kw_only=True):
    """A file to read.

    `shown` is its name in messages and in `Original.name`; `address`, `charset` and `fetched` are known of pages that
    come from the web. `depth` counts the archives around it.
    """

    path: Path
    shown: str
    address: str | None = None
    charset: str | None = None
    fetched: date | None = None
    depth: int = 0

    @property
    def name(self) -> str:
        """The name of a document that is the whole source."""
        return name_of(self.shown)

    def read(self, media_type: str, settings: Settings) -> Original:
        """Return the bytes. Raises ReadingError if there are more than allowed, OSError if they cannot be read."""
        size = self.path.stat().st_size
        if size > settings.largest_file:
            raise ReadingError(
                f"{size:,} bytes are more than the {settings.largest_file:,} allowed",
                where=self.shown,
                remedy="split it, or raise largest_file in the settings",
            )
        return Original(name=self.shown, media_type=media_type, data=self.path.read_bytes())


def name_of(shown: str) -> str:
    """Return the name of a document under which a source is shown: its file name, or its address.

    >>> name_of("/news/a.zip!/may/b.txt"), name_of("https://example.org/c")
    ('b.txt', 'https://example.org/c')
    """
    last = shown.rpartition("!/")[2]
    return last if is_address(last) else PurePath(last).name


def is_address(source: str) -> bool:
    """Tell whether a source is an address on the web."""
    return source.startswith(("http://", "https://"))


class Task(Struct, frozen=True, kw_only=True):
    """What a parser needs: the original, the document's name, and what is known of a page from the web."""

    original: Original
    name: str
    path: str = ""
    address: str | None = None
    charset: str | None = None
    fetched: date | None = None
    location: str = ""


def open_unpacked(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacking gzip, bzip2 and xz on the way."""
    with path.open("rb") as file:
        head = file.read(6)
    if head.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(path))
    if head.startswith(b"BZh"):
        return cast(IO[bytes], bz2.open(path))
    if head.startswith(b"\xfd7zXZ"):
        return cast(IO[bytes], lzma.open(path))
    return path.open("rb")
