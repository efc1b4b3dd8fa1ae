"""One undertaking across its names and documents: parties, provisions, phases and stages put together."""

from __future__ import annotations

import hashlib
from itertools import combinations

from rawi.linking.groups import group
from rawi.model import Annotations, Stage, Undertaking
from rawi.text.prose import read_prose
from rawi.text.stem import stem

_SHARED_WORDS = 0.5
_MARKING: frozenset[str] = frozenset({"signed", "agreed", "ratified", "extended"})


def follow_undertakings(annotations: tuple[Annotations, ...]) -> tuple[Undertaking, ...]:
    """Join the undertakings of all documents that are one, in order of their ids; documents may come in any order."""
    local = sorted((u for a in annotations for u in a.undertakings), key=lambda u: (u.mentions, u.id))
    words = [_words(u) for u in local]
    pairs = [(i, j) for i, j in combinations(range(len(local)), 2) if _same(local[i], local[j], words[i], words[j])]
    joined = [_merge([local[i] for i in members]) for members in group(range(len(local)), pairs)]
    return tuple(sorted(joined, key=lambda u: u.id))


def _same(one: Undertaking, other: Undertaking, words: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two undertakings are one: same parties and same marking day, or same kind and a like name."""
    if one.mentions[0].document == other.mentions[0].document:
        return False
    if set(one.parties) != set(other.parties) or not one.parties:
        return False
    if _marking_days(one) & _marking_days(other):
        return True
    shared = len(words & others) / (min(len(words), len(others)) or 1)
    return one.kind == other.kind and shared >= _SHARED_WORDS


def _marking_days(one: Undertaking) -> set[tuple[str, str]]:
    return {(s.stage, s.when) for s in one.stages if s.stage in _MARKING and s.when and len(s.when) == 10}


def _words(one: Undertaking) -> frozenset[str]:
    return frozenset(stem(w) for label in (one.name, *one.labels) for w in read_prose(label).forms if len(w) > 2)


def _merge(members: list[Undertaking]) -> Undertaking:
    first = members[0]
    labels = tuple(dict.fromkeys(label for m in members for label in (m.name, *m.labels)))
    mention = first.mentions[0]
    return Undertaking(
        id="u" + hashlib.sha256(f"{mention.document}:{mention.start}".encode()).hexdigest()[:12],
        kind=first.kind,
        name=max(labels, key=lambda label: (len(label.split()) < 9, len(label), label)),
        labels=labels,
        parties=tuple(dict.fromkeys(p for m in members for p in m.parties)),
        provisions=tuple(p for m in members for p in m.provisions),
        phases=tuple(sorted((p for m in members for p in m.phases), key=lambda p: (p.order, p))),
        stages=tuple(sorted((s for m in members for s in m.stages), key=_stage_order)),
        mentions=tuple(m for u in members for m in u.mentions),
        rule=first.rule,
    )


def _stage_order(stage: Stage) -> tuple[str, str, int]:
    day = stage.first_day.isoformat() if stage.first_day else "9999"
    return (day, stage.document, stage.start)
