"""Learn to choose among the answers to a question: a conditional logit over named facts.

The answers to one question are weighed against one another; several may be right. A feature is named ``sort|fact`` by
the sort of its answer.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from rawi.lexicon.weights import AnswerWeights

RARE = 3
"""How often a feature must stand to be learnt."""
Marked = list[tuple[list[str], bool]]
"""The features of every answer to one question, and whether it is right."""


def learn(asked: list[Marked], trust: np.ndarray, penalty: float) -> tuple[dict[str, int], np.ndarray]:
    """Return the number of each feature and the weights by number.

    `trust` is how much each question counts, `penalty` the strength of the L2 penalty.
    """
    counts = Counter(fact for question in asked for facts, _ in question for fact in set(facts))
    index = {fact: n for n, fact in enumerate(f for f, n in counts.items() if n >= RARE)}
    columns: list[int] = []
    ends = [0]
    for question in asked:
        for facts, _ in question:
            columns.extend({index[fact] for fact in facts if fact in index})
            ends.append(len(columns))
    table = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(index)))
    good = np.array([float(right) for question in asked for _, right in question])
    return index, _logit(table, good, np.array([len(question) for question in asked]), trust, penalty)


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
