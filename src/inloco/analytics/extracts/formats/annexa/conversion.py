"""From the lists to the plain tables of a snapshot, as far as each list reaches. A list that is missing leaves its tables out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pyarrow as pa

from inloco.analytics.extracts.checks.reading import MISSING_COLUMN
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.formats import Reading, Tell
from inloco.analytics.extracts.formats.annexa.checks import LIST_LACKS_COLUMN, LISTS_DIFFER, MISSING_LIST
from inloco.analytics.extracts.formats.annexa.lists import TITLES, lists
from inloco.analytics.extracts.formats.annexa.workbook import AnnexList, Value
from inloco.analytics.extracts.growing import GrowingTable, Ids
from inloco.analytics.extracts.places import row_in
from inloco.analytics.schema.tables import tables

ALLOCATED = "ALLOCATED CASE WORKER"
BY_TRUST = (8, 7, 6, 9, 5, 4, 3, 10, 2, 1)
"""Of two lists that say different things of one child, the one whose records are kept longest is believed first."""

PLACED_BY = (8, 7, 6, 9, 5, 4, 3)
"""The lists that say who is allocated."""

FIELDS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "cin_episodes": (3, {"received_on": "received_on"}),
    "cin_assessments": (4, {"started_on": "started_on"}),
    "s47_enquiry": (5, {"started_on": "started_on"}),
    "initial_cp_conference": (5, {"held_on": "held_on"}),
    "cin_plans": (6, {"started_on": "started_on", "ended_on": "ended_on", "case_status": "case_status"}),
    "cp_plans": (7, {"started_on": "started_on", "ended_on": "ended_on"}),
    "cp_reviews": (7, {"started_on": "started_on", "held_on": "reviewed_on"}),
    "cla_episodes": (8, {"started_on": "started_on", "ended_on": "ended_on", "end_reason": "end_reason"}),
    "cla_placement": (8, {"started_on": "placed_on", "type": "placement_type", "ended_on": "ended_on"}),
    "local_placement_area": (8, {"in_area": "location", "placed": "placed_on"}),
    "legal_status": (8, {"legal_status": "legal_status", "started_on": "status_started_on", "ended_on": "ended_on"}),
    "cla_reviews": (8, {"held_on": "reviewed_on"}),
    "cla_visits": (8, {"visited_on": "visited_on"}),
    "cla_health": (8, {"checked_on": "assessed_on", "dental": "dental_on"}),
    "care_leavers": (9, {"eligibility": "eligibility"}),
    "permanence": (10, {"adm_decision_on": "adm_decision_on"}),
}
"""By table: its list, and the columns of the list without which there is no such table, by the plain names that they fill."""


class Conversion:
    """The lists of one workbook on their way to tables."""

    def __init__(self, lists: Mapping[int, AnnexList], as_at: date | None, found: Collected, tell: Tell) -> None:
        self.lists = lists
        self.as_at = as_at
        self.found = found
        self.tell = tell
        self.files = tuple(lists[number].file for number in sorted(lists))
        self._place = {number: place for place, number in enumerate(sorted(lists))}
        self._possible = {name for name in FIELDS if self._is_possible(name)}

    def reading(self) -> Reading:
        """Everything that the lists can fill; what they cannot is said once."""
        self._say_what_lacks()
        self.tell("Sorting the lists", 0.85)
        read = self._people() if self.lists else {}
        for convert, number in (
            (self._referrals, 3), (self._assessments, 4), (self._enquiries, 5), (self._plans_in_need, 6), (self._protection, 7),
            (self._care, 8), (self._care_leavers, 9), (self._adoption, 10),
        ):  # fmt: skip
            if number in self.lists:
                read |= {name: table.done() for name, table in convert(self.lists[number]).items() if name in self._possible}
        if "cp_plans" in read and "initial_cp_conference" in read:
            read["cp_plans"] = _with_conferences(read["cp_plans"], read["initial_cp_conference"])
        return Reading(read, self.files, self.as_at, self._fields())

    def _is_possible(self, table: str) -> bool:
        number, needed = FIELDS[table]
        return number in self.lists and set(needed.values()) <= set(self.lists[number].columns)

    def _say_what_lacks(self) -> None:
        workbook = self.files[0].partition(", sheet ")[0] if self.files else ""
        for number in TITLES:
            if number in self.lists:
                given = self.lists[number]
                lacking = [column.header for column in lists()[number] if column.name and column.name not in given.columns]
                for header in lacking:
                    self.found.add(
                        LIST_LACKS_COLUMN.finding(given.file, f"List {number} has no column “{header}”.", column=header)
                    )
            elif self.lists:
                self.found.add(MISSING_LIST.finding(workbook, f"There is no list {number} ({TITLES[number]})."))
        if self.lists and not any("born_on" in one.columns for one in self.lists.values()):
            self.found.add(MISSING_COLUMN.finding(workbook, "No list has the column Date of Birth.", column="Date of Birth"))

    def _fields(self) -> dict[tuple[str, str], str]:
        """What the workbook calls a plain column, for findings about rows."""
        fields: dict[tuple[str, str], str] = {}
        for table, (number, names) in FIELDS.items():
            if table in self._possible:
                headers = self.lists[number].headers
                fields |= {(table, plain): headers[name] for plain, name in names.items() if plain in tables()[table].by_name}
                fields[table, "child"] = headers["child"]
        for number in BY_TRUST:
            for name in ("child", "born_on", "sex", "ethnicity"):
                if number in self.lists and name in self.lists[number].headers:
                    fields.setdefault(("person", name), self.lists[number].headers[name])
        return fields

    def _records(self, given: AnnexList, *names: str) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """Each record's place and its values under ``names``, the child first; a column that is not there is blank."""
        blank = [None] * len(given.rows)
        columns = [given.columns.get(name, blank) for name in ("child", *names)]
        file = self._place[given.number]
        for at, values in zip(given.rows, zip(*columns, strict=True), strict=True):
            yield row_in(file, at), values

    def _people(self) -> dict[str, pa.Table]:
        """Everyone in any list, whether disabled, and who is allocated now; with the teams and workers that these name."""
        known: dict[str, tuple[int, dict[str, Value]]] = {}
        allocated: dict[str, tuple[int, Value, Value]] = {}
        names = ("sex", "ethnicity", "born_on", "is_disabled")
        for number in BY_TRUST:
            if number not in self.lists:
                continue
            given = self.lists[number]
            for row, (child, *values, team, worker) in self._records(given, *names, "team", "worker"):
                at, person = known.setdefault(str(child), (row, {}))
                for name, value in zip(names, values, strict=True):
                    there = person.setdefault(name, value)
                    if there is None:
                        person[name] = value
                    elif value is not None and value != there and name == "born_on":
                        self._say_difference(given, at, row, there, value)
                if number in PLACED_BY and (team or worker):
                    allocated.setdefault(str(child), (row, team, worker))
        person_table = GrowingTable("person", ("child", "sex", "ethnicity", "born_on", "expected_on"))
        disability = GrowingTable("disability", ("child", "row_id", "disability"))
        for child, (row, person) in known.items():
            born_on = person.get("born_on")
            is_unborn = isinstance(born_on, date) and self.as_at is not None and born_on > self.as_at
            person_table.add(
                row,
                child,
                person.get("sex"),
                person.get("ethnicity"),
                None if is_unborn else born_on,
                born_on if is_unborn else None,
            )
            if person.get("is_disabled") is not None:
                disability.add(row, child, child, "DDA" if person["is_disabled"] else "NONE")
        read = {"person": person_table.done()}
        if any("is_disabled" in given.columns for given in self.lists.values()):
            read["disability"] = disability.done()
        if any("team" in self.lists[number].columns for number in PLACED_BY if number in self.lists):
            read |= self._allocations(allocated)
        return read

    def _say_difference(self, given: AnnexList, at: int, row: int, there: Value, value: Value) -> None:
        file = self.files[at >> 32]
        message = f"Born on {there:%d/%m/%Y} in {file.rpartition(', ')[2]}, row {at & 0xFFFFFFFF}, and on {value:%d/%m/%Y} here."
        found = LISTS_DIFFER.finding(
            given.file, message, row=row & 0xFFFFFFFF, column=given.headers["born_on"], value=f"{value:%d/%m/%Y}"
        )
        self.found.add(found)

    def _allocations(self, allocated: Mapping[str, tuple[int, Value, Value]]) -> dict[str, pa.Table]:
        """The lists say who is allocated on their day, not since when: the involvement begins on that day."""
        involvements = GrowingTable("involvements", ("involvement", "worker", "role", "team", "started_on", "child"))
        teams: dict[str, int] = {}
        workers: dict[str, int] = {}
        for child, (row, team, worker) in allocated.items():
            involvements.add(row, child, worker, ALLOCATED, team, self.as_at, child)
            if team is not None:
                teams.setdefault(str(team), row)
            if worker is not None:
                workers.setdefault(str(worker), row)
        department = GrowingTable("department", ("team", "name"))
        for team, row in teams.items():
            department.add(row, team, team)
        professionals = GrowingTable("professionals", ("worker", "name"))
        for worker, row in workers.items():
            professionals.add(row, worker, worker)
        return {"involvements": involvements.done(), "department": department.done(), "professionals": professionals.done()}

    def _referrals(self, given: AnnexList) -> dict[str, GrowingTable]:
        table = GrowingTable(
            "cin_episodes", ("referral", "child", "received_on", "referral_source_desc", "is_no_further_action", "team", "worker")
        )
        ids = Ids()
        for row, (child, received_on, *rest) in self._records(
            given, "received_on", "source", "is_no_further_action", "team", "worker"
        ):
            table.add(row, ids.of(child, received_on), child, received_on, *rest)
        return {"cin_episodes": table}

    def _assessments(self, given: AnnexList) -> dict[str, GrowingTable]:
        table = GrowingTable(
            "cin_assessments",
            (
                "assessment", "child", "started_on", "assessment_child_seen", "authorised_on", "assessment_outcome_nfa",
                "assessment_team", "assessment_worker_id",
            ),
        )  # fmt: skip
        ids = Ids()
        for row, (child, started_on, is_seen, authorised_on, needs_support, team, worker) in self._records(
            given, "started_on", "is_seen", "authorised_on", "needs_support", "team", "worker"
        ):
            is_over = None if needs_support is None else not needs_support
            table.add(row, ids.of(child, started_on), child, started_on, is_seen, authorised_on, is_over, team, worker)
        return {"cin_assessments": table}

    def _enquiries(self, given: AnnexList) -> dict[str, GrowingTable]:
        """One row is a strategy discussion and the conference that it led to. Discussions of one day are one."""
        enquiries = GrowingTable("s47_enquiry", ("s47_enquiry", "child", "started_on", "team", "worker"))
        conferences = GrowingTable(
            "initial_cp_conference", ("icpc", "s47_enquiry", "child", "held_on", "is_plan_outcome", "team", "worker")
        )
        ids = Ids()
        for row, (child, started_on, held_on, is_plan_outcome, team, worker) in self._records(
            given, "started_on", "held_on", "is_plan_outcome", "team", "worker"
        ):
            enquiry = ids.of(child, started_on) if started_on is not None else None
            if enquiry is not None:
                enquiries.add(row, enquiry, child, started_on, team, worker)
            if held_on is not None:
                conferences.add(row, ids.of("icpc", child, held_on), enquiry, child, held_on, is_plan_outcome, team, worker)
        return {"s47_enquiry": enquiries, "initial_cp_conference": conferences}

    def _plans_in_need(self, given: AnnexList) -> dict[str, GrowingTable]:
        """The list has every child in need; whose case is at “child in need plan” has such a plan on the workbook's day."""
        table = GrowingTable("cin_plans", ("cin_plan", "child", "started_on", "ended_on", "team", "worker"))
        ids = Ids()
        for row, (child, case_status, started_on, ended_on, team, worker) in self._records(
            given, "case_status", "started_on", "ended_on", "team", "worker"
        ):
            if case_status == "plan_in_need":
                table.add(row, ids.of(child, started_on), child, started_on, ended_on, team, worker)
        return {"cin_plans": table}

    def _protection(self, given: AnnexList) -> dict[str, GrowingTable]:
        plans = GrowingTable("cp_plans", ("cp_plan", "child", "started_on", "ended_on", "initial_category", "latest_category"))
        reviews = GrowingTable("cp_reviews", ("cp_review", "child", "cp_plan", "held_on"))
        ids = Ids()
        for row, (child, started_on, ended_on, initial, latest, reviewed_on) in self._records(
            given, "started_on", "ended_on", "initial_category", "latest_category", "reviewed_on"
        ):
            plan = ids.of(child, started_on)
            plans.add(row, plan, child, started_on, ended_on, initial, latest)
            if reviewed_on is not None:
                reviews.add(row, f"{plan}:{reviewed_on}", child, plan, reviewed_on)
        return {"cp_plans": plans, "cp_reviews": reviews}

    def _care(self, given: AnnexList) -> dict[str, GrowingTable]:
        """The current period of care as one episode, with the placement, the legal status and the latest events in it."""
        episodes = GrowingTable(
            "cla_episodes",
            (
                "episode", "child", "started_on", "start_reason", "need", "ended_on", "end_reason", "period_of_care", "placement",
                "entered_care_on", "iro_contact_on",
            ),
        )  # fmt: skip
        placements = GrowingTable(
            "cla_placement",
            ("placement", "child", "period_of_care", "started_on", "ended_on", "type", "provider", "postcode", "urn"),
        )
        in_area = GrowingTable("local_placement_area", ("placement", "in_area"))
        statuses = GrowingTable("legal_status", ("legal_status_id", "child", "legal_status", "started_on", "ended_on"))
        reviews = GrowingTable("cla_reviews", ("review", "period_of_care", "held_on"))
        visits = GrowingTable("cla_visits", ("visit", "period_of_care", "child", "visited_on"))
        checks = GrowingTable("cla_health", ("health_check", "child", "type", "checked_on"))
        ids = Ids()
        for row, (child, *values) in self._records(
            given, "started_on", "ended_on", "end_reason", "need", "iro_contact_on", "placed_on", "placement_type", "provider",
            "postcode", "urn", "location", "status_started_on", "legal_status", "reviewed_on", "visited_on", "assessed_on",
            "dental_on",
        ):  # fmt: skip
            started_on, ended_on, end_reason, need, iro_contact_on, placed_on, kind, provider, postcode, urn, location = values[
                :11
            ]
            status_started_on, legal_status, reviewed_on, visited_on, assessed_on, dental_on = values[11:]
            period = ids.of(child, started_on)
            placement = f"{period}:{placed_on}" if placed_on is not None else None
            episodes.add(
                row, period, child, started_on, "S", need, ended_on, end_reason, period, placement, started_on, iro_contact_on
            )
            if placement is not None:
                placements.add(row, placement, child, period, placed_on, ended_on, kind, provider, postcode, urn)
                if location is not None:
                    in_area.add(row, placement, location == "in")
            if legal_status is not None:
                statuses.add(row, period, child, legal_status, status_started_on, ended_on)
            if reviewed_on is not None:
                reviews.add(row, f"{period}:{reviewed_on}", period, reviewed_on)
            if visited_on is not None:
                visits.add(row, f"{period}:{visited_on}", period, child, visited_on)
            for type, checked_on in (("assessment", assessed_on), ("dental", dental_on)):
                if checked_on is not None:
                    checks.add(row, f"{period}:{type}", child, type, checked_on)
        return {
            "cla_episodes": episodes,
            "cla_placement": placements,
            "local_placement_area": in_area,
            "legal_status": statuses,
            "cla_reviews": reviews,
            "cla_visits": visits,
            "cla_health": checks,
        }

    def _care_leavers(self, given: AnnexList) -> dict[str, GrowingTable]:
        names = (
            "eligibility", "in_touch", "last_contact_on", "accommodation", "suitable", "activity", "pathway_plan_reviewed_on",
            "personal_adviser", "team", "worker",
        )  # fmt: skip
        table = GrowingTable("care_leavers", ("care_leaver", "child", *names))
        ids = Ids()
        for row, (child, *values) in self._records(given, *names):
            table.add(row, ids.of(child), child, *values)
        return {"care_leavers": table}

    def _adoption(self, given: AnnexList) -> dict[str, GrowingTable]:
        names = (
            "adm_decision_on", "placement_order_on", "matched_on", "placed_for_adoption_on", "decision_reversed_on",
            "decision_reversed_reason", "placed_ffa_cp_on",
        )  # fmt: skip
        table = GrowingTable("permanence", ("row_id", "child", *names, "permanence_order_on", "permanence_order_type"))
        ids = Ids()
        for row, (child, *values, adopted_on) in self._records(given, *names, "adopted_on"):
            table.add(row, ids.of(child, values[0]), child, *values, adopted_on, "Adoption" if adopted_on is not None else None)
        return {"permanence": table}


def _with_conferences(plans: pa.Table, conferences: pa.Table) -> pa.Table:
    """A plan begins on the day of the child's initial conference: that links the two, whose rows name only the child."""
    held = {
        (child, day): icpc
        for child, day, icpc in zip(*(conferences[name].to_pylist() for name in ("child", "held_on", "icpc")), strict=True)
    }
    linked = [held.get(key) for key in zip(plans["child"].to_pylist(), plans["started_on"].to_pylist(), strict=True)]
    place = plans.schema.get_field_index("icpc")
    return plans.set_column(place, plans.schema.field(place), pa.array(linked, pa.string()))
