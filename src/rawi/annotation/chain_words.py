"""What a word can be in the name of a source, or beside one: known names, nouns for sources, verbs, clitics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rawi.lexicon.match import longest
from rawi.lexicon.speech import SourceNoun, Speech
from rawi.lexicon.triggers import DEFINITE, NOUN, VERB, Triggers
from rawi.lexicon.world import World
from rawi.model import Name, Span
from rawi.text.prose import Prose

AL = "\u0627\u0644"
WAW, LAM, BA, ALEF = "\u0648", "\u0644", "\u0628", "\u0627"
_CONJUNCTIONS = "\u0648\u0641"
_TA_MARBUTA, _TA = "\u0629", "\u062a"
_PRESENT = "\u0633\u064a" + _TA
_PRONOUNS = ("\u0647\u0645\u0627", "\u0647\u0645", "\u0647\u0627", "\u0647")
_PREPOSITIONS = LAM + BA
_AGENCY = "outlet.wakala"
"""The entry of the nouns for agencies, of which some are known by names without one."""


class _Outlet(NamedTuple):
    """An outlet: its sort, the entry of a noun, as far as it is known, and its entity if it is known by name."""

    sort: str | None
    entity: str | None


class SourceWords:
    """Tells what the tokens of one document can be in the names of sources."""

    def __init__(self, prose: Prose, speech: Speech, names: Sequence[Name], triggers: Triggers, world: World) -> None:
        self._sort = triggers.sort
        self._is_common = world.is_common
        self._state_agencies = world.agencies
        self._prose = prose
        self._speech = speech
        self._names: dict[int, list[tuple[int, Name]]] = {}
        self._covered: dict[int, int] = {}
        self._carrying: set[int] = set()
        self._persons: set[int] = set()
        for name in names:
            tokens = prose.tokens_in(Span(name.start, name.end))
            if len(tokens) and prose.forms[tokens.start] not in speech.scope["complement"]:
                last = tokens.stop - 1
                if name.kind == "person" and not name.anaphor:
                    last = self._person_end(tokens.start, last)
                    self._persons.update(range(tokens.start, last + 1))
                self._names.setdefault(tokens.start, []).append((last, name))
                if not name.anaphor:
                    self._covered[tokens.start] = max(last, self._covered.get(tokens.start, -1))
                if name.start > prose.starts[tokens.start] and prose.forms[tokens.start][0] in _PREPOSITIONS:
                    self._carrying.add(tokens.start)
        self._ends = {last: first for first, found in self._names.items() for last, n in found if not n.anaphor}
        self.anonymity = {h.first: h.last for h in speech.anonymity.find(prose.forms)}
        self._channels = {h.first: h.last for h in longest(speech.channels.find(prose.forms))}
        self._own: dict[int, list[str]] = {}
        self._own_prefixed: set[int] = set()
        self._agencies = {h.first: h.last for h in longest(speech.agencies.find(prose.forms))}
        for hit in speech.own_names.find(prose.forms):
            self._own.setdefault(hit.first, []).append(hit.value.id)
            if hit.clitics:
                self._own_prefixed.add(hit.first)

    def _person_end(self, first: int, last: int) -> int:
        """Return the last token of a person's name, the reporting words behind it left off (``فلان قال``)."""
        for token in range(first + 1, last + 1):
            form = self._prose.forms[token]
            if form in self._speech.scope["bound"] and (
                form[0] in _CONJUNCTIONS or form in self._speech.scope["complement"]
            ):
                return token - 1
            head = self._head(token) if form[0] == LAM else None
            if head is not None and head.kind == "outlet":
                return token - 1
            owned = len(form) > 4 and self._possessed(token) and self._is_common(form[:-1])
            if token > first + 1 and (owned or self._is_matter(token)):
                return token - 1
        readings = self._speech.cues.analyse(self._prose.forms[last])
        said = any(r.shape.pos == "verb" and r.entry.role == "say" and not r.entry.ambiguous for r in readings)
        return last - 1 if said and last > first + 1 else last

    def name_end(self, token: int) -> int:
        """Return the last token of the longest name that begins at `token` without a preposition, or -1."""
        return -1 if token in self._carrying else self._covered.get(token, -1)

    def covered_to(self, token: int) -> int:
        """Return the last token of the longest name that begins at `token`, a preposition on it or not; or -1."""
        return self._covered.get(token, -1)

    def name_start(self, token: int) -> int:
        """Return the first token of a name that ends at `token`, or -1."""
        return self._ends.get(token, -1)

    def in_person(self, token: int) -> bool:
        """Tell whether a word is part of a person's name (``دانا``, ``رضا``)."""
        return token in self._persons

    def unnamed(self, start: int, stop: int) -> bool:
        """Tell whether a description between two tokens keeps a source's name back (``طالبا عدم ذكر اسمه``)."""
        return any(token in self.anonymity for token in range(start, stop))

    def channel_end(self, token: int) -> int:
        """Return the last token of a channel that begins at `token`, or -1."""
        return self._channels.get(token, -1)

    def is_outlet(self, first: int, last: int) -> bool:
        """Tell whether the tokens from `first` to `last` are the name of an agency or outlet."""
        return first <= last < first + 4 and (first in self._own or first in self._agencies)

    def _outlet_meant(self, token: int, entity: str | None, code: str | None) -> str | None:
        """Return which outlet the words at a token mean that name none; a name in them has `entity` and `code`.

        `وكالة الأنباء الرسمية` is the agency of its state; a noun that stands alone (``قالت الصحيفة``) is the outlet of
        its sort that was spoken of last, None where that is not known by name.
        """
        agency = self._state_agencies.get(code or "")
        if agency and self._is_agency(token):
            return agency
        head = self._head(token)
        if head is None or head.kind != "outlet" or not self._stands_alone(token):
            return entity
        earlier = (outlet for place, outlet in reversed(self._outlets) if place < token)
        return next((outlet.entity for outlet in earlier if outlet.sort in (None, head.id)), entity)

    def _stands_alone(self, token: int, article: str = "") -> bool:
        """Tell whether a word (with an article before it) is a noun that may mean an outlet named before."""
        bare = (article + form for form in _without_clitics(self._prose.forms[token]))
        return not self._speech.scope["outlet_again"].isdisjoint(bare)

    def _is_agency(self, token: int) -> bool:
        """Tell whether the two words at a token stand for a news agency (``لوكالة الأنباء``)."""
        behind = self._prose.forms[token + 1 : token + 2]
        bare = _without_clitics(self._prose.forms[token]) if behind else ()
        return any(f"{form} {behind[0]}" in self._speech.sources for form in bare)

    @cached_property
    def _outlets(self) -> list[tuple[int, _Outlet]]:
        """Return all outlets of which the document speaks, each with its first token."""
        found = ((token, self._outlet_at(token)) for token in range(len(self._prose.forms)))
        return [(token, outlet) for token, outlet in found if outlet is not None]

    def _outlet_at(self, token: int) -> _Outlet | None:
        """Return the outlet that is named at a token, or what else has a noun for one as its head."""
        head = self._head(token)
        sort = head.id if head is not None and head.kind == "outlet" else None
        names = [name for _, name in self._names.get(token, ()) if not (name.anaphor or name.adjective)]
        named = next((name for name in names if name.kind == "outlet"), None)
        bodies = ((name.entity, name.code) for name in names if name.kind == "organisation")
        entity, code = next(bodies, (None, None))
        if named is not None:
            return _Outlet(sort or self._sort_before(token), named.entity)
        if sort == _AGENCY and self._is_agency(token):
            return _Outlet(sort, self._state_agencies.get(code or "") or entity)
        if sort is not None:
            unknown = self._stands_alone(token, AL) and not self._stands_alone(token)
            return _Outlet(sort, None) if unknown else None
        nouns = (self._speech.sources.get(bare) for bare in _without_clitics(self._prose.forms[token]))
        noun = next((noun for noun in nouns if noun is not None and noun.kind == "outlet"), None)
        if head is None or noun is None:
            return None
        return _Outlet(noun.id, entity)

    def _sort_before(self, token: int) -> str | None:
        """Return the sort of an outlet whose name begins at a token, by the noun before it; else agencies are known."""
        before = self._head(token - 1) if token else None
        if before is not None and before.kind == "outlet":
            return before.id
        return _AGENCY if token in self._agencies else None

    def _head(self, first: int) -> SourceNoun | None:
        """Return the entry of the noun that heads the source at `first`, its article or preposition left aside."""
        forms = self._prose.forms
        form = forms[first]
        following = f" {forms[first + 1]}" if first + 1 < len(forms) else ""
        sources = self._speech.sources
        for bare in _without_clitics(form):
            found = sources.get(bare + following) or sources.get(bare)
            if found is not None:
                return found
        return None

    def _prefixed(self, token: int) -> bool:
        """Tell whether a preposition is written onto a word, so that it is no subject (``لصحيفة``, ``بالقول``)."""
        form = self._prose.forms[token]
        if form[0] not in _PREPOSITIONS or len(form) < 4:
            return False
        if form.startswith((LAM + LAM, BA + AL)):
            return True
        if token in self._names:
            return token in self._carrying
        if form in self._speech.sources:
            return False
        if form[0] == BA:
            return form not in self._speech.scope["begins_with_ba"] and self._is_common(form[1:])
        return token in self._own_prefixed or self._head(token) is not None

    def _possessed(self, token: int) -> bool:
        """Tell whether a word carries a pronoun (``حرصه``, ``رفضها``): behind a verb it is the object."""
        form = self._prose.forms[token]
        if self._prose.text[self._prose.ends[token] - 1] == _TA_MARBUTA:
            return False
        return any(
            form.endswith(suffix) and len(form) > len(suffix) + 2 and form[: -len(suffix)] not in self._speech.sources
            for suffix in _PRONOUNS
        )

    def _is_act(self, token: int) -> bool:
        """Tell whether a word is an indefinite verbal noun: behind a verb it is what is said (``أعلن فتح تحقيق``)."""
        return self._sort(self._prose.forms[token]) & (NOUN | DEFINITE) == NOUN

    def _is_matter(self, token: int) -> bool:
        """Tell whether a word is what somebody says, no speaker: ``قوله``, ``عدم رضاه``."""
        if self._prose.forms[token] in self._speech.scope["lack"]:
            return True
        readings = self._speech.cues.analyse(self._prose.forms[token])
        return any(r.shape.pos == "noun" and r.suffix and not r.article for r in readings) and self._possessed(token)

    def _begins_matter(self, token: int, tight: bool) -> bool:
        """Tell whether a word heads what is said behind a name (``الوزير التأكيد على``, ``الجيش ضرورة``)."""
        form = self._prose.forms[token]
        return form in self._speech.scope["lack"] and (tight or form.startswith(AL))

    def _is_no_noun(self, token: int) -> bool:
        """Tell whether a word is joined on by ``و`` (``وأضاف والدموع في عينيه``) or a verb (``ومضى يقول``)."""
        form = self._prose.forms[token]
        joined = form.startswith(WAW + AL) and self._is_common(form[3:])
        return joined or any(
            r.shape.pos == "verb" and r.shape.tense == "present" and not r.entry.ambiguous
            for r in self._speech.cues.analyse(form)
        )

    def is_deed(self, token: int) -> bool:
        """Tell whether a word is a definite noun for a deed that says nothing (``الهجوم``, ``الزيارة``)."""
        if self._prose.forms[token] in self._speech.scope["demonstrative"] and token + 1 < len(self._prose.forms):
            token += 1
        if token in self._names or self._head(token) is not None:
            return False
        if self._prose.forms[token] in self._speech.scope["speechless"]:
            return True
        return self._sort(self._prose.forms[token]) & (NOUN | DEFINITE) == NOUN | DEFINITE

    def begins_deed(self, token: int) -> bool:
        """Tell whether an indefinite noun for a deed or for talk of one stands at a token (``مقتل``, ``أنباء``)."""
        head = self._speech.sources.get(self._prose.forms[token])
        return self._is_act(token) or (head is not None and head.id == "anonymous.taqarir")

    def is_verb(self, token: int) -> bool:
        """Tell whether a word can be a verb that names a deed."""
        return bool(self._sort(self._prose.forms[token]) & VERB)

    def _acts(self, token: int) -> bool:
        """Tell whether a word behind a definite one can only be its verb (``وبحسب البيان ستتوقف``)."""
        form = self._prose.forms[token]
        if form in self._speech.scope["auxiliary"]:
            return True
        definite = self._prose.forms[token - 1].startswith(AL) or token - 1 in self._ends
        present = form[0] in _PRESENT and not form.endswith(_TA)
        return definite and present and token not in self._names and self.is_surely_verb(token)

    def is_surely_verb(self, token: int) -> bool:
        """Tell whether a word is a verb that names a deed, and no noun spelt like it (``وفاة``)."""
        form = self._prose.forms[token]
        sort = self._sort(form)
        return sort & (VERB | NOUN) == VERB and self._prose.text[self._prose.ends[token] - 1] != _TA_MARBUTA

    def shows_verb(self, token: int) -> bool:
        """Tell whether a word joined on is a verb by its ending or beginning, too (``وقتلت``, no ``وجرح``)."""
        if not self.is_surely_verb(token):
            return False
        form = self._prose.forms[token].lstrip(WAW)
        return form[:1] in _PRESENT or form.endswith((_TA, WAW + ALEF))

    def tells(self, token: int) -> bool:
        """Tell whether a word heads an indefinite source that says something anywhere (``وسط تقارير تتحدث``)."""
        head = self._speech.sources.get(self._prose.forms[token])
        return head is not None and head.kind != "named" and not self._prose.forms[token].startswith(AL)

    def _verbal(self, token: int) -> bool:
        readings = self._speech.cues.analyse(self._prose.forms[token])
        plain = token and self._prose.forms[token - 1] in self._speech.sources and not self._opens(token + 1)
        return any(
            (r.shape.pos == "participle" and not plain)
            or (r.shape.pos == "noun" and r.suffix)
            or (r.shape.pos == "verb" and (r.conjunction or r.shape.tense == "present"))
            for r in readings
            if not r.article and not r.preposition
        )

    def _opens(self, token: int) -> bool:
        """Tell whether a token opens words that are said."""
        forms = self._prose.forms
        return token < len(forms) and (forms[token] in self._speech.scope["complement"] or forms[token] in ':"')

    def _listens(self, token: int) -> bool:
        """Tell whether a word with ل names to whom something is said (``للصحفيين``, ``لرويترز``)."""
        form = self._prose.forms[token]
        if form == LAM or token in self._own_prefixed or (token in self._agencies and form[0] == LAM):
            return True
        if token in self._carrying and any(name.kind == "outlet" for _, name in self._names[token]):
            return True
        if form[0] != LAM or len(form) < 4 or form in self._speech.sources:
            return False
        head = self._head(token)
        return head is not None and (head.kind == "outlet" or head.id == "anonymous.press")

    def _addressed(self, token: int) -> bool:
        """Tell whether a word with ل behind a name tells to whom something is said (``قال الوزير لأنصاره``)."""
        form = self._prose.forms[token]
        if form[0] != LAM or len(form) < 4 or (token in self._names and token not in self._carrying):
            return False
        if form.startswith(LAM + LAM):
            return False
        return token - 1 in self._persons or self._possessed(token)

    def _adverbial(self, token: int) -> bool:
        """Tell whether a word with a conjunction written onto it is a preposition or adverb (``وفي``، ``ففي``)."""
        form = self._prose.forms[token]
        return form[0] in _CONJUNCTIONS and form[1:] in self._speech.scope["bound"]

    def _is_circumstance(self, token: int) -> bool:
        """Tell whether a word is a participle of saying beside a verb (``وأضاف متحدثا للصحفيين``)."""
        readings = self._speech.cues.analyse(self._prose.forms[token])
        return any(r.shape.pos == "participle" and not r.article for r in readings)

    def _circumstance(self, token: int) -> bool:
        """Tell whether a word behind a name is an adverb, participle or object (``الوكالة جزءا من``)."""
        form = self._prose.forms[token]
        definite = token - 1 in self._persons or self._prose.forms[token - 1].startswith(AL)
        if not definite or token in self._names or len(form) < 4 or form.startswith(AL):
            return False
        return form.endswith(ALEF)


@lru_cache(maxsize=1 << 16)
def _without_clitics(form: str) -> tuple[str, ...]:
    """Return a word as it stands, without its article, and without ل or ب in front (``للوكالة``: ``الوكالة``)."""
    bare = [form, form[:-1]] if form[-1] == ALEF and len(form) > 4 else [form]
    if form.startswith(AL):
        bare.append(form[2:])
    elif form[0] in _PREPOSITIONS and len(form) > 3:
        rest = form[1:]
        bare += [AL + rest[1:], rest[1:]] if rest[0] == LAM else [rest]
        if rest.startswith(AL):
            bare.append(rest[2:])
    return tuple(bare)
