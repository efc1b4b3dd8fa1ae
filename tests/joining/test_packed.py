"""A report that was packed is compared as it was before."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from itertools import combinations

from rawi.joining.packed import pack_telling, unpack_telling
from rawi.lexicon.lexicon import load_lexicon
from rawi.linking.candidates import keys_of
from rawi.linking.groups import Group, _Growth
from rawi.linking.likeness import find_evidence, score
from rawi.linking.tellings import prepare
from rawi.model import Document
from rawi.pipeline import annotate, link

TEXTS = (
    ("a", date(2024, 3, 10), "سيزور وزير الخارجية المصري سامح شكري أنقرة في 14 مارس 2024، حسب وزارة الخارجية."),
    ("b", date(2024, 3, 15), "زار وزير الخارجية المصري سامح شكري أنقرة أمس الخميس ووقّع مع نظيره التركي مذكرة تفاهم."),
    ("c", date(2024, 3, 16), "قصفت طائرات إسرائيلية مدينة صيدا جنوبي لبنان، ونفت إسرائيل قصف المدينة."),
)


def test_a_packed_report_is_compared_as_it_was() -> None:
    lexicon = load_lexicon()
    found = tuple(
        annotate(Document(id=id, name=f"{id}.txt", text=text, published=day), lexicon) for id, day, text in TEXTS
    )
    tellings = prepare(found, link(found, lexicon).undertakings, lexicon)
    packed = [unpack_telling(pack_telling(telling)) for telling in tellings]
    assert len(tellings) > 3
    assert [one.ref for one in packed] == [one.ref for one in tellings]
    assert [keys_of(one) for one in packed] == [keys_of(one) for one in tellings]
    for (a, b), (one, other) in zip(combinations(tellings, 2), combinations(packed, 2), strict=True):
        assert find_evidence(one, other) == find_evidence(a, b)
        assert score(one, other) == score(a, b)


class _Nothing:
    """Three things of which no two are known to be alike."""

    def group(self, thing: int) -> Group[int]:
        return Group([thing], [])

    def pairs(self, things: object) -> list[tuple[float, int, int]]:
        return []

    def likeness(self, one: int, other: int) -> float:
        return 0.0

    def place(self, thing: int) -> int:
        return thing


def test_groups_that_have_grown_are_let_go_without_a_collector() -> None:
    gc.disable()
    try:
        growth = _Growth(_Nothing(), 1.0)
        growth.grow({1, 2, 3})
        known = weakref.ref(growth)
        del growth
        assert known() is None
    finally:
        gc.enable()
