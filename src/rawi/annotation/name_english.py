"""Canonical English names of offices, bodies and groups of people, built from their parts."""

from __future__ import annotations

from rawi.annotation.name_phrase import Phrase
from rawi.lexicon.world import World

_JOINS = {"adviser": "to", "assistant": "to", "deputy": "to", "envoy": "of", "spokesperson": "for"}


def office_name(phrase: Phrase) -> str:
    """Return the English name of an office or a body without its owner (``Minister of Foreign Affairs``)."""
    head = phrase.head.en
    if phrase.number != "s":
        head = phrase.head.many or _plural(head)
    return f"{head} of {phrase.purpose}" if phrase.purpose else head


def _plural(noun: str) -> str:
    """Return the plural of an English noun that is regular."""
    if noun.endswith("s") or not noun:
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"


def english_name(phrase: Phrase, code: str | None, world: World) -> str | None:
    """Return the canonical name of a phrase that belongs to `code`, or None where nothing is known of the owner."""
    head = phrase.head
    name = office_name(phrase)
    if not name:
        return None
    if phrase.part is not None and phrase.part.head.sense == "office" and head.sense in ("office", "people"):
        join = _JOINS.get(head.en, "of")
        bearer = phrase.part.person.term if phrase.part.person is not None else None
        if bearer is not None:
            return f"{name} {join} {bearer.en}"
        inner = english_name(phrase.part, code, world)
        return f"{name} {join} the {inner}" if inner is not None else None
    if phrase.part is not None and phrase.part.entity and head.sense in ("office", "people", "body"):
        if phrase.part.head.sense == "body" and head.style == "demonym":
            return f"{name} of {phrase.part.entity}" if head.sense != "body" else phrase.part.entity
        return f"{name} of {phrase.part.entity}"
    if phrase.part is not None and phrase.part.head.sense == "body" and not phrase.part.is_state:
        serves = head.sense == "office" or (head.sense == "body" and not head.sector)
        inner = english_name(phrase.part, code, world) if serves else None
        if inner is not None:
            return f"{name} of the {inner}"
    state = world.states.get(code or "")
    if state is None:
        owner = phrase.owners[0].en if phrase.owners else ""
        return f"{name} of {owner}" if owner else None
    if head.style == "of":
        place = next((o.en for o in phrase.owners if o.sense in ("place", "organisation", "group")), state.en)
        return f"{name} of {place}"
    if head.style == "demonym":
        return f"{state.demonym} {name}"
    return name
