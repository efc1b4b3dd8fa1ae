"""One undertaking across its names and documents: parties, provisions, phases and stages put together.

Two documents speak of one undertaking when the same parties reach the same stage on the same day, or when the kinds
and parties fit and the names share their telling words; what was signed on different days stays apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.groups import agglomerate
from rawi.model import Annotations, Evidence, Provision, Stage, StageName, Undertaking, UndertakingKind
from rawi.text.prose import Prose, read_prose
from rawi.text.stem import stem

_MARKING: frozenset[StageName] = frozenset({"signed", "agreed", "ratified", "extended"})
_PAPERS: frozenset[UndertakingKind] = frozenset({"agreement", "memorandum", "treaty", "pact"})
_SINGLE: frozenset[UndertakingKind] = frozenset({"base", "roadmap", "mandate", "pact", "treaty"})
_SAME_DAYS = 3
_PASSING_DAYS = 45
_SHARED_WORDS = 0.4
_LIKE_NAMES = 0.6
_SHORTEST_WORD = 3
_CORE = 1 / 3
_SAME_PROVISION = 0.7
_LARGEST_BLOCK = 60
_NEIGHBOURS = 12
_LONGEST_NAME = 9
_LEAST_NAMED = 0.15


class Local(Struct, frozen=True):
    """An undertaking of one document, ready to be compared; `said` is the day of publication.

    `words` are the stems that at least a third of its telling mentions hold. Of its undertaking only the kind, the
    parties, the stages and the first mention count here.
    """

    undertaking: Undertaking
    words: frozenset[str]
    said: date | None


def follow_undertakings(annotations: tuple[Annotations, ...], lexicon: Lexicon) -> tuple[Undertaking, ...]:
    """Join the undertakings of all documents that are one, in order of their ids; documents may come in any order."""
    groups = group_undertakings(local for one in annotations for local in local_undertakings(one, lexicon))
    return tuple(sorted((join_undertakings(group) for group in groups), key=lambda u: u.id))


def group_undertakings(found: Iterable[Local]) -> list[list[Local]]:
    """Group the undertakings of all documents that are one, each group and its members by age."""
    local = sorted(found, key=_age)
    pairs = [(1.0, i, j) for i, j in _candidates(local) if _same(local[i], local[j])]
    known = {(i, j) for _, i, j in pairs}

    def alike(one: int, other: int) -> float:
        pair = (min(one, other), max(one, other))
        if pair in known:
            return 1.0
        return 0.0 if _opposed(local[one], local[other]) else 0.6

    groups = agglomerate(range(len(local)), pairs, alike, 0.5)
    return [[local[place] for place in members] for members in groups]


def local_undertakings(one: Annotations, lexicon: Lexicon) -> Iterator[Local]:
    """Yield the undertakings of one document, ready to be compared."""
    if not one.undertakings:
        return
    prose = read_prose(one.document.text, one.document.pieces)
    named = {token for name in one.names for token in prose.tokens_in(name)}
    for undertaking in one.undertakings:
        told = [frozenset(_words(prose, mention, named, lexicon)) for mention in undertaking.mentions]
        telling = [words for words in told if words]
        counts = Counter(word for words in telling for word in words)
        core = frozenset(word for word, count in counts.items() if count >= len(telling) * _CORE)
        yield Local(undertaking, core, one.document.published or one.document.published_to)


def _words(prose: Prose, mention: Evidence, named: set[int], lexicon: Lexicon) -> Iterator[str]:
    """Yield the stems that tell a name apart: without undertakings' nouns, parties' names, and general words."""
    general = lexicon.undertakings.phrase["general"]
    for token in prose.tokens_in(mention):
        form = prose.forms[token]
        if token in named or form in general or not form.isalpha() or len(form) < _SHORTEST_WORD:
            continue
        if not lexicon.undertakings.nouns.analyse(form):
            yield stem(form)


def _age(one: Local) -> tuple[date, str, Evidence, str]:
    first = one.undertaking.mentions[0]
    return one.said or date.max, first.document, first, one.undertaking.id


def _candidates(local: list[Local]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share two parties, or a telling word; where very many do, only neighbours in time."""
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(local):
        parties = sorted(one.undertaking.parties)
        for pair in combinations(parties, 2):
            blocks[pair].append(place)
        for word in one.words:
            blocks["", word].append(place)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        reach = len(members) if len(members) <= _LARGEST_BLOCK else _NEIGHBOURS
        for place, earlier in enumerate(members):
            for later in members[place + 1 : place + 1 + reach]:
                if (earlier, later) not in seen:
                    seen.add((earlier, later))
                    yield earlier, later


def _same(one: Local, other: Local) -> bool:
    """Tell whether two undertakings of different documents are one."""
    a, b = one.undertaking, other.undertaking
    if a.mentions[0].document == b.mentions[0].document or not _kinds_fit(a, b) or _opposed(one, other):
        return False
    equal = len(a.parties) > 1 and set(a.parties) == set(b.parties)
    if equal and (_marked_alike(a, b) or (a.kind == b.kind and a.kind in _SINGLE)):
        return True
    shared, together = len(one.words & other.words), len(one.words | other.words)
    if not shared or a.kind != b.kind or shared < together * _SHARED_WORDS:
        return False
    return bool(a.parties and b.parties) or shared > 1


def _kinds_fit(one: Undertaking, other: Undertaking) -> bool:
    return one.kind == other.kind or (one.kind in _PAPERS and other.kind in _PAPERS)


def _opposed(one: Local, other: Local) -> bool:
    """Tell whether two undertakings cannot be one: other parties, other days, or a truce of another month.

    Of many parties the press names some: where the names are alike, sharing one party is enough.
    """
    a, b = one.undertaking, other.undertaking
    parties = set(a.parties), set(b.parties)
    if all(parties) and not (parties[0] <= parties[1] or parties[1] <= parties[0]):
        shared = len(one.words & other.words)
        if parties[0].isdisjoint(parties[1]) or shared < max(len(one.words | other.words) * _LIKE_NAMES, 1):
            return True
    if a.kind == "ceasefire" and one.said and other.said and abs((one.said - other.said).days) > _PASSING_DAYS:
        return True
    return any(
        first.stage == second.stage and _apart(first, second) for first in _marks(a) for second in _marks(b)
    ) and not _marked_alike(a, b)


def _marks(one: Undertaking) -> list[Stage]:
    """Return the stages that mark an undertaking: those reached once, on days that are told."""
    return [s for s in one.stages if s.stage in _MARKING and s.first_day and s.last_day]


def _marked_alike(one: Undertaking, other: Undertaking) -> bool:
    """Tell whether both reach one stage within the same few days."""
    return any(
        first.stage == second.stage and not _apart(first, second) and _exact(first) and _exact(second)
        for first in _marks(one)
        for second in _marks(other)
    )


def _exact(stage: Stage) -> bool:
    return bool(stage.first_day and stage.last_day and (stage.last_day - stage.first_day).days <= _SAME_DAYS)


def _apart(one: Stage, other: Stage) -> bool:
    """Tell whether the possible days of two stages lie more than a few days apart."""
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return False
    gap = max(one.first_day, other.first_day) - min(one.last_day, other.last_day)
    return gap.days > _SAME_DAYS


def join_undertakings(members: list[Local]) -> Undertaking:
    """Put the undertakings of several documents together, the earliest first."""
    found = [one.undertaking for one in members]
    first = found[0]
    labels = Counter(label for one in found for label in (one.name, *one.labels))
    specific = Counter(one.kind for one in found if one.kind != "agreement" or first.kind != "agreement")
    return Undertaking(
        id=id_of_joined(members[0]),
        kind=first.kind if not specific else specific.most_common(1)[0][0],
        name=_best_name(found),
        labels=tuple(sorted(labels, key=lambda label: (-labels[label], label))),
        parties=_parties(found),
        provisions=_distinct(p for one in found for p in one.provisions),
        phases=tuple(sorted((p for one in found for p in one.phases), key=lambda p: (p.order, p.document, p.start))),
        stages=tuple(sorted(_history(members), key=_stage_day)),
        mentions=tuple(m for one in found for m in one.mentions),
        rule=first.rule,
    )


def id_of_joined(first: Local) -> str:
    """Return the id of what several undertakings are together, from the first of them."""
    mention = first.undertaking.mentions[0]
    return "u" + hashlib.sha256(f"{mention.document}:{mention.start}".encode()).hexdigest()[:12]


def _parties(found: list[Undertaking]) -> tuple[str, ...]:
    """Return the parties, the most named first, without those that hardly any document names as one."""
    counts = Counter(party for one in found for party in one.parties)
    named = sum(bool(one.parties) for one in found)
    order = {party: place for place, party in enumerate(counts)}
    kept = [party for party, count in counts.items() if count >= named * _LEAST_NAMED]
    return tuple(sorted(kept, key=lambda party: (-counts[party], order[party])))


def _best_name(found: list[Undertaking]) -> str:
    """Return the name that most documents use, of names of several words that are not too long."""
    names = Counter(" ".join(one.name.split()) for one in found)
    return min(names, key=lambda name: (not 1 < len(name.split()) <= _LONGEST_NAME, -names[name], -len(name), name))


def _history(members: list[Local]) -> Iterator[Stage]:
    """Yield the stages, of one document each stage with its day once."""
    seen: set[tuple[str, str, str | None]] = set()
    for one in members:
        for stage in one.undertaking.stages:
            key = (stage.document, stage.stage, stage.when)
            if key not in seen:
                seen.add(key)
                yield stage


def _stage_day(stage: Stage) -> tuple[date, str, int]:
    return stage.first_day or date.max, stage.document, stage.start


def _distinct(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """Keep, of provisions that say the same in nearly the same words, the first."""
    kept: list[tuple[frozenset[str], Provision]] = []
    for provision in provisions:
        words = frozenset(stem(form) for form in read_prose(provision.text).forms if len(form) > 2)
        if not any(_alike(words, others) for others, _ in kept):
            kept.append((words, provision))
    return tuple(provision for _, provision in kept)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= max(len(one), len(other)) * _SAME_PROVISION
