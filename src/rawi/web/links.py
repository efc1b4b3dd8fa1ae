"""Where pages stand: on a server, under a language, with what was asked for in the address."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from msgspec import Struct

from rawi.exports.page.language import Tongue
from rawi.exports.page.shelf import Place


class ServerLinks(Struct, frozen=True):
    """Links between served pages. `name` is the page that they stand on, `query` what was asked for there."""

    tongue: Tongue
    name: str
    query: Mapping[str, tuple[str, ...]] = {}
    served: bool = True

    def document(self, id: str) -> str:
        """Return the page of a document."""
        return f"documents/{id}"

    def event(self, id: str) -> Place:
        """Return the place of an event."""
        return f"events/{id}", ""

    def undertaking(self, id: str) -> Place:
        """Return the place of an undertaking."""
        return f"undertakings/{id}", ""

    def dispute(self, id: str, event: str) -> Place:
        """Return the place of a dispute about an event."""
        return f"events/{event}", f"dispute-{id}"

    def events_at(self, place: str) -> Place:
        """Return the chronicle of a place."""
        return f"chronicle?{urlencode({'place': place})}", ""

    def actor(self, id: str) -> str:
        """Return the page of an entity."""
        return f"actors/{id}"

    def link(self, name: str, anchor: str = "", **query: object) -> str:
        """Return the address of a page in this language, with parameters that are not empty.

        >>> ServerLinks("en", "index").link("actors/A/B", type="AID", page=None)
        '/en/actors/A%2FB?type=AID'
        """
        return self._address(self.tongue, name, {key: (str(value),) for key, value in query.items() if value}, anchor)

    def again(self, **changed: object) -> str:
        """Return the address of this page with some parameters changed; those that are None or empty are left out."""
        kept = {key: values for key, values in self.query.items() if key not in changed and key != "page"}
        added = {key: (str(value),) for key, value in changed.items() if value}
        return self._address(self.tongue, self.name, kept | added)

    def turn(self, page: int) -> str:
        """Return the address of another page of the list that the page shows."""
        return self.again(page=page if page > 1 else None)

    def in_tongue(self, tongue: Tongue) -> str:
        """Return the address of this page in a language."""
        return self._address(tongue, self.name, self.query)

    @property
    def twin(self) -> str:
        """The address of what this page shows, as JSON."""
        return self._address(self.tongue, f"{self.name}.json", self.query)

    def export(self, to: str) -> str:
        """Return the address of what this page lists, whole, in a form that other programs read."""
        kept = {key: values for key, values in self.query.items() if key != "page"}
        return self._address(self.tongue, "export", {"what": (self.name,), **kept, "to": (to,)})

    def original(self, sha256: str) -> str:
        """Return the address of stored bytes."""
        return f"/originals/{sha256}"

    @property
    def static(self) -> str:
        """Where the style sheet and the scripts stand."""
        return "/static/"

    @staticmethod
    def _address(tongue: Tongue, name: str, query: Mapping[str, tuple[str, ...]], anchor: str = "") -> str:
        room, _, id = name.partition("/")
        path = "" if name == "index" else f"{room}/{quote(id, safe='')}" if id else room
        asked = urlencode(query, doseq=True)
        return f"/{tongue}/{path}" + (f"?{asked}" if asked else "") + (f"#{quote(anchor)}" if anchor else "")
