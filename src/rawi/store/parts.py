"""What joining keeps of documents and groups: how names are spelt, who shares a key, at which pairs groups grew.

A document takes part (`count_spellings`, `change_postings`), or is withdrawn with everything that rests on it. What
else that changes is noted as loose, and joined anew next time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from rawi.store.database import Connection
from rawi.store.joining import count_change, keep_memory
from rawi.store.postings import Numbers, Postings, add_postings, drop_postings, read_postings
from rawi.store.read import read_found
from rawi.store.rows import write_found_again

Ref = tuple[int, int]
"""A report: the number of its document, and its place there."""
Joint = tuple[float, Ref, Ref]
Moved = tuple[Numbers, Numbers, Numbers]
"""Keys, by how many reports each was shared, by how many it is shared now."""

_NAMES = """FROM name n JOIN naming g ON g.number = n.naming JOIN document d ON d.number = n.document
    WHERE n.document IN ({documents}) AND g.entity IS NOT NULL"""
_CORE = "ifnull(substr(d.text, n.start + n.core_start + 1, n.core_end - n.core_start), '')"
_CALLED = f"""
    INSERT INTO called SELECT g.entity, g.kind, ifnull(g.code, 0), {_CORE}, :sign * count(*)
    {_NAMES} AND n.core_start IS NOT NULL AND NOT g.anaphor GROUP BY 1, 2, 3, 4
    ON CONFLICT DO UPDATE SET count = count + excluded.count"""
_SPELT = f"""
    INSERT INTO spelling SELECT g.entity, g.kind, ifnull(g.code, 0), ifnull(g.sector, 0), g.anaphor,
        CASE WHEN n.core_start IS NOT NULL THEN {_CORE} ELSE ifnull(n.text, substr(d.text, n.start + 1, n.length)) END,
        :sign * count(*)
    {_NAMES} GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT DO UPDATE SET count = count + excluded.count"""
_ALL = "SELECT number FROM document"
_DOCUMENTS_AT_ONCE = 10_000


def count_called(connection: Connection, numbers: Collection[int] | None = None, *, sign: int = 1) -> None:
    """Count what persons are called in some documents, or in all; with the sign -1, no longer."""
    keep_memory(connection, "people", "")
    connection.execute(_CALLED.format(documents=_ALL if numbers is None else listed(numbers)), {"sign": sign})


def count_spellings(connection: Connection, numbers: Collection[int], *, sign: int = 1) -> None:
    """Count how entities are named in some documents; with the sign -1, no longer. They are loose from then on."""
    documents = listed(numbers)
    connection.execute(_SPELT.format(documents=documents), {"sign": sign})
    connection.execute(f"INSERT OR IGNORE INTO loose_entity SELECT g.entity {_NAMES.format(documents=documents)}")


def read_called(connection: Connection) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield what persons are called: entity, kind, code, proper name, and how often."""
    query = """SELECT e.term, k.term, ifnull(c.term, ''), arabic, count FROM called
               JOIN term e ON e.number = entity JOIN term k ON k.number = kind LEFT JOIN term c ON c.number = code
               WHERE count > 0"""
    yield from connection.execute(query)


def read_spellings(connection: Connection, entity: str) -> Iterator[tuple[str, str, str, bool, str, int]]:
    """Yield how an entity is named: kind, code, sector, whether it stands for an earlier one, the words, how often."""
    query = """SELECT k.term, ifnull(c.term, ''), ifnull(s.term, ''), anaphor, arabic, count FROM spelling
               JOIN term k ON k.number = kind LEFT JOIN term c ON c.number = code LEFT JOIN term s ON s.number = sector
               WHERE entity = ? AND count > 0"""
    for kind, code, sector, anaphor, arabic, count in connection.execute(query, (connection.term(entity),)):
        yield kind, code, sector, bool(anaphor), arabic, count


def take_loose_entities(connection: Connection) -> list[str]:
    """Return the entities that are to be counted anew, and forget which they are."""
    found = [
        term for (term,) in connection.execute("SELECT term FROM loose_entity JOIN term ON number = entity ORDER BY 1")
    ]
    connection.execute("DELETE FROM loose_entity")
    connection.execute("DELETE FROM spelling WHERE count = 0")
    return found


def documents_naming(connection: Connection, entities: Collection[str]) -> list[int]:
    """Return the documents that have been joined and name one of some entities: as a name, a participant, a source."""
    terms = listed([connection.term(entity) for entity in entities])
    of = f"(SELECT number FROM {{}} WHERE entity IN ({terms}))"
    query = f"""SELECT document FROM name WHERE naming IN {of.format("naming")}
                UNION SELECT document FROM participant WHERE actor IN {of.format("actor")}
                UNION SELECT document FROM link WHERE entity IN ({terms})"""
    return [number for (number,) in connection.execute(f"{query} INTERSECT SELECT number FROM document WHERE joined")]


def withdraw(connection: Connection, numbers: Collection[int]) -> None:
    """Take back what documents gave to joining: they are as if they had just come in."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), _DOCUMENTS_AT_ONCE):
        _withdraw(connection, ordered[start : start + _DOCUMENTS_AT_ONCE])


def _withdraw(connection: Connection, numbers: Collection[int]) -> None:
    going = listed(numbers)
    if connection.execute(f"SELECT 1 FROM undertaking WHERE document IN ({going})").fetchone():
        keep_memory(connection, "undertakings", "")
    counted = documents_where(connection, f"number IN ({going}) AND joined")
    _break_events(connection, going)
    _break_groups(connection, going)
    connection.executemany("INSERT OR IGNORE INTO withdrawn VALUES (?)", ((number,) for number in counted))
    connection.execute(f"DELETE FROM loose WHERE document IN ({going})")
    evidence = " UNION ".join(
        f"SELECT undertaking FROM {table} WHERE document IN ({going})"
        for table in ("mention", "stage", "provision", "phase")
    )
    connection.execute(f"DELETE FROM undertaking WHERE document IS NULL AND number IN ({evidence})")
    connection.execute(f"UPDATE undertaking SET part_of = NULL WHERE document IN ({going})")
    count_spellings(connection, counted, sign=-1)
    _restore_found(connection, f"number IN ({going})")
    connection.execute(f"UPDATE document SET joined = 0 WHERE number IN ({going})")


def _break_events(connection: Connection, going: str) -> None:
    """Delete the events that documents tell; what else tells them is loose."""
    query = f"SELECT DISTINCT event FROM report WHERE document IN ({going}) AND event IS NOT NULL"
    _delete_events(connection, [number for (number,) in connection.execute(query)])


def loosen_events(connection: Connection, undertaking: str) -> None:
    """Delete the events that belong to an undertaking; the reports that tell them are loose."""
    query = "SELECT number FROM event WHERE undertaking = ?"
    _delete_events(connection, [number for (number,) in connection.execute(query, (undertaking,))])


def _delete_events(connection: Connection, numbers: list[int]) -> None:
    connection.execute("DELETE FROM note")
    loose = f"SELECT document, report FROM event_report WHERE event IN ({listed(numbers)})"
    connection.execute(f"INSERT OR IGNORE INTO loose {loose}")
    connection.execute(f"DELETE FROM event WHERE number IN ({listed(numbers)})")


def _break_groups(connection: Connection, going: str) -> None:
    """Let the groups go in which documents have a report; their other reports are loose."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS broken (document, report)")
    connection.execute("DELETE FROM broken")
    connection.execute(
        f"""INSERT INTO broken WITH RECURSIVE member (document, report) AS (
                SELECT document, report FROM joint WHERE document IN ({going})
                UNION SELECT other_document, other_report FROM joint JOIN member USING (document, report))
            SELECT document, report FROM member"""
    )
    connection.execute("INSERT OR IGNORE INTO loose SELECT document, report FROM broken")
    connection.execute("DELETE FROM joint WHERE (document, report) IN (SELECT document, report FROM broken)")


def _restore_found(connection: Connection, which: str) -> None:
    """Put the rows of documents back as they were found, where joining changed them."""
    changed = documents_where(connection, f"{which} AND before_joining != '[]'")
    for number, found in zip(changed, read_found(connection, changed), strict=True):
        write_found_again(connection, found, found, number)


def documents_where(connection: Connection, which: str) -> list[int]:
    """Return the numbers of the documents of which a condition of SQL holds, in order."""
    return [number for (number,) in connection.execute(f"SELECT number FROM document WHERE {which} ORDER BY number")]


_PARTS = ("note", "dispute", "event", "entity", "spelling", "posting", "joint", "loose", "loose_entity", "withdrawn")


def clear_parts(connection: Connection) -> None:
    """Forget everything that was joined: all documents are as if they had just come in."""
    count_change(connection)
    keep_memory(connection, "by", "")
    for table in _PARTS:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM undertaking WHERE document IS NULL")
    _restore_found(connection, "true")
    connection.execute("UPDATE document SET joined = 0")
    connection.execute("DELETE FROM called")
    count_called(connection)


def change_postings(connection: Connection, coming: Iterable[Postings], *, noted: bool) -> Moved:
    """Take the postings of withdrawn documents out and add those that come (in order, as `add_postings` wants them).

    If it is noted, returns the keys that more or fewer reports share now, with how many did and do.
    """
    gone = [number for (number,) in connection.execute("SELECT document FROM withdrawn")]
    connection.execute("DELETE FROM withdrawn")
    changes = [(-1, some.keys) for some in drop_postings(connection, gone)] if gone else []
    for some in add_postings(connection, coming):
        if noted:
            changes.append((1, some.keys))
    return _moved(connection, changes)


def _moved(connection: Connection, changes: Sequence[tuple[int, Numbers]]) -> Moved:
    """Sum up by how many reports keys are shared more, or less."""
    keys = np.concatenate([np.zeros(0, dtype=np.int64), *(keys for _, keys in changes)])
    weights = [np.full(len(keys), change) for change, keys in changes]
    keys, places = np.unique(keys, return_inverse=True)
    change = np.bincount(places, np.concatenate([np.zeros(0), *weights]), len(keys)).astype(np.int64)
    keys, change = keys[change != 0], change[change != 0]
    now = np.zeros(len(keys), dtype=np.int64)
    for some in read_postings(connection, keys):
        now += np.bincount(np.searchsorted(keys, some.keys), minlength=len(keys))
    return keys, now - change, now


def loosen_holders(connection: Connection, keys: Numbers) -> None:
    """Note that the reports of some keys are to be grouped anew."""
    for some in read_postings(connection, keys):
        rows = zip(some.documents.tolist(), some.places.tolist(), strict=True)
        connection.executemany("INSERT OR IGNORE INTO loose VALUES (?, ?)", rows)


def read_group(connection: Connection, ref: Ref) -> tuple[list[Ref], list[Joint]]:
    """Return the reports that joints hold together with one, and the joints, each once, as they were added."""
    query = """SELECT other_document, other_report, coalesce(points, (
                   SELECT points FROM joint b WHERE b.document = a.other_document AND b.report = a.other_report
                   AND b.other_document = a.document AND b.other_report = a.report))
               FROM joint a WHERE document = ? AND report = ?"""
    members, joints = [ref], []
    seen = {ref}
    for one in members:
        for document, report, points in connection.execute(query, one):
            other = (document, report)
            if other not in seen:
                seen.add(other)
                members.append(other)
                joints.append((points, one, other))
    return members, joints


def replace_joints(connection: Connection, groups: Iterable[tuple[Iterable[Ref], Iterable[Joint]]]) -> None:
    """Let the reports of each group be held together by its joints instead of those that they had."""
    groups = list(groups)
    members = (member for members, _ in groups for member in members)
    connection.executemany("DELETE FROM joint WHERE document = ? AND report = ?", members)
    pairs = (pair for _, joints in groups for pair in joints)
    both = [
        (*one, *other, points if one < other else None) for points, a, b in pairs for one, other in ((a, b), (b, a))
    ]
    connection.executemany("INSERT INTO joint VALUES (?, ?, ?, ?, ?)", sorted(both))


def listed(numbers: Iterable[int]) -> str:
    """Return numbers as SQL lists them."""
    return ", ".join(map(str, numbers))
