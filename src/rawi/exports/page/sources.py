"""Who publishes, from whom they have it, and how much rests on sources without a name."""

from __future__ import annotations

from collections import Counter, defaultdict

from msgspec import Struct

from rawi.exports.page.language import Language, Tongue, script
from rawi.exports.page.shelf import Shelf
from rawi.model import Annotations, Event, Link, Report

OWN = ""


class OutletRow(Struct, frozen=True):
    """What an outlet published and on whose word; the three shares add up to 1 where there are reports."""

    name: str
    tongue: Tongue
    documents: int
    reports: int
    own: float
    named: float
    anonymous: float
    first: int


class OriginRow(Struct, frozen=True):
    """An origin: how many reports go back to it and through which outlets."""

    name: str
    tongue: Tongue
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


def show_sources(shelf: Shelf, language: Language) -> SourcesPage:
    """Count outlets, origins and relays over the whole dossier."""
    tally = _Tally(shelf, language)
    for one in shelf.annotations:
        tally.add(one)
    firsts = _first_to_report(shelf, language)
    outlets = sorted(tally.documents, key=lambda name: (-tally.reports[name], -tally.documents[name], name))
    origins = sorted(tally.origins, key=lambda key: (-tally.origins[key], key))
    total = sum(tally.reports.values())
    return SourcesPage(
        outlets=tuple(_outlet_row(name, tally, firsts[name]) for name in outlets),
        origins=tuple(
            OriginRow(
                name,
                script(name),
                kind,
                shelf.labels.name("link", kind, language.tongue),
                tally.origins[name, kind],
                tuple(tally.carriers[name, kind]),
            )
            for name, kind in origins
        ),
        relays=tuple(
            RelayRow(outlet, relay, len(documents))
            for (outlet, relay), documents in sorted(tally.relays.items(), key=lambda item: (-len(item[1]), item[0]))
        ),
        flows=dict(tally.flows),
        anonymous_share=sum(tally.anonymous.values()) / total if total else 0.0,
    )


class _Tally:
    """Counts over documents, by the outlets' shown names."""

    def __init__(self, shelf: Shelf, language: Language) -> None:
        self._shelf, self._language = shelf, language
        self.documents: Counter[str] = Counter()
        self.reports: Counter[str] = Counter()
        self.own: Counter[str] = Counter()
        self.anonymous: Counter[str] = Counter()
        self.origins: Counter[tuple[str, str]] = Counter()
        self.carriers: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.relays: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.flows: Counter[tuple[str, str]] = Counter()

    def add(self, one: Annotations) -> None:
        outlet = outlet_name(one, self._shelf, self._language)
        self.documents[outlet] += 1
        for report in one.reports:
            self._add_report(one, report, outlet)

    def _add_report(self, one: Annotations, report: Report, outlet: str) -> None:
        self.reports[outlet] += 1
        chain = (*one.document_chain, *report.chain)
        for link in chain:
            if link.kind == "outlet" and self._name(link) != outlet:
                self.relays[outlet, self._name(link)].add(one.document.id)
        if not chain or self._name(chain[-1]) == outlet:
            self.own[outlet] += 1
            self.flows[outlet, OWN] += 1
            return
        last = chain[-1]
        key = (self._name(last), last.kind)
        self.origins[key] += 1
        self.carriers[key][outlet] = None
        self.anonymous[outlet] += last.kind == "anonymous"
        self.flows[outlet, key[0]] += 1

    def _name(self, link: Link) -> str:
        return self._shelf.called(link.entity, link.source, self._language)


def outlet_name(one: Annotations, shelf: Shelf, language: Language) -> str:
    """Return the shown name of a document's outlet."""
    outlet = one.document.outlet
    return shelf.called(outlet, outlet, language) if outlet else language.say("chronicle.unknown_outlet")


def _outlet_row(name: str, tally: _Tally, first: int) -> OutletRow:
    reports = tally.reports[name]
    own, anonymous = tally.own[name], tally.anonymous[name]
    whole = max(reports, 1)
    return OutletRow(
        name=name,
        tongue=script(name),
        documents=tally.documents[name],
        reports=reports,
        own=own / whole,
        named=(reports - own - anonymous) / whole,
        anonymous=anonymous / whole,
        first=first,
    )


def _first_to_report(shelf: Shelf, language: Language) -> Counter[str]:
    """Count, for each outlet, the events of several outlets that it alone reported on the earliest day."""
    firsts: Counter[str] = Counter()
    for event in shelf.dossier.events:
        outlets = _outlets_by_day(event, shelf, language)
        if len(outlets) > 1:
            earliest = min(outlets.values())
            leaders = [name for name, day in outlets.items() if day == earliest]
            firsts.update(leaders if len(leaders) == 1 else [])
    return firsts


def _outlets_by_day(event: Event, shelf: Shelf, language: Language) -> dict[str, str]:
    """Return the earliest day on which each outlet reported an event, where all days are known."""
    days: dict[str, str] = {}
    for ref in event.reports:
        one = shelf.annotated(ref.document)
        if one.document.published is None:
            return {}
        name = outlet_name(one, shelf, language)
        day = one.document.published.isoformat()
        days[name] = min(day, days.get(name, day))
    return days
