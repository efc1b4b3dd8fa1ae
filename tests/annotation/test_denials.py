"""What is denied without being told again is a report of the deed told before."""

from __future__ import annotations

import pytest

from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Report
from rawi.pipeline import annotate


def denials(text: str) -> list[Report]:
    found = annotate(Document(id="1", name="1", text=text), load_lexicon()).reports
    return [report for report in found if report.factuality_rule == "denied.matter"]


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "actor", "denier"),
    [
        ("اتهمت واشنطن طهران بتزويد الحوثيين بالصواريخ. وتنفي طهران هذا الاتهام.", "وتنفي", "AID", "IRN", "طهران"),
        ("قصفت طائرات روسية سوقا في إدلب، لكن موسكو نفت هذا الأمر.", "نفت", "ASSAULT", "RUS", "موسكو"),
        ("قصفت طائرات روسية سوقا في إدلب، وهو ما تنفيه موسكو.", "تنفيه", "ASSAULT", "RUS", "موسكو"),
        (
            "استهدف الجيش التركي مستشفى عفرين. لكن الجيش التركي نفى في تغريدة هذه المعلومات.",
            "نفى",
            "ASSAULT",
            "TUR",
            "الجيش التركي",
        ),
    ],
)
def test_the_deed_told_before_is_denied(text: str, trigger: str, kind: str, actor: str, denier: str) -> None:
    (report,) = denials(text)
    assert (report.trigger, report.type, report.factuality) == (trigger, kind, "denied")
    assert [who.code for who in report.actors] == [actor]
    assert [(link.source, link.act) for link in report.chain] == [(denier, "deny")]
    assert report.quote(text) == trigger


@pytest.mark.parametrize(
    "text",
    [
        "قصفت طائرات إسرائيلية مخازن قرب حمص. ونفت موسكو هذه الأنباء.",  # who denies is not who has done it
        "زار الوزير المصري عمّان. وبعد أيام عقدت جلسة. ثم عقدت أخرى. ونفت القاهرة هذه الأنباء.",  # too far
        "نفت مصر هذه الأنباء.",
        "قصفت طائرات روسية سوقا في إدلب، ونفت موسكو قصف السوق.",  # told again
    ],
)
def test_nothing_is_denied(text: str) -> None:
    assert not denials(text)


def test_the_denying_is_no_report_of_its_own() -> None:
    text = "اتهمت واشنطن طهران بتزويد الحوثيين بالصواريخ. ونفت طهران هذه المزاعم والاتهامات."
    found = annotate(Document(id="1", name="1", text=text), load_lexicon()).reports
    assert [report.type for report in found if report.start > text.index(".")] == ["AID"]


def test_who_passes_a_denial_on_stands_in_front() -> None:
    (report,) = denials("قصفت طائرات روسية سوقا في إدلب. وذكرت وكالة رويترز أن موسكو نفت هذه المزاعم.")
    assert [(link.source, link.act) for link in report.chain] == [("وكالة رويترز", "say"), ("موسكو", "deny")]
