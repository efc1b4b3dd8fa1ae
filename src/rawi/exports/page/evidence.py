"""How a report is shown: the words around its trigger with marks in them, and its chain as a path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Literal, Protocol

from msgspec import Struct

from rawi.exports.page.language import Language, Script, script
from rawi.exports.page.shelf import Shelf
from rawi.model import Annotations, Link, Report, ReportRef, Span

Mark = Literal[
    "", "trigger", "actor", "recipient", "time", "phrase", "name", "speech", "title", "furniture", "repair", "found"
]
_WORD = re.compile(r"\S+")
_WORDS_BEFORE, _WORDS_AFTER = 5, 18
_SENTENCE_END = re.compile("[.!?\u061f\u06d4\u2026][\"'\u00bb\u201d)]*(?=\\s|$)|[\r\n]+")


class Stretch(Struct, frozen=True):
    """Some words and what they are marked as."""

    text: str
    mark: Mark


class Step(Struct, frozen=True):
    """One station of a chain, the reader's end first; `kind` is the link's or ``publisher``."""

    name: str
    tongue: Script
    kind: str
    kind_label: str
    act: str
    words: str
    channel: str
    when: str


class Told(Struct, frozen=True):
    """One report as it is shown: where it stands, in which words, through whom, and which rules found it.

    `name` is that of the report in forms: the document's id and the report's place in it.
    """

    name: str
    page: str
    anchor: str
    outlet: str
    outlet_tongue: Script
    day: str
    stretches: tuple[Stretch, ...]
    path: tuple[Step, ...]
    factuality: str
    factuality_label: str
    type_label: str
    rules: tuple[str, ...]


def tell_all(refs: Iterable[ReportRef], shelf: Shelf, language: Language) -> tuple[Told, ...]:
    """Make those of some reports ready to be shown that the shelf holds."""
    return tuple(tell(ref, shelf, language) for ref in refs if shelf.holds(ref))


def tell(ref: ReportRef, shelf: Shelf, language: Language) -> Told:
    """Make a report ready to be shown."""
    found = shelf.annotated(ref.document)
    report = found.reports[ref.index]
    document = found.document
    name = shelf.outlet(document.outlet, language)
    return Told(
        name=f"{ref.document}:{ref.index}",
        page=shelf.page_of_document(document.id),
        anchor=anchor_of_report(report),
        outlet=name,
        outlet_tongue=script(name),
        day=publication(found.document, language),
        stretches=mark_report(found, report),
        path=draw_path(found, report, shelf, language),
        factuality=report.factuality,
        factuality_label=shelf.labels.name("factuality", report.factuality, language.tongue),
        type_label=shelf.labels.name("type", report.type, language.tongue),
        rules=tuple(dict.fromkeys(rule for rule in (report.rule, report.factuality_rule) if rule)),
    )


class Published(Protocol):
    """Something with a day of publication, or bounds for it."""

    @property
    def published(self) -> date | None:
        """The day."""

    @property
    def published_from(self) -> date | None:
        """The first possible day."""

    @property
    def published_to(self) -> date | None:
        """The last possible day."""


def publication(document: Published, language: Language) -> str:
    """Say when a document was published, or between which days."""
    if document.published:
        return language.day(document.published)
    first, last = document.published_from, document.published_to
    if first and last:
        return language.say("documents.between", first=language.day(first), last=language.day(last))
    if first:
        return language.say("documents.not_before", first=language.day(first))
    return (
        language.say("documents.not_after", last=language.day(last)) if last else language.say("documents.unknown_day")
    )


def mark_report(found: Annotations, report: Report) -> tuple[Stretch, ...]:
    """Cut the sentence of a report into stretches: trigger, actors, recipients and times are marked."""
    text = found.document.text
    around = _sentence_of(report, text)
    marks: list[tuple[Span, Mark]] = [(time, "time") for time in found.times if time.within(around)]
    marks += [(Span(who.start, who.end), "recipient") for who in report.recipients if who.start >= 0]
    marks += [(Span(who.start, who.end), "actor") for who in report.actors if who.start >= 0]
    return mark(text, around, [*marks, (report, "trigger")])


def excerpt(ref: ReportRef, shelf: Shelf) -> tuple[Stretch, ...]:
    """Return a line of the words around a report's trigger, with the trigger marked."""
    found = shelf.annotated(ref.document)
    text, report = found.document.text, found.reports[ref.index]
    around = _sentence_of(report, text)
    words = [Span(word.start(), word.end()) for word in _WORD.finditer(text, around.start, around.end)]
    before = [word for word in words if word.end <= report.start]
    start = before[-_WORDS_BEFORE].start if len(before) > _WORDS_BEFORE else around.start
    after = [word for word in words if word.start >= report.end]
    end = after[_WORDS_AFTER - 1].end if len(after) > _WORDS_AFTER else around.end
    cut = mark(text, Span(start, end), [(report, "trigger")])
    return cut if start == around.start else (Stretch("\u2026 ", ""), *cut)


def _sentence_of(report: Report, text: str) -> Span:
    if 0 <= report.sentence_start <= report.start and report.end <= report.sentence_end:
        return Span(report.sentence_start, report.sentence_end)
    return sentence_around(text, report)


def mark_phrase(text: str, phrase: Span) -> tuple[Stretch, ...]:
    """Cut the sentence around some words into stretches with those words marked."""
    return mark(text, sentence_around(text, phrase), [(phrase, "phrase")])


def mark(text: str, around: Span, marks: list[tuple[Span, Mark]]) -> tuple[Stretch, ...]:
    """Cut ``text[around]`` into stretches; where marks overlap, the later one in the list wins.

    >>> [(s.text, s.mark) for s in mark("abcdef", Span(1, 6), [(Span(0, 3), "actor"), (Span(2, 4), "trigger")])]
    [('b', 'actor'), ('cd', 'trigger'), ('ef', '')]
    """
    paint: list[Mark] = [""] * (around.end - around.start)
    for span, name in marks:
        first, last = max(span.start, around.start), min(span.end, around.end)
        if first < last:
            paint[first - around.start : last - around.start] = [name] * (last - first)
    runs = ((name, len(list(run))) for name, run in groupby(paint))
    stretches, place = [], around.start
    for name, length in runs:
        stretches.append(Stretch(text[place : place + length], name))
        place += length
    return tuple(stretches)


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence in which some words stand, without the space around it.

    >>> sentence_around("One. Two words. Three.", Span(5, 8)).quote("One. Two words. Three.")
    'Two words.'
    """
    start, end = 0, len(text)
    for stop in _SENTENCE_END.finditer(text):
        if stop.end() <= span.start:
            start = stop.end()
        elif stop.start() >= span.end or stop.end() > span.end:
            end = stop.end()
            break
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def anchor_of_report(report: Report) -> str:
    """Return the anchor of a report on its document's page."""
    return f"at-{report.start}"


def draw_path(found: Annotations, report: Report | None, shelf: Shelf, language: Language) -> tuple[Step, ...]:
    """Return the stations from the reader's end: outlet, the document's own sources, the report's chain if given."""
    document = found.document
    name = shelf.outlet(document.outlet, language)
    first = Step(name, script(name), "publisher", language.say("documents.outlet"), "", "", "", "")
    chain = (*found.document_chain, *(report.chain if report else ()))
    return (first, *(_step(link, shelf, language) for link in chain))


def _step(link: Link, shelf: Shelf, language: Language) -> Step:
    name = shelf.source(link.entity, link.source, link.kind, language)
    return Step(
        name=name,
        tongue=script(name),
        kind=link.kind,
        kind_label=shelf.labels.name("link", link.kind, language.tongue),
        act=shelf.labels.name("act", link.act, language.tongue),
        words=" ".join(part for part in (link.source, link.cue) if part),
        channel=link.channel or "",
        when=link.when or "",
    )
