"""Originals: what was read, byte for byte, under its SHA-256.

An original is packed with the words of the first document that was read from it. Before that document goes, it is
unpacked; it goes itself with the last document that was read from it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from rawi.errors import StoreError
from rawi.store.database import Connection
from rawi.store.packing import pack_bytes, unpack_bytes, words_of


class Kept(Struct, frozen=True):
    """What is needed to read a document once more: its number, the original, and what was known from outside."""

    number: int
    name: str
    media_type: str
    data: bytes
    location: str
    given: Any


WORDS = "text, name, outlet, published, url, title, byline"
"""The columns of a document that make the dictionary of its original."""


def keep_original(connection: Connection, sha256: str, name: str, media_type: str, data: bytes) -> None:
    """Keep original bytes under their SHA-256; the same bytes are kept once."""
    values = (bytes.fromhex(sha256), connection.term(name), connection.term(media_type), len(data), "plain", data)
    connection.execute(
        """INSERT INTO original (sha256, name, media_type, size, packing, bytes) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO NOTHING""",
        values,
    )


def number_of_original(connection: Connection, sha256: str) -> int | None:
    """Return the number of an original."""
    row = connection.execute("SELECT number FROM original WHERE sha256 = ?", (bytes.fromhex(sha256),)).fetchone()
    return int(row[0]) if row else None


def read_original(connection: Connection, number: int) -> bytes:
    """Return the bytes of an original. Raises StoreError if they are damaged."""
    packing, data = connection.execute("SELECT packing, bytes FROM original WHERE number = ?", (number,)).fetchone()
    try:
        return unpack_bytes(packing, data, _words(connection, number))
    except zlib.error as error:
        where = f"original {number}"
        raise StoreError("its bytes cannot be unpacked", where=where, remedy="take them from the source") from error


def pack_original(connection: Connection, number: int) -> None:
    """Pack the bytes of an original that lie there plain. To be called when its first document is there."""
    row = connection.execute("SELECT bytes FROM original WHERE number = ? AND packing = 'plain'", (number,)).fetchone()
    if row:
        packing, data = pack_bytes(row[0], _words(connection, number))
        connection.execute("UPDATE original SET packing = ?, bytes = ? WHERE number = ?", (packing, data, number))


def loosen_original(connection: Connection, number: int, document: int) -> None:
    """Unpack an original, if the document is its first one, or will be: before that document comes, changes or goes."""
    first = connection.execute("SELECT min(number) FROM document WHERE original = ?", (number,)).fetchone()[0]
    if first is not None and document <= first:
        data = read_original(connection, number)
        connection.execute("UPDATE original SET packing = 'plain', bytes = ? WHERE number = ?", (data, number))


def drop_unused_original(connection: Connection, number: int) -> None:
    """Let an original go if no document was read from it."""
    connection.execute(
        "DELETE FROM original WHERE number = ? AND NOT EXISTS (SELECT 1 FROM document WHERE original = ?)",
        (number, number),
    )


def read_kept(connection: Connection) -> Iterator[Kept]:
    """Yield for every document what it was read from, in the order in which the documents came in."""
    query = """SELECT o.number, (SELECT term FROM term WHERE number = o.name),
                      (SELECT term FROM term WHERE number = o.media_type), location, given,
                      json_object('outlet', outlet, 'published', published, 'url', url, 'title', title,
                                  'byline', byline)
               FROM document d JOIN original o ON o.number = d.original WHERE d.number = ?"""
    for (document,) in connection.execute("SELECT number FROM document ORDER BY number").fetchall():
        number, name, media_type, location, given, told = connection.execute(query, (document,)).fetchone()
        outside = msgspec.json.decode(told) | msgspec.json.decode(given)
        yield Kept(document, name, media_type, read_original(connection, number), location, outside)


def _words(connection: Connection, number: int) -> bytes:
    """Return the words of the first document that was read from an original."""
    query = f"SELECT {WORDS} FROM document WHERE original = ? ORDER BY number LIMIT 1"
    row = connection.execute(query, (number,)).fetchone()
    return words_of(*row) if row else b""
