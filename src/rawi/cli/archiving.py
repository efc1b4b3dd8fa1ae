"""`rawi archive`: large archives to partitioned Parquet."""

from __future__ import annotations

import os
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.building import Jobs
from rawi.cli.screen import complain, progress_bar

if TYPE_CHECKING:
    from rawi.archive.making import Manifest


class Workers(StrEnum):
    """Who does the work."""

    local = "local"
    ray = "ray"


def archive(
    inputs: Annotated[
        list[str],
        typer.Argument(help="WARC and JSON Lines files, folders of them, s3:// addresses.", metavar="IN…"),
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="The archive's folder: a path or an address.")],
    engine: Annotated[Workers, typer.Option(help="Processes of this machine, or a Ray cluster.")] = Workers.local,
    jobs: Jobs = None,
) -> None:
    """Read and annotate large archives into Parquet, and join their reports to events.

    Each input is one task; what is done is not done again, so the same command goes on after an interruption, and takes
    up inputs that are new or changed. manifest.json counts what came in and out. Exit status 1 if something failed.
    """
    from rawi.archive.making import make_archive

    try:
        with progress_bar(None, "inputs") as bar:
            if engine is Workers.ray:
                from rawi.engine import on_ray

                with on_ray.ray_cluster(jobs or 0):
                    manifest = make_archive(inputs, output, on_ray.map_as_done, watch=bar.step)
            else:
                from rawi.engine.local import map_as_done

                here = partial(map_as_done, workers=jobs or os.cpu_count() or 1, ahead=1)
                manifest = make_archive(inputs, output, here, watch=bar.step)
    except KeyboardInterrupt:
        complain(f"interrupted; what was done is kept in {output}, the same command goes on from there")
        raise typer.Exit(130) from None
    _tell(manifest, output)


def _tell(manifest: Manifest, output: str) -> None:
    complain(
        f"{output}: {manifest.documents} documents, {manifest.reports} reports, {manifest.events} events, "
        f"{manifest.origins} origins"
    )
    for reason, count in manifest.failures.items():
        complain(f"{count} × {reason}: see manifest.json")
    if manifest.failures:
        raise typer.Exit(1)
