"""Parsers that can hang or explode run in a process of their own, which is ended when it goes beyond its limits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from threading import Timer
from typing import IO

import msgspec

from rawi.errors import ReadingError
from rawi.reading.parser_process import Answer, read_message, write_message
from rawi.reading.record import RawText
from rawi.reading.source import Task
from rawi.settings import Settings


class ParserProcess:
    """One parser process, started when it is first needed and again after it had to be ended.

    Use it in a ``with`` statement: the process ends with it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ParserProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def parse(self, task: Task) -> Iterator[RawText | ReadingError]:
        """Yield what the parser finds in a task. Between two texts it may take `parser_seconds`, not more."""
        late = False
        try:
            process, sink, source = self._started()

            def stop() -> None:
                nonlocal late
                late = True
                process.kill()

            timer = self._timer(stop)
            try:
                write_message(sink, task)
                while not (answer := msgspec.msgpack.decode(read_message(source), type=Answer)).done:
                    timer.cancel()
                    yield _text_or_error(answer, task)
                    timer = self._timer(stop)
            finally:
                timer.cancel()
        except (EOFError, OSError, msgspec.DecodeError):
            yield self._broken(task, late)
        except GeneratorExit:
            self._end()
            raise

    def _timer(self, stop: object) -> Timer:
        timer = Timer(self._settings.parser_seconds, stop)  # type: ignore[arg-type]
        timer.daemon = True
        timer.start()
        return timer

    def _started(self) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rawi.reading.parser_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if self._process.stdin is not None:
                write_message(self._process.stdin, self._settings)
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise EOFError
        return process, process.stdin, process.stdout

    def _broken(self, task: Task, late: bool) -> ReadingError:
        """End the process, and say why it gave no answer."""
        status = self._end()
        where = task.original.name
        if late:
            problem = f"the parser took longer than {self._settings.parser_seconds:g} seconds"
            return ReadingError(problem, where=where, remedy="leave it out, or raise parser_seconds in the settings")
        problem = f"the parser broke down (exit status {status})"
        return ReadingError(problem, where=where, remedy="leave it out, or open it and save it again")

    def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        return process.wait()


def _text_or_error(answer: Answer, task: Task) -> RawText | ReadingError:
    if answer.text is None:
        return ReadingError(answer.problem, where=answer.where, remedy=answer.remedy)
    if answer.text.original.media_type:
        return answer.text
    return msgspec.structs.replace(answer.text, original=task.original)
