"""The rival: the same figures as the sector's tools compute them, one vectorised pandas query an indicator and month.

Each query starts from the extract's tables, as a script does that grew measure by measure. It is written as fast as this style
allows (no loop over children), and its counts are compared with ours before anything is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.calendars import add_months

Tables = Mapping[str, pd.DataFrame]
Counts = tuple["pd.Series[int]", "pd.Series[int]"]
"""Met and all, by team."""

ROLES = ("ALLOCATED CASE WORKER", "ALLOCATED WORKER", "CW")
SHORT_BREAKS = ("V3", "V4")
READ = (
    "person", "cla_episodes", "legal_status", "cla_placement", "cla_health", "cin_plans", "cp_plans", "involvements",
)  # fmt: skip


def read(folder: Path) -> dict[str, pd.DataFrame]:
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in READ}
    for table in tables.values():
        for column in table.columns:
            if column.endswith("_on"):
                table[column] = pd.to_datetime(table[column])
    return tables


def open_at(table: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return table[(table["started_on"] <= day) & (table["ended_on"].isna() | (table["ended_on"] > day))]


def latest(table: pd.DataFrame, id_: str) -> pd.DataFrame:
    return table.sort_values(["started_on", id_]).drop_duplicates("child", keep="last")


def by_team(tables: Tables, children: pd.Series, day: pd.Timestamp) -> pd.Series:
    workers = tables["involvements"]
    workers = latest(open_at(workers[workers["role"].str.upper().isin(ROLES)], day), "involvement")
    teams = children.to_frame("child").merge(workers[["child", "team"]], on="child", how="left")["team"].fillna(UNALLOCATED)
    return teams.value_counts()


def legal_status(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    return latest(open_at(tables["legal_status"], day), "legal_status_id")[["child", "legal_status"]]


def looked_after(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """One row a child: since when, and the legal status."""
    episodes = tables["cla_episodes"].sort_values(["child", "started_on"])
    begins = (episodes["start_reason"] == "S") | (episodes["end_reason"].groupby(episodes["child"]).shift().fillna("X1") != "X1")
    episodes = episodes.assign(period=begins.groupby(episodes["child"]).cumsum())
    episodes["period_start"] = episodes.groupby(["child", "period"])["started_on"].transform("min")
    periods = episodes.drop_duplicates(["child", "period"], keep="last").drop(columns="started_on")
    periods = periods.rename(columns={"period_start": "started_on"})
    periods.loc[periods["end_reason"] == "X1", "ended_on"] = pd.NaT
    held = open_at(periods, day).merge(legal_status(tables, day), on="child", how="left")
    return held[~held["legal_status"].isin(SHORT_BREAKS)]


def for_months(tables: Tables, day: pd.Timestamp, months: int) -> pd.DataFrame:
    since = pd.Timestamp(add_months(day.date(), -months))
    held = looked_after(tables, day)
    breaks = tables["legal_status"]
    breaks = breaks[
        breaks["legal_status"].isin(SHORT_BREAKS)
        & (breaks["started_on"] <= day)
        & (breaks["ended_on"].isna() | (breaks["ended_on"] > since))
    ]
    return held[(held["started_on"] <= since) & ~held["child"].isin(breaks["child"])]


def cla_count(tables: Tables, day: pd.Timestamp) -> Counts:
    found = by_team(tables, looked_after(tables, day)["child"], day)
    return found, found


def on_plan(tables: Tables, day: pd.Timestamp) -> pd.Series:
    plans = tables["cp_plans"]
    return open_at(plans[plans["is_other_authority"].ne(True)], day)["child"].drop_duplicates()


def cp_plans_count(tables: Tables, day: pd.Timestamp) -> Counts:
    found = by_team(tables, on_plan(tables, day), day)
    return found, found


def cin_plans_count(tables: Tables, day: pd.Timestamp) -> Counts:
    plans = open_at(tables["cin_plans"], day)["child"].drop_duplicates()
    plans = plans[~plans.isin(looked_after(tables, day)["child"]) & ~plans.isin(on_plan(tables, day))]
    found = by_team(tables, plans, day)
    return found, found


def _health(tables: Tables, day: pd.Timestamp, types: tuple[str, ...], young: int) -> Counts:
    cohort = for_months(tables, day, 12).merge(tables["person"][["child", "born_on"]], on="child", how="left")
    checks = tables["cla_health"]
    checks = checks[
        checks["type"].isin(types) & (checks["status"].isna() | (checks["status"] == "completed")) & (checks["checked_on"] <= day)
    ]
    last = checks.groupby("child")["checked_on"].max().rename("last")
    cohort = cohort.merge(last, on="child", how="left")
    fifth = cohort["born_on"] + pd.DateOffset(years=5)
    months = (fifth > day).map({True: young, False: 12})
    since = months.map({n: pd.Timestamp(add_months(day.date(), -n)) for n in {young, 12}})
    return by_team(tables, cohort.loc[cohort["last"] > since, "child"], day), by_team(tables, cohort["child"], day)


def health_assessment_up_to_date_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    return _health(tables, day, ("initial", "review", "assessment"), 6)


def dental_up_to_date_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    return _health(tables, day, ("dental",), 12)


def _share(types: tuple[str, ...]) -> Callable[[Tables, pd.Timestamp], Counts]:
    def share(tables: Tables, day: pd.Timestamp) -> Counts:
        held = looked_after(tables, day)
        placed = latest(open_at(tables["cla_placement"], day), "placement")
        there = placed.loc[placed["type"].isin(types), "child"]
        return by_team(tables, held.loc[held["child"].isin(there), "child"], day), by_team(tables, held["child"], day)

    return share


def cla_s20_count(tables: Tables, day: pd.Timestamp) -> Counts:
    held = looked_after(tables, day)
    found = by_team(tables, held.loc[held["legal_status"] == "V2", "child"], day)
    return found, found


INDICATORS: dict[str, Callable[[Tables, pd.Timestamp], Counts]] = {
    "cin_plans_count": cin_plans_count,
    "cp_plans_count": cp_plans_count,
    "cla_count": cla_count,
    "health_assessment_up_to_date_pct": health_assessment_up_to_date_pct,
    "dental_up_to_date_pct": dental_up_to_date_pct,
    "cla_s20_count": cla_s20_count,
    "cla_foster_pct": _share(("U1", "U2", "U3", "U4", "U5", "U6")),
    "cla_placed_with_parents_pct": _share(("P1",)),
}


def figures(tables: Tables, days: list[date]) -> dict[tuple[str, date], Counts]:
    return {(id_, day): query(tables, pd.Timestamp(day)) for id_, query in INDICATORS.items() for day in days}
