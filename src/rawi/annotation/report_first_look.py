"""A first look at a candidate: drop what has no chance to be told, before anybody looks for its participants.

The weights tell one of nine candidates. Two thirds of the others are hopeless by the word and what stands right
beside it: a small linear model over facts that cost next to nothing lets pass whatever has a chance, and
`report_weighing` decides.
"""

from __future__ import annotations

import math
from itertools import repeat

from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.weights import Weights
from rawi.model import Voice
from rawi.text.prose import Prose
from rawi.text.stem import stem

FACTS = (
    "entry", "type", "word", "stem", "lacks", "best", "tense", "number", "verbal", "article", "suffix", "preposition",
    "governor", "act", "light", "future", "sentence", "place", "-2", "-1", "+1", "+2",
)  # fmt: skip
"""What is seen at first sight, in the order of `first_facts`."""
_SAID = ("no", "yes")
_FEW = ("0", "1", "2", "3")
_NOTHING: dict[str, float] = {}


class FirstLook:
    """Looks at the candidates of one text."""

    def __init__(self, prose: Prose, weights: Weights) -> None:
        self._prose = prose
        self._tables = [weights.within.get(name, _NOTHING) for name in FACTS]
        self._meanings = weights.within.get("meaning", _NOTHING)
        self._least = math.log(weights.threshold / (1 - weights.threshold)) - weights.bias

    def is_hopeful(self, candidate: Candidate, best: bool, voice: Voice | None) -> bool:
        """Tell whether a candidate may be told; `best` says that its meaning fits best of those of its word."""
        facts = first_facts(self._prose, candidate, best, voice)
        speaks: float = sum(map(dict.get, self._tables, facts, repeat(0.0)))
        return speaks + sum(map(self._meanings.get, candidate.entries, repeat(0.0))) >= self._least


def first_facts(prose: Prose, c: Candidate, best: bool, voice: Voice | None) -> tuple[str, ...]:
    """Return what is seen of a candidate at first sight, in the order of `FACTS`."""
    forms = prose.forms
    first, behind, number = c.first, c.last + 1, len(prose.forms)
    sentence = prose.sentence_of(first)
    return (
        c.trigger.id,
        c.trigger.type,
        forms[first],
        stem(forms[first]),
        c.lacks,
        _SAID[best],
        c.shape.tense,
        c.shape.number,
        _SAID[c.verbal],
        _SAID[c.article],
        _SAID[bool(c.suffix)],
        c.preposition,
        stem(forms[c.governor]) if c.governor >= 0 else "",
        voice.chain[-1].act if voice is not None and voice.chain else "",
        _SAID[c.light],
        _SAID[c.future],
        _FEW[min(3, sentence)],
        _FEW[min(3, first - prose.firsts[sentence])],
        stem(forms[first - 2]) if first > 1 else "",
        stem(forms[first - 1]) if first else "",
        stem(forms[behind]) if behind < number else "",
        stem(forms[behind + 1]) if behind + 1 < number else "",
    )


def first_features(prose: Prose, candidate: Candidate, best: bool, voice: Voice | None) -> list[str]:
    """Return what is seen of a candidate as names of features, ``name|value``."""
    facts = zip(FACTS, first_facts(prose, candidate, best, voice), strict=True)
    return [f"{name}|{value}" for name, value in (*facts, *(("meaning", entry) for entry in candidate.entries))]
