"""`rawi news` and `rawi diff`: what is new, in one dossier since a day or in one against another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rawi.cli.filters import DAY
from rawi.cli.showing import ExistingDossier, Lang, Tongue

if TYPE_CHECKING:
    from rawi.linking.news import News


def news(
    dossier: ExistingDossier,
    since: Annotated[datetime, typer.Option(formats=DAY, help="Documents published from this day on are new.")],
    lang: Lang = Tongue.en,
) -> None:
    """Print what documents published since a day tell that was not known before."""
    from rawi.linking.news import news_since
    from rawi.store.read import load_dossier

    for line in news_lines(news_since(load_dossier(dossier), since.date()), lang):
        print(line)


def diff(old: ExistingDossier, new: ExistingDossier, lang: Lang = Tongue.en) -> None:
    """Print what the second dossier tells that the first does not."""
    from rawi.linking.news import compare_dossiers
    from rawi.store.read import load_outline

    for line in news_lines(compare_dossiers(load_outline(old), load_outline(new)), lang):
        print(line)


def news_lines(found: Iterable[News], lang: Tongue) -> Iterator[str]:
    """Yield news as lines: the day, what is new, the event."""
    from rawi.exports.page.language import load_language
    from rawi.lexicon.labels import load_labels

    language, labels = load_language(lang.value), load_labels()
    for one in found:
        event = one.event
        label = event.label_en if lang is Tongue.en else event.label_ar
        words = {
            "before": labels.name("factuality", one.before, lang.value),
            "after": labels.name("factuality", one.after, lang.value),
        }
        what = labels.name("news", one.kind, lang.value).format(**words)
        yield f"{language.span(event.first_day, event.last_day)}  {what}: {label}"
