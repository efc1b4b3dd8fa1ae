"""Floors for the figures of dates: on the gold expressions, and on the dates of gold reports."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rawi.annotation.dates import find_times
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Time
from rawi.text.prose import Prose, read_prose

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the evaluation data stands beside the project and is not here"),
]
NEAR = 2  # sentences


def read(path: Path, published: str) -> tuple[Prose, tuple[Time, ...]]:
    text = path.read_text(encoding="utf-8")
    prose = read_prose(text)
    document = Document(id=path.name, name=path.name, text=text, published=date.fromisoformat(published))
    return prose, find_times(prose, document, load_lexicon())


def test_gold_expressions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    gold = SHARED / "eval/gold/dates/seeds.json"
    lines = []
    for row in csv.DictReader((SHARED / "seeds/metadata.csv").open(encoding="utf-8")):
        if any(item["doc"] == row["file"] for item in json.loads(gold.read_text(encoding="utf-8"))):
            _, times = read(SHARED / "seeds" / row["file"], row["published"])
            found = [{"start": time.start, "end": time.end, "value": time.value} for time in times]
            lines.append(json.dumps({"doc": row["file"], "times": found}))
    predicted = tmp_path / "times.jsonl"
    predicted.write_text("\n".join(lines), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("score_dates", SHARED / "eval/score_dates.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    monkeypatch.setattr("sys.argv", ["score_dates.py", str(gold), str(predicted)])
    scorer.main()
    figures = capsys.readouterr().out.split()
    assert float(figures[figures.index("F1") + 1]) >= 0.98
    assert float(figures[figures.index("gold") + 1]) >= 0.98


def gold_reports(folder: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if "reports" in document:
            dated = [report for report in document["reports"] if report["when_basis"] == "expression"]
            yield document["doc"], document["published"], dated


@pytest.mark.parametrize(("folder", "floor"), [("learn", 0.81), ("check", 0.88)])
def test_days_of_dated_reports_are_found_nearby(folder: str, floor: float) -> None:
    """Some expression within two sentences of the trigger has exactly the days of the gold report."""
    right = total = 0
    gold = SHARED / "eval/gold" / folder
    for name, published, reports in gold_reports(gold):
        prose, times = read(gold / "texts" / name, published)
        for report in reports:
            total += 1
            sentence = prose.sentence_of(prose.token_at(report["start"]))
            right += any(
                abs(prose.sentence_of(prose.token_at(time.start)) - sentence) <= NEAR
                and (str(time.first_day or ""), str(time.last_day or "")) == (report["from"] or "", report["to"] or "")
                for time in times
            )
    assert right / total >= floor
