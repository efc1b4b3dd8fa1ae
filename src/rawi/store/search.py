"""Search the sentences of a dossier: any spelling, with and without article, particles and pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct

from rawi.model import Document, EventType, Factuality, Span
from rawi.store.database import Connection
from rawi.store.query import EVERYTHING, Filters, read_rows, wanted_events
from rawi.store.words import match_query
from rawi.text.prose import read_prose
from rawi.text.search_keys import VERSION, search_key, sentence_keys

_KEYS = "search keys"


class Told(Struct, frozen=True, kw_only=True):
    """An event that a sentence tells, in short."""

    id: str
    type: EventType
    label_en: str
    label_ar: str
    status: Factuality


class Passage(Struct, frozen=True, kw_only=True):
    """A sentence that was found: where it stands, its words, the places in it that fit, and the events that it tells.

    `doc` is the document's name, `document` its id. `start` and `end` count in its text and are -1 for a title that
    does not stand there; `marks` count in `text`.
    """

    doc: str
    document: str
    outlet: str | None
    published: date | None
    start: int
    end: int
    text: str
    marks: tuple[Span, ...]
    events: tuple[Told, ...]


def index_document(connection: Connection, number: int, document: Document) -> None:
    """Make the sentences of a document findable. To be called inside a transaction."""
    connection.execute("INSERT INTO setting VALUES (?, ?) ON CONFLICT DO NOTHING", (_KEYS, VERSION))
    sentences = list(sentence_keys(document.text))
    if document.title and document.title not in document.text:
        sentences += [(-1, -1, keys) for _, _, keys in sentence_keys(document.title)][:1]
    numbers: list[int | None] = []
    for start, end, keys in sentences:
        row = connection.execute('INSERT INTO sentence (document, start, "end") VALUES (?, ?, ?)', (number, start, end))
        connection.execute("INSERT INTO search (rowid, keys) VALUES (?, ?)", (row.lastrowid, keys))
        numbers.append(row.lastrowid)
    if numbers:
        connection.execute(
            "UPDATE document SET first_sentence = ?, last_sentence = ? WHERE number = ?",
            (numbers[0], numbers[-1], number),
        )


def drop_sentences(connection: Connection, number: int) -> None:
    """Let the sentences of a document go; the index keeps rows that lead nowhere."""
    connection.execute(
        """DELETE FROM sentence WHERE number BETWEEN (SELECT first_sentence FROM document WHERE number = ?)
           AND (SELECT last_sentence FROM document WHERE number = ?)""",
        (number, number),
    )


def tidy_index(connection: Connection) -> None:
    """Pack the index, which makes it smaller and quicker; make it anew if its keys are those of another version."""
    kept = connection.execute("SELECT value FROM setting WHERE key = ?", (_KEYS,)).fetchone()
    if kept is None or kept[0] == VERSION:
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        return
    connection.execute("DELETE FROM sentence")
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    connection.execute("DELETE FROM setting WHERE key = ?", (_KEYS,))
    for number, id, name, text, title in connection.execute(
        "SELECT number, id, name, text, title FROM document"
    ).fetchall():
        index_document(connection, number, Document(id=id, name=name, text=text, title=title))


def find_passages(
    connection: Connection,
    words: str,
    filters: Filters = EVERYTHING,
    limit: int = 50,
) -> list[Passage]:
    """Return the sentences in which all words stand, those where they stand together first.

    Words in quotation marks must stand in that order; a star at the end of a word lets anything follow. With filters
    only sentences count that tell an event which passes them.
    """
    query = match_query(words)
    if not query:
        return []
    events, values = wanted_events(filters)
    told = f"""AND EXISTS (SELECT 1 FROM report r WHERE r.document = s.document AND r.start + r.sentence_start = s.start
               AND r.event IN ({events}))"""
    statement = f"""SELECT s.document AS number, s.start, s."end", d.name AS doc, d.id AS document,
                           d.outlet, d.published,
                           iif(s.start < 0, d.title, substr(d.text, s.start + 1, s."end" - s.start)) AS text
                    FROM search JOIN sentence s ON s.number = search.rowid JOIN document d ON d.number = s.document
                    WHERE search MATCH ? {told if filters != EVERYTHING else ""} ORDER BY rank LIMIT ?"""
    values = values if filters != EVERYTHING else []
    wanted = {search_key(form) for form in read_prose(words.replace("*", "")).forms if form[0].isalnum()}
    found = [
        {
            **row,
            "marks": list(_marks(row["text"], wanted)),
            "events": _events(connection, row["number"], row["start"]),
        }
        for row in read_rows(connection, statement, [query, *values, limit])
    ]
    return msgspec.convert(found, list[Passage], strict=False)


def _marks(text: str, wanted: set[str]) -> Iterator[Span]:
    """Yield the words of a sentence that were looked for."""
    prose = read_prose(text)
    for token, form in enumerate(prose.forms):
        if form[0].isalnum() and search_key(form) in wanted:
            yield prose.span(token, token)


def _events(connection: Connection, document: int, start: int) -> list[dict[str, object]]:
    query = """SELECT DISTINCT e.id, e.type, e.label_en, e.label_ar, e.status
               FROM report r JOIN events e ON e.number = r.event WHERE r.document = ?
               AND r.start + r.sentence_start = ?"""
    return list(read_rows(connection, query, [document, start]))
