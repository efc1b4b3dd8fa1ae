"""A build killed at any moment loses and doubles nothing: the same command ends with the same dossier."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from invented import small_dossier
from rawi import building
from rawi.building import build, rebuild
from rawi.errors import StoreError
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Dossier
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.check import check_dossier
from rawi.store.database import Connection, create_or_open, open_to_read
from rawi.store.originals import read_original
from rawi.store.read import load_dossier, read_dossier

KILLS = 50
PEOPLE = ("الرئيس الفرنسي", "وزير الخارجية المصري", "رئيس الوزراء العراقي", "الملك الأردني", "الرئيس التركي")
PLACES = ("بيروت", "القاهرة", "بغداد", "عمان", "أنقرة")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of twenty articles of which some tell the same."""
    path = tmp_path_factory.mktemp("crash") / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(20):
            who, where = PEOPLE[number % 5], PLACES[(number // 2) % 5]
            text = f"زار {who} {where} يوم {number // 4 + 1} أيار 2021 ووقع مذكرة تفاهم. ونفت الوزارة توقيع اتفاق."
            record = {"id": number, "text": text, "outlet": f"صحيفة {number % 3}", "published": "2021-05-09"}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def build_here(path: Path, archive: Path) -> None:
    sources = partial(read_sources, [archive], pages=load_lexicon().pages)
    built = build(path, lambda keep: sources(keep=keep), Settings(workers=1))
    assert not built.errors


def what_it_holds(path: Path) -> tuple[Dossier, list[tuple[bytes, bytes]]]:
    connection = open_to_read(path)
    try:
        assert list(check_dossier(connection)) == []
        kept = connection.execute("SELECT sha256, number FROM original ORDER BY sha256").fetchall()
        return read_dossier(connection), [(sha256, read_original(connection, number)) for sha256, number in kept]
    finally:
        connection.close()


class CountingConnection:
    """Opens dossiers so that every statement is counted and the process dies at one of them."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last

    def open(self, path: Path) -> Connection:
        connection = create_or_open(path)
        connection.set_trace_callback(self._step)
        return connection

    def _step(self, _: str) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_build(path: Path, archive: Path, statement: int) -> None:
    building.create_or_open = CountingConnection(statement).open
    build_here(path, archive)


@pytest.fixture(scope="module")
def undisturbed(archive: Path) -> tuple[int, tuple[Dossier, list[tuple[bytes, bytes]]]]:
    """Return how many statements a build takes, and what it leaves."""
    counter = CountingConnection(0)
    path = archive.parent / "undisturbed.db"
    original: Callable[[Path], Connection] = building.create_or_open
    building.create_or_open = counter.open
    try:
        build_here(path, archive)
    finally:
        building.create_or_open = original
    return counter.count, what_it_holds(path)


def test_fifty_kills(archive: Path, undisturbed: tuple[int, object], tmp_path: Path) -> None:
    statements, expected = undisturbed
    chance = random.Random(8)
    context = get_context("fork")
    stopped_at: set[int] = set()
    for number in range(KILLS):
        path = tmp_path / f"{number}.db"
        process = context.Process(target=killed_build, args=(path, archive, chance.randint(1, statements)))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        stopped_at.add(sqlite3.connect(path).execute("SELECT count(*) FROM document").fetchone()[0])
        build_here(path, archive)
        assert what_it_holds(path) == expected
    assert len(stopped_at) > 10, "the kills did not come at many different moments"


def test_a_kill_while_the_dossier_is_created(archive: Path, undisturbed: tuple[int, object], tmp_path: Path) -> None:
    _, expected = undisturbed
    path = tmp_path / "begun.db"
    begun = sqlite3.connect(path)
    begun.execute("PRAGMA journal_mode = WAL")
    begun.close()
    build_here(path, archive)
    assert what_it_holds(path) == expected


def test_power_loss(archive: Path, undisturbed: tuple[int, object], tmp_path: Path) -> None:
    """What was not yet safe on the disk is gone: the end of the log is cut off anywhere, or was never written."""
    statements, expected = undisturbed
    chance = random.Random(9)
    context = get_context("fork")
    for number in range(12):
        path = tmp_path / f"{number}.db"
        process = context.Process(target=killed_build, args=(path, archive, chance.randint(20, statements)))
        process.start()
        process.join()
        log = path.with_name(path.name + "-wal")
        if log.exists():
            os.truncate(log, chance.randint(0, log.stat().st_size))
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
        build_here(path, archive)
        assert what_it_holds(path) == expected


class FullDisk:
    """Opens dossiers on a disk that is full from the first document on, or when joining begins."""

    def __init__(self, joining: bool) -> None:
        self._joining = joining

    def open(self, path: Path) -> Connection:
        self._connection = create_or_open(path)
        if not self._joining:
            self._fill()
        return self._connection

    def watch(self, name: str) -> None:
        if not name:
            self._fill()

    def _fill(self) -> None:
        taken = self._connection.execute("PRAGMA page_count").fetchone()[0]
        self._connection.execute(f"PRAGMA max_page_count = {taken}")


@pytest.mark.parametrize("joining", [False, True])
def test_a_full_disk_stops_a_build_which_goes_on_when_there_is_room(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, joining: bool
) -> None:
    long = tmp_path / "long.jsonl"
    filling = " كان الطقس معتدلا في المدينة." * 80
    rows = (json.loads(line) for line in archive.read_text(encoding="utf-8").splitlines())
    long.write_text("".join(json.dumps(row | {"text": row["text"] + filling}) + "\n" for row in rows), encoding="utf-8")
    build_here(tmp_path / "undisturbed.db", long)
    path, disk = tmp_path / "full.db", FullDisk(joining)
    sources = partial(read_sources, [long], pages=load_lexicon().pages)
    with monkeypatch.context() as patched:
        patched.setattr(building, "create_or_open", disk.open)
        with pytest.raises(StoreError, match="disk is full"):
            build(path, lambda keep: sources(keep=keep), Settings(workers=1), disk.watch)
    connection = open_to_read(path)
    assert (connection.execute("SELECT count(*) FROM document").fetchone()[0] == 20) == joining
    connection.close()
    build_here(path, long)
    assert what_it_holds(path) == what_it_holds(tmp_path / "undisturbed.db")


def end_codes(processes: int, work: Callable[..., None], *given: object) -> list[int | None]:
    """Let several processes do the same at once; return how they ended."""
    context = get_context("fork")
    started = [context.Process(target=work, args=given) for _ in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    return [process.exitcode for process in started]


def test_two_builds_at_once(archive: Path, undisturbed: tuple[int, object], tmp_path: Path) -> None:
    _, expected = undisturbed
    path = tmp_path / "both.db"
    assert end_codes(3, build_here, path, archive) == [0, 0, 0]
    (dossier, originals), (wanted, wanted_originals) = what_it_holds(path), expected  # type: ignore[misc]
    assert originals == wanted_originals
    key = lambda annotations: annotations.document.id  # noqa: E731
    assert sorted(dossier.annotations, key=key) == sorted(wanted.annotations, key=key)
    assert {event.id for event in dossier.events} == {event.id for event in wanted.events}


def test_a_rebuild_that_is_killed_at_its_beginning(
    archive: Path, undisturbed: tuple[int, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "killed.db"
    build_here(path, archive)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "map_in_order", killed)
        with pytest.raises(KeyboardInterrupt):
            rebuild(path, Settings(workers=1))
    build_here(path, archive)
    assert what_it_holds(path) == undisturbed[1]


def upgrade_together(path: Path, barrier: Barrier) -> None:
    barrier.wait()
    create_or_open(path).close()


@pytest.mark.parametrize("attempt", range(8))
def test_many_upgrades_at_once(attempt: int, tmp_path: Path) -> None:
    """Whoever opens an older dossier while another upgrades it waits; the one copy is of the old schema."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(Path(__file__).with_name("schema5.db.gz").read_bytes()))
    assert end_codes(4, upgrade_together, path, get_context("fork").Barrier(4)) == [0] * 4
    (copy,) = tmp_path.glob("old.db.before-*")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone()[0] == 5
    assert load_dossier(path) == small_dossier()
