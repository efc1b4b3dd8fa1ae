"""The JSON Schemas of the public records, generated from their types."""

from __future__ import annotations

from typing import Any

import msgspec

from rawi.exports.plover import PloverEvent
from rawi.exports.records import AnnotatedDocument, DossierFile

SCHEMAS: dict[str, tuple[type, str]] = {
    "annotations.schema.json": (AnnotatedDocument, "One line of `rawi annotate --json`"),
    "plover.schema.json": (PloverEvent, "One line of what `rawi export --to plover` writes"),
    "dossier.schema.json": (DossierFile, "The file that `rawi export --to json` writes"),
}


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one public file.

    >>> schema("annotations.schema.json")["title"]
    'One line of `rawi annotate --json`'
    """
    record, title = SCHEMAS[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **msgspec.json.schema(record)}


def schema_text(name: str) -> str:
    """Return a schema as it stands in docs/schema."""
    return msgspec.json.format(msgspec.json.encode(schema(name)), indent=2).decode() + "\n"
