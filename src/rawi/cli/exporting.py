"""`rawi export` and `rawi report`: take a dossier elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.screen import complain, progress_bar
from rawi.cli.showing import ExistingDossier

if TYPE_CHECKING:
    from rawi.model import Dossier


class Form(StrEnum):
    """The forms in which a dossier can be exported."""

    json = "json"
    csv = "csv"
    parquet = "parquet"
    plover = "plover"
    ftm = "ftm"
    bibtex = "bibtex"
    csl = "csl"


def export(
    dossier: ExistingDossier,
    to: Annotated[Form, typer.Option(help="In which form.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The file to write; a folder for csv and parquet.", show_default=False),
    ],
    redact_text: Annotated[bool, typer.Option("--redact-text", help="Leave the texts of the articles out.")] = False,
) -> None:
    """Write a dossier in a form that other programs read.

    json: everything, as docs/schema describes it. csv, parquet: a table a file, with a README of the columns. plover:
    PLOVER JSON Lines. ftm: FollowTheMoney entities (needs rawi[ftm]). bibtex, csl: the documents as citations.
    """
    try:
        if to in (Form.csv, Form.parquet):
            _export_tables(dossier, "csv" if to is Form.csv else "parquet", output, redact_text)
        else:
            _export_file(dossier, to, output, redact_text)
    except OSError as error:
        raise typer.BadParameter(f"{output}: {error.strerror}", param_hint="--output") from error
    complain(f"wrote {output}")


def _export_tables(dossier: Path, form: str, folder: Path, redact: bool) -> None:
    from contextlib import closing

    from rawi.exports.tables import write_tables
    from rawi.store.database import open_to_read
    from rawi.store.views import read_views

    with closing(open_to_read(dossier)) as connection:
        write_tables(read_views(connection, redact=redact), folder, "csv" if form == "csv" else "parquet")


def _export_file(dossier: Path, form: Form, output: Path, redact: bool) -> None:
    from rawi.store.read import load_dossier

    told = load_dossier(dossier)
    lines: Iterable[bytes] = _WRITERS[form](told, redact)
    with output.open("wb") as file:
        file.writelines(lines)


def _as_json(dossier: Dossier, redact: bool) -> Iterable[bytes]:
    from rawi.exports.json import dossier_json

    yield dossier_json(dossier, redact=redact)


def _as_plover(dossier: Dossier, redact: bool) -> Iterable[bytes]:
    from rawi.exports.plover import plover_lines

    return (line + b"\n" for line in plover_lines(dossier, redact=redact))


def _as_ftm(dossier: Dossier, redact: bool) -> Iterable[bytes]:
    from rawi.exports.followthemoney import followthemoney_lines

    return (line + b"\n" for line in followthemoney_lines(dossier, redact=redact))


def _as_bibtex(dossier: Dossier, _: bool) -> Iterable[bytes]:
    from rawi.exports.citations import bibtex

    yield bibtex(dossier).encode()


def _as_csl(dossier: Dossier, _: bool) -> Iterable[bytes]:
    from rawi.exports.citations import csl_json

    yield csl_json(dossier)


_WRITERS: dict[Form, Callable[[Dossier, bool], Iterable[bytes]]] = {
    Form.json: _as_json,
    Form.plover: _as_plover,
    Form.ftm: _as_ftm,
    Form.bibtex: _as_bibtex,
    Form.csl: _as_csl,
}


def report(
    dossier: ExistingDossier,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the pages.", show_default=False)],
) -> None:
    """Write a dossier as pages that any browser shows, without a server and without a network."""
    from rawi.web.folder import write_pages

    with progress_bar(None, "pages") as bar:
        first = write_pages(dossier, output, title=dossier.stem, watch=bar.step)
    print(first)
