"""Measure names alone on a file of ``word TAG`` lines (PERS, LOC, ORG; exact spans), and their speed.

    python benchmarks/names.py FILE [--fold N] [--errors N]

Sentences are read in blocks of twelve, as the articles come in the file. Fold N of 5 (by block) is left out unless it
is asked for with ``--fold``; nothing is trained. Names inside longer ones count too (the state in an office, the person
who bears it), as the annotation of the file has it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rawi.annotation.name_phrase import Phrase
from rawi.annotation.name_phrases import Grammar
from rawi.annotation.name_words import Sights
from rawi.annotation.names import find_names
from rawi.lexicon.lexicon import Lexicon, load_lexicon
from rawi.model import Document
from rawi.text.prose import Prose, read_prose

Span = tuple[int, int, str]
PLACES = frozenset({"state", "capital", "place"})
ORGANISATIONS = frozenset({"organisation", "group", "outlet"})
FOLDS = 5
BLOCK = 12


def read_sentences(path: Path) -> list[list[tuple[str, str]]]:
    blocks = path.read_text(encoding="utf-8").replace("\r", "").split("\n\n")
    return [[(w, t) for w, _, t in (line.rpartition(" ") for line in block.split("\n")) if w] for block in blocks]


def gold_spans(words: list[tuple[str, str]]) -> set[Span]:
    spans: set[Span] = set()
    place = start = 0
    kind = ""
    end = 0
    for word, tag in [*words, ("", "O")]:
        if kind and not tag.startswith("I-"):
            spans.add((start, end, kind))
            kind = ""
        if tag.startswith("B-"):
            start, kind = place, tag[2:]
        end = place + len(word)
        place = end + 1
    return {span for span in spans if span[2] != "MISC"}


def found_spans(prose: Prose, lexicon: Lexicon) -> set[Span]:
    """Return the names of one block of sentences: nested ones from the grammar, short ones from the whole search."""
    sights = Sights(prose, lexicon.world)
    grammar = Grammar(sights, lexicon.world.grammar)
    spans: set[Span] = set()
    done = -1
    for token in sights.starts():
        if token <= done:
            continue
        phrase = grammar.at(token, prose.firsts[prose.sentence_of(token) + 1])
        if phrase is not None and grammar.counts(phrase):
            done = phrase.last
            spans |= {(prose.starts[a], prose.ends[b], kind) for a, b, kind in layers(phrase, sights)}
    document = Document(id="", name="", text=prose.text)
    for name in find_names(prose, document, lexicon):
        if name.rule == "short name":
            tokens = prose.tokens_in(name)
            spans.add((prose.starts[tokens[0]], prose.ends[tokens[-1]], "PERS"))
    return spans


def layers(phrase: Phrase, sights: Sights) -> Iterator[Span]:
    """Yield the names in a phrase as token spans: the person, the body, and the names that they hold.

    The file counts no organs of state as organisations, and words such as ``حركة`` as no part of a name.
    """
    taken: set[int] = set()
    person = phrase.person
    if person is not None:
        yield person.core_first, person.core_last, "PERS"
        taken.update(range(person.core_first, person.core_last + 1))
    elif phrase.head.sense == "body" and phrase.head.sector in ("EDU", "PTY") and phrase.full:
        yield phrase.first, phrase.last, "ORG"
        taken.update(range(phrase.first, phrase.last + 1))
    token = phrase.first
    while token <= phrase.last:
        word = sights.find(token, PLACES | ORGANISATIONS | {"person", "surname"}, clitics=True)
        if word is None or token in taken or word.last > phrase.last:
            token += 1
            continue
        inner = sights.find(token + 1, ORGANISATIONS)
        if word.term.sense in ORGANISATIONS and inner is not None and inner.term.en == word.term.en:
            word = inner
        if word.term.sector in ("GOV", "MIL", "COP") and word.term.sense in ORGANISATIONS:
            token = word.last + 1
            continue
        sense = word.term.sense
        yield word.first, word.last, "LOC" if sense in PLACES else "PERS" if sense in ("person", "surname") else "ORG"
        token = word.last + 1


def main() -> None:
    parser = argparse.ArgumentParser(description="Names alone: exact spans and speed")
    parser.add_argument("file", type=Path)
    parser.add_argument("--fold", type=int, default=0, help="measure this fold of 5 only (default: all but the fifth)")
    parser.add_argument("--errors", type=int, default=0, help="print so many of the commonest errors of each kind")
    options = parser.parse_args()
    lexicon = load_lexicon()
    right, gold, found = Counter[str](), Counter[str](), Counter[str]()
    missed, extra = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    sentences = read_sentences(options.file)
    for first in range(0, len(sentences), BLOCK):
        number = first // BLOCK
        if (number % FOLDS + 1 != options.fold) if options.fold else number % FOLDS == FOLDS - 1:
            continue
        block = sentences[first : first + BLOCK]
        text = "\n".join(" ".join(word for word, _ in sentence) for sentence in block)
        want = gold_spans([(word, tag) for sentence in block for word, tag in sentence])
        have = found_spans(read_prose(text), lexicon)
        gold.update(span[2] for span in want)
        found.update(span[2] for span in have)
        right.update(span[2] for span in want & have)
        missed.update((kind, text[a:b]) for a, b, kind in want - have)
        extra.update((kind, text[a:b]) for a, b, kind in have - want)
    for kind in (*sorted(gold), ""):
        hits, wanted, had = (sum(c.values()) if not kind else c[kind] for c in (right, gold, found))
        p, r = hits / (had or 1), hits / (wanted or 1)
        print(f"{kind or 'all':5} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r or 1):.3f}  gold {wanted}  found {had}")
    for title, errors in (("missed", missed), ("extra", extra)):
        for (kind, text), count in errors.most_common(options.errors):
            print(f"{title:7}{count:4} {kind:5}{text}")
    _speed(options.file, lexicon)


def _speed(path: Path, lexicon: Lexicon) -> None:
    """Print words per second on one core, names alone, over the file cut into texts of forty sentences."""
    sentences = read_sentences(path)
    texts = [
        "\n".join(" ".join(word for word, _ in s) for s in sentences[n : n + 40]) for n in range(0, len(sentences), 40)
    ]
    proses = [read_prose(text) for text in texts]
    documents = [Document(id=str(n), name=str(n), text=text) for n, text in enumerate(texts)]
    start = time.process_time()
    for prose, document in zip(proses, documents, strict=True):
        find_names(prose, document, lexicon)
    seconds = time.process_time() - start
    print(f"{sum(len(p.forms) for p in proses) / seconds:,.0f} tokens per second")


if __name__ == "__main__":
    main()
