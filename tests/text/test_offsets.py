"""For any text: folding and back points at the right letters, and every token quotes itself."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from rawi.model import Span
from rawi.text.fold import fold, fold_word
from rawi.text.prose import read_prose

ARABIC = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC),
        st.sampled_from(' \n\r\t.,،؛؟!«»"“”()[]-–#_0123456789٠١٢٣\u200f\u200d\u00a0abcXYZ\u0301'),
    ),
    max_size=200,
)
ANY = st.one_of(ARABIC, st.text(max_size=200))


@given(ANY)
def test_every_folded_letter_leads_back_to_what_it_came_from(text: str) -> None:
    folded = fold(text)
    for place, letter in enumerate(folded.text):
        span = folded.back(place, place + 1)
        assert 0 <= span.start <= span.end <= len(text)
        assert letter in fold(text[span.start : span.start + 1]).text


@given(ANY)
def test_folding_whole_span_gives_whole_text(text: str) -> None:
    folded = fold(text)
    back = folded.back(0, len(folded.text))
    assert fold(back.quote(text)).text == folded.text
    assert back.end in (len(text), 0)


@given(ANY, st.data())
def test_a_span_folds_to_the_same_words_alone_as_in_its_text(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    if _cuts_a_ligature(folded.origins, start) or _cuts_a_ligature(folded.origins, end):
        return
    assert fold(folded.back(start, end).quote(text)).text == folded.text[start:end]


def _cuts_a_ligature(origins: tuple[int, ...] | None, place: int) -> bool:
    return bool(origins) and 0 < place < len(origins) - 1 and origins[place] == origins[place - 1]


@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(ANY)
def test_tokens_quote_themselves_in_order_and_cover_all_but_blanks(text: str) -> None:
    prose = read_prose(text)
    previous = 0
    for form, start, end in zip(prose.forms, prose.starts, prose.ends, strict=True):
        assert previous <= start < end <= len(text)
        between = text[previous:start]
        assert all(c.isspace() or c in "#_" for c in between), "letters fell out between tokens"
        assert form
        previous = end
    assert all(c.isspace() or c in "#_" for c in text[previous:])


@given(ANY)
def test_sentences_follow_one_another_and_never_cross_a_line(text: str) -> None:
    prose = read_prose(text)
    assert prose.firsts == sorted(set(prose.firsts))
    for sentence in prose.sentences:
        span = prose.sentence_span(sentence)
        assert "\n" not in span.quote(text)
        assert all(prose.sentence_of(token) == sentence for token in prose.tokens_of(sentence))


@given(ANY, st.integers(0, 200), st.integers(0, 200))
def test_tokens_in_a_span_are_those_that_touch_it(text: str, one: int, two: int) -> None:
    prose = read_prose(text)
    span = Span(min(one, two), max(one, two))
    touching = [t for t in range(len(prose.forms)) if prose.starts[t] < span.end and span.start < prose.ends[t]]
    assert list(prose.tokens_in(span)) == touching


def test_presentation_forms_and_marks_fold_to_plain_letters() -> None:
    assert fold("ﻻ ﷲ").text == fold("لا الله").text
    assert fold_word("مُـــذَكِّرَةٌ") == "مذكره"
    assert unicodedata.is_normalized("NFC", fold("أُعلِنَ").text)


def test_a_number_an_initial_and_an_address_do_not_end_a_sentence() -> None:
    prose = read_prose("بلغت النسبة 3.5 بالمئة وقال د. سامي في 2025.03.18 على example.org. ثم غادر")
    assert len(prose.sentences) == 2
