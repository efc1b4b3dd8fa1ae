"""The article on a web page: what is no part of it is cut away, trafilatura finds the rest."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml.html import HtmlElement
from msgspec import Struct

from rawi.lexicon.markup import Markup, class_words
from rawi.lexicon.pages import bare_words
from rawi.reading.credits import Credits
from rawi.reading.lines import Line, read_lines
from rawi.reading.pieces import PieceFinder
from rawi.reading.record import Given

_ARABIC = re.compile("[\u0620-\u064a]")
_LARGEST_SHARE = 0.5
_BLOCKS = frozenset(["p", "head", "item", "quote", "row", "list", "table", "body", "div", "code", "ab"])
_DROPPED_TAGS = frozenset(["nav", "aside", "footer", "figcaption", "form", "button", "iframe", "noscript", "select"])


class Body(Struct, frozen=True):
    """The lines of an article and which of them are headings."""

    lines: tuple[str, ...]
    headings: frozenset[int] = frozenset()


def read_body(tree: HtmlElement, markup: Markup) -> Body:
    """Return the article's lines. The tree is not changed."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    pruned = copy.deepcopy(tree)
    _prune(pruned, markup)
    found = bare_extraction(pruned, include_comments=False, favor_recall=False)
    if not isinstance(found, Document) or found.body is None:
        return Body(())
    lines: list[str] = []
    headings: set[int] = set()
    for text, heading in _blocks(found.body):
        if heading:
            headings.add(len(lines))
        lines.append(text)
    return Body(tuple(lines), frozenset(headings))


def read_credit(tree: HtmlElement, markup: Markup, credits: Credits) -> str | None:
    """Return the line that names the suppliers of the text, where an element is marked as such."""
    for element in tree.xpath("//*[@class]"):
        if markup.source.search(class_words(element.get("class") or "")):
            text = " ".join(element.text_content().split())
            line = Line(0, len(text), text, bare_words(text), False)
            if text and line.short and (credits.is_credit(line) or credits.is_byline(line)):
                return text
    return None


def tidy(body: Body, given: Given, finder: PieceFinder) -> Body:
    """Drop what extraction left around the prose: all up to the title, furniture, date lines, short lines behind."""
    lines, headings = list(body.lines), set(body.headings)
    title = bare_words(given.title or "")
    at = next((n for n, line in enumerate(lines[:40]) if title and bare_words(line) == title), -1)
    found = finder.find("\n".join(lines), given)
    places = read_lines("\n".join(lines))
    if len(places) != len(lines):
        return body
    marks = {piece.start: piece.kind for piece in found.pieces}
    proses = [n for n, line in enumerate(places) if line.prose]
    first, last = (proses[0], proses[-1]) if proses else (0, len(lines))
    kept: list[str] = []
    kept_headings: set[int] = set()
    for number, line in enumerate(places):
        kind = marks.get(line.start) if _is_whole(line, found.pieces) else None
        if number <= at or kind in ("furniture", "dateline", "title"):
            continue
        if number < first and number not in headings and kind not in ("credit", "byline") and len(line.words) <= 6:
            continue
        if number > last and kind not in ("credit", "byline") and (number in headings or not line.stopped):
            continue
        if number in headings:
            kept_headings.add(len(kept))
        kept.append(line.text)
    return Body(tuple(kept), frozenset(kept_headings))


def _is_whole(line: Line, pieces: tuple[object, ...]) -> bool:
    return any(getattr(piece, "start", -1) == line.start and getattr(piece, "end", -1) == line.end for piece in pieces)


def _prune(tree: HtmlElement, markup: Markup) -> None:
    """Cut off elements whose tag or class says that they are no article, unless they hold most of the prose."""
    mass = _prose_mass(tree)
    whole = mass.get(tree, 0) or 1
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "article", "main", "h1"):
            continue
        words = class_words(f"{element.get('class') or ''} {element.get('id') or ''}")
        named = element.tag in _DROPPED_TAGS or "placeholder" in element.attrib or markup.drop.search(words)
        if not named or element.getparent() is None:
            continue
        large = mass.get(element, 0) > _LARGEST_SHARE * whole
        if (large and not markup.drop_always.search(words)) or next(element.iter("h1"), None) is not None:
            continue
        element.drop_tree()


def _prose_mass(tree: HtmlElement) -> dict[HtmlElement, int]:
    """Return for each element how many Arabic letters stand in its long runs of text."""
    mass: dict[HtmlElement, int] = {}
    for element in reversed(list(tree.iter())):
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        letters = len(_ARABIC.findall(own))
        total = mass.get(element, 0) + (letters if letters > 60 else 0)
        mass[element] = total
        parent = element.getparent()
        if parent is not None:
            mass[parent] = mass.get(parent, 0) + total
    return mass


def _blocks(element: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the blocks of trafilatura's body in order as (text, is a heading); a line break ends a block."""
    run = element.text or ""
    heading = element.tag == "head"
    for child in element:
        if child.tag == "lb":
            yield from _finish(run, heading)
            run = child.tail or ""
        elif child.tag in _BLOCKS or next(child.iter(*_BLOCKS), None) is not None:
            yield from _finish(run, heading)
            yield from _blocks(child)
            run = child.tail or ""
        else:
            run += "".join(child.itertext()) + (child.tail or "")
    yield from _finish(run, heading)


def _finish(run: str, heading: bool) -> Iterator[tuple[str, bool]]:
    text = " ".join(run.split())
    if text:
        yield text, heading
