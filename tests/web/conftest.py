"""A served dossier, made by hand and full of what should never become markup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hand_made import hand_made, keep
from rawi.web.app import make_app


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the hand-made dossier as a file."""
    return keep(hand_made(), tmp_path_factory.mktemp("dossier") / "file.db")


@pytest.fixture(scope="session")
def client(dossier: Path) -> Iterator[TestClient]:
    """Return a client of the served dossier."""
    with TestClient(make_app(dossier), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client
