"""What stands inside the words said but is known before: relative clauses that tell past acts, grounds of an act."""

from __future__ import annotations

from rawi.annotation.chain_openings import Openings
from rawi.annotation.chain_turns import Turn
from rawi.lexicon.speech import Speech
from rawi.text.prose import Prose

LONGEST = 14
"""A relative clause is taken to have so many tokens at most."""
_LONGEST_GROUND = 7
_WAW, _FA = "\u0648", "\u0641"
_FUTURE = "\u0633"
_RESUMING = (_FUTURE + "\u062a", _FUTURE + "\u064a")
_MARKS = frozenset(',.:;"-')


class Known:
    """Finds the stretches of a turn for which the narrator answers."""

    def __init__(self, prose: Prose, speech: Speech, openings: Openings) -> None:
        self._openings = openings
        self._prose = prose
        self._relatives = speech.scope["relative"]
        self._complements = speech.scope["complement"]
        self._joiners = speech.scope["joiner"]
        self._open = speech.scope["not_yet"]
        self._presumes = speech.scope["presumes"]
        self._presuming = {phrase.partition(" ")[0] for phrase in self._presumes}

    def inside(self, turn: Turn) -> list[Turn]:
        """Return turns of the narrator inside a turn: ``إن القوات انسحبت من القرية التي دخلتها في مارس``.

        What an act is a reaction to is known, too (``ستطرد السفير ردا على قصف السفارة``). Quotations are left whole:
        there the speaker's own words tell what is known.
        """
        forms = self._prose.forms
        found: list[Turn] = []
        if turn.attribution or turn.quoted:
            return found
        token = turn.start
        while token < turn.end:
            ground = self._ground(token, turn.end)
            if ground < turn.end and not self._openings.inside_quotation(token):
                end = self._end(ground, min(turn.end, ground + _LONGEST_GROUND))
                found.append(Turn(chain=(), start=ground, end=end, cue=turn.cue))
                token = end
            elif (
                forms[token] in self._relatives
                and not self._is_open(token + 1)
                and not self._openings.inside_quotation(token)
            ):
                end = self._end(token, turn.end)
                found.append(Turn(chain=(), start=token, end=end, cue=turn.cue))
                token = end
            token += 1
        return found

    def _ground(self, token: int, end: int) -> int:
        """Return the token behind words at `token` that name a known ground (``ردا على``, ``رغم``), or `end`."""
        if self._prose.forms[token] not in self._presuming:
            return end
        if self._prose.forms[token] in self._presumes:
            return token + 1
        for length in (2, 3):
            if " ".join(self._prose.forms[token : token + length]) in self._presumes:
                return token + length
        return end

    def _is_open(self, token: int) -> bool:
        """Tell whether a relative clause tells something not yet real (``الذي قد``, ``التي ستعقد``)."""
        form = self._prose.forms[token]
        return form[0] == _FUTURE or form in self._open

    def _end(self, token: int, last: int) -> int:
        forms = self._prose.forms
        for place in range(token + 1, min(last, token + LONGEST) + 1):
            form = forms[place]
            if form in _MARKS or form in self._joiners or (form[0] == _WAW and form[1:] in self._complements):
                return place - 1
            if form.startswith(_RESUMING) and place > token + 1:
                return place - 1
        return min(last, token + LONGEST)
