"""The lexicon that ships has no fault; the linter sees every kind of fault that it promises to see."""

from pathlib import Path

import pytest

from rawi.cli.lexicon import rules_in
from rawi.lexicon.lint import Problem, check_lexicon
from rawi.lexicon.words import Kept


def test_the_lexicon_that_ships_has_no_fault() -> None:
    problems = check_lexicon(rules_in)
    assert not problems, "\n".join(map(str, problems))


ENTRY = '[[entry]]\nid = "a"\nwords = ["{}"]\n'


def problems_of(folder: Path, name: str, text: str, **options) -> list[Problem]:  # type: ignore[no-untyped-def]
    (folder / name).write_text(text, encoding="utf-8")
    return check_lexicon(folder=folder, **options)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (ENTRY.format("على") + "oops\nx = 1\n", 4, "not readable"),
        (ENTRY.format("عل" + "\u06cc"), 3, "looks like an Arabic letter"),
        (ENTRY.format("\u06a9" + "تب"), 3, "looks like an Arabic letter"),
        (ENTRY.format("على" + "\u200f"), 3, "unseen character"),
        (ENTRY.format("\ufee3" + "ع"), 3, "presentation form"),
        (ENTRY.format("كتـاب"), 3, "tatweel inside a word"),
        (ENTRY.format("ا" + "\u0653" + "ب"), 3, "not in normal form"),
        (ENTRY.format("على") + '\n[[entry]]\nid = "a"\nwords = ["في"]\n', 5, "stands in line 1 too"),
        (ENTRY.format('على", "في", "على'), 1, "stands twice under words"),
        (ENTRY.format("إلى") + "\n" + ENTRY.format("الى").replace('"a"', '"b"'), 5, "says the same as line 1"),
        ('[[entry]]\nid = "a"\nen = "word"\nar = ""\n', 1, "no ar"),
    ],
)
def test_faults_in_toml(tmp_path: Path, text: str, line: int, problem: str) -> None:
    found = problems_of(tmp_path, "words.toml", text)
    assert [(p.file, p.line) for p in found] == [("words.toml", line)], found
    assert problem in found[0].problem
    assert found[0].suggestion


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("# words\nname,note\nعل\u06cc,\n", 3, "looks like an Arabic letter"),
        ("name,note\nعلى|في|على,\n", 2, "stands twice under name"),
        ("name,en\nإلى,to\nالى,to\n", 3, "says the same as line 2"),
        ("label_ar,label_en\nكتاب,\n", 2, "no label_en"),
    ],
)
def test_faults_in_csv(tmp_path: Path, text: str, line: int, problem: str) -> None:
    found = problems_of(tmp_path, "words.csv", text)
    assert [(p.file, p.line) for p in found] == [("words.csv", line)], found
    assert problem in found[0].problem


def test_an_unusual_spelling_with_a_reason_is_let_through(tmp_path: Path) -> None:
    text = ENTRY.format("عل\u06cc") + 'unusual = "so it stands in old files"\n'
    assert problems_of(tmp_path, "words.toml", text) == []


def test_marks_of_grammar_are_no_stray_tatweel(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "words.toml", ENTRY.format("1445 هـ") + 'note = "لـ"\n') == []


def test_comments_may_hold_anything(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "words.toml", "# کتـاب\n" + ENTRY.format("على")) == []


def test_examples_are_run(tmp_path: Path) -> None:
    text = ENTRY.format("زار") + 'example = "زار الوفد"\nnot = "دار الوفد"\n'
    assert problems_of(tmp_path, "words.toml", text, rules=lambda t: frozenset({"a"} if "زار" in t else ())) == []
    (wrong, missed) = problems_of(tmp_path, "words.toml", text, rules=lambda t: frozenset({"a"} if "دار" in t else ()))
    assert "is not found in its example" in missed.problem
    assert "is found where it must not be" in wrong.problem


def test_a_table_that_gives_examples_gives_them_for_all(tmp_path: Path) -> None:
    row = '[[entry]]\nid = "{0}"\nwords = ["{0}"]\n'
    text = "".join(row.format(n) + 'example = "x"\n' for n in range(4)) + row.format(5)
    (problem,) = problems_of(tmp_path, "words.toml", text)
    assert (problem.line, problem.problem) == (17, "no example, though the entries around it have one")
    assert problems_of(tmp_path, "words.toml", text + row.format(6)) == []


def test_a_problem_reads_as_file_line_problem_suggestion() -> None:
    assert str(Problem("words.toml", 3, "a fault", "mend it")) == "words.toml:3: a fault, mend it"


def test_what_is_kept_for_words_has_a_bound_and_frequent_words_stay() -> None:
    asked: list[str] = []
    lengths = Kept(lambda word: asked.append(word) or len(word), room=2)
    for word in ("a", "bb", "ccc", "a", "dddd", "a", "eeeee", "a"):
        assert lengths[word] == len(word)
        assert len(lengths) <= 2
    assert asked == ["a", "bb", "ccc", "dddd", "eeeee"]
    assert lengths["bb"] == 2
    assert asked[-1] == "bb"
