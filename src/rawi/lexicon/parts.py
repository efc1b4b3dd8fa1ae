"""Which entries a text holds words of: for tables whose entries tell only a part of a record and are not named by it.

The linter asks this of examples such as ``12 جنديا`` or ``بدأت الهدنة``, from which alone nothing is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.pages import PhraseTable, bare_words
from rawi.lexicon.words import Words
from rawi.text.prose import read_prose

PARTS = frozenset({"ar/undertakings.toml", "ar/tallies.toml", "ar/pages.toml"})
"""Files whose entries stand in such tables."""


def parts_in(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the ids of the entries of `PARTS` of which a word stands in a text, inflected or with clitics.

    >>> sorted(parts_in("بدأت الهدنة", Lexicon()))
    ['ceasefire.hudna', 'in_force.badaa']
    """
    forms, words = read_prose(text).forms, bare_words(text)
    tables = (lexicon.undertakings, lexicon.tallies, lexicon.pages)
    return frozenset(
        name for table in tables for part in msgspec.structs.astuple(table) for name in _ids(part, forms, words)
    )


def _ids(part: Any, forms: Iterable[str], words: Sequence[str]) -> Iterator[str]:
    if isinstance(part, Words):
        yield from (reading.entry.id for form in forms for reading in part.analyse(form))
    elif isinstance(part, PhraseTable):
        found = (part.at(words, place) for place in range(len(words)))
        yield from (phrase.value for phrase in found if phrase is not None and isinstance(phrase.value, str))
    elif isinstance(part, dict):
        yield from (part[form].id for form in forms if hasattr(part.get(form), "id"))
