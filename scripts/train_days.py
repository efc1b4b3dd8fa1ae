"""Learn the weights that decide which day a report has, from annotated articles.

    python scripts/train_days.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…]

Arguments and data as for train_reports.py. The answers to one question are weighed against one another (a conditional
logit); several answers may be right. Prints the figures of a five-fold cross-validation over documents, in which days
are chosen as at run time, then writes src/rawi/lexicon/data/weights/days.npz.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import numpy as np

from answers import Marked, by_sort, learn
from rawi.annotation.report_day_facts import Day, View
from rawi.annotation.report_days import Before, choose
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Report
from train_reports import Text, read_arguments, read_gold, read_labels, save

PENALTY = 5.0
"""Strength of the L2 penalty, chosen by cross-validation as the two below."""
TRUST = 0.6
"""How much an answer from the labels counts beside one from the gold data."""
THRESHOLD = 0.34
"""The chance from which a day is told."""
Answers = list[tuple[Day, list[str]]]
Question = tuple[Report, Answers, dict[str, Any]]


def questions(text: Text) -> list[Question]:
    """Return the answers for every report of the rules that an annotated report confirms, in order of place."""
    confirmed: list[tuple[Report, dict[str, Any]]] = []
    free = list(text.annotated)
    for report in text.judged:
        for gold in free:
            if gold["type"] == report.type and max(report.start, gold["start"]) < min(report.end, gold["end"]):
                confirmed.append((report, gold))
                free.remove(gold)
                break
    told = [report for report, _ in confirmed]
    view = View(text.prose, text.document, text.times, text.possible, told, text.layout.outline)
    pairs = sorted(confirmed, key=lambda pair: pair[0])
    return [(report, list(view.answers(report)), gold) for report, gold in pairs]


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
    for report, answers, gold in text:
        marked = [
            ([f"{day.basis}|{fact}" for fact in (*facts, *before.facts(report, day))], right(day, gold))
            for day, facts in answers
        ]
        truth = next((day for (day, _), (_, good) in zip(answers, marked, strict=True) if good), None)
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
    for report, answers, gold in text:
        day = choose(answers, before, report, weights)
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
    gold = [questions(text) for folder in arguments.gold for text in read_gold(folder)]
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
