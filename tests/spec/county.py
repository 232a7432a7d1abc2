"""A few children in words, and what each definition makes of them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from inloco.analytics import behind, engine
from inloco.analytics.facts import YEAR_TO_DATE
from inloco.analytics.figure import Figure
from inloco.analytics.periods import parse_period
from inloco.analytics.records import Recorded
from inloco.analytics.reference import Reference, reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from tests.factories.county import record_of, snapshot_of

TABLES = (
    "person",
    "cla_episodes",
    "legal_status",
    "cla_placement",
    "local_placement_area",
    "cla_reviews",
    "cla_health",
    "cla_immunisations",
    "sdq_scores",
    "cin_plans",
    "cin_episodes",
    "cp_plans",
    "cp_reviews",
    "initial_cp_conference",
    "s47_enquiry",
    "missing",
    "care_leavers",
    "involvements",
    "department",
    "cla_visits",
    "cla_convictions",
    "pre_proceedings",
    "immigration_status",
    "local_conference_attendance",
    "local_core_group",
    "local_flag",
    "local_monitoring",
    "local_pep",
    "local_return_interview",
)
AREAS = (
    {"area": "county", "name": "Wealdshire", "kind": "authority"},
    {"area": "north", "name": "North", "kind": "locality", "parent": "county"},
    {"area": "T1", "name": "Hazel team", "kind": "team", "parent": "north"},
    {"area": "T2", "name": "Rowan team", "kind": "team", "parent": "north"},
    {"area": "T3", "name": "Willow team", "kind": "team", "parent": "county"},
)


class County:
    """Builds an extract child by child. Every table is there, empty unless something is put into it."""

    def __init__(self, root: Path, as_at: str = "2019-08-31", **settings: Any) -> None:
        self.root = root
        self.as_at = as_at
        self.settings = Settings(**settings)
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list, {name: [] for name in TABLES})
        self.rows["areas"] = [dict(area) for area in AREAS]
        self.rows["population"] = [{"area": "county", "from_on": "2010-01-01", "under_18": 10_000}]
        self.records: dict[str, Recorded] = {}
        self._snapshot: Snapshot | None = None

    def child(self, name: str, born: str | None = "2009-06-15", **more: Any) -> Child:
        self.rows["person"].append({"child": name, "born_on": born, **more})
        return Child(self, name)

    def add(self, table: str, **row: Any) -> None:
        self.rows[table].append(row)

    def recorded(self, table: str, *rows: dict[str, Any], since: str = "2019-01-01") -> County:
        """What plans or boards recorded from ``since`` on: a row each."""
        self.records[table] = record_of(table, rows, since=since)
        return self

    def without(self, table: str) -> County:
        """The extract lacks this table."""
        del self.rows[table]
        return self

    def freeze(self) -> tuple[Snapshot, Reference]:
        if self._snapshot is None:
            self._snapshot = snapshot_of(self.root, as_at=self.as_at, records=self.records, **self.rows)
        return self._snapshot, reference_for(SnapshotStore(self.root), self._snapshot)

    def states(
        self, indicator: str, period: str = "2019-08", area: str | None = None, span: str = YEAR_TO_DATE
    ) -> dict[str, str]:
        """``{child: "met"}``, ``"not met"`` or ``"excluded: the reason"``."""
        found: dict[str, str] = {}
        snapshot, reference = self.freeze()
        for one in behind.children(snapshot, reference, self.settings, indicator, parse_period(period), area, span=span):
            told = f"excluded: {one.reason}" if one.state == behind.EXCLUDED else one.state.replace("_", " ")
            found[one.child] = f"{found[one.child]}, {told}" if one.child in found else told
        return found

    def reasons(self, indicator: str, period: str = "2019-08") -> dict[str, str]:
        snapshot, reference = self.freeze()
        return {
            one.child: one.reason for one in behind.children(snapshot, reference, self.settings, indicator, parse_period(period))
        }

    def figures(self, indicator: str, *periods: str, **more: Any) -> list[Figure]:
        snapshot, reference = self.freeze()
        asked = [parse_period(period) for period in periods or ("2019-08",)]
        return engine.compute(snapshot, reference, self.settings, [indicator], asked, **more)

    def figure(self, indicator: str, period: str = "2019-08", area: str = "county", group: str = "", **more: Any) -> Figure:
        found = [one for one in self.figures(indicator, period, **more) if one.area == area and one.group == group]
        assert len(found) == 1, f"{len(found)} figures of {indicator} for {area} {group} in {period}"
        return found[0]

    def of(self, indicator: str, period: str = "2019-08", area: str = "county", **more: Any) -> str:
        """Numerator and denominator as a page would say them: ``3 of 7``, or just ``3``."""
        figure = self.figure(indicator, period, area, **more)
        return f"{figure.numerator} of {figure.denominator}" if figure.denominator is not None else f"{figure.numerator}"


class Child:
    """What happened to one child. Every method gives the child again."""

    def __init__(self, county: County, name: str) -> None:
        self.county = county
        self.name = name
        self.period = 0

    def looked_after(
        self,
        since: str,
        until: str | None = None,
        status: str | None = "C2",
        placement: str | None = "U4",
        start: str = "S",
        end: str = "E4A",
        need: str = "N1",
    ) -> Child:
        """A period of care of one episode, one legal status and one placement."""
        self.period += 1
        self.episode(since, until, start=start, end=end if until else None, need=need)
        if status:
            self.under(status, since, until)
        if placement:
            self.placed(placement, since, until)
        return self

    def episode(self, since: str, until: str | None = None, start: str = "S", end: str | None = None, **more: Any) -> Child:
        self.period = self.period or 1
        self.county.add(
            "cla_episodes", child=self.name, started_on=since, ended_on=until, start_reason=start, end_reason=end,
            period_of_care=f"{self.name} {self.period}", **more,
        )  # fmt: skip
        return self

    def under(self, status: str, since: str, until: str | None = None, **more: Any) -> Child:
        self.county.add("legal_status", child=self.name, legal_status=status, started_on=since, ended_on=until, **more)
        return self

    def placed(self, type: str, since: str, until: str | None = None, postcode: str | None = None, **more: Any) -> Child:
        self.county.add(
            "cla_placement", child=self.name, type=type, started_on=since, ended_on=until, postcode=postcode,
            period_of_care=f"{self.name} {self.period}", **more,
        )  # fmt: skip
        return self

    def reviewed(self, *days: str, participation: str | None = "PN1", period: int | None = None, **more: Any) -> Child:
        for day in days:
            self.county.add(
                "cla_reviews", period_of_care=f"{self.name} {period or self.period}", held_on=day,
                participation=participation, **more,
            )  # fmt: skip
        return self

    def assessed(self, day: str, type: str = "review", status: str | None = "completed") -> Child:
        self.county.add("cla_health", child=self.name, type=type, checked_on=day, status=status)
        return self

    def in_need(self, since: str, until: str | None = None) -> Child:
        self.county.add("cin_plans", child=self.name, started_on=since, ended_on=until)
        return self

    def on_plan(self, since: str, until: str | None = None, **more: Any) -> Child:
        self.county.add("cp_plans", child=self.name, started_on=since, ended_on=until, **more)
        return self

    def team(self, team: str, since: str, until: str | None = None, role: str = "ALLOCATED CASE WORKER", **more: Any) -> Child:
        number = f"I{len(self.county.rows['involvements']) + 1}"
        row = {"involvement": number, "role": role, "team": team, "started_on": since, "ended_on": until, **more}
        self.county.add("involvements", child=self.name, **row)
        return self

    def leaver(self, eligibility: str = "former_relevant", **more: Any) -> Child:
        self.county.add("care_leavers", child=self.name, eligibility=eligibility, **more)
        return self
