"""Plain text files: one document each, as the file has it."""

from __future__ import annotations

from pathlib import Path

from rawi.lexicon.pages import Pages
from rawi.reading.decode import decode
from rawi.reading.record import Given, Original, RawText


def read_plain_text(path: Path, data: bytes, pages: Pages) -> RawText:
    """Return the text of a file. Raises ReadingError if the bytes are no text."""
    text, _, notes = decode(data, str(path), pages)
    original = Original(name=str(path), media_type="text/plain", data=data)
    return RawText(name=path.name, text=text, given=Given(), original=original, location="", notes=notes)
