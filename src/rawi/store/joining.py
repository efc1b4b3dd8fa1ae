"""What a dossier knows about its being joined: whether what is saved was made from the documents that it holds now."""

from __future__ import annotations

from rawi.store.database import Connection

_CHANGES = "changes"
_THROUGH = "joined through change"


def count_change(connection: Connection) -> None:
    """Note that a document or a correction came, went or changed: the dossier is no longer joined."""
    connection.execute(
        "INSERT INTO setting VALUES (?, '1') ON CONFLICT DO UPDATE SET value = CAST(value + 1 AS TEXT)", (_CHANGES,)
    )


def joinable(connection: Connection) -> str:
    """Name the documents and corrections as they are: another name whenever one comes, goes or changes."""
    found = connection.execute("SELECT value FROM setting WHERE key = ?", (_CHANGES,)).fetchone()
    return str(found[0]) if found else "0"


def mark_joined(connection: Connection, through: str) -> None:
    """Note that what is saved was joined from what `joinable` named."""
    connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_THROUGH, through))


def is_joined(connection: Connection) -> bool:
    """Tell whether what is saved was joined from exactly what the dossier holds."""
    found = connection.execute("SELECT value FROM setting WHERE key = ?", (_THROUGH,)).fetchone()
    return found is not None and found[0] == joinable(connection)


def read_memory(connection: Connection, key: str) -> str:
    """Return what joining wrote down under a key, empty where nothing."""
    found = connection.execute("SELECT value FROM setting WHERE key = ?", (f"joining: {key}",)).fetchone()
    return str(found[0]) if found else ""


def keep_memory(connection: Connection, key: str, value: str) -> None:
    """Let joining write something down under a key."""
    connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (f"joining: {key}", value))


def joined_state(connection: Connection) -> tuple[str, str]:
    """Name the documents and corrections as they are, and those that what is saved was joined from."""
    found = connection.execute("SELECT value FROM setting WHERE key = ?", (_THROUGH,)).fetchone()
    return joinable(connection), str(found[0]) if found else ""
