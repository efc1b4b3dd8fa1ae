"""What goes into a dossier comes out of it; it is opened, refused and upgraded as promised."""

import gzip
import hashlib
import random
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from hand_made import save_joined
from invented import any_dossier, any_record, small_dossier
from rawi.errors import StoreError
from rawi.linking.events import in_time
from rawi.model import Annotations, Document, Dossier
from rawi.store.check import check_dossier
from rawi.store.database import (
    APPLICATION,
    Connection,
    create_or_open,
    migrate,
    newest_version,
    open_to_read,
    transaction,
)
from rawi.store.joining import is_joined
from rawi.store.originals import keep_original, pack_original, read_kept, read_original
from rawi.store.read import load_dossier, read_digests, read_dossier, read_found
from rawi.store.rows import digest
from rawi.store.search import find_passages
from rawi.store.write import add_document, remove_document


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fill(connection: Connection, dossier: Dossier) -> None:
    for annotations in dossier.annotations:
        document = annotations.document
        with transaction(connection):
            keep_original(connection, document.original, document.name, "text/plain", document.text.encode())
            add_document(connection, annotations, "0", {})
    save_joined(connection, dossier)


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    connection = create_or_open(tmp_path / "a.db")
    yield connection
    connection.close()


def test_a_dossier_comes_back_whole(tmp_path: Path) -> None:
    dossier = small_dossier()
    connection = create_or_open(tmp_path / "a.db")
    fill(connection, dossier)
    connection.close()
    assert load_dossier(tmp_path / "a.db") == dossier


@given(annotations=any_record(Annotations))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_annotations_come_back_whole(annotations: Annotations) -> None:
    annotations = _one_document(annotations, annotations.document)
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    _create(connection)
    fill(connection, Dossier(annotations=(annotations,)))
    assert read_dossier(connection).annotations == (annotations,)
    assert tuple(read_found(connection)) == (annotations,)
    assert not connection.execute("PRAGMA foreign_key_check").fetchall()


@given(dossier=any_dossier(small_dossier().annotations))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_anything_joined_comes_back_whole(dossier: Dossier) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    _create(connection)
    fill(connection, dossier)
    assert read_dossier(connection) == _in_order(dossier)
    assert not connection.execute("PRAGMA foreign_key_check").fetchall()


def _in_order(dossier: Dossier) -> Dossier:
    return msgspec.structs.replace(
        dossier,
        events=tuple(sorted(dossier.events, key=in_time)),
        disputes=tuple(sorted(dossier.disputes, key=lambda dispute: dispute.id)),
        undertakings=tuple(sorted(dossier.undertakings, key=lambda undertaking: undertaking.id)),
        entities=tuple(sorted(dossier.entities, key=lambda entity: (-entity.mentions, entity.id))),
    )


def _one_document(annotations: Annotations, document: Document) -> Annotations:
    owner = msgspec.structs.replace(document, id="d", original=hash_of(b""))
    undertakings = tuple(_in_document(u) for u in annotations.undertakings)
    return msgspec.structs.replace(annotations, document=owner, undertakings=undertakings)


def _in_document(undertaking):  # type: ignore[no-untyped-def]
    """Let all evidence stand in the one document that there is."""
    parts = {
        part: tuple(msgspec.structs.replace(e, document="d") for e in getattr(undertaking, part))
        for part in ("provisions", "phases", "stages", "mentions")
    }
    return msgspec.structs.replace(undertaking, **parts)


def _create(connection: Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection)


@given(before=any_record(Annotations), after=any_record(Annotations))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_joining_may_change_anything_and_what_was_before_stays_known(before: Annotations, after: Annotations) -> None:
    before, after = (_one_document(one, before.document) for one in (before, after))
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
    _create(connection)
    fill(connection, Dossier(annotations=(before,)))
    for dossier in (Dossier(annotations=(after,)), Dossier(annotations=(before,)), Dossier(annotations=(after,))):
        save_joined(connection, dossier)
        assert tuple(read_found(connection)) == (before,)
        assert read_dossier(connection).annotations == dossier.annotations


def test_only_what_joining_changed_is_kept_beside_the_rows(connection: Connection) -> None:
    dossier = small_dossier()
    fill(connection, dossier)
    first, second = dossier.annotations
    renamed = msgspec.structs.replace(first, names=(msgspec.structs.replace(first.names[0], entity="Another"),))
    changed = msgspec.structs.replace(dossier, annotations=(renamed, second))
    save_joined(connection, changed)
    kept = connection.execute("SELECT before_joining FROM document ORDER BY number").fetchall()
    assert kept == [('[[["names",0,"entity"],"Ministry"]]',), ("[]",)]


def test_only_documents_that_joining_changed_are_written_anew(connection: Connection) -> None:
    dossier = small_dossier()
    fill(connection, dossier)
    first, second = dossier.annotations
    changed = msgspec.structs.replace(
        dossier, annotations=(first, msgspec.structs.replace(second, reports=())), events=(), disputes=(), notes=()
    )
    written: list[str] = []
    connection.set_trace_callback(lambda sql: written.append(sql) if "INTO report " in sql else None)
    save_joined(connection, dossier)
    assert written == []
    save_joined(connection, changed)
    save_joined(connection, dossier)
    assert len(written) == len(second.reports)


def test_a_document_read_again_replaces_the_old_one(connection: Connection) -> None:
    dossier = small_dossier()
    fill(connection, dossier)
    document = msgspec.structs.replace(dossier.annotations[0].document, outlet="Another")
    assert read_digests(connection)["d1"] != digest(document)
    with transaction(connection):
        add_document(connection, Annotations(document=document), "0", {})
    assert read_digests(connection)["d1"] == digest(document)
    assert not is_joined(connection)
    assert read_dossier(connection).events == ()
    assert not connection.execute("PRAGMA foreign_key_check").fetchall()


def test_a_document_added_leaves_what_was_joined_until_it_is_joined_anew(connection: Connection) -> None:
    fill(connection, small_dossier())
    with transaction(connection):
        keep_original(connection, hash_of(b""), "3", "text/plain", b"")
        add_document(
            connection, Annotations(document=Document(id="d3", name="3", text="", original=hash_of(b""))), "0", {}
        )
    assert not is_joined(connection)
    assert len(read_dossier(connection).events) == 1


def test_a_document_read_anew_keeps_its_number(connection: Connection) -> None:
    dossier = small_dossier()
    fill(connection, dossier)
    changed = msgspec.structs.replace(dossier.annotations[0].document, id="other")
    with transaction(connection):
        add_document(connection, Annotations(document=changed), "0", {}, 1)
    assert connection.execute("SELECT number, id FROM document ORDER BY number").fetchall() == [(1, "other"), (2, "d2")]


def test_a_failed_transaction_leaves_nothing(connection: Connection) -> None:
    document = Document(id="x", name="x", text="نص", original=hash_of(b""))
    with pytest.raises(RuntimeError), transaction(connection):
        keep_original(connection, hash_of(b""), "x", "text/plain", b"")
        add_document(connection, Annotations(document=document), "0", {})
        raise RuntimeError
    assert connection.execute("SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM original)").fetchone() == (
        0,
        0,
    )


@pytest.mark.parametrize("data", [b"", b"a", b"abc" * 1000, bytes(range(256))])
def test_originals_come_back_byte_for_byte(connection: Connection, data: bytes) -> None:
    keep_original(connection, hash_of(data), "name", "text/plain", data)
    keep_original(connection, hash_of(data), "name again", "text/plain", data)
    assert read_original(connection, 1) == data
    pack_original(connection, 1)
    assert read_original(connection, 1) == data


def test_an_original_is_packed_with_its_document_and_outlives_what_happens_to_it(connection: Connection) -> None:
    data = ('{"text": "' + "زار الرئيس بيروت. " * 20 + '"}').encode()
    with transaction(connection):
        keep_original(connection, hash_of(data), "a.jsonl", "application/json", data)
        for name in ("one", "two"):
            document = Document(id=name, name=name, text=f"{name} زار الرئيس بيروت.", original=hash_of(data))
            add_document(connection, Annotations(document=document), "0", {})
    packed = "SELECT packing, length(bytes) < size / 3 FROM original"
    assert connection.execute(packed).fetchall() == [("document", 1)]
    with transaction(connection):
        changed = Document(id="one", name="one", text="نص آخر", title="عنوان", original=hash_of(data))
        add_document(connection, Annotations(document=changed), "0", {})
    assert read_original(connection, 1) == data
    with transaction(connection):
        remove_document(connection, 1)
    assert read_original(connection, 1) == data
    with transaction(connection):
        keep_original(connection, hash_of(b"x"), "b.txt", "text/plain", b"x")
        moved = Document(id="two", name="two", text="x", original=hash_of(b"x"))
        add_document(connection, Annotations(document=moved), "0", {})
    assert connection.execute("SELECT name FROM originals").fetchall() == [("b.txt",)]


def test_a_document_that_takes_up_the_original_of_a_later_one(connection: Connection) -> None:
    first, second = ("أول " * 30).encode(), ("ثان " * 30).encode()
    with transaction(connection):
        for number, data in enumerate((first, second), 1):
            keep_original(connection, hash_of(data), str(number), "text/plain", data)
            document = Document(id=str(number), name="x", text=data.decode(), original=hash_of(data))
            add_document(connection, Annotations(document=document), "0", {})
        earlier = Document(id="1", name="x", text="آخر", original=hash_of(second))
        add_document(connection, Annotations(document=earlier), "0", {})
    assert connection.execute("SELECT number, packing FROM original").fetchall() == [(2, "document")]
    assert read_original(connection, 2) == second


def test_a_newer_dossier_is_refused_and_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    create_or_open(path).close()
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {newest_version() + 1}")
    newer.close()
    before = path.read_bytes()
    for opener in (create_or_open, open_to_read):
        with pytest.raises(StoreError, match="newer schema"):
            opener(path)
    assert path.read_bytes() == before


def test_other_files_are_refused_and_unchanged(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("هذا نص وليس ملفًا من ملفات راوي" * 40, encoding="utf-8")
    other = tmp_path / "other.db"
    database = sqlite3.connect(other)
    database.execute("CREATE TABLE t (x)")
    database.close()
    for path, problem in ((text, "no dossier"), (other, "no dossier")):
        before = path.read_bytes()
        for opener in (create_or_open, open_to_read):
            with pytest.raises(StoreError, match=problem):
                opener(path)
        assert path.read_bytes() == before


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such dossier"):
        open_to_read(tmp_path / "a.db")
    with pytest.raises(StoreError, match="folder does not exist"):
        create_or_open(tmp_path / "no" / "a.db")


def test_a_file_that_was_only_begun_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    begun = sqlite3.connect(path)
    begun.execute("PRAGMA journal_mode = WAL")
    begun.close()
    connection = create_or_open(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    connection.close()


def test_tables_are_strict_and_keys_are_held(connection: Connection) -> None:
    tables = connection.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    assert [name for name, strict in tables if not strict and not name.startswith("sqlite_")] == []
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO event_report VALUES (9, 0, 1, 0, 0, 0, 0)")


def test_words_of_a_failed_transaction_are_not_remembered(connection: Connection) -> None:
    with pytest.raises(RuntimeError), transaction(connection):
        connection.term("lost")
        raise RuntimeError
    with transaction(connection):
        number = connection.term("kept")
    assert connection.terms() == {number: "kept"}
    assert connection.term("lost") != number


def test_every_view_and_every_column_is_explained_in_the_file(connection: Connection) -> None:
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    explained = set(connection.execute('SELECT view, "column" FROM about'))
    columns = {(view, row[1]) for view in views for row in connection.execute(f"PRAGMA table_info({view})")}
    missing = {(v, c) for v, c in columns if ("*", c) not in explained and (v, c) not in explained}
    assert not missing
    assert {v for v, c in explained if not c} == set(views)
    assert {c for v, c in explained if v == "*"} <= {c for _, c in columns}


def test_views_show_words_and_quotes(connection: Connection) -> None:
    fill(connection, small_dossier())
    row = connection.execute(
        "SELECT doc, quote, type, factuality, event FROM reports WHERE factuality = 'denied'"
    ).fetchone()
    assert row == ("two.txt", "توقيع", "SUPPORT", "denied", "e1")
    names = connection.execute("SELECT quote, entity, kind FROM names").fetchall()
    assert names == [("الوزارة", "Ministry", "organisation")]
    connection.execute("INSERT INTO correction VALUES ('c', 'A', '', '', '{\"action\": \"note\"}', NULL, 0)")
    for (view,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
        assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0, view


def test_any_program_reads_the_views(tmp_path: Path) -> None:
    """Datasette and the sqlite3 shell know no functions of ours."""
    connection = create_or_open(tmp_path / "a.db")
    fill(connection, small_dossier())
    connection.close()
    plain = sqlite3.connect(tmp_path / "a.db")
    for (view,) in plain.execute("SELECT view FROM about WHERE type = 'view'").fetchall():
        plain.execute(f"SELECT * FROM {view}").fetchall()
    assert plain.execute("SELECT quote, first_day, chance FROM reports").fetchall() == [
        ("وقعا", "2021-03-03", 1.0),
        ("توقيع", None, 1.0),
    ]
    assert plain.execute("SELECT quote, kind, entity FROM names").fetchall() == [
        ("الوزارة", "organisation", "Ministry")
    ]
    assert plain.execute("SELECT first_day, last_day FROM times").fetchall() == [("2021-03-03", "2021-03-03")]


def test_a_full_disk_is_explained_and_loses_nothing(connection: Connection) -> None:
    fill(connection, small_dossier())
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"), transaction(connection):
        keep_original(connection, hash_of(b"c"), "c", "text/plain", random.Random(0).randbytes(1_000_000))
    assert read_dossier(connection) == small_dossier()


def test_reading_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connection = create_or_open(path)
    fill(connection, small_dossier())
    connection.close()
    before = path.read_bytes()
    assert load_dossier(path) == small_dossier()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]
    reader = open_to_read(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM document")
    reader.close()


def test_an_older_dossier_is_copied_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rawi.store import database

    every = database._migrations()
    path = tmp_path / "a.db"
    monkeypatch.setattr(database, "_migrations", lambda: every[:3])
    connection = create_or_open(path)
    with transaction(connection):
        row = (hash_of(b"old"), "old", "text/plain", 3, "plain", b"old")
        connection.execute("INSERT INTO original VALUES (?, ?, ?, ?, ?, ?)", row)
    connection.close()
    before = path.read_bytes()
    monkeypatch.setattr(database, "_migrations", lambda: every)
    with pytest.raises(StoreError, match="older schema 3"):
        open_to_read(path)
    assert path.read_bytes() == before
    connection = create_or_open(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == newest_version()
    assert read_original(connection, 1) == b"old"
    connection.close()
    copy = tmp_path / f"a.db.before-{newest_version()}"
    kept = sqlite3.connect(copy)
    assert kept.execute("PRAGMA user_version").fetchone()[0] == 3
    assert kept.execute("SELECT name FROM original").fetchall() == [("old",)]


def test_a_dossier_of_schema_5_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "five.db"
    path.write_bytes(gzip.decompress(Path(__file__).with_name("schema5.db.gz").read_bytes()))
    connection = create_or_open(path)
    assert read_dossier(connection) == small_dossier()
    assert list(check_dossier(connection)) == []
    assert [p.text for p in find_passages(connection, "المذكرة")] == [
        a.document.text for a in small_dossier().annotations
    ]
    first, _ = read_kept(connection)
    assert (first.name, first.data.decode()) == ("one.txt", small_dossier().annotations[0].document.text)
    assert (first.given["outlet"], first.given["title"]) == ("Invented News", "another")
    with transaction(connection):
        remove_document(connection, 1)
    assert connection.execute("SELECT count(*) FROM sentences").fetchone() == (1,)
    connection.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rawi.store import database

    path = tmp_path / "a.db"
    connection = create_or_open(path)
    fill(connection, small_dossier())
    connection.close()
    broken = [*database._migrations(), (newest_version() + 1, "CREATE TABLE extra (x);\nCREATE TABLE document (x);\n")]
    monkeypatch.setattr(database, "_migrations", lambda: broken)
    with pytest.raises(StoreError):
        create_or_open(path)
    monkeypatch.undo()
    assert load_dossier(path) == small_dossier()
