"""Apply corrections: to the reports of single documents before they are joined, and as verdicts on how they are joined.

Every correction looks for its target by evidence. What cannot be found is no error; the correction is named as missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rawi.corrections import (
    AddNote,
    ConfirmReport,
    Correction,
    MergeEntities,
    MergeEvents,
    Place,
    RejectReport,
    RetypeReport,
    SetFactuality,
    SetOrigin,
    SetParticipants,
    SetWhen,
    SplitEntity,
    SplitEvent,
)
from rawi.linking.verdicts import Grouping, Naming, Verdicts
from rawi.model import Annotations, Event, Link, Note, Report, ReportRef, Span


class Corrected(Struct, frozen=True, kw_only=True):
    """What corrections make of annotations: the reports put right, the verdicts on joining, notes, and what is missed.

    `missed` holds the ids of corrections whose target was not found.
    """

    annotations: tuple[Annotations, ...]
    verdicts: Verdicts = Verdicts()
    notes: tuple[Note, ...] = ()
    missed: tuple[str, ...] = ()


def apply_corrections(annotations: tuple[Annotations, ...], corrections: Sequence[Correction]) -> Corrected:
    """Apply the corrections that were not withdrawn, in the order of time. Pure."""
    standing = sorted((one for one in corrections if one.withdrawn is None), key=lambda one: (one.time, one.id))
    if not standing:
        return Corrected(annotations=annotations)
    bench = _Bench(annotations)
    missed = [one.id for one in standing if not bench.correct(one)]
    corrected = bench.annotations()
    places = _Bench(corrected)
    groupings, namings, notes = [], [], []
    for one in standing:
        match one.what:
            case MergeEvents(reports=reports) | SplitEvent(reports=reports):
                refs = tuple(ref for place in reports if (ref := places.ref(place)) is not None)
                if len(refs) < len(reports):
                    missed.append(one.id)
                groupings.append(Grouping("together" if isinstance(one.what, MergeEvents) else "apart", refs))
            case MergeEntities(entities=entities, into=into):
                namings += [Naming(entity=entity, into=into) for entity in entities if entity != into]
            case SplitEntity(entity=entity, words=words, into=into, document=document):
                namings.append(Naming(entity=entity, into=into, words=words, document=document))
            case AddNote(text=text, report=place, entity=entity):
                ref = places.ref(place) if place else None
                if place and ref is None:
                    missed.append(one.id)
                else:
                    notes.append(Note(text=text, author=one.author, time=one.time, report=ref, entity=entity))
    verdicts = Verdicts(groupings=tuple(groupings), namings=tuple(namings))
    return Corrected(annotations=corrected, verdicts=verdicts, notes=tuple(notes), missed=tuple(dict.fromkeys(missed)))


def correct_report(report: Report, correction: Correction) -> Report | None:
    """Return a report as a correction has it, None if it is rejected."""
    rule = f"corrected by {correction.author}"
    match correction.what:
        case ConfirmReport():
            return replace(report, chance=1.0)
        case RejectReport():
            return None
        case RetypeReport(type=type, mode=mode):
            return replace(report, type=type, mode=mode, rule=rule)
        case SetFactuality(factuality=factuality):
            return replace(report, factuality=factuality, factuality_rule=rule)
        case SetWhen(when=when, first_day=first, last_day=last):
            basis = "expression" if when or first or last else "none"
            return replace(report, when=when, first_day=first, last_day=last, when_basis=basis)
        case SetParticipants(role="actors", participants=people):
            return replace(report, actors=people)
        case SetParticipants(participants=people):
            return replace(report, recipients=people)
        case SetOrigin(source=None):
            return replace(report, chain=())
        case SetOrigin(source=source, entity=entity, kind=kind):
            link = Link(source=source or "", entity=entity, kind=kind, rule=rule)
            return replace(report, chain=(*report.chain[:-1], link))
    return report


class _Bench:
    """The reports of all documents laid out so that they can be found by their places and changed."""

    def __init__(self, annotations: Iterable[Annotations]) -> None:
        self._annotations = list(annotations)
        self._reports: list[list[Report | None]] = [list(one.reports) for one in self._annotations]
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, one in sorted(enumerate(self._annotations), key=lambda pair: pair[1].document.id):
            self._by_name[one.document.name].append(number)

    def correct(self, correction: Correction) -> bool:
        """Apply a correction of a report; tell whether it holds now. Corrections of other things are left alone."""
        if isinstance(correction.what, MergeEvents | SplitEvent | MergeEntities | SplitEntity | AddNote):
            return True
        found = self._find(correction.what.report)
        if found is None:
            return isinstance(correction.what, RejectReport)
        document, index = found
        report = self._reports[document][index]
        self._reports[document][index] = correct_report(report, correction) if report else None
        return True

    def annotations(self) -> tuple[Annotations, ...]:
        """Return all annotations with their reports as they are now."""
        return tuple(
            one if list(one.reports) == reports else replace(one, reports=tuple(r for r in reports if r is not None))
            for one, reports in zip(self._annotations, self._reports, strict=True)
        )

    def ref(self, place: Place) -> ReportRef | None:
        """Return the report at a place."""
        found = self._find(place)
        return ReportRef(self._annotations[found[0]].document.id, found[1]) if found else None

    def _find(self, place: Place) -> tuple[int, int] | None:
        """Return document and index of the report at a place: where it was, or where its sentence stands now."""
        for document in self._by_name.get(place.document, ()):
            text = self._annotations[document].document.text
            start = place.start
            if text[start : start + len(place.words)] != place.words:
                sentence = text.find(place.sentence)
                if sentence < 0:
                    continue
                start = sentence + place.offset
            span = Span(start, start + len(place.words))
            near = [
                (min(report.end, span.end) - max(report.start, span.start), -index)
                for index, report in enumerate(self._annotations[document].reports)
                if report.overlaps(span)
            ]
            if near:
                return document, -max(near)[1]
        return None


def place_notes(notes: Iterable[Note], events: Iterable[Event]) -> tuple[Note, ...]:
    """Return the notes on reports with the events that those reports tell."""
    by_report = {ref: event.id for event in events for ref in event.reports}
    return tuple(replace(note, event=by_report.get(note.report)) if note.report else note for note in notes)
