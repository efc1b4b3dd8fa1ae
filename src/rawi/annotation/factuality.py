"""Factuality: whether a report tells something as done, planned, possible, wanted, conditional or denied.

The value comes, in this order, from negation and tense at the trigger itself, from the nearest governing words whose
reach holds it (``يعتزم``, ``احتمال``, ``لا بد من``), from adjectives behind it (``المرتقبة``), from the reporting verb
that answers for it (``نفى``), and from a condition in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.modality import Governor, Modality
from rawi.model import EventType, Factuality, Report, Voice
from rawi.text.prose import Prose

_WAW, _FA, _SIN, _LAM, _BA = (chr(c) for c in (0x648, 0x641, 0x633, 0x644, 0x628))
_PRESENT = frozenset(chr(c) for c in (0x64A, 0x62A, 0x646, 0x627))
_AN = "\u0627\u0646"
_STOPS = frozenset(".;:?!…")
_LOOK_BACK = 18
_LOOK_AHEAD = 8
_BECOMES_AGREE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_UNREAL = frozenset({"planned", "possible", "urged", "conditional"})


class _Verdict(Struct, frozen=True):
    value: Factuality
    rule: str


def judge(prose: Prose, reports: tuple[Report, ...], voices: tuple[Voice, ...], lexicon: Lexicon) -> tuple[Report, ...]:
    """Return the reports with their factuality, and with the type that a future act has.

    A future CONSULT, SUPPORT, COOPERATE or AID is an AGREE, a future RETREAT a CONCEDE (PLOVER).
    """
    judging = _Judging(prose, voices, lexicon)
    judged = []
    for report in reports:
        verdict = judging.verdict(report)
        kind = _shifted(report.type, verdict.value)
        judged.append(
            structs.replace(report, factuality=verdict.value, factuality_rule=verdict.rule, type=kind)
            if kind == report.type
            else structs.replace(report, factuality=verdict.value, factuality_rule=verdict.rule, type=kind, mode=None)
        )
    return tuple(judged)


def _shifted(kind: EventType, value: Factuality) -> EventType:
    if value not in _UNREAL:
        return kind
    if kind in _BECOMES_AGREE:
        return "AGREE"
    return "CONCEDE" if kind == "RETREAT" else kind


class _Judging:
    """Judges reports of one document."""

    def __init__(self, prose: Prose, voices: tuple[Voice, ...], lexicon: Lexicon) -> None:
        self._prose = prose
        self._voices = voices
        self._modality: Modality = lexicon.modality
        self._marks = lexicon.modality.markers
        self._triggers = lexicon.triggers.words
        self._cues = lexicon.speech.cues
        self._phrases: dict[int, list[tuple[int, Governor]]] = {}
        for hit in self._modality.phrases.find(prose.forms):
            self._phrases.setdefault(hit.last, []).append((hit.first, hit.value))
        self._conditions = sorted(
            ((h.first, h.last, h.value.use) for h in self._modality.conditions.find(prose.forms)), key=lambda c: c[:2]
        )

    def verdict(self, report: Report) -> _Verdict:
        """Judge one report."""
        tokens = self._prose.tokens_in(report)
        if not len(tokens):
            return _Verdict("occurred", "default")
        first = self._prose.firsts[self._prose.sentence_of(tokens.start)]
        found = self._near(report, tokens, first)
        return self._condition(report, tokens, first, found)

    def _near(self, report: Report, tokens: range, first: int) -> _Verdict:
        forms = self._prose.forms
        tense = self._tense(tokens.start)
        before = forms[tokens.start - 1] if tokens.start > first else ""
        if report.type != "REJECT":
            negation = self._marks["negation"]
            if forms[tokens.start] in negation or (before in negation and tense != "noun"):
                return _Verdict("denied", f"negation:{before}")
        if before in self._marks["maybe"] and tense == "present":
            return _Verdict("possible", f"maybe:{before}")
        governed = self._governed(tokens.start, first, tense)
        future = tense == "future" or before in self._marks["future"]
        if future:
            if governed is not None and governed.value == "possible" and "possibility" in governed.rule:
                return governed
            return _Verdict("planned", "future")
        if governed is not None:
            return governed
        behind = self._behind(tokens, tense)
        if behind is not None:
            return behind
        return self._voice(report, tense)

    def _tense(self, token: int) -> str:
        """Return what the trigger's first word is: ``future``, ``present``, ``past`` or ``noun``."""
        form = self._prose.forms[token]
        if self._is_future(form):
            return "future"
        best = ""
        for reading in self._triggers.analyse(form):
            if reading.future:
                return "future"
            if reading.shape.pos != "verb":
                best = best or "noun"
            elif not reading.preposition:
                return reading.shape.tense
        return best or self._guess(form)

    def _guess(self, form: str) -> str:
        bare = form[1:] if form[0] in (_WAW, _FA) and len(form) > 3 else form
        return "present" if bare[0] == "\u064a" and len(bare) > 3 else "noun"

    def _is_future(self, form: str) -> bool:
        bare = form[1:] if form[0] in (_WAW, _FA) and len(form) > 4 else form
        if len(bare) < 4 or bare[0] != _SIN or bare[1] not in _PRESENT:
            return False
        return bare not in self._marks["no_future"]

    def _governed(self, token: int, first: int, tense: str) -> _Verdict | None:
        """Look to the left for the nearest governor whose reach holds the trigger."""
        forms = self._prose.forms
        barriers = self._marks["barrier"]
        joined = forms[token][0] in (_WAW, _FA)
        crossed = False
        commas = 0
        for place in range(token - 1, max(first, token - _LOOK_BACK) - 1, -1):
            form = forms[place]
            if form in _STOPS:
                return None
            if form == ",":
                commas += 1
                if commas > 2:
                    return None
                continue
            if form in barriers and not self._phrases.get(place):
                return None
            crossed = crossed or form == _AN
            verdict = self._governor_at(place, token, first)
            if verdict is not None and self._fits(verdict, tense, crossed, joined):
                return verdict
            if self._is_future(form) and (tense == "noun" or joined) and token - place <= 12:
                return _Verdict("planned", "future:" + form)
            if tense != "noun" and not crossed and self._is_past(form):
                return None
        return None

    def _fits(self, verdict: _Verdict, tense: str, crossed: bool, joined: bool) -> bool:
        if tense == "noun":
            return True
        if tense == "past":
            return verdict.rule in ("denied.deny", "possible.possibility") and crossed
        return crossed or joined or tense == "present"

    def _is_past(self, form: str) -> bool:
        return any(r.shape.tense == "past" for r in self._cues.analyse(form))

    def _governor_at(self, place: int, token: int, first: int) -> _Verdict | None:
        """Return the verdict of a governor that ends at `place`, if its reach holds the trigger."""
        distance = token - place
        forms = self._prose.forms
        for start, governor in self._phrases.get(place, ()):
            if distance <= governor.reach and start >= first:
                if forms[place] in self._marks["maybe"] and not self._is_present(forms[place + 1]):
                    continue
                return self._verdict(governor, start, first)
        for reading in self._modality.governors.analyse(forms[place]):
            governor = reading.entry
            if distance > governor.reach or (reading.article and distance > 3):
                continue
            return self._verdict(governor, place, first)
        return None

    def _is_present(self, form: str) -> bool:
        tenses = {r.shape.tense for r in self._triggers.analyse(form) if r.shape.pos == "verb"}
        tenses |= {r.shape.tense for r in self._cues.analyse(form) if r.shape.pos == "verb"}
        if tenses:
            return "past" not in tenses
        return form[0] in _PRESENT and len(form) > 3

    def _verdict(self, governor: Governor, start: int, first: int) -> _Verdict:
        before = self._prose.forms[start - 1] if start > first else ""
        if before in self._marks["negation"]:
            return _Verdict(governor.negated, f"negated:{governor.id}")
        return _Verdict(governor.value, governor.id)

    def _behind(self, tokens: range, tense: str) -> _Verdict | None:
        """Look behind the trigger for adjectives and days that put it into the future or in doubt."""
        if tense == "past":
            return None
        forms = self._prose.forms
        end = self._prose.firsts[self._prose.sentence_of(tokens.start) + 1]
        for place in range(tokens.stop - 1, min(end, tokens.stop + _LOOK_AHEAD)):
            form = forms[place]
            if form in _STOPS or form == "," or (place >= tokens.stop and form in self._marks["barrier"]):
                return None
            if form in self._marks["planned_after"]:
                return _Verdict("planned", f"behind:{form}")
            if form in self._marks["possible_after"]:
                return _Verdict("possible", f"behind:{form}")
        return None

    def _voice(self, report: Report, tense: str) -> _Verdict:
        """What the reporting verb that answers for the trigger says about it."""
        if report.chain and report.chain[-1].act == "deny":
            return _Verdict("denied", report.chain[-1].rule)
        if report.chain and report.chain[-1].act == "expect" and tense != "past":
            return _Verdict("planned", report.chain[-1].rule)
        return _Verdict("occurred", "default")

    def _condition(self, report: Report, tokens: range, first: int, found: _Verdict) -> _Verdict:
        """Make what is not yet real conditional where its sentence names a condition outside the trigger's clause."""
        open_to_it = found.value in ("planned", "possible") or report.type in ("THREATEN", "REJECT")
        if not open_to_it or not self._conditions:
            return found
        end = self._prose.firsts[self._prose.sentence_of(tokens.start) + 1]
        for start, last, use in self._conditions_in(first, end):
            if use == "otherwise" and start < tokens.start:
                return _Verdict("conditional", f"condition:{self._prose.quote(start, last)}")
            if use == "condition" and not start <= tokens.start <= self._clause_end(last, end):
                return _Verdict("conditional", f"condition:{self._prose.quote(start, last)}")
        return found

    def _conditions_in(self, first: int, end: int) -> Iterator[tuple[int, int, str]]:
        inside = [c for c in self._conditions if first <= c[0] < end]
        blocked = {n for start, last, use in inside if use == "no_condition" for n in range(start, last + 1)}
        for start, last, use in inside:
            if use != "no_condition" and start not in blocked:
                yield start, last, use

    def _clause_end(self, token: int, end: int) -> int:
        """Return the last token of a condition clause that begins behind `token`."""
        forms = self._prose.forms
        for place in range(token + 1, end):
            if forms[place] == "," or (forms[place][0] == _FA and self._is_future(forms[place])):
                return place - 1
        return end - 1
