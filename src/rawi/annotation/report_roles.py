"""Who acts and who is acted upon: weigh everybody who may take part in a report as actor and as recipient.

The rules place names by grammar (subject, object, genitive, preposition); here each name of the sentence, and some from
elsewhere (`report_bids`), takes the role that weights learnt from annotated articles find likely. Without weights the
rules' roles stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from rawi.annotation.report_bids import Bid, Bids
from rawi.annotation.report_cast import Layout
from rawi.annotation.reports import Possible
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.weights import chance_of
from rawi.model import Participant, Report
from rawi.text.prose import Prose

ROLES = ("actor", "recipient")
_LEAST = 0.2
"""From which chance on the likeliest participant of a role is taken."""
_LEAST_RULED = 0.05
"""The same for whom the rules give that role."""
_SAME = 0.65
"""From which chance on somebody of the same state and sector as another is taken beside that one."""


def cast_reports(
    prose: Prose, layout: Layout, possible: Sequence[Possible], told: Sequence[Report], lexicon: Lexicon
) -> tuple[Report, ...]:
    """Return the reports with the likeliest participants. Pure."""
    weights = lexicon.role_weights
    if weights is None or not told:
        return tuple(told)
    view = Bids(prose, layout, possible)
    cast = []
    for report in told:
        bids = view.of(report)
        scores = weights.scores(bid.facts for bid in bids)
        chances = [{"actor": chance_of(score.real), "recipient": chance_of(score.imag)} for score in scores]
        actors, recipients = (choose(bids, chances, role, weights.threshold) for role in ROLES)
        cast.append(replace(report, actors=actors, recipients=recipients))
    return tuple(cast)


def choose(
    bids: Sequence[Bid], chances: Sequence[dict[str, float]], role: str, threshold: float
) -> tuple[Participant, ...]:
    """Return who takes a role, in order of place: the likeliest from a low chance on, any other from `threshold` on.

    Somebody who is likelier in the other role does not take this one; one entity takes a role once, and of one state
    and sector (a state, its president) mostly one. Who are named by one word (``البلدان``) take it together.
    """
    best: dict[str, tuple[float, Participant]] = {}
    for bid, chance in zip(bids, chances, strict=True):
        likely = chance[role]
        if likely <= _LEAST_RULED or likely < max(chance.values()):
            continue
        one = bid.participant
        name = one.entity or one.text
        least = _LEAST_RULED if bid.rule == role else _LEAST
        if likely > best.get(name, (least, one))[0]:
            best[name] = (likely, one)
    taken: list[Participant] = []
    kinds: set[tuple[str | None, str | None]] = set()
    for likely, one in sorted(best.values(), key=lambda item: -item[0]):
        kind = (one.code, one.sector)
        if not taken or likely >= (_SAME if kind in kinds else threshold):
            taken.append(one)
            kinds.add(kind)
    places = {one.start for one in taken if one.start >= 0}
    taken += [one for _, one in best.values() if one.start in places and one not in taken]
    return tuple(sorted(taken, key=lambda one: (one.start < 0, one.start)))
