"""Corrections in the pages: only with --review, only from the pages, and all of them can be taken back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hand_made import hand_made, keep
from rawi.joining.join import join
from rawi.lexicon.lexicon import load_lexicon
from rawi.store.database import create_or_open
from rawi.store.joining import count_change
from rawi.web.app import make_app

OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the hand-made dossier as the linking joins it."""
    path = keep(hand_made(), tmp_path_factory.mktemp("review") / "file.db")
    with closing(create_or_open(path)) as connection:
        count_change(connection)
        join(connection, load_lexicon())
    return path


@pytest.fixture
def reviewer(built: Path, tmp_path: Path) -> Iterator[TestClient]:
    path = Path(shutil.copy(built, tmp_path / "file.db"))
    with TestClient(make_app(path, review=True), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def events(client: TestClient) -> dict[str, str]:
    """Return the types of all events by id."""
    return {event["id"]: event["type"] for event in client.get("/en/chronicle.json").json()["events"]}


def form_of(client: TestClient, type: str) -> tuple[str, dict[str, Any]]:
    """Return the id of the event of a type, and what its form would send of itself."""
    id = next(id for id, found in events(client).items() if found == type)
    page = client.get(f"/en/events/{id}").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    return id, {
        "token": token[1],
        "event": id,
        "report": re.findall(r'name="report" value="([^"]+)"', page),
        "author": "A. N.",
    }


def send(client: TestClient, fields: dict[str, object], address: str = "/en/review", **headers: str) -> int:
    return client.post(address, data=fields, headers={**OWN, **headers}).status_code


def test_reports_are_rejected_and_come_back(reviewer: TestClient) -> None:
    before = events(reviewer)
    id, form = form_of(reviewer, "MOBILIZE")
    assert send(reviewer, {**form, "action": "reject", "reason": "no such thing"}) == 303
    assert id not in events(reviewer)
    audit = reviewer.get("/en/review/audit").text
    assert "A. N." in audit and "no such thing" in audit and "counts" in audit
    entries = reviewer.get("/en/review/audit.json").json()
    assert [entry["what"]["action"] for entry in entries] == ["reject"] * len(form["report"])
    for entry in entries:
        assert entry["withdrawn"] is None
        assert send(reviewer, {"token": form["token"], "id": entry["id"]}, "/ar/review/undo") == 303
    assert events(reviewer) == before
    assert "taken back" in reviewer.get("/en/review/audit").text


def test_a_report_is_confirmed_retyped_and_judged_anew(reviewer: TestClient) -> None:
    id, form = form_of(reviewer, "MOBILIZE")
    assert send(reviewer, {**form, "action": "confirm"}) == 303
    assert "read and confirmed by A. N." in reviewer.get(f"/en/events/{id}").text
    assert send(reviewer, {**form, "action": "factuality", "factuality": "planned"}) == 303
    (event,) = [one for one in reviewer.get("/en/chronicle.json").json()["events"] if one["type"] == "MOBILIZE"]
    assert event["status"] == "planned"
    assert send(reviewer, {**form_of(reviewer, "MOBILIZE")[1], "action": "retype", "type": "REJECT"}) == 303
    assert "REJECT" in events(reviewer).values() and "MOBILIZE" not in events(reviewer).values()


def test_events_are_merged_and_split(reviewer: TestClient) -> None:
    number = len(events(reviewer))
    _, form = form_of(reviewer, "MOBILIZE")
    other, _ = form_of(reviewer, "CONSULT")
    assert send(reviewer, {**form, "action": "merge", "other": f"http://127.0.0.1/en/events/{other}"}) == 303
    assert len(events(reviewer)) == number - 1
    merged = next(iter(id for id in events(reviewer)), "")
    assert merged
    reports = form["report"]
    assert send(reviewer, {**form, "action": "split", "report": reports}) == 303
    assert len(events(reviewer)) == number


def test_words_are_given_to_another_entity(reviewer: TestClient) -> None:
    _, form = form_of(reviewer, "CONSULT")
    fields = {**form, "action": "split entity", "entity": "Damascus", "words": "دمشق", "into": "Damascus Governorate"}
    assert send(reviewer, fields) == 303
    (entry,) = reviewer.get("/en/review/audit.json").json()
    assert (entry["what"]["action"], entry["what"]["into"]) == ("split entity", "Damascus Governorate")
    assert reviewer.get("/en/actors/Damascus%20Governorate").status_code == 200
    assert send(reviewer, {**form, "action": "merge entities", "entity": "Nobody", "into": "Damascus"}) == 400


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        ({"token": "x"}, {}, 403),
        ({"token": ""}, {}, 403),
        ({}, {"sec-fetch-site": "cross-site"}, 403),
        ({}, {"sec-fetch-site": "same-site"}, 403),
        ({}, {"sec-fetch-site": "none"}, 403),
        ({"author": ""}, {}, 400),
        ({"action": "explode"}, {}, 400),
        ({"action": "retype", "type": "NONE"}, {}, 400),
        ({"report": "nowhere:1"}, {}, 400),
        ({"report": "nowhere:-1"}, {}, 400),
        ({"report": []}, {}, 400),
        ({"reason": "x" * 70_000}, {}, 413),
        ({"reason": "x" * 300}, {}, 400),
    ],
)
def test_what_does_not_come_from_the_page_is_not_written(
    reviewer: TestClient, change: dict[str, object], headers: dict[str, str], status: int
) -> None:
    _, form = form_of(reviewer, "CONSULT")
    assert send(reviewer, {**form, "action": "reject", **change}, **headers) == status
    assert reviewer.get("/en/review/audit.json").json() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1"}, 303),
    ],
)
def test_browsers_that_do_not_know_fetch_metadata_name_the_origin(
    reviewer: TestClient, headers: dict[str, str], status: int
) -> None:
    _, form = form_of(reviewer, "CONSULT")
    assert reviewer.post("/en/review", data={**form, "action": "confirm"}, headers=headers).status_code == status


def test_a_body_that_is_no_form_is_refused(reviewer: TestClient) -> None:
    _, form = form_of(reviewer, "CONSULT")
    assert reviewer.post("/en/review", json=form, headers=OWN).status_code == 403
    assert reviewer.get("/en/review").status_code == 404


def test_without_review_nothing_can_be_written(built: Path) -> None:
    with TestClient(make_app(built), base_url="http://127.0.0.1") as client:
        assert client.post("/en/review", data={"token": "x"}, headers=OWN).status_code == 403
        assert client.get("/en/review/audit").status_code == 404
        assert 'name="token"' not in client.get(f"/en/events/{next(iter(events(client)))}").text


def test_tokens_are_made_anew_at_each_start(built: Path) -> None:
    tokens = set()
    for _ in range(2):
        with TestClient(make_app(built, review=True), base_url="http://127.0.0.1") as client:
            tokens.add(form_of(client, "CONSULT")[1]["token"])
    assert len(tokens) == 2
