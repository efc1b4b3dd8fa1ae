"""Undertakings as cards: parties, the track of their stages, provisions, phases, and the words behind each."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from rawi.exports.page.chronicle import Chip, headline, show_chip
from rawi.exports.page.draw_stages import Reached, Stages, draw_stages
from rawi.exports.page.evidence import Stretch, mark_phrase
from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Place, Shelf
from rawi.model import EventType, Evidence, Stage, Undertaking

QUOTES = 3
"""So many quotes stand under a stage."""
_MOST_NAMES = 8
_SUPPORT: frozenset[EventType] = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})
_OPPOSITION: frozenset[EventType] = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION"})


class Quote(Struct, frozen=True):
    """Words of a document: the document's page and outlet, the sentence with the words marked, who says it."""

    page: str
    outlet: str
    outlet_tongue: Script
    day: str
    stretches: tuple[Stretch, ...]
    source: str


class Station(Struct, frozen=True):
    """One stage on the track, told once or more often on the same day, with some of the words that tell it.

    `published` is the day on which it was first told.
    """

    stage: str
    label: str
    when: str
    first: date | None
    last: date | None
    published: date | None
    told: int
    quotes: tuple[Quote, ...]


class Item(Struct, frozen=True):
    """A provision or a phase, with every document that gives it in these words."""

    order: int
    text: str
    pages: tuple[tuple[str, str], ...]


class Related(Struct, frozen=True):
    """An event of an undertaking: its headline, its standing, where it stands."""

    label: str
    factuality: str
    when: str
    place: tuple[str, str]


class Card(Struct, frozen=True):
    """An undertaking as it is shown; `name` is what the texts call it, `title` what the language of the page does."""

    anchor: str
    place: Place
    kind: str
    kind_label: str
    title: str
    name: str
    also: tuple[str, ...]
    parties: tuple[tuple[str, Script], ...]
    track: tuple[Station, ...]
    provisions: tuple[Item, ...]
    phases: tuple[Item, ...]
    events: tuple[Related, ...]
    supporters: tuple[Chip, ...]
    opponents: tuple[Chip, ...]


def show_undertaking(one: Undertaking, shelf: Shelf, language: Language) -> Card:
    """Make the card of an undertaking with the events and the documents that the shelf holds."""
    kind = shelf.labels.name("undertaking", one.kind, language.tongue)
    parties = [shelf.party(party, language) for party in one.parties]
    title = one.name
    if language.tongue == "en":
        title = kind[:1].upper() + kind[1:] + (": " + " – ".join(parties) if parties else "")
    return Card(
        anchor=f"undertaking-{one.id}",
        place=shelf.place_of_undertaking(one),
        kind=one.kind,
        kind_label=kind,
        title=title,
        name=one.name,
        also=tuple(label for label in one.labels if label != one.name)[:_MOST_NAMES],
        parties=tuple((party, script(party)) for party in parties),
        track=_track(one, shelf, language),
        provisions=_items(one.provisions, shelf, language),
        phases=_items(one.phases, shelf, language),
        events=_events(one, shelf, language),
        supporters=_who(one, _SUPPORT, shelf, language),
        opponents=_who(one, _OPPOSITION, shelf, language),
    )


def _track(one: Undertaking, shelf: Shelf, language: Language) -> tuple[Station, ...]:
    """Return the stages in order of time; the same stage on the same day is one station with more quotes.

    A stage told without a day joins the same stage told with one; alone it stands where its document does.
    """
    published = {stage.document: shelf.published(stage.document) or date.max for stage in one.stages}
    ordered = sorted(one.stages, key=lambda s: (s.first_day or published[s.document], s.first_day is None, s.start))
    days: dict[str, str] = {}
    for stage in ordered:
        if stage.first_day or stage.last_day:
            days.setdefault(stage.stage, language.span(stage.first_day, stage.last_day))
    stations: dict[tuple[str, str], list[Stage]] = {}
    for stage in ordered:
        dated = stage.first_day or stage.last_day
        when = language.span(stage.first_day, stage.last_day) if dated else days.get(stage.stage, "")
        stations.setdefault((stage.stage, when), []).append(stage)
    return tuple(
        Station(
            stage=name,
            label=shelf.labels.name("stage", name, language.tongue),
            when=when,
            first=min((stage.first_day for stage in stages if stage.first_day), default=None),
            last=max((stage.last_day for stage in stages if stage.last_day), default=None),
            published=min((day for stage in stages if (day := shelf.published(stage.document))), default=None),
            told=len(stages),
            quotes=tuple(_quote(stage, shelf, language) for stage in stages if shelf.has(stage.document))[:QUOTES],
        )
        for (name, when), stages in stations.items()
    )


def _quote(stage: Stage, shelf: Shelf, language: Language) -> Quote:
    found = shelf.annotated(stage.document)
    name = shelf.outlet(found.document.outlet, language)
    last = (*found.document_chain, *stage.chain)[-1:]
    published = found.document.published
    return Quote(
        page=shelf.page_of_document(stage.document),
        outlet=name,
        outlet_tongue=script(name),
        day=language.day(published) if published else "",
        stretches=mark_phrase(found.document.text, stage),
        source=shelf.source(last[0].entity, last[0].source, last[0].kind, language) if last else "",
    )


def _items(given: tuple[Evidence, ...], shelf: Shelf, language: Language) -> tuple[Item, ...]:
    """Return provisions or phases, each wording once, with the documents in which it stands."""
    places: dict[tuple[int, str], dict[str, str]] = {}
    for one in given:
        if not shelf.has(one.document):
            continue
        document = shelf.document(one.document)
        words = " ".join(one.quote(document.text).split())
        pages = places.setdefault((getattr(one, "order", 0), words), {})
        pages[shelf.page_of_document(one.document)] = shelf.outlet(document.outlet, language)
    return tuple(Item(order, words, tuple(pages.items())) for (order, words), pages in places.items())


def _who(one: Undertaking, types: frozenset[EventType], shelf: Shelf, language: Language) -> tuple[Chip, ...]:
    """Return who acts in the events of an undertaking that are of some types and not denied, each once."""
    chips = [
        show_chip(who, shelf, language)
        for event in shelf.dossier.events
        if event.undertaking == one.id and event.type in types and event.status != "denied"
        for who in event.actors
    ]
    return tuple({chip.name: chip for chip in chips}.values())


def draw_track(card: Card, language: Language) -> Stages | None:
    """Draw the stages of an undertaking on a line of time."""
    return draw_stages(
        [
            Reached(
                one.stage, one.label, one.first, one.last, one.told, (card.place[0], f"stage-{number}"), one.published
            )
            for number, one in enumerate(card.track, 1)
        ],
        language,
    )


def _events(one: Undertaking, shelf: Shelf, language: Language) -> tuple[Related, ...]:
    return tuple(
        Related(
            label=headline(event, language),
            factuality=event.status,
            when=language.span(event.first_day, event.last_day) if event.first_day else "",
            place=shelf.place_of_event(event),
        )
        for event in shelf.dossier.events
        if event.undertaking == one.id
    )
