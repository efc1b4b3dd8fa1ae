"""What stands on a page of news beside the prose: furniture, credits, bylines, date lines, headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from rawi.lexicon.load import DATA, Entry, read_csv, read_toml
from rawi.lexicon.speech import Agency
from rawi.lexicon.times import MonthName
from rawi.text.fold import fold

T = TypeVar("T")
Suppliers = dict[tuple[str, ...], tuple[str, str]]
_AMBIGUOUS = "outlet.common_word"
WORD = re.compile(r"[^\W\d_]+|\d+")
_WAW = chr(0x648)


class PageEntry(Entry, frozen=True, kw_only=True):
    """Phrases of one kind; `kind`, `block` and `meaning` as the head of the file explains."""

    forms: tuple[str, ...]
    kind: Literal["line", "start", "colon", "edge", "tail", ""] = ""
    block: bool = False
    meaning: str = ""


class MonthEntry(Entry, frozen=True, kw_only=True):
    """The names of one month in all regions."""

    number: int
    forms: tuple[str, ...]


class OutletEntry(Entry, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """An outlet or agency of the table of outlets, as far as credits need it; its other columns are left alone."""

    name: tuple[str, ...]
    kind: str = ""
    alone: str = ""


class Phrase(Struct, Generic[T], frozen=True):
    """A phrase found in a list of words: how many words it covers, and its value."""

    length: int
    value: T


class PhraseTable(Generic[T]):
    """Short lists of phrases over the bare words of a line: no punctuation, folded, longest first.

    >>> table = PhraseTable([("أ.ف.ب", "afp"), ("فرانس برس", "afp")])
    >>> table.at(bare_words("(أ ف ب)"), 0)
    Phrase(length=3, value='afp')
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for form, value in phrases:
            words = bare_words(form)
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def at(self, words: Sequence[str], place: int) -> Phrase[T] | None:
        """Return the longest phrase that begins at word `place`, or None."""
        for phrase, value in self._by_first.get(words[place], ()) if place < len(words) else ():
            if tuple(words[place : place + len(phrase)]) == phrase:
                return Phrase(len(phrase), value)
        return None

    def phrases(self) -> dict[str, T]:
        """Return all phrases, longest first, words joined by a blank, with their values."""
        rows = [(" ".join(words), value) for rows in self._by_first.values() for words, value in rows]
        return dict(sorted(rows, key=lambda row: (-len(row[0]), row[0])))

    def covers(self, words: Sequence[str], *, joined: bool = False) -> T | None:
        """Return the value of the first phrase if phrases and numbers alone make up all the words, else None.

        With `joined`, a phrase may carry the conjunction ``و``.
        """
        place, first = 0, None
        while place < len(words):
            found = self.at(words, place)
            if found is None and joined and words[place].startswith(_WAW) and len(words[place]) > 1:
                found = self.at([words[place][1:], *words[place + 1 :]], 0)
            if found is None and not words[place].isdigit():
                return None
            place += found.length if found else 1
            first = first or found
        return first.value if first else None


class Pages(Struct, frozen=True):
    """The tables, each over folded bare words. Values are rule ids, but for months their number."""

    lines: PhraseTable[str]
    starts: PhraseTable[str]
    colons: PhraseTable[str]
    edges: PhraseTable[str]
    tails: PhraseTable[str]
    blocks: frozenset[str]
    bylines: PhraseTable[str]
    credits: PhraseTable[str]
    agencies: PhraseTable[str]
    outlets: PhraseTable[str]
    common_outlets: PhraseTable[str]
    outlet_words: frozenset[str]
    date_labels: PhraseTable[str]
    months: PhraseTable[int]
    weekdays: PhraseTable[str]
    glue: PhraseTable[str]
    running: PhraseTable[str]
    own_waw: frozenset[str]
    ahead: frozenset[str]
    frequent: frozenset[str]


def bare_words(text: str) -> tuple[str, ...]:
    """Return the folded words and numbers of a text, without punctuation, in lower case.

    >>> bare_words("* اكتب ناتج 1 + 7")
    ('اكتب', 'ناتج', '1', '7')
    """
    return tuple(WORD.findall(fold(text).text.lower()))


def load_pages() -> Pages:
    """Load the page lexicon. Raises LexiconError with file and line."""
    folder = DATA.joinpath("ar")
    path = folder.joinpath("pages.toml")
    tables = (
        "furniture", "byline", "credit", "outlet_word", "dateline", "weekday", "glue", "running",
        "own_waw", "ahead", "frequent",
    )  # fmt: skip
    entries = {table: read_toml(path, PageEntry, table) for table in tables}
    furniture = entries["furniture"]
    outlets, agencies = _suppliers(folder, entries["credit"])

    def table(rows: list[PageEntry], kind: str = "") -> PhraseTable[str]:
        return PhraseTable((form, row.id) for row in rows if row.kind == kind for form in row.forms)

    def words(name: str) -> frozenset[str]:
        return frozenset(" ".join(bare_words(form)) for row in entries[name] for form in row.forms)

    return Pages(
        lines=PhraseTable((form, row.id) for row in furniture if row.kind in ("line", "edge") for form in row.forms),
        starts=table(furniture, "start"),
        colons=table(furniture, "colon"),
        edges=table(furniture, "edge"),
        tails=table(furniture, "tail"),
        blocks=frozenset(row.id for row in furniture if row.block),
        bylines=table(entries["byline"]),
        credits=PhraseTable((*outlets.values(), *agencies.values())),
        agencies=PhraseTable(agencies.values()),
        outlets=PhraseTable((name, rule) for name, rule in outlets.values() if rule != _AMBIGUOUS),
        common_outlets=PhraseTable((name, rule) for name, rule in outlets.values() if rule == _AMBIGUOUS),
        outlet_words=words("outlet_word"),
        date_labels=PhraseTable((form, row.meaning) for row in entries["dateline"] for form in row.forms),
        months=PhraseTable(_months(folder)),
        weekdays=table(entries["weekday"]),
        glue=table(entries["glue"]),
        running=table(entries["running"]),
        own_waw=words("own_waw"),
        ahead=words("ahead"),
        frequent=words("frequent"),
    )


def _suppliers(folder: Traversable, own: list[PageEntry]) -> tuple[Suppliers, Suppliers]:
    """Return outlets and agencies by their bare words, each as (name, rule); what this file says counts first."""
    outlets = {bare_words(form): (form, row.id) for row in own if row.meaning == "outlet" for form in row.forms}
    agencies = {bare_words(form): (form, row.id) for row in own if row.meaning == "agency" for form in row.forms}
    for agency in read_toml(folder.joinpath("credits.toml"), Agency):
        for name in agency.words:
            if bare_words(name) not in outlets:
                agencies.setdefault(bare_words(name), (name, agency.id))
    for entry in read_csv(folder.joinpath("outlets.csv"), OutletEntry):
        for name in entry.name:
            if bare_words(name) in outlets:
                continue
            if "agency" in entry.kind:
                agencies.setdefault(bare_words(name), (name, entry.where))
            else:
                outlets[bare_words(name)] = (name, entry.where if entry.alone else _AMBIGUOUS)
    return outlets, agencies


def _months(folder: Traversable) -> Iterator[tuple[str, int]]:
    """Yield the names of the months: those of all regions from CLDR, and what the press writes beside them."""
    for month in read_csv(folder.joinpath("times").joinpath("months.csv"), MonthName):
        yield month.form, month.month
    for row in read_csv(folder.joinpath("pages_months.csv"), MonthEntry):
        for form in row.forms:
            yield form, row.number
