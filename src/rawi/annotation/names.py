"""Find who and what a document names, and whom its short words mean.

Phrases come from the grammar (`name_phrases`), persons from `name_persons`, references from `reference`. The result is
flat: names do not overlap, but several may share one span where a phrase stands for several (``البلدين``).
"""

from __future__ import annotations

from collections.abc import Iterator

from rawi.annotation.name_phrases import Grammar, Phrase
from rawi.annotation.name_words import Sights, Word
from rawi.annotation.reference import Memory, Referent, home_of
from rawi.lexicon.lexicon import Lexicon
from rawi.model import Document, Name
from rawi.text.prose import Prose

_LAM = "\u0644"
_AL = "\u0627\u0644"


def find_names(prose: Prose, document: Document, lexicon: Lexicon) -> tuple[Name, ...]:
    """Return the names of a document in order of place. Pure.

    >>> from rawi.lexicon.lexicon import load_lexicon
    >>> from rawi.text.prose import read_prose
    >>> text = "زار وزير الدفاع التركي يشار غولر دمشق والتقى نظيره السوري"
    >>> names = find_names(read_prose(text), Document(id="a", name="a", text=text), load_lexicon())
    >>> [(name.text, name.entity, name.code, name.sector) for name in names][:2]
    [('وزير الدفاع التركي يشار غولر', 'Yaşar Güler', 'TUR', 'GOV'), ('دمشق', 'Government of Syria', 'SYR', 'GOV')]
    """
    world = lexicon.world
    sights = Sights(prose, world)
    grammar = Grammar(sights, world.grammar)
    phrases = list(_phrases(prose, sights, grammar))
    memory = Memory(prose, world, document.published or document.published_to)
    memory.home = home_of([p for p in phrases if isinstance(p, Phrase)])
    names: list[Name] = []
    pending = _short_names(prose, phrases, memory)
    for found in pending:
        names.extend(_resolve(found, memory, sights))
    return tuple(sorted(names, key=lambda name: name.start))


def _phrases(prose: Prose, sights: Sights, grammar: Grammar) -> Iterator[Phrase | Word]:
    """Yield the phrases of a text and the words that only refer, none overlapping, in order."""
    done = -1
    for token in sights.starts():
        if token <= done:
            continue
        end = prose.firsts[prose.sentence_of(token) + 1]
        anaphor = sights.find(token, {"anaphor"}, clitics=True)
        if anaphor is not None:
            done = anaphor.last
            yield anaphor
            continue
        phrase = grammar.at(token, end)
        if phrase is not None:
            done = phrase.last
            yield phrase


def _short_names(prose: Prose, phrases: list[Phrase | Word], memory: Memory) -> list[Phrase | Word]:
    return phrases


def _resolve(found: Phrase | Word, memory: Memory, sights: Sights) -> Iterator[Name]:
    if isinstance(found, Word):
        yield from _refer(found, memory)
        return
    phrase = found
    anaphor = False
    if phrase.person is not None:
        referents = [memory.person(phrase)]
    elif phrase.head.sense in ("office", "body", "people", "thing", "country"):
        referents, anaphor = memory.role(phrase)
    else:
        text = memory.prose.quote(phrase.first, phrase.last)
        referents = [memory.note(Referent(text, phrase.kind, phrase.entity, phrase.code, phrase.sector, phrase.first))]
    first = _amounts_before(phrase, memory) if phrase.kind in ("people", "organisation", "office") else phrase.first
    for referent in referents:
        yield _name(phrase, first, referent, anaphor, memory)


def _amounts_before(phrase: Phrase, memory: Memory) -> int:
    """Take the words that say how many before a group into its span."""
    forms, first = memory.prose.forms, phrase.first
    if phrase.clitics:
        return first
    amounts = memory.world.grammar["amount"]
    while first and (forms[first - 1] in amounts or forms[first - 1].isdigit()):
        first -= 1
    return first


def _refer(word: Word, memory: Memory) -> Iterator[Name]:
    kind = word.term.scope
    referents: list[Referent] = []
    if kind == "homeland":
        last = memory.last_person()
        code = last.code if last and last.code else (memory.states[-1][1] if memory.states else None)
        if code:
            referents = [memory.state(code, word.first)]
    elif kind == "states":
        referents = [memory.state(code, word.first) for code in memory.last_states()]
    elif kind == "sides":
        referents = memory._last_two(lambda r: bool(r.code) and r.kind in ("person", "office", "state", "group", "organisation"))
    elif kind in ("last", "peer"):
        last = memory.last_person()
        referents = [last] if last and kind == "last" else []
    elif kind in ("polity", "kingdom"):
        code = memory.states[-1][1] if memory.states else memory.home
        referents = [memory.state(code, word.first)] if code else []
    span = memory.prose.span(word.first, word.last)
    if not referents:
        yield Name(span.start, span.end, text=memory.prose.quote(word.first, word.last), kind="state", anaphor=True, rule=word.term.rule)
    for referent in referents:
        yield Name(
            span.start, span.end, text=referent.text, kind=referent.kind, entity=referent.entity, code=referent.code,  # type: ignore[arg-type]
            sector=referent.sector, anaphor=True, rule=word.term.rule,
        )  # fmt: skip


def _name(phrase: Phrase, first: int, referent: Referent, anaphor: bool, memory: Memory) -> Name:
    prose = memory.prose
    span = prose.span(first, phrase.last)
    clitics = phrase.clitics if first == phrase.first else ""
    start, text = _without_clitics(prose, first, phrase.last, clitics)
    return Name(
        start, span.end, text=referent.text if anaphor else text, kind=referent.kind, entity=referent.entity,  # type: ignore[arg-type]
        code=referent.code, sector=referent.sector, anaphor=anaphor, plural=phrase.number == "p",
        feminine=phrase.feminine, rule=phrase.rule,
    )  # fmt: skip


def _without_clitics(prose: Prose, first: int, last: int, clitics: str) -> tuple[int, str]:
    """Return where the words begin behind the clitics written onto them, and the words with their article whole."""
    start, end = prose.starts[first], prose.ends[last]
    if not clitics:
        return start, prose.text[start:end]
    contracted = clitics[-1] == _LAM and prose.forms[first].startswith(clitics + _LAM)
    cut = start + len(clitics)
    if prose.text[start:cut] != clitics:
        return start, prose.text[start:end]
    return cut, (_AL + prose.text[cut + 1 : end] if contracted else prose.text[cut:end])
