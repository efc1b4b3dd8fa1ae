"""Disputes as pages show them: the sides of one event next to one another."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from rawi.exports.page.chronicle import headline
from rawi.exports.page.evidence import Told, tell_all
from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Shelf
from rawi.model import Dispute, Side

REPORTS_OF_A_SIDE = 3
"""So many reports are shown of a side."""


class ShownSide(Struct, frozen=True):
    """One side: its claim, who says so, and the reports; `left_out` counts those that are not shown here."""

    claim: str
    sources: tuple[tuple[str, Script], ...]
    told: tuple[Told, ...]
    left_out: int


class ShownDispute(Struct, frozen=True):
    """A dispute with the headline of its event and where that stands."""

    id: str
    anchor: str
    question: str
    label: str
    when: str
    place: tuple[str, str]
    sides: tuple[ShownSide, ...]


def show_disputes(shelf: Shelf, language: Language) -> list[ShownDispute]:
    """Return the disputes in the order of their events."""
    return [_show(one, shelf, language) for one in shelf.dossier.disputes if one.event in shelf.events]


def _show(one: Dispute, shelf: Shelf, language: Language) -> ShownDispute:
    event = shelf.events[one.event]
    return ShownDispute(
        id=one.id,
        anchor=f"dispute-{one.id}",
        question=language.say(f"disputes.about_{one.about}"),
        label=headline(event, language),
        when=language.span(event.first_day, event.last_day) if event.first_day else "",
        place=shelf.place_of_event(event),
        sides=tuple(_side(side, one, shelf, language) for side in one.sides),
    )


def _claim(side: Side, dispute: Dispute, shelf: Shelf, language: Language) -> str:
    if dispute.about == "actor":
        return language.list([shelf.party(name, language) for name in side.claim.split(" + ")])
    if dispute.about == "date":
        return language.day(date.fromisoformat(side.claim))
    if dispute.about == "number":
        counted, _, number = side.claim.partition(" ")
        return f"{language.explain('claim', counted)} {language.figures(number)}"
    return language.explain("claim", side.claim)


def _side(side: Side, dispute: Dispute, shelf: Shelf, language: Language) -> ShownSide:
    origins = {origin.key: (origin.label, origin.kind) for origin in shelf.events[dispute.event].origins}
    known = [origins.get(key, (key, "named")) for key in side.origins]
    names = [shelf.source(label, label, kind, language) for label, kind in known]
    held = [ref for ref in side.reports if shelf.holds(ref)]
    told = tell_all(held[:REPORTS_OF_A_SIDE], shelf, language)
    return ShownSide(
        claim=_claim(side, dispute, shelf, language),
        sources=tuple((name, script(name)) for name in names),
        told=told,
        left_out=len(side.reports) - len(told),
    )
