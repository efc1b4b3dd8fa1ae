"""Measure `rawi build` on the first N articles of a corpus, each in a process of its own: time, memory, size, growth.

    python -m benchmarks.building CORPUS.jsonl[.gz] [--sizes 1000,3000,9000] [--jobs 2]

Times are those of the clock and of the processor (all processes together); joining is one process. Memory is the peak
of the main process and that of the largest worker. The growth is the exponent e in time ~ articles^e.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from rawi.building import build
from rawi.lexicon.lexicon import load_lexicon
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.check import check_dossier
from rawi.store.database import open_to_read

Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="1000,3000,9000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--one", type=Path, help="build this dossier in this process")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure_here(given.one, given.corpus, given.jobs)))
        return
    figures = measure(given.corpus, [int(size) for size in given.sizes.split(",")], given.jobs)
    for one in figures:
        print(json.dumps(one))
    print(f"growth of joining: n^{growth(figures, 'joining'):.2f}, of all: n^{growth(figures, 'processor'):.2f}")


def measure(corpus: Path, sizes: list[int], jobs: int, keep: Path | None = None) -> list[Figures]:
    """Return the figures of each size; the largest dossier is kept, if wanted."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            part, path = Path(folder) / f"{size}.jsonl", Path(folder) / f"{size}.db"
            with opened(corpus) as lines:
                part.write_bytes(b"".join(islice(lines, size)))
            if keep and size == sizes[-1]:
                path = keep
            command = [sys.executable, "-m", "benchmarks.building", str(part), "--one", str(path), "--jobs", str(jobs)]
            line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
            found.append(json.loads(line))
    return found


def opened(corpus: Path) -> Any:
    return gzip.open(corpus) if corpus.suffix == ".gz" else corpus.open("rb")


def measure_here(path: Path, articles: Path, jobs: int) -> Figures:
    sources = partial(read_sources, [articles], pages=load_lexicon().pages)
    began, joining = time.perf_counter(), [0.0, 0.0]

    def watch(name: str) -> None:
        if not name:
            joining[:] = time.process_time(), time.perf_counter()

    built = build(path, lambda keep: sources(keep=keep), Settings(workers=jobs), watch)
    ended = time.perf_counter()
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    with closing(open_to_read(path)) as connection:
        text = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM document").fetchone()[0]
        counts = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("report", "event", "name")}
        faults = len(list(check_dossier(connection)))
    return {
        "articles": built.added,
        "clock": round(ended - began, 1),
        "processor": round(own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime, 1),
        "joining": round(time_of_joining(own, joining), 1),
        "peak_megabytes": own.ru_maxrss // 1024,
        "worker_megabytes": others.ru_maxrss // 1024,
        "size": round(path.stat().st_size / text, 2),
        "faults": faults,
        **counts,
    }


def time_of_joining(own: resource.struct_rusage, joining: list[float]) -> float:
    """Return the seconds of processor time since joining began."""
    return own.ru_utime + own.ru_stime - joining[0]


def growth(figures: list[Figures], what: str) -> float:
    """Return the exponent of growth between the smallest and the largest size."""
    first, last = figures[0], figures[-1]
    if first["articles"] == last["articles"] or not first[what]:
        return math.nan
    return math.log(last[what] / first[what]) / math.log(last["articles"] / first["articles"])


if __name__ == "__main__":
    main()
