"""Files and folders become documents; what is no Arabic text is named, and the others are read."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest

from rawi.errors import ReadingError
from rawi.lexicon.pages import load_pages
from rawi.model import Document
from rawi.reading.record import Original
from rawi.reading.sources import read_file, read_original, read_sources
from rawi.settings import DEFAULT_SETTINGS, Settings

PAGES = load_pages()
TEXT = (
    "أعلنت الهيئة أن السفينة وصلت إلى الميناء في موعدها، وأن تفريغها سيبدأ صباح الغد.\r\nوقال المدير إن العمل يسير.\n"
)


def read(*paths: Path, **options: object) -> list[Document | ReadingError]:
    return list(read_sources(paths, pages=PAGES, **options))  # type: ignore[arg-type]


def only_document(found: list[Document | ReadingError]) -> Document:
    assert len(found) == 1 and isinstance(found[0], Document), found
    return found[0]


def only_error(found: list[Document | ReadingError]) -> str:
    assert len(found) == 1 and isinstance(found[0], ReadingError), found
    assert found[0].where and found[0].remedy, "an error names its place and its remedy"
    return str(found[0])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"]
)
def test_encodings_give_one_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert only_document(read(path)).text == TEXT


def test_text_is_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    document = only_document(read(path))
    assert document.text.encode() == path.read_bytes()
    assert document.name == "a.txt"


def test_ids_are_stable_and_differ_by_name(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    first, again = read(tmp_path), read(tmp_path)
    assert [d.id for d in first] == [d.id for d in again]  # type: ignore[union-attr]
    assert len({d.id for d in first}) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"%PDF-1.7 broken", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 200)), "picture"),
        (b"The minister arrived in the capital on Monday and left on Tuesday.", "not Arabic"),
        ("Министр прибыл в столицу в понедельник.".encode("windows-1251"), "encoding"),
        (b"\xff\xfe" + b"\x00\xdc" * 9 + b"a\x00", "utf-16"),
    ],
)
def test_bad_files_are_named_and_the_others_read(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a-bad.txt").write_bytes(data)
    (tmp_path / "b-good.txt").write_text(TEXT, encoding="utf-8")
    bad, good = read(tmp_path)
    assert isinstance(good, Document)
    assert "a-bad.txt" in only_error([bad]) and reason in str(bad)


def test_missing_file_and_too_large_file(tmp_path: Path) -> None:
    assert "nowhere" in only_error(read(tmp_path / "nowhere.txt"))
    path = tmp_path / "large.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert "largest_file" in only_error(read(path, settings=Settings(largest_file=20)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    assert "not readable" in only_error(read(path))


def test_directory_loop_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert only_document(read(tmp_path)).name == "a.txt"


def test_metadata_beside_the_file_is_read_unasked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "file,outlet,published,url,title,byline\n"
        'a.txt,جريدة الميناء,2021-04-05,https://example.org/1,"سفينة، وصلت",سعاد\n',
        encoding="utf-8",
    )
    document = only_document(read(tmp_path / "a.txt"))
    assert (document.outlet, document.published, document.title) == ("جريدة الميناء", date(2021, 4, 5), "سفينة، وصلت")
    assert (document.url, document.byline) == ("https://example.org/1", "سعاد")


def test_broken_metadata_rows_are_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "file,outlet,published\na.txt,الميناء,2021-04-05\na.txt,x\nb.txt,x,5.4.2021\na.txt,x,2021-01-01\nc.txt,x,2021-01-01\n",
        encoding="utf-8",
    )
    found = read(tmp_path)
    errors = [str(error) for error in found if isinstance(error, ReadingError)]
    assert [document.outlet for document in found if isinstance(document, Document)] == ["الميناء"]
    assert [any(f"metadata.csv:{line}:" in error for error in errors) for line in (3, 4, 5)] == [True] * 3
    assert any("c.txt" in error and "not there" in error for error in errors)


def test_options_fill_what_nothing_else_says(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("لقاء في المرفأ\n\n3 آذار 2020\n\n" + TEXT, encoding="utf-8")
    given = only_document(read(path, outlet="الميناء", published=date(2020, 3, 4)))
    assert (given.outlet, given.published, given.title) == ("الميناء", date(2020, 3, 4), "لقاء في المرفأ")
    assert only_document(read(path)).published == date(2020, 3, 3)


def test_original_bytes_are_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("windows-1256"))
    kept: list[Original] = []
    document = only_document(read(path, keep=kept.append))
    assert [original.data for original in kept] == [path.read_bytes()]
    assert document.original == hashlib.sha256(path.read_bytes()).hexdigest() == kept[0].sha256


RECORDS = [
    {"id": 7, "text": TEXT, "outlet": "الميناء", "published": "2020-03-04T23:00:00+04:00", "byline": "&nbsp;سعاد"},
    {"text": TEXT, "unknown": 1},
]


@pytest.mark.parametrize("zipped", [False, True])
def test_json_lines(tmp_path: Path, zipped: bool) -> None:
    data = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS).encode()
    path = tmp_path / ("a.jsonl.gz" if zipped else "a.jsonl")
    path.write_bytes(gzip.compress(data) if zipped else data)
    kept: list[Original] = []
    first, second = read(path, keep=kept.append)
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.name, first.published, first.byline) == ("7", date(2020, 3, 4), "سعاد")
    assert (second.name, second.location) == (f"{path.name}#2", "line 2")
    assert json.loads(kept[1].data) == RECORDS[1]


def test_nul_characters_are_replaced_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**RECORDS[0], "text": f"{TEXT}\0{TEXT}"}), encoding="utf-8")
    document = only_document(read(path))
    assert document.text == f"{TEXT}\ufffd{TEXT}"
    assert document.notes == ("1 NUL characters were replaced by U+FFFD",)


def test_broken_lines_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps(RECORDS[0])
    path.write_text("\n".join([good, "{broken", '{"title": "x"}', '{"text": ""}', "", good]), encoding="utf-8")
    found = read(path)
    assert [isinstance(one, Document) for one in found] == [True, False, False, False, True]
    assert [
        f":{n}" in str(error) or f"line {n}" in str(error) for n, error in zip((2, 3, 4), found[1:4], strict=True)
    ] == [True] * 3


def test_json_lines_cut_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress("\n".join([json.dumps(RECORDS[0])] * 500).encode())
    path.write_bytes(whole[: len(whole) // 2])
    found = read(path)
    assert isinstance(found[-1], ReadingError) and "breaks off" in str(found[-1])


def test_a_line_beyond_the_limit_is_skipped_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = json.dumps({"text": TEXT * 50})
    path.write_text(f"{long}\n{json.dumps(RECORDS[0])}\n", encoding="utf-8")
    found = read(path, settings=Settings(largest_file=2000))
    assert [isinstance(one, Document) for one in found] == [False, True]


def test_read_file_returns_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert len(read_file(path, pages=PAGES)) == 1


def test_originals_read_again_give_the_same_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("عاد الوفد إلى العاصمة بعد جولة من المحادثات في الخارج.", encoding="utf-8")
    row = {"id": 7, "text": "وصل الوفد إلى العاصمة صباح اليوم لبدء جولة من المحادثات.", "published": "2021-03-04"}
    (tmp_path / "b.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file,outlet,title\na.txt,جريدة,عودة الوفد\n", encoding="utf-8")
    kept: list[Original] = []
    documents = [source for source in read(tmp_path, keep=kept.append) if isinstance(source, Document)]
    assert len(documents) == len(kept) == 2
    again = [
        read_original(original, document.location, pages=PAGES, settings=DEFAULT_SETTINGS)
        for original, document in zip(kept, documents, strict=True)
    ]
    assert again == documents
