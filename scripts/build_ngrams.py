"""Count words and their neighbours in newspaper text, for the repair of broken extractions.

    python scripts/build_ngrams.py CORPUS.jsonl.gz… -o src/rawi/text/data/neighbours.npz

The table holds counts only: word forms seen at least twice with the number of their class, pairs and repeated triples
of words as sorted 32-bit fingerprints (stored as differences) with the logarithm of their count in one byte, the counts
of class pairs, and the weights by which these are mixed. Every tenth article is never counted: the weights are learnt
on it, and `benchmarks/repair.py` measures on it.
No sentence can be got back from it. Classes are clusters of words with like neighbours.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from rawi.text.neighbours import (
    BINS,
    Neighbours,
    fingerprint,
    letter_class,
    pack_logarithm,
    running_words,
)

CLUSTERS = 400
CONTEXTS = 1000


def read_running(paths: list[Path]) -> Iterator[tuple[bool, list[str]]]:
    """Yield (held out, running words) of every paragraph."""
    number = 0
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                for paragraph in json.loads(line)["text"].split("\n"):
                    if running := running_words(paragraph):
                        yield number % 10 == 0, ["<p>", *running, "</p>"]


def cluster_words(paragraphs: list[list[str]], words: Counter[str]) -> dict[str, int]:
    """Group the words seen eight times or more by the words to their left and right (PPMI, SVD, k-means)."""
    rows = [w for w, n in words.most_common() if n >= 8]
    row = {w: i for i, w in enumerate(rows)}
    column = {w: i for i, w in enumerate(rows[:CONTEXTS])}
    counts = np.zeros((len(rows), 2 * CONTEXTS), dtype=np.float32)
    for running in paragraphs:
        for left, right in pairwise(running):
            if right in row and left in column:
                counts[row[right], column[left]] += 1
            if left in row and right in column:
                counts[row[left], CONTEXTS + column[right]] += 1
    expected = counts.sum(1, keepdims=True) @ counts.sum(0, keepdims=True) / counts.sum()
    vectors = np.log(np.maximum(counts, 1e-9) / np.maximum(expected, 1e-9), out=expected)
    np.maximum(vectors, 0, out=vectors)
    rng = np.random.default_rng(7)
    sketch = vectors @ rng.standard_normal((2 * CONTEXTS, 96)).astype(np.float32)
    for _ in range(2):
        basis, _ = np.linalg.qr(vectors.T @ np.linalg.qr(sketch)[0])
        sketch = vectors @ basis
    left, values, _ = np.linalg.svd(sketch, full_matrices=False)
    points = (left * np.sqrt(values))[:, :64]
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    centres = points[rng.choice(min(len(points), 6000), CLUSTERS, replace=False)]
    nearest = np.zeros(len(points), dtype=int)
    for _ in range(25):
        nearest = (points @ centres.T).argmax(1)
        for n in range(CLUSTERS):
            members = points[nearest == n]
            if len(members):
                centres[n] = members.mean(0) / (np.linalg.norm(members.mean(0)) + 1e-9)
    return {w: int(n) for w, n in zip(rows, nearest, strict=True)}


def pack(counts: Counter[int], least: int) -> tuple[np.ndarray, np.ndarray]:
    kept = sorted((key, pack_logarithm(n)) for key, n in counts.items() if n >= least)
    keys = np.array([k for k, _ in kept], dtype=np.uint32)
    return np.diff(keys, prepend=np.uint32(0)), np.array([v for _, v in kept], dtype=np.uint8)


def learn_mixture(table: dict[str, np.ndarray], held_out: list[list[str]]) -> np.ndarray:
    """Find the weights of triple, pair, class and word that make the held-out text most probable (EM)."""
    neighbours = Neighbours(table)
    samples: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    for running in held_out:
        for before, previous, word in zip(running, running[1:], running[2:], strict=False):
            key, parts = neighbours.parts(before, previous, word)
            samples.setdefault(key, []).append(parts)
    weights = np.full((BINS, BINS, 4), 0.25, dtype=np.float32)
    for key, rows in samples.items():
        chances = np.array(rows)
        mix = np.full(4, 0.25)
        for _ in range(40):
            shares = chances * mix + 1e-15
            shares /= shares.sum(1, keepdims=True)
            mix = (shares.sum(0) + 0.5) / (len(rows) + 2)
        weights[key] = mix
    return weights


def count(paragraphs: list[list[str]], clusters: dict[str, int]) -> dict[str, np.ndarray]:
    """Count words, pairs, triples and pairs of classes; the mixture is still even."""
    words: Counter[str] = Counter()
    pairs: Counter[int] = Counter()
    triples: Counter[int] = Counter()
    for running in paragraphs:
        words.update(running)
        pairs.update(map(fingerprint, running, running[1:]))
        triples.update(map(fingerprint, running, running[1:], running[2:]))
    kept = sorted(word for word, n in words.items() if n >= 2)
    kinds = {w: clusters.get(w, CLUSTERS + letter_class(w)) for w in words}
    size = max(kinds.values()) + 1
    matrix = np.zeros((size, size), dtype=np.uint32)
    for running in paragraphs:
        for left, right in pairwise(running):
            matrix[kinds[left], kinds[right]] += 1
    pair_keys, pair_counts = pack(pairs, 1)
    triple_keys, triple_counts = pack(triples, 2)
    return {
        "words": np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        "word_counts": np.array([words[w] for w in kept], dtype=np.uint32),
        "word_classes": np.array([kinds[w] for w in kept], dtype=np.uint16),
        "clusters": np.array([CLUSTERS], dtype=np.uint16),
        "pairs": pair_keys,
        "pair_counts": pair_counts,
        "triples": triple_keys,
        "triple_counts": triple_counts,
        "classes": matrix,
        "mixture": np.full((BINS, BINS, 4), 0.25, dtype=np.float32),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    counted: list[list[str]] = []
    held_out: list[list[str]] = []
    for apart, running in read_running(arguments.corpus):
        (held_out if apart else counted).append(running)
    words = Counter(word for running in counted for word in running)
    clusters = cluster_words(counted, words)
    table = count(counted, clusters)
    table["mixture"] = learn_mixture(table, held_out[:8000])
    np.savez_compressed(arguments.output, **table)
    print(
        f"{len(table['word_counts'])} words, {len(table['pairs'])} pairs, {len(table['triples'])} triples",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
