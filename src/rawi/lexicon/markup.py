"""How pages name their parts in HTML: class words of what is no article, names of meta tags."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from rawi.lexicon.load import DATA, Entry, read_toml
from rawi.lexicon.pages import bare_words

_SEPARATOR = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class MarkupEntry(Entry, frozen=True, kw_only=True):
    """Names of one kind; `always` as the head of the file explains."""

    forms: tuple[str, ...]
    always: bool = False


class Markup(Struct, frozen=True):
    """Patterns over class words (see `class_words`), names of meta tags in lower case, and authors who are nobody."""

    drop: re.Pattern[str]
    drop_always: re.Pattern[str]
    author: re.Pattern[str]
    source: re.Pattern[str]
    meta_published: frozenset[str]
    meta_modified: frozenset[str]
    meta_outlet: tuple[str, ...]
    meta_author: tuple[str, ...]
    nobody: frozenset[str]


def class_words(attributes: str) -> str:
    """Return class and id attributes as words joined by ``-``, with one at either end.

    >>> class_words("moreOn__list  Post-Tags")
    '-more-on-list-post-tags-'
    """
    return f"-{_SEPARATOR.sub('-', _HUMP.sub('-', attributes).lower()).strip('-')}-"


@lru_cache(maxsize=1)
def load_markup() -> Markup:
    """Load the names. Raises LexiconError with file and line."""
    path = DATA.joinpath("ar").joinpath("pages_markup.toml")
    dropped = read_toml(path, MarkupEntry, "drop")

    def pattern(rows: list[MarkupEntry]) -> re.Pattern[str]:
        forms = sorted({form for row in rows for form in row.forms}, key=lambda form: (-len(form), form))
        return re.compile(f"-(?:{'|'.join(map(re.escape, forms))})-")

    def names(table: str) -> tuple[str, ...]:
        return tuple(form for row in read_toml(path, MarkupEntry, table) for form in row.forms)

    return Markup(
        drop=pattern(dropped),
        drop_always=pattern([row for row in dropped if row.always]),
        author=pattern(read_toml(path, MarkupEntry, "class_author")),
        source=pattern(read_toml(path, MarkupEntry, "class_source")),
        meta_published=frozenset(names("meta_published")),
        meta_modified=frozenset(names("meta_modified")),
        meta_outlet=names("meta_outlet"),
        meta_author=names("meta_author"),
        nobody=frozenset(" ".join(bare_words(name)) for name in names("nobody")),
    )
