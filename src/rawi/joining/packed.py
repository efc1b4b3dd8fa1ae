"""Reports ready for comparing, packed: what many of them have in common is held once when they are read again.

A tenth of a million of them goes through memory again and again; as they are made they take three times the room, and
four times as long to read.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from sys import intern

import msgspec
from msgspec import Struct

from rawi.linking.tellings import Side, Telling
from rawi.model import EventType, Factuality, Report, ReportRef, StageName, WhenBasis

_ENCODER = msgspec.msgpack.Encoder()


class _Kind(Struct, frozen=True, array_like=True):
    """What comparing asks of a report itself."""

    type: EventType
    mode: str | None
    factuality: Factuality
    where: str | None
    when_basis: WhenBasis


class _Packed(Struct, frozen=True, array_like=True, gc=False):
    """A telling: its kind and sides as bytes, its trigger and words parted by blanks."""

    ref: tuple[str, int]
    kind: bytes
    sides: bytes
    sentence: int
    turn: int
    first: int | None
    last: int | None
    said: int | None
    trigger: str
    definite: bool
    sense: str
    words: str
    weights: bytes
    behind: str
    weights_behind: bytes
    undertaking: str | None
    stage: StageName | None


_PACKED = msgspec.msgpack.Decoder(_Packed)
_KIND = msgspec.msgpack.Decoder(_Kind)
_Sets = tuple[tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str], frozenset[str]], ...]
_SIDES = msgspec.msgpack.Decoder(_Sets)


def pack_telling(telling: Telling) -> bytes:
    """Return a telling as bytes, without what comparing does not ask for: its chain, participants and positions."""
    report = telling.report
    kind = _Kind(report.type, report.mode, report.factuality, report.where, report.when_basis)
    sides = [
        tuple(sorted(some) for some in (side.entities, side.bodies, side.codes, side.towns))
        for side in (telling.actors, telling.recipients, telling.everyone)
    ]
    packed = _Packed(
        (telling.ref.document, telling.ref.index),
        _ENCODER.encode(kind),
        _ENCODER.encode(sides),
        telling.sentence,
        telling.turn,
        telling.first,
        telling.last,
        telling.said,
        " ".join(telling.trigger),
        telling.definite,
        telling.sense,
        *_packed_words(telling.words),
        *_packed_words(telling.behind),
        telling.undertaking,
        telling.stage,
    )
    return _ENCODER.encode(packed)


def unpack_telling(packed: bytes) -> Telling:
    """Return a telling as it was packed."""
    one = _PACKED.decode(packed)
    actors, recipients, everyone = _sides(one.sides)
    return Telling(
        ref=ReportRef(*one.ref),
        report=_report(one.kind),
        sentence=one.sentence,
        turn=one.turn,
        first=one.first,
        last=one.last,
        said=one.said,
        actors=actors,
        recipients=recipients,
        everyone=everyone,
        trigger=_stems(one.trigger),
        definite=one.definite,
        sense=intern(one.sense),
        words=_words(one.words, one.weights),
        behind=_words(one.behind, one.weights_behind),
        undertaking=one.undertaking,
        stage=one.stage,
    )


def _packed_words(words: dict[str, float]) -> tuple[str, bytes]:
    return " ".join(words), array("d", words.values()).tobytes()


def _words(written: str, weights: bytes) -> dict[str, float]:
    return dict(zip(map(intern, written.split(" ")), array("d", weights), strict=True)) if written else {}


@lru_cache(maxsize=1 << 14)
def _report(packed: bytes) -> Report:
    kind = _KIND.decode(packed)
    return Report(
        0,
        0,
        trigger="",
        type=kind.type,
        mode=kind.mode,
        factuality=kind.factuality,
        where=kind.where,
        when_basis=kind.when_basis,
    )


@lru_cache(maxsize=1 << 14)
def _sides(packed: bytes) -> tuple[Side, ...]:
    return tuple(Side(*sets) for sets in _SIDES.decode(packed))


@lru_cache(maxsize=1 << 14)
def _stems(written: str) -> frozenset[str]:
    return frozenset(written.split())
