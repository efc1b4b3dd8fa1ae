"""Measure the speed of finding dates, on one core, beside dateparser on the first of the same texts.

    benchmarks/dates.py ARTICLES.jsonl[.gz] [--articles N] [--dateparser M]

ARTICLES holds one JSON object a line with ``text`` and ``published``. Cutting the texts into prose is not counted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rawi.annotation.dates import find_times
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document
from rawi.text.prose import Prose, read_prose


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="number", type=int, default=3000)
    parser.add_argument("--dateparser", type=int, default=60, help="on how many of the articles (it is slow)")
    arguments = parser.parse_args()
    documents = list(read_documents(arguments.articles, arguments.number))
    lexicon = load_lexicon()
    prepared: list[tuple[Prose, Document]] = [(read_prose(document.text), document) for document in documents]
    begin = time.process_time()
    _ = lexicon.times
    print(f"loading words and grammar: {time.process_time() - begin:.2f} s")
    characters, words = sum(len(d.text) for d in documents), sum(len(p.forms) for p, _ in prepared)
    for name in ("first pass (cold caches)", "second pass"):
        begin = time.process_time()
        found = sum(len(find_times(prose, document, lexicon)) for prose, document in prepared)
        seconds = time.process_time() - begin
        print(
            f"rawi, {name}: {found} expressions in {len(documents)} articles, "
            f"{characters / seconds:,.0f} characters/s, {seconds / words * 1e6:.2f} µs a word"
        )
    if arguments.dateparser:
        measure_dateparser(documents[: arguments.dateparser])


def read_documents(path: Path, number: int) -> Iterator[Document]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(number), lines, strict=False):
            record = json.loads(line)
            day = date.fromisoformat(record["published"][:10])
            yield Document(id=record["id"], name=record["id"], text=record["text"], published=day)


def measure_dateparser(documents: list[Document]) -> None:
    from dateparser.search import search_dates

    begin = time.process_time()
    found = sum(len(search_dates(document.text, languages=["ar"]) or []) for document in documents)
    seconds = time.process_time() - begin
    characters = sum(len(document.text) for document in documents)
    print(f"dateparser: {found} expressions in {len(documents)} articles, {characters / seconds:,.0f} characters/s")


if __name__ == "__main__":
    main()
