"""The other indicators of the catalogue once more, in plain loops over days and rows: written from the readings of the
definitions, as ``reference`` is. Each case has an area and counts in the numerator, the denominator or both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from .reference import (
    ADOPTION,
    DAY,
    FOSTERING,
    Care,
    Row,
    Stay,
    World,
    is_open,
    months_before,
    working_days_after,
    years_old,
)

Case = tuple[str, int, int]
PLANS = {
    "ni67_cp_reviewed_in_time_pct", "rcpc_late_children_count", "cp_open_2y_pct", "cp_over_12m_count", "ni64_cp_2y_ceased_pct",
    "ni65_repeat_cp_pct", "repeat_cp_12m_pct",
}  # fmt: skip
GUARDIANSHIP = {"E45", "E46", "E47", "E48"}
TERMS = ((1, 1), (4, 16), (9, 1))
"""Months and days on which school terms are taken to begin."""


def after(day: date, months: int) -> date:
    return months_before(day, -months)


def april(day: date) -> date:
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


class FullWorld(World):
    def __init__(self, tables: Mapping[str, list[Row]], as_at: date) -> None:
        super().__init__(tables, as_at)
        self._counted: dict[tuple[str, date, date], list[Case]] = {}
        self._stays: dict[tuple[str, date], list[Stay]] = {}

    def stays(self, child: str, until: date) -> list[Stay]:
        if (child, until) not in self._stays:
            self._stays[child, until] = super().stays(child, until)
        return self._stays[child, until]

    def count(self, id: str, first: date, last: date, areas: Iterable[str]) -> tuple[int, int]:
        """Numerator and denominator for the leaf areas given."""
        within, day = set(areas), min(last, self.as_at)
        if (id, first, day) not in self._counted:
            self._counted[id, first, day] = list(self.cases(id, first, day))
        cases = [case for case in self._counted[id, first, day] if case[0] in within]
        return sum(case[1] for case in cases), sum(case[2] for case in cases)

    def cases(self, id: str, first: date, day: date) -> Iterator[Case]:
        events: dict[str, Callable[[date, date], Iterator[Case]]] = {
            "icpc_in_time_pct": self._icpc_in_time,
            "icpc_count": lambda first, day: self._on(self._all("initial_cp_conference"), "held_on", first, day),
            "conferences_held_count": self._meetings,
            "conferences_per_month_avg": self._meetings,
            "referrals_count": lambda first, day: self._on(self._all("cin_episodes"), "received_on", first, day),
            "re_referrals_pct": self._re_referrals,
            "stepdown_re_referrals_count": self._stepped_down,
            "sgo_granted_count": lambda first, day: self._ceased(first, day, lambda care: self._why(care) in GUARDIANSHIP),
            "ico_home_ceased_cla_count": lambda first, day: self._ceased(first, day, lambda care: self._home(care, "C1")),
            "fco_home_ceased_cla_count": lambda first, day: self._ceased(
                first, day, lambda care: self._home(care, "C2") and self._age(care.child, care.until or day) < 18
            ),
            "missing_episodes_count": self._missing,
            "return_interview_72h_pct": self._returned,
            "iha_in_time_pct": self._iha,
            "rha_in_time_pct": self._rha,
            "care_leavers_pa_allocated_16_pct": self._sixteen,
            "cla_review_no_participation_count": self._no_part,
            "core_group_10wd_pct": self._core_groups,
            "cp_child_attended_count": lambda first, day: self._parts(first, day, "part", "attended"),
            "cp_child_views_count": lambda first, day: self._parts(first, day, "part", "views"),
            "cp_child_no_views_count": lambda first, day: self._parts(first, day, "part", "none"),
            "cp_consultation_forms_count": lambda first, day: self._parts(first, day, "has_form", True),
            "sdq_linked_to_pep_count": lambda first, day: self._on(
                [row for row in self._all("local_pep") if row["has_sdq"]], "reviewed_on", first, day
            ),
            "reunified_stay_home_count": self._reunified,
            "diverted_from_care_count": self._diverted,
            "statutory_visits_in_time_pct": self._visits,
            "mid_point_monitoring_cla_pct": self._between_reviews,
            "mid_point_monitoring_cp_pct": self._between_conferences,
        }  # fmt: skip
        if id in events:
            yield from events[id](first, day)
        elif id in PLANS:
            yield from self._plan_cases(id, day)
        elif id in ("cla_annual_change_pct", "cp_annual_change_pct"):
            yield from self._change(id, day)
        elif id in ("care_leavers_homeless_count", "staying_put_count", "care_leavers_pathway_plan_current_pct"):
            yield from self._leaver_cases(id, day)
        elif id == "sdq_average_score":
            for child in self.children:
                score = self._score(child, day)
                if self._sdq_age(child, day) and score is not None:
                    yield self.team(child, day), score, 1
        else:
            for child in self.children:
                met = self._state(id, child, day)
                if met is not None:
                    yield self.team(child, day), int(met), 1

    # A child on a day

    def _state(self, id: str, child: str, day: date) -> bool | None:
        """Met or not, None for a child who is in neither number. Counts have no such thing as not met."""
        care = self.looked_after(child, day)
        if id == "plo_children_count":
            spells = [
                {"started_on": row["pre_pro_decision_on"], "ended_on": row["agree_stepdown_issue_on"]}
                for row in self.rows("pre_proceedings", child)
            ]
            return any(is_open(row, day) for row in spells) or None
        if care is None:
            return None
        age, status = self._age(child, day), self.legal_status(child, day)
        home = self._lives_in(child, day, {"P1"})
        year = self.looked_after_for(child, day, 12)
        match id:
            case "cla_out_of_area_pct":
                row = self.placement(child, day)
                return (
                    any(
                        place["placement"] == row["placement"] and not place["in_area"]
                        for place in self._rows("local_placement_area")
                    )
                    if row
                    else False
                )
            case "cla_alternative_family_pct":
                return self._lives_in(child, day, FOSTERING | ADOPTION)
            case "home_placements_count":
                return (home and status in {"C1", "C2"}) or None
            case "home_placements_fco_count":
                return (home and status == "C2") or None
            case "home_placements_ico_count":
                return (home and status == "C1") or None
            case "cla_16_17_residential_count":
                return (age in (16, 17) and self._lives_in(child, day, {"H5", "K1", "K2", "R1"})) or None
            case "supported_lodgings_16_17_count":
                return (age in (16, 17) and self._flagged(child, day, "supported_lodgings")) or None
            case "cla_known_to_yot_count":
                return self._flagged(child, day, "youth_justice") or None
            case "cla_repeat_episodes_pct":
                return self.periods_of_care[child].index(care) > 0
            case "health_all_cla_pct":
                last = self._last_health(child, day, {"initial", "review", "assessment"})
                is_current = last is not None and last > months_before(day, 6 if age < 5 else 12)
                return is_current or working_days_after(care.since, 20) >= day
            case "immunisations_up_to_date_pct":
                return any(row["is_up_to_date"] for row in self.rows("cla_immunisations", child)) if year else None
            case "sdq_completed_pct":
                return self._score(child, day) is not None if self._sdq_age(child, day) else None
            case "cla_convicted_pct":
                convicted = any(april(day) <= row["convicted_on"] <= day for row in self.rows("cla_convictions", child))
                return convicted if year and age >= 10 else None
            case "cla_reviews_late_count":
                return True if self._ni66(child, day) is False else None
            case "pep_up_to_date_pct":
                begun = [
                    date(year, month, number)
                    for year in (day.year - 1, day.year)
                    for month, number in TERMS
                    if date(year, month, number) <= day
                ]
                return (
                    any(begun[-2] <= row["reviewed_on"] <= day for row in self.rows("local_pep", child))
                    if 5 <= age <= 17
                    else None
                )
        raise KeyError(id)

    def _age(self, child: str, day: date) -> int:
        return years_old(self.born[child], day)

    def _rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def _all(self, table: str) -> list[Row]:
        return [row for row in self._rows(table) if row["child"] in self.born]

    def _flagged(self, child: str, day: date, flag: str) -> bool:
        return any(row["flag"] == flag and is_open(row, day) for row in self.rows("local_flag", child))

    def _sdq_age(self, child: str, day: date) -> bool:
        return (
            self.looked_after_for(child, day, 12)
            and self._age(child, months_before(day, 12) + DAY) >= 4
            and self._age(child, day) < 17
        )

    def _score(self, child: str, day: date) -> int | None:
        held = [row for row in self.rows("sdq_scores", child) if row["score"] is not None and 0 <= row["score"] <= 40]
        held = [row for row in held if months_before(day, 12) < row["completed_on"] <= day]
        last = max((row["completed_on"] for row in held), default=None)
        return max((row["score"] for row in held if row["completed_on"] == last), default=None)

    def _leaver_cases(self, id: str, day: date) -> Iterator[Case]:
        for row in self._rows("care_leavers"):
            child, kind = row["child"], row["accommodation"] or ""
            is_leaver = row["eligibility"] in ("relevant", "former_relevant", "qualifying")
            if id == "care_leavers_homeless_count" and is_leaver and kind[:1] in ("S", "V", "W"):
                yield self.team(child, day), 1, 1
            if id == "staying_put_count" and is_leaver and kind[:1] == "Z" and self._age(child, day) >= 18:
                yield self.team(child, day), 1, 1
            if id == "care_leavers_pathway_plan_current_pct" and self._age(child, day) < 25:
                reviewed = row["pathway_plan_reviewed_on"]
                yield self.team(child, day), int(reviewed is not None and reviewed > months_before(day, 6)), 1

    def _change(self, id: str, day: date) -> Iterator[Case]:
        before = months_before(day, 12)
        for child in self.children:
            for on, now in ((day, True), (before, False)):
                held = self.looked_after(child, on) if id.startswith("cla") else self._on_plan(child, on)
                if held:
                    yield self.team(child, on), 1 if now else -1, 0 if now else 1

    # Protection plans

    def _plans(self) -> list[Row]:
        return [row for row in self._all("cp_plans") if not row["is_other_authority"]]

    def _plan_cases(self, id: str, day: date) -> Iterator[Case]:
        for plan in self._plans():
            child, start, end = plan["child"], plan["started_on"], plan["ended_on"]
            if id == "ni64_cp_2y_ceased_pct":
                if end is not None and april(day) <= end <= day:
                    yield self.team(child, max(start, end - DAY)), int(after(start, 24) <= end), 1
            elif id in ("ni65_repeat_cp_pct", "repeat_cp_12m_pct"):
                if april(day) <= start <= day:
                    earlier = [one for one in self._plans() if one["child"] == child and one["started_on"] < start]
                    if id == "repeat_cp_12m_pct":
                        earlier = [
                            one for one in earlier if one["ended_on"] and months_before(start, 12) <= one["ended_on"] <= start
                        ]
                    yield self.team(child, start), int(bool(earlier)), 1
            elif is_open(plan, day):
                area = self.team(child, day)
                late = any(held is None or held > due for due, held in self._conferences_due(plan) if april(day) <= due <= day)
                if id == "cp_open_2y_pct":
                    yield area, int(start <= months_before(day, 24)), 1
                elif id == "cp_over_12m_count" and start < months_before(day, 12):
                    yield area, 1, 1
                elif id == "ni67_cp_reviewed_in_time_pct" and start <= months_before(day, 3):
                    yield area, int(not late), 1
                elif id == "rcpc_late_children_count" and start <= months_before(day, 3) and late:
                    yield area, 1, 1

    def _initial(self, plan: Row) -> date:
        linked = [
            row["held_on"]
            for row in self._rows("initial_cp_conference")
            if row["icpc"] == plan["icpc"] and row["child"] == plan["child"]
        ]
        return min(linked, default=plan["started_on"])

    def _reviews_of(self, plan: Row) -> list[date]:
        days = {row["held_on"] for row in self._rows("cp_reviews") if row["cp_plan"] == plan["cp_plan"]}
        return sorted(day for day in days if plan["started_on"] <= day and (plan["ended_on"] is None or day <= plan["ended_on"]))

    def _conferences_due(self, plan: Row) -> Iterator[tuple[date, date | None]]:
        due = after(self._initial(plan), 3)
        for held in [*self._reviews_of(plan), None]:
            yield due, held
            if held is not None:
                due = after(held, 6)

    def _core_groups(self, first: date, day: date) -> Iterator[Case]:
        for plan in self._plans():
            anchor = self._initial(plan)
            due = working_days_after(anchor, 10)
            if first <= due <= day and (plan["ended_on"] is None or plan["ended_on"] > due):
                held = [row["held_on"] for row in self._rows("local_core_group") if row["cp_plan"] == plan["cp_plan"]]
                yield self.team(plan["child"], due), int(any(anchor <= one <= due for one in held)), 1

    def _icpc_in_time(self, first: date, day: date) -> Iterator[Case]:
        for row in self._all("initial_cp_conference"):
            if first <= row["held_on"] <= day and not row["is_transfer_in"]:
                begun = [one["started_on"] for one in self._rows("s47_enquiry") if one["s47_enquiry"] == row["s47_enquiry"]]
                met = any(start <= row["held_on"] <= working_days_after(start, 15) for start in begun)
                yield self.team(row["child"], row["held_on"]), int(met), 1

    def _meetings(self, first: date, day: date) -> Iterator[Case]:
        """Children with the same meeting on the same day share it; it belongs to the first of them."""
        found: dict[tuple[str, str, date], str] = {}
        own = {plan["cp_plan"]: plan["child"] for plan in self._plans()}
        held = [
            ("initial", row["meeting"] or row["icpc"], row["held_on"], row["child"]) for row in self._all("initial_cp_conference")
        ]
        held += [
            ("review", row["meeting"] or row["cp_review"], row["held_on"], own[row["cp_plan"]])
            for row in self._rows("cp_reviews")
            if row["cp_plan"] in own
        ]
        for kind, meeting, on, child in held:
            if first <= on <= day:
                found[kind, meeting, on] = min(child, found.get((kind, meeting, on), child))
        for (_, _, on), child in found.items():
            yield self.team(child, on), 1, 1

    def _between_conferences(self, first: date, day: date) -> Iterator[Case]:
        for plan in self._plans():
            yield from self._monitored(plan["child"], sorted({self._initial(plan), *self._reviews_of(plan)}), first, day)

    def _between_reviews(self, first: date, day: date) -> Iterator[Case]:
        for child in self.children:
            for care in self.periods_of_care[child]:
                yield from self._monitored(child, [row["held_on"] for row in self.held(care, day)], first, day)

    def _monitored(self, child: str, days: list[date], first: date, day: date) -> Iterator[Case]:
        for start, end in pairwise(days):
            if first <= end <= day and (end - start).days >= 56:
                looked = any(start < row["monitored_on"] < end for row in self.rows("local_monitoring", child))
                yield self.team(child, end), int(looked), 1

    # Events

    def _on(self, rows: Iterable[Row], name: str, first: date, day: date) -> Iterator[Case]:
        for row in rows:
            if first <= row[name] <= day:
                yield self.team(row["child"], row[name]), 1, 1

    def _parts(self, first: date, day: date, name: str, value: object) -> Iterator[Case]:
        return self._on([row for row in self._all("local_conference_attendance") if row[name] == value], "held_on", first, day)

    def _re_referrals(self, first: date, day: date) -> Iterator[Case]:
        for row in self._all("cin_episodes"):
            on = row["received_on"]
            if first <= on <= day:
                before = any(months_before(on, 12) <= one["received_on"] < on for one in self.rows("cin_episodes", row["child"]))
                yield self.team(row["child"], on), int(before), 1

    def _stepped_down(self, first: date, day: date) -> Iterator[Case]:
        for row in self._all("cin_episodes"):
            on = row["received_on"]
            closed = [
                one["closed_on"]
                for one in self.rows("cin_episodes", row["child"])
                if (one["close_reason"] or "").startswith("RC9")
            ]
            if first <= on <= day and any(months_before(on, 12) <= one <= on for one in closed):
                yield self.team(row["child"], on), 1, 1

    def _why(self, care: Care) -> str:
        rows = [
            row
            for row in self.rows("cla_episodes", care.child)
            if row["ended_on"] == care.until and row["period_of_care"] == care.id
        ]
        return next((row["end_reason"] for row in rows if row["end_reason"] != "X1"), "")

    def _home(self, care: Care, status: str) -> bool:
        last = (care.until or date.max) - DAY
        return self.legal_status(care.child, last) == status and self._lives_in(care.child, last, {"P1"})

    def _ceased(self, first: date, day: date, counts: Callable[[Care], bool]) -> Iterator[Case]:
        """Periods of care that ended in the period and count, each by the day before."""
        for child in self.children:
            for care in self.periods_of_care[child]:
                is_ended = care.until and first <= care.until <= day and counts(care)
                if is_ended and not self.in_short_breaks(child, care.until - DAY):
                    yield self.team(child, care.until - DAY), 1, 1

    def _missing(self, first: date, day: date) -> Iterator[Case]:
        for row in self._all("missing"):
            on = row["started_on"]
            if first <= on <= day and self.looked_after(row["child"], on):
                yield self.team(row["child"], on), 1, 1

    def _returned(self, first: date, day: date) -> Iterator[Case]:
        for row in self._all("missing"):
            back = row["ended_on"]
            if back is not None and first <= back <= day and self.looked_after(row["child"], row["started_on"]):
                held = [
                    one["held_on"]
                    for one in self._rows("local_return_interview")
                    if one["missing_episode"] == row["missing_episode"]
                ]
                yield self.team(row["child"], back), int(any(back <= one <= back + 3 * DAY for one in held)), 1

    def _completed(self, child: str) -> list[date]:
        rows = [row for row in self.rows("cla_health", child) if row["type"] != "dental" and row["status"] in (None, "completed")]
        return sorted({row["checked_on"] for row in rows})

    def _iha(self, first: date, day: date) -> Iterator[Case]:
        """Periods of care, each with an assessment of its own."""
        for child in self.children:
            for care in self.periods_of_care[child]:
                on = working_days_after(care.since, 20)
                if first <= on <= day and care.holds(on) and not self.in_short_breaks(child, on):
                    yield self.team(child, on), int(any(care.since <= done <= on for done in self._completed(child))), 1

    def _rha(self, first: date, day: date) -> Iterator[Case]:
        for child in self.children:
            for care in self.periods_of_care[child]:
                done = [one for one in self._completed(child) if care.holds(one)]
                for number, last in enumerate(done):
                    soon = after(last, 6)
                    due = soon if self._age(child, soon) < 5 else after(last, 12)
                    if first <= due <= day and care.holds(due) and not self.in_short_breaks(child, due):
                        following = done[number + 1] if number + 1 < len(done) else None
                        yield self.team(child, due), int(following is not None and following <= due), 1

    def _sixteen(self, first: date, day: date) -> Iterator[Case]:
        for child in self.children:
            on = after(self.born[child], 192)
            if first <= on <= day and self.looked_after(child, on):
                advisers = [
                    row["started_on"] for row in self.rows("involvements", child) if row["role"] in ("PA", "Personal Adviser")
                ]
                yield self.team(child, on), int(any(start <= on for start in advisers)), 1

    def _no_part(self, first: date, day: date) -> Iterator[Case]:
        for child in self.children:
            for care in self.periods_of_care[child]:
                for row in self.held(care, day):
                    on = row["held_on"]
                    if first <= on <= day and self._age(child, on) >= 4 and row["participation"] == "PN7":
                        last = on - DAY if care.until == on else on
                        if not self.in_short_breaks(child, last):
                            yield self.team(child, on), 1, 1

    def _reunified(self, first: date, day: date) -> Iterator[Case]:
        for child in self.children:
            home = []
            for number, care in enumerate(self.periods_of_care[child]):
                if care.until is None or self._why(care) not in ("E4A", "E4B") or self.in_short_breaks(child, care.until - DAY):
                    continue
                if first <= after(care.until, 6) <= day:
                    later = self.periods_of_care[child][number + 1 :]
                    home.append((care.until, bool(later) and later[0].since <= after(care.until, 6)))
            if home and not max(home)[1]:
                yield self.team(child, max(home)[0] - DAY), 1, 1

    def _diverted(self, first: date, day: date) -> Iterator[Case]:
        for child in self.children:
            rows = [row for row in self.rows("local_flag", child) if row["flag"] == "diversion" and row["ended_on"]]
            ended = [row["ended_on"] for row in rows if first <= row["ended_on"] <= day]
            if ended and not self.looked_after(child, max(ended)):
                yield self.team(child, max(ended)), 1, 1

    # Visits

    def _visits(self, first: date, day: date) -> Iterator[Case]:
        seen = [row["visited_on"] for row in self._all("cla_visits")]
        for child in self.children:
            for stay in self.stays(child, self.as_at):
                for due, visited in self._visits_due(child, stay):
                    end = None if stay.last == self.as_at else stay.last + DAY
                    known = seen and due >= min(seen)
                    if first <= due <= day and (end is None or due < end) and known and not self.in_short_breaks(child, due):
                        yield self.team(child, due), int(visited is not None and visited <= due), 1

    def _visits_due(self, child: str, stay: Stay) -> Iterator[tuple[date, date | None]]:
        until = self.as_at if stay.last == self.as_at else stay.last + DAY
        visits = sorted({row["visited_on"] for row in self.rows("cla_visits", child) if stay.first <= row["visited_on"] <= until})
        kind = (self.placement(child, stay.first) or {"type": None})["type"]
        reviews = [row["held_on"] for row in self.held(stay.care, self.as_at)]
        due = stay.first + timedelta(days=7)
        for visited in [*visits, None]:
            yield due, visited
            if visited is None:
                break
            if kind == "P1" and self.legal_status(child, visited) == "C1":
                due = visited + timedelta(days=28 if any(one <= visited for one in reviews) else 7)
            elif kind in ("U1", "U4") and visited >= after(stay.first, 12):
                due = after(visited, 3)
            else:
                due = visited + timedelta(days=42)
        if kind == "P1":
            day = stay.first + DAY
            while day < until:
                before = self.legal_status(child, day - DAY)
                if self.legal_status(child, day) == "C2" and before not in ("C2", "unknown"):
                    yield day + timedelta(days=7), next((one for one in visits if one >= day), None)
                day += DAY
