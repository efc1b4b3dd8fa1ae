"""What a reader types to search for, in the language of the index."""

from __future__ import annotations

import re

from rawi.text.prose import read_prose
from rawi.text.search_keys import search_key

_PART = re.compile(r'"([^"]*)"?|(\S+)')


def match_query(words: str) -> str:
    """Return the query of FTS5 for some words; "" where there is nothing to look for.

    Words in quotation marks must stand in that order; a star at the end of a word lets anything follow. Of several
    words those that stand together come first.
    """
    parts: list[str] = []
    for quoted, plain in _PART.findall(words):
        keys = [search_key(form) for form in read_prose(quoted or plain).forms if form[0].isalnum()]
        if keys:
            parts.append(f'"{" ".join(keys)}"' + ("*" if plain.endswith("*") else ""))
    together = " ".join(part.strip('"') for part in parts)
    several = len(parts) > 1 and "*" not in together and '"' not in words
    return f'"{together}" OR ({" AND ".join(parts)})' if several else " AND ".join(parts)
