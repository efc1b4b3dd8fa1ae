"""Who is meant: what a document has named before, whose state it tells of, and who holds which office.

A `Memory` walks the phrases of a document in their order. It answers from support only: an office of the same head, a
person of the same name, the state last spoken of. What finds no support stays unresolved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from rawi.annotation.name_english import english_name, office_name
from rawi.annotation.name_phrases import Phrase
from rawi.lexicon.romanise import romanise
from rawi.lexicon.world import World
from rawi.text.prose import Prose

WORLDLY = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"})


@dataclass(slots=True)
class Referent:
    """Somebody or something that a document speaks of."""

    text: str
    kind: str
    entity: str | None
    code: str | None
    sector: str | None
    token: int
    head: str = ""
    feminine: bool = False
    plural: bool = False


@dataclass(slots=True)
class Memory:
    """What was named so far, in order."""

    prose: Prose
    world: World
    day: date | None
    home: str | None = None
    told: list[Referent] = field(default_factory=list)
    by_head: dict[str, list[Referent]] = field(default_factory=dict)
    by_name: dict[str, Referent] = field(default_factory=dict)
    by_office: dict[tuple[str, str], Referent] = field(default_factory=dict)
    states: list[tuple[int, str]] = field(default_factory=list)

    def note(self, referent: Referent) -> Referent:
        """Remember a referent."""
        self.told.append(referent)
        if referent.code and referent.kind != "outlet":
            self.states.append((referent.token, referent.code))
        if referent.head:
            self.by_head.setdefault(referent.head, []).append(referent)
        return referent

    # --- codes ---------------------------------------------------------------------------------------------------------

    def code_here(self, token: int) -> str | None:
        """Return the state that a phrase without owner belongs to: the last in its sentence, else the story's."""
        start = self.prose.firsts[self.prose.sentence_of(token)]
        for place, code in reversed(self.states):
            if place < start:
                break
            if place < token and code not in WORLDLY:
                return code
        return self.home

    # --- persons -------------------------------------------------------------------------------------------------------

    def person(self, phrase: Phrase) -> Referent:
        """Resolve a phrase that names a person, with or without the office."""
        person = phrase.person
        assert person is not None
        words = self.prose.forms[person.core_first : person.core_last + 1]
        key = " ".join(words)
        before = self.by_name.get(key) or self._shortened(words)
        known = person.term
        entity = known.en if known else (before.entity if before else None)
        if entity is None:
            entity = romanise(self.prose.quote(person.core_first, person.core_last), self.world.latin)
        code, sector = phrase.code, phrase.sector
        bare = phrase.head.sense in ("person", "surname") and phrase.part is None
        if bare and known is not None:
            code, sector = self._career(known.en, code, sector)
        elif bare and before is not None:
            code, sector = before.code, before.sector
        if before is not None and code is None:
            code = before.code
        if phrase.former:
            sector = "ELI"
        if code is None and phrase.head.sense not in ("person", "surname"):
            code = self.code_here(phrase.first)
        referent = Referent(
            self.prose.quote(person.core_first, person.core_last), "person", entity, code, sector, phrase.first
        )
        office = phrase.part if phrase.part is not None and bare is False and phrase.head.sense in ("person", "surname") else phrase
        referent.head = office.head.en if office.head.sense in ("office", "people") else ""
        referent.feminine = office.feminine
        if referent.head and code:
            self.by_office[code, office_name(office)] = referent
        if not bare or before is None:
            self._remember_names(words, referent)
        return self.note(referent)

    def _career(self, en: str, code: str | None, sector: str | None) -> tuple[str | None, str | None]:
        rows = self.world.careers.get(en, ())
        if not rows or self.day is None:
            return code, sector
        now = [row for row in rows if row.on(self.day)]
        if now:
            return now[0].code, now[0].sector
        if all(row.end is not None and row.end <= self.day for row in rows):
            return rows[0].code, "ELI" if rows[0].sector in ("GOV", "MIL", "SPY", "LEG") else rows[0].sector
        return rows[0].code, rows[0].sector

    def _shortened(self, words: list[str]) -> Referent | None:
        return self.by_name.get(words[-1]) if len(words) == 1 else self.by_name.get(" ".join(words[-2:]))

    def _remember_names(self, words: list[str], referent: Referent) -> None:
        keys = {" ".join(words), words[-1]}
        if len(words) > 1:
            keys |= {words[0], " ".join(words[-2:]), " ".join(words[:2])}
        for key in keys:
            self.by_name[key] = referent

    # --- offices, bodies, people ---------------------------------------------------------------------------------------

    def role(self, phrase: Phrase) -> tuple[list[Referent], bool]:
        """Resolve an office, a body or a group of people; tells whether it stands for an earlier mention."""
        head = phrase.head
        alone = phrase.definite and not phrase.owners and phrase.code is None and not phrase.purpose and phrase.part is None
        if alone and phrase.number != "s" and head.sense == "office" and self._number(phrase) == "d":
            found = self._last_two(lambda r: r.kind in ("person", "office"))
            if found:
                return found, True
        if alone and phrase.number == "s" or alone and head.sense in ("people", "body"):
            before = self.by_head.get(head.en or head.many)
            if before:
                return [self._again(before[-1], phrase)], True
        owners = [o.code for o in phrase.owners if o.code]
        if len(owners) > 1 and phrase.number != "s":
            return [self._of_state(phrase, code) for code in owners], False
        code = phrase.code
        if phrase.suffix:
            code = code or self.owner_of(phrase)
        if code is None and phrase.sector is None and not head.sector and phrase.owners:
            return [self._of_state(phrase, None)], False
        return [self._of_state(phrase, code or self.code_here(phrase.first))], False

    def _number(self, phrase: Phrase) -> str:
        return phrase.number

    def _again(self, before: Referent, phrase: Phrase) -> Referent:
        again = Referent(
            before.text, before.kind, before.entity, before.code, before.sector, phrase.first, before.head,
            before.feminine, before.plural,
        )  # fmt: skip
        return self.note(again)

    def _of_state(self, phrase: Phrase, code: str | None) -> Referent:
        head = phrase.head
        entity = phrase.entity or english_name(phrase, code, self.world)
        sector, kind = phrase.sector, phrase.kind
        if head.sense == "office" and phrase.number == "s" and code and not phrase.former:
            office = office_name(phrase)
            bearer = self.by_office.get((code, office))
            holder = None if bearer or phrase.part else self.world.holder(code, office, self.day)
            if bearer is not None and not phrase.part:
                entity = bearer.entity
            elif holder is not None:
                entity = holder.person
        if phrase.former and head.sense == "office":
            sector = "ELI"
        if code in WORLDLY and head.sense != "people":
            sector = None
        text = self.prose.quote(phrase.first, phrase.last)
        referent = Referent(text, kind, entity, code, sector, phrase.first, head.en or head.many)
        referent.feminine, referent.plural = phrase.feminine, phrase.number == "p"
        return self.note(referent)

    def owner_of(self, phrase: Phrase) -> str | None:
        """Return the state to which a possessive suffix points (``جنوده``): the last state or state's person."""
        return self.states[-1][1] if self.states else self.home

    # --- words that only refer -----------------------------------------------------------------------------------------

    def _last_two(self, wanted: object) -> list[Referent]:
        found: list[Referent] = []
        for referent in reversed(self.told):
            if callable(wanted) and wanted(referent) and referent.entity and all(f.entity != referent.entity for f in found):
                found.append(referent)
                if len(found) == 2:
                    return found[::-1]
        return []

    def state(self, code: str, token: int) -> Referent:
        """Make a state the referent of a word."""
        state = self.world.states.get(code)
        name = state.government if state else code
        return Referent(name, "state", name, code, "GOV", token)

    def last_states(self) -> list[str]:
        """Return the last two different states that were named, in order."""
        codes: list[str] = []
        for _, code in reversed(self.states):
            if code not in WORLDLY and code not in codes:
                codes.append(code)
            if len(codes) == 2:
                return codes[::-1]
        return []

    def last_person(self) -> Referent | None:
        """Return the person or office named last."""
        return next((r for r in reversed(self.told) if r.kind in ("person", "office")), None)


def home_of(phrases: list[Phrase]) -> str | None:
    """Return the state that a document tells of most, the earlier of equals."""
    counts: Counter[str] = Counter()
    for phrase in phrases:
        if phrase.code and phrase.code not in WORLDLY and phrase.kind != "outlet":
            counts[phrase.code] += 1
    return counts.most_common(1)[0][0] if counts else None
