"""How the pages speak: words, counts, numbers and dates in Arabic or in English."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from msgspec import Struct

from rawi.lexicon.latin import Romanised

Tongue = Literal["ar", "en"]
Script = Literal["ar", "en", "ar-Latn"]
"""How a name is to be read out and set: as Arabic, as English, or as Arabic in Latin letters, which marks it."""
TONGUES: tuple[Tongue, ...] = ("ar", "en")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


class Language(Struct, frozen=True):
    """One language of the pages; `words` are the tables of messages/<tongue>.toml."""

    tongue: Tongue
    words: dict[str, Any]

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return str(self.words["direction"])

    def say(self, key: str, **values: object) -> str:
        """Return a message by its dotted key, with values put in.

        >>> load_language("en").say("undertakings.said_by", source="the ministry")
        'according to the ministry'
        """
        table, _, name = key.partition(".")
        return str(self.words[table][name]).format(**values)

    def explain(self, about: str, reason: str) -> str:
        """Return the sentence for a reason that linking gives; a reason without one stays as it is.

        >>> english = load_language("en")
        >>> english.explain("origin", "same text"), english.explain("event", "same day")
        ('copies of one text', 'same day')
        """
        return str(self.words["reasons"][about].get(reason, reason))

    def figures(self, text: str) -> str:
        """Write the figures in some words with the digits of the language."""
        return text.translate({ord(str(n)): digit for n, digit in enumerate(str(self.words["digits"]))})

    def number(self, value: int) -> str:
        """Write a whole number with the digits of the language.

        >>> load_language("ar").number(2025) == "".join(chr(0x660 + n) for n in (2, 0, 2, 5))
        True
        """
        return self.figures(str(value))

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 in whole per cent."""
        sign = "\u066a" if self.tongue == "ar" else "%"
        return self.number(round(share * 100)) + sign

    def count(self, thing: str, number: int) -> str:
        """Say how many of a thing there are, in the plural form that the number takes.

        >>> english, arabic = load_language("en"), load_language("ar")
        >>> english.count("reports", 1), english.count("reports", 3)
        ('1 report', '3 reports')
        >>> [plural_form("ar", n) for n in (0, 1, 2, 3, 11, 100)]
        ['zero', 'one', 'two', 'few', 'many', 'other']
        """
        forms = self.words["counts"][thing]
        form = plural_form(self.tongue, number)
        return str(forms.get(form, forms["other"])).format(n=self.number(number))

    def month(self, day: date) -> str:
        """Name the month and year of a day."""
        return self.say("dates.month", month=self.words["months"][day.month - 1], year=self.number(day.year))

    def day(self, day: date) -> str:
        """Write a day in full.

        >>> load_language("en").day(date(2025, 8, 13))
        '13 August 2025'
        """
        month = self.words["months"][day.month - 1]
        return self.say("dates.day", day=self.number(day.day), month=month, year=self.number(day.year))

    def short_day(self, day: date) -> str:
        """Write a day without its year."""
        return self.say("dates.short_day", day=self.number(day.day), month=self.words["months"][day.month - 1])

    def weekday(self, day: date) -> str:
        """Name the weekday of a day."""
        return str(self.words["weekdays"][day.weekday()])

    def span(self, first: date | None, last: date | None) -> str:
        """Write the time between two days as shortly as it can be said.

        >>> english = load_language("en")
        >>> english.span(date(2025, 1, 29), date(2025, 1, 30)), english.span(date(2024, 12, 1), date(2024, 12, 31))
        ('29–30 January 2025', 'December 2024')
        >>> english.span(date(2025, 1, 1), date(2025, 12, 31)), english.span(date(2025, 10, 26), None)
        ('2025', 'from 26 October 2025')
        """
        if first is None or last is None:
            if first is not None:
                return self.say("dates.since", first=self.day(first))
            return self.say("dates.until", last=self.day(last)) if last is not None else self.say("dates.none")
        if first == last:
            return self.day(first)
        next_day = last + timedelta(days=1) if last < date.max else last
        if first.day == 1 and next_day.day == 1:
            if (first.month, next_day.month) == (1, 1):
                years = [self.number(first.year), self.number(last.year)]
                return years[0] if first.year == last.year else self.say("dates.span", first=years[0], last=years[1])
            if (first.year, first.month) == (last.year, last.month):
                return self.month(first)
        if (first.year, first.month) == (last.year, last.month):
            return self.say(
                "dates.days_of_month",
                first=self.number(first.day),
                last=self.number(last.day),
                month=self.words["months"][first.month - 1],
                year=self.number(first.year),
            )
        start = self.short_day(first) if first.year == last.year else self.day(first)
        return self.say("dates.span", first=start, last=self.day(last))

    def list(self, parts: list[str]) -> str:
        """Join words with the comma of the language."""
        return str(self.words["comma"]).join(parts)


def plural_form(tongue: Tongue, number: int) -> str:
    """Return the plural category of a number (CLDR's rules for Arabic and English)."""
    if tongue == "en":
        return "one" if number == 1 else "other"
    if number < 3:
        return ("zero", "one", "two")[number]
    rest = number % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


def script(text: str) -> Script:
    """Tell how some words are to be read out and set.

    >>> script("Yaşar Güler"), script("\u063a\u0648\u0644\u0631"), script(Romanised("Salim al-Drubi"))
    ('en', 'ar', 'ar-Latn')
    """
    if isinstance(text, Romanised):
        return "ar-Latn"
    return "ar" if _ARABIC.search(text) else "en"


@lru_cache(maxsize=2)
def load_language(tongue: Tongue) -> Language:
    """Read the messages of a language."""
    text = files("rawi.exports.page").joinpath("messages", f"{tongue}.toml").read_text(encoding="utf-8")
    return Language(tongue, tomllib.loads(text))
