"""The network that reads a text: what it is given, and that its sums are what they are said to be."""

from __future__ import annotations

import numpy as np
import pytest

from by_rules import read_by_rules
from rawi.annotation.context import (
    SENTENCE,
    Context,
    Offer,
    Part,
    marks,
    offer_row,
    part_row,
    read_context,
    read_offers,
)
from rawi.annotation.report_bids import Bids
from rawi.lexicon.context_weights import ContextWeights, parts
from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Participant, Report
from rawi.text.prose import read_prose

TEXT = "زار وزير الدفاع التركي دمشق الاثنين. والتقى نظيره السوري."
WIDTH, WORD, LAYERS = 6, 4, 3
HEADS = {"reports": (1, 1), "roles": (3, 2), "days": (2, 1), "sources": (2, 1)}
"""Places and outcomes of each head."""


def table(words: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return numbers for a small network that knows some words."""
    chance = np.random.default_rng(7)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 1, shape).astype(np.float32)

    def named(*names: str) -> np.ndarray:
        return np.frombuffer("\n".join(names).encode(), np.uint8)

    def rows(count: int, width: int) -> np.ndarray:
        return np.concatenate([np.zeros((1, width), np.float32), some(count, width)])

    found = {
        "names.words": named(*words),
        "names.marks": named(SENTENCE, "place,None"),
        "words.weight": rows(len(words), WORD),
        "marks.weight": rows(2, WIDTH),
        "project.weight": some(WIDTH, WORD),
        "project.bias": some(WIDTH),
    }
    for layer in range(LAYERS):
        found |= {
            f"layers.{layer}.weight": some(WIDTH, WIDTH, 3),
            f"layers.{layer}.bias": some(WIDTH),
            f"gains.{layer}": some(WIDTH),
        }
    for name, (places, outs) in HEADS.items():
        found |= {
            f"names.{name}": named("a", "b"),
            f"{name}.marks.weight": rows(2, 5),
            f"{name}.middle.weight": some(4, 5),
            f"{name}.middle.bias": some(4),
            f"{name}.out.weight": some(outs, 4),
            f"{name}.out.bias": some(outs),
        }
        found |= {f"{name}.places.{place}.weight": some(5, 2 * WIDTH) for place in range(places)}
    return found


def word_by_word(numbers: dict[str, np.ndarray], own: np.ndarray) -> np.ndarray:
    """Return what the layers make of vectors, one token at a time."""
    x = own
    for layer in range(LAYERS):
        step, after = 1 << layer, []
        for token in range(len(x)):
            total = numbers[f"layers.{layer}.bias"].copy()
            for tap in range(3):
                other = token + (tap - 1) * step
                if 0 <= other < len(x):
                    total += numbers[f"layers.{layer}.weight"][:, :, tap] @ x[other]
            one = x[token] + np.maximum(total, 0)
            after.append(one / np.sqrt((one * one).mean() + 1e-6) * numbers[f"gains.{layer}"])
        x = np.array(after)
    return x


@pytest.mark.parametrize("length", [1, 2, 3, 5, 12])
def test_the_layers_look_as_far_as_they_are_said_to(length: int) -> None:
    numbers = table(parts("الوزير"))
    read = ContextWeights(numbers).read((["الوزير", "زار"] * 6)[:length], [{0: SENTENCE}, {0: "unknown"}])
    own = read[:, WIDTH:]
    assert read.shape == (length, 2 * WIDTH)
    assert (own >= 0).all()
    np.testing.assert_allclose(read[:, :WIDTH], word_by_word(numbers, own), rtol=1e-4, atol=1e-4)


def test_a_word_is_the_sum_of_the_parts_that_are_known() -> None:
    numbers = table(("w=زار", "s=زار"))
    read = ContextWeights(numbers).read(["زار", "نام"], [])
    known = numbers["words.weight"][1:3].sum(0) @ numbers["project.weight"].T + numbers["project.bias"]
    np.testing.assert_allclose(read[0, WIDTH:], np.maximum(known, 0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(read[1, WIDTH:], np.maximum(numbers["project.bias"], 0), rtol=1e-5)


def test_rows_are_scored_by_themselves() -> None:
    numbers = table(parts("الوزير"))
    weights = ContextWeights(numbers)
    vectors = weights.read(["الوزير", "زار"], [])
    together = weights.roles.scores(vectors, [[0, 1], [1, 1], [1, 0]], [("a", "unknown"), ("a", "b")])
    alone = weights.roles.scores(vectors, [[1], [1], [0]], [("b", "a")])
    np.testing.assert_allclose(together[1], alone[0], rtol=1e-4)


def test_marks_of_several_rows_count_for_each_of_them() -> None:
    numbers = table(parts("الوزير"))
    weights = ContextWeights(numbers)
    vectors = weights.read(["الوزير", "زار"], [])
    places = [[0, 1, 0], [1, 1, 0], [1, 0, 1]]
    shared = weights.roles.scores(vectors, places, [("a",), (), ("b",)], [(("b",), 2), (("a", "unknown"), 1)])
    apart = weights.roles.scores(vectors, places, [("a", "b"), ("b",), ("b", "a")])
    np.testing.assert_allclose(shared, apart, rtol=1e-4)


def test_sentences_and_names_are_marked() -> None:
    read = read_by_rules(TEXT)
    names, sentences = marks(read.prose, read.layout.names)
    assert sentences == {0: SENTENCE, read.prose.firsts[1]: SENTENCE}
    office = read.prose.forms.index("وزير")
    assert names[office + 1] == f"{names[office]},inside"


def test_words_are_forgotten_when_there_is_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rawi.lexicon.context_weights._ROOM", 3)
    numbers = table(parts("الوزير"))
    weights = ContextWeights(numbers)
    for text in (["زار", "الوزير"], ["نام", "قام", "الوزير"], ["زار", "نام", "قام", "عاد", "الوزير"], ["الوزير"]):
        np.testing.assert_allclose(weights.read(text, []), ContextWeights(numbers).read(text, []), rtol=1e-5)
    assert weights.read([], []).shape == (0, 2 * WIDTH)


def test_distances_are_in_words_and_tell_when_the_sentence_is_left() -> None:
    prose = read_prose(TEXT)

    def gap(trigger: int, token: int | None) -> str:
        report = Report(start=prose.starts[trigger], end=prose.ends[trigger], trigger="", type="CONSULT")
        return offer_row(prose, report, Offer(None, [], (), token))[2][-1]

    assert gap(0, None) == "gap=none"
    assert gap(2, 1) == gap(3, 2) != gap(1, 2)
    assert gap(0, prose.firsts[1] + 1).endswith("<")


def test_who_is_named_elsewhere_stands_where_the_report_does() -> None:
    prose = read_prose(TEXT)
    report = Report(start=0, end=prose.ends[0], trigger="زار", type="CONSULT")
    office = Participant(text="وزير الدفاع التركي", start=prose.starts[1], end=prose.ends[3], sector="GOV")
    elsewhere = Participant(text="أنقرة", start=-1, end=-1, sector="GOV")
    assert part_row(prose, Part(report, office, "actor", [], []))[:3] == (0, 1, 3)
    known = ["CONSULT", "gap=none", "sector=GOV", "rule=none", "side=front,0"]
    assert part_row(prose, Part(report, elsewhere, "none", ["side=front,0"], [])) == (0, 0, 0, known)


def test_the_network_is_told_facts_of_who_bids_and_no_words_of_the_trigger() -> None:
    read = read_by_rules(TEXT)
    view = Bids(read.prose, read.layout, read.possible)
    for thing in read.possible:
        bids = view.of(thing.report)
        assert len({id(bid.part.shared) for bid in bids}) <= 1
        for bid in bids:
            assert set(bid.part.marks) <= set(bid.facts.plain())
            assert not any(mark.startswith(("word before=", "word behind=", "governor=")) for mark in bid.part.shared)


def test_the_network_asks_nothing_of_an_empty_text_or_without_numbers() -> None:
    assert read_context(read_prose(""), (), load_lexicon().context_weights) is None
    assert read_context(read_prose(TEXT), (), load_lexicon("rules").context_weights) is None
    assert read_offers(None, "days", []) == []


def test_what_is_far_away_changes_nothing() -> None:
    weights = load_lexicon().context_weights
    assert weights is not None
    short, long = (read_prose(TEXT + " وأكد الوزير ذلك." * count) for count in (8, 9))
    first, second = (Context(prose, (), weights).tells([0], [["type=CONSULT"]]) for prose in (short, long))
    assert first == second


def test_the_numbers_that_ship_tell_a_day_from_another() -> None:
    weights = load_lexicon().context_weights
    assert weights is not None
    prose = read_prose("وصل وزير الدفاع التركي إلى دمشق الاثنين، على أن يزور حلب في الشهر المقبل.")
    context = Context(prose, (), weights)
    report = Report(start=0, end=prose.ends[0], trigger="وصل", type="CONSULT")
    day, month = (prose.forms.index(word) for word in ("الاثنين", "الشهر"))
    offers = [Offer(None, [], ("sort=fresh", "CONSULT", "tense=verb,past,occurred"), token) for token in (day, month)]
    near, far = context.compares("days", [(report, offer) for offer in offers])
    assert near > far
