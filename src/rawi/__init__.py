"""rawi reads the Arabic press and says who did what, when, and who says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rawi.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from rawi.dossier import OpenDossier

__version__ = VERSION

# Documents are worked on side by side; more threads within the small products of one only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def open(path: str | Path) -> OpenDossier:
    """Open a dossier for reading. Raises StoreError if there is none, or if another version of rawi made it."""
    from pathlib import Path

    from rawi.dossier import OpenDossier

    return OpenDossier(Path(path))
