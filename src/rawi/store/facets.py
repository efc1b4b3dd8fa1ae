"""How many events each choice of a filter would leave, beside the filters that are set already."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from rawi.store.database import Connection
from rawi.store.query import Filters, wanted_events

MOST_CHOICES = 40
_STEPS = (1, 2, 3, 5, 10)


class Choices(Struct, frozen=True, kw_only=True):
    """For each value of a filter the number of events; outlets, origins and actors are the most frequent ones.

    `actors` are labels of entities, `countries` PLOVER codes, `origins` least numbers of independent origins.
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


def count_choices(connection: Connection, filters: Filters) -> Choices:
    """Count the events of each choice. A filter that takes one value is left out when its own choices are counted."""

    def count(query: str, without: Filters = filters) -> dict[str, int]:
        wanted, values = wanted_events(without)
        return dict(connection.execute(f"WITH wanted AS MATERIALIZED ({wanted}) {query}", values))

    steps = count(_ORIGINS, replace(filters, origins=0))
    return Choices(
        types=count(_TERMS.format(column="type"), replace(filters, types=())),
        statuses=count(_TERMS.format(column="status"), replace(filters, statuses=())),
        stages=count(_STAGES, replace(filters, stage="")),
        outlets=count(_OUTLETS, replace(filters, outlet="")),
        sources=count(_SOURCES, replace(filters, origin="")),
        countries=count(_COUNTRIES),
        actors=count(_ACTORS),
        origins={step: sum(number for least, number in steps.items() if int(least) >= step) for step in _STEPS},
        disputed=sum(count(_DISPUTED).values()),
    )


_TERMS = """SELECT term, count(*) FROM event JOIN term ON term.number = {column}
            WHERE event.number IN wanted GROUP BY {column} ORDER BY 2 DESC"""
_STAGES = """SELECT stage, count(DISTINCT event.number) FROM event JOIN stages USING (undertaking)
             WHERE event.number IN wanted GROUP BY stage"""
_OUTLETS = f"""SELECT outlet, count(DISTINCT event) FROM event_report JOIN document ON number = document
               WHERE event IN wanted AND outlet IS NOT NULL GROUP BY outlet ORDER BY 2 DESC LIMIT {MOST_CHOICES}"""
_SOURCES = f"""SELECT term, count(DISTINCT event) FROM origin JOIN term ON number = label
               WHERE event IN wanted GROUP BY label ORDER BY 2 DESC LIMIT {MOST_CHOICES}"""
_COUNTRIES = f"""SELECT term, count(DISTINCT event) FROM event_participant JOIN term ON number = code
                 WHERE event IN wanted GROUP BY code ORDER BY 2 DESC LIMIT {MOST_CHOICES}"""
_ACTORS = f"""SELECT term, count(DISTINCT event) FROM event_participant JOIN term ON number = entity
              WHERE event IN wanted GROUP BY entity ORDER BY 2 DESC LIMIT {MOST_CHOICES}"""
_ORIGINS = """SELECT independent_origins, count(*) FROM event WHERE number IN wanted GROUP BY 1"""
_DISPUTED = """SELECT 1, count(*) FROM event WHERE number IN wanted AND dispute"""
