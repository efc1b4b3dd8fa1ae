"""The columns of an archive's tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rawi.model import Annotations, Event, Participant, Report

if TYPE_CHECKING:
    import pyarrow


@cache
def schemas() -> dict[str, pyarrow.Schema]:
    """Return the schema of each table: documents, reports, events, origins."""
    import pyarrow as pa

    text, number, day = pa.string(), pa.int32(), pa.date32()
    party = pa.struct([("text", text), ("entity", text), ("code", text), ("sector", text)])
    link = pa.struct([("source", text), ("entity", text), ("kind", text), ("act", text)])
    place = pa.list_(pa.struct([("document", text), ("report", number)]))
    codes, parties = pa.list_(text), pa.list_(party)
    tables: dict[str, list[tuple[str, Any]]] = {
        "documents": [
            *((name, text) for name in ("id", "name", "outlet", "title", "url", "byline", "text")),
            ("published", day), ("codes", codes), ("reports", number), ("original", text),
            ("original_name", text), ("media_type", text), ("location", text), ("given", text),
            ("bytes", pa.binary()), ("found", pa.binary()),
        ],
        "reports": [
            *((name, text) for name in ("document", "name", "outlet")), ("published", day), ("report", number),
            ("start", number), ("end", number), *((name, text) for name in ("quote", "sentence", "type", "mode")),
            ("codes", codes), ("actors", parties), ("recipients", parties), ("place", text), ("when_value", text),
            ("first_day", day), ("last_day", day), ("factuality", text), ("chain", pa.list_(link)),
            ("chance", pa.float64()), ("rule", text),
        ],
        "events": [
            *((name, text) for name in ("id", "type", "label_en", "label_ar", "status", "place")),
            ("first_day", day), ("last_day", day), ("independent_origins", number), ("codes", codes),
            ("actors", parties), ("recipients", parties), ("reports", place),
        ],
        "origins": [*((name, text) for name in ("event", "key", "label", "kind", "reason")), ("reports", place)],
    }  # fmt: skip
    return {name: pa.schema(columns) for name, columns in tables.items()}


def report_row(found: Annotations, position: int) -> dict[str, Any]:
    """Return one report as a row of the table of reports."""
    document, report = found.document, found.reports[position]
    return {
        "document": document.id,
        "name": document.name,
        "outlet": document.outlet,
        "published": document.published,
        "report": position,
        "start": report.start,
        "end": report.end,
        "quote": report.trigger,
        "sentence": document.text[max(report.sentence_start, 0) : max(report.sentence_end, report.end)],
        "type": report.type,
        "mode": report.mode,
        "codes": codes_of(report),
        "actors": [party_row(one) for one in report.actors],
        "recipients": [party_row(one) for one in report.recipients],
        "place": report.where,
        "when_value": report.when,
        "first_day": report.first_day,
        "last_day": report.last_day,
        "factuality": report.factuality,
        "chain": [
            {"source": one.source, "entity": one.entity, "kind": one.kind, "act": one.act}
            for one in (*found.document_chain, *report.chain)
        ],
        "chance": report.chance,
        "rule": report.rule,
    }


def event_row(event: Event) -> dict[str, Any]:
    """Return an event as a row of the table of events."""
    parties = (*event.actors, *event.recipients)
    return {
        "id": event.id,
        "type": event.type,
        "label_en": event.label_en,
        "label_ar": event.label_ar,
        "status": event.status,
        "place": event.where,
        "first_day": event.first_day,
        "last_day": event.last_day,
        "independent_origins": event.independent_origins,
        "codes": sorted({one.code for one in parties if one.code}),
        "actors": [party_row(one) for one in event.actors],
        "recipients": [party_row(one) for one in event.recipients],
        "reports": [{"document": ref.document, "report": ref.index} for ref in event.reports],
    }


def origin_rows(event: Event) -> list[dict[str, Any]]:
    """Return the origins of an event as rows of the table of origins."""
    return [
        {
            "event": event.id,
            "key": one.key,
            "label": one.label,
            "kind": one.kind,
            "reason": one.reason,
            "reports": [{"document": ref.document, "report": ref.index} for ref in one.reports],
        }
        for one in event.origins
    ]


def party_row(one: Participant) -> dict[str, Any]:
    """Return a participant as a value of a column."""
    return {"text": one.text, "entity": one.entity, "code": one.code, "sector": one.sector}


def codes_of(report: Report) -> list[str]:
    """Return the codes of all who take part in a report, in order."""
    return sorted({one.code for one in (*report.actors, *report.recipients) if one.code})
