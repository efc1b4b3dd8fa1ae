"""No regular expression of the package takes long on anything: none backtracks catastrophically."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LENGTH = 2000
SECONDS = 0.2
"""Of processor time. Trying a pattern everywhere in a text of this length takes a few milliseconds."""


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return every compiled pattern that stands in a module or a class of the package, by where it stands."""
    import rawi

    found: dict[str, re.Pattern[Any]] = {}
    for info in pkgutil.walk_packages(rawi.__path__, "rawi."):
        if info.name == "rawi.__main__":
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for where, pattern in _inside(f"{info.name}.{name}", value, 0):
                found.setdefault(where, pattern)
    return found


def _inside(where: str, value: Any, depth: int) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield where, value
    elif depth < 3 and isinstance(value, dict):
        for key, part in value.items():
            yield from _inside(f"{where}[{key!r}]", part, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from _inside(f"{where}[{place}]", part, depth + 1)
    elif isinstance(value, type) and value.__module__.startswith("rawi."):
        for key, part in vars(value).items():
            yield from _inside(f"{where}.{key}", part, depth + 1)


def _letters(parsed: Any) -> Iterator[str]:
    """Yield letters that a pattern looks for: those written in it, and one of each class."""
    classes = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "ا", "CATEGORY_NOT_SPACE": "x"}
    for operation, argument in parsed:
        name = str(operation)
        if name in ("LITERAL", "NOT_LITERAL"):
            yield chr(argument)
        elif name == "RANGE":
            yield chr(argument[0])
        elif name == "CATEGORY":
            yield classes.get(str(argument), "-")
        elif name == "IN":
            yield from _letters(argument)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _letters(branch)
        elif name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT", "ASSERT", "ASSERT_NOT"):
            yield from _letters(argument[-1])


def attacks(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Yield long texts that make a pattern try again and again: its letters, alone and in twos, then a break."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    written = _letters(_parser.parse(source, pattern.flags & ~re.LOCALE))
    letters = list(dict.fromkeys([*islice(written, 8), "ا", " ", "\n"]))
    for one in letters:
        yield one * LENGTH + "\0"
        for other in letters:
            yield (one + other) * (LENGTH // 2) + "\0"
            yield one + other * LENGTH + "\0"


def try_all() -> None:
    """Run every pattern on its attacks, and print which ones take too long on what."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    for where, pattern in patterns().items():
        for text in attacks(pattern):
            subject: Any = text if isinstance(pattern.pattern, str) else text.encode()
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                pattern.search(subject)
                pattern.fullmatch(subject)
            except TimeoutError:
                print(f"{where}: {pattern.pattern!r} is slow on {text[:4]!r} × {len(text)}", flush=True)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def test_no_pattern_takes_long_on_anything() -> None:
    ran = subprocess.run([sys.executable, __file__], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "", ran.stdout


def test_the_attacks_find_a_pattern_that_backtracks() -> None:
    bad = re.compile(r"(?:\w+\s?)*:")
    begun = time.process_time()
    text = next(text for text in attacks(bad) if text.startswith("اا"))[:26] + "\0"
    bad.search(text)
    assert time.process_time() - begun > 0.01
    assert len(patterns()) > 60


if __name__ == "__main__":
    try_all()
