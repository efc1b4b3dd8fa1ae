"""Names in Latin letters for English pages: as English writes them where that is known, else letter by letter."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from rawi.lexicon.load import DATA, read_csv
from rawi.lexicon.romanise import romanise
from rawi.lexicon.world_rows import NamedRow, PersonRow, WordRow
from rawi.text.fold import fold_word

_OUTLETS = frozenset({"paper", "agency", "channel", "network", "site", "radio", "magazine"})


class Romanised(str):
    """A name written in Latin letters because nobody gave its English form."""


class _Known(Struct, frozen=True):
    """Latin forms of parts of names by folded part, English names of outlets by folded name, all English names.

    `heads` are folded words like "newspaper" that stand before the name of an outlet.
    """

    parts: dict[str, str]
    outlets: dict[str, str]
    heads: frozenset[str]
    english: frozenset[str]


@lru_cache(maxsize=1)
def _known() -> _Known:
    folder = DATA.joinpath("ar")
    named = [
        row for file in ("outlets", "organisations", "groups") for row in read_csv(folder / f"{file}.csv", NamedRow)
    ]
    places = [row for file in ("places", "regions") for row in read_csv(folder / f"{file}.csv", NamedRow)]
    outlets = read_csv(folder / "outlets.csv", NamedRow)
    grammar = read_csv(folder / "name_grammar.csv", WordRow)
    people = read_csv(folder / "people.csv", PersonRow)
    return _Known(
        parts={fold_word(row.word): row.en for row in read_csv(folder / "elements.csv", WordRow) if row.en},
        outlets={_key(name): row.en for row in outlets for name in row.name},
        heads=frozenset(_key(row.word) for row in grammar if row.kind in _OUTLETS),
        english=frozenset({row.en for row in (*named, *places)} | {row.en for row in people}),
    )


def _key(name: str) -> str:
    return " ".join(fold_word(word) for word in name.split())


@lru_cache(maxsize=50_000)
def in_latin(name: str) -> str:
    """Return an Arabic name in Latin letters: an outlet in English, all else as `Romanised`, without words for outlets.

    >>> in_latin("رويترز"), in_latin("صحيفة الميناء"), type(in_latin("صحيفة الميناء")).__name__
    ('Reuters', 'al-Mina', 'Romanised')
    """
    known = _known()
    english = known.outlets.get(_key(name))
    if english:
        return english
    head, _, rest = name.strip().partition(" ")
    return Romanised(romanise(rest if rest and _key(head) in known.heads else name, known.parts))


@lru_cache(maxsize=50_000)
def marked(label: str, names: tuple[str, ...]) -> str:
    """Return an English label, as `Romanised` if it only repeats one of the Arabic names letter by letter.

    >>> type(marked("Salim al-Drubi", ("سليم الدروبي",))).__name__, type(marked("Hakan Fidan", ())).__name__
    ('Romanised', 'str')
    """
    known = _known()
    if label in known.english or not any(label == romanise(name, known.parts) for name in names):
        return label
    return Romanised(label)
