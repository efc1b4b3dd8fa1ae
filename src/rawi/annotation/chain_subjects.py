"""Who is the subject of a reporting verb: in front of it, behind it, or the subject of the whole sentence."""

from __future__ import annotations

from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_sources import Source, Sources
from rawi.lexicon.speech import Speech
from rawi.lexicon.triggers import VERB, Triggers
from rawi.text.prose import Prose

_FARTHEST = 18
_NEAR = 3
_LONGEST_PLACE = 6
_AL, _ALEF = "\u0627\u0644", "\u0627"
_CONJUNCTIONS = "\u0648\u0641"
_PLURAL = "\u0646"
_MASCULINE, _FEMININE = "\u0644\u0630\u064a", "\u0644\u062a\u064a"
_EACH = ("\u0643\u0644", "\u0645\u0646")
_MARKS = frozenset('.:;"-\u061f?!…()')


class Subjects:
    """Finds subjects in one document."""

    def __init__(self, prose: Prose, speech: Speech, sources: Sources, triggers: Triggers) -> None:
        self._sort = triggers.sort
        self._cues = speech.cues
        self._prose = prose
        self._sources = sources
        scope = speech.scope
        self._bounds = scope["bound"] - scope["name_preposition"]
        self._starts = scope["bound"] | scope["joiner"]
        self._openers = scope["opens_clause"] | scope["joiner"] | scope["auxiliary"] | scope["complement"]
        self._prepositions = scope["preposition"]
        self._joiners = scope["joiner"]
        self._auxiliaries = scope["auxiliary"]
        self._relatives = scope["relative"]
        self._complements = scope["complement"]
        self._skipped = scope["time_word"]
        self._resumes = scope["resumes"]
        self._from_whom = scope["from_whom"]
        self._about_him = scope["about_him"]

    def in_front(self, cue: FoundCue, first: int) -> Source | None:
        """The subject in front of its verb (``وكان الوزير قد قال``, ``لكن الوزير قال``, ``الوزير الذي قال``).

        `first` is the first token where it may begin: the sentence's, or that of the words said around it.
        """
        forms = self._prose.forms
        if cue.conjunction or (cue.last + 1 < len(forms) and forms[cue.last + 1] in self._resumes):
            return None
        last = cue.first - 1
        while last >= first and forms[last] in self._auxiliaries:
            last -= 1
        if last < first or forms[last] in self._joiners:
            return None
        relative = forms[last] in self._relatives
        helped = last < cue.first - 1
        if relative:
            if cue.suffix or not self.in_relative(cue, last):
                return None
            last -= 1
        if last > first and forms[last] == ",":
            begin = self._begin(last - 1, first)
            if begin > first and forms[begin - 1] in self._relatives and not relative:
                return self._before_relative(begin - 1, first)
            apart = self._apposed(last - 1) or self._after_auxiliary(last, first)
            last -= relative or helped or apart
        quoted = self._opening_mark(last, first) if last >= first and forms[last] == '"' else last
        if last < first or (forms[quoted] in _MARKS and quoted == last) or forms[last] == ",":
            return None
        start = self._begin(quoted, first)
        while start <= last and (forms[start] in self._joiners or forms[start] in self._auxiliaries):
            start += 1
        if start > last or last - start > _FARTHEST:
            return None
        if relative and self._sources.name_start(last) >= start:
            start = self._sources.name_start(last)
        told = next((n for n in range(last, max(start, last - _NEAR) - 1, -1) if self._sources.tells(n)), -1)
        begins = told > start or (told > first and self._sources.itself(told).kind == "anonymous")
        if not relative and begins and self._tells_near(cue, told, last):
            return self._sources.read_before(told, last)
        if start > first and forms[start - 1] in self._relatives and not relative:
            return self._before_relative(start - 1, first)
        if not (relative or start == first or self._opens(forms[start - 1])):
            return None
        source = self._sources.read_before(start, last)
        if source is None and relative and self._sources.name_start(last) == start:
            return self._sources.read(start, last + 1, after_preposition=True)
        return source

    def _tells_near(self, cue: FoundCue, told: int, last: int) -> bool:
        """Tell whether a source at `told` begins a subject: behind a preposition, or close to an active verb."""
        before = self._prose.forms[told - 1]
        if before in self._starts or before in self._prepositions:
            return True
        active = cue.cue is not None and not cue.cue.impersonal
        return active and told >= last - 1 and self._sources.itself(told).kind == "anonymous"

    def _before_relative(self, token: int, first: int) -> Source | None:
        """The subject whose relative clause stands between it and its verb (``التحالف الذي تقوده الرياض، أعلن``)."""
        start = self._begin(token - 1, first)
        while start < token and (self._prose.forms[start] in self._joiners | self._auxiliaries):
            start += 1
        if start >= token or not (start == first or self._opens(self._prose.forms[start - 1])):
            return None
        source = self._sources.read_before(start, token - 1)
        return source if source is not None and self._sources.can_say(source, strictly=True) else None

    def in_relative(self, cue: FoundCue, token: int = -1) -> bool:
        """Tell whether a verb can have the relative word at `token`, or in front of it, as its subject."""
        form = self._prose.forms[token if token >= 0 else cue.first - 1]
        if form not in self._relatives or (cue.number == "s" and form.endswith(_PLURAL)):
            return False
        return not form.endswith({"f": _MASCULINE, "m": _FEMININE}.get(cue.gender, "?"))

    def whose_words(self, cue: FoundCue, first: int) -> Source | None:
        """The one whose words a relative clause describes (``تصريحات الوزير التي قال فيها``)."""
        forms = self._prose.forms
        resumed = cue.last + 1 < len(forms) and forms[cue.last + 1] in self._resumes
        if not resumed or cue.first - 2 < first or forms[cue.first - 1] not in self._relatives:
            return None
        last = cue.first - 2 - (forms[cue.first - 2] == ",")
        start = self._sources.name_start(last)
        if start <= first or not forms[start - 1][0].isalpha():
            return None
        if forms[start - 1] in self._bounds and forms[start - 1] not in self._resumes:
            return None
        return self._sources.read(start, last + 1)

    def _opening_mark(self, last: int, first: int) -> int:
        """The mark that opens a short name which ends with the mark `last`; `last` itself if there is none."""
        for token in range(last - 2, max(first, last - 6) - 1, -1):
            if self._prose.forms[token] == '"':
                return token
        return last

    def _apposed(self, last: int) -> bool:
        """Tell whether a name between commas ends with `last` (``الوزير، فلان، قال``)."""
        start = self._sources.name_start(last)
        return start > 0 and "," in self._prose.forms[start - 1 : last]

    def _after_auxiliary(self, last: int, first: int) -> bool:
        """Tell whether ``كان`` opens the run of words in front of `last` (``وكانت القيادة العليا، أعلنت``)."""
        start = self._begin(last - 1, first)
        return (start > first and self._prose.forms[start - 1] in self._auxiliaries) or (
            self._prose.forms[start] in self._auxiliaries
        )

    def _opens(self, form: str) -> bool:
        """Tell whether a clause can begin behind a word."""
        bare = form[1:] if form[0] in _CONJUNCTIONS and len(form) > 3 else form
        return form in _MARKS or form == "," or form in self._openers or bare in self._openers

    def _begin(self, last: int, first: int) -> int:
        """Return the first token of the run of words that ends with `last` and holds no clause boundary."""
        forms = self._prose.forms
        start = last
        commas = 0
        while start > first:
            form = forms[start - 1]
            if form in self._auxiliaries or form in self._complements or form in _MARKS or form in self._bounds:
                return start
            if form == ",":
                commas += 1
                if commas > 2:
                    return start
            start -= 1
        return start

    def behind(self, cue: FoundCue, stop: int, *, tight: bool) -> Source | None:
        """The subject behind its verb, adverbs of time between them left aside.

        In front of its subject a verb stands in the singular, so a dual or plural has none behind it. Behind a verb
        with a pronoun an indefinite accusative tells what it is called (``اعتبره جدلا``).
        """
        if cue.number in ("d", "p"):
            return None
        token = cue.last + 1
        forms = self._prose.forms
        if cue.cue is not None and cue.cue.role == "relay":
            stop = next((n for n in range(token + 1, stop) if forms[n] in self._from_whom), stop)
        while token < stop and (forms[token] in self._skipped or forms[token] == ","):
            token += 1
        if token + 1 < stop and forms[token + 1] in self._about_him and forms[token] in self._prepositions:
            token += 2
        if token < stop:
            token = self._sources.skip_listener(token, stop)
        if token + 1 < stop and (forms[token], forms[token + 1]) == _EACH:
            token += 2
        if token + 1 < stop and cue.cue is not None and cue.cue.act == "claim" and self._sources.is_deed(token):
            token += 1
        if cue.suffix and token < stop and forms[token].endswith(_ALEF) and self._sources.name_end(token) < 0:
            return None
        source = self._sources.read(token, stop, tight=tight)
        if source is not None and cue.cue is not None and cue.cue.addressee:
            return self._sources.without_outlet(source)
        return source if source is None or tight else self._sources.with_person(source, stop)

    def acting(self, first: int, cue: FoundCue) -> Source | None:
        """The known subject of a sentence that a verb behind it can mean (``وتريد كندا ضمانات لم تنلها كما تقول``)."""
        source = self.of_sentence(first, cue.first)
        if source is None or source.entity is None or cue.number != "s" or source.plural:
            return None
        return source

    def of_sentence(self, first: int, stop: int) -> Source | None:
        """The subject of the sentence's first verb, as far as its place tells (``التقى الوزير نظيره وقال``)."""
        first = self._behind_dateline(first, stop)
        source = self._of_clause(first, stop)
        while source is not None and self._sources.channel_end(source.first) >= 0:
            following = self._sources.channel_end(source.first) + 1
            source = self._sources.named_behind(following, stop) if following <= source.last else None
        if source is None or self._sources.is_deed(source.first):
            return None
        return source if self._sources.can_say(source, strictly=False) else None

    def _of_clause(self, first: int, stop: int) -> Source | None:
        """The subject of the verb that begins a sentence, or of the one behind its adverbs."""
        forms = self._prose.forms
        while first + 1 < stop and forms[first] in self._joiners:
            first += 1
        form = forms[first]
        if form in self._auxiliaries and first + 1 < stop:
            return self._sources.read(first + 1, stop, tight=True)
        if form in self._starts or not form[0].isalpha():
            return self._behind_adverbs(first, stop)
        if form.startswith(_AL) or self._sources.name_end(first) >= 0:
            return self._sources.read(first, stop)
        return self._sources.read(first + 1, stop, tight=True)

    def _behind_adverbs(self, first: int, stop: int) -> Source | None:
        """The subject of the verb that stands behind a comma (``وبعد اللقاء، أصدر القادة``)."""
        forms = self._prose.forms
        for token in range(first + 1, min(stop - 1, first + 24)):
            if forms[token - 1] == "," and self._is_verb(forms[token]):
                return self._sources.read(token + 1, stop, tight=True)
        return None

    def _is_verb(self, form: str) -> bool:
        return bool(self._sort(form) & VERB) or any(r.shape.pos == "verb" for r in self._cues.analyse(form))

    def _closes_dateline(self, first: int, dash: int) -> bool:
        """Tell whether a dash between blanks stands behind names of places that open a text (``دبي، الإمارات –``)."""
        starts, ends = self._prose.starts, self._prose.ends
        blank = ends[dash - 1] < starts[dash] and dash + 1 < len(starts) and ends[dash] < starts[dash + 1]
        return blank and dash - first <= _LONGEST_PLACE and self._sources.name_start(dash - 1) >= first

    def _behind_dateline(self, first: int, stop: int) -> int:
        """Return the token behind a date line in the running text (``دبي (CNN) -- ``), or `first`."""
        forms = self._prose.forms
        for token in range(first + 1, min(stop, first + 14)):
            if forms[token] == "-" and (forms[token - 1] in ")-" or self._closes_dateline(first, token)):
                return token + 1 if token + 1 < stop and forms[token + 1] != "-" else min(token + 2, stop - 1)
        return first
