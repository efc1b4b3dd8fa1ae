"""Measure a dossier of many articles: time to build, size, search, check, reading it whole.

    python -m benchmarks.store ARTICLES.jsonl[.gz] [--keep FILE.db] [--queries N] [--jobs N]

Queries are one to three words that stand beside one another in the articles, chosen by chance with a fixed seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from rawi.building import build
from rawi.lexicon.lexicon import load_lexicon
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.check import check_dossier
from rawi.store.database import Connection, open_to_read
from rawi.store.query import EVERYTHING, Filters
from rawi.store.read import read_dossier
from rawi.store.search import find_passages


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--keep", type=Path, help="build here, or measure the dossier that is there")
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "articles.db"
        if not path.exists():
            measure_build(path, given.articles, given.jobs)
        with closing(open_to_read(path)) as connection:
            measure_size(connection, path)
            measure_search(connection, given.queries)
            began = time.perf_counter()
            read_dossier(connection)
            print(f"reading it whole: {time.perf_counter() - began:.1f} s")
            began = time.perf_counter()
            faults = list(check_dossier(connection))
            print(f"check: {len(faults)} faults in {time.perf_counter() - began:.1f} s", *faults[:5], sep="\n  ")


def measure_build(path: Path, articles: Path, jobs: int) -> None:
    sources = partial(read_sources, [articles], pages=load_lexicon().pages)
    began, joining = time.perf_counter(), 0.0

    def watch(name: str) -> None:
        nonlocal joining
        if not name:
            joining = time.perf_counter()

    built = build(path, lambda keep: sources(keep=keep), Settings(workers=jobs), watch)
    ended = time.perf_counter()
    print(f"build: {built.added} documents in {ended - began:.0f} s, of that {ended - joining:.0f} s of joining")


def measure_size(connection: Connection, path: Path) -> None:
    text = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM document").fetchone()[0]
    size = path.stat().st_size
    print(f"size: {size / 1e6:.1f} MB, {size / text:.2f} times the {text / 1e6:.1f} MB of plain text")
    counts = ("report", "event", "name", "entity")
    print(", ".join(f"{connection.execute(f'SELECT count(*) FROM {t}').fetchone()[0]} {t}s" for t in counts))


def measure_search(connection: Connection, number: int) -> dict[str, tuple[float, float]]:
    """Return the median and the 95th percentile of searches by kind of filter, in milliseconds."""
    chance = random.Random(7)
    texts = [text for (text,) in connection.execute("SELECT text FROM document ORDER BY id")]
    queries = []
    while len(queries) < number:
        words = [word for word in chance.choice(texts).split() if len(word) > 2]
        if len(words) > 3:
            start = chance.randrange(len(words) - 3)
            queries.append(" ".join(words[start : start + chance.choice((1, 2, 3))]))
    find_passages(connection, queries[0])
    kinds = {
        "no filter": EVERYTHING,
        "type": Filters(types=("CONSULT",)),
        "two states": Filters(actors=("SYR", "USA")),
        "a name": Filters(actors=("ترامب",)),
        "an outlet": Filters(outlet="bbc"),
    }
    found = {}
    for name, filters in kinds.items():
        times = []
        for query in queries:
            began = time.process_time()  # all of it is work of this process: the file lies in the system's cache
            find_passages(connection, query, filters, 20)
            times.append((time.process_time() - began) * 1000)
        times.sort()
        found[name] = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(
            f"search, {name}: median {found[name][0]:.1f} ms, 95th percentile {found[name][1]:.1f} ms", file=sys.stderr
        )
    return found


if __name__ == "__main__":
    main()
