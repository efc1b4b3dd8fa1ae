"""A noun phrase for somebody who acts, as it is being built, and how its parts tell of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from rawi.annotation.name_persons import Person
from rawi.annotation.name_words import Word
from rawi.lexicon.world import Term
from rawi.model import NameKind

STATES = frozenset({"state", "capital", "seat"})
KINDS: dict[str, NameKind] = {
    "office": "office", "body": "organisation", "people": "people", "thing": "organisation", "country": "state",
    "state": "state", "capital": "state", "seat": "organisation", "place": "place", "organisation": "organisation",
    "group": "group", "outlet": "outlet", "person": "person", "surname": "person", "nation": "people",
}  # fmt: skip
STATE_HANDS = frozenset({"MIL", "COP", "GOV", "SPY"})
"""Sectors of those who act for a state."""
_STRONG = frozenset({"body", "group", "organisation"})
_BODIES = frozenset({"group", "organisation"})
_BANDS = frozenset({"REB", "SOC", "PTY", "CRM"})
_POLICE = frozenset({"COP", "SPY"})
_ARMED_HANDS = frozenset({"REB", "PRM"})
_LOOSE = frozenset({None, "UAF", "REB", "PRM"})
_WORLDLY = {"un": "UNO", "europe": "EUR", "nato": "IGO", "gulf": "IGO"}
_REBELLIOUS: dict[str, frozenset[str | None]] = {
    "oppose": frozenset({"MIL", "UAF", "REB"}),
    "kurd": frozenset({"MIL", "UAF", "REB"}),
    "militant": frozenset({None, "UAF", "MIL", "SOC", "REB", "OPP", "GOV"}),
    "islamist": frozenset({"UAF", "MIL"}),
    "armed": frozenset({"OPP"}),
}
"""Which adjectives make rebels of whom."""


@dataclass(slots=True)
class Phrase:
    """A noun phrase under construction; tokens `first` to `last`, both included.

    `purpose` is what an office or a body is for, in English; `owners` are the states and organisations that it belongs
    to; `part` is a phrase inside it that tells whose it is; `refers` a word that stands for its owner (``بلاده``).
    `full` tells that something beside the head is known, `former` that the office is no more held, `placed` that all
    that is known is the place where it is, `unknown` that nobody knows who they are (``مجهولون``).
    """

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
    placed: bool = False
    unknown: bool = False
    rule: str = ""
    head_last: int = -1

    @property
    def is_state(self) -> bool:
        """Tell whether a part says no more than the state does (``رئيس السلطة``, ``رئيس النظام``)."""
        return self.head.sense == "body" and self.sector == "GOV" and self.head.has("state") and not self.entity

    def own(self, term: Term, last: int) -> None:
        """Give the phrase an owner; the first one gives it its code."""
        self.owners.append(term)
        self.last, self.full = last, True
        if self.code is None:
            self.code = term.code

    def own_name(self, term: Term, last: int) -> None:
        """Give the phrase a named owner, whose sector may tell more than the head's."""
        self.own(term, last)
        if term.sector is None and term.sense == "organisation":
            self.sector = None
        elif self.head.sense == "body" and self.head.sector in _BANDS and term.sense in _BODIES and term.sector:
            self.sector = term.sector
        elif term.sector and term.sense not in STATES and term.sense != "place":
            self.inherit(term.sector, strong=term.sense in _STRONG)

    def include(self, part: Phrase) -> None:
        """Make another phrase part of this one: its owner is the owner's, its sector what the part does."""
        self.last, self.part = part.last, part
        self.former = self.former or (part.former and self.head.sense == "body")
        self.refers = self.refers or part.refers
        if part.code and self.code is None:
            self.code, self.full = part.code, True
            self.owners += part.owners
        over = part.former or (part.sector == "ELI" and part.person is not None)
        if over and self.head.sector == "MIL" and part.head.sense != "body":
            self.sector = "REB"
        if self.head.has("lone") and part.head.sense == "office":
            self.sector = "GOV"
        self.inherit(part.sector, strong=part.head.sense in _STRONG)

    def inherit(self, sector: str | None, *, strong: bool) -> None:
        """Take over the sector of a part, where the head has none of its own that weighs more."""
        head = self.head
        if sector is None:
            return
        takes = head.sense == "office" or not head.sector or (head.sector == "MIL" and sector in _POLICE and strong)
        if head.sense == "people":
            takes = takes or (head.sector in _LOOSE and sector in _ARMED_HANDS)
            takes = takes or (head.sector == "LAB" and sector in ("GOV", "MIL", "SPY", "COP") and strong)
            takes = takes or (head.has("serves") and strong)
        elif head.sense == "thing":
            takes = takes or (strong and sector in _ARMED_HANDS)
        if takes and (strong or not self.sector or head.has("lone")):
            self.sector = sector

    def modify(self, kind: str) -> None:
        """Let an adjective of a kind tell more of the phrase (``السابق``, ``المسلحة``, ``الأممي``)."""
        people = self.head.sense == "people"
        if kind == "former":
            self.former = True
        elif kind == "unknown":
            self.unknown = True
        elif kind in _WORLDLY:
            self.code, self.sector, self.full = _WORLDLY[kind], None, True
        elif kind == "arab" and self.number == "p" and self.sector == "GOV" and self.code is None:
            self.code, self.sector, self.full = "IGO", None, True
        elif kind == "world" and self.head.has("abroad"):
            self.code, self.sector, self.full = "UNO", None, True
        elif kind == "houthi":
            self.code, self.sector, self.entity, self.full = "YEM", "REB", "Houthis", True
        elif kind in _REBELLIOUS and self.sector in _REBELLIOUS[kind] and self.head.sense != "thing":
            self.sector, self.full = "REB", self.full or kind == "kurd"
        elif kind == "oppose" and self.sector == "PTY":
            self.sector = "OPP"
        elif kind == "armed" and self.head.sense == "thing":
            self.sector = self.sector or "MIL"
        elif kind == "armed" and self.sector is None and (people or self.head.sense == "body"):
            self.sector = "REB"
        elif kind == "armed" and self.sector == "GOV" and (people or self.head.has("serves")):
            self.sector = "MIL"
        elif kind == "police" and self.sector == "MIL" and self.head.sense != "thing":
            self.sector = "COP"
