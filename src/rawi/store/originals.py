"""Originals: what was read, byte for byte, under its SHA-256."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from rawi.errors import StoreError
from rawi.store.database import Connection


class Kept(Struct, frozen=True):
    """What is needed to read a document once more: its number, the original, and what was known from outside."""

    number: int
    name: str
    media_type: str
    data: bytes
    location: str
    given: Any


def keep_original(connection: Connection, sha256: str, name: str, media_type: str, data: bytes) -> None:
    """Keep original bytes under their SHA-256, packed if that makes them smaller; the same bytes are kept once."""
    packed = zlib.compress(data, 9)
    smaller = len(packed) < len(data)
    connection.execute(
        "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, name, media_type, len(data), "zlib" if smaller else "plain", packed if smaller else data),
    )


def read_original(connection: Connection, sha256: str) -> bytes:
    """Return the bytes kept under a SHA-256. Raises StoreError if there are none, or they are damaged."""
    row = connection.execute("SELECT packing, bytes FROM original WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise StoreError("there is no such original", where=sha256, remedy="see the originals of the dossier")
    packing, data = row
    try:
        return zlib.decompress(data) if packing == "zlib" else bytes(data)
    except zlib.error as error:
        raise StoreError("its bytes cannot be unpacked", where=sha256, remedy="take them from the source") from error


def read_kept(connection: Connection) -> Iterator[Kept]:
    """Yield for every document what it was read from, in the order in which the documents came in."""
    query = """SELECT document.number, original.name, media_type, sha256, location, given
               FROM document JOIN original ON sha256 = original ORDER BY number"""
    for number, name, media_type, key, location, given in connection.execute(query).fetchall():
        yield Kept(number, name, media_type, read_original(connection, key), location, msgspec.json.decode(given))
