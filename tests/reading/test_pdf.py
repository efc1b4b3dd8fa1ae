"""PDFs of many generators and fonts come out as they were written: words, digits, paragraphs."""

import re
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from rawi.errors import ReadingError
from rawi.reading.pdf import read_pdf
from rawi.text.neighbours import load_neighbours

FOLDER = Path(__file__).parent / "pdfs"
ARTICLE = (FOLDER / "article.txt").read_text(encoding="utf-8").strip()
COPIES = {"chromium-naskh-columns": 2, "weasyprint-running-heads": 4}
MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", MARKS.sub("", unicodedata.normalize("NFKC", text)))


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[./:]\d+)*%?", text)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.pdf")), ids=lambda path: path.stem)
def test_words_and_digits(path: Path) -> None:
    read = read_pdf(path.read_bytes(), load_neighbours(), name=path.name)
    want = "\n".join([ARTICLE] * COPIES.get(path.stem, 1))
    assert Levenshtein.normalized_distance(words(want), words(read.text)) <= 0.02
    if "reportlab-naskh" not in path.stem:  # that font has no slash and no per cent sign
        assert numbers(read.text) == numbers(want)


@pytest.mark.parametrize("name", ["chromium-naskh-justified", "chromium-amiri-ragged", "weasyprint-amiri"])
def test_paragraphs_are_whole(name: str) -> None:
    read = read_pdf((FOLDER / f"{name}.pdf").read_bytes(), load_neighbours())
    assert len(read.text.split("\n")) == len(ARTICLE.split("\n"))


def test_running_heads_and_page_numbers_are_left_out_and_said() -> None:
    read = read_pdf((FOLDER / "weasyprint-running-heads.pdf").read_bytes(), load_neighbours())
    assert "مجلة الاختبار" not in read.text.replace("  ", " ") or read.text.count("مجلة") <= 1
    assert any("running line" in note for note in read.notes)


def test_every_line_leads_back_to_its_page_and_box() -> None:
    read = read_pdf((FOLDER / "chromium-naskh-columns.pdf").read_bytes(), load_neighbours())
    assert {box.page for box in read.boxes} == {1, 2}
    assert all(box.quote(read.text).strip() for box in read.boxes)
    assert all(box.left < box.right and box.bottom < box.top for box in read.boxes)


def test_a_cut_off_pdf_is_refused_with_the_remedy() -> None:
    data = (FOLDER / "chromium-naskh-ragged.pdf").read_bytes()
    with pytest.raises(ReadingError, match="download it again"):
        read_pdf(data[: len(data) // 3], load_neighbours(), name="cut.pdf")


def test_an_encrypted_pdf_is_refused_with_the_remedy() -> None:
    data = (Path(__file__).parent / "pdfs" / "locked" / "encrypted.bin").read_bytes()
    with pytest.raises(ReadingError, match="password"):
        read_pdf(data, load_neighbours(), name="locked.pdf")


def test_too_many_pages_are_refused_with_the_remedy() -> None:
    data = (FOLDER / "weasyprint-running-heads.pdf").read_bytes()
    with pytest.raises(ReadingError, match="split it"):
        read_pdf(data, load_neighbours(), most_pages=2)


def test_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import pypdfium2

    monkeypatch.setitem(sys.modules, "pytesseract", None)
    picture = pypdfium2.PdfDocument((FOLDER / "chromium-naskh-ragged.pdf").read_bytes())[0].render().to_pil()
    scan = BytesIO()
    picture.convert("RGB").save(scan, "PDF")
    with pytest.raises(ReadingError, match=r"rawi\[ocr\]"):
        read_pdf(scan.getvalue(), load_neighbours(), name="scan.pdf")
