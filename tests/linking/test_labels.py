"""Headlines of events, made from templates."""

from __future__ import annotations

import pytest

from rawi.lexicon.labels import load_labels
from rawi.model import EVENT_TYPES, FACTUALITIES, STAGES, Participant, Report

TURKEY = Participant(text="التركية", entity="Government of Türkiye", code="TUR", sector="GOV")
SYRIA = Participant(text="سوريا", code="SYR", sector="GOV")
ARMY = Participant(text="الجيش السوري", entity="Syrian army", code="SYR", sector="MIL")


def headline(language: str, kind: str | None = None, **more: object) -> str:
    return load_labels().event(Report(0, 1, trigger="x", **more), language, kind=kind)  # type: ignore[arg-type]


def test_a_signing_names_its_parties_and_its_paper() -> None:
    told = {"type": "SUPPORT", "actors": (TURKEY, SYRIA)}
    assert headline("en", "memorandum", **told) == "Türkiye (government) and Syria (government) signed: memorandum"
    assert headline("ar", "memorandum", **told) == "تركيا (الحكومة) وسوريا (الحكومة): توقيع: مذكرة تفاهم"


def test_a_mode_gives_the_verb() -> None:
    told = {"type": "CONSULT", "mode": "visit", "actors": (TURKEY,), "recipients": (SYRIA,)}
    assert headline("en", **told) == "Türkiye (government) visited Syria (government)"
    assert headline("en", factuality="planned", **told) == "Türkiye (government) to visit Syria (government)"
    assert headline("ar", factuality="denied", **told) == "نفي: تركيا (الحكومة): زيارة إلى سوريا (الحكومة)"


def test_a_deed_without_a_doer_is_named() -> None:
    told = {"type": "ASSAULT", "mode": "aerial", "recipients": (ARMY,)}
    assert headline("en", **told) == "air strike: Syrian army"
    assert headline("ar", factuality="possible", **told) == "غارة جوية: الجيش السوري (محتمل)"


def test_many_names_are_cut() -> None:
    four = tuple(Participant(text=str(n), entity=f"P{n}") for n in range(4))
    assert headline("en", type="PROTEST", actors=four) == "P0, P1, P2 and others protested"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_has_a_name_and_a_headline(language: str) -> None:
    labels = load_labels()
    for kind in EVENT_TYPES:
        for factuality in FACTUALITIES:
            line = headline(language, type=kind, factuality=factuality, actors=(TURKEY,), recipients=(ARMY,))
            assert line and "{" not in line and "  " not in line
    for stage in STAGES:
        assert labels.name("stage", stage, "ar") != stage
