"""Search finds words in any spelling and with any particles, and shows where they stand."""

from pathlib import Path

import msgspec
import pytest
from test_store import fill

from hand_made import save_joined
from invented import small_dossier
from rawi.model import Annotations, Document
from rawi.store.database import Connection, create_or_open, transaction
from rawi.store.query import Filters
from rawi.store.search import find_passages, index_document, tidy_index
from rawi.store.write import add_document

FIRST = "أعلنت الوزارة"
SECOND = "نفت الوزارة توقيع المذكرة."


@pytest.fixture
def connection(tmp_path: Path):  # type: ignore[no-untyped-def]
    connection = create_or_open(tmp_path / "a.db")
    fill(connection, small_dossier())
    yield connection
    connection.close()


def found(connection: Connection, words: str, **filters: object) -> list[str]:
    return sorted(p.doc for p in find_passages(connection, words, Filters(**filters)))  # type: ignore[arg-type]


BOTH, ONE, TWO = ["one.txt", "two.txt"], ["one.txt"], ["two.txt"]


@pytest.mark.parametrize(
    ("words", "documents"),
    [
        ("الوزارة", BOTH),
        ("وزارة", BOTH),
        ("وزاره", BOTH),
        ("للوزارةِ", BOTH),
        ("وبوزارتها", BOTH),
        ("مذكّـــرة", BOTH),
        ("نفت", TWO),
        ("نفت الوزارة", TWO),
        ("الوزارة نفت", TWO),
        ('"نفت الوزارة"', TWO),
        ('"الوزارة نفت"', []),
        ('"وقعا المذكرة" دمشق', ONE),
        ("وقع* دمشق", ONE),
        ("توقيع دمشق", []),
        ("آذار 2021", ONE),
        ("٢٠٢١", ONE),
        ("عنوان", ONE),
        ("", []),
        ("،؟!", []),
        ('"', []),
        ("OR AND NEAR(", []),
    ],
)
def test_words(connection: Connection, words: str, documents: list[str]) -> None:
    assert found(connection, words) == documents


def test_what_was_found_is_marked(connection: Connection) -> None:
    (passage,) = find_passages(connection, "نفت وزارتها")
    assert [mark.quote(passage.text) for mark in passage.marks] == ["نفت", "الوزارة"]
    assert (passage.start, passage.end) == (0, len(SECOND))
    assert passage.text == SECOND


def test_events_that_the_sentence_tells_are_named(connection: Connection) -> None:
    passages = {p.doc: p for p in find_passages(connection, "المذكرة")}
    assert [event.id for event in passages["one.txt"].events] == ["e1"]


def test_filters_ask_the_events(connection: Connection) -> None:
    assert found(connection, "المذكرة", types=("SUPPORT",)) == ONE
    assert found(connection, "المذكرة", types=("AID",)) == []
    assert found(connection, "المذكرة", actors=("SYR",), disputed=True) == ONE


def test_sentences_where_the_words_stand_together_come_first(connection: Connection) -> None:
    texts = {"far": "الوفد وصل ثم غادر في المساء الكبير", "near": "وصل الوفد الكبير ثم غادر في المساء"}
    for name, text in texts.items():
        with transaction(connection):
            document = Document(
                id=name, name=name, text=text, original=small_dossier().annotations[0].document.original
            )
            add_document(connection, Annotations(document=document), "0", {})
    assert [p.doc for p in find_passages(connection, "الوفد الكبير")] == ["near", "far"]


def test_a_replaced_document_is_found_by_its_new_words_only(connection: Connection) -> None:
    dossier = small_dossier()
    changed = msgspec.structs.replace(dossier.annotations[1].document, text="وصل الوفد.")
    with transaction(connection):
        add_document(connection, Annotations(document=changed), "0", {})
    assert found(connection, "نفت") == []
    assert found(connection, "الوفد") == TWO


def test_joining_leaves_the_index_whole(connection: Connection) -> None:
    dossier = small_dossier()
    save_joined(connection, dossier)
    assert found(connection, "الوزارة") == BOTH


def test_an_index_of_other_keys_is_made_anew(connection: Connection) -> None:
    with transaction(connection):
        connection.execute("UPDATE setting SET value = 'older' WHERE key = 'search keys'")
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    assert found(connection, "الوزارة") == []
    with transaction(connection):
        tidy_index(connection)
    assert found(connection, "الوزارة") == BOTH
    assert found(connection, "عنوان") == ONE


def test_titles_that_stand_in_the_text_are_indexed_once(connection: Connection) -> None:
    before = connection.execute("SELECT count(*) FROM sentence").fetchone()[0]
    with transaction(connection):
        index_document(connection, 2, Document(id="x", name="x", text="عنوان\n\nنص", title="عنوان"))
    assert connection.execute("SELECT count(*) FROM sentence").fetchone()[0] == before + 2
