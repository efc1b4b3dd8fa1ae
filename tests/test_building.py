"""Building and rebuilding dossiers from invented sources."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from rawi import building
from rawi.building import build, rebuild
from rawi.corrections import Place, RetypeReport, make_correction
from rawi.errors import ReadingError
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations, Document
from rawi.reading.record import Original
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.corrections import add_corrections
from rawi.store.database import create_or_open
from rawi.store.read import load_dossier

ALONE = Settings(workers=1)
TEXTS = {
    "a.txt": "زار الرئيس الفرنسي بيروت يوم 5 أيار 2021.",
    "b.txt": "وقّع الوزيران المصري والسوداني مذكرة تفاهم في القاهرة يوم 3 آذار 2021.",
}


def sources_of(
    folder: Path, **given: object
) -> Callable[[Callable[[Original], None]], Iterator[Document | ReadingError]]:
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return lambda keep: read_sources([folder], pages=load_lexicon().pages, keep=keep, **given)  # type: ignore[arg-type]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    return folder


def test_build_keeps_originals_byte_for_byte(tmp_path: Path, texts: Path) -> None:
    build(tmp_path / "d.db", sources_of(texts), ALONE)
    for annotations in load_dossier(tmp_path / "d.db").annotations:
        data = (texts / annotations.document.name).read_bytes()
        assert annotations.document.original == hashlib.sha256(data).hexdigest()


def test_rebuild_changes_nothing_where_nothing_changed(tmp_path: Path, texts: Path) -> None:
    build(tmp_path / "d.db", sources_of(texts, outlet="صحيفة"), ALONE)
    before = load_dossier(tmp_path / "d.db")
    rebuilt = rebuild(tmp_path / "d.db", ALONE)
    assert (rebuilt.documents, rebuilt.errors, rebuilt.news) == (2, [], [])
    assert load_dossier(tmp_path / "d.db") == before


def test_rebuild_takes_up_what_is_found_differently_and_says_so(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "d.db", sources_of(texts), ALONE)
    annotate = building.annotate

    def deny(document: Document, lexicon: object) -> Annotations:
        found = annotate(document, lexicon)  # type: ignore[arg-type]
        reports = tuple(msgspec.structs.replace(report, factuality="denied") for report in found.reports)
        return msgspec.structs.replace(found, reports=reports)

    monkeypatch.setattr(building, "annotate", deny)
    rebuilt = rebuild(tmp_path / "d.db", ALONE)
    assert {(news.kind, news.after) for news in rebuilt.news} == {("status", "denied")}
    assert {event.status for event in load_dossier(tmp_path / "d.db").events} == {"denied"}


def test_rebuild_leaves_what_can_no_longer_be_read(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "d.db", sources_of(texts), ALONE)
    before = load_dossier(tmp_path / "d.db")
    read_original = building.read_original

    def read_one(original: Original, *place: object, **options: object) -> Document | ReadingError:
        if original.name.endswith("a.txt"):
            return ReadingError("no longer readable", where=original.name)
        return read_original(original, *place, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "read_original", read_one)
    rebuilt = rebuild(tmp_path / "d.db", ALONE)
    assert rebuilt.documents == 1
    assert "a.txt" in str(rebuilt.errors[0])
    assert load_dossier(tmp_path / "d.db") == before


def test_an_annotator_that_fails_on_one_text_is_named_and_stops_nothing(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate = building.annotate

    def fail(document: Document, lexicon: object) -> Annotations:
        if document.name == "a.txt":
            raise ValueError("too hard")
        return annotate(document, lexicon)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "annotate", fail)
    built = build(tmp_path / "d.db", sources_of(texts), ALONE)
    assert built.added == 1
    assert str(built.errors[0]) == "a.txt: ValueError: too hard (report it with the text)"
    monkeypatch.undo()
    assert build(tmp_path / "d.db", sources_of(texts), ALONE).added == 1


def test_what_was_given_is_kept_for_reading_once_more(tmp_path: Path, texts: Path) -> None:
    build(tmp_path / "d.db", sources_of(texts, outlet="صحيفة"), ALONE)
    rebuild(tmp_path / "d.db", ALONE)
    assert {a.document.outlet for a in load_dossier(tmp_path / "d.db").annotations} == {"صحيفة"}


def test_build_and_rebuild_tell_which_corrections_are_missed(tmp_path: Path, texts: Path) -> None:
    path = tmp_path / "d.db"
    build(path, sources_of(texts), ALONE)
    gone = Place(document="gone", start=0, words="x", sentence="x", offset=0)
    lost = make_correction(
        RetypeReport(report=gone, type="AID"), author="A", time=datetime(2025, 1, 1, tzinfo=UTC), reason=""
    )
    connection = create_or_open(path)
    add_corrections(connection, [lost])
    connection.close()
    assert build(path, sources_of(texts), ALONE).missed == (lost.id,)
    assert rebuild(path, ALONE).missed == (lost.id,)


def test_a_build_leaves_no_empty_room_in_the_file(tmp_path: Path, texts: Path) -> None:
    build(tmp_path / "d.db", sources_of(texts), ALONE)
    connection = create_or_open(tmp_path / "d.db")
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    connection.close()
