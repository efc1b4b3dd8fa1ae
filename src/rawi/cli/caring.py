"""`rawi doctor` and `rawi case new`: for those who install rawi, and for those who teach it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rawi.model import Annotations

case_app = typer.Typer(help="Cases: texts and what is to be found in them.", no_args_is_help=True)
_OLDEST_SQLITE = (3, 37)


def doctor() -> None:
    """Tell whether everything that rawi needs is there. Exit status 1 if something is missing."""
    from rawi.reading.doctor import examine

    sound = True
    for good, line in _findings():
        print(f"{'ok     ' if good else 'MISSING'}  {line}")
        sound = sound and good
    for check in examine():
        state = "ok     " if check.found else "MISSING" if check.needed else "absent "
        told = check.found or f"{'' if check.needed else 'optional; '}{check.remedy}"
        print(f"{state}  {check.name} ({check.purpose}): {told}")
        sound = sound and check.ok
    if not sound:
        raise typer.Exit(1)


def _findings() -> Iterator[tuple[bool, str]]:
    """Yield what the reading room knows nothing of: Python, SQLite, the lexicon as a whole."""
    import sqlite3
    from time import perf_counter

    from rawi.version import VERSION

    yield True, f"rawi {VERSION}, Python {sys.version.split()[0]}"
    yield sqlite3.sqlite_version_info >= _OLDEST_SQLITE, f"SQLite {sqlite3.sqlite_version} (3.37 or newer)"
    options = {name for (name,) in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    yield "ENABLE_FTS5" in options, "SQLite with full-text search (FTS5)"
    began = perf_counter()
    problem = _load_whole_lexicon()
    yield not problem, f"lexicon {problem or f'read in {perf_counter() - began:.1f} s'}"


def _load_whole_lexicon() -> str:
    from rawi.lexicon.lint import check_tables

    return "; ".join(str(problem) for problem in check_tables())


@case_app.callback()
def case() -> None:
    """Cases: texts and what is to be found in them."""


@case_app.command()
def new(
    stage: Annotated[str, typer.Argument(help="dates, names, chains, reports, factuality or undertakings.")],
    text: Annotated[str, typer.Argument(help="The text, or - to read it from stdin.", show_default=False)],
    label: Annotated[str, typer.Option(help="What the case is about.")] = "say what this case is about",
    published: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Case file to add it to.")] = None,
) -> None:
    """Write a case with what rawi finds in a text now: correct what is wrong, and it becomes a test."""
    from rawi.lexicon.lexicon import load_lexicon
    from rawi.model import Document
    from rawi.pipeline import annotate
    from rawi.reading.front_matter import describe

    if stage not in _SHOWN:
        raise typer.BadParameter(f"{stage!r} is none of {', '.join(_SHOWN)}", param_hint="STAGE")
    text = sys.stdin.read() if text == "-" else text
    day = published.date() if published else None
    lexicon = load_lexicon()
    document = describe(Document(id="case", name="case", text=text, published=day), lexicon.pages)
    lines = ["[[case]]", f"label = {_quoted(label)}", 'expect = "pass"', f"text = '''{text}'''"]
    if day:
        lines.append(f'published = "{day}"')
    lines += _found_lines(stage, annotate(document, lexicon))
    if output is None:
        print("\n".join([f'stage = "{stage}"', "", *lines]))
        return
    head = "" if output.exists() else f'stage = "{stage}"\n'
    with output.open("a", encoding="utf-8") as file:
        file.write("\n".join([head, *lines, ""]))


_SHOWN = {
    "dates": ("times", ("value", "type")),
    "names": ("names", ("kind", "entity", "code", "sector")),
    "chains": ("voices", ("chain",)),
    "reports": ("reports", ("type", "mode", "factuality", "when", "actors", "recipients", "chain")),
    "factuality": ("reports", ("type", "factuality")),
    "undertakings": ("undertakings", ("kind", "name", "parties", "stages")),
}
"""For each stage: where its records stand in `Annotations`, and the fields that a case names."""


def _found_lines(stage: str, annotations: Annotations) -> Iterator[str]:
    """Yield the [[case.found]] tables for what was found now."""
    table, fields = _SHOWN[stage]
    text = annotations.document.text
    for record in getattr(annotations, table):
        place = record.mentions[0] if stage == "undertakings" else record
        quote = text[place.start : place.end]
        yield "[[case.found]]"
        yield f"quote = {_quoted(quote)}"
        if text.count(quote) > 1:
            yield f"nth = {text.count(quote, 0, place.start) + 1}"
        for field in fields:
            value = _shown(field, getattr(record, field))
            if value:
                yield f"{field} = {value}"


def _shown(field: str, value: object) -> str:
    """Return a field's value as a case writes it."""
    if isinstance(value, tuple):
        words = {
            "chain": lambda link: link.source,
            "stages": lambda stage: stage.stage,
            "actors": _participant,
            "recipients": _participant,
        }.get(field, str)
        return f"[{', '.join(_quoted(words(item)) for item in value)}]"
    return _quoted(str(value)) if value is not None else ""


def _participant(person) -> str:  # type: ignore[no-untyped-def]
    if person.code and person.sector:
        return f"{person.code}:{person.sector}"
    return str(person.code or person.entity or person.text)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
