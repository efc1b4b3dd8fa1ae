"""Exports that others read: tables come back equal, PLOVER is valid by its schema, FollowTheMoney by its library."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from msgspec.structs import replace

from hand_made import save_joined
from invented import small_dossier
from rawi.corrections import RejectReport, make_correction, place_of
from rawi.exports.citations import bibtex, csl_json
from rawi.exports.followthemoney import followthemoney_lines
from rawi.exports.json import annotation_line, dossier_json
from rawi.exports.plover import QUAD, plover_lines
from rawi.exports.schema import schema
from rawi.exports.tables import write_tables
from rawi.model import EVENT_TYPES, Report
from rawi.store.corrections import add_corrections
from rawi.store.database import Connection, create_or_open, transaction
from rawi.store.originals import keep_original
from rawi.store.views import read_views
from rawi.store.write import add_document

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
LONG = "أعلنت الوزارة أن الوزيرين وقعا"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = create_or_open(tmp_path / "a.db")
    dossier = small_dossier()
    for one in dossier.annotations:
        with transaction(connection):
            keep_original(
                connection, one.document.original, one.document.name, "text/plain", one.document.text.encode()
            )
            add_document(connection, one, "0", {})
    save_joined(connection, dossier)
    yield connection
    connection.close()


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows as SQLite has them: days as text, booleans as numbers."""
    return [
        tuple(v.isoformat() if isinstance(v, date) else int(v) if isinstance(v, bool) else v for v in row)
        for row in rows
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_come_back_equal(connection: Connection, tmp_path: Path, form: Any) -> None:
    files = write_tables(read_views(connection), tmp_path / "out", form)
    for view in read_views(connection):
        path = tmp_path / "out" / f"{view.name}.{form}"
        assert path in files
        if form == "parquet":
            table = pyarrow.parquet.read_table(path)
        else:
            types = {c.name: pyarrow.string() for c in view.columns if c.type in ("text", "json")}
            options = pyarrow.csv.ConvertOptions(
                column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False
            )
            parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
            table = pyarrow.csv.read_csv(path, convert_options=options, parse_options=parse)
        assert table.column_names == [column.name for column in view.columns]
        found = [tuple(row.values()) for row in table.to_pylist()]
        assert plain(found) == list(view.rows), view.name


def test_any_reader_of_csv_reads_the_tables(connection: Connection, tmp_path: Path) -> None:
    write_tables(read_views(connection), tmp_path, "csv")
    with (tmp_path / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["doc"], row["quote"], row["factuality"]) for row in rows] == [
        ("one.txt", "وقعا", "occurred"),
        ("two.txt", "توقيع", "denied"),
    ]


def test_the_readme_explains_every_column(connection: Connection, tmp_path: Path) -> None:
    write_tables(read_views(connection), tmp_path, "csv")
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    for view in read_views(connection):
        assert f"## {view.name}.csv" in readme
        for column in view.columns:
            assert re.search(rf"^\| {column.name} \| {column.type} \| \w", readme, flags=re.MULTILINE)


def test_redacted_exports_hold_no_sentence(connection: Connection, tmp_path: Path) -> None:
    place = place_of("one.txt", LONG, Report(26, 30, trigger="وقعا", type="SUPPORT"))
    add_corrections(connection, [make_correction(RejectReport(report=place), author="A", time=NOON, reason="")])
    write_tables(read_views(connection, redact=True), tmp_path / "out", "csv")
    dossier = small_dossier()
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    everything += dossier_json(dossier, redact=True).decode()
    everything += "".join(line.decode() for line in plover_lines(dossier, redact=True))
    assert LONG not in everything
    assert "وقعا" in everything
    assert not (tmp_path / "out" / "sentences.csv").exists()
    assert LONG in "".join(line.decode() for line in plover_lines(dossier))


def validator(name: str) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema(name))
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def test_public_json_is_valid_by_its_schemas() -> None:
    dossier = small_dossier()
    validator("dossier.schema.json").validate(json.loads(dossier_json(dossier)))
    for one in dossier.annotations:
        validator("annotations.schema.json").validate(json.loads(annotation_line(one)))
    broken = json.loads(dossier_json(dossier))
    del broken["events"][0]["id"]
    assert not validator("dossier.schema.json").is_valid(broken)


def test_plover_lines_are_valid_by_their_schema_and_say_what_the_event_says() -> None:
    (line,) = plover_lines(small_dossier())
    record = json.loads(line)
    validator("plover.schema.json").validate(record)
    assert {"id", "date", "actor", "event"} <= set(record)
    assert (record["date"], record["event"], record["quad_code"]) == ("2021-03-03", ["SUPPORT"], 1)
    assert record["actor"] == [
        {"entity_text": "الوزيرين", "code": "SYR", "sector": "GOV", "identifier_text": "Ministers"}
    ]
    assert record["context"] == ["negation"]
    assert record["event_text"] == ["وقعا", "توقيع"]
    assert record["rawi"]["independent_origins"] == 1
    assert record["rawi"]["date_basis"] == "text"


def test_an_event_without_a_day_takes_that_of_its_first_report() -> None:
    dossier = small_dossier()
    event = replace(dossier.events[0], first_day=None, last_day=None, when=None)
    record = json.loads(next(plover_lines(replace(dossier, events=(event,)))))
    assert (record["date"], record["rawi"]["date_basis"]) == ("2021-03-04", "document")
    assert "enddate" not in record


def test_every_type_has_a_quad_code() -> None:
    assert set(QUAD) == set(EVENT_TYPES)
    assert set(QUAD.values()) == {1, 2, 3, 4}


def test_followthemoney_entities_pass_its_library() -> None:
    model = pytest.importorskip("followthemoney").model
    proxies = [model.get_proxy(json.loads(line)) for line in followthemoney_lines(small_dossier())]
    for proxy in proxies:
        model.get(proxy.schema.name).validate(proxy.to_dict())
    schemas = [proxy.schema.name for proxy in proxies]
    assert schemas.count("Article") == 2
    assert schemas.count("Event") == 2
    keys = {proxy.id for proxy in proxies}
    for proxy in proxies:
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in keys, f"{prop.name} points at nothing"
    event = next(p for p in proxies if p.schema.name == "Event" and p.first("recordId") == "e1")
    assert event.get("date") == ["2021-03-03"]
    assert len(event.get("proof")) == 2
    assert event.get("involved")
    article = next(p for p in proxies if p.schema.name == "Article")
    assert article.first("bodyText", quiet=True)
    redacted = [json.loads(line) for line in followthemoney_lines(small_dossier(), redact=True)]
    assert all("bodyText" not in one["properties"] for one in redacted)


def test_citations_name_every_document() -> None:
    items = json.loads(csl_json(small_dossier()))
    assert [item["id"] for item in items] == ["d1", "d2"]
    assert items[0]["issued"] == {"date-parts": [[2021, 3, 4]]}
    assert items[0]["container-title"] == "Invented News"
    entries = bibtex(small_dossier())
    assert entries.count("@") == 2
    assert "date = {2021-03-04}" in entries
    assert entries.count("{") == entries.count("}")


def test_bibtex_protects_what_latex_would_read() -> None:
    dossier = small_dossier()
    first = dossier.annotations[0]
    document = replace(first.document, title="50% & {more}_#1", byline="A & B", url="https://example.org/a_b?c=%20")
    entry = bibtex(replace(dossier, annotations=(replace(first, document=document),)))
    assert r"title = {50\% \& \{more\}\_\#1}" in entry
    assert r"author = {{A \& B}}" in entry
    assert "url = {https://example.org/a_b?c=%20}" in entry
