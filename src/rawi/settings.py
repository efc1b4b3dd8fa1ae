"""Every number that a user may want to change, in one frozen record that is handed down."""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True):
    """Limits and thresholds. Sizes are bytes, times seconds, shares lie between 0 and 1.

    A text is a copy when `copy_share` of the shorter text's runs of `shingle_words` words stand in the other, and it
    has at least `shortest_copy` such runs. Two reports are one event from `merge_score` points of evidence on.
    """

    largest_file: int = 64 * 1024 * 1024
    smallest_arabic_share: float = 0.3
    copy_share: float = 0.5
    shingle_words: int = 5
    shortest_copy: int = 12
    merge_score: float = 2.8
    workers: int = 0


DEFAULT_SETTINGS = Settings()
