"""One entity across a dossier: pairs of names, shorter forms, surnames, and names put in place everywhere."""

import csv
from datetime import date
from pathlib import Path

import pytest

from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.linking.entities import link_entities
from rawi.model import Annotations, Document, Participant, Report
from rawi.text.prose import read_prose

PAIRS_FILE = Path(__file__).parent.parent / "cases" / "entities" / "pairs.csv"
DAY = date(2018, 6, 1)


def _pairs() -> list[tuple[str, str, str]]:
    lines = [line for line in PAIRS_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row["first"], row["second"], row["verdict"]) for row in csv.DictReader(lines)]


def _read(name: str, text: str, lexicon: Lexicon, day: date | None = None) -> Annotations:
    document = Document(id=name, name=name, text=text, published=day)
    return Annotations(document=document, names=find_names(read_prose(text), document, lexicon))


def _entities(first: str, second: str) -> list[str | None]:
    lexicon = load_lexicon()
    both = tuple(_read(str(n), f"قال {name}.", lexicon) for n, name in enumerate((first, second)))
    linked, _ = link_entities(both, lexicon)
    return [one.names[0].entity if one.names else None for one in linked]


@pytest.mark.parametrize(("first", "second"), [(a, b) for a, b, verdict in _pairs() if verdict == "different"])
def test_different_names_stay_apart(first: str, second: str) -> None:
    one, other = _entities(first, second)
    assert one is None or one != other


def test_at_most_a_tenth_of_the_same_names_are_missed() -> None:
    same = [(a, b) for a, b, verdict in _pairs() if verdict == "same"]
    missed = [(a, b, *_entities(a, b)) for a, b in same if len({*_entities(a, b), None}) != 2]
    assert len(same) >= 150
    assert len(missed) * 10 <= len(same), missed


def test_order_of_documents_does_not_matter() -> None:
    lexicon = load_lexicon()
    texts = ["قال كريستوف هيرليه.", "أعلن كريستوف هيرليي استقالته.", "التقى كريستوف هيرليه الوزير."]
    read = [_read(str(n), text, lexicon) for n, text in enumerate(texts)]
    forwards, _ = link_entities(tuple(read), lexicon)
    backwards, _ = link_entities(tuple(reversed(read)), lexicon)
    names = {one.document.id: one.names[0].entity for one in forwards}
    assert names == {one.document.id: one.names[0].entity for one in backwards}
    assert len(set(names.values())) == 1


def test_a_merge_says_why() -> None:
    lexicon = load_lexicon()
    texts = ["قال كريستوف هيرليه.", "أعلن كريستوف هيرليي استقالته."]
    _, entities = link_entities(tuple(_read(str(n), text, lexicon) for n, text in enumerate(texts)), lexicon)
    reasons = [reason for entity in entities for reason in entity.reasons]
    assert len(reasons) == 1
    assert "spelling" in reasons[0]


def test_a_bare_surname_joins_nobody() -> None:
    lexicon = load_lexicon()
    texts = ["قال الدكتور سالم الضويحي في الرياض.", "وصل الدكتور الضويحي إلى تونس."]
    linked, _ = link_entities(tuple(_read(str(n), text, lexicon) for n, text in enumerate(texts)), lexicon)
    assert linked[0].names[0].entity != linked[1].names[0].entity


def test_names_are_put_in_place_in_reports_too() -> None:
    lexicon = load_lexicon()
    first = _read("a", "قال كريستوف هيرليه. وأضاف كريستوف هيرليه.", lexicon)
    second = _read("b", "أعلن كريستوف هيرليي استقالته.", lexicon)
    local = second.names[0]
    actor = Participant(text=local.text, entity=local.entity, code=local.code, sector=local.sector)
    report = Report(0, 4, trigger="أعلن", type="AGREE", actors=(actor,))
    told = Annotations(document=second.document, names=second.names, reports=(report,))
    linked, _ = link_entities((first, told), lexicon)
    assert linked[1].reports[0].actors[0].entity == linked[0].names[0].entity
