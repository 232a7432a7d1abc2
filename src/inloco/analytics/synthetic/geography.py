"""The made-up county: its districts, localities and teams, its population, and who it is compared with.

No place here exists. The comparators keep the names that real ones have; their values are made up and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AUTHORITY = "aldermere"
AUTHORITY_NAME = "Aldermere"

LOCALITIES = {"north": "North", "central": "Central", "east": "East"}

DISTRICTS: tuple[tuple[str, str, str, int], ...] = (
    ("FERN", "Fernsea", "north", 1090),
    ("DUNL", "Dunley & Wick", "north", 955),
    ("WEIR", "Castleweir", "central", 1530),
    ("THOR", "Thornmere", "central", 1235),
    ("LONG", "Longmarsh", "central", 580),
    ("HARR", "Harrowmouth", "east", 1315),
    ("PELL", "Pellow Vale", "east", 950),
    ("COLD", "Coldharrow", "east", 485),
    ("ESKE", "Eskermoor & Leigh", "east", 1860),
)
"""Id, name, locality, and share of the county in ten-thousandths."""

SPECIALIST_TEAMS: tuple[tuple[str, str, str], ...] = (
    ("MASH", "MASH", AUTHORITY),
    ("EAST-T", "East team", "east"),
    ("EXPL", "Exploitation", AUTHORITY),
    ("SEND", "SEND", AUTHORITY),
    ("ADFO", "Adoption and fostering", AUTHORITY),
    ("LC-N", "Leaving care North", "north"),
    ("LC-C", "Leaving care Central", "central"),
    ("LC-E", "Leaving care East", "east"),
    ("OTHER", "Other service areas", AUTHORITY),
)

COMPARATORS = ("North West", "England", "Statistical neighbours")
"""Id and name alike, as the reference data of every council names them."""

RATE_OF_LOOKED_AFTER = 84
"""Children looked after per 10,000 that the population is made for."""

BAD_PATCH_DISTRICT = "HARR"
"""The district whose health, dental and review work slips for half a year, so that there is something to find."""

STANDING: dict[str, int] = {
    "FERN": 118,
    "DUNL": 92,
    "WEIR": 96,
    "THOR": 70,
    "LONG": 95,
    "HARR": 128,
    "PELL": 102,
    "COLD": 94,
    "ESKE": 108,
}
"""How often work is late in a district, against 100 for the county."""


@dataclass(frozen=True)
class AreaRow:
    area: str
    name: str
    kind: str
    parent: str | None
    from_on: date | None = None
    to_on: date | None = None


def safeguarding_team(district: str) -> str:
    return f"{district}-FS"


def care_team(district: str) -> str:
    return f"{district}-CC"


def leaving_care_team(locality: str) -> str:
    return {"north": "LC-N", "central": "LC-C", "east": "LC-E"}[locality]


def areas() -> list[AreaRow]:
    """The whole tree, the top first, the comparators last."""
    rows = [AreaRow(AUTHORITY, AUTHORITY_NAME, "authority", None)]
    rows += [AreaRow(area, name, "locality", AUTHORITY) for area, name in LOCALITIES.items()]
    rows += [AreaRow(area, name, "district", locality) for area, name, locality, _ in DISTRICTS]
    for area, name, _, _ in DISTRICTS:
        rows.append(AreaRow(safeguarding_team(area), f"{name} family safeguarding", "team", area))
        rows.append(AreaRow(care_team(area), f"{name} children in care", "team", area))
    rows += [AreaRow(area, name, "team", parent) for area, name, parent in SPECIALIST_TEAMS]
    rows += [AreaRow(name, name, "comparator", None) for name in COMPARATORS]
    return rows


@dataclass(frozen=True)
class PopulationRow:
    area: str
    from_on: date
    to_on: date | None
    under_18: int


def populations(children: int, known: date, until: date, first: date) -> list[PopulationRow]:
    """Under-18s of every district, locality and the county as known at ``known``; parts add up to the whole.

    New each 1 July, as mid-year estimates are. ``until`` is the county's last day, on which the rate comes out as it should.
    """
    final, newest = _estimate_year(until), _estimate_year(known)
    rows: list[PopulationRow] = []
    for year in range(first.year - 1, newest + 1):
        begun, ended = date(year, 7, 1), date(year + 1, 7, 1) if year < newest else None
        county = children * 10_000 * (1_000 - 7 * (final - year)) // (RATE_OF_LOOKED_AFTER * 1_000)
        shares = {area: share + (year * 7 + share) % 9 - 4 for area, _, _, share in DISTRICTS}
        districts = {area: max(1, county * share // sum(shares.values())) for area, share in shares.items()}
        localities = {place: sum(districts[a] for a, _, where, _ in DISTRICTS if where == place) for place in LOCALITIES}
        whole = {AUTHORITY: sum(districts.values())}
        rows += [PopulationRow(area, begun, ended, count) for area, count in (whole | localities | districts).items()]
    return rows


def _estimate_year(day: date) -> int:
    return day.year if day.month >= 7 else day.year - 1


MADE_UP = "Made up for the synthetic county"

_COMPARED: tuple[tuple[str, bool, int, tuple[int, int, int]], ...] = (
    ("cla_rate", True, 10, (910, 640, 671)),
    ("cp_plans_rate", True, 5, (537, 453, 486)),
    ("cin_plans_rate", True, 4, (1120, 980, 1015)),
    ("health_assessment_up_to_date_pct", True, 6, (900, 880, 872)),
    ("dental_up_to_date_pct", True, 7, (862, 838, 811)),
    ("ni62_three_plus_placements_pct", False, 2, (100, 100, 98)),
    ("ni63_long_term_stability_pct", True, 4, (710, 700, 714)),
    ("ni66_cla_reviews_in_time_pct", False, 5, (931, 922, 940)),
    ("ni67_cp_reviewed_in_time_pct", False, 3, (918, 905, 931)),
    ("care_leavers_suitable_accom_pct", False, 4, (870, 840, 866)),
    ("care_leavers_eet_pct", False, 5, (490, 500, 512)),
    ("care_leavers_neet_pct", False, 5, (450, 400, 421)),
    ("care_leavers_in_touch_pct", False, 3, (900, 880, 893)),
)
"""Indicator, whether it is as at 31 March, how much it grows a year, and tenths for the three comparators in the last year."""


@dataclass(frozen=True)
class ComparatorRow:
    indicator: str
    area: str
    period: str
    value: str
    source: str


def comparators(known: date, years: int = 6) -> list[ComparatorRow]:
    """National and regional values as published by ``known``: those of 31 March come out in November."""
    newest = known.year if known.month >= 11 else known.year - 1
    rows: list[ComparatorRow] = []
    for indicator, as_at, growth, tenths in _COMPARED:
        for year in range(newest - years + 1, newest + 1):
            period = f"{year}-03" if as_at else f"{year - 1}/{year % 100:02d}"
            for area, last in zip(COMPARATORS, tenths, strict=True):
                value = last + growth * max(-6, min(4, year - 2019)) + (year * 3 + len(area)) % 3 - 1
                rows.append(ComparatorRow(indicator, area, period, f"{value // 10}.{value % 10}", MADE_UP))
    return rows
