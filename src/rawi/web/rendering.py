"""From a page's contents to its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rawi.exports.page.language import Language
from rawi.exports.page.links import Links
from rawi.exports.page.rendering import make_environment, words_of
from rawi.web.visit import Page

if TYPE_CHECKING:
    from jinja2 import Environment


class Press:
    """Renders the pages of one dossier; `title` names it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._templates: Environment = make_environment(["rawi.web"])

    def render(self, page: Page, language: Language, links: Links, **more: Any) -> str:
        """Return a page as HTML."""
        return self._templates.get_template(page.template).render(
            {
                **words_of(language, self._title),
                "links": links,
                "link": links.link,
                "other_tongue": "ar" if language.tongue == "en" else "en",
                "kind": page.template.removesuffix(".html"),
                "section": page.section,
                "review": None,
                "confirmed": {},
                **page.contents,
                **more,
            }
        )
