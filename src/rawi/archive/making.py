"""Make an archive: parts of its inputs, then events and origins of all parts, then the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from rawi.archive.folder import Folder, find_inputs
from rawi.archive.joining import (
    Counted,
    Join,
    Step,
    connect,
    count_buckets,
    find_repeated,
    finish,
    gather,
    pair,
    scatter,
)
from rawi.archive.parts import Part, PartTask, Reason, make_part
from rawi.engine.local import Failure
from rawi.errors import StoreError
from rawi.lexicon.lexicon import Engine
from rawi.version import VERSION

MANIFEST = "manifest.json"
_FILES = ("documents/{}.parquet", "reports/{}.parquet", "parts/{}.ids", "parts/{}.json")

Mapping = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[tuple[Any, Any]]]
"""An engine: does a task for each item and yields (item, result or Failure), in any order."""


class Manifest(Struct, kw_only=True):
    """What an archive holds: counts of what came in and out, what failed for which reason, and each of its inputs.

    `repeated` documents stand in an input that comes later too; they count for events once.
    """

    rawi: str = VERSION
    joined: str = ""
    documents: int = 0
    repeated: int = 0
    reports: int = 0
    events: int = 0
    origins: int = 0
    failures: dict[str, int] = {}
    inputs: list[Part] = []


def make_archive(
    inputs: Sequence[str],
    address: str,
    mapping: Mapping,
    engine: Engine = "weighed",
    watch: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Put inputs into the archive at an address and join all that it holds; what is there already is not done again.

    An input that changed takes the place of what was made of it before. `watch` is told the address of each input that
    is done, then the name of each step. Raises UsageError if an input is missing, StoreError if a step fails.
    """
    folder = Folder(address)
    before = read_manifest(folder)
    sources = find_inputs(inputs)
    known = {part.address: part for part in before.inputs}
    tasks = [PartTask(source=source, folder=address, engine=engine) for source in sources]
    for task, found in mapping(make_part, tasks):
        source = task.source
        old = known.get(source.address)
        if old and old.part != source.part:
            _forget(folder, old.part)
        if isinstance(found, Failure):
            reason = {found.reason: Reason(count=1, examples=[source.address])}
            found = Part(
                address=source.address, size=source.size, changed=source.changed, part=source.part, failures=reason
            )
        known[source.address] = found
        watch(source.address)
    manifest = _manifest([known[address] for address in sorted(known)])
    parts = tuple(sorted(part.part for part in manifest.inputs if folder.has(f"parts/{part.part}.json")))
    join = Join(address=address, parts=parts, buckets=count_buckets(manifest.reports))
    if before.joined == join.work:
        return before
    folder.write(MANIFEST, _encode(manifest))
    _join(join, manifest, mapping, watch)
    folder.write(MANIFEST, _encode(manifest))
    folder.clear("work")
    return manifest


def read_manifest(folder: Folder) -> Manifest:
    """Return the manifest of an archive, an empty one where there is none yet."""
    if not folder.has(MANIFEST):
        return Manifest()
    return msgspec.json.decode(folder.read(MANIFEST), type=Manifest)


def _encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def _manifest(parts: list[Part]) -> Manifest:
    failures: dict[str, int] = {}
    for part in parts:
        for reason, found in part.failures.items():
            failures[reason] = failures.get(reason, 0) + found.count
    return Manifest(
        documents=sum(part.documents for part in parts),
        reports=sum(part.reports for part in parts),
        failures=dict(sorted(failures.items())),
        inputs=parts,
    )


def _forget(folder: Folder, part: str) -> None:
    for name in _FILES:
        folder.delete(name.format(part))


def _join(join: Join, manifest: Manifest, mapping: Mapping, watch: Callable[[str], None]) -> None:
    """Do the steps of joining and count what they make."""
    if not join.folder.names(join.work):
        for old in ("work", "events", "origins"):
            join.folder.clear(old)
    by_part = [Step(join=join, part=part) for part in join.parts]
    by_bucket = [Step(join=join, bucket=bucket) for bucket in range(join.buckets)]

    def step(work: Callable[[Step], Counted], tasks: list[Step]) -> None:
        watch(work.__name__)
        for task, found in mapping(work, tasks):
            if isinstance(found, Failure):
                where = f"{work.__name__} {task.part or task.bucket}"
                raise StoreError(
                    f"the archive could not be joined: {found.reason}", where=where, remedy="run the same command again"
                )
            manifest.events += found.events
            manifest.origins += found.origins

    manifest.repeated = find_repeated(join)
    step(scatter, by_part)
    step(pair, by_bucket)
    connect(join)
    step(gather, by_part)
    step(finish, by_bucket)
    manifest.joined = join.work
