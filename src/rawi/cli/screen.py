"""What commands say on stderr, how they show progress, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer


def complain(problem: object) -> None:
    """Say on stderr what is wrong."""
    print(f"rawi: {problem}", file=sys.stderr)


def finish(errors: Iterable[object]) -> None:
    """Name every input that failed and end with status 1 if there is one."""
    failed = False
    for error in errors:
        complain(error)
        failed = True
    if failed:
        raise typer.Exit(1)


def name_missed(corrections: Iterable[str]) -> None:
    """Name the corrections that no longer find what they correct."""
    for id in corrections:
        complain(f"correction {id} does not find what it corrects: see rawi correct list")


class Bar:
    """A progress bar on stderr; silent where stderr is no terminal."""

    def __init__(self, progress: Any, task: Any) -> None:
        self._progress = progress
        self._task = task

    def step(self, text: str) -> None:
        """Count one more, and show what it was."""
        self._progress.update(self._task, advance=1, description=_shortened(text))

    def watch(self, name: str) -> None:
        """Follow the building of a dossier: documents by name, then, without a name, their joining."""
        if name:
            self.step(name)
        else:
            self._progress.update(self._task, total=None, description="joining what they tell")


@contextmanager
def progress_bar(total: int | None, unit: str) -> Iterator[Bar]:
    """Show a progress bar while something runs; `total` None means that its length is not known."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:<32}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress, progress.add_task("", total=total))


def _shortened(text: str, length: int = 32) -> str:
    return text if len(text) <= length else f"…{text[1 - length :]}"


def count_texts(sources: Sequence[str]) -> int | None:
    """Return how many files lie under some paths; None if one of them may hold many texts, as an address may."""
    from rawi.reading.source import is_address

    count = 0
    for source in sources:
        if is_address(source):
            return None
        path = Path(source)
        for file in path.rglob("*") if path.is_dir() else [path]:
            if ".jsonl" in file.suffixes or ".warc" in file.suffixes or file.suffix in (".csv", ".parquet", ".xml"):
                return None
            count += file.is_file()
    return count
