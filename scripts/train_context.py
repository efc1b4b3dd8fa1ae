"""Learn the small network that reads a text, from annotated articles.

    python scripts/train_context.py --labels LABELS.jsonl… --corpus CORPUS.jsonl.gz… [--gold GOLD_FOLDER…]

Labels and corpora as for train_reports.py. The gold data are only tried on, never learnt from, so that the scripts for
reports, roles, days and sources can weigh the network's scores beside their own on texts that neither has seen; run it
before them. The plain sentences of train_roles.py teach grammar, as they do there. Prints after each round
the loss, and by question the loss on the gold data; writes context.npz to src/rawi/lexicon/data/weights. Needs PyTorch
and gensim (a processor is enough: a quarter of an hour); rawi itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
import torch
from gensim.models import KeyedVectors, Word2Vec
from msgspec import Struct
from msgspec.structs import replace
from torch import nn
from torch.nn import functional

import train_days
import train_sources
from features import pack_names
from rawi.annotation.context import SENTENCE, Offer, marks, offer_row, part_row
from rawi.annotation.report_bids import Bids
from rawi.annotation.report_roles import ROLES
from rawi.lexicon.context_weights import numbered, parts
from rawi.model import Report
from rawi.text.prose import read_prose
from train_reports import TARGET, Text, confirmed, plain_facts, read_gold, read_labels
from train_roles import PLAIN_COUNTS, chosen_bids, key_of, plain_reports, wanted

WIDTH, WORD, INNER, MIDDLE = 96, 64, 96, 48
DILATIONS = (1, 2, 4)
ROUNDS, RATE, DECAY, DROPPED, BATCH = 5, 2e-3, 0.02, 0.2, 16
UNKNOWN = 0.07
"""What share of the words is made unknown at random while learning."""
WARMING = 200
"""In how many steps the rate rises at the beginning."""
RARE, RARE_FACT = 3, 10
"""How often a part of words, and a fact, must be seen to be learnt."""
WORDS = ("word=", "stem", "governor=", "meanings=")
"""How the facts begin that name words: these the network reads by itself."""
COMPARED = ("days", "sources")
COUNTS = {"reports": 1.0, "roles": 1.0, "days": 0.1, "sources": 0.1}
"""How much the loss of each question counts: the last two are asked once for a report, the others of many rows."""


Compared = tuple[int, int, tuple[str, ...], int]
Asked = tuple[int, int, int, tuple[str, ...], tuple[int, int], tuple[float, ...]]


class Example(Struct):
    """One text as the network sees it, by names: parts of words, marks, rows of reports and of roles.

    `told` are (token, facts, 1 if told); `asked` are (trigger, first, last, marks, [actor, recipient], [counts …]);
    `days` and `sources` are for every question the answers as (trigger, token, marks, 1 if right).
    """

    words: list[tuple[str, ...]]
    marks: list[tuple[int, str]]
    asked: list[Asked]
    told: list[tuple[int, list[str], int]] = []
    days: list[list[Compared]] = []
    sources: list[list[Compared]] = []


def example(text: Text) -> Example:
    """Return a text by names."""
    return replace(
        example_of_roles(text, confirmed(text), 1.0),
        told=[(row[0], [fact for fact in plain_facts(row) if not fact.startswith(WORDS)], row[4]) for row in text.rows],
        days=compared(
            text,
            [
                (one.report, one.offers, [train_days.right(offer.answer, one.gold) for offer in one.offers])
                for one in train_days.questions(text)
            ],
        ),
        sources=compared(text, [(one.report, one.offers, one.marks) for one in train_sources.questions(text)]),
    )


def example_of_roles(text: Text, pairs: list[tuple[Report, dict[str, Any]]], counted: float) -> Example:
    """Return a text that teaches only who takes part; each who may counts as much as `counted`.

    Where several bids have the wanted code and sector, those that are not meant count nothing.
    """
    view = Bids(text.prose, text.layout, text.possible)
    asked: list[Asked] = []
    for report, gold in pairs:
        bids = view.of(report)
        chosen = [chosen_bids(bids, gold, role) for role in ROLES]
        keys = [wanted(gold, role) for role in ROLES]
        for number, bid in enumerate(bids):
            right = (int(number in chosen[0]), int(number in chosen[1]))
            counts = tuple(counted * (r or key_of(bid) not in k) for r, k in zip(right, keys, strict=True))
            *places, known = part_row(text.prose, bid.part)
            asked.append((*places, tuple(map(intern, (*known, *bid.part.shared))), right, counts))
    return Example(
        words=[*map(parts, text.prose.forms)],
        marks=[pair for some in marks(text.prose, text.layout.names) for pair in some.items()],
        asked=asked,
    )


def compared(text: Text, questions: list[tuple[Report, list[Offer[Any]], list[bool]]]) -> list[list[Compared]]:
    """Return the questions that have right answers and wrong ones, by names."""
    return [
        [(*offer_row(text.prose, report, offer), int(good)) for offer, good in zip(offers, right, strict=True)]
        for report, offers, right in questions
        if any(right) and not all(right)
    ]


class Index:
    """Numbers of names by table; 0 stands for what is unknown."""

    def __init__(self, examples: Sequence[Example]) -> None:
        words = Counter(part for one in examples for word in one.words for part in word)
        self.words = numbered(sorted(part for part, count in words.items() if count >= RARE))
        self.marks = numbered(sorted({SENTENCE, *(mark for one in examples for _, mark in one.marks)}))
        facts = Counter(fact for one in examples for _, some, _ in one.told for fact in some)
        self.reports = numbered(sorted(fact for fact, count in facts.items() if count >= RARE_FACT))
        known = Counter(mark for one in examples for row in one.asked for mark in row[3])
        self.roles = numbered(sorted(mark for mark, count in known.items() if count >= RARE_FACT))
        self.days, self.sources = (
            numbered(sorted({m for one in examples for some in getattr(one, name) for row in some for m in row[2]}))
            for name in COMPARED
        )


def _first_vectors(index: Index, vectors: KeyedVectors) -> np.ndarray:
    """Return the vectors from which learning starts: words in the company that they keep, other parts by chance."""
    found = np.random.default_rng(0).normal(0, 0.1, (len(index.words) + 1, WORD)).astype(np.float32)
    scale = 0.5 / vectors.vectors.std()
    for name, number in index.words.items():
        if name.startswith("w=") and name[2:] in vectors:
            found[number] = vectors[name[2:]] * scale
    found[0] = 0
    return found


class Coded:
    """One text as arrays of numbers."""

    def __init__(self, one: Example, index: Index) -> None:
        self.words = np.array([[index.words.get(part, 0) for part in word] for word in one.words])
        self.mark_tokens = np.array([token for token, _ in one.marks])
        self.marks = np.array([index.marks.get(mark, 0) for _, mark in one.marks])
        told = one.told
        self.tokens = np.array([token for token, _, _ in told], int)
        facts = [list(filter(None, map(index.reports.get, some))) for _, some, _ in told]
        self.facts = np.concatenate([np.array(some, int) for some in facts] or [np.zeros(0, int)])
        self.sizes = np.array(list(map(len, facts)), int)
        self.told = np.array([right for _, _, right in told], np.float32)
        asked = one.asked
        self.places = np.array([row[:3] for row in asked], int).reshape(-1, 3)
        known = [list(filter(None, map(index.roles.get, row[3]))) for row in asked]
        self.about = np.concatenate([np.array(some, int) for some in known] or [np.zeros(0, int)])
        self.known = np.array(list(map(len, known)), int)
        self.right = np.array([row[4] for row in asked], np.float32).reshape(-1, 2)
        self.example = one
        self.counts = np.array([row[5] for row in asked], np.float32).reshape(-1, 2)


class Answers:
    """The questions of one sort that several texts ask, as arrays: a row for each answer."""

    def __init__(self, several: Sequence[list[list[Compared]]], index: dict[str, int], shifts: Sequence[int]) -> None:
        rows = [
            (shift + trigger, shift + token, marks, right)
            for questions, shift in zip(several, shifts, strict=True)
            for answers in questions
            for trigger, token, marks, right in answers
        ]
        sizes = [len(answers) for questions in several for answers in questions]
        self.number = len(sizes)
        self.of = torch.from_numpy(np.repeat(np.arange(len(sizes)), sizes))
        self.places = torch.tensor([row[:2] for row in rows]).reshape(-1, 2)
        longest = max((len(row[2]) for row in rows), default=1)
        marks = [[index.get(mark, 0) for mark in row[2]] for row in rows]
        self.about = torch.tensor([some + [0] * (longest - len(some)) for some in marks]).reshape(-1, longest)
        self.right = torch.tensor([row[3] for row in rows], dtype=torch.bool)

    def loss(self, scores: torch.Tensor) -> torch.Tensor:
        """Return how unlikely the right answers are, on the average of the questions."""
        every = _log_sums(scores, self.of, self.number)
        good = _log_sums(scores[self.right], self.of[self.right], self.number)
        return (every - good).mean()


def _log_sums(scores: torch.Tensor, of: torch.Tensor, number: int) -> torch.Tensor:
    """Return the logarithm of the sum of exponentials for each question."""
    highest = torch.full((number,), -1e9).scatter_reduce(0, of, scores.detach(), "amax")
    sums = torch.zeros(number).index_add(0, of, torch.exp(scores - highest[of]))
    return highest + torch.log(sums)


class Head(nn.Module):
    """As `rawi.lexicon.context_weights.Head`."""

    def __init__(self, number: int, outs: int, places: int) -> None:
        super().__init__()
        self.places = nn.ModuleList(nn.Linear(2 * WIDTH, INNER, bias=False) for _ in range(places))
        self.marks = nn.EmbeddingBag(number + 1, INNER, mode="sum", padding_idx=0)
        nn.init.normal_(self.marks.weight, 0, 0.1)
        self.marks.weight.data[0] = 0
        self.middle = nn.Linear(INNER, MIDDLE)
        self.out = nn.Linear(MIDDLE, outs)
        self.dropped = nn.Dropout(DROPPED)

    def forward(
        self, vectors: torch.Tensor, places: torch.Tensor, about: torch.Tensor, starts: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return log odds by row of places (tokens) and marks: a row of marks, or all in line with where rows start."""
        inner = self.marks(about, starts)
        for number, layer in enumerate(self.places):
            inner = inner + layer(vectors[places[:, number]])
        middle = functional.relu(self.middle(self.dropped(functional.relu(inner))))
        return self.out(middle)  # type: ignore[no-any-return]


class Network(nn.Module):
    """Words to vectors to scores, as `rawi.annotation.context` computes them."""

    def __init__(self, index: Index, vectors: KeyedVectors) -> None:
        super().__init__()
        self.words = nn.Embedding(len(index.words) + 1, WORD, padding_idx=0)
        self.words.weight.data[:] = torch.from_numpy(_first_vectors(index, vectors))
        self.project = nn.Linear(WORD, WIDTH)
        self.marks = nn.Embedding(len(index.marks) + 1, WIDTH, padding_idx=0)
        nn.init.normal_(self.marks.weight, 0, 0.2)
        self.marks.weight.data[0] = 0
        self.layers = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.gains = nn.ParameterList(nn.Parameter(torch.ones(WIDTH)) for _ in DILATIONS)
        self.reports = Head(len(index.reports), 1, 1)
        self.roles = Head(len(index.roles), 2, 3)
        self.days = Head(len(index.days), 1, 2)
        self.sources = Head(len(index.sources), 1, 2)
        self.dropped = nn.Dropout(DROPPED)

    def forward(self, words: torch.Tensor, mark_rows: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
        """Return vectors (texts × tokens, twice the width) of words (texts, tokens, parts)."""
        texts, tokens, _ = words.shape
        own = self.project(self.dropped(self.words(words).sum(2))).reshape(texts * tokens, WIDTH)
        own = functional.relu(own.index_add(0, mark_rows, self.marks(marks)))
        inside = (words > 0).any(2).reshape(texts, tokens, 1)
        x = own.reshape(texts, tokens, WIDTH) * inside
        for layer, gain in zip(self.layers, self.gains, strict=True):
            x = x + functional.relu(layer(self.dropped(x).transpose(1, 2)).transpose(1, 2))
            x = x * torch.rsqrt((x * x).mean(2, keepdim=True) + 1e-6) * gain * inside
        return self.dropped(torch.cat([x.reshape(texts * tokens, WIDTH), own], 1))


class Batch:
    """Texts side by side, shorter ones filled up; while learning (with `chance`) some words are made unknown."""

    def __init__(self, texts: Sequence[Coded], index: Index, chance: np.random.Generator | None = None) -> None:
        longest = max(len(text.words) for text in texts)
        words = np.zeros((len(texts), longest, 6), int)
        for number, text in enumerate(texts):
            words[number, : len(text.words)] = text.words
        if chance is not None:
            words[chance.random(words.shape[:2]) < UNKNOWN, :2] = 0
        shifts = [number * longest for number in range(len(texts))]
        shifted = list(zip(texts, shifts, strict=True))
        self.words = torch.from_numpy(words)
        self.mark_tokens = _joined(text.mark_tokens + shift for text, shift in shifted)
        self.marks = _joined(text.marks for text in texts)
        self.tokens = _joined(text.tokens + shift for text, shift in shifted)[:, None]
        self.facts = _joined(text.facts for text in texts)
        self.starts = _starts(text.sizes for text in texts)
        self.told = _joined(text.told for text in texts)
        self.places = _joined(text.places + shift for text, shift in shifted)
        self.about = _joined(text.about for text in texts)
        self.known = _starts(text.known for text in texts)
        self.right = _joined(text.right for text in texts)
        self.counts = _joined(text.counts for text in texts)
        self.days = Answers([text.example.days for text in texts], index.days, shifts)
        self.sources = Answers([text.example.sources for text in texts], index.sources, shifts)

    def losses(self, network: Network) -> dict[str, torch.Tensor]:
        """Return how wrong a network is about each question."""
        vectors = network(self.words, self.mark_tokens, self.marks)
        right = network.roles(vectors, self.places, self.about, self.known)
        each = functional.binary_cross_entropy_with_logits(right, self.right, reduction="none")
        found = {"roles": (each * self.counts).sum() / (self.counts > 0).sum().clamp(min=1)}
        if len(self.told):
            told = network.reports(vectors, self.tokens, self.facts, self.starts)[:, 0]
            found["reports"] = functional.binary_cross_entropy_with_logits(told, self.told)
        for name in COMPARED:
            answers: Answers = getattr(self, name)
            if answers.number:
                found[name] = answers.loss(getattr(network, name)(vectors, answers.places, answers.about)[:, 0])
        return found


def learn(network: Network, index: Index, texts: list[Coded], tried: list[Coded]) -> None:
    """Fit the network; say after each round how it does on texts that are only tried on."""
    chance, order_of = np.random.default_rng(0), random.Random(0)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step = ROUNDS * (len(texts) // BATCH + 1), 0
    for turn in range(ROUNDS):
        network.train()
        order = sorted(texts, key=lambda text: len(text.words) + 40 * order_of.random())
        batches = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
        order_of.shuffle(batches)
        losses = []
        for some in batches:
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, step / WARMING) * max(0.01, 1 - step / steps)
            found = Batch(some, index, chance).losses(network)
            loss = sum((COUNTS[name] * value for name, value in found.items()), torch.zeros(()))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        print(f"round {turn + 1}: loss {np.mean(losses):.4f}; apart: {_tried(network, index, tried)}", flush=True)


def _joined(arrays: Iterable[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.concatenate(list(arrays)))


def _starts(sizes: Iterable[np.ndarray]) -> torch.Tensor:
    """Return where the marks of each row begin."""
    joined = np.concatenate(list(sizes))
    return torch.from_numpy(np.cumsum(joined) - joined)


def _tried(network: Network, index: Index, texts: list[Coded]) -> str:
    """Return the losses on other texts."""
    network.eval()
    with torch.no_grad():
        found = Batch(texts, index).losses(network) if texts else {}
    return ", ".join(f"{name} {value:.4f}" for name, value in found.items())


def save(network: Network, index: Index) -> None:
    """Write the numbers and the names of rows to context.npz."""
    arrays: dict[str, Any] = {}
    for name, value in network.state_dict().items():
        arrays[name] = value.numpy().astype(np.float16)
    for name in ("words", "marks", "reports", "roles", *COMPARED):
        arrays[f"names.{name}"] = pack_names(getattr(index, name))
    target = TARGET / "context.npz"
    np.savez_compressed(target, **arrays)
    print(f"context: {len(index.words)} parts of words, {target.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    examples = [example(text) for text in read_labels(given.labels, given.corpus)]
    examples += [example_of_roles(text, [(report, parties)], PLAIN_COUNTS) for text, report, parties in plain_reports()]
    tried = [example(text) for folder in given.gold for text in read_gold(folder)]
    train(examples, tried, company(given.corpus))


def company(corpora: list[Path]) -> KeyedVectors:
    """Return vectors of words by the company that they keep in whole corpora (skip-gram)."""
    sentences = []
    for corpus in corpora:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for line in lines:
                prose = read_prose(json.loads(line)["text"])
                sentences += [prose.forms[first:last] for first, last in pairwise(prose.firsts)]
    how = {"window": 4, "negative": 8, "min_count": 4, "sample": 1e-4, "epochs": 8}
    return Word2Vec(sentences, vector_size=WORD, sg=1, workers=1, seed=1, **how).wv


def train(examples: list[Example], tried: list[Example], vectors: KeyedVectors) -> None:
    """Learn from examples and write what was learnt."""
    torch.manual_seed(0)
    index = Index(examples)
    texts, others = ([Coded(one, index) for one in some if one.words] for some in (examples, tried))
    network = Network(index, vectors)
    learn(network, index, texts, others)
    save(network, index)


if __name__ == "__main__":
    main()
