"""What a text says about itself: titles, date lines, credits, headings and furniture."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from piece_cases import Case, problems_of, read_cases

from rawi.lexicon.pages import bare_words, load_pages
from rawi.model import Document
from rawi.reading.front_matter import describe

PAGES = load_pages()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.label) for case in read_cases()])
def test_pieces(case: Case) -> None:
    document = Document(id="case", name="case", text=case.text, title=case.title, byline=case.byline)
    assert not problems_of(case, describe(document, PAGES))


WORDS = st.sampled_from(
    ["طباعة", "رويترز", "(CNN)", "-", "–", ":", "اقرأ أيضا", "2024-02-30", "5 أيار 2020", "\n", "\n\n", "؟", ".", "«",
     "سمات", "Next Previous", "قال الوزير إن", "\u200f", "مُذكّرة", "\r\n", "ـ", "1 + 7", "ووكالات", " ", "\x1a", "😀"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_pieces_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    pieces = describe(Document(id="x", name="x", text=text), PAGES).pieces
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert all(first.end <= second.start for first, second in pairwise(pieces))
    assert all(piece.rule for piece in pieces)


@given(st.text(max_size=200))
def test_any_text_can_be_described(text: str) -> None:
    describe(Document(id="x", name="x", text=text), PAGES)


def test_the_lexicon_examples_hold() -> None:
    from rawi.lexicon.load import DATA, read_toml
    from rawi.lexicon.pages import PageEntry

    path = DATA.joinpath("ar").joinpath("pages.toml")
    for entry in read_toml(path, PageEntry, "furniture"):
        document = describe(Document(id="x", name="x", text=entry.example), PAGES)
        assert any(piece.rule == entry.id for piece in document.pieces), entry.id
        document = describe(Document(id="x", name="x", text=entry.non_example), PAGES)
        assert not any(piece.rule == entry.id for piece in document.pieces), entry.id


def test_bare_words_fold_and_drop_punctuation() -> None:
    assert bare_words("«أ.ف.ب» - الإثنين ١٢") == ("ا", "ف", "ب", "الاثنين", "12")
