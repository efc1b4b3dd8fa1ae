"""The usual names of the columns in tables of articles."""

from __future__ import annotations

import re
from functools import lru_cache

from rawi.lexicon.load import DATA, Entry, read_toml

_JOINT = re.compile(r"[\s_-]+")


class ColumnEntry(Entry, frozen=True, kw_only=True):
    """The usual names of the column for one field of a document."""

    field: str
    forms: tuple[str, ...]


def bare_column(name: str) -> str:
    """Return a column's name as it is compared: in lower case, without blanks, ``-`` and ``_``.

    >>> bare_column("Full_Text")
    'fulltext'
    """
    return _JOINT.sub("", name.strip().lower())


@lru_cache(maxsize=1)
def load_column_names() -> dict[str, tuple[str, ...]]:
    """Return the usual names by field, as `bare_column` gives them, the likeliest first."""
    entries = read_toml(DATA.joinpath("ar").joinpath("pages_columns.toml"), ColumnEntry, "column")
    return {entry.field: tuple(bare_column(form) for form in entry.forms) for entry in entries}
