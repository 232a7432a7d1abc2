"""Every timescale that figures are measured against, once. Numbers are those of the practice standards (T1, T2 …)."""

from inloco.analytics.clocks.clock import Clock, Limit, Outcome, teach, working_day_due

CARE_PLANNING = "Care Planning, Placement and Case Review (England) Regulations 2010"
CARE_LEAVERS = "Care Leavers (England) Regulations 2010"
WORKING_TOGETHER = "Working Together to Safeguard Children 2018"
VISITS = f"{CARE_PLANNING}, regulation 28"
EDUCATION = "Promoting the education of looked-after children, statutory guidance 2018"
HANDBOOK = "IRO Handbook"
STANDARD = "Local standard"

DAYS, MONTHS, WORKING_DAYS = Limit.DAYS, Limit.MONTHS, Limit.WORKING_DAYS
LOOKED_AFTER, AGE_16 = "the day the child became looked after", "the 16th birthday, or becoming eligible later"

# fmt: off
FIRST_REVIEW = Clock("T1", "first_review", "First review", LOOKED_AFTER, 20, WORKING_DAYS, f"{CARE_PLANNING}, regulation 33")
SECOND_REVIEW = Clock(
    "T2", "second_review", "Second review", "the day of the first review", 3, MONTHS, f"{CARE_PLANNING}, regulation 33")
LATER_REVIEW = Clock(
    "T3", "later_review", "Later reviews", "the day of the last review", 6, MONTHS, f"{CARE_PLANNING}, regulation 33")
REVIEW_AFTER_MOVE = Clock(
    "T4", "review_after_move", "Review after an unplanned move (advisory)", "the day of the move", 20, WORKING_DAYS,
    f"{STANDARD}; {CARE_PLANNING}, regulation 32")
REVIEW_OF_SEVERAL_MEETINGS = Clock(
    "T4a", "review_of_several_meetings", "Review spread over several meetings", "the first meeting", 20, WORKING_DAYS, HANDBOOK)
YEARLY_REVIEW_MEETING = Clock(
    "T4b", "yearly_review_meeting", "Review meeting in a long-term foster placement", "the last meeting", 12, MONTHS,
    "Care Planning and Fostering (Miscellaneous Amendments) (England) Regulations 2015")
FIRST_VISIT = Clock("T5a", "first_visit", "Visit after the start of a placement", "the placement's start", 7, DAYS, VISITS)
VISIT_IN_FIRST_YEAR = Clock(
    "T5b", "visit_in_first_year", "Visit in the first year of a placement", "the last visit", 42, DAYS, VISITS)
VISIT_IN_PERMANENT_PLACEMENT = Clock(
    "T5c", "visit_in_permanent_placement", "Visit after the first year of a placement meant to last to 18", "the last visit", 3,
    MONTHS, VISITS)
VISIT_BEFORE_ASSESSMENT = Clock(
    "T5d", "visit_before_assessment", "Visit with parents before they are assessed, until the first review", "the last visit", 7,
    DAYS, VISITS)
VISIT_UNDER_INTERIM_ORDER = Clock(
    "T5e", "visit_under_interim_order", "Visit at home under an interim care order, after the first review", "the last visit", 28,
    DAYS, VISITS)
VISIT_AFTER_ORDER = Clock(
    "T5f", "visit_after_order", "Visit after a full care order made while at home", "the day of the order", 7, DAYS, VISITS)
CARE_PLAN = Clock(
    "T6", "care_plan", "Care plan", "the start of the first placement", 10, WORKING_DAYS, f"{CARE_PLANNING}, regulation 4")
PERMANENCE_PLAN = Clock(
    "T7", "permanence_plan", "Plan for permanence", "the second review", 0, DAYS, "Statutory guidance on care planning")
ASSESSMENT_OF_PARENTS = Clock(
    "T8", "assessment_of_parents", "Assessment of parents after an immediate placement", "the placement's start", 10,
    WORKING_DAYS,
    f"{CARE_PLANNING}, regulation 19")
HOME_PLACEMENT_MONITORING = Clock(
    "T9", "home_placement_monitoring", "Placement at home looked at in supervision", "the last time", 1, MONTHS, STANDARD)
INITIAL_HEALTH_ASSESSMENT = Clock(
    "T10", "initial_health", "Initial health assessment", LOOKED_AFTER, 20, WORKING_DAYS,
    f"{CARE_PLANNING}, regulation 7; guidance on promoting the health of looked-after children, 2015")
HEALTH_REVIEW_UNDER_5 = Clock(
    "T11", "health_under_5", "Review health assessment, under 5", "the last assessment", 6, MONTHS,
    f"{CARE_PLANNING}, regulation 7")
HEALTH_REVIEW_5_AND_OVER = Clock(
    "T12", "health_5_and_over", "Review health assessment, 5 and over", "the last assessment", 12, MONTHS,
    f"{CARE_PLANNING}, regulation 7")
DENTAL_CHECK = Clock(
    "T13", "dental", "Dental check", "the last check", 12, MONTHS, "SSDA903 guide, outcomes of children looked after")
QUESTIONNAIRE = Clock(
    "T14", "questionnaire", "Strengths and difficulties questionnaire", "the last score", 12, MONTHS, "SSDA903 guide, OC2")
FIRST_EDUCATION_PLAN = Clock(
    "T15a", "first_education_plan", "First personal education plan begun", LOOKED_AFTER, 10, WORKING_DAYS, EDUCATION)
EDUCATION_PLAN_READY = Clock(
    "T15b", "education_plan_ready", "First personal education plan ready for the first review", LOOKED_AFTER, 20, WORKING_DAYS,
    EDUCATION)
EDUCATION_PLAN_REVIEW = Clock(
    "T16", "education_plan_review", "Personal education plan reviewed each school term", "the last review", 1, Limit.TERMS,
    EDUCATION)
INITIAL_CONFERENCE = Clock(
    "T17", "initial_conference", "Initial child protection conference", "the strategy discussion", 15, WORKING_DAYS,
    WORKING_TOGETHER)
CORE_GROUP = Clock(
    "T18", "core_group", "First core group", "the initial conference", 10, WORKING_DAYS, WORKING_TOGETHER)
FIRST_REVIEW_CONFERENCE = Clock(
    "T19", "first_review_conference", "First review conference", "the initial conference", 3, MONTHS, WORKING_TOGETHER,
    days_when_counted=91)
LATER_REVIEW_CONFERENCE = Clock(
    "T20", "later_review_conference", "Later review conferences", "the last review conference", 6, MONTHS, WORKING_TOGETHER,
    days_when_counted=183)
REPORT_SHARED = Clock(
    "T21", "report_shared", "Social worker's report shared with the parents", "the conference", -2, DAYS, STANDARD)
PLAN_OVER_12_MONTHS = Clock(
    "T22", "plan_over_12_months", "Protection plan looked at after 12 months", "the plan's start", 12, MONTHS, STANDARD)
PLAN_OVER_2_YEARS = Clock("T23", "plan_over_2_years", "Protection plan of two years", "the plan's start", 24, MONTHS, "NI 64")
ASSESSMENT = Clock("T24", "assessment", "Assessment under section 17", "the referral", 45, WORKING_DAYS, WORKING_TOGETHER)
CONTACT_DECISION = Clock("T25a", "contact_decision", "Decision on a contact", "its receipt", 1, DAYS, WORKING_TOGETHER)
SCREENING = Clock(
    "T25b", "screening", "Screening by the safeguarding hub", "its receipt", 1, WORKING_DAYS, STANDARD)
RETURN_INTERVIEW = Clock(
    "T26", "return_interview", "Interview after being missing", "the child's return", 3, DAYS,
    "Statutory guidance on children who run away or go missing, 2014")
PATHWAY_ASSESSMENT = Clock(
    "T27", "pathway_assessment", "Assessment of needs for leaving care", AGE_16, 3, MONTHS, f"{CARE_PLANNING}, regulation 42")
PATHWAY_PLAN = Clock("T28", "pathway_plan", "Pathway plan", AGE_16, 3, MONTHS, f"{CARE_PLANNING}, regulation 43")
PATHWAY_PLAN_REVIEW = Clock(
    "T29", "pathway_plan_review", "Pathway plan review", "the last review", 6, MONTHS, f"{CARE_LEAVERS}, regulation 7")
ADVISER_FIRST_VISIT = Clock(
    "T30a", "adviser_first_visit", "Personal adviser's visit after a move", "the move into accommodation", 7, DAYS,
    f"{CARE_LEAVERS}, regulation 8")
ADVISER_SECOND_VISIT = Clock(
    "T30b", "adviser_second_visit", "Personal adviser's visit before the plan is reviewed", "the move into accommodation", 28,
    DAYS,
    f"{CARE_LEAVERS}, regulation 8")
ADVISER_LATER_VISIT = Clock(
    "T30c", "adviser_later_visit", "Personal adviser's later visits", "the last visit", 2, MONTHS,
    f"{CARE_LEAVERS}, regulation 8")
IN_TOUCH = Clock(
    "T31", "in_touch", "Contact with a care leaver", "the last contact", 56, DAYS, f"{STANDARD} from 1 July 2019: 8 weeks")
IN_TOUCH_AT_BIRTHDAY = Clock(
    "T32", "in_touch_at_birthday", "Contact around a birthday from 17 to 21", "the birthday", 1, MONTHS, "SSDA903 guide, OC3",
    opens_months_before=3)
ADVISER_BY_16 = Clock("T33", "adviser_by_16", "Personal adviser allocated", "the 16th birthday", 0, DAYS, STANDARD)
CHALLENGE_OUTSTANDING = Clock(
    "T34", "challenge_outstanding", "Challenge reported as outstanding when over", "the day it was opened", 28, DAYS, STANDARD)
DISPUTE_RESOLUTION = Clock(
    "T35", "dispute_resolution", "Whole resolution of a dispute", "the day it was opened", 20, WORKING_DAYS, f"{HANDBOOK}, 6.2")
FOSTER_CARER_REVIEW = Clock(
    "T37", "foster_carer_review", "Foster carer review", "the approval or last review", 12, MONTHS,
    "Fostering Services (England) Regulations 2011, regulation 28")
MONTHLY_EXTRACT = Clock("T39", "monthly_extract", "Extract for the monthly report", "the month's end", 1, WORKING_DAYS, STANDARD)
PLAN_UPDATE_CIRCULATED = Clock(
    "T40", "plan_update_circulated", "Delivery plan sent out for updates", "the board's meeting", -21, DAYS, STANDARD)
PLAN_UPDATE_RETURNED = Clock(
    "T41", "plan_update_returned", "Updates returned", "the board's meeting", -14, DAYS, STANDARD)
PLAN_UPDATE_BRIEFED = Clock(
    "T42", "plan_update_briefed", "Chair briefed, missing updates escalated", "the board's meeting", -7, DAYS, STANDARD)
NEXT_BOARD = Clock("T43a", "next_board", "Next meeting of the board", "its last meeting", 56, DAYS, STANDARD)
IMPROVEMENT_REPORT = Clock("T43b", "improvement_report", "Report to the improvement board", "the last report", 42, DAYS, STANDARD)
DISCHARGE_REPORT = Clock(
    "T44", "discharge_report", "Report on orders to be discharged", "the last report", 14, DAYS, STANDARD)
AGENDA_PUBLISHED = Clock(
    "T45", "agenda_published", "Agenda and reports public", "the meeting", 5, Limit.CLEAR_DAYS,
    "Local Government Act 1972, section 100B; for an advisory board a service standard")
ANNUAL_REPORT = Clock(
    "T46", "annual_report", "Annual report of the reviewing officers", "31 March", 12, MONTHS,
    "Children and Young Persons Act 2008; IRO Handbook")
LOCAL_OFFER_SURVEY = Clock(
    "T50", "local_offer_survey", "Survey on the local offer repeated", "the day the offer went live", 6, MONTHS, STANDARD)
# fmt: on

CLOCKS: tuple[Clock, ...] = tuple(one for one in list(globals().values()) if isinstance(one, Clock))
"""In the order of their numbers."""

NOT_CLOCKS = {
    "T36": "a weekly list and a monthly analysis: reports, without an event that could be late",
    "T38": "how many foster carer reviews fit into a day and a week",
    "T47": "one observation a manager and month: a number",
    "T48": "35 management audits a month: a number",
    "T49": "two waves of questionnaires a year, four weeks each: a plan",
}
"""Standards that count or schedule something, and so have no due day."""

__all__ = ["CLOCKS", "NOT_CLOCKS", "Clock", "Limit", "Outcome", "teach", "working_day_due"]
