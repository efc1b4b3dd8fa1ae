"""The parts of an archive: what was read from one input, annotated, as tables of documents and of reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from rawi.archive.folder import Folder, Input, local_copy
from rawi.archive.schemas import codes_of, report_row, schemas
from rawi.engine.local import Failure, attempt
from rawi.errors import ReadingError
from rawi.lexicon.lexicon import Engine, load_lexicon
from rawi.model import Annotations, Document
from rawi.pipeline import annotate
from rawi.reading.record import Given, Original
from rawi.reading.sources import read_sources

_ROWS = 200
_EXAMPLES = 5


class Reason(Struct, kw_only=True):
    """Why some documents of an input failed: how many, and where the first of them stand."""

    count: int = 0
    examples: list[str] = []


class Part(Struct, kw_only=True):
    """What became of one input: how many documents and reports, and what failed for which reason."""

    address: str
    size: int
    changed: str
    part: str
    documents: int = 0
    reports: int = 0
    failures: dict[str, Reason] = {}


class PartTask(Struct, frozen=True, kw_only=True):
    """What `make_part` needs."""

    source: Input
    folder: str
    engine: Engine = "weighed"


def make_part(task: PartTask) -> Part:
    """Read and annotate one input and write its tables; if they are there, only tell what they hold."""
    folder, source = Folder(task.folder), task.source
    done = f"parts/{source.part}.json"
    if folder.has(done):
        return msgspec.json.decode(folder.read(done), type=Part)
    part = Part(address=source.address, size=source.size, changed=source.changed, part=source.part)
    ids: list[str] = []
    with (
        local_copy(source.address) as path,
        _table(folder, "documents", source.part) as document_rows,
        _table(folder, "reports", source.part) as report_rows,
    ):
        for original, found in _annotated(str(path), source.address, task.engine, part):
            document_rows.add(_document_row(original, found))
            for position in range(len(found.reports)):
                report_rows.add(report_row(found, position))
            ids.append(found.document.id)
            part.documents += 1
            part.reports += len(found.reports)
    folder.write(f"parts/{source.part}.ids", msgspec.msgpack.encode(ids))
    folder.write(done, msgspec.json.encode(part))
    return part


def read_part(folder: Folder, part: str) -> Iterator[Annotations]:
    """Yield what was found in each document of a part."""
    for row in read_rows(folder, f"documents/{part}.parquet", ["text", "found"]):
        found = msgspec.msgpack.decode(row["found"], type=Annotations)
        yield replace(found, document=replace(found.document, text=row["text"]))


def read_rows(folder: Folder, name: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, a few at a time."""
    from pyarrow import parquet

    with folder.files.open_input_file(folder.path(name)) as file:
        for batch in parquet.ParquetFile(file).iter_batches(_ROWS, columns=columns):
            yield from batch.to_pylist()


def read_ids(folder: Folder, part: str) -> list[str]:
    """Return the ids of a part's documents."""
    return msgspec.msgpack.decode(folder.read(f"parts/{part}.ids"), type=list[str])


def _annotated(path: str, address: str, engine: Engine, part: Part) -> Iterator[tuple[Original, Annotations]]:
    """Yield the documents of a file with their originals, each once; count what fails."""
    lexicon = load_lexicon(engine)
    kept: list[Original] = []
    seen: set[str] = set()
    for document in read_sources([path], pages=lexicon.pages, keep=kept.append):
        if isinstance(document, ReadingError):
            _count(part.failures, document.problem, document.where.replace(path, address))
            continue
        original = kept.pop()
        if document.id in seen:
            _count(part.failures, "the same document stands there already", document.name)
            continue
        seen.add(document.id)
        found = attempt(lambda one: annotate(one, lexicon), document)
        if isinstance(found, Failure):
            _count(part.failures, found.reason, document.name)
        else:
            yield replace(original, name=original.name.replace(path, address)), found


def _count(failures: dict[str, Reason], reason: str, where: str) -> None:
    found = failures.setdefault(reason, Reason())
    found.count += 1
    if len(found.examples) < _EXAMPLES:
        found.examples.append(where)


def _document_row(original: Original, found: Annotations) -> dict[str, Any]:
    document = found.document
    codes = sorted({code for report in found.reports for code in codes_of(report)})
    return {
        **{name: getattr(document, name) for name in ("id", "name", "outlet", "title", "url", "byline", "text")},
        "published": document.published,
        "codes": codes,
        "reports": len(found.reports),
        "original": document.original,
        "original_name": original.name,
        "media_type": original.media_type,
        "location": document.location,
        "given": msgspec.json.encode(original.given).decode(),
        "bytes": original.data,
        "found": msgspec.msgpack.encode(replace(found, document=replace(document, text=""))),
    }


def read_originals(folder: Folder, part: str, wanted: set[str]) -> Iterator[tuple[Original, Document]]:
    """Yield the documents of a part whose ids are wanted, with their originals."""
    columns = ["id", "text", "found", "original_name", "media_type", "given", "bytes"]
    for row in read_rows(folder, f"documents/{part}.parquet", columns):
        if row["id"] in wanted:
            found = msgspec.msgpack.decode(row["found"], type=Annotations)
            given = msgspec.json.decode(row["given"], type=Given)
            original = Original(name=row["original_name"], media_type=row["media_type"], data=row["bytes"], given=given)
            yield original, replace(found.document, text=row["text"])


@contextmanager
def _table(folder: Folder, name: str, part: str) -> Iterator[_Rows]:
    """Give rows to add to; they are written when all of them are there."""
    from pyarrow import parquet

    schema = schemas()[name]
    with (
        folder.writing(f"{name}/{part}.parquet") as stream,
        parquet.ParquetWriter(stream, schema, compression="zstd") as writer,
    ):
        rows = _Rows(writer, schema)
        yield rows
        rows.flush()


class _Rows:
    """Rows on their way into a Parquet file, a group at a time."""

    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer, self._schema = writer, schema
        self._rows: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any]) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, self._schema))
            self._rows.clear()
