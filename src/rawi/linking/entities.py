"""Find the entities of a dossier: which names, in all documents, mean the same one."""

from __future__ import annotations

from collections import Counter, defaultdict

from rawi.lexicon.lexicon import Lexicon
from rawi.model import Annotations, Entity, Name


def link_entities(
    annotations: tuple[Annotations, ...], lexicon: Lexicon
) -> tuple[tuple[Annotations, ...], tuple[Entity, ...]]:
    """Return the annotations with entities named alike, and the entities by number of mentions."""
    found: defaultdict[str, list[Name]] = defaultdict(list)
    for one in annotations:
        for name in one.names:
            if name.entity:
                found[name.entity].append(name)
    entities = [_entity(label, names) for label, names in found.items()]
    return annotations, tuple(sorted(entities, key=lambda e: (-e.mentions, e.id)))


def _entity(label: str, names: list[Name]) -> Entity:
    spoken = Counter(name.text for name in names if not name.anaphor) or Counter(name.text for name in names)
    arabic = sorted(spoken.items(), key=lambda item: (-item[1], item[0]))
    return Entity(
        id=label,
        label_en=label,
        label_ar=arabic[0][0],
        kind=Counter(name.kind for name in names).most_common(1)[0][0],
        code=next((name.code for name in names if name.code), None),
        sector=Counter(name.sector for name in names).most_common(1)[0][0],
        names=tuple(text for text, _ in arabic),
        mentions=len(names),
    )
