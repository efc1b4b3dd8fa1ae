"""Labels: how records are named on screen, in English and Arabic, made from templates, never translated by machine."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rawi.errors import LexiconError
from rawi.lexicon.load import DATA, Entry, read_csv, read_toml
from rawi.model import Participant, Report

Language = Literal["en", "ar"]
_MOST_NAMES = 3
_GOVERNMENT = "Government of "
_PLAIN = "factuality.occurred"
_TATWEEL, _LAM, _ARTICLE = "\u0640", "\u0644", "\u0627\u0644"
_FIRST_LETTER = "\u0620"


class Label(Entry, frozen=True, kw_only=True):
    """The names of one value of a vocabulary; types, modes and factualities also hold words for headlines."""

    en: str
    ar: str
    en_past: str = ""
    en_base: str = ""
    en_to: str = ""
    en_form: str = ""
    ar_noun: str = ""
    ar_to: str = ""
    ar_form: str = ""


class Headline(Entry, frozen=True, kw_only=True):
    """The words for what some trigger entries (``consult.visit``) tell, in the headline of an event."""

    entries: tuple[str, ...]
    en_past: str
    en_base: str
    en_to: str = ""
    ar_noun: str
    ar_to: str = ""


class Country(Entry, frozen=True, kw_only=True):
    """A country's names in both languages (generated file)."""

    code: str
    alpha2: str
    name: str
    en: str


class Labels(Struct, frozen=True):
    """All labels by id (``type.AGREE``, ``stage.signed``…), countries by code, headlines by trigger entry."""

    entries: dict[str, Label]
    countries: dict[str, Country]
    headlines: dict[str, Headline]

    def name(self, vocabulary: str, value: str, language: Language) -> str:
        """Return the name of a value; the value itself where none is known.

        >>> load_labels().name("stage", "signed", "en")
        'signed'
        """
        entry = self.entries.get(f"{vocabulary}.{value}")
        if entry is None:
            return value
        return entry.en if language == "en" else entry.ar

    def country(self, code: str, language: Language) -> str:
        """Return the name of a PLOVER country or other code; the code itself where none is known.

        >>> load_labels().country("TUR", "en"), load_labels().country("UNO", "ar")
        ('Türkiye', 'الأمم المتحدة')
        """
        known = self.countries.get(code)
        if known is None:
            return self.name("code", code, language)
        return known.en if language == "en" else known.name

    def event(self, report: Report, language: Language, *, kind: str | None = None) -> str:
        """Return a one-line headline for what a report tells; `kind` is that of the undertaking that it is about.

        >>> who = (Participant(text="تركيا", entity="Government of Türkiye", code="TUR", sector="GOV"),)
        >>> whom = (Participant(text="السوري", code="SYR", sector="MIL"),)
        >>> report = Report(0, 4, trigger="قصفت", type="ASSAULT", actors=who, recipients=whom, factuality="planned")
        >>> load_labels().event(report, "en"), load_labels().event(report, "ar")
        ('Türkiye (government) to attack Syria (armed forces)',
         'تركيا (الحكومة): هجوم على سوريا (القوات المسلحة) (مخطط له)')
        """
        named = self._act(report, kind)
        act = self.headlines.get(report.rule.partition(":")[0], named)
        form = self.entries[f"factuality.{report.factuality}"]
        who, whom = self.people(report.actors, language), self.people(report.recipients, language)
        if not who:
            means = self.entries.get(f"mode.{report.mode}") if report.type == "ASSAULT" else None
            line = self._without_doer(means or named, form, whom, language)
        elif language == "en":
            behind = f"{act.en_to} {whom}".strip() if whom else ""
            line = form.en_form.format(who=who, past=act.en_past, base=act.en_base, whom=behind)
        else:
            line = form.ar_form.format(who=who, noun=act.ar_noun, whom=_joined(act.ar_to, whom) if whom else "")
        line = " ".join(line.split())
        return f"{line}: {self.name('undertaking', kind, language)}" if kind else line

    def _act(self, report: Report, kind: str | None) -> Label:
        """Return the label whose words tell the act: of the deed to an undertaking, the mode, or the type."""
        if kind:
            deed = self.entries.get(f"deed.{report.type}")
            if deed is not None:
                return deed
        mode = self.entries.get(f"mode.{report.mode}")
        return mode if mode is not None and mode.en_past else self.entries[f"type.{report.type}"]

    def _without_doer(self, act: Label, form: Label, whom: str, language: Language) -> str:
        """Return the headline of an act of which nobody is named as the doer: what it was, and to whom."""
        what = act.en if language == "en" else act.ar
        line = f"{what}: {whom}" if whom else what
        if form.id == _PLAIN:
            return line
        return f"{line} ({form.en if language == 'en' else form.ar})"

    def people(self, participants: tuple[Participant, ...], language: Language) -> str:
        """Return the names of participants in one phrase, at most three and "others"."""
        names = list(dict.fromkeys(self.person(p, language) for p in participants))
        if len(names) > _MOST_NAMES:
            names = [*names[:_MOST_NAMES], self.name("word", "others", language)]
        if len(names) < 2:
            return "".join(names)
        first = self.name("word", "comma", language).join(names[:-1])
        return first + self.name("word", "and", language) + names[-1]

    def person(self, participant: Participant, language: Language) -> str:
        """Return how a participant is called: a state with its body in brackets, all others by their names."""
        code, sector = participant.code, participant.sector
        state = code is not None and code in self.countries
        if state and (participant.entity is None or participant.entity.startswith(_GOVERNMENT)):
            body = f" ({self.name('sector', sector, language)})" if sector else ""
            return self.country(code or "", language) + body
        if language == "en":
            return participant.entity or (self.country(code, language) if code else participant.text)
        return participant.text


def load_labels() -> Labels:
    """Read the labels. Raises LexiconError where an id is given twice."""
    entries: dict[str, Label] = {}
    for entry in read_toml(DATA.joinpath("labels.toml"), Label):
        if entry.id in entries:
            raise LexiconError(f"label {entry.id!r} is given twice", where=entry.where, remedy="remove one")
        entries[entry.id] = entry
    countries = {row.code: row for row in read_csv(DATA.joinpath("ar", "countries.csv"), Country)}
    headlines = {entry: row for row in read_csv(DATA.joinpath("headlines.csv"), Headline) for entry in row.entries}
    return Labels(entries, countries, headlines)


def _joined(preposition: str, words: str) -> str:
    """Put a preposition before some words; one that ends in tatweel is written onto an Arabic word.

    >>> _joined("لـ", "تركيا"), _joined("لـ", "الحكومة"), _joined("لـ", "15 شخصا"), _joined("إلى", "أنقرة")
    ('لتركيا', 'للحكومة', 'لـ 15 شخصا', 'إلى أنقرة')
    """
    if not preposition.endswith(_TATWEEL) or not words[:1].isalpha() or words[0] < _FIRST_LETTER:
        return f"{preposition} {words}"
    letter = preposition[:-1]
    if letter == _LAM and words.startswith(_ARTICLE):
        return letter + _LAM + words[2:]
    return letter + words
