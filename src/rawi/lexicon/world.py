"""The world as the press names it: states, places, organisations, groups, outlets, people, offices and titles.

Everything that can be named leads to a `Term`. Names of several words and names that keep their article are found by
one automaton (`World.names`); words that inflect (offices, peoples, nationality adjectives, name elements) are found
one by one (`World.words`), through their clitics.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec
from msgspec import Struct

from rawi.lexicon.inflect import Shape
from rawi.lexicon.load import DATA, Entry, read_csv
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Words
from rawi.lexicon.world_forms import inflect_nation, inflect_role
from rawi.text.fold import fold_word

_AL = "\u0627\u0644"
_HEADS = re.compile("^[\u0648\u0641]?(?:[\u0628\u0643]\u0627\u0644|\u0644\u0644|\u0627\u0644)(?=..)")
_ABD_AL, _GHAYN, _JIM = "\u0639\u0628\u062f \u0627\u0644", "\u063a", "\u062c"
_ARAB = frozenset(["SYR", "LBN", "IRQ", "JOR", "PSE", "SAU", "YEM", "OMN", "ARE", "QAT", "BHR", "KWT", "EGY", "SDN", "LBY", "TUN", "DZA", "MAR", "MRT", "SOM", "DJI", "COM", "ESH"])
_AS_WRITTEN = frozenset({"kingdom", "paper", "agency", "channel", "network", "radio", "magazine", "site"})
_PREFIXES = "\u0648\u0641\u0628\u0644\u0633"

Sense = Literal[
    "state", "capital", "seat", "place", "organisation", "group", "outlet", "person", "surname", "shortname",
    "nation", "office", "body", "people", "thing", "country", "title", "portfolio", "modifier", "element", "anaphor",
]  # fmt: skip


WORLDLY = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"})


class Term(Struct, frozen=True):
    """What a word or a phrase may mean.

    `en` is the English name (`many` for several), `code` and `sector` are PLOVER's, `style` says how an English name
    is built from it (``of``: Government of X; ``demonym``: X army). `scope` of a head holds words: ``state`` (with the
    article alone it is one state's), ``abroad`` (sent to a host), ``peer``, ``other`` (not the owner's people),
    ``owned`` (nothing without an owner), ``strict`` (takes no genitive that is not known), ``adjective`` (in the
    singular more often an adjective). A term with `near` is meant only where the text tells of one of
    these states. `rule` names the lexicon entry.
    """

    sense: Sense
    en: str = ""
    many: str = ""
    code: str | None = None
    sector: str | None = None
    style: str = ""
    scope: str = ""
    near: tuple[str, ...] = ()
    rule: str = ""

    def has(self, flag: str) -> bool:
        """Tell whether one of the words of `scope` is this one."""
        return flag in self.scope.split()


class Sight(Struct, frozen=True):
    """A term as one written phrase shows it: its grammar, and whether it carries the article."""

    term: Term
    shape: Shape
    definite: bool


class State(Struct, frozen=True):
    """A state: PLOVER code, English name (with its article where English has one), English adjective."""

    code: str
    en: str
    demonym: str

    @property
    def government(self) -> str:
        """The canonical name of the state as an actor."""
        return f"Government of {self.en}"


class Holder(Struct, frozen=True):
    """A person in an office, from `start` up to but without `end` (None: not known, or still)."""

    person: str
    code: str
    sector: str | None
    office: str
    start: date | None
    end: date | None

    def on(self, day: date) -> bool:
        """Tell whether the person held the office on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class World(Struct, frozen=True):
    """All that is known of the world, ready to be matched."""

    names: Phrases[Sight]
    words: Words[Term]
    states: dict[str, State]
    holders: dict[tuple[str, str], tuple[Holder, ...]]
    careers: dict[str, tuple[Holder, ...]]
    common: frozenset[str]
    frequent: frozenset[str]
    grammar: dict[str, frozenset[str]]
    latin: dict[str, str]
    kinds: dict[str, tuple[str, ...]]
    outlets: dict[str, str]
    people: dict[str, tuple[str, ...]]

    def country_of_outlet(self, outlet: str | None) -> str | None:
        """Return the state for whose readers an outlet writes, None where it is unknown or writes for all."""
        return self.outlets.get(fold_word(outlet.casefold())) if outlet else None

    def is_common(self, form: str) -> bool:
        """Tell whether a folded word is an ordinary word of the press, so that it hardly is somebody's name."""
        return _in(self.common, form)

    def is_frequent(self, form: str) -> bool:
        """Tell whether a folded word is so frequent that it does not even continue a given name."""
        return _in(self.frequent, form)

    def holder(self, code: str | None, office: str, day: date | None) -> Holder | None:
        """Return who held an office of a state on a day, where that is known for sure."""
        if code is None or day is None:
            return None
        return next((h for h in self.holders.get((code, office), ()) if h.on(day)), None)

    def career(self, person: str, day: date | None) -> Holder | None:
        """Return the office that a person held on a day; the last one before it (as former) where none is known."""
        rows = self.careers.get(person, ())
        if day is not None:
            now = [row for row in rows if row.on(day)]
            if now:
                return now[0]
        return None


class _State(Entry, frozen=True, kw_only=True):
    code: str
    en: str
    article: str = ""
    demonym: str = ""
    adjectives: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


class _Country(Entry, frozen=True, kw_only=True):
    code: str
    alpha2: str
    name: str
    en: str


class _Role(Entry, frozen=True, kw_only=True):
    word: str = ""
    kind: Sense
    plurals: tuple[str, ...] = ()
    sector: str | None = None
    en: str = ""
    code: str | None = None
    many: str = ""
    style: str = "none"
    scope: str = "any"
    near: tuple[str, ...] = ()


class _Named(Entry, frozen=True, kw_only=True):
    name: tuple[str, ...]
    en: str
    code: str | None = None
    sector: str | None = None
    kind: str = ""
    near: tuple[str, ...] = ()
    readers: str = ""
    alone: str = ""


class _Person(Entry, frozen=True, kw_only=True):
    name: tuple[str, ...]
    en: str
    code: str
    short: tuple[str, ...] = ()
    sector: str | None = None
    office: str = ""
    start: str = msgspec.field(default="", name="from")
    end: str = msgspec.field(default="", name="to")


class _Word(Entry, frozen=True, kw_only=True):
    word: str
    en: str = ""
    sector: str | None = None
    kind: str = ""
    spelling: str = ""


def _in(words: frozenset[str], form: str) -> bool:
    bare = _HEADS.sub("", form)
    return bare in words or (len(bare) > 3 and bare[0] in _PREFIXES and bare[1:] in words)


def load_world() -> World:
    """Read all files about the world. Raises LexiconError with file and line."""
    folder = DATA.joinpath("ar")
    states = read_csv(folder.joinpath("states.csv"), _State)
    people = read_csv(folder.joinpath("people.csv"), _Person)
    records = {s.code: State(s.code, f"{s.article} {s.en}".strip(), s.demonym or s.en) for s in states}
    countries = read_csv(folder.joinpath("countries.csv"), _Country)
    sights: list[tuple[str, Sight]] = [
        *_state_names(states, records),
        *_small_countries(countries, records),
    ]
    lines = folder.joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    common = frozenset(line.rstrip("*") for line in lines if not line.startswith("#"))
    frequent = frozenset(line[:-1] for line in lines if line.endswith("*"))
    elements = read_csv(folder.joinpath("elements.csv"), _Word)
    sights += _people_names(people, _weak_words(common, elements))
    grammar = _grammar_words(folder)
    own = [(sense, read_csv(folder.joinpath(file), _Named)) for file, sense in _OWN_NAMES]
    for sense, rows in own:
        sights += _outlet_names(rows, grammar) if sense == "outlet" else _own_names(rows, sense)
    for file, sense in _SET_PHRASES:
        for row in read_csv(folder.joinpath(file), _Word):
            sights.append((row.word, _sight(row.word, _word_term(row, sense))))
    forms: list[tuple[str, Shape, Term]] = []
    for form, shape, term in (*_nations(states, records), *_roles(read_csv(folder.joinpath("roles.csv"), _Role))):
        if " " in form:
            sights += _phrase_sights(form, shape, term)
        else:
            forms.append((form, shape, term))
    forms += [(fold_word(row.word), _PLAIN, _word_term(row, "element")) for row in elements]
    anaphors = read_csv(folder.joinpath("anaphors.csv"), _Word)
    sights += [(row.word, Sight(_word_term(row, "anaphor"), _PLAIN, True)) for row in anaphors]
    holders, careers = _holders(people)
    return World(
        Phrases(sights), Words(forms), records, holders, careers, common, frequent, grammar,
        {fold_word(row.word): row.en for row in elements if row.en}, _kinds(own, forms), _domestic(own), {row.en: row.name for row in reversed(people)},
    )  # fmt: skip


_OWN_NAMES: tuple[tuple[str, Sense], ...] = (
    ("organisations.csv", "organisation"),
    ("groups.csv", "group"),
    ("outlets.csv", "outlet"),
    ("regions.csv", "place"),
    ("places.csv", "place"),
)
_SET_PHRASES: tuple[tuple[str, Sense], ...] = (
    ("portfolios.csv", "portfolio"),
    ("titles.csv", "title"),
    ("modifiers.csv", "modifier"),
)
_PLAIN = Shape("word")
Named = list[tuple[Sense, list[_Named]]]


def _kinds(own: Named, forms: list[tuple[str, Shape, Term]]) -> dict[str, tuple[str, ...]]:
    """Tell under which bare words an organisation may come again (``التنظيم``): the first words of its names."""
    heads = {form: term.rule for form, _, term in forms if term.sense == "body"}
    found: dict[str, tuple[str, ...]] = {}
    for sense, rows in own:
        for row in rows if sense in ("organisation", "group") else ():
            words = dict.fromkeys(fold_word(name.split()[0]) for name in row.name if " " in name)
            found[row.en] = tuple(dict.fromkeys(heads[word] for word in words if word in heads))
    return found


def _domestic(own: Named) -> dict[str, str]:
    """Return the outlets that write for the readers of one state, by their names."""
    return {
        fold_word(name.casefold()): row.code
        for sense, rows in own
        if sense == "outlet"
        for row in rows
        if row.readers == "home" and row.code
        for name in (*row.name, row.en)
    }


def _grammar_words(folder: Traversable) -> dict[str, frozenset[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_csv(folder.joinpath("name_grammar.csv"), _Word):
        groups[row.kind].add(row.word if row.kind in _AS_WRITTEN else fold_word(row.word))
    for row in read_csv(folder.joinpath("amounts.csv"), _Word):
        groups["amount"].add(fold_word(row.word))
    for row in read_csv(folder.joinpath("elements.csv"), _Word):
        if row.kind in ("join", "open"):
            groups["join"].add(fold_word(row.word))
    return {kind: frozenset(words) for kind, words in groups.items()}


def _sight(phrase: str, term: Term) -> Sight:
    return Sight(term, _PLAIN, _AL in {phrase[:2], phrase.split()[-1][:2]})


def _state_names(states: list[_State], records: dict[str, State]) -> Iterator[tuple[str, Sight]]:
    for row in states:
        government = records[row.code].government
        for names, sense in ((row.names, "state"), (row.capitals, "capital"), (row.seats, "seat")):
            for name in names:
                term = Term(sense, government, code=row.code, sector="GOV", rule=row.where)  # type: ignore[arg-type]
                yield name, Sight(term, _PLAIN, True)


def _small_countries(countries: list[_Country], records: dict[str, State]) -> Iterator[tuple[str, Sight]]:
    """Territories of which CLDR knows a name and the list of states does not."""
    for row in countries:
        if row.code not in records:
            yield row.name, Sight(Term("place", row.en, code=row.code, rule=row.where), _PLAIN, True)


def _own_names(rows: list[_Named], sense: Sense) -> Iterator[tuple[str, Sight]]:
    for row in rows:
        term = Term(sense, row.en, code=row.code, sector=row.sector, scope=row.kind, near=row.near, rule=row.where)
        for name in row.name:
            yield name, Sight(term, _PLAIN, True)


def _people_names(people: list[_Person], weak: frozenset[str]) -> Iterator[tuple[str, Sight]]:
    """Full names, and short ones; a short name that is an ordinary word or a given name too needs a title before it."""
    seen: set[tuple[str, str]] = set()
    for row in people:
        for names, full in ((row.name, True), (row.short, False)):
            for name in dict.fromkeys(spelling for name in names for spelling in _spellings(name, row.code)):
                if (name, row.en) not in seen:
                    seen.add((name, row.en))
                    bare = fold_word(name)
                    sense: Sense = "person" if full else "shortname" if bare in weak else "surname"
                    yield (
                        name,
                        Sight(Term(sense, row.en, code=row.code, sector=row.sector, rule=row.where), _PLAIN, True),
                    )


def _spellings(name: str, code: str) -> Iterator[str]:
    """A name as it may be cut and spelt: Abd al- in one word or two, and foreign g as ghayn or jim."""
    yield name
    if _ABD_AL in name:
        yield name.replace(_ABD_AL, _ABD_AL.replace(" ", ""))
    if _GHAYN in name and code not in _ARAB:
        yield name.replace(_GHAYN, _JIM)


def _weak_words(common: frozenset[str], elements: list[_Word]) -> frozenset[str]:
    weak = {fold_word(row.word) for row in elements if row.kind in ("given", "weak", "rare")}
    return common | weak | {_AL + word for word in common}


def _outlet_names(rows: list[_Named], heads: dict[str, frozenset[str]]) -> Iterator[tuple[str, Sight]]:
    """Names of outlets behind the words for their kind (``صحيفة``), in quotation marks too; alone where they may."""
    for row in rows:
        term = Term("outlet", row.en, code=row.code, scope=row.kind, rule=row.where)
        sight = Sight(term, _PLAIN, True)
        for name in row.name:
            if row.alone:
                yield name, sight
            for head in heads.get(row.kind.split()[-1], ()):
                yield f"{head} {name}", sight
                yield f'{head} "{name}"', sight


def _nations(states: list[_State], records: dict[str, State]) -> Iterator[tuple[str, Shape, Term]]:
    for row in states:
        term = Term("nation", records[row.code].demonym, code=row.code, rule=row.where)
        for form, shape in inflect_nation(row.adjectives, row.plurals):
            yield form, shape, term
        term = Term("nation", records[row.code].demonym, code=row.code, near=(row.code,), rule=row.where)
        for form, shape in inflect_nation(row.ambiguous, ()):
            yield form, shape, term


def _roles(roles: list[_Role]) -> Iterator[tuple[str, Shape, Term]]:
    for row in roles:
        term = Term(
            row.kind, row.en, row.many or row.en, row.code, row.sector, row.style, row.scope, row.near, row.where
        )
        for form, shape in inflect_role(row.word, row.plurals):
            yield form, shape, term


def _phrase_sights(form: str, shape: Shape, term: Term) -> Iterator[tuple[str, Sight]]:
    """A phrase that inflects: as it stands, and, for adjectives of several words, with the article on each."""
    yield form, Sight(term, shape, form.split()[-1].startswith(_AL) or form.startswith(_AL))
    if term.sense == "nation":
        yield " ".join(_AL + word for word in form.split()), Sight(term, shape, True)


def _word_term(row: _Word, sense: Sense) -> Term:
    return Term(sense, row.en, sector=row.sector, style=row.spelling, scope=row.kind, rule=row.where)


Held = tuple[dict[tuple[str, str], tuple[Holder, ...]], dict[str, tuple[Holder, ...]]]


def _holders(people: list[_Person]) -> Held:
    offices: defaultdict[tuple[str, str], list[Holder]] = defaultdict(list)
    careers: defaultdict[str, list[Holder]] = defaultdict(list)
    for row in people:
        holder = Holder(row.en, row.code, row.sector, row.office, _day(row.start, False), _day(row.end, True))
        careers[row.en].append(holder)
        if row.office and row.start:
            offices[row.code, row.office].append(holder)
    return {k: tuple(v) for k, v in offices.items()}, {k: tuple(v) for k, v in careers.items()}


def _day(written: str, last: bool) -> date | None:
    """Read a day, a month or a year; of a month or year the first day, or for an end the day after it."""
    if not written:
        return None
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 1
    if not last:
        return date(year, month, 1)
    if len(parts) == 1:
        return date(year + 1, 1, 1)
    return date(year + month // 12, month % 12 + 1, 1)
