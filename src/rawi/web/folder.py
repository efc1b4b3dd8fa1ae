"""The same pages as files: a dossier as a folder that any browser shows, without a server and without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from rawi.exports.page.language import TONGUES, load_language
from rawi.exports.page.links import FolderLinks, numbered, suffix
from rawi.store.listing import list_actors, record_ids, single_events
from rawi.web.asking import Asked
from rawi.web.chronicle import EVENTS_ON_A_PAGE
from rawi.web.desk import Desk, Sight
from rawi.web.rendering import Press
from rawi.web.views import LISTS, RECORDS
from rawi.web.visit import Page, View, Visit


class File(Struct, frozen=True):
    """One page before it is made: its name without suffix, the view, the record that it is about."""

    name: str
    view: View
    id: str = ""


def write_pages(
    dossier: Path, folder: Path, *, title: str = "", watch: Callable[[str], None] = lambda name: None
) -> Path:
    """Write the pages of a dossier into a folder and return the first one, ``index.html``, which is Arabic.

    The folder is made where it is missing; pages that stand in it are overwritten. Everything lies in the folder and
    all links are relative, so that the pages work from a disk, without a network and without JavaScript. `title`
    names the dossier. `watch` is told the name of each page that is written. Raises StoreError where the dossier
    cannot be read, OSError where the folder cannot be written.
    """
    press = Press(title)
    static = files("rawi.exports.page").joinpath("static")
    for source in static.iterdir():
        _write(folder / "static" / source.name, source.read_text("utf-8"))
    with Desk(dossier).look() as sight:
        documents = {id: f"{n:04d}" for n, id in enumerate(record_ids(sight.connection, "document"), 1)}
        actors = {row.id: f"{n:04d}" for n, row in enumerate(list_actors(sight.connection), 1)}
        lines = _single_lines(sight)
        for tongue in TONGUES:
            language = load_language(tongue)
            for file in _files(sight, documents, actors, lines):
                for name, number in _pages_of(file):
                    links = FolderLinks(tongue, name, documents, actors, lines)
                    asked = Asked({"page": (str(number),)})
                    page = file.view(Visit(sight, asked, language, links, file.id))
                    _write(folder / f"{name}{suffix(tongue)}", press.render(page, language, links))
                    watch(name)
                    if not _goes_on(page):
                        break
    return folder / "index.html"


def _single_lines(sight: Sight) -> dict[str, str]:
    """Return the chronicle pages of the events that one report tells: their lines hold all that is to be said."""
    ids = single_events(sight.connection)
    ordered = enumerate(int(number) for number in sight.index.numbers)
    return {
        ids[number]: numbered("chronicle", place // EVENTS_ON_A_PAGE + 1) for place, number in ordered if number in ids
    }


def _files(sight: Sight, documents: dict[str, str], actors: dict[str, str], lines: dict[str, str]) -> Iterator[File]:
    """Yield every list and every record that has a page."""
    for name, view in LISTS.items():
        yield File(name, view)
    records = {"documents": documents, "actors": actors}
    for room, table in (("events", "event"), ("undertakings", "undertaking")):
        records[room] = {id: id for id in record_ids(sight.connection, table) if id not in lines}
    for room, names in records.items():
        for id, name in names.items():
            yield File(f"{room}/{name}", RECORDS[room], id)


def _pages_of(file: File) -> Iterator[tuple[str, int]]:
    number = 1
    while True:
        yield numbered(file.name, number), number
        number += 1


def _goes_on(page: Page) -> bool:
    pager = page.contents.get("pager")
    return pager is not None and bool(pager.next)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
