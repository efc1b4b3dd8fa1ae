"""Write documents into a dossier, each in one transaction, and take them out again."""

from __future__ import annotations

from typing import Any

import msgspec

from rawi.model import Annotations
from rawi.store.database import Connection
from rawi.store.joining import count_change
from rawi.store.originals import drop_unused_original, loosen_original, number_of_original, pack_original
from rawi.store.parts import count_called, withdraw
from rawi.store.rows import digest, insert_one, write_found
from rawi.store.search import drop_sentences, index_document


def add_document(
    connection: Connection, found: Annotations, version: str, given: Any, number: int | None = None
) -> None:
    """Add a document with what was found in it by itself; it takes the place of one with its id, or of `number`.

    `version` is that of the rawi that found it, `given` a record of what was known about the document from outside. To
    be called inside a transaction. The document counts as not joined until the dossier is joined.
    """
    document = found.document
    query = "SELECT number, original FROM document WHERE id = ? OR number = ? ORDER BY number = ? DESC"
    replaced = connection.execute(query, (document.id, number, number)).fetchall()
    original = number_of_original(connection, document.original)
    if replaced and original is not None:
        loosen_original(connection, original, replaced[0][0])
    for old, _ in replaced:
        remove_document(connection, old)
    count_change(connection)
    known = msgspec.to_builtins(document)
    outside = {field: value for field, value in msgspec.to_builtins(given).items() if value != known[field]}
    row = {**known, "number": replaced[0][0] if replaced else None, "original": original, "given": outside}
    row |= {"version": version, "read_digest": digest(document), "rows_digest": digest(found)}
    number = insert_one(connection, "document", row)
    write_found(connection, found, number)
    count_called(connection, [number])
    index_document(connection, number, document)
    for one in {original, *(old for _, old in replaced)} - {None}:
        drop_unused_original(connection, one)
        pack_original(connection, one)


def remove_document(connection: Connection, number: int) -> None:
    """Take a document out with all that hangs on it; what was joined from it is gone until the next joining.

    Its original stays, unpacked.
    """
    withdraw(connection, [number])
    count_called(connection, [number], sign=-1)
    count_change(connection)
    for (original,) in connection.execute("SELECT original FROM document WHERE number = ?", (number,)).fetchall():
        loosen_original(connection, original, number)
    drop_sentences(connection, number)
    connection.execute("DELETE FROM document WHERE number = ?", (number,))
