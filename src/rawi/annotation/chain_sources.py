"""Who speaks: the words that name a source, where they begin and end, and what kind of source it is."""

from __future__ import annotations

from msgspec import Struct, structs

from rawi.annotation.chain_words import AL, ALEF, BA, LAM, WAW, SourceWords
from rawi.lexicon.triggers import VERB
from rawi.model import LinkKind

LONGEST_NAME = 16
"""A source's name has at most so many tokens."""

_LONGEST_MARKED, _LONGEST_ASIDE = 9, 14
_MARKS = frozenset(",;:.-\u061f?!…•*|/[]")
_MEEM = "\u0645"
_OURS = "\u0646\u0627"
_NISBA, _PLURAL = "\u064a\u0647", "\u0627\u062a"
_MANY = "\u0648\u0646"
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PREFERENCE = ("person", "outlet", "organisation", "office", "group", "state", "people", "place")


class Source(Struct, frozen=True, kw_only=True):
    """A source in the text: its tokens (both included), words, kind, the name it stands for, if it may be several."""

    first: int
    last: int
    words: str
    kind: LinkKind
    entity: str | None = None
    plural: bool = False
    person: bool = False
    feminine: bool = False


class Sources(SourceWords):
    """Reads sources in one document."""

    def ends_before(self, first: int, token: int) -> bool:
        """Tell whether the source that begins at `first` ends right in front of `token`."""
        source = self.read(first, token + 1, tight=True)
        return source is not None and source.last == token - 1

    def itself(self, token: int) -> Source:
        """Return the source that is one word (``تقارير``)."""
        return self._source(token, token)

    def can_say(self, source: Source, *, strictly: bool) -> bool:
        """Tell whether a noun behind ``وفق`` or ``حسب`` names somebody who says something, not a rule or a plan.

        `strictly`: it must hold a known name or a noun for sources.
        """
        form = self._prose.forms[source.first]
        words = self._speech.scope["no_source"]
        if form in words or (form[0] == LAM and (form[1:] in words or AL + form[2:] in words)):
            return False
        named = any(n in self._names or n in self._agencies for n in range(source.first, source.last + 1))
        return named or not strictly or self._head(source.first) is not None

    def read(self, first: int, stop: int, *, tight: bool = False, after_preposition: bool = False) -> Source | None:
        """Read the source that begins at token `first` and ends before `stop`; none if no name can stand there.

        `tight`: an object follows without a mark (``أعلن الجيش مقتل…``), so the name ends where one can begin.
        `after_preposition`: the first word may carry one (``وفقا لمصادر``).
        """
        stop = min(stop, first + LONGEST_NAME)
        if first >= stop or not (self._can_begin(first) or (after_preposition and self._prefixed(first))):
            return None
        head = self._head(first)
        if head is None and self.name_end(first) < 0 and (self._is_matter(first) or self._is_no_noun(first)):
            return None
        if tight and head is None and self.name_end(first) < 0 and (self._possessed(first) or self._is_act(first)):
            return None
        last = self._extent(first, stop, tight, head is not None and head.extends)
        if last < first:
            return None
        if tight:
            last = self._to_bearer(first, last, stop)
        return self._source(first, self._to_person(last, stop))

    def named_behind(self, token: int, stop: int) -> Source | None:
        """Read the first source that begins close behind `token` with a name or a noun for sources."""
        for place in range(token, min(stop, token + 4)):
            if self.name_end(place) >= 0 or self._prose.forms[place] in self._speech.sources:
                return self.read(place, stop)
        return None

    def skip_listener(self, token: int, stop: int) -> int:
        """Return the token behind a listener at `token` (``قال للصحيفة مسؤول``), or `token` if none stands there."""
        forms = self._prose.forms
        if forms[token] == LAM and token + 1 < stop:
            end = self._enclosed(token + 1, stop) if forms[token + 1] == '"' else token + 1
            return end + 1 if end > token else token
        if forms[token][0] == LAM and self._prefixed(token):
            head = self._head(token) if forms[token][1] != LAM else None
            if head is not None and head.kind == "outlet":
                return max(token, self._extent(token, stop, True, False)) + 1
            return max(token, self.name_end(token), self._agencies.get(token, token)) + 1
        return token

    def _to_person(self, last: int, stop: int) -> int:
        """Go on behind a preposition to a person's name without a mark between (``الوزير في الحكومة فلان``)."""
        forms = self._prose.forms
        if last + 1 >= stop:
            return last
        if forms[last + 1] == "-" and last + 2 in self._persons and self.name_end(last + 2) < stop:
            return self.name_end(last + 2)
        if not (forms[last + 1] in self._speech.scope["within"] or forms[last + 1].startswith(BA + AL)):
            return last
        for token in range(last + 2, min(stop, last + 8)):
            if forms[token] in _MARKS or token in self._channels or forms[token] in self._speech.scope["complement"]:
                return last
            for end, name in self._names.get(token, ()):
                if (
                    name.kind == "person"
                    and not name.anaphor
                    and end < stop
                    and name.start == self._prose.starts[token]
                ):
                    return end
        return last

    def _to_bearer(self, first: int, last: int, stop: int) -> int:
        """Go on to who holds an office, between commas behind a long name (``عضو الهيئة للرقابة، فلان،``)."""
        forms = self._prose.forms
        if any(n in self._persons for n in range(first, last + 1)) or self._head(first) is None:
            return last
        for token in range(last + 1, min(stop - 1, last + _LONGEST_MARKED)):
            form = forms[token]
            if form == ",":
                end = self.name_end(token + 1) if token + 1 in self._persons else -1
                return end if last < end < stop and forms[end + 1 : end + 2] == [","] else last
            if form in _MARKS or form in self._speech.scope["complement"] or self._verbal(token):
                return last
        return last

    def with_person(self, source: Source, stop: int) -> Source:
        """Take in a person's name that stands behind a comma right in front of what is said, as an apposition's end.

        (``أعلن المرشح لتولي الوزارة ورئيس الحزب، فلان، أن``)
        """
        last = stop - 1
        while last > source.last and self._prose.forms[last] == ",":
            last -= 1
        first = self._ends.get(last, -1)
        if not source.last + 2 < first or self._prose.forms[first - 1] != ",":
            return source
        person = any(end == last and name.kind == "person" for end, name in self._names[first])
        return self._source(first, last) if person and not any(map(self._verbal, range(source.last, first))) else source

    def without_outlet(self, source: Source) -> Source:
        """Leave off the outlet to which something is said (``أبلغ مسؤول رويترز أن``) at the end of a source."""
        head = self._head(source.first)
        if head is not None and head.kind == "outlet":
            return source
        for token in range(source.first + 1, source.last + 1):
            if self.outlet_named(token) >= 0:
                last = token - 2 if self._prose.forms[token - 1] == "," else token - 1
                return self._source(source.first, last)
        return source

    def outlet_named(self, token: int) -> int:
        """Return the last token of an outlet's name that begins at `token`, in quotation marks or not; or -1."""
        if self._prose.forms[token] == '"' and self.is_outlet(token + 1, token + 1):
            return max(self._enclosed(token, token + 8), -1)
        if self._prose.forms[token] in self._speech.scope["time_word"]:
            return -1
        if self.is_outlet(token, token):
            return max(self._agencies.get(token, token), self.name_end(token))
        head = self._head(token)
        return (
            self._extent(token, token + LONGEST_NAME, True, False) if head is not None and head.kind == "outlet" else -1
        )

    def outlet(self, first: int, last: int) -> Source:
        """Return the source that is an outlet's name."""
        return structs.replace(self._source(first, last), kind="outlet")

    def read_before(self, start: int, last: int) -> Source | None:
        """Read the source that fills the tokens from `start` to `last`; none if a clause or an adverb stands there."""
        forms = self._prose.forms
        while last > start and forms[last] in _MARKS:
            last -= 1
        if last < start or not self._can_begin(start) or self._adverbial(start):
            return None
        inside = start - 1
        for token in range(start, last + 1):
            form = forms[token]
            inside = max(inside, self.name_end(token))
            loose = form in self._speech.scope["bound"] and form not in self._speech.scope["name_preposition"]
            if loose or form in self._speech.scope["complement"] or (form in _MARKS and form != ","):
                return None
            if token > inside and (self._verbal(token) or self._sort(form) & VERB):
                return None
        return self._source(start, last)

    def outlet_at(self, token: int, stop: int) -> Source | None:
        """Read an outlet to which something is said: ``لصحيفة…``, ``مع قناة…``; none if none begins at `token`."""
        form = self._prose.forms[token]
        behind = token > 0 and self._prose.forms[token - 1] in self._speech.scope["listening"]
        if any(n in self._channels for n in range(token, token + 3)) or not (
            behind or (form[0] == LAM and len(form) > 3)
        ):
            return None
        if behind and (form[0] in _LATIN or token in self._agencies):
            return self._source(token, max(self._agencies.get(token, token), self.name_end(token)))
        if behind and form == '"' and (token + 1 in self._agencies or token + 1 in self._own):
            return structs.replace(self._source(token, max(self._enclosed(token, stop), token + 1)), kind="outlet")
        head = self._head(token) if behind or form not in self._speech.sources else None
        agency = token in self._agencies and not behind
        if not agency and (head is None or head.kind != "outlet"):
            return None
        stop = min([stop, token + LONGEST_NAME, *(n for n in range(token, stop) if n in self.anonymity)])
        last = self._extent(token, stop, False, False)
        return structs.replace(self._source(token, last), kind="outlet") if last >= token else None

    def is_own(self, source: Source, own: frozenset[str]) -> bool:
        """Tell whether a source is the document's own outlet; `own` holds the ids of its own names.

        Somebody who works for it is not (``محلل الشؤون العسكرية في الشبكة``), but for its correspondents.
        """
        head = self._head(source.first)
        marked = self._prose.forms[source.first] == '"'
        last = source.last if head is not None and head.kind == "outlet" else source.first + marked
        return any(entry in own for token in range(source.first, last + 1) for entry in self._own.get(token, ()))

    def _can_begin(self, token: int) -> bool:
        form = self._prose.forms[token]
        if self.name_end(token) >= 0:
            return True
        if form in _MARKS or form in self._speech.scope["bound"] or form in self._speech.scope["complement"]:
            return False
        if self._prefixed(token) or form in self._speech.scope["honorific"]:
            return False
        if form[-1] == ALEF and self._is_circumstance(token):
            return False
        if len(form) > 4 and form[-1] == ALEF and not form.startswith(AL) and self._head(token) is None:
            return form.endswith(_OURS) or not (form[0] == _MEEM or self._is_common(form[:-1]))
        following = self._prose.forms[token + 1 : token + 2]
        if form in self._speech.scope["demonstrative"] and not (following and following[0].startswith(AL)):
            return False
        return form not in "()\"'" or (form == '"' and self._enclosed(token, token + 12) > 0)

    def _extent(self, first: int, stop: int, tight: bool, extends: bool) -> int:
        forms = self._prose.forms
        speech = self._speech
        token, last = first, first - 1
        if first in self._carrying:
            last = max(end for end, _ in self._names[first])
            token = last + 1
        while token < stop:
            form = forms[token]
            end = self.name_end(token)
            if end >= 0 and end < stop:
                if tight and last >= first and (self._is_other(last, token) or self._is_object(first, token)):
                    break
                last, token = end, end + 1
                continue
            if token in self._channels and token > first and form not in speech.sources:
                break
            if token in self.anonymity:
                last, token = self.anonymity[token], self.anonymity[token] + 1
                continue
            if form == ",":
                end = self._apposition(token + 1, stop)
                other = tight and token + 1 in self._names and self._is_other(last, token + 1)
                if end < 0 or (other and not self._names_bearer(first, last, token + 1)):
                    break
                last, token = end, end + 1
                continue
            if form in '"(':
                end = self._enclosed(token, stop)
                borne = end + 1 in self._persons
                if end < 0 or (form == '"' and token > first and not borne and self._closed(token - 1, tight)):
                    break
                last, token = end, end + 1
                if tight and form == "(" and token < stop and not (forms[token] in _MARKS or token in self._persons):
                    break
                continue
            if form in speech.scope["issued"] and token + 2 < stop and forms[token + 1] in speech.scope["bound"]:
                last, token = token + 2, token + 2
                continue
            if form in speech.scope["bound"]:
                if not (extends and self._belongs(first, token, stop)):
                    break
                token += 1
                continue
            if form in _MARKS or form in speech.scope["complement"] or form in ")":
                break
            if token > first and (self._acts(token) or self._begins_matter(token, tight)):
                break
            if token > first and (
                self._verbal(token) or self._listens(token) or (not extends and form.startswith(BA + AL))
            ):
                break
            if token > first and self._addressed(token):
                break
            if token > first and (self._owned(token, tight) or self._circumstance(token)):
                break
            if tight and token > first and self._object_begins(token):
                break
            last = token
            token += 1
            if not extends:
                head = self._head(token - 1)
                extends = head is not None and head.extends
        return last

    def _closed(self, last: int, tight: bool) -> bool:
        """Tell whether no name in quotation marks can go on behind a word: it is definite, or the name of a state."""
        if self._prose.forms[last].startswith(AL):
            return True
        names = self._names.get(self._ends.get(last, -1), ())
        return tight and any(end == last and name.kind in ("person", "state", "people") for end, name in names)

    def _is_other(self, last: int, token: int) -> bool:
        """Tell whether the names that end at `last` and begin at `token` are two (``اتهم كيري إيران``)."""
        if self._prose.forms[token][0] == WAW and self._names[token][0][1].start > self._prose.starts[token]:
            return False
        if self._prose.forms[last].startswith(AL) and self._prose.forms[last].endswith(_MANY):
            return not self._prose.forms[token].endswith(_MANY)
        before = [name for end, name in self._names.get(self._ends.get(last, -1), ()) if end == last]
        after = [name for _, name in self._names[token]]
        if any(b.kind == "state" and not b.adjective for b in after):
            return bool(before) or self._prose.forms[last].startswith(AL)
        if self._prose.forms[last].startswith(AL) and all(b.kind == "people" and not b.adjective for b in after):
            return not self._prose.forms[token].startswith(AL)
        return any(
            a.kind in ("person", "state") and b.kind != "office" and a.entity != b.entity for a in before for b in after
        )

    def _is_object(self, first: int, token: int) -> bool:
        """Tell whether a person's name behind that of a body is no part of it (``اتهم حزب الشعب فلانا``)."""
        head = self._head(first)
        return token in self._persons and head is not None and head.id == "named.hay_a"

    def _names_bearer(self, first: int, last: int, token: int) -> bool:
        """Tell whether a person's name at `token` tells who holds the office named before it (``المفوض، فلان،``)."""
        holder = any(n in self._persons for n in range(first, last + 1))
        return token in self._persons and self._prose.forms[token][0] != WAW and not holder

    def _owned(self, token: int, tight: bool) -> bool:
        """Tell whether a word with a pronoun stands behind a definite one: no part of its name (``الوزير دعمه``)."""
        definite = self._prose.forms[token - 1].startswith(AL) or token - 1 in self._ends
        if token in self._names or not (definite or (tight and self._head(token - 1) is None)):
            return False
        return self._possessed(token) and self._head(token) is None

    def _object_begins(self, token: int) -> bool:
        """Tell whether a word without article behind a definite one begins something new."""
        form, before = self._prose.forms[token], self._prose.forms[token - 1]
        head = self._speech.sources.get(form)
        if self._is_act(token) or (head is not None and head.id == "anonymous.adad"):
            return True
        if form.startswith(LAM + LAM) and before.startswith(AL):
            return False
        if token - 1 in self._ends and form.startswith(AL) and (self.is_deed(token) or self._head(token) is not None):
            return True
        if form.startswith(AL) and before.startswith(AL) and before.endswith(_MANY) and not form.endswith(_MANY):
            return True
        if form.startswith(AL) and before.endswith(_NISBA) and self._prose.forms[token - 2].endswith(_PLURAL):
            return True
        if form.startswith((AL, WAW + AL)):
            first = self._ends.get(token - 1, -1)
            person = any(name.kind == "person" for _, name in self._names.get(first, ()))
            return first >= 0 and (person or (first == token - 1 and not before.startswith(AL)))
        if form[0] == LAM and self._is_common(form[1:]):
            return False
        return before.startswith(AL) or token - 1 in self._ends

    def _belongs(self, first: int, token: int, stop: int) -> bool:
        """Tell whether a preposition behind a source noun goes on with its name (``مسؤول في الوزارة``)."""
        if self._prose.forms[token] in self._speech.scope["from"]:
            head = self._head(first)
            if head is None or head.kind not in ("anonymous", "document"):
                return False
        if self._prose.forms[token] not in self._speech.scope["name_preposition"] or token + 1 >= stop:
            return False
        following = self._prose.forms[token + 1]
        return (
            token + 1 not in self._channels and following not in self._speech.scope["bound"] and following[0].isalpha()
        )

    def _apposition(self, token: int, stop: int) -> int:
        """Return the last token of an apposition that begins at `token` behind a comma, or -1."""
        forms = self._prose.forms
        if token >= stop:
            return -1
        if token in self.anonymity:
            return self.anonymity[token]
        end = self.name_end(token)
        if 0 <= end < stop:
            return end
        if forms[token] in self._speech.scope["preposition"] or self._prefixed(token):
            return -1
        if forms[token] in self._speech.scope["lack"] or self._is_act(token):
            return -1
        for place in range(token, min(stop, token + 9)):
            form = forms[place]
            if form == ",":
                return place - 1 if place > token else -1
            if form in _MARKS or form in self._speech.scope["complement"] or self._speech.cues.analyse(form):
                return -1
            if form in self._speech.scope["bound"] and form not in self._speech.scope["name_preposition"]:
                return -1
            if place == token and not form[0].isalpha():
                return -1
        return -1

    def _enclosed(self, token: int, stop: int) -> int:
        """Return the closing mark of a short name in quotation marks or brackets that opens at `token`, or -1."""
        forms = self._prose.forms
        closing = ")" if forms[token] == "(" else '"'
        longest = _LONGEST_ASIDE if closing == ")" else _LONGEST_MARKED
        for place in range(token + 1, min(stop, token + longest, len(forms))):
            if forms[place] == closing:
                return place
            if forms[place] in ",.:;":
                return -1
        return -1

    def _source(self, first: int, last: int) -> Source:
        inside = [(n, x) for n in range(first, last + 1) for _, x in self._names.get(n, ()) if not x.adjective]
        best = min(inside, key=lambda x: (_PREFERENCE.index(x[1].kind), x[0]), default=None)
        head = self._head(first)
        anonymous = any(n in self.anonymity for n in range(first, last + 1))
        named = best is not None and best[1].kind == "person"
        kind: LinkKind = head.kind if head is not None else "named"
        if kind == "anonymous" and first < last and self._is_post(first):
            kind = "named"
        if anonymous:
            kind = "anonymous"
        elif kind == "named" and not named and any(n in self._agencies for n in range(first, last + 1)):
            kind = "outlet"
        elif named or (best is not None and best[1].kind == "outlet" and kind == "named"):
            kind = "outlet" if best is not None and best[1].kind == "outlet" else "named"
        entity = best[1].entity if best is not None and kind != "anonymous" and best[1].kind != "place" else None
        if kind == "outlet" and (best is None or best[1].kind != "outlet"):
            entity = self._outlet_meant(first, entity, best[1].code if best is not None else None)
        words = self._prose.quote(first, last)
        if self._prefixed(first):
            words = AL + words[2:] if self._prose.forms[first].startswith(LAM + LAM) else words[1:]
        plural = self._plural(first, last)
        feminine = named and best is not None and best[1].feminine
        return Source(
            first=first,
            last=last,
            words=words,
            kind=kind,
            entity=entity,
            plural=plural,
            person=named,
            feminine=feminine,
        )

    def _is_post(self, first: int) -> bool:
        """Tell whether a noun for people has what they are in charge of behind it (``مستشار الرئيس``): one person."""
        forms = self._prose.forms
        following = forms[first + 1]
        head = self._speech.sources.get(following)
        return not forms[first].startswith(AL) and (
            following.startswith(AL) or (head is not None and head.kind == "named")
        )

    def _plural(self, first: int, last: int) -> bool:
        """Tell whether a source can be several people: by its name, its ending, or two names joined in it."""
        forms = self._prose.forms
        names = [name for end, name in self._names.get(first, ()) if not name.adjective]
        head = self._head(first)
        if any(name.plural for name in names) or (head is not None and head.kind == "anonymous"):
            return True
        if not names and forms[first].endswith(_MANY) and len(forms[first]) > len(_MANY) + 2:
            return True
        return any(forms[n][0] == WAW and n in self._names for n in range(first + 1, last + 1))
