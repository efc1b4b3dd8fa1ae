"""Learn the weights that decide who acts in a report and who is acted upon, from annotated articles.

    python scripts/train_roles.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…]

Arguments and data as for train_reports.py. Prints F1 of (role, code, sector) in a five-fold cross-validation over
documents, for the rules and for several thresholds, then writes src/rawi/lexicon/data/weights/roles.npz.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from sklearn.linear_model import LogisticRegression

from rawi.annotation.report_roles import ROLES, Bid, RoleView, choose, with_role
from rawi.model import Participant
from train_reports import Text, matrix, read_gold, read_labels, save

STRENGTH = 0.1
BODIES = {"UNO", "EUR", "IGO", "NGO", "ISM", "MNC"}
Scene = tuple[list[Bid], dict[str, Any]]


def scenes(text: Text) -> list[Scene]:
    """Return the bids for every report of the rules that an annotated report confirms."""
    view = RoleView(text.prose, text.layout, text.possible)
    found = []
    free = list(text.annotated)
    for report in text.judged:
        for gold in free:
            if gold["type"] == report.type and max(report.start, gold["start"]) < min(report.end, gold["end"]):
                found.append((view.bids(report), gold))
                free.remove(gold)
                break
    return found


def key(code: str | None, sector: str | None) -> tuple[str, str | None] | None:
    return (code, None if code in BODIES else sector) if code else None


def wanted(gold: dict[str, Any], role: str) -> Counter[tuple[str, str | None]]:
    keys = (key(x.get("code"), x.get("sector")) for x in gold[f"{role}s"])
    return Counter(k for k in keys if k)


def chosen_bids(bids: list[Bid], gold: dict[str, Any], role: str) -> set[int]:
    """Return the numbers of the bids that the annotated participants of a role mean.

    Of the bids with the right code and sector those that share a word or the entity; where the annotation gives no
    words or none agree, the one that the rules took, else the nearest.
    """
    chosen: set[int] = set()
    for one in gold[f"{role}s"]:
        mine = key(one.get("code"), one.get("sector"))
        if mine is None:
            continue
        same = [n for n, b in enumerate(bids) if key(b.participant.code, b.participant.sector) == mine]
        named = [n for n in same if _shares_name(bids[n].participant, one)]
        ruled = [n for n in same if bids[n].rule == role]
        chosen.update(named or ruled[:1] or same[:1])
    return chosen


def _shares_name(participant: Participant, one: dict[str, Any]) -> bool:
    if one.get("entity") and participant.entity == one["entity"]:
        return True
    words = [
        set(re.findall(r"\w+", (text or "").replace("\u0627\u0644", "")))
        for text in (participant.text, one.get("text"))
    ]
    return bool(words[0] & words[1])


def rows_of(all_scenes: list[Scene]) -> list[Any]:
    rows = []
    for bids, gold in all_scenes:
        for role in ROLES:
            chosen = chosen_bids(bids, gold, role)
            rows += [(0, None, "", with_role(bid.facts, role), int(n in chosen)) for n, bid in enumerate(bids)]
    return rows


def fit(all_scenes: list[Scene]) -> tuple[dict[str, int], LogisticRegression]:
    rows = rows_of(all_scenes)
    counts = Counter(feature for row in rows for feature in set(row[3]))
    index = {feature: n for n, feature in enumerate(f for f, n in counts.items() if n >= 3)}
    model = LogisticRegression(C=STRENGTH, solver="liblinear")
    model.fit(matrix(rows, index), [row[4] for row in rows])
    return index, model


def told_keys(bids: list[Bid], chances: list[dict[str, float]], threshold: float) -> dict[str, Counter[Any]]:
    """Return the keys of the participants that are chosen for each role."""
    return {
        role: Counter(k for p in choose(bids, chances, role, threshold) if (k := key(p.code, p.sector)))
        for role in ROLES
    }


def score(pairs: list[tuple[dict[str, Any], dict[str, Counter[Any]]]]) -> float:
    right = gold_count = told = 0
    for gold, chosen in pairs:
        for role in ROLES:
            want = wanted(gold, role)
            right += sum((want & chosen[role]).values())
            gold_count += sum(want.values())
            told += sum(chosen[role].values())
    return 2 * right / max(1, gold_count + told)


def by_rules(bids: list[Bid]) -> dict[str, Counter[Any]]:
    return {
        role: Counter(k for b in bids if b.rule == role and (k := key(b.participant.code, b.participant.sector)))
        for role in ROLES
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    gold = [scenes(text) for folder in arguments.gold for text in read_gold(folder)]
    others = [scene for text in read_labels(arguments.labels, arguments.corpus) for scene in scenes(text)]
    random.Random(1).shuffle(gold)
    told: list[tuple[Scene, list[dict[str, float]]]] = []
    for fold in range(5):
        index, model = fit([s for n, text in enumerate(gold) if n % 5 != fold for s in text] + others)
        for scene in (s for text in gold[fold::5] for s in text):
            told.append((scene, predict(scene[0], index, model)))
    print(f"rules          {score([(gold, by_rules(bids)) for (bids, gold), _ in told]):.3f}")
    best = (0.0, 0.0)
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        result = score([(gold, told_keys(bids, chances, threshold)) for (bids, gold), chances in told])
        print(f"threshold {threshold:.2f} {result:.3f}")
        best = max(best, (result, threshold))
    save("roles", *fit([s for text in gold for s in text] + others), best[1])


def predict(bids: list[Bid], index: dict[str, int], model: LogisticRegression) -> list[dict[str, float]]:
    rows: list[Any] = [(0, None, "", with_role(bid.facts, role), 0) for bid in bids for role in ROLES]
    if not rows:
        return []
    chances = iter(model.predict_proba(matrix(rows, index))[:, 1])
    return [{role: float(next(chances)) for role in ROLES} for _ in bids]


if __name__ == "__main__":
    main()
