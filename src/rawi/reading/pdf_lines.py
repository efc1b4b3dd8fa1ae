"""From glyphs to lines in reading order: by where they stand on the page, from right to left where the page is Arabic.

Order within a line follows the right edges of the glyphs, so neither the order in the file nor an extractor's guess
matters; letters of a ligature stay together. Runs of digits and Latin letters are turned back to left-to-right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rawi.reading.pdf_glyphs import Glyph

_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_MARK = re.compile("[\u064b-\u065f\u0670]")
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_LEFT_TO_RIGHT = re.compile(
    rf"[A-Za-z\u00c0-\u024f{_DIGIT}](?:[A-Za-z\u00c0-\u024f{_DIGIT}@]"
    rf"|[.,:/_+&?=#'\u2019~-](?=[A-Za-z\u00c0-\u024f{_DIGIT}])|[ ](?=[A-Za-z\u00c0-\u024f]))*"
)
_SIGN_FIRST = re.compile(rf"([%\u066a])([{_DIGIT}]+(?:[.,][{_DIGIT}]+)?)")
_MIRROR = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")


class Line(Struct, frozen=True):
    """A line of text with its box in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of a page in reading order, columns from right to left (left to right on a Latin page)."""
    rows = _rows(sorted(_join_ligatures(list(glyphs)), key=lambda g: -g.baseline))
    letters = "".join(g.letters for row in rows for g in row)
    rtl = len(_ARABIC.findall(letters)) >= len(_LATIN.findall(letters))
    gutter = _gutter(rows)
    ordered = _by_columns(rows, gutter, rtl) if gutter is not None else rows
    lines = [_line(row, rtl) for row in ordered]
    return _turn_brackets([line for line in lines if line.text])


def _join_ligatures(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Give a letter without width to the glyph beside it in the file at whose left edge it stands: a lam-alef."""
    joined: list[Glyph] = []
    waiting: Glyph | None = None
    for glyph in glyphs:
        thin = abs(glyph.right - glyph.left) < 0.02 * glyph.size
        letter = glyph.letters.isalpha() and not _MARK.match(glyph.letters)
        if thin and letter:
            if joined and _touches(joined[-1], glyph):
                joined[-1] = _with(joined[-1], glyph.letters)
            else:
                waiting = glyph
            continue
        if waiting is not None and _touches(glyph, waiting):
            glyph = _with(glyph, waiting.letters)
        waiting = None
        joined.append(glyph)
    return joined


def _touches(wide: Glyph, thin: Glyph) -> bool:
    return wide.letters.isalpha() and abs(wide.left - thin.left) < 0.05 * wide.size and wide.baseline == thin.baseline


def _with(glyph: Glyph, letters: str) -> Glyph:
    return Glyph(glyph.letters + letters, glyph.left, glyph.right, glyph.baseline, glyph.size)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs, sorted from the top of the page down, that share a baseline to within a third of their size."""
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        if rows and abs(rows[-1][0].baseline - glyph.baseline) <= 0.33 * max(glyph.size, 6.0):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [row for row in rows if any(g.letters.strip() and not _MARK.match(g.letters) for g in row)]


def _gutter(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """Return the middle of an empty strip between two columns, or None."""
    ink = [(g.left, g.right) for row in rows for g in row if g.letters.strip()]
    if len(rows) < 8 or not ink:
        return None
    low, high = min(left for left, _ in ink), max(right for _, right in ink)
    best: tuple[int, float] | None = None
    for step in range(30, 71, 2):
        x = low + (high - low) * step / 100
        crossing = sum(any(g.left < x + 4 and g.right > x - 4 and g.letters.strip() for g in row) for row in rows)
        right = sum(any(g.left > x for g in row) for row in rows)
        left = sum(any(g.right < x for g in row) for row in rows)
        if (
            crossing <= 0.15 * len(rows)
            and min(left, right) >= 0.4 * len(rows)
            and (best is None or crossing < best[0])
        ):
            best = (crossing, x)
    return best[1] if best else None


def _by_columns(rows: Sequence[list[Glyph]], gutter: float, rtl: bool) -> list[list[Glyph]]:
    """Read the columns one after the other; a row that crosses the gutter ends them and begins them anew."""
    ordered: list[list[Glyph]] = []
    first: list[list[Glyph]] = []
    second: list[list[Glyph]] = []
    for row in rows:
        if any(g.left < gutter < g.right for g in row if g.letters.strip()):
            ordered += [*first, *second, row]
            first, second = [], []
            continue
        right = [g for g in row if g.left >= gutter]
        left = [g for g in row if g.left < gutter]
        for part, column in ((right, first if rtl else second), (left, second if rtl else first)):
            if part:
                column.append(part)
    return [*ordered, *first, *second]


def _line(row: Sequence[Glyph], rtl: bool) -> Line:
    glyphs = sorted(row, key=(lambda g: (-g.right, -g.left)) if rtl else (lambda g: (g.left, g.right)))
    size = sorted(g.size for g in row)[len(row) // 2]
    parts: list[str] = []
    edge: float | None = None
    for glyph in glyphs:
        if not glyph.letters.strip():
            if glyph.right - glyph.left > 0.02 * size:
                parts.append(" ")
            continue
        if edge is not None and not _MARK.match(glyph.letters):
            gap = edge - glyph.right if rtl else glyph.left - edge
            if gap > 0.22 * size:
                parts.append(" ")
        letters = "" if edge is not None and _is_connector(glyph, edge) else glyph.letters
        if rtl and len(letters) > 1 and _LEFT_TO_RIGHT.fullmatch(letters):
            letters = letters[::-1]
        parts.append(letters)
        if not _MARK.match(glyph.letters):
            near = glyph.left if rtl else glyph.right
            edge = near if edge is None else (min(edge, near) if rtl else max(edge, near))
    text = re.sub(r"\s+", " ", "".join(parts)).strip()
    if rtl:
        text = _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], text)
        text = _SIGN_FIRST.sub(r"\2\1", text)
    inked = [g for g in row if g.letters.strip()]
    return Line(text, min(g.left for g in inked), max(g.right for g in inked), row[0].baseline, size)


def _is_connector(glyph: Glyph, edge: float) -> bool:
    """Tell whether a thin glyph without a letter of its own only draws the stroke between two letters."""
    thin = glyph.right - glyph.left < 0.25 * glyph.size
    return (
        thin and unicodedata.category(glyph.letters[0]) in ("Sk", "Sc") and abs(edge - glyph.right) < 0.05 * glyph.size
    )


def _turn_brackets(lines: list[Line]) -> list[Line]:
    """Turn brackets and guillemets round where the file holds their mirrored shapes."""
    text = "\n".join(line.text for line in lines)
    turned = len(re.findall(r"(?:^|(?<=[\s]))[)\]\u00bb](?=\w)", text, re.M))
    right = len(re.findall(r"(?:^|(?<=[\s]))[(\[\u00ab](?=\w)", text, re.M))
    if turned <= right:
        return lines
    return [Line(x.text.translate(_MIRROR), x.left, x.right, x.baseline, x.size) for x in lines]
