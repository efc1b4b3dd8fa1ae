"""Write the documents of a dossier as a list of citations: BibTeX for LaTeX, CSL-JSON for Zotero, Pandoc and others."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from rawi.model import Document, Dossier

_SPECIAL = re.compile(r"([&%$#_{}])")


def csl_json(dossier: Dossier) -> bytes:
    """Return the documents as CSL-JSON, one item for each, in the order of the dossier."""
    return (
        msgspec.json.format(msgspec.json.encode([_csl_item(a.document) for a in dossier.annotations]), indent=1) + b"\n"
    )


def _csl_item(document: Document) -> dict[str, Any]:
    day = document.published
    item: dict[str, Any] = {"id": document.id, "type": "article-newspaper", "language": "ar"}
    item |= {key: value for key, value in (("title", document.title), ("container-title", document.outlet)) if value}
    if day:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if document.byline:
        item["author"] = [{"literal": document.byline}]
    if document.url:
        item["URL"] = document.url
    item["note"] = document.name
    return item


def bibtex(dossier: Dossier) -> str:
    """Return the documents as BibTeX entries (biblatex's @online and @article), in the order of the dossier."""
    return "\n".join(bibtex_entry(a.document) for a in dossier.annotations)


def bibtex_entry(document: Document) -> str:
    """Return a document as a BibTeX entry."""
    fields = {
        "title": document.title or document.name,
        "author": f"{{{document.byline}}}" if document.byline else None,
        "journaltitle": document.outlet,
        "date": document.published.isoformat() if document.published else None,
        "url": document.url,
        "langid": "arabic",
        "note": document.name,
    }
    kind = "online" if document.url else "article"
    lines = [f"  {key} = {{{_escape(key, value)}}}," for key, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{document.id},", *lines, "}", ""])


def _escape(key: str, value: str) -> str:
    """Protect what LaTeX reads as a command; addresses stay as they are."""
    if key == "url":
        return value
    braces = value.startswith("{") and value.endswith("}")
    inner = _SPECIAL.sub(r"\\\1", value[1:-1] if braces else value)
    return f"{{{inner}}}" if braces else inner
