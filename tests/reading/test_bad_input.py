"""Input that is broken or hostile ends in one clear line within its limits, and the run goes on."""

from __future__ import annotations

import io
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from test_formats import LONG, PAGE, ROW, TEXT, write_warc

from rawi.errors import ReadingError
from rawi.lexicon.pages import load_pages
from rawi.model import Document
from rawi.reading import parser_process
from rawi.reading.isolation import ParserProcess
from rawi.reading.record import Original
from rawi.reading.source import Task
from rawi.reading.sources import read_sources
from rawi.settings import DEFAULT_SETTINGS, Settings

PAGES = load_pages()


def read_beside_a_good_file(
    folder: Path, settings: Settings = DEFAULT_SETTINGS
) -> tuple[list[Document], list[ReadingError]]:
    """Read a folder that also holds a good file, read last: it must come through."""
    (folder / "zz-good.txt").write_text(TEXT, encoding="utf-8")
    found = list(read_sources([folder], pages=PAGES, settings=settings))
    assert isinstance(found[-1], Document) and found[-1].text == TEXT
    documents = [one for one in found[:-1] if isinstance(one, Document)]
    return documents, [one for one in found if isinstance(one, ReadingError)]


def the_error(folder: Path, settings: Settings = DEFAULT_SETTINGS) -> str:
    documents, errors = read_beside_a_good_file(folder, settings)
    assert not documents and len(errors) == 1, (documents, errors)
    assert errors[0].where and errors[0].remedy and "\n" not in str(errors[0])
    return str(errors[0])


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as member:
        for _ in range(200):
            member.write(b" " * (1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "unpacks to more than" in the_error(tmp_path, Settings(largest_file=1 << 20))


def test_zip_that_lies_about_its_sizes(tmp_path: Path) -> None:
    path = tmp_path / "lying.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b" " * (1 << 20))
    data = path.read_bytes().replace((1 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    read_beside_a_good_file(tmp_path, Settings(largest_file=1 << 19))


def test_archive_with_too_many_members(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(50):
            archive.writestr(f"{number}.txt", TEXT)
    documents, errors = read_beside_a_good_file(tmp_path, Settings(most_members=10))
    assert len(documents) == 10 and "more than 10 members" in str(errors[0])


def test_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "large.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", TEXT * 100)
    errors = read_beside_a_good_file(tmp_path, Settings(largest_archive=len(TEXT.encode()) * 500))[1]
    assert "largest_archive" in str(errors[0])


def test_members_cannot_leave_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for name in ("../evil.txt", "/evil2.txt", "..\\evil3.txt", "ok.txt"):
            archive.writestr(name, TEXT)
    with tarfile.open(folder / "b.tar", "w") as archive:
        for name, kind in (("../evil.txt", tarfile.REGTYPE), ("link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size = kind, "/etc/passwd", 4 if kind == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(b"evil"))
    documents, _ = read_beside_a_good_file(folder)
    assert [document.name for document in documents] == ["evil2.txt", "ok.txt"]
    assert sorted(path.name for path in tmp_path.rglob("*evil*")) == []


def test_damaged_and_encrypted_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    (tmp_path / "b-cut.zip").write_bytes(data[: len(data) // 2])
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    documents, errors = read_beside_a_good_file(tmp_path)
    assert not documents
    assert "encrypted" in str(errors[0]) and "damaged" in str(errors[1])


@pytest.mark.parametrize("tag", ["div", "b", "table", "blockquote", "span", "ul"])
def test_html_of_a_hundred_thousand_nested_tags(tmp_path: Path, tag: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><h1>x</h1>{f'<{tag}>' * 100_000}{TEXT}", encoding="utf-8")
    started = time.monotonic()
    the_error(tmp_path)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("cut.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog", "PDF"),
        ("feed.xml", b"<rss version='2.0'><channel></channel></rss>", "no entry"),
        ("feed.rss", b"<rss <<< & broken", "feed"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.parquet", b"PAR1" + b"\x00" * 60 + b"PAR1", "Parquet"),
        ("a.csv", "عنوان,رقم\nسفينة,3\n".encode(), "no column holds the text"),
        ("a.csv", b"", "empty"),
        ("a.json", b'[{"text": "x"', "JSON"),
        ("a.jsonl", b'{"title": "x"}', "no column holds the text"),
        ("a.warc", b"WARC/1.0\r\nbroken", "breaks off"),
        ("a.gz", b"\x1f\x8b\x08\x00broken", "damaged"),
        ("a.bin", bytes(range(256)) * 20, "binary"),
        ("a.mhtml", b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B--\n", "no HTML"),
    ],
)
def test_broken_files_end_in_one_line(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert reason in the_error(tmp_path)


def test_a_pdf_of_ten_thousand_pages(tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(10_000):
        document.new_page(595, 842)
    document.save(str(tmp_path / "a.pdf"))
    assert "10000 pages" in the_error(tmp_path)


def test_feed_that_is_html(tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text("<!doctype html><html><body><p>404</p></body></html>", encoding="utf-8")
    assert "no article" in the_error(tmp_path)


def test_warc_cut_in_the_middle(tmp_path: Path) -> None:
    pages = [(f"https://example.org/{n}", PAGE.encode(), "text/html") for n in range(6)]
    data = write_warc(tmp_path / "a.warc.gz", pages).read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(data[: len(data) // 2 + 80])
    documents, errors = read_beside_a_good_file(tmp_path)
    assert 1 <= len(documents) < 6 and {document.text for document in documents} == {LONG}
    assert len(errors) == 1 and "breaks off" in str(errors[0])


def test_a_text_of_500_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    started = time.monotonic()
    assert "largest_file" in the_error(tmp_path)
    assert time.monotonic() - started < 5


def test_a_file_that_disappears(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = read_sources([tmp_path], pages=PAGES)
    first = next(found)
    (tmp_path / "b.txt").unlink()
    rest = list(found)
    assert isinstance(first, Document) and isinstance(rest[-1], Document)
    assert isinstance(rest[0], ReadingError) and "b.txt" in str(rest[0])


def parse_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, settings: Settings) -> str:
    """Run a task in a parser process whose parser is `body`; then see that the next task is served."""
    (tmp_path / "sitecustomize.py").write_text(
        "import rawi.reading.parsers as p\nreal = p.parse\n"
        f"def parse(task, pages, settings):\n    if task.name == 'bad':\n{body}\n"
        "    yield from real(task, pages, settings)\n"
        "p.parse = parse\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    original = Original(name="x.html", media_type="text/html", data=PAGE.encode())
    with ParserProcess(settings) as parser:
        bad = list(parser.parse(Task(original=original, name="bad")))
        good = list(parser.parse(Task(original=original, name="good")))
    assert len(good) == 1 and not isinstance(good[0], ReadingError) and good[0].text == LONG
    assert len(bad) == 1 and isinstance(bad[0], ReadingError)
    return str(bad[0])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("        while True: pass", "longer than 4 seconds"),
        ("        import os; os.kill(os.getpid(), 11)", "exit status -11"),
        ("        x = [b'x' * (1 << 20) for _ in range(4000)]", "memory"),
        ("        raise KeyError('odd')", "the parser failed: KeyError"),
        ("        print('noise' * 100000); raise KeyError('odd')", "the parser failed: KeyError"),
    ],
)
def test_a_parser_that_hangs_or_explodes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, reason: str
) -> None:
    settings = Settings(parser_seconds=4 if "seconds" in reason else 60, parser_memory=1 << 30)
    assert reason in parse_with(monkeypatch, tmp_path, body, settings)


def test_the_parser_process_ends_with_its_reader(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    with ParserProcess(Settings()) as parser:
        original = Original(name="a.html", media_type="text/html", data=PAGE.encode())
        assert len(list(parser.parse(Task(original=original, name="a.html")))) == 1
        process = parser._process
        assert process is not None and process.poll() is None
    assert process.poll() is not None


def test_messages_cut_off_are_noticed() -> None:
    stream = io.BytesIO()
    parser_process.write_message(stream, [1, 2, 3])
    with pytest.raises(EOFError):
        parser_process.read_message(io.BytesIO(stream.getvalue()[:-1]))


def test_json_lines_of_records_without_text_name_each_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"x": 1}\n{"x": 2}\n', encoding="utf-8")
    errors = read_beside_a_good_file(tmp_path)[1]
    assert ["line 1" in str(errors[0]), "line 2" in str(errors[1])] == [True, True]


def test_limits_hold_for_every_kind(tmp_path: Path) -> None:
    writers: dict[str, Callable[[Path], object]] = {
        "a.html": lambda path: path.write_text(PAGE * 50, encoding="utf-8"),
        "b.csv": lambda path: path.write_text(f'id,text\n1,"{TEXT * 300}"\n', encoding="utf-8"),
        "c.json": lambda path: path.write_text(f"[{ROW!r}]" * 300, encoding="utf-8"),
    }
    for name, write in writers.items():
        write(tmp_path / name)
    documents, errors = read_beside_a_good_file(tmp_path, Settings(largest_file=20_000))
    assert not documents and len(errors) == 3
