"""Links of a chain: the source's words with what was said how, when and to whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import structs

from rawi.annotation.chain_sources import Source, Sources
from rawi.lexicon.speech import Cue, Speech
from rawi.model import Link, LinkAct, Time
from rawi.text.fold import fold_word
from rawi.text.prose import Prose

_REGION = 25


class Links:
    """Makes links in one document; `own` holds the ids of the outlet's own names."""

    def __init__(
        self, prose: Prose, speech: Speech, sources: Sources, times: Sequence[Time], own: frozenset[str]
    ) -> None:
        self._prose = prose
        self._sources = sources
        self._times = sorted(times)
        self._time_starts = [time.start for time in self._times]
        self._own = own
        self._cues = speech.cues
        self._from_whom = speech.scope["from_whom"]
        self._ours = speech.scope["our_own"]
        self._passing = speech.scope["passing"]
        self._relatives = speech.scope["relative"]

    def make(self, source: Source, cue: str, act: LinkAct, rule: str, channel: str | None = None,
             when: str | None = None) -> Link:  # fmt: skip
        """Make a link of a source that stands in the text."""
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

    def is_own(self, source: Source) -> bool:
        """Tell whether a source is the document's own outlet or its correspondent (``مراسلنا``): the narrator."""
        return self._prose.forms[source.first] in self._ours or self._sources.is_own(source, self._own)

    def again(self, old: Link, cue: str, entry: Cue, channel: str | None, when: str | None) -> Link:
        """Make the link of a speaker who goes on speaking with new reporting words."""
        return structs.replace(
            old, cue=cue, act=entry.act, channel=channel or old.channel, when=when or old.when, rule=entry.id
        )

    def below(self, entry: Cue, cue: str, start: int, limit: int, *, outlet: bool = False) -> tuple[Link, ...]:
        """The source behind the one named: ``نقلت الوكالة عن مسؤول قوله``, ``ذكرت الوكالة نقلا عن مسؤول``.

        `outlet`: the source named is one, so ``عن`` passes on behind any reporting word (``أفادت الوكالة عن مصدر``).
        """
        forms = self._prose.forms
        wanted = fold_word(entry.from_whom)
        for token in range(start, min(limit, start + _REGION)):
            if forms[token] in self._relatives:
                break
            named = forms[token] == wanted or forms[token] in self._from_whom
            if not named or (forms[token + 1 : token + 2] and forms[token + 1] in self._from_whom):
                continue
            if entry.role != "relay" and not outlet and forms[token - 1] not in self._passing:
                continue
            source = self._sources.read(token + 1, limit)
            if source is not None:
                return (self.make(source, cue, "say", entry.id), *self.passed_on(source.last + 1, limit)[0])
        return ()

    def passed_on(self, token: int, limit: int, *, relay: bool = False) -> tuple[tuple[Link, ...], int]:
        """The source behind ``نقلا عن`` at `token`, and the last token read; nothing and -1 if none stands there."""
        forms = self._prose.forms
        passing = token + 2 < limit and forms[token] in self._passing and forms[token + 1] in self._from_whom
        if passing or (relay and token + 1 < limit and forms[token] in self._from_whom):
            source = self._sources.read(token + 1 + passing, limit)
            if source is not None:
                return (self.make(source, self._prose.quote(token, token + 1), "say", "below.naqlan"),), source.last
        return (), -1

    def listener(self, start: int, limit: int) -> tuple[Link, ...]:
        """The outlet to which something was said (``قال لصحيفة``, ``في مقابلة مع قناة``), unless it is this one."""
        for token in range(start, min(limit, start + _REGION)):
            source = self._sources.outlet_at(token, limit) or self._carrier(token, limit)
            if source is not None:
                if self._sources.is_own(source, self._own):
                    return ()
                return (self.make(source, self._prose.quote(token, token), "cite", "listener"),)
        return ()

    def carried(self, start: int, limit: int) -> tuple[Link, int] | None:
        """The outlet that passed on the source in front of `start`, and the last token read (``التي نشرتها صحيفة``)."""
        if start + 2 >= limit or self._prose.forms[start] not in self._relatives:
            return None
        source = self._carrier(start + 1, limit)
        if source is None:
            return None
        return self.make(source, self._prose.quote(start + 1, start + 1), "cite", "carrier"), source.last

    def statements(self, start: int, limit: int) -> tuple[tuple[Link, ...], int] | None:
        """The outlet that carried statements and who made them (``وفقا لتصريحات نقلتها وكالة عن الوزير``)."""
        if start + 2 >= limit:
            return None
        source = self._carrier(start + 1, limit)
        if source is None:
            return None
        carrier = self.make(source, self._prose.quote(start, start + 1), "cite", "carrier")
        below, used = self.passed_on(source.last + 1, limit, relay=True)
        return (carrier, *below), max(used, source.last)

    def told(self, token: int, limit: int) -> tuple[Link, ...]:
        """The outlet to which something was said, as an object (``أبلغ مسؤول رويترز أن``), unless it is this one."""
        token += token < limit and self._prose.forms[token] == ","
        last = self._sources.outlet_named(token) if token < limit else -1
        if last < 0:
            return ()
        source = self._sources.outlet(token, last)
        return () if self.is_own(source) else (self.make(source, self._prose.quote(token, last), "cite", "listener"),)

    def _carrier(self, token: int, limit: int) -> Source | None:
        """The outlet that carried the words (``في تصريحات نقلها التلفزيون``)."""
        for reading in self._cues.analyse(self._prose.forms[token]):
            if reading.entry.role == "relay" and reading.suffix and reading.shape.pos == "verb":
                source = self._sources.read(token + 1, limit)
                return source if source is not None and source.kind == "outlet" else None
        return None

    def channel(self, start: int, limit: int) -> str | None:
        """The words that name the way by which something was said, between `start` and `limit`."""
        for token in range(start, limit):
            end = self._sources.channel_end(token)
            if end >= 0:
                return self._prose.quote(token, end)
        return None

    def when(self, first: int, cue: int, limit: int) -> str | None:
        """The day of saying: a date between the reporting word and what is said, else one in front of it."""
        prose = self._prose
        end = prose.starts[limit] if limit < len(prose.starts) else len(prose.text)
        place = bisect_left(self._time_starts, prose.starts[cue])
        for time in self._times[place : place + 2]:
            if time.start < end and _is_day(time):
                return time.value
        if place and self._times[place - 1].start >= prose.starts[first] and _is_day(self._times[place - 1]):
            return self._times[place - 1].value
        return None


def _is_day(time: Time) -> bool:
    """Tell whether a time expression can date a saying: a calendar date, no vague reference."""
    return time.type == "DATE" and time.value[:1].isdigit()
