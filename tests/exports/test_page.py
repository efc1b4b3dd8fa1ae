"""The static pages: complete, linked, safe, in two languages; every message is used and exists in both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from hand_made import hand_made, keep
from rawi.exports.page.chain_tree import grow_tree
from rawi.exports.page.evidence import Step, Told
from rawi.exports.page.language import TONGUES, load_language, plural_form
from rawi.exports.page.rendering import SECTIONS
from rawi.model import Dossier
from rawi.web.folder import write_pages

ROOT = files("rawi.exports.page")
VOID = {"meta", "link", "input", "line", "rect", "path", "br", "img", "hr"}


class Reader(HTMLParser):
    """Collects links, ids and text of a page, and refuses tags that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value))
            if name in ("href", "src"):
                self.links.append((tag, value or ""))
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open and self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    dossier = keep(hand_made(), tmp_path_factory.mktemp("dossier") / "hand.db")
    assert write_pages(dossier, folder, title="دمشق وأنقرة") == folder / "index.html"
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Reader]:
    return {
        str(path.relative_to(folder)): Reader(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def test_every_page_exists_in_both_languages(pages: dict[str, Reader]) -> None:
    arabic = {name for name in pages if not name.endswith(".en.html")}
    assert {name.removesuffix(".html") + ".en.html" for name in arabic} == set(pages) - arabic
    assert len([name for name in arabic if name.startswith("documents/")]) == 5


def test_all_links_lead_somewhere_and_nothing_is_fetched_from_outside(pages: dict[str, Reader], folder: Path) -> None:
    for name, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), f"{name}: an id stands twice"
        for tag, link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert tag == "a" and parts.scheme in ("http", "https"), f"{name}: {link}"
                continue
            target = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            assert target.is_file(), f"{name}: {link}"
            if parts.fragment:
                assert parts.fragment in pages[str(target.resolve().relative_to(folder.resolve()))].ids, (
                    f"{name}: {link}"
                )


def test_text_addresses_and_names_cannot_become_markup(pages: dict[str, Reader], folder: Path) -> None:
    text = (folder / "documents/0004.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
    assert not any("javascript:" in link for page in pages.values() for _, link in page.links)
    for page in pages.values():
        assert not [name for _, name, _ in page.attributes if name.startswith("on")]


def test_direction_and_language(pages: dict[str, Reader]) -> None:
    assert ("html", "dir", "rtl") in pages["index.html"].attributes
    assert ("html", "dir", "ltr") in pages["index.en.html"].attributes
    assert ("html", "lang", "en") in pages["index.en.html"].attributes


def test_a_line_says_what_who_how_sure_and_from_how_many(pages: dict[str, Reader]) -> None:
    text = pages["chronicle.en.html"].text
    assert "Yaşar Güler visited Damascus … التركية أن الوزير يشار غولر سيزور دمشق" in text
    assert "occurred 3 reports · 2 independent origins" in text
    assert "3 September Wednesday" in text
    assert "planned 1 September 2025 1 report occurred 4 September 2025" in pages["events/visit.en.html"].text
    arabic = pages["chronicle.html"].text
    assert "٣ روايات · مصدران مستقلان" in arabic
    assert "٣ أيلول/سبتمبر الأربعاء" in arabic


def test_evidence_is_the_sentence_with_the_trigger_marked(folder: Path) -> None:
    text = (folder / "chronicle.en.html").read_text(encoding="utf-8")
    assert '<mark class="trigger">سيزور</mark>' in text
    assert '<mark class="actor">يشار غولر</mark>' in text
    assert '<mark class="time">3 أيلول</mark>' in text


def test_the_chain_runs_from_the_outlet_to_the_one_who_knows(pages: dict[str, Reader]) -> None:
    text = pages["events/base.en.html"].text
    assert "al-Sandian has it from said al-Nurs has it from said مصادر مطلعة unnamed source" in text
    text = pages["events/visit.en.html"].text
    assert "al-Mina has it from cited al-Nurs has it from announced Ministry of Defence of Türkiye" in text


def test_names_without_an_english_form_are_romanised_and_marked(folder: Path) -> None:
    english = (folder / "events/base.en.html").read_text(encoding="utf-8")
    assert '<bdi lang="ar-Latn">al-Sandian</bdi>' in english
    assert '<bdi lang="ar">موقع السنديان</bdi>' in (folder / "events/base.html").read_text(encoding="utf-8")


def test_all_chains_of_an_origin_are_one_tree() -> None:
    def step(name: str, kind: str = "named") -> Step:
        return Step(name, "en", kind, "", "", "", "", "")

    def told(day: str, *names: str) -> Told:
        path = tuple(step(name, "outlet" if number else "publisher") for number, name in enumerate(names))
        return Told("", "", "", "", "en", day, (), path, "", "", "", ())

    tree = grow_tree("M", "en", "named", [told("1", "A", "M"), told("2", "B", "A", "M"), told("3", "C")])
    assert (tree.name, tree.days) == ("M", ())
    agency, copy = tree.takers
    assert (agency.name, agency.days, [taker.name for taker in agency.takers]) == ("A", ("1",), ["B"])
    assert (copy.name, copy.days, copy.copied, agency.copied) == ("C", ("3",), True, False)
    assert grow_tree("O", "en", "outlet", [told("4", "O")]).days == ("4",)
    (ministry,) = grow_tree("the state", "en", "named", [told("5", "A", "a ministry")], copies=False).takers
    assert (ministry.name, ministry.copied, ministry.takers[0].name) == ("a ministry", False, "A")


def test_undated_events_stand_last_and_say_when_they_were_first_told(pages: dict[str, Reader]) -> None:
    text = pages["chronicle.en.html"].text
    assert text.index("Without a date") > text.index("Yaşar Güler signed")
    assert "first reported 20 October 2025" in text


def test_an_undertaking_shows_parties_stages_phases_and_provisions(pages: dict[str, Reader]) -> None:
    text = pages["undertakings.en.html"].text
    assert "Memorandum: Türkiye – Syria" in text
    assert "agreed 1 September 2025 signed 3 September 2025" in text
    text = pages["undertakings/memo.en.html"].text
    assert text.index("agreed 1 September 2025") < text.index("signed 3 September 2025")
    assert "1 تقييم الحاجات." in text and "إيفاد مئة ضابط إلى أنقرة." in text


def test_disputes_stand_side_by_side_with_who_says_what(pages: dict[str, Reader]) -> None:
    text = pages["disputes.en.html"].text
    assert "Did it happen, or will it?" in text
    assert text.index("It is denied") < text.index("It is told as done, planned or considered")


def test_sources_count_relays_and_unnamed_sources(pages: dict[str, Reader]) -> None:
    text = pages["sources.en.html"].text
    assert "17% of all reports rest on sources without a name." in text
    assert "al-Mina al-Nurs 1" in text


def test_a_document_page_keeps_the_whole_text(folder: Path) -> None:
    for number, name in enumerate(("agency", "copy", "visit", "base", "denial"), 1):
        page = (folder / f"documents/{number:04d}.html").read_text(encoding="utf-8")
        inner = page.split('<div class="text" lang="ar" dir="rtl">')[1].split("</div>")[0]
        words = Reader(f"<div>{inner}</div>").words
        document = next(one.document for one in hand_made().annotations if one.document.id == name)
        assert "".join(words) == document.text


def test_writing_twice_gives_the_same_pages(folder: Path, tmp_path: Path) -> None:
    write_pages(keep(hand_made(), tmp_path / "hand.db"), tmp_path / "pages", title="دمشق وأنقرة")
    for path in sorted(folder.rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "pages" / path.relative_to(folder)).read_bytes()


def test_whoever_watches_sees_every_page_done(tmp_path: Path) -> None:
    seen: list[str] = []
    write_pages(keep(hand_made(), tmp_path / "hand.db"), tmp_path / "pages", watch=seen.append)
    assert len(seen) == len(list(tmp_path.rglob("*.html")))
    assert {"index", "events/base", "undertakings/memo"} < set(seen)


def test_an_empty_dossier_has_pages_too(tmp_path: Path) -> None:
    write_pages(keep(Dossier(annotations=()), tmp_path / "empty.db"), tmp_path / "pages")
    assert "No event was found" in Reader((tmp_path / "pages/chronicle.en.html").read_text(encoding="utf-8")).text


def _keys(table: dict[str, object], before: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def test_both_languages_have_the_same_messages_and_placeholders() -> None:
    tables = {tongue: load_language(tongue).words for tongue in TONGUES}
    arabic, english = ({key for key in _keys(tables[tongue]) if not key.startswith("counts.")} for tongue in TONGUES)
    assert arabic == english
    for key in english - {"direction", "digits", "comma", "quote"}:
        found = []
        for tongue in TONGUES:
            value = tables[tongue]
            for part in key.split("."):
                value = value[part]
            found.append(sorted(re.findall(r"\{\w*\}", str(value))))
        assert found[0] == found[1], key


def _source() -> str:
    """Return the code and the templates of the pages."""
    return "".join(
        path.read_text(encoding="utf-8")
        for room in ("rawi.exports.page", "rawi.web")
        for path in Path(str(files(room))).rglob("*.*")
        if path.suffix in (".html", ".py")
    )


def test_every_message_that_is_said_exists() -> None:
    english = load_language("en").words
    for table, name in re.findall(r'say\(\s*"(\w+)\.(\w+)"[,)]', _source()):
        assert name in english[table], f"{table}.{name}"


def test_every_message_is_used() -> None:
    source = _source()
    english = tomllib.loads(ROOT.joinpath("messages/en.toml").read_text(encoding="utf-8"))
    made = ("documents.mark_", "page.nothing_", "page.lead_", "kinds.", "disputes.about_", "undertakings.p")
    made += ("counts.", "reasons.", "errors.", "actors.kind_", "filter.any_", "review.", "keys.")
    made += ("undertakings.supporters", "undertakings.opponents")
    names = {f"page.{name}" for name in SECTIONS}
    for key in _keys(english):
        if "." in key and not key.startswith(made) and key not in names:
            assert f'"{key}"' in source, f"{key} is never said"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 1000])
def test_arabic_plurals_follow_cldr(number: int) -> None:
    babel = pytest.importorskip("babel", reason="Babel brings CLDR's plural rules")
    assert plural_form("ar", number) == babel.Locale("ar").plural_form(number)
    assert plural_form("en", number) == babel.Locale("en").plural_form(number)


def _palette(css: str, selector: str) -> dict[str, str]:
    block = css.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("selector", [":root", ':root[data-theme="dark"]'])
def test_colours_can_be_read(selector: str) -> None:
    palette = _palette(ROOT.joinpath("static/style.css").read_text(encoding="utf-8"), selector)
    papers = ("paper", "raised", "sunken")
    for ink in ("ink", "quiet", "accent", "warn"):
        for paper in papers:
            assert _contrast(palette[ink], palette[paper]) >= 4.5, (ink, paper)
    for ink in ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"):
        assert _contrast(palette[ink], palette["sunken"]) >= 4.5, ink
    for mark in ("trigger", "actor", "recipient", "time"):
        assert _contrast(palette["ink"], palette[mark]) >= 7, mark
    assert _contrast(palette["warn"], palette["warn-paper"]) >= 4.5


def test_the_dark_colours_are_given_alike_for_system_and_choice() -> None:
    css = ROOT.joinpath("static/style.css").read_text(encoding="utf-8")
    assert _palette(css, ':root:not([data-theme="light"])') == _palette(css, ':root[data-theme="dark"]')
