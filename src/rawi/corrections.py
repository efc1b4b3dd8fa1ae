"""What people correct: records that are kept apart from what the machine finds, and applied to it every time anew.

A correction names its target by evidence (a document, words, a sentence), not by a number, so that it finds its target
again after texts were read and annotated anew. It has an author, a time and a reason, and can be withdrawn.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import Struct, field

from rawi.model import EventType, Factuality, LinkKind, Participant, Report


class Place(Struct, frozen=True, kw_only=True):
    """Where a report stands: the document's name, the trigger's words and first code point, the sentence around it.

    `offset` is where the trigger begins in the sentence.
    """

    document: str
    start: int
    words: str
    sentence: str
    offset: int


class ConfirmReport(Struct, frozen=True, kw_only=True, tag_field="action", tag="confirm"):
    """The report is right as it is: somebody has read it."""

    report: Place


class RejectReport(Struct, frozen=True, kw_only=True, tag_field="action", tag="reject"):
    """The report is wrong: it shall not be."""

    report: Place


class RetypeReport(Struct, frozen=True, kw_only=True, tag_field="action", tag="retype"):
    """The report tells another type of act."""

    report: Place
    type: EventType
    mode: str | None = None


class SetFactuality(Struct, frozen=True, kw_only=True, tag_field="action", tag="factuality"):
    """The report presents its act with another factuality."""

    report: Place
    factuality: Factuality


class SetWhen(Struct, frozen=True, kw_only=True, tag_field="action", tag="when"):
    """The act happened at another time; without a value at no known time."""

    report: Place
    when: str | None = None
    first_day: date | None = field(default=None, name="from")
    last_day: date | None = field(default=None, name="to")


class SetParticipants(Struct, frozen=True, kw_only=True, tag_field="action", tag="participants"):
    """Others act, or are acted upon."""

    report: Place
    role: Literal["actors", "recipients"]
    participants: tuple[Participant, ...] = ()


class SetOrigin(Struct, frozen=True, kw_only=True, tag_field="action", tag="origin"):
    """Another source is said to know: it takes the place of the chain's last link. Without one, the outlet knows."""

    report: Place
    source: str | None = None
    entity: str | None = None
    kind: LinkKind = "named"


class MergeEvents(Struct, frozen=True, kw_only=True, tag_field="action", tag="merge events"):
    """The events of these reports are one."""

    reports: tuple[Place, ...]


class SplitEvent(Struct, frozen=True, kw_only=True, tag_field="action", tag="split event"):
    """These reports tell an event of their own."""

    reports: tuple[Place, ...]


class MergeEntities(Struct, frozen=True, kw_only=True, tag_field="action", tag="merge entities"):
    """These entities are one, called `into`."""

    entities: tuple[str, ...]
    into: str


class SplitEntity(Struct, frozen=True, kw_only=True, tag_field="action", tag="split entity"):
    """Where an entity is called by these words (in one document, if it is named), another one is meant: `into`."""

    entity: str
    words: str
    into: str
    document: str = ""


class AddNote(Struct, frozen=True, kw_only=True, tag_field="action", tag="note"):
    """Something that a person wants to be read beside a report and its event, or beside an entity."""

    text: str
    report: Place | None = None
    entity: str | None = None


Action = (
    ConfirmReport
    | RejectReport
    | RetypeReport
    | SetFactuality
    | SetWhen
    | SetParticipants
    | SetOrigin
    | MergeEvents
    | SplitEvent
    | MergeEntities
    | SplitEntity
    | AddNote
)


def places_of(what: Action) -> tuple[Place, ...]:
    """Return the places of the reports that an action is about."""
    match what:
        case MergeEvents(reports=places) | SplitEvent(reports=places):
            return places
        case MergeEntities() | SplitEntity() | AddNote(report=None):
            return ()
        case AddNote(report=place):
            return (place,) if place else ()
    return (what.report,)


class Correction(Struct, frozen=True, kw_only=True):
    """One correction: what, by whom, when, why; `withdrawn` tells since when it does not count any more."""

    id: str
    author: str
    time: datetime
    reason: str
    what: Action
    withdrawn: datetime | None = None


def make_correction(what: Action, *, author: str, time: datetime, reason: str) -> Correction:
    """Return a correction with an id made from its content: the same one, made twice, is one.

    >>> from datetime import UTC
    >>> note = AddNote(text="see page 3", entity="Ministry")
    >>> make_correction(note, author="A", time=datetime(2025, 1, 2, tzinfo=UTC), reason="").id
    'c29df6a9a2caa'
    """
    content = msgspec.json.encode((author, time, reason, what))
    return Correction(
        id="c" + hashlib.sha256(content).hexdigest()[:12], author=author, time=time, reason=reason, what=what
    )


def place_of(document: str, text: str, report: Report) -> Place:
    """Return the place of a report in the text of the document of that name."""
    start = report.sentence_start if 0 <= report.sentence_start <= report.start else report.start
    end = max(report.sentence_end, report.end)
    return Place(
        document=document,
        start=report.start,
        words=text[report.start : report.end],
        sentence=text[start:end],
        offset=report.start - start,
    )
