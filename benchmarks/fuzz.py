"""Fuzz with atheris, which sees the branches that are taken (``pip install atheris``): without end, or for some runs.

    python -m benchmarks.fuzz fold|repair|dates|annotate|readers [-runs=10000] [-max_total_time=600] [FOLDER]

An input that fails is written to tests/fuzz/seeds, where the test suite tries it for ever after.
"""

from __future__ import annotations

import sys
from pathlib import Path

FUZZ = Path(__file__).parent.parent / "tests" / "fuzz"


def main() -> None:
    import atheris

    name, *options = sys.argv[1:] or ["help"]
    sys.path.insert(0, str(FUZZ))
    with atheris.instrument_imports(include=["rawi"]):
        from targets import SECONDS, TARGETS
    if name not in TARGETS:
        sys.exit(__doc__)
    seeds = FUZZ / "seeds" / name
    seeds.mkdir(parents=True, exist_ok=True)
    TARGETS[name](b"")  # the knowledge is loaded before the time counts
    bounds = [f"-timeout={4 * SECONDS:.0f}", f"-artifact_prefix={seeds}/", "-max_len=2000"]
    atheris.Setup([sys.argv[0], *bounds, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
