"""Learn the weights that decide from whom a report is, from annotated articles.

    python scripts/train_sources.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…]

Arguments and data as for train_reports.py; labels without chains are left out. The answers that a text allows (the
voices around, beside and before a report, and the narrator) are weighed against one another. Prints the share of right
origins in a five-fold cross-validation over documents, for the rules and as learnt, then writes
src/rawi/lexicon/data/weights/sources.npz.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from answers import Marked, by_sort, learn
from rawi.annotation.context import Offer, read_offers
from rawi.annotation.report_source_facts import Answer, View
from rawi.annotation.report_sources import Before, choose
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Link, Report
from train_reports import Text, confirmed, read_arguments, read_gold, read_labels, save

PENALTY = 12.0
"""Strength of the L2 penalty, chosen by cross-validation as the one below."""
TRUST = 0.6
"""How much an answer from the labels counts beside one from the gold data."""
_ARTICLE = "\u0627\u0644"


class Question(NamedTuple):
    """A report, from whom it may be, which answers are right, and what the network says about them."""

    report: Report
    offers: list[Offer[Answer]]
    marks: list[bool]
    read: Sequence[float] = ()


def questions(text: Text, *, read: bool = False) -> list[Question]:
    """Return the answers for every report of the rules that an annotated report with a chain confirms, in order."""
    view = View(text.prose, text.voices, text.possible, text.layout.outline)
    pairs = sorted(((report, gold) for report, gold in confirmed(text) if "chain" in gold), key=lambda pair: pair[0])
    asked = [(report, list(view.answers(report))) for report, _ in pairs]
    scores = read_offers(text.context if read else None, "sources", asked)
    return [
        Question(report, offers, [right(offer.answer.chain, gold, text) for offer in offers], some)
        for (report, offers), (_, gold), some in zip(asked, pairs, scores, strict=True)
    ]


def right(chain: tuple[Link, ...], gold: dict[str, Any], text: Text) -> bool:
    """Tell whether a chain ends in the annotated origin: same entity, or half of the words of the shorter name."""
    if not chain or not gold["chain"]:
        return not chain and not gold["chain"]
    link, wanted = chain[-1], gold["chain"][-1]
    if link.entity and link.entity == wanted.get("entity"):
        return True
    source = wanted.get("source") or text.document.text[wanted["start"] : wanted["end"]]
    names = [{word.removeprefix(_ARTICLE) for word in re.findall(r"\w+", words)} for words in (link.source, source)]
    return len(names[0] & names[1]) >= 0.5 * min(map(len, names)) > 0


def rows(text: list[Question]) -> Iterator[Marked]:
    """Yield the named features of every answer to every question of a text that has a right one.

    What was answered before is taken from the annotation.
    """
    before = Before()
    for report, offers, marks, _ in text:
        if any(marks):
            yield [
                ([f"{answer.relation}|{fact}" for fact in (*facts, *before.facts(report, answer))], good)
                for (answer, facts, _, _), good in zip(offers, marks, strict=True)
            ]
        truth = next((offer.answer for offer, good in zip(offers, marks, strict=True) if good), None)
        before.add(report, truth)


def fit(gold: list[list[Question]], others: list[list[Question]]) -> tuple[dict[str, int], np.ndarray]:
    """Learn the weights; return the number of each feature and the weights by number."""
    told = [question for text in gold for question in rows(text)]
    labelled = [question for text in others for question in rows(text)]
    return learn([*told, *labelled], np.repeat([1.0, TRUST], [len(told), len(labelled)]), PENALTY)


def right_of(text: list[Question], weights: AnswerWeights) -> Iterator[tuple[bool, bool]]:
    """Yield for every report of a text whether the learnt answer is right, chosen as at run time, and the rules'."""
    before = Before()
    for report, offers, marks, read in text:
        chosen = choose(offers, read, before, report, weights)
        before.add(report, chosen)
        by_rule = next(n for n, offer in enumerate(offers) if offer.answer.chain == report.chain)
        yield marks[next(n for n, offer in enumerate(offers) if offer.answer is chosen)], marks[by_rule]


def main() -> None:
    arguments = read_arguments(__doc__)
    gold = [questions(text, read=True) for folder in arguments.gold for text in read_gold(folder)]
    others = [questions(text) for text in read_labels(arguments.labels, arguments.corpus)]
    random.Random(1).shuffle(gold)
    found: list[tuple[bool, bool]] = []
    for fold in range(5):
        index, weights = fit([text for n, text in enumerate(gold) if n % 5 != fold], others)
        learnt = by_sort(index, weights, 0.0)
        found += [pair for text in gold[fold::5] for pair in right_of(text, learnt)]
    shares = np.array(found).mean(0)
    print(f"cross-validation: right origins {shares[0]:.3f}, rules {shares[1]:.3f}  ({len(found)} reports)")
    index, weights = fit(gold, others)
    save("sources", index, weights, 0.0, 0.0)


if __name__ == "__main__":
    main()
