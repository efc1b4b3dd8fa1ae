"""`rawi search`: find sentences in a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.filters import with_filters
from rawi.cli.showing import ExistingDossier, Lang, Tongue

if TYPE_CHECKING:
    from rawi.store.query import Filters
    from rawi.store.search import Passage


@with_filters
def search(
    dossier: ExistingDossier,
    words: Annotated[str, typer.Argument(help='Words in any spelling; "…" in that order; a star: any ending.')],
    lang: Lang = Tongue.en,
    limit: Annotated[int, typer.Option(min=1, help="At most so many sentences.")] = 50,
    *,
    filters: Filters,
) -> None:
    """Print the sentences in which words stand, with and without article, particles and pronouns.

    With filters only sentences that tell an event which passes them.
    """
    from contextlib import closing

    from rawi.store.database import open_to_read
    from rawi.store.search import find_passages

    with closing(open_to_read(dossier)) as connection:
        for passage in find_passages(connection, words, filters, limit):
            print(" · ".join(filter(None, (str(passage.published or ""), passage.outlet, passage.doc))))
            print(f"  {_marked(passage)}")
            for event in passage.events:
                print(f"    {event.type} {event.status}: {event.label_en if lang is Tongue.en else event.label_ar}")


def _marked(passage: Passage) -> str:
    """Return the sentence with the words that were found in brackets."""
    text = passage.text
    for mark in reversed(passage.marks):
        text = f"{text[: mark.start]}[{text[mark.start : mark.end]}]{text[mark.end :]}"
    return text
