"""What a dossier remembers about the sources that are watched for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from rawi.store.database import Connection


class Memory(Struct, frozen=True, kw_only=True):
    """How a source stood when it was last asked: the server's marks, failures in a row, when it is due again."""

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    due: datetime | None = None


def recall(connection: Connection, address: str) -> Memory:
    """Return what is remembered about a source."""
    row = connection.execute(
        "SELECT etag, modified, failures, due FROM watched WHERE address = ?", (address,)
    ).fetchone()
    if row is None:
        return Memory()
    return Memory(etag=row[0], modified=row[1], failures=row[2], due=datetime.fromisoformat(row[3]))


def remember(connection: Connection, address: str, memory: Memory, links: Iterable[str]) -> None:
    """Remember how a source stands, and the links that need not be read again. To be called in a transaction."""
    due = memory.due.isoformat() if memory.due else ""
    connection.execute(
        "INSERT OR REPLACE INTO watched VALUES (?, ?, ?, ?, ?)",
        (address, memory.etag, memory.modified, memory.failures, due),
    )
    connection.executemany("INSERT OR IGNORE INTO seen_link VALUES (?)", ((link,) for link in links))


def is_seen(connection: Connection, link: str) -> bool:
    """Tell whether a link was read or passed over, or a document came from it."""
    query = "SELECT EXISTS (SELECT 1 FROM seen_link WHERE link = ?) OR EXISTS (SELECT 1 FROM document WHERE url = ?)"
    return bool(connection.execute(query, (link, link)).fetchone()[0])
