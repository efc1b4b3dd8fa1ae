"""Dates: what cases cannot say (places, order, the grammar's own examples, generated tables)."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rawi.annotation.dates import find_times
from rawi.lexicon.lexicon import load_lexicon
from rawi.lexicon.load import DATA, read_toml
from rawi.lexicon.times import TimeRule
from rawi.model import Document, Time
from rawi.text.prose import read_prose

ROOT = Path(__file__).parents[2]
RULES = read_toml(DATA.joinpath("ar", "times", "grammar.toml"), TimeRule, "rule")
_JUMBLE = (
    "في من منذ حتى يوم عام 2018 15 مارس آذار / الثلاثاء الماضي المقبل قبل بعد ثلاثة أيام شهر نهاية أمس اليوم ( ) ، . و "
    "الساعة 14 : 30 مساء بتوقيت غرينتش كل القرن العشرين هـ شوال 1436 بين إلى هذا الأسبوع نفسه رجب ذلك"
)
WORDS = _JUMBLE.split()


def times_of(text: str, published: date | None = date(2018, 5, 16)) -> tuple[Time, ...]:
    return find_times(read_prose(text), Document(id="1", name="1", text=text, published=published), load_lexicon())


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from([" ", "", "\n"]), st.booleans())
@example(["عام", "2018", "/", "2018", "2018"], "", False)
@example(["شوال", "15", "15"], "", False)
@settings(max_examples=400, deadline=None)
def test_any_jumble_of_time_words_gives_ordered_places_in_the_text(words: list[str], gap: str, dated: bool) -> None:
    text = gap.join(words)
    times = times_of(text, date(2018, 5, 16) if dated else None)
    end = 0
    for time in times:
        assert end <= time.start < time.end <= len(text)
        assert time.quote(text).strip() == time.quote(text)
        end = time.end
        if time.first_day and time.last_day:
            assert time.first_day <= time.last_day


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_error(text: str) -> None:
    times_of(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_reads_its_example(rule: TimeRule) -> None:
    text = f"وقع {rule.example}"
    assert [time.rule for time in times_of(text)] == [rule.id]


def test_marks_on_the_letters_change_neither_value_nor_extent() -> None:
    text = "وصلَ يَومَ الثُّلاثاءِ، وَالأَرْبِعَاءَ المـقـبل يعود"
    assert [(t.quote(text), t.value) for t in times_of(text)] == [
        ("يَومَ الثُّلاثاءِ", "2018-05-15"),
        ("الأَرْبِعَاءَ المـقـبل", "2018-05-23"),
    ]


def test_a_conjunction_written_onto_the_word_stays_outside() -> None:
    text = "التقاه الاثنين والثلاثاء"
    assert [t.quote(text) for t in times_of(text)] == ["الاثنين", "الثلاثاء"]


def test_an_undated_document_says_so() -> None:
    (time,) = times_of("وصل أمس إلى المدينة", published=None)
    assert (time.value, time.first_day, time.anchor) == ("XXXX-XX-XX", None, "none")
    assert "no date" in time.doubt


def test_calendars_that_disagree_are_doubted() -> None:
    (time,) = times_of("صدر في 26 شوال 1436 هـ الموافق 1 أغسطس 2015 م", date(2015, 9, 1))
    assert time.value == "2015-08-01"
    assert "calendars" in time.doubt


def test_the_table_of_months_is_what_the_script_writes() -> None:
    pytest.importorskip("babel")
    spec = importlib.util.spec_from_file_location("generate_months", ROOT / "scripts" / "generate_months.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.table() == script.TARGET.read_text(encoding="utf-8")


@pytest.mark.parametrize("published", [date(1915, 6, 1), date(2100, 6, 1)])
def test_a_hijri_month_of_a_year_beyond_the_tables_stays_open(published: date) -> None:
    (time,) = times_of("وصل الوفد في 15 شوال إلى القاهرة", published)
    assert (time.first_day, time.last_day) == (None, None)
