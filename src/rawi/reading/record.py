"""What the readers hand on: what is known about a text from outside, its original bytes, and the raw text itself."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from msgspec import Struct

from rawi.model import PageBox, Piece

SUMMARY_ONLY = "only the summary stands in the feed"
"""The note on a document whose text is a feed's summary of it."""


class Given(Struct, frozen=True, kw_only=True):
    """What is known about a document from outside its text: a metadata row, a table's columns, a page's head."""

    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None

    def or_else(self, other: Given) -> Given:
        """Fill what is unknown here from `other`.

        >>> Given(outlet="a").or_else(Given(outlet="b", title="c"))
        Given(outlet='a', published=None, url=None, title='c', byline=None)
        """
        return Given(
            outlet=self.outlet or other.outlet,
            published=self.published or other.published,
            url=self.url or other.url,
            title=self.title or other.title,
            byline=self.byline or other.byline,
        )


class Original(Struct, frozen=True, kw_only=True):
    """The smallest string of bytes that stands by itself: a file, a record of an archive, a line of JSON Lines.

    `name` is the path or address it came from, `media_type` what it is (``text/plain``, ``application/json`` …),
    `given` all that was known from outside when it was read: what reading it again needs.
    """

    name: str
    media_type: str
    data: bytes
    given: Given = Given()

    @property
    def sha256(self) -> str:
        """The key of the bytes: what `Document.original` holds."""
        return hashlib.sha256(self.data).hexdigest()


class RawText(Struct, frozen=True, kw_only=True):
    """One text as it was read, before its pieces are found.

    `name` is the document's name; `location` leads from the file to the record (``line 17``), empty for a whole file.
    `pieces` are those that the source's own markup tells, `boxes` the places on the pages of a PDF.
    """

    name: str
    text: str
    given: Given
    original: Original
    location: str
    notes: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    boxes: tuple[PageBox, ...] = ()


_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])")


def read_day(value: str) -> date | None:
    """Return the day of an ISO date or date and time as written, whatever the time zone; None if it is none.

    >>> read_day("2018-05-11T23:30:00+04:00")
    datetime.date(2018, 5, 11)
    """
    found = _ISO_DAY.match(value.strip())
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
