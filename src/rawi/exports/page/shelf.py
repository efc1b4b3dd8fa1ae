"""The dossier as the pages need it: what every reference points at, and on which page that stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from rawi.exports.page.language import Language, script
from rawi.lexicon.labels import Labels
from rawi.lexicon.latin import in_latin, marked
from rawi.model import (
    Annotations,
    Dispute,
    Document,
    Dossier,
    Entity,
    Event,
    Participant,
    Report,
    ReportRef,
    Undertaking,
)

_MOST_NAMES = 4
Place = tuple[str, str]
"""A page, without language and suffix, and an anchor on it."""


class Places(Protocol):
    """Knows on which page and at which anchor a record stands: in a folder of pages, or on a server."""

    def document(self, id: str) -> str:
        """Return the page of a document."""

    def event(self, id: str) -> Place:
        """Return the place of an event."""

    def undertaking(self, id: str) -> Place:
        """Return the place of an undertaking."""

    def dispute(self, id: str, event: str) -> Place:
        """Return the place of a dispute about an event."""

    def events_at(self, place: str) -> Place:
        """Return where the events at a place are listed; no page where they are not."""

    def actor(self, id: str) -> str:
        """Return the page of an entity."""


def by_name(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Return entities by everything that they are called by in records: id and both labels."""
    return {name: entity for entity in entities for name in (entity.label_ar, entity.label_en, entity.id)}


class Shelf:
    """Looks things up in a dossier, or in the part of one that a page needs. Documents stand in order of publication,
    undated ones last."""

    def __init__(
        self,
        dossier: Dossier,
        labels: Labels,
        places: Places,
        entities: Mapping[str, Entity],
        days: Mapping[str, date],
    ) -> None:
        """`dossier` may be a part of one; `entities` are those of the whole `by_name`, `days` the days on which its
        documents were published, by their ids, as far as they are known."""
        self.dossier = dossier
        self.labels = labels
        self._places = places
        self.annotations = sorted(dossier.annotations, key=by_day)
        self._by_id = {one.document.id: one for one in self.annotations}
        self._entities = entities
        self._days = days
        self.undertakings = {one.id: one for one in dossier.undertakings}
        self.events = {event.id: event for event in dossier.events}
        self.event_of = {ref: event for event in dossier.events for ref in event.reports}

    def annotated(self, document: str) -> Annotations:
        """Return everything found in a document."""
        return self._by_id[document]

    def document(self, document: str) -> Document:
        """Return a document by its id."""
        return self._by_id[document].document

    def has(self, document: str) -> bool:
        """Tell whether a document can be looked up: in a part of a dossier not all can."""
        return document in self._by_id

    def holds(self, ref: ReportRef) -> bool:
        """Tell whether a report can be looked up."""
        return ref.document in self._by_id

    def published(self, document: str) -> date | None:
        """Return the day on which a document was published, also of one that cannot be looked up."""
        return self._days.get(document)

    def report(self, ref: ReportRef) -> Report:
        """Return the report that a reference points at."""
        return self._by_id[ref.document].reports[ref.index]

    def page_of_document(self, document: str) -> str:
        """Return the name of a document's page, without suffix."""
        return self._places.document(document)

    def place_of_event(self, event: Event) -> Place:
        """Return the page of an event (without suffix) and its anchor there."""
        return self._places.event(event.id)

    def place_of_undertaking(self, one: Undertaking) -> Place:
        """Return the page of an undertaking (without suffix) and its anchor there."""
        return self._places.undertaking(one.id)

    def place_of_dispute(self, one: Dispute) -> Place:
        """Return the page of a dispute (without suffix) and its anchor there."""
        return self._places.dispute(one.id, one.event)

    def page_of_actor(self, name: str | None, words: str = "") -> str:
        """Return the page of whoever is called by a name or by the text's words; "" if the dossier knows none."""
        entity = self.entity(name, words)
        return self._places.actor(entity.id) if entity else ""

    def entity(self, name: str | None, words: str = "") -> Entity | None:
        """Return the entity that is called by a name or by the text's words."""
        return self._entities.get(name or "") or self._entities.get(words)

    def called(self, name: str | None, words: str, language: Language) -> str:
        """Return what somebody is called in a language: the dossier's label, else the name, else the text's words.

        In English a name without an English form comes in Latin letters, as `Romanised`.
        """
        entity = self.entity(name, words)
        if language.tongue == "en":
            if entity and entity.label_en:
                return marked(entity.label_en, (entity.label_ar, *entity.names[:_MOST_NAMES]))
            return in_latin(name) if name and script(name) == "ar" else name or words
        return entity.label_ar if entity and entity.label_ar else words or name or ""

    def outlet(self, outlet: str | None, language: Language) -> str:
        """Return what the outlet of a document is called; that it is not known where it is not."""
        return self.called(outlet, outlet, language) if outlet else language.say("chronicle.unknown_outlet")

    def source(self, name: str | None, words: str, kind: str, language: Language) -> str:
        """Return what a source is called: by its name, or as the text describes it where nothing but that is known.

        `name` may be the text's words too; only an outlet's are taken for a name.
        """
        named = kind == "outlet" or (name is not None and script(name) == "en")
        if kind != "anonymous" and (named or self.entity(name, words)):
            return self.called(name or words, words, language)
        return words or name or ""

    def place(self, name: str, language: Language) -> str:
        """Return what a place is called in a language; a government that stands for its country is the country."""
        entity = self._entities.get(name)
        country = self.labels.country(entity.code, language.tongue) if entity and entity.code else ""
        state = entity is not None and entity.label_en.startswith("Government of ")
        return country if state and country else self.called(name, name, language)

    def participant(self, who: Participant, language: Language) -> str:
        """Return what a participant is called in a language, states and their bodies as in headlines."""
        name = self.labels.person(who, language.tongue)
        return self.called(who.entity, who.text, language) if name in (who.entity, who.text) else name

    def party(self, code_or_name: str, language: Language) -> str:
        """Return what a party is called that is given as a PLOVER code or a name."""
        country = self.labels.country(code_or_name, language.tongue)
        return country if country != code_or_name else self.called(code_or_name, code_or_name, language)


def by_day(one: Annotations) -> tuple[date, str]:
    """Return what documents are put in order by."""
    document = one.document
    return document.published or document.published_to or document.published_from or date.max, document.name
