"""Dossiers made up for tests: records of every kind with all fields filled by Hypothesis, and one small dossier."""

from __future__ import annotations

import types
import typing
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rawi.model import (
    Annotations,
    Dispute,
    Document,
    Dossier,
    Entity,
    Event,
    Evidence,
    Link,
    Name,
    Note,
    Origin,
    Participant,
    Phase,
    Piece,
    Provision,
    Report,
    ReportRef,
    Side,
    Stage,
    Status,
    Time,
    Undertaking,
    Voice,
)

_TEXT = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(["وزارة الدفاع", "قال", ""])


def any_record(kind: Any) -> SearchStrategy[Any]:
    """Return a strategy for values of a record type, a field type, or a container of them."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        parts = {f.name: any_record(hints[f.name]) for f in msgspec.structs.fields(kind)}
        return st.builds(lambda **values: _make(kind, values), **parts)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, types.UnionType):
        return st.one_of([any_record(arg) for arg in args])
    if origin is tuple:
        return st.lists(any_record(args[0]), max_size=2).map(tuple)
    simple = {
        str: _TEXT,
        int: st.integers(-1, 1 << 40),
        bool: st.booleans(),
        float: st.floats(-1e6, 1e6),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)),
        type(None): st.none(),
    }
    return simple[kind]


def _make(kind: type, values: dict[str, Any]) -> Any:
    places = [values.pop(name) for name in ("start", "end") if name in values and "Span" in _ancestors(kind)]
    return kind(*places, **values)


def _ancestors(kind: type) -> list[str]:
    return [ancestor.__name__ for ancestor in kind.__mro__]


def any_dossier(annotations: tuple[Annotations, ...]) -> SearchStrategy[Dossier]:
    """Return a strategy for dossiers in which anything is joined from these annotations."""
    refs = [ReportRef(a.document.id, index) for a in annotations for index in range(len(a.reports))]
    documents = [a.document.id for a in annotations]

    def mend(dossier: Dossier, chance: Any) -> Dossier:
        """Let everything point at something that there is, and ids be different."""

        def pointing(record: Any) -> Any:
            return msgspec.structs.replace(record, reports=tuple(chance.choice(refs) for _ in record.reports))

        def placed(undertaking: Undertaking) -> Undertaking:
            parts = ("provisions", "phases", "stages", "mentions")
            return msgspec.structs.replace(
                undertaking,
                **{
                    part: tuple(
                        msgspec.structs.replace(one, document=chance.choice(documents))
                        for one in getattr(undertaking, part)
                    )
                    for part in parts
                },
            )

        def told(event: Event, number: int) -> Event:
            """Let an event have different reports, each in at most one entry of its history and with one origin."""
            own = tuple(chance.sample(refs, chance.randrange(len(refs) + 1)))

            def shared_out(records: tuple[Any, ...], order: tuple[ReportRef, ...]) -> tuple[Any, ...]:
                owners = {ref: chance.randrange(len(records) + 1) for ref in own}
                return tuple(
                    msgspec.structs.replace(record, reports=tuple(ref for ref in order if owners[ref] == place))
                    for place, record in enumerate(records)
                )

            shuffled = tuple(chance.sample(own, len(own)))
            history, origins = shared_out(event.history, own), shared_out(event.origins, shuffled)
            return msgspec.structs.replace(event, id=f"e{number}", reports=own, history=history, origins=origins)

        events = tuple(told(event, number) for number, event in enumerate(dossier.events))
        disputes = tuple(
            msgspec.structs.replace(
                dispute,
                id=f"d{number}",
                event=chance.choice(events).id,
                sides=tuple(pointing(side) for side in dispute.sides),
            )
            for number, dispute in enumerate(dossier.disputes if events else ())
        )
        notes = tuple(
            msgspec.structs.replace(
                note,
                report=note.report and chance.choice(refs),
                event=chance.choice(events).id if note.event and events else None,
            )
            for note in dossier.notes
        )
        return Dossier(
            annotations=annotations,
            entities=tuple(msgspec.structs.replace(one, id=str(n)) for n, one in enumerate(dossier.entities)),
            events=events,
            disputes=disputes,
            undertakings=tuple(placed(undertaking) for undertaking in dossier.undertakings),
            notes=notes,
        )

    hints = typing.get_type_hints(Dossier)
    fields = ("entities", "events", "disputes", "undertakings", "notes")
    joined = st.builds(
        lambda **parts: Dossier(annotations=annotations, **parts), **{f: any_record(hints[f]) for f in fields}
    )
    return st.builds(mend, joined, st.randoms(use_true_random=False))


def small_dossier() -> Dossier:
    """Return a dossier of two documents that tell one event, with one record of every kind."""
    first = "أعلنت الوزارة أن الوزيرين وقعا المذكرة في دمشق يوم 3 آذار 2021."
    second = "نفت الوزارة توقيع المذكرة."
    ministry = Link(source="الوزارة", kind="named", entity="Ministry", cue="أعلنت", act="announce", start=6, end=13)
    denial = Link(source="الوزارة", kind="named", entity="Ministry", cue="نفت", act="deny", start=4, end=11)
    minister = Participant(text="الوزيرين", entity="Ministers", code="SYR", sector="GOV", start=17, end=25)
    day = date(2021, 3, 3)
    signing = Report(
        26,
        30,
        trigger="وقعا",
        type="SUPPORT",
        actors=(minister,),
        recipients=(minister,),
        where="دمشق",
        when="2021-03-03",
        first_day=day,
        last_day=day,
        when_basis="expression",
        chain=(ministry,),
        undertaking="u1",
        rule="sign.waqqa",
        factuality_rule="plain",
        sentence_start=0,
        sentence_end=len(first),
    )
    denied = Report(12, 17, trigger="توقيع", type="SUPPORT", factuality="denied", chain=(denial,), rule="sign.tawqi")
    told = Undertaking(
        id="u1",
        kind="memorandum",
        name="المذكرة",
        labels=("المذكرة",),
        parties=("SYR",),
        provisions=(Provision(31, 38, document="d1", text="المذكرة"),),
        phases=(Phase(31, 38, document="d1", order=1, text="المذكرة"),),
        stages=(Stage(26, 30, document="d1", stage="signed", when="2021-03-03", first_day=day, chain=(ministry,)),),
        mentions=(Evidence(31, 38, document="d1"),),
    )
    annotations = (
        Annotations(
            document=Document(
                id="d1",
                name="one.txt",
                text=first,
                outlet="Invented News",
                published=date(2021, 3, 4),
                title="عنوان",
                url="https://example.org/1",
                pieces=(Piece(0, 5, kind="title", rule="first line"),),
                original=sha256(first.encode()).hexdigest(),
                location="whole file",
                notes=("a note",),
            ),
            document_chain=(Link(source="وكالة", kind="outlet"),),
            times=(Time(51, 62, value="2021-03-03", type="DATE", first_day=day, last_day=day, rule="date.full"),),
            names=(Name(6, 13, text="الوزارة", kind="organisation", entity="Ministry", code="SYR", sector="GOV"),),
            voices=(Voice(0, 63, chain=(ministry,), cue_start=0, cue_end=6, quoted=True, rule="say.an"),),
            reports=(signing,),
            undertakings=(told,),
        ),
        Annotations(
            document=Document(
                id="d2", name="two.txt", text=second, published_from=day, original=sha256(second.encode()).hexdigest()
            ),
            reports=(denied,),
        ),
    )
    yes, no = ReportRef("d1", 0), ReportRef("d2", 0)
    event = Event(
        id="e1",
        type="SUPPORT",
        label_en="Ministers sign the memorandum",
        label_ar="توقيع المذكرة",
        reports=(yes, no),
        actors=(minister,),
        where="دمشق",
        when="2021-03-03",
        first_day=day,
        last_day=day,
        status="denied",
        history=(
            Status(day=day, factuality="occurred", reports=(yes,)),
            Status(day=None, factuality="denied", reports=(no,)),
        ),
        origins=(Origin(key="Ministry", label="Ministry", kind="named", reports=(yes, no), reason="same source"),),
        independent_origins=1,
        dispute=True,
        undertaking="U",
        reason="same parties, same day",
    )
    sides = (
        Side(claim="occurred", reports=(yes,), origins=("Ministry",)),
        Side(claim="denied", reports=(no,), origins=("Ministry",)),
    )
    return Dossier(
        annotations=annotations,
        entities=(
            Entity(
                id="Q",
                label_en="Ministry",
                label_ar="الوزارة",
                kind="organisation",
                code="SYR",
                names=("وزارة", "الوزارة"),
            ),
            Entity(id="R", label_en="Ministers", label_ar="الوزيران", kind="person", code="SYR", names=("الوزيرين",)),
        ),
        events=(event,),
        disputes=(Dispute(id="x1", event="e1", about="factuality", sides=sides, reason="cannot both be true"),),
        notes=(
            Note(text="انظر", author="A", time=datetime(2025, 1, 2, 3, 4, tzinfo=UTC), report=no, event="e1"),
            Note(text="see", author="B", time=datetime(2025, 1, 2, tzinfo=UTC), entity="Ministry"),
        ),
        undertakings=(msgspec.structs.replace(told, id="U", labels=("المذكرة", "مذكرة")),),
    )
