"""A pool of authorities: each counts what it counts alone, however alike their identifiers are, and all of them add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from inloco.analytics import engine
from inloco.analytics import pool as pools
from inloco.analytics.errors import InputRefused, WrongUsage
from inloco.analytics.facts import CHILD_GRAINS, tables_read
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.kept_figures import usual_periods
from inloco.analytics.loading import load
from inloco.analytics.periods import financial_year, month
from inloco.analytics.pool import POOL, authorities_of, figures_of
from inloco.analytics.pool_tables import IDENTIFIERS, NAMES
from inloco.analytics.reference import reference_for
from inloco.analytics.schema.tables import Type, tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic.county import make_county
from inloco.cli import inloco
from tests.factories.county import snapshot_of

LAST = month(2026, 10)
PERIODS = [month(2026, 4), LAST, financial_year(2025)]
CODES = {
    "accommodation", "activity", "change_reason", "close_reason", "eligibility", "end_reason", "ethnicity", "flag", "gender",
    "icpc_outcome", "immigration_status", "in_touch", "initial_category", "is_interview_accepted", "is_interview_offered",
    "la_final_care_plan", "la_initial_care_plan", "latest_category", "legal_gateway_outcome", "legal_status", "missing_reason",
    "name", "need", "offence", "parent_name", "part", "participation", "postcode", "pre_pro_outcome", "proc_short_notice_reason",
    "provider", "referral_outcome", "referral_source_desc", "role", "s47_outcome", "sex", "source", "start_reason", "status",
    "suitable", "type",
}  # fmt: skip
"""Columns that mean the same in every authority, or are told apart otherwise."""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One authority's data folder."""
    made, root = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("alone")
    make_county(made, children=40, months=1, until=LAST, seed=5)
    extract = next(one for one in made.iterdir() if one.is_dir())
    assert load([extract], store=SnapshotStore(root), as_at=LAST.end).snapshot is not None
    return root


@pytest.fixture
def pool(alone: Path, tmp_path: Path) -> Path:
    """The same children twice, under the same identifiers: the hardest pool to keep apart."""
    root = tmp_path / "pool"
    root.mkdir()
    for name in ("eastmere", "westmere"):
        (root / name).symlink_to(alone)
    return root


def test_each_authority_counts_what_it_counts_alone_and_all_add_up(alone: Path, pool: Path) -> None:
    snapshot = SnapshotStore(alone).latest()
    assert snapshot is not None
    reference = reference_for(SnapshotStore(alone), snapshot)
    top = reference.areas.authority
    assert top is not None
    found, lacking = figures_of(pool, periods=PERIODS)
    assert lacking == {}
    together = {(one.indicator, one.area, one.group, one.period): one for one in found}
    assert len(together) == len(found)
    counted = 0
    for one in engine.compute(snapshot, reference, Settings(), periods=PERIODS):
        for name in ("eastmere", "westmere"):
            area = name if one.area == top.id else f"{name}/{one.area}"
            theirs = together.pop((one.indicator, area, one.group, one.period))
            assert (theirs.numerator, theirs.denominator, theirs.value) == (one.numerator, one.denominator, one.value), theirs
            assert (theirs.status, theirs.version) == (one.status, one.version)
        if one.area == top.id:
            whole = together.pop((one.indicator, POOL, one.group, one.period))
            assert whole.numerator == (None if one.numerator is None else 2 * one.numerator), whole
            is_by_month = CATALOGUE[one.indicator].per_month
            assert whole.denominator == (one.denominator if one.denominator is None or is_by_month else 2 * one.denominator)
            counted += bool(one.numerator)
    assert not together
    assert counted > 100


def test_every_text_column_is_an_identifier_a_name_or_a_code() -> None:
    """A new column of the facts' tables is sorted into one of them before a pool can mix two authorities up."""
    needed = {table for grain in CHILD_GRAINS for table in tables_read(grain)} | {"department"}
    texts = {column.name for table in needed for column in tables()[table].columns if column.type is Type.TEXT}
    assert texts - IDENTIFIERS - NAMES == CODES
    keys = {column.name for table in needed for column in tables()[table].columns if column.is_key and column.type is Type.TEXT}
    assert keys <= IDENTIFIERS


def test_the_files_of_a_count_are_gone_afterwards(pool: Path) -> None:
    figures_of(pool, ["cla_count"], [LAST])
    assert sorted(one.name for one in pool.iterdir()) == ["eastmere", "westmere"]


def test_a_table_that_one_authority_lacks_is_not_available_rather_than_too_low(pool: Path) -> None:
    few = {"person": [{"child": "A1"}], "cla_episodes": [], "legal_status": [], "involvements": []}
    snapshot_of(pool / "northmere", as_at=LAST.end, **few)
    found, lacking = figures_of(pool, ["cla_count", "dental_up_to_date_pct"], [LAST], [POOL, "eastmere", "northmere"])
    assert "cla_health" in lacking["northmere"]
    told = {(one.indicator, one.area): (str(one.status), one.numerator) for one in found}
    assert told["dental_up_to_date_pct", "northmere"] == told["dental_up_to_date_pct", POOL] == ("not_available", None)
    alone = {one.area: one for one in figures_of(pool, ["dental_up_to_date_pct"], [LAST], ["eastmere", "westmere"])[0]}
    assert told["dental_up_to_date_pct", "eastmere"] == ("final", alone["westmere"].numerator)
    assert alone["westmere"].numerator
    assert told["cla_count", POOL] == ("final", 80)
    assert told["cla_count", "northmere"] == ("final", 0)


def test_it_does_not_matter_how_many_are_counted_at_once(pool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {"person": [{"child": "A1"}], "cla_episodes": [], "legal_status": []}
    snapshot_of(pool / "northmere", as_at=LAST.end, **few)
    found = []
    for rows in (1, 10_000_000):
        monkeypatch.setattr(pools, "ROWS_AT_ONCE", rows)
        found.append(figures_of(pool, periods=PERIODS)[0])
    assert found[0] == found[1]


def test_teams_of_an_authority_without_workers_have_no_figures_and_it_has(pool: Path) -> None:
    snapshot_of(pool / "northmere", as_at=LAST.end, person=[{"child": "A1"}], cla_episodes=[], legal_status=[])
    found, _ = figures_of(pool, ["cla_count"], [LAST])
    told = {one.area: (str(one.status), one.numerator) for one in found}
    assert told["northmere"] == ("final", 0)
    assert told[POOL] == ("final", 80)
    assert told["northmere/unallocated"] == ("not_available", None)
    assert told["eastmere/unallocated"][0] == "final"


def test_extracts_of_different_days_are_refused(pool: Path) -> None:
    snapshot_of(pool / "northmere", as_at=date(2026, 9, 30), person=[])
    with pytest.raises(InputRefused, match=r"no day of which everybody.*eastmere 2026-10-31.*northmere 2026-09-30"):
        figures_of(pool, ["cla_count"], [LAST])


def test_extracts_of_different_formats_are_refused(pool: Path) -> None:
    snapshot_of(pool / "northmere", as_at=LAST.end, kind="ssda903", person=[])
    with pytest.raises(InputRefused, match="2 formats"):
        figures_of(pool, ["cla_count"], [LAST])


def test_a_day_before_the_first_extract_and_an_empty_authority_are_refused(pool: Path) -> None:
    with pytest.raises(InputRefused, match="no day"):
        figures_of(pool, ["cla_count"], [LAST], as_known=date(2020, 1, 1))
    (pool / "northmere" / "snapshots").mkdir(parents=True)
    with pytest.raises(InputRefused, match="no extract of northmere"):
        figures_of(pool, ["cla_count"], [LAST])


def test_a_folder_without_authorities_and_unknown_words_are_refused(pool: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputRefused, match="no authority in this pool"):
        authorities_of(tmp_path / "empty")
    with pytest.raises(WrongUsage, match=r"no area “eastmer”.*Perhaps eastmere"):
        figures_of(pool, ["cla_count"], [LAST], ["eastmer"])
    with pytest.raises(WrongUsage, match="no indicator"):
        figures_of(pool, ["cla_cuont"], [LAST])


def test_the_command_prints_authorities_and_the_whole(pool: Path) -> None:
    asked = ["figures", "cla_count", "--pool", str(pool), "--area", POOL, "--area", "westmere", "--format", "csv"]
    printed = CliRunner().invoke(inloco, [*asked, "--period", str(LAST)])
    assert printed.exit_code == 0
    assert printed.stdout.splitlines()[1:] == [
        f"cla_count,1,{area},,{LAST},{number},,{number},count,final,pool-2026-10-31"
        for area, number in ((POOL, 80), ("westmere", 40))
    ]
    everything = CliRunner().invoke(inloco, asked).stdout.splitlines()
    snapshot = SnapshotStore(pool / "westmere").latest()
    assert snapshot is not None
    assert len(everything) == 1 + 2 * len(usual_periods(snapshot))
