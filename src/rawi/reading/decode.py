"""Bytes become text: find the encoding, refuse what is no Arabic text, with the reason and the remedy."""

from __future__ import annotations

import codecs
import re

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages, bare_words
from rawi.settings import Settings

_LEGACY = ("windows-1256", "iso-8859-6", "cp720", "mac-arabic")
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 20_000
_LETTERS = 5_000
_FOREIGN = re.compile(rb"[^\x00-\x7f]+(?: [^\x00-\x7f]+)*")
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
)


def decode(data: bytes, where: str, pages: Pages, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, its encoding and notes on what was lost. A byte order mark is dropped, nothing else changes.

    `declared` is what a header claims; it is believed only if it decodes and looks at least as Arabic as the others.
    Raises ReadingError for empty, binary and wrongly encoded bytes; `where` names them.
    """
    if not data.strip(b" \t\r\n\0"):
        raise ReadingError("the file is empty", where=where, remedy="remove it or save it again")
    marked = _by_mark(data)
    if marked:
        return _decode_marked(data, marked, where)
    if b"\0" in data[:_SAMPLE]:
        return _decode_wide(data, where)
    for magic, what in _SIGNATURES:
        if data.startswith(magic):
            raise ReadingError(f"the file is {what}, not text", where=where, remedy="give the article as text")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        place = error.start
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken * 50 <= len(_ARABIC.findall(text)) or (broken == 1 and place >= len(data) - 4):
        return text, "utf-8", (f"{broken} damaged bytes were replaced by U+FFFD",)
    found = _decode_legacy(data, pages, declared)
    if found is None:
        raise ReadingError(
            f"the encoding is unknown: not UTF-8 (byte {place}), not UTF-16, no Arabic in Windows-1256 or ISO-8859-6",
            where=where,
            remedy="save the file as UTF-8",
        )
    return found[0], found[1], (f"read as {found[1]}",)


def check_arabic(text: str, where: str, settings: Settings) -> None:
    """Raise ReadingError if too few of the letters are Arabic, or there are none."""
    sample = text.lstrip()[:_LETTERS]
    letters = len(_LETTER.findall(sample))
    if not letters:
        raise ReadingError("no words were found", where=where, remedy="give the article as text")
    if len(_ARABIC.findall(sample)) < settings.smallest_arabic_share * letters:
        raise ReadingError("the text is not Arabic", where=where, remedy="rawi reads Arabic; leave this file out")


def _by_mark(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    return ""


def _decode_marked(data: bytes, encoding: str, where: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        return data.decode(encoding), encoding, ()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:
            return data[: error.start].decode(encoding), encoding, ("the last character is cut off",)
        raise ReadingError(
            f"the file says that it is {encoding} but is not (byte {error.start})",
            where=where,
            remedy="save the file as UTF-8",
        ) from error


def _decode_wide(data: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode UTF-16 without a byte order mark; anything else with zero bytes is binary."""
    even = data[: len(data) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = even.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        if len(_ARABIC.findall(sample)) * 2 > len(sample):
            return text, encoding, (f"read as {encoding}",)
    raise ReadingError("the file is binary, not text", where=where, remedy="give the article as text")


def _decode_legacy(data: bytes, pages: Pages, declared: str | None) -> tuple[str, str] | None:
    """Return text and name of the eight-bit encoding whose text shows most of the frequent Arabic words."""
    best: tuple[float, str] | None = None
    sample = b"\n".join(_FOREIGN.findall(data[: _SAMPLE * 50]))[:_SAMPLE]
    for encoding in dict.fromkeys((declared or "windows-1256", *_LEGACY)):
        try:
            text = sample.decode(encoding, errors="replace")
        except LookupError:
            continue
        words = bare_words(text)
        share = sum(word in pages.frequent for word in words) / max(1, len(words)) - text.count("\ufffd") / len(text)
        if best is None or share > best[0] + 0.01:
            best = (share, encoding)
    if best is None or best[0] < 0.02:
        return None
    return data.decode(best[1], errors="replace"), best[1]
