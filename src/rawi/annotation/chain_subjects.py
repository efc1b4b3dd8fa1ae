"""Who is the subject of a reporting verb: in front of it, behind it, or the subject of the whole sentence."""

from __future__ import annotations

from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_sources import Source, Sources
from rawi.lexicon.speech import Speech
from rawi.text.prose import Prose

_FARTHEST = 18
_AL = "\u0627\u0644"
_CONJUNCTIONS = "\u0648\u0641"
_MARKS = frozenset('.:;"-؟?!…()')


class Subjects:
    """Finds subjects in one document."""

    def __init__(self, prose: Prose, speech: Speech, sources: Sources) -> None:
        self._prose = prose
        self._sources = sources
        scope = speech.scope
        self._bounds = scope["bound"] - scope["name_preposition"]
        self._starts = scope["bound"] | scope["joiner"]
        self._joiners = scope["joiner"]
        self._auxiliaries = scope["auxiliary"]
        self._relatives = scope["relative"]
        self._complements = scope["complement"]
        self._skipped = scope["time_word"]

    def in_front(self, cue: FoundCue, first: int) -> Source | None:
        """The subject in front of its verb (``وكان الوزير قد قال``, ``لكن الوزير قال``, ``الوزير الذي قال``).

        `first` is the first token where it may begin: the sentence's, or that of the words said around it.
        """
        if cue.conjunction:
            return None
        forms = self._prose.forms
        last = cue.first - 1
        while last >= first and forms[last] in self._auxiliaries:
            last -= 1
        if last >= first and forms[last] in self._relatives:
            last -= 1
        if last >= first and forms[last] == ",":
            last -= 1
        if last < first or forms[last] in _MARKS:
            return None
        start = self._begin(last, first)
        while start <= last and (forms[start] in self._joiners or forms[start] in self._auxiliaries):
            start += 1
        if start > last or last - start > _FARTHEST:
            return None
        return self._sources.read_before(start, last)

    def _begin(self, last: int, first: int) -> int:
        """Return the first token of the run of words that ends with `last` and holds no clause boundary."""
        forms = self._prose.forms
        start = last
        commas = 0
        while start > first:
            form = forms[start - 1]
            if form in self._auxiliaries or form in self._complements or form in _MARKS or form in self._bounds:
                return start if form not in self._bounds else start
            if form == ",":
                commas += 1
                if commas > 2:
                    return start
            start -= 1
        return start

    def behind(self, cue: FoundCue, stop: int, *, tight: bool) -> Source | None:
        """The subject behind its verb, adverbs of time between them left aside."""
        token = cue.last + 1
        forms = self._prose.forms
        while token < stop and (forms[token] in self._skipped or forms[token] == ","):
            token += 1
        return self._sources.read(token, stop, tight=tight)

    def of_sentence(self, first: int, stop: int) -> Source | None:
        """The subject of the sentence's first verb, as far as its place tells (``التقى الوزير نظيره وقال``)."""
        forms = self._prose.forms
        form = forms[first]
        bare = form[1:] if form[0] in _CONJUNCTIONS else form
        if form in self._starts or bare in self._starts or not form[0].isalpha():
            return None
        if form.startswith(_AL) or self._sources.name_end(first) >= 0:
            return self._sources.read(first, stop)
        return self._sources.read(first + 1, stop, tight=True)
