"""The public JSON: the fields that others rely on, valid against the committed schemas, which are generated."""

import json
from pathlib import Path

import pytest

from invented import small_dossier
from rawi.exports.json import annotation_line, dossier_json
from rawi.exports.schema import SCHEMAS, schema_text

SCHEMA_FOLDER = Path(__file__).parent.parent.parent / "docs" / "schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_committed_schema_is_the_generated_one(name: str) -> None:
    committed = (SCHEMA_FOLDER / name).read_text(encoding="utf-8")
    assert committed == schema_text(name), "run scripts/generate_schema.py and tell readers what changed"


def test_no_other_schema_is_committed() -> None:
    assert {path.name for path in SCHEMA_FOLDER.iterdir()} == set(SCHEMAS)


def test_annotation_line_has_the_promised_fields_in_order() -> None:
    line = annotation_line(small_dossier().annotations[0])
    assert b"\n" not in line
    found = json.loads(line)
    assert list(found) == ["doc", "outlet", "published", "document_chain", "times", "reports", "undertakings"]
    assert found["doc"] == "one.txt"
    assert found["published"] == "2021-03-04"
    assert list(found["times"][0]) == ["start", "end", "value", "from", "to", "type", "rule"]
    report = found["reports"][0]
    assert list(report) == [
        "start", "end", "trigger", "type", "mode", "actors", "recipients", "where", "when", "from", "to",
        "when_basis", "factuality", "chain", "undertaking", "rule",
    ]  # fmt: skip
    assert list(report["actors"][0]) == ["text", "entity", "code", "sector"]
    assert list(report["chain"][0]) == ["source", "entity", "kind", "cue", "act", "channel", "when"]
    assert found["undertakings"][0]["id"] == report["undertaking"]


def test_dossier_names_reports_by_document_and_span() -> None:
    found = json.loads(dossier_json(small_dossier()))
    event = found["events"][0]
    first = event["reports"][0]
    assert (first["doc"], first["start"], first["end"], first["type"]) == ("one.txt", 26, 30, "SUPPORT")
    assert event["independent_origins"] == 1
    assert event["dispute"] is True
    assert (event["status"], event["from"], event["to"]) == ("denied", "2021-03-03", "2021-03-03")
    assert event["origins"][0]["reports"][1] == {"doc": "two.txt", "start": 12, "end": 17}
    assert [d["doc"] for d in found["documents"]] == ["one.txt", "two.txt"]
    assert found["undertakings"][0]["stages"][0]["doc"] == "one.txt"


def test_reports_quote_the_words_that_their_spans_point_at() -> None:
    dossier = small_dossier()
    for annotations in dossier.annotations:
        for report in annotations.reports:
            assert report.quote(annotations.document.text) == report.trigger
