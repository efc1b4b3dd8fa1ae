"""The weights that decide which possible reports are told: learnt from annotated articles, shipped as numbers.

`scripts/train_reports.py` makes the file. It holds the names of features (entries, grammar, neighbouring stems) with
one number each; no sentence can be got back from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import accumulate
from typing import Any

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


class WeightColumns(Struct, frozen=True):
    """Linear models for several answers over the same features: one row a feature, one column an answer."""

    rows: dict[str, int]
    values: Any
    bias: Any
    threshold: float

    def chances(self, several: Sequence[Sequence[str]]) -> list[list[float]]:
        """Return for each of several lists of features the chance of every answer.

        >>> import numpy
        >>> columns = WeightColumns({"a": 0}, numpy.array([[2.0, 0.0], [0.0, 0.0]]), numpy.array([-2.0, 0.0]), 0.5)
        >>> columns.chances([["a", "unknown"]])
        [[0.5, 0.5]]
        """
        import numpy

        get, nothing = self.rows.get, len(self.rows)
        found = [get(feature, nothing) for features in several for feature in features]
        begins = list(accumulate([len(features) for features in several[:-1]], initial=0))
        scores = numpy.add.reduceat(self.values[found], begins, axis=0) + self.bias
        chances: list[list[float]] = (1 / (1 + numpy.exp(-scores))).tolist()
        return chances


def load_weight_columns(name: str) -> WeightColumns:
    """Return the weights of a decision between several answers, which share their features."""
    import numpy

    with files("rawi.lexicon").joinpath(f"data/weights/{name}.npz").open("rb") as file:
        table = numpy.load(file)
        names = bytes(table["names"]).decode().split("\n")
        values = numpy.vstack([table["values"].astype("float64"), numpy.zeros((1, len(table["bias"])))])
        rows = {feature: row for row, feature in enumerate(names)}
        return WeightColumns(rows, values, table["bias"], float(table["threshold"]))
