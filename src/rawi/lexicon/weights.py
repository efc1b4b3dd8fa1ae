"""The weights that decide what is told, when, and who acts: learnt from annotated articles, shipped as numbers.

`scripts/train_*.py` make the files. They hold the names of features (entries, grammar, neighbouring stems) with their
numbers; no sentence can be got back from them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from importlib.resources import files
from itertools import repeat
from typing import Any, Generic, TypeVar

from msgspec import Struct

Number = TypeVar("Number", float, complex)


class Facts(Struct, frozen=True):
    """What speaks for or against something: facts that always count alike, and facts that count by context.

    A context is the value of another fact (a type, a lexicon entry); each comes with the facts that count by it.
    `shared` are further facts that count alike, one list for several bundles.
    """

    alone: list[str]
    within: list[tuple[str, list[str]]] = []
    shared: list[str] = []

    def features(self) -> list[str]:
        """Return all of them as names of features, those of a context as ``context|fact``.

        >>> Facts(["a"], [("AID", ["a", "b"])]).features()
        ['a', 'AID|a', 'AID|b']
        """
        within = (f"{context}|{fact}" for context, facts in self.within for fact in facts)
        return [*self.alone, *self.shared, *within]

    def plain(self) -> list[str]:
        """Return the facts without any context.

        >>> Facts(["a"], [("AID", ["a", "b"])], ["c"]).plain()
        ['a', 'c']
        """
        return [*self.alone, *self.shared]


class Weights(Struct, Generic[Number], frozen=True):
    """A linear model: what each feature adds, the start value, and the chance from which a report is told (0 to 1).

    `within` holds the features of a context, by context and fact, so that no name is put together while a text is read.
    Two models over the same features are one: what a feature adds to either is a complex number (the first model real,
    the second imaginary), so that one look-up and one addition serve both.
    """

    features: dict[str, Number]
    bias: Number
    threshold: float
    within: dict[str, dict[str, Number]] = {}

    def scores(self, several: Iterable[Facts]) -> list[Number]:
        """Return the sum of what several bundles of facts add, each by itself. What they share is added up once.

        >>> weights = Weights({"a": 2.0}, -2.0, 0.5)
        >>> [chance_of(score) for score in weights.scores([Facts(["a", "unknown"])])]
        [0.5]
        """
        known: dict[int, tuple[list[str], Number]] = {}
        alone, within = self.features.get, self.within
        scores = []
        for facts in several:
            total = self.bias + sum(map(alone, facts.alone, _NAUGHT))
            if facts.shared:
                place = id(facts.shared)
                if place not in known:
                    known[place] = (facts.shared, sum(map(alone, facts.shared, _NAUGHT)))
                total += known[place][1]
            for context, some in facts.within:
                if context in within:
                    total += sum(map(within[context].get, some, _NAUGHT))
            scores.append(total)
        return scores


def chance_of(score: float) -> float:
    """Return the chance (0 to 1) that a score stands for."""
    return 1 / (1 + math.exp(-score))


_NAUGHT = repeat(0.0)


def _by_context(features: Iterable[tuple[str, Number]]) -> tuple[dict[str, Number], dict[str, dict[str, Number]]]:
    """Return the features that count alone, and those named ``context|fact`` by context and fact.

    A fact counts in many contexts and is held once, so that more of what is looked up again and again fits into the
    processor's own memory.
    """
    alone: dict[str, Number] = {}
    within: dict[str, dict[str, Number]] = {}
    known: dict[str, str] = {}
    for feature, value in features:
        context, bar, fact = feature.partition("|")
        if bar:
            within.setdefault(context, {})[known.setdefault(fact, fact)] = value
        else:
            alone[known.setdefault(feature, feature)] = value
    return alone, within


def read_arrays(name: str) -> dict[str, Any]:
    """Return the arrays of a file in lexicon/data/weights."""
    import numpy

    with files("rawi.lexicon").joinpath(f"data/weights/{name}.npz").open("rb") as file:
        return dict(numpy.load(file))


def names_in(packed: Any) -> list[str]:
    """Return the names that stand in an array of bytes, one on each line."""
    return bytes(packed).decode().split("\n")


class AnswerWeights(Struct, frozen=True):
    """What each fact adds to an answer to a question, by sort of answer; and the chance from which one is given.

    Scores of the answers to one question are compared with one another: their exponentials are in proportion to their
    chances.
    """

    tables: dict[str, dict[str, float]]
    threshold: float

    def score(self, answer: str, facts: Iterable[str]) -> float:
        """Return the sum of what the facts add to an answer of a sort.

        >>> AnswerWeights({"none": {"a": 2.0}}, 0.5).score("none", ["a", "unknown"])
        2.0
        """
        return sum(map(self.tables.get(answer, {}).get, facts, _NAUGHT))


def load_answer_weights(name: str) -> AnswerWeights:
    """Return the weights of a question whose features are named ``answer|fact``."""
    weights = load_weights(name)
    return AnswerWeights(weights.within, weights.threshold)


def load_weights(name: str) -> Weights[float]:
    """Return the weights of a decision (`name`: the file's stem in lexicon/data/weights)."""
    table = read_arrays(name)
    features, within = _by_context(
        zip(names_in(table["names"]), table["values"].astype("float64").tolist(), strict=True)
    )
    return Weights(features, float(table["bias"]), float(table["threshold"]), within)


def load_two_weights(name: str) -> Weights[complex]:
    """Return the weights of two decisions that share their features."""
    table = read_arrays(name)
    values = map(complex, *table["values"].astype("float64").T.tolist())
    features, within = _by_context(zip(names_in(table["names"]), values, strict=True))
    return Weights(features, complex(*table["bias"].tolist()), float(table["threshold"]), within)
