"""The whole flow, in order: what happens to a document, and what many documents tell together."""

from __future__ import annotations

from rawi.annotation.chains import document_chain, find_voices
from rawi.annotation.context import read_context
from rawi.annotation.dates import find_times
from rawi.annotation.denials import add_denials
from rawi.annotation.factuality import judge
from rawi.annotation.names import find_names
from rawi.annotation.report_cast import lay_out
from rawi.annotation.report_days import date_reports
from rawi.annotation.report_roles import cast_reports
from rawi.annotation.report_sources import source_reports
from rawi.annotation.report_weighing import weigh
from rawi.annotation.reports import find_possible
from rawi.annotation.undertakings import find_undertakings
from rawi.corrections import Correction
from rawi.lexicon.lexicon import Lexicon
from rawi.linking.correct import apply_corrections, place_notes
from rawi.linking.disputes import find_disputes
from rawi.linking.entities import link_entities
from rawi.linking.events import merge_events
from rawi.linking.undertakings import follow_undertakings
from rawi.model import Annotations, Document, Dossier
from rawi.settings import DEFAULT_SETTINGS, Settings
from rawi.text.prose import read_prose


def annotate(document: Document, lexicon: Lexicon) -> Annotations:
    """Find everything that one document says, by itself. Pure: any engine may map it over documents."""
    prose = read_prose(document.text, document.pieces)
    credits = document_chain(prose, document, lexicon)
    times = find_times(prose, document, lexicon)
    names = find_names(prose, document, lexicon)
    voices = find_voices(prose, document, names, times, lexicon)
    layout = lay_out(prose, names, voices, lexicon)
    possible = find_possible(prose, document, layout, times, lexicon)
    judged = judge(prose, tuple(thing.report for thing in possible), voices, lexicon)
    context = read_context(prose, layout.names, lexicon.context_weights)
    told = weigh(prose, possible, judged, names, lexicon.report_weights, context)
    sourced = source_reports(prose, voices, possible, told, layout.outline, lexicon, context)
    dated = date_reports(prose, document, times, possible, sourced, layout.outline, lexicon, context)
    cast = cast_reports(prose, layout, possible, dated, lexicon, context)
    answered = add_denials(prose, layout, cast, lexicon)
    reports, undertakings = find_undertakings(prose, document, answered, layout, times, lexicon)
    return Annotations(
        document=document,
        document_chain=credits,
        times=times,
        names=names,
        voices=voices,
        reports=reports,
        undertakings=undertakings,
    )


def link(
    annotations: tuple[Annotations, ...],
    lexicon: Lexicon,
    settings: Settings = DEFAULT_SETTINGS,
    corrections: tuple[Correction, ...] = (),
) -> Dossier:
    """Join what many documents tell: entities, origins, events, disputes, undertakings, as people have corrected it.

    Pure; the order of the documents does not matter.
    """
    corrected = apply_corrections(annotations, corrections)
    verdicts = corrected.verdicts
    linked, entities = link_entities(corrected.annotations, lexicon, verdicts)
    undertakings = follow_undertakings(linked, lexicon)
    events = merge_events(linked, undertakings, lexicon, settings, verdicts)
    disputes, events = find_disputes(linked, events, lexicon)
    return Dossier(
        annotations=linked,
        entities=entities,
        events=events,
        disputes=disputes,
        undertakings=undertakings,
        notes=place_notes(corrected.notes, events),
        missed=corrected.missed,
    )
