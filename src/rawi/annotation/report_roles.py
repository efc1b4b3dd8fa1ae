"""Who acts and who is acted upon: weigh every name near a trigger as actor and as recipient.

The rules place names by grammar (subject, object, genitive, preposition); here each name of the sentence, and each that
the rules carried over from another, is described by where it stands and what the rules made of it, and takes the role
that weights learnt from annotated articles find likely. Without weights the rules' roles stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from rawi.annotation.report_arguments import participant
from rawi.annotation.report_cast import Layout, Mention
from rawi.annotation.report_clauses import count_within
from rawi.annotation.reports import Possible
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, RELATIVE
from rawi.model import Name, Participant, Report
from rawi.text.prose import Prose
from rawi.text.stem import stem

ROLES = ("actor", "recipient")
_REACH = 45
_FAR = (0, 1, 3, 6, 10, 18)
_LEAST = 0.2
"""From which chance on the likeliest participant of a role is taken."""


class Bid(Struct, frozen=True, kw_only=True):
    """One participant that a report may have, and what speaks for it: features without the role."""

    participant: Participant
    facts: list[str]
    rule: str


def cast_reports(
    prose: Prose, layout: Layout, possible: Sequence[Possible], told: Sequence[Report], lexicon: Lexicon
) -> tuple[Report, ...]:
    """Return the reports with the likeliest participants. Pure."""
    weights = lexicon.role_weights
    if weights is None or not told:
        return tuple(told)
    view = RoleView(prose, layout, possible)
    cast = []
    for report in told:
        bids = view.bids(report)
        chances = [{role: weights.chance(with_role(bid.facts, role)) for role in ROLES} for bid in bids]
        actors, recipients = (choose(bids, chances, role, weights.threshold) for role in ROLES)
        cast.append(replace(report, actors=actors, recipients=recipients))
    return tuple(cast)


def choose(
    bids: Sequence[Bid], chances: Sequence[dict[str, float]], role: str, threshold: float
) -> tuple[Participant, ...]:
    """Return who takes a role, in order of place: the likeliest from a low chance on, any other from `threshold` on.

    Somebody who is likelier in the other role does not take this one; one entity takes a role once.
    """
    best: dict[str, tuple[float, Participant]] = {}
    for bid, chance in zip(bids, chances, strict=True):
        one = bid.participant
        name = one.entity or one.text
        if chance[role] >= max(chance.values()) and chance[role] > best.get(name, (_LEAST, one))[0]:
            best[name] = (chance[role], one)
    ranked = sorted(best.values(), key=lambda item: -item[0])
    taken = [one for number, (chance, one) in enumerate(ranked) if not number or chance >= threshold]
    return tuple(sorted(taken, key=lambda one: (one.start < 0, one.start)))


def with_role(facts: Sequence[str], role: str) -> list[str]:
    """Return the features of a bid for one role."""
    return [role, *(f"{role}|{fact}" for fact in facts)]


class RoleView:
    """The names of a text and where they stand, looked up once."""

    def __init__(self, prose: Prose, layout: Layout, possible: Sequence[Possible]) -> None:
        self._prose = prose
        self._outline = layout.outline
        self._cast = layout.cast
        self._by_start = {thing.report.start: thing for thing in possible}
        self._by_start |= {thing.report.start: thing for thing in possible if thing.best}
        self._acts = sorted({thing.candidate.first for thing in possible if thing.by_rule})

    def bids(self, report: Report) -> list[Bid]:
        """Return everybody who may take part in a report."""
        thing = self._by_start[report.start]
        first, last = thing.candidate.first, thing.candidate.last
        sentence = self._prose.tokens_of(self._prose.sentence_of(first))
        begin, end = max(sentence.start, first - _REACH), min(sentence.stop, last + _REACH)
        mentions = [m for m in self._cast.between(begin, end) if not m.first <= first <= m.last]
        about = self._about(thing, report)
        behind = [m for m in mentions if m.first > last]
        front = [m for m in mentions if m.last < first][::-1]
        bids: list[Bid] = []
        rules = {p.start: "actor" for p in report.actors} | {p.start: "recipient" for p in report.recipients}
        crowd = f"crowd={min(2, len(front))}{min(3, len(behind))}"
        for side, row in (("behind", behind), ("front", front)):
            for order, mention in enumerate(row):
                rule = next((rules[n.start] for n in mention.names if n.start in rules), "none")
                where = self._where(mention, side, min(order, 4), first, last, rule, thing)
                for name in mention.names:
                    facts = [*where, crowd, *self._who(name, report, rule, side, order)]
                    facts += [f"{fact}|{fact2}" for fact2 in about[:3] for fact in where[:6]]
                    bids.append(Bid(participant=participant(name), facts=facts + about, rule=rule))
        placed = {name.start for mention in mentions for name in mention.names}
        for role, carried in (("actor", report.actors), ("recipient", report.recipients)):
            for one in carried:
                if one.start not in placed or one.start < 0:
                    facts = [f"carried={role}", f"carried={role}|{thing.how}", f"carried={role}|{report.type}"]
                    bids.append(Bid(participant=one, facts=[*facts, *about], rule=role))
        return bids

    def _about(self, thing: Possible, report: Report) -> list[str]:
        c = thing.candidate
        kind = "verb" if c.verbal else "noun"
        return [
            f"type={report.type},{kind}",
            f"entry={c.trigger.id},{kind}",
            f"frame={c.trigger.frame},{kind}",
            f"found={min(2, len(report.actors))}{min(2, len(report.recipients))}",
            f"how={thing.how}",
            f"suffix={bool(c.suffix)},{kind}",
        ]

    def _where(
        self, mention: Mention, side: str, order: int, first: int, last: int, rule: str, thing: Possible
    ) -> list[str]:
        behind = side == "behind"
        gap = range(last + 1, mention.first) if behind else range(mention.last + 1, first)
        sorts, verbs = self._outline.sorts, self._outline.verbs
        crossed = min(2, sum(token in verbs for token in gap))
        opened = any(sorts[token] & (OPENS | RELATIVE) for token in gap)
        broken = any(sorts[token] & (BREAK | COMMA) for token in gap)
        rivals = min(2, count_within(self._acts, gap))
        far = sum(len(gap) > limit for limit in _FAR)
        low = last + 1 if behind else self._outline.begin(mention.first)
        preposition, _ = self._cast.governor(mention, low)
        ahead = self._prose.forms[mention.first - 1] if mention.first else ""
        return [
            f"rule={rule}",
            f"side={side},{order}",
            f"preposition={preposition},{side}",
            f"side={side},{far},{crossed}",
            f"rule={rule},{side},{order}",
            f"preposition={preposition},{side},{min(order, 1)},{opened}",
            f"side={side},{opened},{broken}",
            f"side={side},{rivals}",
            f"joined={mention.joined},{rule}",
            f"ahead={stem(ahead) if ahead else ''},{side}",
            f"subject={mention.first == self._prose.firsts[self._prose.sentence_of(mention.first)]},{side}",
            f"spoken={self._speaks(mention, thing)},{side}",
            f"rule={rule},{crossed},{rivals}",
            f"bridge={','.join(self._prose.forms[t] for t in gap) if len(gap) <= 2 else '+'},{side}",
        ]

    def _speaks(self, mention: Mention, thing: Possible) -> bool:
        """Tell whether a mention is a source of the voice that tells the report."""
        if thing.voice is None:
            return False
        start, end = self._prose.starts[mention.first], self._prose.ends[mention.last]
        entities = {name.entity for name in mention.names}
        return any(
            (link.start < end and start < link.end) or (link.entity is not None and link.entity in entities)
            for link in thing.voice.chain
        )

    def _who(self, name: Name, report: Report, rule: str, side: str, order: int) -> list[str]:
        taken = {p.code for p in report.actors}
        return [
            f"kind={name.kind},{rule}",
            f"sector={name.sector},{rule}",
            f"sector={name.sector},{report.type}",
            f"kind={name.kind},{side},{min(order, 2)}",
            f"kind={name.kind},{report.type}",
            f"name rule={name.rule},{rule}",
            f"anaphor={name.anaphor},{rule}",
            f"code={name.code is not None},{rule}",
            f"same as actor={name.code in taken},{rule}",
        ]
