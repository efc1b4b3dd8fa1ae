"""The process in which parsers run: it takes tasks from its standard input and writes texts to its standard output.

Started by `rawi.reading.isolation` as ``python -m rawi.reading.parser_process``. Messages are MessagePack behind a
length of eight bytes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import IO

import msgspec

from rawi.errors import ReadingError
from rawi.lexicon.pages import Pages, load_pages
from rawi.reading.record import Original, RawText
from rawi.reading.source import Task
from rawi.settings import Settings

_LENGTH = 8


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A text, or an error, or that the task is done."""

    text: RawText | None = None
    problem: str = ""
    where: str = ""
    remedy: str = ""
    done: bool = False


def write_message(stream: IO[bytes], message: object) -> None:
    """Write one message. Raises OSError if nobody reads."""
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes:
    """Return the bytes of the next message. Raises EOFError if the stream ends."""
    length = stream.read(_LENGTH)
    data = stream.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    if len(length) < _LENGTH or len(data) < int.from_bytes(length, "big"):
        raise EOFError
    return data


def main() -> None:
    """Serve until the input ends. Whatever a parser prints goes nowhere."""
    source = sys.stdin.buffer
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    settings = msgspec.msgpack.decode(read_message(source), type=Settings)
    _limit_memory(settings.parser_memory)
    pages = load_pages()
    while True:
        try:
            task = msgspec.msgpack.decode(read_message(source), type=Task)
        except EOFError:
            return
        for answer in _answers(task, pages, settings):
            write_message(sink, answer)


def _answers(task: Task, pages: Pages, settings: Settings) -> Iterator[Answer]:
    from rawi.reading.parsers import parse

    try:
        for found in parse(task, pages, settings):
            yield _error(found) if isinstance(found, ReadingError) else Answer(text=_without_bytes(found, task))
    except ReadingError as error:
        yield _error(error)
    except (MemoryError, RecursionError) as error:
        problem = (
            "the parser needs more memory than it may have" if isinstance(error, MemoryError) else "nested too deep"
        )
        yield Answer(problem=problem, where=task.original.name, remedy="raise parser_memory in the settings")
    except Exception as error:  # a parser may fail in any way on damaged input; the run goes on
        problem = f"the parser failed: {type(error).__name__}: {error}"
        yield Answer(problem=problem, where=task.original.name, remedy="open it and save it again")
    yield Answer(done=True)


def _error(error: ReadingError) -> Answer:
    return Answer(problem=error.problem, where=error.where, remedy=error.remedy)


def _without_bytes(text: RawText, task: Task) -> RawText:
    """Leave out the bytes that the other side has."""
    if text.original is not task.original:
        return text
    return msgspec.structs.replace(text, original=Original(name=text.original.name, media_type="", data=b""))


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main()
