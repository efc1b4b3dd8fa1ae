"""What the doctor finds here, and what it says where something is missing."""

import pytest

from rawi.reading import doctor
from rawi.reading.doctor import examine


def test_everything_needed_is_there() -> None:
    checks = list(examine())
    assert [check.name for check in checks if not check.ok] == []
    assert {"trafilatura", "pyarrow", "tesseract", "lexicon"} <= {check.name for check in checks}
    assert all(check.remedy for check in checks if check.found is None)


def test_missing_things_come_with_their_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LIBRARIES", (("no-such-library", "nothing"),))
    monkeypatch.setattr("shutil.which", lambda _: None)
    checks = {check.name: check for check in examine()}
    assert not checks["no-such-library"].ok and "pip install" in checks["no-such-library"].remedy
    assert (
        checks["tesseract"].ok
        and checks["tesseract"].found is None
        and "tesseract-ocr-ara" in checks["tesseract"].remedy
    )
