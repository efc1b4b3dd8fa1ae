"""A raw text becomes a `Document`: its pieces are marked, what it says about itself fills what was not given."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

from msgspec import structs

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages, bare_words
from rawi.model import Document, Piece
from rawi.reading.decode import check_arabic
from rawi.reading.mending import mend
from rawi.reading.page_dates import DateReader
from rawi.reading.pieces import PieceFinder
from rawi.reading.record import Given, RawText
from rawi.settings import Settings
from rawi.text.prose import read_prose


def describe(document: Document, pages: Pages) -> Document:
    """Return the document with its pieces marked, and what it says about itself where nothing was given. Pure.

    Without a known day of publication `published_from` is the latest full date that the text tells as past.

    >>> from rawi.lexicon.pages import load_pages
    >>> text = "هدنة في الجنوب\\n\\n3 مايو 2021\\nأعلنت اللجنة هدنة في الجنوب تبدأ مساء اليوم بعد أسابيع من القتال."
    >>> document = describe(Document(id="1", name="a.txt", text=text), load_pages())
    >>> document.title, document.published.isoformat(), [piece.kind for piece in document.pieces]
    ('هدنة في الجنوب', '2021-05-03', ['title', 'dateline'])
    """
    finder = _finder_of(pages)
    given = Given(title=document.title, byline=document.byline)
    found = finder.find(document.text, given)
    published = document.published or found.published
    bound = None if published else latest_past_day(document.text, finder.dates, pages)
    return structs.replace(
        document,
        outlet=document.outlet or found.outlet,
        published=published,
        published_from=document.published_from or bound,
        title=document.title or found.title,
        byline=document.byline or found.byline,
        pieces=_join(document.pieces, found.pieces),
    )


def make_document(raw: RawText, given: Given, pages: Pages, settings: Settings) -> Document:
    """Return the document of a raw text. `given` joins all that is known from outside; the text fills the rest.

    Raises ReadingError if the text is empty or not Arabic.
    """
    where = f"{raw.original.name}, {raw.location}" if raw.location else raw.original.name
    if not raw.text.strip():
        raise ReadingError("the text is empty", where=where, remedy="leave it out")
    raw = _without_nul(raw)
    text, repairs, notes = mend(raw)
    check_arabic(text, where, settings)
    document = Document(
        id=document_id(raw.name, text),
        name=raw.name,
        text=text,
        outlet=given.outlet,
        published=given.published,
        title=given.title,
        url=given.url,
        byline=given.byline,
        original=raw.original.sha256,
        pieces=raw.pieces,
        boxes=raw.boxes,
        location=raw.location,
        notes=(*raw.notes, *notes),
        repairs=repairs,
    )
    return describe(document, pages)


def _without_nul(raw: RawText) -> RawText:
    """Return a text without the character NUL, at which SQLite takes a text to end."""
    count = raw.text.count("\0")
    if not count:
        return raw
    note = f"{count} NUL characters were replaced by U+FFFD"
    return structs.replace(raw, text=raw.text.replace("\0", "\ufffd"), notes=(*raw.notes, note))


def _join(known: tuple[Piece, ...], found: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the known pieces and those of the found ones that do not touch them, in order."""
    free = [piece for piece in found if not any(piece.overlaps(other) for other in known)]
    return tuple(sorted([*known, *free]))


@lru_cache(maxsize=2)
def _finder_of(pages: Pages) -> PieceFinder:
    return PieceFinder(pages)


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
