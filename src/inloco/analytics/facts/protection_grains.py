"""The grains of children in need of help or protection: referrals, plans, conferences, core groups, and before court."""

from __future__ import annotations

from collections.abc import Mapping

from inloco.analytics.facts.grain import PERSON, Grain

PLAN_MONTH = Grain(
    "plan_month",
    "a protection plan of this authority open on a day",
    "on_day",
    {
        "on_day": "the day",
        **PERSON,
        "cp_plan": "the plan's id",
        "category": "latest category of abuse or neglect",
        "started_on": "start of the plan",
        "is_open_3_months": "it began 3 months before the day or earlier",
        "is_open_over_12_months": "it began earlier than 12 months before the day",
        "is_open_2_years": "it began two years before the day or earlier",
        "conferences_due_in_year": "review conferences due from 1 April to the day",
        "conferences_late_in_year": "those of them that were not held by their due day",
    },
)
PLAN_START = Grain(
    "plan_start",
    "a protection plan of this authority that began in the year to a day",
    "on_day",
    {
        "on_day": "the day",
        **PERSON,
        "cp_plan": "the plan's id",
        "category": "category of abuse or neglect at the start",
        "started_on": "start of the plan",
        "has_earlier_plan": "the child had an earlier plan of this authority",
        "last_ended_on": "when the last of those ended",
        "is_repeat_within_12_months": "one of those ended in the 12 months before, both days counted",
    },
)
PLAN_END = Grain(
    "plan_end",
    "a protection plan of this authority that ended in the year to a day",
    "on_day",
    {
        "on_day": "the day",
        **PERSON,
        "cp_plan": "the plan's id",
        "category": "latest category of abuse or neglect",
        "started_on": "start of the plan",
        "ended_on": "end of the plan",
        "lasted_2_years": "it lasted two years or more; exactly 24 months is",
    },
)
CONFERENCE = Grain(
    "conference",
    "a child's initial protection conference held in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "icpc": "the conference's id",
        "held_on": "when it was held",
        "discussed_on": "the strategy discussion linked to it",
        "due_on": "15 working days after that",
        "is_transfer_in": "the child came from another authority with a plan",
        "is_in_time": "held by then, and not before the discussion",
    },
)
REFERRAL = Grain(
    "referral",
    "a referral received in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "need": "primary need of the referral",
        "referral": "the referral's id",
        "received_on": "when it was received",
        "last_received_on": "the earlier day on which the last one before it was received",
        "is_repeat": "that day lies in the 12 months before, both days counted",
        "stepped_down_on": "when a case of the child was last closed to early help in the 12 months before; null for never",
    },
)
PRE_PROCEEDINGS_DAY = Grain(
    "pre_proceedings_day",
    "a child in pre-proceedings on a day",
    "on_day",
    {"on_day": "the day", **PERSON, "started_on": "when they were decided on"},
)
MEETING = Grain(
    "meeting",
    "a child's protection conference held in a period, initial or review",
    "period",
    {
        "period": "the period",
        **PERSON,
        "conference": "the conference's id",
        "kind": "initial or review",
        "held_on": "when it was held",
        "is_first": "the first child of those whose meeting it is",
    },
)
CORE_GROUP = Grain(
    "core_group",
    "a protection plan whose first core group was due in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "cp_plan": "the plan's id",
        "started_on": "start of the plan",
        "due_on": "10 working days from the initial conference",
        "held_on": "first core group from the conference on",
        "is_in_time": "held by the due day",
    },
)
CONFERENCE_PART = Grain(
    "conference_part",
    "a child's part in a protection conference held in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "attendance": "the row's id",
        "held_on": "when the conference was held",
        "part": "attended, views or none",
        "has_form": "a consultation form was filled in before",
    },
)
SCHEME_END = Grain(
    "scheme_end",
    "a child whose time in a scheme to keep children out of care ended in a period",
    "period",
    {
        "period": "the period",
        **PERSON,
        "started_on": "start of the scheme",
        "ended_on": "end of the scheme",
        "looked_after": "looked after on that day, short breaks left out",
    },
)

GRAINS: Mapping[str, Grain] = {
    grain.name: grain
    for grain in (
        PLAN_MONTH,
        PLAN_START,
        PLAN_END,
        CONFERENCE,
        REFERRAL,
        PRE_PROCEEDINGS_DAY,
        MEETING,
        CORE_GROUP,
        CONFERENCE_PART,
        SCHEME_END,
    )
}
