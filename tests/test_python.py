"""The Python interface, as docs/dossier.md shows it."""

import doctest
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

import rawi
from rawi.building import build
from rawi.dossier import OpenDossier
from rawi.errors import StoreError, UsageError
from rawi.lexicon.lexicon import load_lexicon
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.query import find_events

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "dossier.md"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("python") / "demo.db"
    sources = partial(read_sources, [ROOT / "examples" / "demo"], pages=load_lexicon().pages)
    build(path, lambda keep: sources(keep=keep), Settings(workers=1))
    return path


@pytest.fixture
def dossier(demo: Path) -> Iterator[OpenDossier]:
    with rawi.open(demo) as dossier:
        yield dossier


def test_the_page_says_what_python_prints(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo.parent)
    found = doctest.testfile(
        str(PAGE), module_relative=False, encoding="utf-8", optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert found.attempted > 8
    assert found.failed == 0


def test_the_sql_of_the_page_runs(dossier: OpenDossier) -> None:
    block = PAGE.read_text(encoding="utf-8").split("```sql")[1].split("```")[0]
    for statement in block.split(";"):
        if statement.strip():
            dossier.sql(statement)


def test_filters_take_one_value_or_several(dossier: OpenDossier) -> None:
    every = dossier.events()
    assert dossier.events(type="SUPPORT") == dossier.events(type=["SUPPORT"])
    assert len(dossier.events(type=["SUPPORT", "CONSULT"])) > len(dossier.events(type="SUPPORT"))
    assert dossier.events(since="2025-08-01") == dossier.events(since=date(2025, 8, 1))
    assert 0 < len(dossier.events(since="2025-08-01")) < len(every)
    assert every == find_events(dossier._connection)


def test_every_view_comes_as_an_arrow_table(dossier: OpenDossier) -> None:
    for (view,) in dossier.sql("SELECT view FROM about WHERE type = 'view'"):
        table = dossier.to_arrow(view)
        assert table.num_rows == dossier.sql(f"SELECT count(*) FROM {view}")[0][0]
    with pytest.raises(UsageError, match="no view 'nothing'"):
        dossier.to_arrow("nothing")


def test_the_lists_agree_with_the_records(dossier: OpenDossier) -> None:
    told = dossier.load()
    assert {event.id for event in dossier.events()} == {event.id for event in told.events}
    assert {one.id for one in dossier.undertakings()} == {one.id for one in told.undertakings}
    assert {one.id for one in dossier.disputes()} == {one.id for one in told.disputes}
    assert {one.label for one in dossier.sources()} == {o.label for event in told.events for o in event.origins}
    assert dossier.actors()
    assert dossier.news("2025-08-01")


def test_what_is_no_dossier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        rawi.open(tmp_path / "missing.db")
