"""Pack original bytes: with the words of the document that was read from them as a dictionary, little remains."""

from __future__ import annotations

import zlib
from typing import Literal

Packing = Literal["plain", "zlib", "document"]


def words_of(text: str, *others: str | None) -> bytes:
    """Return the dictionary that the words of a document make: its text, then what else is known of it.

    zlib looks at the last 32 KiB of it.
    """
    return "\n".join((text, *(other or "" for other in others))).encode()


def pack_bytes(data: bytes, words: bytes = b"") -> tuple[Packing, bytes]:
    """Return how bytes are packed best, and the packed bytes; with `words` they serve as a dictionary.

    >>> text = "زار الرئيس بيروت يوم الخميس."
    >>> how, packed = pack_bytes(text.encode(), words_of(text))
    >>> how, len(packed) < len(text.encode()) / 3, unpack_bytes(how, packed, words_of(text)) == text.encode()
    ('document', True, True)
    """
    how: Packing = "document" if words else "zlib"
    packer = zlib.compressobj(9, zdict=words) if words else zlib.compressobj(9)
    packed = packer.compress(data) + packer.flush()
    return (how, packed) if len(packed) < len(data) else ("plain", data)


def unpack_bytes(how: Packing, packed: bytes, words: bytes) -> bytes:
    """Return packed bytes as they were. Raises zlib.error if they are damaged, or the words are not those."""
    if how == "plain":
        return packed
    unpacker = zlib.decompressobj(zdict=words) if how == "document" else zlib.decompressobj()
    data = unpacker.decompress(packed) + unpacker.flush()
    if not unpacker.eof:
        raise zlib.error("the bytes end too early")
    return data
