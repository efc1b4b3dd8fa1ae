"""The one tree of errors. Every message names the place and says what to do next."""

from __future__ import annotations


class RawiError(Exception):
    """Anything that rawi can explain to its user: what is wrong, where, and the remedy."""

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.remedy})" if self.remedy else ""
        return f"{place}{self.problem}{advice}"


class ReadingError(RawiError):
    """An input cannot become documents: unreadable, empty, binary, not Arabic, wrongly encoded."""


class LexiconError(RawiError):
    """A lexicon file is broken; `where` is file and line."""


class StoreError(RawiError):
    """A dossier cannot be opened, is newer than this version, or failed a check."""


class UsageError(RawiError):
    """The command line asks for something that does not exist or does not fit together."""
