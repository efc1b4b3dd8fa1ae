"""Labels: how records are named on screen, in English and Arabic, made from templates, never translated by machine."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rawi.errors import LexiconError
from rawi.lexicon.load import DATA, Entry, read_toml
from rawi.model import Participant, Report

Language = Literal["en", "ar"]
_MOST_NAMES = 3


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


class Labels(Struct, frozen=True):
    """All labels by id (``type.AGREE``, ``stage.signed``…)."""

    entries: dict[str, Label]

    def name(self, vocabulary: str, value: str, language: Language) -> str:
        """Return the name of a value; the value itself where none is known.

        >>> load_labels().name("stage", "signed", "en")
        'signed'
        """
        entry = self.entries.get(f"{vocabulary}.{value}")
        if entry is None:
            return value
        return entry.en if language == "en" else entry.ar

    def event(self, report: Report, language: Language, *, about: str = "") -> str:
        """Return a one-line headline for what a report tells; `about` names an undertaking that it concerns.

        >>> who = (Participant(text="تركيا", entity="Government of Türkiye", code="TUR", sector="GOV"),)
        >>> report = Report(0, 4, trigger="وقعت", type="ASSAULT", actors=who, factuality="planned")
        >>> load_labels().event(report, "en")
        'Government of Türkiye to attack'
        """
        act = self.entries[f"type.{report.type}"]
        mode = self.entries.get(f"mode.{report.mode}")
        if mode is not None and mode.en_past:
            act = mode
        form = self.entries[f"factuality.{report.factuality}"]
        who = self.people(report.actors, language) or self.name("word", "somebody", language)
        whom = self.people(report.recipients, language)
        if language == "en":
            line = form.en_form.format(
                who=who, past=act.en_past, base=act.en_base, whom=f"{act.en_to} {whom}".strip() if whom else ""
            )
        else:
            line = form.ar_form.format(who=who, noun=act.ar_noun, whom=f"{act.ar_to} {whom}" if whom else "")
        line = " ".join(line.split())
        return f"{line}: {about}" if about else line

    def people(self, participants: tuple[Participant, ...], language: Language) -> str:
        """Return the names of participants in one phrase, at most three and "others"."""
        names = list(dict.fromkeys(_name(p, language) for p in participants))
        if len(names) > _MOST_NAMES:
            names = [*names[:_MOST_NAMES], self.name("word", "others", language)]
        if len(names) < 2:
            return "".join(names)
        first = self.name("word", "comma", language).join(names[:-1])
        return first + self.name("word", "and", language) + names[-1]


def _name(participant: Participant, language: Language) -> str:
    if language == "ar":
        return participant.text
    return participant.entity or participant.code or participant.text


def load_labels() -> Labels:
    """Read the labels. Raises LexiconError where an id is given twice."""
    entries: dict[str, Label] = {}
    for entry in read_toml(DATA.joinpath("labels.toml"), Label):
        if entry.id in entries:
            raise LexiconError(f"label {entry.id!r} is given twice", where=entry.where, remedy="remove one")
        entries[entry.id] = entry
    return Labels(entries)
