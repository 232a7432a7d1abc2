"""Every clock about one child, on any day: from the same facts as the figures, so that a page and a figure never disagree.

``turns_of`` reads when each clock ran, ``child_clocks`` says where each stands on a day: met, missed, not yet due, does not
apply, or could not be computed, and why.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.calendars import age_on
from inloco.analytics.child_record import ChildRecord
from inloco.analytics.clocks import CLOCKS, Clock
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import Facts, queries, tables_read
from inloco.analytics.periods import Period, PeriodKind
from inloco.analytics.reference import Reference
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

FACT = "clock_turn"
TURNS = f"turns-{hashlib.sha256(queries()[FACT].sql.encode()).hexdigest()[:8]}"
"""What a file of turns is called; another name for another query."""
_PART = 4096


class Standing(StrEnum):
    MET = "met"
    MISSED = "missed"
    NOT_YET = "not yet due"
    NOT_APPLICABLE = "does not apply"
    UNKNOWN = "could not be computed"


@dataclass(frozen=True)
class Turn:
    """One run of a clock: from ``anchor_on`` until ``happened_on`` (None: not yet), or until it stops without.

    ``is_known``: the extract shows what happened so long ago.
    """

    clock: str
    anchor_on: date
    happened_on: date | None
    stops_on: date | None
    is_known: bool = True


@dataclass(frozen=True)
class ChildClock:
    """Where a clock stands. ``missed_before`` counts its earlier turns that were missed, of ``turns_before``."""

    clock: Clock
    standing: Standing
    reason: str
    anchor_on: date | None = None
    due_on: date | None = None
    happened_on: date | None = None
    turns_before: int = 0
    missed_before: int = 0


class About(StrEnum):
    """What must be so of the child on the day for a clock to run at all."""

    CARE = "looked after"
    PROTECTION = "on a protection plan of this authority"
    LEAVING_CARE = "a care leaver"
    ANYBODY = "known to the council"


@dataclass(frozen=True)
class _Rule:
    about: About
    reads: tuple[str, ...]
    ages: tuple[int, int] | None = None
    is_start: bool = False


_CARE = ("cla_episodes", "legal_status")
_PLANS = ("cp_plans",)
_VISITS = (*_CARE, "cla_placement", "cla_visits")
RULES: Mapping[str, _Rule] = {
    "first_review": _Rule(About.CARE, (*_CARE, "cla_reviews"), is_start=True),
    "second_review": _Rule(About.CARE, (*_CARE, "cla_reviews")),
    "later_review": _Rule(About.CARE, (*_CARE, "cla_reviews")),
    "first_visit": _Rule(About.CARE, _VISITS),
    "visit_in_first_year": _Rule(About.CARE, _VISITS),
    "visit_in_permanent_placement": _Rule(About.CARE, _VISITS),
    "visit_before_assessment": _Rule(About.CARE, _VISITS),
    "visit_under_interim_order": _Rule(About.CARE, _VISITS),
    "visit_after_order": _Rule(About.CARE, _VISITS),
    "care_plan": _Rule(About.CARE, (*_CARE, "cla_placement", "cla_care_plan"), is_start=True),
    "initial_health": _Rule(About.CARE, (*_CARE, "cla_health"), is_start=True),
    "health_under_5": _Rule(About.CARE, (*_CARE, "cla_health")),
    "health_5_and_over": _Rule(About.CARE, (*_CARE, "cla_health")),
    "dental": _Rule(About.CARE, (*_CARE, "cla_health")),
    "questionnaire": _Rule(About.CARE, (*_CARE, "sdq_scores"), ages=(4, 16)),
    "education_plan_ready": _Rule(About.CARE, (*_CARE, "local_pep"), ages=(5, 17), is_start=True),
    "education_plan_review": _Rule(About.CARE, (*_CARE, "local_pep"), ages=(5, 17)),
    "initial_conference": _Rule(About.ANYBODY, ("s47_enquiry", "initial_cp_conference")),
    "core_group": _Rule(About.PROTECTION, (*_PLANS, "initial_cp_conference", "local_core_group")),
    "first_review_conference": _Rule(About.PROTECTION, (*_PLANS, "initial_cp_conference", "cp_reviews")),
    "later_review_conference": _Rule(About.PROTECTION, (*_PLANS, "initial_cp_conference", "cp_reviews")),
    "plan_over_12_months": _Rule(About.PROTECTION, _PLANS),
    "plan_over_2_years": _Rule(About.PROTECTION, _PLANS),
    "assessment": _Rule(About.ANYBODY, ("cin_episodes", "cin_assessments")),
    "return_interview": _Rule(About.ANYBODY, (*_CARE, "missing", "local_return_interview")),
    "pathway_plan_review": _Rule(About.LEAVING_CARE, ("care_leavers",)),
    "in_touch": _Rule(About.LEAVING_CARE, ("care_leavers",)),
    "in_touch_at_birthday": _Rule(About.LEAVING_CARE, ("care_leavers",)),
    "adviser_by_16": _Rule(About.ANYBODY, (*_CARE, "involvements")),
}
"""The clocks that an extract tells: about whom, from which tables, for which ages, whether they run from the start of care."""

NOT_TOLD: Mapping[str, str] = {
    "review_after_move": "whether a move was planned",
    "review_of_several_meetings": "the single meetings of a review",
    "yearly_review_meeting": "which reviews were held as a meeting",
    "permanence_plan": "when a plan for permanence was agreed",
    "assessment_of_parents": "the assessment of parents before a child is placed with them",
    "home_placement_monitoring": "what was looked at in supervision",
    "first_education_plan": "when a personal education plan was begun",
    "report_shared": "when a report was shared with the parents",
    "contact_decision": "contacts before a referral",
    "screening": "the screening of contacts",
    "pathway_assessment": "the assessment of needs for leaving care",
    "pathway_plan": "when a pathway plan was first made",
    "adviser_first_visit": "the visits of a personal adviser",
    "adviser_second_visit": "the visits of a personal adviser",
    "adviser_later_visit": "the visits of a personal adviser",
}
"""Clocks about a child of which an extract does not hold what they wait for, and what that is."""

NOT_ABOUT_A_CHILD = frozenset(
    {
        "challenge_outstanding", "dispute_resolution", "foster_carer_review", "monthly_extract", "plan_update_circulated",
        "plan_update_returned", "plan_update_briefed", "next_board", "improvement_report", "discharge_report", "agenda_published",
        "annual_report", "local_offer_survey",
    }
)  # fmt: skip
"""Clocks of a service, a carer or the board."""


def child_clocks(
    record: ChildRecord, turns: Sequence[Turn], missing: Iterable[str], settings: Settings, on: date
) -> tuple[ChildClock, ...]:
    """Every clock about a child as it stood on the day ``on``, in the order of their numbers; events after it count as not yet.

    ``missing`` are the tables that the extract lacks. Raises WrongUsage for a day after the extract's own.
    """
    if on > record.as_at:
        own = f"{record.as_at.day}/{record.as_at.month}/{record.as_at.year}"
        raise WrongUsage(
            f"Nothing is known yet of {on.day}/{on.month}/{on.year}.",
            action=f"The extract's own day is {own}: ask for that or an earlier one.",
        )
    lacking, known = frozenset(missing), _Day(record, on)
    return tuple(_clock(clock, known, turns, lacking, settings) for clock in CLOCKS if clock.name not in NOT_ABOUT_A_CHILD)


@dataclass(frozen=True)
class _Day:
    """What is so of the child on the day."""

    record: ChildRecord
    on: date

    def why_not(self, about: About) -> str | None:
        """Why a clock of this kind does not run; None where it does."""
        match about:
            case About.CARE if not any(_is_open(one.started_on, one.ended_on, self.on) for one in self.record.periods_of_care):
                return "not looked after on the day"
            case About.CARE if self.in_short_breaks(self.on):
                return "under an agreed series of short breaks (V3, V4)"
            case About.PROTECTION if not any(
                one.kind == "protection" and not one.is_other_authority and _is_open(one.started_on, one.ended_on, self.on)
                for one in self.record.plans
            ):
                return "not on a protection plan of this authority on the day"
            case About.LEAVING_CARE if self.record.leaving_care is None:
                return "not among the care leavers"
        return None

    def in_short_breaks(self, on: date) -> bool:
        return any(
            one.legal_status in ("V3", "V4") and _is_open(one.started_on, one.ended_on, on) for one in self.record.legal_statuses
        )

    @property
    def age(self) -> int | None:
        born = self.record.person.born_on
        return age_on(born, self.on) if born is not None and born <= self.on else None

    @property
    def starts_visibly(self) -> bool:
        """Whether the extract shows the start of the period of care that is open."""
        held = [one for one in self.record.periods_of_care if _is_open(one.started_on, one.ended_on, self.on)]
        return all(one.is_start_visible for one in held)


def _clock(clock: Clock, day: _Day, turns: Sequence[Turn], lacking: frozenset[str], settings: Settings) -> ChildClock:
    if clock.name in NOT_TOLD:
        return ChildClock(clock, Standing.UNKNOWN, f"the extract does not tell {NOT_TOLD[clock.name]}")
    rule = RULES[clock.name]
    if gone := [table for table in rule.reads if table in lacking]:
        return ChildClock(clock, Standing.UNKNOWN, f"the extract lacks {', '.join(gone)}")
    if (why := day.why_not(rule.about)) is not None:
        return ChildClock(clock, Standing.NOT_APPLICABLE, why)
    if rule.about is About.LEAVING_CARE and day.on != day.record.as_at:
        return ChildClock(clock, Standing.UNKNOWN, "the care leavers' table holds only the extract's own day")
    if rule.ages is not None:
        if day.age is None:
            return ChildClock(clock, Standing.UNKNOWN, "the date of birth is not recorded")
        if not rule.ages[0] <= day.age <= rule.ages[1]:
            return ChildClock(clock, Standing.NOT_APPLICABLE, f"for children aged {rule.ages[0]} to {rule.ages[1]}")
    begun = [turn for turn in turns if turn.clock == clock.name and (clock.opens(turn.anchor_on) or turn.anchor_on) <= day.on]
    begun.sort(key=lambda turn: turn.anchor_on)
    if not begun:
        if rule.is_start and not day.starts_visibly:
            return ChildClock(clock, Standing.UNKNOWN, "the start of the period of care is not in the extract")
        return ChildClock(clock, Standing.NOT_APPLICABLE, f"nothing to run from yet: {clock.starts_from}")
    *earlier, current = (standing_of(clock, turn, day.on, day.in_short_breaks, settings) for turn in begun)
    counted = [one for one in earlier if one.standing in (Standing.MET, Standing.MISSED)]
    return ChildClock(
        **vars(current) | {"turns_before": len(counted), "missed_before": sum(one.standing is Standing.MISSED for one in counted)}
    )


def standing_of(clock: Clock, turn: Turn, on: date, in_short_breaks: Callable[[date], bool], settings: Settings) -> ChildClock:
    """Where one turn of a clock stood on the day ``on``."""
    try:
        due = clock.due(turn.anchor_on, months_as_days=settings.months_as_days)
    except WrongUsage:
        return ChildClock(clock, Standing.UNKNOWN, "the bank holidays of those years are not held", turn.anchor_on)
    opens = clock.opens(turn.anchor_on)
    happened = turn.happened_on if turn.happened_on is not None and turn.happened_on <= on else None
    after_window = opens is not None and happened is not None and happened > due
    if happened is not None and opens is not None and happened < opens:
        happened = None

    def said(standing: Standing, reason: str) -> ChildClock:
        return ChildClock(clock, standing, reason, turn.anchor_on, due, happened)

    if not turn.is_known:
        return said(Standing.UNKNOWN, "due before the oldest visit that the extract shows")
    if turn.stops_on is not None and turn.stops_on <= on and turn.stops_on <= due and happened is None:
        return said(Standing.NOT_APPLICABLE, "ended before it was due")
    if happened is None and due <= on and in_short_breaks(due):
        return said(Standing.NOT_APPLICABLE, "under an agreed series of short breaks when it fell due")
    if after_window:
        return said(Standing.UNKNOWN, "the extract holds only the last contact, which was later")
    if happened is not None:
        return said(Standing.MET, "in time") if happened <= due else said(Standing.MISSED, "late")
    if due > on:
        return said(Standing.NOT_YET, "running")
    if clock.name == "plan_over_12_months":
        return said(Standing.UNKNOWN, "the plan is that old; the extract does not tell whether it was looked at")
    return said(Standing.MISSED, "not done by the day")


def turns_of(
    snapshot: Snapshot, reference: Reference, settings: Settings, child: str, *, kept: Path | None = None
) -> tuple[Turn, ...]:
    """When each clock about ``child`` ran, oldest first. From ``kept`` where ``keep_turns`` wrote it, else worked out."""
    if snapshot.as_at is None or not snapshot.has("person"):
        return ()
    if kept is not None:
        with contextlib.suppress(OSError, pa.ArrowException):
            found = pq.read_table(kept, filters=[("child", "=", child)]).to_pylist()
            return tuple(Turn(**{name: value for name, value in row.items() if name != "child"}) for row in found)
    with _facts(snapshot, reference, settings, child) as facts:
        facts.build(FACT)
        rows = facts.connection.execute(f"{_ROWS} where child = ? order by clock, anchor_on", [child]).fetchall()
    return tuple(Turn(*row[1:]) for row in rows)


def keep_turns(snapshot: Snapshot, reference: Reference, settings: Settings, file: Path) -> None:
    """Write everyone's turns to ``file``, where they are not there yet. A file that cannot be written only makes pages slower."""
    if snapshot.as_at is None or not snapshot.has("person") or file.exists():
        return
    with _facts(snapshot, reference, settings, None) as facts:
        facts.start([FACT])
        facts.build(FACT)
        table = facts.connection.sql(f"{_ROWS} order by child, clock, anchor_on").to_arrow_table()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as folder:
            pq.write_table(table, whole := Path(folder) / "turns.parquet", compression="zstd", row_group_size=_PART)
            whole.replace(file)


def lacking(snapshot: Snapshot) -> frozenset[str]:
    """The tables from which clocks are told and that the extract lacks."""
    return frozenset(table for table in tables_read(FACT) if not snapshot.has(table))


_ROWS = f"select child, clock, anchor_on, happened_on, stops_on, is_known from {FACT}"


def _facts(snapshot: Snapshot, reference: Reference, settings: Settings, child: str | None) -> Facts:
    assert snapshot.as_at is not None
    day = Period(PeriodKind.WEEK, snapshot.as_at, snapshot.as_at)
    return Facts(snapshot, reference, settings, [day], child=child)


def _is_open(started_on: date, ended_on: date | None, on: date) -> bool:
    return started_on <= on and (ended_on is None or ended_on > on)
