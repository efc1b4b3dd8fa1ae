"""Write annotations and dossiers as JSON, in the public form that others may rely on (docs/schema)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import structs

from rawi.exports.records import (
    AnnotatedDocument,
    DossierFile,
    EventReport,
    PublicDispute,
    PublicDocument,
    PublicEntity,
    PublicEvent,
    PublicLink,
    PublicNote,
    PublicOrigin,
    PublicParticipant,
    PublicPhase,
    PublicPlace,
    PublicProvision,
    PublicReport,
    PublicSide,
    PublicStage,
    PublicStatus,
    PublicTime,
    PublicUndertaking,
)
from rawi.model import (
    Annotations,
    Dispute,
    Dossier,
    Entity,
    Event,
    Link,
    Note,
    Participant,
    Report,
    ReportRef,
    Time,
    Undertaking,
)

_ENCODER = msgspec.json.Encoder()


def annotation_line(annotations: Annotations) -> bytes:
    r"""Return what was found in one document as one line of JSON, without a line break at its end.

    >>> from rawi.model import Document
    >>> annotation_line(Annotations(document=Document(id="1", name="خبر.txt", text=""))).decode()[:31]
    '{"doc":"خبر.txt","outlet":null,'
    """
    return _ENCODER.encode(annotated_document(annotations))


def annotated_document(annotations: Annotations) -> AnnotatedDocument:
    """Return the public record of one document."""
    document = annotations.document
    names = {document.id: document.name}
    return AnnotatedDocument(
        doc=document.name,
        outlet=document.outlet,
        published=document.published,
        document_chain=_chain(annotations.document_chain),
        times=tuple(_time(time) for time in annotations.times),
        reports=tuple(public_report(report) for report in annotations.reports),
        undertakings=tuple(_undertaking(undertaking, names) for undertaking in annotations.undertakings),
    )


def dossier_json(dossier: Dossier, *, redact: bool = False) -> bytes:
    """Return a whole dossier as one JSON document (`DossierFile`), indented, UTF-8.

    With `redact` the words of provisions and phases are left out; where they stand is told.
    """
    file = dossier_file(dossier)
    if redact:
        file = structs.replace(file, undertakings=tuple(_redacted(one) for one in file.undertakings))
    return msgspec.json.format(_ENCODER.encode(file), indent=1) + b"\n"


def _redacted(undertaking: PublicUndertaking) -> PublicUndertaking:
    return structs.replace(
        undertaking,
        provisions=tuple(structs.replace(one, text="") for one in undertaking.provisions),
        phases=tuple(structs.replace(one, text="") for one in undertaking.phases),
    )


def dossier_file(dossier: Dossier) -> DossierFile:
    """Return the public record of a dossier."""
    names, reports = _evidence(dossier)
    return DossierFile(
        events=tuple(_event(event, names, reports) for event in dossier.events),
        undertakings=tuple(_undertaking(undertaking, names) for undertaking in dossier.undertakings),
        disputes=tuple(_dispute(dispute, names, reports) for dispute in dossier.disputes),
        entities=tuple(public_entity(entity) for entity in dossier.entities),
        notes=tuple(_note(note, names, reports) for note in dossier.notes),
        documents=tuple(_document(annotations) for annotations in dossier.annotations),
    )


def public_event(event: Event, dossier: Dossier) -> PublicEvent:
    """Return the public record of one event of a dossier, or of a part of one that holds its documents."""
    return _event(event, *_evidence(dossier))


def public_undertaking(undertaking: Undertaking, dossier: Dossier) -> PublicUndertaking:
    """Return the public record of one undertaking of a dossier, or of a part of one that holds its documents."""
    return _undertaking(undertaking, _evidence(dossier)[0])


def public_disputes(dossier: Dossier) -> tuple[PublicDispute, ...]:
    """Return the public records of the disputes of a dossier, or of a part of one."""
    return tuple(_dispute(dispute, *_evidence(dossier)) for dispute in dossier.disputes)


def _evidence(dossier: Dossier) -> tuple[dict[str, str], dict[ReportRef, Report]]:
    """Return the names of documents by id, and reports by what points at them."""
    names = {a.document.id: a.document.name for a in dossier.annotations}
    reports = {
        ReportRef(a.document.id, index): report for a in dossier.annotations for index, report in enumerate(a.reports)
    }
    return names, reports


def public_report(report: Report) -> PublicReport:
    """Return the public record of one report."""
    return PublicReport(
        start=report.start,
        end=report.end,
        trigger=report.trigger,
        type=report.type,
        mode=report.mode,
        actors=_participants(report.actors),
        recipients=_participants(report.recipients),
        where=report.where,
        when=report.when,
        first_day=report.first_day,
        last_day=report.last_day,
        when_basis=report.when_basis,
        factuality=report.factuality,
        chain=_chain(report.chain),
        undertaking=report.undertaking,
        rule=report.rule,
    )


def _chain(chain: Iterable[Link]) -> tuple[PublicLink, ...]:
    return tuple(
        PublicLink(link.source, link.entity, link.kind, link.cue, link.act, link.channel, link.when) for link in chain
    )


def _participants(participants: Iterable[Participant]) -> tuple[PublicParticipant, ...]:
    return tuple(PublicParticipant(p.text, p.entity, p.code, p.sector) for p in participants)


def _time(time: Time) -> PublicTime:
    return PublicTime(time.start, time.end, time.value, time.first_day, time.last_day, time.type, time.rule)


def _undertaking(undertaking: Undertaking, names: Mapping[str, str]) -> PublicUndertaking:
    return PublicUndertaking(
        id=undertaking.id,
        name=undertaking.name,
        labels=undertaking.labels,
        kind=undertaking.kind,
        parties=undertaking.parties,
        provisions=tuple(PublicProvision(names[p.document], p.start, p.end, p.text) for p in undertaking.provisions),
        phases=tuple(PublicPhase(names[p.document], p.start, p.end, p.order, p.text) for p in undertaking.phases),
        stages=tuple(
            PublicStage(
                doc=names[s.document],
                start=s.start,
                end=s.end,
                stage=s.stage,
                when=s.when,
                first_day=s.first_day,
                last_day=s.last_day,
                chain=_chain(s.chain),
                rule=s.rule,
            )
            for s in undertaking.stages
        ),
        mentions=tuple(PublicPlace(names[m.document], m.start, m.end) for m in undertaking.mentions),
        rule=undertaking.rule,
    )


def _places(
    refs: Iterable[ReportRef], names: Mapping[str, str], reports: Mapping[ReportRef, Report]
) -> tuple[PublicPlace, ...]:
    return tuple(PublicPlace(names[ref.document], reports[ref].start, reports[ref].end) for ref in refs)


def _event(event: Event, names: Mapping[str, str], reports: Mapping[ReportRef, Report]) -> PublicEvent:
    return PublicEvent(
        id=event.id,
        type=event.type,
        label_en=event.label_en,
        label_ar=event.label_ar,
        actors=_participants(event.actors),
        recipients=_participants(event.recipients),
        where=event.where,
        when=event.when,
        first_day=event.first_day,
        last_day=event.last_day,
        status=event.status,
        history=tuple(PublicStatus(status.day, status.factuality) for status in event.history),
        dispute=event.dispute,
        independent_origins=event.independent_origins,
        origins=tuple(
            PublicOrigin(origin.label, origin.kind, origin.reason, _places(origin.reports, names, reports))
            for origin in event.origins
        ),
        reports=tuple(
            EventReport(names[ref.document], report.start, report.end, report.type, report.factuality)
            for ref in event.reports
            for report in (reports[ref],)
        ),
        undertaking=event.undertaking,
        reason=event.reason,
    )


def _dispute(dispute: Dispute, names: Mapping[str, str], reports: Mapping[ReportRef, Report]) -> PublicDispute:
    return PublicDispute(
        id=dispute.id,
        event=dispute.event,
        about=dispute.about,
        reason=dispute.reason,
        sides=tuple(PublicSide(s.claim, s.origins, _places(s.reports, names, reports)) for s in dispute.sides),
    )


def public_entity(entity: Entity) -> PublicEntity:
    """Return the public record of one entity."""
    return PublicEntity(
        id=entity.id,
        label_en=entity.label_en,
        label_ar=entity.label_ar,
        kind=entity.kind,
        code=entity.code,
        sector=entity.sector,
        names=entity.names,
        mentions=entity.mentions,
        reasons=entity.reasons,
    )


def _note(note: Note, names: Mapping[str, str], reports: Mapping[ReportRef, Report]) -> PublicNote:
    report = _places([note.report], names, reports)[0] if note.report else None
    return PublicNote(note.text, note.author, note.time, report, note.event, note.entity)


def _document(annotations: Annotations) -> PublicDocument:
    document = annotations.document
    return PublicDocument(
        doc=document.name,
        id=document.id,
        outlet=document.outlet,
        published=document.published,
        published_from=document.published_from,
        published_to=document.published_to,
        title=document.title,
        url=document.url,
        byline=document.byline,
        document_chain=_chain(annotations.document_chain),
        original=document.original,
    )
