"""Join the reports of an archive to events, in steps of which none holds more than a bucket of it.

scatter: every telling goes to the buckets of its blocking keys. pair: within a bucket, what shares a key is compared.
connect: reports that pairs lead to one another are a component; only ids stand in one place. gather: what a component
needs goes to its bucket; reports that stand alone are events at once. finish: within a component, groups grow as they
do in a dossier. The events are those of `merge_events`, with the names that the documents know by themselves, without
the undertakings of a dossier.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from rawi.archive.folder import Folder
from rawi.archive.parts import read_ids, read_part
from rawi.archive.schemas import event_row, origin_rows, schemas
from rawi.lexicon.lexicon import load_lexicon
from rawi.linking.candidates import Key, keys_of
from rawi.linking.events import group_tellings, likely_pairs, make_event
from rawi.linking.readings import read_all
from rawi.linking.tellings import Telling, prepare
from rawi.model import Annotations, Event, ReportRef
from rawi.settings import DEFAULT_SETTINGS

_DOCUMENTS_AT_ONCE = 500
_REPORTS_IN_A_BUCKET = 20_000
_MOST_BUCKETS = 4096
T = TypeVar("T")

Pair = tuple[float, str, int, str, int]
"""The points of two reports, and their documents and places."""


class Join(Struct, frozen=True, kw_only=True, dict=True):
    """One joining: the archive's folder, its parts, and over how many buckets their reports are spread."""

    address: str
    parts: tuple[str, ...]
    buckets: int

    @cached_property
    def folder(self) -> Folder:
        """The folder of the archive."""
        return Folder(self.address)

    @cached_property
    def work(self) -> str:
        """Where what is only needed meanwhile is written: elsewhere for other parts."""
        return f"work/{hashlib.sha256(' '.join(self.parts).encode()).hexdigest()[:16]}"


class Step(Struct, frozen=True, kw_only=True):
    """One task of a step: the part or the bucket that it is about."""

    join: Join
    part: str = ""
    bucket: int = 0


class Counted(Struct, frozen=True):
    """How many events and origins a task has made."""

    events: int = 0
    origins: int = 0


def count_buckets(reports: int) -> int:
    """Return over how many buckets so many reports are spread: by their number alone, whoever does the work."""
    return min(max(math.ceil(reports / _REPORTS_IN_A_BUCKET), 1), _MOST_BUCKETS)


def find_repeated(join: Join) -> int:
    """Write which documents of each part stand in an earlier one, and return how many do."""
    folder = join.folder
    owner: dict[str, str] = {}
    repeated = 0
    for part in join.parts:
        again = [id for id in read_ids(folder, part) if owner.setdefault(id, part) != part]
        repeated += len(again)
        folder.write(f"{join.work}/repeated/{part}", msgspec.msgpack.encode(again))
    return repeated


def scatter(task: Step) -> Counted:
    """Send every telling of a part to the buckets of its keys."""
    join, folder = task.join, task.join.folder
    name = f"{join.work}/tellings/{task.part}"
    if not folder.has(name):
        buckets: list[list[bytes]] = [[] for _ in range(join.buckets)]
        for telling in (telling for _, told in _told(join, task.part) for telling in told):
            row = msgspec.msgpack.encode(telling)
            for bucket in {bucket_of(key, join.buckets) for key in keys_of(telling)}:
                buckets[bucket].append(row)
        folder.write_buckets(name, buckets)
    return Counted()


def pair(task: Step) -> Counted:
    """Compare the tellings of a bucket that share one of its keys, and keep the likely pairs."""
    join, folder = task.join, task.join.folder
    name = f"{join.work}/pairs/{task.bucket:04}"
    if not folder.has(name):
        rows = (r for part in join.parts for r in folder.read_bucket(f"{join.work}/tellings/{part}", task.bucket))
        tellings = _decode_tellings(rows)

        def here(key: Key) -> bool:
            return bucket_of(key, join.buckets) == task.bucket

        pairs = [
            (points, tellings[one].ref, tellings[other].ref)
            for points, one, other in likely_pairs(tellings, DEFAULT_SETTINGS.merge_score, here)
        ]
        plain = [(points, a.document, a.index, b.document, b.index) for points, a, b in sorted(pairs)]
        folder.write_buckets(name, [[msgspec.msgpack.encode(plain)]])
    return Counted()


def connect(join: Join) -> None:
    """Find the components, and write for each bucket its pairs, and for all reports in them their component."""
    folder, buckets = join.folder, join.buckets
    if folder.has(f"{join.work}/likely"):
        return
    head: dict[ReportRef, ReportRef] = {}

    def root(ref: ReportRef) -> ReportRef:
        while head.setdefault(ref, ref) != ref:
            head[ref] = ref = head[head[ref]]
        return ref

    pairs: dict[tuple[ReportRef, ReportRef], float] = {}
    for bucket in range(buckets):
        (row,) = folder.read_bucket(f"{join.work}/pairs/{bucket:04}", 0)
        for points, one, i, other, j in msgspec.msgpack.decode(row, type=list[Pair]):
            a, b = ReportRef(one, i), ReportRef(other, j)
            pairs[a, b] = points
            first, second = sorted((root(a), root(b)))
            head[second] = first
    likely: list[list[bytes]] = [[] for _ in range(buckets)]
    for (a, b), points in sorted(pairs.items()):
        component = root(a)
        row = msgspec.msgpack.encode((_mark(component), points, a.document, a.index, b.document, b.index))
        likely[bucket_of(_mark(component), buckets)].append(row)
    components: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for ref in sorted(head):
        components[ref.document][ref.index] = _mark(root(ref))
    folder.write(f"{join.work}/components", msgspec.msgpack.encode(components))
    folder.write_buckets(f"{join.work}/likely", likely)


def gather(task: Step) -> Counted:
    """Send what components need to their buckets; make events of the reports of a part that stand alone."""
    join, folder = task.join, task.join.folder
    name = f"{join.work}/gathered/{task.part}"
    counted = f"{join.work}/counted/{task.part}"
    if not folder.has(counted):
        components = _components(join)
        buckets: list[list[bytes]] = [[] for _ in range(join.buckets)]
        alone: list[Event] = []
        lexicon = load_lexicon()
        for found, tellings in _told(join, task.part):
            own = components.get(found.document.id, {})
            slim = replace(found, times=(), undertakings=())
            needed: defaultdict[int, list[tuple[str, Telling]]] = defaultdict(list)
            for telling in tellings:
                component = own.get(telling.ref.index)
                if component is None:
                    alone.append(make_event([telling], read_all([slim], lexicon), {}, lexicon, DEFAULT_SETTINGS))
                else:
                    bucket = bucket_of(component, join.buckets)
                    needed[bucket].append((component, telling))
            for bucket, told in needed.items():
                buckets[bucket].append(msgspec.msgpack.encode((slim, told)))
        folder.write_buckets(name, buckets)
        folder.write(counted, msgspec.json.encode(_write_events(folder, f"alone-{task.part}", alone)))
    return msgspec.json.decode(folder.read(counted), type=Counted)


def finish(task: Step) -> Counted:
    """Make the events of a bucket's components."""
    join, folder = task.join, task.join.folder
    counted = f"{join.work}/counted/{task.bucket:04}"
    if not folder.has(counted):
        documents: defaultdict[str, list[Annotations]] = defaultdict(list)
        tellings: defaultdict[str, list[Telling]] = defaultdict(list)
        for part in join.parts:
            for row in folder.read_bucket(f"{join.work}/gathered/{part}", task.bucket):
                found, told = msgspec.msgpack.decode(row, type=tuple[Annotations, list[tuple[str, Telling]]])
                for component in dict.fromkeys(component for component, _ in told):
                    documents[component].append(found)
                for component, telling in told:
                    tellings[component].append(telling)
        pairs: defaultdict[str, list[Pair]] = defaultdict(list)
        for row in folder.read_bucket(f"{join.work}/likely", task.bucket):
            component, *pair = msgspec.msgpack.decode(row, type=tuple[str, float, str, int, str, int])
            pairs[component].append(tuple(pair))  # type: ignore[arg-type]
        events = [
            event
            for component in sorted(tellings)
            for event in _events(documents[component], tellings[component], pairs[component])
        ]
        folder.write(counted, msgspec.json.encode(_write_events(folder, f"joined-{task.bucket:04}", events)))
    return msgspec.json.decode(folder.read(counted), type=Counted)


def _events(documents: list[Annotations], told: list[Telling], pairs: list[Pair]) -> Iterator[Event]:
    """Yield the events of one component."""
    tellings = sorted(told, key=lambda one: one.ref)
    places = {telling.ref: place for place, telling in enumerate(tellings)}
    likely = [(points, places[ReportRef(a, i)], places[ReportRef(b, j)]) for points, a, i, b, j in pairs]
    lexicon = load_lexicon()
    by_id = read_all(documents, lexicon)
    for group in group_tellings(tellings, likely, DEFAULT_SETTINGS.merge_score):
        yield make_event(group, by_id, {}, lexicon, DEFAULT_SETTINGS)


def _write_events(folder: Folder, name: str, events: list[Event]) -> Counted:
    """Write events, by the year of their first day, and their origins."""
    years: defaultdict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda one: one.id):
        years[str(event.first_day.year) if event.first_day else "unknown"].append(event)
    origins = 0
    for year, told in sorted(years.items()):
        rows = [row for event in told for row in origin_rows(event)]
        origins += len(rows)
        folder.write_table(f"events/year={year}/{name}.parquet", schemas()["events"], [event_row(e) for e in told])
        folder.write_table(f"origins/year={year}/{name}.parquet", schemas()["origins"], rows)
    return Counted(len(events), origins)


def _documents(join: Join, part: str) -> Iterator[Annotations]:
    """Yield the documents of a part that do not stand in an earlier one."""
    repeated = set(msgspec.msgpack.decode(join.folder.read(f"{join.work}/repeated/{part}"), type=list[str]))
    return (found for found in read_part(join.folder, part) if found.document.id not in repeated)


def _told(join: Join, part: str) -> Iterator[tuple[Annotations, list[Telling]]]:
    """Yield the documents of a part with their tellings, which are made ready some hundred documents at a time."""
    for documents in batched(_documents(join, part), _DOCUMENTS_AT_ONCE):
        tellings: defaultdict[str, list[Telling]] = defaultdict(list)
        for telling in prepare(documents, (), load_lexicon()):
            tellings[telling.ref.document].append(telling)
        yield from ((found, tellings[found.document.id]) for found in documents)


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield things in lists of some size, the last one shorter.

    >>> list(batched("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def _decode_tellings(rows: Iterable[bytes]) -> list[Telling]:
    decoder = msgspec.msgpack.Decoder(Telling)
    return sorted((decoder.decode(row) for row in rows), key=lambda one: one.ref)


@lru_cache(maxsize=1)
def _components(join: Join) -> dict[str, dict[int, str]]:
    data = join.folder.read(f"{join.work}/components")
    return msgspec.msgpack.decode(data, type=dict[str, dict[int, str]])


def bucket_of(key: Any, buckets: int) -> int:
    """Return the bucket of a key: the same on every machine.

    >>> bucket_of(("words", ("a", "b")), 1), bucket_of("key", 64) == bucket_of("key", 64)
    (0, True)
    """
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest()) % buckets


def _mark(ref: ReportRef) -> str:
    return f"{ref.document}:{ref.index}"
