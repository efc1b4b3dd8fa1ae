"""What speaks for and against a candidate: plain words, each a fact about it that a person can check."""

from __future__ import annotations

from msgspec import Struct

from rawi.annotation.report_arguments import Parties
from rawi.annotation.report_clauses import Outline
from rawi.annotation.report_triggers import Candidate
from rawi.lexicon.triggers import BREAK, OPENS, RELATIVE, Triggers
from rawi.model import Name, Voice
from rawi.text.prose import Prose

_AL = "\u0627\u0644"
_WAW, _LAM = chr(0x648), chr(0x644)


class Sight(Struct, frozen=True, kw_only=True):
    """What is known about the surroundings of one candidate: the text, its clauses, its voice, its date."""

    prose: Prose
    outline: Outline
    triggers: Triggers
    voice: Voice | None
    dated: str
    seen: bool
    rivals: int
    left: Candidate | None = None
    right: Candidate | None = None


def describe(candidate: Candidate, parties: Parties, sight: Sight) -> list[str]:
    """Return the facts about a candidate, in no order, each at most once."""
    trigger = candidate.trigger
    kind = trigger.type
    entry = candidate.meaning.rule.partition(":")[0]
    lemma = candidate.meaning.rule
    form = "verb" if candidate.verbal else candidate.shape.pos
    lacks = candidate.lacks or "ok"
    facts = [
        "bias",
        f"type={kind}",
        f"form={form}",
        f"lacks={lacks}",
        f"type={kind}+lacks={lacks}",
        f"entry={entry}",
        f"entry={entry}+lacks={lacks}",
        f"lemma={lemma}",
        f"lemma={lemma}+lacks={lacks}",
        f"lemma={lemma}+form={form}",
        f"strength={min(candidate.strength, 5)}",
        f"rivals={min(sight.rivals, 3)}",
        f"dated={sight.dated}+form={form}",
        f"seen={sight.seen}+form={form}",
    ]
    facts += [f"any={name}" for name in candidate.entries]
    facts.append(f"fitting={sum(name.endswith('/ok') for name in candidate.entries)}+type={kind}")
    facts += _grammar(candidate, form, kind)
    facts += _people(parties, kind, form)
    facts += _place(candidate, sight, kind, form)
    facts += _around(candidate, sight, kind, entry)
    facts += _neighbours(candidate, sight, kind, entry)
    return facts


def _neighbours(candidate: Candidate, sight: Sight, kind: str, entry: str) -> list[str]:
    """Return what other happenings may stand beside, in the same clause or not."""
    facts = []
    for side, other in (("before", sight.left), ("behind", sight.right)):
        if other is None:
            facts.append(f"{side}=none")
            continue
        gap = other.first - candidate.last if side == "behind" else candidate.first - other.last
        near = "1" if gap <= 1 else "3" if gap <= 3 else "8" if gap <= 8 else "far"
        same = other.trigger.type == kind
        inside = sight.outline.begin(other.first) == sight.outline.begin(candidate.first)
        name = other.meaning.rule.partition(":")[0]
        facts += [
            f"{side}={near}+same={same}+clause={inside}",
            f"{side}={near}+same={same}+type={kind}",
            f"{side}={name}+near={near}",
            f"{side}={other.trigger.type}+entry={entry}",
            f"{side}={name}+type={kind}",
        ]
    return facts


def _grammar(candidate: Candidate, form: str, kind: str) -> list[str]:
    shape = candidate.shape
    if candidate.verbal:
        tense = "future" if candidate.future else shape.tense
        return [
            f"tense={tense}",
            f"tense={tense}+type={kind}",
            f"person={shape.person}",
            f"joined={candidate.conjunction}+tense={tense}",
            f"object={bool(candidate.suffix)}",
        ]
    shown = "article" if candidate.article else "suffix" if candidate.suffix else "bare"
    return [
        f"shown={shown}",
        f"shown={shown}+type={kind}",
        f"shown={shown}+number={shape.number}",
        f"preposition={candidate.preposition}",
        f"light={candidate.light}",
        f"form={form}+shown={shown}",
    ]


def _people(parties: Parties, kind: str, form: str) -> list[str]:
    actor = _side(parties.actors)
    recipient = _side(parties.recipients)
    has = f"{bool(parties.actors):d}{bool(parties.recipients):d}"
    facts = [
        f"parties={has}",
        f"parties={has}+type={kind}",
        f"parties={has}+form={form}",
        f"how={parties.how}",
        f"how={parties.how}+type={kind}",
        f"actor={actor}",
        f"recipient={recipient}",
        f"actors={min(len(parties.actors), 3)}+type={kind}",
    ]
    if parties.actors and parties.recipients:
        same = parties.actors[0].code == parties.recipients[0].code
        facts.append(f"same_side={same}+type={kind}")
    return facts


def _side(names: tuple[Name, ...]) -> str:
    if not names:
        return "nobody"
    first = names[0]
    return f"{first.kind}:{first.sector}"


def _place(candidate: Candidate, sight: Sight, kind: str, form: str) -> list[str]:
    prose, outline = sight.prose, sight.outline
    sentence = prose.sentence_of(candidate.first)
    first = prose.firsts[sentence]
    begin = outline.begin(candidate.first)
    opener = prose.forms[begin] if outline.sorts[begin] & (OPENS | RELATIVE) else ""
    place = min(2, candidate.first - begin)
    said = "" if sight.voice is None else ("quoted" if sight.voice.quoted else "said")
    act = sight.voice.chain[-1].act if sight.voice is not None and sight.voice.chain else ""
    return [
        f"opener={opener}",
        f"in_clause={place}+form={form}",
        f"in_sentence={min(3, (candidate.first - first) // 4)}",
        f"sentence={min(sentence, 3)}",
        f"said={said}",
        f"said={said}+type={kind}",
        f"act={act}+type={kind}",
        f"length={min(6, (prose.firsts[sentence + 1] - first) // 10)}",
    ]


def _around(candidate: Candidate, sight: Sight, kind: str, entry: str) -> list[str]:
    forms, tags, sorts = sight.prose.forms, sight.triggers.tags, sight.outline.sorts
    first, last = candidate.first, candidate.last
    begin = sight.prose.firsts[sight.prose.sentence_of(first)]
    end = sight.prose.firsts[sight.prose.sentence_of(first) + 1]
    facts = []
    for offset in (1, 2, 3):
        if first - offset >= begin:
            before = _bare(forms[first - offset])
            facts.append(f"left{offset}={before}")
            facts += [f"left={tag}+type={kind}" for tag in tags(forms[first - offset])]
            if offset == 1:
                facts.append(f"left1={before}+type={kind}")
                facts.append(f"left1={before}+entry={entry}")
        if last + offset < end:
            after = _bare(forms[last + offset])
            facts.append(f"right{offset}={after}")
            facts += [f"right={tag}+entry={entry}" for tag in tags(forms[last + offset])]
            if offset == 1:
                facts.append(f"right1={after}+type={kind}")
                facts.append(f"right1={after}+entry={entry}")
    if first == begin:
        facts.append("left1=^")
    if last + 1 >= end or sorts[last + 1] & BREAK:
        facts.append("right1=$")
    if candidate.governor >= 0:
        verb = sight.triggers.lemma(forms[candidate.governor])
        facts.append(f"governor={verb}")
        facts.append(f"governor={verb}+type={kind}")
        facts.append(f"far={min(4, (first - candidate.governor) // 2)}")
    else:
        facts.append(f"governor=none+form={candidate.shape.pos}")
    return list(dict.fromkeys(facts))


def _bare(form: str) -> str:
    """Return a word without conjunction and article, so that sightings add up."""
    if len(form) > 4 and form[0] == _WAW:
        form = form[1:]
    if form.startswith(_AL) and len(form) > 4:
        return form[2:]
    if form.startswith(_LAM + _LAM) and len(form) > 4:
        return form[2:]
    return form
