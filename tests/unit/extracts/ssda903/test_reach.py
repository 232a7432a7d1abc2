"""What the figures of a return are worth: nothing before its first year, no teams, and nothing that it does not ask for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inloco.analytics import engine
from inloco.analytics.figure import Figure, Status
from inloco.analytics.periods import Period, month
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.returns import Row, episode, header, taken, years

WORKER: Row = {"CHILD": "A1", "DOB": "14/05/2010", "SW_ID": "SW1", "SW_DECOM": "01/05/2017", "SW_DEC": "", "SW_REASON": ""}
FILES: dict[str, list[Row]] = {
    "Header": [header()],
    "Episodes": [episode("01/05/2015")],
    "SWEpisodes": [WORKER],
    "Reviews": [{"CHILD": "A1", "REVIEW": "20/05/2018", "REVIEW_CODE": "PN1"}],
}


def figure(tmp_path: Path, indicator: str, period: Period, area: str | None = None, **returns: dict[str, list[Row]]) -> Figure:
    snapshot, _ = taken(tmp_path / "data", *years(tmp_path, **(returns or {"y2018": FILES, "y2019": FILES})))
    reference = reference_for(SnapshotStore(tmp_path / "data"), snapshot)
    found = engine.compute(snapshot, reference, Settings(), [indicator], [period])
    wanted = area or reference.areas.authority.id
    return next(one for one in found if one.area == wanted and not one.group)


@pytest.mark.parametrize(
    ("indicator", "since"),
    [
        ("cla_count", month(2017, 4)),
        ("cla_started_count", month(2017, 4)),
        ("ni62_three_plus_placements_pct", month(2018, 3)),
        ("ni66_cla_reviews_in_time_pct", month(2017, 4)),
    ],
)
def test_figures_begin_with_the_oldest_return(tmp_path: Path, indicator: str, since: Period) -> None:
    before = month(since.end.year, since.end.month - 1)
    assert figure(tmp_path / "a", indicator, before).status is Status.NOT_AVAILABLE
    assert figure(tmp_path / "b", indicator, since).status is Status.FINAL


def test_two_years_are_too_few_for_long_term_stability(tmp_path: Path) -> None:
    assert figure(tmp_path / "a", "ni63_long_term_stability_pct", month(2019, 3)).status is Status.NOT_AVAILABLE
    three = {"y2017": FILES, "y2018": FILES, "y2019": FILES}
    found = figure(tmp_path / "b", "ni63_long_term_stability_pct", month(2019, 3), **three)
    assert (found.status, found.numerator, found.denominator) == (Status.FINAL, 1, 1)


def test_a_gap_between_years_cuts_what_came_before(tmp_path: Path) -> None:
    gap = {"y2016": FILES, "y2018": FILES, "y2019": FILES}
    assert figure(tmp_path / "a", "cla_count", month(2016, 3), **gap).status is Status.NOT_AVAILABLE
    assert figure(tmp_path / "b", "cla_count", month(2017, 4), **gap).status is Status.FINAL


@pytest.mark.parametrize(
    "indicator",
    [
        "health_assessment_up_to_date_pct",
        "dental_up_to_date_pct",
        "care_leavers_in_touch_pct",
        "care_leavers_pa_allocated_16_pct",
    ],
)
def test_what_the_return_does_not_say_is_not_available(tmp_path: Path, indicator: str) -> None:
    assert figure(tmp_path, indicator, month(2019, 3)).status is Status.NOT_AVAILABLE


@pytest.mark.parametrize(
    "indicator", ["cla_convicted_pct", "sdq_completed_pct", "sdq_average_score", "immunisations_up_to_date_pct"]
)
def test_what_is_asked_at_31_march_is_known_for_it_alone(tmp_path: Path, indicator: str) -> None:
    answers = {"CHILD": "A1", "DOB": "14/05/2010", "SDQ_SCORE": "13", "IMMUNISATIONS": "1", "CONVICTED": "1"}
    header_of_ten = [header(DOB="14/05/2008")]
    asked = {year: FILES | {"Header": header_of_ten, "OC2": [answers | {"DOB": "14/05/2008"}]} for year in ("y2018", "y2019")}
    march = figure(tmp_path / "a", indicator, month(2019, 3), **asked)
    assert (march.status, march.denominator) == (Status.FINAL, 1)
    assert march.numerator == (13 if indicator == "sdq_average_score" else 1)
    assert figure(tmp_path / "b", indicator, month(2019, 2), **asked).status is Status.NOT_AVAILABLE


def test_there_are_no_teams(tmp_path: Path) -> None:
    assert figure(tmp_path, "cla_count", month(2019, 3), "unallocated").status is Status.NOT_AVAILABLE


def test_the_snapshot_remembers_since_when_it_is_whole(tmp_path: Path) -> None:
    snapshot, _ = taken(tmp_path / "data", *years(tmp_path, y2018=FILES, y2019=FILES))
    assert snapshot.since == date(2017, 4, 1)
    assert SnapshotStore(tmp_path / "data").open(snapshot.id).since == snapshot.since
