"""The public records: what rawi prints as JSON, field by field, in the order in which it is printed.

They are kept apart from `rawi.model` so that the inside may change while what others read stays the same. JSON Schemas
of them stand in docs/schema. Spans are code points of the document's text, `end` exclusive; days are ISO 8601.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct, field

from rawi.model import EventType, Factuality, LinkAct, LinkKind, NameKind, StageName, UndertakingKind, WhenBasis


class PublicLink(Struct, frozen=True):
    """One transmitter of a chain, nearest to the reader first."""

    source: str
    entity: str | None
    kind: LinkKind
    cue: str | None
    act: LinkAct
    channel: str | None
    when: str | None


class PublicParticipant(Struct, frozen=True):
    """Who acts or is acted upon: the Arabic words, the canonical name, PLOVER's code and sector."""

    text: str
    entity: str | None
    code: str | None
    sector: str | None


class PublicTime(Struct, frozen=True):
    """A time expression with its TIMEX3 value and its first and last possible day."""

    start: int
    end: int
    value: str
    first_day: date | None = field(name="from")
    last_day: date | None = field(name="to")
    type: str
    rule: str


class PublicReport(Struct, frozen=True):
    """One happening as one sentence tells it; `start` and `end` are the trigger's."""

    start: int
    end: int
    trigger: str
    type: EventType
    mode: str | None
    actors: tuple[PublicParticipant, ...]
    recipients: tuple[PublicParticipant, ...]
    where: str | None
    when: str | None
    first_day: date | None = field(name="from")
    last_day: date | None = field(name="to")
    when_basis: WhenBasis
    factuality: Factuality
    chain: tuple[PublicLink, ...]
    undertaking: str | None
    rule: str


class PublicProvision(Struct, frozen=True):
    """One thing that an undertaking lays down; `doc` is the document that says so."""

    doc: str
    start: int
    end: int
    text: str


class PublicPhase(Struct, frozen=True):
    """One phase of an undertaking, numbered from 1."""

    doc: str
    start: int
    end: int
    order: int
    text: str


class PublicStage(Struct, frozen=True):
    """A step in the life of an undertaking, and who says that it was reached."""

    doc: str
    start: int
    end: int
    stage: StageName
    when: str | None
    first_day: date | None = field(name="from")
    last_day: date | None = field(name="to")
    chain: tuple[PublicLink, ...]
    rule: str


class PublicPlace(Struct, frozen=True):
    """Words in a document."""

    doc: str
    start: int
    end: int


class PublicUndertaking(Struct, frozen=True):
    """Something that parties bind themselves to, or say that they may; `parties` are codes or entity names."""

    id: str
    name: str
    labels: tuple[str, ...]
    kind: UndertakingKind
    parties: tuple[str, ...]
    provisions: tuple[PublicProvision, ...]
    phases: tuple[PublicPhase, ...]
    stages: tuple[PublicStage, ...]
    mentions: tuple[PublicPlace, ...]
    rule: str


class AnnotatedDocument(Struct, frozen=True):
    """One line of `rawi annotate --json`: everything found in one document by itself."""

    doc: str
    outlet: str | None
    published: date | None
    document_chain: tuple[PublicLink, ...]
    times: tuple[PublicTime, ...]
    reports: tuple[PublicReport, ...]
    undertakings: tuple[PublicUndertaking, ...]


class EventReport(Struct, frozen=True):
    """A report that tells an event: the document, the trigger's span, its type and factuality."""

    doc: str
    start: int
    end: int
    type: EventType
    factuality: Factuality


class PublicOrigin(Struct, frozen=True):
    """Who is said to know, with the reports that go back to this source and the reason why they count once."""

    label: str
    kind: LinkKind
    reason: str
    reports: tuple[PublicPlace, ...]


class PublicStatus(Struct, frozen=True):
    """How an event stood from a day on."""

    day: date | None
    factuality: Factuality


class PublicEvent(Struct, frozen=True):
    """The happening itself: all reports that tell it and all origins that they go back to."""

    id: str
    type: EventType
    label_en: str
    label_ar: str
    actors: tuple[PublicParticipant, ...]
    recipients: tuple[PublicParticipant, ...]
    where: str | None
    when: str | None
    first_day: date | None = field(name="from")
    last_day: date | None = field(name="to")
    status: Factuality
    history: tuple[PublicStatus, ...]
    dispute: bool
    independent_origins: int
    origins: tuple[PublicOrigin, ...]
    reports: tuple[EventReport, ...]
    undertaking: str | None
    reason: str


class PublicSide(Struct, frozen=True):
    """One side of a dispute: its claim, who makes it, where."""

    claim: str
    origins: tuple[str, ...]
    reports: tuple[PublicPlace, ...]


class PublicDispute(Struct, frozen=True):
    """Reports of one event that cannot all be true."""

    id: str
    event: str
    about: str
    reason: str
    sides: tuple[PublicSide, ...]


class PublicEntity(Struct, frozen=True):
    """A person, organisation, state, place or group under all its names, and why they were taken for one."""

    id: str
    label_en: str
    label_ar: str
    kind: NameKind
    code: str | None
    sector: str | None
    names: tuple[str, ...]
    mentions: int
    reasons: tuple[str, ...]


class PublicNote(Struct, frozen=True):
    """Something that a person wrote beside a report and its event, or beside an entity."""

    text: str
    author: str
    time: datetime
    report: PublicPlace | None
    event: str | None
    entity: str | None


class PublicDocument(Struct, frozen=True):
    """One text published by one outlet on one date; `original` is the SHA-256 of the bytes that it was read from."""

    doc: str
    id: str
    outlet: str | None
    published: date | None
    published_from: date | None
    published_to: date | None
    title: str | None
    url: str | None
    byline: str | None
    document_chain: tuple[PublicLink, ...]
    original: str


class DossierFile(Struct, frozen=True):
    """What `rawi export --to json` writes: a whole dossier."""

    events: tuple[PublicEvent, ...]
    undertakings: tuple[PublicUndertaking, ...]
    disputes: tuple[PublicDispute, ...]
    entities: tuple[PublicEntity, ...]
    notes: tuple[PublicNote, ...]
    documents: tuple[PublicDocument, ...]
