"""The numbers of the small network that reads a text (`rawi.annotation.context`), shipped in half precision.

`scripts/train_context.py` makes the file. It holds parts of words and marks with their vectors; no sentence can be got
back from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from rawi.lexicon.weights import names_in, read_arrays
from rawi.text.stem import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TINY = 1e-6
_ROOM = 1 << 16
"""How many words keep their vectors in memory (25 MB)."""


class Head(Struct, frozen=True):
    """A small network over the vectors of some places in the text, and over marks.

    `places` are a matrix for each place (a trigger; somebody's first and last word), `marks` what a mark adds, by its
    number in `numbers`; number 0 adds nothing.
    """

    places: tuple[NDArray[Any], ...]
    numbers: dict[str, int]
    marks: NDArray[Any]
    middle: NDArray[Any]
    middle_bias: NDArray[Any]
    out: NDArray[Any]
    out_bias: NDArray[Any]

    def scores(
        self,
        vectors: NDArray[Any],
        places: Sequence[Sequence[int]],
        marks: Iterable[Iterable[str]],
        shared: Sequence[tuple[Iterable[str], int]] = (),
    ) -> Any:
        """Return log odds by row; `places` is a list of tokens for each place. Unknown marks say nothing.

        `shared` are marks of several rows, each with how many rows have them, in the order of the rows.
        """
        import numpy

        inner = self._sums(marks)
        if shared:
            sums = self._sums(some for some, _ in shared)
            inner += numpy.repeat(sums, [count for _, count in shared], axis=0)
        for tokens, matrix in zip(places, self.places, strict=True):
            once, where = numpy.unique(tokens, return_inverse=True)
            inner += (vectors[once] @ matrix)[where]
        middle = numpy.maximum(numpy.maximum(inner, 0) @ self.middle + self.middle_bias, 0)
        return middle @ self.out + self.out_bias

    def _sums(self, marks: Iterable[Iterable[str]]) -> NDArray[Any]:
        """Return what the marks of each row add up to."""
        import numpy

        known: list[int] = []
        starts: list[int] = []
        for some in marks:
            starts.append(len(known))
            known.append(0)
            known += filter(None, map(self.numbers.get, some))
        found: NDArray[Any] = numpy.add.reduceat(self.marks[known], starts)
        return found


class ContextWeights:
    """The network: vectors of parts of words, what marks add, layers of convolution, and a head for each question."""

    def __init__(self, table: dict[str, NDArray[Any]]) -> None:
        import numpy

        self._parts = numbered(names_in(table["names.words"]))
        self._vectors = table["words.weight"] @ table["project.weight"].T
        self._bias = table["project.bias"]
        self._known: dict[str, int] = {}
        self._words = numpy.empty((_ROOM, len(self._bias)), numpy.float32)
        self._numbers, self._marks = numbered(names_in(table["names.marks"])), table["marks.weight"]
        layers = sum(name.startswith("gains.") for name in table)
        self._layers = [
            (_side_by_side(table[f"layers.{n}.weight"]), table[f"layers.{n}.bias"], table[f"gains.{n}"])
            for n in range(layers)
        ]
        self.reports, self.roles = _head(table, "reports"), _head(table, "roles")
        self.days, self.sources = _head(table, "days"), _head(table, "sources")

    def read(self, forms: Sequence[str], marks: Iterable[Mapping[int, str]]) -> Any:
        """Return the tokens of a text as vectors: in their surroundings, then by themselves (twice the width).

        `marks` are marks by token, one mapping for each sort of them. Unknown words and marks say nothing.
        """
        import numpy

        new = {form for form in forms if form not in self._known}
        if new:
            self._learn(new if len(self._known) + len(new) <= len(self._words) else set(forms))
        own = self._words[[self._known[form] for form in forms]]
        for some in marks:
            own[list(some)] += self._marks[[self._numbers.get(mark, 0) for mark in some.values()]]
        numpy.maximum(own, 0, out=own)
        return numpy.concatenate([self._around(own), own], axis=1)

    def _learn(self, forms: Collection[str]) -> None:
        """Keep what words add up to from their parts; where they do not fit beside all others, these are forgotten."""
        import numpy

        if len(self._known) + len(forms) > len(self._words):
            self._known.clear()
            if len(forms) > len(self._words):
                self._words = numpy.empty((len(forms), self._words.shape[1]), numpy.float32)
        first, found = len(self._known), [[self._parts.get(part, 0) for part in parts(form)] for form in forms]
        self._words[first : first + len(found)] = self._vectors[found].sum(1) + self._bias
        self._known.update(zip(forms, count(first)))

    def _around(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return the vectors after all layers; each looks twice as far as the one before."""
        import numpy

        length, width = x.shape
        for number, (kernels, bias, gain) in enumerate(self._layers):
            step = 1 << number
            each = x @ kernels
            added = each[:, width : 2 * width] + bias
            if length > step:
                added[step:] += each[:-step, :width]
                added[:-step] += each[step:, 2 * width :]
            x = x + numpy.maximum(added, 0, out=added)
            x *= gain / numpy.sqrt(numpy.einsum("ij,ij->i", x, x)[:, None] / width + _TINY)
        return x


def parts(form: str) -> tuple[str, ...]:
    """Return the names of what a folded word consists of: itself, its stem, its first and its last letters.

    >>> parts("والوزير")
    ('w=والوزير', 's=وزير', 'b=وا', 'b=وال', 'e=ير', 'e=زير')
    """
    return (f"w={form}", f"s={stem(form)}", f"b={form[:2]}", f"b={form[:3]}", f"e={form[-2:]}", f"e={form[-3:]}")


def load_context_weights() -> ContextWeights:
    """Return the network that lexicon/data/weights/context.npz holds."""
    arrays = read_arrays("context").items()
    return ContextWeights({n: a if n.startswith("names.") else a.astype("float32") for n, a in arrays})


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Return the rows of names in a table, whose row 0 stands for what is unknown and is naught."""
    return {name: number for number, name in enumerate(names, 1)}


def _side_by_side(kernel: NDArray[Any]) -> NDArray[Any]:
    """Return what a layer makes of the word before, of the word and of the word behind as one matrix."""
    import numpy

    return numpy.ascontiguousarray(numpy.concatenate([kernel[:, :, tap].T for tap in range(3)], axis=1))


def _head(table: dict[str, NDArray[Any]], name: str) -> Head:
    places = sum(key.startswith(f"{name}.places.") for key in table)
    return Head(
        places=tuple(table[f"{name}.places.{n}.weight"].T for n in range(places)),
        numbers=numbered(names_in(table[f"names.{name}"])),
        marks=table[f"{name}.marks.weight"],
        middle=table[f"{name}.middle.weight"].T,
        middle_bias=table[f"{name}.middle.bias"],
        out=table[f"{name}.out.weight"].T,
        out_bias=table[f"{name}.out.bias"],
    )
