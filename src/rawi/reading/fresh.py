"""What is new at an address that lists pages: an RSS or Atom feed, a sitemap, or a sitemap of sitemaps.

A page is read once: which links were seen before is asked of `is_new`. Words, if a source names any, let through only
what holds one of them, in any spelling and with any particles.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from rawi.errors import ReadingError, UsageError
from rawi.lexicon.pages import Pages
from rawi.model import Document
from rawi.reading.fetch import Fetcher, Page
from rawi.reading.front_matter import make_document
from rawi.reading.isolation import ParserProcess
from rawi.reading.parsers import MEDIA_TYPES
from rawi.reading.record import SUMMARY_ONLY, Given, Original, RawText, read_day
from rawi.reading.source import Task, name_of
from rawi.reading.sources import Keep, read_sources
from rawi.settings import Settings
from rawi.text.prose import read_prose
from rawi.text.search_keys import search_key

_SITEMAP = re.compile(rb"<(urlset|sitemapindex)[\s>]")
_BLOCK = re.compile(r"<(?:url|sitemap)[\s>](.*?)</(?:url|sitemap)>", re.DOTALL)
_TAG = re.compile(r"<(?:\w+:)?(loc|lastmod|publication_date|title)>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</", re.DOTALL)
_DEEPEST = 2


class Watched(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source to watch: its address, and if wanted words of which one must occur, and limits.

    `days` is how old an entry of a sitemap may be, `most` how many pages are fetched in one round.
    """

    address: str
    words: tuple[str, ...] = ()
    days: int = 3
    most: int = 100


class Listed(Struct, frozen=True):
    """One page that a sitemap lists."""

    link: str
    day: date | None
    title: str


def read_watchlist(path: Path) -> tuple[Watched, ...]:
    """Read the ``[[source]]`` tables of a TOML file. Raises UsageError that names the file and what is wrong."""
    remedy = 'write [[source]] and under it address = "https://…", if wanted words, days, most'
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        found = msgspec.convert(raw.get("source", []), tuple[Watched, ...])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"not readable: {error}", where=str(path), remedy=remedy) from error
    if not found:
        raise UsageError("it names no source", where=str(path), remedy=remedy)
    return found


def read_fresh(
    watched: Watched,
    page: Page,
    fetcher: Fetcher,
    is_new: Callable[[str], bool],
    *,
    pages: Pages,
    settings: Settings,
    keep: Keep,
    today: date,
) -> Iterator[tuple[str, Document | ReadingError | None]]:
    """Yield (link, document) for what is new at a source; an error where a page cannot be read, None where words fail.

    `page` is what stands at the address of the source. Raises ReadingError if that is neither feed nor sitemap.
    """
    wanted = {search_key(form) for word in watched.words for form in read_prose(word).forms}
    if _SITEMAP.search(page.data[:4096]):
        oldest = today - timedelta(days=watched.days)
        listed = (one for one in _read_sitemap(page, fetcher, oldest, 0) if is_new(one.link))
        fetched = 0
        for one in listed:
            if fetched >= watched.most:
                return
            if one.title and not _holds(one.title, wanted):
                yield one.link, None
                continue
            fetched += 1
            yield from _fetch(one.link, Given(published=one.day), wanted, fetcher, pages, settings, keep)
        return
    for entry in _read_entries(page, settings):
        if isinstance(entry, ReadingError):
            yield page.address, entry
            continue
        link = entry.given.url or entry.name
        if not is_new(link):
            continue
        if SUMMARY_ONLY in entry.notes and entry.given.url:
            given = Given(outlet=entry.given.outlet, published=entry.given.published)
            found = list(_fetch(link, given, wanted, fetcher, pages, settings, keep))
            if not all(isinstance(one, ReadingError) for _, one in found):
                yield from found
                continue
        yield link, _make(entry, wanted, pages, settings, keep)


def _read_entries(page: Page, settings: Settings) -> Iterator[RawText | ReadingError]:
    original = Original(name=page.address, media_type=MEDIA_TYPES["feed"], data=page.data)
    with ParserProcess(settings) as parser:
        yield from list(parser.parse(Task(original=original, name=name_of(page.address), address=page.address)))


def _make(
    entry: RawText, wanted: set[str], pages: Pages, settings: Settings, keep: Keep
) -> Document | ReadingError | None:
    """Return the document of an entry that a feed holds in full."""
    if not _holds(f"{entry.given.title or ''} {entry.text}", wanted):
        return None
    try:
        document = make_document(entry, entry.given, pages, settings)
    except ReadingError as error:
        return error
    keep(msgspec.structs.replace(entry.original, given=entry.given))
    return document


def _fetch(
    link: str, given: Given, wanted: set[str], fetcher: Fetcher, pages: Pages, settings: Settings, keep: Keep
) -> Iterator[tuple[str, Document | ReadingError | None]]:
    """Fetch a page and yield its documents."""
    originals: list[Original] = []
    read = read_sources(
        [link],
        pages=pages,
        settings=settings,
        outlet=given.outlet,
        published=given.published,
        fetcher=fetcher,
        keep=originals.append,
    )
    for found in read:
        if isinstance(found, ReadingError):
            yield link, found
        elif _holds(f"{found.title or ''} {found.text}", wanted):
            keep(originals.pop())
            yield link, found
        else:
            yield link, None


def _holds(text: str, wanted: set[str]) -> bool:
    return not wanted or any(search_key(form) in wanted for form in read_prose(text).forms)


def _read_sitemap(page: Page, fetcher: Fetcher, oldest: date, depth: int) -> Iterator[Listed]:
    """Yield what a sitemap lists, the newest first; sitemaps that it lists are read too."""
    text = page.data.decode("utf-8", "replace")
    listed = sorted(_listed(text), key=lambda one: one.day or date.max, reverse=True)
    recent = [one for one in listed if one.day is None or one.day >= oldest]
    if b"<sitemapindex" not in page.data[:4096]:
        yield from recent
    elif depth < _DEEPEST:
        for one in recent:
            yield from _read_sitemap(fetcher.fetch(one.link), fetcher, oldest, depth + 1)


def _listed(text: str) -> Iterator[Listed]:
    for block in _BLOCK.findall(text):
        tags = {name: html.unescape(value).strip() for name, value in _TAG.findall(block)}
        if tags.get("loc"):
            day = read_day(tags.get("publication_date") or tags.get("lastmod") or "")
            yield Listed(tags["loc"], day, tags.get("title", ""))
