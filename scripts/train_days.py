"""Learn the weights that decide which day a report has, from annotated articles.

    python scripts/train_days.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…]

Arguments and data as for train_reports.py. The answers to one question are weighed against one another (a conditional
logit); several answers may be right. Prints the figures of a five-fold cross-validation over documents, in which days
are chosen as at run time, then writes src/rawi/lexicon/data/weights/days.npz.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from answers import Marked, by_sort, learn
from rawi.annotation.context import Offer, read_offers
from rawi.annotation.report_day_facts import Day, View
from rawi.annotation.report_days import Before, choose
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Report
from train_reports import Text, confirmed, read_arguments, read_gold, read_labels, save

PENALTY = 5.0
"""Strength of the L2 penalty, chosen by cross-validation as the two below."""
TRUST = 0.6
"""How much an answer from the labels counts beside one from the gold data."""
THRESHOLD = 0.34
"""The chance from which a day is told."""


class Question(NamedTuple):
    """A report, the days that its text allows, the annotated report, and what the network says about the days."""

    report: Report
    offers: list[Offer[Day]]
    gold: dict[str, Any]
    read: Sequence[float] = ()


def questions(text: Text, *, read: bool = False) -> list[Question]:
    """Return the answers for every report of the rules that an annotated report confirms, in order of place."""
    pairs = sorted(confirmed(text), key=lambda pair: pair[0])
    told = [report for report, _ in pairs]
    view = View(text.prose, text.document, text.times, text.possible, told, text.layout.outline)
    asked = [(report, list(view.answers(report))) for report in told]
    scores = read_offers(text.context if read else None, "days", asked)
    return [
        Question(report, offers, gold, some)
        for (report, offers), (_, gold), some in zip(asked, pairs, scores, strict=True)
    ]


def right(day: Day, gold: dict[str, Any]) -> bool:
    """Tell whether a day is the annotated one: same first and last day, or same value where only that is given."""
    if "from" not in gold:
        return day.value == gold["when"] if gold["when"] else day.basis == "none"
    if gold["from"] or gold["to"]:
        return (_iso(day.first_day), _iso(day.last_day)) == (gold["from"], gold["to"])
    return day.basis == "none"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def rows(text: list[Question]) -> list[Marked]:
    """Return the named features of every answer to every question of a text that has a right one.

    What was answered before is taken from the annotation.
    """
    before = Before()
    found = []
    for report, offers, gold, _ in text:
        marked = [
            ([f"{day.basis}|{fact}" for fact in (*facts, *before.facts(report, day))], right(day, gold))
            for day, facts, _, _ in offers
        ]
        truth = next((offer.answer for offer, (_, good) in zip(offers, marked, strict=True) if good), None)
        before.add(report, truth)
        if truth is not None:
            found.append(marked)
    return found


def fit(gold: list[list[Question]], others: list[list[Question]]) -> tuple[dict[str, int], np.ndarray]:
    """Learn the weights; return the number of each feature and the weights by number."""
    told = [question for text in gold for question in rows(text)]
    labelled = [question for text in others for question in rows(text)]
    return learn([*told, *labelled], np.repeat([1.0, TRUST], [len(told), len(labelled)]), PENALTY)


def tables(index: dict[str, int], weights: np.ndarray) -> AnswerWeights:
    """Return the weights as they are used."""
    return by_sort(index, weights, THRESHOLD)


def answer(text: list[Question], weights: AnswerWeights) -> list[tuple[Day, dict[str, Any]]]:
    """Choose the day of every report of a text as at run time."""
    before = Before()
    chosen = []
    for report, offers, gold, read in text:
        day = choose(offers, read, before, report, weights)
        before.add(report, day)
        chosen.append((day, gold))
    return chosen


def figures(chosen: list[tuple[Day, dict[str, Any]]]) -> str:
    """Return the share of right answers and the F1 of days."""
    good = sum(right(day, gold) for day, gold in chosen)
    told = [(day, gold) for day, gold in chosen if day.first_day]
    hits = sum(right(day, gold) for day, gold in told)
    wanted = sum(bool(gold["from"]) for _, gold in chosen)
    return f"right {good / len(chosen):.3f}  F1 of days {2 * hits / (len(told) + wanted):.3f}  ({len(chosen)} reports)"


def main() -> None:
    arguments = read_arguments(__doc__)
    gold = [questions(text, read=True) for folder in arguments.gold for text in read_gold(folder)]
    others = [questions(text) for text in read_labels(arguments.labels, arguments.corpus)]
    random.Random(1).shuffle(gold)
    chosen: list[tuple[Day, dict[str, Any]]] = []
    for fold in range(5):
        learnt = tables(*fit([text for n, text in enumerate(gold) if n % 5 != fold], others))
        chosen += [pair for text in gold[fold::5] for pair in answer(text, learnt)]
    print(f"cross-validation: {figures(chosen)}")
    index, weights = fit(gold, others)
    save("days", index, weights, 0.0, THRESHOLD)


if __name__ == "__main__":
    main()
