"""Where clauses begin: what stands together around a trigger and what belongs to another verb."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from rawi.lexicon.triggers import (
    BEFORE_VERB,
    BREAK,
    COMMA,
    DEFINITE,
    JOINED,
    NOUN,
    OPENS,
    PREPOSITION,
    RELATIVE,
    VERB,
    Triggers,
)
from rawi.text.prose import Prose

_ALEF, _LAM, _YA, _HA = (chr(c) for c in (0x627, 0x644, 0x64A, 0x647))
_ARTICLE = _ALEF + _LAM


class Outline(Struct, frozen=True):
    """What every token can be (flags of `rawi.lexicon.triggers`), and the tokens at which a clause begins, in order.

    `verbs` holds the tokens read as finite verbs, `stops` in order those at which what stands behind a trigger ends:
    verbs, subordinators, relative pronouns and full breaks. `known` keeps what `places` has found.
    """

    sorts: list[int]
    begins: list[int]
    verbs: frozenset[int]
    stops: list[int]
    known: dict[int, list[int]] = {}

    def places(self, flags: int) -> list[int]:
        """Return the tokens that can be one of some sorts, in order."""
        found = self.known.get(flags)
        if found is None:
            sorts = self.sorts
            some = range(len(sorts)) if flags & ~(BREAK | OPENS | RELATIVE) else self.stops
            found = self.known[flags] = [token for token in some if sorts[token] & flags]
        return found

    def begin(self, token: int) -> int:
        """Return the first token of the clause in which a token stands."""
        return self.begins[bisect_right(self.begins, token) - 1]

    def end(self, token: int) -> int:
        """Return the token behind the last one of the clause in which a token stands."""
        place = bisect_right(self.begins, token)
        return self.begins[place] if place < len(self.begins) else len(self.sorts)

    def previous(self, begin: int) -> int:
        """Return the beginning of the clause before the one that begins at `begin`, or -1."""
        place = bisect_left(self.begins, begin)
        return self.begins[place - 1] if place else -1


def between(places: Sequence[int], begin: int, end: int) -> Sequence[int]:
    """Return those of the places, which are in order, from `begin` up to but without `end`."""
    return places[bisect_left(places, begin) : bisect_left(places, end)]


def count_within(places: Sequence[int], gap: range) -> int:
    """Return how many of the places, which are in order, lie in a gap."""
    begin, end = gap.start, gap.stop
    return bisect_left(places, end) - bisect_left(places, begin) if begin < end else 0


def outline(prose: Prose, triggers: Triggers) -> Outline:
    """Divide a text into clauses. Pure.

    A clause begins with a sentence, behind a full break, with a subordinator or a relative pronoun, and with a finite
    verb behind another one, after a comma or a conjunction.
    """
    sorts = list(map(triggers.sort, prose.forms))
    firsts = set(prose.firsts)
    begins: list[int] = []
    verbs: set[int] = set()
    verbless = True
    for token, flags in enumerate(sorts):
        if token in firsts:
            begins.append(token)
            verbless = True
        if not flags:
            continue
        if flags & VERB and _is_verb(prose, sorts, token, token in firsts):
            verbs.add(token)
            if begins[-1] != token and not verbless and (flags & JOINED or sorts[token - 1] & (COMMA | BREAK)):
                begins.append(token)
            verbless = False
        elif flags & BREAK:
            if token + 1 < len(sorts) and not sorts[token + 1] & BREAK and token + 1 not in firsts:
                begins.append(token + 1)
                verbless = True
        elif flags & (OPENS | RELATIVE) and begins[-1] != token:
            begins.append(token)
            verbless = True
    stops = [token for token, flags in enumerate(sorts) if flags & (BREAK | OPENS | RELATIVE) or token in verbs]
    return Outline(sorts, begins, frozenset(verbs), stops)


def _is_verb(prose: Prose, sorts: list[int], token: int, opens: bool) -> bool:
    """Tell whether a word that can be a finite verb is one where it stands."""
    flags = sorts[token]
    if token and sorts[token - 1] & PREPOSITION and not sorts[token - 1] & BEFORE_VERB:
        return False
    if not flags & NOUN:
        return True
    if flags & DEFINITE and not flags & VERB:
        return False
    if opens or flags & JOINED or sorts[token - 1] & (COMMA | BREAK | OPENS):
        return sorts[token - 1] & BEFORE_VERB > 0 or _leads(prose, sorts, token)
    if sorts[token - 1] & BEFORE_VERB:
        return True
    if sorts[token - 1]:
        return False
    return prose.forms[token - 1].startswith(_ARTICLE) or any(
        sorts[t] & OPENS for t in range(max(0, token - 4), token - 1)
    )


def _leads(prose: Prose, sorts: list[int], token: int) -> bool:
    """Tell whether an ambiguous word at the head of a clause is a verb: no adjective or preposition behind it."""
    if token + 1 >= len(sorts):
        return False
    following = prose.forms[token + 1]
    if following.startswith((_ARTICLE, _LAM + _LAM)):
        return True
    return not (following.endswith((_YA, _YA + _HA, _YA + _ALEF)) or sorts[token + 1] & (PREPOSITION | BREAK | COMMA))
