"""Which reports share a blocking key, packed: a row holds the postings of some hundred thousand neighbouring numbers.

A posting is one number (key, document, place) of just as many bits as the row needs. They stand in order, each as the
step from the one before, seven bits a byte, the last byte of each below 128. The first two bytes of a row tell how many
bits documents and places have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from rawi.store.database import Connection

Numbers = NDArray[np.int64]
_ROW_BITS = 18
"""So many bits of a key stand in the row, the others are the row's number."""
_ROWS_AT_ONCE = 250


class Postings(Struct, frozen=True, eq=False):
    """Postings in order of keys, documents, places: three columns."""

    keys: Numbers
    documents: Numbers
    places: Numbers

    def __getitem__(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Postings:
        return Postings(self.keys[which], self.documents[which], self.places[which])

    def __len__(self) -> int:
        return len(self.keys)


def distinct(numbers: Numbers) -> Numbers:
    """Return numbers in order, each once (`numpy.unique` takes fifty times as long)."""
    ordered = np.sort(numbers)
    found: Numbers = ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]
    return found


def are_among(numbers: Numbers, known: Numbers) -> NDArray[np.bool_]:
    """Tell which numbers are among those that are known, which stand in order."""
    if not len(known):
        return np.zeros(len(numbers), dtype=np.bool_)
    there: NDArray[np.bool_] = known[np.minimum(np.searchsorted(known, numbers), len(known) - 1)] == numbers
    return there


def read_postings(connection: Connection, keys: Numbers) -> Iterator[Postings]:
    """Yield the postings of some keys, which stand in order, many keys at a time."""
    rows = distinct(keys >> _ROW_BITS)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        postings = unpack(_read(connection, some))
        first, last = np.searchsorted(keys, (some[0] << _ROW_BITS, (some[-1] + 1) << _ROW_BITS))
        yield postings[are_among(postings.keys, keys[first:last])]


def _read(connection: Connection, rows: Numbers) -> list[tuple[int, bytes]]:
    listed = ", ".join(map(str, rows.tolist()))
    query = f"SELECT number, packed FROM posting WHERE number IN ({listed}) ORDER BY number"
    return connection.execute(query).fetchall()


def drop_postings(connection: Connection, documents: Collection[int]) -> Iterator[Postings]:
    """Take out the postings of documents; yield them."""
    gone = np.array(sorted(documents), dtype=np.int64)
    last = -(1 << 62)
    query = "SELECT number, packed FROM posting WHERE number > ? ORDER BY number LIMIT ?"
    while rows := connection.execute(query, (last, _ROWS_AT_ONCE)).fetchall():
        last = rows[-1][0]
        postings = unpack(rows)
        going = are_among(postings.documents, gone)
        if going.any():
            touched = distinct(postings.keys[going] >> _ROW_BITS)
            connection.executemany("DELETE FROM posting WHERE number = ?", ((row,) for row in touched.tolist()))
            _write(connection, postings[are_among(postings.keys >> _ROW_BITS, touched) & ~going])
            yield postings[going]


def add_postings(connection: Connection, coming: Iterable[Postings]) -> Iterator[Postings]:
    """Add postings, which come in order, those of a row together. Yields them again, not too many at a time."""
    for postings in coming:
        rows, firsts = np.unique(postings.keys >> _ROW_BITS, return_index=True)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            ends = [*firsts[start + _ROWS_AT_ONCE : start + _ROWS_AT_ONCE + 1].tolist(), len(postings)]
            some = postings[np.arange(firsts[start], ends[0])]
            _write(connection, _merge(unpack(_read(connection, rows[start : start + _ROWS_AT_ONCE])), some))
            yield some


def _merge(some: Postings, others: Postings) -> Postings:
    both = Postings(
        np.concatenate([some.keys, others.keys]),
        np.concatenate([some.documents, others.documents]),
        np.concatenate([some.places, others.places]),
    )
    return both[np.lexsort((both.places, both.documents, both.keys))]


def _write(connection: Connection, postings: Postings) -> None:
    connection.executemany("INSERT OR REPLACE INTO posting VALUES (?, ?)", pack(postings))


# --- packing --------------------------------------------------------------------------------------------------------


def pack(postings: Postings) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of postings that stand in order: number and bytes.

    >>> keys, documents, places = (np.array(one) for one in ([3, 3, 70], [1, 9, 1], [0, 2, 1]))
    >>> rows = list(pack(Postings(keys, documents, places)))
    >>> [(number, len(packed)) for number, packed in rows]
    [(0, 7)]
    >>> [column.tolist() for column in (unpack(rows).keys, unpack(rows).documents, unpack(rows).places)]
    [[3, 3, 70], [1, 9, 1], [0, 2, 1]]
    """
    if not len(postings):
        return
    rows, firsts, counts = np.unique(postings.keys >> _ROW_BITS, return_index=True, return_counts=True)
    bits = [_bits(np.maximum.reduceat(column, firsts)) for column in (postings.documents, postings.places)]
    shifts = [np.repeat(one, counts) for one in bits]
    low = postings.keys & ((1 << _ROW_BITS) - 1)
    numbers = (low << shifts[0] | postings.documents) << shifts[1] | postings.places
    steps = np.diff(numbers, prepend=0)
    steps[firsts] = numbers[firsts]
    sizes = np.ones(len(steps), dtype=np.int64)
    for size in range(1, 10):
        sizes += steps >> (7 * size) > 0
    ends = np.cumsum(sizes)
    packed = np.empty(int(ends[-1]), dtype=np.uint8)
    for place in range(int(sizes.max())):
        more = sizes > place
        goes_on = np.where(sizes[more] > place + 1, 128, 0)
        packed[(ends - sizes)[more] + place] = steps[more] >> (7 * place) & 127 | goes_on
    begins = [0, *ends[firsts[1:] - 1].tolist(), int(ends[-1])]
    for place, row in enumerate(rows.tolist()):
        yield row, bytes([bits[0][place], bits[1][place]]) + packed[begins[place] : begins[place + 1]].tobytes()


def unpack(rows: list[tuple[int, bytes]]) -> Postings:
    """Return the postings of rows, in the order of the rows."""
    data = np.frombuffer(b"".join([packed[2:] for _, packed in rows]), dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(data < 128)
    sizes = np.diff(ends, prepend=-1)
    steps = np.zeros(len(ends), dtype=np.int64)
    for place in range(int(sizes.max(initial=0))):
        more = sizes > place
        steps[more] |= (data[(ends - sizes)[more] + 1 + place] & 127) << (7 * place)
    heads = np.array([(number, *packed[:2], len(packed) - 2) for number, packed in rows], dtype=np.int64).reshape(-1, 4)
    row_ends = np.searchsorted(ends, np.cumsum(heads[:, 3]))
    counts = np.diff(row_ends, prepend=0)
    sums = np.cumsum(steps)
    numbers = sums - np.repeat(np.concatenate([[0], sums])[row_ends - counts], counts)
    row, documents, places, _ = np.repeat(heads, counts, axis=0).T
    return Postings(
        row << _ROW_BITS | numbers >> (documents + places),
        numbers >> places & ((1 << documents) - 1),
        numbers & ((1 << places) - 1),
    )


def _bits(numbers: Numbers) -> NDArray[np.int64]:
    """Return how many bits each number has."""
    return np.ceil(np.log2(numbers + 1)).astype(np.int64)
