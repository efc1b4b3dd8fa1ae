"""RSS and Atom: an entry with its full text is a document, one with a summary only is its summary, with a note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import html
from lxml.etree import ParserError
from msgspec import Struct

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages
from rawi.reading.page_dates import DateReader
from rawi.reading.record import SUMMARY_ONLY, Given, Original, RawText, read_day
from rawi.reading.source import name_of

_LEAST_WORDS = 60
_BLOCKS = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr", "figure")
_DROPPED = ("script", "style", "figcaption", "iframe", "form")


class Entry(Struct, frozen=True):
    """One entry: where its page is, what is known about it, and its text as far as the feed holds it."""

    link: str | None
    given: Given
    text: str
    full: bool


def read_feed(original: Original, pages: Pages) -> Iterator[RawText]:
    """Yield the entries of a feed. Raises ReadingError if it is no feed or has no entry."""
    for number, entry in enumerate(read_entries(original, pages), 1):
        yield RawText(
            name=entry.link or f"{name_of(original.name)}#{number}",
            text=entry.text,
            given=entry.given,
            original=original,
            location=f"entry {number}",
            notes=() if entry.full else (SUMMARY_ONLY,),
        )


def read_entries(original: Original, pages: Pages) -> list[Entry]:
    """Return the entries of a feed, in its order. Raises ReadingError if it is no feed or has no entry."""
    import feedparser

    found = feedparser.parse(original.data, sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        reason = "the feed has no entry" if found.version else "not readable as RSS or Atom"
        raise ReadingError(reason, where=original.name, remedy="check the address of the feed")
    outlet = str(found.feed.get("title") or "").strip() or None
    dates = DateReader(pages)
    return [_entry(entry, outlet, dates) for entry in found.entries]


def _entry(entry: Any, outlet: str | None, dates: DateReader) -> Entry:
    contents = [part.get("value") or "" for part in entry.get("content", ())]
    summary = _to_text(str(entry.get("summary") or ""))
    text = max((_to_text(content) for content in contents), key=len, default="")
    full = text if len(text) >= len(summary) else summary
    link = str(entry.get("link") or "") or None
    source = entry.get("source") or {}
    given = Given(
        outlet=str(source.get("title") or "").strip() or outlet,
        published=_day(str(entry.get("published") or ""), dates),
        url=link,
        title=_to_text(str(entry.get("title") or "")).replace("\n", " ") or None,
        byline=str(entry.get("author") or "").strip() or None,
    )
    return Entry(link, given, full, len(full.split()) >= _LEAST_WORDS)


def _day(value: str, dates: DateReader) -> date | None:
    return read_day(value) or next((found.day for found in dates.find(value)), None)


def _to_text(markup: str) -> str:
    """Return the text of a piece of HTML, a block a line."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (ParserError, ValueError):
        return ""
    for element in list(tree.iter(*_DROPPED)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = f"\n{element.tail or ''}"
        element.text = f"\n{element.text or ''}" if element.tag != "br" else element.text
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
