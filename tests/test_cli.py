"""The command line as a user meets it: what it prints where, how it ends, and what it leaves behind."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rawi.store.database import newest_version

SIGNING = """وقّع وزير الدفاع التركي يشار غولر ونظيره السوري مذكرة تفاهم للتدريب في أنقرة يوم 3 آذار 2021.
وأعلنت وزارة الدفاع التركية أن المذكرة تشمل تدريب الضباط."""
VISIT = "زار الرئيس الفرنسي بيروت يوم 5 أيار 2021 والتقى الرئيس اللبناني ميشال عون."
DENIAL = "نفت وزارة الخارجية المصرية، الاثنين، توقيع اتفاق مع السودان بشأن الحدود."


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rawi", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "signing.txt").write_text(SIGNING, encoding="utf-8")
    (folder / "visit.txt").write_text(VISIT, encoding="utf-8")
    rows = "file,outlet,published,url,title,byline\nsigning.txt,صحيفة الميناء,2021-03-04,,,\n"
    (folder / "metadata.csv").write_text(rows, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dossier(texts: Path) -> Path:
    path = texts.parent / f"{texts.name}.db"
    done = run("build", path, texts)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "2 documents added" in done.stderr
    return path


def test_help_is_quick_because_it_loads_little() -> None:
    code = """import sys
sys.argv = ["rawi", "--help"]
from rawi.cli import main
try:
    main()
except SystemExit:
    print(*sys.modules)
"""
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    heavy = {"pyarrow", "trafilatura", "jinja2", "numpy", "sqlite3", "httpx", "ahocorasick", "rawi.pipeline", "lxml"}
    assert "rawi.cli" in loaded
    assert not heavy & loaded


def test_building_twice_changes_nothing(dossier: Path, texts: Path) -> None:
    before = dossier.read_bytes()
    done = run("build", dossier, texts)
    assert done.returncode == 0
    assert "0 documents added, 2 stood there already" in done.stderr
    assert dossier.read_bytes() == before
    assert not list(dossier.parent.glob(f"{dossier.name}-*"))


def test_one_more_file_adds_only_what_is_new(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNING, encoding="utf-8")
    assert run("build", tmp_path / "d.db", tmp_path / "a.txt").returncode == 0
    (tmp_path / "b.txt").write_text(VISIT, encoding="utf-8")
    done = run("build", tmp_path / "d.db", tmp_path / "a.txt", tmp_path / "b.txt", "--published", "2021-05-06")
    assert "1 documents added" in done.stderr or "2 documents added" in done.stderr
    database = sqlite3.connect(tmp_path / "d.db")
    assert database.execute("SELECT doc FROM documents ORDER BY doc").fetchall() == [("a.txt",), ("b.txt",)]
    assert (
        database.execute("SELECT count(*) FROM event_report").fetchone()
        == database.execute("SELECT count(*) FROM report").fetchone()
    )


def test_metadata_beside_the_files_is_read_and_a_change_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    rows = "file,outlet,published\na.txt,{},2021-05-06\n"
    for outlet, added in (("صحيفة", 1), ("جريدة", 1), ("جريدة", 0)):
        (tmp_path / "metadata.csv").write_text(rows.format(outlet), encoding="utf-8")
        assert f"{added} documents added" in run("build", tmp_path / "d.db", tmp_path / "a.txt").stderr
        found = sqlite3.connect(tmp_path / "d.db").execute("SELECT outlet, published FROM documents").fetchall()
        assert found == [(outlet, "2021-05-06")]


def test_bad_files_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(VISIT, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "english.txt").write_text("The minister visited the city on Monday. " * 5, encoding="utf-8")
    done = run("build", tmp_path / "d.db", tmp_path / "good.txt", tmp_path, tmp_path / "missing.txt")
    assert done.returncode == 1
    for name in ("empty.txt", "picture.txt", "english.txt", "missing.txt"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert "1 documents added" in done.stderr
    assert run("check", tmp_path / "d.db").returncode == 0


def test_a_newer_dossier_is_refused_and_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    path = tmp_path / "d.db"
    assert run("build", path, tmp_path / "a.txt").returncode == 0
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {newest_version() + 1}")
    database.close()
    before = path.read_bytes()
    for arguments in (("build", path, tmp_path / "a.txt"), ("show", path), ("check", path)):
        done = run(*arguments)
        assert done.returncode == 2
        assert "newer" in done.stderr
        assert "Traceback" not in done.stderr
    assert path.read_bytes() == before


def test_show_prints_every_list_in_both_languages(dossier: Path) -> None:
    english = run("show", dossier)
    assert english.returncode == 0
    assert "3 March 2021" in english.stdout
    assert "1 independent origin" in english.stdout
    arabic = run("show", dossier, "events", "--lang", "ar")
    assert "آذار" in arabic.stdout or "مارس" in arabic.stdout
    for what in ("undertakings", "disputes", "sources", "actors"):
        for lang in ("en", "ar"):
            done = run("show", dossier, what, "--lang", lang)
            assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "memorandum" in run("show", dossier, "undertakings").stdout


def test_show_filters(dossier: Path) -> None:
    assert "3 March" in run("show", dossier, "--actor", "TUR").stdout
    assert "3 March" not in run("show", dossier, "--actor", "FRA").stdout
    assert run("show", dossier, "--from", "2022-01-01").stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("show", "x.db", "--type", "NOTHING"),
        ("show", "x.db", "--from", "yesterday"),
        ("show", "missing.db"),
        ("build", "x.db"),
        ("export", "missing.db", "--to", "json", "-o", "x"),
        ("unknown",),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_annotate_prints_one_line_for_each_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNING, encoding="utf-8")
    records = [{"id": n, "text": VISIT, "outlet": "صحيفة", "published": "2021-05-06"} for n in (1, 2)]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (tmp_path / "b.jsonl").write_text(lines + "\n{broken\n", encoding="utf-8")
    done = run("annotate", "--json", tmp_path / "a.txt", tmp_path / "b.jsonl")
    assert done.returncode == 1
    assert "b.jsonl:3" in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["doc"] for one in found] == ["a.txt", "1", "2"]
    assert found[1]["published"] == "2021-05-06"
    assert {"AGREE", "SUPPORT"} & {report["type"] for report in found[0]["reports"]}
    for report in found[0]["reports"]:
        assert SIGNING[report["start"] : report["end"]] == report["trigger"]


def test_annotate_gives_the_same_with_several_workers(texts: Path) -> None:
    one, two = (run("annotate", "--json", texts, "--jobs", jobs) for jobs in (1, 2))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 2


def test_annotate_in_words(texts: Path) -> None:
    done = run("annotate", texts / "visit.txt")
    assert done.returncode == 0
    assert "CONSULT/visit" in done.stdout


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    record = json.dumps({"id": "x", "text": SIGNING}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(f"{record}\n" * 300, encoding="utf-8")
    command = f"{sys.executable} -m rawi annotate --json {tmp_path / 'a.jsonl'} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    lines = (json.dumps({"id": n, "text": f"{DENIAL}\n{VISIT} {n}"}, ensure_ascii=False) for n in range(600))
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "rawi", "build", str(tmp_path / "d.db"), str(tmp_path / "a.jsonl"), "--jobs", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    _wait_for_documents(tmp_path / "d.db", 20)
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what was done is kept" in messages
    assert "Traceback" not in messages
    kept = sqlite3.connect(tmp_path / "d.db").execute("SELECT count(*) FROM document").fetchone()[0]
    assert 20 <= kept < 600
    done = run("build", tmp_path / "d.db", tmp_path / "a.jsonl", "--jobs", "1")
    assert f"{600 - kept} documents added, {kept} stood there already" in done.stderr
    assert run("check", tmp_path / "d.db").returncode == 0


def _wait_for_documents(path: Path, number: int) -> None:
    for _ in range(600):
        time.sleep(0.05)
        try:
            if (
                sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT count(*) FROM document").fetchone()[0]
                >= number
            ):
                return
        except sqlite3.OperationalError:
            continue
    raise AssertionError("the build did not begin")


def test_export_and_report(dossier: Path, tmp_path: Path) -> None:
    done = run("export", dossier, "--to", "json", "-o", tmp_path / "d.json")
    assert (done.returncode, done.stdout) == (0, "")
    found = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert {document["doc"] for document in found["documents"]} == {"signing.txt", "visit.txt"}
    assert all(event["reports"] for event in found["events"])
    done = run("report", dossier, "-o", tmp_path / "pages")
    assert done.returncode == 0
    assert Path(done.stdout.strip()).read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("form", ["csv", "parquet", "plover", "bibtex", "csl"])
def test_every_form_of_export(dossier: Path, tmp_path: Path, form: str) -> None:
    done = run("export", dossier, "--to", form, "-o", tmp_path / "out", "--redact-text")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "out").exists()
    assert run("export", dossier, "--to", form, "-o", "/proc/nothing/out").returncode == 2


def test_case_new_writes_a_case_that_passes(tmp_path: Path) -> None:
    done = run("case", "new", "dates", VISIT, "--label", "a visit")
    assert done.returncode == 0
    assert 'stage = "dates"' in done.stdout
    assert 'value = "2021-05-05"' in done.stdout
    assert run("case", "new", "nothing", VISIT).returncode == 2


def test_doctor_finds_everything() -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert "SQLite" in done.stdout


def test_python_m_rawi_and_version() -> None:
    assert run("--version").stdout.startswith("rawi ")


def test_output_is_utf8_whatever_the_terminal_says(dossier: Path) -> None:
    done = run(
        "show", dossier, "--lang", "ar", env={**os.environ, "PYTHONIOENCODING": "", "LC_ALL": "C", "PYTHONUTF8": "0"}
    )
    assert done.returncode == 0, done.stderr


def test_search_and_its_filters(dossier: Path) -> None:
    done = run("search", dossier, "مذكرة")
    assert done.returncode == 0
    assert "signing.txt" in done.stdout
    assert "[مذكرة]" in done.stdout
    assert run("search", dossier, "مذكرة", "--actor", "FRA").stdout == ""
    assert run("search", dossier, "مذكرة", "--type", "nothing").returncode == 2


def test_rebuild_and_diff_of_equal_dossiers_say_nothing(dossier: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(dossier.read_bytes())
    done = run("rebuild", copy)
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 documents read anew, 0 differences" in done.stderr
    assert run("diff", dossier, copy).stdout == ""
    assert run("check", copy).returncode == 0


def test_news_since_a_day(dossier: Path) -> None:
    assert "new: " in run("news", dossier, "--since", "2021-03-04").stdout
    assert run("news", dossier, "--since", "2031-01-01").stdout == ""


def test_the_rules_alone_can_decide(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNING, encoding="utf-8")
    told = {e: run("annotate", "--explain", "--engine", e, tmp_path / "a.txt").stdout for e in ("weighed", "rules")}
    assert "chance 0." in told["weighed"] and "chance 1.00" not in told["weighed"]
    assert "chance 1.00" in told["rules"] and "chance 0." not in told["rules"]
    assert run("build", tmp_path / "d.db", tmp_path / "a.txt", "--engine", "rules").returncode == 0
    assert sqlite3.connect(tmp_path / "d.db").execute("SELECT count(*) FROM report WHERE chance < 1").fetchone() == (0,)


def test_a_report_is_explained_by_its_sentence_parts_and_rules(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNING, encoding="utf-8")
    told = run("annotate", "--explain", tmp_path / "a.txt").stdout
    assert SIGNING.splitlines()[0] in told
    for part in ("trigger     «وقّع»", "by support.sign", "chance 0.", "actor", "factuality  occurred", "2021-03-03"):
        assert part in told, told


def test_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'one;two\n"{VISIT}";"x"\n', encoding="utf-8")
    assert "CONSULT/visit" in run("annotate", "--column", "text=one", tmp_path / "a.csv").stdout
    assert "no column named three" in run("annotate", "--column", "text=three", tmp_path / "a.csv").stderr
    assert run("annotate", "--column", "text", tmp_path / "a.csv").returncode == 2


def test_an_address_stays_an_address(tmp_path: Path) -> None:
    done = run("build", tmp_path / "d.db", "https://127.0.0.1/page")
    assert done.returncode == 1
    assert "https://127.0.0.1/" in done.stderr and "no public address" in done.stderr


def test_the_doctor_names_what_is_there() -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    for name in ("SQLite", "trafilatura", "tesseract", "lexicon"):
        assert name in done.stdout


def test_corrections_from_the_terminal(dossier: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(dossier.read_bytes())
    evidence = run("show", copy, "--evidence", "--actor", "FRA").stdout
    place = next(line.split()[0] for line in evidence.splitlines() if "visit.txt:" in line)
    done = run("correct", "factuality", copy, place, "denied", "--author", "A", "--reason", "so")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{place} «" in run("show", copy, "--evidence").stdout
    assert "denied" in run("show", copy, "--evidence").stdout
    listed = run("correct", "list", copy).stdout
    assert done.stdout.strip() in listed
    assert "counts" in listed
    exported = run("correct", "export", copy).stdout
    (tmp_path / "c.json").write_text(exported, encoding="utf-8")
    assert run("correct", "undo", copy, done.stdout.strip()).returncode == 0
    assert "withdrawn" in run("correct", "list", copy).stdout
    other = tmp_path / "other.db"
    other.write_bytes(dossier.read_bytes())
    assert "1 corrections taken up" in run("correct", "import", other, tmp_path / "c.json").stderr
    assert "denied" in run("show", other, "--evidence").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("reject", "visit.txt:99999"),
        ("reject", "nothing"),
        ("retype", "visit.txt:0", "NOTHING"),
        ("factuality", "visit.txt:0", "perhaps"),
        ("when", "visit.txt:0", "soon"),
        ("merge-events", "e0", "e1"),
        ("merge-entities", "Nobody", "--into", "Somebody"),
        ("note", "Nobody", "text"),
    ],
)
def test_wrong_corrections_change_nothing(dossier: Path, arguments: tuple[str, ...]) -> None:
    before = dossier.read_bytes()
    done = run("correct", arguments[0], dossier, *arguments[1:], "--author", "A")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert dossier.read_bytes() == before
