"""The reports of a dossier while it is being joined: ready for comparing, their likely pairs, and their groups.

What was made ready lies in temporary tables, so that memory holds only some thousand reports at a time.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.candidates import keys_of, largest_block
from rawi.linking.events import evidence_for
from rawi.linking.groups import Group
from rawi.linking.tellings import Telling, tell, tell_report
from rawi.model import Annotations
from rawi.settings import Settings
from rawi.store.database import Connection
from rawi.store.parts import Ref, listed, read_group
from rawi.store.read import read_linked

_REPORTS_AT_ONCE = 30_000
_TELLINGS_IN_MEMORY = 20_000
_DOCUMENTS_IN_MEMORY = 300
_EVIDENCE_IN_MEMORY = 300_000
_ENCODER = msgspec.msgpack.Encoder()
_TELLING = msgspec.msgpack.Decoder(Telling)
_ANNOTATIONS = msgspec.msgpack.Decoder(Annotations)
_TABLES = """
    CREATE TEMP TABLE slim (document INTEGER PRIMARY KEY, record BLOB NOT NULL);
    CREATE TEMP TABLE told (
        document INTEGER, report INTEGER, record BLOB NOT NULL, keys BLOB NOT NULL, PRIMARY KEY (document, report))
        WITHOUT ROWID;
    CREATE TEMP TABLE turn (number INTEGER PRIMARY KEY, document INTEGER, report INTEGER, UNIQUE (document, report));
    CREATE TEMP TABLE asked (key INTEGER PRIMARY KEY);
    CREATE TEMP TABLE touched (document INTEGER, report INTEGER, PRIMARY KEY (document, report)) WITHOUT ROWID;
    CREATE TEMP TABLE done (document INTEGER, report INTEGER, PRIMARY KEY (document, report)) WITHOUT ROWID;
    CREATE TEMP TABLE paired (document INTEGER, report INTEGER, PRIMARY KEY (document, report)) WITHOUT ROWID;
    CREATE TEMP TABLE pair (
        document INTEGER, report INTEGER, other_document INTEGER, other_report INTEGER, points REAL,
        PRIMARY KEY (document, report, other_document, other_report)) WITHOUT ROWID;"""
_TURNS = """
    INSERT INTO turn (document, report) SELECT document, report FROM loose JOIN document d ON d.number = document
    ORDER BY published, document, report"""
V = TypeVar("V")
K = TypeVar("K")


class Reports:
    """The reports of the dossier, each by the number of its document and its place there."""

    def __init__(self, connection: Connection, lexicon: Lexicon, settings: Settings) -> None:
        self._connection = connection
        self._threshold = settings.merge_score
        self._shares = lexicon.stem_shares
        self._tellings: _Recent[Ref, Telling] = _Recent(_TELLINGS_IN_MEMORY, self._load_telling)
        self._slim: _Recent[int, Annotations] = _Recent(_DOCUMENTS_IN_MEMORY, self._load_slim)
        self._ids: _Recent[int, str] = _Recent(_TELLINGS_IN_MEMORY, self._load_id)
        self._evidence: dict[tuple[Ref, Ref], float] = {}
        self._joined: _Recent[int, int] = _Recent(_TELLINGS_IN_MEMORY, self._load_joined)
        self._prepared: set[int] = set()
        self._now: frozenset[Ref] = frozenset()
        self._turn = 0
        self.clear()
        for statement in _TABLES.split(";"):
            connection.execute(statement)

    def clear(self) -> None:
        """Let go what was made ready."""
        for table in ("slim", "told", "turn", "asked", "touched", "done", "paired", "pair"):
            self._connection.execute(f"DROP TABLE IF EXISTS temp.{table}")

    # --- documents and what they tell -------------------------------------------------------------------------------

    def keep(self, number: int, linked: Annotations) -> None:
        """Keep what later steps need of a document, as it is linked now."""
        document = replace(linked.document, boxes=(), repairs=(), notes=())
        slim = replace(linked, document=document, times=())
        self._connection.execute("INSERT OR REPLACE INTO slim VALUES (?, ?)", (number, _ENCODER.encode(slim)))
        self._slim.pop(number, None)
        self._prepared.add(number)

    def document(self, number: int) -> Annotations:
        """Return a document as it is linked, without what joining does not need."""
        return self._slim[number]

    def make_ready(self, numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Make the reports of documents ready for comparing; yield their keys, with document and place."""
        parts = self._parts(numbers)
        for number in numbers:
            rows = []
            for place, telling in enumerate(tell(self._slim[number], parts[number], self._shares)):
                keys = keys_of(telling)
                rows.append((number, place, _ENCODER.encode(telling), array("i", keys).tobytes()))
                yield from ((key, number, place) for key in keys)
            self._connection.executemany("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)", rows)

    def telling(self, ref: Ref) -> Telling:
        """Return a report ready for comparing."""
        return self._tellings[ref]

    def id(self, number: int) -> str:
        """Return the id of a document."""
        return self._ids[number]

    def _parts(self, numbers: Sequence[int]) -> defaultdict[int, dict[tuple[str, str], str]]:
        """Return of which undertakings those of documents are parts."""
        parts = defaultdict[int, dict[tuple[str, str], str]](dict)
        query = f"""SELECT document, id, part_of FROM undertaking WHERE document IN ({listed(numbers)})
                    AND part_of IS NOT NULL"""
        for number, local, part in self._connection.execute(query):
            parts[number][self.id(number), local] = part
        return parts

    def _load_telling(self, ref: Ref) -> Telling:
        query = "SELECT record FROM told WHERE document = ? AND report = ?"
        row = self._connection.execute(query, ref).fetchone()
        if row:
            return _TELLING.decode(row[0])
        number, place = ref
        return tell_report(self._slim[number], place, self._parts([number])[number], self._shares)

    def _keys(self, ref: Ref) -> Iterable[int]:
        row = self._connection.execute("SELECT keys FROM told WHERE document = ? AND report = ?", ref).fetchone()
        return array("i", row[0]) if row else keys_of(self._tellings[ref])

    def _prepare(self, refs: Iterable[Ref]) -> None:
        """Have documents at hand: to read many at once is much less work than one by one."""
        missing = sorted({ref[0] for ref in refs} - self._prepared)
        for some in in_lists(missing, _DOCUMENTS_IN_MEMORY):
            for number, linked in zip(some, read_linked(self._connection, some), strict=True):
                self.keep(number, linked)

    def _load_slim(self, number: int) -> Annotations:
        self._prepare([(number, 0)])
        row = self._connection.execute("SELECT record FROM slim WHERE document = ?", (number,)).fetchone()
        return _ANNOTATIONS.decode(row[0])

    def _load_id(self, number: int) -> str:
        row = self._connection.execute("SELECT id FROM document WHERE number = ?", (number,)).fetchone()
        return str(row[0])

    def _load_joined(self, number: int) -> int:
        row = self._connection.execute("SELECT joined FROM document WHERE number = ?", (number,)).fetchone()
        return int(row[0])

    # --- groups: what `grow_again` asks -----------------------------------------------------------------------------

    def group(self, ref: Ref) -> Group[Ref]:
        """Return the group of a report as it is kept."""
        members, joints = read_group(self._connection, ref) if self.is_grouped(ref) else ([ref], [])
        self._prepare(members)
        return Group(sorted(members, key=self.place), [self._ordered(joint) for joint in joints])

    def is_grouped(self, ref: Ref) -> bool:
        """Tell whether a report may have a group: not one of a new document whose turn is now."""
        return ref not in self._now or self._joined[ref[0]] != 0

    def in_turn(self) -> Iterator[list[Ref]]:
        """Yield all loose reports, some thousand at a time, by their days of publication: near ones belong together."""
        self._connection.execute(_TURNS)
        query = "SELECT document, report FROM turn WHERE number > ? ORDER BY number LIMIT ?"
        while some := self._connection.execute(query, (self._turn, _REPORTS_AT_ONCE)).fetchall():
            self._turn += len(some)
            self._now = frozenset(some)
            yield some

    def place(self, ref: Ref) -> tuple[str, int]:
        """Return by what reports are ordered: the ids of their documents, which do not tell which came first."""
        return self._ids[ref[0]], ref[1]

    def likeness(self, one: Ref, other: Ref) -> float:
        """Return how much speaks for two reports telling one happening."""
        pair = (one, other) if one < other else (other, one)
        points = self._evidence.get(pair)
        if points is None:
            if len(self._evidence) > _EVIDENCE_IN_MEMORY:
                self._evidence.clear()
            points = self._evidence[pair] = evidence_for(self._tellings[one], self._tellings[other])
        return points

    def pairs(self, refs: Collection[Ref]) -> Iterator[tuple[float, Ref, Ref]]:
        """Yield the likely pairs of reports with all whose turn has come."""
        known = "SELECT 1 FROM paired WHERE document = ? AND report = ?"
        self._pair({ref for ref in refs if not self._connection.execute(known, ref).fetchone()})
        query = "SELECT other_document, other_report, points FROM pair WHERE document = ? AND report = ?"
        for ref in refs:
            for document, report, points in self._connection.execute(query, ref):
                yield self._ordered((points, ref, (document, report)))

    def _pair(self, refs: set[Ref]) -> None:
        """Weigh reports with all others that share a key."""
        self._prepare(refs)
        keys = {(key,) for ref in refs for key in self._keys(ref)}
        self._connection.execute("DELETE FROM asked")
        self._connection.executemany("INSERT INTO asked VALUES (?)", keys)
        partners: defaultdict[Ref, set[Ref]] = defaultdict(set)
        for holders in self._blocks():
            own = [ref for ref in holders if ref in refs]
            for other in holders:
                partners[other].update(ref for ref in own if ref < other or other not in refs)
        self._prepare(partners)
        rows: list[tuple[int, int, int, int, float]] = []
        for other, found in sorted(partners.items()):
            for ref in found - {other}:
                points = evidence_for(self._tellings[ref], self._tellings[other])
                if points >= self._threshold:
                    rows += ((*ref, *other, points), (*other, *ref, points))
        self._connection.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)", rows)
        self._connection.executemany("INSERT INTO paired VALUES (?, ?)", refs)

    def _blocks(self) -> Iterator[list[Ref]]:
        """Yield, for each key asked for that few share, the reports that do and whose turn has come."""
        query = """SELECT key, p.document, p.report, t.number FROM asked CROSS JOIN posting p USING (key)
                   LEFT JOIN turn t ON t.document = p.document AND t.report = p.report ORDER BY key"""
        for key, rows in groupby(self._connection.execute(query), itemgetter(0)):
            found = list(rows)
            if 1 < len(found) <= largest_block(key):
                yield [(one, place) for _, one, place, turn in found if turn is None or turn <= self._turn]

    def _ordered(self, pair: tuple[float, Ref, Ref]) -> tuple[float, Ref, Ref]:
        points, one, other = pair
        return pair if self.place(one) < self.place(other) else (points, other, one)


class _Recent(OrderedDict[K, V], Generic[K, V]):
    """Things that are made or read when they are asked for; the last ones asked for are kept."""

    def __init__(self, most: int, load: Callable[[K], V]) -> None:
        super().__init__()
        self._most, self._load = most, load

    def __missing__(self, key: K) -> V:
        value = self[key] = self._load(key)
        if len(self) > self._most:
            self.popitem(last=False)
        return value


def in_lists(things: Iterable[V], size: int) -> Iterator[list[V]]:
    """Yield things in lists of some size, the last one shorter."""
    some: list[V] = []
    for thing in things:
        some.append(thing)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
