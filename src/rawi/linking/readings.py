"""Documents with what their events ask of them again and again, each thing found when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.match import longest
from rawi.linking.copies import Shingles, shingles_of
from rawi.model import Annotations, Link, Name, Report
from rawi.settings import Settings
from rawi.text.fold import fold_word
from rawi.text.prose import read_prose

Shown = tuple[str, str]
"""A PLOVER code and sector, empty where there is none."""
_BODIES = frozenset({"organisation", "group", "outlet"})


class Reading:
    """One document as it is asked about its names, its speakers and its sentences."""

    def __init__(self, annotations: Annotations, lexicon: Lexicon) -> None:
        self.annotations = annotations
        self._lexicon = lexicon
        self._sentences: dict[int, Shingles] = {}

    @cached_property
    def names(self) -> list[Name]:
        """All names in the order of the text."""
        return sorted(self.annotations.names)

    @cached_property
    def links(self) -> list[Link]:
        """All links in the order of the text."""
        one = self.annotations
        chains = (*(voice.chain for voice in one.voices), *(report.chain for report in one.reports))
        return sorted((link for chain in chains for link in chain), key=lambda link: link.start)

    def names_from(self, start: int, end: int) -> Iterator[Name]:
        """Yield the names that begin between two places, in order."""
        for place in range(bisect_left(self.names, start, key=lambda name: name.start), len(self.names)):
            if self.names[place].start >= end:
                return
            yield self.names[place]

    @cached_property
    def standings(self) -> dict[str, dict[Shown, int]]:
        """How often the names and participants of each plain name show which code and sector."""
        shown: Counter[tuple[str, str, str]] = Counter()
        for name in self.annotations.names:
            if name.code:
                label, entity = plain(name.text), plain(name.entity or name.text)
                shown[label, name.code, name.sector or ""] += 1
                if entity != label:
                    shown[entity, name.code, name.sector or ""] += 1
        for report in self.annotations.reports:
            for who in (*report.actors, *report.recipients):
                if who.code and who.entity:
                    shown[plain(who.entity), who.code, who.sector or ""] += 1
        found: defaultdict[str, dict[Shown, int]] = defaultdict(dict)
        for (label, code, sector), count in shown.items():
            found[label][code, sector] = count
        return dict(found)

    @cached_property
    def bodies(self) -> dict[str, Counter[str]]:
        """How often each person, by the plain name, is introduced with which organisation."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        text, heads = self.annotations.document.text, dict(_heads(self.annotations))
        for name in self.annotations.names:
            if name.kind == "person" and name.entity and name.core_start > name.start:
                title = text[name.start : name.core_start]
                body = body_in(title, self._lexicon) or next(
                    (heads[word] for word in title.split() if word in heads), ""
                )
                if body and body != name.entity:
                    found[plain(name.entity)][body] += 1
        return dict(found)

    def sentence(self, report: Report, settings: Settings) -> Shingles:
        """Return the shingles of the sentence in which a report of the document stands."""
        start, end = max(report.sentence_start, 0), max(report.sentence_end, 0)
        shingles = self._sentences.get(start)
        if shingles is None:
            shingles = shingles_of(self.annotations.document.text[start:end], settings.shingle_words)
            self._sentences[start] = shingles
        return shingles


def read_all(annotations: Iterable[Annotations], lexicon: Lexicon) -> dict[str, Reading]:
    """Return documents ready to be asked, by their ids."""
    return {one.document.id: Reading(one, lexicon) for one in annotations}


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """Return a name without blanks, marks and what the press spells at will, to compare names."""
    return "".join(letter for letter in fold_word(name.casefold()) if letter.isalnum())


@lru_cache(maxsize=1 << 14)
def body_in(words: str, lexicon: Lexicon) -> str:
    """Return the one organisation that words name besides other things, empty where none or several."""
    forms = read_prose(words).forms
    hits = longest(lexicon.world.names.find(forms))
    named = {h.value.term.en for h in hits if h.value.term.sense in _BODIES and h.last - h.first + 1 < len(forms)}
    return named.pop() if len(named) == 1 else ""


def _heads(one: Annotations) -> Iterator[tuple[str, str]]:
    """Yield the first words of the organisations that a document names, by which its later sentences call them."""
    for name in one.names:
        if name.kind == "organisation" and name.entity and not name.anaphor and " " in name.text:
            yield name.text.split()[0], name.entity
