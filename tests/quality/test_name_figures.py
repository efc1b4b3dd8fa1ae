"""Floors for the figures of names: names alone on a public file, and gold participants among the names."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document
from rawi.text.prose import read_prose

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the evaluation data stands beside the project and is not here"),
]
NO_SECTOR = {"UNO", "EUR", "IGO", "NGO", "ISM", "MNC"}


def test_names_alone() -> None:
    file = SHARED / "benchmarks/anercorp/train.txt"
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks/names.py", file], capture_output=True, text=True, check=True
    )
    figures = {line.split()[0]: float(line.split()[6]) for line in run.stdout.splitlines() if " F1 " in line}
    assert figures["all"] >= 0.71
    assert figures["LOC"] >= 0.81
    assert figures["PERS"] >= 0.66


@pytest.mark.parametrize(("part", "code", "full"), [("learn", 0.94, 0.88), ("check", 0.93, 0.86)])
def test_gold_participants_stand_among_the_names_of_their_sentence(part: str, code: float, full: float) -> None:
    wanted = with_code = with_sector = 0
    for path in sorted((SHARED / "eval/gold" / part).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "reports" not in gold:
            continue
        text = (path.parent / "texts" / gold["doc"]).read_text(encoding="utf-8")
        day = date.fromisoformat(gold["published"]) if gold.get("published") else None
        prose = read_prose(text)
        document = Document(id="", name="", text=text, published=day, outlet=gold.get("outlet"))
        names = find_names(prose, document, load_lexicon())
        for report in gold["reports"]:
            span = prose.sentence_span(prose.sentence_of(min(prose.token_at(report["start"]), len(prose.forms) - 1)))
            here = {
                (name.code, None if name.code in NO_SECTOR else name.sector) for name in names if name.overlaps(span)
            }
            for one in (*report.get("actors", []), *report.get("recipients", [])):
                if one.get("code"):
                    wanted += 1
                    with_code += one["code"] in {found for found, _ in here}
                    sector = None if one["code"] in NO_SECTOR else one.get("sector")
                    with_sector += (one["code"], sector) in here
    assert with_code / wanted >= code
    assert with_sector / wanted >= full
