"""How much of a corpus is told as reports: reports per 100 words, and sentences with a verb of the list and no report.

    python -m benchmarks.coverage CORPUS.jsonl.gz… [--articles 300] [--seed 1] [--engine rules] [--sample 100]

The articles are drawn at random. A sentence counts as passed over where one of its finite verbs can name a happening
(an entry of ``lexicon/data/ar/triggers`` whose conditions are met) and no report stands in it. `--sample` prints so
many reports drawn at random, with their sentences, to be read by hand: is the type right, is the whole report right?
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from rawi.annotation.report_clauses import outline
from rawi.annotation.report_triggers import find_candidates
from rawi.annotation.reports import best_fit
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.model import Document, Participant, Report
from rawi.pipeline import annotate
from rawi.reading.sources import read_sources
from rawi.text.prose import read_prose


def draw(corpora: list[Path], lexicon: Lexicon, count: int, seed: int) -> list[Document]:
    """Return articles drawn at random, the same ones for the same seed."""
    found = [d for d in read_sources(corpora, pages=lexicon.pages) if isinstance(d, Document)]
    return random.Random(seed).sample(found, min(count, len(found)))


def sentences_with_verbs(document: Document, lexicon: Lexicon) -> tuple[int, Iterator[int]]:
    """Return how many sentences a document has, and where those begin in which a verb can name a happening."""
    prose = read_prose(document.text, document.pieces)
    triggers = lexicon.triggers
    candidates = find_candidates(prose, outline(prose, triggers), triggers)
    fitting = (best for found in candidates if (best := best_fit(found)) is not None and best.verbal)
    sentences = {prose.sentence_of(candidate.first) for candidate in fitting}
    return len(prose.firsts) - 1, (prose.sentence_span(sentence).start for sentence in sorted(sentences))


def show(document: Document, report: Report) -> str:
    """Return a report and its sentence in a few lines."""
    text = document.text
    sentence = text[report.sentence_start : report.sentence_end].replace("\n", " ")
    who = f"{_names(report.actors)} → {_names(report.recipients)}"
    chain = " < ".join(link.source for link in report.chain)
    facts = f"{report.type} {report.mode or ''} {report.factuality} | {who} | when {report.when} | chain {chain or '–'}"
    return f"{report.trigger} | {facts} | {report.rule}\n    {sentence}\n"


def _names(participants: tuple[Participant, ...]) -> str:
    return ", ".join(f"{p.text} ({p.code or '?'}:{p.sector or '?'})" for p in participants) or "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("rules", "weighed"), default="weighed")
    parser.add_argument("--sample", type=int, default=0)
    arguments = parser.parse_args()
    lexicon = load_lexicon(arguments.engine)
    words = told = sentences = verbal = passed = 0
    reports: list[tuple[Document, Report]] = []
    for document in draw(arguments.corpora, lexicon, arguments.articles, arguments.seed):
        found = annotate(document, lexicon).reports
        words += len(document.text.split())
        told += len(found)
        reports += [(document, report) for report in found]
        begins = sorted({report.sentence_start for report in found})
        number, with_verbs = sentences_with_verbs(document, lexicon)
        sentences += number
        for start in with_verbs:
            verbal += 1
            place = bisect_right(begins, start) - 1
            passed += place < 0 or begins[place] != start
    print(f"{arguments.articles} articles, {words:,} words, {sentences:,} sentences, {told:,} reports")
    print(f"reports per 100 words {100 * told / max(words, 1):.2f}")
    print(f"sentences with a verb of the list {verbal:,}, without a report {passed:,} ({passed / max(verbal, 1):.2f})")
    for document, report in random.Random(arguments.seed).sample(reports, min(arguments.sample, len(reports))):
        print(show(document, report))


if __name__ == "__main__":
    main()
