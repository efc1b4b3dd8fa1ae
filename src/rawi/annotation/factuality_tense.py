"""Tense: whether a word is a past, present or future verb, as far as its spelling and its neighbours tell."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rawi.lexicon.inflect import Shape
from rawi.lexicon.lexicon import Lexicon
from rawi.model import Factuality
from rawi.text.prose import Prose

Tense = Literal["past", "present", "future", "noun"]

_WAW, _FA, _SIN, _YA, _TA = (chr(c) for c in (0x648, 0x641, 0x633, 0x64A, 0x62A))
_PRESENT = frozenset(chr(c) for c in (0x64A, 0x62A, 0x646))
_SHORT = 3
_HAMZA = "\u0623"
_PAST_ENDINGS = (_TA, _WAW + "\u0627")
_AN = "\u0627\u0646"


class Verdict(Struct, frozen=True):
    """A value and the entry or rule that gave it."""

    value: Factuality
    rule: str


class Tenses:
    """Tells tenses in one document."""

    def __init__(self, prose: Prose, lexicon: Lexicon) -> None:
        self._prose = prose
        self._triggers = lexicon.triggers.words
        self._cues = lexicon.speech.cues
        self._not_future = lexicon.modality.markers["no_future"]
        self._past_with_ta = lexicon.modality.markers["past_with_ta"]
        self._past_markers = lexicon.speech.scope["auxiliary"]

    def of(self, token: int, first: int) -> Tense:
        """Return what the word at `token` is; `first` is the first token of its sentence."""
        form = self._prose.forms[token]
        if self.is_future_at(token):
            return "future"
        before = self._prose.forms[token - 1] if token > first else ""
        found: set[str] = set()
        for reading in self._triggers.analyse(form):
            if reading.future:
                return "future"
            if reading.shape.pos != "verb" or reading.article:
                found.add("noun")
            elif not reading.preposition or reading.shape.tense == "present":
                found.add(reading.shape.tense)
        if not found:
            return "present" if self.is_present(form) and _bare(form)[0] == _YA else "noun"
        if found == {"past", "present"} or len(found) == 3:
            return "present" if before == _AN else "past"
        if found == {"noun", "past"}:
            return "past" if token == first or self._begins(token, form) else "noun"
        if found == {"past"} and self._spelt_like_noun(form) and not (token == first or self._begins(token, form)):
            return "noun"
        return "present" if "present" in found else "past" if "past" in found else "noun"

    def _spelt_like_noun(self, form: str) -> bool:
        """Tell whether a past verb is spelt like its verbal noun (``فرض``, ``طرد``, ``نقل``)."""
        return any(len(r.form) == _SHORT and r.shape.number == "s" for r in self._triggers.analyse(form))

    def _begins(self, token: int, form: str) -> bool:
        """Tell whether an ambiguous word (``قصف``, ``طلب``) is a verb: behind ``قد`` or joined at a clause's start."""
        before = self._prose.forms[token - 1]
        if before == ",":
            sentence = self._prose.firsts[self._prose.sentence_of(token)]
            return not any(map(self.is_verb, self._prose.forms[sentence : token - 1]))
        if before in self._past_markers or before in ".;:":
            return True
        return any(reading.conjunction for reading in self._triggers.analyse(form))

    def is_future(self, form: str) -> bool:
        """Tell whether a word is a verb with the future ``س``."""
        bare = _bare(form)
        if len(bare) < 4 or bare[0] != _SIN or bare[1] not in _PRESENT:
            return False
        return bare not in self._not_future and not bare.endswith("\u0647")

    def is_future_at(self, token: int) -> bool:
        """Tell whether the word at a token is a future verb, in the first person too (``سأبحث``, not ``سابق``)."""
        form = self._prose.forms[token]
        if self.is_future(form):
            return True
        bare = _bare(form)
        written = self._prose.quote(token, token)[len(form) - len(bare) :]
        return len(bare) > 3 and bare[0] == _SIN and written[1:2] == _HAMZA and bare not in self._not_future

    def is_performed(self, form: str) -> bool:
        """Tell whether a word is a present verb of the first person (``نطالب``, ``أشكر``)."""
        shapes = [r.shape for r in self._triggers.analyse(form) if not r.future]
        return bool(shapes) and all(s.pos == "verb" and s.person == "1" and s.tense == "present" for s in shapes)

    def is_present(self, form: str) -> bool:
        """Tell whether a word behind ``قد`` is a present verb: known as one, or spelt like one."""
        bare = _bare(form)
        if bare in self._past_with_ta:
            return False
        tenses = {shape.tense for shape in self._shapes(form) if shape.pos == "verb"}
        if tenses:
            return "past" not in tenses
        return bare[0] in _PRESENT and len(bare) > 3 and not bare.endswith(_PAST_ENDINGS)

    def is_past(self, form: str) -> bool:
        """Tell whether a word is known as a past verb only."""
        if _bare(form) in self._past_with_ta:
            return True
        shapes = self._shapes(form)
        return bool(shapes) and all(shape.tense == "past" for shape in shapes)

    def is_verb(self, form: str) -> bool:
        """Tell whether a word is known as a verb only, or is spelt like a present one with ``ي``."""
        shapes = self._shapes(form)
        if shapes:
            return all(shape.pos == "verb" for shape in shapes)
        bare = _bare(form)
        return self.is_future(form) or bare in self._past_with_ta or (bare[0] == _YA and len(bare) > 3)

    def _shapes(self, form: str) -> list[Shape]:
        """Return the shapes in which a word is known as a trigger or a word of saying."""
        return [r.shape for r in self._triggers.analyse(form)] + [r.shape for r in self._cues.analyse(form)]


def _bare(form: str) -> str:
    return form[1:] if form[0] in (_WAW, _FA) and len(form) > 3 else form
