"""Governors: words in front of a trigger whose reach holds it and that decide whether it is real."""

from __future__ import annotations

from rawi.annotation.factuality_tense import Tenses, Verdict
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.modality import Governor
from rawi.text.prose import Prose

_WAW, _FA, _LAM, _BA = (chr(c) for c in (0x648, 0x641, 0x644, 0x628))
_AL = "\u0627\u0644"
_PRONOUNS = ("\u0647\u0627", "\u0647", "\u0647\u0645")
_AN, _IN = "\u0627\u0646", "\u0625\u0646"
_STOPS = frozenset(".;:?!…")
_LOOK_BACK = 18
_FUTURE_REACH = 6
_COMMAS = 2


class Governors:
    """Finds governors in one document."""

    def __init__(self, prose: Prose, lexicon: Lexicon, tenses: Tenses) -> None:
        self._prose = prose
        self._tenses = tenses
        self._marks = lexicon.modality.markers
        self._words = lexicon.modality.governors
        self._leads = lexicon.modality.marks
        self._phrases: dict[int, list[tuple[int, Governor]]] = {}
        for hit in lexicon.modality.phrases.find(prose.forms):
            if hit.clitics in ("", _WAW, _FA):
                self._phrases.setdefault(hit.last, []).append((hit.first, hit.value))

    def doubt(self, token: int, first: int) -> Verdict | None:
        """Return a doubt over a future verb (``ما إذا كان سيجدد``)."""
        for place in range(token - 1, max(first, token - 5) - 1, -1):
            for start, governor in self._phrases.get(place, ()):
                if governor.value == "possible" and start >= first and not governor.before_present:
                    return Verdict("possible", governor.id)
        return None

    def over(self, token: int, first: int, tense: str, kind: str, *, only_strong: bool) -> Verdict | None:
        """Look to the left of `token` for the nearest governor whose reach holds it, down to token `first`."""
        forms = self._prose.forms
        joined = forms[token][0] == _WAW and tense != "past"
        crossed = False
        commas = 0
        lead = forms[token][0] if tense == "noun" and forms[token][0] in (_LAM, _BA) else ""
        own, away = lead == _LAM, False
        for place in range(token - 1, max(first, token - _LOOK_BACK) - 1, -1):
            form = forms[place]
            if place in self._phrases or self._words.analyse(form):
                found = self._at(place, token, first, lead, tense, crossed, joined)
                if found is not None and not away and self._fits(found[1], kind, only_strong):
                    return found[0]
            if self._blocks(place, form, tense, crossed):
                return None
            if form == ",":
                commas += 1
                if commas > _COMMAS:
                    return None
            crossed = crossed or form == _AN
            if self._future_over(form, place, token, tense, joined) and not away:
                return Verdict("planned", "future:" + form)
            if form in self._marks["adverbial"] and not self._closed(place, token):
                away = away or (bool(lead) and lead in self._marks["adverbial"] and not joined)
                lead = form
            elif form in _DIRECTIONS and not own:
                lead = form
        return None

    @staticmethod
    def _fits(governor: Governor, kind: str, only_strong: bool) -> bool:
        """Tell whether a governor is for reports of a type; acts in words ask for strong ones."""
        return (governor.strong or not only_strong) and (not governor.kinds or kind in governor.kinds)

    def _closed(self, place: int, token: int) -> bool:
        """Tell whether what a preposition leads to ends with a definite word before an indefinite trigger."""
        forms = self._prose.forms
        last = forms[token - 1]
        definite = last.startswith(_AL) or last.endswith(_PRONOUNS)
        return token - 1 > place and definite and not forms[token].startswith(_AL)

    def _blocks(self, place: int, form: str, tense: str, crossed: bool) -> bool:
        """Tell whether nothing in front of a word can govern what stands behind it."""
        if form in _STOPS:
            return True
        if form in self._marks["barrier"] and place not in self._phrases:
            return True
        if form == _AN and self._prose.quote(place, place).startswith(_IN):
            return True
        return tense != "noun" and not crossed and self._tenses.is_past(form)

    def _future_over(self, form: str, place: int, token: int, tense: str, joined: bool) -> bool:
        if not self._tenses.is_future(form):
            return False
        reach = _FUTURE_REACH if tense == "noun" else 2 * _FUTURE_REACH
        return (tense == "noun" or joined) and token - place <= reach

    def _at(self, place: int, token: int, first: int, lead: str, tense: str, crossed: bool, joined: bool
            ) -> tuple[Verdict, Governor] | None:  # fmt: skip
        """Return the verdict of a governor that ends at `place`, and the governor."""
        distance = token - place
        forms = self._prose.forms
        for start, governor in self._phrases.get(place, ()):
            if distance > governor.reach or start < first:
                continue
            if governor.before_present and not self._tenses.is_present(forms[place + 1]):
                continue
            if self._governs(governor, token, first, lead, tense, crossed, joined, phrase=True):
                return self._verdict(governor, start, token, first), governor
        for reading in self._words.analyse(forms[place]):
            governor = reading.entry
            if distance > governor.reach or (reading.article and distance > 2):
                continue
            if self._governs(governor, token, first, lead, tense, crossed, joined, phrase=False):
                return self._verdict(governor, place, token, first), governor
        return None

    def _governs(self, governor: Governor, token: int, first: int, lead: str, tense: str, crossed: bool, joined: bool,
                 *, phrase: bool) -> bool:  # fmt: skip
        """Tell whether the way from a governor to the trigger is one that it governs."""
        if governor.weak and self._past_in_front(token, first):
            return False
        if tense == "past" and governor.over_past:
            return self._prose.forms[token - 1] in self._marks["maybe"]
        if tense == "past":
            return crossed and governor.value in ("denied", "possible") and not governor.before_present
        if tense == "present" and not (crossed or governor.before_present):
            return phrase and not joined
        if crossed or not lead or joined:
            return True
        return lead in self._leads[governor.id] or (phrase and lead in _DIRECTIONS)

    def _past_in_front(self, token: int, first: int) -> bool:
        """Tell whether the clause tells a past act in front (``استخدمت القوة من أجل تفريق``)."""
        for place in range(token - 1, max(first, token - _LOOK_BACK) - 1, -1):
            form = self._prose.forms[place]
            if form == _AN or form in _STOPS or form == '"':
                return False
            if self._tenses.is_past(form):
                return True
        return False

    def _verdict(self, governor: Governor, start: int, token: int, first: int) -> Verdict:
        forms = self._prose.forms
        if governor.done and forms[token].lstrip(_LAM + _BA) in self._marks[governor.done]:
            return Verdict("occurred", f"done:{governor.id}")
        before = forms[start - 1] if start > first else ""
        if before in self._marks["negation"]:
            return Verdict(governor.negated, f"negated:{governor.id}")
        return Verdict(governor.value, governor.id)


_DIRECTIONS = frozenset(("\u0627\u0644\u064a", "\u0639\u0644\u064a", "\u0644", "\u0628"))
