"""How often actors take part in what the press tells: what is known of names before a dossier is read."""

from __future__ import annotations

from rawi.lexicon.load import DATA, Entry, read_csv


class ActorShare(Entry, frozen=True, kw_only=True):
    """An entity and its share of all who take part in reports (generated file)."""

    entity: str
    share: float


def load_actor_shares() -> dict[str, float]:
    """Read the shares by entity; entities that are not listed are rare."""
    return {entry.entity: entry.share for entry in read_csv(DATA.joinpath("ar", "actor_shares.csv"), ActorShare)}
