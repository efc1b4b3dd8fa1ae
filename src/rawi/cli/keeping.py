"""`rawi check` and `rawi rebuild`: keep a dossier sound and up to date."""

from __future__ import annotations

import typer

from rawi.cli.screen import complain
from rawi.cli.showing import ExistingDossier


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
