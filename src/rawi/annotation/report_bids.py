"""Who may take part in a report, each described by facts: where the name stands, what lies between, who it is.

Everybody named in the trigger's sentence bids, then whom the rules carried over from elsewhere, then whoever was named
last in the two sentences before. The facts are short texts that a reader can follow; `report_roles` weighs them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from rawi.annotation.context import Part
from rawi.annotation.report_arguments import participant
from rawi.annotation.report_cast import Layout, Mention
from rawi.annotation.report_clauses import between, count_within
from rawi.annotation.reports import Possible, by_place
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, RELATIVE
from rawi.lexicon.weights import Facts
from rawi.model import Name, Report
from rawi.text.prose import Prose
from rawi.text.stem import stem

_REACH = 45
_FAR = (0, 1, 3, 6, 10, 18)
_REPORTS_BEFORE = 3
_SENTENCES_BEFORE = 2
_SPOKEN_BY_WORD = frozenset({"people", "organisation", "office"})
"""Which kinds of names begin with a word that tells what somebody is."""
_DAMMA = "\u064f"
_OUTSIDE = ("", "")
"""The stems of what is no word: behind the last word and, as lists count from their end, up to two before the first."""
_BESIDE = 6
"""How many places on either side of the trigger may bid."""
_EARLIER = 3
"""How many participants from the sentences before may bid."""
_TRIGGER_READ, _PATH_READ, _WHO_READ = 5, 4, 9
"""How many facts about the trigger, the way to a name and the name, the first ones, the network is told."""


class Bid(Struct, frozen=True):
    """Somebody who may take part in a report, as the network is asked about him, and all facts that speak for him."""

    part: Part
    facts: Facts


class _Scene(Struct, frozen=True, kw_only=True):
    """A report whose participants are looked for, with what is the same for all who bid.

    `actors` are the codes of the rules' actors, `roles` the rules' roles by where a name starts, `before` the parts
    that entities have in the reports before (``a0``: actor in the last one), `near` the distances at which entities are
    named in the sentence. `shared` are the facts that are the same for all who are named in the sentence, `marks` those
    of them that the network is told: not the words, which it reads by itself.
    """

    report: Report
    thing: Possible
    sentence: int
    actors: frozenset[str | None]
    about: list[str]
    trigger: list[str]
    roles: dict[int, str]
    before: dict[str, str]
    near: dict[str, list[int]]
    crowd: str
    shared: list[str]
    marks: list[str]

    @property
    def first(self) -> int:
        """The first token of the trigger."""
        return self.thing.candidate.first

    @property
    def last(self) -> int:
        """The last token of the trigger."""
        return self.thing.candidate.last


class Bids:
    """The names of a text and where they stand, looked up once."""

    def __init__(self, prose: Prose, layout: Layout, possible: Sequence[Possible]) -> None:
        self._prose = prose
        self._outline = layout.outline
        self._cast = layout.cast
        self._verbs = sorted(layout.outline.verbs)
        self._opening = layout.outline.places(OPENS | RELATIVE)
        self._apart = layout.outline.places(COMMA | BREAK)
        self._stems = list(map(stem, prose.forms))
        for mention in layout.cast.mentions:  # who it is says nothing about others, so of a name only its kind counts
            for token in range(mention.first, mention.last + 1):
                self._stems[token] = f"<{mention.name.kind}>"
        self._stems += _OUTSIDE
        self._by_start = by_place(possible)
        self._ruled = [thing for thing in possible if thing.by_rule]
        self._acts = [thing.candidate.first for thing in self._ruled]
        self._spoken_of = Counter(name.entity or name.text for name in layout.names)
        codes = Counter(name.code for name in layout.names if name.code)
        self._rank = {code: min(3, rank) for rank, (code, _) in enumerate(codes.most_common())}

    def of(self, report: Report) -> list[Bid]:
        """Return everybody who may take part in a report."""
        thing = self._by_start[report.start]
        first, last = thing.candidate.first, thing.candidate.last
        sentence = self._prose.sentence_of(first)
        tokens = self._prose.tokens_of(sentence)
        begin, end = max(tokens.start, first - _REACH), min(tokens.stop, last + _REACH)
        mentions = [m for m in self._cast.between(begin, end) if not m.first <= first <= m.last]
        behind = [m for m in mentions if m.first > last][:_BESIDE]
        front = [m for m in mentions if m.last < first][: -_BESIDE - 1 : -1]
        about, trigger = _about(thing, report), self._around_trigger(thing)
        crowd = f"crowd={min(2, len(front))}{min(3, len(behind))}"
        scene = _Scene(
            report=report,
            thing=thing,
            sentence=sentence,
            actors=frozenset([p.code for p in report.actors]),
            about=about,
            trigger=trigger,
            roles={p.start: "actor" for p in report.actors} | {p.start: "recipient" for p in report.recipients},
            before=self._parts_before(first),
            near=_distances(mentions, first),
            crowd=crowd,
            shared=[*about, *trigger, crowd],
            marks=[*about, *trigger[:_TRIGGER_READ], crowd],
        )
        bids = [bid for order, mention in enumerate(behind) for bid in self._named(scene, mention, "behind", order)]
        bids += [bid for order, mention in enumerate(front) for bid in self._named(scene, mention, "front", order)]
        placed = {name.start for mention in mentions for name in mention.names}
        bids += _carried(scene, placed)
        taken = {bid.part.participant.entity or bid.part.participant.text for bid in bids}
        return bids + self._earlier(scene, taken)

    def _parts_before(self, first: int) -> dict[str, str]:
        """Return which part everybody has in the last reports of the rules in front of a token."""
        place = bisect_left(self._acts, first)
        parts: dict[str, str] = {}
        for back, thing in enumerate(self._ruled[max(0, place - _REPORTS_BEFORE) : place][::-1]):
            for one in thing.report.actors:
                parts.setdefault(one.entity or one.text, f"a{back}")
            for one in thing.report.recipients:
                parts.setdefault(one.entity or one.text, f"r{back}")
        return parts

    # --- names of the sentence ------------------------------------------------------------------------------------

    def _named(self, scene: _Scene, mention: Mention, side: str, order: int) -> list[Bid]:
        """Return the bids of those who are named at one place of the sentence."""
        rule = next((scene.roles[n.start] for n in mention.names if n.start in scene.roles), "none")
        where = self._where(scene, mention, side, min(order, 4), rule)
        path = self._path(scene, mention, side, min(order, 2))
        kind, entry, frame = scene.about[:3]
        place = where[:6]
        way = place + path
        within = [(kind, way), (entry, place), (where[4], scene.trigger)]
        distance = abs(mention.first - scene.first)
        bids = []
        for name in mention.names:
            who = self._who(scene, name, rule, side, min(order, 2), distance)
            facts = Facts([*where, *path, *who], [*within, (frame, who)], scene.shared)
            marks = [*where, *path[:_PATH_READ], *who[:_WHO_READ]]
            bids.append(Bid(Part(scene.report, participant(name), rule, marks, scene.marks), facts))
        return bids

    def _where(self, scene: _Scene, mention: Mention, side: str, order: int, rule: str) -> list[str]:
        """Return where a mention stands: side, order, preposition, distance, and what the rules made of it."""
        first, last = scene.first, scene.last
        behind = side == "behind"
        gap = range(last + 1, mention.first) if behind else range(mention.last + 1, first)
        crossed = min(2, count_within(self._verbs, gap))
        opened = count_within(self._opening, gap) > 0
        broken = count_within(self._apart, gap) > 0
        rivals = min(2, count_within(self._acts, gap))
        far = bisect_left(_FAR, len(gap))
        low = last + 1 if behind else self._outline.begin(mention.first)
        preposition, _ = self._cast.governor(mention, low)
        heads = mention.first == self._prose.firsts[scene.sentence]
        return [
            f"rule={rule}",
            f"side={side},{order}",
            f"preposition={preposition},{side}",
            f"side={side},{far},{crossed}",
            f"rule={rule},{side},{order}",
            f"preposition={preposition},{side},{min(order, 1)},{opened!s}",
            f"side={side},{opened!s},{broken!s}",
            f"side={side},{rivals}",
            f"joined={mention.joined!s},{rule}",
            f"ahead={self._stems[mention.first - 1]},{side}",
            f"subject={heads!s},{side}",
            f"spoken={_speaks(self._prose, mention, scene.thing)!s},{side}",
            f"rule={rule},{crossed},{rivals}",
            f"bridge={','.join(self._stems[gap.start : gap.stop]) if len(gap) <= 2 else '+'},{side}",
        ]

    def _path(self, scene: _Scene, mention: Mention, side: str, order: int) -> list[str]:
        """Return what lies on the way from the trigger to a mention: clauses, verbs, small words, agreement."""
        outline, forms = self._outline, self._prose.forms
        shape, verbal, name = scene.thing.candidate.shape, scene.thing.candidate.verbal, mention.name
        behind = side == "behind"
        low, high = (scene.last + 1, mention.first) if behind else (mention.last + 1, scene.first)
        inner, outer = (scene.last, mention.first) if behind else (mention.first, scene.first)
        clauses = min(3, bisect_right(outline.begins, outer) - bisect_right(outline.begins, inner))
        openers = between(self._opening, low, high)
        begin, end = bisect_left(self._verbs, low), bisect_left(self._verbs, high)
        crossing = self._stems[self._verbs[begin if behind else end - 1]] if begin < end else "-"
        ahead = mention.first - 1
        verb = ahead if ahead in outline.verbs else ahead - 1
        own = self._stems[verb] if verb in outline.verbs else "-"
        commas = min(3, forms[low:high].count(","))
        path = [
            f"clauses={side},{clauses},{order}",
            f"opener={side},{forms[openers[-1]] if openers else '-'}",
            f"agree={shape.gender}{shape.number},{name.kind},{name.feminine!s},{name.plural!s},{verbal!s},{side}",
            f"has verb={own != '-'!s},{side},{clauses},{verbal!s}",
            f"verb between={side},{crossing}",
            f"own verb={own},{side},{clauses}",
            f"after={self._stems[mention.last + 1]},{side}",
            f"second ahead={self._stems[mention.first - 2]},{side}",
            f"commas={side},{commas}",
            f"adjective={name.adjective!s},{side},{min(order, 1)}",
            f"distance={side},{min(12, high - low)}",
            f"several={len(mention.names)},{side}",
        ]
        if name.adjective:
            path.append(f"adjective of={self._stems[mention.first - 1]}")
        return path

    def _who(self, scene: _Scene, name: Name, rule: str, side: str, order: int, distance: int) -> list[str]:
        """Return who bids: kind and sector, and what part in the text so far."""
        report = scene.report
        called = name.entity or name.text
        part = scene.before.get(called, "-")
        places = scene.near.get(called, [])
        nearer = bool(places) and min(places) < distance
        same = name.code in scene.actors
        word: str = name.kind
        if name.kind in _SPOKEN_BY_WORD:
            word = stem(self._prose.forms[self._prose.token_at(name.start)])
        return [
            f"kind={name.kind},{rule}",
            f"sector={name.sector!s},{report.type}",
            f"kind={name.kind},{report.type}",
            f"anaphor={name.anaphor!s},{rule}",
            f"same as actor={same!s},{rule}",
            f"again={len(places) > 1!s},{nearer!s}",
            f"often={min(5, self._spoken_of[called])}",
            f"rank={self._rank.get(name.code or '', 3)},{name.kind}",
            f"before={part}",
            f"sector={name.sector!s},{rule}",
            f"kind={name.kind},{side},{order}",
            f"word={word},{rule}",
            f"word={word},{side}",
            f"word={word},{report.type}",
            f"code={name.code is not None!s},{rule}",
            f"before={part},{rule}",
            f"before={part},{side},{min(order, 1)}",
            f"who={name.kind},{name.sector!s},{report.type}",
            f"who={name.kind},{name.sector!s},{side}",
            f"plural={name.plural!s},{name.kind},{report.type}",
        ]

    # --- names of the sentences before ----------------------------------------------------------------------------

    def _earlier(self, scene: _Scene, taken: set[str]) -> list[Bid]:
        """Return the bids of those named last in the sentences before, the nearest first, each once."""
        sentence = self._prose.firsts[scene.sentence]
        begin = self._prose.firsts[max(0, scene.sentence - _SENTENCES_BEFORE)]
        bids: list[Bid] = []
        for mention in reversed(self._cast.between(begin, sentence)):
            for name in mention.names:
                called = name.entity or name.text
                if called in taken or (name.code is None and name.sector is None):
                    continue
                taken.add(called)
                facts = self._earlier_facts(scene, mention, name, len(bids) + 1)
                bids.append(Bid(Part(scene.report, participant(name), "none", facts.alone, scene.marks), facts))
            if len(bids) >= _EARLIER:
                break
        return bids

    def _earlier_facts(self, scene: _Scene, mention: Mention, name: Name, order: int) -> Facts:
        report, thing = scene.report, scene.thing
        sentence = self._prose.sentence_of(mention.first)
        back = scene.sentence - sentence
        preposition, _ = self._cast.governor(mention, self._outline.begin(mention.first))
        leads = mention.first == self._prose.firsts[sentence] or mention.first - 1 in self._outline.verbs
        called = name.entity or name.text
        part = scene.before.get(called, "-")
        shape, verbal = thing.candidate.shape, thing.candidate.verbal
        base = f"earlier={back},{bool(preposition)!s},{leads!s}"
        alone = [
            "earlier",
            base,
            f"earlier order={min(order, 5)}",
            f"earlier part={part}",
            f"earlier={back},{name.kind},{part}",
            f"earlier who={name.kind},{name.sector!s},{report.type}",
            f"earlier anaphor={name.anaphor!s}",
            f"earlier leads={leads!s},{thing.how}",
            f"earlier part={part},{thing.how}",
            f"earlier {scene.crowd}",
            f"earlier found={len(report.actors)}{len(report.recipients)},{leads!s},{part}",
            f"earlier often={min(4, self._spoken_of[called])}",
            f"earlier agree={shape.gender}{shape.number},{name.kind},{name.feminine!s},{name.plural!s},{verbal!s}",
            f"earlier suffix={thing.candidate.suffix}",
        ]
        return Facts(alone, [(base, scene.about[:4]), ("earlier", scene.about[:4])])

    # --- the trigger ----------------------------------------------------------------------------------------------

    def _around_trigger(self, thing: Possible) -> list[str]:
        """Return the grammar of the trigger and the words beside it."""
        c, voice = thing.candidate, thing.voice
        begin = self._outline.begin(c.first)
        opener = "verb" if begin in self._outline.verbs else "-"
        if self._outline.sorts[begin] & (OPENS | RELATIVE):
            opener = self._prose.forms[begin]
        sourced = voice is not None and bool(voice.chain)
        return [
            f"shape={c.shape.tense},{c.shape.person},{c.shape.number},{c.verbal!s}",
            f"passive={c.shape.passive or _DAMMA in self._prose.quote(c.first, c.first)[:3]},{c.verbal!s}",
            f"clitics={c.preposition},{c.article!s},{bool(c.suffix)!s},{c.light!s}",
            f"conjunction={c.conjunction!s},{c.verbal!s}",
            f"voice={sourced!s},{voice is not None and voice.quoted}",
            f"word before={self._stems[c.first - 1]}",
            f"word behind={self._stems[c.last + 1]}",
            f"governor={self._stems[c.governor]}",
            f"clause={opener}",
        ]


def _about(thing: Possible, report: Report) -> list[str]:
    """Return what the report is, and how the rules found its participants."""
    c = thing.candidate
    kind = "verb" if c.verbal else "noun"
    return [
        f"type={report.type},{kind}",
        f"entry={c.trigger.id},{kind}",
        f"frame={c.trigger.frame},{kind}",
        f"found={min(2, len(report.actors))}{min(2, len(report.recipients))}",
        f"how={thing.how}",
        f"suffix={bool(c.suffix)!s},{kind}",
    ]


def _distances(mentions: Sequence[Mention], first: int) -> dict[str, list[int]]:
    """Return how far from the trigger everybody is named, by entity."""
    found: dict[str, list[int]] = {}
    for mention in mentions:
        for name in mention.names:
            found.setdefault(name.entity or name.text, []).append(abs(mention.first - first))
    return found


def _carried(scene: _Scene, placed: set[int]) -> list[Bid]:
    """Return the bids of those whom the rules found outside the sentence."""
    bids = []
    for role, carried in (("actor", scene.report.actors), ("recipient", scene.report.recipients)):
        for one in carried:
            if one.start not in placed or one.start < 0:
                carried_as = f"carried={role}"
                facts = Facts([carried_as, *scene.about, *scene.trigger], [(carried_as, scene.about)])
                bids.append(Bid(Part(scene.report, one, role, [carried_as], scene.marks), facts))
    return bids


def _speaks(prose: Prose, mention: Mention, thing: Possible) -> bool:
    """Tell whether a mention is a source of the voice that tells the report."""
    if thing.voice is None or not thing.voice.chain:
        return False
    start, end = prose.starts[mention.first], prose.ends[mention.last]
    entities = {name.entity for name in mention.names}
    return any(
        (link.start < end and start < link.end) or (link.entity is not None and link.entity in entities)
        for link in thing.voice.chain
    )
