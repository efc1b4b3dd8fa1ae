"""What `rawi doctor` tells: which readers, extras and data are there, and what to do about those that are not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files

from msgspec import Struct


class Check(Struct, frozen=True, kw_only=True):
    """One thing that was looked for: what it is for, what was found, and the remedy if it is missing.

    `needed` is false for extras: without them rawi works, but not on what they are for.
    """

    name: str
    purpose: str
    found: str | None
    remedy: str = ""
    needed: bool = True

    @property
    def ok(self) -> bool:
        """Tell whether all is well: it is there, or it is an extra."""
        return self.found is not None or not self.needed


_LIBRARIES = (
    ("trafilatura", "web pages"),
    ("pypdfium2", "PDF"),
    ("pdfplumber", "PDF"),
    ("python-docx", "Word documents"),
    ("pyarrow", "Parquet tables"),
    ("warcio", "WARC archives"),
    ("feedparser", "RSS and Atom"),
    ("httpx", "fetching from the web"),
)
_EXTRAS = (
    ("pytesseract", "text on scanned pages", "ocr"),
    ("ray", "many machines", "ray"),
    ("followthemoney", "export to FollowTheMoney", "ftm"),
)


def examine() -> Iterator[Check]:
    """Yield every check: libraries, extras, the recogniser of scanned pages and its Arabic data, rawi's own data."""
    for name, purpose in _LIBRARIES:
        yield Check(name=name, purpose=purpose, found=_version(name), remedy="pip install --force-reinstall rawi")
    for name, purpose, extra in _EXTRAS:
        remedy = f"pip install 'rawi[{extra}]'"
        yield Check(name=name, purpose=purpose, found=_version(name), remedy=remedy, needed=False)
    yield _tesseract()
    yield _data()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _tesseract() -> Check:
    """Look for tesseract with Arabic data: the program itself is no Python package."""
    remedy = "install tesseract and its Arabic data (Debian: apt install tesseract-ocr tesseract-ocr-ara)"
    program = shutil.which("tesseract")
    found = None
    if program:
        try:
            listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
            found = "with Arabic data" if "ara" in (listed.stdout + listed.stderr).split() else None
        except (OSError, subprocess.TimeoutExpired):
            found = None
    return Check(name="tesseract", purpose="text on scanned pages", found=found, remedy=remedy, needed=False)


def _data() -> Check:
    folder = files("rawi.lexicon").joinpath("data").joinpath("ar")
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    found = f"{len(names)} tables" if "pages.toml" in names else None
    return Check(name="lexicon", purpose="everything", found=found, remedy="pip install --force-reinstall rawi")
