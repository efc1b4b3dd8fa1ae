"""Letters that an extraction broke: presentation forms, stretched words, lost glyphs, mojibake.

Every function returns replacements of stretches of a text, none changes the text itself; `rawi.text.repair` applies
them and keeps the way back.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from msgspec import Struct

from rawi.model import Span
from rawi.text.fold import fold_word
from rawi.text.neighbours import Neighbours

TATWEEL = "\u0640"
GAP = "\u25af"
"""What stands where a glyph was lost for good."""
_LETTER = "\u0621-\u063a\u0641-\u064a"
_STRETCH = re.compile(f"{TATWEEL}+(?=[{_LETTER}\u064b-\u0652])")
_STRETCHED_WORD = re.compile(f"(?<![\\w])[\u064b-\u0652{_LETTER}]*{TATWEEL}+[\u064b-\u0652{_LETTER}]+")
_WORD = re.compile(f"[{_LETTER}\u064b-\u0652{TATWEEL}]{{2,}}")
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc]+")
_ARABIC = re.compile(f"[{_LETTER}\ufb50-\ufdff\ufe70-\ufefc]")
_LOST = re.compile("[\ue000-\uf8ff]+")
_MOJIBAKE = re.compile("[\u00d8\u00d9\u00da\u00db][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u2122]")
_LEAST_STRETCHED_SHARE = 0.02


class Change(Span, frozen=True, kw_only=True):
    """One repair: the stretch of the damaged text, what stood there, what stands there now, by which rule.

    `confidence` lies between 0 and 1; changes below one half are shown as doubtful.
    """

    rule: str
    before: str
    after: str
    confidence: float = 1.0


class Font(Struct, frozen=True):
    """What the private-use code points of a font stood for."""

    name: str
    letters: dict[str, str]
    digits: dict[str, str]


@lru_cache(maxsize=1)
def _fonts() -> tuple[Font, ...]:
    raw = tomllib.loads(files("rawi.text").joinpath("data/glyphs.toml").read_text(encoding="utf-8"))

    def characters(table: dict[str, str]) -> dict[str, str]:
        return {"".join(chr(int(code, 16)) for code in key.split()): value for key, value in table.items()}

    return tuple(Font(f["name"], characters(f["letters"]), characters(f["digits"])) for f in raw["font"])


@lru_cache(maxsize=1)
def _dated_facts() -> tuple[tuple[str, str], ...]:
    lines = files("rawi.text").joinpath("data/dated_facts.csv").read_text(encoding="utf-8").splitlines()
    return tuple((fold_word(row["words"]), row["year"]) for row in csv.DictReader(lines))


def find_mojibake(text: str) -> Iterator[Change]:
    """Yield lines of UTF-8 that was read as Windows-1252, with what they say.

    >>> [change.after for change in find_mojibake("Ø³Ù\\u0088Ø±Ù\\u008aØ§")]
    ['سوريا']
    """
    for line in re.finditer(r"[^\n]+", text):
        words = line.group()
        if len(_MOJIBAKE.findall(words)) * 4 < len(words):
            continue
        from ftfy import fix_encoding

        mended = fix_encoding(words)
        if mended != words:
            yield Change(line.start(), line.end(), rule="mojibake", before=words, after=mended, confidence=0.95)


def find_presentation_forms(text: str) -> Iterator[Change]:
    """Yield letters in presentation forms with their plain letters (Unicode NFKC), where a tenth of all letters are.

    A few ligatures in a healthy text stay: folding reads them.

    >>> [change.after for change in find_presentation_forms("ﺳﻮﺭﻳﺎ")]
    ['سوريا']
    """
    if 10 * sum(len(found) for found in _PRESENTATION.findall(text)) < len(_ARABIC.findall(text)):
        return
    for found in _PRESENTATION.finditer(text):
        plain = unicodedata.normalize("NFKC", found.group())
        yield Change(found.start(), found.end(), rule="presentation forms", before=found.group(), after=plain)


def find_stretches(text: str) -> Iterator[Change]:
    """Yield the tatweels of words that a justified page stretched, where at least two words in a hundred are.

    A tatweel that ends a word (``هـ``, ``بـ«…»``) and a free-standing dash of tatweels stay.
    """
    words = len(_WORD.findall(text))
    if len(_STRETCHED_WORD.findall(text)) < max(3, words * _LEAST_STRETCHED_SHARE):
        return
    for found in _STRETCH.finditer(text):
        yield Change(found.start(), found.end(), rule="stretched word", before=found.group(), after="")


def find_lost_glyphs(text: str, neighbours: Neighbours) -> Iterator[Change]:
    """Yield runs of private-use code points with what they stood for, or with gap marks.

    Letters are decoded where the font's table makes known words of at least nine in ten of them, digits where a dated
    fact in the text confirms the table.
    """
    runs = list(_LOST.finditer(text))
    if not runs:
        return
    font = next((f for f in _fonts() if _letters_confirmed(text, runs, f, neighbours)), None)
    digits = font is not None and _digits_confirmed(text, font)
    for run in runs:
        after, known = _decode(run.group(), font, digits)
        rule = "lost glyph" if known else "gap"
        yield Change(
            run.start(), run.end(), rule=rule, before=run.group(), after=after, confidence=0.9 if known else 0.0
        )


def _decode(run: str, font: Font | None, digits: bool) -> tuple[str, bool]:
    """Return what a run stood for, and whether all of it is known."""
    if font is None:
        return GAP * len(run), False
    after = run
    for code, letters in sorted(font.letters.items(), key=lambda item: -len(item[0])):
        after = after.replace(code, letters)
    if digits:
        after = "".join(font.digits.get(letter, letter) for letter in after)
    return _LOST.sub(lambda rest: GAP * len(rest.group()), after), not _LOST.search(after)


def _letters_confirmed(text: str, runs: list[re.Match[str]], font: Font, neighbours: Neighbours) -> bool:
    """Tell whether the letters of a font's table make known words of the broken ones."""
    words = good = 0
    for run in runs:
        after, _ = _decode(run.group(), font, False)
        if GAP in after or not after[0].isalpha():
            continue
        start, end = run.start(), run.end()
        while start and (text[start - 1].isalpha() or text[start - 1] == TATWEEL):
            start -= 1
        while end < len(text) and text[end].isalpha():
            end += 1
        words += 1
        good += neighbours.count(fold_word(text[start : run.start()] + after + text[run.end() : end])) > 0
    if words:
        return good >= 0.9 * words
    return _digits_confirmed(text, font)


def _digits_confirmed(text: str, font: Font) -> bool:
    """Tell whether a year in lost digits stands within 60 letters behind a fact of that year, and none contradicts."""
    plain = fold_word(text)
    right = wrong = 0
    for words, year in _dated_facts():
        for found in re.finditer(re.escape(words), plain):
            run = re.match("[^\ue000-\uf8ff\n.]{0,60}?([\ue000-\uf8ff]{4})(?![\ue000-\uf8ff])", plain[found.end() :])
            if run:
                decoded = "".join(font.digits.get(letter, "?") for letter in run.group(1))
                right += decoded == year
                wrong += decoded != year
    return right > 0 and not wrong
