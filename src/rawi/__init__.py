"""rawi reads the Arabic press and says who did what, when, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rawi.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from rawi.dossier import OpenDossier

__version__ = VERSION


def open(path: str | Path) -> OpenDossier:
    """Open a dossier for reading. Raises StoreError if there is none, or if another version of rawi made it."""
    from pathlib import Path

    from rawi.dossier import OpenDossier

    return OpenDossier(Path(path))
