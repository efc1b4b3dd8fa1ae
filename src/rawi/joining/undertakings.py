"""Follow undertakings across a dossier.

They are few (one in four documents has one), so all are compared when one changes; only what differs is made anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from rawi.joining.reports import Reports
from rawi.linking.undertakings import Local, group_undertakings, id_of_joined, join_undertakings
from rawi.model import Evidence, Stage, Undertaking
from rawi.store.database import Connection
from rawi.store.joining import keep_memory, read_memory
from rawi.store.parts import loosen_events
from rawi.store.rows import write_undertakings

Key = tuple[str, str]
"""The undertaking of a document: the document's id, and its own id there."""


def follow(connection: Connection, reports: Reports, relink: Callable[[Sequence[int]], None]) -> list[int]:
    """Join the undertakings of all documents anew, where one has changed.

    Returns the documents that were joined already and have an undertaking that is part of another one now; they are
    given to `relink` first.
    """
    if read_memory(connection, "undertakings"):
        return []
    groups = group_undertakings(_read_local(connection))
    part_of = {_key(one): id_of_joined(group[0]) for group in groups for one in group}
    numbers = {number for _, number in _differing(connection, part_of)}
    query = "SELECT joined FROM document WHERE number = ?"
    retold = [number for number in sorted(numbers) if connection.execute(query, (number,)).fetchone()[0]]
    relink(retold)
    changed = _differing(connection, part_of)
    update = "UPDATE undertaking SET part_of = ? WHERE document = ? AND id = ?"
    connection.executemany(update, ((part_of[key], number, key[1]) for key, number in changed))
    _write_joined(connection, reports, groups, {key for key, _ in changed})
    keep_memory(connection, "undertakings", "followed")
    return retold


def _key(one: Local) -> Key:
    return one.undertaking.mentions[0].document, one.undertaking.id


def _read_local(connection: Connection) -> Iterator[Local]:
    """Yield the undertakings of all documents with what they are compared by."""
    stages: defaultdict[int, list[Stage]] = defaultdict(list)
    query = """SELECT undertaking, term, first_day, last_day FROM stage s JOIN term ON term.number = s.stage
               WHERE undertaking IN (SELECT number FROM undertaking WHERE document IS NOT NULL)
               ORDER BY undertaking, position"""
    for number, stage, first, last in connection.execute(query):
        days = [date.fromisoformat(day) if day else None for day in (first, last)]
        stages[number].append(Stage(0, 0, document="", stage=stage, first_day=days[0], last_day=days[1]))
    query = """SELECT u.number, d.id, u.id, term, parties, words, ifnull(published, published_to), m.start, m."end"
               FROM undertaking u JOIN document d ON d.number = u.document JOIN term ON term.number = u.kind
               JOIN mention m ON m.undertaking = u.number AND m.position = 0"""
    for number, document, id, kind, parties, words, said, start, end in connection.execute(query):
        undertaking = Undertaking(
            id=id,
            kind=kind,
            name="",
            parties=msgspec.json.decode(parties, type=tuple[str, ...]),
            stages=tuple(stages[number]),
            mentions=(Evidence(start, end, document=document),),
        )
        known = frozenset(msgspec.json.decode(words or "[]", type=list[str]))
        yield Local(undertaking, known, date.fromisoformat(said) if said else None)


def _differing(connection: Connection, part_of: Mapping[Key, str]) -> list[tuple[Key, int]]:
    """Return the undertakings of documents that are not noted as what they are part of, with the document's number."""
    query = "SELECT d.id, u.id, d.number, part_of FROM undertaking u JOIN document d ON d.number = u.document"
    return [((id, own), number) for id, own, number, part in connection.execute(query) if part_of[id, own] != part]


def _write_joined(connection: Connection, reports: Reports, groups: Iterable[list[Local]], changed: set[Key]) -> None:
    """Write the joined undertakings that differ from those that are there."""
    query = "SELECT id, term FROM undertaking u JOIN term ON term.number = kind WHERE document IS NULL"
    gone = dict(connection.execute(query))
    numbers = "SELECT number FROM document WHERE id = ?"
    for group in groups:
        id = id_of_joined(group[0])
        if id in gone and changed.isdisjoint(_key(one) for one in group):
            del gone[id]
            continue
        places = {key[0]: connection.execute(numbers, (key[0],)).fetchone()[0] for key in map(_key, group)}
        joined = join_undertakings([_whole(one, reports, places) for one in group])
        if gone.get(id) != joined.kind:
            loosen_events(connection, id)
        connection.execute("DELETE FROM undertaking WHERE document IS NULL AND id = ?", (id,))
        gone.pop(id, None)
        texts = {number: reports.document(number).document.text for number in places.values()}
        write_undertakings(connection, [joined], places, texts)
    connection.executemany("DELETE FROM undertaking WHERE document IS NULL AND id = ?", ((id,) for id in gone))


def _whole(one: Local, reports: Reports, numbers: dict[str, int]) -> Local:
    """Return an undertaking with everything that its document says of it."""
    document, id = _key(one)
    own = reports.document(numbers[document]).undertakings
    return msgspec.structs.replace(one, undertaking=next(whole for whole in own if whole.id == id))
