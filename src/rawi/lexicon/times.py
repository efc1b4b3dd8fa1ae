"""The words of time and the grammar over them: months, weekdays, numbers, relative words, and the rules of dates.

A word has a kind (``month.sure``, ``unit.one.year``, ``toward.past``…). Kinds form a hierarchy with dots; a rule is a
regular expression over kinds, in which a name stands for every kind that it begins: ``month`` for ``month.sure`` and
``month.unsure``. Each kind is one private-use character, so that a stretch of text becomes a short string and Python's
own `re` runs the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from rawi.errors import LexiconError
from rawi.lexicon.inflect import inflect_verb
from rawi.lexicon.load import DATA, Entry, read_csv, read_toml
from rawi.text.fold import fold_word
from rawi.text.prose import read_prose

Tense = Literal["past", "future", "soon", "was_to_be", ""]
GAP = "\ue000"
_FIRST_CHARACTER = 0xE001
_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
_GROUP = re.compile(r"\((?!\?)")
_OPTIONAL_ARTICLE = "(" + "\u0627\u0644" + ")"
_AL, _LAM = "\u0627\u0644", "\u0644"
CONTRACTED = _LAM * 2
_JOINERS = frozenset("\u0648\u0641")
_PREPOSITIONS = frozenset("\u0628\u0644\u0643")
_SMALLEST_YEAR, _LARGEST_YEAR = 1300, 2199
_FUTURE_VERB = re.compile("\u0633[\u064a\u062a\u0646].{2}")
_LARGEST_CACHE = 200_000
# behind these, four digits that are no round number are a year whatever follows, but for a counted noun
_SURELY_BEFORE_YEAR = frozenset(("prep.in", "prep.since.ago", "prep.since.on", "prep.by", "prep.until"))
_PERHAPS_BEFORE_YEAR = _SURELY_BEFORE_YEAR | {
    "prep.before",
    "prep.after",
    "prep.during",
    "prep.from",
    "prep.to",
    "mark.open",
    "mark.dash",
    "and",
}
_ACCUSATIVE, _SHORTEST_NOUN = "\u0627", 4
_OLDEST_BARE_YEAR, _FURTHEST_BARE_YEAR = 1800, 40
_WORD_FILES = ("words.toml", "numbers.toml", "months.toml", "hijri.toml", "vague.toml", "names.toml", "named.toml")

NUMBER_DAY, NUMBER_YEAR, NUMBER_OTHER = "number.day", "number.year", "number.other"
AND, CLITIC, DOT, POINT = "and", "clitic", "mark.dot", "mark.point"


class TimeWord(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word or set phrase of time.

    `forms` are its spellings, ``(ال)`` in front of one that may carry the article. `value` is its number (month, day
    of the week from Monday = 1, quantity, direction), `timex` its TIMEX3 value or part of one, `spelled` the only
    spellings that count where folding would join it with another word (آب, not أب). A word that is a `seed` may
    begin a search for an expression; the others only take part in one.
    """

    kind: str
    forms: tuple[str, ...]
    value: float = 0
    timex: str = ""
    spelled: tuple[str, ...] = ()
    seed: bool = False


class MonthName(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A month's name as CLDR gives it for some regions (generated file)."""

    form: str
    month: int
    regions: tuple[str, ...] = ()


class TimePart(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named piece of a rule's pattern."""

    name: str
    pattern: str


class TimeRule(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule: which kinds of words in which order make an expression, and which reader works out its value."""

    pattern: str
    reader: str


class TenseWord(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that tell a tense; with ``not_future`` beginnings of words that only look like a future verb."""

    tense: Literal["past", "future", "was", "not_future"]
    forms: tuple[str, ...]


class TenseVerb(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A verb whose past tells the past; with `soon` its present tells what is about to happen.

    With `noun` its bare past is spelled like its noun (بحث) and tells nothing.
    """

    past: str
    present: str
    soon: bool = False
    noun: bool = False


class TimeContext(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ordinary words that decide a doubtful reading when they stand beside it."""

    forms: tuple[str, ...]


class Word(Struct, frozen=True):
    """What a written form is to the grammar: its kind's character, its entry, and the clitics in front of it."""

    mark: str
    kind: str
    value: float
    timex: str
    entry: str
    seed: bool = False
    spelled: tuple[str, ...] = ()
    clitics: str = ""


class Form(Struct, frozen=True):
    """A written form that the grammar knows: the word itself, and the phrases that it begins (longest first)."""

    word: Word | None
    phrases: tuple[tuple[tuple[str, ...], Word], ...] = ()


class Rule(Struct, frozen=True):
    """A compiled rule."""

    id: str
    reader: str
    pattern: re.Pattern[str]


class Times:
    """Everything the date grammar knows. `roles` and `form` are caches by written form; both are pure look-ups."""

    def __init__(
        self,
        words: Iterable[TimeWord],
        parts: Iterable[TimePart],
        rules: Iterable[TimeRule],
        tenses: Tenses,
        contexts: Iterable[TimeContext],
    ) -> None:
        self.tenses = tenses
        around = {entry.id: frozenset(fold_word(form) for form in entry.forms) for entry in contexts}
        self.before_year, self.after_year = around["before_year"], around["after_year"]
        self.relative_pronouns = around["relative_pronouns"]
        self.named_by_date = around["named_by_date"]
        self.opens_content = around["opens_content"]
        self.happening_follows = {
            "prep.before": around["happening_behind_before"],
            "prep.after": around["happening_behind_after"],
            "prep.during": around["happening_behind_before"],
            "prep.within": around["happening_behind_before"],
        }
        self._marks: dict[str, str] = {}
        for kind in (NUMBER_DAY, NUMBER_YEAR, NUMBER_OTHER, AND, CLITIC, DOT, POINT):
            self._mark(kind)
        self._words: dict[str, Word] = {}
        self._phrases: dict[str, dict[tuple[str, ...], Word]] = {}
        self._tails: set[str] = set()
        for entry in words:
            self._add(entry)
        self.roles = _Roles(self)
        self._forms: dict[str, Form | None] = {}
        self._parts = {part.name: part for part in parts}
        self.rules = [Rule(rule.id, rule.reader, re.compile(self._compile(rule))) for rule in rules]
        self.grammar = re.compile("|".join(f"(?P<r{n}>{rule.pattern.pattern})" for n, rule in enumerate(self.rules)))
        self._parsed: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def _mark(self, kind: str) -> str:
        return self._marks.setdefault(kind, chr(_FIRST_CHARACTER + len(self._marks)))

    def _add(self, entry: TimeWord) -> None:
        word = Word(
            self._mark(entry.kind), entry.kind, entry.value, entry.timex, entry.id, entry.seed,
            tuple(entry.spelled),
        )  # fmt: skip
        for written in entry.forms:
            bare = written.removeprefix(_OPTIONAL_ARTICLE)
            for spelling in (bare, _AL + bare) if bare != written else (written,):
                first, *rest = read_prose(spelling).forms
                if rest:
                    self._phrases.setdefault(first, {})[tuple(rest)] = word
                    self._tails.update(rest)
                else:
                    self._words[first] = word

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all words, with the kinds of numbers and clitics."""
        return frozenset(self._marks)

    def _compile(self, rule: TimeRule) -> str:
        return self._expand(rule.pattern, rule.where, ())

    def _expand(self, pattern: str, where: str, inside: tuple[str, ...]) -> str:
        def replace(found: re.Match[str]) -> str:
            name = found.group()
            if name in self._parts:
                if name in inside:
                    raise LexiconError(f"the part {name} contains itself", where=where, remedy="write it out")
                part = self._parts[name]
                return f"(?:{self._expand(part.pattern, part.where, (*inside, name))})"
            marks = [mark for kind, mark in self._marks.items() if kind == name or kind.startswith(name + ".")]
            if not marks:
                raise LexiconError(f"no word has the kind {name}", where=where, remedy="see the word files for kinds")
            return marks[0] if len(marks) == 1 else f"[{''.join(marks)}]"

        return "".join(_NAME.sub(replace, _GROUP.sub("(?:", pattern)).split())

    def form(self, form: str) -> Form | None:
        """Return what a folded word is to the grammar, looked up through conjunctions and prepositions."""
        if form in self._forms:
            return self._forms[form]
        if len(self._forms) > _LARGEST_CACHE:
            self._forms.clear()
        found = self._forms[form] = self._number(form) if form[0].isdigit() else self._lookup(form)
        return found

    def _number(self, form: str) -> Form:
        number = int(form) if form.isascii() and len(form) < 10 else 10**9
        if len(form) <= 2 and 1 <= number <= 31:
            kind = NUMBER_DAY
        elif len(form) == 4 and _SMALLEST_YEAR <= number <= _LARGEST_YEAR:
            kind = NUMBER_YEAR
        else:
            kind = NUMBER_OTHER
        word = Word(self._marks[kind], kind, number, form, kind, kind == NUMBER_YEAR)
        return Form(word, self._phrases_from(form, ""))

    def _phrases_from(self, first: str, clitics: str) -> tuple[tuple[tuple[str, ...], Word], ...]:
        """Return the set phrases that begin with a word, the longest first."""
        ordered = sorted(self._phrases.get(first, {}).items(), key=lambda item: -len(item[0]))
        return tuple((tail, _with_clitics(phrase, clitics)) for tail, phrase in ordered)

    def _lookup(self, form: str) -> Form | None:
        for clitics, rest in _splits(form):
            word = self._words.get(rest)
            phrases = self._phrases_from(rest, clitics)
            if word is not None or phrases:
                return Form(_with_clitics(word, clitics) if word else None, phrases)
        return Form(None) if form in self._tails else None

    def bare_year(self, kind: str, before: str, after: str, number: int, now: int | None) -> bool:
        """Tell whether four digits can only be a year: `kind` and form of the word before, form of the word after."""
        if not _OLDEST_BARE_YEAR <= number <= (now or _LARGEST_YEAR) + _FURTHEST_BARE_YEAR:
            return False
        if kind in _SURELY_BEFORE_YEAR and number % 100:
            return not after.endswith(_ACCUSATIVE) or len(after) < _SHORTEST_NOUN or after in self.after_year
        return (kind in _PERHAPS_BEFORE_YEAR or before in self.before_year) and not self._counted(after)

    def _counted(self, after: str) -> bool:
        """Tell whether the word after a number looks like what is counted."""
        if not after or not after[0].isalpha() or is_definite(after) or after[0] in _JOINERS:
            return False
        return after not in self.after_year

    def mark_of(self, kind: str) -> str:
        """Return the character that stands for a kind."""
        return self._marks[kind]

    def parse(self, line: str) -> tuple[tuple[int, int, int], ...]:
        """Return where which rules match in a string of kinds, as (start, end, number of the rule); cached."""
        found = self._parsed.get(line)
        if found is None:
            if len(self._parsed) > _LARGEST_CACHE:
                self._parsed.clear()
            found = self._parsed[line] = tuple(
                (match.start(), match.end(), int((match.lastgroup or "r0")[1:]))
                for match in self.grammar.finditer(line)
                if match.end() > match.start()
            )
        return found

    def parse_again(self, line: str, start: int, rejected: int) -> Iterator[tuple[int, int, int]]:
        """Yield the matches from `start` on when a rule was rejected there: later rules first, then later places."""
        for number in range(rejected + 1, len(self.rules)):
            match = self.rules[number].pattern.match(line, start)
            if match and match.end() > start:
                yield start, match.end(), number
                start = match.end()
                break
        else:
            start += 1
        for match in self.grammar.finditer(line, start):
            if match.end() > match.start():
                yield match.start(), match.end(), int((match.lastgroup or "r0")[1:])


class _Roles(dict[str, str]):
    """Gives each written form one letter: ``s`` may begin an expression, ``w`` may take part in one, ``.`` neither."""

    def __init__(self, times: Times) -> None:
        super().__init__()
        self._times = times

    def __missing__(self, form: str) -> str:
        if len(self) > _LARGEST_CACHE:
            self.clear()
        known = self._times.form(form)
        role = "." if known is None else "s" if _is_seed(known) else "w"
        self[form] = role
        return role


class Tenses(dict[str, Tense]):
    """Gives each written form its tense: ``past``, ``future``, ``soon`` or the empty string."""

    def __init__(self, words: Iterable[TenseWord], verbs: Iterable[TenseVerb]) -> None:
        super().__init__()
        self._known: dict[str, Tense] = {}
        self._not_future: tuple[str, ...] = ()
        self.was: set[str] = set()
        for verb in verbs:
            for form, shape in inflect_verb(verb.past, verb.present):
                if verb.noun and form == fold_word(verb.past):
                    continue
                if shape.tense == "past":
                    self._known[form] = "past"
                elif verb.soon:
                    self._known.setdefault(form, "soon")
        for entry in words:
            forms = tuple(fold_word(form) for form in entry.forms)
            if entry.tense == "not_future":
                self._not_future += tuple(form[:-1] for form in forms if form.endswith("*"))
                self._known |= dict.fromkeys((form for form in forms if not form.endswith("*")), "")
            elif entry.tense == "was":
                self.was |= set(forms)
                self._known |= dict.fromkeys(forms, "past")
            else:
                self._known |= dict.fromkeys(forms, entry.tense)

    def __missing__(self, form: str) -> Tense:
        if len(self) > _LARGEST_CACHE:
            self.clear()
        tense = self[form] = self._find(form)
        return tense

    def _find(self, form: str) -> Tense:
        bare = form[1:] if form[0] in _JOINERS and len(form) > 3 else form
        for spelling in (form, bare):
            if spelling in self._known:
                return self._known[spelling]
        if _FUTURE_VERB.match(bare) and not bare.startswith(self._not_future):
            return "future"
        return ""


def is_definite(form: str) -> bool:
    """Tell whether a folded word carries the article, behind a conjunction or preposition if any.

    >>> is_definite("بالتشجيع"), is_definite("برميل")
    (True, False)
    """
    return form.startswith(_AL) or (form[0] in _JOINERS | _PREPOSITIONS and form[1:].startswith((_AL, _LAM)))


def _is_seed(form: Form) -> bool:
    return bool(form.word and form.word.seed) or any(word.seed for _, word in form.phrases)


def _splits(form: str) -> Iterable[tuple[str, str]]:
    """Yield (clitics, rest) for each way to take conjunctions and prepositions off the front, none first.

    ``CONTRACTED`` (two lam) stands for a preposition that has swallowed the article's alef (لليوم).
    """
    yield "", form
    starts = [("", form)]
    if form[0] in _JOINERS and len(form) > 2:
        starts.append((form[0], form[1:]))
        yield starts[-1]
    for joiner, rest in starts:
        if rest[0] in _PREPOSITIONS and len(rest) > 3:
            yield joiner + rest[0], rest[1:]
            if rest[0] == _LAM and rest[1] == _LAM:
                yield joiner + CONTRACTED, _AL + rest[2:]


def _with_clitics(word: Word, clitics: str) -> Word:
    if not clitics:
        return word
    return Word(word.mark, word.kind, word.value, word.timex, word.entry, word.seed, word.spelled, clitics)


def load_times() -> Times:
    """Load the word files and the grammar of dates. Raises LexiconError with file and line."""
    folder = DATA.joinpath("ar", "times")
    months = [
        TimeWord(
            id=f"month.{row.month}", where=row.where, kind="month.sure", forms=(row.form,), value=row.month, seed=True
        )
        for row in read_csv(folder.joinpath("months.csv"), MonthName)
    ]
    words = [word for name in _WORD_FILES for word in read_toml(folder.joinpath(name), TimeWord)]
    grammar = folder.joinpath("grammar.toml")
    tense = folder.joinpath("tense.toml")
    return Times(
        months + words,
        read_toml(grammar, TimePart, "part"),
        read_toml(grammar, TimeRule, "rule"),
        Tenses(read_toml(tense, TenseWord), read_toml(tense, TenseVerb, "verb")),
        read_toml(folder.joinpath("context.toml"), TimeContext),
    )
