"""What a web page says about its article: title, outlet, day of publication, byline.

Taken from JSON-LD, OpenGraph, meta tags, microdata and visible lines, in this order of trust. A day is a full date or
nothing: no year by itself, no day after `today`, none of a change or of an expiry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from msgspec import Struct

from rawi.lexicon.markup import Markup, class_words
from rawi.lexicon.pages import Pages, bare_words
from rawi.reading.page_dates import DateReader
from rawi.reading.record import Given, read_day

_ARTICLE = re.compile(r"Article|Posting|Report$|Review$")
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")
_SIDE = re.compile(r"\s*(?:[|»«•·]|\s[-–—:]|::)\s*")
_WORDS_OF_PROSE = 20
_LONGEST_LINE = 160
_SKIPPED = frozenset(["script", "style", "noscript", "template", "nav", "footer", "aside", "select", "textarea"])


class Moment(Struct, frozen=True):
    """A day as a page gives it; `universal` if the clock time was UTC, so that the outlet's own day may be the next."""

    day: date
    universal: bool = False


class PageHead(Struct, frozen=True, kw_only=True):
    """What was found; `modified` is the day of the last change."""

    given: Given
    modified: date | None = None


class HeadReader:
    """Reads the heads of pages; tables are compiled once."""

    def __init__(self, pages: Pages, markup: Markup) -> None:
        self._pages = pages
        self._markup = markup
        self._dates = DateReader(pages)

    def read(self, tree: HtmlElement, address: str | None, today: date) -> PageHead:
        """Return what the page says. `address` is where it was fetched, `today` the day after which nothing counts."""
        meta = _read_meta(tree)
        article = _read_json(tree)
        url = _first(tree.xpath("//link[@rel='canonical']/@href")) or meta.get("og:url") or address
        outlet = _name_of(article.get("publisher")) or _pick(meta, self._markup.meta_outlet)
        title, site = self._title(tree, article, meta, outlet)
        outlet = outlet or site or _host(url)
        visible = list(self._visible(tree, title))
        told = self._told(tree, article, meta)
        last = today + timedelta(days=1)
        return PageHead(
            given=Given(
                outlet=outlet,
                published=_choose(told, [day for day in visible if day <= last], _address_day(url), last),
                url=url if url and url.startswith("http") else None,
                title=title,
                byline=self._byline(tree, article, meta),
            ),
            modified=_first_day([article.get("dateModified"), _pick(meta, tuple(self._markup.meta_modified))]),
        )

    def _told(self, tree: HtmlElement, article: dict[str, Any], meta: dict[str, str]) -> list[Moment]:
        """The days that machine-readable marks tell, most trusted first."""
        values: list[Any] = [article.get("datePublished")]
        values += [value for name, value in meta.items() if name in self._markup.meta_published]
        for element in tree.xpath("//*[@itemprop='datePublished' or @pubdate]"):
            values += [*map(element.get, ("content", "datetime", "title")), element.text_content()]
        values += tree.xpath("//main//time/@datetime | //article//time/@datetime")
        return [moment for value in values if (moment := self._moment(value))]

    def _moment(self, value: Any) -> Moment | None:
        if not isinstance(value, str) or not value.strip():
            return None
        bare = value.strip()
        day = read_day(bare)
        if day is None:
            found = self._dates.find(bare[:_LONGEST_LINE])
            day = found[0].day if found else None
        return Moment(day, bool(re.search(r"(?:Z|[+-]00:?00)$", bare))) if day else None

    def _visible(self, tree: HtmlElement, title: str | None) -> Iterator[date]:
        """Yield the full dates in short lines between the title and the first prose."""
        wanted = bare_words(title or "")
        begun = False
        for element in tree.iter():
            if not isinstance(element.tag, str) or _inside(element, _SKIPPED):
                continue
            text = " ".join(_own_text(element).split())
            if not text:
                continue
            if not begun:
                begun = bool(wanted) and element.tag != "title" and bare_words(element.text_content()[:600]) == wanted
                continue
            if len(bare_words(text)) >= _WORDS_OF_PROSE:
                return
            if len(text) <= _LONGEST_LINE and not self._is_update(text):
                yield from (found.day for found in self._dates.find(text)[:1])

    def _is_update(self, text: str) -> bool:
        label = self._pages.date_labels.at(bare_words(text), 0)
        return label is not None and label.value == "updated"

    def _title(
        self, tree: HtmlElement, article: dict[str, Any], meta: dict[str, str], outlet: str | None
    ) -> tuple[str | None, str | None]:
        """Return the title, and the outlet's name if the page's title holds it beside the article's."""
        whole = _clean(_first(tree.xpath("//head/title/text() | //title/text()")))
        headings = [_clean(h.text_content()) for tag in ("h1", "h2", "h3") for h in tree.iter(tag)][:40]
        told = _clean(article.get("headline")) or _clean(meta.get("og:title")) or ""
        usable = [heading for heading in headings if len(bare_words(heading)) > 1 and heading != outlet]
        named = [h for h in usable if h in told] or sorted((h for h in usable if h in whole), key=len, reverse=True)
        if named:
            return named[0], _side(whole, named[0])
        best = told or whole
        parts = [part for part in _SIDE.split(best) if part]
        if len(parts) > 1 and (parts[-1] == outlet or len(bare_words(parts[-1])) <= 4):
            best = best[: best.rindex(parts[-1])].rstrip(" |»«•·-–—:")
        return best or next((h for h in headings if h), None), _side(whole, best)

    def _byline(self, tree: HtmlElement, article: dict[str, Any], meta: dict[str, str]) -> str | None:
        names = _name_of(article.get("author")) or _pick(meta, self._markup.meta_author)
        if names and self._is_author(names):
            return names
        marked = tree.xpath("//*[@itemprop='author' or @rel='author']")
        classed = [e for e in tree.xpath("//*[@class]") if self._markup.author.search(class_words(e.get("class")))]
        texts = (_clean(element.get("content") or element.text_content()) for element in (*marked, *classed))
        return next((text for text in texts if self._is_author(text)), None)

    def _is_author(self, text: str) -> bool:
        """Tell whether a text may be a byline: short, no address, no date, not what the site calls its editor."""
        words = bare_words(text)
        nobody = " ".join(words) in self._markup.nobody
        return 1 <= len(words) <= 12 and not nobody and not text.startswith("http") and not self._dates.find(text)


def _choose(told: list[Moment], visible: list[date], address: date | None, last: date) -> date | None:
    """Return the day of publication. A visible day that follows a UTC one by a day is the outlet's own."""
    moment = next((moment for moment in told if moment.day <= last), None)
    if moment is None:
        return next(iter(visible), None) or (address if address and address <= last else None)
    following = moment.day + timedelta(days=1)
    return following if moment.universal and following in visible else moment.day


def _read_meta(tree: HtmlElement) -> dict[str, str]:
    """Return the meta tags by name in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = (element.get("content") or "").strip()
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _read_json(tree: HtmlElement) -> dict[str, Any]:
    """Return the JSON-LD object of the article, empty if there is none."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            loaded = json.loads(str(script).strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _objects(loaded, 0):
            types = thing.get("@type")
            if any(isinstance(t, str) and _ARTICLE.search(t) for t in (types if isinstance(types, list) else [types])):
                return thing
    return {}


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD: at the top, in lists, in ``@graph``, as ``mainEntity``."""
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _name_of(value: Any) -> str | None:
    """Return the name or names of a JSON-LD person or organisation."""
    if isinstance(value, list):
        return "\u060c ".join(name for item in value if (name := _name_of(item))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value) or None


def _own_text(element: HtmlElement) -> str:
    """Return the text that an element holds itself, with its inline children's tails."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _inside(element: HtmlElement, tags: frozenset[str]) -> bool:
    return element.tag in tags or any(parent.tag in tags for parent in element.iterancestors())


def _side(whole: str, title: str) -> str | None:
    """Return what stands beside the article's title in the page's title: the outlet, if it is short."""
    if not title or title not in whole:
        return None
    rest = [part.strip(" |»«•·-–—:") for part in _SIDE.split(f" {whole.replace(title, ' | ')} ")]
    rest = [part for part in rest if part]
    return rest[-1] if rest and len(bare_words(rest[-1])) <= 6 else None


def _host(url: str | None) -> str | None:
    host = urlsplit(url or "").hostname
    return host.removeprefix("www.") if host else None


def _address_day(url: str | None) -> date | None:
    found = _ADDRESS_DAY.search(url or "")
    return read_day(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found else None


def _first_day(values: Iterable[Any]) -> date | None:
    return next((day for value in values if isinstance(value, str) and (day := read_day(value))), None)


def _pick(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if meta.get(name)), None)


def _first(values: list[Any]) -> str | None:
    return str(values[0]).strip() if values else None


def _clean(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
