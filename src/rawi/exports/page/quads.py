"""PLOVER's four quad classes: in words or in deeds, cooperation or conflict."""

from __future__ import annotations

from typing import Literal, get_args

from rawi.model import EventType

Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
ALL_QUADS: tuple[Quad, ...] = get_args(Quad)
# SANCTION follows its own section of the codebook (material), not the summary table.
QUADS: dict[EventType, Quad] = {
    "AGREE": "verbal_cooperation",
    "CONSULT": "verbal_cooperation",
    "SUPPORT": "verbal_cooperation",
    "CONCEDE": "verbal_cooperation",
    "COOPERATE": "material_cooperation",
    "AID": "material_cooperation",
    "RETREAT": "material_cooperation",
    "REQUEST": "verbal_conflict",
    "ACCUSE": "verbal_conflict",
    "REJECT": "verbal_conflict",
    "THREATEN": "verbal_conflict",
    "PROTEST": "material_conflict",
    "SANCTION": "material_conflict",
    "MOBILIZE": "material_conflict",
    "COERCE": "material_conflict",
    "ASSAULT": "material_conflict",
}
