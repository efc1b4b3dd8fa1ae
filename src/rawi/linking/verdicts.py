"""Verdicts: what people have decided about which reports are one event and which names mean whom.

They stand above what the machine would say: after it has grouped and named, verdicts are applied one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from rawi.model import Annotations, Link, Participant, Report, ReportRef, Undertaking, Voice
from rawi.text.fold import fold

T = TypeVar("T")


class Grouping(Struct, frozen=True):
    """The events of these reports are one (``together``), or these reports are an event of their own (``apart``)."""

    kind: Literal["together", "apart"]
    reports: tuple[ReportRef, ...]


class Naming(Struct, frozen=True, kw_only=True):
    """An entity is another one: everywhere, or only where it is called by `words`, or only in one document (name)."""

    entity: str
    into: str
    words: str = ""
    document: str = ""


class Verdicts(Struct, frozen=True, kw_only=True):
    """All verdicts, each kind in the order of time."""

    groupings: tuple[Grouping, ...] = ()
    namings: tuple[Naming, ...] = ()


NO_VERDICTS = Verdicts()


def regroup(groups: Iterable[list[T]], verdicts: Verdicts, ref_of: Callable[[T], ReportRef]) -> list[list[T]]:
    """Return groups of reports as the verdicts have them; members that a verdict brings together stand in order.

    >>> a, b, c = (ReportRef("d", n) for n in range(3))
    >>> apart = Verdicts(groupings=(Grouping("apart", (b,)), Grouping("together", (a, c))))
    >>> [[ref.index for ref in group] for group in regroup([[a, b], [c]], apart, lambda ref: ref)]
    [[0, 2], [1]]
    """
    found = [list(group) for group in groups]
    for verdict in verdicts.groupings:
        named = set(verdict.reports)
        touched = [group for group in found if any(ref_of(member) in named for member in group)]
        if not touched:
            continue
        place = next(number for number, group in enumerate(found) if group is touched[0])
        if verdict.kind == "together":
            found = [group for group in found if not any(group is one for one in touched)]
            found.insert(place, sorted((member for group in touched for member in group), key=ref_of))
        else:
            own = sorted((member for group in touched for member in group if ref_of(member) in named), key=ref_of)
            for group in touched:
                group[:] = [member for member in group if ref_of(member) not in named]
            found = [group for group in found if group]
            found.append(own)
    return found


def rename(annotations: Annotations, verdicts: Verdicts) -> Annotations:
    """Return a document's annotations with entities named as the verdicts have it."""
    for naming in verdicts.namings:
        if naming.document in ("", annotations.document.name):
            annotations = _rename(annotations, naming)
    return annotations


def _rename(annotations: Annotations, naming: Naming) -> Annotations:
    words = fold(naming.words).text

    def name(entity: str | None, called: str) -> str | None:
        meant = entity == naming.entity and (not words or fold(called).text == words)
        return naming.into if meant else entity

    def people(participants: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(replace(one, entity=name(one.entity, one.text)) for one in participants)

    def chain(links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(replace(one, entity=name(one.entity, one.source)) for one in links)

    def voice(one: Voice) -> Voice:
        return replace(one, chain=chain(one.chain))

    def report(one: Report) -> Report:
        return replace(one, actors=people(one.actors), recipients=people(one.recipients), chain=chain(one.chain))

    def undertaking(one: Undertaking) -> Undertaking:
        return replace(one, parties=tuple(name(party, naming.words) or party for party in one.parties))

    return replace(
        annotations,
        document_chain=chain(annotations.document_chain),
        names=tuple(replace(one, entity=name(one.entity, one.text)) for one in annotations.names),
        voices=tuple(voice(one) for one in annotations.voices),
        reports=tuple(report(one) for one in annotations.reports),
        undertakings=annotations.undertakings if words else tuple(undertaking(one) for one in annotations.undertakings),
    )
