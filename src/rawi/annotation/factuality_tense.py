"""Tense: whether a word is a past, present or future verb, as far as its spelling and its neighbours tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Literal

from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.words import Kept
from rawi.model import Factuality
from rawi.text.prose import Prose

Tense = Literal["past", "present", "future", "noun"]

_WAW, _FA, _SIN, _YA, _TA = (chr(c) for c in (0x648, 0x641, 0x633, 0x64A, 0x62A))
_LETTERS = frozenset(chr(c) for c in (0x64A, 0x62A, 0x646))
"""With which a present verb begins."""
_FUTURE, _PRESENT, _PAST, _VERB = (1 << n for n in range(4))
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
        self._uses = _uses_of(lexicon)
        self._triggers = lexicon.triggers.words
        self._not_future = lexicon.modality.markers["no_future"]
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
        return self._uses(form) & _FUTURE > 0

    def is_future_at(self, token: int) -> bool:
        """Tell whether the word at a token is a future verb, in the first person too (``سأبحث``, not ``سابق``)."""
        form = self._prose.forms[token]
        if self.is_future(form):
            return True
        bare = _bare(form)
        if len(bare) <= _SHORT or bare[0] != _SIN or bare in self._not_future:
            return False
        return self._prose.quote(token, token)[len(form) - len(bare) :][1:2] == _HAMZA

    def is_performed(self, form: str) -> bool:
        """Tell whether a word is a present verb of the first person (``نطالب``, ``أشكر``)."""
        shapes = [r.shape for r in self._triggers.analyse(form) if not r.future]
        return bool(shapes) and all(s.pos == "verb" and s.person == "1" and s.tense == "present" for s in shapes)

    def is_present(self, form: str) -> bool:
        """Tell whether a word behind ``قد`` is a present verb: known as one, or spelt like one."""
        return self._uses(form) & _PRESENT > 0

    def is_past(self, form: str) -> bool:
        """Tell whether a word is known as a past verb only."""
        return self._uses(form) & _PAST > 0

    def is_verb(self, form: str) -> bool:
        """Tell whether a word is known as a verb only, or is spelt like a present one with ``ي``."""
        return self._uses(form) & _VERB > 0


@lru_cache(maxsize=2)
def _uses_of(lexicon: Lexicon) -> Callable[[str], int]:
    return Kept(partial(_uses, lexicon)).__getitem__


def _uses(lexicon: Lexicon, form: str) -> int:
    """Return what a word can be by itself, as a sum of flags: see the questions of `Tenses`."""
    bare = _bare(form)
    words = lexicon.triggers.words, lexicon.speech.cues
    shapes = [reading.shape for known in words for reading in known.analyse(form)]
    past_with_ta = bare in lexicon.modality.markers["past_with_ta"]
    future = len(bare) > _SHORT and bare[0] == _SIN and bare[1] in _LETTERS
    future = future and bare not in lexicon.modality.markers["no_future"] and not bare.endswith("\u0647")
    tenses = {shape.tense for shape in shapes if shape.pos == "verb"}
    spelt = bare[0] in _LETTERS and len(bare) > _SHORT and not bare.endswith(_PAST_ENDINGS)
    present = not past_with_ta and ("past" not in tenses if tenses else spelt)
    past = past_with_ta or (bool(shapes) and all(shape.tense == "past" for shape in shapes))
    if shapes:
        verb = all(shape.pos == "verb" for shape in shapes)
    else:
        verb = future or past_with_ta or (bare[0] == _YA and len(bare) > _SHORT)
    return future * _FUTURE | present * _PRESENT | past * _PAST | verb * _VERB


def _bare(form: str) -> str:
    return form[1:] if form[0] in (_WAW, _FA) and len(form) > 3 else form
