"""Which reports are worth comparing: those that share a blocking key. All pairs are never compared.

A key that too many reports share tells nothing and is dropped; narrower keys (two states, a state and a trigger, two
rare words) stand beside it, so that the reports of busy days still meet.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from rawi.linking.likeness import related
from rawi.linking.tellings import Telling

_LARGEST_BLOCK, _LARGEST_BROAD = 40, 16
_BROAD = "day"
_RARE_WORDS = 5
_WINDOW = 4


Key = int
"""A hash of 31 bits, negative where the key is a broad one. Two keys that share one are taken for one everywhere."""


def find_candidates(
    tellings: Sequence[Telling], wanted: Callable[[Key], bool] = lambda _: True
) -> Iterator[tuple[int, int]]:
    """Yield each pair of places of related tellings that share a blocking key, once, the smaller place first.

    Only keys that are `wanted` count: who has all tellings of some keys can find the pairs of these.
    """
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for place, telling in enumerate(tellings):
        for key in keys_of(telling):
            if wanted(key):
                blocks[key].append(place)
    types = [telling.report.type for telling in tellings]
    seen: set[int] = set()
    count = len(tellings)
    for key, members in blocks.items():
        if not 1 < len(members) <= largest_block(key):
            continue
        for one, other in combinations(members, 2):
            pair = one * count + other
            if pair not in seen and related(types[one], types[other]):
                seen.add(pair)
                yield one, other


def keys_of(telling: Telling) -> set[Key]:
    """Return the blocking keys of a telling as numbers."""
    return {_number(key) for key in blocking_keys(telling)}


def largest_block(key: Key) -> int:
    """Return how many reports may share a key for it to tell anything."""
    return _LARGEST_BLOCK if key >= 0 else _LARGEST_BROAD


def _number(key: tuple[object, ...]) -> Key:
    number = zlib.crc32(repr(key).encode()) >> 1
    return ~number if key[0] == _BROAD else number


def blocking_keys(telling: Telling) -> Iterator[tuple[object, ...]]:
    """Yield the blocking keys of a telling: its document, rare words in pairs, its days with states, its undertaking.

    Days count in windows of four that overlap by half, so that tellings up to two days apart share one.
    """
    yield "document", telling.ref.document
    kind = telling.report.type
    day = telling.first if telling.first is not None else telling.said
    if day is not None:
        codes = sorted(telling.everyone.codes)
        for shift in (0, _WINDOW // 2):
            window = (day + shift) // _WINDOW, shift
            for code in codes:
                yield _BROAD, window, kind, code
                for trigger in telling.trigger:
                    yield "trigger", window, code, trigger
            for pair in combinations(codes, 2):
                yield "states", window, kind, pair
    rare = sorted([(-weight, word) for word, weight in telling.words.items()])[:_RARE_WORDS]
    for words in combinations(sorted([word for _, word in rare]), 2):
        yield "words", words
    if telling.undertaking:
        yield "undertaking", telling.undertaking, kind
