"""Learn the weights that decide who acts in a report and who is acted upon, from annotated articles.

    python scripts/train_roles.py GOLD_FOLDER… [--labels LABELS.jsonl… --corpus CORPUS.jsonl.gz…]

Arguments and data as for train_reports.py. Prints F1 of (role, code, sector) in a five-fold cross-validation over
documents, for the rules and for several thresholds, then writes src/rawi/lexicon/data/weights/roles.npz.

The lexicon's own words in plain sentences (a verb or noun, two names, a preposition of its frame), in which the rules
are right, keep the weights to grammar where the articles have too few examples.

The labels tell only code and sector of who takes part. Where several names of a sentence have them, the first round
leaves all of them out of account, and the second takes the one that the first round's weights find likeliest.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit

from features import common, index_of, tabulate
from rawi.annotation.report_bids import Bid, Bids
from rawi.annotation.report_roles import READ, ROLES, choose
from rawi.lexicon.inflect import inflect_verb
from rawi.lexicon.lexicon import load_lexicon
from rawi.lexicon.triggers import Frame
from rawi.model import Document, Participant, Report
from train_reports import Text, confirmed, read_arguments, read_gold, read_labels, save

EPOCHS, RATE, DECAY, DROPPED, BATCH = 12, 0.01, 0.1, 0.5, 2500
GOLD_COUNTS = 2.0
"""How much more an annotation with names counts than a label without."""
PLAIN_NAMES = (
    "تركيا", "سوريا", "روسيا", "فرنسا", "مصر", "إيران", "الحكومة العراقية", "وزارة الخارجية القطرية",
    "القوات اليمنية", "وزيرة الدفاع الألمانية", "إسرائيل", "الشرطة التونسية", "المعارضة السورية",
)  # fmt: skip
PLAIN_PEOPLE = ("ثلاثة صحفيين أتراك", "جندي فرنسي", "خمسة مدنيين يمنيين", "وزير الدفاع الليبي")
PLAIN_COUNTS = 0.15
"""How much a plain sentence counts."""
BODIES = {"UNO", "EUR", "IGO", "NGO", "ISM", "MNC"}
Key = tuple[str, str | None]


class Scene(NamedTuple):
    """The bids for a report, the annotated report, and what the network that reads the text says (log odds)."""

    bids: list[Bid]
    gold: dict[str, Any]
    read: Sequence[complex] = ()


def scenes(text: Text, *, read: bool = False) -> list[Scene]:
    """Return the bids for every report of the rules that an annotated report confirms."""
    view = Bids(text.prose, text.layout, text.possible)
    found = [(report, view.of(report), gold) for report, gold in confirmed(text)]
    if not read or text.context is None:
        return [Scene(bids, gold) for _, bids, gold in found]
    return [Scene(bids, gold, text.context.takes_part([bid.part for bid in bids])) for _, bids, gold in found]


def plain_reports() -> Iterator[tuple[Text, Report, dict[str, Any]]]:
    """Yield plain sentences made of the trigger lexicon, with their report and the participants that the rules find."""
    for number, sentence in enumerate(_plain_sentences()):
        text = Text(Document(id=str(number), name="", text=sentence), [])
        for thing, report in zip(text.possible, text.judged, strict=True):
            if thing.by_rule and report.start == 0:
                parties = {
                    side: [
                        {"text": one.text, "entity": one.entity, "code": one.code, "sector": one.sector} for one in ones
                    ]
                    for side, ones in (("actors", report.actors), ("recipients", report.recipients))
                }
                yield text, report, parties


def plain_scenes() -> list[Scene]:
    """Return the bids for plain sentences."""
    return [
        Scene(Bids(text.prose, text.layout, text.possible).of(report), parties)
        for text, report, parties in plain_reports()
    ]


def _plain_sentences() -> Iterator[str]:
    chance = random.Random(1)
    for entry in load_lexicon("rules").triggers.entries:
        marks = [mark for mark, role in (entry.roles or Frame()).marks.items() if role != "none"]
        starts = [form for verb in entry.verbs for form in _told_of_her(verb)]
        starts += [noun.split()[0] for noun in entry.nouns]
        for start in starts:
            first, second = chance.sample(PLAIN_NAMES, 2)
            yield f"{start} {first} {second}."
            if marks and chance.random() < 0.5:
                mark = chance.choice(marks)
                yield f"{start} {first} {mark + second if len(mark) == 1 else f'{mark} {second}'}."
        for verb in entry.passives:
            yield f"{verb.split()[0]} {chance.choice(PLAIN_PEOPLE)}."


def _told_of_her(verb: str) -> Iterator[str]:
    """Yield the past of a verb in the third person feminine."""
    past, _, present = verb.partition(" ")
    for form, shape in inflect_verb(past, present or past):
        if (shape.tense, shape.person, shape.gender, shape.number) == ("past", "3", "f", "s"):
            yield form
            return


def key(code: str | None, sector: str | None) -> Key | None:
    return (code, None if code in BODIES else sector) if code else None


def key_of(bid: Bid) -> Key | None:
    return key(bid.part.participant.code, bid.part.participant.sector)


def wanted(gold: dict[str, Any], role: str) -> Counter[Key]:
    keys = (key(x.get("code"), x.get("sector")) for x in gold[f"{role}s"])
    return Counter(k for k in keys if k)


def chosen_bids(bids: list[Bid], gold: dict[str, Any], role: str) -> set[int]:
    """Return the numbers of the bids that the annotated participants of a role mean.

    Of the bids with the right code and sector those that share a word or the entity; where the annotation gives no
    words or none agree, the one that the rules took, else the nearest.
    """
    chosen: set[int] = set()
    for one in gold[f"{role}s"]:
        mine = key(one.get("code"), one.get("sector"))
        if mine is None:
            continue
        same = [n for n, b in enumerate(bids) if key_of(b) == mine]
        named = [n for n in same if _shares_name(bids[n].part.participant, one)]
        ruled = [n for n in same if bids[n].part.rule == role]
        chosen.update(named or ruled[:1] or same[:1])
    return chosen


def _shares_name(participant: Participant, one: dict[str, Any]) -> bool:
    if one.get("entity") and participant.entity == one["entity"]:
        return True
    words = [
        set(re.findall(r"\w+", (text or "").replace("\u0627\u0644", "")))
        for text in (participant.text, one.get("text"))
    ]
    return bool(words[0] & words[1])


class Table:
    """All bids as rows of features, with what is wanted in two columns (actor, recipient).

    `rivals` numbers, by column, the bids of one scene that share the code and sector of one wanted participant (-1:
    none of them); `labelled` are the rows of labels without names, `counts` how much every row counts.
    """

    def __init__(self, gold: list[Scene], labelled: list[Scene], plain: list[Scene]) -> None:
        all_scenes = [*gold, *labelled, *plain]
        names, table = tabulate(bid.facts.features() for scene in all_scenes for bid in scene.bids)
        columns = common(table)
        self.index, self.x = index_of(names[columns]), table[:, columns].astype(np.float32)
        self.wanted = np.zeros((self.x.shape[0], 2), np.float32)
        self.rivals = np.full((self.x.shape[0], 2), -1)
        row = sets = 0
        for bids, truth, _ in all_scenes:
            for column, role in enumerate(ROLES):
                chosen, keys = chosen_bids(bids, truth, role), list(wanted(truth, role))
                for n, bid in enumerate(bids):
                    self.wanted[row + n, column] = n in chosen
                    if key_of(bid) in keys:
                        self.rivals[row + n, column] = sets + keys.index(key_of(bid))
                sets += len(keys)
            row += len(bids)
        sizes = [sum(len(scene.bids) for scene in part) for part in (gold, labelled, plain)]
        self.labelled = np.repeat([False, True, False], sizes)
        self.counts = np.repeat(np.float32([GOLD_COUNTS, 1, PLAIN_COUNTS]), sizes)[:, None]


def matrix(bids: Iterable[Bid], index: dict[str, int]) -> csr_matrix:
    columns: list[int] = []
    ends = [0]
    for bid in bids:
        columns.extend({index[fact] for fact in bid.facts.features() if fact in index})
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(ends) - 1, len(index)))


class Model:
    """Linear weights for both roles over one index of features."""

    def __init__(self, index: dict[str, int]) -> None:
        self.index = index
        self.weights = np.zeros((len(index), 2), np.float32)
        self.bias = np.full(2, -2, np.float32)

    def scores(self, x: csr_matrix) -> np.ndarray:
        """Return the log odds of every bid for either role."""
        found: np.ndarray = x @ self.weights + self.bias
        return found

    def chances(self, x: csr_matrix) -> np.ndarray:
        """Return the chance of every bid for either role."""
        return expit(self.scores(x))

    def learn(self, x: csr_matrix, wanted: np.ndarray, counts: np.ndarray) -> None:
        """Fit by Adam on random halves of the features, with decaying weights."""
        chance = np.random.default_rng(0)
        parts = (self.weights, self.bias)
        slopes, squares = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]
        step = 0
        for epoch in range(EPOCHS):
            rate = RATE * (1.05 - epoch / EPOCHS)
            order = chance.permutation(x.shape[0])
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                part = x[rows]
                part.data = (chance.random(part.nnz) > DROPPED).astype(np.float32) / (1 - DROPPED)
                error = (self.chances(part) - wanted[rows]) * counts[rows] / len(rows)
                step += 1
                for number, slope in enumerate((part.T.tocsr() @ error, error.sum(0))):
                    slopes[number] = 0.9 * slopes[number] + 0.1 * slope
                    squares[number] = 0.99 * squares[number] + 0.01 * slope * slope
                    scale = np.sqrt(squares[number] / (1 - 0.99**step)) + 1e-8
                    change = slopes[number] / (1 - 0.9**step) / scale
                    parts[number][...] -= rate * (change + (DECAY * parts[number] if number == 0 else 0))


def fit(gold: list[Scene], labelled: list[Scene], plain: list[Scene]) -> Model:
    table = Table(gold, labelled, plain)
    counts = table.counts
    doubtful = table.labelled[:, None] & (table.rivals >= 0)
    first = Model(table.index)
    first.learn(table.x, table.wanted, counts * ~(doubtful & (table.wanted == 0)))
    second = Model(table.index)
    wanted_now, kept = likeliest(table, first.chances(table.x), doubtful)
    second.learn(table.x, wanted_now, counts * kept)
    return second


def likeliest(table: Table, chances: np.ndarray, doubtful: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what is wanted with the likeliest of rival bids, and which cells count: the other rivals do not."""
    wanted_now, kept = table.wanted.copy(), ~doubtful
    for column in (0, 1):
        best: dict[int, int] = {}
        for row in np.flatnonzero(doubtful[:, column]):
            rivals = int(table.rivals[row, column])
            if rivals not in best or chances[row, column] > chances[best[rivals], column]:
                best[rivals] = int(row)
        wanted_now[doubtful[:, column], column] = 0
        rows = list(best.values())
        wanted_now[rows, column] = 1
        kept[rows, column] = True
    return wanted_now, kept


def predict(scene: Scene, model: Model) -> list[dict[str, float]]:
    """Return the chances of every bid, the network having its share as at run time."""
    if not scene.bids:
        return []
    scores = model.scores(matrix(scene.bids, model.index))
    if scene.read:
        read = np.array(scene.read)
        scores = (1 - READ) * scores + READ * np.stack([read.real, read.imag], 1)
    return [dict(zip(ROLES, map(float, row), strict=True)) for row in expit(scores)]


def told_keys(bids: list[Bid], chances: list[dict[str, float]], threshold: float) -> dict[str, Counter[Key]]:
    """Return the keys of the participants that are chosen for each role."""
    return {
        role: Counter(
            k
            for p in choose([bid.part.participant for bid in bids], chances, role, threshold)
            if (k := key(p.code, p.sector))
        )
        for role in ROLES
    }


def by_rules(bids: list[Bid]) -> dict[str, Counter[Key]]:
    return {role: Counter(k for b in bids if b.part.rule == role and (k := key_of(b))) for role in ROLES}


def score(pairs: list[tuple[dict[str, Any], dict[str, Counter[Key]]]]) -> float:
    right = gold_count = told = 0
    for gold, chosen in pairs:
        for role in ROLES:
            want = wanted(gold, role)
            right += sum((want & chosen[role]).values())
            gold_count += sum(want.values())
            told += sum(chosen[role].values())
    return 2 * right / max(1, gold_count + told)


def cross_validate(texts: list[list[Scene]], labelled: list[Scene], plain: list[Scene]) -> float:
    """Print the figures on texts left out of training by turns; return the best threshold."""
    told: list[tuple[Scene, list[dict[str, float]]]] = []
    for fold in range(5):
        model = fit([s for n, text in enumerate(texts) if n % 5 != fold for s in text], labelled, plain)
        told += [(scene, predict(scene, model)) for text in texts[fold::5] for scene in text]
    print(f"rules          {score([(scene.gold, by_rules(scene.bids)) for scene, _ in told]):.3f}")
    best = (0.0, 0.0)
    for threshold in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        result = score([(scene.gold, told_keys(scene.bids, chances, threshold)) for scene, chances in told])
        print(f"threshold {threshold:.2f} {result:.3f}")
        best = max(best, (result, threshold))
    return best[1]


def main() -> None:
    arguments = read_arguments(__doc__)
    texts = [scenes(text, read=True) for folder in arguments.gold for text in read_gold(folder)]
    labelled = [scene for text in read_labels(arguments.labels, arguments.corpus) for scene in scenes(text)]
    random.Random(1).shuffle(texts)
    plain = plain_scenes()
    threshold = cross_validate(texts, labelled, plain)
    model = fit([scene for text in texts for scene in text], labelled, plain)
    save("roles", model.index, model.weights, model.bias, threshold, least=0.03)


if __name__ == "__main__":
    main()
