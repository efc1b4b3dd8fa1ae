"""Where the words said begin and end: behind a complementiser, colon, quotation mark, preposition or subject."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_sources import Sources
from rawi.annotation.quotations import Quotation
from rawi.lexicon.speech import Speech
from rawi.text.prose import Prose

REACH = 45
"""What is said begins at most so many tokens behind the reporting word."""
_NAME_IN_MARKS = 6
_WORD_IN_MARKS = 3
_CLOSE = 10
_JUST_BEHIND = 4
_CLOSE_OBJECT, _FAR_OBJECT = 4, 24
_NAME_REACH, _CLAUSE = 12, 16
_LINKING = frozenset(("\u0648", ",", "(", ")", "\u0628", "\u0644"))
_NO_PREPOSITIONS = frozenset({"that", "quote", "object"})
_ACCUSED = 10
_BA, _LAM = "\u0628", "\u0644"
_AL = "\u0627\u0644"
_WAW = "\u0648"


class Opening(Struct, frozen=True):
    """The words said, from `start` to `end`; the subject stands before `region_end`, `used` is the last token read.

    `by` is the verbal noun that opens them behind a relay (``نقلت عنه نفيه``).
    """

    kind: Literal["that", "quote", "object"]
    region_end: int
    start: int
    end: int
    used: int
    quoted: bool = False
    by: FoundCue | None = None

    @property
    def bare(self) -> bool:
        """Whether nothing but its place tells the words said from the speaker (``أعلن الجيش مقتل…``)."""
        return self.kind == "object" and (self.start < self.region_end or self.used < self.start == self.region_end)


class Openings:
    """Finds openings in one document."""

    def __init__(self, prose: Prose, speech: Speech, sources: Sources, quotations: Sequence[Quotation]) -> None:
        self._prose = prose
        self._speech = speech
        self._sources = sources
        self._quotations = quotations
        self._firsts = [q.first for q in quotations]
        self._asides = sorted({h.first for h in speech.asides.find(prose.forms)})
        self._anonymity = list(sources.anonymity.items())

    def quotation_at(self, token: int) -> Quotation | None:
        """Return the quotation that covers a token, its marks included."""
        place = bisect_right(self._firsts, token) - 1
        if place >= 0 and self._quotations[place].last >= token:
            return self._quotations[place]
        return None

    def inside_quotation(self, token: int) -> bool:
        """Tell whether a token stands inside a quotation that is more than a word or two in marks."""
        found = self.quotation_at(token)
        return found is not None and found.first < token < found.last and found.last - found.first > _WORD_IN_MARKS

    def closes_quotation(self, token: int) -> bool:
        """Tell whether a token is the mark that closes a quotation."""
        found = self.quotation_at(token)
        return found is not None and found.last == token

    def quotations_in(self, first: int, last: int) -> list[Quotation]:
        """Return the quotations that begin between two tokens and are more than a name in marks."""
        place = bisect_left(self._firsts, first)
        found = []
        while place < len(self._quotations) and self._quotations[place].first <= last:
            if self._quotations[place].last - self._quotations[place].first > _NAME_IN_MARKS:
                found.append(self._quotations[place])
            place += 1
        return found

    def region_end(self, cue: FoundCue) -> int:
        """Return the token before which the subject of a word without opening ends."""
        last = self._prose.firsts[self._prose.sentence_of(cue.first) + 1]
        return min(last, cue.last + 20)

    def find(
        self, cue: FoundCue, following: Sequence[FoundCue], last: int, *, subject_in_front: bool = False
    ) -> Opening | None:
        """Find where the words said begin behind a reporting word in a sentence that ends with token `last`."""
        assert cue.cue is not None
        forms = self._prose.forms
        content = cue.cue.content
        stop = min(self.stop(cue, following, last), cue.last + REACH)
        subjectless = subject_in_front or cue.sort == "participle" or cue.number in ("d", "p")
        token = cue.last + 1
        if subjectless and "object" in content and token <= stop and self._begins_object(token):
            return self._object(cue, last, stop, True)
        named = "object" in content and not subjectless and cue.cue.act != "deny"
        deed = self._deed_behind(cue, stop) if named else -1
        if 0 <= deed <= stop:
            return self._object(cue, last, stop, False)
        nouns = {c.first: c for c in following if c.sort == "noun"} if cue.cue.role == "relay" else {}
        prepositions = tuple(word for word in content if word not in _NO_PREPOSITIONS)
        complements, relatives = self._speech.scope["complement"], self._speech.scope["relative"]
        related = False
        while token <= stop:
            form = forms[token]
            covered = self._sources.covered_to(token)
            if covered > token:
                token = covered + 1
                continue
            if token in nouns and token < stop and not self._opens_at(token + 1):
                inner = self.behind(token + 1, min(last, token + _JUST_BEHIND))
                start = inner.start if inner is not None else token + 1
                return Opening("object", token, start, self._end(start, last), token, by=nouns[token])
            if form in complements and "that" in content and self._complements(cue, token):
                return self._that(cue, token, last)
            if form == '"':
                quotation = self.quotation_at(token)
                if quotation is not None and quotation.first == token:
                    if not self._names(cue, quotation, stop, last):
                        if self._goes_on(quotation, content, last):
                            return Opening("object", token, token, self._end(token, last), token)
                        if not self._too_short(cue, quotation):
                            return self._quote(token, quotation, last)
                    token = quotation.last + 1
                    continue
            if form == ":" and "quote" in content:
                return self._colon(token, last)
            if form in ";?!" or (form == "," and forms[token + 1 : token + 2] and self._goes_on_with_deed(token + 1)):
                break
            related = related or form in relatives
            if (
                prepositions
                and not (related and form[0] != _BA)
                and self._is_preposition(token, prepositions)
                and not self._clause_follows(cue, token, stop)
                and token - cue.last <= (_CLOSE_OBJECT if cue.suffix else _FAR_OBJECT)
            ):
                return self._behind_preposition(token, last)
            token += 1
        if "object" in content:
            return self._object(cue, last, stop, subjectless)
        return self._quote_before(cue)

    def _behind_preposition(self, token: int, last: int) -> Opening:
        """What is said as a noun phrase behind a preposition; one written onto its noun begins it."""
        form, scope = self._prose.forms[token], self._speech.scope
        start = token if form.startswith(_BA) and form not in scope["bound"] else token + 1
        end = self._end(start, last)
        if start <= last and self._prose.forms[start] not in scope["complement"]:
            end = self._object_end(start, end)
        return Opening("object", token, start, end, token)

    def _deed_behind(self, cue: FoundCue, stop: int) -> int:
        """The token of an indefinite noun for a deed right behind the speaker, or -1 (``أعلنت تركيا طرد السفير``)."""
        forms = self._prose.forms
        token = cue.last + 1
        while token < stop and forms[token] in self._speech.scope["time_word"]:
            token += 1
        source = self._sources.read(token, stop + 1, tight=True)
        if source is None or not self._sources.can_say(source, strictly=True):
            return -1
        token = source.last + 1
        while token < stop and forms[token] in self._speech.scope["time_word"]:
            token += 1
        closed = forms[source.last].startswith(_AL) or self._sources.name_start(source.last) >= 0
        return token if closed and token <= stop and self._sources.begins_deed(token) else -1

    def _goes_on_with_deed(self, token: int) -> bool:
        """Tell whether a clause of its own is joined on at `token` (``، ويرسل رسالة``)."""
        return self._prose.forms[token][0] == _WAW and self._sources.is_verb(token)

    def _begins_object(self, token: int) -> bool:
        """Tell whether a noun phrase can begin at a token: no preposition, mark, adverb or complementiser."""
        form = self._prose.forms[token]
        scope = self._speech.scope
        return (
            form[0].isalpha()
            and form not in scope["bound"]
            and form not in scope["complement"]
            and not (form.startswith(_BA) and self._sources.name_end(token) < 0)
        )

    def stop(self, cue: FoundCue, following: Sequence[FoundCue], last: int) -> int:
        """The last token that belongs to the reporting word: the next one begins a saying of its own."""
        forms = self._prose.forms
        for other in following:
            if other.sort in ("noun", "below", "speaker", "source", "that-verb", "itself", "naming"):
                continue
            if other.cue is not None and other.cue.role == "relay" and other.suffix and not other.conjunction:
                continue
            if any(first <= other.first <= end for first, end in self._anonymity):
                continue
            if self._is_named_deed(cue, other):
                continue
            if forms[other.first - 1] in self._speech.scope["relative"] and other.first - cue.last < 12:
                continue
            return other.first - 1
        return last

    def _is_named_deed(self, cue: FoundCue, other: FoundCue) -> bool:
        """Tell whether a word spelt like a reporting verb is the noun that a verb with an object takes.

        (``أكدت المحكمة، الثلاثاء، رفض طلب المتهم``): it stands in the masculine though the speaker may not.
        """
        assert cue.cue is not None
        forms = self._prose.forms
        if "object" not in cue.cue.content or cue.sort != "verb" or other.sort != "verb" or other.conjunction:
            return False
        spelt = other.cue is not None and forms[other.first] in map(self._speech.fold, other.cue.nouns)
        if not spelt or other.suffix or other.present or self._opens_at(other.last + 1):
            return False
        between = forms[cue.last + 1 : other.first]
        return bool(between) and not any(form in self._speech.scope["complement"] or form in ':"' for form in between)

    def _opens_at(self, token: int) -> bool:
        form = self._prose.forms[token]
        return form in ':"' or form in self._speech.scope["complement"]

    def _clause_follows(self, cue: FoundCue, token: int, stop: int) -> bool:
        """Tell whether what is said is a clause farther on (``أكد على متن الطائرة أن``)."""
        forms = self._prose.forms
        passed = forms[token] in self._speech.scope["from_whom"]
        if not passed and (token == cue.last + 1 or self._sources.ends_before(cue.last + 1, token)):
            return False
        return any(
            forms[place] in self._speech.scope["complement"] and self._complements(cue, place)
            for place in range(token + 1, stop + 1)
        )

    def _complements(self, cue: FoundCue, token: int) -> bool:
        before = self._prose.forms[token - 1]
        if before == "-" and self._prose.ends[token - 1] == self._prose.starts[token]:
            return False
        earlier = self._prose.forms[token - 2] in self._speech.scope["from"]
        return token - 1 == cue.last or earlier or before not in self._speech.scope["before_that"]

    def _names(self, cue: FoundCue, quotation: Quotation, stop: int, last: int) -> bool:
        """Tell whether marks hold a name (``وكالة "سانا"``): they are few words and what is said follows later."""
        if quotation.last - quotation.first > _NAME_IN_MARKS:
            return False
        if self._sources.is_outlet(quotation.first + 1, quotation.last - 1):
            return True
        if quotation.first == cue.last + 1 and self._sources.name_end(quotation.first + 1) == quotation.last - 1:
            return True
        if cue.cue is not None and cue.cue.role == "relay" and quotation.first == cue.last + 1:
            return True
        if quotation.last >= stop:
            return False
        before = self._prose.forms[quotation.first - 1]
        behind = self._prose.forms[quotation.last + 1] if quotation.last < last else ""
        if behind == ":" or behind in self._speech.scope["complement"]:
            return True
        rest = self._prose.forms[quotation.last + 1 : stop + 1]
        if before == ":":
            return False
        if before.startswith(_AL) and quotation.first > cue.last + 1:
            return any(a == "," and b in self._speech.scope["complement"] for a, b in pairwise(rest[:_NAME_REACH]))
        if quotation.first == cue.last + 1 and rest and rest[0] in ",.":
            return False
        content = cue.cue.content if cue.cue is not None else ()
        later = any(form in self._speech.scope["complement"] or form in ':"' for form in rest[:25])
        return later or ("object" in content and quotation.first > cue.last + 1)

    def _goes_on(self, quotation: Quotation, content: tuple[str, ...], last: int) -> bool:
        """Tell whether a few words in marks begin an object that goes on behind them (``أعلن "وقف" الرحلات``)."""
        few = quotation.last - quotation.first <= _NAME_IN_MARKS
        return (
            few and "object" in content and quotation.last < last and self._prose.forms[quotation.last + 1][0].isalnum()
        )

    def _too_short(self, cue: FoundCue, quotation: Quotation) -> bool:
        """Tell whether marks around few words behind an act of its own (``ندد بـ"الحصار"``) hold no saying."""
        entry = cue.cue
        stance = entry is not None and entry.role == "stance"
        return stance and quotation.last - quotation.first <= _NAME_IN_MARKS

    def _that(self, cue: FoundCue, token: int, last: int) -> Opening:
        end = self._end(token + 1, last)
        if cue.cue is not None and cue.cue.role == "stance":
            short = self.clause_end(token + 1, last)
            quotation = self.quotation_at(short)
            end = min(end, quotation.last if quotation is not None else short)
        return Opening("that", token, token + 1, end, token)

    def _quote(self, token: int, quotation: Quotation, last: int) -> Opening:
        return Opening("quote", token, token, self._quoted_end(quotation, last), token, True)

    def _colon(self, token: int, last: int) -> Opening | None:
        start = token + 1
        if start > last:
            quotation = self.quotation_at(start) if start < len(self._prose.forms) else None
            if quotation is None or quotation.first != start:
                return None
            return Opening("quote", token, start, quotation.last, token, True)
        quotation = self.quotation_at(start)
        if quotation is not None and quotation.first == start:
            return Opening("quote", token, start, self._quoted_end(quotation, last), token, True)
        return Opening("quote", token, start, last, token)

    def _quoted_end(self, quotation: Quotation, last: int) -> int:
        """The end of a quotation, taking in the ones that go on behind it in the sentence."""
        end = quotation.last
        while end < last:
            place = bisect_right(self._firsts, end)
            if place >= len(self._quotations):
                break
            following = self._quotations[place]
            between = self._prose.forms[end + 1 : following.first]
            if following.first > last or len(between) > 2 or any(form not in _LINKING for form in between):
                break
            end = following.last
        return end

    def _end(self, start: int, last: int) -> int:
        """The end of a clause that is said: the sentence's end, the end of a quotation open there, or an aside."""
        end = last
        for aside in self._asides[bisect_right(self._asides, start) :]:
            if aside > last:
                break
            adverb = aside == start + 1 and self._prose.forms[start] == ","
            if self._prose.forms[aside - 1] in ',"' and not adverb and not self.inside_quotation(aside):
                return aside - 1
        quotation = self.quotation_at(end)
        if quotation is not None and quotation.first >= start:
            end = max(end, quotation.last)
        return end

    def behind(self, token: int, last: int) -> Opening | None:
        """Find where the words said begin at `token` or close behind it, without a reporting word."""
        for place in range(token, min(last, token + _CLOSE) + 1):
            form = self._prose.forms[place]
            if form in self._speech.scope["complement"]:
                return Opening("that", place, place + 1, self._end(place + 1, last), place)
            if form == ":":
                return self._colon(place, last)
            quotation = self.quotation_at(place) if form == '"' else None
            if quotation is not None and quotation.first == place:
                return self._quote(place, quotation, last)
        return None

    def accused(self, token: int, stop: int) -> int:
        """The first word with ل written onto it at or behind `token`, or -1: against whom somebody speaks."""
        for place in range(token, min(stop, token + _ACCUSED)):
            form = self._prose.forms[place]
            if form[0] == _LAM and len(form) > 1 and self._sources.name_end(place) < 0:
                return place
        return -1

    def allegation(self, token: int, stop: int) -> int:
        """Where what is alleged begins at or behind `token`, with ب (``للوزير بقتل``), or -1."""
        forms = self._prose.forms
        for place in range(token, min(stop, token + _ACCUSED)):
            form = forms[place]
            if form in self._speech.scope["complement"]:
                return place + 1 if form[0] == _BA else -1
            named = self._sources.name_end(place) >= 0
            if form[0] == _BA and len(form) > 2 and form not in self._speech.scope["bound"] and not named:
                return place
            if form in ",.;:":
                return -1
        return -1

    def clause_end(self, start: int, last: int) -> int:
        """The last token of the clause that begins at `start`: in front of a comma, at most that of the sentence."""
        forms = self._prose.forms
        for token in range(start, last + 1):
            if forms[token] in ",.;:":
                return token - 1
        return last

    def _is_preposition(self, token: int, prepositions: tuple[str, ...]) -> bool:
        """Tell whether one of the prepositions that a reporting word takes stands at a token."""
        form = self._prose.forms[token]
        for wanted in prepositions:
            if wanted == _BA:
                if form == _BA and self._prose.forms[token + 1 : token + 2] == ['"']:
                    return True
                if (
                    form.startswith(_BA)
                    and len(form) > 2
                    and form not in self._speech.scope["resumes"]
                    and form not in self._speech.scope["bound"]
                    and form not in self._speech.scope["complement"]
                ):
                    named = self._sources.name_end(token) >= 0 or form in self._speech.sources
                    if not named and self._sources.channel_end(token) < 0:
                        return True
            elif form == self._speech.fold(wanted) and self._sources.channel_end(token + 1) < 0:
                return True
        return False

    def _object(self, cue: FoundCue, last: int, stop: int, subjectless: bool) -> Opening | None:
        """What is said as a noun phrase behind the subject (``أعلن الجيش مقتل…``)."""
        token = cue.last + 1
        if token > stop or cue.suffix:
            return None
        while token < stop and self._prose.forms[token] in self._speech.scope["time_word"]:
            token += 1
        claimed = cue.cue is not None and cue.cue.act == "claim" and self._sources.is_deed(token)
        if claimed and token < stop:
            return Opening("object", stop + 1, token, token, token)
        source = None if subjectless else self._sources.read(token, stop + 1, tight=True)
        start = source.last + 1 if source is not None else token
        if source is not None and start < stop and self._prose.forms[start] in self._speech.scope["relative"]:
            start = self._behind_relative(start, stop)
        if start > stop or self._apart(start):
            return None
        end = self._object_end(start, min(self._end(start, last), max(stop, start)))
        return Opening("object", start, start, end, start - 1)

    def _behind_relative(self, token: int, stop: int) -> int:
        """The token behind a short relative clause with a named subject (``التحالف الذي تقوده الرياض تدمير…``).

        `token` itself, where no deed follows it that can be what is said.
        """
        begin = token + 2
        end = self._sources.covered_to(begin) if begin < stop else -1
        if end < 0 and begin < stop and self._prose.forms[begin].startswith(_AL):
            end = begin
        while 0 <= end < stop and self._prose.forms[end + 1].startswith(_AL):
            end += 1
        while 0 <= end < stop and self._prose.forms[end + 1] in self._speech.scope["time_word"]:
            end += 1
        if 0 <= end < stop and self._sources.begins_deed(end + 1):
            return end + 1
        for comma in range(begin, min(stop, token + _CLAUSE)):
            if self._prose.forms[comma] == ",":
                return comma + 1 if self._sources.begins_deed(comma + 1) else token
        return token

    def _apart(self, token: int) -> bool:
        """Tell whether no object can begin at `token`: another clause, or one that only tells more of the subject."""
        forms = self._prose.forms
        if forms[token] == "," and token + 1 < len(forms):
            return forms[token + 1][0] == _WAW and self._sources.is_surely_verb(token + 1)
        back = forms[token] in self._speech.scope["demonstrative"]
        return back or forms[token] in self._speech.scope["relative"]

    def _object_end(self, start: int, last: int) -> int:
        """The last token of a noun phrase that is said: in front of a contrast or of another act joined on."""
        forms = self._prose.forms
        for token in range(start + 1, last + 1):
            if self.inside_quotation(token):
                continue
            if forms[token - 1] == "," and forms[token] in self._speech.scope["contrast"]:
                return token - 2
            if forms[token][0] == _WAW and forms[token - 1] != '"' and self._sources.shows_verb(token):
                return token - 1
        return last

    def _quote_before(self, cue: FoundCue) -> Opening | None:
        """A quotation that stands right in front of its reporting word (``«سنبقى»، قال الوزير``)."""
        forms = self._prose.forms
        token = cue.first - 1
        while token > 0 and forms[token] in ",.":
            token -= 1
        quotation = self.quotation_at(token) if token >= 0 else None
        if cue.conjunction and token < self._prose.firsts[self._prose.sentence_of(cue.first)]:
            return None
        if quotation is None or quotation.last != token:
            return None
        whole = quotation.first == self._prose.firsts[self._prose.sentence_of(quotation.first)]
        if not whole and quotation.last - quotation.first <= _NAME_IN_MARKS:
            return None
        return Opening("quote", self.region_end(cue), quotation.first, quotation.last, cue.last, True)
