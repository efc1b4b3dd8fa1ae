"""Where pages stand, so that the same templates serve a folder of files and a server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Protocol

from msgspec import Struct

from rawi.exports.page.language import Tongue
from rawi.exports.page.shelf import Place, Places


class Links(Places, Protocol):
    """Links from one page to others. `served` tells whether a server answers, which can filter and search."""

    @property
    def served(self) -> bool:
        """Whether a server answers."""

    @property
    def static(self) -> str:
        """Where the style sheet and the scripts stand, with a slash at the end."""

    def link(self, name: str, anchor: str = "", **query: object) -> str:
        """Return the address of a page in the same language; `query` counts on a server only."""

    def turn(self, page: int) -> str:
        """Return the address of another page of the list that the page shows."""

    def in_tongue(self, tongue: Tongue) -> str:
        """Return the address of the same page in a language."""


class FolderLinks(Struct, frozen=True):
    """Relative links between the files of a folder. `name` is the page they stand on, without suffix.

    `documents` and `actors` name the files of documents and entities by id; an entity without one has no page. `lines`
    leads from events that have no page of their own to the pages of the chronicle where they stand.
    """

    tongue: Tongue
    name: str
    documents: Mapping[str, str]
    actors: Mapping[str, str]
    lines: Mapping[str, str]
    served: bool = False

    def document(self, id: str) -> str:
        """Return the page of a document."""
        return f"documents/{self.documents[id]}"

    def event(self, id: str) -> Place:
        """Return the place of an event."""
        return (self.lines[id], f"event-{id}") if id in self.lines else (f"events/{id}", "")

    def undertaking(self, id: str) -> Place:
        """Return the place of an undertaking."""
        return f"undertakings/{id}", ""

    def dispute(self, id: str, event: str) -> Place:
        """Return the place of a dispute about an event."""
        return f"events/{event}", f"dispute-{id}"

    def events_at(self, place: str) -> Place:
        """Return the page of a place that takes part in events, which is the next best."""
        return self.actor(place), ""

    def actor(self, id: str) -> str:
        """Return the page of an entity, "" where it has none."""
        return f"actors/{self.actors[id]}" if id in self.actors else ""

    @property
    def _root(self) -> str:
        return "../" * (len(PurePosixPath(self.name).parts) - 1)

    @property
    def static(self) -> str:
        """Where the style sheet and the scripts stand."""
        return f"{self._root}static/"

    def link(self, name: str, anchor: str = "", **query: object) -> str:
        """Return the relative address of a page in the same language; what is asked for does not count.

        >>> FolderLinks("en", "events/e1", {}, {}, {}).link("chronicle", "undated")
        '../chronicle.en.html#undated'
        """
        return f"{self._root}{name}{suffix(self.tongue)}" + (f"#{anchor}" if anchor else "")

    def turn(self, page: int) -> str:
        """Return the address of another page of the list that the page shows."""
        return self.link(numbered(self.name.partition("-")[0], page))

    def in_tongue(self, tongue: Tongue) -> str:
        """Return the address of the same page in a language."""
        return f"{self._root}{self.name}{suffix(tongue)}"


def suffix(tongue: Tongue) -> str:
    """Return how the files of a language end."""
    return ".html" if tongue == "ar" else ".en.html"


def numbered(name: str, page: int) -> str:
    """Return the name of a page of a list: the first has the name of the list.

    >>> numbered("chronicle", 1), numbered("chronicle", 2)
    ('chronicle', 'chronicle-2')
    """
    return name if page == 1 else f"{name}-{page}"
