"""Each reason to doubt a submitted figure: where it speaks up, and where it stays silent."""

from pathlib import Path

import pytest

from inloco.analytics.extracts.submitted_checks import CHECKS
from inloco.analytics.findings import Severity

from .returns import DENTAL, HEALTH, MONTHS, checks, doubted, read, series

STEADY = [80.0, 81.0, 80.5, 79.5, 80.0, 81.0, 80.0, 79.0, 80.0, 80.5, 81.0, 80.0, 79.5]
LOWER = [60.0, 61.0, 60.5, 59.5, 60.0, 61.0, 60.0, 59.0, 60.0, 60.5, 61.0, 60.0, 59.5]


@pytest.mark.parametrize("value", ["100.1", "-0.1"])
def test_a_percentage_out_of_range(tmp_path: Path, value: str) -> None:
    table, findings = read(tmp_path, [(HEALTH, "NMC", "2019-08", value)])
    assert [(f.severity, f.check, f.row) for f in findings] == [(Severity.WARNING, "out_of_range", 2)]
    assert doubted(table) == {(HEALTH, "NMC", "2019-08"): "out_of_range"}


@pytest.mark.parametrize(("value", "check"), [("-1", "out_of_range"), ("12.5", "count_not_whole"), ("0", None), ("12.0", None)])
def test_a_count_is_whole_and_not_negative(tmp_path: Path, value: str, check: str | None) -> None:
    _, findings = read(tmp_path, [("cla_count", "NMC", "2019-08", value)])
    assert checks(findings) == ([check] if check else [])


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "check"),
    [
        ("66.7", 2, 3, None),
        ("67", 2, 3, None),
        ("66.6", 2, 3, "not_its_fraction"),
        ("150", 3, 2, "not_its_fraction"),
        ("0", 0, 0, "zero_of_none"),
        ("0", 0, 12, None),
    ],
)
def test_a_value_is_its_fraction(tmp_path: Path, value: str, numerator: int, denominator: int, check: str | None) -> None:
    rows = [(HEALTH, "D1", "2019-08", value, numerator, denominator)]
    _, findings = read(tmp_path, rows, header="indicator,area,period,value,numerator,denominator")
    assert [found for found in checks(findings) if found != "out_of_range"] == ([check] if check else [])


def test_of_two_values_the_first_is_taken_and_the_second_reported(tmp_path: Path) -> None:
    table, findings = read(tmp_path, [("cla_count", "NMC", "2019-03", "12"), ("cla_count", "NMC", "2019-03-31", "13")])
    assert table["value"].to_pylist() == ["12"]
    assert table["doubts"].to_pylist() == ["two_values"]
    assert [(f.severity, f.check, f.row, f.value) for f in findings] == [(Severity.WARNING, "two_values", 3, "13")]


def test_the_same_value_twice_is_said_once_and_no_doubt(tmp_path: Path) -> None:
    rows = [("cla_count", "NMC", month, "12") for month in ("2019-03", "2019-03", "2019-03-31", "2019-04", "2019-04")]
    table, findings = read(tmp_path, rows)
    assert table["row"].to_pylist() == [2, 5]
    assert [(f.severity, f.check) for f in findings] == [(Severity.INFO, "two_values")]
    assert findings[0].message.startswith("3 rows")
    assert doubted(table) == {}


@pytest.mark.parametrize(("year", "march", "check"), [("60", "62", "year_and_march_differ"), ("60", "60", None)])
def test_a_year_is_its_march(tmp_path: Path, year: str, march: str, check: str | None) -> None:
    _, findings = read(tmp_path, [("cla_count", "NMC", "2018/19", year), ("cla_count", "NMC", "2019-03", march)])
    assert checks(findings) == ([check] if check else [])


def test_a_year_of_starters_is_not_its_march(tmp_path: Path) -> None:
    _, findings = read(tmp_path, [("cla_started_count", "NMC", "2018/19", "600"), ("cla_started_count", "NMC", "2019-03", "50")])
    assert findings == []


def test_a_rate_of_another_indicator_shows_in_its_population(tmp_path: Path) -> None:
    counts = [2059, 2053, 2064, 2085, 2083]
    rates = ["82.4", "82.1", "82.6", "83.4", "54.7"]  # of 250,000, but the last
    table, findings = read(tmp_path, series("cla_count", "NMC", counts) + series("cla_rate", "NMC", rates))
    assert [(f.check, f.row) for f in findings] == [("rate_unlike_count", 11)]
    assert "The count would give 83.3" in findings[0].message
    assert doubted(table) == {("cla_rate", "NMC", "2018-12"): "rate_unlike_count"}


def test_small_counts_imply_no_population(tmp_path: Path) -> None:
    rates = ["0.1", "0.1", "0.1", "0.1", "0.2"]
    _, findings = read(tmp_path, series("cla_count", "D1", [3, 3, 3, 3, 4]) + series("cla_rate", "D1", rates))
    assert findings == []


def test_a_total_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    rows = [("cla_count", "NMC", "2019-08", 30), ("cla_count", "D1", "2019-08", 10), ("cla_count", "D2", "2019-08", 21)]
    table, findings = read(tmp_path, rows)
    assert [(f.severity, f.check, f.row) for f in findings] == [(Severity.WARNING, "total_not_sum", 2)]
    assert "is 30, but its 2 parts add up to 31" in findings[0].message
    assert list(doubted(table)) == [("cla_count", "NMC", "2019-08")]


def test_a_total_that_adds_up_is_silent(tmp_path: Path) -> None:
    rows = [("cla_count", "NMC", "2019-08", 31), ("cla_count", "D1", "2019-08", 10), ("cla_count", "D2", "2019-08", 21)]
    assert read(tmp_path, rows)[1] == []


def test_a_breakdown_that_never_adds_up_leaves_somebody_out(tmp_path: Path) -> None:
    rows = series("cla_count", "NMC", [30] * 13) + series("cla_count", "D1", [10] * 13) + series("cla_count", "D2", [15] * 13)
    table, findings = read(tmp_path, rows)
    assert [(f.severity, f.check) for f in findings] == [(Severity.INFO, "total_not_sum")]
    assert doubted(table) == {}


@pytest.mark.parametrize(("total", "check"), [("95.0", ["total_outside_parts"]), ("85.0", []), ("90.0", [])])
def test_a_total_percentage_lies_among_its_parts(tmp_path: Path, total: str, check: list[str]) -> None:
    rows = [(HEALTH, "NMC", "2019-08", total), (HEALTH, "D1", "2019-08", "80.0"), (HEALTH, "D2", "2019-08", "90.0")]
    assert checks(read(tmp_path, rows)[1]) == check


def weighed(total: list[float], first: list[float], second: list[float]) -> list[tuple[str, str, str, object]]:
    """A percentage for the county and two districts of 100 children each."""
    children = series("cla_count", "D1", [100] * 13) + series("cla_count", "D2", [100] * 13)
    return [*series(DENTAL, "NMC", total), *series(DENTAL, "D1", first), *series(DENTAL, "D2", second), *children]


def test_a_total_unlike_the_weight_of_its_parts(tmp_path: Path) -> None:
    middle = [(a + b) / 2 for a, b in zip(STEADY, LOWER, strict=True)]
    wrong = [*middle[:7], 78.0, *middle[8:]]
    table, findings = read(tmp_path, weighed(wrong, STEADY, LOWER))
    assert doubted(table) == {(DENTAL, "NMC", "2019-03"): "outlier total_unlike_parts"}
    assert checks(findings) == ["outlier", "total_unlike_parts"]


def test_a_part_that_the_total_does_not_hold_is_doubted_and_the_total_is_not(tmp_path: Path) -> None:
    middle = [(a + b) / 2 for a, b in zip(STEADY, LOWER, strict=True)]
    children = series("cla_count", "Night Team", [50] * 13)
    third = [70.0] * 6 + [0.0] + [70.0] * 6
    rows = weighed(middle, STEADY, LOWER) + series(DENTAL, "Night Team", third) + children
    table, _ = read(tmp_path, rows)
    assert doubted(table) == {(DENTAL, "Night Team", "2019-02"): "outlier total_unlike_parts"}


def test_two_shares_of_one_group_have_a_denominator_in_common(tmp_path: Path) -> None:
    rows = [("cla_count", "D1", "2019-08", 47), (HEALTH, "D1", "2019-08", "89.5"), (DENTAL, "D1", "2019-08", "28.0")]
    table, findings = read(tmp_path, rows)
    assert checks(findings) == ["no_common_denominator"]
    assert set(doubted(table)) == {(DENTAL, "D1", "2019-08"), (HEALTH, "D1", "2019-08")}


def test_two_shares_that_one_denominator_gives_are_silent(tmp_path: Path) -> None:
    rows = [("cla_count", "D1", "2019-08", 47), (HEALTH, "D1", "2019-08", "89.5"), (DENTAL, "D1", "2019-08", "73.7")]
    assert read(tmp_path, rows)[1] == []  # 34 and 28 of 38


def test_comparators_under_another_years_label(tmp_path: Path) -> None:
    rows = [
        ("cp_plans_rate", area, year, value)
        for area, values in {"NW": (54.1, 53.7, 53.7), "National": (43.3, 45.3, 45.3), "SN": (48.1, 48.6, 48.6)}.items()
        for year, value in zip(("2016/17", "2017/18", "2018/19"), values, strict=True)
    ]
    table, findings = read(tmp_path, rows)
    assert [(f.check, f.row) for f in findings] == [("comparator_repeated", 4)]
    assert set(doubted(table)) == {
        ("cp_plans_rate", area, "2018/19") for area in ("North West", "England", "Statistical neighbours")
    }


def test_one_comparator_may_stand_still(tmp_path: Path) -> None:
    rows = [
        ("cp_plans_rate", area, year, value)
        for area, values in {"NW": (53.7, 53.7), "National": (43.3, 45.3)}.items()
        for year, value in zip(("2017/18", "2018/19"), values, strict=True)
    ]
    assert read(tmp_path, rows)[1] == []


def test_nought_of_a_tiny_team_may_be_no_children(tmp_path: Path) -> None:
    rows = [
        *series("cla_count", "D1", [4, 0, 3, 200]),
        *series(HEALTH, "D1", ["100.0", "0.0", "0.0", "0.0"]),
        *series("cla_count", "D2", [150] * 4),
        *series(HEALTH, "D2", ["90.0", "89.0", "91.0", "0.0"]),
    ]
    table, findings = read(tmp_path, rows)
    assert checks(findings) == ["zero_of_none"]
    assert "2 times 0 %" in findings[0].message
    assert "In row 7 there is certainly no child" in findings[0].message
    assert set(doubted(table)) == {(HEALTH, "D1", "2018-09"), (HEALTH, "D1", "2018-10")}


def test_a_spike_is_an_outlier(tmp_path: Path) -> None:
    table, findings = read(tmp_path, series(HEALTH, "NMC", [*STEADY[:5], 98.0, *STEADY[6:]]))
    assert [(f.check, f.row) for f in findings] == [("outlier", 7)]
    assert list(doubted(table)) == [(HEALTH, "NMC", "2019-01")]


def test_a_last_point_far_off_is_an_outlier(tmp_path: Path) -> None:
    assert [(f.check, f.row) for f in read(tmp_path, series(HEALTH, "NMC", [*STEADY[:-1], 42.0]))[1]] == [("outlier", 14)]


def test_a_level_that_moves_and_stays_is_said_of_the_countys_counts_only(tmp_path: Path) -> None:
    moved = [562, 560, 679, 698, 714, 738, 756, 783, 808, 822, 830, 860, 885]
    assert [(f.check, f.row) for f in read(tmp_path, series("care_leavers_count", "NMC", moved))[1]] == [("outlier", 4)]
    assert read(tmp_path, series("care_leavers_count", "D1", moved))[1] == []


def test_a_change_of_definition_is_no_outlier(tmp_path: Path) -> None:
    in_touch = [90.0, 89.0, 90.0, 91.0, 90.0, 89.0, 90.0, 91.0, 90.0, 89.0, 90.0, 68.0, 67.0]
    assert MONTHS[11] == "2019-07"
    assert read(tmp_path, series("care_leavers_in_touch_pct", "NMC", in_touch))[1] == []


def test_a_small_teams_percentage_may_jump(tmp_path: Path) -> None:
    rows = series("cla_count", "D1", [8] * 13) + series(HEALTH, "D1", [*STEADY[:5], 50.0, *STEADY[6:]])
    assert read(tmp_path, rows)[1] == []


def test_an_outlier_that_equals_another_series_was_copied(tmp_path: Path) -> None:
    rows = [
        *series(HEALTH, "NMC", [88.0] * 7 + [88.7] + [88.0] * 5),
        *series(DENTAL, "NMC", [*LOWER[:7], 88.7, *LOWER[8:]]),
        (DENTAL, "NMC", "2018/19", "88.7"),
        (HEALTH, "NMC", "2018/19", "88.7"),
    ]
    table, findings = read(tmp_path, rows)
    assert ("equal_to_other_series", 22) in [(f.check, f.row) for f in findings]
    assert doubted(table)[DENTAL, "NMC", "2019-03"] == "outlier equal_to_other_series"
    assert doubted(table)[DENTAL, "NMC", "2018/19"] == "equal_to_other_series"
    assert not any(cell[0] == HEALTH for cell in doubted(table))


def test_two_steady_series_may_meet(tmp_path: Path) -> None:
    assert read(tmp_path, series(HEALTH, "NMC", STEADY) + series(DENTAL, "NMC", STEADY))[1] == []


def test_every_check_has_its_own_id() -> None:
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))
    assert all(check.rule.endswith(".") for check in CHECKS)
