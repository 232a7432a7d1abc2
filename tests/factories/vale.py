"""A small council of invented children in two extracts: enough for the pages to have something to show, few enough to count.

Vale of Marrow has two localities with a team each. In Elm live A01 to A12, in Oak B01 to B12, all looked after since January
2017; C01 to C08 are care leavers. Nine of Elm's and two of Oak's had a dental check in 2019; A10's of 15 July was entered late.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from inloco.analytics.snapshots import Snapshot
from tests.factories.county import snapshot_of

JULY, AUGUST = date(2019, 7, 31), date(2019, 8, 31)
ELM = [f"A{number:02}" for number in range(1, 13)]
OAK = [f"B{number:02}" for number in range(1, 13)]
LEAVERS = [f"C{number:02}" for number in range(1, 9)]
LOOKED_AFTER = [*ELM, *OAK]
FORENAMES = ("Wren", "Idris", "Saffron", "Tariq", "Bryony", "Kwame", "Elowen", "Piotr", "Zainab", "Rory", "Mei", "Caspian")
SURNAMES = {"A": "Thistlewick", "B": "Oakhanger", "C": "Larkrise"}

Rows = list[dict[str, Any]]


def name_of(child: str) -> str:
    return f"{FORENAMES[(int(child[1:]) - 1) % len(FORENAMES)]} {SURNAMES[child[0]]}"


def worker_of(child: str) -> str:
    """W1 has the first six of Elm, W2 the others, W3 all of Oak, P1 the care leavers."""
    if child[0] == "A":
        return "W1" if int(child[1:]) <= 6 else "W2"
    return "W3" if child[0] == "B" else "P1"


def vale(root: Path, **without: bool) -> tuple[Snapshot, Snapshot]:
    """July's and August's extract under ``root``. ``vale(root, cla_health=False)`` leaves a table out."""
    return extract(root, JULY, **without), extract(root, AUGUST, **without)


def extract(root: Path, as_at: date, **without: bool) -> Snapshot:
    tables = {name: rows for name, rows in tables_of(as_at).items() if without.get(name, True)}
    return snapshot_of(root, as_at=as_at, **tables)


def nobody(root: Path) -> Snapshot:
    """An extract that has every table and no child."""
    return snapshot_of(
        root, as_at=AUGUST, **{name: rows if name in ("areas", "population") else [] for name, rows in tables_of(AUGUST).items()}
    )


def tables_of(as_at: date) -> dict[str, Rows]:
    everyone = [*LOOKED_AFTER, *LEAVERS]
    return {
        "areas": [
            {"area": "vale", "name": "Vale of Marrow", "kind": "authority"},
            {"area": "east", "name": "East Marrow", "kind": "locality", "parent": "vale"},
            {"area": "west", "name": "West Marrow", "kind": "locality", "parent": "vale"},
            {"area": "elm", "name": "Elm team", "kind": "team", "parent": "east"},
            {"area": "oak", "name": "Oak team", "kind": "team", "parent": "west"},
        ],
        "population": [{"area": "vale", "from_on": "2010-01-01", "under_18": 20_000}],
        "comparators": [
            {"indicator": "dental_up_to_date_pct", "area": "England", "period": "2017/18", "value": "83.8", "source": "Made up"},
        ],
        "person": [
            {
                "child": child,
                "forename": name_of(child).split()[0],
                "surname": name_of(child).split()[1],
                "sex": "F",
                "ethnicity": "WBRI",
                "born_on": "1999-05-01" if child[0] == "C" else f"{2008 + int(child[1:]) % 6}-05-01",
            }
            for child in everyone
        ],
        "cla_episodes": [
            {
                "episode": f"e-{child}",
                "child": child,
                "period_of_care": f"poc-{child}",
                "placement": f"p-{child}",
                "started_on": "2017-01-10",
                "start_reason": "S",
                "need": "N1",
            }
            for child in LOOKED_AFTER
        ],
        "cla_placement": [
            {
                "placement": f"p-{child}",
                "child": child,
                "period_of_care": f"poc-{child}",
                "started_on": "2017-01-10",
                "type": "U6" if int(child[1:]) < 11 else "K2",
                "provider": "PR1",
            }
            for child in LOOKED_AFTER
        ],
        "legal_status": [
            {"child": child, "legal_status": "C2" if int(child[1:]) % 4 else "V2", "started_on": "2017-01-10"}
            for child in LOOKED_AFTER
        ],
        "cla_health": _health(as_at),
        "cla_reviews": [
            {"review": f"r-{child}-{number}", "period_of_care": f"poc-{child}", "held_on": held, "participation": "PN1"}
            for child in LOOKED_AFTER
            for number, held in enumerate(
                ("2017-02-01", "2017-04-20", "2017-10-12", "2018-04-05", "2018-09-27", "2019-03-20"), start=1
            )
            if not (child == "B12" and number == 6)
        ],
        "involvements": [
            *(
                {
                    "involvement": f"w-{child}",
                    "child": child,
                    "worker": worker_of(child),
                    "role": "ALLOCATED CASE WORKER",
                    "team": {"A": "elm", "B": "oak", "C": "oak"}[child[0]],
                    "started_on": "2017-01-10",
                }
                for child in everyone
            ),
            *(
                {
                    "involvement": f"i-{child}",
                    "child": child,
                    "worker": "I1" if child[0] == "A" else "I2",
                    "role": "IRO",
                    "started_on": "2017-01-10",
                }
                for child in LOOKED_AFTER
            ),
        ],
        "professionals": [
            {"worker": worker, "name": name}
            for worker, name in (
                ("W1", "Amina Fairweather"),
                ("W2", "Colm Harrowgate"),
                ("W3", "Tess Ironbridge"),
                ("I1", "Lidia Marlpit"),
                ("I2", "Owen Saltmarsh"),
                ("P1", "Femi Quayside"),
            )
        ],
        "care_leavers": [
            {
                "care_leaver": f"l-{child}",
                "child": child,
                "eligibility": "former_relevant",
                "in_touch": "YES",
                "last_contact_on": as_at.replace(day=2),
                "accommodation": "U1",
                "suitable": "1",
                "activity": "F5" if number % 2 else "G5",
                "pathway_plan_reviewed_on": "2019-04-01",
                "personal_adviser": "P1",
                "team": "oak",
            }
            for number, child in enumerate(LEAVERS)
        ],
        "cp_plans": [],
        "cin_plans": [],
        "sdq_scores": [],
    }


def _health(as_at: date) -> Rows:
    checked = dict.fromkeys([*ELM[:9], *OAK[:2]], "2019-03-01")
    if as_at >= AUGUST:
        checked["A10"] = "2019-07-15"
    rows = [{"child": child, "type": "dental", "checked_on": checked.get(child, "2017-06-01")} for child in LOOKED_AFTER]
    return [{"health_check": f"h-{number}", **row} for number, row in enumerate(rows)]
