"""From the bytes of one original to its texts: one parser for each media type.

Parsers run in a process of their own (`rawi.reading.isolation`), but for those that only cut text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages
from rawi.reading.columns import columns_of
from rawi.reading.decode import decode
from rawi.reading.kinds import Kind
from rawi.reading.record import Given, RawText
from rawi.reading.source import Source, Task
from rawi.settings import Settings

MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "html": "text/html",
    "saved page": "multipart/related",
    "feed": "application/rss+xml",
    "pdf": "application/pdf",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "parquet": "application/vnd.apache.parquet",
}
_CUT_ONLY = frozenset(["text/plain", "application/json", "text/csv"])


def is_harmless(media_type: str) -> bool:
    """Tell whether the parser only cuts text, so that it needs no process of its own."""
    return media_type.partition(";")[0] in _CUT_ONLY


def parse(task: Task, pages: Pages, settings: Settings) -> Iterator[RawText | ReadingError]:
    """Yield the texts of an original, and an error for each part that is none. Raises ReadingError for the whole."""
    original = task.original
    media_type = original.media_type.partition(";")[0]
    if media_type == "text/plain":
        yield _parse_text(task, pages)
    elif media_type in ("application/json", "text/csv", MEDIA_TYPES["parquet"]):
        from rawi.reading.table import TableReader

        table = TableReader(pages, settings, columns_of(original.media_type))
        if media_type == MEDIA_TYPES["parquet"]:
            yield from table.read_parquet(Source(path=Path(task.path), shown=original.name))
        else:
            yield table.read_again(original, task.location)
    elif media_type == "text/html":
        from rawi.reading.web_page import read_web_page

        yield read_web_page(
            original,
            task.name,
            pages,
            address=task.address,
            charset=task.charset,
            today=task.fetched,
            location=task.location,
        )
    elif media_type == "multipart/related":
        from rawi.reading.saved_page import read_saved_page

        yield read_saved_page(original, task.name, pages)
    elif media_type == "application/rss+xml":
        from rawi.reading.feed import read_feed

        yield from read_feed(original, pages)
    elif media_type == "application/pdf":
        yield _parse_pdf(task, settings)
    elif media_type == MEDIA_TYPES["word"]:
        from rawi.reading.word_document import read_word_document

        yield read_word_document(original, task.name, settings)
    else:
        raise ReadingError(
            f"no parser for {original.media_type}", where=original.name, remedy="install the newest rawi"
        )


def _parse_text(task: Task, pages: Pages) -> RawText:
    text, _, notes = decode(task.original.data, task.original.name, pages, task.charset)
    return RawText(
        name=task.name,
        text=text,
        given=Given(url=task.address),
        original=task.original,
        location=task.location,
        notes=notes,
    )


def _parse_pdf(task: Task, settings: Settings) -> RawText:
    from rawi.reading.pdf import read_pdf
    from rawi.text.neighbours import load_neighbours

    found = read_pdf(task.original.data, load_neighbours(), name=task.original.name, most_pages=settings.most_pages)
    return RawText(
        name=task.name,
        text=found.text,
        given=Given(url=task.address),
        original=task.original,
        location=task.location,
        notes=found.notes,
        boxes=found.boxes,
    )
