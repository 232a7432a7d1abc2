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
from inloco.analytics.calendars import add_months, year_start

Tables = Mapping[str, pd.DataFrame]
Counts = tuple["pd.Series[int]", "pd.Series[int]"]
"""Met and all, by team."""

Query = Callable[[Tables, pd.Timestamp], Counts]

FOSTERING = ("U1", "U2", "U3", "U4", "U5", "U6")
ADOPTION = ("A3", "A4", "A5", "A6")
ROLES = ("ALLOCATED CASE WORKER", "ALLOCATED WORKER", "CW")
SHORT_BREAKS = ("V3", "V4")
READ = (
    "person", "cla_episodes", "legal_status", "cla_placement", "cla_health", "cin_plans", "cp_plans", "involvements",
    "cla_immunisations", "sdq_scores", "pre_proceedings", "missing", "cin_episodes", "initial_cp_conference",
    "local_placement_area",
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


def _placed(types: tuple[str, ...], statuses: tuple[str, ...] = (), ages: tuple[int, int] | None = None) -> Query:
    """Children looked after who live so, under one of these legal statuses and of these ages."""

    def placed(tables: Tables, day: pd.Timestamp) -> Counts:
        held = looked_after(tables, day)
        if statuses:
            held = held[held["legal_status"].isin(statuses)]
        if ages is not None:
            aged = held.merge(tables["person"][["child", "born_on"]], on="child", how="left")
            held = aged[age(aged["born_on"], day).between(*ages)]
        there = latest(open_at(tables["cla_placement"], day), "placement")
        found = by_team(tables, held.loc[held["child"].isin(there.loc[there["type"].isin(types), "child"]), "child"], day)
        return found, found

    return placed


def age(born_on: pd.Series, day: pd.Timestamp | pd.Series) -> pd.Series:
    on = day.dt if isinstance(day, pd.Series) else day
    before = (born_on.dt.month * 100 + born_on.dt.day) > (on.month * 100 + on.day)
    return on.year - born_on.dt.year - before


def team_on(tables: Tables, rows: pd.DataFrame, name: str) -> pd.Series:
    """The team of each row's child on the row's own day."""
    workers = tables["involvements"]
    workers = workers[workers["role"].str.upper().isin(ROLES)][["child", "team", "involvement", "started_on", "ended_on"]]
    rows = pd.DataFrame({"row": range(len(rows)), "child": rows["child"].to_numpy(), "on": rows[name].to_numpy()})
    found = rows.merge(workers, on="child")
    found = found[(found["started_on"] <= found["on"]) & (found["ended_on"].isna() | (found["ended_on"] > found["on"]))]
    found = found.sort_values(["started_on", "involvement"]).drop_duplicates("row", keep="last")
    return rows.merge(found[["row", "team"]], on="row", how="left")["team"].fillna(UNALLOCATED)


def counted(tables: Tables, rows: pd.DataFrame, name: str, met: pd.Series | None = None) -> Counts:
    teams = team_on(tables, rows, name)
    whole = teams.value_counts()
    return (whole if met is None else teams[met.to_numpy(dtype=bool)].value_counts()), whole


def in_month(table: pd.DataFrame, name: str, day: pd.Timestamp) -> pd.DataFrame:
    return table[(table[name] >= day.replace(day=1)) & (table[name] <= day)]


def in_year(table: pd.DataFrame, name: str, day: pd.Timestamp) -> pd.DataFrame:
    april = pd.Timestamp(year_start(day.date()))
    return table[(table[name] >= april) & (table[name] <= day)]


def own_plans(tables: Tables) -> pd.DataFrame:
    plans = tables["cp_plans"]
    return plans[plans["is_other_authority"].ne(True)]


def ni64(tables: Tables, day: pd.Timestamp) -> Counts:
    ended = in_year(own_plans(tables), "ended_on", day)
    last = (ended["ended_on"] - pd.Timedelta(days=1)).clip(lower=ended["started_on"])
    met = ended["started_on"] + pd.DateOffset(months=24) <= ended["ended_on"]
    return counted(tables, ended.assign(last_on=last), "last_on", met)


def _earlier(tables: Tables, day: pd.Timestamp, months: int | None) -> Counts:
    plans = own_plans(tables)
    began = in_year(plans, "started_on", day)
    pairs = began[["child", "cp_plan", "started_on"]].merge(
        plans[["child", "started_on", "ended_on"]], on="child", suffixes=("", "_before")
    )
    pairs = pairs[pairs["started_on_before"] < pairs["started_on"]]
    if months is not None:
        since = pairs["started_on"] - pd.DateOffset(months=months)
        pairs = pairs[(pairs["ended_on"] >= since) & (pairs["ended_on"] <= pairs["started_on"])]
    return counted(tables, began, "started_on", began["cp_plan"].isin(pairs["cp_plan"]))


def ni65(tables: Tables, day: pd.Timestamp) -> Counts:
    return _earlier(tables, day, None)


def repeat_cp_12m_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    return _earlier(tables, day, 12)


def cp_open_2y_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    plans = open_at(own_plans(tables), day).assign(on=day)
    return counted(tables, plans, "on", plans["started_on"] <= pd.Timestamp(add_months(day.date(), -24)))


def cp_over_12m_count(tables: Tables, day: pd.Timestamp) -> Counts:
    plans = open_at(own_plans(tables), day).assign(on=day)
    return counted(tables, plans[plans["started_on"] < pd.Timestamp(add_months(day.date(), -12))], "on")


def icpc_count(tables: Tables, day: pd.Timestamp) -> Counts:
    return counted(tables, in_month(tables["initial_cp_conference"], "held_on", day), "held_on")


def referrals_count(tables: Tables, day: pd.Timestamp) -> Counts:
    return counted(tables, in_month(tables["cin_episodes"], "received_on", day), "received_on")


def re_referrals_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    received = in_month(tables["cin_episodes"], "received_on", day)
    pairs = received[["child", "referral", "received_on"]].merge(
        tables["cin_episodes"][["child", "received_on"]], on="child", suffixes=("", "_before")
    )
    since = pairs["received_on"] - pd.DateOffset(months=12)
    pairs = pairs[(pairs["received_on_before"] < pairs["received_on"]) & (pairs["received_on_before"] >= since)]
    return counted(tables, received, "received_on", received["referral"].isin(pairs["referral"]))


def missing_episodes_count(tables: Tables, day: pd.Timestamp) -> Counts:
    began = in_month(tables["missing"], "started_on", day)
    began = began[began["type"].isin(["M", "A"])].reset_index(drop=True)
    episodes = tables["cla_episodes"][["child", "started_on", "ended_on"]]
    care = began.reset_index(names="row").merge(episodes, on="child", suffixes=("", "_care"))
    care = care[
        (care["started_on_care"] <= care["started_on"])
        & (care["ended_on_care"].isna() | (care["ended_on_care"] > care["started_on"]))
    ]
    status = began.reset_index(names="row").merge(tables["legal_status"], on="child", suffixes=("", "_status"))
    status = status[
        (status["started_on_status"] <= status["started_on"])
        & (status["ended_on_status"].isna() | (status["ended_on_status"] > status["started_on"]))
    ]
    status = status.sort_values(["started_on_status", "legal_status_id"]).drop_duplicates("row", keep="last")
    short = status.loc[status["legal_status"].isin(SHORT_BREAKS), "row"]
    return counted(tables, began[began.index.isin(care["row"]) & ~began.index.isin(short)], "started_on")


def immunisations_up_to_date_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    cohort = for_months(tables, day, 12)
    given = tables["cla_immunisations"]
    met = cohort["child"].isin(given.loc[given["is_up_to_date"].eq(True), "child"])
    return by_team(tables, cohort.loc[met, "child"], day), by_team(tables, cohort["child"], day)


def sdq_completed_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    since = pd.Timestamp(add_months(day.date(), -12))
    cohort = for_months(tables, day, 12).merge(tables["person"][["child", "born_on"]], on="child", how="left")
    cohort = cohort[(age(cohort["born_on"], since + pd.Timedelta(days=1)) >= 4) & (age(cohort["born_on"], day) < 17)]
    scores = tables["sdq_scores"]
    scores = scores[scores["score"].between(0, 40) & (scores["completed_on"] > since) & (scores["completed_on"] <= day)]
    met = cohort["child"].isin(scores["child"])
    return by_team(tables, cohort.loc[met, "child"], day), by_team(tables, cohort["child"], day)


def plo_children_count(tables: Tables, day: pd.Timestamp) -> Counts:
    spells = tables["pre_proceedings"]
    began = spells["pre_pro_decision_on"].fillna(spells["pre_pro_letter_on"]).fillna(spells["initial_pre_pro_meeting_on"])
    spells = spells.assign(started_on=began, ended_on=spells["agree_stepdown_issue_on"])
    found = by_team(tables, open_at(spells, day)["child"].drop_duplicates(), day)
    return found, found


def cla_out_of_area_pct(tables: Tables, day: pd.Timestamp) -> Counts:
    held = looked_after(tables, day)
    placed = latest(open_at(tables["cla_placement"], day), "placement")
    outside = tables["local_placement_area"]
    placed = placed[placed["placement"].isin(outside.loc[outside["in_area"].eq(False), "placement"])]
    met = held["child"].isin(placed["child"])
    return by_team(tables, held.loc[met, "child"], day), by_team(tables, held["child"], day)


INDICATORS: dict[str, Query] = {
    "cin_plans_count": cin_plans_count,
    "cp_plans_count": cp_plans_count,
    "cla_count": cla_count,
    "health_assessment_up_to_date_pct": health_assessment_up_to_date_pct,
    "dental_up_to_date_pct": dental_up_to_date_pct,
    "cla_s20_count": cla_s20_count,
    "cla_foster_pct": _share(("U1", "U2", "U3", "U4", "U5", "U6")),
    "cla_placed_with_parents_pct": _share(("P1",)),
    "cla_residential_pct": _share(("K1", "K2", "K3", "R1", "R2", "R3", "R5", "S1")),
    "cla_other_community_pct": _share(("P3", "Z11", "Z12", "Z13", "Z14")),
    "cla_alternative_family_pct": _share((*FOSTERING, *ADOPTION)),
    "cla_foster_count": _placed(FOSTERING),
    "cla_residential_count": _placed(("K2", "R1")),
    "cla_prospective_adopters_count": _placed(ADOPTION),
    "home_placements_count": _placed(("P1",), ("C1", "C2")),
    "home_placements_fco_count": _placed(("P1",), ("C2",)),
    "home_placements_ico_count": _placed(("P1",), ("C1",)),
    "cla_16_17_residential_count": _placed(("H5", "K1", "K2", "R1"), ages=(16, 17)),
    "cla_out_of_area_pct": cla_out_of_area_pct,
    "immunisations_up_to_date_pct": immunisations_up_to_date_pct,
    "sdq_completed_pct": sdq_completed_pct,
    "plo_children_count": plo_children_count,
    "missing_episodes_count": missing_episodes_count,
    "referrals_count": referrals_count,
    "re_referrals_pct": re_referrals_pct,
    "icpc_count": icpc_count,
    "cp_open_2y_pct": cp_open_2y_pct,
    "cp_over_12m_count": cp_over_12m_count,
    "ni64_cp_2y_ceased_pct": ni64,
    "ni65_repeat_cp_pct": ni65,
    "repeat_cp_12m_pct": repeat_cp_12m_pct,
}


def figures(tables: Tables, days: list[date]) -> dict[tuple[str, date], Counts]:
    return {(id_, day): query(tables, pd.Timestamp(day)) for id_, query in INDICATORS.items() for day in days}
