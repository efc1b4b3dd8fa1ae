"""Served pages: every address answers in both languages, links hold, filters filter, lists go on by pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from hand_made import TEXTS, hand_made, keep
from rawi.exports.page.language import TONGUES
from rawi.store.database import open_to_read
from rawi.store.event_index import EventIndex
from rawi.store.query import Filters, wanted_events
from rawi.store.read import Part, read_dossier, read_part
from rawi.web.app import make_app
from rawi.web.export import EXPORTS
from rawi.web.views import LISTS, SERVED
from rawi.web.views import RECORDS as ROOMS

RECORDS = ("events/visit", "events/base", "undertakings/memo", "actors/Syria", "documents/base", "documents/denial")
NAMES = ["" if name == "index" else name for name in (*LISTS, *SERVED)] + list(RECORDS)


class Links(HTMLParser):
    """Collects the addresses and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def walk(client: TestClient, start: str, most: int = 400) -> Iterator[tuple[str, Links]]:
    """Yield every page that can be reached from one by links."""
    seen, ahead = {start}, [start]
    while ahead and len(seen) < most:
        address = ahead.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Links(answer.text)
        yield address, page
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or not link.startswith("/"):
                assert not link or parts.scheme in ("http", "https") or link.startswith("#"), f"{address}: {link}"
                continue
            inside = link.partition("#")[0]
            if inside not in seen and not inside.endswith("/review"):
                seen.add(inside)
                ahead.append(inside)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_answers_with_its_twin(client: TestClient, tongue: str, name: str) -> None:
    page = client.get(f"/{tongue}/{name}")
    assert page.status_code == 200
    assert f'<html lang="{tongue}" dir="{"rtl" if tongue == "ar" else "ltr"}">' in page.text
    assert '<body class="page-' in page.text
    twin = client.get(f"/{tongue}/{name or 'index'}.json")
    assert twin.status_code == 200 and twin.headers["content-type"] == "application/json"
    assert twin.json() is not None


def test_all_links_between_pages_hold(client: TestClient) -> None:
    pages = dict(walk(client, "/en/"))
    assert {"/en/", "/ar/", "/en/chronicle", "/ar/events/visit", "/en/documents/base"} <= set(pages)
    for address, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), f"{address}: an id stands twice"
        for link in page.links:
            inside, _, anchor = link.partition("#")
            if anchor and (inside or address) in pages:
                assert anchor in pages[inside or address].ids, f"{address}: {link}"


@pytest.mark.parametrize(
    ("wanted", "tongue"), [("en-GB,en;q=0.8", "en"), ("ar", "ar"), ("de,en;q=0.5", "en"), ("", "ar")]
)
def test_the_first_page_follows_the_browser_and_else_is_arabic(client: TestClient, wanted: str, tongue: str) -> None:
    answer = client.get("/", headers={"accept-language": wanted}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{tongue}/")


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("", {"visit", "sign", "base"}),
        ("type=MOBILIZE", {"base"}),
        ("type=MOBILIZE&type=CONSULT", {"base", "visit"}),
        ("factuality=denied", {"base"}),
        ("actor=TUR&actor=SYR", {"visit"}),
        ("actor=غولر", {"visit", "sign"}),
        ("outlet=السنديان", {"base"}),
        ("origin=مطلعة", {"base"}),
        ("stage=signed", {"sign"}),
        ("origins=2", {"visit", "base"}),
        ("disputed=1", {"base"}),
        ("since=2025-09-03&until=2025-09-03", {"visit", "sign"}),
        ("words=اعلنت", {"visit"}),
        ("words=%21%21", set()),
        ("undertaking=memo", {"sign"}),
        ("place=حمص", {"base"}),
        ("type=&actor=&words=", {"visit", "sign", "base"}),
    ],
)
def test_filters_choose_events(client: TestClient, query: str, events: set[str]) -> None:
    found = client.get(f"/en/chronicle.json?{query}").json()
    assert {event["id"] for event in found["events"]} == events
    assert found["total"] == len(events)
    assert client.get(f"/ar/chronicle?{query}").text.count('<details class="event') == len(events)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/en/export?what=chronicle&{query}&to=csv").text)))
    assert {row["id"] for row in rows} == events


def test_choices_say_how_many_events_they_would_leave(client: TestClient) -> None:
    page = client.get("/en/chronicle?type=MOBILIZE").text
    assert '<option value="MOBILIZE" selected>' in page
    assert '<option value="CONSULT">' in page, "other types may be chosen instead"
    dossier = client.get("/en/chronicle?factuality=denied").text
    assert '<option value="MOBILIZE">' in dossier and '<option value="CONSULT">' not in dossier


def test_filters_stay_in_links(client: TestClient) -> None:
    page = client.get("/en/chronicle?type=MOBILIZE&page=1").text
    assert 'href="/ar/chronicle?type=MOBILIZE&amp;page=1"' in page
    assert 'href="/en/export?what=chronicle&amp;type=MOBILIZE&amp;to=csv"' in page


def test_newest_first_turns_the_dated_round(client: TestClient) -> None:
    ids = [event["id"] for event in client.get("/en/chronicle.json?order=newest").json()["events"]]
    assert ids[-1] == "base" and set(ids[:2]) == {"visit", "sign"}


def test_an_event_page_holds_the_whole_story(client: TestClient) -> None:
    page = client.get("/en/events/visit").text
    assert '<mark class="trigger">سيزور</mark>' in page and '<mark class="time">3 أيلول</mark>' in page
    assert "@article{agency," in page or "@online{agency," in page
    assert "2 independent origins" in page and 'class="chains"' in page
    sides = client.get("/en/events/base").text
    assert 'id="dispute-d1"' in sides and sides.count('class="side"') == 2


def test_search_marks_words_and_leads_to_them(client: TestClient) -> None:
    page = client.get("/en/search?words=قاعده").text
    assert page.count('<li class="found">') == 2 and '<mark class="phrase">قاعدة</mark>' in page
    start = TEXTS["denial"].index("نفت")
    address = f"/en/documents/denial?at={start}-{len(TEXTS['denial'])}#found"
    assert address.replace("&", "&amp;") in page
    assert '<mark class="found" id="found">' in client.get(address).text


def test_a_stored_original_is_given_back_byte_for_byte(client: TestClient) -> None:
    address = next(link for link in Links(client.get("/en/documents/base").text).links if "/originals/" in link)
    answer = client.get(address)
    assert answer.content == TEXTS["base"].encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("what", ["chronicle", "undertakings", "disputes", "actors", "documents"])
def test_every_list_is_exported(client: TestClient, what: str) -> None:
    records = client.get(f"/en/export?what={what}&to=json").json()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/ar/export?what={what}&to=csv").text)))
    assert len(rows) == len(records) > 0


def test_a_part_of_a_dossier_is_as_in_the_whole(dossier: Path) -> None:
    connection = open_to_read(dossier)
    whole = read_dossier(connection)
    numbers = dict(connection.execute("SELECT id, number FROM event"))
    assert len(numbers) == len(whole.events)
    for event in whole.events:
        part = read_part(connection, Part(events=(numbers[event.id],)))
        assert part.events == (event,)
        told = {ref.document for ref in event.reports}
        assert {one.document.id for one in part.annotations} == told
        reports = {one.document.id: one.reports for one in whole.annotations}
        read = {one.document.id: one.reports for one in part.annotations}
        for ref in event.reports:
            assert read[ref.document][ref.index] == reports[ref.document][ref.index]
    bare = read_part(connection, Part(events=(numbers[whole.events[0].id],), told=()))
    assert bare.events == (whole.events[0],) and not bare.annotations
    (document,) = connection.execute("SELECT number FROM document WHERE id = 'base'").fetchone()
    (one,) = read_part(connection, Part(documents=(document,))).annotations
    assert one in whole.annotations


def test_the_index_agrees_with_the_query(dossier: Path) -> None:
    connection = open_to_read(dossier)
    index = EventIndex(connection)
    for filters in (Filters(), Filters(types=("MOBILIZE",)), Filters(disputed=True), Filters(actors=("TUR",))):
        query, values = wanted_events(filters)
        wanted = {number for (number,) in connection.execute(query, values)}
        mask = index.wanted(connection, filters)
        assert set(index.page(mask, 100)) == wanted and int(mask.sum()) == len(wanted)
        choices = index.choices(connection, filters, mask)
        assert sum(choices.statuses.values()) == len(wanted)
        for type, number in choices.types.items():
            assert (
                index.wanted(connection, Filters(types=(type,), disputed=filters.disputed, actors=filters.actors)).sum()
                == number
            )


def test_what_is_kept_changes_with_the_dossier(tmp_path: Path) -> None:
    from msgspec.structs import replace

    path = keep(hand_made(), tmp_path / "file.db")
    with TestClient(make_app(path), base_url="http://127.0.0.1") as client:
        assert client.get("/en/index.json").json()["holdings"]["events"] == 3
        other = hand_made()
        keep(replace(other, events=other.events[:2], disputes=()), tmp_path / "other.db")
        (tmp_path / "other.db").replace(path)
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        assert client.get("/en/index.json").json()["holdings"]["events"] == 2


def test_a_page_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/en/chronicle")
    again = client.get("/en/chronicle", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/en/chronicle?type=AID", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200 and other.headers["etag"] != first.headers["etag"]


def test_an_actor_is_shown_with_partners_offices_and_what_it_said(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from rawi.model import Name

    dossier = hand_made()
    text = TEXTS["visit"]
    words, core = "وزير الدفاع التركي يشار غولر", "يشار غولر"
    start, end = text.index(words), text.index(words) + len(words)
    bearer = Name(start, end, text=words, kind="person", entity="Yaşar Güler", core_start=end - len(core), core_end=end)
    annotations = tuple(
        replace(one, names=(bearer,)) if one.document.id == "visit" else one for one in dossier.annotations
    )
    path = keep(replace(dossier, annotations=annotations), tmp_path / "file.db")
    client = TestClient(make_app(path), base_url="http://127.0.0.1")
    found = client.get("/en/actors/Yaşar Güler.json").json()
    assert found["offices"] == {"وزير الدفاع التركي": 1}
    assert [(one["entity"], one["type"]) for one in found["partners"]] == [("Damascus", "CONSULT")]
    assert {event["id"] for event in found["events"]} == {"visit", "sign"}
    page = client.get("/en/actors/Yaşar Güler").text
    assert 'class="network"' in page and "وزير الدفاع التركي" in page
    said = client.get("/en/actors/Ministry of Defence of Türkiye").text
    assert said.count('<li class="saying">') == 2, "what goes back to the ministry"


def test_every_address_is_described() -> None:
    page = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
    for name in (*LISTS, *SERVED):
        assert name == "index" or f"| `{name}`" in page, name
    for name in EXPORTS:
        assert f"`{name}`" in page, name
    for room in ROOMS:
        assert f"`{room}/" in page, room
