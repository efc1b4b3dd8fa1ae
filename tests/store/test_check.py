"""`check` is silent about a sound dossier and names every kind of damage."""

from pathlib import Path

import pytest
from test_store import fill

from invented import small_dossier
from rawi.store.check import check_dossier
from rawi.store.database import Connection, create_or_open


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    connection = create_or_open(tmp_path / "a.db")
    dossier = small_dossier()
    fill(connection, dossier)
    yield connection
    connection.close()


def test_a_sound_dossier_has_no_fault(connection: Connection) -> None:
    assert list(check_dossier(connection)) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("UPDATE original SET bytes = x'00', packing = 'plain' WHERE number = 1", "its bytes are not those"),
        ("UPDATE original SET bytes = x'00', packing = 'zlib' WHERE number = 1", "cannot be unpacked"),
        ("INSERT INTO original VALUES (9, x'00', 1, 1, 0, 'plain', x'')", "no document was read from it"),
        ("DELETE FROM sentence WHERE document = 1", "cannot all be searched"),
        ("UPDATE sentence SET document = 9 WHERE document = 1", "belong to no document"),
        ("UPDATE document SET title = 'x' WHERE number = 1", "it is not what was read"),
        ("UPDATE report SET \"trigger\" = 'x' WHERE document = 1", "the trigger at 26 is not what stands there"),
        ("UPDATE report SET chain = NULL WHERE document = 1", "its rows are not what was written"),
        ("UPDATE name SET length = 900 WHERE document = 1", "does not lie in its 63 characters"),
        ("UPDATE event SET independent_origins = 2", "2 origins are counted, 1 are named"),
        ("UPDATE event_report SET origin = NULL WHERE position = 0", "do not account for its reports"),
        ("DELETE FROM event_report WHERE position = 0", "report 0 belongs to 0 events"),
        ("UPDATE event_report SET report = 99 WHERE position = 0", "no report 99, but events name it"),
        ("DELETE FROM dispute", "mark of dispute"),
        ("DELETE FROM setting", "not joined yet"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM original", "points at something in original"),
    ],
)
def test_damage_is_named(connection: Connection, damage: str, fault: str) -> None:
    connection.executescript(damage)
    faults = list(check_dossier(connection))
    assert any(fault in found for found in faults), faults
