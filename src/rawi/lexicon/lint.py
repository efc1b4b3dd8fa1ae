"""The linter of the lexicon: faults that the loader cannot see, each with file and line and what to do about it.

It reads the files as they stand, whatever record they become, so a new file is checked from its first day:

- letters that look like Arabic ones, direction marks, tatweel inside words, text that is not NFC (an entry may keep an
  unusual spelling by giving the reason under ``unusual``);
- an id given twice in one table; a word given twice in one list; two entries that say the same when folded;
- labels that lack Arabic or English;
- entries without an example in a table where four of five have one;
- examples: ``example`` must be matched by the entry, ``not`` must not. What matches is asked of the pipeline, through
  the rules that its records name, and for entries that no record names (see `parts`) of their tables;
- files that no table reads.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, get_args

from msgspec import Struct

from rawi.errors import LexiconError
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.lexicon.load import DATA
from rawi.lexicon.parts import PARTS, parts_in
from rawi.model import EventType, Factuality, LinkAct, LinkKind, StageName, UndertakingKind
from rawi.text.fold import fold

Rules = Callable[[str], frozenset[str]]
"""Returns the rules and entries by which something was found in a text."""

_LOOK_ALIKE = {"\u06cc": "\u064a", "\u06a9": "\u0643", "\u06be": "\u0647", "\u06c1": "\u0647", "\u06d5": "\u0647"}
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_STRAY_TATWEEL = re.compile("\u0640[\u0620-\u064a]")
_HEADER = re.compile(r"^\[\[(\w+)\]\]")
_NO_FORMS = frozenset({"id", "note", "why", "example", "not", "unusual", "where"})
_VOCABULARIES: Mapping[str, Any] = {
    "type": EventType,
    "factuality": Factuality,
    "stage": StageName,
    "undertaking": UndertakingKind,
    "link": LinkKind,
    "act": LinkAct,
}


class Problem(Struct, frozen=True, order=True):
    """One fault: the file (as a path under the data folder), its line, what is wrong, what to do."""

    file: str
    line: int
    problem: str
    suggestion: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}, {self.suggestion}"


class Row(Struct, frozen=True):
    """One entry of a file as it stands: its table, its first and last line, its keys and values."""

    file: str
    table: str
    line: int
    last_line: int
    values: dict[str, Any]


class DataFile(Struct, frozen=True):
    """One file of the lexicon: its lines and its entries."""

    name: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]


def check_lexicon(rules: Rules | None = None, folder: Traversable = DATA) -> list[Problem]:
    """Return all faults of the lexicon in a folder, in order of file and line.

    Without `rules` the examples are not run. For another folder than the one that ships only the files are checked.
    """
    found: list[DataFile] = []
    problems: list[Problem] = []
    for path, name in _walk(folder, ""):
        try:
            found.append(read_data_file(path, name))
        except LexiconError as error:
            line = int(match[1]) if (match := re.search(r"line (\d+)", error.problem)) else 1
            problems.append(Problem(name, line, error.problem, error.remedy))
    for file in found:
        problems += [
            *check_spelling(file),
            *check_ids(file),
            *check_labels(file),
            *check_twins(file),
            *check_missing_examples(file),
        ]
        if rules is not None:
            problems += check_examples(file, rules)
    if folder is DATA and not problems:
        problems += [*check_tables(), *check_vocabularies(), *check_use(file.name for file in found)]
    return sorted(problems)


def read_data_file(path: Traversable, name: str) -> DataFile:
    """Read a TOML or CSV file into rows with their lines. Raises LexiconError if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
        rows = _toml_rows(text, name) if name.endswith(".toml") else _csv_rows(text, name)
        return DataFile(name, tuple(text.split("\n")), tuple(rows))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"not readable: {error}", where=name, remedy="mend the line named") from error


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[Traversable, str]]:
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.is_dir():
            yield from _walk(path, f"{prefix}{path.name}/")
        elif path.name.endswith((".toml", ".csv")):
            yield path, prefix + path.name


def _toml_rows(text: str, name: str) -> Iterator[Row]:
    raw = tomllib.loads(text)
    lines = text.split("\n")
    heads = [(m[1], n) for n, line in enumerate(lines, 1) if (m := _HEADER.match(line))]
    ends = [*(n - 1 for _, n in heads[1:]), len(lines)]
    counts: defaultdict[str, int] = defaultdict(int)
    for (table, line), end in zip(heads, ends, strict=True):
        yield Row(name, table, line, end, raw[table][counts[table]])
        counts[table] += 1


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    import csv

    kept = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")]
    cells = list(csv.reader(line for _, line in kept))
    for (line, _), values in zip(kept[1:], cells[1:], strict=True):
        lists = (value.split("|") if "|" in value else value for value in values)
        yield Row(name, "row", line, line, dict(zip(cells[0], lists, strict=False)))


def check_spelling(file: DataFile) -> Iterator[Problem]:
    """Yield letters that only look right."""
    excused = {n for row in file.rows if row.values.get("unusual") for n in range(row.line, row.last_line + 1)}
    for number, line in enumerate(file.lines, 1):
        if number in excused or line.startswith("#"):
            continue
        for letter in dict.fromkeys(line):
            if letter in _LOOK_ALIKE:
                advice = f"write U+{ord(_LOOK_ALIKE[letter]):04X} {_LOOK_ALIKE[letter]}, or give the reason as unusual"
                yield Problem(file.name, number, f"U+{ord(letter):04X} {letter} looks like an Arabic letter", advice)
            elif _UNSEEN.match(letter):
                yield Problem(file.name, number, f"an unseen character U+{ord(letter):04X}", "take it out")
            elif _PRESENTATION.match(letter):
                yield Problem(file.name, number, f"a presentation form U+{ord(letter):04X}", "write the plain letter")
        if _STRAY_TATWEEL.search(line):
            yield Problem(file.name, number, "a tatweel inside a word", "take it out, or give the reason as unusual")
        if not unicodedata.is_normalized("NFC", line):
            yield Problem(file.name, number, "not in normal form NFC", "write the letters composed")


def check_ids(file: DataFile) -> Iterator[Problem]:
    """Yield ids that one table gives twice."""
    seen: dict[tuple[str, str], int] = {}
    for row in file.rows:
        key = (row.table, str(row.values.get("id", "")))
        if key[1] and key in seen:
            yield Problem(file.name, row.line, f"the id {key[1]!r} stands in line {seen[key]} too", "choose another")
        seen.setdefault(key, row.line)


def check_labels(file: DataFile) -> Iterator[Problem]:
    """Yield labels that lack one of the languages."""
    for row in file.rows:
        for english, arabic in (("en", "ar"), ("label_en", "label_ar")):
            if english in row.values and arabic in row.values:
                for key in (english, arabic):
                    if not str(row.values[key]).strip():
                        yield Problem(file.name, row.line, f"no {key}", "give the label in both languages")


def check_missing_examples(file: DataFile) -> Iterator[Problem]:
    """Yield entries without an example in tables where most others have one: what is begun is to be kept up."""
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    for row in file.rows:
        tables[row.table].append(row)
    for rows in tables.values():
        bare = [row for row in rows if not row.values.get("example")]
        if len(bare) * 5 <= len(rows):
            for row in bare:
                yield Problem(file.name, row.line, "no example, though the entries around it have one", "give one")


def check_twins(file: DataFile) -> Iterator[Problem]:
    """Yield a word that one list gives twice, and entries of one table that say the same when folded."""
    seen: dict[tuple[str, ...], int] = {}
    for row in file.rows:
        for key, value in row.values.items():
            words = [] if key in _NO_FORMS else _words_of(value)
            for word in (word for place, word in enumerate(words) if word in words[:place]):
                yield Problem(file.name, row.line, f"{word} stands twice under {key}", "take one out")
        whole = (row.table, *(f"{k}={_folded(v)}" for k, v in row.values.items() if k not in _NO_FORMS))
        if whole in seen:
            yield Problem(file.name, row.line, f"says the same as line {seen[whole]}", "take one out")
        seen.setdefault(whole, row.line)


def _words_of(value: Any) -> list[str]:
    """Return the words of a list, as they are written: variants of spelling are no twins."""
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _folded(value: Any) -> str:
    return fold(str(value)).text


def check_examples(file: DataFile, rules: Rules) -> Iterator[Problem]:
    """Yield entries that do not match their example, or match what must not be matched."""
    lexicon = load_lexicon()
    for row in file.rows:
        name = str(row.values.get("id", ""))
        example, non_example = row.values.get("example"), row.values.get("not")
        if example and not (name in rules(example) or (file.name in PARTS and name in parts_in(example, lexicon))):
            advice = "mend the entry or the example"
            yield Problem(file.name, row.line, f"{name} is not found in its example: {example}", advice)
        if non_example and name in rules(non_example):
            advice = "narrow the entry, or correct what stands under not"
            yield Problem(file.name, row.line, f"{name} is found where it must not be: {non_example}", advice)


def check_tables() -> Iterator[Problem]:
    """Yield what the loaders refuse: unknown keys, wrong values."""
    lexicon = Lexicon()
    for name, value in vars(Lexicon).items():
        if isinstance(value, cached_property):
            try:
                getattr(lexicon, name)
            except LexiconError as error:
                file, _, line = error.where.partition(":")
                yield Problem(file or name, int(line) if line.isdigit() else 1, error.problem, error.remedy)


def check_vocabularies() -> Iterator[Problem]:
    """Yield values of the vocabularies that have no label."""
    labels = Lexicon().labels.entries
    for vocabulary, values in _VOCABULARIES.items():
        for value in get_args(values):
            if f"{vocabulary}.{value}" not in labels:
                yield Problem("labels.toml", 1, f"no label {vocabulary}.{value}", "add it in both languages")


def check_use(names: Iterable[str]) -> Iterator[Problem]:
    """Yield files that no module names, neither themselves nor their folder."""
    modules = (path for path in files("rawi.lexicon").iterdir() if path.name.endswith(".py"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules if path.name != "lint.py")
    for name in names:
        *folders, file = name.split("/")
        if f'"{file}"' not in code and not any(f'"{folder}"' in code for folder in folders[1:]):
            yield Problem(name, 1, "no table reads this file", "take it out, or read it")
