"""Watch feeds and sitemaps for a dossier: what is new comes in, and what that changes in the chronicle is told.

A source that fails is named and asked again later, each time twice as late; the others are not held up. What is
remembered about a source is written only after its documents are kept, so that a round that is cut off loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rawi.building import Built, Keep, Watch, build
from rawi.errors import ReadingError
from rawi.lexicon.lexicon import load_lexicon
from rawi.linking.news import News, compare_dossiers
from rawi.model import Document, Dossier
from rawi.reading.fetch import LATER, Fetcher
from rawi.reading.fresh import Watched, read_fresh
from rawi.settings import DEFAULT_SETTINGS, Settings
from rawi.store.database import Connection, create_or_open, transaction
from rawi.store.read import read_outline
from rawi.store.watched import Memory, is_seen, recall, remember

_FIRST_WAIT = timedelta(minutes=10)
_LONGEST_WAIT = timedelta(days=1)


class Round(Struct, frozen=True, kw_only=True):
    """One round over the watched sources: what came in, what that changes, which sources were left out until when."""

    built: Built
    news: tuple[News, ...] = ()
    waiting: tuple[tuple[str, datetime], ...] = ()


class _Asked(Struct, kw_only=True):
    """What asking one source has brought: what to remember about it, and which links are dealt with."""

    memory: Memory
    links: list[str] = []


def watch_once(
    path: Path,
    sources: tuple[Watched, ...],
    fetcher: Fetcher,
    *,
    now: datetime | None = None,
    settings: Settings = DEFAULT_SETTINGS,
    watch: Watch = lambda _: None,
) -> Round:
    """Ask every source that is due once, one after the other, and build what is new into the dossier at `path`.

    What is wrong with a source is among the errors of the build. Raises StoreError if the dossier cannot be opened.
    """
    moment = now or datetime.now(UTC)
    with closing(create_or_open(path)) as connection:
        before = read_outline(connection)
        memories = {source.address: recall(connection, source.address) for source in sources}
        waiting = tuple(
            (address, memory.due)
            for address, memory in memories.items()
            if memory.failures and memory.due and memory.due > moment
        )
        due = [source for source in sources if source.address not in dict(waiting)]
        asked: dict[str, _Asked] = {}

        def read(keep: Keep) -> Iterator[Document | ReadingError]:
            for source in due:
                asked[source.address] = _Asked(memory=memories[source.address])
                yield from _ask(source, asked[source.address], connection, fetcher, keep, settings, moment)

        built = build(path, read, settings, watch)
        with transaction(connection):
            for address, one in asked.items():
                remember(connection, address, one.memory, one.links)
        return Round(built=built, news=_news(before, connection, built), waiting=waiting)


def _ask(
    source: Watched,
    asked: _Asked,
    connection: Connection,
    fetcher: Fetcher,
    keep: Keep,
    settings: Settings,
    now: datetime,
) -> Iterator[Document | ReadingError]:
    """Yield what is new at one source; note what to remember."""
    memory = asked.memory
    failed = False
    try:
        page = fetcher.fetch_if_changed(source.address, memory.etag, memory.modified)
        if page is not None:
            fresh = read_fresh(
                source,
                page,
                fetcher,
                lambda link: link not in asked.links and not is_seen(connection, link),
                pages=load_lexicon().pages,
                settings=settings,
                keep=keep,
                today=now.date(),
            )
            for link, found in fresh:
                if isinstance(found, ReadingError) and found.remedy == LATER:
                    failed = True
                else:
                    asked.links.append(link)
                if found is not None:
                    yield found
            # A page that failed is tried again next time, so the source must be read again too.
            marks = (None, None) if failed else (page.etag, page.modified)
            memory = replace(memory, etag=marks[0], modified=marks[1])
        asked.memory = replace(memory, failures=0, due=now)
    except ReadingError as error:
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(memory.failures, 10))
        asked.memory = replace(memory, failures=memory.failures + 1, due=now + wait)
        yield error


def _news(before: Dossier, connection: Connection, built: Built) -> tuple[News, ...]:
    return tuple(compare_dossiers(before, read_outline(connection))) if built.added else ()
