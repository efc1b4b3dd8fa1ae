"""Learn the weights that decide which day a report has, from annotated articles.

    python scripts/train_days.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…]

Arguments and data as for train_reports.py. Prints the share of right days in a five-fold cross-validation over
documents, then writes src/rawi/lexicon/data/weights/days.npz.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from sklearn.linear_model import LogisticRegression

from rawi.annotation.report_days import Day, View
from rawi.model import Report
from train_reports import Text, matrix, read_gold, read_labels, save

STRENGTH = 0.2
Question = list[tuple[list[str], int, Day]]
"""The answers to "when" for one report: features, whether right, the day."""


def questions(text: Text) -> list[tuple[Question, dict[str, Any]]]:
    """Return the answers for every report of the rules that an annotated report confirms."""
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
    return [
        ([(features, int(right(day, gold)), day) for day, features in view.answers(report)], gold)
        for report, gold in confirmed
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


def fit(asked: list[Question]) -> tuple[dict[str, int], LogisticRegression]:
    counts = Counter(feature for question in asked for features, _, _ in question for feature in set(features))
    index = {feature: n for n, feature in enumerate(f for f, n in counts.items() if n >= 3)}
    model = LogisticRegression(C=STRENGTH, solver="liblinear")
    model.fit(_matrix(asked, index), [told for question in asked for _, told, _ in question])
    return index, model


def _matrix(asked: list[Question], index: dict[str, int]) -> Any:
    return matrix([(0, None, "", features, 0) for question in asked for features, _, _ in question], index)  # type: ignore[misc]


def share_right(asked: list[Question], index: dict[str, int], model: LogisticRegression) -> float:
    scores = iter(model.decision_function(_matrix(asked, index)))
    good = 0
    for question in asked:
        mine = [next(scores) for _ in question]
        good += question[max(range(len(question)), key=mine.__getitem__)][1]
    return good / len(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    gold = [[q for q, _ in questions(text)] for folder in arguments.gold for text in read_gold(folder)]
    others = [q for text in read_labels(arguments.labels, arguments.corpus) for q, _ in questions(text)]
    random.Random(1).shuffle(gold)
    shares = []
    for fold in range(5):
        index, model = fit([q for n, text in enumerate(gold) if n % 5 != fold for q in text] + others)
        shares.append(share_right([q for text in gold[fold::5] for q in text], index, model))
    print("right days in each fold: {}".format(" ".join(f"{share:.3f}" for share in shares)))
    save("days", *fit([q for text in gold for q in text] + others), 0.5)


if __name__ == "__main__":
    main()
