"""What a public edition withholds, in small cases that one can follow by hand."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from inloco.analytics.areas import UNALLOCATED, Area, AreaKind, AreaTree
from inloco.analytics.disclosure import Withheld, suppress
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source
from inloco.analytics.periods import Period, financial_year, month, months_to

TREE = AreaTree(
    [
        Area("county", "Northmere", AreaKind.AUTHORITY),
        Area("a", "Alder", AreaKind.DISTRICT, "county"),
        Area("b", "Brook", AreaKind.DISTRICT, "county"),
        Area("c", "Calder", AreaKind.DISTRICT, "county"),
        Area("England", "England", AreaKind.COMPARATOR),
    ]
)
AUGUST = month(2019, 8)


def indicator(id_: str, unit: Unit, population: str, met: str = "true", basis: Basis = Basis.AS_AT, breakdown: str | None = None):
    return Indicator(
        id_, id_, "care", "", Source("local", ""), "child_month", "children", unit, basis, Polarity.NEUTRAL, population,
        met=met, breakdown=breakdown,
    )  # fmt: skip


CATALOGUE = {
    one.id: one
    for one in (
        indicator("cla_count", Unit.COUNT, "looked_after"),
        indicator("cla_rate", Unit.RATE, "looked_after"),
        indicator("cla_started_count", Unit.COUNT, "started", basis=Basis.OVER_PERIOD),
        indicator("cla_ceased_count", Unit.COUNT, "ceased", basis=Basis.OVER_PERIOD),
        indicator("health_pct", Unit.PERCENT, "looked_after_12_months", "is_current"),
        indicator("dental_pct", Unit.PERCENT, "looked_after_12_months", "is_checked"),
        indicator("eet_pct", Unit.PERCENT, "is_care_leaver", "activity in ('F1', 'P1')"),
        indicator("neet_pct", Unit.PERCENT, "is_care_leaver", "activity = 'G4'"),
        indicator("status_count", Unit.COUNT, "looked_after", breakdown="legal_status"),
        replace(indicator("change_pct", Unit.PERCENT, "looked_after"), total="now less then", of="then"),
    )
}


def figure(
    id_: str, area: str, numerator: int, denominator: int | None = None, *, period: Period = AUGUST, group: str = ""
) -> Figure:
    unit = CATALOGUE[id_].unit
    value = value_of(unit, numerator, denominator)
    return Figure(id_, 1, area, period, numerator, denominator, value, unit, Status.FINAL, "s", group)


def gone(figures: Sequence[Figure], threshold: int = 5) -> list[tuple[str, ...]]:
    """Indicator, area and group of what is withheld."""
    public = suppress(figures, TREE, threshold, CATALOGUE)
    return [tuple(x for x in (f.indicator, f.area, f.group) if x) for f in public if isinstance(f, Withheld)]


def counts(id_: str, period: Period = AUGUST, **areas: int) -> list[Figure]:
    return [figure(id_, area, number, period=period) for area, number in areas.items()]


@pytest.mark.parametrize(("number", "small"), [(0, False), (1, True), (5, True), (6, False)])
def test_what_is_small(number: int, small: bool) -> None:
    assert gone([figure("cla_count", "a", number)]) == ([("cla_count", "a")] if small else [])


@pytest.mark.parametrize(
    ("numerator", "denominator", "small"),
    [(3, 40, True), (37, 40, True), (2, 4, True), (0, 4, True), (0, 40, False), (40, 40, False), (20, 40, False), (0, 0, False)],
)
def test_a_small_share_its_rest_or_its_whole(numerator: int, denominator: int, small: bool) -> None:
    assert bool(gone([figure("health_pct", "a", numerator, denominator)])) is small


def test_that_nobody_of_a_few_is_counted_does_not_take_the_county_away() -> None:
    shares = [figure("health_pct", area, 0, whole) for area, whole in {"county": 103, "a": 3, "b": 60, "c": 40}.items()]
    assert gone(shares) == [("health_pct", "a"), ("health_pct", "c")]


def test_nothing_of_a_withheld_figure_is_left() -> None:
    (only,) = suppress([figure("health_pct", "a", 3, 40)], TREE, 5, CATALOGUE)
    assert isinstance(only, Withheld)
    assert (only.numerator, only.denominator, only.value, only.indicator, only.area) == (None, None, None, "health_pct", "a")


def test_the_smallest_fellow_goes_too() -> None:
    assert gone(counts("cla_count", county=63, a=3, b=40, c=20)) == [("cla_count", "a"), ("cla_count", "c")]


def test_two_small_ones_that_only_ones_can_make_need_a_third() -> None:
    assert gone(counts("cla_count", county=42, a=1, b=40, c=1)) == [("cla_count", "a"), ("cla_count", "b"), ("cla_count", "c")]


def test_two_small_ones_are_not_small_together_either() -> None:
    assert gone(counts("cla_count", county=44, a=2, b=40, c=2)) == [("cla_count", "a"), ("cla_count", "b"), ("cla_count", "c")]
    assert gone(counts("cla_count", county=46, a=3, b=40, c=3)) == [("cla_count", "a"), ("cla_count", "c")]


def test_whoever_is_left_over_is_not_told_by_a_part_that_nobody_sent() -> None:
    assert gone(counts("cla_count", county=63, a=40, c=20)) == [("cla_count", "c")]
    assert gone(counts("cla_count", county=80, a=40, c=20)) == []


def test_what_is_known_of_a_withheld_area_is_not_small_either() -> None:
    tree = AreaTree([*TREE, Area("a1", "Alder 1", AreaKind.TEAM, "a"), Area("a2", "Alder 2", AreaKind.TEAM, "a")])
    figures = counts("cla_count", county=90, a=20, b=40, c=30, a1=17, a2=3)
    public = {f.area: f for f in suppress(figures, tree, 5, CATALOGUE)}
    assert isinstance(public["a2"], Withheld)
    assert isinstance(public["a1"], Withheld) or isinstance(public["a"], Withheld)


def test_without_the_whole_one_is_enough() -> None:
    assert gone(counts("cla_count", a=3, b=40, c=20)) == [("cla_count", "a")]


def test_whoever_has_no_worker_is_a_part_too() -> None:
    figures = [*counts("cla_count", county=73, a=3, b=50, c=20), figure("cla_count", UNALLOCATED, 0)]
    assert gone(figures) == [("cla_count", "a"), ("cla_count", "c")]


def test_a_rate_goes_with_its_count() -> None:
    figures = [
        *counts("cla_count", county=63, a=3, b=40, c=20),
        figure("cla_rate", "a", 3, 4_000),
        figure("cla_rate", "c", 20, 5_000),
    ]
    assert gone(figures) == [("cla_count", "a"), ("cla_count", "c"), ("cla_rate", "a"), ("cla_rate", "c")]


def test_shares_of_one_group_stand_apart_where_nothing_follows() -> None:
    figures = [figure("health_pct", "a", 3, 40), figure("dental_pct", "a", 20, 40)]
    assert gone(figures) == [("health_pct", "a")]


def test_shares_that_leave_nobody_else_go_together() -> None:
    figures = [figure("eet_pct", "a", 37, 40), figure("neet_pct", "a", 3, 40)]
    assert gone(figures) == [("eet_pct", "a"), ("neet_pct", "a")]


def test_the_groups_of_a_breakdown() -> None:
    groups = [figure("status_count", "county", number, group=group) for group, number in {"C2": 40, "V2": 20, "E1": 3}.items()]
    assert gone([figure("cla_count", "county", 63), *groups]) == [
        ("status_count", "county", "V2"),
        ("status_count", "county", "E1"),
    ]


def test_below_the_authority_all_groups_go_together() -> None:
    groups = [figure("status_count", "a", number, group=group) for group, number in {"C2": 40, "V2": 20, "E1": 3}.items()]
    assert gone(groups) == [("status_count", "a", group) for group in ("C2", "V2", "E1")]


def test_a_year_beside_its_months() -> None:
    months = months_to(month(2019, 3))[1:]
    figures = [figure("cla_started_count", "county", 3 if i == 4 else 10 + i, period=one) for i, one in enumerate(months)]
    year = figure("cla_started_count", "county", sum(f.numerator or 0 for f in figures), period=financial_year(2018))
    public = suppress([*figures, year], TREE, 5, CATALOGUE)
    assert [i for i, f in enumerate(public) if isinstance(f, Withheld)] == [0, 4]


def test_march_and_the_year_as_at_march_are_one_number() -> None:
    march, year = month(2019, 3), financial_year(2018)
    figures = [figure("cla_count", "a", 3, period=march), figure("cla_count", "a", 3, period=year)]
    figures += [
        figure("cla_count", area, number, period=one) for one in (march, year) for area, number in (("b", 40), ("county", 43))
    ]
    public = suppress(figures, TREE, 5, CATALOGUE)
    assert {(f.area, str(f.period)) for f in public if isinstance(f, Withheld)} == {
        (area, str(one)) for area in ("a", "b") for one in (march, year)
    }


def test_comings_and_goings_give_nobody_away() -> None:
    july = month(2019, 7)
    figures = [
        figure("cla_count", "county", 100, period=july),
        figure("cla_started_count", "county", 3),
        figure("cla_ceased_count", "county", 9),
        figure("cla_count", "county", 94),
    ]
    assert gone(figures) == [("cla_started_count", "county"), ("cla_ceased_count", "county")]


def test_a_fall_is_told_where_neither_day_is_small() -> None:
    figures = [figure("change_pct", area, change, 50) for area, change in (("a", -10), ("b", 3), ("c", 0))]
    assert gone(figures) == []


def test_a_change_is_withheld_where_few_were_or_are() -> None:
    assert gone([figure("change_pct", "a", -47, 50)]) == [("change_pct", "a")]
    assert gone([figure("change_pct", "a", 40, 3)]) == [("change_pct", "a")]


def test_the_parts_of_a_change_may_fall_while_others_rise() -> None:
    figures = [figure("change_pct", area, *parts) for area, parts in (("county", (0, 103)), ("a", (-50, 53)), ("b", (50, 50)))]
    assert gone(figures) == [("change_pct", "a"), ("change_pct", "b")]


def test_a_change_and_the_count_of_its_day_are_one_number() -> None:
    a_year_before = month(2018, 8)
    figures = [
        *counts("cla_count", county=63, a=3, b=40, c=20),
        figure("cla_count", "a", 30, period=a_year_before),
        figure("change_pct", "a", -27, 30),
        figure("change_pct", "c", 5, 15),
    ]
    assert gone(figures) == [("cla_count", "a"), ("cla_count", "c"), ("change_pct", "a"), ("change_pct", "c")]


def test_comparators_are_never_withheld() -> None:
    assert gone([figure("cla_count", "England", 3)]) == []


def submitted(id_: str, area: str, value: str, unit: Unit) -> Figure:
    return Figure(id_, 1, area, AUGUST, None, None, Decimal(value), unit, Status.SUBMITTED, "", source="a return")


@pytest.mark.parametrize(
    ("area", "children", "value", "small"),
    [
        ("county", "2000", "88.7", False),
        ("a", "230", "84.6", False),
        ("a", "47", "89.5", True),
        ("a", "8", "50.0", True),
        ("a", None, "50.0", True),
        ("a", "230", "0.0", False),
    ],
)
def test_a_submitted_percentage_is_judged_by_the_count_beside_it(
    area: str, children: str | None, value: str, small: bool
) -> None:
    figures = [submitted("dental_up_to_date_pct", area, value, Unit.PERCENT)]
    figures += [submitted("cla_count", area, children, Unit.COUNT)] if children else []
    assert isinstance(suppress(figures, TREE, 5, CATALOGUE)[0], Withheld) is small


def test_a_submitted_count_is_judged_by_its_value() -> None:
    figures = [submitted("cla_count", area, value, Unit.COUNT) for area, value in (("a", "3"), ("b", "40"), ("county", "43"))]
    assert gone(figures) == [("cla_count", "a"), ("cla_count", "b")]


def test_the_threshold_is_the_councils() -> None:
    assert gone([figure("cla_count", "a", 9)], threshold=10) == [("cla_count", "a")]
    assert gone([figure("cla_count", "a", 3)], threshold=0) == []
