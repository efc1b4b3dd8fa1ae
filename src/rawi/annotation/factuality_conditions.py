"""Conditions: what stands in a condition clause, and what it makes conditional."""

from __future__ import annotations

from collections.abc import Iterator

from rawi.annotation.factuality_tense import Tenses, Verdict
from rawi.lexicon.modality import Modality
from rawi.model import Report
from rawi.text.prose import Prose

_FA = "\u0641"
_FALSITY_REACH = 16


class Conditions:
    """Finds conditions in one document."""

    def __init__(self, prose: Prose, modality: Modality, tenses: Tenses) -> None:
        self._prose = prose
        self._tenses = tenses
        hits = sorted(
            ((h.first, h.last, h.value.use) for h in modality.conditions.find(prose.forms)), key=lambda c: c[:2]
        )
        self._found = [hit for hit in hits if hit[2] != "falsity"]
        self._false = [hit for hit in hits if hit[2] == "falsity"]

    def apply(self, found: Verdict, report: Report, tokens: range, first: int, end: int, tense: str) -> Verdict:
        """Make what is not yet real conditional where its sentence names a condition outside the trigger's clause."""
        denied = found.value == "denied"
        unreal = found.value in ("planned", "possible") or (report.type in ("THREATEN", "REJECT") and tense != "noun")
        if not (unreal or denied) or not self._found:
            return found
        for start, last, use in self._inside(first, end):
            rule = f"condition:{self._prose.quote(start, last)}"
            if use == "exception" and start > tokens.start and (not denied or tense in ("present", "future")):
                return Verdict("conditional", rule)
            if denied or use == "exception":
                continue
            if use == "otherwise" and start < tokens.start:
                return Verdict("conditional", rule)
            if use == "condition" and not start <= tokens.start <= self._clause_end(last, end):
                return Verdict("conditional", rule)
        return found

    def declared_false(self, tokens: range, end: int) -> Verdict | None:
        """Tell whether the sentence calls what it has named a lie (``وصف الهجوم بأنه مفبرك``)."""
        for start, last, _ in self._false:
            if tokens.stop <= start < min(end, tokens.stop + _FALSITY_REACH):
                return Verdict("denied", f"falsity:{self._prose.quote(start, last)}")
        return None

    def _inside(self, first: int, end: int) -> Iterator[tuple[int, int, str]]:
        inside = [c for c in self._found if first <= c[0] < end]
        blocked = {n for start, last, use in inside if use == "no_condition" for n in range(start, last + 1)}
        for start, last, use in inside:
            if use != "no_condition" and start not in blocked:
                yield start, last, use

    def _clause_end(self, token: int, end: int) -> int:
        """Return the last token of a condition clause that begins behind `token`."""
        forms = self._prose.forms
        for place in range(token + 1, end):
            if forms[place] == "," or (forms[place][0] == _FA and self._tenses.is_future(forms[place])):
                return place - 1
        return end - 1
