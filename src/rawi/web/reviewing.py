"""What a reviewer sends: read from a form, checked, and turned into corrections, as `rawi correct` makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from msgspec import Struct

from rawi.corrections import (
    Action,
    AddNote,
    ConfirmReport,
    Correction,
    MergeEntities,
    MergeEvents,
    Place,
    RejectReport,
    RetypeReport,
    SetFactuality,
    SplitEntity,
    SplitEvent,
    make_correction,
    place_of,
)
from rawi.model import EVENT_TYPES, FACTUALITIES, ReportRef
from rawi.store.listing import number_of
from rawi.store.read import Part, read_part
from rawi.web.asking import Asked, RefusedError
from rawi.web.desk import Sight

T = TypeVar("T")
MOST_REPORTS = 200


class Sent(Struct, frozen=True):
    """A form as it was sent: what to do, with which reports or names, by whom, why."""

    asked: Asked
    author: str
    reason: str


def read_sent(asked: Asked) -> Sent:
    """Return what was sent. Raises RefusedError where nobody says who it is."""
    author = asked.one("author")
    if not author:
        raise RefusedError(400, "incomplete")
    return Sent(asked, author, asked.one("reason"))


def corrections_of(sent: Sent, sight: Sight) -> list[Correction]:
    """Return the corrections that a form asks for. Raises RefusedError where something is missing or unknown."""
    time = datetime.now(UTC)
    found = _actions(sent, sight)
    if not found:
        raise RefusedError(400, "incomplete")
    return [make_correction(what, author=sent.author, time=time, reason=sent.reason) for what in found]


def _actions(sent: Sent, sight: Sight) -> Sequence[Action]:
    asked = sent.asked
    match asked.one("action"):
        case "confirm":
            return [ConfirmReport(report=place) for place in _places(asked, sight)]
        case "reject":
            return [RejectReport(report=place) for place in _places(asked, sight)]
        case "retype":
            type = _chosen(asked.one("type"), EVENT_TYPES)
            return [RetypeReport(report=place, type=type) for place in _places(asked, sight)]
        case "factuality":
            value = _chosen(asked.one("factuality"), FACTUALITIES)
            return [SetFactuality(report=place, factuality=value) for place in _places(asked, sight)]
        case "split":
            places = _places(asked, sight)
            return [SplitEvent(reports=places)] if places else []
        case "note":
            text = asked.one("note")
            return [AddNote(text=text, report=place) for place in _places(asked, sight) if text]
        case "merge":
            return [MergeEvents(reports=(_first_of(asked.one("event"), sight), _first_of(asked.one("other"), sight)))]
        case "merge entities":
            return [
                MergeEntities(entities=(_entity(asked.one("entity"), sight),), into=_entity(asked.one("into"), sight))
            ]
        case "split entity":
            words, into = asked.one("words"), asked.one("into")
            entity = _entity(asked.one("entity"), sight)
            return [SplitEntity(entity=entity, words=words, into=into)] if words and into else []
    return []


def _chosen(value: str, vocabulary: tuple[T, ...]) -> T:
    """Return the value of a vocabulary that was chosen. Raises RefusedError where none was."""
    for known in vocabulary:
        if known == value:
            return known
    raise RefusedError(400, "incomplete")


def _places(asked: Asked, sight: Sight) -> tuple[Place, ...]:
    """Return the places of the reports that were chosen; each is named by the document's id and its place in it."""
    chosen = [_ref(value) for value in asked.values.get("report", ())[:MOST_REPORTS]]
    return tuple(_place(ref, sight) for ref in chosen)


def _ref(value: str) -> ReportRef:
    document, _, index = value.partition(":")
    if not index.isascii() or not index.isdigit() or len(index) > 6:
        raise RefusedError(400, "bad_value")
    return ReportRef(document, int(index))


def _place(ref: ReportRef, sight: Sight) -> Place:
    number = number_of(sight.connection, "document", ref.document)
    if number is None:
        raise RefusedError(400, "bad_value")
    (one,) = read_part(sight.connection, Part(documents=(number,))).annotations
    if ref.index >= len(one.reports):
        raise RefusedError(400, "bad_value")
    return place_of(one.document.name, one.document.text, one.reports[ref.index])


def _first_of(event: str, sight: Sight) -> Place:
    """Return the place of the first report of an event, which stands for it."""
    number = number_of(sight.connection, "event", event.strip().rpartition("/")[2])
    if number is None:
        raise RefusedError(400, "bad_value")
    (one,) = read_part(sight.connection, Part(events=(number,), told=())).events
    return _place(one.reports[0], sight)


def _entity(name: str, sight: Sight) -> str:
    """Return the name by which corrections know an entity."""
    entity = sight.entities.get(name)
    if entity is None:
        raise RefusedError(400, "bad_value")
    return entity.label_en
