"""Every number that a user may want to change, in one frozen record that is handed down."""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True):
    """Limits and thresholds. Sizes are bytes, times seconds, shares lie between 0 and 1.

    `largest_file` bounds a file, a record, a fetched page and, unpacked, a member of an archive; `largest_archive` and
    `most_members` bound what an archive unpacks to, `deepest_archive` archives within archives, `most_pages` a PDF. A
    parser that takes longer than `parser_seconds` or more than `parser_memory` is ended. `fetch_pause` lies between two
    requests to one host, and is doubled before each of the `fetch_attempts`.

    A text is a copy when `copy_share` of the shorter text's runs of `shingle_words` words stand in the other, and it
    has at least `shortest_copy` such runs. Two reports are one event from `merge_score` points of evidence on.
    """

    largest_file: int = 64 * 1024 * 1024
    largest_archive: int = 4 * 1024 * 1024 * 1024
    most_members: int = 100_000
    most_pages: int = 2000
    deepest_archive: int = 3
    parser_seconds: float = 60.0
    parser_memory: int = 2 * 1024 * 1024 * 1024
    fetch_seconds: float = 30.0
    fetch_attempts: int = 3
    fetch_pause: float = 1.0
    smallest_arabic_share: float = 0.3
    copy_share: float = 0.5
    shingle_words: int = 5
    shortest_copy: int = 12
    merge_score: float = -0.5
    workers: int = 0


DEFAULT_SETTINGS = Settings()
