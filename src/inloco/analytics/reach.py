"""How far a snapshot of a partial format reaches: which figures it can give honestly, for which periods, areas and groups.

An Annex A workbook has one placement and one review a child, a census only its year. ``schema/reach.csv`` names every computed
indicator for each such format, with how far it reaches or why it does not: then it is not available, never a zero, never a wrong
figure. Kinds that are not in the file reach as far as their rows do.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from inloco.analytics.calendars import add_months
from inloco.analytics.indicators.definition import Basis, Indicator
from inloco.analytics.periods import Period

GROUPS: Mapping[str, tuple[str, ...]] = {
    "annexa": ("age", "category", "sex"),
    "cin_census": ("age", "category", "ethnicity", "sex"),
    "ssda903": (
        "age",
        "ethnicity",
        "legal_status",
        "need",
        "placement_type",
        "provider",
        "sex",
        "unaccompanied",
        "worker",
    ),
}
"""What the figures of a partial format can be split by: what it says as finely as the code lists do."""


TEAMLESS = ("ssda903",)
"""Formats that name workers and no teams: areas below the authority have no figures."""

UNTOLD: Mapping[str, tuple[str, ...]] = {"ssda903": ("care_leavers_pa_allocated_16_pct",)}
"""Figures that a format has the tables for, but not the rows: a return names social workers and no personal advisers."""

ONLY_AT_YEAR_END: Mapping[str, tuple[str, ...]] = {
    "ssda903": ("cla_convicted_pct", "immunisations_up_to_date_pct", "sdq_average_score", "sdq_completed_pct")
}
"""Figures that a return asks of the children of 31 March: on other days it does not say who would have been counted, or how."""

LOOKS_BACK: Mapping[str, int] = {
    "cla_annual_change_pct": 12,
    "cla_repeat_episodes_pct": 60,
    "immunisations_up_to_date_pct": 12,
    "ni62_three_plus_placements_pct": 12,
    "ni63_long_term_stability_pct": 30,
    "reunified_stay_home_count": 6,
    "sdq_average_score": 12,
    "sdq_completed_pct": 12,
}
"""So many months up to its first day must be whole too, where a snapshot says since when it is."""


@dataclass(frozen=True)
class Reach:
    """``months`` is how far the rows go back from the snapshot's day; 0: that day alone. ``by_area``: they tell the team."""

    months: int
    by_area: bool

    def since(self, as_at: date) -> date:
        """The first day that is whole."""
        return add_months(as_at, -self.months) + timedelta(days=1) if self.months else as_at


@cache
def reaches() -> Mapping[str, Mapping[str, Reach]]:
    """Kind of snapshot → indicator → how far it reaches."""
    found: dict[str, dict[str, Reach]] = {}
    for row in _rows():
        if row["months"]:
            found.setdefault(row["kind"], {})[row["indicator"]] = Reach(int(row["months"]), row["by_area"] == "yes")
    return found


@cache
def out_of_reach() -> Mapping[str, Mapping[str, str]]:
    """Kind of snapshot → indicator that it cannot give → why, as the end of a sentence."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows():
        if row["why_not"]:
            found.setdefault(row["kind"], {})[row["indicator"]] = row["why_not"]
    return found


def _rows() -> list[dict[str, str]]:
    text = files("inloco.analytics.schema").joinpath("reach.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def is_partial(kind: str) -> bool:
    return kind in reaches()


def can_reach(kind: str, as_at: date, indicator: Indicator, period: Period, year_start: date, since: date | None = None) -> bool:
    """Whether a snapshot of this kind and day can give the figure. ``year_start`` is that of the year to the period's day;
    ``since`` the snapshot's first whole day."""
    first_day = {
        Basis.AS_AT: period.day(as_at),
        Basis.OVER_PERIOD: period.start,
        Basis.YEAR_TO_DATE: year_start,
    }[indicator.basis]
    if indicator.id in UNTOLD.get(kind, ()):
        return False
    if indicator.id in ONLY_AT_YEAR_END.get(kind, ()) and (period.end.month, period.end.day) != (3, 31):
        return False
    if since is not None:
        back = LOOKS_BACK.get(indicator.id, 0)
        if (add_months(first_day, -back) + timedelta(days=1) if back else first_day) < since:
            return False
    if not is_partial(kind):
        return True
    reach = reaches()[kind].get(indicator.id)
    return reach is not None and first_day >= reach.since(as_at)


def can_place(kind: str, indicator: Indicator) -> bool:
    """Whether areas below the authority can have figures of their own."""
    if kind in TEAMLESS:
        return False
    return not is_partial(kind) or (indicator.id in reaches()[kind] and reaches()[kind][indicator.id].by_area)


def can_group(kind: str, by: str | None) -> bool:
    return by is None or by in GROUPS.get(kind, (by,))
