"""Who spoke before: the speakers of a document so far, for verbs without a subject and for chains that last."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from rawi.annotation.chain_cues import FoundCue
from rawi.annotation.chain_sources import Source
from rawi.model import Link
from rawi.text.prose import read_prose

_REMEMBERED = 5
_AL = "\u0627\u0644"


class Speaker(Struct, frozen=True, kw_only=True):
    """Somebody who spoke: the whole chain that leads to him, and his grammar (`number` is empty if it may be any)."""

    chain: tuple[Link, ...]
    gender: str = ""
    number: str = ""

    def agrees(self, cue: FoundCue) -> bool:
        """Tell whether a verb or participle without a subject can go on with this speaker."""
        if cue.sort == "noun":
            return True
        if cue.number in ("p", "d"):
            return self.number in ("p", "d", "") or self.gender == ""
        return self.gender in ("", cue.gender)


class Speakers:
    """The last speakers of a document, each once, the latest last."""

    def __init__(self) -> None:
        self._known: list[Speaker] = []

    def add(self, chain: tuple[Link, ...], gender: str = "", number: str = "") -> None:
        """Remember that the last link of a chain spoke."""
        others = [s for s in self._known if s.chain[-1].source != chain[-1].source]
        self._known = [*others[1 - _REMEMBERED :], Speaker(chain=chain, gender=gender, number=number)]

    @property
    def latest(self) -> Speaker | None:
        """Who spoke last."""
        return self._known[-1] if self._known else None

    def for_cue(self, cue: FoundCue) -> Speaker | None:
        """Return who spoke last among those whom a verb without a subject can mean."""
        return next((speaker for speaker in reversed(self._known) if speaker.agrees(cue)), None)

    def number(self, cue: FoundCue, source: Source | None, link: Link) -> str:
        """The number of a speaker: behind its verb the subject's own, else that of the verb or of who spoke before."""
        if source is not None:
            return "" if source.plural else cue.number or "s"
        same = [speaker.number for speaker in self._known if speaker.chain[-1].source == link.source]
        return same[-1] if same else cue.number or "s"

    def relay(self, words: str, entity: str | None) -> tuple[Link, ...]:
        """A relay lasts as long as its speaker goes on: the links in front of a source when it spoke last."""
        for speaker in reversed(self._known):
            if _is_same(speaker.chain[-1], words, entity):
                return speaker.chain[:-1]
        return ()

    def issuer(self, source: Source, word: str) -> Speaker | None:
        """Who put out the document that now speaks (``وأضاف البيان``); `word` is the folded word for it."""
        speaker = self.latest
        if source.kind != "document" or source.last > source.first or speaker is None:
            return None
        return speaker if word.removeprefix(_AL) in read_prose(speaker.chain[-1].channel or "").forms else None


def without_repeats(chain: tuple[Link, ...]) -> tuple[Link, ...]:
    """Drop a link that repeats the one in front of it (the agency as credit and as relay)."""
    kept: list[Link] = []
    for link in chain:
        if kept and (kept[-1].source == link.source or (link.entity and kept[-1].entity == link.entity)):
            kept[-1] = link
            continue
        kept.append(link)
    return tuple(kept)


def _is_same(old: Link, words: str, entity: str | None) -> bool:
    """Tell whether a source is one that spoke before: by its words, else by what it stands for."""
    before, now = _words(old.source), _words(words)
    return before <= now or now <= before or (entity is not None and old.entity == entity)


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> frozenset[str]:
    return frozenset(form.removeprefix(_AL) for form in read_prose(text).forms if form[0].isalnum())
