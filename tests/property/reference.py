"""Every indicator once more, slowly: plain loops over dicts and dates, day by day, written from the readings of the definitions
and without a look at the SQL that computes them. Where the two differ, one of them is wrong.

``World`` holds a snapshot's tables as lists of dicts with plain column names. ``figure`` answers numerator and denominator for a
set of leaf areas, or for each code of a breakdown.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from inloco.analytics.calendars import bank_holidays

Row = Mapping[str, Any]
DAY = timedelta(days=1)
ALLOCATED = {"ALLOCATED CASE WORKER", "ALLOCATED WORKER", "CW"}
FOSTERING = {"U1", "U2", "U3", "U4", "U5", "U6"}
ADOPTION = {"A3", "A4", "A5", "A6"}
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}
SHORT_BREAKS = {"V3", "V4"}
SHARES = {
    "cla_foster_pct": FOSTERING,
    "cla_residential_pct": {"K1", "K2", "R1", "R2", "R3", "R5", "S1"},
    "cla_other_community_pct": {"H5", "P2", "P3", "Z1"},
    "cla_placed_with_parents_pct": {"P1"},
}
NUMBERS = {
    "cla_foster_count": FOSTERING,
    "cla_residential_count": {"K2", "R1"},
    "cla_prospective_adopters_count": ADOPTION,
}


def months_before(day: date, months: int) -> date:
    """The corresponding date, on the last day of a shorter month."""
    year, month = day.year, day.month - months
    while month < 1:
        year, month = year - 1, month + 12
    while month > 12:
        year, month = year + 1, month - 12
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def years_old(born: date, day: date) -> int:
    """Whoever was born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def working_days_after(day: date, number: int) -> date:
    while number:
        day += DAY
        if day.weekday() < 5 and day not in bank_holidays():
            number -= 1
    return day


def is_open(row: Row, day: date) -> bool:
    return row["started_on"] <= day and (row["ended_on"] is None or row["ended_on"] > day)


@dataclass(frozen=True)
class Care:
    """One period of care. ``until`` is None while it lasts."""

    child: str
    id: str
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


@dataclass
class Stay:
    """A placement as the child lives it: from its first day to its last, both inside."""

    type: str
    postcode: str
    first: date
    last: date
    care: Care


class World:
    def __init__(self, tables: Mapping[str, list[Row]], as_at: date) -> None:
        self.tables = tables
        self.as_at = as_at
        self._known: dict[tuple[str, date, date], list[tuple[str, bool]]] = {}

    def rows(self, table: str, child: str) -> list[Row]:
        return [row for row in self.tables.get(table, []) if row["child"] == child]

    @cached_property
    def children(self) -> list[str]:
        return [row["child"] for row in self.tables["person"]]

    @cached_property
    def born(self) -> dict[str, date]:
        return {row["child"]: row["born_on"] for row in self.tables["person"]}

    @cached_property
    def periods_of_care(self) -> dict[str, list[Care]]:
        found: dict[str, list[Care]] = {child: [] for child in self.children}
        for child in self.children:
            begun: Row | None = None
            before: Row | None = None
            for row in sorted(self.rows("cla_episodes", child), key=lambda row: (row["started_on"], row["episode"])):
                if before is None or row["start_reason"] == "S" or (before["end_reason"] not in (None, "X1")):
                    if begun is not None and before is not None:
                        found[child].append(Care(child, begun["period_of_care"], begun["started_on"], before["ended_on"]))
                    begun = row
                before = row
            if begun is not None and before is not None:
                ended = before["ended_on"] if before["end_reason"] != "X1" else None
                found[child].append(Care(child, begun["period_of_care"], begun["started_on"], ended))
        return found

    def care_at(self, child: str, day: date) -> Care | None:
        return next((care for care in self.periods_of_care[child] if care.holds(day)), None)

    def latest_open(self, table: str, child: str, day: date, id: str) -> Row | None:
        held = [row for row in self.rows(table, child) if is_open(row, day)]
        return max(held, key=lambda row: (row["started_on"], row[id]), default=None)

    def legal_status(self, child: str, day: date) -> str:
        row = self.latest_open("legal_status", child, day, "legal_status_id")
        return row["legal_status"] if row else "unknown"

    def in_short_breaks(self, child: str, day: date) -> bool:
        return self.legal_status(child, day) in SHORT_BREAKS

    def looked_after(self, child: str, day: date) -> Care | None:
        care = self.care_at(child, day)
        return care if care and not self.in_short_breaks(child, day) else None

    def looked_after_for(self, child: str, day: date, months: int) -> bool:
        care, since = self.looked_after(child, day), months_before(day, months)
        if care is None or care.since > since:
            return False
        return not any(self.in_short_breaks(child, since + n * DAY) for n in range((day - since).days + 1))

    def team(self, child: str, day: date) -> str:
        held = [row for row in self.rows("involvements", child) if is_open(row, day) and row["role"].upper() in ALLOCATED]
        row = max(held, key=lambda row: (row["started_on"], row["involvement"]), default=None)
        return row["team"] if row else "unallocated"

    def placement(self, child: str, day: date) -> Row | None:
        return self.latest_open("cla_placement", child, day, "placement")

    def stays(self, child: str, until: date) -> list[Stay]:
        """One after the other up to ``until``; temporary moves and short breaks left out."""
        found: list[Stay] = []
        for care in self.periods_of_care[child]:
            day = care.since
            while day <= until and care.holds(day):
                row = self.placement(child, day)
                if row and row["type"] not in TEMPORARY and not self.in_short_breaks(child, day):
                    last = found[-1] if found else None
                    if last and last.care == care and self._same(last, row):
                        last.last, last.type = day, row["type"]
                    else:
                        found.append(Stay(row["type"], row["postcode"], day, day, care))
                day += DAY
        return found

    @staticmethod
    def _same(stay: Stay, row: Row) -> bool:
        """The same address and type (any fostering is one), or adoption by the carer, wherever the family lives."""
        if row["type"] in {"A3", "A5"} and stay.type in FOSTERING | {"A3", "A5"}:
            return True
        alike = stay.type == row["type"] or (stay.type in FOSTERING and row["type"] in FOSTERING)
        return alike and stay.postcode == row["postcode"]

    # Reviews

    def held(self, care: Care, until: date) -> list[Row]:
        """Reviews of a period of care, one a day."""
        found: dict[date, Row] = {}
        for row in self.tables.get("cla_reviews", []):
            if row["period_of_care"] != care.id or row["is_cancelled"] or row["held_on"] is None or row["held_on"] > until:
                continue
            if row["held_on"] >= care.since and (care.until is None or row["held_on"] <= care.until):
                found.setdefault(row["held_on"], row)
        return [found[day] for day in sorted(found)]

    def reviews_due(self, care: Care, until: date) -> Iterator[tuple[date, Row | None]]:
        """Each due day and the review that met it, late or not; the last is not held yet."""
        due: date | None = working_days_after(care.since, 20)
        is_whole = self._is_history_whole(due)
        if not is_whole:  # the first visible review is only an anchor
            due = None
        for number, row in enumerate(self.held(care, until)):
            if due is not None:
                yield due, row
            due = months_before(row["held_on"], -3 if number == 0 and is_whole else -6)
        if due is not None:
            yield due, None

    def _is_history_whole(self, first_due: date) -> bool:
        """Whether the extract's reviews reach back to the first of a period: one due over a year earlier is not told."""
        held = [row["held_on"] for row in self.tables.get("cla_reviews", ()) if row["held_on"] and not row["is_cancelled"]]
        return not held or months_before(first_due, -12) >= min(held)

    # Figures

    def figure(self, id: str, first: date, last: date, areas: Iterable[str]) -> tuple[int, int]:
        """Numerator and denominator of ``id`` for the period from ``first`` to ``last``, over the leaf areas given."""
        within, day = set(areas), min(last, self.as_at)
        if (id, first, day) not in self._known:
            self._known[id, first, day] = list(self._cases(id, first, day))
        counted = [met for area, met in self._known[id, first, day] if area in within]
        return sum(counted), len(counted)

    def groups(self, id: str, day: date, areas: Iterable[str]) -> dict[str, int]:
        """Children of each legal status. Only the count shows short breaks."""
        within, day = set(areas), min(day, self.as_at)
        found: dict[str, int] = {}
        for child in self.children:
            if self.care_at(child, day) and self.team(child, day) in within:
                status = self.legal_status(child, day)
                if id == "cla_legal_status_count" or status not in SHORT_BREAKS:
                    found[status] = found.get(status, 0) + 1
        return found

    def _cases(self, id: str, first: date, day: date) -> Iterator[tuple[str, bool]]:
        """The area of each case in the denominator, and whether it counts."""
        if id == "cla_started_count":
            yield from self._starts(first, day)
        elif id == "cla_ceased_count":
            yield from self._ends(first, day)
        elif id in ("cla_reviews_in_time_pct", "cla_reviews_held_count", "cla_review_participation_pct"):
            yield from self._reviews(id, first, day)
        elif id.startswith("care_leavers_"):
            yield from self._leavers(id, day)
        else:
            yield from self._children(self._judge(id), day)

    def _children(self, judge: Callable[[str, date], bool | None], day: date) -> Iterator[tuple[str, bool]]:
        for child in self.children:
            met = judge(child, day)
            if met is not None:
                yield self.team(child, day), met

    def _judge(self, id: str) -> Callable[[str, date], bool | None]:
        """Met, not met, or None for a child who is not in the denominator (of a count: in neither)."""
        if id in SHARES:
            return lambda child, day: self._lives_in(child, day, SHARES[id]) if self.looked_after(child, day) else None
        if id in NUMBERS:
            return lambda child, day: (self.looked_after(child, day) and self._lives_in(child, day, NUMBERS[id])) or None
        return {
            "cla_count": lambda child, day: True if self.looked_after(child, day) else None,
            "cla_s20_count": lambda child, day: (
                True if self.legal_status(child, day) == "V2" and self.care_at(child, day) else None
            ),
            "cin_plans_count": self._in_need,
            "cp_plans_count": lambda child, day: True if self._on_plan(child, day) else None,
            "health_assessment_up_to_date_pct": self._assessed,
            "dental_up_to_date_pct": self._checked_by_dentist,
            "ni66_cla_reviews_in_time_pct": self._ni66,
            "ni62_three_plus_placements_pct": self._ni62,
            "ni63_long_term_stability_pct": self._ni63,
        }[id]

    def _lives_in(self, child: str, day: date, types: set[str]) -> bool:
        row = self.placement(child, day)
        return row is not None and row["type"] in types

    def _on_plan(self, child: str, day: date) -> bool:
        return any(is_open(row, day) and not row["is_other_authority"] for row in self.rows("cp_plans", child))

    def _in_need(self, child: str, day: date) -> bool | None:
        has_plan = any(is_open(row, day) for row in self.rows("cin_plans", child))
        return True if has_plan and not self.looked_after(child, day) and not self._on_plan(child, day) else None

    def _last_health(self, child: str, day: date, types: set[str]) -> date | None:
        done = [
            row["checked_on"]
            for row in self.rows("cla_health", child)
            if row["type"] in types and row["status"] in (None, "completed") and row["checked_on"] <= day
        ]
        return max(done, default=None)

    def _assessed(self, child: str, day: date) -> bool | None:
        if not self.looked_after_for(child, day, 12):
            return None
        last = self._last_health(child, day, {"initial", "review", "assessment"})
        return last is not None and last > months_before(day, 6 if years_old(self.born[child], day) < 5 else 12)

    def _checked_by_dentist(self, child: str, day: date) -> bool | None:
        if not self.looked_after_for(child, day, 12):
            return None
        last = self._last_health(child, day, {"dental"})
        return last is not None and last > months_before(day, 12)

    def _ni66(self, child: str, day: date) -> bool | None:
        care = self.looked_after(child, day)
        april = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
        due = [
            (due, row)
            for one in self.periods_of_care[child]
            if care
            for due, row in self.reviews_due(one, day)
            if april <= due <= day and (one.until is None or due < one.until) and not self.in_short_breaks(child, due)
        ]
        return all(row is not None and row["held_on"] <= due for due, row in due) if due else None

    def _ni62(self, child: str, day: date) -> bool | None:
        if not self.looked_after(child, day):
            return None
        since = months_before(day, 12)
        return sum(stay.last > since for stay in self.stays(child, day)) >= 3

    def _ni63(self, child: str, day: date) -> bool | None:
        if not self.looked_after_for(child, day, 30) or years_old(self.born[child], day) >= 16:
            return None
        if self.placement(child, day) is None:
            return False
        stays = [stay for stay in self.stays(child, day) if stay.care.holds(day)]
        if not stays:
            return False
        since = stays[-1].first
        if stays[-1].type in ADOPTION and len(stays) > 1:
            since = stays[-2].first
        return since <= months_before(day, 24)

    def _starts(self, first: date, day: date) -> Iterator[tuple[str, bool]]:
        """A child once, by the first start."""
        for child in self.children:
            days = [
                care.since
                for care in self.periods_of_care[child]
                if first <= care.since <= day and not self.in_short_breaks(child, care.since)
            ]
            if days:
                yield self.team(child, min(days)), True

    def _ends(self, first: date, day: date) -> Iterator[tuple[str, bool]]:
        """A child once, by the last ending, which belongs to the team of the day before."""
        for child in self.children:
            days = [
                care.until
                for care in self.periods_of_care[child]
                if care.until and first <= care.until <= day and not self.in_short_breaks(child, care.until - DAY)
            ]
            if days:
                yield self.team(child, max(days) - DAY), True

    def _reviews(self, id: str, first: date, day: date) -> Iterator[tuple[str, bool]]:
        for child in self.children:
            for care in self.periods_of_care[child]:
                for due, row in self.reviews_due(care, day):
                    if row is None or not first <= row["held_on"] <= day:
                        continue
                    on = row["held_on"] - DAY if care.until == row["held_on"] else row["held_on"]
                    if self.in_short_breaks(child, on):
                        continue
                    code = row["participation"]
                    if id == "cla_reviews_in_time_pct":
                        yield self.team(child, row["held_on"]), row["held_on"] <= due
                    elif id == "cla_reviews_held_count":
                        yield self.team(child, row["held_on"]), True
                    elif years_old(self.born[child], row["held_on"]) >= 4 and code != "PN0":
                        yield self.team(child, row["held_on"]), code in {"PN1", "PN2", "PN3", "PN4", "PN5", "PN6"}

    def _leavers(self, id: str, day: date) -> Iterator[tuple[str, bool]]:
        for row in self.tables.get("care_leavers", []):
            if row["eligibility"] not in ("relevant", "former_relevant", "qualifying"):
                continue
            area = self.team(row["child"], day)
            if id == "care_leavers_in_touch_pct":
                if row["in_touch"] in ("DIED", "NREQ", "RHOM"):
                    continue
                recent = row["last_contact_on"] is not None and day - 56 * DAY <= row["last_contact_on"] <= day
                yield area, recent if day >= date(2019, 7, 1) else row["in_touch"] == "YES"
            else:
                suitable = row["suitable"] or (row["accommodation"] or "")[1:2]
                yield (
                    area,
                    {
                        "care_leavers_count": True,
                        "care_leavers_suitable_accom_pct": suitable == "1",
                        "care_leavers_eet_pct": row["activity"] in {f"{kind}{n}" for kind in "FP" for n in range(1, 6)},
                        "care_leavers_neet_pct": row["activity"] in {"G4", "G5", "G6"},
                    }[id],
                )
