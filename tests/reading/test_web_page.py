"""Web pages of fifteen layouts, with the clutter that such pages have."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rawi.errors import ReadingError
from rawi.lexicon.pages import load_pages
from rawi.model import Document, Span
from rawi.reading.front_matter import make_document
from rawi.reading.page_places import PagePlaces
from rawi.reading.record import Original
from rawi.reading.web_page import read_web_page
from rawi.settings import DEFAULT_SETTINGS

PAGES = load_pages()
FOLDER = Path(__file__).parent / "pages"
CASES = tomllib.loads((FOLDER / "pages.toml").read_text(encoding="utf-8"))["page"]
BODY = "<p>" + "</p><p>".join((FOLDER / "04-microdata.txt").read_text(encoding="utf-8").splitlines()) + "</p>"


def read(data: bytes, today: date = date(2026, 1, 1), address: str | None = None) -> Document:
    original = Original(name="page.html", media_type="text/html", data=data)
    raw = read_web_page(original, "page.html", PAGES, today=today, address=address)
    return make_document(raw, raw.given, PAGES, DEFAULT_SETTINGS)


def page(head: str = "", top: str = "", body: str = BODY, bottom: str = "") -> bytes:
    return (
        f"<html><head><title>البرلمان يقر الموازنة</title>{head}</head><body><div class='header'>بوابة</div>"
        f"<h1>البرلمان يقر الموازنة</h1>{top}<div class='article'>{body}</div>{bottom}</body></html>"
    ).encode()


def word_f1(found: str, wanted: str) -> float:
    have, want = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", wanted))
    return 2 * (have & want).total() / (have.total() + want.total())


def prose_of(document: Document) -> str:
    text = document.text
    for piece in reversed(document.pieces):
        if piece.kind != "heading":
            text = text[: piece.start] + text[piece.end :]
    return text


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_layout(case: dict[str, str]) -> None:
    document = read((FOLDER / f"{case['name']}.html").read_bytes())
    wanted = (FOLDER / f"{case['name']}.txt").read_text(encoding="utf-8")
    assert word_f1(prose_of(document), wanted) >= 0.98
    for field in ("title", "outlet", "published", "byline"):
        if field in case:
            assert str(getattr(document, field)) == case[field]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_words_lead_back_into_the_page(case: dict[str, str]) -> None:
    data = (FOLDER / f"{case['name']}.html").read_bytes()
    document = read(data)
    original = Original(name="page.html", media_type="text/html", data=data)
    places = PagePlaces(original, document.text, PAGES)
    source = places._source
    for word in list(re.finditer(r"\w{4,}", document.text))[::7]:
        there = places.of(Span(word.start(), word.end()))
        assert there is not None and re.sub(r"<[^>]+>", "", there.quote(source)) == word.group()


JSON_LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"البرلمان يقر الموازنة",%s}</script>'


@pytest.mark.parametrize(
    ("head", "top", "bottom", "day"),
    [
        (JSON_LD % '"datePublished":"2024-03-05T10:00:00+03:00"', "", "", "2024-03-05"),
        (JSON_LD % '"dateModified":"2024-03-06","expires":"2030-01-01"', "<p>2 آذار 2024</p>", "", "2024-03-02"),
        (JSON_LD % '"datePublished":"2031-03-05"', "<p>2 آذار 2024</p>", "", "2024-03-02"),
        (JSON_LD % '"datePublished":"2024"', "", "", ""),
        ('<meta name="date" content="2024">', "", "", ""),
        ('<meta property="article:published_time" content="2024-03-05T22:30:00Z">', "", "", "2024-03-05"),
        (
            '<meta property="article:published_time" content="2024-03-05T22:30:00Z">',
            "<div>6 مارس 2024</div>",
            "",
            "2024-03-06",
        ),
        ('<meta property="article:modified_time" content="2024-03-05T22:30:00Z">', "", "", ""),
        ('<meta name="expires" content="2024-03-05">', "", "", ""),
        ("", "<span>نُشر الثلاثاء 13 آب 2024 - 10:20</span>", "", "2024-08-13"),
        ("", "<span>13 أوت 2024</span>", "", "2024-08-13"),
        ("", "<span>13 غشت 2024</span>", "", "2024-08-13"),
        ("", "<span>١٣ تموز/يوليو ٢٠٢٤</span>", "", "2024-07-13"),
        ("", "<span>13/8/2024</span>", "", "2024-08-13"),
        ("", "<span>آخر تحديث: 14 آب 2024</span><span>13 آب 2024</span>", "", "2024-08-13"),
        ("", "<span>آب 2024</span>", "", ""),
        ("", "", "<footer>أسست في 5 أيار 1990</footer>", ""),
        ("", "", "<aside><span>خبر آخر</span><span>5 أيار 2023</span></aside>", ""),
        ("", "<span>13 آب 2029</span>", "", ""),
    ],
)
def test_day_of_publication(head: str, top: str, bottom: str, day: str) -> None:
    assert str(read(page(head, top, bottom=bottom)).published or "") == day


def test_day_in_the_address() -> None:
    assert read(page(), address="https://example.org/2024/08/13/budget").published == date(2024, 8, 13)
    assert read(page(), address="https://example.org/2024/08/budget").published is None


def test_a_change_after_publication_is_noted() -> None:
    head = JSON_LD % '"datePublished":"2024-03-05","dateModified":"2024-03-07"'
    assert "modified 2024-03-07" in read(page(head)).notes


def test_agency_credit_is_kept_as_a_piece() -> None:
    document = read(page(bottom="<div class='news-source'>المصدر: رويترز</div>"))
    assert [piece.quote(document.text) for piece in document.pieces if piece.kind == "credit"] == ["المصدر: رويترز"]


def test_comments_longer_than_the_article_stay_out() -> None:
    comment = "<p>هذا رأيي في الموضوع وقد قلته من قبل وسأقوله مرة أخرى ما دام هناك من يسمع كلام الناس.</p>"
    document = read(page(bottom=f"<div id='comments'>{comment * 60}</div>"))
    assert "هذا رأيي" not in document.text and "صادق البرلمان" in document.text


def test_class_names_of_wrappers_do_not_swallow_the_article() -> None:
    document = read(page(body=f"<div class='content-with-sidebar social-share-enabled'>{BODY}</div>"))
    assert "صادق البرلمان" in document.text


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><body><h1>x</h1></body></html>", b"<p></p>"])
def test_a_page_without_an_article_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match=r"no article|empty"):
        read(data)
