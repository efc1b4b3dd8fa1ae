"""Filters let through what they say and nothing else; the other lists count right."""

from datetime import date
from pathlib import Path

import pytest
from test_store import fill

from invented import small_dossier
from rawi.store.database import Connection, create_or_open
from rawi.store.query import Filters, find_actors, find_disputes, find_events, find_sources, find_undertakings


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    connection = create_or_open(tmp_path / "a.db")
    fill(connection, small_dossier())
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(types=("SUPPORT", "AID")), True),
        (Filters(types=("AID",)), False),
        (Filters(statuses=("denied",)), True),
        (Filters(statuses=("occurred",)), False),
        (Filters(actors=("syr",)), True),
        (Filters(actors=("SYR", "TUR")), False),
        (Filters(actors=("الوزيرَيْن",)), True),
        (Filters(actors=("ministers",)), True),
        (Filters(actors=("x",)), False),
        (Filters(outlet="invented"), True),
        (Filters(outlet="other"), False),
        (Filters(origin="ministry"), True),
        (Filters(origin="nobody"), False),
        (Filters(stage="signed"), True),
        (Filters(stage="ended"), False),
        (Filters(since=date(2021, 3, 3), until=date(2021, 3, 3)), True),
        (Filters(since=date(2021, 3, 4)), False),
        (Filters(until=date(2021, 3, 2)), False),
        (Filters(origins=1), True),
        (Filters(origins=2), False),
        (Filters(disputed=True), True),
    ],
)
def test_filters(connection: Connection, filters: Filters, passes: bool) -> None:
    assert [event.id for event in find_events(connection, filters)] == ["e1"] * passes


def test_event_line(connection: Connection) -> None:
    (event,) = find_events(connection)
    assert (event.reports, event.independent_origins, event.dispute) == (2, 1, True)
    assert (event.first_day, event.when) == (date(2021, 3, 3), "2021-03-03")


def test_undertakings_of_the_dossier_not_of_single_documents(connection: Connection) -> None:
    (undertaking,) = find_undertakings(connection)
    assert undertaking.id == "U"
    assert undertaking.parties == ("SYR",)
    assert (undertaking.provisions, undertaking.phases) == (1, 1)
    assert [(s.stage, s.when, s.document) for s in undertaking.stages] == [("signed", "2021-03-03", "one.txt")]


def test_disputes_sources_actors(connection: Connection) -> None:
    (dispute,) = find_disputes(connection)
    assert [(side.claim, side.origins, side.reports) for side in dispute.sides] == [
        ("occurred", ("Ministry",), 1),
        ("denied", ("Ministry",), 1),
    ]
    assert [(s.label, s.events, s.reports) for s in find_sources(connection)] == [("Ministry", 1, 2)]
    assert [(a.label_en, a.acts, a.receives) for a in find_actors(connection)] == [("Ministers", 1, 0)]
