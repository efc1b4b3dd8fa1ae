"""Archives: every engine makes the same files, work goes on where it stopped, events are those of one joining."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow.dataset
import pyarrow.parquet
import pytest

from rawi.archive import joining, making
from rawi.archive.cutting import cut, read_condition
from rawi.archive.folder import Folder, find_inputs
from rawi.archive.making import Mapping, make_archive, read_manifest
from rawi.archive.parts import read_part
from rawi.engine.local import map_as_done
from rawi.errors import StoreError, UsageError
from rawi.lexicon.lexicon import load_lexicon
from rawi.linking.events import merge_events
from rawi.reading.record import Original
from rawi.settings import DEFAULT_SETTINGS

ALONE: Mapping = partial(map_as_done, workers=1)
PEOPLE = ("الرئيس الفرنسي", "وزير الخارجية المصري", "رئيس الوزراء العراقي", "الملك الأردني", "الرئيس التركي")
PLACES = ("بيروت", "القاهرة", "بغداد", "عمان", "أنقرة")


def articles(numbers: range) -> list[dict[str, str]]:
    rows = []
    for number in numbers:
        who, where = PEOPLE[number % 5], PLACES[(number // 2) % 5]
        text = f"زار {who} {where} يوم {number // 4 + 1} أيار 2021 ووقع مذكرة تفاهم. ونفت الوزارة السورية توقيع اتفاق."
        rows.append({"id": f"a{number}", "text": text, "outlet": f"صحيفة {number % 3}", "published": "2021-05-09"})
    return rows


def write_inputs(folder: Path) -> Path:
    """Write three JSON Lines files, of which two share an article and one holds what is no article, and a WARC."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    folder.mkdir()
    for name, numbers in (("one", range(12)), ("two", range(11, 20)), ("three", range(20, 24))):
        lines = [json.dumps(row, ensure_ascii=False) for row in articles(numbers)]
        if name == "three":
            lines += ["oops", '{"id": "e", "text": "only English here"}']
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    with (folder / "crawl.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(3):
            row = articles(range(30 + number, 31 + number))[0]
            body = f"<html><body><article><h1>زيارة</h1><p>{(row['text'] + ' ') * 6}</p></article></body></html>"
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            address = f"https://example.org/{number}"
            record = writer.create_warc_record(address, "response", io.BytesIO(body.encode()), http_headers=headers)
            writer.write_record(record)
    (folder / "README.md").write_text("not an input", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inputs(tmp_path_factory.mktemp("archive") / "in")


@pytest.fixture(scope="module")
def made(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "out"
    make_archive([str(inputs)], str(out), ALONE)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """Return the tables and the manifest of an archive, byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".parquet", ".json")
    }


def test_a_manifest_counts_what_came_in_and_out(made: Path, inputs: Path) -> None:
    manifest = read_manifest(Folder(str(made)))
    assert [Path(part.address).name for part in manifest.inputs] == [
        "crawl.warc.gz", "one.jsonl.gz", "three.jsonl.gz", "two.jsonl.gz",
    ]  # fmt: skip
    assert [part.documents for part in manifest.inputs] == [3, 12, 4, 9]
    assert (manifest.documents, manifest.repeated) == (28, 1)
    assert sum(manifest.failures.values()) == 2
    (three,) = (part for part in manifest.inputs if "three" in part.address)
    assert all(found.examples[0].startswith(str(inputs)) for found in three.failures.values())
    events = pyarrow.dataset.dataset(made / "events", partitioning="hive").to_table()
    origins = pyarrow.dataset.dataset(made / "origins", partitioning="hive").to_table()
    assert (events.num_rows, origins.num_rows) == (manifest.events, manifest.origins)
    assert sum(row["independent_origins"] for row in events.to_pylist()) == manifest.origins
    assert not (made / "work").exists()


def test_events_are_those_of_joining_everything_in_one_place(made: Path) -> None:
    folder = Folder(str(made))
    found = {}
    for part in read_manifest(folder).inputs:
        for one in read_part(folder, part.part):
            found[one.document.id] = one
    events = merge_events(tuple(found.values()), (), load_lexicon(), DEFAULT_SETTINGS)
    table = pyarrow.dataset.dataset(made / "events", partitioning="hive").to_table().to_pylist()
    here = {(row["id"], tuple((ref["document"], ref["report"]) for ref in row["reports"])) for row in table}
    assert here == {(event.id, tuple((ref.document, ref.index) for ref in event.reports)) for event in events}
    assert any(len(row["reports"]) > 3 for row in table)
    labels = {event.id: (event.label_en, event.status, event.first_day) for event in events}
    assert {row["id"]: (row["label_en"], row["status"], row["first_day"]) for row in table} == labels


def test_more_buckets_change_nothing(made: Path, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "count_buckets", lambda _: 7)
    make_archive([str(inputs)], str(tmp_path / "out"), ALONE)

    def rows(folder: Path, table: str) -> list[str]:
        found = pyarrow.dataset.dataset(folder / table, partitioning="hive").to_table().to_pylist()
        return sorted(json.dumps(row, default=str, sort_keys=True) for row in found)

    for table in ("events", "origins"):
        assert rows(tmp_path / "out", table) == rows(made, table)


def test_two_processes_make_the_same_files(made: Path, inputs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rawi", "archive", str(inputs), "-o", str(tmp_path / "out"), "--jobs", "2"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 1, "two lines of one input are no articles"
    assert "28 documents" in ran.stderr
    assert contents(tmp_path / "out") == contents(made)


def test_ray_makes_the_same_files(made: Path, inputs: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs Ray: pip install 'rawi[ray]'")
    from rawi.engine import on_ray

    with on_ray.ray_cluster(2):
        make_archive([str(inputs)], str(tmp_path / "out"), on_ray.map_as_done)
        numbers = dict(on_ray.map_as_done(int, ["1", "two"]))
        ((_, died),) = on_ray.map_as_done(os._exit, [3])
    assert contents(tmp_path / "out") == contents(made)
    assert numbers["1"] == 1
    assert numbers["two"].reason.startswith("ValueError: invalid literal")
    assert "died" in died.reason


def test_what_is_done_is_not_done_again(made: Path, inputs: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*.parquet")}
    make_archive([str(inputs)], str(made), ALONE)
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*.parquet")} == before


@pytest.mark.parametrize("step", ["scatter", "pair", "gather", "finish"])
def test_an_interrupted_joining_goes_on(
    made: Path, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(_: object) -> None:
        raise ValueError("the power failed")

    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(making, step, fail)
        with pytest.raises(StoreError, match="the power failed"):
            make_archive([str(inputs)], str(out), ALONE)
    done: list[str] = []
    real = joining.make_event
    monkeypatch.setattr(joining, "make_event", lambda *all: done.append("") or real(*all))
    make_archive([str(inputs)], str(out), ALONE)
    assert contents(out) == contents(made)
    alone = sum(len(row["reports"]) == 1 for row in _events(out))
    assert step != "finish" or len(done) <= len(_events(out)) - alone + 5, "what stood alone was made before"


def _events(folder: Path) -> list[dict[str, object]]:
    return list(pyarrow.dataset.dataset(folder / "events", partitioning="hive").to_table().to_pylist())


def test_inputs_that_come_and_change_are_taken_up(made: Path, inputs: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    names = sorted(path.name for path in inputs.glob("*.gz"))
    for name in names[:2]:
        (source / name).write_bytes((inputs / name).read_bytes())
    make_archive([str(source)], str(out), ALONE)
    assert read_manifest(Folder(str(out))).documents == 15
    for name in names:
        (source / name).write_bytes((inputs / name).read_bytes())
    (source / names[1]).write_bytes((inputs / names[2]).read_bytes())
    make_archive([str(source)], str(out), ALONE)
    manifest = read_manifest(Folder(str(out)))
    assert [part.documents for part in manifest.inputs] == [3, 4, 4, 9]
    assert len(list((out / "documents").iterdir())) == 4


def test_an_input_whose_worker_dies_is_named(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rawi.engine.local import Failure

    def dying(work, items):  # type: ignore[no-untyped-def]
        for item, result in ALONE(work, items):
            bad = work is making.make_part and "two" in item.source.address
            yield item, Failure(item, "the worker process died (signal 9)") if bad else result

    manifest = make_archive([str(inputs)], str(tmp_path / "out"), dying)
    assert manifest.failures["the worker process died (signal 9)"] == 1


def test_a_dossier_is_cut_out(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    command = [sys.executable, "-m", "rawi", "build", str(path), "--from-archive", str(made)]
    where = "participant in (TUR, JOR) and published >= 2021-05-01"
    ran = subprocess.run([*command, "--where", where, "--jobs", "1"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    added = int(re.search(r"(\d+) documents added", ran.stderr)[1])  # type: ignore[index]
    kept: list[Original] = []
    wanted = list(cut(str(made), read_condition(where), kept.append))
    assert 0 < added == len(wanted) == len(kept) < 28
    assert all(re.search("الأردني|عمان|التركي|أنقرة", one.text) for one in wanted)
    assert {one.sha256 for one in kept} == {one.original for one in wanted}
    check = [sys.executable, "-m", "rawi", "check", str(path)]
    assert subprocess.run(check, capture_output=True).returncode == 0
    assert len(list(cut(str(made), (), kept.append))) == 27


@pytest.mark.parametrize(
    "text", ["", "type = SUPPORT", "outlet in (صحيفة 1, صحيفة 2)", "day >= 2021-05-03 AND day <= 2021-05-04"]
)
def test_conditions_choose(made: Path, text: str) -> None:
    assert 0 < len(list(cut(str(made), read_condition(text), lambda _: None))) <= 27


@pytest.mark.parametrize("text", ["oops", "colour = red", "day = tomorrow", "participant >", "type in SUPPORT"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_condition(text)


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is nothing"):
        find_inputs([str(tmp_path / "no")])
    with pytest.raises(UsageError, match="no archive"):
        list(cut(str(tmp_path), (), lambda _: None))
    with pytest.raises(UsageError, match="no place"):
        find_inputs(["nowhere://x"])


@pytest.fixture
def bucket() -> Iterator[str]:
    """Give the address of a bucket on an S3 server of this machine."""
    server = pytest.importorskip("moto.server", reason="needs moto: pip install 'rawi[dev]'")
    threaded = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    threaded.start()
    host, port = threaded.get_host_and_port()
    yield f"s3://key:secret@archive{{}}?endpoint_override={host}:{port}&scheme=http&allow_bucket_creation=true"
    threaded.stop()


def test_an_object_store_holds_inputs_and_archive(bucket: str, made: Path, inputs: Path) -> None:
    source = Folder(bucket.format("/in"))
    for path in inputs.glob("*.gz"):
        source.write(path.name, path.read_bytes())
    manifest = make_archive([bucket.format("/in")], bucket.format("/out"), ALONE)
    before = read_manifest(Folder(str(made)))
    assert (manifest.documents, manifest.reports, manifest.events) == (before.documents, before.reports, before.events)
    out = Folder(bucket.format("/out"))
    names = out.names("events")
    assert sorted(Path(name).parent.name for name in names) == sorted(
        path.parent.name for path in (made / "events").rglob("*.parquet")
    )
    assert not [name for name in out.names("") if "work/" in name]
    assert len(list(cut(bucket.format("/out"), read_condition("participant = TUR"), lambda _: None))) == len(
        list(cut(str(made), read_condition("participant = TUR"), lambda _: None))
    )
