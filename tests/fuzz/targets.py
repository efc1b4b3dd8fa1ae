"""What is fuzzed: each target takes any bytes. Nothing but a RawiError comes out, within a time, and spans fit."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rawi.annotation.dates import find_times
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document
from rawi.pipeline import annotate, link
from rawi.reading.front_matter import describe
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.check import check_spans
from rawi.text.fold import fold
from rawi.text.neighbours import load_neighbours
from rawi.text.prose import read_prose
from rawi.text.repair import repair, replay

SECONDS = 5.0
ENDINGS = ("txt", "jsonl", "json", "csv", "html", "rss", "warc", "pdf", "docx", "zip", "gz", "parquet", "")


def fuzz_fold(data: bytes) -> None:
    text = _text(data)
    folded = fold(text)
    span = folded.back(0, len(folded.text))
    assert 0 <= span.start <= span.end <= len(text)


def fuzz_repair(data: bytes) -> None:
    text = _text(data)
    for keep_lines in (False, True):
        mended = repair(text, load_neighbours(), keep_lines=keep_lines)
        assert replay(text, mended) == mended.text


def fuzz_dates(data: bytes) -> None:
    text = _text(data)
    document = Document(id="d", name="d", text=text, published=date(2021, 5, 9))
    for time in find_times(read_prose(text), document, load_lexicon()):
        assert 0 <= time.start < time.end <= len(text)
        assert time.first_day is None or time.last_day is None or time.first_day <= time.last_day


def fuzz_annotate(data: bytes) -> None:
    """Everything that is found in one text: chains, names, reports, undertakings; then joined with itself."""
    lexicon = load_lexicon()
    document = Document(id="d", name="d", text=_text(data), outlet="صحيفة", published=date(2021, 5, 9))
    found = annotate(describe(document, lexicon.pages), lexicon)
    assert list(check_spans(found)) == []
    link((found,), lexicon)


def fuzz_readers(data: bytes) -> None:
    """Any bytes under any name: the first byte chooses the ending."""
    ending = ENDINGS[data[0] % len(ENDINGS)] if data else ""
    with TemporaryDirectory() as folder:
        (Path(folder) / f"input.{ending}").write_bytes(data[1:])
        list(read_sources([folder], pages=load_lexicon().pages, settings=Settings(parser_seconds=SECONDS)))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "fold": fuzz_fold,
    "repair": fuzz_repair,
    "dates": fuzz_dates,
    "annotate": fuzz_annotate,
    "readers": fuzz_readers,
}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Fail if what stands inside takes more processor time than that."""

    def stop(*_: object) -> None:
        raise AssertionError(f"it takes more than {seconds} seconds")

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)
