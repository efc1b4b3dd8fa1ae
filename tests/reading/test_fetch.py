"""Pages are fetched politely and within limits; the server is one on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from test_formats import LONG, PAGE

from rawi.errors import ReadingError
from rawi.lexicon.pages import load_pages
from rawi.model import Document
from rawi.reading.fetch import AGENT, Fetcher
from rawi.reading.sources import read_sources
from rawi.settings import Settings

PAGES = load_pages()
QUICK = Settings(fetch_seconds=1.0, fetch_pause=0.01, fetch_attempts=2, largest_file=200_000)
Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Site:
    """A server whose answers are functions of the request, by path; it remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], Answer | None]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                answer = site.answers.get(self.path, lambda _: (404, {}, b""))(self)
                if answer is None:
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()} or HTML
        self.answers[path] = lambda _: (status, named, data)
        return self.root + path


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def fetch(address: str, settings: Settings = QUICK) -> bytes:
    return Fetcher(settings, allow_loopback=True).fetch(address).data


def refusal(address: str, settings: Settings = QUICK) -> str:
    with pytest.raises(ReadingError) as caught:
        fetch(address, settings)
    assert caught.value.where == address and caught.value.remedy
    return str(caught.value)


def read(*addresses: str) -> list[Document | ReadingError]:
    fetcher = Fetcher(QUICK, allow_loopback=True)
    return list(read_sources(addresses, pages=PAGES, settings=QUICK, fetcher=fetcher))


def test_a_page_becomes_a_document(site: Site) -> None:
    address = site.put("/news/1", PAGE)
    (document,) = read(address)
    assert isinstance(document, Document)
    assert (document.text, document.name, document.url, document.title) == (LONG, address, address, "سفينة تصل")
    assert site.agents == {AGENT} and site.asked[0] == "/robots.txt"


def test_robots_are_obeyed(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    address = site.put("/private/1", PAGE)
    assert "robots.txt" in refusal(address)
    assert "/private/1" not in site.asked
    assert fetch(site.put("/open/1", PAGE)) == PAGE.encode()


def test_robots_of_a_server_in_trouble_forbid_all(site: Site) -> None:
    site.put("/robots.txt", "", status=503)
    assert "503" in refusal(site.put("/1", PAGE))
    assert "/1" not in site.asked


def test_redirects_are_followed_but_not_without_end(site: Site) -> None:
    site.answers["/a"] = lambda _: (301, {"Location": "/b"}, b"")
    site.put("/b", PAGE)
    page = Fetcher(QUICK, allow_loopback=True).fetch(site.root + "/a")
    assert (page.address, page.data) == (site.root + "/b", PAGE.encode())
    site.answers["/loop"] = lambda _: (302, {"Location": "/loop"}, b"")
    assert "too many redirects" in refusal(site.root + "/loop")
    site.answers["/file"] = lambda _: (302, {"Location": "file:///etc/passwd"}, b"")
    assert "redirected to" in refusal(site.root + "/file")


def test_failures_that_may_pass_are_tried_again(site: Site) -> None:
    calls: list[int] = []

    def second_time(_: BaseHTTPRequestHandler) -> Answer:
        calls.append(1)
        return (200, HTML, PAGE.encode()) if len(calls) > 1 else (503, {"Retry-After": "0"}, b"")

    site.answers["/shaky"] = second_time
    assert fetch(site.root + "/shaky") == PAGE.encode()
    assert "503, 2 times" in refusal(site.put("/down", "", status=503))
    assert "404" in refusal(site.root + "/missing")
    assert site.asked.count("/missing") == 1


def test_a_server_that_never_answers(site: Site) -> None:
    site.answers["/silent"] = lambda _: time.sleep(5)
    started = time.monotonic()
    assert "no answer within 1 seconds" in refusal(site.root + "/silent")
    assert time.monotonic() - started < 4


def test_a_server_that_drips(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    site.answers["/drip"] = drip
    started = time.monotonic()
    assert "took longer than 1 seconds" in refusal(site.root + "/drip")
    assert time.monotonic() - started < 5


def test_a_page_that_is_too_large(site: Site) -> None:
    assert "more than 200,000 bytes" in refusal(site.put("/large", b"x" * 300_000))


def test_a_packed_page_that_is_too_large(site: Site) -> None:
    import gzip

    body = gzip.compress(b"x" * 5_000_000)
    assert "more than" in refusal(site.put("/bomb", body, Content_Encoding="gzip"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"]
)
def test_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(ReadingError, match=r"no public address|not known"):
        Fetcher(QUICK).fetch(f"http://{host}:1/")


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    site.answers["/in"] = lambda _: (302, {"Location": "http://10.0.0.1/secret"}, b"")
    with pytest.raises(ReadingError, match=r"10\.0\.0\.1 is no public address"):
        fetch(site.root + "/in")


def test_pause_between_requests_to_a_host(site: Site) -> None:
    site.put("/1", PAGE)
    started = time.monotonic()
    fetcher = Fetcher(Settings(fetch_pause=0.2, fetch_seconds=2), allow_loopback=True)
    fetcher.fetch(site.root + "/1")
    fetcher.fetch(site.root + "/1")
    assert time.monotonic() - started >= 0.4


def test_a_header_that_lies_about_the_charset(site: Site) -> None:
    address = site.put("/1", PAGE.encode("windows-1256"), Content_Type="text/html; charset=iso-8859-1")
    (document,) = read(address)
    assert isinstance(document, Document) and document.text == LONG


def test_entries_of_a_feed_without_full_text_are_fetched(site: Site) -> None:
    page = site.put("/1", PAGE)
    item = f"<item><title>سفينة</title><link>{page}</link><description>ملخص</description></item>"
    gone = f"<item><title>أخرى</title><link>{site.root}/gone</link><description>ملخص قصير لخبر آخر</description></item>"
    feed = site.put("/feed", f"<rss version='2.0'><channel><title>الميناء</title>{item}{gone}</channel></rss>")
    first, second = read(feed)
    assert isinstance(first, Document) and first.text == LONG and first.url == page
    assert isinstance(second, Document) and second.text == "ملخص قصير لخبر آخر" and second.notes


def test_one_address_that_fails_does_not_stop_the_others(site: Site) -> None:
    first, second = read(site.root + "/missing", site.put("/1", PAGE))
    assert isinstance(first, ReadingError) and isinstance(second, Document)
