"""Who is said to know: the independent origins behind reports of one happening.

Two reports share an origin when their chains end in the same entity, in anonymous sources relayed by the same outlet,
or in government bodies of one state; or when one text is a copy of the other. With an empty chain the document's own
outlet is the origin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product

from msgspec import Struct

from rawi.lexicon.lexicon import Lexicon
from rawi.linking.copies import Shingles, find_copied
from rawi.linking.readings import Reading, plain
from rawi.linking.speakers import Speakers
from rawi.model import Link, LinkKind, Origin, ReportRef
from rawi.settings import Settings

_SHORTEST_SENTENCE = 6
_UNNAMED = ("outlet:", "anonymous:")


class Told(Struct, frozen=True, gc=False):
    """One report with what its origin depends on."""

    ref: ReportRef
    outlet: str
    published: str
    chain: tuple[Link, ...]


class Sources:
    """Everything about sources in some documents: who speaks for whom, which texts are copies, who told each report.

    For the origins of an event these are the documents that tell it: nothing else bears on them.
    """

    def __init__(self, readings: Mapping[str, Reading], lexicon: Lexicon, settings: Settings) -> None:
        self._settings = settings
        self._readings = readings
        self._speakers = Speakers(readings, lexicon)

    def told(self, ref: ReportRef) -> Told:
        """Look one report up."""
        found = self._readings[ref.document].annotations
        report = found.reports[ref.index]
        document = found.document
        day = document.published or document.published_to
        return Told(
            ref,
            self._speakers.outlet(document.outlet) if document.outlet else document.name,
            day.isoformat() if day else "",
            (*found.document_chain, *report.chain),
        )

    def origins(self, refs: Sequence[ReportRef]) -> tuple[Origin, ...]:
        """Group reports of one happening by their independent origin, the one with most reports first."""
        told = [self.told(ref) for ref in sorted(refs)]
        keys = {t.ref: self.key(t) for t in told}
        groups = _join(dict.fromkeys(keys.values()), self._copies(told, keys))
        by_key: defaultdict[str, list[Told]] = defaultdict(list)
        for t in told:
            by_key[keys[t.ref]].append(t)
        found = [self._origin(members, by_key) for members in groups]
        return tuple(sorted(found, key=lambda origin: (-len(origin.reports), origin.key)))

    def key(self, told: Told) -> str:
        """Return the key of a report's origin: reports with one key share it."""
        if not told.chain:
            return f"outlet:{plain(told.outlet)}"
        last = told.chain[-1]
        if last.kind == "anonymous":
            return f"anonymous:{self._relayer(told)}"
        return self._speakers.speaks_for(last, told.ref.document) or f"anonymous:{self._relayer(told)}"

    def _relayer(self, told: Told) -> str:
        """Return who passes on what the last link of the chain says."""
        if len(told.chain) > 1:
            return self._speakers.relayer(told.chain[-2])
        return plain(told.outlet)

    def _copies(self, told: list[Told], keys: dict[ReportRef, str]) -> set[tuple[str, str]]:
        """Return the different origins whose reports are one text, at least one of which names no source.

        In a copied document outlet stands for outlet, and unnamed source for unnamed source; who is named in one print
        and not in the other counts by the sentence.
        """
        unnamed = sorted({key for key in keys.values() if _unnamed(key)})
        if not unnamed or len(set(keys.values())) < 2:
            return set()
        found = {
            (a, b)
            for one, other in self._in_one_sentence(told, keys)
            for a, b in ((keys[one], keys[other]),)
            if a != b and (_unnamed(a) or _unnamed(b))
        }
        if any(_kind(a) == _kind(b) for a, b in pairwise(unnamed)):
            keys_of: defaultdict[str, set[str]] = defaultdict(set)
            for ref, key in keys.items():
                keys_of[ref.document].add(key)
            found_in = (reading.annotations for reading in self._readings.values())
            for one, other in find_copied(found_in, self._settings):
                both = product(keys_of[one], keys_of[other])
                found.update((a, b) for a, b in both if a != b and _unnamed(a) and _kind(a) == _kind(b))
        return found

    def _in_one_sentence(self, told: list[Told], keys: dict[ReportRef, str]) -> Iterator[tuple[ReportRef, ReportRef]]:
        """Yield reports of two documents whose sentences are copies; of one sentence and origin, one stands for all."""
        sentences: dict[tuple[str, int, str], tuple[ReportRef, Shingles]] = {}
        for ref in (one.ref for one in told):
            reading = self._readings[ref.document]
            report = reading.annotations.reports[ref.index]
            place = (ref.document, report.sentence_start, keys[ref])
            if place not in sentences:
                shingles = reading.sentence(report, self._settings)
                if len(shingles) >= _SHORTEST_SENTENCE:
                    sentences[place] = ref, shingles
        holders: defaultdict[int, list[ReportRef]] = defaultdict(list)
        for ref, shingles in sentences.values():
            for value in shingles.tolist():
                holders[value].append(ref)
        sizes = {ref: len(shingles) for ref, shingles in sentences.values()}
        shared = Counter(pair for refs in holders.values() for pair in combinations(refs, 2))
        for (one, other), count in shared.items():
            if one.document != other.document and count / min(sizes[one], sizes[other]) >= self._settings.copy_share:
                yield one, other

    def _origin(self, members: tuple[str, ...], by_key: dict[str, list[Told]]) -> Origin:
        """Make one origin of keys that copies join: a credited source; else it is inferred, the earliest print."""
        told = sorted((t for key in members for t in by_key[key]), key=lambda t: (t.published, t.ref))
        key = min(members, key=lambda k: (k.startswith("outlet:"), by_key[k][0].published, k))
        first = by_key[key][0]
        kind: LinkKind = first.chain[-1].kind if first.chain else "outlet"
        label = (first.chain[-1].entity or first.chain[-1].source) if first.chain else first.outlet
        reason = _kind(key)
        if len(members) > 1:
            reason = "same text, earliest" if key.startswith("outlet:") else "same text"
        return Origin(key=key, label=label, kind=kind, reports=tuple(t.ref for t in told), reason=reason)


def _unnamed(key: str) -> bool:
    return key.startswith(_UNNAMED)


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _join(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the keys in groups that copies join; two sources that are named stay two."""
    group_of: dict[str, tuple[str, ...]] = {key: (key,) for key in keys}
    for one, other in sorted(pairs):
        left, right = group_of[one], group_of[other]
        if left is right or sum(not _unnamed(key) for key in (*left, *right)) > 1:
            continue
        joined = (*left, *right)
        for key in joined:
            group_of[key] = joined
    return list({id(group): group for group in group_of.values()}.values())
