"""What the countries of PLOVER's codes are called, in English and Arabic."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from rawi.lexicon.load import DATA, Entry, read_csv


class Country(Struct, frozen=True):
    """The names of a country."""

    en: str
    ar: str


class _Row(Entry, frozen=True, kw_only=True):
    code: str
    alpha2: str
    name: str
    en: str


@lru_cache(maxsize=1)
def load_countries() -> dict[str, Country]:
    """Return the countries by their ISO 3166 alpha-3 codes. Raises LexiconError with file and line.

    >>> load_countries()["TUR"]
    Country(en='Türkiye', ar='تركيا')
    """
    rows = read_csv(DATA.joinpath("ar", "countries.csv"), _Row)
    return {row.code: Country(row.en, row.name) for row in rows}
