"""Every timescale that figures are measured against, once. Numbers are those of the practice standards (T1, T2 …)."""

from inloco.analytics.clocks.clock import Clock, Limit, Outcome, teach

CARE_PLANNING = "Care Planning, Placement and Case Review (England) Regulations 2010"
WORKING_TOGETHER = "Working Together to Safeguard Children 2018"

FIRST_REVIEW = Clock(
    "T1", "first_review", "First review", "the day the child became looked after", 20, Limit.WORKING_DAYS,
    f"{CARE_PLANNING}, regulation 33",
)  # fmt: skip
SECOND_REVIEW = Clock(
    "T2", "second_review", "Second review", "the day of the first review", 3, Limit.MONTHS, f"{CARE_PLANNING}, regulation 33"
)
LATER_REVIEW = Clock(
    "T3", "later_review", "Later reviews", "the day of the last review", 6, Limit.MONTHS, f"{CARE_PLANNING}, regulation 33"
)
INITIAL_HEALTH_ASSESSMENT = Clock(
    "T10", "initial_health", "Initial health assessment", "the day the child became looked after", 20, Limit.WORKING_DAYS,
    f"{CARE_PLANNING}, regulation 7; guidance on promoting the health of looked-after children, 2015",
)  # fmt: skip
HEALTH_REVIEW_UNDER_5 = Clock(
    "T11", "health_under_5", "Review health assessment, under 5", "the last assessment", 6, Limit.MONTHS,
    f"{CARE_PLANNING}, regulation 7",
)  # fmt: skip
HEALTH_REVIEW_5_AND_OVER = Clock(
    "T12", "health_5_and_over", "Review health assessment, 5 and over", "the last assessment", 12, Limit.MONTHS,
    f"{CARE_PLANNING}, regulation 7",
)  # fmt: skip
DENTAL_CHECK = Clock(
    "T13", "dental", "Dental check", "the last check", 12, Limit.MONTHS, "SSDA903 guide, outcomes of children looked after"
)
INITIAL_CONFERENCE = Clock(
    "T17", "initial_conference", "Initial child protection conference", "the strategy discussion", 15, Limit.WORKING_DAYS,
    WORKING_TOGETHER,
)  # fmt: skip
FIRST_REVIEW_CONFERENCE = Clock(
    "T19", "first_review_conference", "First review conference", "the initial conference", 3, Limit.MONTHS, WORKING_TOGETHER,
    days_when_counted=91,
)  # fmt: skip
LATER_REVIEW_CONFERENCE = Clock(
    "T20", "later_review_conference", "Later review conferences", "the last review conference", 6, Limit.MONTHS,
    WORKING_TOGETHER, days_when_counted=183,
)  # fmt: skip
PATHWAY_PLAN_REVIEW = Clock(
    "T29", "pathway_plan_review", "Pathway plan review", "the last review", 6, Limit.MONTHS,
    "Care Leavers (England) Regulations 2010, regulation 7",
)  # fmt: skip
IN_TOUCH = Clock(
    "T31", "in_touch", "Contact with a care leaver", "the last contact", 56, Limit.DAYS,
    "Local standard from 1 July 2019: 8 weeks",
)  # fmt: skip

CLOCKS: tuple[Clock, ...] = (
    FIRST_REVIEW,
    SECOND_REVIEW,
    LATER_REVIEW,
    INITIAL_HEALTH_ASSESSMENT,
    HEALTH_REVIEW_UNDER_5,
    HEALTH_REVIEW_5_AND_OVER,
    DENTAL_CHECK,
    INITIAL_CONFERENCE,
    FIRST_REVIEW_CONFERENCE,
    LATER_REVIEW_CONFERENCE,
    PATHWAY_PLAN_REVIEW,
    IN_TOUCH,
)

__all__ = ["CLOCKS", "Clock", "Limit", "Outcome", "teach"]
