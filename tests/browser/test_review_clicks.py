"""Corrections in the browser: made, listed, taken back; with and without JavaScript, on a dossier of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rawi.web.app import make_app
from serving import serve

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(demo: Path, tmp_path: Path) -> Iterator[str]:
    """Return the address of a copy of the demo dossier that may be corrected."""
    with serve(make_app(Path(shutil.copy(demo, tmp_path / "mine.db")), review=True)) as address:
        yield address


def first_event(page: Any, base: str) -> str:
    page.goto(f"{base}/en/chronicle?origins=2")
    return page.locator("details.event").first.get_attribute("data-place") or ""


def wait_until_joined(page: Any) -> None:
    for _ in range(60):
        if not page.locator(".waiting").count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError("the dossier is not joined anew")


@pytest.mark.parametrize(("tongue", "scripts"), [("en", True), ("ar", False)])
def test_a_rejection_is_listed_and_can_be_taken_back(open_at: Any, desk: str, tongue: str, scripts: bool) -> None:
    page = open_at(desk, f"{tongue}/", java_script_enabled=scripts)
    place = first_event(page, desk).replace("/en/", f"/{tongue}/")
    page.goto(desk + place)
    reports = page.locator(".told").count()
    page.locator("[name=report]").first.check()
    page.check("input[value=reject]")
    page.fill("[name=author]", "قارئ")
    page.fill("[name=reason]", "ليس في النص")
    page.click(".review button[type=submit]")
    assert "/review/audit" in page.url
    row = page.locator(".audit tbody tr").first
    assert "قارئ" in row.inner_text() and "ليس في النص" in row.inner_text()
    wait_until_joined(page)
    answer = page.request.get(desk + place)
    assert answer.status == 404 or answer.text().count('<li class="told">') == reports - 1
    page.goto(f"{desk}/{tongue}/review/audit")
    page.locator(".audit form button").first.click()
    assert page.locator(".audit tr.withdrawn").count() == 1
    wait_until_joined(page)
    page.goto(desk + place)
    assert page.locator(".told").count() == reports, "undo brings it back"


def test_filling_in_a_type_chooses_its_action(open_at: Any, desk: str) -> None:
    page = open_at(desk, "en/")
    page.goto(desk + first_event(page, desk))
    page.select_option(".review select[name=type]", "AID")
    assert page.locator(".review input[value=retype]").is_checked()


def test_forms_of_review_are_accessible_and_fit_a_phone(open_at: Any, desk: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core comes with the extra dev")
    page = open_at(desk, "ar/", viewport={"width": 360, "height": 800})
    for place in (first_event(page, desk).replace("/en/", "/ar/"), "/ar/review/audit"):
        page.goto(desk + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = axe.Axe().run(page, options={"preload": False}).response["violations"]
        assert not [
            (one["id"], node["html"][:200]) for one in found for node in one["nodes"] if one["impact"] != "minor"
        ]


def test_without_leave_nothing_can_be_corrected(open_at: Any, demo_server: str) -> None:
    page = open_at(demo_server, "en/")
    page.goto(demo_server + first_event(page, demo_server))
    assert not page.locator("form[method=post]").count()
