"""What a file is, told by its content; its name only decides between a table and plain text."""

from __future__ import annotations

import bz2
import csv
import lzma
import re
import zlib
from typing import Literal

from rawi.reading.columns import is_text_column
from rawi.reading.source import Source

Kind = Literal[
    "text", "html", "saved page", "feed", "pdf", "word", "json lines", "json", "delimited", "parquet", "warc", "zip",
    "tar", "packed",
]  # fmt: skip

_HEAD = 8192
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_TAG = re.compile(
    rb"<(?:!doctype|!--|html|head|body|meta|title|div|table|p|h1|article|section|font|center|span|br)\b", re.I
)
_SAVED = re.compile(rb"^(?:From|Snapshot-Content-Location|MIME-Version|Subject|Content-Type):[^\n]*\n", re.IGNORECASE)
DELIMITERS = ",\t;|"


def detect(source: Source) -> Kind:
    """Return what a source is. Raises OSError if it cannot be read."""
    with source.path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"%PDF") or b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return _detect_packed(head)
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"WARC/"):
        return "warc"
    return _detect_text(head, source.path.name.lower())


def _detect_packed(head: bytes) -> Kind:
    """Look into a compressed file: archives of records are streamed, tar archives and single files unpacked."""
    try:
        if head.startswith(b"BZh"):
            inner = bz2.BZ2Decompressor().decompress(head, _HEAD)
        elif head.startswith(b"\xfd7zXZ"):
            inner = lzma.LZMADecompressor().decompress(head, _HEAD)
        else:
            inner = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    except (OSError, zlib.error, lzma.LZMAError):
        return "packed"
    if inner[257:262] == b"ustar":
        return "tar"
    if inner.startswith(b"WARC/"):
        return "warc"
    return "json lines" if _detect_text(inner, "") == "json lines" else "packed"


def _detect_text(head: bytes, name: str) -> Kind:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"{") and b'"' in plain:
        first = plain.split(b"\n", 1)
        return "json lines" if len(first) == 1 or first[0].rstrip().endswith(b"}") else "json"
    if plain.startswith(b"[") and plain[1:].lstrip()[:1] == b"{":
        return "json"
    if plain.startswith(b"<"):
        if _FEED.search(plain[:2048]):
            return "feed"
        if _TAG.match(plain) or _TAG.search(plain):
            return "html"
    if _SAVED.match(plain) and b"multipart/related" in plain:
        return "saved page"
    if name.endswith((".csv", ".tsv", ".tab")) or _has_text_column(plain):
        return "delimited"
    return "text"


def _has_text_column(head: bytes) -> bool:
    """Tell whether the first line names several columns, one of them a usual name for the text."""
    line = head.split(b"\n", 1)[0].decode("utf-8", errors="replace").strip()
    if len(line) > 500 or "\r" in line or "\0" in line:
        return False
    return any(
        len(cells) > 1 and any(is_text_column(cell) for cell in cells)
        for delimiter in DELIMITERS
        if delimiter in line
        for cells in csv.reader([line], delimiter=delimiter)
    )
