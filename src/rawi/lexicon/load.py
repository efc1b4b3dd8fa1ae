"""Read lexicon files. An unreadable line, an unknown key or a wrong value is an error that names file and line."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from rawi.errors import LexiconError

DATA: Traversable = files("rawi.lexicon").joinpath("data")
E = TypeVar("E", bound="Entry")
_TABLE = re.compile(r"^\[\[(\w+)\]\]")


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every lexicon entry has: its id, where it stands, and its reason and examples.

    `where` is ``file:line``, filled by the loader. `example` must be matched by the entry, `non_example` (in files:
    ``not``) must not; the linter runs both. `unusual` gives the reason for a spelling that the linter would refuse.
    """

    id: str = ""
    where: str = ""
    example: str = ""
    non_example: str = msgspec.field(default="", name="not")
    why: str = ""
    note: str = ""
    unusual: str = ""


def read_toml(path: Traversable, kind: type[E], table: str = "entry") -> list[E]:
    """Read the ``[[entry]]`` tables of a TOML file as records of `kind`.

    Raises LexiconError with file and line on a syntax error, an unknown key or a value of the wrong type.
    """
    text = path.read_text(encoding="utf-8")
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"not readable as TOML: {error}", where=path.name, remedy="mend the line named") from error
    lines = [(m.group(1), n) for n, line in enumerate(text.split("\n"), 1) if (m := _TABLE.match(line))]
    places = [n for name, n in lines if name == table]
    rows = raw.get(table, [])
    return [_convert(row, kind, f"{path.name}:{line}") for row, line in zip(rows, places, strict=True)]


def read_csv(path: Traversable, kind: type[E]) -> list[E]:
    """Read a CSV file with a header line as records of `kind`; fields that hold lists are separated by ``|``.

    Lines that begin with ``#`` are comments. Raises LexiconError with file and line.
    """
    lists = {f.encode_name for f in msgspec.structs.fields(kind) if "tuple" in str(f.type)}
    numbered = [(n, line) for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.strip()]
    kept = [(n, line) for n, line in numbered if not line.startswith("#")]
    reader = csv.reader(io.StringIO("\n".join(line for _, line in kept)))
    header = next(reader, [])
    entries: list[E] = []
    for (number, _), cells in zip(kept[1:], reader, strict=True):
        if len(cells) != len(header):
            raise LexiconError(
                f"{len(cells)} fields where the header has {len(header)}",
                where=f"{path.name}:{number}",
                remedy="count the commas, quote a field that holds one",
            )
        row: dict[str, Any] = {
            key: tuple(filter(None, cell.strip().split("|"))) if key in lists else cell.strip()
            for key, cell in zip(header, cells, strict=True)
            if cell.strip()
        }
        entries.append(_convert(row, kind, f"{path.name}:{number}"))
    return entries


def _convert(row: dict[str, Any], kind: type[E], where: str) -> E:
    try:
        return msgspec.convert({**row, "where": where}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise LexiconError(str(error), where=where, remedy="see docs/lexicon.md for the keys of this file") from error


def data_files(folder: Traversable, suffix: str) -> Iterator[Traversable]:
    """Yield the files of a folder with a suffix, in order of their names."""
    yield from sorted((f for f in folder.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name)
