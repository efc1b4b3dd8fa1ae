"""Which day a report gets: what the text allows as answers, and how they are weighed against one another."""

from __future__ import annotations

from datetime import date

import pytest

from by_rules import read_by_rules
from rawi.annotation.context import Offer
from rawi.annotation.report_day_facts import UNTOLD, Day, View, first_within, shape_of
from rawi.annotation.report_days import Before, choose
from rawi.lexicon.lexicon import load_lexicon
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Document, Report
from rawi.pipeline import annotate

PAPER = date(2018, 4, 25)
TODAY = Day("2018-04-25", PAPER, PAPER, "document")
NAMED = Day("2018-04-25", PAPER, PAPER, "expression")
EVE = Day("2018-04-24", date(2018, 4, 24), date(2018, 4, 24), "expression")


def answers(text: str, trigger: str) -> list[Day]:
    """Return the days that a text allows for the report at a trigger."""
    read = read_by_rules(text, PAPER)
    view = View(read.prose, read.document, read.times, read.possible, read.judged, read.layout.outline)
    return [day for day, *_ in view.answers(read.report(trigger))]


def report(start: int, kind: str = "CONSULT", trigger: str = "زيارة", sentence: int = 0) -> Report:
    return Report(
        start=start, end=start + 5, trigger=trigger, type=kind, sentence_start=sentence, sentence_end=sentence + 90
    )  # type: ignore[arg-type]


def test_untold_the_paper_and_the_expression_are_always_allowed() -> None:
    found = answers("زار وزير الدفاع التركي دمشق الاثنين.", "زار")
    assert [(day.value, day.basis) for day in found] == [
        (None, "none"), ("2018-04-25", "document"), ("2018-04-23", "expression"),
    ]  # fmt: skip


def test_a_day_and_a_length_make_a_span() -> None:
    found = answers("وصل الرئيس الفرنسي إلى تركيا الاثنين في زيارة تستغرق ثلاثة أيام.", "زيارة")
    assert (date(2018, 4, 23), date(2018, 4, 25)) in [day.span for day in found]


def test_what_lasts_since_a_day_may_last_until_today() -> None:
    found = answers("تقصف القوات السورية بلدة دوما منذ 18 فبراير 2018.", "تقصف")
    assert {(date(2018, 2, 18), PAPER), (date(2018, 2, 18), None)} <= {day.span for day in found}


def test_a_distance_counts_back_to_the_happening_behind_it() -> None:
    found = answers("زار وزير الدفاع التركي دمشق الاثنين بعد يومين من قصف إسرائيل مطار حلب.", "قصف")
    assert (date(2018, 4, 21), date(2018, 4, 21)) in [day.span for day in found]


def test_the_day_of_the_lead_reaches_reports_far_below() -> None:
    far = " ".join(["وقال الوزير إن الحوار مستمر."] * 6)
    found = answers(f"التقى وزير الدفاع التركي نظيره السوري الاثنين. {far} ثم زار الوزير التركي حلب.", "زار")
    assert (date(2018, 4, 23), date(2018, 4, 23)) in [day.span for day in found]


def offers(*days: Day) -> list[Offer[Day]]:
    """Return answers with nothing but an empty fact."""
    return [Offer(day, [""], ()) for day in days]


def test_answers_of_the_same_days_stand_together() -> None:
    weights = AnswerWeights({"none": {"": 0.3}, "document": {"": 0.0}, "expression": {"": 0.0}}, 0.5)
    told = choose(offers(UNTOLD, TODAY, NAMED), (), Before(), report(0), weights)
    assert told.span == (PAPER, PAPER)


def test_a_day_needs_more_than_the_threshold() -> None:
    weights = AnswerWeights({"none": {"": 1.0}, "document": {"": 0.0}, "expression": {}}, 0.3)
    some = offers(UNTOLD, TODAY)
    assert choose(some, (), Before(), report(0), weights) is UNTOLD
    assert choose(some, (), Before(), report(0), AnswerWeights(weights.tables, 0.2)) is TODAY


def test_the_network_has_a_voice_too() -> None:
    weights = AnswerWeights({"none": {"": 1.0}, "document": {"": 0.0}, "expression": {}}, 0.3)
    some = offers(UNTOLD, TODAY)
    assert choose(some, (1.0, 0.0), Before(), report(0), weights) is UNTOLD
    assert choose(some, (0.0, 0.1), Before(), report(0), weights) is TODAY


def test_what_was_told_before_speaks_for_the_same_day() -> None:
    before = Before()
    assert before.facts(report(0), EVE) == ["first"]
    before.add(report(0), EVE)
    again = report(50, sentence=40)
    assert {"same=True", "told before=True", "share=1,3"} <= set(before.facts(again, EVE))
    assert {"same=False", "told before=False", "share=1,0"} <= set(before.facts(again, TODAY))
    assert not any(fact.startswith("told before") for fact in before.facts(report(50, "ASSAULT"), EVE))


def test_an_unknown_day_is_no_answer() -> None:
    before = Before()
    before.add(report(0), None)
    assert "same=False" in before.facts(report(50), UNTOLD)


@pytest.mark.parametrize(("gap", "place"), [(range(3), None), (range(4), 3), (range(4, 9), 7), (range(8, 9), None)])
def test_first_within(gap: range, place: int | None) -> None:
    assert first_within([3, 7], gap) == place


def test_tense_by_the_first_letters() -> None:
    assert [shape_of(form) for form in ("وسيلتقي", "فيلتقي", "تلتقي", "التقي")] == ["future", "present", "ta", "past"]


def test_reports_come_in_order_of_place_each_with_a_day_of_the_text() -> None:
    text = "زار وزير الدفاع التركي دمشق الاثنين. وقصفت إسرائيل مطار حلب الثلاثاء."
    document = Document(id="1", name="1", text=text, published=PAPER)
    told = annotate(document, load_lexicon()).reports
    assert [r.start for r in told] == sorted(r.start for r in told)
    assert [r.when for r in told if r.trigger in ("زار", "قصفت", "وقصفت")] == ["2018-04-23", "2018-04-24"]
