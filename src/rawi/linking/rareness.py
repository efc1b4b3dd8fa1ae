"""How telling it is that two reports share a word: by how common it is in the press at large.

The press is the measure, not the dossier, so that whether two reports tell one happening depends on these two alone: it
is the same in every dossier that holds them, and a new document leaves what is known of others as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_DOCUMENTS = 100
"""As if so many documents had been read: words that stand in fewer than about one of them are equally rare."""


def weigh_word(stem: str, shares: Mapping[str, float]) -> float:
    """Return the inverse document frequency of a light stem, never below 0, from the shares of documents by stem."""
    return max(math.log((_DOCUMENTS + 1) / (_DOCUMENTS * shares.get(stem, 0.0) + 0.5)), 0.0)
