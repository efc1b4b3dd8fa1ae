"""Bring the README up to date: run its example."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RAWI = [sys.executable, "-m", "rawi"]
EXAMPLE = re.compile(r"(?<=```console\n)\$ cat (\S+)\n(.+?)\n\$ rawi (annotate [^\n]+)\n.*?(?=```)", re.DOTALL)


def run_example(readme: str) -> str:
    """Return the README with what its example prints now."""
    found = EXAMPLE.search(readme)
    assert found is not None, "the README has lost its example"
    name, text, command = found.groups()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text + "\n", encoding="utf-8")
        arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)]
        done = subprocess.run([*RAWI, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    example = f"$ cat {name}\n{text}\n$ rawi {command}\n{done.stdout.strip()}\n"
    return readme[: found.start()] + example + readme[found.end() :]


if __name__ == "__main__":
    README.write_text(run_example(README.read_text(encoding="utf-8")), encoding="utf-8")
