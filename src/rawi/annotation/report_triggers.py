"""What may be a happening: words of the trigger lexicon in the company that their entries ask for."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from rawi.annotation.report_clauses import Outline
from rawi.lexicon.inflect import Shape
from rawi.lexicon.match import longest
from rawi.lexicon.triggers import (
    BREAK,
    NOUN,
    OPENS,
    RELATIVE,
    TRIGGER,
    Meaning,
    Trigger,
    Triggers,
)
from rawi.lexicon.words import Reading
from rawi.text.prose import Prose

_BEHIND = 8
_BEFORE = 6
_NO_TAGS: frozenset[str] = frozenset()


class Candidate(Struct, frozen=True, kw_only=True):
    """A word that may name a happening: its tokens (both included), its meaning, its grammar, and the verb that governs it."""

    first: int
    last: int
    meaning: Meaning
    shape: Shape
    verbal: bool
    conjunction: bool = False
    future: bool = False
    preposition: str = ""
    article: bool = False
    suffix: str = ""
    light: bool = False
    governor: int = -1
    strength: int = 0

    @property
    def trigger(self) -> Trigger:
        """The lexicon entry."""
        return self.meaning.trigger


def find_candidates(prose: Prose, shape: Outline, triggers: Triggers) -> list[Candidate]:
    """Return what may be a happening, in order of place, at most one meaning for each word. Pure."""
    found: dict[int, Candidate] = {}
    for hit in longest(triggers.phrases.find(prose.forms)):
        if (
            hit.first not in prose.shut
            and _company(prose, shape, triggers, hit.value.trigger, hit.first, hit.last) >= 0
        ):
            found[hit.first] = Candidate(
                first=hit.first, last=hit.last, meaning=hit.value, shape=Shape("word"), verbal=False, strength=9
            )
    shut = prose.shut
    for token, flags in enumerate(shape.sorts):
        if flags & TRIGGER and token not in shut and token not in found:
            best = _best(prose, shape, triggers, token)
            if best is not None:
                found[token] = best
    return [found[token] for token in sorted(found) if found[token].trigger.type != "none"]


def _best(prose: Prose, outline: Outline, triggers: Triggers, token: int) -> Candidate | None:
    best: Candidate | None = None
    for reading in triggers.readings(prose.forms[token]):
        verbal = reading.shape.pos == "verb"
        if verbal != (token in outline.verbs) and not (verbal and not outline.sorts[token] & NOUN):
            continue
        refers = verbal or bool(reading.suffix)
        strength = _company(prose, outline, triggers, reading.entry.trigger, token, token, refers)
        if strength < 0 or (best is not None and strength <= best.strength):
            continue
        best = _candidate(token, reading, verbal, strength)
    if best is not None and not best.verbal:
        governor = _governor(outline, token)
        light = governor >= 0 and "@light" in triggers.tags(prose.forms[governor])
        return msgspec.structs.replace(best, light=light, governor=governor)
    return best


def _governor(outline: Outline, token: int) -> int:
    """Return the verb in front of a noun in its clause (``أجرى … محادثات``, ``قررت تركيا طرد``), or -1."""
    begin = outline.begin(token)
    for place in range(token - 1, max(begin, token - 16) - 1, -1):
        if place in outline.verbs:
            return place
    return -1


def _candidate(token: int, reading: Reading[Meaning], verbal: bool, strength: int) -> Candidate:
    return Candidate(
        first=token,
        last=token,
        meaning=reading.entry,
        shape=reading.shape,
        verbal=verbal,
        conjunction=bool(reading.conjunction),
        future=reading.future,
        preposition=reading.preposition,
        article=reading.article,
        suffix=reading.suffix,
        strength=strength,
    )


def _company(
    prose: Prose, outline: Outline, triggers: Triggers, entry: Trigger, first: int, last: int, refers: bool = False
) -> int:
    """Return how much of the company that an entry asks for is there, or -1 where the company is wrong.

    A verb, or a noun with a pronoun, `refers`: what it needs may stand in front (``الصواريخ التي أطلقها``).
    """
    strength = 0
    if entry.next or entry.not_next:
        tags = triggers.tags(prose.forms[last + 1]) if last + 1 < len(prose.forms) else _NO_TAGS
        if entry.not_next and not tags.isdisjoint(entry.not_next):
            return -1
        if entry.next:
            if tags.isdisjoint(entry.next):
                return -1
            strength += 3
    if entry.needs or entry.apart:
        tags = _tags(prose, triggers, _behind(prose, outline, last))
        if refers and entry.needs and tags.isdisjoint(entry.needs):
            tags |= _tags(prose, triggers, _in_front(outline, first))
        if entry.apart and not tags.isdisjoint(entry.apart):
            return -1
        if entry.needs:
            if not tags.isdisjoint(entry.needs):
                strength += 2
            elif not entry.before:
                return -1
    if entry.before or entry.apart_before:
        tags = _tags(prose, triggers, _in_front(outline, first))
        if entry.apart_before and not tags.isdisjoint(entry.apart_before):
            return -1
        if entry.before:
            if not tags.isdisjoint(entry.before):
                strength += 2
            elif not entry.needs or not strength:
                return -1
    return strength


def _tags(prose: Prose, triggers: Triggers, tokens: range) -> frozenset[str]:
    forms = prose.forms
    return frozenset().union(*(triggers.tags(forms[token]) for token in tokens))


def _behind(prose: Prose, outline: Outline, last: int) -> range:
    """Return the tokens behind a trigger that are its company: up to the next break or clause."""
    end = min(len(prose.forms), last + 1 + _BEHIND)
    for token in range(last + 1, end):
        flags = outline.sorts[token]
        if flags & (BREAK | OPENS | RELATIVE) or token in outline.verbs:
            return range(last + 1, token)
    return range(last + 1, end)


def _in_front(outline: Outline, first: int) -> range:
    """Return the tokens in front of a trigger that are its company: the clause, over a relative pronoun too."""
    begin = outline.begin(first)
    if begin > 0 and (outline.sorts[begin] & RELATIVE or begin == first):
        begin = max(begin - 5, outline.previous(begin))
    return range(max(begin, first - _BEFORE), first)
