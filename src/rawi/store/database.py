"""Open a dossier: one SQLite file with numbered migrations, its schema version in ``PRAGMA user_version``."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from rawi.errors import StoreError
from rawi.store.days import pack_day
from rawi.store.packing import Packing, pack_bytes, unpack_bytes, words_of
from rawi.text.fold import fold

APPLICATION = 0x72617769
"""What marks an SQLite file as a dossier: ``rawi`` in ASCII, kept in ``PRAGMA application_id``."""

BUSY_SECONDS = 120
MAPPED = 1 << 30
"""So many bytes of a dossier are read straight from the system's cache."""

SMALL_PAGE, LARGE_PAGE, LARGE_FILE = 4096, 32768, 16_000_000
"""Bytes of a page, and from which size of the file on it is the larger one. Many articles fit into a large page, with
small ones a tenth of a large file would be empty; but every table takes at least one."""

_MIGRATIONS = files("rawi.store").joinpath("migrations")
_NUMBERED = re.compile(r"(\d{4})_\w+\.sql")


def folded(text: str | None) -> str:
    """Return a text in the form in which names are compared: any Arabic spelling, any case of Latin letters.

    >>> folded("Güler"), folded("الإدارة")
    ('güler', 'الاداره')
    """
    return fold(text or "").text.casefold()


class Connection(sqlite3.Connection):
    """An open dossier. It remembers the numbers of words that are kept once; SQL can call ``folded(text)``."""

    def __init__(self, *options: Any, **named: Any) -> None:
        super().__init__(*options, **named)
        self.create_function("folded", 1, folded, deterministic=True)
        self._words: dict[tuple[str, str], int] = {}
        self._shared: dict[str, dict[tuple[Any, ...], int]] = {}

    def term(self, word: str) -> int:
        """Return the number of a word, which is added if it is new."""
        return self._number("term", word)

    def reason(self, reason: str) -> int:
        """Return the number of a reason, which is added if it is new."""
        return self._number("reason", reason)

    def _number(self, table: str, word: str) -> int:
        number = self._words.get((table, word))
        if number is None:
            self.execute(f"INSERT INTO {table} ({table}) VALUES (?) ON CONFLICT DO NOTHING", (word,))
            number = self.execute(f"SELECT number FROM {table} WHERE {table} = ?", (word,)).fetchone()[0]
            self._words[table, word] = number
        return number

    def terms(self) -> dict[int, str]:
        """Return the words by number."""
        return dict(self.execute("SELECT number, term FROM term"))

    def shared(self, table: str, values: tuple[Any, ...]) -> int:
        """Return the number of what many rows have in common (``naming``, ``actor``), which is added if it is new."""
        known = self._shared.get(table)
        if known is None:
            known = {row[1:]: row[0] for row in self.execute(f"SELECT * FROM {table}")}
            self._shared[table] = known
        number = known.get(values)
        if number is None:
            marks = ", ".join("?" * len(values))
            number = self.execute(f"INSERT INTO {table} VALUES (NULL, {marks})", values).lastrowid
            assert number is not None
            known[values] = number
        return number

    def undo(self) -> None:
        """Undo the open transaction."""
        self._words.clear()
        self._shared.clear()
        if self.in_transaction:
            self.execute("ROLLBACK")


def create_or_open(path: Path) -> Connection:
    """Open a dossier for writing; create it if the file is missing or empty, bring an older one up to date.

    Before an upgrade the old file is copied to ``<name>.before-<version>``. Raises StoreError, with the file unchanged,
    if it is no dossier or was made by a newer version of rawi.
    """
    if path.exists() and path.stat().st_size:
        _check_version(path)
        connection = _connect(path, "rw")
    else:
        if not path.parent.is_dir():
            raise StoreError("the folder does not exist", where=str(path.parent), remedy="create it")
        connection = _connect(path, "rwc")
    with _explained(path):
        connection.execute(f"PRAGMA page_size = {SMALL_PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        migrate(connection)
    return connection


def open_to_read(path: Path) -> Connection:
    """Open an existing dossier for reading only.

    Raises StoreError if there is none, or if its schema is older or newer than this version of rawi reads.
    """
    if not path.exists():
        raise StoreError("there is no such dossier", where=str(path), remedy="make it with rawi build")
    version = _check_version(path)
    if version < newest_version():
        remedy = "run rawi build or rawi rebuild on it, which upgrades it and keeps a copy"
        raise StoreError(f"the dossier has the older schema {version}", where=str(path), remedy=remedy)
    return _connect_to_read(path)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Do all or nothing of what stands inside; waits for another writer. A failure of SQLite becomes a StoreError."""
    with _explained(_path_of(connection)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.undo()
            raise
        connection.execute("COMMIT")


def pack(connection: Connection) -> None:
    """Give back the room that rewriting has left in the file, in pages that suit its size.

    Not while another process uses it.
    """
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA page_size = {LARGE_PAGE if pages * size > LARGE_FILE else SMALL_PAGE}")
        connection.execute("VACUUM")
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def newest_version() -> int:
    """Return the number of the last migration that this version of rawi knows."""
    return max(number for number, _ in _migrations())


def _migrations() -> list[tuple[int, str]]:
    found = [(int(m[1]), f.read_text("utf-8")) for f in _MIGRATIONS.iterdir() if (m := _NUMBERED.fullmatch(f.name))]
    return sorted(found)


def migrate(connection: Connection) -> None:
    """Run the migrations that an open database has not seen, all or none; of an older dossier a copy is kept first.

    The writer's lock is held from the look at the version on: whoever opens the file at the same time neither copies
    nor upgrades it too. Keys are not held while a migration puts tables in the place of others, but are checked.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA legacy_alter_table = ON")
    _add_functions(connection)
    with transaction(connection):
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if 0 < version < newest_version():
            _back_up(_path_of(connection))
        for number, script in _migrations():
            if number <= version:
                continue
            for statement in _statements(script):
                connection.execute(statement)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"migration {number} leaves keys that point nowhere")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("PRAGMA legacy_alter_table = OFF")
    connection.execute("PRAGMA foreign_keys = ON")


def _add_functions(connection: Connection) -> None:
    """Let migrations call what SQL cannot do."""

    def packed_again(data: bytes, packing: Packing, *words: str | None) -> bytes:
        return pack_bytes(unpack_bytes(packing, data, b""), words_of(*words))[1]  # type: ignore[arg-type]

    def search_keys(sentence: str) -> str:
        from rawi.text.search_keys import sentence_keys

        return " ".join(keys for _, _, keys in sentence_keys(sentence))

    connection.create_function("bytes_of", 1, bytes.fromhex, deterministic=True)
    connection.create_function("packed_again", -1, packed_again)
    connection.create_function("pack_day", 1, pack_day, deterministic=True)
    connection.create_function("search_keys", 1, search_keys)


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one (``executescript`` would end the transaction)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _connect(path: Path, mode: str) -> Connection:
    with _explained(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            factory=Connection,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


def _connect_to_read(path: Path) -> Connection:
    """Open a file for reading; where nothing may be written beside it (a medium to be read only), as it stands."""
    with _explained(path):
        connection = _connect(path, "rw")
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            connection.close()
            connection = _connect(path, "ro&immutable=1")
        return connection


def _check_version(path: Path) -> int:
    """Return the schema version of a file, 0 for one begun and left empty; refuse what is no dossier or is newer."""
    connection = _connect_to_read(path)
    with _explained(path):
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        connection.close()
    if application == version == tables == 0:
        return 0
    if application != APPLICATION:
        raise StoreError("the file is an SQLite database but no dossier", where=str(path), remedy="name another file")
    if version > newest_version():
        raise StoreError(
            f"the dossier has the newer schema {version}, this version of rawi knows up to {newest_version()}",
            where=str(path),
            remedy="install a newer rawi; the file was not changed",
        )
    return version


def _back_up(path: Path) -> None:
    """Copy the file as it stands beside itself before an upgrade; an existing copy is kept.

    SQLite copies nothing through a connection that holds the writer's lock: another one reads meanwhile.
    """
    copy = path.with_name(f"{path.name}.before-{newest_version()}")
    if copy.exists():
        return
    unfinished = copy.with_name(copy.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(_connect(path, "rw")) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.rename(copy)


def _path_of(connection: Connection) -> Path:
    row: tuple[Any, ...] = connection.execute("PRAGMA database_list").fetchone()
    return Path(row[2])


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a StoreError with a remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        message = str(error)
        for sign, problem, remedy in _PROBLEMS:
            if sign in message:
                raise StoreError(problem, where=str(path), remedy=remedy) from error
        raise StoreError(f"the database failed: {message}", where=str(path), remedy="run rawi check on it") from error


_PROBLEMS = (
    ("not a database", "the file is no dossier", "name another file"),
    ("full", "the disk is full", "make room and run the same command again: nothing is lost, it goes on from here"),
    ("locked", "another program is writing into the dossier", "wait until it has finished and try again"),
    ("readonly", "the file may not be written", "change its rights or copy it"),
    ("unable to open", "the file cannot be opened", "check the path and its rights"),
    ("malformed", "the file is damaged", "take the last copy, or build the dossier anew from its sources"),
)
