"""Fuzzing, within bounds: texts made of the pieces that rules look for, any bytes, and all that once failed.

`python -m benchmarks.fuzz` does the same with a fuzzer that sees which branches are taken, for as long as it is let.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets import TARGETS, bounded

SEEDS = Path(__file__).parent / "seeds"
PIECES = (
    "قال", "وقال", "أعلن", "وأضاف", "نفت", "نقلا عن", "بأن", "أن", "إن", "مصادر", "الوزارة", "الوزير",
    "وزير الخارجية", "التركي", "السورية", "البلدين", "أنقرة", "دمشق", "الأمم المتحدة", "هاكان فيدان", "نظيره",
    "وقّع", "توقيع", "اتفاقية", "مذكرة تفاهم", "خارطة طريق", "زار", "زيارة", "محادثات", "أجرى", "غارة", "مقتل",
    "12", "٣", "مدنيين", "هدد", "رفض", "لم", "لن", "قد", "إذا", "في حال", "من المتوقع", "يوم", "أمس", "غدا",
    "الثلاثاء", "الماضي", "المقبل", "13", "أغسطس/آب", "2025", "شوال", "1446", "عام", "خلال", "منذ", "حتى",
    "الأسبوع", "ثلاثة أيام", "الساعة", "10:30", "المرحلة الأولى", "تشمل", "«", "»", "\"", "(", ")", "[", "]",
    ":", "،", "؛", ".", "؟", "…", "-", "–", "/", "\n", "\n\n", "\t", "\u200f", "ـ", "َّ", "#", "@",
    "https://example.org", "\u0000", "\ufffd", "ﻻ", "لا", "x", "Reuters", "ه", "و", "ال",
)  # fmt: skip
WOVEN = st.lists(st.sampled_from(PIECES), max_size=60).flatmap(
    lambda words: st.sampled_from((" ", "", "  ")).map(lambda between: between.join(words).encode())
)
ANY = st.one_of(WOVEN, st.text(max_size=300).map(str.encode), st.binary(max_size=300))
FRAMES = st.sampled_from(
    (b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b'{"text": "', b"<html><p>", b"")
)
EXAMPLES = {"fold": 150, "repair": 80, "dates": 120, "annotate": 60, "readers": 40}


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "readers"])
def test_any_text_is_worked_on(name: str) -> None:
    @settings(max_examples=EXAMPLES[name], deadline=None, suppress_health_check=list(HealthCheck))
    @given(ANY)
    def run(data: bytes) -> None:
        with bounded():
            TARGETS[name](data)

    run()


@settings(max_examples=EXAMPLES["readers"], deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 255), FRAMES, ANY)
def test_any_bytes_are_read_or_refused(ending: int, frame: bytes, data: bytes) -> None:
    with bounded():
        TARGETS["readers"](bytes([ending]) + frame + data)


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_failed_is_worked_on(seed: Path) -> None:
    with bounded():
        TARGETS[seed.parent.name](seed.read_bytes())


@pytest.mark.parametrize("name", ["fold", "repair", "dates", "annotate"])
@pytest.mark.parametrize(
    "piece", ["قال ", "و", "(", "«", "في 13 أغسطس/آب 2025 ", "وزير الخارجية التركي ", "\n", "ـ", "1", " "]
)
def test_one_piece_again_and_again_takes_no_more_than_its_length(name: str, piece: str) -> None:
    with bounded():
        TARGETS[name]((piece * (20_000 // len(piece))).encode())
