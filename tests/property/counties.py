"""Small random counties: children with a few months or years of care, tidy and untidy, as plain rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

AS_AT = date(2019, 8, 31)
FIRST = date(2016, 4, 1)
TEAMS = ["T1", "T2", "T3"]
AREAS = [
    {"area": "county", "name": "Wealdshire", "kind": "authority"},
    {"area": "north", "name": "North", "kind": "locality", "parent": "county"},
    {"area": "T1", "name": "Hazel team", "kind": "team", "parent": "north"},
    {"area": "T2", "name": "Rowan team", "kind": "team", "parent": "north"},
    {"area": "T3", "name": "Willow team", "kind": "team", "parent": "county"},
]
EDGES = [date(2018, 8, 31), date(2019, 2, 28), date(2018, 4, 1), date(2019, 3, 31), date(2019, 8, 1), date(2017, 2, 28), AS_AT]
"""Days on which rules turn: month ends, year starts, exactly a year before."""

Tables = dict[str, list[dict[str, Any]]]

days = st.one_of(st.sampled_from(EDGES), st.dates(FIRST, AS_AT))


def after(day: date, most: int = 400) -> st.SearchStrategy[date]:
    return st.integers(1, most).map(lambda n: min(day + timedelta(days=n), AS_AT))


@st.composite
def counties(draw: st.DrawFn) -> Tables:
    """The tables that the indicators need, for two to six children."""
    tables: Tables = {
        name: []
        for name in (
            "person", "cla_episodes", "legal_status", "cla_placement", "cla_reviews", "cla_health", "cin_plans", "cp_plans",
            "care_leavers", "involvements",
        )
    }  # fmt: skip
    for number in range(draw(st.integers(2, 6))):
        child = f"C{number}"
        born = draw(
            st.one_of(st.dates(date(2002, 1, 1), date(2015, 12, 31)), st.sampled_from([date(2012, 2, 29), date(2014, 8, 31)]))
        )
        tables["person"].append({"child": child, "born_on": born})
        _involvements(draw, tables, child)
        for _ in range(draw(st.integers(0, 2))):
            table = draw(st.sampled_from(["cin_plans", "cp_plans"]))
            start = draw(days)
            row = {"child": child, "started_on": start, "ended_on": draw(st.one_of(st.none(), after(start)))}
            if table == "cp_plans":
                row["is_other_authority"] = draw(st.sampled_from([False, False, None, True]))
            tables[table].append(row)
        if draw(st.booleans()):
            _care(draw, tables, child)
        if draw(st.integers(0, 3)) == 0:
            _leaver(draw, tables, child)
    for name, id_ in {
        "cla_episodes": "episode", "legal_status": "legal_status_id", "cla_placement": "placement", "involvements": "involvement",
    }.items():  # fmt: skip
        for number, row in enumerate(tables[name]):
            row[id_] = f"{name}-{number:03d}"
    return tables


def _spells(draw: st.DrawFn, start: date, until: date | None, most: int) -> list[tuple[date, date | None]]:
    """One after the other, now and then with a gap or an overlap; the last may be open."""
    found: list[tuple[date, date | None]] = []
    day = start
    for _ in range(draw(st.integers(1, most))):
        end = draw(after(day, 500))
        if until is not None:
            end = min(end, until)
        if end <= day:
            break
        found.append((day, end))
        day = max(start, end + timedelta(days=draw(st.sampled_from([0, 0, 0, 7, -10]))))
    if found and draw(st.booleans()):
        found[-1] = (found[-1][0], until)
    return found


def _involvements(draw: st.DrawFn, tables: Tables, child: str) -> None:
    roles = st.sampled_from(["ALLOCATED CASE WORKER", "cw", "Allocated Worker", "IRO"])
    for start, end in _spells(draw, draw(days), None, 3) if draw(st.integers(0, 4)) else []:
        tables["involvements"].append(
            {"child": child, "role": draw(roles), "team": draw(st.sampled_from(TEAMS)), "started_on": start, "ended_on": end}
        )


def _care(draw: st.DrawFn, tables: Tables, child: str) -> None:
    day = draw(days)
    for number in range(draw(st.integers(1, 3))):
        care = f"{child} {number}"
        spells = _spells(draw, day, None, 3)
        spells = [(a, b) for i, (a, b) in enumerate(spells) if i == 0 or a >= (spells[i - 1][1] or AS_AT)]
        for i, (start, end) in enumerate(spells):
            last = i == len(spells) - 1
            tables["cla_episodes"].append(
                {
                    "child": child, "period_of_care": care, "started_on": start, "ended_on": end,
                    "start_reason": "S" if i == 0 else draw(st.sampled_from(["P", "L", "B"])),
                    "end_reason": None if end is None else ("E4A" if last else "X1"),
                }
            )  # fmt: skip
        until = spells[-1][1] if spells else None
        if not spells:
            return
        statuses = st.sampled_from(
            ["C1", "C2", "V2", "E1", "V3", "V4"] if draw(st.integers(0, 3)) == 0 else ["C1", "C2", "V2", "E1"]
        )
        for start, end in _spells(draw, day, until, 3) if draw(st.integers(0, 5)) else []:
            tables["legal_status"].append({"child": child, "legal_status": draw(statuses), "started_on": start, "ended_on": end})
        types = st.sampled_from(["U1", "U4", "U4", "U6", "K2", "R1", "P1", "H5", "A3", "A4", "T1", "Z1"])
        for start, end in _spells(draw, day, until, 5) if draw(st.integers(0, 7)) else []:
            tables["cla_placement"].append(
                {
                    "child": child, "period_of_care": care, "type": draw(types), "started_on": start, "ended_on": end,
                    "postcode": draw(st.sampled_from(["AB1 1AA", "AB1 2BB", "AB2 3CC"])),
                }
            )  # fmt: skip
        _reviews(draw, tables, care, day, until)
        for _ in range(draw(st.integers(0, 4))):
            tables["cla_health"].append(
                {
                    "child": child, "type": draw(st.sampled_from(["initial", "review", "dental", "dental"])),
                    "checked_on": draw(days),
                    "status": draw(st.sampled_from(["completed", None, "refused"])),
                }
            )  # fmt: skip
        if until is None:
            return
        day = draw(after(until, draw(st.sampled_from([30, 200]))))
        if day >= AS_AT or day == until:
            return


def _reviews(draw: st.DrawFn, tables: Tables, care: str, start: date, until: date | None) -> None:
    """The first within some weeks, so that the history is whole; then every few months."""
    day = start + timedelta(days=draw(st.integers(10, 60)))
    while day <= (until or AS_AT) and draw(st.integers(0, 9)):
        row = {
            "period_of_care": care, "held_on": day, "is_cancelled": draw(st.sampled_from([False, False, False, True])),
            "participation": draw(st.sampled_from(["PN0", "PN1", "PN3", "PN7", None])),
        }  # fmt: skip
        tables["cla_reviews"] += [row, dict(row)] if draw(st.integers(0, 7)) == 0 else [row]
        day += timedelta(days=draw(st.sampled_from([30, 80, 92, 120, 170, 184, 200])))


def _leaver(draw: st.DrawFn, tables: Tables, child: str) -> None:
    tables["care_leavers"].append(
        {
            "child": child,
            "eligibility": draw(st.sampled_from(["relevant", "former_relevant", "qualifying", "eligible"])),
            "in_touch": draw(st.sampled_from(["YES", "NO", "DIED", "NREQ", "RHOM", "REFU", None])),
            "last_contact_on": draw(st.one_of(st.none(), days, st.sampled_from([date(2019, 7, 6), date(2019, 7, 5)]))),
            "accommodation": draw(st.sampled_from(["B1", "Y2", "K1", None])),
            "suitable": draw(st.sampled_from(["1", "2", None])),
            "activity": draw(st.sampled_from(["F1", "P5", "G4", "G6", None])),
        }
    )
