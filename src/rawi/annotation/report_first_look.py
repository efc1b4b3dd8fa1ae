"""A first look at a candidate: drop what has no chance to be told, before anybody looks for its participants.

The weights tell one of nine candidates. Two thirds of the others are hopeless by the word and what stands right
beside it: a small linear model over facts that cost next to nothing lets pass whatever has a chance, and
`report_weighing` decides.
"""

from __future__ import annotations

import math

from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.weights import Weights
from rawi.model import Voice
from rawi.text.prose import Prose
from rawi.text.stem import stem

_SAID = ("no", "yes")
_FEW = ("0", "1", "2", "3")
_NOTHING: dict[str, float] = {}


def is_hopeful(prose: Prose, candidate: Candidate, best: bool, voice: Voice | None, weights: Weights) -> bool:
    """Tell whether a candidate may become a report; `best` says that its meaning fits best of those of its word."""
    total = weights.bias
    for name, value in first_facts(prose, candidate, best, voice):
        total += weights.within.get(name, _NOTHING).get(value, 0.0)
    return 1 / (1 + math.exp(-total)) >= weights.threshold


def first_facts(prose: Prose, candidate: Candidate, best: bool, voice: Voice | None) -> list[tuple[str, str]]:
    """Return what is seen of a candidate at first sight, as pairs of a name and a value."""
    c, forms = candidate, prose.forms
    sentence = prose.sentence_of(c.first)
    facts = [
        ("entry", c.trigger.id),
        ("type", c.trigger.type),
        ("word", forms[c.first]),
        ("stem", stem(forms[c.first])),
        ("lacks", c.lacks),
        ("best", _SAID[best]),
        ("tense", c.shape.tense),
        ("number", c.shape.number),
        ("verbal", _SAID[c.verbal]),
        ("article", _SAID[c.article]),
        ("suffix", _SAID[bool(c.suffix)]),
        ("preposition", c.preposition),
        ("governor", stem(forms[c.governor]) if c.governor >= 0 else ""),
        ("act", voice.chain[-1].act if voice is not None and voice.chain else ""),
        ("light", _SAID[c.light]),
        ("future", _SAID[c.future]),
        ("sentence", _FEW[min(3, sentence)]),
        ("place", _FEW[min(3, c.first - prose.firsts[sentence])]),
    ]
    facts += [("meaning", meaning) for meaning in c.entries]
    for name, token in (("-2", c.first - 2), ("-1", c.first - 1), ("+1", c.last + 1), ("+2", c.last + 2)):
        if 0 <= token < len(forms):
            facts.append((name, stem(forms[token])))
    return facts
