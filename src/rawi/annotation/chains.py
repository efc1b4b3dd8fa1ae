"""Chains: from whom a text has what it tells, as a whole and stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rawi.annotation.chain_credits import find_credits, own_name_ids
from rawi.annotation.chain_cues import FoundCue, by_sentence, find_cues
from rawi.annotation.chain_known import Known
from rawi.annotation.chain_links import Links
from rawi.annotation.chain_openings import Openings
from rawi.annotation.chain_sources import Sources
from rawi.annotation.chain_subjects import Subjects
from rawi.annotation.chain_turns import Turn, Turns
from rawi.annotation.quotations import find_quotations
from rawi.lexicon.lexicon import Lexicon
from rawi.model import Document, Link, Name, Time, Voice
from rawi.text.prose import Prose


def document_chain(prose: Prose, document: Document, lexicon: Lexicon) -> tuple[Link, ...]:
    """Return the links that a document has as a whole: agencies in its credit, a text that it translates or passes on.

    The outlet itself and its own correspondents are no link.

    >>> from rawi.lexicon.lexicon import load_lexicon
    >>> from rawi.text.prose import read_prose
    >>> document = Document(id="1", name="1", text="وصل الوزير.", byline="دبي - رويترز")
    >>> [link.source for link in document_chain(read_prose(document.text), document, load_lexicon())]
    ['رويترز']
    """
    return find_credits(prose, document, lexicon.speech)


def find_voices(
    prose: Prose, document: Document, names: tuple[Name, ...], times: tuple[Time, ...], lexicon: Lexicon
) -> tuple[Voice, ...]:
    """Return the stretches of a text for which somebody else answers, each with its chain, in order of place.

    Voices may lie in one another; a report takes the innermost that covers its trigger. Outside all voices the
    narrator speaks.

    >>> from rawi.lexicon.lexicon import load_lexicon
    >>> from rawi.text.prose import read_prose
    >>> text = "ونقلت وكالة رويترز عن مسؤول تركي قوله إن الوزير وصل."
    >>> voices = find_voices(read_prose(text), Document(id="1", name="1", text=text), (), (), load_lexicon())
    >>> [(v.quote(text), [link.source for link in v.chain]) for v in voices]
    [('الوزير وصل.', ['وكالة رويترز', 'مسؤول تركي'])]
    """
    speech = lexicon.speech
    sources = Sources(prose, speech, names, lexicon.triggers, lexicon.world)
    cues = [cue for cue in find_cues(prose, speech, sources.anonymity) if not sources.in_person(cue.first)]
    openings = Openings(prose, speech, sources, find_quotations(prose, _resumptions(prose, cues)))
    links = Links(prose, speech, sources, times, own_name_ids(document, speech))
    reader = Turns(prose, speech, sources, Subjects(prose, speech, sources, lexicon.triggers), openings, links)
    known = Known(prose, speech, openings)
    turns = [turn for sentence, said in by_sentence(prose, cues) for turn in reader.read(sentence, said)]
    turns += [hole for turn in turns for hole in known.inside(turn)]
    if any(turn.chain and turn.chain[0].kind != "named" for turn in turns):
        credited = find_credits(prose, document, speech)
        for turn in turns:
            turn.chain = _beyond(turn.chain, credited)
    return tuple(sorted(_voices(prose, turns), key=lambda voice: (voice.start, -voice.end)))


def _beyond(chain: tuple[Link, ...], credited: tuple[Link, ...]) -> tuple[Link, ...]:
    """Leave off links at the front of a chain that the document's credit names already."""
    names = {name for link in credited for name in (link.entity, link.source) if name}
    while chain and (chain[0].entity in names or chain[0].source in names):
        chain = chain[1:]
    return chain


def _resumptions(prose: Prose, cues: Iterable[FoundCue]) -> frozenset[int]:
    """Return the reporting verbs joined with ``و`` that begin a paragraph: no quotation runs over them."""
    begins = {prose.firsts[s] for s in prose.sentences if s == 0 or prose.paragraph[s] != prose.paragraph[s - 1]}
    return frozenset(cue.first for cue in cues if cue.first in begins and cue.sort == "verb" and cue.conjunction)


def _voices(prose: Prose, turns: Iterable[Turn]) -> Iterator[Voice]:
    last = len(prose.forms) - 1
    for turn in turns:
        if turn.start > turn.end or turn.start > last:
            continue
        yield Voice(
            start=prose.starts[turn.start],
            end=prose.ends[min(turn.end, last)],
            chain=turn.chain,
            cue_start=prose.starts[turn.cue.first],
            cue_end=prose.ends[turn.cue.last],
            quoted=turn.quoted,
            rule=turn.cue.rule,
        )
