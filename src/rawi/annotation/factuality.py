"""Factuality: whether a report tells something as done, planned, possible, wanted, conditional or denied.

The value comes, in this order, from negation and tense at the trigger itself, from adjectives behind it
(``المرتقبة``), from the nearest governing words whose reach holds it (``يعتزم``, ``احتمال``, ``لا بد من``), from the
predicate of which it is the subject (``اللقاء قد يؤجل``), from the reporting verb that answers for it (``نفى``), and
from a condition in its sentence.
"""

from __future__ import annotations

from msgspec import structs

from rawi.annotation.factuality_conditions import Conditions
from rawi.annotation.factuality_governors import Governors
from rawi.annotation.factuality_tense import Tense, Tenses, Verdict
from rawi.lexicon.lexicon import Lexicon
from rawi.model import TYPE_AHEAD, EventType, Factuality, Report, Voice
from rawi.text.prose import Prose

_LOOK_AHEAD = 6
_UNREAL = frozenset({"planned", "possible", "urged", "conditional"})
_IN_WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
_SPEECH_ACTS = frozenset({"REQUEST", "SUPPORT", "ACCUSE", "REJECT"})
_MEETINGS = frozenset({"CONSULT", "AGREE"})
_STOPS = frozenset(".;:?!…,")


def judge(prose: Prose, reports: tuple[Report, ...], voices: tuple[Voice, ...], lexicon: Lexicon) -> tuple[Report, ...]:
    """Return the reports with their factuality, and with the type that a future act has.

    A future CONSULT, SUPPORT, COOPERATE or AID is an AGREE, a future RETREAT a CONCEDE (PLOVER). What a speaker
    demands with a word of must, or asks, thanks and rejects in the first person, is an act of his own: he is no link.
    """
    judging = _Judging(prose, lexicon)
    judged = []
    for report in reports:
        verdict = judging.verdict(report)
        kind = _shifted(report.type, verdict.value)
        mode = report.mode if kind == report.type else None
        chain = report.chain[:-1] if judging.is_own_act(report) else report.chain
        judged.append(
            structs.replace(
                report, factuality=verdict.value, factuality_rule=verdict.rule, type=kind, mode=mode, chain=chain
            )
        )
    return tuple(judged)


def _shifted(kind: EventType, value: Factuality) -> EventType:
    return TYPE_AHEAD.get(kind, kind) if value in _UNREAL else kind


class _Judging:
    """Judges reports of one document."""

    def __init__(self, prose: Prose, lexicon: Lexicon) -> None:
        self._prose = prose
        self._marks = lexicon.modality.markers
        self._complements = lexicon.speech.scope["complement"]
        self._tenses = Tenses(prose, lexicon)
        self._governors = Governors(prose, lexicon, self._tenses)
        self._conditions = Conditions(prose, lexicon.modality, self._tenses)

    def verdict(self, report: Report) -> Verdict:
        """Judge one report."""
        tokens = self._prose.tokens_in(report)
        if not len(tokens):
            return Verdict("occurred", "default")
        sentence = self._prose.sentence_of(tokens.start)
        first, end = self._prose.firsts[sentence], self._prose.firsts[sentence + 1]
        tense = self._tense(tokens, first)
        in_words = report.type in _IN_WORDS
        found = self._at_trigger(report, tokens, first, tense)
        if found is None and tense != "past":
            found = self._behind(tokens, end)
        if found is None:
            found = self._governors.over(tokens.start, first, tense, report.type, only_strong=in_words)
        if found is None and tense == "noun" and (not in_words or report.type == "THREATEN"):
            found = self._predicate(tokens, first, end) or self._scheduled(report, tokens, first, end, tense)
        if found is None and tense == "present":
            found = self._scheduled(report, tokens, first, end, tense)
        if found is None and tense == "noun" and not in_words:
            found = self._light_future(tokens, first)
        told = bool(report.chain) or any(f in self._marks["rumour"] for f in self._prose.forms[first : tokens.start])
        if not in_words and (found is None or found.value != "denied") and told:
            found = self._conditions.declared_false(tokens, end) or found
        found = self._voice(report, tense, found)
        if tense == "past" or (in_words and tense == "noun" and found.value == "occurred"):
            return found
        return self._conditions.apply(found, report, tokens, first, end, tense)

    def is_own_act(self, report: Report) -> bool:
        """Tell whether the speaker does something by saying it (``يجب على المجلس أن``, ``نطالب بوقف``)."""
        tokens = self._prose.tokens_in(report)
        if not (report.chain and len(tokens) and report.type in _SPEECH_ACTS):
            return False
        form = self._prose.forms[tokens.start]
        if form in self._marks["demand"] and report.type == "REQUEST":
            return True
        return self._tenses.is_performed(form)

    def _tense(self, tokens: range, first: int) -> Tense:
        """Return the tense of the trigger: of its first word behind particles, future if any of its words is."""
        forms = self._prose.forms
        if any(map(self._tenses.is_future_at, tokens)):
            return "future"
        particles = self._marks["negation"] | self._marks["future"]
        head = next((n for n in tokens if forms[n] not in particles), tokens.start)
        return self._tenses.of(head, first)

    def _at_trigger(self, report: Report, tokens: range, first: int, tense: str) -> Verdict | None:
        """Negation and future at the trigger's own first word and right in front of it."""
        forms = self._prose.forms
        form = forms[tokens.start]
        before = forms[tokens.start - 1] if tokens.start > first else ""
        negation = self._marks["negation"]
        if form in negation:
            return Verdict("occurred" if report.type in _IN_WORDS else "denied", f"negation:{form}")
        if before in negation and (tense != "noun" or before in self._marks["negation_of_nouns"]):
            if report.type == "REJECT" and report.rule.partition(":")[0] in self._marks["refusal"]:
                return None
            return Verdict("denied", f"negation:{before}")
        if tense == "past" and before == _MA and (tokens.start - 1 == first or forms[tokens.start - 2] in _STOPS):
            return Verdict("denied", f"negation:{before}")
        if tense == "future" or before in self._marks["future"] or form in self._marks["future"]:
            doubtful = self._governors.doubt(tokens.start, first)
            return doubtful or Verdict("planned", "future")
        if tense == "noun" and self._missing(tokens.start, first):
            return Verdict("denied", "negation:object")
        return None

    def _missing(self, token: int, first: int) -> bool:
        """Tell whether an indefinite noun is the object of a negated verb (``لم تتلق طلبا``)."""
        forms = self._prose.forms
        if forms[token].startswith(_AL):
            return False
        for place in range(token - 2, max(first, token - _MISSING_REACH) - 1, -1):
            if forms[place] in self._marks["negation"]:
                near = place == token - 2 or forms[token - 1] in self._marks["indefinite_link"]
                return near and self._tenses.is_verb(forms[place + 1])
            if forms[place] in _STOPS:
                return False
        return False

    def _behind(self, tokens: range, end: int) -> Verdict | None:
        """Look behind the trigger for adjectives and days that put it into the future or in doubt."""
        forms = self._prose.forms
        for place in range(tokens.stop - 1, min(end, tokens.stop + _LOOK_AHEAD)):
            form = forms[place]
            if form in self._marks["planned_after"]:
                return Verdict("planned", f"behind:{form}")
            if form in self._marks["possible_after"]:
                return Verdict("possible", f"behind:{form}")
            if place >= tokens.stop and (
                form in _STOPS or form in self._marks["barrier"] or self._tenses.is_verb(form)
            ):
                return None
        return None

    def _predicate(self, tokens: range, first: int, end: int) -> Verdict | None:
        """What is said of a subject behind ``أن``: ``إن اللقاء قد يؤجل``, ``أن الإضراب سيستمر``."""
        forms = self._prose.forms
        if not any(forms[n] in self._complements for n in range(max(first, tokens.start - 3), tokens.start)):
            return None
        for place in range(tokens.stop, min(end, tokens.stop + 10)):
            form = forms[place]
            if form in _STOPS or form in self._marks["barrier"]:
                return None
            if self._tenses.is_future(form):
                return Verdict("planned", f"predicate:{form}")
            if form in self._marks["maybe"] and place + 1 < end and self._tenses.is_present(forms[place + 1]):
                return Verdict("possible", f"predicate:{form}")
            if form in self._marks["never_will"]:
                return Verdict("denied", f"predicate:{form}")
            if self._tenses.is_verb(form):
                return None
        return None

    def _scheduled(self, report: Report, tokens: range, first: int, end: int, tense: Tense) -> Verdict | None:
        """A present verb with a day announces (``يلتقي الوزير الأحد``, ``تعقد اللجنة غدا اجتماعا``)."""
        forms = self._prose.forms
        places = range(max(first, tokens.start - _LEAD), tokens.start)
        light = tokens.start <= first + 1 and self._tenses.of(tokens.start, first) == "present"
        light = light or any(forms[n].removeprefix(_WAW) in self._marks["light_present"] for n in places)
        if report.chain or not light:
            return None
        window = forms[first : min(end, tokens.stop + 14)]
        days = self._marks["day"] if report.type in _MEETINGS or tense == "noun" else self._marks["tomorrow"]
        day = next((form for form in window if form in days), None)
        return Verdict("planned", f"scheduled:{day}") if day is not None else None

    def _light_future(self, tokens: range, first: int) -> Verdict | None:
        """An indefinite noun far behind a future verb of holding (``وسيعقد الوزير، الذي وصل أمس، اجتماعا``)."""
        forms = self._prose.forms
        if forms[tokens.start].startswith(_AL):
            return None
        for place in range(tokens.start - 1, max(first, tokens.start - _LEAD) - 1, -1):
            form = forms[place]
            if form in ".;:" or self._tenses.is_past(form):
                return None
            if form.removeprefix(_WAW) in self._marks["light_future"]:
                return Verdict("planned", f"future:{form}")
        return None

    def _voice(self, report: Report, tense: str, found: Verdict | None) -> Verdict:
        """What the reporting verb that answers for the trigger says about it."""
        if report.chain:
            link = report.chain[-1]
            if link.rule.startswith("negated:"):
                return found or Verdict("possible", link.rule)
            denies = link.act == "deny" and link.rule not in self._marks["no_denial"]
            if denies and (found is None or found.value in ("planned", "possible", "occurred")):
                return Verdict("denied", link.rule)
            if link.act == "expect" and tense != "past" and found is None:
                return Verdict("planned", link.rule)
        return found or Verdict("occurred", "default")


_WAW, _AL, _MA = "\u0648", "\u0627\u0644", "\u0645\u0627"
_LEAD = 14
_MISSING_REACH = 6
