"""How telling it is that two reports share a word or a name: by how common it is in the press at large.

The press is the measure, not the dossier, so that whether two reports tell one happening depends on these two alone: it
is the same in every dossier that holds them, and a new document leaves what is known of others as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_DOCUMENTS = 100
"""As if so many documents had been read: words that stand in fewer than about one of them are equally rare."""
_LEAST, _MOST = 0.5, 1.5


class Rareness:
    """The weights of words and names, from the shares of documents and of participants that hold them."""

    def __init__(self, stems: Mapping[str, float], actors: Mapping[str, float]) -> None:
        self._stems, self._actors = stems, actors
        self._rarest = min(actors.values(), default=1.0)
        known = math.fsum(actors.values())
        expected = math.fsum([-share * math.log(share) for share in actors.values()])
        self._mean = expected - max(1 - known, 0.0) * math.log(self._rarest)

    def of_word(self, stem: str) -> float:
        """Return the inverse document frequency of a light stem, never below 0."""
        share = self._stems.get(stem, 0.0)
        return max(math.log((_DOCUMENTS + 1) / (_DOCUMENTS * share + 0.5)), 0.0)

    def of_name(self, entity: str) -> float:
        """Return the logarithm of an entity's inverse frequency over the mean, between 0.5 and 1.5."""
        share = self._actors.get(entity, self._rarest)
        return min(max(-math.log(share) / self._mean, _LEAST), _MOST) if self._mean else 1.0
