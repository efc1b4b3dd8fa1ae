"""How pages are rendered: one set of templates for the folder of pages and for the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rawi.exports.page.language import Language
from rawi.version import VERSION

if TYPE_CHECKING:
    from jinja2 import Environment

SECTIONS = ("index", "chronicle", "undertakings", "disputes", "actors", "sources", "map", "documents")
"""The sections of a dossier, in the order of the navigation; the first one is the overview."""


def make_environment(rooms: Sequence[str] = ()) -> Environment:
    """Return the templates of this package and of other ones; what they are given is escaped."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=ChoiceLoader([PackageLoader(room) for room in ("rawi.exports.page", *rooms)]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


def words_of(language: Language, title: str) -> dict[str, Any]:
    """Return what every page of a language needs: its words, the name of the dossier, the sections."""
    return {"language": language, "title": title, "sections": SECTIONS, "version": VERSION}
