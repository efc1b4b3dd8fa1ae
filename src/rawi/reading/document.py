"""A raw text becomes a `Document`: its pieces are marked, what it says about itself fills what was not given."""

from __future__ import annotations

import hashlib
from datetime import date

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages, bare_words
from rawi.model import Document
from rawi.reading.decode import check_arabic
from rawi.reading.page_dates import DateReader
from rawi.reading.pieces import PieceFinder
from rawi.reading.record import Given, RawText
from rawi.settings import Settings
from rawi.text.prose import read_prose


class DocumentMaker:
    """Makes documents; the page lexicon is compiled once for all of them."""

    def __init__(self, pages: Pages, settings: Settings) -> None:
        self._pages = pages
        self._settings = settings
        self._finder = PieceFinder(pages)

    def make(self, raw: RawText, given: Given) -> Document:
        """Return the document of a raw text. `given` joins all that is known from outside; the text fills the rest.

        Raises ReadingError if the text is not Arabic.
        """
        where = raw.original.name if raw.location == "whole file" else f"{raw.original.name}, {raw.location}"
        if not raw.text.strip():
            raise ReadingError("the text is empty", where=where, remedy="leave it out")
        check_arabic(raw.text, where, self._settings)
        found = self._finder.find(raw.text, given)
        published = given.published or found.published
        return Document(
            id=document_id(raw.name, raw.text),
            name=raw.name,
            text=raw.text,
            outlet=given.outlet or found.outlet,
            published=published,
            published_from=None if published else latest_past_day(raw.text, self._finder.dates, self._pages),
            title=given.title or found.title,
            url=given.url,
            byline=given.byline or found.byline,
            pieces=found.pieces,
            original=raw.original.sha256,
            location=raw.location,
            notes=raw.notes,
        )


def document_id(name: str, text: str) -> str:
    """Return the id of a text under a name: the same file read twice has one id, two files with one text have two.

    >>> document_id("a.txt", "نص") == document_id("a.txt", "نص") != document_id("b.txt", "نص")
    True
    """
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def latest_past_day(text: str, dates: DateReader, pages: Pages) -> date | None:
    """Return the latest full date that a text tells as past, None if there is none.

    A date in a sentence with a word that may look ahead (a future verb, ``المقبل``, ``حتى``) does not count, nor one
    whose day and month could be swapped.

    >>> from rawi.lexicon.pages import load_pages
    >>> pages = load_pages()
    >>> text = "وقعا الاتفاق في 3 آذار 2021. وستبدأ المرحلة في 1 أيار 2022."
    >>> latest_past_day(text, DateReader(pages), pages).isoformat()
    '2021-03-03'
    """
    found = [one for one in dates.find(text) if one.sure]
    if not found:
        return None
    prose = read_prose(text)
    past: list[date] = []
    for one in found:
        sentence = prose.sentence_of(prose.token_at(one.start))
        words = bare_words(prose.sentence_span(sentence).quote(text))
        if not any(word in pages.ahead or _is_future(word) for word in words):
            past.append(one.day)
    return max(past, default=None)


def _is_future(word: str) -> bool:
    """Tell whether a word may be a verb with the future ``س``; nouns that look alike only make the bound careful."""
    bare = word[1:] if word[:1] in "\u0648\u0641" else word
    return len(bare) > 4 and bare[0] == "\u0633" and bare[1] in "\u064a\u062a\u0646"
