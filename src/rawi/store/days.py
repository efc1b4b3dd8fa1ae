"""Times that are one day, as numbers: two bytes instead of ten."""

from __future__ import annotations

import re
from datetime import date

_FIRST = date(1970, 1, 1).toordinal()
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def pack_day(time: str | None) -> str | int | None:
    """Return a time that is one day as the number of days since 1970, any other as it is.

    >>> pack_day("2025-08-13"), pack_day("2025-08"), unpack_day(20313)
    (20313, '2025-08', '2025-08-13')
    """
    if time is None or not _DAY.fullmatch(time):
        return time
    try:
        return date.fromisoformat(time).toordinal() - _FIRST
    except ValueError:
        return time


def unpack_day(time: str | int | None) -> str | None:
    """Return a time as it is written."""
    return date.fromordinal(time + _FIRST).isoformat() if isinstance(time, int) else time
