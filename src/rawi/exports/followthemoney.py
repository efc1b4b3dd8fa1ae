"""Write a dossier as FollowTheMoney entities, one JSON object a line, as Aleph and its relatives load them.

Documents become Articles, entities Persons, Organizations, PublicBodies or Addresses, events and undertakings Events
that point to those involved and to the documents that prove them; a Mention ties each entity to each document that
speaks of it. Needs the library followthemoney (``pip install 'rawi[ftm]'``), which cleans every value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from rawi.errors import UsageError
from rawi.model import Document, Dossier, Entity, Event, Participant, Undertaking

_SCHEMAS = {"person": "Person", "place": "Address", "state": "PublicBody", "office": "PublicBody"}
_STATE_SECTORS = frozenset({"GOV", "MIL", "SPY", "LEG", "JUD", "COP"})
_COUNTRIES = {"KOS": "xk", "UNO": "un", "EUR": "eu"}


def followthemoney_lines(dossier: Dossier, *, redact: bool = False) -> Iterator[bytes]:
    """Yield one line of JSON for each entity; with `redact` without the texts of the articles.

    Raises UsageError if the library is not installed.
    """
    try:
        from followthemoney import model
    except ImportError as error:
        remedy = "pip install 'rawi[ftm]'"
        raise UsageError("this export needs the library followthemoney", remedy=remedy) from error

    def make(schema: str, key: str, properties: dict[str, Any]) -> bytes:
        proxy = model.make_entity(schema)
        proxy.id = key
        for name, value in properties.items():
            for one in value if isinstance(value, tuple | list) else (value,):
                if one:
                    proxy.add(name, one)
        return msgspec.json.encode(proxy.to_dict())

    known = {entity.label_en for entity in dossier.entities}
    for found in dossier.annotations:
        yield make("Article", _document_key(found.document.id), _article(found.document, redact))
    for entity in dossier.entities:
        yield make(_schema(entity), _entity_key(entity.label_en), _entity(entity))
    for event in dossier.events:
        yield make("Event", f"rawi-{event.id}", _event(event, known))
    for undertaking in dossier.undertakings:
        yield make("Event", f"rawi-u-{_hash(undertaking.id)}", _undertaking(undertaking, known))
    for found in dossier.annotations:
        document = _document_key(found.document.id)
        for name in dict.fromkeys(name.entity for name in found.names if name.entity in known):
            key = f"rawi-m-{_hash(f'{document}:{name}')}"
            yield make("Mention", key, {"document": document, "resolved": _entity_key(str(name)), "name": name})


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _document_key(id: str) -> str:
    return f"rawi-d-{id}"


def _entity_key(label: str) -> str:
    return f"rawi-e-{_hash(label)}"


def _country(code: str | None) -> str | None:
    return _COUNTRIES.get(code, code) if code else None


def _schema(entity: Entity) -> str:
    if entity.kind == "organisation" and entity.sector in _STATE_SECTORS:
        return "PublicBody"
    return _SCHEMAS.get(entity.kind, "Organization")


def _article(document: Document, redact: bool) -> dict[str, Any]:
    return {
        "title": document.title or document.name,
        "fileName": document.name,
        "author": document.byline,
        "publisher": document.outlet,
        "publishedAt": document.published.isoformat() if document.published else None,
        "sourceUrl": document.url,
        "language": "ara",
        "bodyText": None if redact else document.text,
    }


def _entity(entity: Entity) -> dict[str, Any]:
    place = {"full": entity.label_en} if entity.kind == "place" else {}
    return {"name": entity.label_en, "alias": entity.names, "country": _country(entity.code), **place}


def _event(event: Event, known: set[str]) -> dict[str, Any]:
    days = (event.first_day, event.last_day)
    exact = days[0] is not None and days[0] == days[1]
    origins = ", ".join(origin.label for origin in event.origins)
    return {
        "name": event.label_en,
        "alias": event.label_ar,
        "summary": f"{event.type}, {event.status}{', disputed' if event.dispute else ''}",
        "description": f"{event.independent_origins} independent origins: {origins}",
        "keywords": [event.type, event.status],
        "date": days[0].isoformat() if exact and days[0] else None,
        "startDate": days[0].isoformat() if days[0] and not exact else None,
        "endDate": days[1].isoformat() if days[1] and not exact else None,
        "location": event.where,
        "involved": _involved((*event.actors, *event.recipients), known),
        "proof": [_document_key(document) for document in dict.fromkeys(ref.document for ref in event.reports)],
        "recordId": event.id,
    }


def _involved(participants: Iterable[Participant], known: set[str]) -> list[str]:
    names = dict.fromkeys(one.entity for one in participants if one.entity in known)
    return [_entity_key(str(name)) for name in names]


def _undertaking(undertaking: Undertaking, known: set[str]) -> dict[str, Any]:
    stages = [stage for stage in undertaking.stages if stage.first_day]
    evidence = (*undertaking.stages, *undertaking.provisions, *undertaking.mentions)
    return {
        "name": undertaking.name,
        "alias": undertaking.labels,
        "summary": f"{undertaking.kind}: {', '.join(stage.stage for stage in undertaking.stages)}",
        "keywords": [undertaking.kind],
        "startDate": [stage.first_day.isoformat() for stage in stages[:1] if stage.first_day],
        "country": [_country(party) for party in undertaking.parties if len(party) == 3],
        "involved": [_entity_key(party) for party in undertaking.parties if party in known],
        "proof": [_document_key(document) for document in dict.fromkeys(part.document for part in evidence)],
        "recordId": undertaking.id,
    }
