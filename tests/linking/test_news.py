"""What is new since a day, and between two dossiers."""

from datetime import date

import msgspec
import pytest

from invented import small_dossier
from rawi.linking.news import News, compare_dossiers, news_since
from rawi.model import Dossier


@pytest.fixture
def dossier() -> Dossier:
    """Return a dossier in which the second document, of the day after, denies what the first tells."""
    whole = small_dossier()
    first, second = whole.annotations
    later = msgspec.structs.replace(second.document, published=date(2021, 3, 5))
    return msgspec.structs.replace(whole, annotations=(first, msgspec.structs.replace(second, document=later)))


def kinds(news: list[News]) -> list[str]:
    return [one.kind for one in news]


def test_everything_is_new_since_the_first_day(dossier: Dossier) -> None:
    assert kinds(news_since(dossier, date(2021, 3, 4))) == ["event"]


def test_nothing_is_new_since_tomorrow(dossier: Dossier) -> None:
    assert news_since(dossier, date(2021, 3, 6)) == []


def test_a_later_denial_changes_the_status_and_makes_a_dispute(dossier: Dossier) -> None:
    status, dispute = news_since(dossier, date(2021, 3, 5))
    assert (status.kind, status.before, status.after) == ("status", "occurred", "denied")
    assert dispute.kind == "dispute"


def test_a_new_origin_is_named(dossier: Dossier) -> None:
    event = dossier.events[0]
    yes, no = event.reports
    first = msgspec.structs.replace(event.origins[0], reports=(yes,))
    second = msgspec.structs.replace(event.origins[0], key="other", label="Other ministry", reports=(no,))
    changed = msgspec.structs.replace(event, origins=(first, second), independent_origins=2)
    news = news_since(msgspec.structs.replace(dossier, events=(changed,)), date(2021, 3, 5))
    assert [(one.kind, one.after) for one in news if one.kind == "origin"] == [("origin", "Other ministry")]


def test_a_dossier_against_itself_has_no_news(dossier: Dossier) -> None:
    assert compare_dossiers(dossier, dossier) == []


def test_what_another_dossier_adds_and_takes_away(dossier: Dossier) -> None:
    empty = msgspec.structs.replace(dossier, events=(), disputes=())
    assert kinds(compare_dossiers(empty, dossier)) == ["event"]
    assert kinds(compare_dossiers(dossier, empty)) == ["gone"]
    calm = msgspec.structs.replace(dossier.events[0], id="e2", dispute=False, status="occurred")
    calmer = msgspec.structs.replace(dossier, events=(calm,), disputes=())
    assert kinds(compare_dossiers(calmer, dossier)) == ["status", "dispute"]
    assert kinds(compare_dossiers(dossier, calmer)) == ["status", "settled"]
