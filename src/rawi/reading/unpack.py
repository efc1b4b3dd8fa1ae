"""Archives and compressed files are unpacked into a folder that is removed afterwards, within limits.

Only plain files come out, under names that stay inside the folder; links and devices are passed over. The limits hold
for what is written, whatever the archive claims about itself.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from rawi.errors import ReadingError
from rawi.reading.source import Source, open_unpacked
from rawi.settings import Settings

_CHUNK = 1 << 16
_BROKEN = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,
    ValueError,
)


def is_word_document(path: Path) -> bool:
    """Tell whether a zip archive is a Word document. Raises ReadingError if it is another Office document."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except _BROKEN:
        return False
    if "[Content_Types].xml" in names and "word/document.xml" not in names:
        raise ReadingError("an Office document that is no text", where=str(path), remedy="save it as CSV or .docx")
    return "word/document.xml" in names


def unpack(source: Source, kind: str, folder: Path, settings: Settings) -> Iterator[ReadingError]:
    """Write the files of an archive into `folder`; yield an error for each member that cannot be read.

    Raises ReadingError if the archive breaks off or goes beyond the limits; what was written before stays.
    """
    if source.depth >= settings.deepest_archive:
        raise ReadingError(
            "archives within archives too deep", where=source.shown, remedy="unpack it, or raise deepest_archive"
        )
    room = _Room(source, settings)
    try:
        if kind == "zip":
            yield from _unpack_zip(source, folder, room)
        elif kind == "tar":
            yield from _unpack_tar(source, folder, room)
        else:
            with open_unpacked(source.path) as stream:
                room.write(stream, folder / (source.path.stem or "file"), source.shown)
    except _BROKEN as error:
        problem = f"the archive breaks off or is damaged: {error or type(error).__name__}"
        raise ReadingError(problem, where=source.shown, remedy="what came before was read") from error


class _Room:
    """Counts what an archive unpacks to, and stops it at the limits."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self._source = source
        self._settings = settings
        self._bytes = 0
        self._members = 0

    def write(self, stream: IO[bytes], target: Path, shown: str) -> None:
        """Copy a member to a file. Raises ReadingError beyond a limit."""
        self._members += 1
        if self._members > self._settings.most_members:
            self._stop(f"more than {self._settings.most_members:,} members", "most_members")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._copy(stream, target, shown)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def _copy(self, stream: IO[bytes], target: Path, shown: str) -> None:
        largest, all_together = self._settings.largest_file, self._settings.largest_archive
        with target.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                self._bytes += len(chunk)
                if self._bytes > all_together:
                    self._stop(f"unpacks to more than {all_together:,} bytes", "largest_archive")
                if out.tell() + len(chunk) > largest:
                    self._stop(f"{shown} unpacks to more than {largest:,} bytes", "largest_file")
                out.write(chunk)

    def _stop(self, problem: str, setting: str) -> None:
        raise ReadingError(problem, where=self._source.shown, remedy=f"unpack it yourself, or raise {setting}")


def _unpack_zip(source: Source, folder: Path, room: _Room) -> Iterator[ReadingError]:
    with zipfile.ZipFile(source.path) as archive:
        for member in archive.infolist():
            target = _place(folder, member.filename)
            if member.is_dir() or target is None:
                continue
            shown = f"{source.shown}!/{member.filename}"
            if member.flag_bits & 1:
                yield ReadingError("encrypted", where=shown, remedy="unpack it with its password")
                continue
            try:
                with archive.open(member) as stream:
                    room.write(stream, target, shown)
            except _BROKEN as error:
                yield ReadingError(f"damaged: {error}", where=shown, remedy="make the archive again")


def _unpack_tar(source: Source, folder: Path, room: _Room) -> Iterator[ReadingError]:
    with tarfile.open(source.path, "r|*") as archive:
        for member in archive:
            target = _place(folder, member.name)
            if member.isfile() and target is not None:
                stream = archive.extractfile(member)
                if stream is not None:
                    room.write(stream, target, f"{source.shown}!/{member.name}")
    yield from ()


def _place(folder: Path, name: str) -> Path | None:
    """Return where a member is written, None for a name that would leave the folder or belongs to a system."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".")]
    if not parts or ".." in parts or parts[0] == "__MACOSX" or ":" in parts[0]:
        return None
    return folder.joinpath(*parts)
