"""Which documents print one another's text: copies, near copies and excerpts.

A text is a set of shingles (runs of words). Shingles whose hash falls into a fixed residue class are indexed; documents
that share some of them are compared in full. What decides is containment, the share of the shorter text that stands
in the longer one, so an excerpt counts as well as a reprint. The index follows Broder's sketches modulo m (1997),
which unlike MinHash keep containment measurable between texts of different length (docs/decisions).
"""

from __future__ import annotations

import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

import numpy
from msgspec import Struct
from numpy.typing import NDArray

from rawi.linking.groups import agglomerate
from rawi.model import Annotations, Document, Piece
from rawi.settings import Settings
from rawi.text.fold import fold_word

Shingles = NDArray[numpy.uint64]
_WORD = re.compile(r"\w+")
_BASE = 1_000_003
_RESIDUE = 8
_LONG_POSTING = 12


class Copied(Struct, frozen=True, order=True):
    """Two documents of which one prints the other's text. `share` is the containment, between 0 and 1."""

    one: str
    other: str
    share: float


class Copies(Struct, frozen=True):
    """All copied pairs of a dossier, excerpts too, and the clusters of documents that print one text.

    An excerpt in a round-up makes a pair but no cluster: the round-up does not turn the texts that it quotes into
    one. Clusters hold document ids, the earliest first.
    """

    pairs: tuple[Copied, ...] = ()
    clusters: tuple[tuple[str, ...], ...] = ()


def find_copies(annotations: tuple[Annotations, ...], settings: Settings) -> Copies:
    """Find all pairs of documents with a containment of at least `settings.copy_share`. Pure; order does not matter."""
    documents = sorted((a.document for a in annotations), key=_age)
    shingles = {d.id: _shingles_of(d.text, d.pieces, settings.shingle_words) for d in documents}
    pairs = list(_copied(documents, shingles, settings))

    def overlap(one: str, other: str) -> float:
        return _overlap(shingles[one], shingles[other])

    alike = ((overlap(p.one, p.other), p.one, p.other) for p in pairs)
    clusters = agglomerate((d.id for d in documents), alike, overlap, settings.copy_share)
    return Copies(tuple(sorted(pairs)), tuple(cluster for cluster in clusters if len(cluster) > 1))


def find_copied(annotations: Iterable[Annotations], settings: Settings) -> set[tuple[str, str]]:
    """Find the pairs of `find_copies` alone, the smaller id first."""
    documents = sorted((a.document for a in annotations), key=_age)
    shingles = {d.id: _shingles_of(d.text, d.pieces, settings.shingle_words) for d in documents}
    return {(pair.one, pair.other) for pair in _copied(documents, shingles, settings)}


def _copied(documents: list[Document], shingles: dict[str, Shingles], settings: Settings) -> Iterator[Copied]:
    """Yield the copied pairs of documents, which stand in the order of their age."""
    for one, other in _candidates(documents, shingles):
        share = containment(shingles[one], shingles[other])
        if share >= settings.copy_share and min(len(shingles[one]), len(shingles[other])) >= settings.shortest_copy:
            yield Copied(min(one, other), max(one, other), round(share, 3))


@lru_cache(maxsize=1 << 12)
def _shingles_of(text: str, pieces: tuple[Piece, ...], words: int) -> Shingles:
    """Return the hashes of all runs of `words` words of a document's text, without its furniture and headings."""
    for piece in sorted((p for p in pieces if p.kind != "caption"), reverse=True):
        text = text[: piece.start] + " " + text[piece.end :]
    return shingles_of(text, words)


def shingles_of(text: str, words: int) -> Shingles:
    """Return the distinct hashes of the runs of `words` words; one hash for a shorter text, none for an empty one.

    >>> len(shingles_of("a b c d e f", 5)), len(shingles_of("a b", 5)), len(shingles_of("…", 5))
    (2, 1, 0)
    """
    forms = [hashed for written in text.split() for hashed in _hashes_of(written)]
    if not forms:
        return numpy.empty(0, dtype=numpy.uint64)
    words = min(words, len(forms))
    hashes = numpy.array(forms, dtype=numpy.uint64)
    runs = numpy.zeros(len(forms) - words + 1, dtype=numpy.uint64)
    for place in range(words):
        runs = runs * numpy.uint64(_BASE) + hashes[place : place + len(runs)]
    return numpy.unique(runs ^ (runs >> numpy.uint64(29)))


@lru_cache(maxsize=1 << 17)
def _hashes_of(written: str) -> tuple[int, ...]:
    """Return the hashes of the folded words and numbers between two blanks."""
    return tuple(zlib.crc32(form.encode()) for form in _WORD.findall(fold_word(written)))


def containment(one: Shingles, other: Shingles) -> float:
    """Return the share of the shorter text's shingles that the longer one holds too."""
    shorter = min(len(one), len(other))
    return len(numpy.intersect1d(one, other, assume_unique=True)) / shorter if shorter else 0.0


def _overlap(one: Shingles, other: Shingles) -> float:
    """Return the cosine of two texts' shingles: high only where each holds much of the other."""
    size = math.sqrt(len(one) * len(other))
    return len(numpy.intersect1d(one, other, assume_unique=True)) / size if size else 0.0


def _age(document: Document) -> tuple[str, str]:
    published = document.published or document.published_to
    return (published.isoformat() if published else "9999", document.id)


def _candidates(documents: list[Document], shingles: dict[str, Shingles]) -> Iterable[tuple[str, str]]:
    """Return the pairs of documents that share at least two indexed shingles; long postings link neighbours only."""
    postings: defaultdict[int, list[str]] = defaultdict(list)
    for document in documents:
        found = shingles[document.id]
        for value in found[found % numpy.uint64(_RESIDUE) == 0].tolist():
            postings[value].append(document.id)
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    for holders in postings.values():
        for pair in _pairs_of(holders):
            shared[pair] += 1
    return (pair for pair, count in shared.items() if count > 1)


def _pairs_of(holders: list[str]) -> Iterator[tuple[str, str]]:
    if len(holders) > _LONG_POSTING:
        yield from pairwise(holders)
        return
    for place, one in enumerate(holders):
        for other in holders[place + 1 :]:
            yield one, other
