"""A first look at a candidate: drop what has no chance to be told, before anybody looks for its participants.

The weights tell one of nine candidates. Two thirds of the others are hopeless by the word and what stands right
beside it: a small linear model over facts that cost next to nothing lets pass whatever has a chance, and
`report_weighing` decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import repeat

from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.weights import Weights
from rawi.model import Voice
from rawi.text.prose import Prose
from rawi.text.stem import stem

PLACE_FACTS = ("word", "stem", "place", "act", "-1", "+1")
"""What is seen of the place where a candidate stands, in the order of `place_facts`."""
FACTS = ("entry", "lacks", "best", "article", "preposition", "governor")
"""What is seen of a candidate itself, in the order of `own_facts`."""
_SAID = ("no", "yes")
_FEW = ("0", "1", "2", "3")
_NOTHING: dict[str, float] = {}
_NAUGHT = repeat(0.0)


class FirstLook:
    """Looks at the candidates of one text."""

    def __init__(self, prose: Prose, weights: Weights[float]) -> None:
        self._prose = prose
        self._of_place = [weights.within.get(name, _NOTHING) for name in PLACE_FACTS]
        self._own = [weights.within.get(name, _NOTHING) for name in FACTS]
        self._meanings = weights.within.get("meaning", _NOTHING)
        self._least = math.log(weights.threshold / (1 - weights.threshold)) - weights.bias

    def hopeful(self, candidates: Sequence[Candidate], best: Candidate | None, voice: Voice | None) -> list[Candidate]:
        """Return those of the candidates of one word that may be told; `best` is the one whose meaning fits best."""
        facts = place_facts(self._prose, candidates[0], voice)
        missing = self._least - sum(map(dict.get, self._of_place, facts, _NAUGHT))
        return [c for c in candidates if self._speaks_for(c, c is best) >= missing]

    def _speaks_for(self, c: Candidate, best: bool) -> float:
        own: float = sum(map(dict.get, self._own, own_facts(self._prose, c, best), _NAUGHT))
        return own + sum(map(self._meanings.get, c.entries, _NAUGHT))


def place_facts(prose: Prose, c: Candidate, voice: Voice | None) -> tuple[str, ...]:
    """Return what is seen of the place where a candidate stands, the same for all meanings of its word."""
    forms, first, behind = prose.forms, c.first, c.last + 1
    return (
        forms[first],
        stem(forms[first]),
        _FEW[min(3, first - prose.firsts[prose.sentence_of(first)])],
        voice.chain[-1].act if voice is not None and voice.chain else "",
        stem(forms[first - 1]) if first else "",
        stem(forms[behind]) if behind < len(forms) else "",
    )


def own_facts(prose: Prose, c: Candidate, best: bool) -> tuple[str, ...]:
    """Return what is seen of a candidate itself."""
    governor = stem(prose.forms[c.governor]) if c.governor >= 0 else ""
    return c.trigger.id, c.lacks, _SAID[best], _SAID[c.article], c.preposition, governor


def first_features(prose: Prose, c: Candidate, best: bool, voice: Voice | None) -> list[str]:
    """Return what is seen of a candidate as names of features, ``name|value``."""
    facts = [
        *zip(PLACE_FACTS, place_facts(prose, c, voice), strict=True),
        *zip(FACTS, own_facts(prose, c, best), strict=True),
        *(("meaning", entry) for entry in c.entries),
    ]
    return [f"{name}|{value}" for name, value in facts]
