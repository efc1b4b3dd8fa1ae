"""For whom somebody speaks: a state, an organisation, or only himself.

A ministry and its minister speak for their state; a spokesman, a director or a correspondent who is introduced with
his organisation speaks for it, also where a later sentence names him alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.match import longest
from rawi.lexicon.world import WORLDLY
from rawi.linking.readings import Reading, body_in, plain
from rawi.model import Link
from rawi.text.fold import fold_word
from rawi.text.prose import read_prose

STATE_BODIES = frozenset({"GOV", "MIL", "SPY", "COP"})
T = TypeVar("T")


class Standing(Struct, frozen=True):
    """What is known of somebody who speaks: PLOVER code and sector."""

    code: str
    sector: str

    @property
    def state(self) -> str:
        """The state for which somebody of this standing speaks, empty where for none."""
        return self.code if self.sector in STATE_BODIES and self.code not in WORLDLY else ""


class Speakers:
    """For whom everybody speaks who is the source of a link in some documents."""

    def __init__(self, readings: Mapping[str, Reading], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._readings = readings

    def speaks_for(self, link: Link, document: str) -> str:
        """Return the key of whom the source of a document's link speaks for: ``state:`` with a code, or a name.

        Empty where the words name nobody.
        """
        if link.kind == "document" and link.entity is None:
            return self._speaks_in(link, document)
        if link.kind == "named" and link.entity is None:
            state = self._state(link, document) if _heads_office(link.source, self._lexicon) else ""
            return f"state:{state}" if state else ""
        if link.kind == "outlet":
            return f"outlet:{plain(_outlet_in(link.source, self._lexicon) or self.outlet(link.entity or link.source))}"
        state = self._state(link, document)
        if state:
            return f"state:{state}"
        name = plain(link.entity or link.source)
        body = self._body(name) or _headed_by(link.entity, self._lexicon) or body_in(link.source, self._lexicon)
        return f"source:{plain(body)}" if body else f"source:{name}"

    def _speaks_in(self, paper: Link, document: str) -> str:
        """Return the key of whose statement a text means: the one it names, else the one of whom it told last."""
        state = self._state(paper, document)
        if state or paper.start < 0:
            return f"state:{state}" if state else ""
        reading = self._readings[document]
        text = reading.annotations.document.text
        behind = next(reading.names_from(paper.end, len(text)), None)
        # Only a preposition stands between a statement and whose it is.
        if behind and behind.entity:
            between = fold_word(text[paper.end : behind.start].strip())
            if not between or between in self._lexicon.world.grammar["particle"]:
                return self.speaks_for(Link(source=behind.text, kind="named", entity=behind.entity), document)
        if " " in paper.source.strip():
            return f"source:{plain(paper.source)}"
        earlier = (link for link in reversed(reading.links) if 0 <= link.start < paper.start)
        issuer = next((link for link in earlier if link.kind in ("named", "document") and link.entity), None)
        return self.speaks_for(issuer, document) if issuer else ""

    def outlet(self, name: str) -> str:
        """Return the canonical name of an outlet, as the lexicon knows it under any spelling; else the name itself."""
        return _outlet_called(name, self._lexicon)

    def relayer(self, link: Link) -> str:
        """Return the plain name of who passes something on."""
        return plain((link.kind == "outlet" and _outlet_in(link.source, self._lexicon)) or link.entity or link.source)

    def _state(self, link: Link, document: str) -> str:
        """Return the state for which a source speaks: by what is known of it, else by the words that introduce it."""
        known = self._standing(plain(link.entity or link.source))
        if known is not None:
            return known.state
        if link.start < 0:
            return ""
        for name in self._readings[document].names_from(link.start, link.end):
            state = Standing(name.code or "", name.sector or "").state
            if state and not name.anaphor:
                return state
        return ""

    def _standing(self, label: str) -> Standing | None:
        """Return the code and sector that names and participants of one plain name most often show."""
        counts = self._sum(reading.standings.get(label) for reading in self._readings.values())
        return Standing(*min(counts, key=lambda one: (-counts[one], one))) if counts else None

    def _body(self, label: str) -> str:
        """Return for which organisation a person of a plain name is said to speak, the one most often said."""
        bodies = self._sum(reading.bodies.get(label) for reading in self._readings.values())
        return min(bodies, key=lambda body: (-bodies[body], body), default="")

    @staticmethod
    def _sum(counts: Iterable[Mapping[T, int] | None]) -> Counter[T]:
        together: Counter[T] = Counter()
        for some in counts:
            if some:
                together.update(some)
        return together


@lru_cache(maxsize=1 << 14)
def _heads_office(source: str, lexicon: Lexicon) -> bool:
    """Tell whether words begin with what a ministry is for, which then stands for it (``the Interior of …``)."""
    readings = (reading for form in read_prose(source).forms[:1] for reading in lexicon.world.words.analyse(form))
    return any(reading.entry.sense == "portfolio" for reading in readings)


@lru_cache(maxsize=1 << 12)
def _headed_by(person: str | None, lexicon: Lexicon) -> str:
    """Return the organisation of which a person of public life holds an office (``Secretary-General of NATO``)."""
    for holder in reversed(lexicon.world.careers.get(person or "", ())):
        office, of, body = holder.office.partition(" of ")
        if of and office and holder.code in WORLDLY:
            return body.removeprefix("the ")
    return ""


@lru_cache(maxsize=1 << 14)
def _outlet_called(name: str, lexicon: Lexicon) -> str:
    forms = read_prose(name).forms
    hits = (h for h in lexicon.world.names.find(forms) if h.first == 0 and h.last == len(forms) - 1)
    return next((hit.value.term.en for hit in hits if hit.value.term.sense == "outlet"), name)


@lru_cache(maxsize=1 << 14)
def _outlet_in(source: str, lexicon: Lexicon) -> str:
    """Return the one outlet that the words of a source name, however it is credited elsewhere; else nothing."""
    hits = longest(lexicon.world.names.find(read_prose(source).forms))
    named = {hit.value.term.en for hit in hits if hit.value.term.sense == "outlet"}
    return named.pop() if len(named) == 1 else ""
