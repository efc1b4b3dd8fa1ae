"""Who does it and to whom: the names around a trigger, each in the role that its place gives it."""

from __future__ import annotations

from msgspec import Struct

from rawi.annotation.report_cast import Cast, Mention
from rawi.annotation.report_clauses import Outline
from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, RELATIVE, Frame, Role
from rawi.lexicon.triggers import Triggers
from rawi.model import Name, Participant, Voice
from rawi.text.prose import Prose

_REACH = 24
_HA, _HAA, _HUM, _HUMA = "\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627"
SPEECH = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"})
_ROLES_WITH_PLACE = frozenset({"host", "recipient"})


class Parties(Struct, frozen=True):
    """The participants of a report, how the actor was found, and the place named beside."""

    actors: tuple[Name, ...] = ()
    recipients: tuple[Name, ...] = ()
    how: str = ""
    place: Name | None = None


class _Draft:
    """Roles as they are being filled."""

    def __init__(self) -> None:
        self.actors: list[Mention] = []
        self.recipients: list[Mention] = []
        self.hosts: list[Mention] = []
        self.place: Name | None = None
        self.how = ""

    def give(self, role: Role, mentions: list[Mention], how: str) -> None:
        if role in ("actor", "both"):
            self.how = self.how or how
            self.actors += [m for m in mentions if m not in self.actors]
        elif role == "recipient":
            self.recipients += [m for m in mentions if m not in self.recipients]
        elif role == "host":
            self.hosts += [m for m in mentions if m not in self.hosts]

    def holds(self, mention: Mention) -> bool:
        return mention in self.actors or mention in self.recipients or mention in self.hosts


class Arguments:
    """Finds the participants of candidates in one text; remembers the subject of every verb for those that follow."""

    def __init__(self, prose: Prose, outline: Outline, cast: Cast, voices: tuple[Voice, ...], triggers: Triggers) -> None:
        self._prose = prose
        self._outline = outline
        self._cast = cast
        self._voices = voices
        self._triggers = triggers
        self._subjects: dict[int, list[Mention]] = {}

    def parties(self, candidate: Candidate, voice: Voice | None) -> Parties:
        """Return who takes part in what a candidate names. `voice` is the innermost one over it."""
        draft = _Draft()
        frame = candidate.trigger.roles or Frame()
        if candidate.verbal:
            self._around_verb(candidate, frame, draft)
        else:
            self._around_noun(candidate, frame, draft)
        return self._settled(candidate, frame, draft, voice)

    # --- verbs ---------------------------------------------------------------------------------------------------

    def _around_verb(self, candidate: Candidate, frame: Frame, draft: _Draft) -> None:
        token = candidate.first
        subject, how = self.subject(token, candidate.shape.gender, candidate.shape.number, candidate.shape.person)
        passive = candidate.shape.passive or self._is_passive(candidate, frame, subject)
        draft.give(frame.object if passive else frame.subject, subject, how)
        if candidate.suffix and not passive:
            draft.give(frame.object, self._pronoun(token, candidate.suffix, subject), "pronoun")
        elif how == "relative" and not passive and not subject:
            pass
        for mention in self._right(token, candidate.last):
            if draft.holds(mention) or any(mention in self._cast.listed(m) for m in subject):
                continue
            self._place_right(candidate, frame, draft, mention, passive)

    def _place_right(self, candidate: Candidate, frame: Frame, draft: _Draft, mention: Mention, passive: bool) -> None:
        preposition, _ = self._cast.governor(mention, candidate.last + 1)
        if preposition:
            role = frame.marks.get(preposition)
            if role is not None and role != "none":
                if not (role == "recipient" and draft.recipients):
                    draft.give(role, self._cast.listed(mention), preposition)
            elif draft.place is None and mention.name.kind in ("place", "state"):
                draft.place = mention.name
        elif not passive and not candidate.suffix and not draft.recipients and not draft.hosts:
            draft.give(frame.object, self._cast.listed(mention), "object")

    def _is_passive(self, candidate: Candidate, frame: Frame, subject: list[Mention]) -> bool:
        """Tell whether a verb spelt like its active is a passive: its vowels say so, or a victim follows at once."""
        written = self._prose.text[self._prose.starts[candidate.first] : self._prose.ends[candidate.first]]
        if "\u064f" in written[:3]:
            return True
        following = candidate.first + 1
        if following >= len(self._prose.forms) or frame.object != "recipient":
            return False
        tags = self._triggers.tags(self._prose.forms[following])
        return not tags.isdisjoint(("@victim", "@quantity", "@number")) or self._prose.forms[following].isdigit()

    def subject(self, verb: int, gender: str, number: str, person: str) -> tuple[list[Mention], str]:
        """Return the mentions that are the subject of a verb, and where it was found."""
        if person in ("1", "2"):
            return [], "speaker" if person == "1" else ""
        known = self._subjects.get(verb)
        if known is not None:
            return known, "known"
        found, how = self._find_subject(verb, gender, number)
        self._subjects[verb] = found
        return found, how

    def _find_subject(self, verb: int, gender: str, number: str) -> tuple[list[Mention], str]:
        cast = self._cast
        begin = self._outline.begin(verb)
        for mention in self._right(verb, verb):
            if mention.first - verb > 12:
                break
            if cast.governor(mention, verb + 1)[0]:
                continue
            if self._agrees(mention, gender, "s", verb_first=True):
                return cast.listed(mention), "after"
            break
        for mention in cast.between(begin, verb):
            if not cast.governor(mention, begin)[0] and self._agrees(mention, gender, number):
                return cast.listed(mention), "before"
        if begin and self._outline.sorts[begin] & RELATIVE:
            antecedent = self._antecedent(begin, gender, number)
            if antecedent:
                return antecedent, "relative"
        return self._inherited(begin, gender, number), "inherited"

    def _antecedent(self, relative: int, gender: str, number: str) -> list[Mention]:
        for mention in self._cast.before(relative, 2):
            if relative - mention.last <= 3 and self._agrees(mention, gender, number):
                return [mention]
        return []

    def _inherited(self, begin: int, gender: str, number: str) -> list[Mention]:
        """Return the subject of the clauses before, as far as it agrees; only within the sentence."""
        first = self._prose.firsts[self._prose.sentence_of(begin)]
        clause = begin
        for _ in range(4):
            clause = self._outline.previous(clause)
            if clause < first:
                return []
            for verb in sorted(v for v in range(clause, self._outline.end(clause)) if v in self._outline.verbs):
                known = self._subjects.get(verb)
                if known is None:
                    gender_there, number_there = self._grammar(verb)
                    known, _ = self.subject(verb, gender_there, number_there, "3")
                if known and self._agrees(known[0], gender, number):
                    return known
        return []

    def _grammar(self, verb: int) -> tuple[str, str]:
        for reading in self._triggers.verb_readings(self._prose.forms[verb]):
            return reading.shape.gender, reading.shape.number
        return "", ""

    # --- nouns ---------------------------------------------------------------------------------------------------

    def _around_noun(self, candidate: Candidate, frame: Frame, draft: _Draft) -> None:
        if candidate.suffix:
            owner = self._pronoun(candidate.first, candidate.suffix, [])
            draft.give(frame.owner, owner, "owner")
        named = 0
        for mention in self._right(candidate.first, candidate.last):
            if draft.holds(mention):
                continue
            preposition, _ = self._cast.governor(mention, candidate.last + 1)
            listed = self._cast.listed(mention)
            if preposition:
                role = frame.marks.get(preposition)
                if role is not None and role != "none":
                    draft.give(role, listed, preposition)
                elif draft.place is None and mention.name.kind in ("place", "state"):
                    draft.place = mention.name
            elif named == 0 and mention.first - candidate.last <= 4 and not candidate.suffix:
                named = 1
                nisba = mention.name.rule.startswith("nisba") or self._prose.forms[mention.first].endswith("\u064a")
                draft.give(frame.nisba if nisba else frame.genitive, listed, "genitive")
            elif named <= 1 and mention.first - candidate.last <= 6:
                named = 2
                draft.give(frame.second, listed, "second")
        if candidate.light >= 0 and not draft.actors:
            gender, number = self._grammar(candidate.light)
            subject, _ = self.subject(candidate.light, gender, number, "3")
            if subject and frame.genitive != "recipient":
                draft.give(frame.subject, subject, "light")
        if not draft.actors:
            self._relative_actor(candidate, draft)

    def _relative_actor(self, candidate: Candidate, draft: _Draft) -> None:
        """Fill the actor from a relative clause behind a noun (``الغارات التي شنتها إسرائيل``)."""
        forms = self._prose.forms
        for token in range(candidate.last + 1, min(len(forms), candidate.last + 7)):
            flags = self._outline.sorts[token]
            if flags & BREAK:
                return
            verb = token + 1 if flags & RELATIVE else token
            if verb in self._outline.verbs and forms[verb].endswith((_HA, _HAA, _HUM, _HUMA)):
                gender, number = self._grammar(verb)
                for mention in self._right(verb, verb):
                    if not self._cast.governor(mention, verb + 1)[0] and self._agrees(mention, gender, "s", verb_first=True):
                        draft.give("actor", self._cast.listed(mention), "relative")
                    return
                return

    # --- shared --------------------------------------------------------------------------------------------------

    def _right(self, first: int, last: int) -> list[Mention]:
        """Return the mentions behind a trigger up to the next verb, subordinate clause or full break."""
        end = min(len(self._prose.forms), last + 1 + _REACH)
        sorts = self._outline.sorts
        verbs = self._outline.verbs
        for token in range(last + 1, end):
            if sorts[token] & (BREAK | OPENS | RELATIVE) or token in verbs:
                if self._prose.forms[token] in "\"(" or self._cast.at(token) is not None:
                    continue
                end = token
                break
        return self._cast.between(last + 1, end)

    def _pronoun(self, token: int, suffix: str, subject: list[Mention]) -> list[Mention]:
        """Return whom a pronoun on a word stands for: the nearest mention before that agrees."""
        gender, number = _PRONOUNS.get(suffix, ("", ""))
        if not number:
            return []
        first = self._prose.firsts[max(0, self._prose.sentence_of(token) - 1)]
        begin = self._outline.begin(token)
        if not subject and begin < token:
            for verb in range(begin, token):
                if verb in self._outline.verbs and self._subjects.get(verb):
                    owner = self._subjects[verb]
                    if self._agrees(owner[0], gender, number):
                        return owner
        for mention in self._cast.before(token):
            if mention.first < first:
                return []
            if mention not in subject and self._agrees(mention, gender, number):
                return [mention]
        return []

    def _agrees(self, mention: Mention, gender: str, number: str, *, verb_first: bool = False) -> bool:
        """Tell whether a mention can be what a verb or pronoun of this gender and number speaks of."""
        name = mention.name
        if name.kind in ("person", "office"):
            if gender and name.feminine != (gender == "f") and not (verb_first and name.plural):
                return False
            if verb_first:
                return True
            return number != "p" or name.plural or len(mention.names) > 1 or len(self._cast.listed(mention)) > 1
        if name.kind in ("state", "place"):
            return gender != "m" or name.rule == "nisba"
        if gender == "m" and name.feminine and not name.plural:
            return False
        return not (gender == "f" and not name.feminine and not name.plural)

    def _settled(self, candidate: Candidate, frame: Frame, draft: _Draft, voice: Voice | None) -> Parties:
        actors = [name for mention in draft.actors for name in mention.names]
        recipients = [name for mention in draft.recipients for name in mention.names]
        hosts = [name for mention in draft.hosts for name in mention.names]
        if hosts:
            foreign = bool(actors) and all(a.code != h.code for a in actors for h in hosts)
            if candidate.verbal and foreign and candidate.trigger.mode == "visit":
                recipients += hosts
            else:
                actors += hosts
        if frame.mutual:
            actors += recipients
            recipients = []
        if not actors and candidate.trigger.type in SPEECH and voice is not None and voice.chain:
            return Parties((), _unique(recipients), "speaker", draft.place)
        return Parties(_unique(actors), _unique(recipients, but=actors), draft.how, draft.place)


_PRONOUNS = {
    _HA: ("m", "s"),
    _HAA: ("f", "s"),
    _HUM: ("", "p"),
    _HUMA: ("", "d"),
}


def _unique(names: list[Name], but: list[Name] | None = None) -> tuple[Name, ...]:
    """Keep each participant once, and only those that can take part (a place without a code cannot)."""
    kept: list[Name] = []
    seen = {(n.entity, n.code, n.sector) for n in but or ()}
    for name in names:
        key = (name.entity, name.code, name.sector)
        if key in seen or (name.code is None and name.sector is None):
            continue
        seen.add(key)
        kept.append(name)
    return tuple(kept)


def participant(name: Name) -> Participant:
    """Return a name as it stands in a report."""
    return Participant(
        text=name.text, entity=name.entity, code=name.code, sector=name.sector, start=name.start, end=name.end
    )
