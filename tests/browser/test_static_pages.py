"""The static pages in a real browser: both directions, without JavaScript, by keyboard, on a phone, on paper."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = ("index", "undertakings", "disputes", "sources", "documents", "documents/0003")
EVENTS = "details.event:visible"


def all_pages() -> list[str]:
    return [f"{name}{suffix}" for name in PAGES for suffix in (".html", ".en.html")]


@pytest.mark.parametrize("name", all_pages())
@pytest.mark.parametrize("width", [1200, 360])
def test_no_page_is_wider_than_the_screen(open_page: Any, name: str, width: int) -> None:
    page = open_page(name, viewport={"width": width, "height": 800})
    for details in page.query_selector_all("details"):
        details.evaluate("d => d.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1


@pytest.mark.parametrize(("name", "side"), [("index.html", "right"), ("index.en.html", "left")])
def test_the_page_begins_where_its_script_begins(open_page: Any, name: str, side: str) -> None:
    page = open_page(name, viewport={"width": 1200, "height": 800})
    day, label = page.locator(".day h3").first.bounding_box(), page.locator(".label").first.bounding_box()
    assert (day["x"] > label["x"]) == (side == "right")
    page.locator("details.event summary").first.click()
    outlet, source = (page.locator(".path").first.locator(".stop").nth(n).bounding_box() for n in (0, 1))
    assert (outlet["x"] > source["x"]) == (side == "right"), "the chain runs from the reader's side"


def test_the_language_switch_stays_on_the_page(open_page: Any) -> None:
    page = open_page("undertakings.html")
    page.click(".tongue")
    assert page.url.endswith("undertakings.en.html")
    assert page.get_attribute("html", "dir") == "ltr"
    page.click(".tongue")
    assert page.url.endswith("undertakings.html")


def test_everything_can_be_read_without_javascript(open_page: Any) -> None:
    page = open_page("index.en.html", java_script_enabled=False)
    assert not page.locator("form.filter").is_visible() and not page.locator(".theme").is_visible()
    assert not page.locator("blockquote").first.is_visible()
    page.locator("details.event summary").first.click()
    assert page.locator("blockquote").first.is_visible()
    page.locator(".where a").first.click()
    assert "documents/0001.en.html#at-" in page.url
    assert page.locator(".text").inner_text().startswith("وفد عسكري")


def test_a_link_to_an_event_opens_it(open_page: Any) -> None:
    page = open_page("index.html#event-base")
    assert page.locator("#event-base blockquote").first.is_visible()
    assert not page.locator("#event-visit blockquote").first.is_visible()


def test_the_filter_narrows_the_chronicle(open_page: Any) -> None:
    page = open_page("index.en.html")
    assert page.locator(EVENTS).count() == 3
    page.select_option("select[name=type]", "MOBILIZE")
    assert page.locator(EVENTS).count() == 1 and page.locator(".month:visible").count() == 1
    page.select_option("select[name=type]", "")
    page.check("input[name=confirmed]")
    assert page.locator(EVENTS).count() == 2
    page.fill("input[name=words]", "no such words")
    assert page.locator(EVENTS).count() == 0 and page.locator("[data-nothing]").is_visible()


def test_the_search_knows_spellings_and_evidence(open_page: Any) -> None:
    page = open_page("index.html")
    page.fill("input[name=words]", "اعلنت")
    assert page.locator(EVENTS).count() == 1
    page.fill("input[name=words]", "مذكره")
    assert page.locator(EVENTS).count() == 2


def test_the_keyboard_moves_opens_and_searches(open_page: Any) -> None:
    page = open_page("index.en.html")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('details').id") == "event-sign"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.locator("#event-visit").get_attribute("open") is not None
    page.keyboard.press("/")
    page.keyboard.type("base")
    assert page.input_value("input[name=words]") == "base"


def test_all_lines_open_and_close_at_once(open_page: Any) -> None:
    page = open_page("index.en.html")
    page.click("[data-open]")
    assert page.locator("details.event[open]").count() == 3
    page.click("[data-open]")
    assert page.locator("details.event[open]").count() == 0


def test_layers_of_a_document_can_be_switched_off_without_javascript(open_page: Any) -> None:
    page = open_page("documents/0001.en.html", java_script_enabled=False)
    paint = "getComputedStyle(document.querySelector('.text .trigger')).backgroundColor"
    assert page.evaluate(paint) != "rgba(0, 0, 0, 0)"
    page.uncheck("#show-trigger")
    assert page.evaluate(paint) == "rgba(0, 0, 0, 0)"


def test_dark_follows_the_system_and_the_reader_may_choose(open_page: Any) -> None:
    page = open_page("index.html", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(21, 24, 27)"
    page.click("[data-theme-switch]")
    assert page.evaluate(paper) == "rgb(251, 250, 246)"
    page.reload()
    assert page.evaluate(paper) == "rgb(251, 250, 246)", "the choice is remembered"


def test_on_paper_every_line_is_open(open_page: Any, tmp_path: Path) -> None:
    page = open_page("index.en.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("blockquote:visible").count() == page.locator("blockquote").count() == 6
    assert not page.locator("form.filter").is_visible()
    paper = page.pdf(path=str(tmp_path / "page.pdf"))
    assert paper.startswith(b"%PDF")


@pytest.mark.parametrize("name", all_pages())
def test_everything_that_can_be_focused_has_a_name(open_page: Any, name: str) -> None:
    page = open_page(name)
    for element in page.query_selector_all("a, button, input, select, summary"):
        named = element.evaluate(
            "e => (e.getAttribute('aria-label') || (e.labels && [...e.labels].map(l => l.textContent).join(''))"
            " || e.textContent).trim()"
        )
        assert named, element.evaluate("e => e.outerHTML")
    for drawing in page.query_selector_all("svg"):
        assert drawing.get_attribute("aria-label")
    levels = [int(tag[1]) for tag in re.findall(r"<(h[1-6])\b", page.content())]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "a heading is skipped"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", all_pages())
def test_axe_finds_nothing_serious(open_page: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core comes with the extra dev")
    page = open_page(name, color_scheme=scheme)
    for details in page.query_selector_all("details"):
        details.evaluate("d => d.open = true")
    found = axe.Axe().run(page, options={"preload": False}).response["violations"]
    serious = [(one["id"], node["html"]) for one in found for node in one["nodes"] if one["impact"] != "minor"]
    assert not serious
