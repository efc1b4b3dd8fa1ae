"""Postings come out of their rows as they went in, whatever comes and goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rawi.store import postings as packed
from rawi.store.database import create_or_open
from rawi.store.postings import Postings, add_postings, drop_postings, pack, read_postings, unpack

Row = tuple[int, int, int]
KEYS = st.one_of(st.integers(-9, 9), st.integers(-(1 << 31), (1 << 31) - 1))
ROWS = st.sets(st.tuples(KEYS, st.integers(1, 1 << 24), st.integers(0, 1 << 10)), max_size=60)


def columns(rows: set[Row]) -> Postings:
    return Postings(*np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T)


def rows_of(postings: Postings) -> list[Row]:
    return list(zip(postings.keys.tolist(), postings.documents.tolist(), postings.places.tolist(), strict=True))


@given(ROWS)
def test_what_is_packed_comes_out_again(rows: set[Row]) -> None:
    assert rows_of(unpack(list(pack(columns(rows))))) == sorted(rows)


@pytest.mark.parametrize("at_once", [1, 1000])
def test_postings_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(packed, "_ROWS_AT_ONCE", at_once)
    chance = np.random.default_rng(at_once)
    connection = create_or_open(tmp_path / "a.db")
    there: set[Row] = set()
    for turn in range(1, 30):
        keys = chance.integers(-40, 40, 50) << chance.integers(0, 25)
        coming = {(int(key), turn, place) for place, key in enumerate(keys)}
        added = [row for some in add_postings(connection, [columns(coming)]) for row in rows_of(some)]
        assert added == sorted(coming)
        there |= coming
        gone = set(chance.integers(1, turn + 1, turn % 3).tolist())
        taken = [row for some in drop_postings(connection, gone) for row in rows_of(some)]
        assert taken == sorted(row for row in there if row[1] in gone)
        there -= set(taken)
        asked = sorted({row[0] for row in there if row[1] % 2} | {5, 1 << 30})
        found = [row for some in read_postings(connection, np.array(asked)) for row in rows_of(some)]
        assert found == sorted(row for row in there if row[0] in asked)
    connection.close()
