"""Measure the speed of `annotate` and of each of its stages, on one core, in words per second of processor time.

    python -m benchmarks.annotate [CORPUS.jsonl.gz] [--articles 600]

Without a corpus the demo dossier is read again and again. The first tenth warms the caches and is not counted.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import rawi.pipeline
from rawi.engine.local import attempt, map_as_done
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations, Document
from rawi.reading.sources import read_sources

STAGES = (
    "read_prose", "document_chain", "find_times", "find_names", "find_voices", "lay_out", "find_possible", "judge",
    "read_context", "weigh", "source_reports", "date_reports", "cast_reports", "find_undertakings",
)  # fmt: skip
DEMO = Path(__file__).parent.parent / "examples" / "demo"


def documents(corpus: Path | None, articles: int) -> list[Document]:
    pages = load_lexicon().load().pages
    if corpus is not None:
        found = (d for d in read_sources([corpus], pages=pages) if isinstance(d, Document))
        return list(islice(found, articles))
    demo = [d for d in read_sources([DEMO], pages=pages) if isinstance(d, Document)]
    return [demo[n % len(demo)] for n in range(articles)]


def timed(spent: defaultdict[str, float]) -> Iterator[None]:
    """Count the processor time of every stage into `spent` until the generator is closed."""
    originals: dict[str, Callable[..., Any]] = {name: getattr(rawi.pipeline, name) for name in STAGES}

    def wrap(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*arguments)
            finally:
                spent[name] += time.process_time() - begun

        return run

    for name, function in originals.items():
        setattr(rawi.pipeline, name, wrap(name, function))
    try:
        yield
    finally:
        for name, function in originals.items():
            setattr(rawi.pipeline, name, function)


def annotate_one(document: Document) -> Annotations:
    """Annotate a document: what a worker process does."""
    return rawi.pipeline.annotate(document, load_lexicon())


class Speed(NamedTuple):
    """How fast texts are annotated: words, seconds of processor time for all of it, and for each stage."""

    words: int
    whole: float
    stages: dict[str, float]


def measure(texts: list[Document]) -> Speed:
    """Annotate texts twice, as a whole and stage by stage; the first tenth warms the caches and is not counted."""
    lexicon = load_lexicon()
    cold = len(texts) // 10
    for document in texts[:cold]:
        attempt(annotate_one, document)
    measured = texts[cold:]
    words = sum(len(document.text.split()) for document in measured)
    begun = time.process_time()
    for document in measured:
        rawi.pipeline.annotate(document, lexicon)
    whole = time.process_time() - begun
    spent: defaultdict[str, float] = defaultdict(float)
    clock = timed(spent)
    next(clock)
    for document in measured:
        rawi.pipeline.annotate(document, lexicon)
    clock.close()
    return Speed(words, whole, {name: spent[name] for name in STAGES})


def clocked(texts: list[Document], workers: int) -> float:
    """Return words a second by the clock once every process has read a tenth of the texts."""
    cold = workers * len(texts) // 10
    results = map_as_done(annotate_one, texts[:cold] + texts, workers)
    for _ in range(cold):
        next(results)
    begun = time.perf_counter()
    words = sum(len(document.text.split()) for document, _ in results)
    return words / (time.perf_counter() - begun)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=600)
    options = parser.parse_args(arguments)
    words, whole, stages = measure(documents(options.corpus, options.articles))
    print(f"annotate: {words / whole:,.0f} words per second on one core ({words:,} words)")
    for name, seconds in stages.items():
        print(f"  {name:20} {1e6 * seconds / words:6.1f} µs a word  {seconds / sum(stages.values()):6.1%}")


if __name__ == "__main__":
    main()
