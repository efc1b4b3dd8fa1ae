"""Undertakings of one document: what parties bind themselves to, with provisions, phases and stages.

Mentions are found first; mentions of one undertaking are put together by kind, words and parties, bare definite ones
(`الاتفاقية`, `هذه المذكرة`) with the latest that fits. Stages, provisions and phases then go to their undertaking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from rawi.annotation.report_cast import Layout
from rawi.annotation.undertaking_content import (
    Content,
    find_phases,
    find_provisions,
    to_phase,
    to_provision,
)
from rawi.annotation.undertaking_mentions import Mention, NamesByToken, find_mentions, party_of
from rawi.annotation.undertaking_stages import Stages
from rawi.lexicon.lexicon import Lexicon
from rawi.model import (
    Document,
    Evidence,
    Phase,
    Provision,
    Report,
    Stage,
    StageName,
    Time,
    Undertaking,
    UndertakingKind,
)
from rawi.text.prose import Prose

_PAPERS: frozenset[UndertakingKind] = frozenset({"agreement", "memorandum", "treaty", "pact", "supply", "ceasefire"})
_GENERAL: frozenset[UndertakingKind] = frozenset({"agreement", "memorandum"})
_SINGLE: frozenset[UndertakingKind] = frozenset(
    {"base", "roadmap", "mandate", "pact", "ceasefire", "mechanism", "treaty"}
)
_STRONG: frozenset[StageName] = frozenset({"signed", "agreed", "ratified", "in_force", "extended"})
_ENOUGH = 2
_FAR_PHASE = 4


class _Draft(Struct):
    """An undertaking while its mentions are put together.

    `reports` tell its stages, `governed` are those whose trigger stands before one of its mentions.
    """

    mentions: list[Mention]
    kind: UndertakingKind
    parties: dict[str, None]
    stages: list[Stage] = msgspec.field(default_factory=list)
    provisions: list[Provision] = msgspec.field(default_factory=list)
    phases: list[Phase] = msgspec.field(default_factory=list)
    reports: set[int] = msgspec.field(default_factory=set)
    governed: set[int] = msgspec.field(default_factory=set)

    @property
    def plural(self) -> bool:
        return any(mention.plural for mention in self.mentions)

    def named(self, mention: Mention) -> bool:
        """Tell whether the same noun names it."""
        return any(own.noun.id == mention.noun.id for own in self.mentions)

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for mention in self.mentions for word in mention.words)


def find_undertakings(
    prose: Prose,
    document: Document,
    reports: tuple[Report, ...],
    layout: Layout,
    times: tuple[Time, ...],
    lexicon: Lexicon,
) -> tuple[tuple[Report, ...], tuple[Undertaking, ...]]:
    """Find the undertakings of a document; return the reports with their `undertaking` set, and the undertakings.

    Local ids are ``u1``, ``u2``… in order of first mention.
    """
    words = lexicon.undertakings
    by_token = NamesByToken(prose, layout.names)
    mentions = find_mentions(prose, by_token, words)
    if not mentions:
        return reports, ()
    stages = Stages(prose, document.id, reports, by_token, times, layout.heard, words)
    drafts, owner = _gather(mentions, stages, reports)
    for draft in drafts:
        _presuppose(draft, stages)
    for content in find_provisions(prose, mentions, words):
        _add_provision(owner.get(content.mention), content, document)
    _add_phases(prose, document, drafts, lexicon)
    kept = [d for d in _join_same_signing(drafts) if _worth(d)]
    kept.sort(key=lambda d: d.mentions[0].first)
    local = {number: f"u{place}" for place, draft in enumerate(kept, 1) for number in draft.governed}
    local |= {number: f"u{place}" for place, draft in enumerate(kept, 1) for number in draft.reports}
    marked = tuple(
        msgspec.structs.replace(report, undertaking=local[number]) if number in local else report
        for number, report in enumerate(reports)
    )
    return marked, tuple(_finish(prose, document, draft, f"u{place}") for place, draft in enumerate(kept, 1))


def _gather(
    mentions: list[Mention], stages: Stages, reports: tuple[Report, ...]
) -> tuple[list[_Draft], dict[int, _Draft]]:
    """Put mentions of one undertaking together, in order of the text."""
    drafts: list[_Draft] = []
    owner: dict[int, _Draft] = {}
    governing_words = {stages.stage_word(mention) for mention in mentions}
    for number, mention in enumerate(mentions):
        if mention.first in governing_words:
            continue
        told = list(stages.of(mention))
        telling = [place for _, place in told if place is not None]
        parties = _parties(mention, stages, [reports[place] for place in telling]) if told else mention.parties
        draft = _find_draft(drafts, mention, parties)
        if draft is None:
            if not _counts(mention, {stage.stage for stage, _ in told}):
                continue
            draft = _Draft([], mention.noun.kind, {})
            drafts.append(draft)
        draft.mentions.append(mention)
        if not mention.definite or len(draft.parties) < _ENOUGH:
            draft.parties.update(dict.fromkeys(parties))
        draft.stages.extend(stage for stage, _ in told)
        draft.reports.update(telling)
        governing = stages.governing(mention)
        if governing is not None:
            draft.governed.add(governing)
        owner[number] = draft
    return drafts, owner


def _counts(mention: Mention, stages: set[StageName]) -> bool:
    """Tell whether a mention can begin an undertaking, with the stages that are told of it."""
    noun = mention.noun
    if noun.back or (noun.weak and not stages):
        return False
    return not noun.strong or not stages.isdisjoint(_STRONG)


def _parties(mention: Mention, stages: Stages, reports: list[Report]) -> tuple[str, ...]:
    """Return the parties: those of the phrase; where it names fewer than two, those who act, as the sentence tells."""
    found = dict.fromkeys(mention.parties)
    if len(found) < _ENOUGH:
        found.update(dict.fromkeys((*_participants(reports), *stages.cast(mention))))
    if len(found) < _ENOUGH and mention.noun.kind != "mandate":
        found.update(dict.fromkeys(stages.states(mention)))
    return tuple(found)


def _participants(reports: list[Report]) -> Iterator[str]:
    for who in (who for report in reports for who in (*report.actors, *report.recipients)):
        party = party_of(who.entity, who.code, who.sector)
        if party:
            yield party


def _find_draft(drafts: list[_Draft], mention: Mention, parties: Iterable[str]) -> _Draft | None:
    """Return the latest undertaking that a mention can be of."""
    wanted = set(mention.parties if mention.definite else parties)
    for draft in reversed(drafts):
        same_kind = draft.kind == mention.noun.kind
        if not same_kind and not (draft.kind in _PAPERS and mention.noun.kind in _GENERAL):
            continue
        if not _fit(wanted, set(draft.parties), mention.definite) or (mention.back and mention.plural != draft.plural):
            continue
        if mention.back and (same_kind or mention.noun.kind in _GENERAL):
            return draft
        if not same_kind:
            continue
        if draft.kind in _SINGLE and len(wanted) >= _ENOUGH and wanted == set(draft.parties) and draft.named(mention):
            return draft
        shared = len(mention.words & draft.words)
        if shared and shared >= min(len(mention.words), len(draft.words)) / 2:
            return draft
        if not mention.words and wanted and wanted <= set(draft.parties):
            return draft
    return None


def _fit(one: set[str], other: set[str], definite: bool) -> bool:
    """Tell whether two sets of parties can be of one undertaking: one holds the other, or nothing is known.

    For a definite noun it is enough that they share a party: the press names some of many.
    """
    if not one or not other or one <= other or other <= one:
        return True
    return definite and not one.isdisjoint(other)


def _presuppose(draft: _Draft, stages: Stages) -> None:
    """Take an agreement that is named with its parties, but of which no stage is told, as agreed."""
    first = next((m for m in draft.mentions if len(m.parties) >= _ENOUGH and not m.plural), None)
    if not draft.stages and first is not None and first.noun.kind in _GENERAL:
        stage = stages.presupposed(first)
        if stage is not None:
            draft.stages.append(stage)


def _add_provision(draft: _Draft | None, content: Content, document: Document) -> None:
    if draft is not None:
        draft.provisions.append(to_provision(document.id, document.text, content.span))


def _add_phases(prose: Prose, document: Document, drafts: list[_Draft], lexicon: Lexicon) -> None:
    """Give numbered phases to the undertaking named last before them; one phase alone is none."""
    phases = find_phases(prose, lexicon.undertakings)
    if len({phase.order for phase in phases}) < 2:
        return
    for phase in phases:
        sentence = prose.sentence_of(phase.token)
        before = [
            (mention.first, place)
            for place, draft in enumerate(drafts)
            for mention in draft.mentions
            if mention.first < phase.token and sentence - mention.sentence <= _FAR_PHASE
        ]
        chosen = next((d for d in drafts if d.phases and d.phases[-1].order == phase.order - 1), None)
        if chosen is None and phase.order == 1 and before:
            chosen = drafts[max(before)[1]]
        if chosen is not None:
            chosen.phases.append(to_phase(document.id, document.text, phase))


def _join_same_signing(drafts: list[_Draft]) -> list[_Draft]:
    """Join papers that the same parties signed on the same day: two names of one undertaking."""
    joined: list[_Draft] = []
    for draft in drafts:
        twin = next((d for d in joined if _same_signing(d, draft)), None)
        if twin is None:
            joined.append(draft)
            continue
        twin.kind = draft.kind if twin.kind == "agreement" else twin.kind
        twin.mentions.extend(draft.mentions)
        twin.stages.extend(draft.stages)
        twin.provisions.extend(draft.provisions)
        twin.phases.extend(draft.phases)
        twin.reports.update(draft.reports)
        twin.governed.update(draft.governed)
    return joined


def _same_signing(one: _Draft, other: _Draft) -> bool:
    """Tell whether two papers are one: the same parties, both signed, and no two days that differ."""
    if one.kind not in _PAPERS or other.kind not in _PAPERS or not one.parties:
        return False
    if set(one.parties) != set(other.parties) or not (one.kind in _GENERAL and other.kind in _GENERAL):
        return False
    signed = [[s for s in draft.stages if s.stage == "signed"] for draft in (one, other)]
    days = [{s.when for s in stages if s.first_day and s.first_day == s.last_day} for stages in signed]
    return all(signed) and (not all(days) or bool(days[0] & days[1]))


def _worth(draft: _Draft) -> bool:
    """Tell whether enough is known: parties or telling words, and a stage, content, a report, or a second mention."""
    known = bool(draft.parties or draft.words)
    told = bool(draft.stages or draft.provisions or draft.phases or draft.reports or draft.governed)
    return known and (told or len(draft.mentions) > 1)


def _finish(prose: Prose, document: Document, draft: _Draft, local: str) -> Undertaking:
    labels = tuple(dict.fromkeys(prose.quote(m.first, m.last) for m in draft.mentions))
    telling = max(draft.mentions, key=lambda m: (len(m.words) + len(m.parties), m.last - m.first))
    places = [prose.span(m.first, m.last) for m in draft.mentions]
    return Undertaking(
        id=local,
        kind=draft.kind,
        name=prose.quote(telling.first, telling.last),
        labels=labels,
        parties=tuple(draft.parties),
        provisions=tuple(dict.fromkeys(draft.provisions)),
        phases=tuple(draft.phases),
        stages=tuple(dict.fromkeys(draft.stages)),
        mentions=tuple(Evidence(p.start, p.end, document=document.id) for p in places),
        rule=draft.mentions[0].noun.id,
    )
