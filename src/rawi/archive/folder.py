"""The folder of an archive, and its inputs: on a local disk or in an object store, as pyarrow reaches them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from rawi.errors import UsageError
from rawi.version import VERSION

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.fs import FileSystem

_UNFINISHED = ".unfinished"
_INPUTS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".warc", ".warc.gz")


class Input(Struct, frozen=True, kw_only=True):
    """One file of an archive's input; `part` names what is made of it: another file, or another rawi, another part."""

    address: str
    size: int
    changed: str

    @property
    def part(self) -> str:
        """The name of its part."""
        mark = "\n".join((self.address, str(self.size), self.changed, VERSION))
        return hashlib.sha256(mark.encode()).hexdigest()[:16]


class Folder(Struct, frozen=True, dict=True):
    """A folder by its address: a path, or what pyarrow understands (``s3://bucket/folder?endpoint_override=…``)."""

    address: str

    @cached_property
    def _place(self) -> tuple[FileSystem, str]:
        return open_address(self.address)

    def path(self, name: str) -> str:
        """Return the path of a file of the folder in its file system."""
        return f"{self._place[1].rstrip('/')}/{name}"

    @property
    def files(self) -> FileSystem:
        """The file system in which the folder lies."""
        return self._place[0]

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        from pyarrow.fs import FileType

        return bool(self.files.get_file_info(self.path(name)).type == FileType.File)

    def names(self, under: str) -> list[str]:
        """Return the names of the finished files under a part of the folder, in order."""
        from pyarrow.fs import FileSelector

        selector = FileSelector(self.path(under), allow_not_found=True, recursive=True)
        start = len(self.path(""))
        found = (info.path[start:] for info in self.files.get_file_info(selector) if info.is_file)
        return sorted(name for name in found if not name.endswith(_UNFINISHED))

    def clear(self, under: str) -> None:
        """Delete a part of the folder."""
        from pyarrow.fs import FileType

        if self.files.get_file_info(self.path(under)).type == FileType.Directory:
            self.files.delete_dir(self.path(under))

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        if self.has(name):
            self.files.delete_file(self.path(name))

    @contextmanager
    def writing(self, name: str) -> Iterator[Any]:
        """Open a file for writing; it has its name only when it is finished."""
        path = self.path(name)
        self.files.create_dir(str(PurePosixPath(path).parent), recursive=True)
        with self.files.open_output_stream(path + _UNFINISHED) as stream:
            yield stream
        self.files.move(path + _UNFINISHED, path)

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with self.writing(name) as stream:
            stream.write(data)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        with self.files.open_input_stream(self.path(name)) as stream:
            return bytes(stream.read())

    def write_table(self, name: str, schema: pyarrow.Schema, rows: list[dict[str, Any]]) -> None:
        """Write rows as one Parquet file."""
        import pyarrow
        from pyarrow import parquet

        with self.writing(name) as stream:
            parquet.write_table(pyarrow.Table.from_pylist(rows, schema), stream, compression="zstd")

    def write_buckets(self, name: str, buckets: list[list[bytes]]) -> None:
        """Write rows of bytes, bucket by bucket, so that one bucket can be read without the others."""
        import pyarrow

        schema = pyarrow.schema([("row", pyarrow.binary())])
        with self.writing(name) as stream, pyarrow.ipc.new_file(stream, schema, options=_packed()) as writer:
            for rows in buckets:
                writer.write_batch(pyarrow.record_batch([pyarrow.array(rows, pyarrow.binary())], schema=schema))

    def read_bucket(self, name: str, bucket: int) -> list[bytes]:
        """Return the rows of one bucket."""
        import pyarrow

        with self.files.open_input_file(self.path(name)) as file, pyarrow.ipc.open_file(file) as reader:
            return list(reader.get_batch(bucket).column(0).to_pylist())


def _packed() -> Any:
    import pyarrow

    return pyarrow.ipc.IpcWriteOptions(compression="zstd")


def open_address(address: str) -> tuple[FileSystem, str]:
    """Return the file system and the path in it of an address. Raises UsageError if there is no such place."""
    import pyarrow
    from pyarrow.fs import FileSystem, LocalFileSystem

    if "://" not in address:
        return LocalFileSystem(), str(Path(address).absolute())
    try:
        files, path = FileSystem.from_uri(address)
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        remedy = "give a path or an address like s3://bucket/folder"
        raise UsageError(f"no place that can be reached: {error}", where=address, remedy=remedy) from error
    return files, path


def find_inputs(addresses: Iterable[str]) -> list[Input]:
    """Return the archives (WARC, JSON Lines) at some addresses and in the folders there, in order.

    Raises UsageError where nothing is.
    """
    from pyarrow.fs import FileSelector, FileType

    found: list[Input] = []
    for address in addresses:
        files, path = open_address(address)
        info = files.get_file_info(path)
        if info.type == FileType.NotFound:
            raise UsageError("there is nothing", where=address, remedy="check the address")
        infos = [info] if info.is_file else files.get_file_info(FileSelector(path, recursive=True))
        before, _, behind = address.partition(path) if "://" in address else ("", "", "")
        for one in infos:
            if one.is_file and (one is info or one.path.endswith(_INPUTS)):
                whole = f"{before}{one.path}{behind}"
                found.append(Input(address=whole, size=one.size, changed=str(one.mtime_ns or "")))
    return sorted({one.address: one for one in found}.values(), key=lambda one: one.address)


@contextmanager
def local_copy(address: str) -> Iterator[Path]:
    """Give the path of a file on this disk: its own, or that of a copy for as long as it is needed."""
    files, path = open_address(address)
    if "://" not in address:
        yield Path(path)
        return
    with TemporaryDirectory(prefix="rawi-") as scratch:
        copy = Path(scratch) / PurePosixPath(path).name
        with files.open_input_stream(path) as source, copy.open("wb") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
        yield copy


def encode(record: Any) -> bytes:
    """Return a record as MessagePack."""
    return msgspec.msgpack.encode(record)
