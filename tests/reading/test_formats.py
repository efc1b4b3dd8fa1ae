"""Tables, feeds, archives, Word documents, saved pages: each record becomes the right document, and leads back."""

from __future__ import annotations

import base64
import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from rawi.errors import ReadingError
from rawi.lexicon.pages import load_pages
from rawi.model import Document
from rawi.reading.record import Original
from rawi.reading.sources import read_original, read_sources
from rawi.settings import DEFAULT_SETTINGS, Settings

PAGES = load_pages()
TEXT = (
    "أعلنت الهيئة أن السفينة وصلت إلى الميناء في موعدها، وأن تفريغها سيبدأ صباح الغد.\n"
    "وقال المدير: «العمل يسير»، ثم غادر."
)
LONG = "\n".join(
    f"أعلنت الهيئة أن السفينة رقم {number} وصلت إلى الميناء.\nوقال مدير الرصيف {number} إن العمل يسير كما خطط له."
    for number in range(2, 8)
)
ROW = {
    "id": "n-1",
    "text": TEXT,
    "title": "سفينة تصل",
    "outlet": "الميناء",
    "published": "2023-05-06",
    "url": "https://example.org/1",
    "byline": "سعاد",
}


def read(path: Path, **options: object) -> tuple[list[Document], list[ReadingError]]:
    """Read, and check that what is kept of each document gives the same document again."""
    kept: list[Original] = []
    documents: list[Document] = []
    errors: list[ReadingError] = []
    for found in read_sources([path], pages=PAGES, keep=kept.append, **options):  # type: ignore[arg-type]
        (errors if isinstance(found, ReadingError) else documents).append(found)  # type: ignore[arg-type]
    assert len(kept) == len(documents)
    for document, original in list(zip(documents, kept, strict=True))[:3]:
        again = read_original(original, document.location, pages=PAGES, settings=DEFAULT_SETTINGS)
        assert again == document
    return documents, errors


def one(path: Path, **options: object) -> Document:
    documents, errors = read(path, **options)
    assert len(documents) == 1 and not errors, (documents, errors)
    return documents[0]


def check_row(document: Document) -> None:
    assert (document.name, document.text, document.title) == ("n-1", TEXT, "سفينة تصل")
    assert (document.outlet, document.published, document.byline) == ("الميناء", date(2023, 5, 6), "سعاد")
    assert document.url == "https://example.org/1"


def write_csv(path: Path, rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8"),
        ("a.csv", ";", "utf-8-sig"),
        ("a.tsv", "\t", "utf-8"),
        ("a.csv", ",", "windows-1256"),
        ("a.csv", "\t", "utf-16"),
        ("unnamed", ",", "utf-8"),
    ],
)
def test_delimited_tables(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    path = write_csv(tmp_path / name, [ROW, {**ROW, "id": "n-2"}], delimiter, encoding)
    documents, errors = read(path)
    assert not errors
    check_row(documents[0])
    assert (documents[1].name, documents[1].location) == ("n-2", "row 2")


def test_columns_by_mapping_and_by_usual_names(tmp_path: Path) -> None:
    row = {"Headline": "سفينة تصل", "المتن": TEXT, "when": "6/5/2023 10:00", "المصدر": "الميناء"}
    path = write_csv(tmp_path / "a.csv", [row])
    document = one(path, columns={"text": "المتن", "published": "when"})
    assert (document.name, document.published, document.outlet) == ("a.csv#1", date(2023, 5, 6), "الميناء")
    errors = read(path)[1]
    assert len(errors) == 1 and "no column holds the text" in str(errors[0]) and "المتن" in str(errors[0])
    errors = read(path, columns={"text": "نص"})[1]
    assert len(errors) == 1 and "no column named نص" in str(errors[0])


def test_rows_with_a_wrong_number_of_fields_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,"{TEXT}"\n2,نص,زائد\n3,"{TEXT}"\n', encoding="utf-8")
    documents, errors = read(path)
    assert [document.name for document in documents] == ["1", "3"]
    assert len(errors) == 1 and ":4:" in str(errors[0])


def test_parquet(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    rows = [{**ROW, "published": datetime(2023, 5, 6, 9)}, {**ROW, "id": "n-2", "published": None}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.data")
    documents, errors = read(tmp_path / "a.data")
    assert not errors
    check_row(documents[0])
    assert (documents[1].name, documents[1].published) == ("n-2", None)


def test_parquet_with_mapping(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist([{"body text": TEXT, "n": 1}]), tmp_path / "a.parquet")
    assert one(tmp_path / "a.parquet", columns={"text": "body text", "id": "n"}).name == "1"


@pytest.mark.parametrize(
    "write",
    [
        lambda: json.dumps([ROW]),
        lambda: json.dumps({"count": 1, "articles": [ROW]}, indent=1),
        lambda: json.dumps(ROW, indent=2, ensure_ascii=False),
        lambda: json.dumps(ROW),
    ],
)
def test_json(tmp_path: Path, write: Callable[[], str]) -> None:
    (tmp_path / "a.json").write_text(write(), encoding="utf-8")
    check_row(one(tmp_path / "a.json"))


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2023-05-06T23:59:00+03:00", date(2023, 5, 6)),
        ("الأحد, 13 آب 2023 07:51 PM", date(2023, 8, 13)),
        ("Sun, 13 Aug 2023 19:51:00 GMT", date(2023, 8, 13)),
        (1683331200, date(2023, 5, 6)),
        (1683331200000, date(2023, 5, 6)),
        ("2023", None),
        ("yesterday", None),
    ],
)
def test_days_in_tables(tmp_path: Path, published: object, day: date | None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({**ROW, "published": published}), encoding="utf-8")
    document = one(tmp_path / "a.jsonl")
    assert document.published == day
    assert bool(document.notes) == (day is None)


FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>جريدة الميناء</title><link>https://example.org</link>
<item><title>سفينة تصل</title><link>https://example.org/1</link><pubDate>Wed, 13 Aug 2025 23:51:00 +0300</pubDate>
<dc:creator>سعاد</dc:creator><description>ملخص قصير</description>
<content:encoded><![CDATA[<p>{"</p><p>".join(LONG.splitlines())}</p><figure><figcaption>صورة</figcaption></figure>]]></content:encoded></item>
<item><title>خبر آخر</title><link>https://example.org/2</link>
<description>&lt;p&gt;ملخص &amp;quot;قصير&amp;quot; لخبر آخر عن السفن في الميناء القديم.&lt;/p&gt;</description></item>
<item><title>بلا نص</title><link>https://example.org/3</link></item></channel></rss>"""


def test_feed(tmp_path: Path) -> None:
    (tmp_path / "feed").write_text(FEED, encoding="utf-8")
    documents, errors = read(tmp_path / "feed")
    full, summary = documents
    assert (full.text, full.name, full.outlet) == (LONG, "https://example.org/1", "جريدة الميناء")
    assert (full.published, full.byline, full.location, full.notes) == (date(2025, 8, 13), "سعاد", "entry 1", ())
    assert summary.notes and summary.text == 'ملخص "قصير" لخبر آخر عن السفن في الميناء القديم.'
    assert len(errors) == 1 and "entry 3" in str(errors[0])


def test_atom(tmp_path: Path) -> None:
    entry = (
        "<entry><title>سفينة</title><link href='https://example.org/1'/><published>2025-08-13T10:00:00Z</published>"
        f"<content type='html'>{LONG}</content></entry>"
    )
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>الميناء</title>{entry}</feed>"
    (tmp_path / "a.xml").write_text(atom, encoding="utf-8")
    assert one(tmp_path / "a.xml").published == date(2025, 8, 13)


def test_word_document(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("سفينة تصل", 0)
    document.add_paragraph("3 آذار 2024")
    document.add_paragraph(TEXT.splitlines()[0])
    document.add_heading("تفاصيل", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "الحمولة", "ألف طن"
    document.add_paragraph(TEXT.splitlines()[1])
    document.save(str(tmp_path / "a.docx"))
    found = one(tmp_path / "a.docx")
    assert (found.title, found.published) == ("سفينة تصل", date(2024, 3, 3))
    assert found.text.splitlines()[-2:] == ["الحمولة | ألف طن", TEXT.splitlines()[1]]
    assert [(p.kind, p.quote(found.text)) for p in found.pieces] == [
        ("title", "سفينة تصل"), ("dateline", "3 آذار 2024"), ("heading", "تفاصيل")]  # fmt: skip


PAGE = f"""<html><head><title>سفينة تصل</title><meta property="og:site_name" content="الميناء">
<meta property="article:published_time" content="2023-05-06T10:00:00+03:00"></head><body><h1>سفينة تصل</h1>
<p>{"</p><p>".join(LONG.splitlines())}</p></body></html>"""


def test_saved_page(tmp_path: Path) -> None:
    body = base64.encodebytes(PAGE.encode("windows-1256")).decode()
    (tmp_path / "a.mhtml").write_text(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/1\n"
        "Date: Sat, 6 May 2023 12:00:00 -0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="B"\n\n--B\n'
        f"Content-Type: text/html; charset=windows-1256\nContent-Transfer-Encoding: base64\n\n{body}\n--B--\n",
        encoding="utf-8",
    )
    document = one(tmp_path / "a.mhtml")
    assert (document.text, document.url, document.published) == (LONG, "https://example.org/1", date(2023, 5, 6))


def write_warc(path: Path, pages: list[tuple[str, bytes, str]], gzipped: bool = True) -> Path:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzipped)
        for address, data, media_type in pages:
            headers = StatusAndHeaders("200 OK", [("Content-Type", media_type)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=io.BytesIO(data), http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2023-06-01T00:00:00Z"},
                )
            )  # fmt: skip
    return path


@pytest.mark.parametrize("gzipped", [True, False])
def test_warc(tmp_path: Path, gzipped: bool) -> None:
    foreign = "<html><body><h1>Ship</h1>" + "<p>The ship arrived in the port on Monday, the office said.</p>" * 9
    path = write_warc(
        tmp_path / ("a.warc.gz" if gzipped else "a"),
        [
            ("https://example.org/1", PAGE.encode(), "text/html; charset=utf-8"),
            ("https://example.org/logo.png", b"\x89PNG", "image/png"),
            ("https://example.org/2", foreign.encode(), "text/html"),
            ("https://example.org/3", PAGE.encode("windows-1256"), "text/html; charset=utf-8"),
        ],
        gzipped,
    )
    documents, errors = read(path)
    assert [document.name for document in documents] == ["https://example.org/1", "https://example.org/3"]
    assert {document.text for document in documents} == {LONG}
    assert documents[1].location == "record 4"
    assert len(errors) == 1 and "1 not in Arabic" in str(errors[0])


def fill(folder: Path) -> list[str]:
    (folder / "inner").mkdir()
    (folder / "b.txt").write_text(TEXT, encoding="utf-8")
    (folder / "inner" / "a.html").write_text(PAGE, encoding="utf-8")
    (folder / "inner" / "metadata.csv").write_text("file,outlet\na.html,جريدة\n", encoding="utf-8")
    (folder / "inner" / "c.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    return ["b.txt", "a.html", "n-1"]


def write_zip(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return path


def test_folders_and_archives_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    names = fill(folder)
    whole = read(folder)[0]
    assert [document.name for document in whole] == names
    zipped = write_zip(folder, tmp_path / "a.zip")
    for mode, name in (("w", "a.tar"), ("w:gz", "a.tgz"), ("w:xz", "a.tar.xz")):
        with tarfile.open(tmp_path / name, mode) as archive:  # type: ignore[call-overload]
            archive.add(folder, ".")
    for path in (zipped, tmp_path / "a.tar", tmp_path / "a.tgz", tmp_path / "a.tar.xz"):
        documents, errors = read(path)
        assert not errors
        assert [(d.id, d.name, d.text, d.outlet) for d in documents] == [
            (d.id, d.name, d.text, d.outlet) for d in whole
        ]


def test_members_are_shown_with_their_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("may/bad.txt", b"\x00\x01\x02\x03" * 50)
    errors = read(tmp_path / "a.zip")[1]
    assert "a.zip!/may/bad.txt" in str(errors[0])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_single_packed_files(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a.txt.packed").write_bytes(pack(TEXT.encode()))
    assert one(tmp_path / "a.txt.packed").text == TEXT


def test_archives_within_archives(tmp_path: Path) -> None:
    data = gzip.compress(TEXT.encode())
    for _ in range(2):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("x", data)
        data = stream.getvalue()
    (tmp_path / "a").write_bytes(data)
    assert one(tmp_path / "a").text == TEXT
    errors = read(tmp_path / "a", settings=Settings(deepest_archive=2))[1]
    assert len(errors) == 1 and "too deep" in str(errors[0])


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text(PAGE, encoding="utf-8")
    assert one(tmp_path / "a.pdf").title == "سفينة تصل"
    (tmp_path / "b.txt").write_text(json.dumps(ROW), encoding="utf-8")
    check_row(one(tmp_path / "b.txt"))
    (tmp_path / "c.html").write_text(TEXT, encoding="utf-8")
    assert one(tmp_path / "c.html").text == TEXT
