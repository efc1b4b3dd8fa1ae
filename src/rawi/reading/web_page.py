"""Web pages: the article becomes the text, what the page says about it the document's fields."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from rawi.errors import ReadingError
from rawi.lexicon.markup import load_markup
from rawi.lexicon.pages import Pages
from rawi.model import Piece
from rawi.reading.decode import decode
from rawi.reading.page_body import Body, read_body, read_credit, tidy
from rawi.reading.page_head import HeadReader
from rawi.reading.pieces import PieceFinder
from rawi.reading.record import Original, RawText

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_LEAST_WORDS = 8
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_web_page(
    original: Original,
    name: str,
    pages: Pages,
    *,
    address: str | None = None,
    charset: str | None = None,
    today: date | None = None,
    location: str = "",
) -> RawText:
    """Return the article of a page. Raises ReadingError if it is no page or holds no article.

    `address` is where it was fetched, `charset` what a header claims, `today` the day of fetching: no published day
    may lie behind it.
    """
    text, _, notes = decode_page(original, pages, charset)
    tree = parse_page(text, original.name)
    markup, finder = load_markup(), _finder_of(pages)
    head = _head_reader_of(pages).read(tree, address, today or date.today())
    body = tidy(read_body(tree, markup), head.given, finder)
    if not any(len(line.split()) >= _LEAST_WORDS for line in body.lines):
        raise ReadingError("the page holds no article", where=original.name, remedy="save the article's own page")
    credit = read_credit(tree, markup, finder.credits)
    if credit and credit not in body.lines:
        body = Body((*body.lines, credit), body.headings)
    if head.modified and head.modified != head.given.published:
        notes = (*notes, f"modified {head.modified.isoformat()}")
    return RawText(
        name=name,
        text="\n".join(body.lines),
        given=head.given,
        original=original,
        location=location,
        notes=notes,
        pieces=_heading_pieces(body),
    )


def decode_page(original: Original, pages: Pages, charset: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Return a page's text, its encoding and notes; what header and meta tag claim is only a hint."""
    declared = _DECLARED.search(original.data[:4096])
    hint = charset or (declared[1].decode("ascii") if declared else None)
    return decode(original.data, original.name, pages, hint)


def parse_page(text: str, where: str) -> HtmlElement:
    """Return the tree of a page. Raises ReadingError if there is none."""
    try:
        tree = html.document_fromstring(_DECLARATION.sub("", text).replace("\0", ""), ensure_head_body=True)
    except (ParserError, ValueError, RecursionError) as error:
        raise ReadingError(f"not readable as HTML: {error}", where=where, remedy="save the page again") from error
    return tree


def _heading_pieces(body: Body) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = 0
    for number, line in enumerate(body.lines):
        if number in body.headings:
            pieces.append(Piece(place, place + len(line), "heading", "page.heading"))
        place += len(line) + 1
    return tuple(pieces)


@lru_cache(maxsize=2)
def _finder_of(pages: Pages) -> PieceFinder:
    return PieceFinder(pages)


@lru_cache(maxsize=2)
def _head_reader_of(pages: Pages) -> HeadReader:
    return HeadReader(pages, load_markup())
