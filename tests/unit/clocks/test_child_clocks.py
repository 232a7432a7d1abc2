"""One child's clocks on any day: the same outcomes as the figures, and a reason wherever there is none."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from inloco.analytics import behind
from inloco.analytics.child_clocks import (
    NOT_ABOUT_A_CHILD,
    NOT_TOLD,
    RULES,
    TURNS,
    ChildClock,
    Standing,
    Turn,
    child_clocks,
    keep_turns,
    lacking,
    standing_of,
    turns_of,
)
from inloco.analytics.child_record_reading import child_record
from inloco.analytics.clocks import CLOCKS
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import tables_read
from inloco.analytics.loading import load
from inloco.analytics.periods import financial_year, month
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic.county import make_county
from inloco.cli import inloco
from tests.spec.county import County

BY_NAME = {clock.name: clock for clock in CLOCKS}
LAST = month(2026, 10)
YEAR = financial_year(2025)
VISITS = ("first_visit", "visit_in_first_year", "visit_in_permanent_placement", "visit_before_assessment")
SAME = {
    "iha_in_time_pct": ("initial_health",),
    "rha_in_time_pct": ("health_under_5", "health_5_and_over"),
    "statutory_visits_in_time_pct": (*VISITS, "visit_under_interim_order", "visit_after_order"),
    "care_leavers_pa_allocated_16_pct": ("adviser_by_16",),
}
"""Indicators whose cases are turns that fell due in the period, and the clocks that they look at."""


def clocks_of(county: County, child: str, on: str = "2019-08-31") -> dict[str, ChildClock]:
    snapshot, reference = county.freeze()
    record = child_record(snapshot, reference, county.settings, child)
    assert record is not None
    turns = turns_of(snapshot, reference, county.settings, child)
    found = child_clocks(record, turns, lacking(snapshot), county.settings, date.fromisoformat(on))
    return {one.clock.name: one for one in found}


def said(one: ChildClock) -> tuple[str, str | None]:
    return str(one.standing), one.due_on.isoformat() if one.due_on else None


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Amara came into care on Monday 15 April 2019. Her extract has every table."""
    county = County(tmp_path)
    amara = county.child("Amara", born="2009-06-15")
    amara.looked_after("2019-04-15")
    for table in ("cin_assessments", "cla_care_plan"):
        county.rows[table] = []
    return county


def test_every_clock_is_told_or_said_not_to_be() -> None:
    names = {clock.name for clock in CLOCKS}
    assert set(RULES) | set(NOT_TOLD) | NOT_ABOUT_A_CHILD == names
    assert len(RULES) + len(NOT_TOLD) + len(NOT_ABOUT_A_CHILD) == len(names)
    known = tables_read("clock_turn") | {"person"}
    assert all(set(rule.reads) <= known for rule in RULES.values())


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2019-04-14", ("does not apply", None)),
        ("2019-04-15", ("not yet due", "2019-05-16")),
        ("2019-05-15", ("not yet due", "2019-05-16")),
        ("2019-05-16", ("missed", "2019-05-16")),
        ("2019-05-20", ("missed", "2019-05-16")),
    ],
)
def test_a_first_review_held_late_as_it_stood_on_each_day(county: County, on: str, expected: tuple[str, str | None]) -> None:
    county.add("cla_reviews", period_of_care=county.rows["cla_episodes"][0]["period_of_care"], held_on="2019-05-20")
    assert said(clocks_of(county, "Amara", on)["first_review"]) == expected


def test_a_review_in_time_starts_the_next_clock_and_is_not_known_before_it_was_held(county: County) -> None:
    county.add("cla_reviews", period_of_care=county.rows["cla_episodes"][0]["period_of_care"], held_on="2019-05-10")
    assert said(clocks_of(county, "Amara", "2019-05-09")["first_review"]) == ("not yet due", "2019-05-16")
    later = clocks_of(county, "Amara", "2019-05-10")
    assert said(later["first_review"]) == ("met", "2019-05-16")
    assert later["first_review"].happened_on == date(2019, 5, 10)
    assert said(later["second_review"]) == ("not yet due", "2019-08-10")
    assert said(clocks_of(county, "Amara")["second_review"]) == ("missed", "2019-08-10")
    assert said(later["later_review"]) == ("does not apply", None)


def test_missed_turns_before_are_counted(county: County) -> None:
    for day in ("2018-06-01", "2019-08-01"):
        county.add("cla_health", child="Amara", type="dental", checked_on=day, status="completed")
    county.child("Bela").looked_after("2016-01-04")
    for day in ("2017-06-01", "2018-01-01", "2019-02-01"):
        county.add("cla_health", child="Bela", type="dental", checked_on=day, status="completed")
    dental = clocks_of(county, "Bela")["dental"]
    assert (said(dental), dental.turns_before, dental.missed_before) == (("not yet due", "2020-02-01"), 3, 2)
    assert said(clocks_of(county, "Amara")["dental"]) == ("not yet due", "2020-08-01")


def test_a_clock_stops_with_the_period_of_care(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.child("Cai").looked_after("2019-07-01", "2019-07-12")
    county.rows["cla_care_plan"], county.rows["cin_assessments"] = [], []
    assert said(clocks_of(county, "Cai", "2019-07-05")["first_review"]) == ("not yet due", "2019-07-29")
    after = clocks_of(county, "Cai")["first_review"]
    assert (after.standing, after.reason) == (Standing.NOT_APPLICABLE, "not looked after on the day")


def test_short_breaks_stop_the_clocks_of_care(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.child("Dara").looked_after("2019-01-07", status="V4")
    found = clocks_of(county, "Dara")["dental"]
    assert (found.standing, found.reason) == (Standing.NOT_APPLICABLE, "under an agreed series of short breaks (V3, V4)")


def test_a_missing_table_and_what_no_extract_holds_are_said(county: County) -> None:
    county.without("cla_reviews").without("local_pep")
    found = clocks_of(county, "Amara")
    assert (found["first_review"].standing, found["first_review"].reason) == (Standing.UNKNOWN, "the extract lacks cla_reviews")
    assert found["education_plan_review"].reason == "the extract lacks local_pep"
    assert found["home_placement_monitoring"].standing is Standing.UNKNOWN
    assert found["home_placement_monitoring"].reason == "the extract does not tell what was looked at in supervision"


def test_ages_and_an_unknown_date_of_birth(county: County) -> None:
    county.child("Ede", born="2017-01-05").looked_after("2018-01-08")
    county.child("Fin", born=None).looked_after("2018-01-08")
    assert clocks_of(county, "Ede")["questionnaire"].reason == "for children aged 4 to 16"
    assert clocks_of(county, "Fin")["questionnaire"].reason == "the date of birth is not recorded"
    assert clocks_of(county, "Amara")["questionnaire"].due_on == date(2020, 4, 15)


def test_care_leavers_are_known_on_the_extracts_own_day_only(county: County) -> None:
    county.child("Gil", born="2000-07-10")
    county.add(
        "care_leavers", child="Gil", eligibility="former_relevant", in_touch="YES", last_contact_on="2019-07-06",
        pathway_plan_reviewed_on="2019-02-20",
    )  # fmt: skip
    now = clocks_of(county, "Gil")
    assert said(now["in_touch"]) == ("missed", "2019-08-31")
    assert said(now["pathway_plan_review"]) == ("missed", "2019-08-20")
    assert said(now["in_touch_at_birthday"]) == ("met", "2019-08-10")
    assert clocks_of(county, "Gil", "2019-08-30")["in_touch"].reason == "the care leavers' table holds only the extract's own day"
    assert clocks_of(county, "Amara")["in_touch"].reason == "not among the care leavers"


def test_a_contact_after_the_birthdays_window_leaves_it_unknown(county: County) -> None:
    county.child("Hew", born="2000-05-10")
    county.add("care_leavers", child="Hew", eligibility="former_relevant", in_touch="YES", last_contact_on="2019-08-20")
    found = clocks_of(county, "Hew")["in_touch_at_birthday"]
    assert (found.standing, found.due_on) == (Standing.UNKNOWN, date(2019, 6, 10))


def test_protection_conferences_and_core_groups(county: County) -> None:
    county.child("Ida")
    county.add("cp_plans", cp_plan="P1", child="Ida", icpc="I1", started_on="2019-05-01")
    county.add("initial_cp_conference", icpc="I1", child="Ida", held_on="2019-05-01", s47_enquiry="S1")
    county.add("s47_enquiry", s47_enquiry="S1", child="Ida", started_on="2019-04-10")
    county.add("local_core_group", cp_plan="P1", held_on="2019-05-20")
    found = clocks_of(county, "Ida")
    assert said(found["initial_conference"]) == ("met", "2019-05-03")
    assert said(found["core_group"]) == ("missed", "2019-05-16")
    assert said(found["first_review_conference"]) == ("missed", "2019-08-01")
    assert said(found["plan_over_2_years"]) == ("not yet due", "2021-05-01")
    assert found["later_review_conference"].standing is Standing.NOT_APPLICABLE


def test_a_day_after_the_extract_is_refused(county: County) -> None:
    with pytest.raises(WrongUsage, match="Nothing is known yet of 1/9/2019"):
        clocks_of(county, "Amara", "2019-09-01")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, root = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("data")
    make_county(folder, children=40, months=1, until=LAST, seed=11)
    extract = next(one for one in folder.iterdir() if one.is_dir())
    assert load([extract], store=SnapshotStore(root), as_at=LAST.end).snapshot is not None
    return root


@pytest.fixture(scope="module")
def kept(made: Path) -> Path:
    snapshot = SnapshotStore(made).latest()
    assert snapshot is not None
    file = made / f"{TURNS}.parquet"
    keep_turns(snapshot, reference_for(SnapshotStore(made), snapshot), Settings(), file)
    return file


def test_turns_that_fell_due_are_the_cases_of_the_indicators(made: Path, kept: Path) -> None:
    """Case for case over a year: whose clock was met and whose was missed."""
    snapshot = SnapshotStore(made).latest()
    assert snapshot is not None
    reference = reference_for(SnapshotStore(made), snapshot)
    rows = snapshot.read("legal_status").to_pylist()
    breaks = [row for row in rows if row["legal_status"] in ("V3", "V4")]

    def in_breaks(child: str, day: date) -> bool:
        return any(
            row["child"] == child and row["started_on"] <= day and (row["ended_on"] is None or row["ended_on"] > day)
            for row in breaks
        )

    turns = [(row.pop("child"), Turn(**row)) for row in pq.read_table(kept).to_pylist()]
    for id, names in SAME.items():
        mine: Counter[tuple[str, str]] = Counter()
        for child, turn in turns:
            if turn.clock not in names or not turn.is_known:
                continue
            one = standing_of(BY_NAME[turn.clock], turn, LAST.end, partial(in_breaks, child), Settings())
            if one.due_on is None:  # in care since before the years whose bank holidays are held
                continue
            stopped = turn.stops_on is not None and turn.stops_on <= one.due_on
            if YEAR.start <= one.due_on <= YEAR.end and not stopped and not in_breaks(child, one.due_on):
                mine[child, "met" if one.standing is Standing.MET else "not_met"] += 1
        states = behind.children(snapshot, reference, Settings(), id, YEAR)
        assert mine == Counter((one.child, one.state) for one in states if one.state != behind.EXCLUDED), id
        assert sum(mine.values()) > 0, id


def test_kept_turns_are_those_worked_out(made: Path, kept: Path) -> None:
    snapshot = SnapshotStore(made).latest()
    assert snapshot is not None
    reference = reference_for(SnapshotStore(made), snapshot)
    for row in snapshot.read("cla_episodes", ["child"]).to_pylist()[:3]:
        read = turns_of(snapshot, reference, Settings(), row["child"], kept=kept)
        worked_out = turns_of(snapshot, reference, Settings(), row["child"])
        assert sorted(read, key=repr) == sorted(worked_out, key=repr)
        assert read


def test_the_command_prints_them_and_refuses_strangers(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INLOCO_DATA", str(made))
    child = SnapshotStore(made).latest().read("cla_episodes", ["child"]).to_pylist()[0]["child"]  # type: ignore[union-attr]
    printed = CliRunner().invoke(inloco, ["clocks", child, "--on", "2026-05-01", "--format", "csv"])
    assert printed.exit_code == 0
    assert len(printed.stdout.splitlines()) == 1 + len(RULES) + len(NOT_TOLD)
    unknown = CliRunner().invoke(inloco, ["clocks", "nobody"], standalone_mode=False)
    assert isinstance(unknown.exception, WrongUsage)
    later = CliRunner().invoke(inloco, ["clocks", child, "--on", "2030-01-01"], standalone_mode=False)
    assert isinstance(later.exception, WrongUsage)
