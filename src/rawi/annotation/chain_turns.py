"""Turns: who has the word from where to where, sentence by sentence, with the speakers before kept in mind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct, structs

from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_openings import Opening, Openings
from rawi.annotation.chain_sources import Source, Sources
from rawi.lexicon.speech import Speech
from rawi.model import Link, LinkAct, Time
from rawi.text.prose import Prose, read_prose


class Turn(Struct, kw_only=True):
    """One chain has the word from token `start` to token `end` (included)."""

    chain: tuple[Link, ...]
    start: int
    end: int
    cue: FoundCue
    quoted: bool = False
    attribution: bool = False


class Speaker(Struct, frozen=True, kw_only=True):
    """Somebody who spoke: the whole chain that leads to him, and his grammar."""

    chain: tuple[Link, ...]
    gender: str
    number: str

    def agrees(self, cue: FoundCue) -> bool:
        """Tell whether a verb or participle without a subject can go on with this speaker."""
        if cue.person and cue.person != "3":
            return False
        if cue.sort == "noun":
            return True
        plural = self.number in ("p", "d")
        if cue.number in ("p", "d"):
            return plural or self.gender == ""
        return self.gender in ("", cue.gender) and (not plural or cue.gender == self.gender)


class Turns:
    """Finds the turns of a document: call `read` for each sentence in order."""

    def __init__(self, prose: Prose, speech: Speech, sources: Sources, openings: Openings, times: Sequence[Time],
                 own: frozenset[str]) -> None:  # fmt: skip
        self._prose = prose
        self._speech = speech
        self._sources = sources
        self._openings = openings
        self._times = sorted(times)
        self._time_starts = [t.start for t in self._times]
        self._own = own
        self._speakers: list[Speaker] = []
        self._carried: Turn | None = None
        self._before: Turn | None = None
        self._spoken = False

    def read(self, sentence: int, cues: list[FoundCue]) -> list[Turn]:
        """Return the turns of a sentence, outer ones before the ones inside them."""
        tokens = self._prose.tokens_of(sentence)
        first, last = tokens.start, tokens.stop - 1
        self._spoken = False
        turns: list[Turn] = []
        outer = self._carried if self._carried is not None and self._carried.end >= first else None
        if outer is None and cues == [] and self._before is None:
            return turns
        continued = self._continued(first, last, outer)
        if continued is not None:
            turns.append(continued)
        wraps: list[Turn] = []
        consumed = -1
        for place, cue in enumerate(cues):
            if cue.first <= consumed:
                continue
            following = cues[place + 1 :]
            if cue.sort in ("source", "below", "that-verb", "speaker"):
                done = self._attribute(cue, following, first, last, turns, wraps, outer)
                if done is not None:
                    consumed = done
                    continue
                if cue.sort != "that-verb":
                    continue
            consumed = max(consumed, self._say(cue, following, first, last, turns, outer))
        self._wrap(turns, wraps)
        self._remember(turns, outer, last)
        return turns

    # -- who goes on ------------------------------------------------------------------------------------------

    def _continued(self, first: int, last: int, outer: Turn | None) -> Turn | None:
        """A sentence that begins with ``وأن`` goes on with what was said before."""
        before = self._before
        form = self._prose.forms[first]
        if outer is not None or before is None or form[0] != "\u0648" or form[1:] not in self._speech.complements:
            return None
        return Turn(chain=before.chain, start=first, end=last, cue=before.cue)

    def _remember(self, turns: list[Turn], outer: Turn | None, last: int) -> None:
        spanning = [t for t in turns if t.end > last]
        if spanning:
            self._carried = max(spanning, key=lambda t: t.end)
        elif outer is not None and outer.end <= last:
            self._carried = None
        plain = [t for t in turns if not t.attribution]
        self._before = plain[-1] if plain else (outer if outer is not None else None)

    def _spoke(self, speaker: Speaker) -> None:
        self._spoken = True
        self._speakers = [s for s in self._speakers if s.chain[-1].source != speaker.chain[-1].source][-4:]
        self._speakers.append(speaker)

    def _last_speaker(self, cue: FoundCue) -> Speaker | None:
        for speaker in reversed(self._speakers):
            if speaker.agrees(cue):
                return speaker
        return None

    # -- sayings ----------------------------------------------------------------------------------------------

    def _say(self, cue: FoundCue, following: list[FoundCue], first: int, last: int, turns: list[Turn],
             outer: Turn | None) -> int:  # fmt: skip
        """Take in one reporting word; return the last token that it used up."""
        assert cue.cue is not None
        opening = self._openings.find(cue, following, last)
        if self._impersonal(cue, opening):
            return cue.last
        around = self._around(cue, turns, outer)
        if around is not None and self._is_sibling(cue, around, turns):
            around = self._cut(cue, turns, outer)
        if cue.sort == "noun" and opening is None:
            return cue.last
        speaker, base, explicit = self._speaker_of(cue, opening, first, turns, around)
        if speaker is None:
            return cue.last
        limit = opening.region_end if opening is not None else cue.last + 1
        chain = self._chain(cue, speaker, base, limit, first, explicit)
        if chain is None:
            return cue.last
        if around is None or around.attribution:
            self._spoke(Speaker(chain=chain, gender=cue.gender or "", number=self._number(cue, speaker)))
        if opening is None:
            return cue.last
        turns.append(Turn(chain=chain, start=opening.start, end=opening.end, cue=cue, quoted=opening.quoted))
        return opening.used

    def _impersonal(self, cue: FoundCue, opening: Opening | None) -> bool:
        entry = cue.cue
        assert entry is not None
        bare = opening is not None and opening.region_end == cue.last + 1 and opening.kind == "that"
        return entry.impersonal and cue.present and cue.gender == "m" and cue.number == "s" and bare

    def _number(self, cue: FoundCue, source: Source | Speaker) -> str:
        return cue.number or "s"

    def _around(self, cue: FoundCue, turns: list[Turn], outer: Turn | None) -> Turn | None:
        for turn in reversed(turns):
            if turn.start <= cue.first <= turn.end:
                return turn
        return outer if outer is not None and cue.first <= outer.end else None

    def _is_sibling(self, cue: FoundCue, around: Turn, turns: list[Turn]) -> bool:
        """Tell whether a reporting word inside a turn is the narrator's again, beside the turn and not in it."""
        if self._openings.inside_quotation(cue.first) and around.quoted:
            return False
        if self._openings.inside_quotation(cue.first):
            return False
        if around.attribution and not cue.conjunction:
            return False
        if cue.sort == "participle":
            return True
        before = self._prose.forms[cue.first - 1] if cue.first else ""
        if cue.present and before not in self._speech.joiners:
            return False
        return cue.conjunction or before in self._speech.joiners or before in ',"'

    def _cut(self, cue: FoundCue, turns: list[Turn], outer: Turn | None) -> Turn | None:
        """End the turns that a sibling ends; return the turn that still goes on around it."""
        end = cue.first - 1
        while end > 0 and (self._prose.forms[end] in ",;" or self._prose.forms[end] in self._speech.joiners):
            end -= 1
        for turn in turns:
            if turn.start <= cue.first <= turn.end and not (turn.attribution and not cue.conjunction):
                turn.end = max(end, turn.start)
        return self._around(cue, turns, outer)

    def _speaker_of(self, cue: FoundCue, opening: Opening | None, first: int, turns: list[Turn],
                    around: Turn | None) -> tuple[Source | Speaker | None, tuple[Link, ...], bool]:  # fmt: skip
        """Return the speaker, the chain in front of him, and whether the text names him here."""
        entry = cue.cue
        assert entry is not None
        base = around.chain if around is not None else ()
        stop = opening.region_end if opening is not None else self._openings.region_end(cue)
        if cue.sort in ("verb", "that-verb"):
            tight = opening is None or opening.kind == "object"
            source = self._subject(cue, max(first, around.start if around is not None else 0), stop, tight)
            if source is not None:
                same = self._issued(source)
                if same is not None:
                    return same, base if len(base) > 1 else (), False
                return source, base or self._relay_base(source), True
        if cue.first > first and not self._spoken:
            source = self._sentence_subject(first, cue.first)
            if source is not None:
                return source, base, True
        speaker = self._last_speaker(cue)
        if speaker is None:
            return None, base, False
        return speaker, (), False

    def _subject(self, cue: FoundCue, first: int, stop: int, tight: bool) -> Source | None:
        """The subject of a verb: right in front of it, behind it, or in front behind a comma."""
        adjacent = cue.first > first and self._prose.forms[cue.first - 1] != ","
        before = self._subject_before(cue, first) if not cue.conjunction else None
        if before is not None and adjacent:
            return before
        return self._subject_behind(cue, stop, tight) or before

    def _issued(self, source: Source) -> Speaker | None:
        """The speaker who put out the document that now speaks (``وأضاف البيان``)."""
        if source.kind != "document" or source.last > source.first + 1 or not self._speakers:
            return None
        speaker = self._speakers[-1]
        channel = speaker.chain[-1].channel or ""
        word = self._prose.forms[source.first].removeprefix("\u0627\u0644")
        return speaker if word and word in read_prose(channel).forms else None

    def _relay_base(self, source: Source) -> tuple[Link, ...]:
        """A relay lasts as long as its speaker goes on: the links in front of him when he spoke last."""
        if self._speakers:
            chain = self._speakers[-1].chain
            if len(chain) > 1 and _same_source(chain[-1], source):
                return chain[:-1]
        return ()

    def _subject_behind(self, cue: FoundCue, stop: int, tight: bool) -> Source | None:
        token = cue.last + 1
        forms = self._prose.forms
        while token < stop and (forms[token] in self._speech.time_words or forms[token] == ","):
            token += 1
        return self._sources.read(token, stop, tight=tight)

    def _subject_before(self, cue: FoundCue, first: int) -> Source | None:
        """The subject in front of its verb: ``وكان الوزير قد قال``, ``لكن الوزير قال``, ``الوزير الذي قال``."""
        forms = self._prose.forms
        last = cue.first - 1
        while last >= first and forms[last] in self._speech.auxiliaries:
            last -= 1
        if last < first:
            return None
        start = self._clause_start(last, first)
        if forms[last] in self._speech.relatives:
            last -= 1
            while last > start and forms[last] == ",":
                last -= 1
        while start <= last and (forms[start] in self._speech.joiners or forms[start] in self._speech.auxiliaries):
            start += 1
        if start > last or last - start > 14:
            return None
        return self._sources.read_before(start, last)

    def _clause_start(self, last: int, first: int) -> int:
        forms = self._prose.forms
        start = last
        commas = 0
        while start > first:
            form = forms[start - 1]
            if form in self._speech.auxiliaries or form in self._speech.complements or form in '.:;"':
                break
            if form == ",":
                commas += 1
                if commas > (2 if forms[last] == "," else 1):
                    break
            start -= 1
        return start

    def _sentence_subject(self, first: int, stop: int) -> Source | None:
        """The subject of the sentence's first verb, as far as its place tells."""
        forms = self._prose.forms
        if forms[first] in self._speech.bounds or forms[first] in self._speech.joiners:
            return None
        if forms[first].startswith("\u0627\u0644") or self._sources.name_end(first) >= 0:
            return self._sources.read(first, stop)
        return self._sources.read(first + 1, stop, tight=True)

    # -- links ------------------------------------------------------------------------------------------------

    def _chain(self, cue: FoundCue, speaker: Source | Speaker, base: tuple[Link, ...], limit: int, first: int,
               explicit: bool) -> tuple[Link, ...] | None:  # fmt: skip
        entry = cue.cue
        assert entry is not None
        words = self._prose.quote(cue.first, cue.last)
        channel = self._channel(cue.last + 1, limit)
        when = self._when(first, cue.first, limit)
        if isinstance(speaker, Speaker):
            old = speaker.chain[-1]
            kept = structs.replace(old, cue=words, act=entry.act, channel=channel or old.channel, when=when or old.when,
                                   rule=entry.id)  # fmt: skip
            below = self._below(cue, limit)
            return (*base, *speaker.chain[:-1], kept, *below)
        listener = self._listener(cue.last + 1, limit)
        link = self._link(speaker, words, entry.act, entry.id, channel, when)
        below = self._below(cue, limit)
        if below and below[-1].source == link.source:
            below = ()
        chain = (*base, *(listener or ()), link, *below)
        return _without_repeats(chain)

    def _link(self, source: Source, cue: str, act: LinkAct, rule: str, channel: str | None = None,
              when: str | None = None) -> Link:  # fmt: skip
        prose = self._prose
        return Link(
            source=source.words,
            kind=source.kind,
            entity=source.entity,
            cue=cue,
            act=act,
            channel=channel,
            when=when,
            start=prose.starts[source.first],
            end=prose.ends[source.last],
            rule=rule,
        )

    def _below(self, cue: FoundCue, limit: int) -> tuple[Link, ...]:
        """The source behind the one named: ``نقلت الوكالة عن مسؤول قوله``, ``ذكرت الوكالة نقلا عن مسؤول``."""
        entry = cue.cue
        assert entry is not None
        forms = self._prose.forms
        for token in range(cue.last + 1, min(limit, cue.last + 25)):
            if forms[token] not in self._speech.from_whom:
                continue
            passed_on = forms[token - 1] in self._speech.passing or entry.role == "relay"
            if not passed_on:
                continue
            source = self._sources.read(token + 1, limit)
            if source is not None:
                return (self._link(source, self._prose.quote(cue.first, cue.last), "say", entry.id),)
        return ()

    def _listener(self, start: int, limit: int) -> tuple[Link, ...] | None:
        """The outlet to which something was said (``قال لصحيفة``, ``في مقابلة مع قناة``), unless it is this one."""
        for token in range(start, min(limit, start + 25)):
            source = self._sources.outlet_at(token, limit)
            if source is not None and token > 0:
                if self._sources.is_own(source, self._own):
                    return None
                return (self._link(source, self._prose.quote(token, token), "cite", "listener"),)
        return None

    def _channel(self, start: int, limit: int) -> str | None:
        for token in range(start, limit):
            end = self._sources.channel_end(token)
            if end >= 0 and token > 0:
                return self._prose.quote(token, end)
        return None

    def _when(self, first: int, cue: int, limit: int) -> str | None:
        """The day of saying: a date between the reporting word and what is said, else one in front of it."""
        prose = self._prose
        place = bisect_left(self._time_starts, prose.starts[cue])
        for time in self._times[place : place + 2]:
            if (
                time.start < (prose.starts[limit] if limit < len(prose.starts) else len(prose.text))
                and time.type == "DATE"
            ):
                return time.value
        if place and self._times[place - 1].start >= prose.starts[first] and self._times[place - 1].type == "DATE":
            return self._times[place - 1].value
        return None

    # -- attributions -----------------------------------------------------------------------------------------

    def _attribute(self, cue: FoundCue, following: list[FoundCue], first: int, last: int, turns: list[Turn],
                   wraps: list[Turn], outer: Turn | None) -> int | None:  # fmt: skip
        """Take in a phrase such as ``بحسب``; return the last token it used up, or None if it is none."""
        attribution = cue.attribution
        assert attribution is not None
        if cue.sort == "speaker":
            return cue.last
        stop = min((c.first for c in following if c.sort != "noun"), default=last + 1)
        stop = max(stop, cue.last + 1)
        if cue.sort == "that-verb":
            if attribution.also and self._openings.find(cue, following, last) is not None:
                return None
            source = self._subject_behind(cue, stop, tight=False)
            rule, act = cue.rule, cue.cue.act if cue.cue is not None else attribution.act
        else:
            source = self._sources.read(cue.last + 1, stop)
            rule, act = attribution.id, attribution.act
        words = self._prose.quote(cue.first, cue.last)
        if source is None:
            speaker = self._last_speaker(cue) if cue.sort == "that-verb" else None
            if speaker is None:
                return cue.last
            chain = speaker.chain
            used = cue.last
        else:
            when = self._when(cue.first, cue.first, source.last + 3)
            below = (
                self._below(cue, last + 1)
                if cue.sort == "that-verb"
                else self._source_behind(source.last + 1, last + 1)
            )
            chain = (self._link(source, words, act, rule, self._channel(source.last + 1, stop), when), *below)
            used = max(source.last, below[0].end and self._prose.token_at(below[0].end - 1)) if below else source.last
        turn = Turn(chain=chain, start=first, end=last, cue=cue, attribution=True)
        if source is not None and self._leads(cue, first):
            turn.start = min(used + 1, last)
            if outer is None:
                turns.append(turn)
                self._spoke(Speaker(chain=chain, gender="", number=""))
            return used
        around = self._around(cue, turns, outer)
        if around is not None and self._openings.inside_quotation(cue.first):
            return used
        turn.start, turn.end = self._reach(cue, first, last, used)
        wraps.append(turn)
        return used

    def _source_behind(self, token: int, limit: int) -> tuple[Link, ...]:
        forms = self._prose.forms
        if token + 2 < limit and forms[token] in self._speech.passing and forms[token + 1] in self._speech.from_whom:
            source = self._sources.read(token + 2, limit)
            if source is not None:
                return (self._link(source, self._prose.quote(token, token + 1), "say", "below.naqlan"),)
        return ()

    def _leads(self, cue: FoundCue, first: int) -> bool:
        """Tell whether an attribution stands in front of what it covers."""
        return all(form in self._speech.joiners or form in '-("' for form in self._prose.forms[first : cue.first])

    def _reach(self, cue: FoundCue, first: int, last: int, used: int) -> tuple[int, int]:
        """How far an attribution reaches that follows what it covers, or stands inside it."""
        forms = self._prose.forms
        inside = used + 2 < last and forms[used + 1] == "," and not forms[used + 2].startswith("\u0648")
        if inside and forms[used + 2] not in self._speech.joiners:
            return first, last
        start = cue.first - 1
        while start > first and not (forms[start - 1] == "," and forms[start] in self._speech.contrasts):
            start -= 1
        return start, cue.first - 1

    def _wrap(self, turns: list[Turn], wraps: list[Turn]) -> None:
        """Put the links of following attributions in front of the turns that they cover."""
        for wrap in wraps:
            for turn in turns:
                if wrap.start <= turn.start <= wrap.end:
                    turn.chain = _without_repeats((*wrap.chain, *turn.chain))
            turns.insert(0, wrap)


def _same_source(link: Link, source: Source) -> bool:
    if link.entity and source.entity:
        return link.entity == source.entity
    old, new = set(link.source.split()), set(source.words.split())
    return bool(old & new)


def _without_repeats(chain: tuple[Link, ...]) -> tuple[Link, ...]:
    """Drop a link that repeats the one in front of it (the agency as credit and as relay)."""
    kept: list[Link] = []
    for link in chain:
        if kept and (kept[-1].source == link.source or (link.entity and kept[-1].entity == link.entity)):
            kept[-1] = link
            continue
        kept.append(link)
    return tuple(kept)
