"""Put lines back in order whose pieces a PDF extraction printed backwards.

Some fonts draw a ligature in the middle of a word as a run of its own. Extractors that order the runs of a line from
left to right then print the pieces of the line in reversed order and tear the word: a line C1 C2 … Ck comes out as
``Ck … C2 C1``, where each Ci but the last ends with the head of a torn word and each but the first begins with its
tail. So a damaged line *begins with a tail and ends with a head*, and head and tail together are a known word.

Where the cuts lie is decided over the whole text, not line by line: the candidates of every line are laid beside those
of its neighbours, and the row of lines in which the words stand best beside one another wins (beam search over the
counts of `rawi.text.neighbours`, and over the document's own pairs of words).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from rawi.text.fold import fold_word
from rawi.text.neighbours import Neighbours, running_words

_TATWEEL = "\u0640"
_OPEN_LETTERS = frozenset("\u0627\u0623\u0625\u0622\u062f\u0630\u0631\u0632\u0648\u0624")
"""Letters that do not join to the next one: where ligature runs begin inside a word."""
_LIGATURES = (("\u0631", "\u064a"), ("\u0632", "\u064a"), ("\u0627", "\u0643"), ("\u0623", "\u0643"))
"""Letters between which fonts begin a ligature run, whatever the text shows (ra-ya, zay-ya, alef-kaf)."""
_EDGE = re.compile(r"^[^\w\ue000-\uf8ff]+|[^\w\ue000-\uf8ff]+$")
_BEAM = 60
_RARE = 300
_MOST_TOKENS = 60
_MOST_PIECES = 8
_MOST_CANDIDATES = 400
_PARAGRAPH = ("<p>", "<p>")
State = tuple[float, tuple[str, str], tuple[tuple[int, int], ...]]
"""A row of lines read so far: its score, its last two words, and which order was taken for which line."""


class Token(Struct, frozen=True):
    """A word of a damaged line: its place in the line, its clean letters, and whether it opened with a tatweel."""

    start: int
    end: int
    clean: str
    stretched: bool
    double_blank_before: bool = False


class Order(Struct, frozen=True):
    """One way to read a line: its tokens in reading order, grouped into words (torn words have several tokens)."""

    words: tuple[tuple[int, ...], ...]
    cuts: tuple[int, ...] = ()


class Choice(Struct, frozen=True):
    """The order chosen for a line, and how clearly it won over the next best (natural logarithm; 0 for no contest)."""

    order: Order
    margin: float
    damaged: bool


def split_line(line: str) -> list[Token]:
    """Cut a line at its blanks."""
    tokens: list[Token] = []
    last_end = 0
    for found in re.finditer(r"\S+", line):
        word = found.group()
        gap = line[last_end : found.start()]
        tokens.append(
            Token(
                found.start(),
                found.end(),
                word.replace(_TATWEEL, "") or word,
                word[0] == _TATWEEL and word.strip(_TATWEEL) != "",
                len(gap) > 1 and bool(tokens),
            )
        )
        last_end = found.end()
    return tokens


class Reorder:
    """Chooses the order of every line of one text."""

    def __init__(self, lines: Sequence[str], neighbours: Neighbours) -> None:
        self._lines = [split_line(line) for line in lines]
        self._blank = [not tokens for tokens in self._lines]
        self._known = neighbours
        self._own: Counter[tuple[str, str]] = Counter()
        self._own_words: Counter[str] = Counter()
        self._contexts: Counter[tuple[str, str]] = Counter()
        self._fragments: set[str] = set()

    def choose(self, least_lines: int) -> list[Choice]:
        """Return a choice for every line; all lines stay as they are unless `least_lines` of them look torn."""
        stay = [Choice(self._as_is(tokens), 0.0, False) for tokens in self._lines]
        torn = [number for number, tokens in enumerate(self._lines) if self._looks_torn(tokens)]
        if len(torn) < least_lines:
            return stay
        self._contexts.update(_LIGATURES)
        for number in torn:
            self._learn_context(self._lines[number])
        candidates = {n: c for n in range(len(self._lines)) if len(c := self._candidates(self._lines[n])) > 1}
        self._learn_own_pairs(candidates)
        chosen = self._search(candidates)
        if len(chosen) < least_lines:
            return stay
        return [chosen.get(number, choice) for number, choice in enumerate(stay)]

    @staticmethod
    def _as_is(tokens: Sequence[Token]) -> Order:
        return Order(tuple((n,) for n in range(len(tokens))))

    # -- which lines, which joins ------------------------------------------------------------------------------

    def _looks_torn(self, tokens: Sequence[Token]) -> bool:
        return 2 <= len(tokens) <= _MOST_TOKENS and self._strength(tokens[-1], tokens[0]) > 4.0

    def _learn_context(self, tokens: Sequence[Token]) -> None:
        head, tail = tokens[-1], tokens[0]
        self._contexts[(_core(head.clean)[-1:], _core(tail.clean)[:1])] += 1
        self._fragments.update((_core(head.clean), _core(tail.clean)))

    def _strength(self, head: Token, tail: Token) -> float:
        """Return how much more probable the joined word is than its two parts side by side; -inf if impossible."""
        return _strength(self._known, head.clean, tail.clean, tail.stretched)

    def _may_join(self, head: Token, tail: Token) -> bool:
        left, right = head.clean, _core(tail.clean)
        if not left or not (left[-1].isalpha() or _lost(left[-1])) or (_EDGE.match(tail.clean) and right):
            return False
        if not right:
            return len(tail.clean) == 1 and not tail.clean.isalnum() and tail.clean in "\u060c.,\u061b:"
        if tail.stretched or _lost(right[0]):
            return left[-1].isalpha()
        return self._contexts[(left[-1], right[0])] > 0 and left[-1] in _OPEN_LETTERS

    def _candidates(self, tokens: Sequence[Token]) -> list[Order]:
        """Return all readings of a line: as it stands, and every reversal whose torn words are known words."""
        orders = [self._as_is(tokens)]
        if 2 <= len(tokens) <= _MOST_TOKENS and self._may_be_tail(tokens[0]):
            forced = [n for n in range(1, len(tokens)) if tokens[n].stretched]
            for cuts in self._cuts(tokens, 0, forced):
                order = self._reversed(tokens, cuts)
                if order is not None:
                    orders.append(order)
                if len(orders) >= _MOST_CANDIDATES:
                    break
        return orders

    def _cuts(
        self, tokens: Sequence[Token], start: int, forced: Sequence[int], depth: int = 1
    ) -> Iterator[tuple[int, ...]]:
        """Yield the places where printed pieces begin, after a piece that begins at `start` with a tail."""
        last = len(tokens) - 1
        here = [n for n in forced if n > start]
        limit = here[0] if here else last
        if not here and self._may_join(tokens[last], tokens[start]):
            for cut in range(start + 1, last + 1):
                yield (cut,)
        if depth >= _MOST_PIECES:
            return
        for cut in range(start + 1, min(limit, last) + 1):
            if (
                not self._may_join(tokens[last], tokens[cut])
                and not (here and cut <= here[-1])
                and not self._tail_like(tokens[cut])
            ):
                continue
            # the piece that begins at `cut` runs to some token whose word is torn from the tail at `start`
            for rest in self._cuts(tokens, cut, forced, depth + 1):
                if self._may_join(tokens[rest[0] - 1], tokens[start]):
                    yield (cut, *rest)

    def _may_be_tail(self, token: Token) -> bool:
        core = _core(token.clean)
        return token.stretched or not core or _lost(core[0]) or any(tail == core[0] for _, tail in self._contexts)

    def _tail_like(self, token: Token) -> bool:
        core = _core(token.clean)
        return (
            token.stretched or core in self._fragments or (len(core) <= 3 and self._known.count(fold_word(core)) < 20)
        )

    def _reversed(self, tokens: Sequence[Token], cuts: tuple[int, ...]) -> Order | None:
        starts = (0, *cuts)
        ends = (*cuts, len(tokens))
        pieces = [list(range(a, b)) for a, b in zip(starts, ends, strict=True)][::-1]
        words: list[tuple[int, ...]] = [(n,) for n in pieces[0]]
        for piece in pieces[1:]:
            words[-1] = (*words[-1], piece[0])
            words.extend((n,) for n in piece[1:])
        for word in words:
            if len(word) > 1:
                joined = _core("".join(tokens[n].clean for n in word))
                bare_mark = len(word) == 2 and not _core(tokens[word[1]].clean)
                if (
                    not bare_mark
                    and not _lost_in(joined)
                    and not self._may_be_word(joined, tokens[word[0]], tokens[word[-1]])
                ):
                    return None
        return Order(tuple(words), cuts)

    def _may_be_word(self, joined: str, head: Token, tail: Token) -> bool:
        """Tell whether a joined word is known, or may be a name nobody counted: one of its parts is no word."""
        count = self._known.count
        known = _peeled_count(self._known, fold_word(joined))
        return known > 0 or count(fold_word(_core(tail.clean))) < _RARE or not count(fold_word(_core(head.clean)))

    # -- the search --------------------------------------------------------------------------------------------

    def _learn_own_pairs(self, candidates: dict[int, list[Order]]) -> None:
        """Count the document's own pairs of words, in lines that need no choice and inside pieces."""
        for number, tokens in enumerate(self._lines):
            if number in candidates:
                words = running_words(" ".join(t.clean for t in tokens[1:-1]))
            else:
                words = running_words(" ".join(t.clean for t in tokens))
            self._own.update(pairwise(words))
            self._own_words.update(words)

    def _words_of(self, number: int, order: Order) -> list[str]:
        tokens = self._lines[number]
        return running_words(" ".join("".join(tokens[n].clean for n in word) for word in order.words))

    def _score(self, context: tuple[str, str], words: Sequence[str], own_line: Counter[tuple[str, str]]) -> float:
        total = 0.0
        before, previous = context
        for word in words:
            base = self._known.log_probability(before, previous, word)
            own = self._own[(previous, word)] - own_line[(previous, word)]
            if own > 0:
                share = own / (self._own_words[previous] + 3.0)
                base = math.log(0.8 * math.exp(base) + 0.2 * share)
            total += base
            before, previous = previous, word
        return total

    def _search(self, candidates: dict[int, list[Order]]) -> dict[int, Choice]:
        """Run the beam over all lines; return the choices that reorder their line."""
        beam: list[State] = [(0.0, _PARAGRAPH, ())]
        for number, tokens in enumerate(self._lines):
            if not tokens:
                beam = self._blank_line(number, beam)
                continue
            grown: list[State] = []
            options = candidates.get(number) or [self._as_is(tokens)]
            prepared = [
                (i, self._words_of(number, order), self._layout(number, order)) for i, order in enumerate(options)
            ]
            own_line = Counter[tuple[str, str]]()
            if number in candidates:
                inner = running_words(" ".join(t.clean for t in tokens[1:-1]))
                own_line.update(pairwise(inner))
            inner_cache: dict[int, float] = {}
            for score, context, path in beam:
                for i, words, layout in prepared:
                    if i not in inner_cache:
                        inner_cache[i] = (
                            self._score((words[0], words[1]), words[2:], own_line) if len(words) > 2 else 0.0
                        )
                    seam = self._score(context, words[:2], own_line)
                    after = (*context, *words)[-2:]
                    chosen = (*path, (number, i)) if number in candidates else path
                    grown.append((score + seam + inner_cache[i] + layout, (after[0], after[1]), chosen))
            beam = _prune(grown, _BEAM)
        picks = dict(beam[0][2])
        return {
            number: Choice(candidates[number][pick], self._margin(number, picks, candidates), True)
            for number, pick in picks.items()
            if pick
        }

    def _margin(self, number: int, picks: dict[int, int], candidates: dict[int, list[Order]]) -> float:
        """Return how far the order taken for a line lies before the next best, its neighbours being as they are."""
        before = self._chosen_words(self._near(number, -1), picks, candidates)
        after = self._chosen_words(self._near(number, +1), picks, candidates)
        context = (*_PARAGRAPH, *before)[-2:]
        scores = []
        for order in candidates[number]:
            words = [*self._words_of(number, order), *after[:2]]
            scores.append(self._score((context[0], context[1]), words, Counter()) + self._layout(number, order))
        best = scores.pop(picks[number])
        return best - max(scores, default=best - 99.0)

    def _near(self, number: int, step: int) -> int | None:
        """Return the next line with words in a direction, over at most one blank line."""
        for place in (number + step, number + 2 * step):
            if 0 <= place < len(self._lines) and self._lines[place]:
                return place
        return None

    def _chosen_words(self, number: int | None, picks: dict[int, int], candidates: dict[int, list[Order]]) -> list[str]:
        if number is None:
            return []
        order = candidates[number][picks[number]] if number in picks else self._as_is(self._lines[number])
        return self._words_of(number, order)

    def _blank_line(self, number: int, beam: list[State]) -> list[State]:
        """At a blank line a paragraph may end or go on: a lone line between blanks is mostly a paragraph's last."""
        lone = number >= 1 and (number < 2 or self._blank[number - 2]) and not self._blank[number - 1]
        grown = []
        for score, context, path in beam:
            ends = context[1] in '.!?\u061f:\u201d"'
            cost_end = -0.1 if lone else (-0.7 if ends else -3.0)
            closing = self._known.log_probability(context[0], context[1], "</p>") * 0.3
            grown.append((score + cost_end + closing, _PARAGRAPH, path))
            grown.append((score - (2.5 if lone else 0.05), context, path))
        return _prune(grown, _BEAM)

    def _layout(self, number: int, order: Order) -> float:
        """Return what the layout says for a cut: a double blank behind a full stop is one."""
        if not order.cuts:
            return 0.0
        tokens = self._lines[number]
        return 3.0 if any(tokens[cut].double_blank_before for cut in order.cuts) else 0.0


def _prune(states: list[State], size: int) -> list[State]:
    states.sort(key=lambda s: -s[0])
    kept = []
    contexts: Counter[tuple[str, str]] = Counter()
    for state in states:
        contexts[state[1]] += 1
        if contexts[state[1]] <= 3:
            kept.append(state)
            if len(kept) >= size:
                break
    return kept


def _core(word: str) -> str:
    """Return a word without the punctuation at its edges."""
    return _EDGE.sub("", word)


def _lost(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff"


def _lost_in(word: str) -> bool:
    return any(map(_lost, word))


@lru_cache(maxsize=1 << 16)
def _peeled_count(known: Neighbours, word: str) -> int:
    """Return the count of a word, also behind one or two one-letter clitics."""
    best = known.count(word)
    for cut in (1, 2):
        if len(word) - cut >= 3 and all(letter in "\u0648\u0641\u0628\u0644\u0643" for letter in word[:cut]):
            best = max(best, known.count(word[cut:]) // 2)
    return best


@lru_cache(maxsize=1 << 16)
def _strength(known: Neighbours, head: str, tail: str, stretched: bool) -> float:
    left, right = head, _core(tail)
    if not left or not right or not left[-1].isalpha() or not right[0].isalpha() or _EDGE.match(tail):
        return -math.inf
    if not stretched and left[-1] not in _OPEN_LETTERS:
        return -math.inf
    joined = _peeled_count(known, fold_word(_core(left) + right))
    if joined < 2:
        return -math.inf
    parts = (known.count(fold_word(_core(left))) + 0.3) * (known.count(fold_word(right)) + 0.3)
    return math.log(joined) + math.log(4e6) - math.log(parts) - (0 if stretched else 2.0)
