"""Word documents: paragraphs and tables in their order, headings by their style."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from rawi.errors import ReadingError
from rawi.model import Piece
from rawi.reading.record import Given, Original, RawText
from rawi.settings import Settings


def read_word_document(original: Original, name: str, settings: Settings) -> RawText:
    """Return the text of a .docx file. Raises ReadingError if it is damaged or unpacks to too much."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    _check_size(original, settings)
    try:
        document = docx.Document(BytesIO(original.data))
        lines = list(_lines(document))
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ReadingError(
            f"not readable as a Word document: {error}", where=original.name, remedy="open it and save it again"
        ) from error
    properties = document.core_properties
    pieces: list[Piece] = []
    place = 0
    for line, style in lines:
        if line and style.startswith(("Heading", "Title")):
            kind = "title" if style.startswith("Title") else "heading"
            pieces.append(Piece(place, place + len(line), kind, "word.style"))  # type: ignore[arg-type]
        place += len(line) + 1
    title = next((line for line, style in lines if line and style.startswith("Title")), None)
    return RawText(
        name=name,
        text="\n".join(line for line, _ in lines),
        given=Given(title=title or properties.title.strip() or None, byline=None),
        original=original,
        location="",
        pieces=tuple(pieces),
    )


def _lines(document: object) -> Iterator[tuple[str, str]]:
    """Yield the lines of a document with the names of their styles; a table's row is one line."""
    from docx.table import Table

    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " | ".join(filter(None, cells)), ""
        else:
            style = block.style.name if block.style is not None else ""
            for line in block.text.split("\n"):
                yield line.strip(), style or ""


def _check_size(original: Original, settings: Settings) -> None:
    try:
        with zipfile.ZipFile(BytesIO(original.data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise ReadingError(
            f"the Word document is damaged: {error}", where=original.name, remedy="open it and save it again"
        ) from error
    if size > settings.largest_file * 4:
        raise ReadingError(
            f"the Word document unpacks to {size:,} bytes",
            where=original.name,
            remedy="take the pictures out, or raise largest_file in the settings",
        )
