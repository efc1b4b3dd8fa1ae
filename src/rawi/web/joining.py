"""Join a dossier anew beside the server, in a process of its own, so that pages go on being answered."""

from __future__ import annotations

import multiprocessing
import threading
from contextlib import closing
from multiprocessing.context import SpawnProcess
from pathlib import Path

from rawi.store.database import create_or_open, open_to_read
from rawi.store.joining import is_joined


def join_dossier(path: Path) -> None:
    """Join a dossier if documents or corrections have come since it was last joined."""
    from rawi.joining.join import join
    from rawi.lexicon.lexicon import load_lexicon

    with closing(create_or_open(path)) as connection:
        if not is_joined(connection):
            join(connection, load_lexicon())


class Joiner:
    """Sees to it that one process at a time joins a dossier, and that another follows if something came too late."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: SpawnProcess | None = None
        self._lock = threading.Lock()

    def wait(self, seconds: float) -> bool:
        """Begin to join if that is due, wait for it at most so long, and tell whether the dossier is joined."""
        with self._lock:
            process = self._process
            if process is None or not process.is_alive():
                if self._is_joined():
                    return True
                process = multiprocessing.get_context("spawn").Process(
                    target=join_dossier, args=(self._path,), daemon=True
                )
                process.start()
                self._process = process
        process.join(seconds)
        return self._is_joined()

    def _is_joined(self) -> bool:
        with closing(open_to_read(self._path)) as connection:
            return is_joined(connection)
