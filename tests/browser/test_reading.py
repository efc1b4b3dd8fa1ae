"""What a reader does with served pages: filter, brush, move by keyboard, open, look at words, copy."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser

EVENTS = "details.event:visible"


@pytest.mark.parametrize(("tongue", "side"), [("ar", "right"), ("en", "left")])
def test_a_line_begins_where_its_script_begins(open_at: Any, hand_server: str, tongue: str, side: str) -> None:
    page = open_at(hand_server, f"{tongue}/chronicle")
    day, label = page.locator(".day h3").first.bounding_box(), page.locator(".label").first.bounding_box()
    assert (day["x"] > label["x"]) == (side == "right")
    page.locator("#event-base summary").click()
    outlet, source = (page.locator("#event-base .path").first.locator(".stop").nth(n).bounding_box() for n in (0, 1))
    assert (outlet["x"] > source["x"]) == (side == "right"), "the chain runs from the reader's side"


def test_the_filter_asks_at_each_change_and_keeps_the_address_short(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/chronicle")
    assert page.locator(EVENTS).count() == 3
    with page.expect_navigation():
        page.select_option("select[name=type]", "MOBILIZE")
    assert page.url.endswith("/en/chronicle?type=MOBILIZE")
    assert page.locator(EVENTS).count() == 1 and page.locator("#event-base").is_visible()
    assert page.evaluate("document.activeElement.name") == "type", "the reader's place is kept"
    with page.expect_navigation():
        page.check("input[name=disputed]")
    assert "disputed=1" in page.url and page.locator(EVENTS).count() == 1
    page.click(".reset")
    assert page.url.endswith("/en/chronicle") and page.locator(EVENTS).count() == 3


def test_the_filter_works_without_javascript(open_at: Any, demo_server: str) -> None:
    page = open_at(demo_server, "ar/chronicle", java_script_enabled=False)
    everything = page.locator("details.event").count()
    page.fill(".filter input[name=words]", "مذكره")
    page.click(".filter button[type=submit]")
    told = page.locator("details.event")
    assert 0 < told.count() < everything, "spellings that the press mixes are one"
    kind = told.first.get_attribute("data-type")
    page.select_option("select[name=type]", kind)
    page.click(".filter button[type=submit]")
    assert f"type={kind}" in page.url
    assert {line.get_attribute("data-type") for line in told.all()} == {kind}


def test_counts_stand_beside_the_choices(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/chronicle")
    choices = page.locator("select[name=type] option").all_inner_texts()
    assert len(choices) == 4 and all(choice.endswith("(1)") for choice in choices[1:])


def test_nothing_left_is_said(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/chronicle?words=nowhere")
    assert page.locator(EVENTS).count() == 0 and page.locator(".nothing").is_visible()


def test_the_keyboard_moves_opens_searches_and_explains(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/chronicle")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('details').id") == "event-visit"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert page.locator("#event-sign").get_attribute("open") is not None
    page.keyboard.press("/")
    page.keyboard.type("base")
    assert page.input_value(".filter input[name=words]") == "base"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog.help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.help").is_visible()


def test_a_key_leads_to_the_page_of_the_event(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "ar/chronicle")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.url.endswith("/ar/events/sign")


def test_the_event_tells_why_its_origins_are_as_many(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/events/visit")
    drawing = page.locator("figure.chains")
    assert "2 independent origins" in drawing.locator("figcaption").inner_text()
    assert drawing.locator(".halt.source").count() == 2 == drawing.locator(".band").count()
    label = drawing.locator("svg[role=group]").get_attribute("aria-label")
    assert "\u2190 Ministry of Defence of Türkiye" in label
    boxes = [box.bounding_box() for box in drawing.locator(".halt").all()]
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            assert apart or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]


def test_bars_of_the_strip_lead_to_their_events(open_at: Any, demo_server: str) -> None:
    page = open_at(demo_server, "en/", java_script_enabled=False)
    bar = page.locator(".strip a[href]").first
    told = int(re.search(r": (\d+) event", bar.get_attribute("aria-label")).group(1))  # type: ignore[union-attr]
    page.goto(demo_server + bar.get_attribute("href"))
    assert "since=" in page.url and "until=" in page.url
    assert page.locator("details.event").count() == told


@pytest.mark.parametrize("tongue", ["ar", "en"])
def test_dragging_over_the_strip_asks_for_a_time(open_at: Any, demo_server: str, tongue: str) -> None:
    page = open_at(demo_server, f"{tongue}/")
    box = page.locator(".strip svg").bounding_box()
    begin, end = (0.95, 0.5) if tongue == "ar" else (0.05, 0.5)
    page.mouse.move(box["x"] + begin * box["width"], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 40)
    page.mouse.move(box["x"] + end * box["width"], box["y"] + 40)
    with page.expect_navigation():
        page.mouse.up()
    since, until = (re.search(name + r"=(\d{4}-\d\d-\d\d)", page.url).group(1) for name in ("since", "until"))  # type: ignore[union-attr]
    assert since < until and "/chronicle?" in page.url
    assert page.input_value("input[name=since]") == since and page.input_value("input[name=until]") == until
    first, last = (page.get_attribute(".strip", f"data-{end}") or "" for end in ("first", "last"))
    assert not first or (first >= since[:4] and last)


def test_arrows_walk_along_the_bars_with_one_stop_for_the_tab_key(open_at: Any, demo_server: str) -> None:
    page = open_at(demo_server, "ar/")
    assert page.locator(".strip a[tabindex='0']").count() == 1
    page.locator(".strip a[tabindex='0']").focus()
    where = "document.activeElement.dataset.from"
    before = page.evaluate(where)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(where) > before, "time runs to the left"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(where) == before


def test_a_documents_words_show_what_was_found(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/documents/agency")
    assert not page.locator(".record").is_visible()
    page.locator(".text .trigger").first.hover()
    assert "Yaşar Güler" in page.inner_text(".record") and "سيزور" in page.inner_text(".record")
    page.locator(".text .name").first.hover()
    assert "Damascus" in page.inner_text(".record")
    page.locator(".text .trigger").first.focus()
    assert "سيزور" in page.inner_text(".record"), "focus shows it too"
    page.keyboard.press("Escape")
    assert not page.locator(".record").is_visible()
    assert "Yaşar Güler" in page.locator(".text .trigger").first.get_attribute("title"), "without the card, the title"


def test_layers_of_a_document_can_be_switched_off_without_javascript(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/documents/agency", java_script_enabled=False)
    paint = "getComputedStyle(document.querySelector('.text .trigger')).backgroundColor"
    assert page.evaluate(paint) != "rgba(0, 0, 0, 0)"
    page.uncheck("#show-trigger")
    assert page.evaluate(paint) == "rgba(0, 0, 0, 0)"


def test_a_citation_is_copied(open_at: Any, hand_server: str) -> None:
    page = open_at(hand_server, "en/events/visit", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").first.click()
    page.wait_for_selector("button.done")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Yaşar Güler visited Damascus" in copied
