"""Corrections are kept apart, survive rebuilds and another lexicon, travel as JSON, and can be withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from rawi import building
from rawi.building import build, rebuild
from rawi.corrections import (
    Action,
    AddNote,
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
from rawi.errors import StoreError
from rawi.joining.join import join
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.model import Annotations, Document, Dossier, Participant, Report
from rawi.reading.sources import read_sources
from rawi.settings import Settings
from rawi.store.check import check_dossier
from rawi.store.corrections import (
    add_corrections,
    corrections_json,
    read_corrections,
    read_corrections_json,
    withdraw_correction,
)
from rawi.store.database import create_or_open, open_to_read
from rawi.store.read import load_dossier, read_found

NUMBER = 20
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
ALONE = Settings(workers=1)
PEOPLE = ("الرئيس الفرنسي إيمانويل ماكرون", "وزير الخارجية المصري سامح شكري", "الرئيس التركي رجب طيب أردوغان")
PLACES = ("بيروت", "بغداد", "الخرطوم", "طرابلس", "الرباط", "تونس", "مسقط")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dossier of twenty visits, each an event of its own."""
    folder = tmp_path_factory.mktemp("corrections")
    with (folder / "visits.jsonl").open("w", encoding="utf-8") as file:
        for n in range(NUMBER):
            text = f"زار {PEOPLE[n % 3]} {PLACES[n % 7]} يوم {n + 1} أيار 2021."
            row = {"id": f"v{n}", "text": text, "outlet": f"صحيفة {n}", "published": "2021-06-01"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    path = folder / "d.db"
    build(path, lambda keep: read_sources([folder / "visits.jsonl"], pages=load_lexicon().pages, keep=keep), ALONE)
    return path


@pytest.fixture
def dossier(built: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "d.db"
    copy.write_bytes(built.read_bytes())
    return copy


def places(path: Path) -> list[Place]:
    found = []
    for one in load_dossier(path).annotations:
        visit = next(report for report in one.reports if report.type == "CONSULT")
        found.append(place_of(one.document.name, one.document.text, visit))
    return found


def visits(dossier: Dossier) -> list[Report]:
    return [r for one in dossier.annotations for r in one.reports if r.trigger in ("زار", "زار الرئيس")]


MAN = Participant(text="رجل", entity="A Man", code="FRA", sector="GOV")
DAY = date(2021, 7, 1)
MACRON = "Emmanuel Macron"
KINDS: dict[str, tuple[Callable[[Place], Action], Callable[[Dossier], int]]] = {
    "reject": (lambda p: RejectReport(report=p), lambda d: NUMBER - len(visits(d))),
    "retype": (lambda p: RetypeReport(report=p, type="AID"), lambda d: sum(r.type == "AID" for r in visits(d))),
    "factuality": (
        lambda p: SetFactuality(report=p, factuality="denied"),
        lambda d: sum(r.factuality == "denied" for r in visits(d)),
    ),
    "when": (
        lambda p: SetWhen(report=p, when="2021-07-01", first_day=DAY, last_day=DAY),
        lambda d: sum(r.first_day == DAY for r in visits(d)),
    ),
    "participants": (
        lambda p: SetParticipants(report=p, role="actors", participants=(MAN,)),
        lambda d: sum(r.actors == (MAN,) for r in visits(d)),
    ),
    "origin": (
        lambda p: SetOrigin(report=p, source="مصدر", kind="anonymous"),
        lambda d: sum(r.chain[-1].source == "مصدر" for r in visits(d) if r.chain),
    ),
    "note": (lambda p: AddNote(text="انظر", report=p), lambda d: sum(n.event is not None for n in d.notes)),
}


def sizes(dossier: Dossier) -> list[int]:
    return sorted(len(event.reports) for event in dossier.events if event.type == "CONSULT")


def own_names(dossier: Dossier) -> int:
    return sum(entity.label_en.startswith("P") and entity.label_en[1:].isdigit() for entity in dossier.entities)


def another_lexicon(document: Document, lexicon: Lexicon) -> Annotations:
    """Annotate as a later version might: triggers are longer, rules have other names, a report more is found."""
    found = ANNOTATE(document, lexicon)
    reports = []
    for report in found.reports:
        end = min(report.end + 7, len(document.text))
        reports.append(replace(report, end=end, trigger=document.text[report.start : end], rule="another"))
    extra = replace(reports[0], start=0, end=1, trigger=document.text[:1], type="PROTEST", rule="extra")
    return replace(found, reports=(extra, *reports))


ANNOTATE = building.annotate


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_corrections_survive_a_rebuild_and_another_lexicon(
    dossier: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, count = KINDS[kind]
    corrections = [
        make_correction(make(place), author="A", time=NOON + timedelta(minutes=n), reason="so")
        for n, place in enumerate(places(dossier))
    ]
    connection = create_or_open(dossier)
    assert add_corrections(connection, corrections) == NUMBER
    assert join(connection, load_lexicon()) == ()
    connection.close()
    assert count(load_dossier(dossier)) == NUMBER
    assert rebuild(dossier, ALONE).missed == ()
    assert count(load_dossier(dossier)) == NUMBER
    monkeypatch.setattr(building, "annotate", another_lexicon)
    assert rebuild(dossier, ALONE).missed == ()
    told = load_dossier(dossier)
    assert count(replace(told, annotations=tuple(_without_extra(one) for one in told.annotations))) == NUMBER
    checked = open_to_read(dossier)
    assert list(check_dossier(checked)) == []
    checked.close()


def _without_extra(one: Annotations) -> Annotations:
    """Return annotations as the counts above expect them: triggers as short as they were."""
    reports = (replace(r, trigger="زار") for r in one.reports if r.rule != "extra")
    return replace(one, reports=tuple(reports))


ENTITIES = (MACRON, "Sameh Shoukry", "Recep Tayyip Erdoğan")
TOGETHER = lambda where: [MergeEvents(reports=(where[n], where[n + 1])) for n in range(NUMBER - 1)]  # noqa: E731
RENAMED = [
    SplitEntity(entity=ENTITIES[n % 3], words=PEOPLE[n % 3], into=f"P{n}", document=f"v{n}") for n in range(NUMBER)
]
VERDICTS: dict[str, tuple[Callable[[list[Place]], list[Action]], Callable[[Dossier], object], object]] = {
    "merge events": (lambda where: [*TOGETHER(where), SplitEvent(reports=(where[7],))], sizes, [1, NUMBER - 1]),
    "split events": (
        lambda where: [*TOGETHER(where), *(SplitEvent(reports=(place,)) for place in where)],
        sizes,
        [1] * NUMBER,
    ),
    "split entities": (lambda where: list(RENAMED), own_names, NUMBER),
    "merge entities": (
        lambda where: [*RENAMED, *(MergeEntities(entities=(f"P{n}", "P0"), into="P0") for n in range(1, NUMBER))],
        own_names,
        1,
    ),
    "both": (
        lambda where: [
            MergeEntities(entities=(MACRON, "Sameh Shoukry"), into="One"),
            SplitEntity(entity="One", words=PEOPLE[0], into="Other", document="v0"),
        ],
        lambda d: {"One", "Other"} <= {entity.label_en for entity in d.entities},
        True,
    ),
}


@pytest.mark.parametrize("kind", VERDICTS)
def test_twenty_verdicts_survive_a_rebuild_and_another_lexicon(
    dossier: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, look, expected = VERDICTS[kind]
    connection = create_or_open(dossier)
    add_corrections(
        connection,
        [
            make_correction(action, author="A", time=NOON + timedelta(minutes=n), reason="")
            for n, action in enumerate(make(places(dossier)))
        ],
    )
    assert join(connection, load_lexicon()) == ()
    connection.close()
    before = load_dossier(dossier)
    assert look(before) == expected
    assert rebuild(dossier, ALONE).news == []
    assert load_dossier(dossier) == before
    monkeypatch.setattr(building, "annotate", another_lexicon)
    assert rebuild(dossier, ALONE).missed == ()
    assert look(load_dossier(dossier)) == expected


def test_what_the_machine_found_stays_known(dossier: Path) -> None:
    connection = create_or_open(dossier)
    before = list(read_found(connection))
    add_corrections(connection, [_correction(RejectReport(report=place)) for place in places(dossier)])
    join(connection, load_lexicon())
    assert list(read_found(connection)) == before


def test_a_withdrawn_correction_leaves_no_trace_in_the_picture(dossier: Path) -> None:
    before = load_dossier(dossier)
    connection = create_or_open(dossier)
    correction = _correction(RejectReport(report=places(dossier)[0]))
    add_corrections(connection, [correction])
    join(connection, load_lexicon())
    assert load_dossier(dossier) != before
    withdraw_correction(connection, correction.id, NOON)
    join(connection, load_lexicon())
    assert load_dossier(dossier) == before
    assert [one.withdrawn for one in read_corrections(connection)] == [NOON]
    with pytest.raises(StoreError, match="no such correction"):
        withdraw_correction(connection, "nothing", NOON)


def test_two_people_exchange_corrections_as_json(dossier: Path, built: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(built.read_bytes())
    here, there = create_or_open(dossier), create_or_open(other)
    where = places(dossier)
    mine, hers = (
        _correction(RejectReport(report=where[0])),
        _correction(SetFactuality(report=where[1], factuality="denied")),
    )
    add_corrections(here, [mine])
    add_corrections(there, [hers])
    withdraw_correction(there, hers.id, NOON)
    for source, target in ((here, there), (there, here), (here, there)):
        add_corrections(target, read_corrections_json(corrections_json(read_corrections(source)), "file"))
    assert read_corrections(here) == read_corrections(there)
    assert len(read_corrections(here)) == 2
    for connection in (here, there):
        join(connection, load_lexicon())
    assert load_dossier(dossier) == load_dossier(other)


def test_a_file_that_holds_no_corrections_is_refused() -> None:
    for data in (b"", b"[1]", b'[{"id": "x"}]', b"\xff"):
        with pytest.raises(StoreError, match="holds no corrections"):
            read_corrections_json(data, "file.json")


def test_a_missed_correction_is_marked(dossier: Path) -> None:
    connection = create_or_open(dossier)
    gone = Place(document="gone", start=0, words="x", sentence="x", offset=0)
    correction = _correction(RetypeReport(report=gone, type="AID"))
    add_corrections(connection, [correction])
    assert join(connection, load_lexicon()) == (correction.id,)
    assert load_dossier(dossier).missed == (correction.id,)
    assert connection.execute("SELECT id FROM corrections WHERE missed").fetchall() == [(correction.id,)]


def _correction(action: Action):  # type: ignore[no-untyped-def]
    return make_correction(action, author="A", time=NOON, reason="")
