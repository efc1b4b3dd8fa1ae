"""`rawi repair`: mend text that a broken extraction left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rawi.cli.screen import complain


def repair(
    file: Annotated[Path, typer.Argument(help="A text file.", exists=True, dir_okay=False, show_default=False)],
    keep_lines: Annotated[bool, typer.Option("--keep-lines", help="Keep the number of every line.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="List every change on stderr.")] = False,
) -> None:
    """Print a text with stretched words, torn lines, lost glyphs and wrong encodings mended; healthy text as it is."""
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.reading.decode import decode
    from rawi.text.neighbours import load_neighbours
    from rawi.text.repair import repair as mend

    text, _, _ = decode(file.read_bytes(), str(file), load_lexicon().pages)
    repaired = mend(text, load_neighbours(), keep_lines=keep_lines)
    typer.echo(repaired.text, nl=False)
    if explain:
        for change in repaired.changes:
            place = f"{change.start}–{change.end}"
            complain(f"{place} {change.rule} ({change.confidence:.2f}): {change.before!r} → {change.after!r}")
    doubtful = sum(change.confidence < 0.9 for change in repaired.changes)
    complain(f"{file}: {len(repaired.changes)} changes, {doubtful} of them doubtful")
