"""The dossier as the pages need it: what every reference points at, and on which page that stands."""

from __future__ import annotations

from datetime import date

from rawi.exports.page.language import Language
from rawi.lexicon.labels import Labels
from rawi.model import Annotations, Document, Dossier, Entity, Event, Participant, Report, ReportRef, Undertaking


class Shelf:
    """Looks things up. Documents are numbered from 1 in order of publication, undated ones last."""

    def __init__(self, dossier: Dossier, labels: Labels, chronicle: dict[str, str]) -> None:
        """`chronicle` tells for each event on which chronicle page it stands (a name without suffix)."""
        self.dossier = dossier
        self.labels = labels
        self._chronicle = chronicle
        self.annotations = sorted(dossier.annotations, key=_by_day)
        self._by_id = {one.document.id: one for one in self.annotations}
        self._numbers = {one.document.id: number for number, one in enumerate(self.annotations, 1)}
        self._entities: dict[str, Entity] = {}
        for entity in dossier.entities:
            for name in (entity.label_ar, entity.label_en, entity.id):
                self._entities[name] = entity
        self.undertakings = {one.id: one for one in dossier.undertakings}
        self.events = {event.id: event for event in dossier.events}
        self.event_of = {ref: event for event in dossier.events for ref in event.reports}

    def annotated(self, document: str) -> Annotations:
        """Return everything found in a document."""
        return self._by_id[document]

    def document(self, document: str) -> Document:
        """Return a document by its id."""
        return self._by_id[document].document

    def report(self, ref: ReportRef) -> Report:
        """Return the report that a reference points at."""
        return self._by_id[ref.document].reports[ref.index]

    def page_of_document(self, document: str) -> str:
        """Return the name of a document's page, without suffix."""
        return f"documents/{self._numbers[document]:04d}"

    def place_of_event(self, event: Event) -> tuple[str, str]:
        """Return the chronicle page of an event (without suffix) and its anchor there."""
        return self._chronicle[event.id], f"event-{event.id}"

    def place_of_undertaking(self, one: Undertaking) -> tuple[str, str]:
        """Return the page of an undertaking (without suffix) and its anchor there."""
        return "undertakings", f"undertaking-{one.id}"

    def called(self, name: str | None, words: str, language: Language) -> str:
        """Return what somebody is called in a language: the dossier's label, else the name, else the text's words."""
        entity = self._entities.get(name or "") or self._entities.get(words)
        if language.tongue == "en":
            return entity.label_en if entity and entity.label_en else name or words
        return entity.label_ar if entity and entity.label_ar else words or name or ""

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


def _by_day(one: Annotations) -> tuple[date, str]:
    document = one.document
    return document.published or document.published_to or document.published_from or date.max, document.name
