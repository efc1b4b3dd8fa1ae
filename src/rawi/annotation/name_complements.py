"""What follows the head of a phrase and belongs to it: adjectives, genitives, quoted names, prepositional phrases."""

from __future__ import annotations

from collections.abc import Callable

from rawi.annotation.name_persons import PersonNames
from rawi.annotation.name_phrase import STATES, Phrase
from rawi.annotation.name_words import HEADS, NAMED, Sights, Word
from rawi.lexicon.romanise import romanise

_AL = "\u0627\u0644"
_DEEPEST = 3
_OWNERS = frozenset({"state", "capital", "seat", "place", "organisation", "group"})
_SEATED = frozenset({"state", "capital", "organisation"})
_OWN_NAMES = frozenset({"organisation", "group"})
_NAMELESS = frozenset({"BUS", "REB", "SOC", "PTY"})
"""Sectors of bodies whose names are often in no table."""
_OF_FIGHTERS = frozenset({"armed", "police", "militant", "islamist", "oppose"})
_NOT_OF_THINGS = frozenset({"office", "title", "element", "person", "people", "thing"})
Parse = Callable[[Word, int, int], Phrase]
ParseAt = Callable[[int, int, int], Phrase | None]


class Complements:
    """Extends phrases to the left, in one text. `role` and `at` build the phrases that may be part of them."""

    def __init__(
        self, sights: Sights, words: dict[str, frozenset[str]], persons: PersonNames, role: Parse, at: ParseAt
    ) -> None:
        self.sights = sights
        self.forms = sights.forms
        self.words = words
        self.persons = persons
        self._role = role
        self._at = at

    def extend(self, phrase: Phrase, end: int, depth: int, *, construct: bool) -> None:
        """Extend a phrase by everything that belongs to its head; `construct` tells that a genitive may follow."""
        bound = construct
        while phrase.last + 1 < end:
            token = phrase.last + 1
            if self._modifier(phrase, token, end) or self._owner_adjective(phrase, token, end):
                bound = bound and phrase.head.sense == "office" and not phrase.owners
            elif bound and self._genitive(phrase, token, end, depth):
                bound, phrase.definite = False, True
            elif (
                self._affiliated(phrase, token, end, depth)
                or self._prepositional(phrase, token, end, depth)
                or (bound and (self._quoted(phrase, token, end) or self._unknown_genitive(phrase, token, end)))
                or (bound and self._unknown_name(phrase, token, end))
            ):
                bound = False
            else:
                break

    def adjectives(self, phrase: Phrase, end: int) -> None:
        """Extend a phrase by adjectives only."""
        while phrase.last + 1 < end:
            token = phrase.last + 1
            if not self._modifier(phrase, token, end) and not self._owner_adjective(phrase, token, end):
                break

    def own_adjectives(self, phrase: Phrase, end: int) -> None:
        """Extend a full name by the adjectives that follow it (``حزب الله اللبناني``)."""
        while phrase.last + 1 < end:
            word = self.sights.find(phrase.last + 1, {"nation", "modifier"})
            if word is None or not word.definite or word.last >= end or word.term.scope == "former":
                break
            phrase.last = word.last
            if word.term.scope == "oppose":
                phrase.modify("oppose")

    # --- adjectives ----------------------------------------------------------------------------------------------

    def _modifier(self, phrase: Phrase, token: int, end: int) -> bool:
        word = self.sights.find(token, {"modifier"})
        if word is None or word.last >= end:
            return False
        kind = word.term.scope
        if kind == "rank" and word.last + 1 < end and self.forms[word.last + 1] in self.words["relative"]:
            return False
        if phrase.head.sense == "country" and kind in _OF_FIGHTERS:
            return False
        if (phrase.head.sense == "thing" and kind in ("rank", "region", "arab")) or (
            phrase.definite and not word.definite and kind != "former"
        ):
            return False
        phrase.last = word.last
        phrase.definite = phrase.definite or word.definite
        phrase.modify(kind)
        return True

    def _owner_adjective(self, phrase: Phrase, token: int, end: int) -> bool:
        joined = bool(phrase.owners) and phrase.number != "s"
        word = self.sights.find(token, {"nation"}, clitics=joined)
        if word is None or word.last >= end or (word.clitics and word.clitics not in self.words["and"]):
            return False
        if not word.clitics and phrase.owners and phrase.head.sense != "office":
            return self._second_nation(phrase, word)
        if not word.definite and (phrase.definite or self._is_state(token, phrase)):
            return False
        if word.definite and not phrase.definite and phrase.number == "p" and self._are_states(token, end):
            return False
        phrase.own(word.term, word.last)
        phrase.definite = phrase.definite or word.definite
        return True

    def _second_nation(self, phrase: Phrase, word: Word) -> bool:
        """Take a second nationality of one person (``الصحافي التركي الألماني``)."""
        twice = phrase.head.sense == "people" and phrase.number == "s" and word.definite == phrase.definite
        if twice and word.shape.number == "s" and self.sights.find(phrase.last, {"nation"}) is not None:
            phrase.last = word.last
            return True
        return False

    def _are_states(self, token: int, end: int) -> bool:
        """Tell whether an adjective is rather the first of several states (``وزراء خارجية السعودية ومصر``)."""
        state = self.sights.find(token, {"state"})
        if state is None or state.last + 1 >= end:
            return False
        after = self.sights.find(state.last + 1, STATES, clitics=True)
        return after is not None and after.clitics in self.words["and"]

    def _is_state(self, token: int, phrase: Phrase) -> bool:
        """Tell whether an indefinite adjective is rather the state itself (``حكومة سوريا``)."""
        if self.sights.find(token, {"state"}) is None:
            return False
        plain = [w for w in self.sights.at(token) if w.term.sense == "nation"]
        agreeing = any(w.shape.gender == "f" for w in plain) and phrase.head.sense in ("body", "people", "thing")
        return not agreeing or (phrase.number == "s" and not phrase.feminine)

    # --- genitives -----------------------------------------------------------------------------------------------

    def _genitive(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        head = phrase.head
        if head.sense in ("office", "body") and self._portfolio(phrase, token, end):
            return True
        words = [w for w in self.sights.at(token) if w.last < end and not w.clitics]
        if head.sense == "thing" or head.sector == "OPP":
            words = [w for w in words if w.term.sense not in _NOT_OF_THINGS]
        if head.sector == "OPP":
            words = [w for w in words if w.term.sense not in HEADS]
        named = next((w for w in words if w.term.sense in NAMED), None)
        role = max((w for w in words if w.term.sense in HEADS), key=lambda w: w.last, default=None)
        if named is not None and (role is None or named.last >= role.last):
            return self._named(phrase, named, end)
        if role is not None:
            stately = head.sense == "country" and role.term.sense != "body"
            return not stately and depth < _DEEPEST and self._part(phrase, role, end, depth)
        return self._referred(phrase, words) or self._people(phrase, words, token, end, depth)

    def _part(self, phrase: Phrase, head: Word, end: int, depth: int) -> bool:
        part = self._role(head, end, depth + 1)
        if not (part.definite or part.code or part.full or phrase.head.sense == "office"):
            return False
        phrase.include(part)
        return True

    def _referred(self, phrase: Phrase, words: list[Word]) -> bool:
        """Take a word that stands for the owner (``وزيرا خارجية البلدين``)."""
        word = next((w for w in words if w.term.sense == "anaphor"), None)
        if word is None:
            return False
        phrase.refers, phrase.last, phrase.full = word, word.last, True
        return True

    def _people(self, phrase: Phrase, words: list[Word], token: int, end: int, depth: int) -> bool:
        """Take nationals (``زعيم الأكراد``) or a known person (``حكومة ماركو روبيو``) as those whom the head is of."""
        nation = next((w for w in words if w.term.sense == "nation"), None)
        if nation is not None and nation.definite and nation.shape.number == "p":
            phrase.own(nation.term, nation.last)
            return True
        if phrase.head.sense not in ("office", "body") or not any(w.term.sense in ("title", "element") for w in words):
            return False
        person = self.persons.at(token, end, after_title=False)
        if person is None or person.term is None:
            return False
        part = self._at(token, end, depth + 1)
        if part is None:
            return False
        phrase.include(part)
        return True

    def _portfolio(self, phrase: Phrase, token: int, end: int) -> bool:
        if phrase.head.sector == "REB":
            return False
        affairs = self.forms[token] in self.words["affairs"] and token + 1 < end
        token += affairs
        word = self.sights.find(token, {"portfolio"})
        if word is None or word.last >= end:
            return affairs and self._affairs(phrase, token, end)
        longer = self.sights.find(token, HEADS | NAMED)
        if longer is not None and longer.last > word.last:
            return False
        phrase.last, phrase.purpose = word.last, word.term.en
        phrase.sector = word.term.sector or phrase.sector
        phrase.suffix = word.term.scope
        while phrase.last + 1 < end:
            more = self.sights.find(phrase.last + 1, {"portfolio"}, clitics=True)
            if more is None or more.last >= end or more.clitics not in self.words["and"]:
                break
            phrase.last = more.last
        return True

    def _affairs(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take whatever follows ``شؤون``: a place there is no owner (``وزير شؤون القدس``)."""
        place = self.sights.find(token, NAMED)
        if place is not None and place.last < end:
            phrase.last = place.last
        elif place is not None or not self._unknown_genitive(phrase, token, end):
            return False
        words = self.sights.prose.quote(token, phrase.last)
        subject = place.term.en if place is not None else romanise(words, self.sights.world.latin).removeprefix("al-")
        phrase.definite, phrase.purpose = True, f"{subject} Affairs"
        return True

    def _named(self, phrase: Phrase, word: Word, end: int) -> bool:
        last = word.last
        if word.term.sense in ("person", "surname"):
            person = self.persons.at(word.first, end, after_title=True)
            last = max(last, person.last if person else 0)
        phrase.own_name(word.term, last)
        if phrase.number != "s" or len({w.shape.number for w in self.sights.at(phrase.first)}) > 1:
            self._more_owners(phrase, end)
        return True

    def _more_owners(self, phrase: Phrase, end: int) -> None:
        """Take further states joined by and (``وزيرا خارجية مصر وقطر``)."""
        while phrase.last + 1 < end:
            word = self.sights.find(phrase.last + 1, STATES, clitics=True)
            if word is None or word.last >= end or word.clitics not in self.words["and"]:
                break
            phrase.own(word.term, word.last)

    def _quoted(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take a name in quotation marks or brackets behind a body (``تنظيم "…"``)."""
        if phrase.head.sense not in ("body", "people") or self.forms[token] not in self.words["opening"]:
            return False
        close = '"' if self.forms[token] == '"' else ")"
        last = next((n for n in range(token + 2, min(end, token + 7)) if self.forms[n] == close), None)
        if last is None:
            return False
        word = self.sights.find(token + 1, {"organisation", "group", "outlet"})
        if word is not None and word.last == last - 1:
            self._named(phrase, word, end)
            phrase.entity = word.term.en if phrase.head.sense == "body" else None
        elif phrase.head.sense == "people" or phrase.definite:
            return False
        else:
            phrase.entity = romanise(self.sights.prose.quote(token + 1, last - 1), self.sights.world.latin)
        phrase.last, phrase.full, phrase.definite = last, True, True
        return True

    def _unknown_genitive(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take the definite noun that a head in construct must have, though it is not known, with its adjectives."""
        if phrase.head.sense in ("thing", "country") or phrase.head.has("strict"):
            return False
        if not self._is_definite_noun(token, end):
            return False
        whole = phrase.definite and phrase.head.sense == "body"
        if whole and self.forms[token][-1] not in self.words["adjectival"]:
            return False
        last = token
        while self._is_definite_noun(last + 1, end) and self.forms[last + 1][-1] in self.words["adjectival"]:
            last += 1
        phrase.last, phrase.definite = last, True
        return True

    def _unknown_name(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take the unknown name of a company or a group, of one or two words (``شركة بيونغ``)."""
        if phrase.head.sense != "body" or phrase.definite or phrase.head.sector not in _NAMELESS:
            return False
        if token >= end or self.sights.at(token) or not self.persons.is_unknown(token):
            return False
        more = token + 1 < end and not self.sights.at(token + 1) and self.persons.is_unknown(token + 1)
        phrase.last, phrase.full, phrase.definite = token + more, True, True
        phrase.entity = romanise(self.sights.prose.quote(token, phrase.last), self.sights.world.latin)
        return True

    def _is_definite_noun(self, token: int, end: int) -> bool:
        if token >= end or len(self.forms[token]) < 4 or not self.forms[token].startswith(_AL):
            return False
        prose = self.sights.prose
        if self.forms[token] in self.words["relative"] or prose.text[prose.starts[token]] != _AL[0]:
            return False
        return all(w.term.sense == "element" for w in self.sights.at(token))

    # --- prepositions --------------------------------------------------------------------------------------------

    def _affiliated(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        """Take ``التابعة ل…`` (the owner) and ``الموالية ل…`` (whom it sides with, which may be somebody abroad)."""
        form = self.forms[token]
        loyal = form in self.words["loyal"]
        if not (loyal or form in self.words["belongs"]) or token + 1 >= end or depth >= _DEEPEST:
            return False
        token += 1
        if self.forms[token] in self.words["sides with"]:
            token += 1
        words = [w for w in self.sights.at(token) if w.last < end] if token < end else []
        word = max((w for w in words if w.term.sense in NAMED | HEADS), key=lambda w: w.last, default=None)
        if word is None:
            return False
        owner = self._role(word, end, depth + 1) if word.term.sense in HEADS else None
        last = owner.last if owner else word.last
        code, sector = (owner.code, owner.sector) if owner else (word.term.code, word.term.sector)
        if owner is not None and owner.former:
            sector = "ELI"
        foreign = loyal and word.term.sense in STATES
        if not foreign and code and phrase.code is None:
            phrase.code, phrase.full = code, True
        if sector in ("REB", "PRM", "ELI") and phrase.sector != "CVL" and not (loyal and phrase.owners):
            phrase.sector = "REB" if sector == "ELI" else sector
        elif loyal and sector == "GOV" and phrase.sector in ("UAF", "REB"):
            phrase.sector = "REB" if foreign else "PRM"
        phrase.last, phrase.full = last, True
        return True

    def _prepositional(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        """Take ``باسم …``, ``لدى …``, ``في …`` where they tell whose or where an office or a body is."""
        form = self.forms[token]
        after = token + 1
        if form in self.words["affairs"] and phrase.head.sense == "office":
            return self._portfolio(phrase, token, end)
        if form in self.words["named after"] and phrase.head.sense == "office":
            part = self._at(after, end, depth + 1) if after < end and depth < _DEEPEST else None
            if part is None or part.adjective:
                return False
            phrase.include(part)
            phrase.full = True
            return True
        if form in self.words["in"] or (phrase.head.has("abroad") and form in self.words["to"]):
            return self._within(phrase, after, end, depth, glued=False)
        if form in self.words["from"] and phrase.code is None and phrase.head.sense in ("people", "body", "office"):
            return self._member(phrase, after, end, depth)
        return self._of_organisation(phrase, token, end) or self._within(phrase, token, end, depth, glued=True)

    def _member(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        """Take whose members are meant: ``مسلحين من ميليشيات …``, ``وفد من مصر``."""
        words = [w for w in self.sights.at(token) if w.last < end and not w.clitics] if token < end else []
        named = next((w for w in words if w.term.sense in _OWN_NAMES), None)
        state = next((w for w in words if w.term.sense == "state"), None)
        sent = phrase.head.sense == "body" or (phrase.sector == "MIL" and phrase.number == "p")
        if named is None and phrase.sector in ("GOV", "MIL", None) and (sent or phrase.sector == "GOV"):
            named = state
        if named is not None:
            if phrase.head.sector == "CVL" and named.term.sector is not None:
                phrase.sector = named.term.sector
            return self._named(phrase, named, end)
        role = max((w for w in words if w.term.sense in ("body", "people")), key=lambda w: w.last, default=None)
        part = self._role(role, end, depth + 1) if role is not None and depth < _DEEPEST else None
        told = part is not None and part.head.sense == "people" and part.definite and part.sector not in (None, "CVL")
        if part is None or not (part.code or told):
            return False
        phrase.include(part)
        if phrase.head.sector == "CVL" and part.sector is not None:
            phrase.sector = part.sector
        return True

    def _of_organisation(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take ``للأمم المتحدة`` behind an office or a body of it, ``لقوات النظام`` behind its members."""
        people = phrase.head.sense == "people" and (phrase.sector is None or phrase.head.has("owned"))
        if phrase.code is not None or not (people or phrase.head.sense in ("office", "body")):
            return False
        words = [w for w in self.sights.at(token) if w.last < end and w.clitics in self.words["of glued"]]
        word = next((w for w in words if w.term.sense in _OWN_NAMES), None)
        if word is not None:
            return self._named(phrase, word, end)
        role = next((w for w in words if w.term.sense == "body"), None) if people else None
        if role is None and phrase.head.has("owned"):
            role = next((w for w in words if w.term.sense == "office"), None)
        if role is None:
            return False
        phrase.include(self._role(role, end, _DEEPEST - 1))
        return True

    def _within(self, phrase: Phrase, token: int, end: int, depth: int, *, glued: bool) -> bool:
        """Take where an office or a body is (``في سوريا``, ``بالكويت``); an envoy's place is its host, no owner."""
        if token >= end or phrase.head.sense in ("thing", "country"):
            return False
        allowed = self.words["in glued"] if glued else {""}
        words = [w for w in self.sights.at(token) if w.last < end and w.clitics in allowed]
        place = next((w for w in words if w.term.sense in _OWNERS), None)
        if place is None and phrase.code is None and self._referred(phrase, words):
            return True
        abroad = phrase.head.has("abroad")
        if place is not None and (abroad or (phrase.code is None and place.term.sense in _SEATED)):
            if abroad and (phrase.code is not None or not glued):
                phrase.last = place.last
                return True
            placed = phrase.head.sense == "body" and phrase.definite and place.term.sense not in _OWN_NAMES
            phrase.placed = placed and not (phrase.full or phrase.purpose or abroad)
            phrase.own_name(place.term, place.last)
            phrase.definite = True
            self._more_owners(phrase, end)
            return True
        if place is not None and place.term.sense == "place" and phrase.head.sense == "body" and phrase.code is None:
            phrase.code = place.term.code
            return False
        role = max((w for w in words if w.term.sense == "body"), key=lambda w: w.last, default=None)
        if role is None or phrase.code is not None or depth >= _DEEPEST:
            return False
        part = self._role(role, end, depth + 1)
        stately = part.head.has("state") or part.head.has("abroad")
        if not part.full or not (stately or (phrase.head.sense == "people" and not glued)):
            return False
        phrase.include(part)
        return True
