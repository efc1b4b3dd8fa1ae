"""A small dossier made by hand, so that the pages are tested without the annotators."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from rawi.model import (
    Annotations,
    Dispute,
    Document,
    Dossier,
    Entity,
    Event,
    Factuality,
    Link,
    LinkKind,
    Name,
    Origin,
    Participant,
    Phase,
    Piece,
    Provision,
    Report,
    ReportRef,
    Side,
    Span,
    Stage,
    StageName,
    Status,
    Time,
    Undertaking,
    Voice,
)
from rawi.store.database import Connection, create_or_open, transaction
from rawi.store.joining import joinable, mark_joined
from rawi.store.originals import keep_original
from rawi.store.read import read_found
from rawi.store.rows import write_dispute, write_entity, write_event, write_found_again, write_note, write_undertakings
from rawi.store.write import add_document

TEXTS = {
    "agency": "وفد عسكري في دمشق\n\nأعلنت وزارة الدفاع التركية أن الوزير يشار غولر سيزور دمشق في 3 أيلول. "
    "وأضافت أن الجانبين سيوقّعان مذكرة تدريب.",
    "copy": "أعلنت وزارة الدفاع التركية أن الوزير يشار غولر سيزور دمشق في 3 أيلول.\n\n(وكالة النورس)\n\nطباعة",
    "visit": "زار وزير الدفاع التركي يشار غولر دمشق أمس ووقّع مع نظيره السوري مذكرة تدريب تنص على ما يلي:\n"
    "- إيفاد مئة ضابط إلى أنقرة.\n- المرحلة الأولى: تقييم الحاجات.",
    "base": "نقلت وكالة النورس عن مصادر مطلعة أن القوات التركية بدأت بناء قاعدة قرب حمص. <script>alert(1)</script>",
    "denial": "نفت وزارة الدفاع التركية بناء قاعدة قرب حمص.",
}
OUTLETS = {
    "agency": ("وكالة النورس", date(2025, 9, 1), "https://nawras.example/1"),
    "copy": ("صحيفة الميناء", date(2025, 9, 2), "javascript:alert(1)"),
    "visit": ("صحيفة الميناء", date(2025, 9, 4), None),
    "base": ("موقع السنديان", date(2025, 10, 20), None),
    "denial": (None, None, None),
}
TURKEY = ("Government of Türkiye", "TUR", "GOV")


def span(document: str, words: str, nth: int = 1) -> Span:
    """Return where words stand in one of the texts."""
    start = -1
    for _ in range(nth):
        start = TEXTS[document].index(words, start + 1)
    return Span(start, start + len(words))


def who(
    document: str, words: str, entity: str | None, code: str | None = None, sector: str | None = None
) -> Participant:
    place = span(document, words)
    return Participant(text=words, entity=entity, code=code, sector=sector, start=place.start, end=place.end)


def link(document: str, words: str, kind: LinkKind = "named", entity: str | None = None, act: str = "say") -> Link:
    place = span(document, words)
    return Link(source=words, kind=kind, entity=entity, cue="", act=act, start=place.start, end=place.end)  # type: ignore[arg-type]


def report(document: str, trigger: str, kind: str, factuality: Factuality, **more: object) -> Report:
    place = span(document, trigger)
    return Report(
        place.start,
        place.end,
        trigger=trigger,
        type=kind,
        factuality=factuality,
        rule=f"trigger.{kind}",
        **more,  # type: ignore[arg-type]
    )


def hand_made() -> Dossier:
    """Return the dossier: a plan that is fulfilled, copies, a dispute, an undertaking, an undated event."""
    ministry = link("agency", "وزارة الدفاع التركية", entity="Ministry of Defence of Türkiye", act="announce")
    guler = "Yaşar Güler"
    third = {
        "when": "2025-09-03",
        "first_day": date(2025, 9, 3),
        "last_day": date(2025, 9, 3),
        "when_basis": "expression",
    }
    planned = report(
        "agency",
        "سيزور",
        "AGREE",
        "planned",
        actors=(who("agency", "يشار غولر", guler, "TUR", "GOV"),),
        recipients=(who("agency", "دمشق", "Damascus", "SYR"),),
        chain=(ministry,),
        **third,
    )
    copied = report(
        "copy", "سيزور", "AGREE", "planned", actors=(who("copy", "يشار غولر", guler, "TUR", "GOV"),), chain=(ministry,)
    )
    visited = report(
        "visit",
        "زار",
        "CONSULT",
        "occurred",
        actors=(who("visit", "يشار غولر", guler, "TUR", "GOV"),),
        mode="visit",
        **third,
    )
    signed = report("visit", "وقّع", "SUPPORT", "occurred", actors=visited.actors, undertaking="m", **third)
    built = report(
        "base",
        "بناء قاعدة",
        "MOBILIZE",
        "occurred",
        actors=(who("base", "القوات التركية", "Turkish Armed Forces", "TUR", "MIL"),),
        where="حمص",
        chain=(link("base", "وكالة النورس", "outlet"), link("base", "مصادر مطلعة", "anonymous")),
    )
    denied = report(
        "denial",
        "بناء قاعدة",
        "MOBILIZE",
        "denied",
        chain=(link("denial", "وزارة الدفاع التركية", entity="Ministry of Defence of Türkiye", act="deny"),),
    )
    found = {
        "agency": (planned,),
        "copy": (copied,),
        "visit": (visited, signed),
        "base": (built,),
        "denial": (denied,),
    }
    return Dossier(
        annotations=tuple(_annotations(name, reports) for name, reports in found.items()),
        entities=_entities(),
        events=_events(),
        disputes=(
            Dispute(
                id="d1",
                event="base",
                about="factuality",
                sides=(
                    Side(claim="denied", reports=(ReportRef("denial", 0),), origins=("state:TUR",)),
                    Side(claim="holds", reports=(ReportRef("base", 0),), origins=("anonymous:nawras",)),
                ),
            ),
        ),
        undertakings=(_memorandum(),),
    )


def _annotations(name: str, reports: tuple[Report, ...]) -> Annotations:
    outlet, published, url = OUTLETS[name]
    pieces = {
        "agency": (Piece(0, len("وفد عسكري في دمشق"), kind="title"),),
        "copy": (Piece(*_ends("copy", "طباعة"), kind="furniture"),),
    }
    document = Document(
        id=name,
        name=f"{name}.txt",
        text=TEXTS[name],
        outlet=outlet,
        published=published,
        url=url,
        pieces=pieces.get(name, ()),
    )
    times = {"agency": (Time(*_ends("agency", "3 أيلول"), value="2025-09-03", type="DATE"),)}
    names = {"agency": (Name(*_ends("agency", "دمشق"), text="دمشق", kind="place", entity="Damascus"),)}
    speech = {"denial": (Voice(*_ends("denial", "بناء قاعدة قرب حمص"), chain=reports[0].chain),)}
    credit = (Link(source="وكالة النورس", kind="outlet", act="cite"),) if name == "copy" else ()
    return Annotations(
        document=document,
        document_chain=credit,
        times=times.get(name, ()),
        names=names.get(name, ()),
        voices=speech.get(name, ()),
        reports=reports,
    )


def _ends(document: str, words: str) -> tuple[int, int]:
    place = span(document, words)
    return place.start, place.end


def _entities() -> tuple[Entity, ...]:
    return (
        Entity(id="Yaşar Güler", label_en="Yaşar Güler", label_ar="يشار غولر", kind="person", code="TUR", sector="GOV"),
        Entity(id="Türkiye", label_en="Türkiye", label_ar="تركيا", kind="state", code="TUR"),
        Entity(id="Syria", label_en="Syria", label_ar="سوريا", kind="state", code="SYR"),
        Entity(
            id="Ministry of Defence of Türkiye",
            label_en="Ministry of Defence of Türkiye",
            label_ar="وزارة الدفاع التركية",
            kind="organisation",
        ),
        Entity(id="Homs", label_en="Homs", label_ar="حمص", kind="place"),
    )


def _events() -> tuple[Event, ...]:
    third = date(2025, 9, 3)
    agency, copy, visit, sign = (
        ReportRef("agency", 0),
        ReportRef("copy", 0),
        ReportRef("visit", 0),
        ReportRef("visit", 1),
    )
    ministry = Origin(
        key="state:TUR",
        label="Ministry of Defence of Türkiye",
        kind="named",
        reports=(agency, copy),
        reason="same text",
    )
    paper = Origin(key="outlet:mina", label="صحيفة الميناء", kind="outlet", reports=(visit,), reason="outlet")
    guler = Participant(text="يشار غولر", entity="Yaşar Güler", code="TUR", sector="GOV")
    return (
        Event(
            id="visit",
            type="CONSULT",
            label_en="Yaşar Güler visited Damascus",
            label_ar="يشار غولر: زيارة إلى دمشق",
            reports=(agency, copy, visit),
            actors=(guler,),
            recipients=(Participant(text="دمشق", entity="Damascus", code="SYR"),),
            when="2025-09-03",
            first_day=third,
            last_day=third,
            status="occurred",
            history=(
                Status(day=date(2025, 9, 1), factuality="planned", reports=(agency,)),
                Status(day=date(2025, 9, 4), factuality="occurred", reports=(visit,)),
            ),
            origins=(ministry, paper),
            independent_origins=2,
            reason="same day, same actors",
        ),
        Event(
            id="sign",
            type="SUPPORT",
            label_en="Yaşar Güler signed: memorandum",
            label_ar="يشار غولر: توقيع مذكرة تدريب",
            reports=(sign,),
            actors=(guler,),
            first_day=third,
            last_day=third,
            origins=(
                Origin(key="outlet:mina", label="صحيفة الميناء", kind="outlet", reports=(sign,), reason="outlet"),
            ),
            independent_origins=1,
            undertaking="memo",
        ),
        Event(
            id="base",
            type="MOBILIZE",
            label_en="Turkish Armed Forces built a base",
            label_ar="القوات التركية: بناء قاعدة",
            reports=(ReportRef("base", 0), ReportRef("denial", 0)),
            actors=(Participant(text="القوات التركية", entity="Turkish Armed Forces", code="TUR", sector="MIL"),),
            where="حمص",
            status="denied",
            origins=(
                Origin(key="anonymous:nawras", label="مصادر مطلعة", kind="anonymous", reports=(ReportRef("base", 0),)),
                Origin(
                    key="state:TUR",
                    label="Ministry of Defence of Türkiye",
                    kind="named",
                    reports=(ReportRef("denial", 0),),
                ),
            ),
            independent_origins=2,
            dispute=True,
        ),
    )


def _memorandum() -> Undertaking:
    provision, phase = span("visit", "إيفاد مئة ضابط إلى أنقرة."), span("visit", "تقييم الحاجات.")
    proposed, signed = span("agency", "سيوقّعان مذكرة تدريب"), span("visit", "وقّع")
    return Undertaking(
        id="memo",
        kind="memorandum",
        name="مذكرة تدريب",
        labels=("مذكرة تدريب", "مذكرة التدريب العسكري"),
        parties=("TUR", "SYR"),
        provisions=(Provision(provision.start, provision.end, document="visit", text="إيفاد مئة ضابط إلى أنقرة."),),
        phases=(Phase(phase.start, phase.end, document="visit", order=1, text="تقييم الحاجات."),),
        stages=(
            _stage("agency", "agreed", proposed, date(2025, 9, 1)),
            _stage("visit", "signed", signed, date(2025, 9, 3)),
        ),
    )


def _stage(document: str, stage: StageName, place: Span, day: date) -> Stage:
    return Stage(place.start, place.end, document=document, stage=stage, first_day=day, last_day=day)


def keep(dossier: Dossier, path: Path) -> Path:
    """Save a dossier as it is, without linking its documents anew."""
    with closing(create_or_open(path)) as connection:
        with transaction(connection):
            for one in dossier.annotations:
                text = one.document.text.encode()
                original = hashlib.sha256(text).hexdigest()
                keep_original(connection, original, one.document.name, "text/plain", text)
                add_document(connection, replace(one, document=replace(one.document, original=original)), "0", {})
        save_joined(connection, replace(dossier, annotations=tuple(read_found(connection))))
    return path


def save_joined(connection: Connection, dossier: Dossier) -> None:
    """Save what documents tell together as it is given, without joining them."""
    with transaction(connection):
        numbers = dict(connection.execute("SELECT id, number FROM document"))
        for table in ("note", "dispute", "event", "entity", "undertaking"):
            only = " WHERE document IS NULL" if table == "undertaking" else ""
            connection.execute(f"DELETE FROM {table}{only}")
        for before, after in zip(list(read_found(connection)), dossier.annotations, strict=True):
            write_found_again(connection, before, after, numbers[after.document.id])
        for entity in dossier.entities:
            write_entity(connection, entity)
        texts = {numbers[one.document.id]: one.document.text for one in dossier.annotations}
        write_undertakings(connection, dossier.undertakings, numbers, texts)
        events = {event.id: write_event(connection, event, numbers) for event in dossier.events}
        for dispute in dossier.disputes:
            write_dispute(connection, dispute, events[dispute.event], numbers)
        for note in dossier.notes:
            write_note(connection, note, numbers[note.report.document] if note.report else None)
        connection.execute("UPDATE correction SET missed = 0")
        connection.executemany("UPDATE correction SET missed = 1 WHERE id = ?", ((id,) for id in dossier.missed))
        mark_joined(connection, joinable(connection))
