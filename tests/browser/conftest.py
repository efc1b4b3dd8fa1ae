"""A real browser for the page tests: the system's Chromium, driven by Playwright; tests skip where it is absent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hand_made import hand_made, keep
from rawi.web.folder import write_pages

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return a running browser."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser (extra dev)")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the hand-made dossier's pages."""
    folder = tmp_path_factory.mktemp("site")
    write_pages(keep(hand_made(), tmp_path_factory.mktemp("dossier") / "hand.db"), folder)
    return folder


@pytest.fixture
def open_page(browser: Any, site: Path) -> Iterator[Any]:
    """Return a function that opens a page of the site; errors and requests beyond the folder fail the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_page(name: str, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(site.as_uri()) else faults.append(asked.url))
        page.goto(f"{site.as_uri()}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
