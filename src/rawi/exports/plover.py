"""Write events as PLOVER JSON Lines: the fields of the manual (Draft 2.0, chapter Data Fields), one event a line.

What PLOVER has no field for (history, independent origins, disputes) stands under ``rawi``. Where the manual
contradicts itself we follow its sections: SANCTION is material conflict (quad code 4). An event whose day is unknown
takes the day of its first report, and ``rawi.date_basis`` says so. Auxiliary modes stand in ``context``: future for
what is planned, hypothetical for what is possible, urged or conditional, negation for what is denied.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from rawi.exports.json import dossier_file
from rawi.exports.records import PublicEvent, PublicOrigin, PublicParticipant, PublicStatus
from rawi.model import Dossier, EventType, Factuality, Report, ReportRef
from rawi.version import VERSION

QUAD: dict[EventType, int] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""Verbal cooperation 1, material cooperation 2, verbal conflict 3, material conflict 4."""

_AUXILIARY: dict[Factuality, str] = {
    "planned": "future",
    "possible": "hypothetical",
    "urged": "hypothetical",
    "conditional": "hypothetical",
    "denied": "negation",
}


class PloverActor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who acts or is acted upon."""

    entity_text: str
    code: str | UnsetType = UNSET
    sector: str | UnsetType = UNSET
    identifier_text: str | UnsetType = UNSET


class PloverCitation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The document that tells the event first."""

    title: str | UnsetType = UNSET
    publication: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    language: str = "ar"
    coder: str = "rawi"
    version: str = VERSION
    codebook: str = "PLOVER Draft 2.0"


class PloverLocation(Struct, frozen=True, kw_only=True):
    """Where it happened, in the words of the text."""

    extracted_place: str


class PloverReport(Struct, frozen=True, kw_only=True):
    """One report of the event: where it stands and how it presents it."""

    doc: str
    start: int
    end: int
    factuality: Factuality


class PloverExtension(Struct, frozen=True, kw_only=True):
    """What PLOVER has no field for."""

    label_en: str
    label_ar: str
    date_basis: Literal["text", "document", "none"]
    status: Factuality
    history: tuple[PublicStatus, ...]
    dispute: bool
    independent_origins: int
    origins: tuple[PublicOrigin, ...]
    undertaking: str | None
    reports: tuple[PloverReport, ...]


class PloverEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event as PLOVER records it."""

    id: str
    date: datetime.date | None
    actor: tuple[PloverActor, ...]
    event: tuple[EventType, ...]
    rawi: PloverExtension
    has_event: bool = True
    enddate: datetime.date | UnsetType = UNSET
    recipient: tuple[PloverActor, ...] = ()
    event_loc: PloverLocation | UnsetType = UNSET
    event_text: tuple[str, ...] = ()
    quad_code: int | UnsetType = UNSET
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    text: str | UnsetType = UNSET
    cite_info: PloverCitation | UnsetType = UNSET


def plover_lines(dossier: Dossier, *, redact: bool = False) -> Iterator[bytes]:
    """Yield one line of JSON for each event, without line breaks; with `redact` without the sentences of articles."""
    documents = {a.document.id: a for a in dossier.annotations}
    for event, public in zip(dossier.events, dossier_file(dossier).events, strict=True):
        told = [
            (documents[ref.document].document, _report(documents[ref.document].reports, ref)) for ref in event.reports
        ]
        first, report = min(
            told, key=lambda pair: (pair[0].published or datetime.date.max, pair[0].name, pair[1].start)
        )
        citation = PloverCitation(title=first.title or UNSET, publication=first.outlet or UNSET, url=first.url or UNSET)
        sentence = first.text[max(report.sentence_start, 0) : max(report.sentence_end, report.end)]
        record = PloverEvent(
            id=event.id,
            date=event.first_day or first.published,
            enddate=event.last_day if event.last_day and event.last_day != event.first_day else UNSET,
            actor=tuple(_actor(one) for one in public.actors),
            recipient=tuple(_actor(one) for one in public.recipients),
            event=(event.type,),
            event_loc=PloverLocation(extracted_place=event.where) if event.where else UNSET,
            event_text=tuple(dict.fromkeys(one.trigger for _, one in told)),
            quad_code=QUAD[event.type],
            mode=tuple(dict.fromkeys(one.mode for _, one in told if one.mode and one.type == event.type)),
            context=(_AUXILIARY[event.status],) if event.status in _AUXILIARY else (),
            text=UNSET if redact else sentence,
            cite_info=citation,
            rawi=_extension(public, "text" if event.first_day else "document" if first.published else "none"),
        )
        yield msgspec.json.encode(record)


def _report(reports: tuple[Report, ...], ref: ReportRef) -> Report:
    return reports[ref.index]


def _actor(one: PublicParticipant) -> PloverActor:
    return PloverActor(
        entity_text=one.text,
        code=one.code or UNSET,
        sector=one.sector or UNSET,
        identifier_text=one.entity or UNSET,
    )


def _extension(event: PublicEvent, basis: Literal["text", "document", "none"]) -> PloverExtension:
    return PloverExtension(
        label_en=event.label_en,
        label_ar=event.label_ar,
        date_basis=basis,
        status=event.status,
        history=event.history,
        dispute=event.dispute,
        independent_origins=event.independent_origins,
        origins=event.origins,
        undertaking=event.undertaking,
        reports=tuple(
            PloverReport(doc=one.doc, start=one.start, end=one.end, factuality=one.factuality) for one in event.reports
        ),
    )
