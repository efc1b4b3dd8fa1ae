"""What the rules find as possible reports, without learnt weights: meanings, company, clauses, participants."""

import pytest

from rawi.annotation.report_clauses import outline
from rawi.annotation.report_triggers import find_candidates
from rawi.errors import LexiconError
from rawi.lexicon.lexicon import load_lexicon
from rawi.lexicon.triggers import FOLDER, Frame, Trigger, load_triggers
from rawi.lexicon.triggers import _checked as checked
from rawi.model import EVENT_TYPES, Document, Report
from rawi.pipeline import annotate
from rawi.text.prose import read_prose

RULES = load_lexicon("rules")


def reports(text: str) -> tuple[Report, ...]:
    return annotate(Document(id="a", name="a", text=text), RULES).reports


def types(text: str) -> list[str]:
    return [report.type for report in reports(text)]


def clauses(text: str) -> list[str]:
    prose = read_prose(text)
    shape = outline(prose, RULES.triggers)
    return [prose.quote(begin, shape.end(begin) - 1) for begin in shape.begins]


def test_every_plover_type_has_a_file_and_entries() -> None:
    for kind in EVENT_TYPES:
        assert FOLDER.joinpath(f"{kind.lower()}.toml").is_file()
        assert any(entry.type == kind for entry in RULES.triggers.entries)


def test_the_lexicon_covers_the_press() -> None:
    lemmas = {
        (entry.type, word)
        for entry in RULES.triggers.entries
        for words in (entry.verbs, entry.nouns, entry.participles, entry.phrases)
        for word in words
    }
    assert len(lemmas) >= 1500


def test_entries_have_their_own_ids_within_a_type() -> None:
    ids = [(entry.type, entry.id) for entry in RULES.triggers.entries]
    assert len(ids) == len(set(ids))


def test_an_unknown_class_in_a_condition_is_an_error_that_names_the_entry() -> None:
    entry = Trigger(id="x", where="x.toml:3", type="AID", verbs=("منح يمنح",), needs=("@nothing",))
    with pytest.raises(LexiconError, match=r"x\.toml:3.*@nothing"):
        checked(entry, {"aid": Frame(id="aid")}, set())


def test_an_unknown_frame_is_an_error() -> None:
    entry = Trigger(id="x", where="x.toml:3", type="AID", frame="nowhere")
    with pytest.raises(LexiconError, match="nowhere"):
        checked(entry, {"aid": Frame(id="aid")}, set())


def test_loading_twice_gives_the_same_words() -> None:
    assert load_triggers().words.analyse("قصفت") == RULES.triggers.words.analyse("قصفت")


@pytest.mark.parametrize("word", ["وزارة", "هناك", "أسلحة", "لندن", "واجب"])
def test_words_that_only_look_composed_are_no_triggers(word: str) -> None:
    assert not RULES.triggers.readings(read_prose(word).forms[0])


def test_a_clause_begins_at_a_subordinator_and_at_a_second_verb() -> None:
    assert clauses("أعلن الوزير أن بلاده سترسل مساعدات ورفض التعليق") == [
        "أعلن الوزير",
        "أن بلاده سترسل مساعدات",
        "ورفض التعليق",
    ]


def test_all_meanings_of_a_word_come_with_what_they_lack() -> None:
    prose = read_prose("رفعت الوزارة مستوى الخدمات")
    shape = outline(prose, RULES.triggers)
    found = [c for options in find_candidates(prose, shape, RULES.triggers) for c in options if c.first == 0]
    assert {c.trigger.type for c in found if not c.lacks} == {"none"}
    assert {"CONCEDE"} <= {c.trigger.type for c in found if c.lacks}


def test_reports_are_in_order_and_quote_the_text() -> None:
    text = "قصفت إسرائيل غزة ثم دعت مصر إلى هدنة."
    found = reports(text)
    assert [report.start for report in found] == sorted(report.start for report in found)
    assert all(text[report.start : report.end] == report.trigger for report in found)
    assert all(report.rule.partition(":")[0] for report in found)


def test_titles_give_no_reports() -> None:
    from rawi.model import Piece

    text = "قصفت إسرائيل غزة\n\nقال شهود إن الليل كان هادئا."
    document = Document(id="a", name="a", text=text, pieces=(Piece(0, 16, kind="title"),))
    assert not annotate(document, RULES).reports


def test_the_object_of_a_relative_clause_is_not_its_subject() -> None:
    (report,) = [r for r in reports("الصواريخ التي أطلقها الحوثيون على جدة") if r.type == "ASSAULT"]
    assert [p.code for p in report.actors] == ["YEM"]


def test_the_subject_carries_over_to_a_joined_verb() -> None:
    found = reports("زار الرئيس التركي رجب طيب أردوغان الدوحة وأشاد بقطر")
    assert [[p.code for p in r.actors] for r in found if r.type == "SUPPORT"] == [["TUR"]]


def test_victims_are_the_recipients_of_the_attack_named_behind() -> None:
    (report,) = [r for r in reports("قُتل جنديان مصريان في هجوم انتحاري بسيناء") if r.trigger.startswith("هجوم")]
    assert [p.code for p in report.recipients] == ["EGY"]


def test_an_empty_text_has_no_reports() -> None:
    assert types("") == []
