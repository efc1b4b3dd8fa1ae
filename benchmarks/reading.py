"""Measure how fast each format is read, and how much memory that takes, beside trafilatura alone on the same pages.

    python -m benchmarks.reading [--copies 40] [--corpus CORPUS.jsonl.gz]

The pages are those of the tests, copied. Every format runs in a process of its own. Prints documents and words per
second (without starting Python) and the peak memory of the reader together with its parser process, in megabytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests" / "reading"
LAYOUTS = sorted((TESTS / "pages").glob("*.html"))
PDFS = sorted((TESTS / "pdfs").glob("*.pdf"))


def texts(copies: int) -> list[dict[str, str]]:
    rows = []
    for copy in range(copies):
        for page in LAYOUTS:
            text = page.with_suffix(".txt").read_text(encoding="utf-8")
            rows.append({"id": f"{page.stem}-{copy}", "text": text, "published": "2024-05-06", "outlet": "outlet"})
    return rows


def write_text(folder: Path, copies: int) -> None:
    for row in texts(copies):
        (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")


def write_html(folder: Path, copies: int) -> None:
    for copy in range(copies):
        for page in LAYOUTS:
            (folder / f"{page.stem}-{copy}.html").write_bytes(page.read_bytes())


def write_json_lines(folder: Path, copies: int) -> None:
    with gzip.open(folder / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in texts(copies))


def write_csv(folder: Path, copies: int) -> None:
    rows = texts(copies)
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_parquet(folder: Path, copies: int) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(texts(copies)), folder / "a.parquet")


def write_warc(folder: Path, copies: int) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (folder / "a.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for copy in range(copies):
            for page in LAYOUTS:
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                address = f"https://example.org/{copy}/{page.stem}"
                body = io.BytesIO(page.read_bytes())
                writer.write_record(writer.create_warc_record(address, "response", body, http_headers=headers))


def write_feed(folder: Path, copies: int) -> None:
    items = "".join(
        f"<item><title>x</title><link>https://example.org/{row['id']}</link><description>{row['text']}</description></item>"
        for row in texts(copies)
    )
    (folder / "a.rss").write_text(f"<rss version='2.0'><channel>{items}</channel></rss>", encoding="utf-8")


def write_word(folder: Path, copies: int) -> None:
    import docx

    for row in texts(copies):
        document = docx.Document()
        for line in row["text"].splitlines():
            document.add_paragraph(line)
        document.save(str(folder / f"{row['id']}.docx"))


def write_zip(folder: Path, copies: int) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for row in texts(copies):
            archive.writestr(f"{row['id']}.txt", row["text"])


def write_pdf(folder: Path, copies: int) -> None:
    for copy in range(max(1, copies // 10)):
        for page in PDFS:
            (folder / f"{page.stem}-{copy}.pdf").write_bytes(page.read_bytes())


FORMATS: dict[str, Callable[[Path, int], None]] = {
    "text": write_text,
    "html": write_html,
    "warc.gz": write_warc,
    "json lines.gz": write_json_lines,
    "csv": write_csv,
    "parquet": write_parquet,
    "feed": write_feed,
    "word": write_word,
    "zip of text": write_zip,
    "pdf": write_pdf,
}


def read(folder: Path) -> tuple[int, int]:
    from rawi.lexicon.pages import load_pages
    from rawi.model import Document
    from rawi.reading.sources import read_sources

    found = [one for one in read_sources([folder], pages=load_pages()) if isinstance(one, Document)]
    return len(found), sum(len(one.text.split()) for one in found)


def read_by_trafilatura(folder: Path) -> tuple[int, int]:
    from trafilatura import bare_extraction

    found = [
        bare_extraction(path.read_bytes(), include_comments=False, with_metadata=True) for path in folder.iterdir()
    ]
    bodies = [one.text for one in found if one is not None]  # type: ignore[union-attr]
    return len(bodies), sum(len((text or "").split()) for text in bodies)


def measure(folder: Path, alone: bool) -> None:
    began = time.perf_counter()
    documents, words = (read_by_trafilatura if alone else read)(folder)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{documents} {words} {seconds:.3f} {peak / 1024:.0f}")


def show(name: str, folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "benchmarks.reading", "--measure", str(folder), *options]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    documents, words, seconds, peak = (float(part) for part in answer.stdout.split())
    print(
        f"{name:<22}{documents:>9.0f}{documents / seconds:>12.0f}{words / seconds:>12.0f}"
        f"{seconds / documents * 1000:>11.2f}{peak:>9.0f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=40, help="copies of each of the pages")
    parser.add_argument("--corpus", type=Path, help="a corpus in JSON Lines, read as a further row")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure, options.alone)
        return
    print(f"{'format':<22}{'documents':>9}{'docs/s':>12}{'words/s':>12}{'ms/doc':>11}{'peak MB':>9}")
    for name, write in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), options.copies)
            show(name, Path(folder))
            if name == "html":
                show("html, trafilatura only", Path(folder), "--alone")
    if options.corpus:
        show(options.corpus.name, options.corpus)


if __name__ == "__main__":
    main()
