"""Kill `rawi build` again and again at random moments, and compare what it ends with to an undisturbed build.

    python -m benchmarks.kills [SOURCE] [--kills 50] [--jobs 2]

The whole group of processes is killed (SIGKILL), workers too, at a moment spread evenly over the length of a build; the
same command then runs to its end. Equal means: the same documents, records, events and originals, and `rawi check`
finds nothing. The test suite does the same at random statements of SQL, without workers.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from rawi.errors import StoreError
from rawi.model import Dossier
from rawi.store.check import check_dossier
from rawi.store.database import open_to_read
from rawi.store.originals import read_kept
from rawi.store.read import read_dossier

DEMO = Path(__file__).parent.parent / "examples" / "demo"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, nargs="?", default=DEMO)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    chance = random.Random(8)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        build(Path(folder) / "undisturbed.db", given.source, given.jobs)
        length = time.perf_counter() - began
        expected = content(Path(folder) / "undisturbed.db")
        equal, stopped = 0, []
        for number in range(given.kills):
            path = Path(folder) / f"{number}.db"
            build(path, given.source, given.jobs, kill_after=chance.uniform(0, length))
            stopped.append(documents_in(path))
            build(path, given.source, given.jobs)
            equal += content(path) == expected
        print(f"{equal} of {given.kills} equal to the undisturbed build, which takes {length:.1f} s")
        print(f"documents that were there after the kill: {sorted(stopped)}")


def build(path: Path, source: Path, jobs: int, kill_after: float | None = None) -> int:
    """Run the command, to its end or until it is killed, and return its status."""
    command = [sys.executable, "-m", "rawi", "build", str(path), str(source), "--jobs", str(jobs)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def documents_in(path: Path) -> int:
    try:
        with closing(open_to_read(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])
    except StoreError:  # killed before the file was a dossier
        return 0


def content(path: Path) -> tuple[Dossier, list[tuple[str, bytes]], list[str]]:
    with closing(open_to_read(path)) as connection:
        originals = [(kept.name, kept.data) for kept in read_kept(connection)]
        return read_dossier(connection), originals, list(check_dossier(connection))


if __name__ == "__main__":
    main()
