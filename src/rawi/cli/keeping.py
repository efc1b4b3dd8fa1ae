"""`rawi check` and `rawi rebuild`: keep a dossier sound and up to date."""

from __future__ import annotations

import typer

from rawi.cli.building import ByEngine, Engine, Jobs
from rawi.cli.comparing import news_lines
from rawi.cli.screen import complain, finish, name_missed, progress_bar
from rawi.cli.showing import ExistingDossier, Lang, Tongue


def check(dossier: ExistingDossier) -> None:
    """Verify a dossier: originals, spans, keys, counts. Exit status 1 if something is wrong."""
    from contextlib import closing

    from rawi.store.check import check_dossier
    from rawi.store.database import open_to_read

    faults = 0
    with closing(open_to_read(dossier)) as connection:
        for fault in check_dossier(connection):
            print(fault)
            faults += 1
    if faults:
        raise typer.Exit(1)
    complain(f"{dossier} is sound")


def rebuild(
    dossier: ExistingDossier, engine: ByEngine = Engine.weighed, jobs: Jobs = None, lang: Lang = Tongue.en
) -> None:
    """Derive everything anew from the kept originals with this version of rawi; print what is told differently now.

    Corrections stay.
    """
    from rawi.building import rebuild as rebuild_dossier
    from rawi.settings import Settings

    with progress_bar(None, "documents") as bar:
        rebuilt = rebuild_dossier(dossier, Settings(workers=jobs or 0), bar.watch, engine.value)
    for line in news_lines(rebuilt.news, lang):
        print(line)
    complain(f"{dossier}: {rebuilt.documents} documents read anew, {len(rebuilt.news)} differences")
    name_missed(rebuilt.missed)
    finish(rebuilt.errors)
