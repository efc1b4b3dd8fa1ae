"""Originals: what was read, byte for byte, under its SHA-256."""

from __future__ import annotations

import sqlite3
import zlib

from rawi.errors import StoreError


def keep_original(connection: sqlite3.Connection, sha256: str, name: str, media_type: str, data: bytes) -> None:
    """Keep original bytes under their SHA-256, packed if that makes them smaller; the same bytes are kept once."""
    packed = zlib.compress(data, 6)
    smaller = len(packed) < len(data)
    connection.execute(
        "INSERT INTO originals VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, name, media_type, len(data), "zlib" if smaller else "plain", packed if smaller else data),
    )


def read_original(connection: sqlite3.Connection, sha256: str) -> bytes:
    """Return the bytes kept under a SHA-256. Raises StoreError if there are none, or they are damaged."""
    row = connection.execute("SELECT packing, bytes FROM originals WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise StoreError("there is no such original", where=sha256, remedy="see the column original of documents")
    packing, data = row
    try:
        return zlib.decompress(data) if packing == "zlib" else bytes(data)
    except zlib.error as error:
        raise StoreError("its bytes cannot be unpacked", where=sha256, remedy="take them from the source") from error
