"""Which column of a table holds which field of a document, and how its values are read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, unquote

from rawi.errors import ReadingError
from rawi.lexicon.columns import bare_column, load_column_names
from rawi.lexicon.pages import Pages
from rawi.reading.page_dates import DateReader
from rawi.reading.record import Given, read_day

FIELDS = ("text", "id", "title", "outlet", "published", "url", "byline")
_NUMBER = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}")
_LONGEST_DATE = 80


def choose_columns(names: Iterable[str], mapping: Mapping[str, str], where: str) -> dict[str, str]:
    """Return the column of each field: as mapped, else by its usual names.

    Raises ReadingError if a mapped column is not there, or none can hold the text.

    >>> choose_columns(["Title", "article_text", "Date"], {}, "a.csv")
    {'text': 'article_text', 'title': 'Title', 'published': 'Date'}
    """
    there = list(names)
    for field, column in mapping.items():
        if field not in FIELDS or column not in there:
            raise ReadingError(
                f"no column named {column}" if field in FIELDS else f"no field named {field}",
                where=where,
                remedy=f"the columns are {', '.join(there)}; the fields are {', '.join(FIELDS)}",
            )
    by_name = {bare_column(name): name for name in reversed(there)}
    chosen: dict[str, str] = {}
    for field in FIELDS:
        usual = next((by_name[form] for form in load_column_names()[field] if form in by_name), None)
        column_of = mapping.get(field) or usual
        if column_of:
            chosen[field] = column_of
    if "text" not in chosen:
        raise ReadingError(
            "no column holds the text", where=where, remedy=f"map one of {', '.join(there[:20])} to the field text"
        )
    return chosen


def with_columns(media_type: str, columns: Mapping[str, str]) -> str:
    """Return a media type that says which columns hold the fields, so that a kept record can be read again.

    >>> with_columns("text/csv", {"text": "المتن"})
    'text/csv; text=%D8%A7%D9%84%D9%85%D8%AA%D9%86'
    """
    return "".join([media_type, *(f"; {field}={quote(column, safe='')}" for field, column in columns.items())])


def columns_of(media_type: str) -> dict[str, str]:
    """Return the columns that a media type names.

    >>> columns_of("text/csv; text=body%20text")
    {'text': 'body text'}
    """
    parameters = (part.strip().partition("=") for part in media_type.split(";")[1:])
    return {field: unquote(column) for field, _, column in parameters}


def is_text_column(name: str) -> bool:
    """Tell whether a column's name is a usual one for the text."""
    return bare_column(name) in load_column_names()["text"]


class RowReader:
    """Reads the fields of rows; the dates' patterns are compiled once."""

    def __init__(self, pages: Pages) -> None:
        self._dates = DateReader(pages)

    def read(self, row: Mapping[str, Any], columns: Mapping[str, str]) -> tuple[str, str, Given, tuple[str, ...]]:
        """Return id (may be empty), text, what is known beside it, and notes on what could not be read."""

        def value(field: str) -> str:
            cell = row.get(columns.get(field, ""))
            if isinstance(cell, list):
                return "\u060c ".join(str(part) for part in cell)
            return "" if cell is None else str(cell)

        raw = row.get(columns.get("published", ""))
        published = self._day(raw)
        notes = () if published or raw in (None, "") else (f"published is no date: {str(raw)[:_LONGEST_DATE]}",)
        given = Given(
            outlet=_plain(value("outlet")),
            published=published,
            url=_plain(value("url")),
            title=_plain(value("title")),
            byline=_plain(value("byline")),
        )
        return value("id").strip(), value("text"), given, notes

    def _day(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value if value is not None else "").strip()
        if _NUMBER.fullmatch(text):
            seconds = float(text) / (1000 if len(text) == 13 else 1)
            return datetime.fromtimestamp(seconds, UTC).date()
        return read_day(text) or next((found.day for found in self._dates.find(text[:_LONGEST_DATE])), None)


def _plain(value: str) -> str | None:
    """Undo HTML entities and outer blanks in a field that came from a page."""
    return html.unescape(value).strip() or None
