"""Family names that no list has, but that the document itself shows: once behind a first name, then alone."""

from __future__ import annotations

from collections import Counter, defaultdict

from rawi.annotation.name_persons import PersonNames

_AL = "\u0627\u0644"
_FIRST_LETTER, _LAST_LETTER = "\u0621", "\u064a"
_PARTS = frozenset({"element", "surname", "shortname", "person"})
_NOT_LAST = frozenset({"given", "join", "open"})
_ORDINARY_TIMES = 2
"""How often a family name that is an ordinary word too must stand alone."""


def shown_family_names(persons: PersonNames) -> dict[int, int]:
    """Return where such a name stands in full: the token of the first name, and that of the family name. Pure.

    An unknown word may be a first name here; an ordinary word is a family name only behind a known first name.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    rising = _rising(persons)
    for token, form in enumerate(persons.forms) if rising else ():
        if form in rising:
            places[form].append(token)
    return {first: last for form, tokens in places.items() for first, last in _pairs(form, tokens, persons).items()}


def _rising(persons: PersonNames) -> set[str]:
    """Return the words that come more than once and may be family names."""
    frequent, never = persons.world.frequent, persons.words["never"]
    return {
        form
        for form, number in Counter(persons.forms).items()
        if number > 1
        and len(form) > 2
        and _FIRST_LETTER <= form[0] <= _LAST_LETTER
        and form not in frequent
        and form not in never
        and form.removeprefix(_AL) not in frequent
    }


def _pairs(form: str, tokens: list[int], persons: PersonNames) -> dict[int, int]:
    """Return the places of one word behind a first name, if it stands alone as well."""
    words = persons.sights.at(tokens[0])
    if any(word.term.sense not in _PARTS or word.term.scope in _NOT_LAST for word in words):
        return {}
    ordinary = not persons.is_unknown(tokens[0])
    if ordinary and not words and form not in persons.world.common and not form.startswith(_AL):
        return {}
    behind = [token for token in tokens if token and persons.is_first(token - 1)]
    if not behind and not ordinary and not form.startswith(_AL) and all(w.term.sense == "element" for w in words):
        behind = _behind_unknown(tokens, persons)
    alone = len(tokens) - len(behind)
    if not behind or alone < (_ORDINARY_TIMES if ordinary else 1):
        return {}
    return {token - 1: token for token in behind}


def _behind_unknown(tokens: list[int], persons: PersonNames) -> list[int]:
    """Return the places behind the unknown word that stands in front of a name where it comes first."""
    first = next((t - 1 for t in tokens if t and persons.is_new(t - 1)), None)
    if first is None:
        return []
    return [token for token in tokens if token and persons.forms[token - 1] == persons.forms[first]]
