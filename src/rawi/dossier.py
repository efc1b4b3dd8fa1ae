"""A dossier opened from Python: ask it, search it, take it along as Arrow tables. `rawi.open` is the door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rawi.errors import UsageError
from rawi.linking.news import News, news_since
from rawi.model import Dossier
from rawi.store import query
from rawi.store.database import open_to_read
from rawi.store.query import ActorLine, DisputeLine, EventLine, Filters, ReportLine, SourceLine, UndertakingLine
from rawi.store.read import read_dossier
from rawi.store.search import Passage, find_passages
from rawi.store.views import read_views

if TYPE_CHECKING:
    import pyarrow


class OpenDossier:
    """A dossier that is open for reading. Close it, or use it in a ``with`` statement."""

    def __init__(self, path: Path) -> None:
        self._connection = open_to_read(path)

    def __enter__(self) -> OpenDossier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def events(
        self,
        *,
        type: str | Iterable[str] = (),
        status: str | Iterable[str] = (),
        actor: str | Iterable[str] = (),
        outlet: str = "",
        origin: str = "",
        stage: str = "",
        since: date | str | None = None,
        until: date | str | None = None,
        origins: int = 0,
        disputed: bool = False,
    ) -> list[EventLine]:
        """Return the events that pass all filters, in order of time.

        `actor` holds PLOVER codes or parts of names, all of which must take part; `since` and `until` bound the days on
        which the event may have happened (`date` or ``2025-08-13``).
        """
        filters = Filters(
            types=_several(type),
            statuses=_several(status),
            actors=_several(actor),
            outlet=outlet,
            origin=origin,
            stage=stage,
            since=_day(since),
            until=_day(until),
            origins=origins,
            disputed=disputed,
        )
        return query.find_events(self._connection, filters)

    def reports(self, event: str) -> list[ReportLine]:
        """Return the reports of an event with their origins."""
        return query.find_reports(self._connection, event)

    def undertakings(self) -> list[UndertakingLine]:
        """Return the undertakings with their stages in order."""
        return query.find_undertakings(self._connection)

    def disputes(self) -> list[DisputeLine]:
        """Return the disputes with their sides."""
        return query.find_disputes(self._connection)

    def sources(self) -> list[SourceLine]:
        """Return who is said to know, those with most events first."""
        return query.find_sources(self._connection)

    def actors(self) -> list[ActorLine]:
        """Return the entities that take part in events, those that act most first."""
        return query.find_actors(self._connection)

    def search(self, words: str, *, limit: int = 50) -> list[Passage]:
        """Return the sentences in which words stand, in any spelling, with and without article and particles."""
        return find_passages(self._connection, words, limit=limit)

    def news(self, since: date | str) -> list[News]:
        """Return what the documents published since a day tell that the earlier ones did not."""
        day = _day(since)
        assert day is not None
        return news_since(self.load(), day)

    def load(self) -> Dossier:
        """Return the whole dossier as records: every document, report, event."""
        return read_dossier(self._connection)

    def to_arrow(self, view: str) -> pyarrow.Table:
        """Return a view (``events``, ``reports``, ``documents`` …) as an Arrow table; pandas and Polars take it over.

        Raises UsageError if there is no such view.
        """
        import pyarrow

        from rawi.exports.tables import arrow_batches, arrow_schema

        for table in read_views(self._connection):
            if table.name == view:
                return pyarrow.Table.from_batches(arrow_batches(table), arrow_schema(table))
        known = ", ".join(table.name for table in read_views(self._connection))
        raise UsageError(f"there is no view {view!r}", remedy=f"the views are {known}")

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query in SQL; the views are explained in the table about."""
        return self._connection.execute(statement, values).fetchall()


def _several(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
