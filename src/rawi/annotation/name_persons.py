"""Names of persons: titles, known people, and parts of names in a row (``الدكتور محمد بن سالم الحارثي``)."""

from __future__ import annotations

from msgspec import Struct

from rawi.annotation.name_words import HEADS, Sights, Word
from rawi.lexicon.world import Term

_LONGEST = 9
_LONG, _SHORT = 7, 5
_TENTH, _THEIRS = "\u0627\u0633\u062a", ("\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627")
"""How long words begin (verbal nouns of the tenth form) or end (with a pronoun) that are nobody's name."""
_KNOWN = frozenset({"person", "surname"})
_INTRODUCING = frozenset({"people", "office", "title", "nation"})
_AL, _ALEF, _YA, _MAKSURA = "\u0627\u0644", "\u0627", "\u064a", "\u0649"
_BLOCKERS = frozenset({"state", "capital", "organisation", "group", "outlet", "modifier", "portfolio"})


class Person(Struct, frozen=True):
    """A person's name with its titles: all tokens, and the tokens of the name proper."""

    first: int
    last: int
    core_first: int
    core_last: int
    term: Term | None = None
    sector: str | None = None
    clitics: str = ""
    rule: str = "names of persons"


class PersonNames:
    """Finds persons' names at a token of one text."""

    def __init__(self, sights: Sights, words: dict[str, frozenset[str]]) -> None:
        self.sights = sights
        self.forms = sights.forms
        self.world = sights.world
        self.words = words
        prose = sights.prose
        self._texts = prose.text
        self._ends = prose.ends
        self.shown: dict[int, int] = {}
        """Where the document shows a name in full that no list has: first name and family name, by token."""

    def at(self, token: int, end: int, *, after_title: bool) -> Person | None:
        """Return the name at a token: behind a title or an office an unknown word may begin it."""
        first, sector, clitics = token, None, ""
        titled = False
        while token < end:
            title = self.sights.find(token, {"title"}, clitics=token == first)
            if title is None or title.last >= end:
                break
            sector = title.term.sector or sector
            clitics = title.clitics if token == first else clitics
            titled = True
            token = title.last + 1
            if (
                token < end
                and self.forms[token] in (".", "/")
                and title.length == 1
                and len(self.forms[title.last]) == 1
            ):
                token += 1
        if token >= end:
            return None
        quoted = self.forms[token] in ('"', "(") and after_title
        if token + quoted >= end:
            return None
        name = self._name(token + quoted, end, free=after_title or titled, inside=titled)
        if name is None:
            return None
        last, term, glued = name
        closing = last + 1 < end and quoted and self.forms[last + 1] in ('"', ")")
        clitics = clitics if titled else glued
        return Person(first, last + closing, token + quoted, last, term, sector, clitics)

    def _name(self, token: int, end: int, *, free: bool, inside: bool) -> tuple[int, Term | None, str] | None:
        if self._is_office(token, end):
            return None
        known = self._known(token, end, clitics=not inside, free=free)
        if known is not None:
            last = self._more(known.last, end, known.last - token + 1, known=True)
            another = last > known.last and known.term.sense != "person"
            another = another and self.forms[known.last + 1] not in self.words["house"]
            return last, None if another else known.term, known.clitics
        if token in self.shown and self.shown[token] < end:
            return self._more(self.shown[token], end, 2), None, self._glued(token) if not inside else ""
        first = self._part(token, clitics=not inside)
        if first is None:
            if not free or not (self._unknown(token) or self._before_surname(token, end)):
                return None
            last = self._more(token, end, 1)
            if last == token and not self._is_repeated(token):
                return None
            return last, None, ""
        kind, glued = first
        doubtful = kind in ("weak", "rare") and not free and not self._begins(token + 1, end)
        if doubtful and (
            kind == "rare" or glued not in ("", *self.words["and"]) or not self._is_family(token + 1, end)
        ):
            return None
        if not free and (kind == "join" or (kind == "family" and not self._known_surname(token + 1, end))):
            return None
        last = self._more(token, end, 1)
        if kind in ("join", "open") and last == token:
            return None
        if last == token and not free:
            return None
        return last, None, glued

    def _glued(self, token: int) -> str:
        part = self._part(token, clitics=True)
        return part[1] if part is not None else ""

    def _is_office(self, token: int, end: int) -> bool:
        """Tell whether a word that may be a name is an office here, for a state follows (``أمير قطر``)."""
        if token + 1 >= end or not any(w.term.sense == "office" for w in self.sights.at(token)):
            return False
        return self.sights.find(token + 1, {"state", "capital"}) is not None

    def is_anothers(self, token: int) -> bool:
        """Tell whether a well-known family name stands behind somebody else's first name (``ياكوف كاتس``)."""
        return token > 0 and self._unknown(token - 1) and not self.sights.at(token - 1)

    def is_unknown(self, token: int) -> bool:
        """Tell whether a word is none that the press uses otherwise, so that it may be a name."""
        return self._unknown(token)

    def is_first(self, token: int) -> bool:
        """Tell whether a word is a known first name."""
        part = self._part(token, clitics=True)
        return part is not None and part[0] == "given"

    def is_new(self, token: int) -> bool:
        """Tell whether an unknown word may be a first name: no list knows it, and it has no verb's beginning."""
        if self.sights.at(token) or self.forms[token][:1] in self.words["verbal"]:
            return False
        return self._unknown(token) or (self._introduces(token - 1) and self._is_rare(token))

    def _introduces(self, token: int) -> bool:
        """Tell whether a word says who somebody is, so that the name follows (``الجندي``, ``الفرنسي``)."""
        return token >= 0 and any(w.term.sense in _INTRODUCING and w.definite for w in self.sights.at(token))

    def _is_rare(self, token: int) -> bool:
        form = self.forms[token]
        return self._is_word(token) and not form.startswith(_AL) and not self.world.is_frequent(form)

    def _is_repeated(self, token: int) -> bool:
        """Tell whether one unknown word alone may be a name: it has no verb's beginning, or the text repeats it."""
        form = self.forms[token]
        return (len(form) > 3 and form[0] not in self.words["verbal"]) or self.forms.count(form) > 1

    def _begins(self, token: int, end: int) -> bool:
        part = self._part(token, clitics=False) if token < end else None
        return part is not None and part[0] in ("given", "family", "join", "open", "weak")

    def _is_family(self, token: int, end: int) -> bool:
        """Tell whether a word behind one that may be a first name can only be a family name (``هادي حبيش``)."""
        if token >= end or self.sights.at(token) or not self._unknown(token):
            return False
        form = self.forms[token]
        nisba = not form.startswith(_AL) or form[-1] == _YA
        return nisba and form[0] not in self.words["verbal"] and not form.endswith((*_THEIRS, _ALEF))

    def _known_surname(self, token: int, end: int) -> bool:
        """Tell whether the family name of a well-known person stands at a token; behind a name it is another's."""
        return token < end and any(w.term.sense == "surname" and not w.clitics for w in self.sights.at(token))

    def _before_surname(self, token: int, end: int) -> bool:
        """Tell whether a rare word behind a title is a first name, for a family name follows (``الصحفي جلاء …``)."""
        return not self.sights.at(token) and self._is_rare(token) and self._known_surname(token + 1, end)

    def _known(self, token: int, end: int, *, clitics: bool, free: bool) -> Word | None:
        """Return a known person at a token; of several of one short name, one whose state the text tells of most."""
        for senses in ({"person"}, {"surname", "shortname"} if free else {"surname"}):
            words = [w for w in self.sights.at(token) if w.term.sense in senses and (clitics or not w.clitics)]
            words = [w for w in words if w.last < end]
            if words:
                return max(words, key=lambda w: (w.last, self.sights.codes.get(w.term.code or "", 0.0)))
        return None

    def _more(self, last: int, end: int, length: int, *, known: bool = False) -> int:
        """Extend a name by the parts that follow; a name that is known only by parts of names."""
        while last + 1 < end and length < _LONGEST:
            token = last + 1
            if length > 1 and self._hyphen(token, end):
                last, length = token + 1, length + 1
                continue
            if self.shown.get(last) == token:
                last, length = token, length + 1
                continue
            part = self._part(token, clitics=False)
            if part is None and not self._bound(last) and (known or not self._continues(token, length)):
                break
            if self._ends_before(token, length, known=known):
                break
            if part is not None and part[0] in ("join", "open") and (token + 1 >= end or not self._is_word(token + 1)):
                break
            if part is not None and part[0] == "rare" and not self._fits_rare(token, end, length):
                break
            last, length = token, length + 1
        return last

    def _ends_before(self, token: int, length: int, *, known: bool) -> bool:
        """Tell whether a name is over at a word: an office follows, or behind a known person another one."""
        senses = {w.term.sense for w in self.sights.at(token)}
        return (length > 1 and "office" in senses) or (known and bool(senses & _KNOWN))

    def _bound(self, last: int) -> bool:
        """Tell whether a part of a name cannot end it (``عبد``, ``بن``, ``أبو``)."""
        part = self._part(last, clitics=True)
        if part is None or part[0] not in ("join", "open") or not self._is_word(last + 1):
            return False
        return (
            part[0] == "join" or self.forms[last] not in self.words["servant"] or self.forms[last + 1].startswith(_AL)
        )

    def _is_word(self, token: int) -> bool:
        form = self.forms[token]
        return "\u0621" <= form[0] <= "\u064a" and form not in self.words["never"]

    def _fits_rare(self, token: int, end: int, length: int) -> bool:
        """Tell whether a part that is mostly another word (``رمضان``) goes on the name: more follows or stands."""
        if token + 1 < end and self._part(token + 1, clitics=False) is not None:
            return True
        after = self.forms[token + 1] if token + 1 < end else ""
        return length >= 2 and after not in self.words["relative"]

    def _continues(self, token: int, length: int) -> bool:
        """Tell whether a word that is no known part goes on the name: a rare word behind one given name, a nisba."""
        if self._unknown(token):
            return True
        form = self.forms[token]
        words = self.sights.at(token)
        if any(w.term.sense != "place" or not w.clitics for w in words) or form in self.words["never"]:
            return False
        if not self._is_word(token) or (length == 1 and not self._is_given(token - 1)):
            return False
        if form.startswith(_AL) and self._texts[self.sights.prose.starts[token]] == _ALEF:
            frequent = length > 1 and self.world.is_frequent(form)
            nisba = form[-1] == _YA and self._texts[self._ends[token] - 1] != _MAKSURA
            return nisba and form not in self.words["relative"] and not frequent
        if form[-1] == _ALEF or form[0] in self.words["verbal"]:
            return False
        return length == 1 and len(form) > 2 and not self.world.is_frequent(form)

    def _is_given(self, token: int) -> bool:
        part = self._part(token, clitics=True)
        strict = any(w.term.style for w in self.sights.at(token))
        return part is not None and part[0] == "given" and not strict

    def _hyphen(self, token: int, end: int) -> bool:
        """Tell whether a hyphen ties the next word to the name (``مون جي-إن``)."""
        if self.forms[token] != "-" or token + 1 >= end:
            return False
        starts, ends = self.sights.prose.starts, self._ends
        return starts[token] == ends[token - 1] and starts[token + 1] == ends[token] and self._follows(token + 1)

    def _follows(self, token: int) -> bool:
        return self._part(token, clitics=False) is not None or self._unknown(token)

    def _part(self, token: int, *, clitics: bool) -> tuple[str, str] | None:
        """Tell which part of a name a token is (given, family, weak, join) and which clitics it carries."""
        blocked = False
        found: tuple[str, str] | None = None
        for word in self.sights.at(token):
            sense = word.term.sense
            if sense in _BLOCKERS or (sense in HEADS and (word.definite or sense != "office")):
                blocked = True
            if sense != "element" or word.suffix or word.definite:
                continue
            if word.clitics and not clitics:
                continue
            if word.term.style == "ya" and self._texts[self._ends[token] - 1] != "\u064a":
                continue
            if found is None or not word.clitics:
                found = word.term.scope, word.clitics
        return None if blocked and found is not None and found[0] not in ("join", "open") else found

    def _unknown(self, token: int) -> bool:
        """Tell whether a word is none that the press uses otherwise, so that it may be a name."""
        form = self.forms[token]
        if not "\u0621" <= form[0] <= "\u064a" or len(form) < 2 or form in self.words["never"]:
            return False
        if (len(form) >= _LONG and form.startswith(_TENTH)) or (len(form) >= _SHORT and form.endswith(_THEIRS)):
            return False
        words = self.sights.at(token)
        if any(w.length > 1 and w.term.sense in _BLOCKERS for w in words):
            return False
        if any(w.term.sense in ("surname", "shortname", "person") and not w.clitics for w in words):
            return True
        if any(w.clitics or w.term.sense not in ("element", "surname", "shortname", "person", "place") for w in words):
            return False
        return (bool(words) or form[0] not in self.words["and"]) and not self.world.is_common(form)
