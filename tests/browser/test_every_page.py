"""Every served page of the demo dossier, in both languages: whole on a wide screen and on a phone, and accessible."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

pytestmark = pytest.mark.browser

LISTS = ("", "chronicle?since=2025-06-01", "undertakings", "disputes", "actors", "sources", "map", "documents")
RECORDS = ("events", "undertakings", "actors", "documents")
EVERY = [*LISTS, "search?words=دمشق", *(f"{room}/*" for room in RECORDS)]
# Rules of axe-core that matter here run on the page as it is: no remote style sheets are fetched.
OPTIONS = {"preload": False}


@pytest.fixture(scope="session")
def address_of(browser: Any, demo_server: str) -> Any:
    """Return a function that finds the page with most in it of those that a star stands for."""
    found: dict[str, str] = {}
    page = browser.new_page(java_script_enabled=False)

    def address(tongue: str, name: str) -> str:
        room, star, _ = name.partition("*")
        if not star:
            return f"{tongue}/{name}"
        if name not in found:
            page.goto(f"{demo_server}/en/{'chronicle?origins=2' if room == 'events/' else room[:-1]}")
            links = [link.get_attribute("href") or "" for link in page.query_selector_all(f"main a[href*='/{room}']")]
            found[name] = re.sub("[?#].*", "", links[0]).removeprefix("/en/")
        return f"{tongue}/{found[name]}"

    return address


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("tongue", ["ar", "en"])
def test_page_is_whole_and_accessible(open_at: Any, demo_server: str, address_of: Any, tongue: str, name: str) -> None:
    page = open_at(demo_server, address_of(tongue, name), color_scheme="dark" if tongue == "en" else "light")
    assert page.get_attribute("html", "lang") == tongue
    assert page.get_attribute("html", "dir") == ("rtl" if tongue == "ar" else "ltr")
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    levels = [int(tag[1]) for tag in re.findall(r"<(h[1-6])\b", page.inner_html("main"))]
    assert all(after <= before + 1 for before, after in pairwise(levels)), f"a heading is skipped: {levels}"
    assert not page.locator("[style], [onclick], [onload]").count(), "the policy allows nothing inline"
    page.evaluate("[...document.querySelectorAll('main details')].slice(0, 8).forEach((d) => { d.open = true; })")
    for width in (1200, 768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"wider than a screen of {width}"
    assert not _cut(page), "words run out of their boxes"
    assert not _faults(page)


def _cut(page: Any) -> list[str]:
    """Return boxes of the drawings whose words are cut without a sign."""
    cut: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("foreignObject > div")]
            .filter((box) => getComputedStyle(box).overflow !== "hidden")
            .filter((box) => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 1)
            .map((box) => box.textContent.trim())"""
    )
    return cut


def _faults(page: Any) -> list[tuple[str, str]]:
    """Return what axe-core finds that is more than minor."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core comes with the extra dev")
    found = axe.Axe().run(page, options=OPTIONS).response["violations"]
    return [(one["id"], node["html"][:200]) for one in found for node in one["nodes"] if one["impact"] != "minor"]


@pytest.mark.parametrize("name", ["", "chronicle?type=AGREE", "documents/*"])
def test_the_language_switch_stays_on_the_page(open_at: Any, demo_server: str, address_of: Any, name: str) -> None:
    page = open_at(demo_server, address_of("en", name))
    before = page.url
    page.click(".tongue")
    assert page.url == before.replace("/en/", "/ar/") and page.get_attribute("html", "dir") == "rtl"
    page.click(".tongue")
    assert page.url == before


@pytest.mark.parametrize("name", ["", "chronicle", "events/*", "undertakings/*", "actors/*", "sources", "documents/*"])
def test_every_page_can_be_read_without_javascript(open_at: Any, demo_server: str, address_of: Any, name: str) -> None:
    page = open_at(demo_server, address_of("en", name), java_script_enabled=False)
    assert len(page.inner_text("main")) > 200
    for button in page.query_selector_all("button"):
        useless = button.get_attribute("type") == "button" and button.is_visible()
        assert not useless, f"a button that does nothing: {button.inner_text()}"


@pytest.mark.parametrize("name", ["", "chronicle", "events/*", "map"])
def test_every_page_can_be_printed(open_at: Any, demo_server: str, address_of: Any, name: str) -> None:
    page = open_at(demo_server, address_of("ar", name), color_scheme="dark")
    hidden = page.locator("main details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("main details:not([open])").count() == 0 or not hidden
    assert not page.locator(".top nav, .filter, dialog.help").filter(visible=True).count()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)"), "dark screens print on white"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_dark_follows_the_system_and_the_reader_may_choose(open_at: Any, demo_server: str) -> None:
    page = open_at(demo_server, "ar/", color_scheme="dark")
    paper = partial(page.evaluate, "getComputedStyle(document.body).backgroundColor")
    assert paper() == "rgb(21, 24, 27)"
    page.click("[data-theme-switch]")
    assert paper() == "rgb(251, 250, 246)"
    page.reload()
    assert paper() == "rgb(251, 250, 246)", "the choice is remembered"
