"""Build a dossier: read what is new, annotate it, keep it, and join it with what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from rawi.engine.local import Failure, map_in_order
from rawi.errors import RawiError, ReadingError
from rawi.joining.join import join
from rawi.lexicon.lexicon import Engine, load_lexicon
from rawi.linking.news import News, compare_dossiers
from rawi.model import Annotations, Document
from rawi.pipeline import annotate
from rawi.reading.record import Given, Original
from rawi.reading.sources import read_original
from rawi.settings import DEFAULT_SETTINGS, Settings
from rawi.store.database import Connection, create_or_open, pack, transaction
from rawi.store.joining import is_joined
from rawi.store.originals import Kept, keep_original, read_kept
from rawi.store.parts import clear_parts
from rawi.store.read import read_digest, read_outline
from rawi.store.rows import digest
from rawi.store.write import add_document
from rawi.version import VERSION


class Built(Struct, kw_only=True):
    """What a build did: how many documents came in, how many stood there already, and what could not be used.

    `missed` holds the ids of corrections that no longer find what they correct.
    """

    added: int = 0
    known: int = 0
    errors: list[RawiError] = []
    missed: tuple[str, ...] = ()


Watch = Callable[[str], None]
Keep = Callable[[Original], None]
Sources = Callable[[Keep], Iterator[Document | ReadingError]]
"""Reads documents, and hands the original bytes of each to its argument just before it yields the document."""


def build(
    path: Path,
    sources: Sources,
    settings: Settings = DEFAULT_SETTINGS,
    watch: Watch = lambda _: None,
    engine: Engine = "weighed",
) -> Built:
    """Read, annotate and keep what the dossier at `path` does not hold yet, then join it with what is there.

    Every document is kept in one transaction, so a build that is cut off goes on where it stopped. A dossier that lies
    among its own sources is no source. `watch` is told the name of each document that is done, and at the end that
    joining begins. Raises StoreError if the dossier cannot be opened; whatever is wrong with a single document is among
    the errors of the result.
    """
    built = Built()
    own = {str(path.resolve()) + ending for ending in ("", "-wal", "-shm", "-journal")}
    with closing(create_or_open(path)) as connection:
        coming: dict[str, Original] = {}
        unknown = _unknown(sources, connection, coming, built)
        for document, found in map_in_order(partial(_find, engine=engine), unknown, settings.workers):
            original = coming.pop(document.id)
            if isinstance(found, Failure):
                built.errors.append(RawiError(found.reason, where=document.name, remedy="report it with the text"))
            else:
                with transaction(connection):
                    keep_original(connection, original.sha256, original.name, original.media_type, original.data)
                    add_document(connection, found, VERSION, original.given)
                built.added += 1
            watch(document.name)
        if not is_joined(connection):
            watch("")
            built.missed = join(connection, load_lexicon(engine), settings)
            if built.added > connection.execute("SELECT count(*) FROM document").fetchone()[0] / 2:
                pack(connection)
    built.errors = [error for error in built.errors if str(Path(error.where).resolve()) not in own]
    return built


class Rebuilt(Struct, kw_only=True):
    """What a rebuild did: how many documents were read anew, what could not be, and what is told differently now.

    `missed` holds the ids of corrections that no longer find what they correct.
    """

    documents: int = 0
    errors: list[RawiError] = []
    news: list[News] = []
    missed: tuple[str, ...] = ()


def rebuild(
    path: Path,
    settings: Settings = DEFAULT_SETTINGS,
    watch: Watch = lambda _: None,
    engine: Engine = "weighed",
) -> Rebuilt:
    """Derive everything in a dossier anew from the kept originals with this version of rawi.

    A document whose original can no longer be read stays as it was and is among the errors. `watch` as in `build`.
    """
    rebuilt = Rebuilt()
    with closing(create_or_open(path)) as connection:
        before = read_outline(connection)
        with transaction(connection):
            clear_parts(connection)
        for kept, found in map_in_order(partial(_find_again, engine=engine), read_kept(connection), settings.workers):
            if isinstance(found, Failure):
                rebuilt.errors.append(RawiError(found.reason, where=kept.name, remedy="it was left as it was"))
            else:
                with transaction(connection):
                    add_document(connection, found, VERSION, kept.given, kept.number)
                rebuilt.documents += 1
            watch(kept.name)
        watch("")
        rebuilt.missed = join(connection, load_lexicon(engine), settings)
        pack(connection)
        rebuilt.news = compare_dossiers(before, read_outline(connection))
    return rebuilt


def _find_again(kept: Kept, engine: Engine) -> Annotations:
    given = msgspec.convert(kept.given, Given)
    original = Original(name=kept.name, media_type=kept.media_type, data=kept.data, given=given)
    lexicon = load_lexicon(engine)
    document = read_original(original, kept.location, pages=lexicon.pages, settings=DEFAULT_SETTINGS)
    if isinstance(document, ReadingError):
        raise document
    return annotate(document, lexicon)


def _find(document: Document, engine: Engine) -> Annotations:
    return annotate(document, load_lexicon(engine))


def _unknown(sources: Sources, connection: Connection, coming: dict[str, Original], built: Built) -> Iterator[Document]:
    """Yield the documents that the dossier does not hold, or holds with other metadata; note the errors.

    The originals of those that are on their way stand in `coming`.
    """
    kept: list[Original] = []
    for source in sources(kept.append):
        if isinstance(source, ReadingError):
            built.errors.append(source)
            continue
        original = kept.pop()
        if source.id in coming or read_digest(connection, source.id) == digest(source):
            built.known += 1
            continue
        coming[source.id] = original
        yield source
