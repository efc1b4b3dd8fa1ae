"""Whose an office, a body or a group of people is, and which one a bare word for it (``الوزارة``) stands for."""

from __future__ import annotations

from dataclasses import replace

from rawi.annotation.name_bearers import holder_of
from rawi.annotation.name_english import english_name, office_name
from rawi.annotation.name_phrase import STATE_HANDS, Phrase
from rawi.annotation.reference import Memory, Owned, Referent
from rawi.lexicon.world import WORLDLY, Term

_BANDS = frozenset({"group"})
_REBELS = frozenset({"REB", "PRM", "UAF"})


def head_keys(head: Term) -> tuple[str, ...]:
    """Return the keys under which bare words may lead back to an earlier mention: the name of an office, the head."""
    return (head.en, head.key) if head.sense == "office" else (head.rule, head.key)


def role(phrase: Phrase, memory: Memory) -> tuple[list[Referent], bool]:
    """Resolve an office, a body or a group; tells whether the words stand for an earlier mention."""
    if phrase.head.has("peer"):
        return _peer(phrase, memory), not phrase.owners
    if _is_bare(phrase) or (phrase.placed and not phrase.head.has("state")):
        found = _before(phrase, memory)
        if found:
            return [memory.again(one, phrase.first) for one in found], True
        if phrase.head.has("again") and not phrase.placed:
            return [], True
    _resolve_part(phrase, memory)
    remember_owners(phrase, memory)
    codes = [owner.code for owner in phrase.owners if owner.code]
    if phrase.refers is not None:
        codes = memory.codes_of(phrase.refers)
        phrase.code = codes[0] if codes else None
    if len(set(codes)) > 1 and phrase.number != "s":
        one = replace(phrase, number="s") if phrase.head.sense in ("office", "body") else phrase
        several = [_of(one, code, memory) for code in dict.fromkeys(codes)]
        memory.by_heads[phrase.head.key] = several
        return several, False
    return [_of(phrase, _code(phrase, memory), memory)], False


def _is_bare(phrase: Phrase) -> bool:
    """Tell whether a phrase is a definite head and nothing else (``الوزارة``)."""
    told = phrase.full or phrase.owners or phrase.code or phrase.purpose or phrase.part or phrase.suffix
    return phrase.definite and not told


def _resolve_part(phrase: Phrase, memory: Memory) -> None:
    """Let the part of a phrase be what its bare word stands for (``زعيم الحركة``, ``أنصار الحزب``)."""
    part = phrase.part
    if part is None or phrase.code is not None or not _is_bare(part):
        return
    found = _before(part, memory)
    if len(found) == 1:
        phrase.code = found[0].code
        part.entity, part.full = found[0].entity, True
        phrase.inherit(found[0].sector, strong=found[0].kind in ("organisation", "group"))


def remember_owners(phrase: Phrase, memory: Memory) -> None:
    """Let bare words (``الحزب``) lead back to organisations that were named as owners (``مؤسسات حزب الله``)."""
    for owner in phrase.owners:
        if owner.sense in ("organisation", "group"):
            one = Referent(owner.en, owner.sense, owner.en, owner.code, owner.sector, phrase.first)
            memory.by_head.update(dict.fromkeys(memory.world.kinds.get(owner.en, ()), one))


def _before(phrase: Phrase, memory: Memory) -> list[Referent]:
    head = phrase.head
    if head.sense == "office" and phrase.number == "d":
        return memory.last_two(lambda r: r.kind in ("person", "office"))
    if head.sense == "office" and phrase.number == "p":
        return memory.by_heads.get(head.key, [])
    before = memory.by_head.get(head.en if head.sense == "office" else head.rule)
    if before is None and phrase.head_last <= phrase.first and not head.has("exact"):
        before = memory.by_head.get(head.key)
    if before is None or (head.sense == "office" and before.feminine != phrase.feminine and before.kind == "office"):
        return []
    return [before]


def _code(phrase: Phrase, memory: Memory) -> str | None:
    if phrase.code is not None:
        return phrase.code
    if phrase.head.has("other"):
        return None
    if phrase.suffix:
        owner = memory.owner(phrase.suffix)
        if owner is not None and owner.kind in ("organisation", "group"):
            phrase.inherit(owner.sector, strong=True)
        return owner.code if owner is not None else None
    if phrase.owners and all(owner.code is None for owner in phrase.owners):
        return None
    if phrase.unknown:
        return None
    if phrase.head.has("unknown") and phrase.sector == phrase.head.sector and not _is_of_band(phrase, memory):
        return memory.code_here(phrase.first, "rebels") if phrase.definite else None
    if phrase.head.sense in ("country",):
        return None
    rebels = phrase.sector in _REBELS
    if phrase.head.near:
        near = next((code for _, code in reversed(memory.states) if code in phrase.head.near), None)
        if near is not None:
            return near
    before = memory.by_head.get(phrase.head.rule) if phrase.head.sense == "people" and not phrase.person else None
    if before is not None and before.code and (rebels or phrase.sector in STATE_HANDS):
        return before.code
    if rebels and phrase.definite and phrase.head.has("band"):
        band = memory.last_of(_BANDS)
        if band is not None and band.sector == "REB":
            return band.code
    if phrase.head.sense in ("office", "body") and memory.local and phrase.sector not in ("MIL", "REB"):
        return memory.local
    return memory.code_here(phrase.first, _kind(phrase))


def _is_of_band(phrase: Phrase, memory: Memory) -> bool:
    """Tell whether several gunmen are rebels: those of whom a text speaks, or of a place whose rebels it names."""
    if phrase.number == "s" or not phrase.head.has("several"):
        return False
    if phrase.definite or memory.code_here(phrase.first, "rebels") in memory.rebellious:
        phrase.sector = "REB"
        return True
    return False


def _kind(phrase: Phrase) -> Owned:
    sense, sector = phrase.head.sense, phrase.sector
    if sector in _REBELS:
        return "rebels"
    if sense == "people":
        return "state" if sector in STATE_HANDS else "people"
    if sense == "body":
        if sector == "JUD":
            return "court"
        return "forces" if sector is None or sector in STATE_HANDS else "body"
    return "office"


def _of(phrase: Phrase, code: str | None, memory: Memory) -> Referent:
    head = phrase.head
    entity = phrase.entity or english_name(phrase, code, memory.world)
    sector, kind, office = phrase.sector, phrase.kind, ""
    if head.sense == "office" and phrase.number == "s" and code and not phrase.former:
        office = office_name(phrase)
        if phrase.part is None or phrase.part.is_state:
            entity = holder_of(code, office, memory) or entity
    if phrase.former and head.sense == "office":
        sector = "ELI"
    if code in WORLDLY - {"IMG"}:
        sector = None
    elif sector is None and code is not None:
        sector = "CVL" if head.sense == "people" else "GOV"
    text = memory.prose.quote(phrase.first, phrase.last)
    heads = head_keys(head)
    referent = Referent(text, kind, entity, code, sector, phrase.first, heads, office, phrase.number, phrase.feminine)
    return memory.note(referent)


def _peer(phrase: Phrase, memory: Memory) -> list[Referent]:
    """Resolve ``نظيره السوري``: the same office elsewhere as that of the person before."""
    last = memory.last_person()
    code = phrase.code
    if last is None or code is None:
        return []
    entity = holder_of(code, last.office, memory) if last.office else None
    if entity is None and last.office:
        state = memory.world.states.get(code)
        entity = f"{last.office} of {state.en}" if state else None
    text = memory.prose.quote(phrase.first, phrase.last)
    sector = last.sector if last.code not in WORLDLY else "GOV"
    referent = Referent(text, "office", entity, code, sector, phrase.first, last.heads, last.office)
    return [memory.note(referent)]
