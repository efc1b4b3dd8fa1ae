"""Measure how the time of linking grows with the number of documents, and the peak of memory.

    python benchmarks/linking_scaling.py CORPUS.jsonl.gz [--sizes 1000,3000,9000]

Articles are taken in the order of the file; each size runs in a process of its own, so that its peak of memory is its
own. The growth is the exponent e in time ~ documents^e between the smallest and the largest size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import resource
import subprocess
import sys
import time
from datetime import date
from itertools import islice
from pathlib import Path

from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document
from rawi.pipeline import annotate, link
from rawi.reading.front_matter import describe


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="1000,3000,9000")
    parser.add_argument("--one", type=int, help="measure one size in this process")
    given = parser.parse_args()
    if given.one:
        measure(given.corpus, given.one)
        return 0
    seconds: list[tuple[int, float]] = []
    for size in map(int, given.sizes.split(",")):
        command = [sys.executable, __file__, str(given.corpus), "--one", str(size)]
        line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(line, end="")
        seconds.append((size, json.loads(line)["link_seconds"]))
    (first, quick), (last, slow) = seconds[0], seconds[-1]
    if last > first:
        print(f"growth: n^{math.log(slow / quick) / math.log(last / first):.2f}")
    return 0


def measure(corpus: Path, size: int) -> None:
    """Annotate and link the first `size` articles, and print one line of JSON."""
    lexicon = load_lexicon()
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        annotations = tuple(annotate(describe(_document(line), lexicon.pages), lexicon) for line in islice(lines, size))
    start = time.process_time()
    dossier = link(annotations, lexicon)
    print(
        json.dumps(
            {
                "documents": len(annotations),
                "reports": sum(len(one.reports) for one in annotations),
                "events": len(dossier.events),
                "link_seconds": round(time.process_time() - start, 2),
                "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def _document(line: str) -> Document:
    row = json.loads(line)
    return Document(
        id=row["id"],
        name=row["id"],
        text=row["text"],
        outlet=row["outlet"],
        title=row.get("title"),
        byline=row.get("byline"),
        published=date.fromisoformat(row["published"][:10]),
    )


if __name__ == "__main__":
    sys.exit(main())
