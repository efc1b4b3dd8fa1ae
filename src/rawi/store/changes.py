"""What joining changed in a record, kept so that the record as it was before can be had again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Change = tuple[list[str | int], Any]
"""The path to a value (field names and places in lists), and what stood there before."""


def find_changes(before: Any, after: Any) -> Iterator[Change]:
    """Yield what must be put back into `after` to have `before`; both are plain values as JSON knows them.

    >>> list(find_changes({"a": (1, 2), "b": [3]}, {"a": (1, 5), "b": [3, 4]}))
    [(['a', 1], 2), (['b'], [3])]
    """
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key, value in before.items():
            yield from (([key, *path], old) for path, old in find_changes(value, after[key]))
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                yield from (([place, *path], value) for path, value in find_changes(old, new))
    elif before != after:
        yield [], before


def undo_changes(after: Any, changes: list[Change]) -> Any:
    """Put back what stood there before, in place, and return it.

    >>> undo_changes({"a": [1, 5], "b": [3, 4]}, [(["a", 1], 2), (["b"], [3])])
    {'a': [1, 2], 'b': [3]}
    """
    for path, value in changes:
        if not path:
            return value
        part = after
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
    return after
