"""`rawi export` and `rawi report`: take a dossier elsewhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rawi.cli.screen import complain
from rawi.cli.showing import ExistingDossier


class Form(StrEnum):
    """The forms in which a dossier can be exported."""

    json = "json"


def export(
    dossier: ExistingDossier,
    to: Annotated[Form, typer.Option(help="In which form.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", show_default=False)],
) -> None:
    """Write a dossier in a form that other programs read."""
    from rawi.exports.json import dossier_json
    from rawi.store.read import load_dossier

    output.write_bytes(dossier_json(load_dossier(dossier)))
    complain(f"wrote {output}")


def report(
    dossier: ExistingDossier,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the pages.", show_default=False)],
) -> None:
    """Write a dossier as pages that any browser shows, without a server and without a network."""
    from rawi.exports.page import write_pages
    from rawi.store.read import load_dossier

    print(write_pages(load_dossier(dossier), output, title=dossier.stem))
