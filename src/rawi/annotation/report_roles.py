"""Who acts and who is acted upon: weigh everybody who may take part in a report as actor and as recipient.

The rules place names by grammar (subject, object, genitive, preposition); here each name of the sentence, and some from
elsewhere (`report_bids`), takes the role that weights learnt from annotated articles find likely. Without weights the
rules' roles stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec.structs import replace

from rawi.annotation.context import Context, Part, mixed
from rawi.annotation.report_bids import Bids
from rawi.annotation.report_cast import Layout
from rawi.annotation.reports import Possible
from rawi.lexicon.lexicon import Lexicon
from rawi.lexicon.weights import chance_of
from rawi.model import Participant, Report
from rawi.text.prose import Prose

ROLES = ("actor", "recipient")
READ = 0.6
"""What share the network that reads the text has in the score, beside the facts; chosen on annotated articles."""
_LEAST = {"actor": 0.15, "recipient": 0.25}
"""From which chance on the likeliest participant of a role is taken."""
_SAME = 0.9
"""From which chance on somebody of the same state and sector as another is taken beside that one."""
_BESIDE = 0.6
"""What share of the likeliest one's chance others must have to be taken beside it.

The three were chosen by cross-validation on annotated articles (F1 of role, state and sector, by 1.3 points)."""


def cast_reports(
    prose: Prose,
    layout: Layout,
    possible: Sequence[Possible],
    told: Sequence[Report],
    lexicon: Lexicon,
    context: Context | None,
) -> tuple[Report, ...]:
    """Return the reports with the likeliest participants. Pure."""
    weights = lexicon.role_weights
    if weights is None or not told:
        return tuple(told)
    view = Bids(prose, layout, possible)
    those: list[tuple[Participant, ...]] = []
    scores: list[complex] = []
    asked: list[Part] = []
    for report in told:
        bids = view.of(report)
        scores += weights.scores(bid.facts for bid in bids)
        those.append(tuple(bid.part.participant for bid in bids))
        asked += [bid.part for bid in bids]
    if context is not None:
        scores = mixed(scores, context.takes_part(asked), READ)
    chances = iter([{"actor": chance_of(score.real), "recipient": chance_of(score.imag)} for score in scores])
    cast = []
    for report, some in zip(told, those, strict=True):
        mine = list(islice(chances, len(some)))
        actors, recipients = (choose(some, mine, role, weights.threshold) for role in ROLES)
        cast.append(replace(report, actors=actors, recipients=recipients))
    return tuple(cast)


def choose(
    those: Sequence[Participant], chances: Sequence[dict[str, float]], role: str, threshold: float
) -> tuple[Participant, ...]:
    """Return who takes a role, in order of place: the likeliest from a low chance on, others from `threshold` on.

    The others must be nearly as likely. Somebody who is likelier in the other role does not take this one; one entity
    takes a role once, and of one state and sector (a state, its president) mostly one. Who are named by one word
    (``البلدان``) take it together.
    """
    best: dict[str, tuple[float, Participant]] = {}
    for one, chance in zip(those, chances, strict=True):
        likely = chance[role]
        if likely <= _LEAST[role] or likely < max(chance.values()):
            continue
        name = one.entity or one.text
        if name not in best or likely > best[name][0]:
            best[name] = (likely, one)
    taken: list[Participant] = []
    kinds: set[tuple[str | None, str | None]] = set()
    likeliest = max((likely for likely, _ in best.values()), default=0.0)
    for likely, one in sorted(best.values(), key=lambda item: -item[0]):
        kind = (one.code, one.sector)
        if not taken or likely >= max(_SAME if kind in kinds else threshold, _BESIDE * likeliest):
            taken.append(one)
            kinds.add(kind)
    places = {one.start for one in taken if one.start >= 0}
    taken += [one for _, one in best.values() if one.start in places and one not in taken]
    return tuple(sorted(taken, key=lambda one: (one.start < 0, one.start)))
