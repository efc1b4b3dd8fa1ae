"""Who is meant: what a document has named, whose state it tells of, and who holds which office.

A `Memory` answers from support only: a person of the same name, an office of the same head, the state last spoken of.
What finds no support stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from rawi.annotation.name_words import Word
from rawi.lexicon.world import WORLDLY, World
from rawi.text.prose import Prose

Owned = Literal["people", "rebels", "forces", "court", "body", "person", "office", "state"]
"""Kinds of phrases that may lack an owner."""
_BODIES = frozenset({"organisation", "group"})
_PERSONS = frozenset({"person", "office"})
_PARTIES = frozenset({"person", "office", "state", "group", "organisation"})


@dataclass(slots=True)
class Referent:
    """Somebody or something that a document speaks of, as one mention shows it."""

    text: str
    kind: str
    entity: str | None = None
    code: str | None = None
    sector: str | None = None
    token: int = -1
    heads: tuple[str, ...] = ()
    office: str = ""
    number: str = "s"
    feminine: bool = False


@dataclass(slots=True)
class Memory:
    """What was named so far, in order of place; names of persons also from further on."""

    prose: Prose
    world: World
    day: date | None
    home: str | None = None
    readers: str | None = None
    local: str | None = None
    ground: str | None = None
    population: str | None = None
    shown: frozenset[str] = frozenset()
    rebellious: frozenset[str | None] = frozenset()
    told: list[Referent] = field(default_factory=list)
    by_head: dict[str, Referent] = field(default_factory=dict)
    by_heads: dict[str, list[Referent]] = field(default_factory=dict)
    by_name: dict[str, Referent] = field(default_factory=dict)
    by_office: dict[tuple[str, str], Referent] = field(default_factory=dict)
    states: list[tuple[int, str]] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)
    peoples: list[tuple[int, str]] = field(default_factory=list)

    def note(self, referent: Referent) -> Referent:
        """Remember a referent as the last one."""
        self.told.append(referent)
        if referent.code and referent.kind != "outlet" and not self._is_seat(referent.token):
            self.states.append((referent.token, referent.code))
        for head in referent.heads:
            self.by_head[head] = referent
        return referent

    def _is_seat(self, token: int) -> bool:
        """Tell whether a place is only where somebody has a seat (``ومقره بريطانيا``)."""
        return token > 0 and self.prose.forms[token - 1] in self.world.grammar["seated"]

    def again(self, referent: Referent, token: int) -> Referent:
        """Remember that a referent is spoken of again at a token."""
        return self.note(replace(referent, token=token))

    def owner(self, suffix: str) -> Referent | None:
        """Return to whom a possessive pronoun points, by gender: a state, an organisation, or somebody of a state."""
        feminine = suffix in self.world.grammar["her"]
        for referent in reversed(self.told[-12:]):
            like_state = referent.kind in ("state", "place")
            worldly = referent.code in WORLDLY and referent.kind not in _BODIES
            if referent.code and not worldly and feminine == (referent.feminine or like_state):
                return referent
        state = self.last_state()
        return self.government(state, -1) if state else None

    def last_of(self, kinds: frozenset[str], codes: frozenset[str] | None = None) -> Referent | None:
        """Return whoever of some kinds (and of one of some states) was named last."""
        fitting = (r for r in reversed(self.told) if r.kind in kinds and (codes is None or r.code in codes))
        return next(fitting, None)

    def last_person(self) -> Referent | None:
        """Return the person or office named last."""
        return self.last_of(_PERSONS)

    def last_two(self, wanted: Callable[[Referent], bool]) -> list[Referent]:
        """Return the last two different referents that are wanted, in order; empty if there are not two."""
        found: list[Referent] = []
        for referent in reversed(self.told):
            if referent.entity and wanted(referent) and all(f.entity != referent.entity for f in found):
                found.append(referent)
                if len(found) == 2:
                    return found[::-1]
        return []

    def is_party(self, referent: Referent) -> bool:
        """Tell whether somebody may be one of two sides; where things happen (``في سنغافورة``) is none."""
        return bool(referent.code) and referent.kind in _PARTIES and not self._is_ground(referent.token)

    def _is_ground(self, token: int) -> bool:
        return any(where == token for where, _ in self.places)

    def last_state(self) -> str | None:
        """Return the state named last, else the story's."""
        return next((code for _, code in reversed(self.states) if code not in WORLDLY), self.home)

    def last_states(self, number: int = 2) -> list[str]:
        """Return the last different states that were named, in order; empty if there are not so many."""
        codes: list[str] = []
        for token, code in reversed(self.states):
            if code not in WORLDLY and code not in codes and not self._is_ground(token):
                codes.append(code)
            if len(codes) == number:
                return codes[::-1]
        return []

    def codes_of(self, word: Word) -> list[str]:
        """Return the states that a referring word means (``بلاده``, ``البلدين``, ``المملكة``)."""
        kind = word.term.scope
        if kind == "states":
            return self.last_states()
        if kind == "three":
            return self.last_states(3)
        if kind == "koreas":
            return ["PRK", "KOR"]
        if kind == "kingdom":
            return [self._kingdom()]
        last = self.last_person() if kind == "homeland" else None
        code = last.code if last is not None and last.code not in WORLDLY else None
        code = code or self.last_state()
        return [code] if code else []

    def _kingdom(self) -> str:
        """Return which kingdom is meant: the readers' own, else the last that was named, else Saudi Arabia."""
        kingdoms = self.world.grammar["kingdom"]
        if self.readers is not None and self.readers in kingdoms:
            return self.readers
        return next((code for _, code in reversed(self.states) if code in kingdoms), "SAU")

    def government(self, code: str, token: int) -> Referent:
        """Return the government of a state as a referent."""
        state = self.world.states.get(code)
        name = state.government if state else code
        return Referent(state.en if state else code, "state", name, code, "GOV", token)

    def code_here(self, token: int, kind: Owned) -> str | None:
        """Return the state to which a phrase without owner belongs, by what is known of phrases of its kind.

        Civilians are those of the place in the sentence, else the people on whose ground most happens, else those of
        whom the text tells most; rebels those of the place in the sentence; courts those of the state of whom the text
        tells most; forces and offices are of the state in their sentence, forces else of a place behind them.
        """
        before, behind = self._places_near(token)
        choices: dict[Owned, tuple[str | None, ...]] = {
            "people": (before, self.ground, self.population),
            "rebels": (before, behind, self.ground),
            "forces": (self._state_of_sentence(token), behind, self.last_state()),
            "court": (self.home,),
            "body": (self._last_people(token), self.ground),
            "person": (self.population,),
            "office": (self._state_of_sentence(token),),
            "state": (),
        }
        return next((code for code in choices[kind] if code is not None), self.home)

    def _places_near(self, token: int) -> tuple[str | None, str | None]:
        """Return the states of the places of a sentence that come next before a token and behind it."""
        sentence = self.prose.sentence_of(token)
        at = bisect_left(self.places, (token, ""))
        before = self.places[at - 1] if at and self.places[at - 1][0] >= self.prose.firsts[sentence] else None
        behind = self.places[at] if at < len(self.places) else None
        inside = behind is not None and behind[0] < self.prose.firsts[sentence + 1]
        return before[1] if before else None, behind[1] if behind and inside else None

    def _state_of_sentence(self, token: int) -> str | None:
        """Return the state that a sentence has named last."""
        first = self.prose.firsts[self.prose.sentence_of(token)]
        for where, code in reversed(self.states):
            if where < first:
                break
            if code not in WORLDLY:
                return code
        return None

    def _last_people(self, token: int) -> str | None:
        at = bisect_left(self.peoples, (token, ""))
        return self.peoples[at - 1][1] if at else None
