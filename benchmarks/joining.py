"""Measure how a dossier is joined: all of it anew, and after single corrections.

    python -m benchmarks.joining DOSSIER.db [--corrections 10]

The dossier is copied; the copy forgets what was joined and joins it anew in a process of its own. Then corrections of
reports chosen by chance are made and taken back one by one, each joined on its own. Times are of the clock and of the
processor; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from rawi.corrections import Correction, SetFactuality, make_correction, place_of
from rawi.joining.join import join
from rawi.lexicon.lexicon import load_lexicon
from rawi.store.corrections import add_corrections, withdraw_correction
from rawi.store.database import Connection, create_or_open, transaction
from rawi.store.parts import clear_parts
from rawi.store.read import read_linked


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--corrections", type=int, default=10)
    parser.add_argument("--anew", action="store_true", help="join all of this dossier anew, in this process")
    given = parser.parse_args()
    if given.anew:
        join_anew(given.dossier)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(given.dossier, copy)
        subprocess.run([sys.executable, "-m", "benchmarks.joining", str(copy), "--anew"], check=True)
        correct(copy, given.corrections)


def join_anew(path: Path) -> None:
    """Join a dossier that forgets what was joined, and print one line of JSON."""
    with closing(create_or_open(path)) as connection:
        with transaction(connection):
            clear_parts(connection)
        clock, processor = time.perf_counter(), time.process_time()
        join(connection, load_lexicon())
        counts = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("document", "event")}
        figures = {
            **counts,
            "clock": round(time.perf_counter() - clock, 1),
            "processor": round(time.process_time() - processor, 1),
            "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "megabytes": path.stat().st_size // 1_000_000,
        }
    print(json.dumps(figures), flush=True)


def correct(path: Path, number: int) -> None:
    """Correct reports chosen by chance, take it back, and print how long each joining took."""
    chance, lexicon = random.Random(7), load_lexicon()
    seconds: list[float] = []
    with closing(create_or_open(path)) as connection:
        join(connection, lexicon)
        for _ in range(number):
            one = _correction(connection, chance)
            add_corrections(connection, [one])
            seconds.append(_timed(connection))
            withdraw_correction(connection, one.id, datetime.now(UTC))
            seconds.append(_timed(connection))
    print(f"{len(seconds)} corrections: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")


def _correction(connection: Connection, chance: random.Random) -> Correction:
    numbers = [number for (number,) in connection.execute("SELECT DISTINCT document FROM report")]
    (found,) = read_linked(connection, [chance.choice(numbers)])
    place = place_of(found.document.name, found.document.text, chance.choice(found.reports))
    what = SetFactuality(report=place, factuality="denied")
    return make_correction(what, author="benchmark", time=datetime.now(UTC), reason="")


def _timed(connection: Connection) -> float:
    began = time.perf_counter()
    join(connection, load_lexicon())
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
