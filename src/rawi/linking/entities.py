"""Find the entities of a dossier: which names, in all documents, mean the same one.

Names that the shipped knowledge resolved have their canonical name already. What is left are persons whom only the
texts name: their spellings are compared part by part (`spellings`), and a merge keeps its reason. A bare surname joins
nobody, offices of two states stay two because their names do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.world import World
from rawi.linking.spellings import alike, parts_of, skeleton
from rawi.linking.verdicts import NO_VERDICTS, Verdicts, rename
from rawi.model import Annotations, Entity, Link, Name, NameKind, Participant, Report, Undertaking, Voice

Key = tuple[str, str]
"""What a name is called in the annotations: entity, and code where the entity is one unknown word."""


class Called(Struct, frozen=True, order=True):
    """What a person is called in one place: entity, kind, code (empty where there is none), and the proper name."""

    entity: str
    kind: str
    code: str
    arabic: str


class Spelling(Struct, frozen=True, order=True):
    """One way in which an entity is named: kind, code and sector (empty where there are none), and the words."""

    kind: NameKind
    code: str
    sector: str
    anaphor: bool
    arabic: str


class Labels(Struct, frozen=True):
    """What entities are called in the dossier, by what the documents call them where that differs; with reasons."""

    labels: dict[Key, str]
    reasons: dict[str, tuple[str, ...]]


class Figure(Struct, frozen=True):
    """A person under one spelling in the dossier."""

    key: Key
    arabic: str
    code: str | None
    mentions: int
    known: bool


def link_entities(
    annotations: tuple[Annotations, ...], lexicon: Lexicon, verdicts: Verdicts = NO_VERDICTS
) -> tuple[tuple[Annotations, ...], tuple[Entity, ...]]:
    """Return the annotations with every entity under one name, and the entities, those most spoken of first.

    Pure; the order of the annotations does not matter.
    """
    world = lexicon.world
    named = label_people(Counter(called for one in annotations for called in people_called(one)), world)
    linked = tuple(call(one, named, verdicts) for one in annotations)
    spelt: defaultdict[str, Counter[Spelling]] = defaultdict(Counter)
    for one in linked:
        for entity, spelling in spellings_in(one):
            spelt[entity][spelling] += 1
    entities = [make_entity(label, found, named.reasons.get(label, ()), world) for label, found in spelt.items()]
    return linked, tuple(sorted(entities, key=lambda entity: (-entity.mentions, entity.id)))


def people_called(one: Annotations) -> Iterator[Called]:
    """Yield what the persons of a document are called, as often as they are."""
    for name in one.names:
        if name.entity and name.core_start >= 0 and not name.anaphor:
            arabic = one.document.text[name.core_start : name.core_end]
            yield Called(name.entity, name.kind, name.code or "", arabic)


def spellings_in(one: Annotations) -> Iterator[tuple[str, Spelling]]:
    """Yield the entities of a document with how they are named, as often as they are."""
    for name in one.names:
        if name.entity:
            arabic = one.document.text[name.core_start : name.core_end] if name.core_start >= 0 else name.text
            yield name.entity, Spelling(name.kind, name.code or "", name.sector or "", name.anaphor, arabic)


def label_people(called: Mapping[Called, int], world: World) -> Labels:
    """Find out who is who among all persons of a dossier, from how often each is called what."""
    labels, reasons = _merge(_figures(called, world), world)
    own = {key: label for key, label in labels.items() if key[0] != label}
    return Labels(own, {label: tuple(sorted(set(why))) for label, why in reasons.items()})


def call(one: Annotations, named: Labels, verdicts: Verdicts = NO_VERDICTS) -> Annotations:
    """Put the dossier's labels and people's verdicts in place of what a document's own reading called its entities."""
    return rename(_rename(one, named.labels), verdicts)


def _figures(called: Mapping[Called, int], world: World) -> list[Figure]:
    """Collect the persons of a dossier by what they are called and how they are spelt."""
    found: defaultdict[tuple[Key, str], Counter[str]] = defaultdict(Counter)
    for one, count in called.items():
        alone = " " not in one.entity and one.kind == "person" and one.entity not in world.people
        found[(one.entity, one.code if alone else ""), one.arabic][one.code] += count
    return [
        Figure(key, arabic, _most(codes) or None, sum(codes.values()), key[0] in world.people)
        for (key, arabic), codes in sorted(found.items())
    ]


def _most(counts: Mapping[str, int]) -> str:
    """Return the most frequent value that is not empty, of equals the first; empty where there is none."""
    return min(filter(None, counts), key=lambda value: (-counts[value], value), default="")


def _merge(figures: list[Figure], world: World) -> tuple[dict[Key, str], dict[str, list[str]]]:
    """Decide which persons are one: return the label of every key, and the reasons by label."""
    known = [
        Figure((en, ""), name, world.careers[en][0].code, 0, True)
        for en, names in world.people.items()
        for name in names
    ]
    blocks: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in (*known, *figures):
        for mark in _marks(figure, world):
            blocks[mark].append(figure)
    keys = {figure.key for figure in figures}
    leader: dict[Key, Key] = {}
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for figure in sorted((f for f in figures if not f.known), key=lambda f: (-f.mentions, f.arabic)):
        best = _counterpart(figure, blocks, leader, world)
        if best is not None:
            other, why = best
            leader[figure.key] = leader.get(other.key, other.key)
            reasons[leader[figure.key][0]].append(f"{figure.arabic} = {other.arabic}: {why}")
    rivals: defaultdict[str, set[str]] = defaultdict(set)
    for entity, code in keys:
        rivals[entity].add(code)
    return {key: _label(leader.get(key, key), rivals) for key in keys}, dict(reasons)


def _marks(figure: Figure, world: World) -> Iterator[str]:
    """Yield what two spellings of one person share at least: the consonants of the first and of another part."""
    parts = parts_of(figure.arabic, world)
    for part in parts[1:]:
        yield f"{skeleton(parts[0])} {skeleton(part)}"


def _counterpart(
    figure: Figure, blocks: dict[str, list[Figure]], leader: dict[Key, Key], world: World
) -> tuple[Figure, str] | None:
    """Return the person whom another spelling names already, and why; of several the best known."""
    found: list[tuple[Figure, str]] = []
    for mark in _marks(figure, world):
        for other in blocks.get(mark, ()):
            if other.key == figure.key or leader.get(other.key) == figure.key:
                continue
            why = alike(figure.arabic, other.arabic, world)
            if why is not None and _agree(figure, other, why):
                found.append((other, why))
    if len({leader.get(other.key, other.key) for other, _ in found if other.known}) > 1:
        return None
    found = [(other, why) for other, why in found if other.known or _rank(other) > _rank(figure)]
    return max(found, key=lambda pair: _rank(pair[0]), default=None)


def _rank(figure: Figure) -> tuple[bool, int, int, str]:
    return figure.known, figure.mentions, len(figure.arabic), figure.arabic


def _agree(figure: Figure, other: Figure, why: str) -> bool:
    """Tell whether the states do not speak against it: a shorter form needs the same state."""
    if why == "shorter form":
        return other.code is not None and other.code == figure.code
    return other.code is None or figure.code is None or other.code == figure.code


def _label(key: Key, rivals: Mapping[str, set[str]]) -> str:
    """Return what an entity is called; one unknown word that names people of several states is told apart by state."""
    entity, code = key
    return f"{entity} ({code})" if code and len(rivals[entity]) > 1 else entity


# --- names put in place ---------------------------------------------------------------------------------------------


def _rename(annotations: Annotations, own: dict[Key, str]) -> Annotations:
    """Put the labels in place of what the document's own reading called its entities; unchanged if nothing differs."""
    if not any(_find(name.entity, name.code, own) != name.entity for name in annotations.names):
        return annotations
    names = tuple(_renamed(name, own, name.code) for name in annotations.names)
    return replace(
        annotations,
        names=names,
        document_chain=_links(annotations.document_chain, own),
        voices=tuple(_voice(voice, own) for voice in annotations.voices),
        reports=tuple(_report(report, own) for report in annotations.reports),
        undertakings=tuple(_undertaking(one, own) for one in annotations.undertakings),
    )


def _find(entity: str | None, code: str | None, own: dict[Key, str]) -> str | None:
    if entity is None:
        return None
    return own.get((entity, "")) or own.get((entity, code or "")) or entity


def _renamed(name: Name, own: dict[Key, str], code: str | None) -> Name:
    entity = _find(name.entity, code, own)
    return name if entity == name.entity else replace(name, entity=entity)


def _participant(one: Participant, own: dict[Key, str]) -> Participant:
    entity = _find(one.entity, one.code, own)
    return one if entity == one.entity else replace(one, entity=entity)


def _links(links: tuple[Link, ...], own: dict[Key, str]) -> tuple[Link, ...]:
    return tuple(replace(one, entity=_find(one.entity, None, own)) if one.entity else one for one in links)


def _voice(voice: Voice, own: dict[Key, str]) -> Voice:
    return replace(voice, chain=_links(voice.chain, own))


def _report(report: Report, own: dict[Key, str]) -> Report:
    return replace(
        report,
        actors=tuple(_participant(one, own) for one in report.actors),
        recipients=tuple(_participant(one, own) for one in report.recipients),
        chain=_links(report.chain, own),
    )


def _undertaking(one: Undertaking, own: dict[Key, str]) -> Undertaking:
    parties = tuple(_find(party, None, own) or party for party in one.parties)
    return one if parties == one.parties else replace(one, parties=parties)


# --- entities ---------------------------------------------------------------------------------------------------------


def make_entity(label: str, spelt: Mapping[Spelling, int], reasons: tuple[str, ...], world: World) -> Entity:
    """Make an entity from how often it is named in which way."""

    def count(value: Callable[[Spelling], str], among: Iterable[Spelling]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for one in among:
            counts[value(one)] += spelt[one]
        return counts

    spoken = [one for one in spelt if not one.anaphor] or list(spelt)
    names = count(lambda one: one.arabic, spoken)
    arabic = sorted(names, key=lambda name: (-names[name], name))
    known = world.people.get(label)
    sectors = count(lambda one: one.sector, spelt)
    kinds = count(lambda one: one.kind, spelt)
    return Entity(
        id=label,
        label_en=label,
        label_ar=known[0] if known else arabic[0],
        kind=cast(NameKind, _most(kinds)),
        code=_most(count(lambda one: one.code, spelt)) or None,
        sector=min(sectors, key=lambda sector: (-sectors[sector], sector)) or None,
        names=tuple(arabic),
        mentions=sum(spelt.values()),
        reasons=reasons,
    )
