"""What linking promises beside its findings: no dependence on order, stable ids, copies that do not chain."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from rawi.lexicon.lexicon import load_lexicon
from rawi.linking.copies import containment, find_copies, shingles_of
from rawi.linking.groups import agglomerate, group
from rawi.linking.tallies import Tally, find_tallies
from rawi.model import Annotations, Document
from rawi.pipeline import annotate, link
from rawi.settings import DEFAULT_SETTINGS
from rawi.text.prose import read_prose

TEXTS = (
    ("a", date(2024, 3, 10), "سيزور وزير الخارجية المصري سامح شكري أنقرة في 14 مارس 2024."),
    ("b", date(2024, 3, 15), "زار وزير الخارجية المصري سامح شكري أنقرة أمس الخميس ووقّع مع نظيره التركي مذكرة تفاهم."),
    ("c", date(2024, 3, 15), "نفت وزارة الخارجية المصرية توقيع مذكرة تفاهم مع تركيا."),
    ("d", date(2024, 3, 12), "قصفت إسرائيل مطار حلب أمس الاثنين، بحسب وكالة رويترز."),
)
WORDS = st.lists(
    st.sampled_from(["سد", "باب", "نهر", "جبل", "وادي", "سهل", "بحر", "قمر", "شمس", "نجم", "ريح", "مطر"]), max_size=30
)


def _annotations() -> list[Annotations]:
    lexicon = load_lexicon()
    return [
        annotate(Document(id=name, name=name, outlet=name, text=text, published=day), lexicon)
        for name, day, text in TEXTS
    ]


def test_the_order_of_the_documents_is_idle() -> None:
    lexicon, annotations = load_lexicon(), _annotations()
    wanted = link(tuple(annotations), lexicon)
    for order in list(permutations(annotations))[1::5]:
        found = link(order, lexicon)
        assert found.events == wanted.events
        assert found.disputes == wanted.disputes
        assert found.undertakings == wanted.undertakings


def test_a_later_document_keeps_the_ids_of_events() -> None:
    lexicon, annotations = load_lexicon(), _annotations()
    before = link(tuple(annotations[:2] + annotations[3:]), lexicon)
    after = link(tuple(annotations), lexicon)
    assert {event.id for event in before.events} <= {event.id for event in after.events}


def test_every_report_is_in_one_event_and_every_origin_names_its_reports() -> None:
    dossier = link(tuple(_annotations()), load_lexicon())
    reports = [ref for event in dossier.events for ref in event.reports]
    assert len(reports) == len(set(reports)) == sum(len(a.reports) for a in dossier.annotations)
    for event in dossier.events:
        assert sorted(ref for origin in event.origins for ref in origin.reports) == sorted(event.reports)
        assert event.independent_origins == len(event.origins)
        assert event.label_en and event.label_ar


def _plain(name: str, text: str, day: int = 1) -> Annotations:
    return Annotations(document=Document(id=name, name=name, outlet=name, text=text, published=date(2024, 1, day)))


def test_a_round_up_does_not_chain_the_texts_that_it_quotes() -> None:
    texts = [" ".join(f"{word}{n}" for n in range(60)) for word in ("كلمة", "لفظ", "قول", "خبر", "نبأ")]
    found = find_copies(
        (_plain("a", texts[0]), _plain("b", texts[0], 2), _plain("c", texts[1]), _plain("d", " ".join(texts), 3)),
        DEFAULT_SETTINGS,
    )
    assert found.clusters == (("a", "b"),)
    assert {(p.one, p.other) for p in found.pairs} == {("a", "b"), ("a", "d"), ("b", "d"), ("c", "d")}


def test_furniture_does_not_make_a_copy() -> None:
    assert not find_copies((_plain("a", "خبر قصير هنا"), _plain("b", "خبر قصير هنا")), DEFAULT_SETTINGS).pairs


@given(WORDS, WORDS)
def test_containment_is_symmetric_and_bounded(one: list[str], other: list[str]) -> None:
    a, b = shingles_of(" ".join(one), 3), shingles_of(" ".join(other), 3)
    assert containment(a, b) == containment(b, a)
    assert 0.0 <= containment(a, b) <= 1.0
    assert not one or containment(a, a) == 1.0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_groups_hold_everything_once(pairs: list[tuple[int, int]]) -> None:
    found = group(range(10), pairs)
    assert sorted(thing for members in found for thing in members) == list(range(10))
    for one, other in pairs:
        assert any(one in members and other in members for members in found)


def test_groups_that_are_unlike_on_average_stay_apart() -> None:
    alike = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): -2.0}
    found = agglomerate(
        range(3), [(p, *pair) for pair, p in alike.items()], lambda a, b: alike[min(a, b), max(a, b)], 0.5
    )
    assert found == ((0, 1), (2,))


def test_tallies_read_numbers_with_what_they_count() -> None:
    def tallies(text: str, trigger: str) -> tuple[Tally, ...]:
        forms = read_prose(text).forms
        return find_tallies(forms, forms.index(trigger), load_lexicon())

    assert tallies("قتل 12 جنديا وأصيب 30 آخرون", "قتل") == (
        Tally("killed", 12, 12, whom="soldiers"),
        Tally("wounded", 30, 30),
    )
    assert tallies("مقتل ثمانية عشر مدنيا في القصف", "مقتل") == (Tally("killed", 18, 18, whom="civilians"),)
    (killed,) = tallies("قتل 9 أشخاص على الأقل في التفجير", "قتل")
    assert killed.least == 9 and killed.agrees(Tally("killed", 15, 15)) and not killed.agrees(Tally("killed", 5, 5))
    (arrested,) = tallies("اعتقلت الشرطة نحو 40 شخصا", "اعتقلت")
    assert arrested.agrees(Tally("arrested", 44, 44)) and not arrested.agrees(Tally("arrested", 90, 90))
