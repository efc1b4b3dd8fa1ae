"""Measure the repair of torn lines on newspaper text that is wrapped and damaged on purpose.

    python -m benchmarks.repair CORPUS.jsonl.gz… [--articles 300]

Every tenth article is damaged: those that the table of neighbours did not count. Prints the word error rate before
and after, and how many words repair changes in the healthy text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from rawi.text.neighbours import load_neighbours
from rawi.text.repair import repair

TORN = re.compile("(?<=[\u0631\u0632])(?=\u064a)|(?<=[\u0623\u0627])(?=\u0643)")
TATWEEL = "\u0640"


def wrap(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines += [line, ""] if line else []
    return lines


def tear(line: str, chance: random.Random) -> str:
    """Print the pieces of a line backwards, torn behind letters where a ligature run begins."""
    cuts = [m.start() for m in TORN.finditer(line) if chance.random() < 0.6]
    pieces = [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return " ".join(piece.strip() for piece in reversed(pieces))


def stretch(line: str, chance: random.Random) -> str:
    if chance.random() > 0.3:
        return line
    return re.sub("(?<=[\u0628-\u062e\u0633-\u063a\u0641-\u0647])(?=[\u0621-\u064a])", lambda _: TATWEEL, line)


def damage(text: str, chance: random.Random) -> tuple[str, str]:
    """Return the wrapped text, and the same with torn and stretched lines."""
    lines = wrap(text, chance.randint(75, 100))
    return "\n".join(lines), "\n".join(stretch(tear(line, chance), chance) for line in lines)


def words(text: str) -> list[str]:
    return re.sub("[\u0640\u064b-\u0652\u0670]", "", text).split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    texts: list[str] = []
    number = 0
    for path in arguments.corpus:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                if number % 10 == 0:
                    texts.append(json.loads(line)["text"])
    neighbours = load_neighbours()
    total = before = after = changed = 0
    for text in chance.sample(texts, arguments.articles):
        healthy, damaged = damage(text, chance)
        mended = repair(damaged, neighbours, keep_lines=True).text
        want = words(healthy)
        total += len(want)
        before += Levenshtein.distance(want, words(damaged))
        after += Levenshtein.distance(want, words(mended))
        changed += Levenshtein.distance(words(text), words(repair(text, neighbours).text))
    print(f"articles {arguments.articles}  words {total}")
    print(f"damaged on purpose: word error rate {before / total:.4f} before, {after / total:.4f} after repair")
    print(f"healthy: {changed} of {total} words changed")


if __name__ == "__main__":
    main()
