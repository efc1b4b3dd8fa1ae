"""Endurance: build a dossier of very many documents, and watch memory and speed from the first to the last.

    python -m benchmarks.soak CORPUS.jsonl[.gz]… [--documents 100000] [--jobs 2] [--keep DOSSIER.db]

The corpora are repeated; in every round the days of publication and the years move on, and names of persons and towns
change places, so that each round tells other happenings. `rawi build` runs as a command; every half minute its memory
and that of its workers is read, and the processor time that a document takes, which other work on the machine does not
change much. At the end the documents are counted and `rawi check` looks for faults.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.building import opened
from rawi.errors import StoreError
from rawi.store.check import check_dossier
from rawi.store.database import open_to_read

PERSONS = [
    *("ترامب", "بوتين", "ماكرون", "ميركل", "روحاني", "أردوغان", "نتنياهو", "عباس"),
    *("السيسي", "الحريري", "العبادي", "غوتيريش", "ظريف", "لافروف", "ماي"),
]
TOWNS = [
    *("دمشق", "بيروت", "بغداد", "القاهرة", "أنقرة", "طهران", "الرياض", "صنعاء"),
    *("عمان", "الدوحة", "باريس", "لندن", "موسكو", "برلين", "روما"),
]
_STEP = timedelta(days=131)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(rf"\b(?:{'|'.join(PERSONS + TOWNS)})\b")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, path = Path(folder) / "texts", given.keep or Path(folder) / "soak.db"
        source.mkdir()
        write(source, given.corpora, given.documents)
        command = [sys.executable, "-m", "rawi", "build", str(path), str(source), "--jobs", str(given.jobs)]
        watch(subprocess.Popen(command), path)
        with closing(open_to_read(path)) as connection:
            found = connection.execute("SELECT count(*) FROM document").fetchone()[0]
            print(
                f"{found:,} of {given.documents:,} documents are there, {len(list(check_dossier(connection)))} faults"
            )


def write(folder: Path, corpora: list[Path], number: int) -> None:
    """Write so many articles, ten thousand a file."""
    articles = changed(corpora)
    for start in range(0, number, 10_000):
        with (folder / f"{start:08}.jsonl").open("w", encoding="utf-8") as file:
            for _ in range(min(10_000, number - start)):
                file.write(json.dumps(next(articles), ensure_ascii=False) + "\n")


def changed(corpora: list[Path]) -> Iterator[dict[str, Any]]:
    """Yield the articles of the corpora again and again, each time of another time and about others."""
    turn = 0
    while True:
        for corpus in corpora:
            with opened(corpus) as lines:
                for line in lines:
                    yield change(json.loads(line), turn)
        turn += 1


def change(article: dict[str, Any], turn: int) -> dict[str, Any]:
    """Return an article as it might be told in another round."""

    def other(found: re.Match[str]) -> str:
        names = PERSONS if found[0] in PERSONS else TOWNS
        return names[(names.index(found[0]) + turn) % len(names)]

    moved = {**article, "id": f"{article['id']}-{turn}"}
    for field in ("text", "title"):
        if article.get(field):
            text = _NAME.sub(other, article[field])
            moved[field] = _YEAR.sub(lambda year: str(int(year[0]) + turn // 3), text)
    day = date.fromisoformat(article["published"][:10]) + turn * _STEP
    return {**moved, "published": day.isoformat()}


def watch(process: subprocess.Popen[bytes], path: Path) -> None:
    """Print time, documents, processor time and memory of a build and its workers until it ends."""
    began, last = time.perf_counter(), (0.0, 0)
    print(f"{'seconds':>9}{'documents':>11}{'ms each':>10}{'main MB':>9}{'workers MB':>11}")
    while process.poll() is None:
        seconds, documents = time.perf_counter() - began, count(path)
        own, others, worked = held(process.pid)
        new = documents - last[1]
        each = f"{1000 * (worked - last[0]) / new:.1f}" if new else "joining"
        print(f"{seconds:9.0f}{documents:11,}{each:>10}{own:9.0f}{others:11.0f}", flush=True)
        last = worked, documents
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


def count(path: Path) -> int:
    try:
        with closing(open_to_read(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])
    except StoreError:  # not a dossier yet
        return 0


def held(process: int) -> tuple[float, float, float]:
    """Return the megabytes that a process and its children hold, and the processor seconds of all."""
    own = others = worked = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if process in (int(folder.name), int(fields[1])):
                size = int((folder / "statm").read_text().split()[1]) * 4096 / 1e6
                worked += sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
                own, others = (size, others) if int(folder.name) == process else (own, others + size)
    return own, others, worked


if __name__ == "__main__":
    main()
