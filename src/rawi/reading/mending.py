"""Texts that a broken extraction left behind are mended before they become documents."""

from __future__ import annotations

from rawi.model import Repair
from rawi.reading.record import RawText
from rawi.text.repair import looks_damaged, repair


def mend(raw: RawText) -> tuple[str, tuple[Repair, ...], tuple[str, ...]]:
    """Return the text of an original as it is to be read, what was mended in it, and a note on it.

    Texts whose places are bound to something else (a PDF's boxes, a page's pieces) were put in order by their reader.
    """
    if raw.boxes or raw.pieces or not looks_damaged(raw.text):
        return raw.text, (), ()
    from rawi.text.neighbours import load_neighbours

    repaired = repair(raw.text, load_neighbours())
    if not repaired.damaged:
        return raw.text, (), ()
    repairs = []
    for change, place in zip(repaired.changes, repaired.places(), strict=True):
        repairs.append(
            Repair(
                place.start,
                place.end,
                rule=change.rule,
                before=change.before,
                confidence=change.confidence,
                original_start=change.start,
                original_end=change.end,
            )
        )
    doubtful = sum(one.confidence < 0.9 for one in repairs)
    note = f"mended a broken extraction: {len(repairs)} changes, {doubtful} of them doubtful"
    return repaired.text, tuple(sorted(repairs)), (note,)
