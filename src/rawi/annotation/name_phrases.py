"""The grammar of noun phrases for those who act: head, what it is head of, whose it is, and who bears it.

``وزير الخارجية التركي هاكان فيدان``: an office, its portfolio, the owner's nationality, the bearer. Phrases are built
from a head to the left end; nothing here looks at earlier sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rawi.annotation.name_persons import Person, PersonNames
from rawi.annotation.name_words import HEADS, NAMED, Sights, Word
from rawi.lexicon.romanise import romanise
from rawi.lexicon.world import Term, World
from rawi.model import NameKind

_AL = "\u0627\u0644"
STATES = frozenset({"state", "capital", "seat"})
_OWNERS = frozenset({"state", "capital", "seat", "place", "organisation", "group"})
_WORLDLY = {"un": "UNO", "europe": "EUR", "nato": "IGO", "gulf": "IGO"}
_KINDS: dict[str, NameKind] = {
    "office": "office", "body": "organisation", "people": "people", "thing": "organisation", "country": "state",
    "state": "state", "capital": "state", "seat": "organisation", "place": "place", "organisation": "organisation",
    "group": "group", "outlet": "outlet", "person": "person", "surname": "person", "nation": "people",
}  # fmt: skip


@dataclass(slots=True)
class Phrase:
    """A noun phrase under construction; tokens `first` to `last`, both included."""

    first: int
    last: int
    head: Term
    kind: NameKind
    clitics: str = ""
    suffix: str = ""
    number: str = "s"
    feminine: bool = False
    definite: bool = False
    code: str | None = None
    sector: str | None = None
    entity: str | None = None
    purpose: str = ""
    owners: list[Term] = field(default_factory=list)
    part: Phrase | None = None
    person: Person | None = None
    refers: Word | None = None
    former: bool = False
    full: bool = False
    adjective: bool = False
    inner: list[Phrase] = field(default_factory=list)
    rule: str = ""


class Grammar:
    """Builds the phrases of one text."""

    def __init__(self, sights: Sights, words: dict[str, frozenset[str]]) -> None:
        self.sights = sights
        self.forms = sights.forms
        self.world: World = sights.world
        self.words = words
        self.persons = PersonNames(sights, words)

    def at(self, token: int, end: int, *, depth: int = 0) -> Phrase | None:
        """Return the longest phrase that begins at a token and stays before `end`, or None."""
        words = [w for w in self.sights.at(token) if w.last < end]
        named = next((w for w in words if w.term.sense in NAMED), None)
        head = max((w for w in words if w.term.sense in HEADS), key=lambda w: w.last, default=None)
        if named is not None and (head is None or named.last >= head.last):
            return self._named(named, end, depth)
        if head is not None and self._may_be_person(head, words):
            person = self._bare_person(token, end, depth)
            if person is not None and person.last > head.last:
                return person
        if head is not None:
            return self._role(head, end, depth)
        nation = next((w for w in words if w.term.sense == "nation"), None)
        if nation is not None:
            return self._nation(nation, end, depth)
        if any(w.term.sense in ("title", "element") for w in words):
            return self._bare_person(token, end, depth)
        return None

    def _may_be_person(self, head: Word, words: list[Word]) -> bool:
        """Tell whether a head is rather somebody's name (``سلطان هاشم أحمد``) or a title (``الفريق أول ركن …``)."""
        if any(w.term.sense == "title" and w.last >= head.last for w in words) and head.term.sense != "office":
            return True
        return head.length == 1 and not head.definite and any(w.term.sense == "element" for w in words)

    def counts(self, phrase: Phrase) -> bool:
        """Tell whether a phrase says enough to be a name: a head alone must be definite, owned or several."""
        head = phrase.head
        if (
            head.sense in HEADS
            and phrase.suffix
            and phrase.first
            and self.forms[phrase.first - 1] in self.words["which"]
        ):
            return False
        if head.sense not in HEADS or phrase.person is not None or phrase.suffix:
            return True
        owned = bool(phrase.owners or phrase.part or phrase.code)
        if self._is_idiom(phrase):
            return False
        if head.has("adjective") and phrase.number == "s":
            return self._is_noun(phrase)
        if head.sense == "thing":
            return owned
        if head.has("owned") and not owned:
            return phrase.definite and phrase.head.sense == "body"
        if head.sense == "people":
            return True
        return owned or phrase.definite or phrase.number == "p"

    def _is_idiom(self, phrase: Phrase) -> bool:
        """Tell whether a head only looks like one (``القضاء على …``, ``غير مسؤول``, ``التي قادتها …``)."""
        before = self.forms[phrase.first - 1] if phrase.first else ""
        after = self.forms[phrase.last + 1] if phrase.last + 1 < len(self.forms) else ""
        if before in self.words["not"]:
            return phrase.head.sense == "people"
        form = self.forms[phrase.first]
        return after in self.words["on"] and any(form.endswith(word) for word in self.words["with on"])

    def _is_noun(self, phrase: Phrase) -> bool:
        """Tell whether a word such as ``دبلوماسي`` stands as a noun: counted, accusative, or behind a small word."""
        before = self.forms[phrase.first - 1] if phrase.first else ""
        if self._counted(phrase.first):
            return True
        return bool(phrase.owners) and (before in self.words["before noun"] or bool(phrase.clitics))

    # --- named entities ------------------------------------------------------------------------------------------

    def _named(self, word: Word, end: int, depth: int) -> Phrase:
        term = word.term
        phrase = Phrase(word.first, word.last, term, _KINDS[term.sense], word.clitics, definite=True)
        phrase.code, phrase.sector, phrase.entity, phrase.rule = term.code, term.sector, term.en, term.rule
        phrase.full = True
        if term.sense in ("person", "surname"):
            return self._known_person(word, phrase, end, depth)
        if term.sense in ("organisation", "group", "outlet"):
            phrase.last = self._own_adjectives(phrase, end)
        return phrase

    def _own_adjectives(self, phrase: Phrase, end: int) -> int:
        """Take the adjectives that follow a full name (``حزب الله اللبناني``, ``داعش الإرهابي``)."""
        last = phrase.last
        while last + 1 < end:
            word = self.sights.find(last + 1, {"nation"})
            if word is None or not word.definite or word.last >= end:
                break
            last = word.last
        return last

    def _known_person(self, word: Word, phrase: Phrase, end: int, depth: int) -> Phrase:
        person = self.persons.at(word.first, end, after_title=True)
        if person is None:
            person = Person(word.first, word.last, word.first, word.last, word.term)
        phrase.last = max(word.last, person.last)
        phrase.person = Person(
            person.first, phrase.last, person.core_first, max(person.core_last, word.last), word.term
        )
        return self._office_after(phrase, end, depth)

    def _bare_person(self, token: int, end: int, depth: int) -> Phrase | None:
        person = self.persons.at(token, end, after_title=False)
        if person is None:
            return None
        return self._of_person(person, end, depth)

    def _of_person(self, person: Person, end: int, depth: int) -> Phrase:
        term = person.term or Term("person")
        phrase = Phrase(person.first, person.last, term, "person", person.clitics, definite=True)
        phrase.code, phrase.sector, phrase.entity = term.code, term.sector or person.sector, term.en or None
        phrase.person, phrase.full, phrase.rule = person, True, term.rule or person.rule
        return self._office_after(phrase, end, depth)

    def _office_after(self, phrase: Phrase, end: int, depth: int) -> Phrase:
        """Take an office in apposition behind the name (``جون كيري، وزير الخارجية الأميركي``)."""
        if depth:
            return phrase
        start = phrase.last + 1
        if start < end and self.forms[start] == ",":
            start += 1
        head = self.sights.find(start, {"office"}) if start < end else None
        if head is None or head.last >= end or head.suffix:
            return phrase
        office = self._role(head, end, depth + 1)
        if office.number != "s" or not office.full or not (office.definite or office.code):
            return phrase
        phrase.last = office.last
        self._take_office(phrase, office)
        return phrase

    def _take_office(self, phrase: Phrase, office: Phrase) -> None:
        phrase.part = office
        phrase.former = phrase.former or office.former
        if office.code:
            phrase.code = office.code
        if office.sector:
            phrase.sector = office.sector

    # --- offices, bodies, groups of people -----------------------------------------------------------------------

    def _role(self, head: Word, end: int, depth: int) -> Phrase:
        term = head.term
        phrase = Phrase(head.first, head.last, term, _KINDS[term.sense], head.clitics, head.suffix)
        phrase.number, phrase.feminine = head.shape.number or "s", head.shape.gender == "f"
        phrase.definite, phrase.sector, phrase.rule = head.definite, term.sector, term.rule
        phrase.code = term.code
        phrase.full = term.code is not None
        if not head.suffix:
            self._complements(phrase, end, depth, construct=not head.definite or head.length > 1)
        else:
            self._adjectives(phrase, end)
        self._read_number(phrase)
        if term.sense in ("office", "people") and phrase.number == "s" and depth < 3:
            self._bearer(phrase, end)
        return phrase

    def _read_number(self, phrase: Phrase) -> None:
        """A dual with one owner and no second one may be an accusative (``وزيرا سابقا``): the owners decide."""
        readings = {w.shape.number for w in self.sights.at(phrase.first) if w.term is phrase.head}
        if "d" in readings and len(phrase.owners) > 1:
            phrase.number = "d"
        elif "s" in readings:
            phrase.number = "s"

    def _complements(self, phrase: Phrase, end: int, depth: int, *, construct: bool) -> None:
        """Extend a phrase to the left by everything that belongs to its head."""
        bound = construct
        while phrase.last + 1 < end:
            token = phrase.last + 1
            if self._modifier(phrase, token, end) or self._owner_adjective(phrase, token, end):
                bound = bound and phrase.head.sense == "office" and not phrase.owners
                continue
            if bound and self._genitive(phrase, token, end, depth):
                bound = False
                phrase.definite = True
                continue
            if self._prepositional(phrase, token, end, depth):
                bound = False
                continue
            if bound and (self._quoted(phrase, token, end) or self._unknown_genitive(phrase, token, end)):
                bound = False
                continue
            break

    def _quoted(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take a name in quotation marks or brackets behind a body (``تنظيم "…"``)."""
        close = self.words["closing"].intersection('"' if self.forms[token] == '"' else ")")
        if phrase.head.sense not in ("body", "people") or self.forms[token] not in self.words["opening"]:
            return False
        last = next((n for n in range(token + 2, min(end, token + 7)) if self.forms[n] in close), None)
        if last is None:
            return False
        word = self.sights.find(token + 1, {"organisation", "group", "outlet"})
        if word is not None and word.last == last - 1:
            self._named_owner(phrase, word, end)
            phrase.entity = word.term.en if phrase.head.sense == "body" else None
        elif phrase.head.sense == "people" or phrase.definite:
            return False
        else:
            phrase.entity = romanise(self.sights.prose.quote(token + 1, last - 1), self.world.latin)
        phrase.last, phrase.full, phrase.definite = last, True, True
        return True

    def _unknown_genitive(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take the definite noun that a head in construct must have, though it is not known, with its adjectives."""
        if (
            phrase.head.sense in ("thing", "country")
            or phrase.head.has("strict")
            or not self._is_definite_noun(token, end)
        ):
            return False
        last = token
        while self._is_definite_noun(last + 1, end) and self.forms[last + 1][-1] in self.words["adjectival"]:
            last += 1
        phrase.last, phrase.definite = last, True
        return True

    def _is_definite_noun(self, token: int, end: int) -> bool:
        if token >= end or len(self.forms[token]) < 4 or not self.forms[token].startswith(_AL):
            return False
        if self.forms[token] in self.words["relative"]:
            return False
        return all(w.term.sense == "element" for w in self.sights.at(token))

    def _adjectives(self, phrase: Phrase, end: int) -> None:
        while phrase.last + 1 < end:
            token = phrase.last + 1
            if not self._modifier(phrase, token, end) and not self._owner_adjective(phrase, token, end):
                break

    def _modifier(self, phrase: Phrase, token: int, end: int) -> bool:
        word = self.sights.find(token, {"modifier"})
        if word is None or word.last >= end:
            return False
        kind = word.term.scope
        if phrase.head.sense == "thing" and kind in ("rank", "region"):
            return False
        phrase.last = word.last
        if word.definite:
            phrase.definite = True
        self._apply(phrase, kind)
        return True

    def _apply(self, phrase: Phrase, kind: str) -> None:
        if kind == "former":
            phrase.former = True
        elif kind in _WORLDLY:
            phrase.code, phrase.full = _WORLDLY[kind], True
            phrase.sector = None
        elif kind == "houthi":
            phrase.code, phrase.sector, phrase.full, phrase.entity = "YEM", "REB", True, "Houthis"
        elif kind == "kurd" and phrase.sector in ("MIL", "UAF", "REB"):
            phrase.sector, phrase.full = "REB", True
        elif (kind == "oppose" and phrase.sector in ("MIL", "UAF", "REB")) or (kind == "militant" and phrase.sector in (None, "UAF", "MIL", "SOC", "REB", "OPP", "GOV")) or (kind == "islamist" and phrase.sector in ("UAF", "MIL")) or (kind == "armed" and phrase.sector == "OPP"):
            phrase.sector = "REB"
        elif kind == "armed" and phrase.head.sense == "thing":
            phrase.sector = phrase.sector or "MIL"
        elif kind == "armed" and phrase.sector is None and phrase.head.sense in ("body", "people"):
            phrase.sector = "REB"
        elif kind == "world" and phrase.head.has("abroad"):
            phrase.code, phrase.sector, phrase.full = "UNO", None, True
        elif kind == "armed" and phrase.head.sense == "people" and phrase.sector == "GOV":
            phrase.sector = "MIL"

    def _owner_adjective(self, phrase: Phrase, token: int, end: int) -> bool:
        joined = bool(phrase.owners) and phrase.number != "s"
        word = self.sights.find(token, {"nation"}, clitics=joined)
        if word is None or word.last >= end or word.clitics not in ("", self.words["and"]):
            return False
        if word.clitics and not joined:
            return False
        if not word.clitics and phrase.owners and phrase.head.sense != "office":
            return False
        if not word.definite and (phrase.definite or self._is_state_here(token, phrase)):
            return False
        self._own(phrase, word.term)
        phrase.last = word.last
        phrase.definite = phrase.definite or word.definite
        return True

    def _is_state_here(self, token: int, phrase: Phrase) -> bool:
        """Tell whether an indefinite adjective is rather the state itself (``حكومة سوريا``)."""
        if self.sights.find(token, {"state"}) is None:
            return False
        plain = [w for w in self.sights.at(token) if w.term.sense == "nation"]
        agreeing = any(w.shape.gender == "f" for w in plain) and phrase.head.sense in ("body", "people", "thing")
        return not agreeing or (phrase.number == "s" and not phrase.feminine)

    def _own(self, phrase: Phrase, term: Term) -> None:
        phrase.owners.append(term)
        phrase.full = True
        if phrase.code is None:
            phrase.code = term.code

    # --- what stands in the genitive or behind a preposition -------------------------------------------------------

    def _genitive(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        head = phrase.head
        if head.sense in ("office", "body") and self._portfolio(phrase, token, end):
            return True
        words = [w for w in self.sights.at(token) if w.last < end and not w.clitics]
        if head.sense == "thing" or head.sector == "OPP":
            words = [
                w for w in words if w.term.sense not in ("office", "title", "element", "person", "people", "thing")
            ]
        if head.sector == "OPP":
            words = [w for w in words if w.term.sense not in HEADS]
        named = next((w for w in words if w.term.sense in NAMED), None)
        role = max((w for w in words if w.term.sense in HEADS), key=lambda w: w.last, default=None)
        if named is not None and (role is None or named.last >= role.last):
            return self._named_owner(phrase, named, end)
        if role is not None and depth < 3:
            part = self._role(role, end, depth + 1)
            if part.definite or part.code or part.full or head.sense == "office":
                self._include(phrase, part)
                return True
            return False
        anaphor = next((w for w in words if w.term.sense == "anaphor"), None)
        if anaphor is not None:
            phrase.refers, phrase.last, phrase.full = anaphor, anaphor.last, True
            return True
        nation = next((w for w in words if w.term.sense == "nation"), None)
        if nation is not None and nation.definite and nation.shape.number == "p":
            self._own(phrase, nation.term)
            phrase.last = nation.last
            return True
        if any(w.term.sense in ("title", "element") for w in words) and head.sense in ("office", "body"):
            person = self.persons.at(token, end, after_title=False)
            if person is not None and person.term is not None:
                self._include(phrase, self._of_person(person, end, depth + 1))
                return True
        return False

    def _portfolio(self, phrase: Phrase, token: int, end: int) -> bool:
        word = self.sights.find(token, {"portfolio"})
        if word is None or word.last >= end:
            return False
        longer = self.sights.find(token, HEADS | NAMED)
        if longer is not None and longer.last > word.last:
            return False
        phrase.last, phrase.purpose = word.last, word.term.en
        phrase.sector = word.term.sector or phrase.sector
        while phrase.last + 1 < end:
            more = self.sights.find(phrase.last + 1, {"portfolio"}, clitics=True)
            if more is None or more.last >= end or more.clitics != self.words["and"]:
                break
            phrase.last = more.last
        return True

    def _named_owner(self, phrase: Phrase, word: Word, end: int) -> bool:
        term = word.term
        if term.sense in ("person", "surname"):
            person = self.persons.at(word.first, end, after_title=True)
            phrase.last = max(word.last, person.last if person else 0)
        else:
            phrase.last = word.last
        self._own(phrase, term)
        if term.sense not in STATES and term.sense != "place" and term.sector:
            self._inherit(phrase, term.sector, strong=term.sense in ("group", "organisation"))
        elif term.sector is None and term.sense == "organisation":
            phrase.sector = None
        if phrase.number != "s" or len({w.shape.number for w in self.sights.at(phrase.first)}) > 1:
            self._more_owners(phrase, end)
        return True

    def _more_owners(self, phrase: Phrase, end: int) -> None:
        """Take further owners joined by and (``وزيرا خارجية مصر وقطر``)."""
        while phrase.last + 1 < end:
            word = self.sights.find(phrase.last + 1, _OWNERS, clitics=True)
            if word is None or word.last >= end or word.clitics != self.words["and"] or word.term.sense not in STATES:
                break
            self._own(phrase, word.term)
            phrase.last = word.last

    def _include(self, phrase: Phrase, part: Phrase) -> None:
        """Make a phrase part of another: its owner is the owner's, its sector what the part does."""
        phrase.last, phrase.part = part.last, part
        phrase.inner.append(part)
        phrase.former = phrase.former or (part.former and phrase.head.sense == "body")
        if part.code and phrase.code is None:
            phrase.code = part.code
            phrase.owners += part.owners
            phrase.full = True
        self._inherit(phrase, part.sector, strong=part.head.sense in ("body", "group", "organisation"))

    def _inherit(self, phrase: Phrase, sector: str | None, *, strong: bool) -> None:
        head = phrase.head
        if sector is None:
            return
        takes = head.sense == "office" or not head.sector or (head.sense == "people" and sector in ("REB", "PRM"))
        if head.sense == "people" and head.sector not in (None, "UAF", "REB", "PRM"):
            takes = head.sector == "LAB" and sector in ("GOV", "MIL", "SPY", "COP") and strong
        if head.sense == "thing" and strong and sector in ("REB", "PRM"):
            takes = True
        if takes and (strong or not phrase.sector):
            phrase.sector = sector

    def _prepositional(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        """Take ``باسم …``, ``لدى …``, ``في …`` where they tell whose or where an office or a body is."""
        form = self.forms[token]
        after = token + 1
        if form in self.words["named after"] and phrase.head.sense == "office":
            part = self.at(after, end, depth=depth + 1) if after < end and depth < 3 else None
            if part is None or part.adjective:
                return False
            self._include(phrase, part)
            phrase.full = True
            return True
        if form in self.words["in"]:
            return self._within(phrase, after, end, depth, clitics="")
        if phrase.head.has("abroad") and form in self.words["to"]:
            return self._within(phrase, after, end, depth, clitics="")
        if form in self.words["from"] and phrase.code is None and phrase.head.sense in ("people", "body", "office"):
            return self._member(phrase, after, end, depth)
        return self._of_organisation(phrase, token, end) or self._within(
            phrase, token, end, depth, clitics=self.words["in glued"]
        )

    def _member(self, phrase: Phrase, token: int, end: int, depth: int) -> bool:
        """Take whose members are meant: ``مسلحين من ميليشيات …``, ``وفد من مصر``."""
        words = [w for w in self.sights.at(token) if w.last < end and not w.clitics] if token < end else []
        named = next((w for w in words if w.term.sense in ("organisation", "group")), None)
        state = next((w for w in words if w.term.sense == "state"), None)
        if named is not None:
            return self._named_owner(phrase, named, end)
        if state is not None and phrase.sector == "GOV":
            return self._named_owner(phrase, state, end)
        role = max((w for w in words if w.term.sense == "body"), key=lambda w: w.last, default=None)
        if role is None or depth >= 3:
            return False
        part = self._role(role, end, depth + 1)
        if not part.code:
            return False
        self._include(phrase, part)
        return True

    def _of_organisation(self, phrase: Phrase, token: int, end: int) -> bool:
        """Take ``للأمم المتحدة`` behind an office or a body of it."""
        people = phrase.head.sense == "people" and phrase.sector is None
        if phrase.code is not None or not (people or phrase.head.sense in ("office", "body")):
            return False
        words = [w for w in self.sights.at(token) if w.last < end and w.clitics in self.words["of glued"]]
        word = next((w for w in words if w.term.sense in ("organisation", "group")), None)
        if word is not None:
            return self._named_owner(phrase, word, end)
        body = next((w for w in words if w.term.sense == "body"), None) if people else None
        if body is None:
            return False
        self._include(phrase, self._role(body, end, 2))
        return True

    def _within(self, phrase: Phrase, token: int, end: int, depth: int, *, clitics: str | frozenset[str]) -> bool:
        if token >= end or phrase.head.sense == "thing":
            return False
        allowed = {""} if clitics == "" else set(clitics)
        words = [w for w in self.sights.at(token) if w.last < end and w.clitics in allowed]
        place = next((w for w in words if w.term.sense in _OWNERS), None)
        anaphor = next((w for w in words if w.term.sense == "anaphor"), None)
        if anaphor is not None and phrase.code is None:
            phrase.refers, phrase.last, phrase.full = anaphor, anaphor.last, True
            return True
        abroad = phrase.head.has("abroad")
        if place is not None and (
            abroad or (phrase.code is None and place.term.sense in ("state", "capital", "organisation"))
        ):
            phrase.last = place.last
            if not abroad or (phrase.code is None and clitics != ""):
                self._own(phrase, place.term)
                if place.term.sense == "organisation":
                    phrase.sector = place.term.sector
                phrase.definite = True
                self._more_owners(phrase, end)
            return True
        role = max((w for w in words if w.term.sense == "body"), key=lambda w: w.last, default=None)
        if role is None or phrase.code is not None or depth >= 3:
            return False
        part = self._role(role, end, depth + 1)
        if (
            not part.full
            or (not part.head.has("state")
            and not part.head.has("abroad")
            and phrase.head.sense != "people")
        ):
            return False
        if clitics and not part.head.has("state") and not part.head.has("abroad"):
            return False
        self._include(phrase, part)
        return True

    # --- bearers and nationals --------------------------------------------------------------------------------------

    def _bearer(self, phrase: Phrase, end: int) -> None:
        """Take the person who bears an office (``، يشار غولر``)."""
        token = phrase.last + 1
        comma = token < end and self.forms[token] == ","
        if comma:
            token += 1
        if token >= end or not (phrase.full or phrase.definite or phrase.purpose):
            return
        person = self.persons.at(token, end, after_title=not comma and (phrase.definite or phrase.full))
        if person is None or person.clitics:
            return
        phrase.last, phrase.person = person.last, person
        if phrase.code is None and person.term is not None:
            phrase.code = person.term.code

    def _nation(self, word: Word, end: int, depth: int) -> Phrase | None:
        """A nationality without a noun: nationals (``الفلسطينيون``), or an adjective of a noun that is not known."""
        term = word.term
        state = self.world.states.get(term.code or "")
        phrase = Phrase(word.first, word.last, term, "people", word.clitics)
        phrase.number, phrase.feminine = word.shape.number, word.shape.gender == "f"
        phrase.definite, phrase.code, phrase.rule, phrase.full = word.definite, term.code, term.rule, True
        if word.shape.number == "p" or self._counted(word.first):
            phrase.sector, phrase.number = "CVL", "p"
            self._adjectives(phrase, end)
            return phrase
        person = None
        if word.definite and depth == 0:
            person = self.persons.at(word.last + 1, end, after_title=True) if word.last + 1 < end else None
        if person is not None and not person.clitics:
            phrase.last, phrase.person, phrase.kind = person.last, person, "person"
            phrase.sector = (person.term.sector if person.term else None) or person.sector or "CVL"
            return phrase
        if depth or state is None:
            return None
        phrase.adjective, phrase.kind, phrase.sector, phrase.entity = True, "state", "GOV", state.government
        return phrase

    def _counted(self, token: int) -> bool:
        before = self.forms[token - 1] if token else ""
        return before.isdigit() or before in self.words["amount"]
