"""The grammar of noun phrases for those who act: head, what it is head of, whose it is, and who bears it.

``وزير الخارجية التركي هاكان فيدان``: an office, its portfolio, the owner's nationality, the bearer. Phrases are built
from a head to the left end; nothing here looks at earlier sentences.
"""

from __future__ import annotations

from rawi.annotation.name_complements import Complements
from rawi.annotation.name_english import office_name
from rawi.annotation.name_persons import Person, PersonNames
from rawi.annotation.name_phrase import KINDS, Phrase
from rawi.annotation.name_shown import shown_family_names
from rawi.annotation.name_words import HEADS, NAMED, Sights, Word
from rawi.lexicon.world import WORLDLY, Term, World

_OWN_NAMES = frozenset({"organisation", "group", "outlet"})
_PERSONS = frozenset({"person", "surname"})
_DEEPEST = 3
_LONGEST_COUNT = 3
"""How many digits a number of people has at most, so that it is no year."""
_GLUED = ("", "\u0648", "\u0641", "\u0628", "\u0643", "\u0648\u0628")
_DEFINITE = (*(f"{glued}\u0627\u0644" for glued in _GLUED), "\u0644\u0644", "\u0648\u0644\u0644")
_SOUND = ("\u0648\u0646", "\u064a\u0646")
_POSSESSED = ("\u0647", "\u0647\u0627", "\u0647\u0645", "\u0646\u0627")
"""How words begin that have the article, how sound plurals end, and how words end with a pronoun."""


class Grammar:
    """Builds the phrases of one text."""

    def __init__(self, sights: Sights, words: dict[str, frozenset[str]]) -> None:
        self.sights = sights
        self.forms = sights.forms
        self.world: World = sights.world
        self.words = words
        self.persons = PersonNames(sights, words)
        self.persons.shown = shown_family_names(self.persons)
        self.complements = Complements(sights, words, self.persons, self._role, self.at)

    def at(self, token: int, end: int, depth: int = 0) -> Phrase | None:
        """Return the longest phrase that begins at a token and stays before `end`, or None.

        `depth` tells inside how many other phrases it stands.
        """
        words = [w for w in self.sights.at(token) if w.last < end]
        named = next((w for w in words if w.term.sense in NAMED), None)
        head = max((w for w in words if w.term.sense in HEADS), key=lambda w: w.last, default=None)
        if named is not None and (
            self._is_common_noun(named, end)
            or self._is_anothers(named)
            or self._is_date(named, end)
            or self._is_counted_national(named)
        ):
            named = None
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
        if token in self.persons.shown or any(w.term.sense in ("title", "element") for w in words):
            return self._bare_person(token, end, depth)
        return None

    def _is_common_noun(self, word: Word, end: int) -> bool:
        """Tell whether a name of one word is rather the word itself (``القاعدة الجوية``, ``المقاومة`` elsewhere)."""
        if word.length > 1 or word.term.sense not in ("organisation", "group") or word.last + 1 >= end:
            return False
        if word.first and self.forms[word.first - 1] in self.words["this"]:
            return True
        nation = self.sights.find(word.last + 1, {"nation"})
        if nation is not None and nation.definite and word.term.near and nation.term.code not in word.term.near:
            return True
        adjective = self.sights.find(word.last + 1, {"modifier"})
        return adjective is not None and adjective.term.scope in ("armed", "rank") and adjective.definite

    def _is_date(self, word: Word, end: int) -> bool:
        """Tell whether the last word of an outlet's name belongs to a date (``على روسيا اليوم الثلاثاء``)."""
        day = self.words["today"]
        after = word.last + 1
        return word.term.sense == "outlet" and after < end and {self.forms[word.last], self.forms[after]} <= day

    def _is_counted_national(self, word: Word) -> bool:
        """Tell whether a state behind a number is rather how many of its nationals are meant (``81 سوريا``)."""
        before = self.forms[word.first - 1] if word.first else ""
        if word.term.sense != "state" or not before.isdigit() or len(before) > _LONGEST_COUNT:
            return False
        return any(w.term.sense == "nation" and w.shape.gender == "m" for w in self.sights.at(word.first))

    def _is_anothers(self, word: Word) -> bool:
        return word.term.sense == "surname" and not word.clitics and self.persons.is_anothers(word.first)

    def _may_be_person(self, head: Word, words: list[Word]) -> bool:
        """Tell whether a head is rather somebody's name (``سلطان هاشم أحمد``) or a title (``الفريق أول ركن …``)."""
        if any(w.term.sense == "title" and w.last >= head.last for w in words) and head.term.sense != "office":
            return True
        return head.length == 1 and not head.definite and any(w.term.sense == "element" for w in words)

    # --- what counts as a name ------------------------------------------------------------------------------------

    def counts(self, phrase: Phrase) -> bool:
        """Tell whether a phrase says enough to be a name: a head alone must be definite, owned or several."""
        head = phrase.head
        if head.sense not in HEADS:
            return True
        if phrase.suffix and self._before(phrase) in self.words["which"]:
            return False
        if phrase.person is not None or (phrase.suffix and not head.has("personal")):
            return True
        if self._is_idiom(phrase) or (head.sense == "country" and self._is_direction(phrase)):
            return False
        if head.has("personal"):
            named = any(owner.sense in _PERSONS for owner in phrase.owners)
            named = named or (phrase.part is not None and phrase.part.person is not None)
            return named and self._after(phrase) not in self.words["on"]
        if head.has("verb") and phrase.number == "s":
            return self._counted(phrase.first)
        if head.has("alone"):
            behind = self._before(phrase) in self.words["before person"] | self.words["before noun"]
            return behind and self._after(phrase) not in self.words["from"]
        if head.has("adjective") and phrase.number == "s":
            return self._is_noun(phrase)
        if head.has("fighting") and phrase.last > phrase.head_last:
            return True
        owned = bool(phrase.owners or phrase.part or phrase.code)
        if head.sense == "thing":
            return owned
        if head.has("owned") and not owned:
            told = phrase.sector != head.sector or self._counted(phrase.first)
            lone = head.sense == "body" or (head.sense == "office" and phrase.number == "s")
            return told or (phrase.definite and lone)
        return head.sense == "people" or owned or phrase.definite or phrase.number == "p" or self._acts_alone(phrase)

    def _from(self, phrase: Phrase) -> bool:
        return self._before(phrase) in self.words["from"]

    def _before(self, phrase: Phrase) -> str:
        return self.forms[phrase.first - 1] if phrase.first else ""

    def _after(self, phrase: Phrase) -> str:
        return self.forms[phrase.last + 1] if phrase.last + 1 < len(self.forms) else ""

    def _acts_alone(self, phrase: Phrase) -> bool:
        """Tell whether a court or a judge that nothing more is said of acts here (``أمر قاض …``)."""
        before = self._before(phrase)
        return phrase.head.sector == "JUD" and before in self.words["before noun"] | self.words["before court"]

    def _is_idiom(self, phrase: Phrase) -> bool:
        """Tell whether a head only looks like one (``القضاء على …``, ``غير مسؤول``)."""
        if self._before(phrase) in self.words["not"]:
            return phrase.head.sense == "people"
        form = self.forms[phrase.first]
        return self._after(phrase) in self.words["on"] and any(form.endswith(word) for word in self.words["with on"])

    def _is_direction(self, phrase: Phrase) -> bool:
        """Tell whether the West is only where something lies (``إلى الغرب من المدينة``)."""
        return phrase.number == "s" and self._after(phrase) in self.words["from"]

    def _is_noun(self, phrase: Phrase) -> bool:
        """Tell whether a word such as ``دبلوماسي`` stands as a noun: it is counted, or can go with no noun before."""
        if self._counted(phrase.first):
            return True
        before = self._before(phrase)
        if phrase.head_last == phrase.first and before in self.words["before person"]:
            return True
        glued = phrase.clitics[-1:] not in ("", *self.words["and"])
        if glued and not phrase.definite:
            return True
        if self.forms[phrase.first].startswith(_DEFINITE) and (glued or self._has_no_noun(phrase.first)):
            return glued or phrase.head.has("several") or self.sights.find(phrase.first, {"modifier"}) is None
        return phrase.full and (before in self.words["before noun"] or bool(phrase.clitics))

    def _has_no_noun(self, token: int) -> bool:
        """Tell whether the word before a definite adjective is no definite noun that it could describe."""
        before = self.forms[token - 1] if token else ""
        if before in self.words["before noun"]:
            return True
        if not token or self.sights.at(token - 1):
            return False
        owned = before.endswith(_POSSESSED) and before not in self.words["pronoun"]
        definite = before.startswith(_DEFINITE) or owned
        return not definite and "\u0621" <= before[0] <= "\u064a"

    def _counted(self, token: int) -> bool:
        before = self.forms[token - 1] if token else ""
        return before.isdigit() or before in self.words["amount"]

    # --- named entities ------------------------------------------------------------------------------------------

    def _named(self, word: Word, end: int, depth: int) -> Phrase:
        term = word.term
        phrase = Phrase(word.first, word.last, term, KINDS[term.sense], word.clitics, definite=True, full=True)
        phrase.code, phrase.sector, phrase.entity, phrase.rule = term.code, term.sector, term.en, term.rule
        if term.sense in ("person", "surname"):
            return self._known_person(word, phrase, end, depth)
        if term.sense in _OWN_NAMES:
            self.complements.own_adjectives(phrase, end)
        return phrase

    def _known_person(self, word: Word, phrase: Phrase, end: int, depth: int) -> Phrase:
        person = self.persons.at(word.first, end, after_title=True)
        if person is None:
            person = Person(word.first, word.last, word.first, word.last, word.term, clitics=word.clitics)
        last = max(person.core_last, word.last)
        phrase.last = max(word.last, person.last)
        phrase.person = Person(person.first, phrase.last, person.core_first, last, word.term, clitics=word.clitics)
        return self._office_after(phrase, end, depth)

    def _bare_person(self, token: int, end: int, depth: int) -> Phrase | None:
        person = self.persons.at(token, end, after_title=False)
        return self._of_person(person, end, depth) if person is not None else None

    def _of_person(self, person: Person, end: int, depth: int) -> Phrase:
        term = person.term or Term("person")
        phrase = Phrase(person.first, person.last, term, "person", person.clitics, definite=True, full=True)
        phrase.code, phrase.sector, phrase.entity = term.code, term.sector or person.sector, term.en or None
        phrase.person, phrase.rule = person, term.rule or person.rule
        return self._office_after(phrase, end, depth)

    def _office_after(self, phrase: Phrase, end: int, depth: int) -> Phrase:
        """Take an office in apposition behind the name (``جون كيري، وزير الخارجية الأميركي``)."""
        start = phrase.last + 1
        if start < end and self.forms[start] == ",":
            start += 1
        head = self.sights.find(start, {"office"}) if start < end and not depth else None
        if head is None or head.last >= end or head.suffix:
            return phrase
        office = self._role(head, end, depth + 1)
        told = office.full or head.length > 1
        if office.number != "s" or not told or not (office.definite or office.code):
            return phrase
        if not self._may_hold(phrase, office, comma=start > phrase.last + 1):
            return phrase
        phrase.last, phrase.part = office.last, office
        phrase.former = phrase.former or office.former
        phrase.code = office.code or phrase.code
        phrase.sector = office.sector or phrase.sector
        return phrase

    def _may_hold(self, phrase: Phrase, office: Phrase, *, comma: bool) -> bool:
        """Tell whether an office behind a name can be that person's, and is not whom the person meets."""
        person = phrase.person
        if person is not None and person.term is not None:
            code = office.code or phrase.code
            return code is None or self.world.may_hold(person.term.en, code, office_name(office))
        return comma or not phrase.head.has("state")

    # --- offices, bodies, groups of people -----------------------------------------------------------------------

    def _role(self, head: Word, end: int, depth: int) -> Phrase:
        term = head.term
        phrase = Phrase(head.first, head.last, term, KINDS[term.sense], head.clitics, head.suffix)
        phrase.number, phrase.feminine = head.shape.number or "s", head.shape.gender == "f"
        phrase.definite, phrase.sector, phrase.rule = head.definite, term.sector, term.rule
        phrase.code, phrase.full, phrase.head_last = term.code, term.code is not None, head.last
        if head.suffix:
            phrase.sector = "GOV" if term.has("lone") else phrase.sector
            self.complements.adjectives(phrase, end)
        else:
            construct = not head.definite and not (head.shape.number in ("d", "p") and self._has_nun(head))
            self.complements.extend(phrase, end, depth, construct=construct)
        self._read_number(phrase)
        states = term.sense == "country" and not self._from(phrase)
        if (states or term.sense == "people") and self._counted(phrase.first):
            phrase.number = "p"
        if phrase.sector == "OPP" and term.sense == "body" and self._before(phrase) in self.words["arms of"]:
            phrase.sector = "REB"
        if phrase.sector is None and phrase.part is None:
            title = self.sights.find(head.first, {"title"}, clitics=True)
            phrase.sector = title.term.sector if title is not None and title.last == head.last else None
        if term.sense in ("office", "people") and phrase.number == "s" and depth < _DEEPEST:
            self._bearer(phrase, end, depth)
        return phrase

    def _has_nun(self, head: Word) -> bool:
        """Tell whether a sound plural keeps its nun, so that nothing is owned behind it (``متهمين الجيش``)."""
        return head.length == 1 and self.forms[head.last].endswith(_SOUND)

    def _read_number(self, phrase: Phrase) -> None:
        """A dual without two owners may be an accusative (``وزيرا سابقا``) or a plural: the owners decide."""
        readings = {w.shape.number for w in self.sights.at(phrase.first) if w.term is phrase.head}
        refers = phrase.refers
        several = len(phrase.owners) > 1 or (refers is not None and refers.term.scope in self.words["two"])
        if "d" in readings and several:
            phrase.number = "d"
        elif "s" in readings:
            phrase.number = "s"
        elif "p" in readings:
            phrase.number = "p"

    def _bearer(self, phrase: Phrase, end: int, depth: int) -> None:
        """Take the person who bears an office (``، يشار غولر``)."""
        token = phrase.last + 1
        comma = token < end and self.forms[token] == ","
        token += comma
        peer = bool(phrase.suffix) and phrase.head.has("peer")
        if token >= end or not (phrase.full or phrase.definite or phrase.purpose or peer):
            return
        person = self.persons.at(token, end, after_title=not comma and (phrase.definite or phrase.full or peer))
        if person is None or person.clitics:
            return
        known = person.term.en if person.term is not None and phrase.head.has("state") else None
        if known is not None and phrase.code is not None and not self.world.serves(known, phrase.code):
            return
        phrase.last, phrase.person = person.last, person
        if phrase.code is None and person.term is not None:
            phrase.code = person.term.code
        elif phrase.code is None and phrase.part is None and not phrase.full:
            self._office_after(phrase, end, depth)

    def _nation(self, word: Word, end: int, depth: int) -> Phrase | None:
        """A nationality without a noun: nationals (``الفلسطينيون``), or an adjective of a noun that is not known."""
        term = word.term
        state = self.world.states.get(term.code or "")
        phrase = Phrase(word.first, word.last, term, "people", word.clitics, definite=word.definite, full=True)
        phrase.number, phrase.feminine = word.shape.number or "s", word.shape.gender == "f"
        phrase.code, phrase.rule = term.code, term.rule
        if phrase.number in ("p", "d") or self._counted(word.first):
            phrase.sector, phrase.number = None if term.code in WORLDLY else "CVL", "p"
            self.complements.adjectives(phrase, end)
            return phrase
        if depth or state is None:
            return None
        follows = word.definite and word.last + 1 < end
        person = self.persons.at(word.last + 1, end, after_title=True) if follows else None
        if person is not None and not person.clitics:
            phrase.last, phrase.person, phrase.kind = person.last, person, "person"
            phrase.sector = (person.term.sector if person.term else None) or person.sector or "CVL"
            return phrase
        phrase.adjective, phrase.entity = True, state.government
        phrase.sector = None if term.code in WORLDLY else "GOV"
        return phrase
