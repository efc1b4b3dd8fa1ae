"""How common words are in the press, as shares of documents by light stem: what is known before a dossier is read."""

from __future__ import annotations

from rawi.lexicon.load import DATA, Entry, read_csv


class StemShare(Entry, frozen=True, kw_only=True):
    """A light stem and the share of documents that hold it (generated file)."""

    stem: str
    share: float


def load_stem_shares() -> dict[str, float]:
    """Read the shares by stem; stems that are not listed are rare."""
    return {entry.stem: entry.share for entry in read_csv(DATA.joinpath("ar", "stem_shares.csv"), StemShare)}
