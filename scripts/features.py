"""Rows of named features as a table, for every script that learns weights."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_matrix

RARE = 3
"""In how many rows a feature must stand to be learnt."""


def tabulate(rows: Iterable[Iterable[str]]) -> tuple[np.ndarray, csr_matrix]:
    """Return the names of the features by column, and the table: 1 where a row has a feature.

    >>> names, table = tabulate([["b", "a"], [], ["a", "a"]])
    >>> table[:, list(names).index("a")].toarray().ravel().tolist()
    [1.0, 0.0, 1.0]
    """
    numbers: dict[str, int] = {}
    columns, ends = array("i"), array("q", [0])
    for row in rows:
        columns.extend({numbers.setdefault(feature, len(numbers)) for feature in row})
        ends.append(len(columns))
    shape = (len(ends) - 1, len(numbers))
    table = csr_matrix((np.ones(len(columns)), np.array(columns), np.array(ends)), shape)
    return np.array(list(numbers), object), table


def common(table: csr_matrix) -> np.ndarray:
    """Return the columns of the features that are not rare."""
    found: np.ndarray = np.flatnonzero(table.getnnz(0) >= RARE)
    return found


def index_of(names: np.ndarray) -> dict[str, int]:
    """Return the place of each name."""
    return {name: number for number, name in enumerate(names)}


def pack_names(names: Iterable[str]) -> np.ndarray:
    """Return names as an array of bytes, one on each line, as `rawi.lexicon.weights.names_in` reads them."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)
