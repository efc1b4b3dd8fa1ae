"""`make bench`: every benchmark that needs nothing but this repository; docs/performance.md names the others."""

from __future__ import annotations

from benchmarks import annotate


def main() -> None:
    annotate.main([])


if __name__ == "__main__":
    main()
