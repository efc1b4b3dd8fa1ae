"""A text that a broken extraction left behind is read mended, and what was mended leads back to its original."""

from __future__ import annotations

from pathlib import Path

from rawi.lexicon.pages import load_pages
from rawi.model import Document
from rawi.reading.record import Original
from rawi.reading.sources import read_original, read_sources
from rawi.settings import DEFAULT_SETTINGS

PAGES = load_pages()
LINES = (
    "استقبل وزير الخارجية المصري في القاهرة يوم الاثنين نظيره الأردني والوفد المرافق له",
    "وبحث الجانبان تطوير العلاقات بين البلدين وتعزيز التعاون في مجالات الاقتصاد والنقل",
    "وقال المتحدث باسم الوزارة إن الوزيرين أكدا أهمية مواصلة التشاور في الأيام القادمة.",
)
HEALTHY = " ".join(LINES) + "\n"
STRETCHED = (
    "\n".join(LINES).replace("وزير", "وزيـــر").replace("العلاقات", "العـلاقات").replace("التشاور", "التـشـاور") + "\n"
)


def read(path: Path, text: str) -> tuple[Document, Original]:
    path.write_text(text, encoding="utf-8")
    kept: list[Original] = []
    (found,) = read_sources([path], pages=PAGES, keep=kept.append)
    assert isinstance(found, Document), found
    return found, kept[0]


def test_a_damaged_file_becomes_a_mended_document(tmp_path: Path) -> None:
    document, original = read(tmp_path / "a.txt", STRETCHED)
    assert document.text.split() == HEALTHY.split()
    assert len(document.repairs) >= 3
    assert any("mended" in note for note in document.notes)
    assert original.data.decode() == STRETCHED, "the original stays as it came"


def test_every_repair_leads_back_to_the_original(tmp_path: Path) -> None:
    document, original = read(tmp_path / "a.txt", STRETCHED)
    damaged = original.data.decode()
    for one in document.repairs:
        assert one.rule and 0 < one.confidence <= 1
        assert damaged[one.original_start : one.original_end] == one.before
        assert document.text[one.start : one.end] != one.before
    drawn_in = {document.text[one.start : one.end]: one.before for one in document.repairs}
    assert any("\u0640" in before and "\u0640" not in after for after, before in drawn_in.items())


def test_the_kept_original_is_mended_in_the_same_way(tmp_path: Path) -> None:
    document, original = read(tmp_path / "a.txt", STRETCHED)
    again = read_original(original, document.location, pages=PAGES, settings=DEFAULT_SETTINGS)
    assert again == document


def test_a_healthy_file_is_left_as_it_is(tmp_path: Path) -> None:
    document, _ = read(tmp_path / "a.txt", HEALTHY)
    assert document.text == HEALTHY
    assert document.repairs == () and not any("mended" in note for note in document.notes)
