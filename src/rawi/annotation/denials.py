"""What is denied without being told again: ``نفت طهران هذه المزاعم``, ``وهو ما تنفيه موسكو``.

The denying is no happening of its own; it is a report of the deed told before, denied (docs/semantics.md, case 18).
That is the last deed told shortly before that the one who denies has done, or is accused of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rawi.annotation.report_arguments import participant
from rawi.annotation.report_cast import Layout
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.speech import Cue, Speech
from rawi.lexicon.words import Reading
from rawi.model import HOLDS, EventType, Link, LinkKind, Name, Report
from rawi.text.prose import Prose

_DEEDS: frozenset[EventType] = frozenset(
    {"ASSAULT", "COERCE", "AID", "MOBILIZE", "SANCTION", "RETREAT", "CONCEDE", "CONSULT", "COOPERATE", "PROTEST"}
)
_SPOKEN: frozenset[EventType] = frozenset({"REJECT", "ACCUSE"})
_SENTENCES = 2
"""So many sentences before a denial what it denies may stand."""
_LONGEST = 8
"""So many tokens from the verb its object may end."""
_CHANCE = 0.5
_MARKS = frozenset(".,;:\u061f?!")


class _Denial(Struct, frozen=True):
    """A verb of denying whose object stands for what was told: its tokens to the end of the object, and who denies."""

    verb: int
    last: int
    by: Name
    rule: str


def add_denials(prose: Prose, layout: Layout, reports: Sequence[Report], lexicon: Lexicon) -> tuple[Report, ...]:
    """Return the reports of a document with those of deeds that are denied where they were told before. Pure."""
    told = list(reports)
    for denial in _find(prose, layout.names, lexicon.speech):
        places = range(denial.verb, denial.last + 1)
        inside = [report for report in told if prose.token_at(report.start) in places]
        deed = _deed(prose, denial, told)
        if deed is None or any(report.type not in _SPOKEN for report in inside):
            continue
        told = [report for report in told if report not in inside]
        voice = layout.heard.get(denial.verb)
        told.append(_denied(prose, denial, deed, voice.chain if voice is not None else ()))
    return tuple(sorted(told, key=lambda report: (report.start, report.end)))


def _find(prose: Prose, names: Sequence[Name], speech: Speech) -> Iterator[_Denial]:
    forms = prose.forms
    verbs = {form: found for form in set(forms) if (found := _readings(form, speech))}
    for token, form in enumerate(forms):
        if form not in verbs:
            continue
        readings = verbs[form]
        end = next((n for n in range(token + 1, len(forms)) if forms[n] in _MARKS), len(forms))
        by = _who_denies(prose, names, token)
        if by is None:
            continue
        if any(r.suffix for r in readings) and token and forms[token - 1] in speech.scope["which"]:
            yield _Denial(token, token, by, readings[0].entry.id)
            continue
        stop = min(end, token + _LONGEST)
        matter = next((n for n in range(token + 1, stop) if _is_matter(prose, n, end, speech)), None)
        if matter is not None:
            yield _Denial(token, matter, by, readings[0].entry.id)


def _readings(form: str, speech: Speech) -> list[Reading[Cue]]:
    """Return the readings of a word as a verb of denying."""
    return [r for r in speech.cues.analyse(form) if r.entry.act == "deny" and r.shape.pos == "verb"]


def _is_matter(prose: Prose, token: int, end: int, speech: Speech) -> bool:
    """Tell whether a word stands for what was told before (``المزاعم``), as a demonstrative does at the end."""
    form = prose.forms[token]
    if form in speech.scope["matter"]:
        return True
    return form in speech.scope["demonstrative"] and token + 1 == end


def _who_denies(prose: Prose, names: Sequence[Name], verb: int) -> Name | None:
    """Return who stands right behind a verb, or else right before it, with the state to which he belongs."""
    behind = [n for n in names if n.code and not n.adjective and prose.token_at(n.start) == verb + 1]
    before = [n for n in names if n.code and not n.adjective and prose.tokens_in(n).stop in (verb, verb - 1)]
    return max(behind or before, key=lambda name: name.end - name.start, default=None)


def _deed(prose: Prose, denial: _Denial, told: Sequence[Report]) -> Report | None:
    """Return the deed that a denial is about."""
    sentence = prose.sentence_of(denial.verb)
    near = [
        report
        for report in told
        if prose.token_at(report.start) < denial.verb
        and sentence - prose.sentence_of(prose.token_at(report.start)) <= _SENTENCES
    ]
    accused = {
        report.sentence_start
        for report in near
        if report.type == "ACCUSE" and any(who.code == denial.by.code for who in report.recipients)
    }
    deeds = [
        report
        for report in near
        if report.type in _DEEDS
        and report.factuality in HOLDS
        and (any(who.code == denial.by.code for who in report.actors) or report.sentence_start in accused)
    ]
    return max(deeds, key=lambda report: report.start, default=None)


def _denied(prose: Prose, denial: _Denial, deed: Report, through: tuple[Link, ...]) -> Report:
    """Return the report of a deed at the verb that denies it; `through` are those who pass the denial on."""
    by = denial.by
    sentence = prose.sentence_span(prose.sentence_of(denial.verb))
    start, end = prose.starts[denial.verb], prose.ends[denial.verb]
    kind: LinkKind = "anonymous" if by.plural and by.entity is None else "named"
    link = Link(
        source=by.text, kind=kind, entity=by.entity, cue=prose.text[start:end], act="deny", start=by.start, end=by.end,
        rule=denial.rule,
    )  # fmt: skip
    own = tuple(who for who in deed.actors if who.code == by.code)
    return replace(
        deed,
        start=start,
        end=end,
        trigger=prose.text[start:end],
        actors=own or (participant(by),),
        when=None,
        first_day=None,
        last_day=None,
        when_basis="none",
        factuality="denied",
        factuality_rule="denied.matter",
        chain=(*through, link),
        undertaking=None,
        rule=f"{denial.rule}:{prose.forms[denial.verb]}",
        chance=_CHANCE,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
    )
