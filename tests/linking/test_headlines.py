"""The words of headlines belong to trigger entries that exist."""

from rawi.lexicon.labels import load_labels
from rawi.lexicon.triggers import load_triggers
from rawi.model import Participant, Report

TURKEY = (Participant(text="تركيا", entity="Government of Türkiye", code="TUR", sector="GOV"),)
SYRIA = (Participant(text="الجيش السوري", entity="Syrian army", code="SYR", sector="MIL"),)


def test_every_headline_is_that_of_a_trigger_entry() -> None:
    entries = {f"{entry.type.lower()}.{entry.id}" for entry in load_triggers().entries}
    assert not sorted(set(load_labels().headlines) - entries)


def test_a_headline_says_what_the_trigger_says() -> None:
    report = Report(0, 5, trigger="تزويد", type="AGREE", actors=TURKEY, recipients=SYRIA, factuality="planned")
    labels = load_labels()
    plain = labels.event(report, "en")
    told = Report(
        0,
        5,
        trigger="تزويد",
        type="AGREE",
        actors=TURKEY,
        recipients=SYRIA,
        factuality="planned",
        rule="aid.supply:تزويد",
    )
    assert plain == "Türkiye (government) to agree with Syrian army"
    assert labels.event(told, "en") == "Türkiye (government) to send supplies to Syrian army"
    assert labels.event(told, "ar") == "تركيا (الحكومة): تزويد للجيش السوري (مخطط له)"
