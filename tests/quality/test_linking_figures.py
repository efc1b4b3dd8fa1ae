"""Floors for the figures of linking (on gold reports) and of undertakings. Raise them when you beat them."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SHARED = Path(__file__).parents[3] / "shared"
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the evaluation data stands beside the project and is not here"),
]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem + "_loaded", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_events_of_gold_reports(tmp_path: Path) -> None:
    benchmark = load(BENCHMARKS / "linking.py")
    gold = SHARED / "eval/gold/check"
    annotations = benchmark.read_gold(gold)
    events = benchmark.link(annotations, benchmark.DEFAULT_SETTINGS.merge_score)
    predicted = tmp_path / "predicted.json"
    predicted.write_text(json.dumps({"events": benchmark.export(annotations, events)}), encoding="utf-8")
    # The scorer breaks ties by the order of a set, which the seed of hashing decides.
    figures = subprocess.run(
        [sys.executable, str(SHARED / "eval/score_events.py"), str(gold), str(predicted)],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert float(figures[figures.index("F1") + 1]) >= 0.86, "B-cubed F1"
    assert float(figures[figures.index("exact") + 1]) >= 0.63, "independent origins"
    assert float(figures[len(figures) - figures[::-1].index("F1")]) >= 0.7, "disputes"


def test_undertakings_of_the_seeds() -> None:
    benchmark = load(BENCHMARKS / "undertakings.py")
    wanted = found = stages = right = 0
    for gold, text, undertakings in benchmark.read(SHARED / "eval/gold/seeds", SHARED / "seeds"):
        for one, best in benchmark.match(gold["undertakings"], undertakings, text):
            wanted += 1
            if best is not None:
                found += best.kind == one["kind"] and not set(best.parties).isdisjoint(one["parties"])
                stages += len(one["stages"])
                right += sum(stage["stage"] in {told.stage for told in best.stages} for stage in one["stages"])
    assert found >= wanted - 2, f"{found} of {wanted} with kind and party"
    assert right / stages >= 0.8
