"""Corrections find their targets by evidence, do what they say, and can be missed but never break anything."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rawi.corrections import (
    Action,
    AddNote,
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
    make_correction,
    place_of,
)
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Annotations, Document, Dossier, Event, Participant, Report
from rawi.pipeline import annotate, link

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
TEXTS = {
    "a": "زار الرئيس الفرنسي إيمانويل ماكرون بيروت يوم 5 أيار 2021.",
    "b": "قال متحدث إن الرئيس الفرنسي إيمانويل ماكرون زار بيروت يوم 5 أيار 2021.",
    "c": "زار وزير الخارجية المصري سامح شكري بغداد يوم 7 أيار 2021.",
}


@pytest.fixture(scope="module")
def found() -> tuple[Annotations, ...]:
    lexicon = load_lexicon()
    day = date(2021, 5, 8)
    documents = [Document(id=n, name=n, text=t, outlet=f"outlet {n}", published=day) for n, t in TEXTS.items()]
    return tuple(annotate(document, lexicon) for document in documents)


def place(found: tuple[Annotations, ...], name: str) -> Place:
    (one,) = [a for a in found if a.document.name == name]
    visit = next(report for report in one.reports if report.type == "CONSULT")
    return place_of(name, one.document.text, visit)


def correct(found: tuple[Annotations, ...], *actions: Action) -> Dossier:
    corrections = tuple(
        make_correction(action, author="A", time=NOON + timedelta(minutes=n), reason="")
        for n, action in enumerate(actions)
    )
    return link(found, load_lexicon(), corrections=corrections)


def visit(dossier: Dossier, name: str) -> Report:
    (one,) = [a for a in dossier.annotations if a.document.name == name]
    return one.reports[0]


def event(dossier: Dossier, name: str) -> Event:
    (one,) = [e for e in dossier.events if any(ref.document == name and ref.index == 0 for ref in e.reports)]
    return one


def test_the_texts_are_as_the_tests_need_them(found: tuple[Annotations, ...]) -> None:
    dossier = correct(found)
    assert event(dossier, "a").id == event(dossier, "b").id != event(dossier, "c").id
    assert dossier.missed == ()


def test_a_rejected_report_is_no_more(found: tuple[Annotations, ...]) -> None:
    dossier = correct(found, RejectReport(report=place(found, "c")))
    assert [len(a.reports) for a in dossier.annotations] == [len(a.reports) - (a.document.name == "c") for a in found]
    assert all(report.type != "CONSULT" for report in dossier.annotations[2].reports)


def test_type_factuality_time_people_and_origin_are_put_right(found: tuple[Annotations, ...]) -> None:
    where = place(found, "c")
    minister = Participant(text="الوزير", entity="Sameh Shoukry", code="EGY", sector="GOV")
    dossier = correct(
        found,
        RetypeReport(report=where, type="AID", mode=None),
        SetFactuality(report=where, factuality="planned"),
        SetWhen(report=where, when="2021-05-09", first_day=date(2021, 5, 9), last_day=date(2021, 5, 9)),
        SetParticipants(report=where, role="actors", participants=(minister,)),
        SetParticipants(report=where, role="recipients"),
        SetOrigin(report=where, source="مصدر", kind="anonymous"),
    )
    report, told = visit(dossier, "c"), event(dossier, "c")
    assert (report.type, report.mode, report.factuality, report.when) == ("AID", None, "planned", "2021-05-09")
    assert (report.actors, report.recipients) == ((minister,), ())
    assert report.rule == report.factuality_rule == "corrected by A"
    assert (told.type, told.status, told.first_day) == ("AID", "planned", date(2021, 5, 9))
    assert [(origin.label, origin.kind) for origin in told.origins] == [("مصدر", "anonymous")]
    assert dossier.missed == ()


def test_an_origin_may_be_the_outlet_itself(found: tuple[Annotations, ...]) -> None:
    dossier = correct(found, SetOrigin(report=place(found, "b")))
    assert visit(dossier, "b").chain == ()


def test_events_are_merged_and_split(found: tuple[Annotations, ...]) -> None:
    a, b, c = (place(found, name) for name in "abc")
    merged = correct(found, MergeEvents(reports=(a, c)))
    assert event(merged, "a").id == event(merged, "b").id == event(merged, "c").id
    split = correct(found, SplitEvent(reports=(b,)))
    assert event(split, "a").id != event(split, "b").id
    later = correct(found, MergeEvents(reports=(a, c)), SplitEvent(reports=(c,)))
    assert event(later, "a").id == event(later, "b").id != event(later, "c").id
    assert event(split, "b").independent_origins == len(event(split, "b").origins) == 1


def test_entities_are_merged_and_split(found: tuple[Annotations, ...]) -> None:
    macron = next(p.entity for p in visit(correct(found), "a").actors)
    assert macron
    merged = correct(found, MergeEntities(entities=(macron, "Sameh Shoukry"), into="One Man"))
    assert "One Man" in {entity.label_en for entity in merged.entities}
    assert macron not in {entity.label_en for entity in merged.entities}
    assert [p.entity for p in visit(merged, "a").actors] == ["One Man"]
    words = visit(correct(found), "a").actors[0].text
    split = correct(found, SplitEntity(entity=macron, words=words, into="Another", document="a"))
    assert visit(split, "a").actors[0].entity == "Another"
    assert macron in {p.entity for p in visit(split, "b").actors}


def test_notes_stand_beside_what_they_are_about(found: tuple[Annotations, ...]) -> None:
    dossier = correct(found, AddNote(text="see", report=place(found, "c")), AddNote(text="who", entity="Sameh Shoukry"))
    assert [(n.text, n.event, n.entity) for n in dossier.notes] == [
        ("see", event(dossier, "c").id, None),
        ("who", None, "Sameh Shoukry"),
    ]
    assert dossier.notes[0].author == "A"


def test_withdrawn_corrections_do_nothing(found: tuple[Annotations, ...]) -> None:
    action = RejectReport(report=place(found, "c"))
    withdrawn = Correction(id="c", author="A", time=NOON, reason="", what=action, withdrawn=NOON)
    assert link(found, load_lexicon(), corrections=(withdrawn,)) == correct(found)


def test_targets_are_found_when_their_text_has_moved(found: tuple[Annotations, ...]) -> None:
    where = place(found, "c")
    lexicon = load_lexicon()
    text = f"خبر قديم من الأرشيف لا صلة له بما يلي.\n{TEXTS['c']}"
    moved = annotate(Document(id="new", name="c", text=text, published=date(2021, 5, 8)), lexicon)
    dossier = correct((moved,), SetFactuality(report=where, factuality="denied"))
    assert dossier.missed == ()
    assert [r.factuality for r in dossier.annotations[0].reports if r.type == "CONSULT"] == ["denied"]


@pytest.mark.parametrize("lost", ["document", "words"])
def test_what_cannot_be_found_is_missed_and_named(found: tuple[Annotations, ...], lost: str) -> None:
    where = place(found, "c")
    nowhere = Place(document="z" if lost == "document" else "c", start=900, words="لا شيء", sentence="لا شيء", offset=0)
    actions = (
        RetypeReport(report=nowhere, type="AID"),
        MergeEvents(reports=(where, nowhere)),
        AddNote(text="", report=nowhere),
        RejectReport(report=nowhere),
    )
    dossier = correct(found, *actions)
    assert len(dossier.missed) == 3, "a report that is not there need not be rejected"
    assert dossier.events == correct(found).events


def test_a_correction_made_twice_is_one(found: tuple[Annotations, ...]) -> None:
    action = RejectReport(report=place(found, "c"))
    one, two = (make_correction(action, author="A", time=NOON, reason="wrong") for _ in range(2))
    assert one == two
    assert one.id != make_correction(action, author="B", time=NOON, reason="wrong").id
