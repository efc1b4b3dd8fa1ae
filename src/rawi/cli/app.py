"""The list of commands, and what happens when one of them cannot go on."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from rawi.cli.annotating import annotate
from rawi.cli.archiving import archive
from rawi.cli.building import build
from rawi.cli.caring import case_app, doctor
from rawi.cli.comparing import diff, news
from rawi.cli.correcting import correct_app
from rawi.cli.exporting import export, report
from rawi.cli.keeping import check, rebuild
from rawi.cli.lexicon import lexicon_app
from rawi.cli.repairing import repair
from rawi.cli.screen import complain
from rawi.cli.searching import search
from rawi.cli.serving import serve
from rawi.cli.showing import show
from rawi.cli.watching import watch
from rawi.errors import RawiError
from rawi.version import VERSION

app = typer.Typer(
    name="rawi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_COMMANDS = (
    *(build, archive, watch, serve, show, search, news, diff, annotate, export, report),
    *(repair, check, rebuild, doctor),
)
for command in _COMMANDS:
    app.command()(command)
app.add_typer(correct_app, name="correct")
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(case_app, name="case")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"rawi {VERSION}")
        raise typer.Exit


@app.callback()
def rawi(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read the Arabic press: who did what, when, and who says so."""


def main() -> None:
    """Run the command line and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except RawiError as error:
        complain(error)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
