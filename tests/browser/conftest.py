"""A real browser for the page tests: the system's Chromium, driven by Playwright; tests skip where it is absent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hand_made import hand_made, keep
from rawi.web.app import make_app
from rawi.web.folder import write_pages
from serving import serve

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DEMO = Path(__file__).parent.parent.parent / "examples" / "demo"
Opener = Callable[..., Any]


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
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the hand-made dossier."""
    return keep(hand_made(), tmp_path_factory.mktemp("hand") / "hand.db")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the demo dossier, built from its articles."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    subprocess.run([sys.executable, "-m", "rawi", "build", path, DEMO], check=True, capture_output=True)
    return path


@pytest.fixture(scope="session")
def site(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the hand-made dossier's folder of pages."""
    folder = tmp_path_factory.mktemp("site")
    write_pages(kept, folder)
    return folder.as_uri()


@pytest.fixture(scope="session")
def hand_server(kept: Path) -> Iterator[str]:
    """Return the address under which the hand-made dossier is served."""
    with serve(make_app(kept)) as address:
        yield address


@pytest.fixture(scope="session")
def demo_server(demo: Path) -> Iterator[str]:
    """Return the address under which the demo dossier is served."""
    with serve(make_app(demo)) as address:
        yield address


@pytest.fixture
def open_at(browser: Any) -> Iterator[Opener]:
    """Return a function that opens a page below an address; errors and requests to elsewhere fail the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_page(base: str, name: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 800}, **options})
        context.set_default_timeout(8_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(base) else faults.append(asked.url))
        page.goto(f"{base}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults
