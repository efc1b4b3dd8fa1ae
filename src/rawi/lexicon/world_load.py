"""Build the world from its files: every name and word with what it means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.resources.abc import Traversable

from rawi.lexicon.inflect import Shape
from rawi.lexicon.load import DATA, read_csv
from rawi.lexicon.match import Phrases
from rawi.lexicon.words import Words
from rawi.lexicon.world import Holder, Sense, Sight, State, Term, World
from rawi.lexicon.world_forms import inflect_nation, inflect_role
from rawi.lexicon.world_rows import CountryRow, NamedRow, PersonRow, RoleRow, StateRow, WordRow
from rawi.text.fold import fold_word

_AL, _TA, _MARBUTA = "\u0627\u0644", "\u062a", "\u0629"
_ABD_AL, _GHAYN, _JIM = "\u0639\u0628\u062f \u0627\u0644", "\u063a", "\u062c"
_AS_WRITTEN = frozenset(
    {"kingdom", "royal", "arab", "two", "paper", "agency", "channel", "network", "radio", "magazine", "site"}
)
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
    ("anaphors.csv", "anaphor"),
)
_HYPHENATING = frozenset({"KOR", "PRK", "TWN"})
_PLAIN = Shape("word")
Named = list[tuple[Sense, list[NamedRow]]]
Held = tuple[dict[tuple[str, str], tuple[Holder, ...]], dict[str, tuple[Holder, ...]]]
Sights = list[tuple[str, Sight]]
Forms = list[tuple[str, Shape, Term]]


def read_world() -> World:
    """Read all files about the world. Raises LexiconError with file and line."""
    folder = DATA.joinpath("ar")
    states = read_csv(folder.joinpath("states.csv"), StateRow)
    people = read_csv(folder.joinpath("people.csv"), PersonRow)
    elements = read_csv(folder.joinpath("elements.csv"), WordRow)
    own = [(sense, read_csv(folder.joinpath(file), NamedRow)) for file, sense in _OWN_NAMES]
    records = {s.code: State(s.code, f"{s.article} {s.en}".strip(), s.demonym or s.en) for s in states}
    grammar = _grammar_words(folder, elements)
    common, frequent = _common_words(folder)
    sights: Sights = [*_state_names(states, records)]
    sights += _small_countries(read_csv(folder.joinpath("countries.csv"), CountryRow), records)
    sights += _people_names(people, _weak_words(common, elements), grammar["arab"])
    for sense, rows in own:
        sights += _outlet_names(rows, grammar) if sense == "outlet" else _own_names(rows, sense)
    for file, sense in _SET_PHRASES:
        rows_of_words = read_csv(folder.joinpath(file), WordRow)
        sights += [(row.word, _sight(row.word, _word_term(row, sense))) for row in rows_of_words]
        if sense == "portfolio":
            sights += _owned_portfolios(rows_of_words, grammar)
    forms: Forms = [(fold_word(row.word), _PLAIN, _word_term(row, "element")) for row in elements]
    roles = [*_roles(read_csv(folder.joinpath("roles.csv"), RoleRow))]
    for form, shape, term in (*_nations(states, records), *roles):
        if " " in form:
            sights += _phrase_sights(form, shape, term)
        else:
            forms.append((form, shape, term))
    holders, careers = _holders(people)
    return World(
        names=Phrases(sights),
        words=Words(forms),
        states=records,
        holders=holders,
        careers=careers,
        common=common,
        frequent=frequent,
        grammar=grammar,
        latin={fold_word(row.word): row.en for row in elements if row.en},
        kinds=_kinds(own, forms),
        office_keys={term.en: term.key for _, _, term in reversed(roles) if term.sense == "office" and term.en},
        outlets=_domestic(own),
        agencies=_state_agencies(own),
        towns=_capitals(states, read_csv(folder.joinpath("capitals.csv"), NamedRow), own),
        people={row.en: row.name for row in reversed(people)},
    )


def _common_words(folder: Traversable) -> tuple[frozenset[str], frozenset[str]]:
    """Read the ordinary words of the press: all, and those marked as frequent."""
    lines = folder.joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    common = frozenset(line.rstrip("*") for line in lines if not line.startswith("#"))
    return common, frozenset(line[:-1] for line in lines if line.endswith("*"))


def _kinds(own: Named, forms: Forms) -> dict[str, tuple[str, ...]]:
    """Tell under which bare words an organisation may come again (``التنظيم``): the first words of its names."""
    heads = {form: term.key for form, _, term in forms if term.sense == "body"}
    found: dict[str, tuple[str, ...]] = {}
    for sense, rows in own:
        for row in rows if sense in ("organisation", "group") else ():
            words = dict.fromkeys(fold_word(name.split()[0]).removeprefix(_AL) for name in row.name if " " in name)
            keys = [heads[word] for word in words if word in heads]
            found[row.en] = tuple(dict.fromkeys((*found.get(row.en, ()), *keys)))
    return found


def _folded(phrase: str) -> str:
    return " ".join(map(fold_word, phrase.split()))


def _capitals(states: list[StateRow], more: list[NamedRow], own: Named) -> dict[str, str]:
    """Return what capitals are called as towns, by their folded names: as in the lists of places, else in `more`."""
    places = [row for sense, rows in own if sense == "place" for row in rows]
    towns = {(_folded(name), row.code): row.en for row in (*more, *places) for name in row.name}
    keys = [(_folded(name), row.code) for row in states for name in row.capitals]
    return {key[0]: towns[key] for key in keys if key in towns}


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


def _state_agencies(own: Named) -> dict[str, str]:
    """Return the news agency of each state that has a single one, by the state's code."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in (row for sense, rows in own if sense == "outlet" for row in rows if row.kind == "state agency"):
        if row.code:
            names[row.code].add(row.en)
    return {code: name for code, (name, *others) in names.items() if not others}


def _grammar_words(folder: Traversable, elements: list[WordRow]) -> dict[str, frozenset[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_csv(folder.joinpath("name_grammar.csv"), WordRow):
        groups[row.kind].add(row.word if row.kind in _AS_WRITTEN else fold_word(row.word))
    for row in read_csv(folder.joinpath("amounts.csv"), WordRow):
        groups["amount"].add(fold_word(row.word))
    for row in elements:
        if row.kind in ("join", "open"):
            groups["join"].add(fold_word(row.word))
    return {kind: frozenset(words) for kind, words in groups.items()}


def _owned_portfolios(rows: list[WordRow], grammar: dict[str, frozenset[str]]) -> Iterator[tuple[str, Sight]]:
    """Portfolios of one word with a pronoun for their owner (``وزير خارجيتها``); the pronoun is their scope."""
    for row in rows:
        if " " in row.word or not row.word.startswith(_AL):
            continue
        bare = row.word.removeprefix(_AL)
        stem = bare[:-1] + _TA if bare.endswith(_MARBUTA) else bare
        for pronoun in sorted(grammar["his"] | grammar["her"]):
            term = Term("portfolio", row.en, sector=row.sector, scope=pronoun, rule=row.where)
            yield stem + pronoun, Sight(term, _PLAIN, True)


def _sight(phrase: str, term: Term) -> Sight:
    return Sight(term, _PLAIN, _AL in {phrase[:2], phrase.split()[-1][:2]})


def _state_names(states: list[StateRow], records: dict[str, State]) -> Iterator[tuple[str, Sight]]:
    for row in states:
        government = records[row.code].government
        for names, sense in ((row.names, "state"), (row.capitals, "capital"), (row.seats, "seat")):
            for name in names:
                term = Term(sense, government, code=row.code, sector="GOV", rule=row.where)  # type: ignore[arg-type]
                yield name, Sight(term, _PLAIN, True)


def _small_countries(countries: list[CountryRow], records: dict[str, State]) -> Iterator[tuple[str, Sight]]:
    """Territories of which CLDR knows a name and the list of states does not."""
    for row in countries:
        if row.code not in records:
            yield row.name, Sight(Term("place", row.en, code=row.code, rule=row.where), _PLAIN, True)


def _own_names(rows: list[NamedRow], sense: Sense) -> Iterator[tuple[str, Sight]]:
    for row in rows:
        term = Term(sense, row.en, code=row.code, sector=row.sector, scope=row.kind, near=row.near, rule=row.where)
        for name in row.name:
            yield name, Sight(term, _PLAIN, True)


def _people_names(people: list[PersonRow], weak: frozenset[str], arab: frozenset[str]) -> Iterator[tuple[str, Sight]]:
    """Full names, and short ones; a short name that is an ordinary word or a given name too needs a title before it."""
    seen: set[tuple[str, str]] = set()
    for row in people:
        for names, full in ((row.name, True), (row.short, False)):
            spelt = (
                spelling for form in names for spelling in _spellings(form, row.code, foreign=row.code not in arab)
            )
            for written in dict.fromkeys(spelt):
                name, alone, states = written.partition("!")
                if (name, row.en) in seen:
                    continue
                seen.add((name, row.en))
                titled = not full and not alone and fold_word(name) in weak
                sense: Sense = "person" if full else "shortname" if titled else "surname"
                near = tuple(states.split("+")) if states else ()
                term = Term(sense, row.en, code=row.code, sector=row.sector, near=near, rule=row.where)
                yield name, Sight(term, _PLAIN, True)


def _spellings(name: str, code: str, *, foreign: bool) -> Iterator[str]:
    """A name as it may be cut and spelt: Abd al- in one word or two, foreign g as ghayn or jim, a Korean hyphen."""
    yield name
    if _ABD_AL in name:
        yield name.replace(_ABD_AL, _ABD_AL.replace(" ", ""))
    if foreign and _GHAYN in name:
        yield name.replace(_GHAYN, _JIM)
    if code in _HYPHENATING and name.count(" ") == 2:
        yield "-".join(name.rsplit(" ", 1))


def _weak_words(common: frozenset[str], elements: list[WordRow]) -> frozenset[str]:
    weak = {fold_word(row.word) for row in elements if row.kind in ("given", "weak", "rare")}
    return common | weak | {_AL + word for word in common}


def _outlet_names(rows: list[NamedRow], heads: dict[str, frozenset[str]]) -> Iterator[tuple[str, Sight]]:
    """Names of outlets behind the words for their kind (``صحيفة``), in quotation marks too; alone where they may."""
    for row in rows:
        term = Term("outlet", row.en, code=row.code, sector="JRN", scope=row.kind, rule=row.where)
        sight = Sight(term, _PLAIN, True)
        for name in row.name:
            if row.alone:
                yield name, sight
            for head in heads.get(row.kind.split()[-1], ()):
                yield f"{head} {name}", sight
                yield f'{head} "{name}"', sight


def _nations(states: list[StateRow], records: dict[str, State]) -> Iterator[tuple[str, Shape, Term]]:
    for row in states:
        term = Term("nation", records[row.code].demonym, code=row.code, rule=row.where)
        for form, shape in inflect_nation(row.adjectives, row.plurals):
            yield form, shape, term
        term = Term("nation", records[row.code].demonym, code=row.code, near=(row.code,), rule=row.where)
        for form, shape in inflect_nation(row.ambiguous, ()):
            yield form, shape, term


def _roles(roles: list[RoleRow]) -> Iterator[tuple[str, Shape, Term]]:
    for row in roles:
        term = Term(
            sense=row.kind,
            en=row.en,
            many=row.many or row.en,
            code=row.code,
            sector=row.sector,
            style=row.style,
            scope=row.scope,
            near=row.near,
            key=_key(row),
            rule=row.where,
        )
        for form, shape in inflect_role(row.word, row.plurals):
            yield form, shape, term


def _key(row: RoleRow) -> str:
    """Return the first word of a head without its article, by which its bare mentions are known."""
    word = fold_word((row.word or row.plurals[0]).split()[0])
    return word[2:] if word.startswith(_AL) else word


def _phrase_sights(form: str, shape: Shape, term: Term) -> Iterator[tuple[str, Sight]]:
    """A phrase that inflects: as it stands, and, for adjectives of several words, with the article on each."""
    yield form, Sight(term, shape, form.split()[-1].startswith(_AL) or form.startswith(_AL))
    if term.sense == "nation":
        yield " ".join(_AL + word for word in form.split()), Sight(term, shape, True)


def _word_term(row: WordRow, sense: Sense) -> Term:
    return Term(sense, row.en, sector=row.sector, style=row.spelling, scope=row.kind, rule=row.where)


def _holders(people: list[PersonRow]) -> Held:
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
