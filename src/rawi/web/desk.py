"""A dossier as the server reads it: one consistent look for each request, and what may be kept until it changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from rawi.exports.page.shelf import Places, Shelf, by_name
from rawi.lexicon.labels import Labels, load_labels
from rawi.model import Entity
from rawi.store.database import Connection, open_to_read
from rawi.store.event_index import EventIndex
from rawi.store.joining import joined_state
from rawi.store.listing import read_days, read_entities
from rawi.store.read import Part, read_part

T = TypeVar("T")
_Version = tuple[object, ...]


class Kept:
    """What is worked out once for a state of the dossier: small things that many pages need."""

    def __init__(self, version: _Version) -> None:
        self.version = version
        self._values: dict[object, Any] = {}
        self._locks: defaultdict[object, threading.RLock] = defaultdict(threading.RLock)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Return the value that is kept under a key, made the first time."""
        if key not in self._values:
            with self._locks[key]:
                if key not in self._values:
                    self._values[key] = make()
        value: T = self._values[key]
        return value


class Sight:
    """One look at a dossier: everything that is read through it belongs to one state of the file."""

    def __init__(self, connection: Connection, labels: Labels, kept: Kept) -> None:
        self.connection = connection
        self.labels = labels
        self._kept = kept

    @property
    def version(self) -> _Version:
        """Names the state of the dossier."""
        return self._kept.version

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` makes, made once for this state of the dossier. Keep only small things."""
        return self._kept.once(key, make)

    @property
    def entities(self) -> dict[str, Entity]:
        """All entities by everything that they are called by."""
        return self.once("entities", lambda: by_name(read_entities(self.connection)))

    @property
    def index(self) -> EventIndex:
        """All events in columns."""
        return self.once("index", lambda: EventIndex(self.connection))

    def shelf(
        self,
        places: Places,
        *,
        events: Sequence[int] = (),
        undertakings: Sequence[int] = (),
        documents: Sequence[int] = (),
        told: Sequence[int] | None = None,
    ) -> Shelf:
        """Return the part of the dossier that a page needs, by the numbers of its records (see `Part`)."""
        part = Part(
            events=tuple(events),
            undertakings=tuple(undertakings),
            documents=tuple(documents),
            told=None if told is None else tuple(told),
        )
        terms = self.once("terms", self.connection.terms)
        days = self.once("days", lambda: read_days(self.connection))
        return Shelf(read_part(self.connection, part, terms), self.labels, places, self.entities, days)


class Desk:
    """Opens looks at a dossier from any thread; each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.labels = load_labels()
        self._threads = threading.local()
        self._kept = Kept(())

    @contextmanager
    def look(self) -> Iterator[Sight]:
        """Open a look at the dossier as it is now. Raises StoreError if it cannot be read."""
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            version = (self._threads.file, joined_state(connection))
            if self._kept.version != version:
                self._kept = Kept(version)
            yield Sight(connection, self.labels, self._kept)
        finally:
            connection.execute("ROLLBACK")

    def warm(self) -> None:
        """Work out what many pages need. Raises StoreError if the dossier cannot be opened."""
        with self.look() as sight:
            _ = sight.index, sight.entities

    def _connection(self) -> Connection:
        """Return this thread's connection, a new one if another file has taken the path."""
        try:
            status = self.path.stat()
            file: object = (status.st_dev, status.st_ino)
        except OSError:
            file = None
        if getattr(self._threads, "connection", None) is None or self._threads.file != file:
            self._threads.connection = open_to_read(self.path)
            self._threads.file = file
        connection: Connection = self._threads.connection
        return connection
