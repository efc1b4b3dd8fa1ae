"""Print tests/reading/pdfs/article.txt with many generators and fonts.

Needs Chromium, LibreOffice, reportlab, arabic-reshaper, python-bidi and weasyprint:

    python scripts/make_test_pdfs.py

The PDFs are committed: the tests read them and need none of the generators.
"""

from __future__ import annotations

import subprocess
import tempfile
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "tests" / "reading" / "pdfs"
FONTS = {"naskh": "Noto Naskh Arabic", "amiri": "Amiri", "sans": "Noto Sans Arabic", "kufi": "Noto Kufi Arabic"}
FILES = {
    "naskh": "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf",
    "amiri": "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf",
}


def page(paragraphs: list[str], font: str, *, justified: bool, columns: int = 1, heads: bool = False) -> str:
    body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs[1:])
    head = "@top-center { content: 'مجلة الاختبار - العدد 7' } @bottom-center { content: counter(page) }"
    running = f"<style>@page {{ {head} }}</style>" if heads else ""
    return f"""<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8">{running}
<style>@page {{ size: A4; margin: 22mm }} body {{ font: 13pt/1.9 '{FONTS[font]}'; columns: {columns}; column-gap: 9mm;
text-align: {"justify" if justified else "start"} }} h1 {{ font-size: 17pt }}</style>
<h1>{escape(paragraphs[0])}</h1>{body}</html>"""


def chromium(html: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
             "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def libreoffice(html: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{target.stem}.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--writer", "--convert-to",
             "pdf:writer_web_pdf_Export", "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        target.write_bytes((Path(folder) / f"{target.stem}.pdf").read_bytes())


def weasyprint(html: str, target: Path) -> None:
    from weasyprint import HTML

    HTML(string=html).write_pdf(target)


def reportlab(paragraphs: list[str], font: str, target: Path) -> None:
    import arabic_reshaper
    from bidi.algorithm import get_display
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont(font, FILES[font]))
    canvas = Canvas(str(target), pagesize=A4)
    canvas.setFont(font, 13)
    height = 780.0
    for paragraph in paragraphs:
        line = ""
        for word in [*paragraph.split(), None]:
            if word is None or pdfmetrics.stringWidth(arabic_reshaper.reshape(f"{line} {word}"), font, 13) > 470:
                canvas.drawRightString(550, height, get_display(arabic_reshaper.reshape(line)))
                height -= 24
                line = word or ""
            else:
                line = f"{line} {word}".strip()
        height -= 8
    canvas.save()


def main() -> None:
    paragraphs = (FOLDER / "article.txt").read_text(encoding="utf-8").strip().split("\n")
    for font in FONTS:
        for justified in (False, True):
            name = f"{font}-{'justified' if justified else 'ragged'}"
            chromium(page(paragraphs, font, justified=justified), FOLDER / f"chromium-{name}.pdf")
    chromium(page(paragraphs * 2, "naskh", justified=True, columns=2), FOLDER / "chromium-naskh-columns.pdf")
    for font in ("naskh", "amiri"):
        libreoffice(page(paragraphs, font, justified=font == "amiri"), FOLDER / f"libreoffice-{font}.pdf")
        weasyprint(page(paragraphs, font, justified=font == "naskh"), FOLDER / f"weasyprint-{font}.pdf")
        reportlab(paragraphs, font, FOLDER / f"reportlab-{font}.pdf")
    weasyprint(page(paragraphs * 4, "amiri", justified=True, heads=True), FOLDER / "weasyprint-running-heads.pdf")


if __name__ == "__main__":
    main()
