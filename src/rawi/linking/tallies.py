"""What a report counts: `12 killed`, `more than 30 wounded`, read from the words around its trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.match import Hit

_BEFORE, _AFTER = 10, 16
_LOOK_BACK, _LOOK_AHEAD = 5, 3
_BOUND_BACK = 2
_ROUGH = 0.2
_GROWN = 1.5
_NEARLY = 0.05
_LARGEST = 10_000_000
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_WAW = chr(0x648)
_CUTS = frozenset('.;:!?…"')


class Tally(Struct, frozen=True, order=True):
    """A number with what it counts; `least` and `most` are the same for an exact one.

    `grown`: a running total. `whom`: the kind of people that are counted, empty where they are just people.
    """

    what: str
    least: int
    most: int
    grown: bool = False
    whom: str = ""

    def growth_of(self, other: Tally) -> bool:
        """Tell whether two running totals are near enough to be one total that grows."""
        return (self.grown or other.grown) and max(self.least, other.least) < min(self.most, other.most) * _GROWN

    @property
    def words(self) -> str:
        """The number as people read it."""
        if self.least == self.most:
            return str(self.least)
        if self.most >= _LARGEST:
            return f"≥ {self.least}"
        return f"≤ {self.most}" if self.least == 0 else f"{self.least}–{self.most}"

    def agrees(self, other: Tally) -> bool:
        """Tell whether both numbers can be true: they overlap nearly, or count different people."""
        if self.whom and other.whom and self.whom != other.whom:
            return True
        near = min(self.least, other.least) * _NEARLY
        return self.least <= other.most + near and other.least <= self.most + near


def find_tallies(forms: Sequence[str], trigger: int, lexicon: Lexicon) -> tuple[Tally, ...]:
    """Return what is counted around a trigger; `forms` are the folded tokens of its sentence.

    A number counts what the noun behind it or the nearest word in front of it says (killed, arrested…); numbers of
    which no word says what they count are left.
    """
    first, last = max(0, trigger - _BEFORE), min(len(forms), trigger + _AFTER)
    numbers = list(_numbers(forms, first, last, lexicon))
    if not numbers:
        return ()
    bounds = list(lexicon.tallies.bounds.find(forms))
    grown = any(first <= hit.first < last for hit in lexicon.tallies.growth.find(forms))
    measures = list(lexicon.tallies.measures.find(forms))
    people = {hit.first: hit.value for hit in lexicon.tallies.people.find(forms)}
    found: dict[str, Tally] = {}
    for start, end, value in numbers:
        what = _counted(forms, start, end, lexicon)
        if what is None or what in found or any(hit.first == end or hit.last == start - 1 for hit in measures):
            continue
        least, most = _limits(value, _bound(forms, start, end, bounds, lexicon))
        found[what] = Tally(what, least, most, grown, people.get(end, ""))
    return tuple(sorted(found.values()))


def _bound(forms: Sequence[str], start: int, end: int, bounds: Sequence[Hit[str]], lexicon: Lexicon) -> str:
    """Return the bound that stands right before a number, or behind what it counts."""
    for hit in bounds:
        before = 0 < start - hit.last <= _BOUND_BACK
        behind = 0 <= hit.first - end <= _LOOK_AHEAD and not (
            hit.last + 1 < len(forms) and _value(forms[hit.last + 1], lexicon)
        )
        if before or behind:
            return hit.value
    return ""


def _limits(value: int, bound: str) -> tuple[int, int]:
    if bound == "at_least":
        return value, _LARGEST
    if bound == "at_most":
        return 0, value
    if bound == "about":
        return int(value * (1 - _ROUGH)), int(value * (1 + _ROUGH) + 0.999)
    return value, value


def _numbers(forms: Sequence[str], first: int, last: int, lexicon: Lexicon) -> Iterator[tuple[int, int, int]]:
    """Yield (first token, token behind, value) of the numbers between two tokens, in digits or in words."""
    place = first
    while place < last:
        value = _value(forms[place], lexicon)
        if value is None:
            place += 1
            continue
        end = place + 1
        while end < last:
            following = _value(forms[end], lexicon)
            if following is None:
                break
            if following >= _THOUSAND and value < following:
                value *= following
            elif forms[end].startswith(_WAW) or value >= _HUNDRED > following or value < following == _TEN:
                value += following
            else:
                break
            end += 1
        yield place, end, value
        place = end


def _value(form: str, lexicon: Lexicon) -> int | None:
    if form.isdecimal():
        return int(form) if len(form) < 8 else None
    known = lexicon.times.form(form)
    if known is None or known.word is None or not known.word.kind.startswith("cardinal"):
        return None
    return int(known.word.value) or None


def _counted(forms: Sequence[str], start: int, end: int, lexicon: Lexicon) -> str | None:
    """Return what a number counts: as the word behind it says, else the nearest in front, else one farther behind."""
    behind = [forms[i] for i in range(end, min(len(forms), end + _LOOK_AHEAD))]
    for form in behind[:1]:
        said = _category(form, lexicon)
        if said:
            return said
    for place in range(start - 1, max(-1, start - 1 - _LOOK_BACK), -1):
        if forms[place] in _CUTS:
            break
        said = _category(forms[place], lexicon)
        if said:
            return said
    return next(filter(None, (_category(form, lexicon) for form in behind[1:])), None)


def _category(form: str, lexicon: Lexicon) -> str | None:
    return next((reading.entry.id for reading in lexicon.tallies.counted.analyse(form)), None)
