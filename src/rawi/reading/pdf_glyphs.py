"""The glyphs of a PDF page with their places, by two engines that fail in different ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from msgspec import Struct


class Glyph(Struct, frozen=True):
    """One glyph: the letters it stands for in logical order, its left and right edge, its baseline and size (points).

    Baselines count upwards from the foot of the page.
    """

    letters: str
    left: float
    right: float
    baseline: float
    size: float


def glyphs_by_pdfplumber(page: Any) -> Iterator[Glyph]:
    """Yield the glyphs of a page as pdfminer.six sees them (`page`: a pdfplumber page)."""
    for char in page.chars:
        letters = _plain(char["text"])
        if letters and char.get("upright", True):
            yield Glyph(letters, char["x0"], char["x1"], char["matrix"][5], char["size"])


def glyphs_by_pdfium(page: Any) -> Iterator[Glyph]:
    """Yield the glyphs of a page as PDFium sees them (`page`: a pypdfium2 page)."""
    import ctypes

    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        x, y = ctypes.c_double(), ctypes.c_double()
        box = pdfium.FS_RECTF()
        for number in range(text.count_chars()):
            letters = _plain(chr(pdfium.FPDFText_GetUnicode(text.raw, number) or 0xFFFD))
            if not letters or pdfium.FPDFText_IsGenerated(text.raw, number) == 1:
                continue
            pdfium.FPDFText_GetLooseCharBox(text.raw, number, box)
            pdfium.FPDFText_GetCharOrigin(text.raw, number, x, y)
            size = pdfium.FPDFText_GetFontSize(text.raw, number) or 12.0
            yield Glyph(letters, box.left, box.right, y.value, size)
    finally:
        text.close()


def _plain(letters: str) -> str:
    """Return letters in their plain form; lost glyphs (``(cid:7)``, control characters) become nothing."""
    if letters.startswith("(cid:"):
        return ""
    plain = unicodedata.normalize("NFKC", letters) if letters.strip() else letters
    kept = "".join(c for c in plain if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
    return kept.lstrip(" ") if len(kept) > 1 else kept
