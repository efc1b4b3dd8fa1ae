"""The records: what rawi says about a text, and where in the text it stands.

All records are frozen. Everything that points at words *is* a `Span`: `start` and `end` count Unicode code points
in the document's own text, `end` is exclusive, and ``document.text[record.start:record.end]`` is exactly the quoted
words. Days are `datetime.date`; a `when` is a TIMEX3 value as a string. Meanings are set by the project's semantics
(docs/semantics.md); vocabularies follow PLOVER (Draft 2.0) and TIMEX3.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from msgspec import Struct, field

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Factuality = Literal["occurred", "planned", "possible", "urged", "conditional", "denied"]
WhenBasis = Literal["expression", "document", "none"]
LinkKind = Literal["named", "anonymous", "outlet", "document", "social"]
LinkAct = Literal[
    "say", "confirm", "announce", "reveal", "claim", "deny", "warn", "urge", "accuse", "praise", "expect", "cite",
]  # fmt: skip
NameKind = Literal["person", "organisation", "state", "people", "place", "group", "outlet", "office"]
PieceKind = Literal["title", "heading", "dateline", "byline", "credit", "caption", "furniture"]
UndertakingKind = Literal[
    "agreement", "memorandum", "treaty", "pact", "roadmap", "mandate", "ceasefire", "base", "supply",
    "mechanism", "programme",
]  # fmt: skip
StageName = Literal[
    "proposed", "discussed", "agreed", "signed", "ratified", "in_force", "extended", "expanded", "completed",
    "suspended", "ended", "denied",
]  # fmt: skip

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
FACTUALITIES: tuple[Factuality, ...] = get_args(Factuality)
HOLDS: frozenset[Factuality] = frozenset({"occurred", "planned", "possible"})
"""Told as done, planned or considered: what a denial contradicts."""
STAGES: tuple[StageName, ...] = get_args(StageName)
TYPE_AHEAD: dict[EventType, EventType] = {
    "CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE",
}  # fmt: skip
"""The type that an act has while it lies ahead: agreed upon, not done (PLOVER)."""


class Span(Struct, frozen=True, order=True):
    """A stretch of a document's text in code points, `end` exclusive."""

    start: int
    end: int

    def within(self, other: Span) -> bool:
        """Tell whether this span lies inside `other`.

        >>> Span(2, 4).within(Span(0, 4))
        True
        """
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a code point.

        >>> Span(2, 4).overlaps(Span(4, 6))
        False
        """
        return self.start < other.end and other.start < self.end

    def quote(self, text: str) -> str:
        """Return the words that the span points at."""
        return text[self.start : self.end]


class Piece(Span, frozen=True):
    """A part of the text that is not running prose (title, date line, furniture…); it is marked, never cut out."""

    kind: PieceKind
    rule: str = ""


class PageBox(Span, frozen=True, kw_only=True):
    """Where a stretch of a PDF's text stands on paper: page from 1, edges in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Repair(Span, frozen=True, kw_only=True):
    """A stretch of the text that was mended when it was read: the rule, what stood there, and how sure that is (0–1).

    `original_start` and `original_end` count in the damaged text of the stored original.
    """

    rule: str
    before: str
    confidence: float
    original_start: int
    original_end: int


class Link(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One transmitter in a chain, nearest to the reader first.

    `source` holds the words of the text, `entity` the resolved name, `cue` the reporting words, `channel` the way by
    which it was said (a post, a press conference), `when` the day on which it was said as a TIMEX3 value.
    `start`/`end` are the span of the source's words, -1 where they stand outside the text (in a given byline).
    """

    source: str
    kind: LinkKind
    entity: str | None = None
    cue: str | None = None
    act: LinkAct = "say"
    channel: str | None = None
    when: str | None = None
    start: int = -1
    end: int = -1
    rule: str = ""


class Document(Struct, frozen=True, kw_only=True):
    """One text published by one outlet on one date, as it was read.

    `name` is the file name, or the record's id in a table: what the checks call ``doc``. `id` identifies the content.
    `published` is the day of publication when it is known; otherwise `published_from` and `published_to` bound it and
    nothing is invented. `original` is the SHA-256 of the stored original bytes, `location` leads to the record in it,
    `boxes` from the lines of a PDF to its pages, `repairs` to what a broken extraction had left.
    """

    id: str
    name: str
    text: str
    outlet: str | None = None
    published: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    pieces: tuple[Piece, ...] = ()
    original: str = ""
    location: str = ""
    notes: tuple[str, ...] = ()
    boxes: tuple[PageBox, ...] = ()
    repairs: tuple[Repair, ...] = ()


class Time(Span, frozen=True, kw_only=True):
    """A time expression: TIMEX3 `value` and `type`, first and last possible day, the rule and the anchor used.

    `anchor` says against what a relative expression was resolved: ``document``, ``story`` or ``none``.
    """

    value: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    first_day: date | None = field(default=None, name="from")
    last_day: date | None = field(default=None, name="to")
    mod: str | None = None
    anchor: Literal["document", "story", "none"] = "none"
    doubt: str = ""
    rule: str = ""


class Name(Span, frozen=True, kw_only=True):
    """A mention of somebody or something that can act, speak or be a place.

    `text` is what the participant's words shall be: the words in place, or for a pronoun or descriptive reference
    the entity's words elsewhere in the document. Several names may share one span (`وزيرا خارجية مصر وقطر` is two).
    `entity` is the canonical English name where known, else romanised; `code` and `sector` are PLOVER's.
    `anaphor` marks names that stand for an earlier mention, `adjective` a nationality that qualifies another noun
    (``الغارات الإسرائيلية``). `core_start`/`core_end` is the proper name inside a person's phrase, -1 where none is.
    """

    text: str
    kind: NameKind
    entity: str | None = None
    code: str | None = None
    sector: str | None = None
    anaphor: bool = False
    adjective: bool = False
    plural: bool = False
    feminine: bool = False
    core_start: int = -1
    core_end: int = -1
    rule: str = ""


class Voice(Span, frozen=True, kw_only=True):
    """A stretch of text that one chain of transmitters answers for (outside all voices the narrator speaks)."""

    chain: tuple[Link, ...]
    cue_start: int = -1
    cue_end: int = -1
    quoted: bool = False
    rule: str = ""


class Participant(Struct, frozen=True, kw_only=True):
    """Who acts in a report or is acted upon; `start`/`end` is the mention, -1 where it was carried over."""

    text: str
    entity: str | None = None
    code: str | None = None
    sector: str | None = None
    start: int = -1
    end: int = -1


class Report(Span, frozen=True, kw_only=True):
    """One happening as one sentence tells it. The span is the trigger.

    `when` is a TIMEX3 value, `first_day`/`last_day` (JSON: ``from``/``to``) the first and last possible day. `chain`
    excludes the document's own chain. `undertaking` is the local id of an undertaking of the same document.
    `factuality_rule` and `rule` name the lexicon entries and rules that made the report. `chance` (0 to 1) is how
    sure the weighing is that the text tells it; 1 where rules alone decide.
    """

    trigger: str
    type: EventType
    mode: str | None = None
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    where: str | None = None
    when: str | None = None
    first_day: date | None = field(default=None, name="from")
    last_day: date | None = field(default=None, name="to")
    when_basis: WhenBasis = "none"
    factuality: Factuality = "occurred"
    chain: tuple[Link, ...] = ()
    undertaking: str | None = None
    rule: str = ""
    factuality_rule: str = ""
    chance: float = 1.0
    sentence_start: int = -1
    sentence_end: int = -1


class Evidence(Span, frozen=True, kw_only=True):
    """Words in a named document that support a statement."""

    document: str


class Provision(Evidence, frozen=True, kw_only=True):
    """One thing that an undertaking lays down; the span holds its words."""

    text: str


class Phase(Evidence, frozen=True, kw_only=True):
    """One phase of an undertaking: its order (from 1), its words."""

    order: int
    text: str


class Stage(Evidence, frozen=True, kw_only=True):
    """A step in the life of an undertaking, with the day on which it was reached as far as it is told."""

    stage: StageName
    when: str | None = None
    first_day: date | None = field(default=None, name="from")
    last_day: date | None = field(default=None, name="to")
    chain: tuple[Link, ...] = ()
    rule: str = ""


class Undertaking(Struct, frozen=True, kw_only=True):
    """Something that parties bind themselves to, or say that they may.

    In `Annotations` one per document and name, `id` local to the document; in a `Dossier` one across documents.
    `parties` are PLOVER codes or entity names, `labels` every wording under which it appears.
    """

    id: str
    kind: UndertakingKind
    name: str
    labels: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    phases: tuple[Phase, ...] = ()
    stages: tuple[Stage, ...] = ()
    mentions: tuple[Evidence, ...] = ()
    rule: str = ""


class Annotations(Struct, frozen=True, kw_only=True):
    """Everything found in one document, by itself."""

    document: Document
    document_chain: tuple[Link, ...] = ()
    times: tuple[Time, ...] = ()
    names: tuple[Name, ...] = ()
    voices: tuple[Voice, ...] = ()
    reports: tuple[Report, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()


class Entity(Struct, frozen=True, kw_only=True):
    """A person, organisation, state, place or group of a dossier, under all its names.

    `reasons` say why names that are spelt differently were taken for one.
    """

    id: str
    label_en: str
    label_ar: str
    kind: NameKind
    code: str | None = None
    sector: str | None = None
    names: tuple[str, ...] = ()
    mentions: int = 0
    reasons: tuple[str, ...] = ()


class ReportRef(Struct, frozen=True, order=True):
    """Points at one report of a dossier: the document's id and the report's place in its annotations."""

    document: str
    index: int


class Origin(Struct, frozen=True, kw_only=True):
    """Who is said to know: the reports that go back to one source, and why they count once."""

    key: str
    label: str
    kind: LinkKind
    reports: tuple[ReportRef, ...]
    reason: str = ""


class Status(Struct, frozen=True, kw_only=True):
    """One entry in the history of an event: from this day's reports on, this is how it stands."""

    day: date | None
    factuality: Factuality
    reports: tuple[ReportRef, ...]


class Event(Struct, frozen=True, kw_only=True):
    """The happening itself: all reports, in all documents, that tell the same happening."""

    id: str
    type: EventType
    label_en: str
    label_ar: str
    reports: tuple[ReportRef, ...]
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    where: str | None = None
    when: str | None = None
    first_day: date | None = field(default=None, name="from")
    last_day: date | None = field(default=None, name="to")
    status: Factuality = "occurred"
    history: tuple[Status, ...] = ()
    origins: tuple[Origin, ...] = ()
    independent_origins: int = 0
    dispute: bool = False
    undertaking: str | None = None
    reason: str = ""


class Side(Struct, frozen=True, kw_only=True):
    """One side of a dispute: what it says and who says it."""

    claim: str
    reports: tuple[ReportRef, ...]
    origins: tuple[str, ...] = ()


class Dispute(Struct, frozen=True, kw_only=True):
    """Reports of one event that cannot all be true, side by side."""

    id: str
    event: str
    about: Literal["factuality", "number", "actor", "date", "place"]
    sides: tuple[Side, ...]
    reason: str = ""


class Note(Struct, frozen=True, kw_only=True):
    """Something that a person wrote beside a report and its event, or beside an entity."""

    text: str
    author: str
    time: datetime
    report: ReportRef | None = None
    event: str | None = None
    entity: str | None = None


class Dossier(Struct, frozen=True, kw_only=True):
    """A collection of documents and all that was derived from them together.

    `missed` holds the ids of corrections that do not find what they correct.
    """

    annotations: tuple[Annotations, ...]
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()
    notes: tuple[Note, ...] = ()
    missed: tuple[str, ...] = ()
