"""Bring the README up to date: run its example, and take its picture of the demo dossier's page (needs Chromium)."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "chronicle.png"
RAWI = [sys.executable, "-m", "rawi"]
EXAMPLE = re.compile(r"(?<=```console\n)\$ cat (\S+)\n(.+?)\n\$ rawi (annotate [^\n]+)\n.*?(?=```)", re.DOTALL)


def run_example(readme: str) -> str:
    """Return the README with what its example prints now."""
    found = EXAMPLE.search(readme)
    assert found is not None, "the README has lost its example"
    name, text, command = found.groups()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text + "\n", encoding="utf-8")
        arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)]
        done = subprocess.run([*RAWI, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    example = f"$ cat {name}\n{text}\n$ rawi {command}\n{done.stdout.strip()}\n"
    return readme[: found.start()] + example + readme[found.end() :]


def take_picture() -> None:
    """Build the demo dossier, write its pages, open its best attested event and take a picture."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder:
        dossier, pages = Path(folder, "demo.db"), Path(folder, "pages")
        subprocess.run([*RAWI, "build", str(dossier), str(ROOT / "examples" / "demo")], check=True)
        subprocess.run([*RAWI, "report", str(dossier), "-o", str(pages)], check=True, stdout=subprocess.DEVNULL)
        with sync_playwright() as running:
            browser = running.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1120, "height": 1240}, device_scale_factor=1.5)
            page.goto((pages / "index.en.html").as_uri())
            page.evaluate(
                """() => {
                    const count = (event, what) => event.querySelectorAll(what).length;
                    const weight = (event) => (event.dataset.origins > 1)
                        * (3 * count(event, ".tree .copied") + count(event, ".tree ul > li"));
                    const told = [...document.querySelectorAll("details.event")].sort((a, b) => weight(b) - weight(a));
                    told[0].open = true;
                    const month = told[0].closest(".month").getBoundingClientRect();
                    const day = told[0].closest(".day").getBoundingClientRect();
                    scrollTo({ top: Math.max(month.top - 70, day.top - 330), behavior: "instant" });
                }"""
            )
            page.wait_for_timeout(400)
            PICTURE.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(PICTURE))
            browser.close()


if __name__ == "__main__":
    README.write_text(run_example(README.read_text(encoding="utf-8")), encoding="utf-8")
    take_picture()
