"""Joining in parts gives what joining everything anew gives, to the byte, whatever came when."""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from rawi.corrections import (
    Action,
    AddNote,
    Correction,
    MergeEntities,
    MergeEvents,
    RejectReport,
    RetypeReport,
    SetFactuality,
    SplitEntity,
    SplitEvent,
    make_correction,
    place_of,
)
from rawi.errors import ReadingError
from rawi.exports.json import dossier_json
from rawi.joining.join import join
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations, Dossier
from rawi.pipeline import annotate, link
from rawi.reading.sources import read_sources
from rawi.store.check import check_dossier
from rawi.store.corrections import add_corrections, read_corrections, withdraw_correction
from rawi.store.database import Connection, create_or_open, transaction
from rawi.store.originals import keep_original
from rawi.store.read import read_dossier, read_found
from rawi.store.write import add_document, remove_document

DEMO = Path(__file__).parents[2] / "examples" / "demo"
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def found() -> list[Annotations]:
    lexicon = load_lexicon()
    read = [one for one in read_sources([DEMO], pages=lexicon.pages) if not isinstance(one, ReadingError)]
    return [annotate(one, lexicon) for one in read]


@pytest.fixture
def connections(tmp_path: Path) -> Iterator[Iterator[Connection]]:
    opened: list[Connection] = []

    def more() -> Iterator[Connection]:
        while True:
            opened.append(create_or_open(tmp_path / f"{len(opened)}.db"))
            yield opened[-1]

    yield more()
    for connection in opened:
        connection.close()


def add(connection: Connection, some: Sequence[Annotations]) -> None:
    for one in some:
        data = one.document.text.encode()
        original = hashlib.sha256(data).hexdigest()
        with transaction(connection):
            keep_original(connection, original, one.document.name, "text/plain", data)
            document = replace(one.document, original=original)
            add_document(connection, replace(one, document=document), "0", {})


def exported(connection: Connection) -> bytes:
    return dossier_json(read_dossier(connection))


def as_linked_anew(connection: Connection) -> Dossier:
    every = sorted(read_found(connection), key=lambda one: (one.document.name, one.document.id))
    return link(tuple(every), load_lexicon(), corrections=read_corrections(connection))


def corrections_of(found: Sequence[Annotations], chance: random.Random) -> list[Correction]:
    """Return a correction of every kind that bears on joining, of documents chosen by chance."""
    told = [one for one in found if len(one.reports) > 1]
    named = [name.entity for one in found for name in one.names if name.entity]

    def place(one: Annotations, index: int):  # type: ignore[no-untyped-def]
        return place_of(one.document.name, one.document.text, one.reports[index])

    one, other, third, fourth = chance.sample(told, 4)
    what: list[Action] = [
        RejectReport(report=place(one, 0)),
        SetFactuality(report=place(other, 1), factuality="denied"),
        RetypeReport(report=place(third, 0), type="CONSULT"),
        MergeEvents(reports=(place(one, 1), place(other, 0), place(fourth, 1))),
        SplitEvent(reports=(place(third, 1),)),
        MergeEntities(entities=(chance.choice(named),), into=chance.choice(named)),
        SplitEntity(entity=chance.choice(named), words=chance.choice(fourth.names).text, into="Somebody else"),
        AddNote(text="look again", report=place(fourth, 0)),
    ]
    return [
        make_correction(action, author="A", time=NOON + timedelta(minutes=place), reason="")
        for place, action in enumerate(what)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_a_dossier_that_grew_in_any_order_is_one_that_was_joined_at_once(
    found: list[Annotations], connections: Iterator[Connection], seed: int
) -> None:
    chance, lexicon = random.Random(seed), load_lexicon()
    shuffled, corrections = list(found), corrections_of(found, chance)
    chance.shuffle(shuffled)
    grown, once = next(connections), next(connections)
    waiting = list(corrections)
    while shuffled or waiting:
        size = chance.randint(0, 4)
        some, shuffled = shuffled[:size], shuffled[size:]
        add(grown, some)
        if waiting and chance.random() < 0.6:
            add_corrections(grown, [waiting.pop(0)])
        join(grown, lexicon)
    add(once, found)
    add_corrections(once, corrections)
    join(once, lexicon)
    assert exported(grown) == exported(once)
    assert read_dossier(grown) == read_dossier(once) == as_linked_anew(once)
    assert not list(check_dossier(grown))


def test_what_is_withdrawn_or_taken_out_leaves_nothing(
    found: list[Annotations], connections: Iterator[Connection]
) -> None:
    chance, lexicon = random.Random(5), load_lexicon()
    tried, plain = next(connections), next(connections)
    corrections = corrections_of(found, chance)
    add(tried, found)
    add_corrections(tried, corrections)
    join(tried, lexicon)
    chance.shuffle(corrections)
    for one in corrections:
        withdraw_correction(tried, one.id, NOON)
        join(tried, lexicon)
        assert read_dossier(tried) == as_linked_anew(tried)
    gone = chance.sample(found, 5)
    for one in gone:
        with transaction(tried):
            (number,) = tried.execute("SELECT number FROM document WHERE id = ?", (one.document.id,)).fetchone()
            remove_document(tried, number)
        join(tried, lexicon)
    add(plain, [one for one in found if one not in gone])
    join(plain, lexicon)
    assert exported(tried) == exported(plain)
    add(tried, gone)
    join(tried, lexicon)
    assert read_dossier(tried) == as_linked_anew(tried)


def test_a_document_that_is_told_otherwise_is_joined_otherwise(
    found: list[Annotations], connections: Iterator[Connection]
) -> None:
    connection, lexicon = next(connections), load_lexicon()
    add(connection, found)
    join(connection, lexicon)
    for one in found[:6]:
        changed = replace(one, reports=one.reports[::2], undertakings=())
        add(connection, [replace(changed, reports=tuple(replace(r, undertaking=None) for r in changed.reports))])
        join(connection, lexicon)
        assert read_dossier(connection) == as_linked_anew(connection)
    add(connection, found)
    join(connection, lexicon)
    assert read_dossier(connection) == as_linked_anew(connection)


def test_a_correction_leaves_the_events_that_it_does_not_touch(
    found: list[Annotations], connections: Iterator[Connection]
) -> None:
    connection, lexicon = next(connections), load_lexicon()
    add(connection, found)
    join(connection, lexicon)
    before = dict(connection.execute("SELECT id, number FROM event"))
    add_corrections(connection, corrections_of(found, random.Random(1))[1:2])
    join(connection, lexicon)
    after = dict(connection.execute("SELECT id, number FROM event"))
    same = sum(after.get(id) == number for id, number in before.items())
    assert len(before) - 15 < same


def test_other_settings_join_everything_anew(found: list[Annotations], connections: Iterator[Connection]) -> None:
    from rawi.settings import DEFAULT_SETTINGS

    connection, lexicon = next(connections), load_lexicon()
    add(connection, found[:10])
    join(connection, lexicon)
    connection.execute("UPDATE setting SET value = '0' WHERE key = 'joined through change'")
    join(connection, lexicon, replace(DEFAULT_SETTINGS, merge_score=1000.0))
    counts = connection.execute("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM report)").fetchone()
    assert counts[0] == counts[1]


def test_joining_does_not_hold_the_dossier_in_memory(
    found: list[Annotations], connections: Iterator[Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rawi.joining import join as joining
    from rawi.joining import reports

    for name in ("_REPORTS_AT_ONCE", "_TELLINGS_IN_MEMORY", "_DOCUMENTS_IN_MEMORY", "_EVIDENCE_IN_MEMORY"):
        monkeypatch.setattr(reports, name, 5)
    monkeypatch.setattr(joining, "_DOCUMENTS_AT_ONCE", 2)
    few, many = next(connections), next(connections)
    add(few, found)
    join(few, load_lexicon())
    monkeypatch.undo()
    add(many, found)
    join(many, load_lexicon())
    assert exported(few) == exported(many)


def test_a_dossier_of_schema_8_tells_what_it_told_and_goes_on(found: list[Annotations], tmp_path: Path) -> None:
    """The file holds the first six documents of the demo, joined with a posting a row."""
    path = tmp_path / "eight.db"
    path.write_bytes(gzip.decompress(Path(__file__).with_name("schema8.db.gz").read_bytes()))
    connection, lexicon = create_or_open(path), load_lexicon()
    before = read_dossier(connection)
    assert (len(before.annotations), len(before.events), len(before.entities)) == (6, 18, 32)
    assert all(entity.names for entity in before.entities)
    assert {p.text for event in before.events for p in event.actors} <= {
        p.text for one in before.annotations for report in one.reports for p in report.actors
    }
    assert not list(check_dossier(connection))
    add(connection, found[6:])
    join(connection, lexicon)
    assert read_dossier(connection) == as_linked_anew(connection)
    assert not list(check_dossier(connection))
    connection.close()
