"""The pages as files on a disk: everything that needs no server works from there too."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

EVENTS = "details.event:visible"
PAGES = ("index", "chronicle", "undertakings", "disputes", "actors", "sources", "map", "documents", "events/visit")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("suffix", [".html", ".en.html"])
def test_page_opens_from_a_disk(open_at: Any, site: str, name: str, suffix: str) -> None:
    page = open_at(site, name + suffix, viewport={"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("h1").count() == 1
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "the style sheet is found"
    assert page.locator("[data-theme-switch]").is_visible(), "the scripts are found"


def test_links_between_the_files_hold(open_at: Any, site: str) -> None:
    page = open_at(site, "index.en.html", java_script_enabled=False)
    page.click("nav a[href*='chronicle']")
    page.locator("#event-visit summary").click()
    page.locator("#event-visit .where a").first.click()
    assert "/documents/" in page.url and "#at-" in page.url
    page.click(".tongue")
    assert page.get_attribute("html", "dir") == "rtl" and page.locator(".text").is_visible()


def test_a_link_to_an_event_opens_it(open_at: Any, site: str) -> None:
    page = open_at(site, "chronicle.html#event-base")
    assert page.locator("#event-base blockquote").first.is_visible()
    assert not page.locator("#event-visit blockquote").first.is_visible()


def test_the_filter_narrows_in_place(open_at: Any, site: str) -> None:
    page = open_at(site, "chronicle.html")
    assert page.locator(EVENTS).count() == 3
    page.check("input[name=confirmed]")
    assert page.locator(EVENTS).count() == 2
    page.uncheck("input[name=confirmed]")
    page.fill(".filter input[name=words]", "مذكره")
    assert page.locator(EVENTS).count() == 2, "spellings that the press mixes are one"
    page.fill(".filter input[name=words]", "no such words")
    assert page.locator(EVENTS).count() == 0 and page.locator("[data-nothing]").is_visible()


def test_all_lines_open_and_close_at_once(open_at: Any, site: str) -> None:
    page = open_at(site, "chronicle.en.html")
    page.click("[data-open]")
    assert page.locator("details.event[open]").count() == 3
    page.click("[data-open]")
    assert page.locator("details.event[open]").count() == 0


def test_on_paper_every_line_is_open(open_at: Any, site: str) -> None:
    page = open_at(site, "chronicle.en.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("blockquote:visible").count() == page.locator("blockquote").count() == 5
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.event[open]").count() == 0
