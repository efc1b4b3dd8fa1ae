"""Find the entities of a dossier: which names, in all documents, mean the same one.

Names that the shipped knowledge resolved have their canonical name already. What is left are persons whom only the
texts name: their spellings are compared part by part (`spellings`), and a merge keeps its reason. A bare surname joins
nobody, offices of two states stay two because their names do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.world import World
from rawi.linking.spellings import alike, parts_of, skeleton
from rawi.linking.verdicts import NO_VERDICTS, Verdicts, rename
from rawi.model import Annotations, Entity, Link, Name, Participant, Report, Undertaking, Voice

Key = tuple[str, str]
"""What a name is called in the annotations: entity, and code where the entity is one unknown word."""


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
    figures = _figures(annotations, world)
    labels, reasons = _merge(figures, world)
    own = {key: label for key, label in labels.items() if key[0] != label}
    linked = tuple(rename(_rename(one, own), verdicts) for one in annotations)
    return linked, tuple(_entities(linked, reasons, world))


def _key(name: Name, world: World) -> Key:
    entity = name.entity or ""
    alone = " " not in entity and name.kind == "person" and entity not in world.people
    return entity, (name.code or "") if alone else ""


def _figures(annotations: Iterable[Annotations], world: World) -> list[Figure]:
    """Collect the persons of a dossier by what they are called and how they are spelt."""
    found: defaultdict[tuple[Key, str], list[Name]] = defaultdict(list)
    for one in annotations:
        for name in one.names:
            if name.entity and name.core_start >= 0 and not name.anaphor:
                found[_key(name, world), one.document.text[name.core_start : name.core_end]].append(name)
    figures = []
    for (key, arabic), names in sorted(found.items()):
        codes = Counter(name.code for name in names if name.code)
        code = codes.most_common(1)[0][0] if codes else None
        figures.append(Figure(key, arabic, code, len(names), key[0] in world.people))
    return figures


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


def _entities(annotations: tuple[Annotations, ...], reasons: dict[str, list[str]], world: World) -> list[Entity]:
    found: defaultdict[str, list[tuple[Name, str]]] = defaultdict(list)
    for one in annotations:
        for name in one.names:
            if name.entity:
                arabic = one.document.text[name.core_start : name.core_end] if name.core_start >= 0 else name.text
                found[name.entity].append((name, arabic))
    entities = [_entity(label, names, reasons.get(label, []), world) for label, names in found.items()]
    return sorted(entities, key=lambda entity: (-entity.mentions, entity.id))


def _entity(label: str, names: list[tuple[Name, str]], reasons: list[str], world: World) -> Entity:
    spoken = Counter(arabic for name, arabic in names if not name.anaphor) or Counter(arabic for _, arabic in names)
    arabic = sorted(spoken.items(), key=lambda item: (-item[1], item[0]))
    known = world.people.get(label)
    return Entity(
        id=label,
        label_en=label,
        label_ar=known[0] if known else arabic[0][0],
        kind=Counter(name.kind for name, _ in names).most_common(1)[0][0],
        code=next((name.code for name, _ in names if name.code), None),
        sector=Counter(name.sector for name, _ in names).most_common(1)[0][0],
        names=tuple(text for text, _ in arabic),
        mentions=len(names),
        reasons=tuple(sorted(set(reasons))),
    )
