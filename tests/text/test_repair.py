"""Repair mends what extraction broke, explains it, keeps the way back, and leaves healthy text alone."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rawi.text.letters import GAP
from rawi.text.neighbours import load_neighbours
from rawi.text.repair import Repaired, repair, replay

HEALTHY = """استقبل وزير الخارجية المصري في القاهرة يوم الاثنين وزير الخارجية السوري والوفد المرافق له
وبحث الجانبان تطوير العلاقات بين البلدين وتعزيز التعاون في مجالات الاقتصاد والطاقة والنقل
وقال المتحدث باسم الوزارة إن الوزيرين أكدا أهمية مواصلة التشاور بشأن القضايا الإقليمية
وأضاف أن اللقاء تناول الأوضاع الإنسانية في سوريا وجهود الإغاثة التي تقدمها الأمم المتحدة هناك
ومن المقرر أن يزور الوزير السوري الأردن في الأسبوع المقبل قبل أن يعود إلى دمشق لإطلاع الرئيس
على نتائج جولته التي شملت أيضا السعودية والعراق ولبنان في إطار التحرير السياسي الجديد.
"""
TORN = re.compile("(?<=[رز])(?=ي)")


def tear(line: str) -> str:
    cuts = [m.start() for m in TORN.finditer(line)]
    pieces = [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return " ".join(piece.strip() for piece in reversed(pieces))


def mend(text: str, **options: bool) -> Repaired:
    repaired = repair(text, load_neighbours(), **options)
    assert replay(text, repaired) == repaired.text
    return repaired


def test_torn_lines_come_back_in_order() -> None:
    damaged = "\n".join(tear(line) for line in HEALTHY.split("\n"))
    repaired = mend(damaged, keep_lines=True)
    same = sum(a.split() == b.split() for a, b in zip(HEALTHY.split("\n"), repaired.text.split("\n"), strict=True))
    torn = sum(a != b for a, b in zip(HEALTHY.split("\n"), damaged.split("\n"), strict=True))
    assert torn >= 4
    assert same >= len(HEALTHY.split("\n")) - 1
    assert {change.rule for change in repaired.changes} <= {"torn line", "torn line, order uncertain"}


def test_healthy_text_is_left_alone() -> None:
    repaired = mend(HEALTHY)
    assert repaired.text == HEALTHY
    assert not repaired.changes


def test_two_torn_looking_lines_at_most_are_chance_only_if_their_joins_are_no_words() -> None:
    verse = "يا ليل الصب متى غده\nأقيام الساعة موعده سور\n"
    assert mend(verse).text == verse


def test_stretched_words_are_drawn_in_but_a_sign_after_a_letter_stays() -> None:
    stretched = "وقــع الــوزيران اتفــاقية للتعــاون في عــام 1447 هـ وهي تــدخل حيــز التنفيــذ قريبــا"
    repaired = mend(stretched)
    assert repaired.text == "وقع الوزيران اتفاقية للتعاون في عام 1447 هـ وهي تدخل حيز التنفيذ قريبا"


def test_a_single_ornamental_stretch_is_no_damage() -> None:
    text = "محمـد علي رئيسا للوفد الذي يضم خبراء من وزارات الدفاع والخارجية والداخلية والمالية والنقل"
    assert mend(text).text == text


def test_lost_letters_are_decoded_where_they_make_known_words_and_digits_only_where_a_fact_confirms_them() -> None:
    text = (
        "بقيت القوات خا\ue0a5\ue072 المنطقة منذ اتفاقية فصل القوات عام \ue008\ue010\ue00e\ue00b"
        " ثم انسحبت عام \ue009\ue005\ue005\ue005"
    )
    repaired = mend(text)
    assert "خارج المنطقة" in repaired.text
    assert "عام 1974" in repaired.text
    assert "عام 2000" in repaired.text
    unconfirmed = mend("بقيت القوات خا\ue0a5\ue072 المنطقة حتى عام \ue009\ue005\ue005\ue005")
    assert "خارج المنطقة" in unconfirmed.text
    assert f"عام {GAP * 4}" in unconfirmed.text
    assert [c.confidence for c in unconfirmed.changes if c.rule == "gap"] == [0.0]


def test_a_contradicted_table_of_digits_is_not_used() -> None:
    text = (
        "اتفاقية فصل القوات عام \ue008\ue010\ue00e\ue005"
        " واتفاق أوسلو عام \ue008\ue010\ue010\ue00a وخا\ue0a5\ue072 البلاد"
    )
    assert GAP * 4 in mend(text).text


def test_an_unknown_font_leaves_gaps() -> None:
    assert mend("عقد الاجتماع في دم\uf123شق أمس").text == f"عقد الاجتماع في دم{GAP}شق أمس"


def test_mojibake_and_presentation_forms() -> None:
    assert mend("وزير الدفاع".encode().decode("latin-1")).text == "وزير الدفاع"
    assert mend("ﻭﺯﻳﺮ ﺍﻟﺪﻓﺎﻉ").text == "وزير الدفاع"


def test_broken_lines_are_joined_to_paragraphs_and_addresses_between_them_left_out() -> None:
    lines = [tear(line) for line in HEALTHY.strip().split("\n")]
    damaged = "\n".join([*lines[:3], "https://example.org/292", *lines[3:]])
    repaired = mend(damaged)
    assert "example.org" not in repaired.text
    assert repaired.text.count("\n") <= 1
    assert any(change.rule == "page furniture" for change in repaired.changes)


@pytest.mark.parametrize("seed", range(5))
def test_every_word_leads_back_to_letters_of_the_damaged_text(seed: int) -> None:
    damaged = "\n".join(tear(line) for line in HEALTHY.split("\n"))
    repaired = mend(damaged, keep_lines=seed % 2 == 0)
    words = list(re.finditer(r"\w+", repaired.text))
    for found in random.Random(seed).sample(words, 20):
        spans = repaired.back(found.start(), found.end())
        assert "".join(span.quote(damaged) for span in spans).replace("ـ", "") == found.group()


@given(st.text(alphabet='ريزأكا سون،.\n\ue0a5\ue005ـﻻ«»"', max_size=120))
def test_any_text_can_be_replayed(text: str) -> None:
    for keep_lines in (True, False):
        repaired = mend(text, keep_lines=keep_lines)
        assert repaired.text.count("\n") == text.count("\n") or not keep_lines
