"""Who is named where: the clauses of a text and its names by token, joined where listed, with what governs them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec import Struct

from rawi.annotation.report_clauses import Outline, outline
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.triggers import BREAK, COMMA, OPENS, PREPOSITION, RELATIVE, Triggers
from rawi.model import Name, Voice
from rawi.text.prose import Prose

_WAW, _FA, _BA, _LAM, _KAF = (chr(c) for c in (0x648, 0x641, 0x628, 0x644, 0x643))
_AL = "\u0627\u0644"
_CLITIC_PREPOSITIONS = frozenset((_BA, _LAM, _KAF))


class Mention(Struct, frozen=True, kw_only=True):
    """One place where somebody is named: the tokens (both included) and all names that stand there.

    `clitics` are the letters written onto the first word in front of the name (``و``, ``ل``, ``وب``). `joined` tells
    whether it goes on with a list that an earlier mention began.
    """

    first: int
    last: int
    names: tuple[Name, ...]
    clitics: str = ""
    joined: bool = False

    @property
    def name(self) -> Name:
        """The first name that stands here."""
        return self.names[0]


class Cast:
    """The mentions of a text in order of place."""

    def __init__(self, prose: Prose, outline: Outline, names: tuple[Name, ...], triggers: Triggers) -> None:
        self._prose = prose
        self._outline = outline
        self._triggers = triggers
        self.mentions: list[Mention] = []
        spans: dict[tuple[int, int], list[Name]] = {}
        for name in names:
            spans.setdefault((name.start, name.end), []).append(name)
        last = -1
        for (start, _), here in sorted(spans.items()):
            tokens = prose.tokens_in(here[0])
            if not len(tokens) or tokens[0] <= last:
                continue
            clitics = prose.text[prose.starts[tokens[0]] : start] if prose.starts[tokens[0]] < start else ""
            mention = Mention(
                first=tokens[0],
                last=tokens[-1],
                names=tuple(here),
                clitics=clitics,
                joined=self._joins(tokens[0], last, clitics),
            )
            self.mentions.append(mention)
            last = tokens[-1]
        self._firsts = [mention.first for mention in self.mentions]
        self._lasts = [mention.last for mention in self.mentions]
        self._governors: dict[tuple[int, int], tuple[str, int]] = {}

    def _joins(self, first: int, last: int, clitics: str) -> bool:
        """Tell whether a mention goes on with the list of the mention that ended at token `last`."""
        if last < 0:
            return False
        between = self._prose.forms[last + 1 : first]
        if any(form not in ',-"' for form in between) or len(between) > 2:
            return False
        return clitics.startswith(_WAW)

    def between(self, begin: int, end: int) -> list[Mention]:
        """Return the mentions that begin in the tokens from `begin` up to but without `end`."""
        return self.mentions[bisect_left(self._firsts, begin) : bisect_left(self._firsts, end)]

    def ending(self, begin: int, end: int) -> list[Mention]:
        """Return the mentions that end in the tokens from `begin` up to but without `end`."""
        return self.mentions[bisect_left(self._lasts, begin) : bisect_left(self._lasts, end)]

    def before(self, token: int, limit: int = 12) -> list[Mention]:
        """Return the last mentions that end before a token, the nearest first."""
        place = bisect_left(self._lasts, token)
        return self.mentions[max(0, place - limit) : place][::-1]

    def at(self, token: int) -> Mention | None:
        """Return the mention in which a token stands, if any."""
        place = bisect_right(self._firsts, token) - 1
        if place >= 0 and self._lasts[place] >= token:
            return self.mentions[place]
        return None

    def listed(self, mention: Mention) -> list[Mention]:
        """Return a mention and those that go on with its list (``السعودية ومصر والأردن``)."""
        place = bisect_left(self._firsts, mention.first)
        found = [mention]
        for following in self.mentions[place + 1 :]:
            if not following.joined:
                break
            found.append(following)
        return found

    def governor(self, mention: Mention, begin: int) -> tuple[str, int]:
        """Return the preposition that governs a mention and its token, looking back to token `begin`.

        ``("", -1)`` where none stands in front of it in its phrase. The preposition may be written onto a word.
        """
        clitics = mention.clitics.lstrip(_WAW + _FA)
        if clitics and clitics[-1] in _CLITIC_PREPOSITIONS:
            return clitics[-1], mention.first
        place = bisect_left(self._firsts, mention.first)
        floor = max(begin, mention.first - 7, self._lasts[place - 1] + 1 if place else 0)
        found = self._governors.get((place, floor))
        if found is None:
            found = self._governors[place, floor] = self._govern(mention.first, floor)
        return found

    def _govern(self, first: int, floor: int) -> tuple[str, int]:
        """Return the preposition in front of token `first` and its token, looking back to token `floor`."""
        forms = self._prose.forms
        sorts = self._outline.sorts
        marks = self._triggers.marks
        for token in range(first - 1, floor - 1, -1):
            form = forms[token]
            if token > floor and f"{forms[token - 1]} {form}" in marks:
                return f"{forms[token - 1]} {form}", token - 1
            if form in marks or sorts[token] & PREPOSITION:
                return form, token
            if sorts[token] & (BREAK | COMMA | OPENS | RELATIVE) or token in self._outline.verbs:
                return "", -1
            letter = self.clitic(form)
            if letter:
                return letter, token
        return "", -1

    def clitic(self, form: str) -> str:
        """Return the preposition that is written onto a word, as far as its spelling shows it."""
        if len(form) < 4:
            return ""
        if form[0] in (_WAW, _FA) and (form[1:].startswith(_BA + _AL) or form[1:].startswith(_LAM + _LAM)):
            return form[1]
        if form.startswith((_BA + _AL, _KAF + _AL)):
            return form[0]
        if form.startswith(_LAM + _LAM):
            return _LAM
        for reading in self._triggers.words.analyse(form):
            if reading.preposition:
                return reading.preposition
        return ""


class Layout(Struct, frozen=True):
    """What stands where in a text: its clauses, its names and their places, and whose voice a token is heard in."""

    outline: Outline
    names: tuple[Name, ...]
    cast: Cast
    heard: dict[int, Voice]


def lay_out(prose: Prose, names: tuple[Name, ...], voices: tuple[Voice, ...], lexicon: Lexicon) -> Layout:
    """Divide a text into clauses, place its names in them and the voices over them. Pure."""
    shape = outline(prose, lexicon.triggers)
    return Layout(shape, names, Cast(prose, shape, names, lexicon.triggers), hear(prose, voices))


def hear(prose: Prose, voices: tuple[Voice, ...]) -> dict[int, Voice]:
    """Return for every token that stands in a voice the shortest one that covers where it begins."""
    heard: dict[int, Voice] = {}
    for voice in sorted(voices, key=lambda voice: voice.start - voice.end):
        begin, end = bisect_left(prose.starts, voice.start), bisect_left(prose.starts, voice.end)
        heard.update(dict.fromkeys(range(begin, end), voice))
    return heard
