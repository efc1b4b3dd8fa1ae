"""Find who and what a document names, and whom its short words mean.

Phrases come from the grammar (`name_phrases`), persons from `name_persons`, references from `reference`. The result is
flat: names do not overlap, but several may share one span where a phrase stands for several (``البلدين``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rawi.annotation.name_bearers import core_start, learn_persons, person, short_person
from rawi.annotation.name_phrase import STATE_HANDS, STATES, Phrase
from rawi.annotation.name_phrases import Grammar
from rawi.annotation.name_roles import remember_owners, role
from rawi.annotation.name_words import ROLES, Sights, Word
from rawi.annotation.reference import Memory, Referent
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.match import CLITICS
from rawi.lexicon.world import WORLDLY, Term, World
from rawi.model import Document, Name
from rawi.text.prose import Prose

_LAM = "\u0644"
_AL, _MARBUTA, _AT = "\u0627\u0644", "\u0629", "\u0627\u062a"
Found = Phrase | Word
_LAST = {
    "last": frozenset({"person", "office"}),
    "honoured": frozenset({"person"}),
    "highness": frozenset({"person"}),
    "town": frozenset({"place"}),
    "others": frozenset({"people"}),
    "these": frozenset({"people"}),
}
"""Which words stand for whoever of a kind was named last."""


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
    found = list(_phrases(prose, sights, grammar))
    phrases = [one for one in found if isinstance(one, Phrase)]
    memory = Memory(prose, world, document.published or document.published_to)
    memory.readers = world.country_of_outlet(document.outlet)
    memory.local = _local(sights, memory.readers)
    memory.home = sights.home or memory.local
    memory.shown = frozenset(sights.forms[last] for last in grammar.persons.shown.values())
    learn_persons(phrases, memory)
    found = _with_short_names(sights, found, memory)
    memory.places, memory.ground = _grounds(phrases, prose, world)
    memory.peoples = [(one.first, one.code) for one in phrases if one.code and _is_population(one)]
    memory.population = _most(memory.peoples)
    memory.rebellious = frozenset(one.code for one in phrases if one.kind == "group" and one.sector == "REB")
    begins = [0, *(one.last + 1 for one in found)]
    return tuple(name for begin, one in zip(begins, found, strict=False) for name in _resolve(one, begin, memory))


def _local(sights: Sights, local: str | None) -> str | None:
    """Return the state of the outlet's readers, if the text tells of it at least a third as much as of any other."""
    if local is None or not sights.codes:
        return local
    return local if sights.codes.get(local, 0.0) * 3 >= max(sights.codes.values()) else None


def _grounds(phrases: list[Phrase], prose: Prose, world: World) -> tuple[list[tuple[int, str]], str | None]:
    """Return where things happen: places, and states behind ``في``, by token; and the state on whose ground most do."""
    within, glued = world.grammar["in"], world.grammar["in glued"]
    found: list[tuple[int, str]] = []
    for phrase in phrases:
        if phrase.code is None or phrase.code in WORLDLY:
            continue
        before = prose.forms[phrase.first - 1] if phrase.first else ""
        if phrase.kind == "place" or (phrase.kind == "state" and (before in within or phrase.clitics in glued)):
            found.append((phrase.first, phrase.code))
    most = Counter(code for _, code in found).most_common(1)
    return found, most[0][0] if most and most[0][1] > 1 else None


def _is_population(phrase: Phrase) -> bool:
    """Tell whether a phrase names people of a state who do not act for it (``الفلسطينيين``)."""
    return (
        phrase.kind == "people"
        and not phrase.adjective
        and phrase.code not in WORLDLY
        and phrase.sector not in STATE_HANDS
    )


def _most(told: list[tuple[int, str]]) -> str | None:
    most = Counter(code for _, code in told).most_common(1)
    return most[0][0] if most else None


def _phrases(prose: Prose, sights: Sights, grammar: Grammar) -> Iterator[Found]:
    """Yield the phrases of a text and the words that only refer, none overlapping, in order."""
    done = -1
    for token in sorted({*sights.starts(), *grammar.persons.shown}):
        if token <= done:
            continue
        phrase = grammar.at(token, prose.firsts[prose.sentence_of(token) + 1])
        anaphor = _anaphor(token, sights)
        if anaphor is not None and (phrase is None or phrase.last <= anaphor.last):
            done = anaphor.last
            yield anaphor
        elif phrase is not None and grammar.counts(phrase):
            done = phrase.last
            yield phrase


def _anaphor(token: int, sights: Sights) -> Word | None:
    """Return the referring word at a token; ``بلدة`` is no ``بلده``, ``البلدان الأوروبية`` are no two countries."""
    word = sights.find(token, {"anaphor"}, clitics=True)
    if word is None:
        return None
    prose, grammar = sights.prose, sights.world.grammar
    if word.term.scope == "homeland" and prose.text[prose.ends[word.last] - 1] == _MARBUTA:
        return None
    before = prose.forms[token - 1] if token else ""
    if word.term.scope == "states" and word.last + 1 < len(prose.forms):
        nation = sights.find(word.last + 1, {"nation"})
        if nation is not None and nation.shape.gender == "f":
            return None
    counted = before.isdigit() or before in grammar["amount"] or before in grammar["before person"]
    if word.term.scope == "others" and not counted:
        return None
    if word.term.scope == "these" and (word.last + 1 == len(prose.forms) or _is_definite(word.last + 1, prose)):
        return None
    if word.term.scope == "last" and not word.clitics and before not in grammar["before noun"]:
        return None
    return word


def _is_definite(token: int, prose: Prose) -> bool:
    return prose.text.startswith(_AL, prose.starts[token])


def _with_short_names(sights: Sights, found: list[Found], memory: Memory) -> list[Found]:
    """Add the words that are short forms of persons named in full elsewhere in the document.

    Behind another part of a name a family name is somebody else's (``سونغ كيم``).
    """
    keys = {key for key in memory.by_name if " " not in key}
    pairs = {key.split(" ", 1)[0]: key for key in memory.by_name if key.count(" ") == 1}
    if not keys:
        return found
    taken = {token for one in found for token in range(one.first, one.last + 1)}
    written = {clitics + key: (clitics, key) for key in keys for clitics in CLITICS}
    added: list[Found] = []
    forms = sights.forms
    for token, form in enumerate(forms):
        if token in taken:
            continue
        pair = pairs.get(form)
        if pair is not None and forms[token : token + 2] == pair.split() and token + 1 not in taken:
            added.append(_short(token, token + 1, "", pair, memory))
            taken.add(token + 1)
        elif form in written and form not in memory.world.grammar["never"] and not _follows_name(token, sights, taken):
            added.append(_short(token, token, *written[form], memory))
    return sorted([*found, *added], key=lambda one: one.first) if added else found


def _follows_name(token: int, sights: Sights, taken: set[int]) -> bool:
    if not token or token - 1 in taken or sights.world.is_common(sights.forms[token - 1]):
        return False
    return any(w.term.sense == "element" and w.term.scope in ("given", "family") for w in sights.at(token - 1))


def _short(first: int, last: int, clitics: str, key: str, memory: Memory) -> Phrase:
    phrase = Phrase(first, last, Term("surname", rule="short name"), "person", clitics, rule="short name")
    phrase.entity = key
    return phrase


def _resolve(found: Found, begin: int, memory: Memory) -> Iterator[Name]:
    """Yield the names of one phrase: who is meant, at its place, which begins at token `begin` or later."""
    if isinstance(found, Word):
        yield from _refer(found, memory)
        return
    anaphor = False
    if found.rule == "short name":
        referents = [short_person(found.entity or "", found.first, memory)]
    elif found.person is not None:
        remember_owners(found, memory)
        referents = [person(found, memory)]
    elif found.head.sense in ROLES:
        referents, anaphor = role(found, memory)
    else:
        referents = [_plain(found, memory)]
    first = _with_amounts(found, begin, memory)
    for referent in referents:
        yield _name(found, first, referent, anaphor, memory)


def _plain(phrase: Phrase, memory: Memory) -> Referent:
    text = memory.prose.quote(phrase.first, phrase.last)
    heads = () if phrase.head.sense in STATES else memory.world.kinds.get(phrase.entity or "", ())
    if phrase.kind == "place" and phrase.sector is None and phrase.code:
        phrase.sector = "CVL"
    referent = Referent(
        text, phrase.kind, phrase.entity, phrase.code, phrase.sector, phrase.first, heads, number=phrase.number
    )
    referent.feminine = phrase.kind in ("organisation", "group") and text.split()[0].endswith((_MARBUTA, _AT))
    return memory.note(referent)


def _with_amounts(phrase: Phrase, begin: int, memory: Memory) -> int:
    """Return where a phrase begins with the words that say how many (``نحو 40 جنديا``), from token `begin` on."""
    first = phrase.first
    counted = phrase.kind in ("people", "organisation", "office", "group") or phrase.head.sense == "country"
    if phrase.clitics or not counted:
        return first
    forms, amounts = memory.prose.forms, memory.world.grammar["amount"]
    while first > begin and (forms[first - 1] in amounts or forms[first - 1].isdigit()):
        first -= 1
    while first < phrase.first and forms[first] in memory.world.grammar["particle"]:
        first += 1
    return first


def _refer(word: Word, memory: Memory) -> Iterator[Name]:
    """Yield whom a word means that only refers; with nobody found, one name without entity."""
    kind, token = word.term.scope, word.first
    referents: list[Referent] = []
    if kind == "sides":
        referents = memory.last_two(memory.is_party)
    elif kind in _LAST:
        before = memory.last_of(_LAST[kind], memory.world.grammar["royal"] if kind == "highness" else None)
        referents = [before] if before else []
    else:
        referents = [memory.government(code, token) for code in memory.codes_of(word)]
    span = memory.prose.span(word.first, word.last)
    start, text = _without_clitics(memory.prose, word.first, word.last, word.clitics)
    rule = word.term.rule
    if not referents:
        yield Name(start, span.end, text=text, kind="state", anaphor=True, rule=rule)
    for one in referents:
        memory.again(one, token)
        yield Name(
            start, span.end, text=one.text, kind=one.kind, entity=one.entity, code=one.code, sector=one.sector,  # type: ignore[arg-type]
            anaphor=True, rule=rule,
        )  # fmt: skip


def _name(phrase: Phrase, first: int, referent: Referent, anaphor: bool, memory: Memory) -> Name:
    prose = memory.prose
    clitics = phrase.clitics if first == phrase.first else ""
    start, text = _without_clitics(prose, first, phrase.last, clitics)
    core = phrase.person
    return Name(
        start, prose.ends[phrase.last], text=referent.text if anaphor else text, kind=referent.kind,  # type: ignore[arg-type]
        entity=referent.entity, code=referent.code, sector=referent.sector, anaphor=anaphor,
        adjective=phrase.adjective, plural=phrase.number == "p", feminine=phrase.feminine or referent.feminine,
        core_start=core_start(phrase, memory) if core else -1, core_end=prose.ends[core.core_last] if core else -1,
        rule=phrase.rule,
    )  # fmt: skip


def _without_clitics(prose: Prose, first: int, last: int, clitics: str) -> tuple[int, str]:
    """Return where the words begin behind the clitics written onto them, and the words with their article whole."""
    start, end = prose.starts[first], prose.ends[last]
    cut = start + len(clitics)
    if not clitics or prose.text[start:cut] != clitics:
        return start, prose.text[start:end]
    contracted = clitics[-1] == _LAM and prose.forms[first].startswith(clitics + _LAM)
    return cut, (_AL + prose.text[cut + 1 : end] if contracted else prose.text[cut:end])
