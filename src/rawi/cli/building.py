"""`rawi build`: read texts into a dossier."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.screen import complain, count_texts, finish, name_missed, progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rawi.errors import ReadingError
    from rawi.model import Document


class Engine(StrEnum):
    """What decides which of the possible reports are told, and their days and participants."""

    weighed = "weighed"
    rules = "rules"


Sources = Annotated[
    list[str],
    typer.Argument(help="Files, folders and web addresses to read.", metavar="SOURCE…", show_default=False),
]
SomeSources = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders and web addresses to read.", metavar="SOURCE…", show_default=False),
]
FromArchive = Annotated[
    str | None, typer.Option(metavar="DIR", help="Take the documents out of an archive that rawi archive made.")
]
Where = Annotated[
    str, typer.Option(metavar="CONDITION", help="Which of them: participant in (SYR,TUR) and published >= 2025-01-01")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Which column of a table holds a field; may be repeated."),
]
ByEngine = Annotated[Engine, typer.Option("--engine", help="Decide by learnt weights, or by the rules alone.")]
Metadata = Annotated[Path | None, typer.Option(help="A table like metadata.csv for these files.", dir_okay=False)]
Published = Annotated[
    datetime | None, typer.Option(help="Day of publication, where nothing else tells it.", formats=["%Y-%m-%d"])
]
Outlet = Annotated[str | None, typer.Option(help="Who published the texts, where nothing else tells it.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Worker processes; as many as there are cores if not given.")]


def build(
    dossier: Annotated[Path, typer.Argument(help="The dossier: one SQLite file, made if it is missing.")],
    paths: SomeSources = None,
    metadata: Metadata = None,
    published: Published = None,
    outlet: Outlet = None,
    column: Columns = None,
    from_archive: FromArchive = None,
    where: Where = "",
    engine: ByEngine = Engine.weighed,
    jobs: Jobs = None,
) -> None:
    """Read texts into a dossier and join what they tell; only what is new is read.

    A metadata.csv beside the files (columns file, outlet, published, url, title, byline) is read without being named.
    """
    from rawi.building import build as build_dossier
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.settings import Settings

    sources: Callable[..., Iterator[Document | ReadingError]]
    if from_archive:
        from rawi.archive.cutting import cut, read_condition

        sources = partial(cut, from_archive, read_condition(where))
    elif paths:
        from rawi.reading.sources import read_sources

        sources = partial(
            read_sources,
            paths,
            pages=load_lexicon().load().pages,
            metadata=metadata,
            published=published.date() if published else None,
            outlet=outlet,
            columns=read_columns(column),
        )
    else:
        raise typer.BadParameter("name sources, or an archive with --from-archive", param_hint="SOURCE…")
    try:
        with progress_bar(count_texts(paths or []) or None, "texts") as bar:
            settings = Settings(workers=jobs or 0)
            built = build_dossier(dossier, lambda keep: sources(keep=keep), settings, bar.watch, engine.value)
    except KeyboardInterrupt:
        complain(f"interrupted; what was done is kept in {dossier}, the same command goes on from there")
        raise typer.Exit(130) from None
    complain(f"{dossier}: {built.added} documents added, {built.known} stood there already")
    name_missed(built.missed)
    finish(built.errors)


def read_columns(pairs: list[str] | None) -> dict[str, str]:
    """Return the columns by field that ``--column`` names.

    >>> read_columns(["text=body", "title=head=line"])
    {'text': 'body', 'title': 'head=line'}
    """
    columns = {}
    for pair in pairs or ():
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise typer.BadParameter(f"{pair!r} is not of the form FIELD=NAME", param_hint="--column")
        columns[field] = name
    return columns
