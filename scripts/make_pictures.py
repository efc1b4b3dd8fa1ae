"""Take the README's pictures of the demo dossier as it is served, in both languages (needs Chromium)."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
LARGEST = 250_000
COLOURS = 128
# What each picture shows: its name, the language, the page (a star: the fullest record), its height in pixels.
PICTURES = (
    ("overview", "en", "", 1000),
    ("event", "en", "events/*", 1000),
    ("undertaking", "ar", "undertakings/*", 1000),
)


@contextmanager
def serve(dossier: Path) -> Iterator[str]:
    """Serve a dossier on a free port and return its address."""
    import uvicorn

    from rawi.web.app import make_app

    server = uvicorn.Server(uvicorn.Config(make_app(dossier), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def fullest(page: Any, base: str) -> dict[str, str]:
    """Return the event with the most telling chains and the undertaking with the most stages, by their rooms."""
    best: dict[str, str] = {}
    for room, start in (("events", "chronicle?origins=2"), ("undertakings", "undertakings?kind=memorandum")):
        href = max(links(page, f"{base}/en/{start}", room), key=lambda href: weigh(page, base + href))
        best[room] = href.removeprefix("/en/")
    return best


def links(page: Any, address: str, room: str) -> list[str]:
    """Return the records that a page leads to."""
    page.goto(address)
    found = [
        link.get_attribute("href").partition("#")[0] for link in page.query_selector_all(f"main a[href*='/{room}/']")
    ]
    return list(dict.fromkeys(found))


def weigh(page: Any, address: str) -> int:
    """Say how much a page has to show: merged chains, copies, stages with a day."""
    page.goto(address)
    return sum(
        weight * page.locator(what).count()
        for what, weight in ((".chains .halt", 1), (".halt.copied", 4), (".stages circle", 3))
    )


def small(picture: bytes) -> bytes:
    """Return a PNG in few colours, which is enough for text and lines."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def take_pictures() -> None:
    """Build the demo dossier, serve it, and take all pictures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        dossier = Path(folder, "demo.db")
        subprocess.run([sys.executable, "-m", "rawi", "build", dossier, ROOT / "examples" / "demo"], check=True)
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serve(dossier) as base:
            page = browser.new_page(viewport={"width": 1120, "height": 900}, device_scale_factor=1.5)
            records = fullest(page, base)
            for name, tongue, place, height in PICTURES:
                room, star, _ = place.partition("/*")
                page.set_viewport_size({"width": 1120, "height": height})
                page.goto(f"{base}/{tongue}/{records[room] if star else place}")
                page.wait_for_timeout(300)
                picture = small(page.screenshot())
                assert len(picture) < LARGEST, f"{name} has {len(picture)} bytes"
                IMAGES.joinpath(f"{name}.png").write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    take_pictures()
