"""Who bears a name or an office: persons under all their names in a document, and the known holders of offices."""

from __future__ import annotations

from rawi.annotation.name_english import office_name
from rawi.annotation.name_phrase import STATE_HANDS, Phrase
from rawi.annotation.reference import Memory, Owned, Referent
from rawi.lexicon.romanise import romanise
from rawi.lexicon.world import WORLDLY, Holder, Term
from rawi.text.fold import fold_word

_ELITE = frozenset({"GOV", "MIL", "SPY", "LEG", "JUD", "COP"})
_HASHTAG = {ord("#"): None, ord("_"): " "}
_SURNAME_FIRST = frozenset({"PRK", "KOR", "CHN", "VNM", "KHM", "TWN"})


def learn_persons(phrases: list[Phrase], memory: Memory) -> None:
    """Learn the names of persons that a document gives in full, wherever they stand, with what it says of them.

    A family name means who is named in full in the document, rather than a well-known bearer of it who is in no office.
    """
    for phrase in phrases:
        _lift_bearer(phrase, memory)
    named = [(phrase, _words(phrase, memory)) for phrase in phrases if phrase.person is not None]
    for phrase, words in sorted(named, key=lambda one: len(one[1]) < 2):
        if len(words) < 2 and phrase.person is not None and phrase.person.term is None and not _tells(phrase):
            continue
        referent = _read(phrase, memory)
        for key in _keys(words, referent, memory):
            before = memory.by_name.get(key)
            same = len(words) > 1 or (before is not None and before.entity == referent.entity)
            tells_more = before is not None and not before.code and referent.code and same
            if before is None or tells_more or (not before.office and referent.office):
                memory.by_name[key] = referent
        if referent.office and referent.code and not phrase.former:
            memory.by_office.setdefault((referent.code, referent.office), referent)
    for phrase in phrases:
        for owner in phrase.owners:
            if owner.sense == "person":
                _learn_owner(owner, phrase.first, memory)


def _learn_owner(owner: Term, token: int, memory: Memory) -> None:
    """Learn the short names of a known person who is named only as somebody's owner (``محامي طارق رمضان``)."""
    now = _held(owner.en, memory)
    code, sector = (now[0], now[1]) if now is not None else (owner.code, owner.sector)
    for name in memory.world.people.get(owner.en, ()):
        referent = Referent(name, "person", owner.en, code, sector, token)
        for key in _keys([fold_word(word) for word in name.split()], referent, memory):
            memory.by_name.setdefault(key, referent)


def _lift_bearer(phrase: Phrase, memory: Memory) -> None:
    """Give a name behind an office inside an office to the outer one, unless it may be that of the inner one's holder.

    ``مساعد وزير الخارجية الأميركي ديفيد شينكر`` names the assistant, ``مستشار الرئيس باراك أوباما`` the president.
    """
    part = phrase.part
    if phrase.head.sense != "office" or phrase.person is not None or part is None or part.head.sense != "office":
        return
    _lift_bearer(part, memory)
    named = part.person
    if named is None or part.last != phrase.last:
        return
    held = memory.world.holder(part.code or "", office_name(part), memory.day)
    if named.term is None or (held is not None and held.person != named.term.en):
        phrase.person, part.person = named, None


def person(phrase: Phrase, memory: Memory) -> Referent:
    """Resolve a phrase that names a person."""
    words = _words(phrase, memory)
    referent = _read(phrase, memory)
    before = memory.by_name.get(" ".join(words)) or memory.by_name.get(words[-1]) or _by_first(words, memory)
    if before is not None:
        if (phrase.person is not None and phrase.person.term is None) or len(words) == 1:
            referent.entity = before.entity
        referent.code = referent.code or before.code
        if not _tells(phrase):
            referent.code, referent.sector, referent.office = before.code, before.sector, before.office
        referent.sector = referent.sector or before.sector
        referent.heads = referent.heads or before.heads
    if referent.code is None and phrase.head.has("peer"):
        referent.code = memory.code_here(phrase.first, "people")
    elif referent.code is None:
        kind: Owned = "state" if referent.sector in STATE_HANDS else "person"
        referent.code = memory.local or memory.code_here(phrase.first, kind)
    if referent.code in WORLDLY - {"IMG"}:
        referent.sector = None
    elif referent.sector is None:
        referent.sector = "CVL"
    return memory.note(referent)


def _by_first(words: list[str], memory: Memory) -> Referent | None:
    """Return the one person of the document whose first name stands alone behind a title (``الدكتور ماهر``)."""
    if len(words) > 1:
        return None
    found = {r.entity: r for key, r in memory.by_name.items() if key.split(" ", 1)[0] == words[0]}
    return next(iter(found.values())) if len(found) == 1 else None


def short_person(key: str, token: int, memory: Memory) -> Referent:
    """Return the person who is meant by a short name that the document has given in full."""
    referent = memory.by_name[key]
    if referent.code is None:
        referent.code = memory.local or memory.home
        referent.sector = referent.sector or "CVL"
    return memory.again(referent, token)


def holder_of(code: str, office: str, memory: Memory) -> str | None:
    """Return the name of who holds an office: as the document says, else as is known for its day."""
    told = memory.by_office.get((code, office))
    if told is not None:
        return told.entity
    known = memory.world.holder(code, office, memory.day)
    return known.person if known else None


def core_start(phrase: Phrase, memory: Memory) -> int:
    """Return where the proper name of a person begins in the text, behind a clitic written onto it."""
    person = phrase.person
    assert person is not None
    start = memory.prose.starts[person.core_first]
    return start + len(person.clitics) if person.core_first == person.first else start


def _words(phrase: Phrase, memory: Memory) -> list[str]:
    person = phrase.person
    assert person is not None
    words = memory.prose.forms[person.core_first : person.core_last + 1]
    if person.clitics and person.core_first == person.first:
        words = [words[0][len(person.clitics) :], *words[1:]]
    return words


def _tells(phrase: Phrase) -> bool:
    """Tell whether a phrase says more of a person than the name."""
    return phrase.part is not None or phrase.head.sense not in ("person", "surname")


def _read(phrase: Phrase, memory: Memory) -> Referent:
    """Read off a phrase what it says of the person itself."""
    named = phrase.person
    assert named is not None
    known = named.term
    text = memory.prose.text[core_start(phrase, memory) : memory.prose.ends[named.core_last]]
    entity = known.en if known else romanise(text.translate(_HASHTAG), memory.world.latin)
    part = phrase.part
    office = part if part is not None and part.first > named.last else phrase
    referent = Referent(text, "person", entity, phrase.code, phrase.sector, phrase.first)
    if office.head.sense == "office":
        referent.heads, referent.office = (office.head.en, office.head.key), office_name(office)
    referent.feminine = office.feminine
    if known is not None and (not _tells(phrase) or (phrase.head.sense == "office" and not phrase.full and not part)):
        now = _held(known.en, memory)
        if now is not None:
            referent.code, referent.sector, referent.office = now
            key = memory.world.office_keys.get(referent.office)
            referent.heads = (referent.office, key) if key else ()
    if known is not None and referent.code is None:
        referent.code = known.code
    elif known is not None and phrase.head.sense == "people":
        now = _held(known.en, memory)
        if now is not None:
            referent.code, referent.sector = now[0], now[1] or referent.sector
    if phrase.head.has("peer"):
        last = memory.last_person()
        referent.sector = (last.sector if last else None) or "GOV"
        referent.heads, referent.office = (last.heads, last.office) if last else ((), "")
    if phrase.former:
        plain = phrase.head.sense == "people" and phrase.head.sector not in ("GOV", "LEG")
        kept = known is not None and _died_in_office(known.en, memory)
        referent.sector, referent.office = "CVL" if plain else "GOV" if kept else "ELI", ""
    return referent


def _died_in_office(en: str, memory: Memory) -> bool:
    rows = memory.world.careers.get(en, ())
    return any(row.sector == "GOV" and not row.office and row.end is None for row in rows)


def _held(en: str, memory: Memory) -> tuple[str, str | None, str] | None:
    """Return code, sector and office of a known person on the document's day."""
    rows: tuple[Holder, ...] = memory.world.careers.get(en, ())
    if not rows or memory.day is None:
        return None
    day = memory.day
    now = next((row for row in rows if row.office and row.on(day)), None)
    if now is not None:
        return now.code, now.sector, now.office
    over = all(row.end is not None and row.end <= day for row in rows)
    last = max(rows, key=lambda row: row.end or day)
    return last.code, "ELI" if over and last.sector in _ELITE else last.sector, ""


def _keys(words: list[str], referent: Referent, memory: Memory) -> set[str]:
    """Return the short and long forms under which a person may come again."""
    keys = {" ".join(words)}
    if len(words) == 1:
        return keys
    joins = memory.world.grammar["join"]
    start = len(words) - 1
    while start > 1 and words[start - 1] in joins:
        start -= 1
    keys.add(" ".join(words[start:]))
    keys.add(" ".join(words[:2]))
    if start == len(words) - 1 or words[-1].startswith("\u0627\u0644"):
        keys.add(words[-1])
    if referent.code in _SURNAME_FIRST:
        keys.add(words[0])
    never = memory.world.grammar["never"] | memory.world.grammar["no short"]
    return {key for key in keys if " " in key or (len(key) > 2 and key not in never and _is_telling(key, memory))}


def _is_telling(key: str, memory: Memory) -> bool:
    """Tell whether one word is enough to mean a person: a family name with the article, or no ordinary word."""
    return key.startswith("\u0627\u0644") or key in memory.shown or not memory.world.is_common(key)
