"""All events of a dossier in columns: which pass a filter, in order, by day, and how many each further choice leaves.

It is made once for each state of a dossier and takes some bytes for each event, not its records. A set of events is a
mask: an array of truth values in the order of the chronicle.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from rawi.model import EVENT_TYPES, EventType
from rawi.store.database import Connection
from rawi.store.query import EVERYTHING, Filters, wanted_events

Mask: TypeAlias = NDArray[np.bool_]
MOST_CHOICES = 40
_MOST_MASKS = 64
_STEPS = (2, 3, 5, 10)


class Choices(Struct, frozen=True, kw_only=True):
    """For each value of a filter the number of events; outlets, sources, countries and actors only the most frequent.

    `actors` are ids of entities, `countries` PLOVER codes, `origins` least numbers of independent origins.
    """

    types: dict[str, int]
    statuses: dict[str, int]
    stages: dict[str, int]
    outlets: dict[str, int]
    sources: dict[str, int]
    countries: dict[str, int]
    actors: dict[str, int]
    origins: dict[int, int]
    disputed: int


class _Values:
    """Which values of one kind each event has: pairs of an event's place and a value's number."""

    def __init__(self, rows: Iterable[tuple[int, str]], places: NDArray[np.int64]) -> None:
        found = list(rows)
        self.names = list(dict.fromkeys(value for _, value in found))
        numbers = {name: number for number, name in enumerate(self.names)}
        self.events = places[np.array([event for event, _ in found], dtype=np.int64)]
        self.values = np.array([numbers[value] for _, value in found], dtype=np.int64)

    def count(self, mask: Mask, most: int = MOST_CHOICES) -> dict[str, int]:
        """Count the events of a mask by value, the most frequent first."""
        if not self.names:
            return {}
        counts = np.bincount(self.values[mask[self.events]], minlength=len(self.names))
        order = np.argsort(-counts, kind="stable")[:most]
        return {self.names[number]: int(counts[number]) for number in order if counts[number]}


class EventIndex:
    """The events of a dossier in the order of the chronicle: by first day, whole months before their days, the undated
    last, by the day on which they were first told."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(_EVENTS).fetchall()
        self.numbers: NDArray[np.int64] = np.array([row[0] for row in rows], dtype=np.int64)
        self._places = np.full(int(self.numbers.max(initial=0)) + 1, -1, dtype=np.int64)
        self._places[self.numbers] = np.arange(len(rows))
        self._days = np.array([row[1] or "NaT" for row in rows], dtype="datetime64[D]")
        self._masks: OrderedDict[Filters, Mask] = OrderedDict()
        self._lock = Lock()
        self._origins = np.array([row[2] for row in rows], dtype=np.int64)
        self._disputed = np.array([row[3] for row in rows], dtype=np.bool_)
        self._dated = int((~np.isnat(self._days)).sum())
        self._values = {name: _Values(connection.execute(query), self._places) for name, query in _VALUES.items()}

    def wanted(self, connection: Connection, filters: Filters) -> Mask:
        """Return the events that pass the filters; the masks of the last filters are kept. Not to be changed."""
        if filters == EVERYTHING:
            return np.ones(len(self.numbers), dtype=np.bool_)
        with self._lock:
            kept = self._masks.get(filters)
            if kept is not None:
                self._masks.move_to_end(filters)
                return kept
        query, values = wanted_events(filters)
        found = [number for (number,) in connection.execute(query, values)]
        mask = np.zeros(len(self.numbers), dtype=np.bool_)
        mask[self._places[np.array(found, dtype=np.int64)]] = True
        with self._lock:
            self._masks[filters] = mask
            if len(self._masks) > _MOST_MASKS:
                self._masks.popitem(last=False)
        return mask

    def page(self, mask: Mask, size: int, page: int = 1, *, newest: bool = False) -> tuple[int, ...]:
        """Return the numbers of the events on a page; `newest` turns the order of the dated ones round."""
        places = np.flatnonzero(mask)
        if newest:
            dated = places[places < self._dated]
            places = np.concatenate([dated[::-1], places[len(dated) :]])
        return tuple(int(number) for number in self.numbers[places[(page - 1) * size : page * size]])

    def days(self, mask: Mask) -> list[tuple[date, EventType, int]]:
        """Count dated events by first day and type."""
        types = self._values["types"]
        days = self._days[types.events]
        kept = mask[types.events] & ~np.isnat(days)
        keys = days[kept].astype(np.int64) * len(types.names) + types.values[kept]
        unique, counts = np.unique(keys, return_counts=True)
        first = np.datetime64(0, "D")
        known: dict[str, EventType] = {type: type for type in EVENT_TYPES}
        return [
            (
                (first + int(key) // len(types.names)).astype(date),
                known[types.names[int(key) % len(types.names)]],
                int(n),
            )
            for key, n in zip(unique, counts, strict=True)
        ]

    def values_of(self, mask: Mask) -> dict[str, dict[str, int]]:
        """Count the events of a mask by type and by factuality."""
        return {"type": self._values["types"].count(mask), "factuality": self._values["statuses"].count(mask)}

    def choices(self, connection: Connection, filters: Filters, mask: Mask) -> Choices:
        """Count the events of each choice; `mask` are those that pass the filters.

        A filter that takes one value is left out when its own choices are counted.
        """

        def without(**empty: Any) -> Mask:
            less = replace(filters, **empty)
            return mask if less == filters else self.wanted(connection, less)

        few = without(origins=0)
        return Choices(
            types=self._values["types"].count(without(types=())),
            statuses=self._values["statuses"].count(without(statuses=())),
            stages=self._values["stages"].count(without(stage="")),
            outlets=self._values["outlets"].count(without(outlet="")),
            sources=self._values["sources"].count(without(origin="")),
            countries=self._values["countries"].count(mask),
            actors=self._values["actors"].count(mask),
            origins={step: int((few & (self._origins >= step)).sum()) for step in _STEPS},
            disputed=int((mask & self._disputed).sum()),
        )


_EVENTS = """
    SELECT number, first_day, independent_origins, dispute FROM event
    ORDER BY first_day IS NULL, first_day, last_day DESC, iif(first_day IS NULL, (
        SELECT min(published) FROM event_report er JOIN document d ON d.number = er.document
        WHERE er.event = event.number), NULL), id"""
_TAKING_PART = "SELECT DISTINCT event, term FROM event_participant p JOIN actor a ON a.number = p.actor JOIN term"
_VALUES = {
    "types": "SELECT event.number, term FROM event JOIN term ON term.number = type",
    "statuses": "SELECT event.number, term FROM event JOIN term ON term.number = status",
    "stages": """
        WITH reached AS MATERIALIZED (
            SELECT DISTINCT id, term FROM undertaking u JOIN stage s ON s.undertaking = u.number
            JOIN term ON term.number = s.stage WHERE u.document IS NULL)
        SELECT event.number, reached.term FROM event JOIN reached ON reached.id = event.undertaking""",
    "outlets": """SELECT DISTINCT event, outlet FROM event_report JOIN document ON number = document
                  WHERE outlet IS NOT NULL""",
    "sources": "SELECT DISTINCT event, term FROM origin JOIN term ON number = label",
    "countries": f"{_TAKING_PART} ON term.number = code",
    "actors": f"{_TAKING_PART} ON term.number = entity",
}
