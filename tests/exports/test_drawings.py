"""The drawings as numbers: nothing overlaps, nothing is lost, both directions mirror each other."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from rawi.exports.page.chain_tree import Branch
from rawi.exports.page.draw_chains import STOP, Chains, draw_chains
from rawi.exports.page.draw_flow import draw_flow
from rawi.exports.page.draw_map import WIDTH, Map, Placed, draw_map
from rawi.exports.page.draw_network import ROW, Tie, draw_network
from rawi.exports.page.draw_stages import NAMES, Reached, draw_stages
from rawi.exports.page.draw_timeline import HEIGHT, Dated, draw_timeline
from rawi.exports.page.language import load_language
from rawi.lexicon.gazetteer import land, locate

ENGLISH, ARABIC = load_language("en"), load_language("ar")
START = date(2025, 1, 6)


def dated(*days: int) -> list[Dated]:
    return [Dated(START + timedelta(days=n), "verbal_cooperation") for n in days]


# ── time ──


@pytest.mark.parametrize(("last", "bars"), [(40, 41), (400, 58), (4000, 132)])
def test_bars_are_days_weeks_or_months(last: int, bars: int) -> None:
    strip = draw_timeline(dated(0, 1, last), ENGLISH)
    assert strip is not None
    assert strip.first == START if last < 4000 else strip.first == START.replace(day=1)
    assert strip.bars[-1].x > 100 - 2 * 100 / bars
    assert strip.bars[-1].last >= START + timedelta(days=last)


def test_a_bar_holds_every_event_of_its_week_by_kind() -> None:
    told = [*dated(0, 400), Dated(START + timedelta(days=2), "material_conflict", 3)]
    strip = draw_timeline(told, ENGLISH)
    assert strip is not None
    first = strip.bars[0]
    assert [(block.quad, block.height) for block in first.blocks] == [
        ("verbal_cooperation", HEIGHT / 4),
        ("material_conflict", HEIGHT * 3 / 4),
    ]
    assert (first.first, first.last) == (START, START + timedelta(days=6))
    assert first.title == "6–12 January 2025: 4 events (Cooperation in words 1, Conflict in deeds 3)"
    assert strip.peak == "4"


def test_time_runs_with_the_script() -> None:
    english, arabic = draw_timeline(dated(0, 9, 30), ENGLISH), draw_timeline(dated(0, 9, 30), ARABIC)
    assert english is not None and arabic is not None
    for one, other in zip(english.bars, arabic.bars, strict=True):
        assert one.x + one.width == pytest.approx(100 - other.x, abs=0.05)
    assert [tick.x for tick in arabic.ticks] == [pytest.approx(100 - tick.x) for tick in english.ticks]


def test_what_lies_outside_the_window_is_left_out() -> None:
    strip = draw_timeline(dated(0, 3, 5, 9000), ENGLISH, (START, START + timedelta(days=365)))
    assert strip is not None and strip.summary.startswith("3 events")
    assert draw_timeline(dated(0, 3, 9000), ENGLISH, (START, START + timedelta(days=365))) is None


# ── stages ──


def test_each_kind_of_stage_has_its_row_in_the_order_of_a_life() -> None:
    reached = [
        Reached("signed", "signed", date(2025, 8, 13), date(2025, 8, 13)),
        Reached("proposed", "proposed", date(2025, 1, 1), date(2025, 1, 1)),
        Reached("signed", "signed", date(2025, 8, 14), date(2025, 8, 14)),
        Reached("ended", "ended", date(2025, 12, 1), date(2025, 12, 1)),
    ]
    track = draw_stages(reached, ENGLISH)
    assert track is not None
    assert [row.label for row in track.rows] == ["proposed", "signed", "ended"]
    heights = {row.stage: row.y for row in track.rows}
    assert all(stop.y == heights[stop.stage] for stop in track.stops)
    assert [stop.number for stop in track.stops] == ["", "2", "", "4"], "no number where neighbours leave no room"
    assert track.stops[1].x < track.stops[0].x < track.stops[2].x < track.stops[3].x < 100
    assert min(stop.x for stop in track.stops) > NAMES


def test_a_stage_of_a_whole_month_has_its_length() -> None:
    reached = [
        Reached("discussed", "discussed", date(2025, 3, 1), date(2025, 3, 31), 3),
        Reached("signed", "signed", date(2025, 8, 13), date(2025, 8, 13)),
    ]
    track = draw_stages(reached, ARABIC)
    assert track is not None
    talks, signing = track.stops
    assert talks.width > 10 and signing.width == 0
    assert talks.x > signing.x, "time runs from the right"
    assert talks.left + talks.width == pytest.approx(talks.x)
    assert "٣ روايات" in talks.title


def test_a_stage_without_a_day_stands_where_it_was_told() -> None:
    reached = [
        Reached("proposed", "proposed", None, None, published=date(2025, 2, 1)),
        Reached("signed", "signed", date(2025, 8, 13), date(2025, 8, 13), published=date(2025, 8, 14)),
    ]
    track = draw_stages(reached, ENGLISH)
    assert track is not None
    assert [stop.loose for stop in track.stops] == [True, False]
    assert track.summary == "proposed (told 1 February 2025), signed (13 August 2025)"


def test_one_day_makes_no_track() -> None:
    assert (
        draw_stages([Reached("signed", "signed", START, START), Reached("ended", "ended", None, None)], ENGLISH) is None
    )


# ── chains ──


def branch(name: str, *takers: Branch, copied: bool = False) -> Branch:
    return Branch(name, "en", "named", () if takers else ("1 May 2025",), copied, takers)


def chains(language: str = "en") -> Chains:
    copy, relay = branch("Harbour Daily", copied=True), branch("Gull Agency", branch("Oak Site"), branch("Coast"))
    told = draw_chains(
        [(branch("the ministry", relay, copy), "same source"), (branch("Mirror"), "")], load_language(language)
    )  # type: ignore[arg-type]
    assert told is not None
    return told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_station_lies_over_another(language: str) -> None:
    told = chains(language)
    assert told.columns == 3 and len(told.halts) == 6 and len(told.ways) == 4
    for one, other in combinations(told.halts, 2):
        assert abs(one.x - other.x) >= told.stop or abs(one.y - other.y) >= STOP
    for halt in told.halts:
        band = next(band for band in told.bands if band.y <= halt.y < band.y + band.height)
        assert halt.y + STOP <= band.y + band.height
        assert halt.x >= 0 and halt.x + told.stop <= 100


def test_an_origin_stands_at_the_far_side_once_and_numbered() -> None:
    english, arabic = chains(), chains("ar")
    origins = [halt for halt in english.halts if halt.number]
    assert [(halt.name, halt.number) for halt in origins] == [("the ministry", "1"), ("Mirror", "2")]
    assert all(halt.x == max(h.x for h in english.halts) for halt in origins)
    assert all(halt.x == min(h.x for h in arabic.halts) for halt in arabic.halts if halt.number)
    assert english.total == "2 independent origins"


def test_the_words_instead_of_the_drawing_tell_every_way() -> None:
    told = chains()
    assert "Oak Site ← Gull Agency ← the ministry" in told.summary
    assert [way.copied for way in told.ways] == [False, False, False, True]


# ── flow ──


def test_ribbons_fill_their_bars_and_bars_keep_apart() -> None:
    flows = {("A", "x"): 30, ("A", "y"): 2, ("B", "x"): 5, ("C", "z"): 1, ("C", ""): 40}
    flow = draw_flow(flows, frozenset({"y"}), ENGLISH, {"A": ("actors/a", "")})
    assert flow is not None and len(flow.ribbons) == 4
    for column in (flow.outlets, flow.origins):
        for one, other in pairwise(column):
            assert one.y + one.height < other.y
            middle, below = one.y + one.height / 2, other.y + other.height / 2
            assert below - middle >= 36 or min(one.height, other.height) > 36, "two lines of a name have room"
    assert [node.name for node in flow.origins if node.unnamed] == ["y"]
    assert next(node for node in flow.outlets if node.name == "A").place == ("actors/a", "")
    assert draw_flow({("A", ""): 3}, frozenset(), ENGLISH) is None


# ── network ──


def test_partners_have_rows_of_their_own_the_strongest_in_the_middle() -> None:
    ties = [Tie(f"p{n}", "verbal_cooperation", n) for n in range(1, 15)] + [Tie("p3", "material_conflict", 2)]
    net = draw_network("me", ties, ENGLISH)
    assert net is not None
    near = sorted((one for one in net.partners if one.near), key=lambda one: one.y)
    assert all(below.y - above.y >= ROW for above, below in pairwise(near))
    assert [one.number for one in near] == ["6", "8", "10", "12", "14", "13", "11", "9", "7"]
    assert all(one.x < 50 for one in near) and all(one.x > 50 for one in net.partners if not one.near)
    assert net.left_out == 4, "p1, p2, p4 and p5"


def test_a_thread_is_as_thick_as_the_events_are_many() -> None:
    net = draw_network("me", [Tie("a", "verbal_conflict", 9), Tie("b", "verbal_conflict", 1)], ARABIC)
    assert net is not None
    assert [thread.width for thread in net.threads] == [9.0, 2.3]
    assert all(one.x < 50 for one in net.partners), "conflict stands where reading ends"
    assert draw_network("me", [], ENGLISH) is None


# ── map ──


def placed(*names: str) -> list[Placed]:
    spots = [(name, locate(name)) for name in names]
    return [Placed(n, s.latitude, s.longitude, s.extent, "verbal_conflict", 4) for n, s in spots if s]


def drawn(*names: str) -> Map:
    picture = draw_map(placed(*names), ENGLISH)
    assert picture is not None
    return picture


def test_north_is_up_and_east_is_right_in_both_languages() -> None:
    picture = {circle.name: circle for circle in drawn("Damascus", "Aleppo", "Baghdad").circles}
    assert picture["Aleppo"].y < picture["Damascus"].y < picture["Baghdad"].y + 60
    assert picture["Damascus"].x < picture["Aleppo"].x < picture["Baghdad"].x
    assert "M" in drawn("Damascus").land


def test_circles_lie_inside_and_names_over_nothing() -> None:
    picture = drawn("Damascus", "Homs", "Aleppo", "Ankara", "Beirut", "Baghdad", "SYR", "TUR", "IRQ")
    assert len(picture.circles) == 9
    for circle in picture.circles:
        assert 0 < circle.x < WIDTH and 0 < circle.y < picture.height
    heights = [(caption.y, caption.text) for caption in picture.captions]
    assert len(heights) >= 6
    assert [circle.extent for circle in picture.circles[:3]] == ["state"] * 3, "states lie under towns"


def test_a_far_outlier_does_not_shrink_everything() -> None:
    near = [Placed(f"town {n}", 33 + n / 5, 36 + n / 7, "town", "verbal_conflict", 4) for n in range(15)]
    far = Placed("Tokyo", 35.7, 139.7, "town", "verbal_conflict", 1)
    picture = draw_map([*near, far], ENGLISH)
    assert picture is not None
    assert picture.beyond == "1 event" and len(picture.circles) == 15
    picture = draw_map([*near[:5], far], ENGLISH)
    assert picture is not None and picture.beyond == "", "few places are all shown"


def test_two_kinds_at_one_place_are_one_circle_in_slices() -> None:
    here = placed("Homs")[0]
    picture = draw_map(
        [here, Placed("Homs", here.latitude, here.longitude, "town", "material_cooperation", 1)], ENGLISH
    )
    assert picture is not None
    (circle,) = picture.circles
    assert [one.quad for one in circle.slices] == ["material_cooperation", "verbal_conflict"]
    assert circle.title == "Homs: 5 events (Cooperation in deeds 1, Conflict in words 4)"


def test_no_outline_leaps_around_the_earth() -> None:
    for ring in land():
        assert all(abs(a[0] - b[0]) < 90 for a, b in pairwise(ring))


def test_states_are_known_by_code_and_by_their_government() -> None:
    assert locate("Government of Syria", "SYR") == locate("SYR")
    russia = locate("RUS")
    assert russia is not None and russia.longitude < 60, "where its capital is, not in Siberia"
