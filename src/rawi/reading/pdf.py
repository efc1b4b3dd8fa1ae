"""PDF to text: two engines, each page from the one whose words are known best; heads and feet out, paragraphs whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from msgspec import Struct

from rawi.errors import ReadingError
from rawi.model import PageBox
from rawi.reading.pdf_glyphs import glyphs_by_pdfium, glyphs_by_pdfplumber
from rawi.reading.pdf_lines import Line, lines_of
from rawi.text.fold import fold_word
from rawi.text.neighbours import Neighbours

_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMON = 10
_LEAST_LETTERS = 20
"""A page with fewer letters and a picture on it is taken for a scan."""


class Page(Struct, frozen=True):
    """A page as read: its lines, which engine read them, and the share of its words that are known (0 to 1)."""

    number: int
    lines: list[Line]
    engine: str
    score: float
    height: float
    scanned: bool = False


class PdfText(Struct, frozen=True):
    """The text of a PDF, where its lines stand on the pages, and notes on what was chosen and left out."""

    text: str
    boxes: tuple[PageBox, ...]
    notes: tuple[str, ...]


def read_pdf(data: bytes, neighbours: Neighbours, *, name: str = "", most_pages: int = 2000) -> PdfText:
    """Read a PDF. Raises ReadingError for a truncated, encrypted, empty or scanned file, with the remedy."""
    pages = [_without_page_number(page) for page in _read_pages(data, neighbours, name, most_pages)]
    scans = [page for page in pages if page.scanned]
    if scans:
        pages = [_recognise(data, page, name) if page.scanned else page for page in pages]
    pages, heads = _without_running_lines(pages)
    text, boxes = _paragraphs(pages)
    if not text.strip():
        raise ReadingError("the PDF holds no text", where=name, remedy="check that it opens in a viewer")
    chosen = Counter(page.engine for page in pages)
    notes = [f"{count} pages read by {engine}" for engine, count in sorted(chosen.items())]
    notes += [f"running line left out: {line}" for line in sorted(heads)]
    return PdfText(text, boxes, tuple(notes))


def _read_pages(data: bytes, neighbours: Neighbours, name: str, most_pages: int) -> list[Page]:
    import pdfplumber
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        raise ReadingError(
            "the PDF is encrypted" if encrypted else "the PDF is damaged or cut off",
            where=name,
            remedy="remove its password" if encrypted else "download it again",
        ) from error
    if len(document) > most_pages:
        raise ReadingError(
            f"the PDF has {len(document)} pages", where=name, remedy=f"split it, or raise most_pages above {most_pages}"
        )
    pages: list[Page] = []
    with pdfplumber.open(BytesIO(data)) as other:
        for number in range(len(document)):
            page = document[number]
            pictures = any(thing.type == 3 for thing in page.get_objects(max_depth=2))
            readings: list[tuple[str, Callable[[], list[Line]]]] = [
                ("PDFium", lambda page=page: lines_of(glyphs_by_pdfium(page))),  # type: ignore[misc]
                ("pdfminer", lambda at=number: _by_pdfminer(other, at)),  # type: ignore[misc]
            ]
            best = max(
                (Page(number + 1, lines, engine, _score(lines, neighbours), page.get_height())
                 for engine, read in readings for lines in [read()]),
                key=lambda read: read.score,
            )  # fmt: skip
            letters = sum(len(line.text) for line in best.lines)
            if letters < _LEAST_LETTERS and pictures:
                best = Page(number + 1, [], "OCR", 0.0, page.get_height(), scanned=True)
            pages.append(_without_doubled_letters(best, neighbours))
    document.close()
    return pages


def _without_doubled_letters(page: Page, neighbours: Neighbours) -> Page:
    """Drop a letter that a font draws with two glyphs: where the word as read is unknown, with one letter known."""

    def mend(found: re.Match[str]) -> str:
        word = found.group()
        if neighbours.count(fold_word(word)):
            return word
        singles = (word[: twin.start()] + word[twin.start() + 1 :] for twin in re.finditer(r"(.)(?=\1)", word))
        return next((single for single in singles if neighbours.count(fold_word(single)) >= _COMMON), word)

    lines = [Line(_WORD.sub(mend, x.text), x.left, x.right, x.baseline, x.size) for x in page.lines]
    return Page(page.number, lines, page.engine, page.score, page.height, page.scanned)


def _by_pdfminer(document: Any, number: int) -> list[Line]:
    """Read a page by pdfminer; a page that it cannot parse counts as empty, the other engine has it."""
    try:
        page = document.pages[number]
        lines = lines_of(glyphs_by_pdfplumber(page))
        page.close()
    except Exception:  # pdfminer raises whatever a broken page makes it raise; PDFium's reading stands
        return []
    return lines


def _score(lines: Sequence[Line], neighbours: Neighbours) -> float:
    """Return the share of a page's words that newspapers use; rare words count less than half."""
    words = [fold_word(word) for line in lines for word in _WORD.findall(line.text)]
    if not words:
        return 0.0
    known = sum(min(1.0, neighbours.count(word) / 5) for word in words)
    return known / len(words)


def _without_page_number(page: Page) -> Page:
    """Drop a line of nothing but a number at the very head or foot of a page."""
    lines = page.lines
    if lines and re.fullmatch(r"\W*\d{1,4}\W*", lines[-1].text):
        lines = lines[:-1]
    if lines and re.fullmatch(r"\W*\d{1,4}\W*", lines[0].text):
        lines = lines[1:]
    return Page(page.number, lines, page.engine, page.score, page.height, page.scanned)


def _without_running_lines(pages: list[Page]) -> tuple[list[Page], set[str]]:
    """Drop lines that stand at the same height near the edge of at least three pages (numbers apart)."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_running_key(line) for line in _edge_lines(page)})
    running = {key for key, count in seen.items() if count >= max(3, 0.5 * len(pages))}
    if not running:
        return pages, set()
    left_out = {line.text for page in pages for line in page.lines if _running_key(line) in running}
    kept = [
        Page(p.number, [x for x in p.lines if _running_key(x) not in running], p.engine, p.score, p.height)
        for p in pages
    ]
    return kept, left_out


def _edge_lines(page: Page) -> list[Line]:
    return [line for line in page.lines if not 0.1 * page.height < line.baseline < 0.9 * page.height]


def _running_key(line: Line) -> tuple[str, int]:
    """Return what a running line has in common on all pages: its letters in any order, and its height."""
    return "".join(sorted(filter(str.isalpha, line.text))), round(line.baseline / 6)


def _paragraphs(pages: Sequence[Page]) -> tuple[str, tuple[PageBox, ...]]:
    """Join lines to paragraphs: one ends with a line that stops short, before an indent, a wide gap or larger type."""
    parts: list[str] = []
    boxes: list[PageBox] = []
    length = 0
    before: tuple[Line, int] | None = None
    left, right = _margins(pages)
    leading = _leading(pages)
    for page in pages:
        for line in page.lines:
            if before is not None:
                joint = (
                    "\n" if _ends_paragraph(before[0], line, before[1] == page.number, left, right, leading) else " "
                )
                if joint == " " and parts[-1].endswith("-") and parts[-1][-2:-1].isascii() and line.text[:1].isascii():
                    parts[-1] = parts[-1][:-1]
                    length -= 1
                    joint = ""
                parts.append(joint)
                length += len(joint)
            boxes.append(
                PageBox(
                    length, length + len(line.text), page=page.number, left=round(line.left, 1),
                    bottom=round(line.baseline, 1), right=round(line.right, 1), top=round(line.baseline + line.size, 1),
                )
            )  # fmt: skip
            parts.append(line.text)
            length += len(line.text)
            before = (line, page.number)
    return "".join(parts), tuple(boxes)


def _margins(pages: Sequence[Page]) -> tuple[dict[int, float], dict[int, float]]:
    """Return, for lines keyed by their right edge, the left and right margin of the column they stand in."""
    lines = [line for page in pages for line in page.lines]
    rights = Counter(round(line.right / 8) for line in lines)
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for key in rights:
        column = [x for x in lines if abs(round(x.right / 8) - key) <= 1]
        left[key] = sorted(x.left for x in column)[len(column) // 5]
        right[key] = max(x.right for x in column)
    return left, right


def _leading(pages: Sequence[Page]) -> float:
    """Return the usual distance between two baselines."""
    gaps = sorted(
        a.baseline - b.baseline
        for page in pages
        for a, b in zip(page.lines, page.lines[1:], strict=False)
        if a.baseline > b.baseline
    )
    return gaps[len(gaps) // 2] if gaps else 20.0


def _ends_paragraph(
    line: Line, following: Line, same_page: bool, left: dict[int, float], right: dict[int, float], leading: float
) -> bool:
    key = round(line.right / 8)
    margin, edge = left.get(key, line.left), right.get(key, line.right)
    short = line.left - margin > 0.12 * max(edge - margin, 1.0)
    drop = line.baseline - following.baseline
    gap = same_page and drop > 1.45 * leading
    larger = abs(line.size - following.size) > 0.15 * line.size
    ends = line.text.endswith((".", "!", "?", "\u061f", ":", "\u00bb", '"'))
    return larger or gap or (short and (ends or (short and line.left - margin > 0.3 * (edge - margin))))


def _recognise(data: bytes, page: Page, name: str) -> Page:
    """Read a scanned page by tesseract; raises ReadingError that says what to install."""
    remedy = "install the extra: pip install 'rawi[ocr]', and tesseract with Arabic data (Debian: tesseract-ocr-ara)"
    try:
        import pypdfium2
        import pytesseract
    except ImportError as error:
        raise ReadingError(f"page {page.number} is a scan", where=name, remedy=remedy) from error
    try:
        picture = pypdfium2.PdfDocument(data)[page.number - 1].render(scale=300 / 72).to_pil()
        words = pytesseract.image_to_string(picture, lang="ara")
    except pytesseract.TesseractError as error:
        raise ReadingError(f"page {page.number} could not be recognised: {error}", where=name, remedy=remedy) from error
    except pytesseract.TesseractNotFoundError as error:
        raise ReadingError(f"page {page.number} is a scan", where=name, remedy=remedy) from error
    step = page.height / (words.count("\n") + 2)
    lines = [
        Line(line.strip(), 0.0, 1.0, page.height - step * (number + 1), step / 1.5)
        for number, line in enumerate(words.split("\n"))
        if line.strip()
    ]
    return Page(page.number, lines, "OCR", 0.0, page.height)
