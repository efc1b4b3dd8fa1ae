"""What an attribution (``بحسب رويترز``, ``وفق ما أعلن الوزير``) names: its links and how far it reaches."""

from __future__ import annotations

from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_links import Links
from rawi.annotation.chain_openings import Openings
from rawi.annotation.chain_sources import Source, Sources
from rawi.annotation.chain_speakers import Speakers
from rawi.annotation.chain_subjects import Subjects
from rawi.lexicon.speech import Speech
from rawi.model import Link, LinkAct
from rawi.text.prose import Prose

_WAW, _LAM = "\u0648", "\u0644"


class Attributions:
    """Reads attributions in one document."""

    def __init__(
        self, prose: Prose, speech: Speech, sources: Sources, subjects: Subjects, openings: Openings, links: Links,
        speakers: Speakers,
    ) -> None:  # fmt: skip
        self._prose = prose
        self._sources = sources
        self._subjects = subjects
        self._openings = openings
        self._links = links
        self._speakers = speakers
        self._joiners = speech.scope["joiner"]
        self._contrasts = speech.scope["contrast"]
        self._relatives = speech.scope["relative"]

    def links(self, cue: FoundCue, stop: int, last: int) -> tuple[tuple[Link, ...], int]:
        """Return the links that an attribution names and the last token of the sources; none if nobody is named.

        The sources end before `stop`; `last` is the last token of the sentence.
        """
        first = self._prose.firsts[self._prose.sentence_of(cue.first)]
        if cue.sort == "that-verb":
            source = self._subjects.behind(cue, stop, tight=False)
            if self._says_nothing(cue, source):
                return (), cue.last
            if source is None and cue.first > first:
                source = self._subjects.acting(first, cue)
            if source is None:
                speaker = self._speakers.for_cue(cue)
                return (speaker.chain if speaker is not None else ()), cue.last
        else:
            loose = cue.last + 2 < stop and self._prose.forms[cue.last + 1] == _LAM
            source = self._sources.read(cue.last + 1 + loose, stop, after_preposition=True)
            carried = self._links.statements(cue.last + 1, last + 1)
            if carried is not None:
                return carried
            strict = cue.attribution is not None and cue.attribution.strict
            if source is None or not self._sources.can_say(source, strictly=strict):
                return (), cue.last
        if self._links.is_own(source):
            return (), source.last
        link = self._link(cue, source, stop)
        carrier = self._links.carried(source.last + 1, self._openings.clause_end(source.last + 1, last) + 1)
        if carrier is not None:
            return (carrier[0], link), carrier[1]
        told = self._links.told(source.last + 1, last + 1) if cue.cue is not None and cue.cue.addressee else ()
        if told:
            return (*told, link), source.last
        relay = cue.cue is not None and cue.cue.role == "relay"
        below, used = self._links.passed_on(source.last + 1, last + 1, relay=relay)
        return (link, *below), max(used, source.last)

    def _says_nothing(self, cue: FoundCue, source: Source | None) -> bool:
        """Tell whether a verb is passive (``كما تعتبر الخطوة``) or its subject a deed."""
        passive = cue.cue is not None and cue.cue.impersonal and cue.present
        return passive or (source is not None and self._sources.is_deed(source.first))

    def _link(self, cue: FoundCue, source: Source, stop: int) -> Link:
        assert cue.attribution is not None
        act: LinkAct = cue.cue.act if cue.cue is not None else cue.attribution.act
        when = self._links.when(cue.first, cue.first, source.last + 3)
        channel = self._links.channel(source.last + 1, stop)
        return self._links.make(source, self._prose.quote(cue.first, cue.last), act, cue.rule, channel, when)

    def leads(self, cue: FoundCue, first: int) -> bool:
        """Tell whether an attribution stands in front of what it covers; `first` is the first token of the sentence."""
        return all(form in self._joiners or form in '-("' for form in self._prose.forms[first : cue.first])

    def reach(self, cue: FoundCue, used: int, first: int, last: int) -> tuple[int, int]:
        """How far an attribution reaches that follows what it covers, or stands inside it."""
        forms = self._prose.forms
        inside = used + 2 < last and forms[used + 1] == "," and not forms[used + 2].startswith(_WAW)
        if inside and forms[used + 2] not in self._joiners:
            return first, last
        start = cue.first - 1
        while start > first and not (forms[start - 1] == "," and self._contrasting(start)):
            start -= 1
        return start, cue.first - 1

    def _contrasting(self, token: int) -> bool:
        """Tell whether a word or two at `token` set a clause against the one before (``لكن``, ``في حين``)."""
        forms = self._prose.forms
        return forms[token] in self._contrasts or " ".join(forms[token : token + 2]) in self._contrasts

    def relative_clause(self, start: int, stop: int) -> int:
        """The first token of a relative clause that ends at `stop`, or 0: what another adds to a speaker's words."""
        for token in range(stop - 2, start, -1):
            if self._prose.forms[token] in self._relatives:
                return token
            if self._prose.forms[token] == ",":
                return 0
        return 0
