"""Who does it and to whom: the names around a trigger, each in the role that its place gives it."""

from __future__ import annotations

from msgspec import Struct

from rawi.annotation.report_cast import Cast, Mention
from rawi.annotation.report_clauses import Outline, between
from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, RELATIVE, TRIGGER, Frame, Role, Triggers
from rawi.model import Name, Participant, Voice
from rawi.text.prose import Prose

_REACH = 24
_HA, _HAA, _HUM, _HUMA = "\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627"
SPEECH = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN"})


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

    def __init__(self, prose: Prose, outline: Outline, cast: Cast, triggers: Triggers) -> None:
        self._prose = prose
        self._outline = outline
        self._cast = cast
        self._triggers = triggers
        self._subjects: dict[int, tuple[list[Mention], str]] = {}

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
        passive = candidate.shape.passive or self._is_passive(candidate, frame)
        draft.give(frame.object if passive else frame.subject, subject, how)
        if candidate.suffix and not passive:
            draft.give(frame.object, self._pronoun(token, candidate.suffix, subject), "pronoun")
        for mention in self._right(token, candidate.last):
            if not draft.holds(mention) and mention not in subject:
                self._place_right(candidate, frame, draft, mention, passive)
        self._content(candidate, frame, draft)

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

    def _content(self, candidate: Candidate, frame: Frame, draft: _Draft) -> None:
        """Fill the recipient from the first name of the clause that depends on a speech act (``اعتبر أن X …``)."""
        if frame.content == "none" or draft.recipients:
            return
        end = self._outline.end(candidate.last)
        if end >= len(self._prose.forms) or not self._outline.sorts[end] & OPENS:
            return
        if self._prose.sentence_of(end) != self._prose.sentence_of(candidate.first):
            return
        for mention in self._cast.between(end, min(self._outline.end(end), end + 8)):
            if mention not in draft.actors:
                draft.give(frame.content, self._cast.listed(mention), "content")
                return

    def _is_passive(self, candidate: Candidate, frame: Frame) -> bool:
        """Tell whether a verb spelt like its active is a passive: its vowels say so, or a victim follows at once."""
        written = self._prose.text[self._prose.starts[candidate.first] : self._prose.ends[candidate.first]]
        if "\u064f" in written[:3]:
            return True
        following = candidate.first + 1
        if following >= len(self._prose.forms) or frame.object != "recipient" or candidate.suffix:
            return False
        if candidate.trigger.type not in ("ASSAULT", "COERCE", "SANCTION", "RETREAT"):
            return False
        if candidate.shape.number == "p" and candidate.trigger.frame == "hurt":
            return True
        tags = self._triggers.tags(self._prose.forms[following])
        return not tags.isdisjoint(("@victim", "@quantity", "@number")) or self._prose.forms[following].isdigit()

    def subject(self, verb: int, gender: str, number: str, person: str) -> tuple[list[Mention], str]:
        """Return the mentions that are the subject of a verb, and where it was found."""
        if person in ("1", "2"):
            return [], "speaker" if person == "1" else ""
        known = self._subjects.get(verb)
        if known is None:
            self._subjects[verb] = ([], "")
            known = self._subjects[verb] = self._find_subject(verb, gender, number)
        return known

    def _find_subject(self, verb: int, gender: str, number: str) -> tuple[list[Mention], str]:
        cast = self._cast
        begin = self._outline.begin(verb)
        relative = verb > 0 and bool(self._outline.sorts[verb - 1] & RELATIVE)
        if relative and not self._refers_back(verb):
            return self._antecedent(verb - 1, gender, number), "relative"
        for mention in cast.between(begin, verb):
            if not cast.governor(mention, begin)[0] and self._agrees(mention, gender, number):
                return cast.listed(mention), "before"
        behind = self._right(verb, verb)
        if behind and "@peer" in self._triggers.tags(self._prose.forms[behind[0].first]):
            behind = []
        if behind and behind[0].first - verb <= 8 and not cast.governor(behind[0], verb + 1)[0]:
            if behind[0].first == verb + 1 and (behind[0].name.kind != "office" or not gender):
                return cast.listed(behind[0]), "after"
            if self._agrees(behind[0], gender, "s", verb_first=True) and self._follows(verb, behind[0]):
                return cast.listed(behind[0]), "after"
        return self._inherited(begin, gender, number), "inherited"

    def _refers_back(self, verb: int) -> bool:
        """Tell whether a verb of a relative clause points back by a pronoun (``التي أطلقها``, ``التي دعت إليها``)."""
        readings = self._triggers.verb_readings(self._prose.forms[verb])
        if readings and readings[0].suffix:
            return True
        following = self._prose.forms[verb + 1] if verb + 1 < len(self._prose.forms) else ""
        return "@resumptive" in self._triggers.tags(following)

    def _follows(self, verb: int, mention: Mention) -> bool:
        """Tell whether nothing but words that may stand between verb and subject lie between them."""
        between = range(verb + 1, mention.first)
        return all(self._outline.sorts[t] & COMMA or self._prose.forms[t] in '"(#-' for t in between) or (
            mention.first - verb <= 4 and mention.name.kind in ("person", "office", "state", "organisation", "group")
        )

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
            for verb in range(clause, self._outline.end(clause)):
                if verb in self._outline.verbs:
                    known, _ = self.subject(verb, *self._grammar(verb))
                    if known and self._agrees(known[0], gender, number):
                        return known
        return []

    def _grammar(self, verb: int) -> tuple[str, str, str]:
        for reading in self._triggers.verb_readings(self._prose.forms[verb]):
            return reading.shape.gender, reading.shape.number, reading.shape.person
        return "", "", "3"

    # --- nouns ---------------------------------------------------------------------------------------------------

    def _around_noun(self, candidate: Candidate, frame: Frame, draft: _Draft) -> None:
        if candidate.suffix:
            draft.give(frame.owner, self._pronoun(candidate.first, candidate.suffix, []), "owner")
        named = 0
        for mention in self._right(candidate.first, candidate.last):
            if draft.holds(mention):
                continue
            preposition, _ = self._cast.governor(mention, candidate.last + 1)
            listed = self._cast.listed(mention)
            distance = mention.first - candidate.last
            if preposition:
                role = frame.marks.get(preposition)
                if role is not None and role != "none":
                    if not (role == "recipient" and draft.recipients):
                        draft.give(role, listed, preposition)
                elif draft.place is None and mention.name.kind in ("place", "state"):
                    draft.place = mention.name
            elif named == 0 and distance <= 4 and not candidate.suffix:
                named = 1
                visited = frame.host and mention.name.kind in ("state", "place") and candidate.light
                draft.give("recipient" if visited else frame.genitive, listed, "genitive")
            elif named <= 1 and distance <= 6:
                named = 2
                draft.give(frame.second, listed, "second")
        if not draft.actors:
            self._relative_actor(candidate, draft)
        self._governed(candidate, frame, draft)
        self._content(candidate, frame, draft)
        if candidate.trigger.type == "ASSAULT" and not draft.recipients and frame.genitive != "recipient":
            draft.give("recipient", self._victims(candidate, draft), "victims")

    def _victims(self, candidate: Candidate, draft: _Draft) -> list[Mention]:
        """Return who was hurt in an attack that a noun names (``مقتل جنديين في غارة``): what a word of harm governs."""
        first = self._prose.firsts[self._prose.sentence_of(candidate.first)]
        for token in range(candidate.first - 1, max(first, candidate.first - 16) - 1, -1):
            if self._outline.sorts[token] & TRIGGER and self._harms(token):
                for mention in self._cast.between(token + 1, candidate.first):
                    if mention not in draft.actors:
                        return self._cast.listed(mention)
                before = self._cast.between(max(first, token - 6), token)
                return [mention for mention in before[-1:] if mention not in draft.actors]
        return []

    def _harms(self, token: int) -> bool:
        frames = {reading.entry.trigger.frame for reading in self._triggers.readings(self._prose.forms[token])}
        return not frames.isdisjoint(("hurt", "die"))

    def _governed(self, candidate: Candidate, frame: Frame, draft: _Draft) -> None:
        """Fill the actor of a noun of action from the verb that governs it (``قررت تركيا طرد السفير``)."""
        partner = candidate.trigger.type in ("CONSULT", "AGREE", "COOPERATE") and len(draft.actors) < 2
        if (draft.actors and not partner) or candidate.governor < 0 or frame.genitive == "none":
            return
        subject, _ = self.subject(candidate.governor, *self._grammar(candidate.governor))
        tags = self._triggers.tags(self._prose.forms[candidate.governor])
        if "@induce" in tags:
            for mention in self._right(candidate.governor, candidate.governor):
                if mention not in subject and mention.last < candidate.first:
                    draft.give("actor", [mention], "induced")
                    return
            return
        owned = candidate.suffix and any(mention.first > candidate.last for mention in draft.actors)
        if subject and not owned and (partner or candidate.light or "@control" in tags):
            draft.actors[:0] = [mention for mention in subject if not draft.holds(mention)]
            draft.how = draft.how or "governed"

    def _relative_actor(self, candidate: Candidate, draft: _Draft) -> None:
        """Fill the actor from a relative clause behind a noun (``الغارات التي شنتها إسرائيل``)."""
        forms = self._prose.forms
        for token in range(candidate.last + 1, min(len(forms), candidate.last + 7)):
            flags = self._outline.sorts[token]
            if flags & BREAK:
                return
            verb = token + 1 if flags & RELATIVE else token
            if verb in self._outline.verbs and forms[verb].endswith((_HA, _HAA, _HUM, _HUMA)):
                gender = self._grammar(verb)[0]
                first = next(iter(self._right(verb, verb)), None)
                if first is None or self._cast.governor(first, verb + 1)[0]:
                    return
                if self._agrees(first, gender, "s", verb_first=True):
                    draft.give("actor", self._cast.listed(first), "relative")
                return

    # --- shared --------------------------------------------------------------------------------------------------

    def _right(self, first: int, last: int) -> list[Mention]:
        """Return the mentions behind a trigger up to the next verb, subordinate clause or full break."""
        end = min(len(self._prose.forms), last + 1 + _REACH)
        for token in between(self._outline.stops, last + 1, end):
            if self._prose.forms[token] not in '"(' and self._cast.at(token) is None:
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
                if verb in self._outline.verbs:
                    owner, _ = self.subject(verb, *self._grammar(verb))
                    if owner and self._agrees(owner[0], gender, number):
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
        if frame.host and not recipients:
            recipients = self._host(candidate, actors)
        if not actors and candidate.trigger.type in SPEECH and voice is not None and voice.chain:
            return Parties((), _unique(recipients), "speaker", draft.place)
        return Parties(_unique(actors), _unique(recipients, but=actors), draft.how, draft.place)

    def _host(self, candidate: Candidate, actors: list[Name]) -> list[Name]:
        """Return the state or city named beside a visit, in the same clause, that is not the visitors' own."""
        begin, end = self._outline.begin(candidate.first), self._outline.end(candidate.last)
        near = sorted(self._cast.between(begin, end), key=lambda m: abs(m.first - candidate.first))
        for mention in near:
            name = mention.name
            if name.kind in ("state", "place") and name.code and all(name.code != actor.code for actor in actors):
                return [name]
        return []


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
