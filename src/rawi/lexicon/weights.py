"""The weights that decide which possible reports are told: learnt from annotated articles, shipped as numbers.

`scripts/train_reports.py` makes the file. It holds the names of features (entries, grammar, neighbouring stems) with
one number each; no sentence can be got back from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from importlib.resources import files

from msgspec import Struct


class Weights(Struct, frozen=True):
    """A linear model: what each feature adds, the start value, and the chance from which a report is told (0 to 1)."""

    features: dict[str, float]
    bias: float
    threshold: float

    def chance(self, features: Iterable[str]) -> float:
        """Return the chance that a possible report with these features is told.

        >>> round(Weights({"a": 2.0}, -2.0, 0.5).chance(["a", "unknown"]), 2)
        0.5
        """
        return 1 / (1 + math.exp(-self.score(features)))

    def score(self, features: Iterable[str]) -> float:
        """Return the sum of what the features add: the logarithm of the odds."""
        get = self.features.get
        return self.bias + sum([get(feature, 0.0) for feature in features])


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
        table = self.tables[answer]
        return sum(map(table.__getitem__, filter(table.__contains__, facts)))


def load_answer_weights(name: str, answers: Iterable[str]) -> AnswerWeights:
    """Return the weights of a question whose features are named ``answer|fact``."""
    weights = load_weights(name)
    tables: dict[str, dict[str, float]] = {answer: {} for answer in answers}
    for feature, value in weights.features.items():
        answer, _, fact = feature.partition("|")
        tables[answer][fact] = value
    return AnswerWeights(tables, weights.threshold)


def load_weights(name: str) -> Weights:
    """Return the weights of a decision (`name`: the file's stem in lexicon/data/weights)."""
    import numpy

    with files("rawi.lexicon").joinpath(f"data/weights/{name}.npz").open("rb") as file:
        table = numpy.load(file)
        names = bytes(table["names"]).decode().split("\n")
        values = table["values"].astype("float64").tolist()
        return Weights(dict(zip(names, values, strict=True)), float(table["bias"]), float(table["threshold"]))


def load_weight_columns(name: str, columns: Sequence[str]) -> dict[str, Weights]:
    """Return the weights of a decision between several answers (`columns`), which share their features."""
    import numpy

    with files("rawi.lexicon").joinpath(f"data/weights/{name}.npz").open("rb") as file:
        table = numpy.load(file)
        names = bytes(table["names"]).decode().split("\n")
        values, bias, threshold = table["values"].astype("float64"), table["bias"], float(table["threshold"])
    return {
        column: Weights(dict(zip(names, values[:, n].tolist(), strict=True)), float(bias[n]), threshold)
        for n, column in enumerate(columns)
    }
