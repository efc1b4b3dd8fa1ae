"""Watching feeds and sitemaps on a server of this machine: politely, each page once, one failure stops no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rawi.errors import UsageError
from rawi.reading.fetch import Fetcher
from rawi.reading.fresh import Watched, read_watchlist
from rawi.settings import Settings
from rawi.store.read import load_dossier
from rawi.watching import Round, watch_once

QUICK = Settings(fetch_seconds=2.0, fetch_pause=0.001, fetch_attempts=1, workers=1)
NOON = datetime(2021, 5, 10, 12, tzinfo=UTC)
VISIT = "زار الرئيس الفرنسي إيمانويل ماكرون بيروت يوم 5 أيار 2021 والتقى الرئيس اللبناني. " * 8
SIGNING = "وقّع الوزيران المصري والسوداني مذكرة تفاهم في القاهرة يوم 3 أيار 2021 بحضور وفدين من البلدين. " * 8


class Site:
    """A server with pages that may change; it remembers what was asked, and answers 304 to whoever knows the ETag."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, body = site.pages.get(self.path, (404, ""))
                tag = f'"{hash(body)}"'
                if status == 200 and self.headers.get("If-None-Match") == tag:
                    status, body = 304, ""
                self.send_response(status)
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def article(self, path: str, title: str, text: str) -> str:
        article = f"<article><h1>{title}</h1><p>{text}</p></article>"
        body = f"<html><head><title>{title}</title></head><body>{article}</body></html>"
        self.pages[path] = (200, body)
        return self.root + path

    def feed(self, path: str, *items: tuple[str, str, str]) -> str:
        entries = "".join(
            f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
            f"<pubDate>Sun, 09 May 2021 10:00:00 GMT</pubDate></item>"
            for link, title, text in items
        )
        channel = f"<channel><title>جريدة</title>{entries}</channel>"
        self.pages[path] = (200, f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>')
        return self.root + path

    def sitemap(self, path: str, *links: tuple[str, str]) -> str:
        rows = "".join(f"<url><loc>{link}</loc><lastmod>{day}</lastmod></url>" for link, day in links)
        self.pages[path] = (200, f'<?xml version="1.0"?><urlset xmlns="x">{rows}</urlset>')
        return self.root + path


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "d.db"


def watch(path: Path, *sources: Watched, now: datetime = NOON) -> Round:
    fetcher = Fetcher(QUICK, allow_loopback=True)
    try:
        return watch_once(path, sources, fetcher, now=now, settings=QUICK)
    finally:
        fetcher.close()


def test_what_is_new_comes_in_once_and_is_told(site: Site, path: Path) -> None:
    feed = Watched(address=site.feed("/rss", (f"{site.root}/1", "زيارة", VISIT)))
    first = watch(path, feed)
    assert (first.built.added, first.built.errors) == (1, [])
    assert {news.kind for news in first.news} == {"event"}
    (document,) = [one.document for one in load_dossier(path).annotations]
    assert (document.outlet, document.title, str(document.published)) == ("جريدة", "زيارة", "2021-05-09")
    again = watch(path, feed)
    assert (again.built.added, again.built.known, again.news) == (0, 0, ())
    site.feed("/rss", (f"{site.root}/2", "توقيع", SIGNING), (f"{site.root}/1", "زيارة", VISIT))
    assert watch(path, feed).built.added == 1
    assert len(load_dossier(path).annotations) == 2


def test_a_feed_that_did_not_change_is_not_sent_again(site: Site, path: Path) -> None:
    feed = Watched(address=site.feed("/rss", (f"{site.root}/1", "زيارة", VISIT)))
    watch(path, feed)
    site.asked.clear()
    watch(path, feed)
    assert site.asked == ["/robots.txt", "/rss"]


def test_the_page_of_an_entry_without_its_text_is_fetched_once(site: Site, path: Path) -> None:
    link = site.article("/1", "زيارة", VISIT)
    feed = Watched(address=site.feed("/rss", (link, "زيارة", "زيارة إلى بيروت")))
    assert watch(path, feed).built.added == 1
    assert VISIT.strip()[:40] in load_dossier(path).annotations[0].document.text
    site.feed("/rss", (link, "زيارة", "زيارة إلى بيروت وغيرها"))
    watch(path, feed)
    assert site.asked.count("/1") == 1


def test_words_let_through_what_holds_one_of_them_in_any_spelling(site: Site, path: Path) -> None:
    items = [(f"{site.root}/1", "خبر", VISIT), (f"{site.root}/2", "خبر", SIGNING)]
    feed = Watched(address=site.feed("/rss", *items), words=("السودان", "للقاهره"))
    assert watch(path, feed).built.added == 1
    assert "القاهرة" in load_dossier(path).annotations[0].document.text


def test_sitemaps_are_read_by_day_and_each_page_once(site: Site, path: Path) -> None:
    new, old = site.article("/new", "زيارة", VISIT), site.article("/old", "توقيع", SIGNING)
    inner = site.sitemap("/inner.xml", (new, "2021-05-09T08:00:00Z"), (old, "2021-04-01"))
    site.pages["/sitemap.xml"] = (200, f"<sitemapindex><sitemap><loc>{inner}</loc></sitemap></sitemapindex>")
    source = Watched(address=f"{site.root}/sitemap.xml")
    assert watch(path, source).built.added == 1
    assert "/old" not in site.asked
    site.sitemap("/inner.xml", (new, "2021-05-10"), (old, "2021-04-01"))
    site.pages["/sitemap.xml"] = (200, f"<sitemapindex><!-- --><sitemap><loc>{inner}</loc></sitemap></sitemapindex>")
    assert watch(path, source).built.added == 0
    assert site.asked.count("/new") == 1


def test_a_dead_source_is_named_asked_later_and_stops_no_other(site: Site, path: Path) -> None:
    dead = Watched(address=f"{site.root}/dead")
    alive = Watched(address=site.feed("/rss", (f"{site.root}/1", "زيارة", VISIT)))
    first = watch(path, dead, alive)
    assert first.built.added == 1
    assert [error.where for error in first.built.errors] == [dead.address]
    soon = watch(path, dead, alive, now=NOON + timedelta(minutes=5))
    assert [address for address, _ in soon.waiting] == [dead.address]
    assert soon.built.errors == []
    later = watch(path, dead, alive, now=NOON + timedelta(minutes=11))
    assert len(later.built.errors) == 1
    twice = watch(path, dead, alive, now=NOON + timedelta(minutes=25))
    assert twice.waiting, "the wait is twice as long after the second failure"
    site.feed("/dead", (f"{site.root}/2", "توقيع", SIGNING))
    assert watch(path, dead, alive, now=NOON + timedelta(days=2)).built.added == 1


def test_a_page_that_fails_for_a_while_is_tried_again_a_missing_one_is_not(site: Site, path: Path) -> None:
    link = site.article("/1", "زيارة", VISIT)
    good = site.pages["/1"]
    site.pages["/1"] = (503, "")
    source = Watched(address=site.sitemap("/map.xml", (link, "2021-05-09"), (f"{site.root}/gone", "2021-05-09")))
    assert watch(path, source).built.added == 0
    site.pages["/1"] = good
    assert watch(path, source).built.added == 1
    watch(path, source)
    assert site.asked.count("/gone") == 1


def test_robots_are_obeyed(site: Site, path: Path) -> None:
    link = site.article("/private/1", "زيارة", VISIT)
    site.pages["/robots.txt"] = (200, "User-agent: *\nDisallow: /private/")
    done = watch(path, Watched(address=site.sitemap("/map.xml", (link, "2021-05-09"))))
    assert done.built.added == 0
    assert "robots.txt forbids it" in str(done.built.errors[0])
    assert "/private/1" not in site.asked


@pytest.mark.parametrize(
    "text",
    ["", "oops", "[[source]]\nwords = []", '[[source]]\naddress = "x"\ncolour = "red"', "[[source]]\naddress = 1"],
)
def test_a_broken_list_of_sources_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"sources\.toml"):
        read_watchlist(tmp_path / "sources.toml")


def test_a_list_of_sources(tmp_path: Path) -> None:
    text = '[[source]]\naddress = "https://example.org/rss"\nwords = ["سوريا"]\n'
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    assert read_watchlist(tmp_path / "sources.toml") == (Watched(address="https://example.org/rss", words=("سوريا",)),)
