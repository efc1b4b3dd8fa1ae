"""Turns: who has the word from where to where, sentence by sentence, with the speakers before kept in mind."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from rawi.annotation.chain_attributions import Attributions
from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_links import Links
from rawi.annotation.chain_openings import Opening, Openings
from rawi.annotation.chain_sources import Source, Sources
from rawi.annotation.chain_speakers import Speaker, Speakers, without_repeats
from rawi.annotation.chain_subjects import Subjects
from rawi.lexicon.speech import Speech
from rawi.model import Link
from rawi.text.prose import Prose

_WAW = "\u0648"
_NEAR = 3
_STOPS = frozenset(".,;!")
_NEAR_ENOUGH = 12
_PLAIN_ACTS = frozenset({"say", "reveal", "expect", "urge", "praise", "warn"})
_OWN_ACTS = frozenset({"urge", "warn", "accuse", "praise", "deny", "claim"})
_ATTRIBUTIONS = frozenset({"source", "below", "that-verb", "speaker", "itself"})


class Turn(Struct, kw_only=True):
    """One chain has the word from token `start` to token `end` (included). An empty chain is the narrator's."""

    chain: tuple[Link, ...]
    start: int
    end: int
    cue: FoundCue
    quoted: bool = False
    attribution: bool = False


class Turns:
    """Finds the turns of a document: call `read` for each sentence in order."""

    def __init__(
        self, prose: Prose, speech: Speech, sources: Sources, subjects: Subjects, openings: Openings, links: Links
    ) -> None:
        self._prose = prose
        self._sources = sources
        self._subjects = subjects
        self._openings = openings
        self._links = links
        self._speakers = Speakers()
        self._attributions = Attributions(prose, speech, sources, subjects, openings, links, self._speakers)
        self._joiners = speech.scope["joiner"]
        self._negations = speech.scope["negation"]
        self._about_him = speech.scope["about_him"]
        self._resumes = speech.scope["resumes"]
        self._that_was = speech.scope["that_was"]
        self._relatives = speech.scope["relative"]
        self._contrasts = speech.scope["contrast"]
        self._complements = speech.scope["complement"]
        self._carried: Turn | None = None
        self._before: Turn | None = None
        self._first = self._last = 0
        self._spoken = False
        self._acted: Source | None = None
        self._turns: list[Turn] = []
        self._wraps: list[Turn] = []
        self._sentences: list[tuple[int, int, list[Turn]]] = []

    def read(self, sentence: int, cues: Sequence[FoundCue]) -> list[Turn]:
        """Return the turns of a sentence, outer ones before the ones inside them."""
        tokens = self._prose.tokens_of(sentence)
        self._first, self._last = tokens.start, tokens.stop - 1
        self._spoken = False
        self._turns, self._wraps = [], []
        if self._carried is not None and self._carried.end < self._first:
            self._carried = None
        self._continue()
        consumed = -1
        for place, cue in enumerate(cues):
            if cue.first <= consumed or (cue.sort == "itself" and place and self._tell_of(cues[place - 1], cue)):
                continue
            following = cues[place + 1 :]
            if cue.sort in _ATTRIBUTIONS:
                done = self._attribute(cue, following)
                if done is not None:
                    consumed = done
                    continue
            if cue.sort == "naming":
                consumed = max(consumed, self._name(cue, following))
                continue
            consumed = max(consumed, self._say(cue, following))
        self._wrap()
        self._quote_on()
        self._remember()
        self._sentences = [(self._first, self._last, self._turns)]
        self._acted = self._subjects.of_sentence(self._first, self._last + 1) if not self._spoken else None
        return self._turns

    def _tell_of(self, before: FoundCue, cue: FoundCue) -> bool:
        """Tell whether reports are the subject of the verb in front of them (``تحدثت تقارير عن``)."""
        content = before.cue.content if before.cue is not None else ()
        return before.last == cue.first - 1 and any(word not in ("that", "quote") for word in content)

    # -- from sentence to sentence ----------------------------------------------------------------------------

    def _continue(self) -> None:
        """A sentence that begins with ``وأن`` goes on with what was said before."""
        before = self._before
        form = self._prose.forms[self._first]
        if self._carried is None and before is not None and form[0] == _WAW and form[1:] in self._complements:
            self._turns.append(Turn(chain=before.chain, start=self._first, end=self._last, cue=before.cue))

    def _quote_on(self) -> None:
        """A quotation without reporting words goes on with who spoke in the sentence before."""
        before = self._before
        if self._turns or before is None or self._carried is not None or not before.chain:
            return
        for quotation in self._openings.quotations_in(self._first, self._last):
            self._turns.append(
                Turn(chain=before.chain, start=quotation.first, end=quotation.last, cue=before.cue, quoted=True)
            )

    def _remember(self) -> None:
        spanning = [t for t in self._turns if t.end > self._last]
        if spanning:
            self._carried = max(spanning, key=lambda t: t.end)
        said = [t for t in self._turns if not t.attribution]
        self._before = said[-1] if said else self._carried

    def _spoke(self, chain: tuple[Link, ...], gender: str = "", number: str = "") -> None:
        self._spoken = True
        self._speakers.add(chain, gender, number)

    # -- sayings ----------------------------------------------------------------------------------------------

    def _say(self, cue: FoundCue, following: Sequence[FoundCue]) -> int:
        """Take in one reporting word; return the last token that it used up."""
        entry = cue.cue
        assert entry is not None
        around = self._around(cue)
        in_front = self._in_front(cue, around)
        opening = self._openings.find(cue, following, self._last, subject_in_front=in_front is not None)
        if self._is_no_saying(cue, opening, in_front):
            return cue.last
        limit = opening.region_end if opening is not None else self._openings.region_end(cue)
        source = self._subject(cue, opening, in_front, limit)
        if source is not None and not self._may_say(cue, source, opening):
            return self._passes_on(cue, source, opening) if opening is not None else cue.last
        if source is not None and opening is not None and self._is_object(cue, source, opening):
            source = None
        if source is None and entry.needs and opening is not None:
            source = self._sources.named_behind(opening.start + 1, self._last + 1)
        if source is None and around is not None and self._openings.inside_quotation(cue.first):
            return cue.last
        idle = entry.role == "stance" and opening is None and around is not None and around.attribution
        if around is not None and not idle and self._is_sibling(cue, around, source):
            around = self._cut(cue)
        passed = entry.role == "relay" and opening is not None
        if source is None and not passed and (self._nobody_says(cue) or self._shows(cue)):
            return cue.last
        nested = around is not None and not around.attribution
        if nested and opening is not None and opening.kind == "object" and self._is_plain(cue):
            return cue.last
        if opening is None:
            limit = self._openings.stop(cue, following, self._last)
        chain = self._chain(cue, source, around, limit, opening)
        if opening is not None and chain:
            chain = self._completed(chain, opening, following)
        if chain and not nested and not (opening is None and self._in_relative(cue)):
            self._spoke(chain, cue.gender, self._speakers.number(cue, source, chain[-1]))
        if opening is None or not chain:
            return cue.last
        if opening.by is not None and len(chain) > 1 and chain[-1].act != "deny":
            self._turns.append(Turn(chain=chain[:-1], start=opening.by.first, end=opening.by.last, cue=cue))
        self._turns.append(Turn(chain=chain, start=opening.start, end=opening.end, cue=cue, quoted=opening.quoted))
        return opening.used

    def _is_plain(self, cue: FoundCue) -> bool:
        """Tell whether a saying with a noun as its object adds nobody to the words of somebody else around it."""
        assert cue.cue is not None
        if cue.cue.act in _PLAIN_ACTS or (cue.cue.role == "stance" and cue.cue.act == "announce"):
            return True
        return cue.cue.act == "deny" and self._negated(cue)

    def _in_relative(self, cue: FoundCue) -> bool:
        """Tell whether a reporting word only says whose something is (``الأرقام التي ذكرها الوزير``)."""
        return bool(cue.suffix) and cue.first > self._first and self._prose.forms[cue.first - 1] in self._relatives

    def _is_no_saying(self, cue: FoundCue, opening: Opening | None, in_front: Source | None) -> bool:
        """Tell whether a reporting word says nothing here: a passive, a noun without its words, a denied saying."""
        entry = cue.cue
        assert entry is not None
        if entry.impersonal and cue.present:
            bare = opening is not None and opening.region_end == cue.last + 1
            if opening is None or (bare and entry.act == "accuse"):
                return True
            if bare and in_front is None and (cue.gender, cue.number) == ("m", "s"):
                return True
        if cue.sort == "noun" and (opening is None or opening.kind == "object" or opening.start - cue.last > _NEAR):
            return True
        return entry.act != "deny" and self._negated(cue)

    def _subject(self, cue: FoundCue, opening: Opening | None, in_front: Source | None, limit: int) -> Source | None:
        """Choose the subject of a reporting word: the one in front of it, else the one behind."""
        entry = cue.cue
        assert entry is not None
        if in_front is not None and not self._is_clause(in_front, cue):
            return in_front
        if cue.sort not in ("verb", "that-verb"):
            return None
        named = opening is not None and opening.kind == "quote" and "object" in entry.content
        tight = opening is None or opening.bare or named or entry.role == "stance" or entry.addressee
        return self._subjects.behind(cue, limit, tight=tight)

    def _may_say(self, cue: FoundCue, source: Source, opening: Opening | None) -> bool:
        """Tell whether a subject can be a speaker: no deed, and known where nothing else shows where its name ends."""
        if self._sources.is_deed(source.first) or self._links.is_own(source):
            return False
        if cue.cue is not None and cue.cue.shows and not self._sources.can_say(source, strictly=True):
            return False
        return opening is None or not opening.bare or self._sources.can_say(source, strictly=True)

    def _passes_on(self, cue: FoundCue, source: Source, opening: Opening) -> int:
        """What the document's own outlet has from somebody is his word (``علمت «الصحيفة» من مصادر أن``)."""
        assert cue.cue is not None
        if not self._links.is_own(source) or opening.bare:
            return cue.last
        words = self._prose.quote(cue.first, cue.last)
        chain = self._links.below(cue.cue, words, source.last + 1, opening.region_end, outlet=True)
        if not chain:
            return cue.last
        self._spoke(chain)
        self._turns.append(Turn(chain=chain, start=opening.start, end=opening.end, cue=cue, quoted=opening.quoted))
        return opening.used

    def _completed(self, chain: tuple[Link, ...], opening: Opening, following: Sequence[FoundCue]) -> tuple[Link, ...]:
        """Add what stands beside the words said: attributions in between, where it was said, the noun that opens."""
        if opening.by is not None and opening.by.cue is not None:
            by = opening.by.cue
            chain = (*chain[:-1], structs.replace(chain[-1], act=by.act, rule=by.id))
        front = self._inserted(following, opening.start)
        if not front and self._told_aside(opening.end):
            front = self._links.listener(opening.end + 1, self._last + 1)
        return without_repeats((*front, *chain))

    def _negated(self, cue: FoundCue) -> bool:
        return cue.first > self._first and self._prose.forms[cue.first - 1] in self._negations

    def _is_object(self, cue: FoundCue, source: Source, opening: Opening) -> bool:
        """Tell whether the one name behind a verb that takes an object is it (``قال… ووصف خصمه بأنه``)."""
        assert cue.cue is not None
        if not cue.cue.addressee or source.first < cue.first or "object" in cue.cue.content or opening.kind == "quote":
            return False
        if self._sources.tells(source.first):
            return False
        before = self._prose.forms[cue.first - 1]
        himself = before in self._complements and len(before) > 2
        resumed = self._prose.forms[min(cue.last + 1, self._last)] in self._resumes
        follows = cue.conjunction or cue.sort == "that-verb" or before in self._joiners or himself or resumed
        between = self._prose.forms[source.last + 1 : opening.region_end]
        alone = not between or between[0] in self._relatives or (himself and between == [","])
        return follows and alone and (resumed or self._speakers.for_cue(cue) is not None)

    def _is_clause(self, source: Source, cue: FoundCue) -> bool:
        """Tell whether what stands in front of a verb is a clause of its own (``عندما بدأ العرض انتقد الوزير``)."""
        if self._sources.can_say(source, strictly=True):
            return False
        return self._sources.name_end(cue.last + 1) >= 0

    def _nobody_says(self, cue: FoundCue) -> bool:
        """Tell whether a verb without subject opens its clause, as a passive does (``أعلن عن هدنة``)."""
        if cue.sort != "verb" or cue.conjunction or cue.suffix or (cue.gender, cue.number) != ("m", "s"):
            return False
        return cue.first == self._first or self._prose.forms[cue.first - 1] == ":"

    def _shows(self, cue: FoundCue) -> bool:
        """Tell whether a verb in a relative clause has a thing as its subject (``الصور التي تؤكد القصف``)."""
        if cue.sort != "verb" or cue.suffix or cue.first == self._first:
            return False
        resumed = self._prose.forms[min(cue.last + 1, self._last)] in self._resumes
        return self._subjects.in_relative(cue) and not resumed

    def _told_aside(self, end: int) -> bool:
        """Tell whether the sentence goes on with where it was said (``…، وذلك في حديث لقناة``)."""
        forms = self._prose.forms
        return end + 2 < self._last and forms[end] == "," and forms[end + 1] in self._that_was

    def _name(self, cue: FoundCue, following: Sequence[FoundCue]) -> int:
        """What a saying named by a noun holds is its speaker's word (``بعد إعلان الوزير أن``)."""
        entry = cue.cue
        assert entry is not None
        stop = min((c.first for c in following if c.sort in ("verb", "participle")), default=self._last + 1)
        if entry.addressee:
            return self._accusation(cue, stop)
        source = self._sources.read(cue.last + 1, stop, tight=True)
        if cue.first > self._first and self._prose.forms[cue.first - 1] in self._complements:
            return -1
        if source is None or not self._sources.can_say(source, strictly=True):
            return -1
        if entry.role == "relay" and source.kind != "outlet":
            return -1
        opening = self._openings.behind(source.last + 1, stop - 1)
        if opening is not None and opening.quoted and opening.start - source.last > _NEAR:
            return -1
        start = opening.start if opening is not None else source.last + 1
        if opening is None and ("object" not in entry.content or source.entity is None or start >= stop):
            return -1
        around = self._around(cue)
        link = self._links.make(source, self._prose.quote(cue.first, cue.last), entry.act, entry.id)
        chain = without_repeats((*(around.chain if around is not None else ()), link))
        end = self._openings.clause_end(start, self._last)
        self._turns.append(Turn(chain=chain, start=start, end=max(start, end), cue=cue))
        return start

    def _accusation(self, cue: FoundCue, stop: int) -> int:
        """What an accusation named by a noun alleges is the accuser's word (``اتهام المدعي للوزير بقتل``)."""
        assert cue.cue is not None
        accused = self._openings.accused(cue.last + 2, stop)
        start = self._openings.allegation(accused + 1, stop) if accused >= 0 and cue.cue.act == "accuse" else -1
        source = self._sources.read(cue.last + 1, accused, tight=True) if start >= 0 else None
        if source is None or source.last != accused - 1 or not self._sources.can_say(source, strictly=True):
            return -1
        around = self._around(cue)
        link = self._links.make(source, self._prose.quote(cue.first, cue.last), cue.cue.act, cue.cue.id)
        chain = without_repeats((*(around.chain if around is not None else ()), link))
        end = self._openings.clause_end(start, self._last)
        self._turns.append(Turn(chain=chain, start=start, end=max(start, end), cue=cue))
        return start

    def _inserted(self, following: Sequence[FoundCue], limit: int) -> tuple[Link, ...]:
        """The links of attributions between a reporting word and what is said (``قال، بحسب الوكالة، إن``)."""
        for other in following:
            if other.first >= limit:
                break
            if other.sort in ("source", "that-verb"):
                return self._attributions.links(other, limit, self._last)[0]
        return ()

    def _in_front(self, cue: FoundCue, around: Turn | None) -> Source | None:
        if cue.sort != "verb" or cue.first == self._first:
            return None
        accuses = cue.cue is not None and cue.cue.act == "accuse" and not cue.suffix
        subject_behind = not accuses and self._sources.name_end(cue.last + 1) >= 0
        if self._prose.forms[cue.first - 1] in self._relatives and subject_behind:
            return None
        first = max(self._first, around.start if around is not None else 0)
        return self._subjects.in_front(cue, first)

    def _around(self, cue: FoundCue) -> Turn | None:
        for turn in reversed(self._turns):
            if turn.start <= cue.first <= turn.end:
                return turn
        carried = self._carried
        return carried if carried is not None and cue.first <= carried.end else None

    def _is_sibling(self, cue: FoundCue, around: Turn, source: Source | None) -> bool:
        """Tell whether a reporting word inside a turn is the narrator's again, beside the turn and not in it."""
        if self._openings.inside_quotation(cue.first):
            return False
        if around.attribution and not cue.conjunction:
            return False
        if source is not None and source.first == around.start and not around.quoted:
            return False
        if cue.sort == "participle":
            fits = cue.number != "s" or around.cue.gender in ("", cue.gender)
            return fits or any(map(self._openings.closes_quotation, range(around.start, cue.first)))
        before = self._prose.forms[cue.first - 1] if cue.first else ""
        joined = before in self._joiners
        if cue.present and not joined:
            return False
        known = source is not None and self._sources.can_say(source, strictly=True)
        if not known and around.cue.gender and cue.gender != around.cue.gender:
            return False
        closing = before == '"' and self._openings.closes_quotation(cue.first - 1)
        return cue.conjunction or joined or closing or (before == "," and known)

    def _cut(self, cue: FoundCue) -> Turn | None:
        """End the turns that a sibling ends; return the turn that still goes on around it."""
        forms = self._prose.forms
        end = cue.first - 1
        while end > 0 and (forms[end] in ",;" or forms[end] in self._joiners):
            end -= 1
        end -= " ".join(forms[end : end + 2]) in self._contrasts
        for turn in self._turns:
            if turn.start <= cue.first <= turn.end and not (turn.attribution and not cue.conjunction):
                turn.end = max(end, turn.start)
        return self._around(cue)

    def _chain(
        self, cue: FoundCue, source: Source | None, around: Turn | None, limit: int, opening: Opening | None
    ) -> tuple[Link, ...]:
        """Return the chain of a saying: the links in front, the speaker, and whom he passes on."""
        entry = cue.cue
        assert entry is not None
        words = self._prose.quote(cue.first, cue.last)
        channel = self._links.channel(cue.last + 1, limit)
        if channel is None and self._prose.forms[min(cue.last + 1, self._last)] in self._resumes:
            channel = self._links.channel(self._first, cue.first)
        when = self._links.when(self._first, cue.first, limit)
        listener = self._links.listener(cue.last + 1, limit)
        outlet = source is not None and source.kind == "outlet"
        below = self._links.below(entry, words, cue.last + 1, limit, outlet=outlet)
        if entry.role == "relay" and self._prose.forms[min(cue.last + 1, self._last)] in self._about_him:
            last = self._speakers.for_cue(cue) or self._speakers.latest
            below = last.chain[-1:] if last is not None else below
        base = around.chain if around is not None else ()
        speaker = self._speakers.issuer(source, self._prose.forms[source.first]) if source is not None else None
        inside = self._carried is not None and self._carried.end >= self._first
        if source is None and not inside:
            source = self._subjects.whose_words(cue, self._first)
        if (
            source is None
            and not inside
            and cue.first > self._first
            and (not self._spoken or not self._speakers.for_cue(cue))
        ):
            source = self._subjects.of_sentence(self._first, cue.first)
            if source is not None and cue.number == "p" and not (cue.conjunction or source.plural):
                source = None
        if source is None and not inside and (cue.first == self._first or self._speakers.for_cue(cue) is None):
            source = self._acting(cue)
        if source is None or speaker is not None:
            speaker = speaker or self._speakers.for_cue(cue)
            if speaker is None or (below and self._is_passed_on(cue, speaker)):
                return below
            link = self._links.again(speaker.chain[-1], words, entry, channel, when)
            return without_repeats((*(speaker.chain[:-1] or listener), link, *below))
        if entry.role == "relay" and source.kind == "named" and not (below or self._opens_near(cue, opening)):
            return ()
        if entry.addressee and not listener:
            listener = self._links.told(source.last + 1, limit)
        link = self._links.make(source, words, entry.act, entry.id, channel, when)
        if link.kind == "named" and link.entity is None and self._sources.unnamed(cue.last + 1, limit):
            link = structs.replace(link, kind="anonymous")
        if entry.act == "deny" and self._negated(cue):
            link = structs.replace(link, act="say", rule=f"negated:{entry.id}")
        if below and below[-1].source == link.source:
            return without_repeats((*base, *below))
        return without_repeats((*(base or self._speakers.relay(source.words, source.entity)), *listener, link, *below))

    def _is_passed_on(self, cue: FoundCue, speaker: Speaker) -> bool:
        """Tell whether a relay is a passive (``نُقل عن الوزير قوله``): no outlet spoke that it can mean."""
        assert cue.cue is not None
        passive = cue.cue.role == "relay" and not cue.suffix and (cue.gender, cue.number) == ("m", "s")
        return passive and (self._nobody_says(cue) or speaker.chain[-1].kind != "outlet")

    def _opens_near(self, cue: FoundCue, opening: Opening | None) -> bool:
        return opening is not None and opening.kind != "object" and opening.region_end - cue.last < _NEAR_ENOUGH

    def _acting(self, cue: FoundCue) -> Source | None:
        """The person who acts in the sentence before, where nobody speaks (``صعّد الوزير الخلاف. وقال إن``)."""
        source = self._acted
        if source is None or not source.person or source.feminine != (cue.gender == "f") or cue.number != "s":
            return None
        return source

    # -- attributions -----------------------------------------------------------------------------------------

    def _attribute(self, cue: FoundCue, following: Sequence[FoundCue]) -> int | None:
        """Take in a phrase such as ``بحسب``; return the last token it used up, or None if it is a plain verb."""
        if cue.sort == "speaker":
            return cue.last
        attribution = cue.attribution
        assert attribution is not None
        if cue.sort == "itself":
            return self._rumour(cue)
        if attribution.place == "ahead":
            return self._stands_in(cue)
        stance = cue.cue is not None and cue.cue.role == "stance"
        if stance or (attribution.also and self._opens_words(cue, following)):
            return None if attribution.also else cue.last
        if attribution.also and cue.cue is not None and cue.cue.act in _OWN_ACTS:
            return None
        stop = min((c.first for c in following if c.sort != "noun"), default=self._last + 1)
        chain, used = self._attributions.links(cue, max(stop, cue.last + 1), self._last)
        if not chain:
            return cue.last
        turn = Turn(chain=chain, start=self._first, end=self._last, cue=cue, attribution=True)
        if (
            self._attributions.leads(cue, self._first)
            and used > cue.last
            and all(form in _STOPS for form in self._prose.forms[used + 1 : self._last + 1])
        ):
            self._answer_for_last(turn)
        elif self._attributions.leads(cue, self._first) and used > cue.last:
            relay = self._speakers.relay(chain[0].source, chain[0].entity) if len(chain) == 1 else ()
            turn.chain = (*relay, *chain)
            turn.start = min(used + 1, self._last)
            if self._carried is None:
                self._turns.append(turn)
                self._spoke(turn.chain)
        elif (around := self._around(cue)) is not None and cue.first - around.start <= 1 and used > cue.last:
            inside = Turn(chain=(*around.chain, *chain), start=used + 1, end=around.end, cue=cue, attribution=True)
            self._turns.append(inside)
        elif not self._openings.inside_quotation(cue.first):
            turn.start, turn.end = self._attributions.reach(cue, used, self._first, self._last)
            person = cue.sort == "source" and chain[-1].kind in ("anonymous", "named")
            if person and around is not None and not around.attribution:
                turn.start = self._attributions.relative_clause(around.start, cue.first) or turn.start
            self._wraps.append(turn)
            if chain[-1].kind in ("named", "anonymous") and not self._spoken:
                self._speakers.add(chain)
        return used

    def _opens_words(self, cue: FoundCue, following: Sequence[FoundCue]) -> bool:
        """Tell whether ``كما أعلن`` goes on with what is said; behind a comma a bare noun must name a deed."""
        opening = self._openings.find(cue, following, self._last)
        if opening is None or not opening.bare or cue.first == self._first or self._prose.forms[cue.first - 1] != ",":
            return opening is not None
        return opening.start < self._last and self._sources.begins_deed(opening.start)

    def _answer_for_last(self, turn: Turn) -> None:
        """An attribution that is a sentence of its own covers the sentence before (``وصل الوفد. بحسب رويترز.``)."""
        if not self._sentences:
            return
        first, last, turns = self._sentences[-1]
        here, there = self._prose.sentence_of(self._first), self._prose.sentence_of(first)
        if self._prose.paragraph[here] != self._prose.paragraph[there]:
            return
        for inner in turns:
            if inner.chain:
                inner.chain = without_repeats((*turn.chain, *inner.chain))
        turn.start, turn.end = first, last
        self._turns.append(turn)
        self._spoke(turn.chain)

    def _stands_in(self, cue: FoundCue) -> int:
        """What stands in a document is its word (``وجاء في البيان أن``)."""
        source = self._sources.read(cue.last + 1, self._last + 1)
        opening = self._openings.behind(source.last + 1, self._last) if source is not None else None
        if source is None or opening is None:
            return cue.last
        around = self._around(cue)
        if around is not None and not self._openings.inside_quotation(cue.first):
            around = self._cut(cue)
        link = self._links.make(source, self._prose.quote(cue.first, cue.last), "say", cue.rule)
        chain = (*(around.chain if around is not None else ()), link)
        self._spoke(chain, "", "s")
        self._turns.append(Turn(chain=chain, start=opening.start, end=opening.end, cue=cue, quoted=opening.quoted))
        return opening.used

    def _rumour(self, cue: FoundCue) -> int:
        """Reports and rumours are themselves the source of what they are about (``أنباء عن انسحاب``)."""
        source = self._sources.itself(cue.first)
        around = self._around(cue)
        link = self._links.make(source, self._prose.quote(cue.first, cue.last), "say", cue.rule)
        end = self._openings.clause_end(cue.last + 1, self._last)
        if cue.last < end and (around is None or around.attribution):
            self._turns.append(Turn(chain=(link,), start=cue.last + 1, end=end, cue=cue))
        return cue.last

    def _wrap(self) -> None:
        """Put the links of following attributions in front of the turns that they cover."""
        for wrap in self._wraps:
            carried = self._carried
            if carried is not None and carried.end < wrap.end:
                carried.chain = without_repeats((*wrap.chain, *carried.chain))
                wrap.start = max(wrap.start, carried.end + 1)
            for turn in self._turns:
                if wrap.start <= turn.start <= wrap.end and turn.chain:
                    turn.chain = without_repeats((*wrap.chain, *turn.chain))
            if wrap.start <= wrap.end:
                self._turns.insert(0, wrap)
