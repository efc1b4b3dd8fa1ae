"""Write a dossier as a folder of pages: an Arabic and an English file for each, a style sheet and a small script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from rawi.exports.page.chronicle import by_month, cut_into_pages, in_order, name_of_page
from rawi.exports.page.disputes import show_disputes
from rawi.exports.page.documents import list_documents, show_document
from rawi.exports.page.drawings import draw_flow, draw_strip
from rawi.exports.page.language import TONGUES, Language, load_language
from rawi.exports.page.shelf import Shelf
from rawi.exports.page.sources import show_sources
from rawi.exports.page.undertakings import show_undertakings
from rawi.lexicon.labels import Labels, load_labels
from rawi.model import EVENT_TYPES, FACTUALITIES, Dossier, Event

if TYPE_CHECKING:
    from jinja2 import Environment

SECTIONS = ("index", "undertakings", "disputes", "sources", "documents")
_SUFFIX = {"ar": ".html", "en": ".en.html"}
_STATIC = ("style.css", "page.js")


class Page(Struct, frozen=True):
    """One page before it is rendered: its name without suffix, its template, its section and its contents."""

    name: str
    template: str
    section: str
    contents: dict[str, Any]


def write_pages(
    dossier: Dossier, folder: Path, *, title: str = "", watch: Callable[[int, int], None] = lambda done, total: None
) -> Path:
    """Write the pages of a dossier into a folder and return the first one, ``index.html``, which is Arabic.

    The folder is made where it is missing; pages that stand in it are overwritten. Everything lies in the folder and
    all links are relative, so that the pages work from a disk, without a network and without JavaScript. `title`
    names the dossier. `watch` is told after each page how many are done, of how many. Raises OSError where the folder
    cannot be written.
    """
    labels = load_labels()
    environment = _environment()
    pages = cut_into_pages(in_order(dossier.events, _first_told(dossier)))
    chronicle = {event.id: name_of_page(number) for number, found in enumerate(pages) for event in found}
    shelf = Shelf(dossier, labels, chronicle)
    for name in _STATIC:
        _write(folder / "static" / name, files("rawi.exports.page").joinpath("static", name).read_text("utf-8"))
    done, total = 0, len(TONGUES) * (len(pages) + len(SECTIONS) - 1 + len(dossier.annotations))
    for tongue in TONGUES:
        language = load_language(tongue)
        shared = _shared(shelf, labels, language, title)
        for page in _pages(shelf, pages, language):
            text = environment.get_template(page.template).render(
                {**shared, **_links(page, language), **page.contents, "section": page.section}
            )
            _write(folder / f"{page.name}{_SUFFIX[tongue]}", text)
            done += 1
            watch(done, total)
    return folder / "index.html"


def _pages(shelf: Shelf, chronicle: list[list[Event]], language: Language) -> Iterator[Page]:
    """Yield all pages of one language."""
    strip = draw_strip(shelf.dossier.events, shelf, language)
    parts = [(name_of_page(number), _range(found, language)) for number, found in enumerate(chronicle)]
    for number, found in enumerate(chronicle):
        months = list(by_month(found, shelf, language))
        contents = {"months": months, "strip": None if number else strip, "pages": parts, "part": number}
        yield Page(parts[number][0], "chronicle.html", "index", contents)
    cards = show_undertakings(shelf, language)
    yield Page("undertakings", "undertakings.html", "undertakings", {"cards": cards})
    yield Page("disputes", "disputes.html", "disputes", {"disputes": show_disputes(shelf, language)})
    sources = show_sources(shelf, language)
    unnamed = frozenset(row.name for row in sources.origins if row.kind == "anonymous")
    flow = draw_flow(sources.flows, unnamed, language)
    yield Page("sources", "sources.html", "sources", {"sources": sources, "flow": flow})
    yield Page("documents", "documents.html", "documents", {"rows": list_documents(shelf, language)})
    for one in shelf.annotations:
        name = shelf.page_of_document(one.document.id)
        yield Page(name, "document.html", "documents", {"sheet": show_document(one, shelf, language)})


def _range(found: list[Event], language: Language) -> str:
    """Say from when to when a chronicle page goes."""
    days = [event.first_day for event in found if event.first_day]
    if not days:
        return language.say("chronicle.undated")
    return language.span(days[0], days[-1])


def _first_told(dossier: Dossier) -> dict[str, date]:
    """Return for each event the day on which it was first reported, where that is known."""
    days = {one.document.id: one.document.published for one in dossier.annotations}
    told = {event.id: [day for ref in event.reports if (day := days[ref.document])] for event in dossier.events}
    return {name: min(found) for name, found in told.items() if found}


def _shared(shelf: Shelf, labels: Labels, language: Language, title: str) -> dict[str, Any]:
    """Return what every page of a language shows: words, counts, names of types."""
    dossier, tongue = shelf.dossier, language.tongue
    outlets = {one.document.outlet for one in dossier.annotations if one.document.outlet}
    facts = [
        language.count("documents", len(dossier.annotations)),
        language.count("outlets", len(outlets)),
        language.count("events", len(dossier.events)),
        language.count("undertakings", len(dossier.undertakings)),
        language.count("disputes", len(dossier.disputes)),
    ]
    days = sorted(event.first_day for event in dossier.events if event.first_day)
    return {
        "language": language,
        "title": title,
        "facts": facts,
        "range": language.span(days[0], days[-1]) if days else "",
        "sections": SECTIONS,
        "disputed_events": {one.event: one.id for one in dossier.disputes},
        "types": [(value, labels.name("type", value, tongue)) for value in EVENT_TYPES],
        "factualities": [(value, labels.name("factuality", value, tongue)) for value in FACTUALITIES],
        "version": version("rawi"),
    }


def _links(page: Page, language: Language) -> dict[str, Any]:
    """Return the makers of relative links for a page."""
    root = "../" * page.name.count("/")
    suffix = _SUFFIX[language.tongue]
    other = "en" if language.tongue == "ar" else "ar"

    def link(name: str, anchor: str = "") -> str:
        return f"{root}{name}{suffix}" + (f"#{anchor}" if anchor else "")

    return {
        "link": link,
        "static": f"{root}static/",
        "other": f"{root}{page.name}{_SUFFIX[other]}",
        "other_tongue": other,
    }


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("rawi.exports.page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
