"""Who publishes, from whom they have it, and how much rests on sources without a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Shelf
from rawi.model import LinkKind

OWN = ""


class Sourced(Protocol):
    """How many reports of an outlet go back to one origin; without `kind` the outlet itself knows."""

    @property
    def outlet(self) -> str | None:
        """The outlet."""

    @property
    def entity(self) -> str | None:
        """The origin's name, where it is known."""

    @property
    def words(self) -> str | None:
        """What the text calls the origin, where it has no name."""

    @property
    def kind(self) -> LinkKind | None:
        """What kind of link the origin is."""

    @property
    def reports(self) -> int:
        """The number of reports."""


class Relayed(Protocol):
    """In how many documents an outlet takes from another one."""

    @property
    def outlet(self) -> str | None:
        """The outlet that takes."""

    @property
    def entity(self) -> str | None:
        """The name of the other one, where it is known."""

    @property
    def words(self) -> str | None:
        """What the text calls it."""

    @property
    def documents(self) -> int:
        """The number of documents."""


class OutletRow(Struct, frozen=True):
    """What an outlet published and on whose word; the three shares add up to 1 where there are reports.

    `outlet` is the name by which the list of documents can be asked for it.
    """

    outlet: str
    name: str
    tongue: Script
    documents: int
    reports: int
    own: float
    named: float
    anonymous: float
    first: int


class OriginRow(Struct, frozen=True):
    """An origin: how many reports go back to it and through which outlets; `page` is "" unless it is an actor."""

    name: str
    tongue: Script
    page: str
    kind: str
    kind_label: str
    reports: int
    outlets: tuple[str, ...]


class RelayRow(Struct, frozen=True):
    """An outlet that takes from another one, and in how many documents."""

    outlet: str
    relay: str
    documents: int


class SourcesPage(Struct, frozen=True):
    """Everything on the page of sources; `flows` counts reports by outlet and origin (`OWN`: the outlet itself)."""

    outlets: tuple[OutletRow, ...]
    origins: tuple[OriginRow, ...]
    relays: tuple[RelayRow, ...]
    flows: dict[tuple[str, str], int]
    anonymous_share: float


def show_sources(
    sourced: Iterable[Sourced],
    relayed: Iterable[Relayed],
    documents: Mapping[str | None, int],
    firsts: Mapping[str, int],
    shelf: Shelf,
    language: Language,
) -> SourcesPage:
    """Name and order outlets, origins and relays.

    `documents` counts by outlet, `firsts` what it was first to report.
    """
    tally = _Tally(shelf, language)
    for one in sourced:
        tally.add(one)
    relays: Counter[tuple[str, str]] = Counter()
    for relay in relayed:
        taker, giver = tally.outlet(relay.outlet), shelf.source(relay.entity, relay.words or "", "outlet", language)
        if taker != giver:
            relays[taker, giver] += relay.documents
    outlets = sorted(documents, key=lambda name: (-tally.reports[tally.outlet(name)], -documents[name], name or ""))
    origins = sorted(tally.origins, key=lambda key: (-tally.origins[key], key))
    total = sum(tally.reports.values())
    return SourcesPage(
        outlets=tuple(_outlet_row(name, tally, documents[name], firsts.get(name or "", 0)) for name in outlets),
        origins=tuple(
            OriginRow(
                name=name,
                tongue=script(name),
                page=tally.pages[name, kind],
                kind=kind,
                kind_label=shelf.labels.name("link", kind, language.tongue),
                reports=tally.origins[name, kind],
                outlets=tuple(tally.carriers[name, kind]),
            )
            for name, kind in origins
        ),
        relays=tuple(
            RelayRow(outlet, relay, number)
            for (outlet, relay), number in sorted(relays.items(), key=lambda item: (-item[1], item[0]))
        ),
        flows=dict(tally.flows),
        anonymous_share=sum(tally.anonymous.values()) / total if total else 0.0,
    )


class _Tally:
    """Counts by the outlets' shown names."""

    def __init__(self, shelf: Shelf, language: Language) -> None:
        self._shelf, self._language = shelf, language
        self.reports: Counter[str] = Counter()
        self.own: Counter[str] = Counter()
        self.anonymous: Counter[str] = Counter()
        self.origins: Counter[tuple[str, str]] = Counter()
        self.carriers: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.pages: dict[tuple[str, str], str] = {}
        self.flows: Counter[tuple[str, str]] = Counter()

    def outlet(self, name: str | None) -> str:
        """Return the shown name of an outlet."""
        return self._shelf.outlet(name, self._language)

    def add(self, one: Sourced) -> None:
        outlet = self.outlet(one.outlet)
        self.reports[outlet] += one.reports
        name = self._shelf.source(one.entity, one.words or "", one.kind or "", self._language)
        if one.kind is None or name == outlet:
            self.own[outlet] += one.reports
            self.flows[outlet, OWN] += one.reports
            return
        key = (name, one.kind)
        self.origins[key] += one.reports
        self.carriers[key][outlet] = None
        self.pages[key] = self._shelf.page_of_actor(one.entity, one.words or "")
        self.anonymous[outlet] += one.reports if one.kind == "anonymous" else 0
        self.flows[outlet, name] += one.reports


def _outlet_row(outlet: str | None, tally: _Tally, documents: int, first: int) -> OutletRow:
    name = tally.outlet(outlet)
    reports, own, anonymous = tally.reports[name], tally.own[name], tally.anonymous[name]
    whole = max(reports, 1)
    return OutletRow(
        outlet=outlet or "",
        name=name,
        tongue=script(name),
        documents=documents,
        reports=reports,
        own=own / whole,
        named=(reports - own - anonymous) / whole,
        anonymous=anonymous / whole,
        first=first,
    )


def unnamed(origins: Sequence[OriginRow]) -> frozenset[str]:
    """Return the names of origins that have no name of their own."""
    return frozenset(row.name for row in origins if row.kind == "anonymous")
