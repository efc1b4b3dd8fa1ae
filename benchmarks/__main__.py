"""`make bench`: measure speed, scale and memory side by side, and put the figures into docs/performance.md.

    python -m benchmarks [CORPUS.jsonl[.gz]] [--articles 600] [--sizes 1000,3000,9000] [--jobs 2] [--write]

Without a corpus the demo dossier is read again and again, and no large dossier is built. With --write the tables and
the drawing of docs/performance.md are made anew. Processor time is measured where one process works, so that other
work on the machine disturbs little; the clock where several do.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from benchmarks import annotate, building, peers, store
from benchmarks.drawing import draw
from rawi.model import Document
from rawi.store.database import open_to_read

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
PICTURE = PAGE.parent / "images" / "performance.svg"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
Lines = list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--sizes", default="1000,3000,9000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    given = parser.parse_args()
    texts = annotate.documents(given.corpus, given.articles)
    speed = annotate.measure(texts)
    stages = {name: 1e6 * seconds / speed.words for name, seconds in speed.stages.items()}
    lines = [*stage_lines(speed), ""]
    beside = peers.measure(texts[: len(texts) // 3])
    lines += [
        *peer_lines(beside),
        "",
        *core_lines(texts, given.jobs),
        "",
        f"`rawi --help` takes {start_up():.2f} s.",
        "",
    ]
    lines += reading_lines()
    curves: dict[str, dict[float, float]] = {}
    if given.corpus:
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "largest.db"
            figures = building.measure(given.corpus, [int(size) for size in given.sizes.split(",")], given.jobs, kept)
            curves = {what: {f["articles"]: f[what] for f in figures} for what in ("processor", "joining")}
            lines += ["", *build_lines(figures), "", *search_lines(kept)]
    print("\n".join(lines))
    if given.write:
        PICTURE.write_text(
            draw([("microseconds a word", stages, "µs"), ("words a second", beside, "")], curves), "utf-8"
        )
        head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        PAGE.write_text("\n".join([head + BEGIN, "", *lines, "", END + tail]), "utf-8")


def stage_lines(speed: annotate.Speed) -> Iterator[str]:
    whole = sum(speed.stages.values())
    yield f"All of `annotate`: **{speed.words / speed.whole:,.0f} words a second** on one core ({speed.words:,} words)."
    yield ""
    yield "| stage | microseconds a word | share |"
    yield "|---|---|---|"
    for name, seconds in sorted(speed.stages.items(), key=lambda item: -item[1]):
        yield f"| `{name}` | {1e6 * seconds / speed.words:.1f} | {seconds / whole:.0%} |"


def peer_lines(beside: dict[str, float]) -> Iterator[str]:
    ours = beside["rawi: all of annotate"]
    yield "| on the same texts, one core | words a second | all of rawi takes |"
    yield "|---|---|---|"
    for name, words in beside.items():
        yield f"| {name} | {words:,.0f} | {words / ours:,.2f} times as long |"


def core_lines(texts: list[Document], jobs: int) -> Iterator[str]:
    """Compare one process with several workers, by the clock: both fresh, both after the same share of warming up.

    What a fresh process runs stands in another module: it cannot load this one, which is run as a program.
    """
    rates = {}
    for workers in (1, jobs):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            rates[workers] = fresh.submit(annotate.clocked, texts, workers).result()
    yield "| worker processes | words a second by the clock |"
    yield "|---|---|"
    for workers, words in rates.items():
        yield f"| {workers} | {words:,.0f} |"
    yield ""
    yield f"{jobs} workers do {rates[jobs] / rates[1]:.2f} times what one does."


def start_up() -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "rawi", "--help"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return min(times)


def reading_lines() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.reading"]
    table = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    yield from ("Reading, each format in a process of its own:", "", "```", *table.splitlines(), "```")


def build_lines(figures: list[building.Figures]) -> Iterator[str]:
    heads = "articles", "clock", "processor", "of that joining", "peak memory", "of a worker", "size / text", "reports"
    yield f"| {' | '.join(heads)} | events |"
    yield "|---" * 9 + "|"
    for f in figures:
        yield (
            f"| {f['articles']:,} | {f['clock']} s | {f['processor']} s | {f['joining']} s "
            f"| {f['peak_megabytes']:,} MB | {f['worker_megabytes']} MB | {f['size']} "
            f"| {f['report']:,} | {f['event']:,} |"
        )
    joining, whole = building.growth(figures, "joining"), building.growth(figures, "processor")
    yield ""
    faults = sum(f["faults"] for f in figures)
    yield f"Joining grows as n^{joining:.2f}, the whole build as n^{whole:.2f}. Faults found by `rawi check`: {faults}."


def search_lines(path: Path) -> Iterator[str]:
    yield "| search | median | 95th percentile |"
    yield "|---|---|---|"
    with closing(open_to_read(path)) as connection:
        for name, (middle, most) in store.measure_search(connection, 200).items():
            yield f"| {name} | {middle:.1f} ms | {most:.1f} ms |"


if __name__ == "__main__":
    main()
