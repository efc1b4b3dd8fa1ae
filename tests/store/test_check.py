"""`check` is silent about a sound dossier and names every kind of damage."""

import sqlite3
from pathlib import Path

import pytest
from test_store import fill

from invented import small_dossier
from rawi.store.check import check_dossier
from rawi.store.database import create_or_open


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    connection = create_or_open(tmp_path / "a.db")
    dossier = small_dossier()
    fill(connection, dossier)
    yield connection
    connection.close()


def test_a_sound_dossier_has_no_fault(connection: sqlite3.Connection) -> None:
    assert list(check_dossier(connection)) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE originals SET bytes = x'00', packing = 'plain' WHERE rowid = 1", "its bytes are not those"),
        ("UPDATE originals SET bytes = x'00', packing = 'zlib' WHERE rowid = 1", "cannot be unpacked"),
        ("INSERT INTO originals VALUES ('x', 'lost.txt', 'text/plain', 0, 'plain', x'')", "lost.txt"),
        ("UPDATE documents SET text = 'x' || text WHERE number = 1", "it is not what was read"),
        ("UPDATE reports SET start = start + 1 WHERE document = 1", "the trigger at 27 is not what stands there"),
        ("UPDATE reports SET factuality = 'planned' WHERE document = 1", "its rows were changed"),
        ('UPDATE names SET "end" = 900 WHERE document = 1', "does not lie in its 63 characters"),
        ("UPDATE events SET independent_origins = 2", "2 origins are counted, 1 are named"),
        ("DELETE FROM origin_reports WHERE position = 0", "do not account for its reports"),
        ("DELETE FROM event_reports WHERE position = 0", "report 0 belongs to 0 events"),
        ("DELETE FROM disputes", "mark of dispute"),
        ("DELETE FROM records WHERE document = 2", "2 documents but 1 records"),
        ("DELETE FROM dossier", "not joined yet"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM originals", "points at something in originals"),
    ],
)
def test_damage_is_named(connection: sqlite3.Connection, damage: str, fault: str) -> None:
    connection.executescript(damage)
    faults = list(check_dossier(connection))
    assert any(fault in found for found in faults), faults
