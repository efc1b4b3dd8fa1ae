"""What a reader may ask for: the parameters of an address, checked before anything is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qsl

from msgspec import Struct

from rawi.errors import UsageError
from rawi.model import EVENT_TYPES, FACTUALITIES, STAGES
from rawi.store.query import Filters

LONGEST_QUERY, LONGEST_VALUE, MOST_VALUES = 2000, 200, 40
LAST_PAGE = 100_000


class RefusedError(UsageError):
    """What was asked for is not there, or not allowed; `status` is that of HTTP, `reason` a key of the messages."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(reason)


class Asked(Struct, frozen=True):
    """The parameters of an address, by name; each may be given several times."""

    values: Mapping[str, tuple[str, ...]] = {}

    def one(self, name: str) -> str:
        """Return the value of a parameter, the last one if there are several, "" if there is none."""
        return self.values.get(name, ("",))[-1]

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`. Raises RefusedError if it is none."""
        value = self.one(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()) or len(value) > 9 or not 1 <= int(value) <= most:
            raise RefusedError(400, "bad_number")
        return int(value)

    def day(self, name: str) -> date | None:
        """Return a day. Raises RefusedError if it is none."""
        value = self.one(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise RefusedError(400, "bad_day") from None

    def known(self, name: str, vocabulary: Sequence[str]) -> tuple[str, ...]:
        """Return the values of a parameter. Raises RefusedError if one is not in the vocabulary."""
        values = self.values.get(name, ())
        if any(value not in vocabulary for value in values):
            raise RefusedError(400, "bad_value")
        return values

    @property
    def page(self) -> int:
        """The number of the page, from 1."""
        return self.number("page", 1, LAST_PAGE)

    @property
    def filters(self) -> Filters:
        """The filters of the chronicle."""
        return Filters(
            types=self.known("type", EVENT_TYPES),
            statuses=self.known("factuality", FACTUALITIES),
            actors=self.values.get("actor", ()),
            outlet=self.one("outlet"),
            origin=self.one("origin"),
            stage="".join(self.known("stage", STAGES)[-1:]),
            since=self.day("since"),
            until=self.day("until"),
            origins=self.number("origins", 0, 999),
            disputed=bool(self.one("disputed")),
            words=self.one("words"),
            undertaking=self.one("undertaking"),
            place=self.one("place"),
        )


def read_query(query: str, longest: int = LONGEST_QUERY, most: int = MOST_VALUES) -> Asked:
    """Return the parameters of an address, or the fields of a form; empty ones do not count.

    Raises RefusedError where they are too long or too many.

    >>> read_query("type=AGREE&type=AID&words=").values
    {'type': ('AGREE', 'AID')}
    """
    if len(query) > longest:
        raise RefusedError(414, "too_long")
    try:
        pairs = parse_qsl(query, max_num_fields=most, errors="strict")
    except ValueError:
        raise RefusedError(400, "bad_value") from None
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if len(value) > LONGEST_VALUE or "\0" in value:
            raise RefusedError(400, "too_long")
        if value.strip():
            values[name] = (*values.get(name, ()), value.strip())
    return Asked(values)
