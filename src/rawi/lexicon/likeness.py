"""What each piece of evidence adds to the belief that two reports tell one happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rawi.lexicon.load import DATA, Entry, read_csv


class EvidenceWeight(Entry, frozen=True, kw_only=True):
    """The points of one piece of evidence, by its name (learnt: `scripts/train_likeness.py`)."""

    evidence: str
    points: float


@lru_cache(maxsize=1)
def load_likeness() -> Mapping[str, float]:
    """Read the points by evidence; what is not listed tells nothing."""
    listed = read_csv(DATA.joinpath("weights", "likeness.csv"), EvidenceWeight)
    return defaultdict(float, ((one.evidence, one.points) for one in listed))
