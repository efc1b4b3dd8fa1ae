"""Learn what each piece of evidence adds to the belief that two reports tell one happening.

    python scripts/train_likeness.py GOLD_FOLDER --groups GROUPS --stories STORIES --corpus CORPUS.jsonl.gz…

GOLD_FOLDER with the groups of its reports (benchmarks/groups) and the stories (training/events) say which reports tell
one happening. Pairs are taken from the annotated reports, where their entities are annotated too, and from those that
rawi itself finds where people annotated one; pairs of two stories that have little in common are of two happenings.
Prints B-cubed of a cross-validation over groups, in which reports are grouped as at run time, then writes
src/rawi/lexicon/data/weights/likeness.csv: logarithms of odds, so that 0 points are even odds.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import numpy as np
from msgspec import Struct
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.linking import read_gold
from benchmarks.stories import annotated, read_documents, read_grouped, read_stories

from rawi.lexicon.lexicon import load_lexicon
from rawi.lexicon.load import DATA
from rawi.linking.candidates import find_candidates
from rawi.linking.entities import link_entities
from rawi.linking.groups import agglomerate
from rawi.linking.likeness import START, find_evidence, related
from rawi.linking.tellings import Telling, prepare
from rawi.linking.undertakings import follow_undertakings
from rawi.model import Annotations, Document
from rawi.pipeline import annotate
from rawi.settings import DEFAULT_SETTINGS

PENALTY = 10.0
"""How strongly the weights are held to what is expected, chosen by cross-validation as the next."""
UNRELATED = -3.0
FOLDS = 5
KINDRED = 0.2
"""From which cosine of their words on two stories may tell something in common."""
EXPECTED = {
    START: -3.4,
    "related type": -2.0,
    "foretold": -1.0,
    "same mode": 0.9,
    "other mode": -1.0,
    "same trigger": 1.0,
    "same sense": 1.0,
    "same participants": 2.0,
    "others beside participants": -6.5,
    "other participants": -5.5,
    "same actors": 2.0,
    "actors of one body": 1.0,
    "others beside actors": -2.5,
    "other actors": -10.5,
    "same attackers": 2.0,
    "attackers of one body": 1.0,
    "others beside attackers": -1.5,
    "other attackers": -2.0,
    "same recipients": 2.0,
    "recipients of one body": 0.6,
    "others beside recipients": -2.5,
    "other recipients": -2.6,
    "other towns": -6.0,
    "same day": 1.5,
    "overlapping time": 0.7,
    "other day": -0.6,
    "days apart": -1.0,
    "other day in words": -7.5,
    "days apart in words": -0.3,
    "days apart of one deed": -0.3,
    "one undated": -0.4,
    "days between publication": -0.3,
    "words": 4.5,
    "same undertaking": 1.5,
    "other undertaking": -1.5,
    "same place": 0.7,
    "other place": -0.6,
    "further down": -0.4,
    "one denied": 2.0,
    "same document": 0.4,
    "same sentence": -3.6,
}
"""What a reader would say: it holds for what the stories have few cases of (two strikes on two days, two towns)."""
SURE = {
    "other day in words",
    "days apart in words",
    "other actors",
    "other participants",
    "others beside participants",
    "one denied",
}
FIRM = 10000.0
"""How strongly the weights of what is sure are held: two visits, and deeds of two states, are two, a denial is of what
another tells.
"""
NOTHING = ("other attackers", "recipients of one body", "one undated")
"""What the points of all others on the same side, and about time, are measured from."""
TIMES = ("same day", "overlapping time", "other day", "other day in words", "both undated", "one undated")
Event = tuple[str, str]


class Set(Struct, frozen=True):
    """Tellings with the event that each tells, where people have said it: (group, event)."""

    tellings: list[Telling]
    events: dict[int, Event]

    def pairs(self) -> list[tuple[str, dict[str, float], bool]]:
        """Return the group, the evidence and the answer of every pair of related reports of one group."""
        return [
            (a[0], self._evidence(i, j), a == b)
            for (i, a), (j, b) in combinations(sorted(self.events.items()), 2)
            if a[0] == b[0] and related(self.tellings[i].report.type, self.tellings[j].report.type)
        ]

    def apart(self) -> list[tuple[str, dict[str, float], bool]]:
        """Return the same of reports that share a blocking key, of two groups that tell nothing in common."""
        words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for i, (group, _) in self.events.items():
            words[group].update(self.tellings[i].words)
        kindred = {frozenset(pair) for pair in combinations(words, 2) if _cosine(*map(words.get, pair)) > KINDRED}
        return [
            (f"{self.events[i][0]} apart", self._evidence(i, j), False)
            for i, j in find_candidates(self.tellings)
            if i in self.events and j in self.events and self.events[i][0] != self.events[j][0]
            if frozenset((self.events[i][0], self.events[j][0])) not in kindred
        ]

    def _evidence(self, one: int, other: int) -> dict[str, float]:
        return {START: 1.0, **dict(find_evidence(self.tellings[one], self.tellings[other]))}

    def score(self, weights: dict[str, float], groups: set[str]) -> tuple[float, float, int]:
        """Return the sums of precision and recall over the reports of some groups, and their number."""

        def points(one: int, other: int) -> float:
            if not related(self.tellings[one].report.type, self.tellings[other].report.type):
                return UNRELATED
            return sum(weights.get(name, 0.0) * value for name, value in self._evidence(one, other).items())

        likely = ((points(i, j), i, j) for i, j in find_candidates(self.tellings))
        found = agglomerate(range(len(self.tellings)), likely, points, DEFAULT_SETTINGS.merge_score)
        of = {number: place for place, group in enumerate(found) for number in group}
        mine = {i: event for i, event in self.events.items() if event[0] in groups}
        both = Counter((event, of[i]) for i, event in mine.items())
        events, made = Counter(mine.values()), Counter(of[i] for i in mine)
        right = sum(n * n / made[group] for (_, group), n in both.items())
        return right, sum(n * n / events[event] for (event, _), n in both.items()), len(mine)


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    common = sum(one[word] * other[word] for word in one.keys() & other.keys())
    return common / math.sqrt(math.prod(sum(n * n for n in words.values()) for words in (one, other)))


def make_set(annotations: tuple[Annotations, ...], wanted: dict[str, list[tuple[int, int, str, Event]]]) -> Set:
    """Return the tellings of documents with the events of the annotated reports (start, end, type, event)."""
    tellings = prepare(annotations, follow_undertakings(annotations, load_lexicon()), load_lexicon())
    events: dict[int, Event] = {}
    names = {one.document.id: one.document.name for one in annotations}
    for number, telling in enumerate(tellings):
        report = telling.report
        for start, end, kind, event in wanted[names[telling.ref.document]]:
            if kind == report.type and start < report.end and report.start < end:
                events[number] = event
                break
    return Set(tellings, events)


def read_sets(given: argparse.Namespace) -> list[Set]:
    """Return the annotated and the found reports of the gold groups and of the stories."""
    named: dict[tuple[str, str], Event] = {}
    for path in sorted(given.groups.glob("*.events.json")):
        group = json.loads(path.read_text(encoding="utf-8"))
        for event in group["events"]:
            for ref in event["reports"]:
                document, _, report = ref.rpartition("#")
                named[document.removesuffix(".txt") + ".txt", report] = group["group"], event["id"]
    wanted: dict[str, list[tuple[int, int, str, Event]]] = {}
    for path in sorted(given.gold.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        known = [(r, named[gold["doc"], r["id"]]) for r in gold["reports"] if (gold["doc"], r["id"]) in named]
        if known:
            wanted[gold["doc"]] = [(r["start"], r["end"], r["type"], event) for r, event in known]
    gold_documents = tuple(one for one in read_gold(given.gold) if one.document.name in wanted)
    articles, grouped = read_stories(given.stories)[0], read_grouped(given.stories)[0]
    documents = read_documents([*articles, *grouped], given.corpus)
    for row in (*articles, *grouped):
        wanted[row["id"] + ".txt"] = [
            (r["start"], r["end"], r["type"], (row["group"], r["event"])) for r in row["reports"]
        ]
    stories = tuple(annotated(row, documents[row["id"]]) for row in articles)
    sets = [
        make_set(told, wanted)
        for people_told in (gold_documents, stories)
        for told in (people_told, find_reports(one.document for one in people_told))
    ]
    return [*sets, make_set(find_reports(documents[row["id"]] for row in grouped), wanted)]


def find_reports(documents: Iterable[Document]) -> tuple[Annotations, ...]:
    """Return what rawi itself finds in documents, with the names that it gives to people in all of them."""
    lexicon = load_lexicon()
    return link_entities(tuple(annotate(document, lexicon) for document in documents), lexicon)[0]


def learn(rows: list[tuple[tuple[str, int], dict[str, float], bool]]) -> dict[str, float]:
    """Return the points of every piece of evidence: logistic regression, held to what is expected.

    Each group counts by the root of its pairs.
    """
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{name: value for name, value in evidence.items() if name not in NOTHING} for _, evidence, _ in rows]
    )
    names = vectorizer.feature_names_
    prior = _settle(EXPECTED)
    expected = np.array([prior.get(name, 0.0) for name in names])
    held = np.array([FIRM if name in SURE else PENALTY for name in names])
    counts = Counter(group for group, _, _ in rows)
    trust = np.array([1 / math.sqrt(counts[group]) for group, _, _ in rows])
    trust /= trust.mean()
    sign = np.where([same for _, _, same in rows], 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (matrix @ weights)
        apart = weights - expected
        slope = matrix.T @ (-sign * trust / (1 + np.exp(margin)))
        return trust @ np.logaddexp(0, -margin) + held @ (apart * apart) / 2, slope + held * apart

    found = minimize(loss, expected, jac=True, method="L-BFGS-B").x
    return {**prior, **dict(zip(names, map(float, found), strict=True))}


def _settle(weights: dict[str, float]) -> dict[str, float]:
    """Return weights that say the same, with what tells nothing at 0.

    Of each side and of time exactly one thing holds for a pair, so that only differences count.
    """
    doer, receiver, time = (weights.get(name, 0.0) for name in NOTHING)
    shifts = {
        **dict.fromkeys(_side("actors") | _side("attackers"), doer),
        **dict.fromkeys(_side("recipients"), receiver),
        **dict.fromkeys(_side("participants"), doer + receiver),
        **dict.fromkeys(TIMES, time),
        START: -(doer + receiver + time),
    }
    return {name: weights.get(name, 0.0) - shifts.get(name, 0.0) for name in {**shifts, **weights}}


def _side(what: str) -> set[str]:
    named = {f"{what} named once", f"no {what}", f"same {what}", f"other {what}"}
    return (
        named | {f"{what} of one body", f"{what} of one state"} | ({"other towns"} if what == "recipients" else set())
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--groups", type=Path, required=True)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    sets = read_sets(given)
    rows = [
        ((group, n), evidence, same)
        for n, one in enumerate(sets)
        for group, evidence, same in (*one.pairs(), *one.apart())
    ]
    groups = sorted({event[0] for one in sets for event in one.events.values()})
    sums = [[0.0, 0.0, 0] for _ in sets]
    for fold in range(FOLDS):
        unseen = set(groups[fold::FOLDS])
        weights = learn([row for row in rows if row[0][0].removesuffix(" apart") not in unseen])
        for total, one in zip(sums, sets, strict=True):
            for place, value in enumerate(one.score(weights, unseen)):
                total[place] += value
    for name, (right, whole, count) in zip(
        ("gold", "gold, found", "stories", "stories, found", "grouped, found"), sums, strict=True
    ):
        p, r = right / count, whole / count
        print(f"{name:15} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}  ({count} reports)")
    lines = [
        f'"{name}",{points:.2f}' if "," in name else f"{name},{points:.2f}" for name, points in learn(rows).items()
    ]
    path = Path(str(DATA.joinpath("weights", "likeness.csv")))
    path.write_text("\n".join(["evidence,points", *sorted(lines)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
