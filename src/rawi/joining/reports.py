"""The reports of a dossier while it is being joined: ready for comparing, their likely pairs, and their groups.

What was made ready lies in temporary tables, so that memory holds only some thousand reports at a time.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from rawi.joining.packed import pack_telling, unpack_telling
from rawi.lexicon.lexicon import Lexicon
from rawi.linking.candidates import keys_of, largest_block
from rawi.linking.events import evidence_for
from rawi.linking.groups import Group
from rawi.linking.readings import Reading
from rawi.linking.tellings import Telling, tell, tell_report
from rawi.model import Annotations
from rawi.settings import Settings
from rawi.store.database import Connection
from rawi.store.parts import Ref, listed, read_group
from rawi.store.postings import Numbers, Postings, are_among, distinct, read_postings
from rawi.store.read import read_linked

_REPORTS_AT_ONCE = 30_000
_TELLINGS_IN_MEMORY = 32_000
_DOCUMENTS_IN_MEMORY = 500
_EVIDENCE_IN_MEMORY = 250_000
_PAIRS_AT_ONCE = 50_000
_PLACE_BITS = 20
_BUCKET_BITS = 26
_ENCODER = msgspec.msgpack.Encoder()
_ANNOTATIONS = msgspec.msgpack.Decoder(Annotations)
_TABLES = """
    CREATE TEMP TABLE slim (document INTEGER PRIMARY KEY, record BLOB NOT NULL);
    CREATE TEMP TABLE told (
        document INTEGER, report INTEGER, record BLOB NOT NULL, keys BLOB NOT NULL, PRIMARY KEY (document, report))
        WITHOUT ROWID;
    CREATE TEMP TABLE coming (bucket INTEGER, keys BLOB NOT NULL, reports BLOB NOT NULL);
    CREATE INDEX temp.coming_bucket ON coming (bucket);
    CREATE TEMP TABLE touched (document INTEGER, report INTEGER, PRIMARY KEY (document, report)) WITHOUT ROWID;
    CREATE TEMP TABLE done (document INTEGER, report INTEGER, PRIMARY KEY (document, report)) WITHOUT ROWID;
    CREATE TEMP TABLE paired (document INTEGER, report INTEGER, PRIMARY KEY (document, report)) WITHOUT ROWID;
    CREATE TEMP TABLE pair (
        document INTEGER, report INTEGER, other_document INTEGER, other_report INTEGER, points REAL,
        PRIMARY KEY (document, report, other_document, other_report)) WITHOUT ROWID;"""
_TURNS = """
    SELECT document, report FROM loose JOIN document d ON d.number = document ORDER BY published, document, report"""
V = TypeVar("V")
K = TypeVar("K")


class Reports:
    """The reports of the dossier, each by the number of its document and its place there."""

    def __init__(self, connection: Connection, lexicon: Lexicon, settings: Settings) -> None:
        self._connection = connection
        self._threshold = settings.merge_score
        self._lexicon = lexicon
        self._shares = lexicon.stem_shares
        self._tellings: _Recent[Ref, Telling] = _Recent(_TELLINGS_IN_MEMORY, self._load_telling)
        self._slim: _Recent[int, Reading] = _Recent(_DOCUMENTS_IN_MEMORY, self._load_slim)
        self._ids: _Recent[int, str] = _Recent(_TELLINGS_IN_MEMORY, self._load_id)
        numbers = connection.execute("SELECT number FROM document ORDER BY id")
        self._order = {number: place for place, (number,) in enumerate(numbers)}
        self._evidence: dict[tuple[Ref, Ref], float] = {}
        self._joined: _Recent[int, int] = _Recent(_TELLINGS_IN_MEMORY, self._load_joined)
        self._prepared: set[int] = set()
        self._now: frozenset[Ref] = frozenset()
        self._loose = self._turns = np.zeros(0, dtype=np.int64)
        self._turn = 0
        self.clear()
        for statement in _TABLES.split(";"):
            connection.execute(statement)

    def clear(self) -> None:
        """Let go what was made ready."""
        for table in ("slim", "told", "coming", "touched", "done", "paired", "pair"):
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
        return self._slim[number].annotations

    def reading(self, number: int) -> Reading:
        """Return a document as it is linked, ready to be asked."""
        return self._slim[number]

    def make_ready(self, numbers: Sequence[int]) -> None:
        """Make the reports of documents ready for comparing, with the keys that they share with others."""
        parts = self._parts(numbers)
        keys_coming, coming = array("q"), array("q")
        for number in numbers:
            rows = []
            for place, telling in enumerate(tell(self.document(number), parts[number], self._shares)):
                keys = keys_of(telling)
                rows.append((number, place, pack_telling(telling), array("i", keys).tobytes()))
                keys_coming.extend(keys)
                coming.extend([number_of((number, place))] * len(keys))
            self._connection.executemany("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)", rows)
        self._let_come(np.array(keys_coming, dtype=np.int64), np.array(coming, dtype=np.int64))

    def _let_come(self, keys: Numbers, reports: Numbers) -> None:
        """Keep which reports have which keys, by ranges of keys, until `coming` asks for them."""
        if not len(keys):
            return
        order = np.argsort(keys, kind="stable")
        keys, reports = keys[order], reports[order]
        buckets, firsts = np.unique(keys >> _BUCKET_BITS, return_index=True)
        both = zip(np.split(keys, firsts[1:]), np.split(reports, firsts[1:]), strict=True)
        rows = [(bucket, k.tobytes(), r.tobytes()) for bucket, (k, r) in zip(buckets.tolist(), both, strict=True)]
        self._connection.executemany("INSERT INTO coming VALUES (?, ?, ?)", rows)

    def coming(self) -> Iterator[Postings]:
        """Yield the keys of the reports that were made ready, in order, many at a time."""
        for (bucket,) in self._connection.execute("SELECT DISTINCT bucket FROM coming ORDER BY 1").fetchall():
            rows = self._connection.execute("SELECT keys, reports FROM coming WHERE bucket = ?", (bucket,)).fetchall()
            keys, reports = (np.frombuffer(b"".join(column), dtype=np.int64) for column in zip(*rows, strict=True))
            order = np.lexsort((reports, keys))
            keys, reports = keys[order], reports[order]
            yield Postings(keys, reports >> _PLACE_BITS, reports & ((1 << _PLACE_BITS) - 1))
        self._connection.execute("DELETE FROM coming")

    def telling(self, ref: Ref) -> Telling:
        """Return a report ready for comparing, whole."""
        return replace(self._tellings[ref], report=self.document(ref[0]).reports[ref[1]])

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
            return unpack_telling(row[0])
        number, place = ref
        told = tell_report(self.document(number), place, self._parts([number])[number], self._shares)
        return unpack_telling(pack_telling(told))

    def _keys(self, ref: Ref) -> Iterable[int]:
        row = self._connection.execute("SELECT keys FROM told WHERE document = ? AND report = ?", ref).fetchone()
        return array("i", row[0]) if row else keys_of(self._tellings[ref])

    def _prepare(self, refs: Iterable[Ref]) -> None:
        """Have documents at hand: to read many at once is much less work than one by one."""
        missing = sorted({ref[0] for ref in refs} - self._prepared)
        for some in in_lists(missing, _DOCUMENTS_IN_MEMORY):
            for number, linked in zip(some, read_linked(self._connection, some), strict=True):
                self.keep(number, linked)

    def _load_slim(self, number: int) -> Reading:
        self._prepare([(number, 0)])
        row = self._connection.execute("SELECT record FROM slim WHERE document = ?", (number,)).fetchone()
        return Reading(_ANNOTATIONS.decode(row[0]), self._lexicon)

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
        numbers = np.fromiter(map(number_of, self._connection.execute(_TURNS)), dtype=np.int64)
        self._turns = np.argsort(numbers)
        self._loose = numbers[self._turns]
        for self._turn in range(_REPORTS_AT_ONCE, len(numbers) + _REPORTS_AT_ONCE, _REPORTS_AT_ONCE):
            some = list(map(ref_of, numbers[self._turn - _REPORTS_AT_ONCE : self._turn].tolist()))
            self._now = frozenset(some)
            yield some

    def place(self, ref: Ref) -> int:
        """Return by what reports are ordered: the ids of their documents, which do not tell which came first."""
        return self._order[ref[0]] << _PLACE_BITS | ref[1]

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
        if not refs:
            return
        self._prepare(refs)
        keys = array("i")
        for ref in refs:
            keys.extend(self._keys(ref))
        asked = distinct(np.frombuffer(keys, dtype=np.int32).astype(np.int64))
        own = np.array(sorted(map(number_of, refs)), dtype=np.int64)
        found = [self._partners(some, own) for some in read_postings(self._connection, asked)]
        others, ones = (np.concatenate([pairs[side] for pairs in found]) for side in (0, 1))
        known, by_day = distinct(others), np.argsort(self._turns_of(own))
        pairs = distinct(np.argsort(by_day)[ones] * len(known) + np.searchsorted(known, others))
        own = own[by_day]
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            ones, others = np.divmod(pairs[start : start + _PAIRS_AT_ONCE], len(known))
            self._weigh(*(list(map(ref_of, some.tolist())) for some in (known[others], own[ones])))
        self._connection.executemany("INSERT INTO paired VALUES (?, ?)", refs)

    def _partners(self, postings: Postings, own: Numbers) -> tuple[Numbers, Numbers]:
        """Return who shares a key that few share with some reports, which are given by number and returned by place.

        Only reports count whose turn has come. A pair of two of the reports comes once for a key.
        """
        keys, counts = np.unique(postings.keys, return_counts=True)
        numbers = numbers_of(postings)
        told = np.repeat((counts > 1) & (counts <= largest_blocks(keys)), counts) & self._has_come(numbers)
        numbers, keys = numbers[told], postings.keys[told]
        places = np.searchsorted(own, numbers)
        is_own = are_among(numbers, own)
        firsts, ends = (np.searchsorted(keys, keys[is_own], side) for side in ("left", "right"))
        counts = ends - firsts
        ones = np.repeat(np.flatnonzero(is_own), counts)
        others = np.arange(len(ones)) + np.repeat(firsts - (np.cumsum(counts) - counts), counts)
        once = (numbers[ones] < numbers[others]) | ~is_own[others]
        return numbers[others[once]], places[ones[once]]

    def _has_come(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Tell which reports are not loose, or have had their turn."""
        return self._turns_of(numbers) < self._turn

    def _turns_of(self, numbers: Numbers) -> Numbers:
        """Return which turns reports have, -1 for those that are not loose."""
        places = np.minimum(np.searchsorted(self._loose, numbers), len(self._loose) - 1)
        return np.where(self._loose[places] == numbers, self._turns[places], -1)

    def _weigh(self, others: list[Ref], ones: list[Ref]) -> None:
        """Keep the likely ones among some pairs, which are best in the order of days."""
        self._prepare(others)
        tellings, rows = self._tellings, list[tuple[int, int, int, int, float]]()
        for other, one in zip(others, ones, strict=True):
            points = evidence_for(tellings[one], tellings[other])
            if points >= self._threshold:
                rows += ((*one, *other, points), (*other, *one, points))
        self._connection.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)", rows)

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


def number_of(ref: Ref) -> int:
    """Return a report as one number; numbers are in the order of documents and places."""
    return ref[0] << _PLACE_BITS | ref[1]


def ref_of(number: int) -> Ref:
    """Return the report of a number.

    >>> ref_of(number_of((7, 3)))
    (7, 3)
    """
    return number >> _PLACE_BITS, number & ((1 << _PLACE_BITS) - 1)


def numbers_of(postings: Postings) -> Numbers:
    """Return the reports of postings as numbers."""
    return postings.documents << _PLACE_BITS | postings.places


def largest_blocks(keys: Numbers) -> Numbers:
    """Return how many reports may share each key for it to tell anything."""
    return np.where(keys >= 0, largest_block(0), largest_block(-1))


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
