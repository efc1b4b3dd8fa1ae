"""Pages that a browser saved as one file (MHTML): the page is the first HTML part."""

from __future__ import annotations

from datetime import date
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from msgspec import structs

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages
from rawi.reading.record import Original, RawText
from rawi.reading.web_page import read_web_page


def read_saved_page(original: Original, name: str, pages: Pages) -> RawText:
    """Return the article of a saved page. Raises ReadingError if it holds no page."""
    message = BytesParser(policy=policy.compat32).parsebytes(original.data)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        raise ReadingError("the saved page holds no HTML", where=original.name, remedy="save the page again")
    page = Original(name=original.name, media_type="text/html", data=data)
    address = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "") or None
    raw = read_web_page(page, name, pages, address=address, charset=part.get_content_charset(), today=_day_of(message))
    return structs.replace(raw, original=original)


def _day_of(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError):
        return None
