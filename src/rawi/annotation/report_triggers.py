"""What may be a happening: words of the trigger lexicon, each with the company that its entry asks for or without."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from rawi.annotation.report_clauses import Outline
from rawi.lexicon.inflect import Shape
from rawi.lexicon.match import Hit, longest
from rawi.lexicon.triggers import (
    COMMA,
    NOUN,
    OPENS,
    RELATIVE,
    TRIGGER,
    Meaning,
    Trigger,
    Triggers,
)  # fmt: skip
from rawi.lexicon.words import Reading
from rawi.text.prose import Prose

_BEHIND = 14
_BEFORE = 6
_GOVERNING = 16
_THEN = 8
_NEAR = {
    "": 4,
    "loose": 3,
    "condition": 3,
    "needs": 2,
    "apart": 1,
    "apart_before": 1,
    "next": 0,
    "not_next": 0,
    "form": -1,
}
"""How near a meaning comes with what it lacks: where none fits, the least special one stands for its type."""
_NO_TAGS: frozenset[str] = frozenset()
_WHETHER = frozenset(("\u0645\u0627", "\u0639\u0645\u0627"))


class Candidate(Struct, frozen=True, kw_only=True):
    """A word that may name a happening: its tokens (both included), one meaning, its grammar, the verb that governs it.

    `lacks` names the condition of the entry that is not met (``""`` where all are), `strength` counts those that are.
    `entries` names all entries of the same type that the word may belong to, each with what it lacks.
    """

    first: int
    last: int
    meaning: Meaning
    shape: Shape
    verbal: bool
    conjunction: bool = False
    future: bool = False
    preposition: str = ""
    article: bool = False
    suffix: str = ""
    light: bool = False
    governor: int = -1
    strength: int = 0
    lacks: str = ""
    entries: tuple[str, ...] = ()

    @property
    def trigger(self) -> Trigger:
        """The lexicon entry."""
        return self.meaning.trigger


class Company:
    """The words around one trigger, as the classes that conditions name.

    `next` are those of the word behind, `behind` those of the words up to the next break or clause.
    """

    def __init__(self, tags: Sequence[frozenset[str]], outline: Outline, first: int, last: int) -> None:
        self._tags = tags
        self._outline = outline
        self._first = first
        self._front: frozenset[str] | None = None
        begin, stops = last + 1, outline.stops
        place = bisect_left(stops, begin)
        end = min(begin + _BEHIND, stops[place]) if place < len(stops) else begin + _BEHIND
        self.next = tags[begin] if begin < len(tags) else _NO_TAGS
        self.behind = _NO_TAGS.union(*tags[begin:end])

    @property
    def front(self) -> frozenset[str]:
        """The classes of the words in front, within the clause, over a relative pronoun too."""
        if self._front is None:
            first, outline = self._first, self._outline
            begin = outline.begin(first)
            if begin > 0 and (outline.sorts[begin] & RELATIVE or begin == first):
                begin = max(begin - 5, outline.previous(begin))
            self._front = _NO_TAGS.union(*self._tags[max(begin, first - _BEFORE) : first])
        return self._front

    def judge(self, entry: Trigger, refers: bool, future: bool = False) -> tuple[int, str]:
        """Return how many conditions of an entry are met, and the name of one that is not (``loose``: see `Trigger`).

        A verb, or a noun with a pronoun, `refers`: what it needs may stand in front (``الصواريخ التي أطلقها``).
        """
        strength = 0
        if entry.not_next and not self.next.isdisjoint(entry.not_next):
            return 0, "not_next"
        if entry.next:
            if self.next.isdisjoint(entry.next):
                return 0, "next"
            strength += 3
        if entry.apart and not self.behind.isdisjoint(entry.apart):
            return strength, "apart"
        if entry.apart_before and not self.front.isdisjoint(entry.apart_before):
            return strength, "apart_before"
        met = False
        if entry.needs:
            met = not self.behind.isdisjoint(entry.needs) or (refers and not self.front.isdisjoint(entry.needs))
        if entry.before and not met:
            met = (future and "@will" in entry.before) or not self.front.isdisjoint(entry.before)
        if (entry.needs or entry.before) and not met:
            return strength, "needs"
        return strength + 2 * met, "loose" if entry.loose else ""


def find_candidates(prose: Prose, outline: Outline, triggers: Triggers) -> Iterator[list[Candidate]]:
    """Yield, for every word that may name a happening, all that it may mean, in order of place. Pure."""
    phrases = {hit.first: hit for hit in longest(triggers.phrases.find(prose.forms))}
    tags = list(map(triggers.tags, prose.forms))
    told: dict[str, int] = {}
    for token in sorted({*outline.places(TRIGGER), *phrases} - prose.shut):
        if token in phrases:
            found = _phrase(prose, outline, tags, phrases[token])
        else:
            found = _readings(prose, outline, triggers, tags, token)
        if found:
            yield _look_back(outline, found, prose.sentence_of(token), told)


def _look_back(outline: Outline, found: list[Candidate], sentence: int, told: dict[str, int]) -> list[Candidate]:
    """Return the candidates, those that point back marked; `told` holds the sentence in which an entry last stood.

    A definite noun that stood before in its sentence, or a meeting that stood anywhere before, tells nothing new (6.7)
    unless a relative clause follows.
    """
    behind = found[0].last + 1
    if found[0].article and not (behind < len(outline.sorts) and outline.sorts[behind] & RELATIVE):
        found = [
            structs.replace(c, lacks="back") if not c.lacks and _points_back(c, sentence, told) else c for c in found
        ]
    told.update({c.trigger.id: sentence for c in found if not c.lacks})
    return found


def _points_back(candidate: Candidate, sentence: int, told: dict[str, int]) -> bool:
    last = told.get(candidate.trigger.id, -1)
    return last == sentence or (last >= 0 and candidate.trigger.type == "CONSULT")


def _phrase(prose: Prose, outline: Outline, tags: Sequence[frozenset[str]], hit: Hit[Meaning]) -> list[Candidate]:
    entry = hit.value.trigger
    if entry.opens and not _opens(prose, outline, entry, hit.first, hit.last):
        return []
    strength, lacks = Company(tags, outline, hit.first, hit.last).judge(entry, False)
    return [
        Candidate(
            first=hit.first, last=hit.last, meaning=hit.value, shape=Shape("word"), verbal=False,
            strength=strength + 5, lacks=lacks,
        )
    ]  # fmt: skip


def _opens(prose: Prose, outline: Outline, entry: Trigger, first: int, last: int) -> bool:
    """Tell whether a phrase opens a clause and one of the words that its entry asks for follows near by."""
    before = first - 1
    if outline.begin(first) != first and not (outline.sorts[before] & (OPENS | COMMA) or prose.forms[before] == '"'):
        return False
    return not entry.then or any(form in entry.then for form in prose.forms[last + 1 : last + 1 + _THEN])


def _readings(
    prose: Prose, outline: Outline, triggers: Triggers, tags: Sequence[frozenset[str]], token: int
) -> list[Candidate]:
    company = Company(tags, outline, token, token)
    is_verb = token in outline.verbs
    surely = not outline.sorts[token] & NOUN
    condition = _in_condition(prose, outline, tags, token)
    best: dict[str, tuple[int, int, str, Reading[Meaning]]] = {}
    entries: dict[str, dict[str, None]] = {}
    for reading in triggers.readings(prose.forms[token]):
        entry = reading.entry.trigger
        verbal = reading.shape.pos == "verb"
        strength, lacks = company.judge(entry, verbal or bool(reading.suffix), reading.future)
        if verbal != is_verb and not (verbal and surely):
            lacks = "form"
        if entry.loose and lacks not in ("", "loose"):
            continue
        if condition and not lacks:
            lacks = "condition"
        entries.setdefault(entry.type, {})[f"{entry.id}/{lacks or 'ok'}"] = None
        known = best.get(entry.type)
        if known is None or (_NEAR[lacks], strength) > known[:2]:
            best[entry.type] = (_NEAR[lacks], strength, lacks, reading)
    if not best:
        return []
    governor = _governor(outline, token)
    light = governor >= 0 and "@light" in tags[governor]
    return [
        _candidate(token, reading, governor, light, strength, lacks, entries[kind])
        for kind, (_, strength, lacks, reading) in best.items()
    ]


def _in_condition(prose: Prose, outline: Outline, tags: Sequence[frozenset[str]], token: int) -> bool:
    """Tell whether a word stands in a condition (``إذا طلبت``, ``في حال انسحاب``): up to a comma, it is no report."""
    begin = outline.begin(token)
    if "@in_case" in tags[token - 1] and token > begin:
        return True
    if "@if" not in tags[begin] or (begin and prose.forms[begin - 1] in _WHETHER):
        return False
    return not any(outline.sorts[place] & COMMA for place in range(begin, token))


def _candidate(
    token: int,
    reading: Reading[Meaning],
    governor: int,
    light: bool,
    strength: int,
    lacks: str,
    entries: Iterable[str],
) -> Candidate:
    verbal = reading.shape.pos == "verb"
    return Candidate(
        first=token,
        last=token,
        meaning=reading.entry,
        shape=reading.shape,
        verbal=verbal,
        conjunction=bool(reading.conjunction),
        future=reading.future,
        preposition=reading.preposition,
        article=reading.article,
        suffix=reading.suffix,
        light=light and not verbal,
        governor=-1 if verbal else governor,
        strength=strength,
        lacks=lacks,
        entries=tuple(entries),
    )


def _governor(outline: Outline, token: int) -> int:
    """Return the verb in front of a noun in its clause (``أجرى … محادثات``, ``قررت تركيا طرد``), or -1."""
    begin = outline.begin(token)
    for place in range(token - 1, max(begin, token - _GOVERNING) - 1, -1):
        if place in outline.verbs:
            return place
    return -1
