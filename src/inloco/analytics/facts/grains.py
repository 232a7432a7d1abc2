"""The grains of children looked after and care leavers, and which columns a definition may use. The SQL is in ``grains/``."""

from __future__ import annotations

from collections.abc import Mapping

from inloco.analytics.facts.grain import PERSON, SITUATION, Grain

CHILD_MONTH = Grain(
    "child_month",
    "a child at a month end (or another day) who is looked after, on a protection plan or in need",
    "on_day",
    {
        "on_day": "the day",
        **PERSON,
        **SITUATION,
        "age_year_before": "age on the first day of the 12 months to the day",
        "looked_after": "a period of care is open and the legal status is not V3 or V4",
        "looked_after_since": "start of the period of care",
        "looked_after_12_months": "looked after without a break, short breaks being one, for 12 months",
        "looked_after_30_months": "the same for two and a half years",
        "period_number": "which period of care this is, from 1",
        "initial_health_due_on": "20th working day of the period of care",
        "is_convicted_in_year": "a conviction or youth caution is dated from 1 April to the day",
        "is_known_to_youth_justice": "flagged as known to the youth justice team",
        "is_in_supported_lodgings": "flagged as in supported lodgings",
        "last_pep_on": "last review of the personal education plan",
        "is_pep_current": "it lies in the school term of the day or in the one before",
        "is_placed_in_area": "the placement is in the authority's area; null where not recorded",
        "placements_in_year": "placement runs with any day in the 12 months to the day",
        "together_since": "since when the child has lived in this household; with new adopters, the one before counts with it",
        "same_placement_2_years": "for two years or more",
        "last_assessed_on": "last completed health assessment",
        "is_health_assessment_current": "it is later than 12 months before the day (6 months under the age of 5)",
        "last_dental_on": "last dental check",
        "is_dental_check_current": "it is later than 12 months before the day",
        "sdq_score": "latest score of 0 to 40 dated in the 12 months to the day",
        "is_immunised": "immunisations are up to date",
        "reviews_due_in_year": "reviews due from 1 April to the day",
        "reviews_late_in_year": "those of them that were not held by their due day",
        "first_late_review_on": "due day of the first late one",
        "on_protection_plan": "a protection plan of this authority is open",
        "on_protection_plan_since": "its start",
        "has_plan_in_need": "a children-in-need plan is open",
        "in_need": "a children-in-need plan is open, and the child is neither looked after nor on a protection plan",
    },
)
CARE_START = Grain(
    "care_start",
    "a child who started to be looked after in a period",
    "period",
    {"period": "the period", **PERSON, **SITUATION, "started_on": "start of the period of care"},
)
CARE_END = Grain(
    "care_end",
    "an ending of a period of care in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "ended_on": "end of the period of care",
        "end_reason": "why it ended, other than X1",
        "is_latest": "the child's last ending in the period, one under short breaks only where there is no other",
    },
)
REVIEW = Grain(
    "review",
    "a review of a looked-after child held in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "review": "the review's id",
        "held_on": "when it was held",
        "due_on": "by when it was due, computed; null where the history before it is not visible",
        "has_due_day": "that day is known",
        "is_in_time": "held on or before that day",
        "participation": "PN0 to PN7, or null",
    },
)
CARE_LEAVER = Grain(
    "care_leaver",
    "a young person in the care leavers' table on the snapshot's own day",
    "on_day",
    {
        "on_day": "the day",
        **PERSON,
        "eligibility": "eligible, relevant, former_relevant, qualifying or other",
        "is_care_leaver": "relevant, former relevant or (setting) qualifying",
        "in_touch": "the recorded answer: YES, NO, DIED, REFU, NREQ, RHOM",
        "is_out_of_contact_duty": "died, no longer requires services, or returned home",
        "last_contact_on": "last contact",
        "has_recent_contact": "within 56 days before the day, the 56th included",
        "accommodation": "code without its suffix",
        "suitability": "1 suitable, 2 unsuitable: the recorded judgement, else the suffix of the accommodation",
        "activity": "F1 to F5, P1 to P5, G4 to G6, 0 or null",
        "pathway_plan_reviewed_on": "last review of the pathway plan",
        "is_pathway_plan_current": "it is later than 6 months before the day",
        "personal_adviser": "who it is",
    },
    only_snapshot_day=True,
)

MISSING_EPISODE = Grain(
    "missing_episode",
    "an episode of a looked-after child being missing or away that began in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "missing_episode": "the episode's id",
        "type": "M missing, A away without authorisation",
        "started_on": "when it began",
        "ended_on": "when it ended",
    },
)
INITIAL_HEALTH = Grain(
    "initial_health",
    "a period of care whose 20th working day lies in a period, the child still looked after on it",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "started_on": "start of the period of care",
        "due_on": "its 20th working day",
        "assessed_on": "first completed health assessment of the period of care",
        "is_in_time": "completed by that day",
    },
)

CHILD_YEAR = Grain(
    "child_year",
    "a child looked after or on a protection plan, as on a day or as 12 months before it",
    "on_day",
    {
        "on_day": "the day of the figure",
        **PERSON,
        "seen_on": "the day that the row is about: that one, or 12 months before",
        "is_now": "it is that one",
        "looked_after": "a period of care is open and the legal status is not V3 or V4",
        "on_protection_plan": "a protection plan of this authority is open",
    },
)
MONITORING_INTERVAL = Grain(
    "monitoring_interval",
    "the time between two reviews, or two conferences, of a child that ended in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "kind": "review or conference",
        "from_on": "the earlier of the two",
        "held_on": "the later",
        "days": "days between them",
        "monitored_on": "first check on the case between them; null for none",
    },
)
VISIT = Grain(
    "visit",
    "a statutory visit to a looked-after child that was due in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "anchor_on": "start of the placement, last visit or day of the order",
        "due_on": "last day in time",
        "visited_on": "the next visit; null for none yet",
        "is_in_time": "visited by that day",
    },
)
MISSING_END = Grain(
    "missing_end",
    "an episode of a looked-after child being missing or away that ended in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "missing_episode": "the episode's id",
        "type": "M missing, A away without authorisation",
        "started_on": "when it began",
        "ended_on": "when the child was back",
        "due_on": "three days after that",
        "interviewed_on": "first interview recorded for it",
        "is_in_time": "held from the return to that day",
    },
)
RETURN_HOME = Grain(
    "return_home",
    "a child whose return home lies six months before a day of a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "ended_on": "day of the return",
        "next_started_on": "start of the next period of care",
        "is_back": "that is within six months",
    },
)
HEALTH_REVIEW = Grain(
    "health_review",
    "a review health assessment of a looked-after child that was due in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "last_assessed_on": "the assessment from which it runs",
        "due_on": "6 months later under 5 on that day, else 12",
        "assessed_on": "the next assessment; null for none yet",
        "is_in_time": "done by the due day",
    },
)
BIRTHDAY_16 = Grain(
    "birthday_16",
    "a child looked after on the 16th birthday, which lies in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        **SITUATION,
        "birthday_on": "that day",
        "allocated_on": "when a personal adviser was first involved",
        "is_in_time": "by that day",
    },
)
EDUCATION_PLAN = Grain(
    "education_plan",
    "a personal education plan reviewed in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "pep": "the plan's id",
        "reviewed_on": "when it was reviewed",
        "has_sdq": "a questionnaire went with it",
    },
)

GRAINS: Mapping[str, Grain] = {
    grain.name: grain
    for grain in (
        CHILD_MONTH,
        CARE_START,
        CARE_END,
        REVIEW,
        CARE_LEAVER,
        MISSING_EPISODE,
        INITIAL_HEALTH,
        CHILD_YEAR,
        MONITORING_INTERVAL,
        VISIT,
        MISSING_END,
        RETURN_HOME,
        HEALTH_REVIEW,
        BIRTHDAY_16,
        EDUCATION_PLAN,
    )
}
