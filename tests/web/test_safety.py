"""What comes from articles and readers stays text; what is not allowed is refused, without a word about internals."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient
from test_pages import walk

from hand_made import hand_made, keep
from rawi.model import Dossier, Note, ReportRef
from rawi.web.app import make_app

MARKUP = "\"><script>alert('x')</script><img src=x onerror=alert(1)> {{ 7 * 7 }} </textarea></title>"
EVIL = "javascript:alert(1)//"


class Tags(HTMLParser):
    """Collects what a page would do."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))
        self.attributes += [(tag, name, value) for name, value in attrs]


def full_of_markup() -> Dossier:
    """Return a dossier in which every word that comes from outside is markup."""
    from datetime import UTC, datetime

    dossier = hand_made()
    annotations = []
    for one in dossier.annotations:
        document = replace(
            one.document,
            title=f"{MARKUP} {one.document.id}",
            outlet=MARKUP,
            byline=MARKUP,
            url=EVIL,
            name=f"{one.document.id}{MARKUP}.txt",
            notes=(MARKUP,),
        )
        reports = tuple(
            replace(
                report,
                where=MARKUP,
                rule=MARKUP,
                actors=tuple(replace(who, text=MARKUP, entity=MARKUP) for who in report.actors),
                chain=tuple(replace(link, source=MARKUP, entity=None, channel=MARKUP) for link in report.chain),
            )
            for report in one.reports
        )
        names = tuple(replace(name, text=MARKUP, entity=MARKUP) for name in one.names)
        times = tuple(replace(time, value=MARKUP) for time in one.times)
        annotations.append(replace(one, document=document, reports=reports, names=names, times=times))
    entities = tuple(
        replace(one, id=MARKUP + one.id, label_en=MARKUP + one.id, label_ar=MARKUP, names=(MARKUP,), reasons=(MARKUP,))
        for one in dossier.entities
    )
    events = tuple(
        replace(
            one,
            label_en=MARKUP,
            label_ar=MARKUP,
            where=MARKUP,
            reason=MARKUP,
            actors=tuple(replace(who, text=MARKUP, entity=entities[0].id) for who in one.actors),
            origins=tuple(replace(origin, label=MARKUP, reason=MARKUP) for origin in one.origins),
        )
        for one in dossier.events
    )
    undertakings = tuple(replace(one, name=MARKUP, labels=(MARKUP,), parties=(MARKUP,)) for one in dossier.undertakings)
    note = Note(
        text=MARKUP, author=MARKUP, time=datetime(2025, 1, 2, tzinfo=UTC), report=ReportRef("base", 0), event="base"
    )
    return replace(
        dossier,
        annotations=tuple(annotations),
        entities=entities,
        events=events,
        undertakings=undertakings,
        notes=(note,),
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = keep(full_of_markup(), tmp_path_factory.mktemp("hostile") / "<b>dossier.db")
    return TestClient(make_app(path, review=True), base_url="http://127.0.0.1", raise_server_exceptions=False)


def test_nothing_that_comes_from_outside_becomes_markup(hostile: TestClient) -> None:
    seen = 0
    starts = ["/en/", "/ar/search?words=" + "قاعدة", "/en/chronicle?words=%22%3E%3Cscript%3E&actor=%22onfocus=x"]
    for start in starts:
        for address, _ in walk(hostile, start):
            seen += 1
            page = Tags(hostile.get(address).text)
            assert all(src and src.startswith("/static/") for src in page.scripts), address
            assert "img" not in page.tags, address
            for tag, name, value in page.attributes:
                assert not name.startswith("on") and name != "style", f"{address}: {tag} {name}"
                assert "javascript:" not in (value or "") or name in ("title", "value"), f"{address}: {tag} {name}"
    assert seen > 30
    assert "49" not in hostile.get("/en/events/base").text.replace("1949", ""), "templates are not filled twice"


def test_twins_and_exports_keep_markup_as_text(hostile: TestClient) -> None:
    assert hostile.get("/en/events/base.json").json()["label_en"] == MARKUP
    assert hostile.get("/en/export?what=documents&to=json").headers["x-content-type-options"] == "nosniff"


def test_spreadsheets_get_no_formulas(tmp_path: Path) -> None:
    dossier = hand_made()
    events = (replace(dossier.events[0], label_en="=HYPERLINK(1)"), *dossier.events[1:])
    path = keep(replace(dossier, events=events), tmp_path / "file.db")
    text = TestClient(make_app(path), base_url="http://127.0.0.1").get("/en/export?what=chronicle&to=csv").text
    assert "'=HYPERLINK(1)" in text


def test_every_answer_tells_the_browser_to_be_careful(client: TestClient) -> None:
    for address in (
        "/",
        "/en/",
        "/static/style.css",
        "/en/none",
        "/en/chronicle.json",
        "/en/export?what=actors&to=csv",
    ):
        headers = client.get(address, follow_redirects=False).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:")
        assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "", "evil.example:8000", "[::2]", "127.0.0.1@x"]
)
def test_only_known_names_are_answered(client: TestClient, host: str) -> None:
    answer = client.get("/en/", headers={"host": host})
    assert answer.status_code == 421 and "rawi" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000"])
def test_the_loopback_is_known_by_its_names(client: TestClient, host: str) -> None:
    assert client.get("/en/", headers={"host": host}).status_code == 200


def test_another_name_can_be_allowed(dossier: Path) -> None:
    app = make_app(dossier, hosts=frozenset({"Rawi.example"}))
    assert TestClient(app, base_url="http://rawi.example").get("/en/").status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/../../etc/passwd", 404),
        ("/en/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/static/../pages.py", 404),
        ("/static/%2e%2e/rendering.py", 404),
        ("/static/..%2frendering.py", 404),
        ("/originals/../file.db", 404),
        ("/originals/" + "0" * 64, 404),
        ("/originals/" + "g" * 64, 404),
        ("/fr/", 404),
        ("/en/events/none", 404),
        ("/en/events/", 404),
        ("/en/actors/" + "x" * 5000, 404),
        ("/en/chronicle?page=0", 400),
        ("/en/chronicle?page=-1", 400),
        ("/en/chronicle?page=1e9", 400),
        ("/en/chronicle?page=٣", 400),
        ("/en/chronicle?page=999999999999", 400),
        ("/en/chronicle?page=99999", 404),
        ("/en/search?words=x&page=9999", 400),
        ("/en/chronicle?type=NONE", 400),
        ("/en/chronicle?since=yesterday", 400),
        ("/en/chronicle?origins=1000000", 400),
        ("/en/chronicle?words=" + "x" * 201, 400),
        ("/en/chronicle?words=" + "x" * 5000, 414),
        ("/en/chronicle?" + "&".join("actor=a" for _ in range(60)), 400),
        ("/en/chronicle?words=%00", 400),
        ("/en/chronicle?words=%ff", 400),
        ("/en/export?what=secrets&to=csv", 404),
        ("/en/export?what=chronicle&to=xlsx", 404),
        ("/en/undertakings?kind=none", 400),
        ("/en/review/audit", 404),
    ],
)
def test_what_is_not_there_or_not_possible_is_refused(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "/work" not in answer.text and "Traceback" not in answer.text and "sqlite" not in answer.text.lower()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/en/chronicle").status_code == 405


def test_search_words_are_never_part_of_a_query_language(client: TestClient) -> None:
    for words in ('"', '"" OR', "a* OR b", "NEAR(a b)", "x'; DROP TABLE event; --", "()", "* * *", "-", "\\"):
        assert client.get("/en/search", params={"words": words}).status_code == 200
        assert client.get("/en/chronicle", params={"words": words}).status_code == 200


def test_a_failure_shows_no_internals(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret in /srv/rawi")

    monkeypatch.setattr("rawi.web.chronicle.by_month", fail)
    answer = TestClient(make_app(dossier), base_url="http://127.0.0.1", raise_server_exceptions=False).get(
        "/ar/chronicle"
    )
    assert answer.status_code == 500
    assert "secret" not in answer.text and "RuntimeError" not in answer.text
    assert "حدث خطأ هنا" in answer.text and "Something went wrong here" in answer.text
    assert re.search("content-security-policy", str(answer.headers), re.IGNORECASE)


def test_a_dossier_that_has_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    path = keep(hand_made(), tmp_path / "file.db")
    client = TestClient(make_app(path), base_url="http://127.0.0.1", raise_server_exceptions=False)
    assert client.get("/en/").status_code == 200
    path.unlink()
    answer = client.get("/en/")
    assert answer.status_code == 503 and str(tmp_path) not in answer.text
