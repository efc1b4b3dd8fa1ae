"""Measure rawi beside others on the same texts: words a second of processor time on one core.

    python -m benchmarks.peers [CORPUS] [--articles 200]

spaCy's blank Arabic tokeniser is the floor: it only cuts texts into tokens. dateparser searches dates. A library that
is not installed is left out. Pages for trafilatura are in `benchmarks.reading`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import rawi.pipeline
from benchmarks.annotate import documents
from rawi.annotation.dates import find_times
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document
from rawi.text.prose import read_prose

Work = Callable[[Document], object]


def rate(work: Work, texts: Sequence[Document], cold: int = 0) -> float:
    """Return the words a second that some work does; the first `cold` texts are not counted."""
    for document in texts[:cold]:
        work(document)
    measured = texts[cold:]
    begun = time.process_time()
    for document in measured:
        work(document)
    return sum(len(document.text.split()) for document in measured) / (time.process_time() - begun)


def measure(texts: Sequence[Document]) -> dict[str, float]:
    """Return the words a second of everybody who is here."""
    lexicon = load_lexicon()
    prepared = {document.id: read_prose(document.text, document.pieces) for document in texts}
    cold = len(texts) // 10
    found = {
        "rawi: all of annotate": rate(lambda d: rawi.pipeline.annotate(d, lexicon), texts, cold),
        "rawi: tokens, sentences": rate(lambda d: read_prose(d.text, d.pieces), texts, cold),
        "rawi: dates": rate(lambda d: find_times(prepared[d.id], d, lexicon), texts, cold),
    }
    spacy = _spacy()
    if spacy:
        found["spaCy, blank Arabic: tokens"] = rate(spacy, texts, cold)
    search = _dateparser()
    if search:
        found["dateparser: search of dates"] = rate(search, texts[: max(len(texts) // 20, 5)])
    return found


def _spacy() -> Work | None:
    try:
        import spacy
    except ImportError:
        return None
    tokeniser = spacy.blank("ar")
    return lambda document: tokeniser(document.text)


def _dateparser() -> Work | None:
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None
    return lambda document: search_dates(document.text, languages=["ar"])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=200)
    given = parser.parse_args(arguments)
    for name, words in measure(documents(given.corpus, given.articles)).items():
        print(f"{name:<30}{words:>12,.0f} words a second")


if __name__ == "__main__":
    main()
