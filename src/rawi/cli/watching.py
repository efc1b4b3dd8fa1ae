"""`rawi watch`: poll feeds and sitemaps."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.comparing import news_lines
from rawi.cli.screen import complain, finish, name_missed, progress_bar
from rawi.cli.showing import Lang, Tongue

if TYPE_CHECKING:
    from rawi.reading.fetch import Fetcher
    from rawi.reading.fresh import Watched
    from rawi.watching import Round


def watch(
    dossier: Annotated[Path, typer.Argument(help="The dossier, made if it is missing.")],
    sources: Annotated[Path, typer.Argument(help="A TOML file with [[source]] tables: address, words.")],
    once: Annotated[bool, typer.Option("--once", help="One round only, for cron.")] = False,
    every: Annotated[int, typer.Option(min=1, help="Minutes between two rounds.")] = 15,
    lang: Lang = Tongue.en,
) -> None:
    """Poll feeds and sitemaps, add what is new, print what that changes in the chronicle.

    Polite: robots.txt is obeyed, servers are asked only for what changed, one host at a time. A source that fails is
    named and asked again later; with --once the exit status is then 1.
    """
    import time

    from rawi.reading.fetch import Fetcher
    from rawi.reading.fresh import read_watchlist
    from rawi.settings import DEFAULT_SETTINGS

    watchlist = read_watchlist(sources)
    with closing(Fetcher(DEFAULT_SETTINGS)) as fetcher:
        try:
            while True:
                done = _round(dossier, watchlist, fetcher, lang)
                if once:
                    finish(done.built.errors)
                    return
                for error in done.built.errors:
                    complain(error)
                time.sleep(every * 60)
        except KeyboardInterrupt:
            complain(f"no longer watching; what came in is kept in {dossier}")


def _round(dossier: Path, watchlist: tuple[Watched, ...], fetcher: Fetcher, lang: Tongue) -> Round:
    from rawi.watching import watch_once

    with progress_bar(None, "pages") as bar:
        done = watch_once(dossier, watchlist, fetcher, watch=bar.watch)
    for line in news_lines(done.news, lang):
        print(line, flush=True)
    for address, due in done.waiting:
        complain(f"{address}: failed before, asked again after {due:%Y-%m-%d %H:%M} UTC")
    name_missed(done.built.missed)
    complain(f"{dossier}: {done.built.added} documents added, {len(done.news)} changes")
    return done
