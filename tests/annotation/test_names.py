"""Names: their places in the text, their order, what they promise to those who use them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document, Name
from rawi.text.prose import read_prose

SAMPLE = (
    "قال وزير الخارجية التركي هاكان فيدان إن بلاده و سوريا ومصر لدى الأمم المتحدة ، . « » ( ) 12 نحو جنود "
    "إسرائيليين الرئيس السابق محمد بن سالم المتحدث باسم الجيش البلدان نظيره الأردني قوات النظام للولايات المتحدة "
    'وبالعراق #كوريا_الشمالية CNN عبد الله أبو قصرة السفير الفرنسي في مدينة دمشق التابعة ل حزب "النور"'
)
WORDS = st.sampled_from([*SAMPLE.split(), "\n"])


def names_of(text: str, day: date | None = None, outlet: str | None = None) -> tuple[Name, ...]:
    document = Document(id="d", name="d", text=text, published=day, outlet=outlet)
    return find_names(read_prose(text), document, load_lexicon())


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
@example("نظيره بن نحو الأردني")
def test_spans_stand_in_the_text_in_order_and_apart(text: str) -> None:
    names = names_of(text)
    spans = sorted({(name.start, name.end) for name in names})
    assert [(name.start, name.end) for name in names] == sorted((name.start, name.end) for name in names)
    for (start, end), (following, _) in pairwise(spans):
        assert start < end <= following
    for name in names:
        assert 0 <= name.start < name.end <= len(text)
        assert name.core_start < 0 or name.start <= name.core_start < name.core_end <= name.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for name in names_of(text):
        assert text[name.start : name.end]


def test_words_written_onto_a_name_stay_outside() -> None:
    text = "اتصل بالرئيس التركي وبوزير الخارجية الأردني وللجيش المصري رأي"
    assert [text[name.start : name.end] for name in names_of(text)] == [
        "الرئيس التركي",
        "وزير الخارجية الأردني",
        "لجيش المصري",
    ]
    assert names_of(text)[-1].text == "الجيش المصري"


def test_a_hashtag_is_read_as_words() -> None:
    text = "حذرت #كوريا_الشمالية من العواقب"
    assert [(name.entity, name.code) for name in names_of(text)] == [("Government of North Korea", "PRK")]


def test_every_name_tells_its_rule() -> None:
    text = "قال وزير الدفاع التركي يشار غولر إن القوات التركية باقية. وأضاف غولر أن بلاده مستعدة."
    assert all(name.rule for name in names_of(text, date(2025, 3, 1)))


@pytest.mark.parametrize(("outlet", "code"), [("عكاظ", "SAU"), ("الأهرام", "EGY"), ("BBC", None), (None, None)])
def test_an_outlet_for_home_readers_lends_its_state_to_bare_offices(outlet: str | None, code: str | None) -> None:
    names = names_of("افتتح وزير الصحة المستشفى الجديد.", outlet=outlet)
    assert names[0].code == code


def test_a_document_without_a_day_has_no_holders() -> None:
    assert names_of("وصل الرئيس الأميركي.")[0].entity == "President of the United States"
    assert names_of("وصل الرئيس الأميركي.", date(2010, 5, 1))[0].entity == "Barack Obama"
