"""Corrections in a dossier: kept apart from what the machine found, exchanged as JSON, never deleted but withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from rawi.corrections import Action, ConfirmReport, Correction, places_of
from rawi.errors import StoreError
from rawi.store.database import Connection, transaction
from rawi.store.joining import count_change


def add_corrections(connection: Connection, corrections: Iterable[Correction]) -> int:
    """Add corrections in one transaction and return how many were new; one withdrawn in either place is withdrawn.

    They count from the next joining on.
    """
    added = 0
    with transaction(connection):
        for one in corrections:
            values = (one.id, one.author, one.time.isoformat(), one.reason, msgspec.json.encode(one.what).decode())
            withdrawn = one.withdrawn.isoformat() if one.withdrawn else None
            _loosen(connection, one.what)
            added += connection.execute(
                "INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING", (*values, withdrawn)
            ).rowcount
            if withdrawn:
                connection.execute(
                    "UPDATE correction SET withdrawn = ifnull(withdrawn, ?) WHERE id = ?", (withdrawn, one.id)
                )
        count_change(connection)
    return added


def withdraw_correction(connection: Connection, id: str, time: datetime) -> None:
    """Let a correction not count any more, from the next joining on. Raises StoreError if there is none of that id."""
    with transaction(connection):
        found = connection.execute("SELECT what FROM correction WHERE id = ?", (id,)).fetchone()
        if not found:
            raise StoreError("there is no such correction", where=id, remedy="see rawi correct list")
        connection.execute(
            "UPDATE correction SET withdrawn = ifnull(withdrawn, ?) WHERE id = ?", (time.isoformat(), id)
        )
        _loosen(connection, msgspec.json.decode(found[0], type=Action))
        count_change(connection)


def _loosen(connection: Connection, what: Action) -> None:
    """Let the documents that a correction names be joined anew."""
    names = {(place.document,) for place in places_of(what)}
    connection.executemany("UPDATE document SET joined = 2 WHERE name = ? AND joined = 1", names)


def read_corrections(connection: Connection) -> tuple[Correction, ...]:
    """Return all corrections in the order of time, withdrawn ones too."""
    query = "SELECT id, author, time, reason, what, withdrawn FROM correction ORDER BY time, id"
    return tuple(
        Correction(
            id=id,
            author=author,
            time=datetime.fromisoformat(time),
            reason=reason,
            what=msgspec.json.decode(what, type=Action),
            withdrawn=datetime.fromisoformat(withdrawn) if withdrawn else None,
        )
        for id, author, time, reason, what, withdrawn in connection.execute(query)
    )


def read_missed(connection: Connection) -> frozenset[str]:
    """Return the ids of the corrections that did not find what they correct when the dossier was last joined."""
    return frozenset(id for (id,) in connection.execute("SELECT id FROM correction WHERE missed"))


def read_confirmed(connection: Connection) -> dict[tuple[str, int], str]:
    """Return who confirmed reports, by the document's name and the first code point of the trigger."""
    return {
        (one.what.report.document, one.what.report.start): one.author
        for one in read_corrections(connection)
        if isinstance(one.what, ConfirmReport) and one.withdrawn is None
    }


def corrections_json(corrections: Iterable[Correction]) -> bytes:
    """Return corrections as a JSON document that another dossier can take up."""
    return msgspec.json.format(msgspec.json.encode(list(corrections)), indent=1) + b"\n"


def read_corrections_json(data: bytes, where: str) -> list[Correction]:
    """Read corrections from JSON. Raises StoreError that names `where` if they are none."""
    try:
        return msgspec.json.decode(data, type=list[Correction])
    except msgspec.DecodeError as error:
        remedy = "give a file that rawi correct export wrote"
        raise StoreError(f"the file holds no corrections: {error}", where=where, remedy=remedy) from error
