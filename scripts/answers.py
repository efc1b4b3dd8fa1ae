"""Learn to choose among the answers to a question: a conditional logit over named facts.

The answers to one question are weighed against one another; several may be right. A feature is named ``sort|fact`` by
the sort of its answer.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from features import common, index_of, tabulate
from rawi.lexicon.weights import AnswerWeights

Marked = list[tuple[list[str], bool]]
"""The features of every answer to one question, and whether it is right."""


def learn(asked: list[Marked], trust: np.ndarray, penalty: float) -> tuple[dict[str, int], np.ndarray]:
    """Return the number of each feature and the weights by number.

    `trust` is how much each question counts, `penalty` the strength of the L2 penalty.
    """
    names, table = tabulate(facts for question in asked for facts, _ in question)
    columns = common(table)
    good = np.array([float(right) for question in asked for _, right in question])
    sizes = np.array([len(question) for question in asked])
    return index_of(names[columns]), _logit(table[:, columns], good, sizes, trust, penalty)


def _logit(table: csr_matrix, good: np.ndarray, sizes: np.ndarray, trust: np.ndarray, penalty: float) -> np.ndarray:
    """Return the weights under which the right answers to all questions are likeliest."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    turned = table.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        shares = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        shares /= np.repeat(np.add.reduceat(shares, starts), sizes)
        hit = np.maximum(np.add.reduceat(shares * good, starts), 1e-12)
        slope = np.repeat(trust, sizes) * (shares - shares * good / np.repeat(hit, sizes))
        value = -float((trust * np.log(hit)).sum()) + 0.5 * penalty * float(weights @ weights)
        return value, turned @ slope + penalty * weights

    zero = np.zeros(table.shape[1])
    return np.asarray(minimize(loss, zero, jac=True, method="L-BFGS-B", options={"maxiter": 80, "ftol": 1e-6}).x)


def by_sort(index: dict[str, int], weights: np.ndarray, threshold: float) -> AnswerWeights:
    """Return the weights as they are used, by sort of answer."""
    found: dict[str, dict[str, float]] = {}
    for feature, number in index.items():
        sort, _, fact = feature.partition("|")
        found.setdefault(sort, {})[fact] = float(weights[number])
    return AnswerWeights(found, threshold)
