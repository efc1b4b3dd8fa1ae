"""A noun for an outlet that stands alone means the last one of its sort that was named."""

from __future__ import annotations

import pytest

from rawi.lexicon.lexicon import load_lexicon
from rawi.model import Document
from rawi.pipeline import annotate


@pytest.mark.parametrize(
    ("text", "source", "entity"),
    [
        ('كتبت صحيفة "لوموند" أن المفاوضات تعثرت. وأضافت الصحيفة أن الوفد غادر جنيف.', "الصحيفة", "Le Monde"),
        (
            "أوردت صحيفة نيويورك تايمز تقريرا نقلته رويترز. وقالت الصحيفة إن الجيش السوري قصف حلب.",
            "الصحيفة",
            "The New York Times",
        ),
        ("ذكرت رويترز أن السفينة غرقت. وأوضحت الوكالة أن الجيش اليمني قصف ميناء المخا.", "الوكالة", "Reuters"),
        (
            "قالت وكالة الأنباء القطرية إن الأمير سيزور أنقرة. وذكرت الوكالة أن الأمير التقى أردوغان.",
            "الوكالة",
            "Qatar News Agency",
        ),
        (
            "ذكرت وكالة الأنباء الرسمية الكويتية أن الأمير استقبل السفير.",
            "وكالة الأنباء الرسمية الكويتية",
            "Kuwait News Agency (KUNA)",
        ),
        ('كتبت صحيفة "لوموند" أن المفاوضات تعثرت. وقالت القناة إن الوفد غادر جنيف.', "القناة", None),
        (
            "ذكرت صحيفة نيويورك تايمز أن الوفد غادر. وقالت الصحيفة إن المفاوضات تعثرت. "
            "وأضافت الصحيفة أن الجيش السوري قصف حلب.",
            "الصحيفة",
            "The New York Times",
        ),
        (
            "ذكرت وكالة برق المتوسط أن أنقرة ودمشق تبحثان معاهدة. وقالت الوكالة إن أنقرة ستتولى تدريب الجيش السوري.",
            "الوكالة",
            None,
        ),
        (
            "ذكرت رويترز أن السفينة غرقت. وأعلنت الوكالة الدولية للطاقة الذرية أن خبراءها وصلوا. "
            "وقالت الوكالة إن إيران رفضت التفتيش.",
            "الوكالة",
            "International Atomic Energy Agency",
        ),
    ],
)
def test_who_is_meant(text: str, source: str, entity: str | None) -> None:
    voices = annotate(Document(id="1", name="1", text=text), load_lexicon()).voices
    found = [link for voice in voices for link in voice.chain if link.source == source]
    assert [link.entity for link in found] == [entity] * len(found) != []
