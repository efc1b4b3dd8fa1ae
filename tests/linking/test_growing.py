"""A dossier that grew document by document tells the same as one that was built at once, whatever the order."""

import random
from functools import partial
from pathlib import Path

import pytest

from rawi.building import build
from rawi.errors import ReadingError
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations
from rawi.pipeline import annotate, link
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.read import load_dossier

DEMO = Path(__file__).parents[2] / "examples" / "demo"


@pytest.fixture(scope="module")
def annotations() -> list[Annotations]:
    lexicon = load_lexicon()
    read = read_sources([DEMO], pages=lexicon.pages)
    return [annotate(one, lexicon) for one in read if not isinstance(one, ReadingError)]


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_documents_are_joined_alike(annotations: list[Annotations], seed: int) -> None:
    lexicon, shuffled = load_lexicon(), list(annotations)
    random.Random(seed).shuffle(shuffled)
    wanted, found = link(tuple(annotations), lexicon), link(tuple(shuffled), lexicon)
    assert len(wanted.events) > 20 and wanted.disputes and wanted.undertakings
    assert found.entities == wanted.entities
    assert found.events == wanted.events
    assert found.disputes == wanted.disputes
    assert found.undertakings == wanted.undertakings


def test_a_dossier_that_grew_is_one_that_was_built_at_once(tmp_path: Path) -> None:
    pages, alone = load_lexicon().pages, Settings(workers=1)
    files = sorted(path for path in DEMO.glob("*.txt"))
    build(tmp_path / "once.db", lambda keep: read_sources([DEMO], pages=pages, keep=keep), alone)
    for some in (files[12:], files[:5], files[5:12]):
        build(tmp_path / "grown.db", partial(_read, some), alone)
    once, grown = load_dossier(tmp_path / "once.db"), load_dossier(tmp_path / "grown.db")
    assert sorted(grown.events, key=lambda event: event.id) == sorted(once.events, key=lambda event: event.id)
    assert sorted(grown.disputes, key=lambda one: one.id) == sorted(once.disputes, key=lambda one: one.id)
    assert {one.id for one in grown.undertakings} == {one.id for one in once.undertakings}


def _read(files: list[Path], keep):  # type: ignore[no-untyped-def]
    return read_sources(files, pages=load_lexicon().pages, keep=keep)
