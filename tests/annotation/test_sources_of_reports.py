"""From whom a report is: what the text allows as answers, and how they are weighed against one another."""

from __future__ import annotations

from by_rules import read_by_rules
from rawi.annotation.context import Offer
from rawi.annotation.report_cast import lay_out
from rawi.annotation.report_source_facts import Answer, View
from rawi.annotation.report_sources import Before, choose, source_reports
from rawi.lexicon.lexicon import load_lexicon
from rawi.lexicon.weights import AnswerWeights
from rawi.model import Link, Report
from rawi.text.prose import read_prose

SAID = Answer((Link(source="الوزارة", kind="named"),), "ruled")
NARRATED = Answer((), "narrator")


def answers(text: str, trigger: str) -> list[tuple[str | None, str]]:
    """Return origin and relation of the answers that a text allows for the report at a trigger."""
    read = read_by_rules(text)
    found = View(read.prose, read.voices, read.possible, read.layout.outline).answers(read.report(trigger))
    return [(answer.chain[-1].source if answer.chain else None, answer.relation) for answer, *_ in found]


def report(start: int, chain: tuple[Link, ...] = ()) -> Report:
    return Report(
        start=start, end=start + 3, trigger="قصف", type="ASSAULT", chain=chain, sentence_start=0, sentence_end=90
    )


def test_the_voice_over_a_report_and_the_narrator_are_always_allowed() -> None:
    assert answers("قالت وزارة الدفاع التركية إن الجيش السوري قصف حلب.", "قصف") == [
        ("وزارة الدفاع التركية", "ruled"),
        (None, "narrator"),
    ]


def test_who_spoke_last_may_go_on() -> None:
    text = "قالت وزارة الدفاع التركية إن الوضع خطير. الجيش السوري قصف حلب."
    assert ("وزارة الدفاع التركية", "before") in answers(text, "قصف")


def test_nobody_speaks_where_there_is_no_voice() -> None:
    assert answers("قصف الجيش السوري مدينة حلب.", "قصف") == [(None, "narrator")]


def offers(*facts: str) -> list[Offer[Answer]]:
    """Return the two answers, both with the same facts."""
    return [Offer(SAID, list(facts), ()), Offer(NARRATED, list(facts), ())]


def test_the_likeliest_answer_is_chosen() -> None:
    weights = AnswerWeights({"ruled": {"near": 1.0}, "narrator": {"near": 0.5, "article": 1.0}}, 0.0)
    assert choose(offers("near"), (), Before(), report(0), weights) is SAID
    assert choose(offers("near", "article"), (), Before(), report(0), weights) is NARRATED


def test_the_network_has_a_voice_too() -> None:
    weights = AnswerWeights({"ruled": {"near": 1.0}, "narrator": {"near": 0.5}}, 0.0)
    assert choose(offers("near"), (0.0, 0.4), Before(), report(0), weights) is SAID
    assert choose(offers("near"), (0.0, 0.6), Before(), report(0), weights) is NARRATED


def test_what_was_chosen_before_counts() -> None:
    before = Before()
    assert before.facts(report(0), SAID) == ["first"]
    before.add(report(0), SAID)
    assert before.facts(report(9), SAID)[0] == "same=True,True"
    assert before.facts(report(9), NARRATED)[0] == "same=False,True"


def test_without_weights_the_rules_stand() -> None:
    told = (report(0, SAID.chain),)
    lexicon = load_lexicon("rules")
    prose = read_prose("قصف")
    assert source_reports(prose, (), (), told, lay_out(prose, (), (), lexicon).outline, lexicon, None) == told
