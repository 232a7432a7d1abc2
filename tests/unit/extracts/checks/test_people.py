"""Checks of children, workers, care leavers and plans: each finds the fault that is planted, and nothing in a sound extract."""

from __future__ import annotations

import pytest

from tests.unit.extracts.checks.planting import NEW, Case, assert_found, assert_none, case

OPEN_PLAN = ("cp_plans", 2, {"ended_on": ""})
CHILDREN = (
    case("event_before_birth", "cla_health", 2, ("cla_health", 2, {"checked_on": "2010-01-31"})),
    case("event_before_birth", "sdq_scores", 2, ("sdq_scores", 2, {"completed_on": "2010-01-31"})),
    case("event_before_birth", "missing", 2, ("missing", 2, {"started_on": "2010-01-31"})),
    case("event_before_birth", "legal_status", 2, ("legal_status", 2, {"started_on": "2010-01-31"})),
    case("event_before_birth", "cla_placement", 2, ("cla_placement", 2, {"started_on": "2010-01-31"})),
    case("after_death", "cla_episodes", 3, ("person", 2, {"died_on": "2019-05-05"})),
    case("after_death", "cp_plans", 2, ("person", 3, {"died_on": "2019-08-05"}), OPEN_PLAN),
    case("after_death", "cin_plans", 2, ("person", 3, {"died_on": "2019-08-05"}), ("cin_plans", 2, {"ended_on": ""})),
    case("plan_open_after_18", "cp_plans", 2, OPEN_PLAN, ("cp_plans", 2, {"child": "A3"})),
    case("plan_open_after_18", "cin_plans", 2, ("cin_plans", 2, {"child": "A3", "ended_on": ""})),
    case("born_after_extract", "person", 5, ("person", 5, {"born_on": "2019-09-01"})),
    case("died_before_birth", "person", 5, ("person", 5, {"died_on": "2003-03-02"})),
    case("died_before_birth", "person", 5, ("person", 5, {"died_on": "2019-09-01"})),
    case("possible_duplicate", "person", 5,
         ("person", 5, {"forename": " ottoline", "surname": "FENNIMORE", "born_on": "2000-01-01", "sex": "F"})),
    case("sex_not_recorded", "person", 2, ("person", 2, {"sex": "U"})),
    case("ethnicity_not_recorded", "person", 2, ("person", 2, {"ethnicity": "NOBT"})),
    case("ethnicity_not_recorded", "person", 2, ("person", 2, {"ethnicity": ""})),
    case("mother_under_11", "mother", 2, ("mother", 2, {"childs_dob_on": "2010-12-31"})),
)  # fmt: skip
WORKERS = (
    case("no_allocated_worker", "cla_episodes", 3, ("involvements", 3, {"ended_on": "2019-08-31"})),
    case("no_allocated_worker", "cp_plans", 2, OPEN_PLAN),
    case("worker_without_team", "involvements", 3, ("involvements", 3, {"team": ""})),
    case("worker_not_named", "involvements", 4, ("involvements", 4, {"worker": ""})),
    case("no_reviewing_officer", "cla_episodes", 3, ("involvements", 4, {"ended_on": "2019-08-31"})),
    case("two_reviewing_officers", "involvements", 5, ("involvements", NEW, {"involvement": "O4", "started_on": "2018-03-01"})),
    case("reviewing_officer_not_independent", "involvements", 4, ("involvements", 4, {"worker": "W2"})),
)  # fmt: skip
PROTECTION = (
    case("overlapping_need_plans", "cin_plans", 3, ("cin_plans", NEW, {"cin_plan": "N2", "started_on": "2018-12-17"})),
    case("overlapping_protection_plans", "cp_plans", 3, ("cp_plans", NEW, {"cp_plan": "D2", "started_on": "2019-02-28"})),
    case("overlapping_enquiries", "s47_enquiry", 3, ("s47_enquiry", NEW, {"s47_enquiry": "I2", "started_on": "2018-12-09"})),
    case("need_plan_beside_protection_plan", "cin_plans", 2, ("cin_plans", 2, {"ended_on": "2018-12-19"})),
    case("plan_without_conference", "cp_plans", 3,
         ("cp_plans", NEW, {"cp_plan": "D2", "icpc": "", "started_on": "2019-05-01", "ended_on": ""})),
    case("plan_not_on_conference_day", "cp_plans", 2, ("cp_plans", 2, {"started_on": "2018-12-19"})),
    case("conference_without_its_plan", "initial_cp_conference", 3, ("initial_cp_conference", NEW, {
        "icpc": "K2", "held_on": "2019-08-05", "is_plan_outcome": "Y"})),
    case("protection_review_outside_plan", "cp_reviews", 2, ("cp_reviews", 2, {"held_on": "2018-12-18"})),
    case("protection_review_outside_plan", "cp_reviews", 2, ("cp_reviews", 2, {"held_on": "2019-03-04"})),
    case("protection_plan_of_no_days", "cp_plans", 2, ("cp_plans", 2, {"ended_on": "2018-12-18"})),
    case("plan_without_category", "cp_plans", 3, ("cp_plans", 2, {"initial_category": "NEG"}),
         ("cp_plans", NEW, {"cp_plan": "D2", "initial_category": "", "ended_on": ""})),
    case("core_group_before_plan", "local_core_group", 2, ("local_core_group", 2, {"held_on": "2018-12-17"})),
    case("attendance_without_conference", "local_conference_attendance", 2,
         ("local_conference_attendance", 2, {"held_on": "2018-12-19"})),
    case("conference_before_enquiry", "initial_cp_conference", 2, ("initial_cp_conference", 2, {"held_on": "2018-11-30"})),
    case("conference_at_weekend", "initial_cp_conference", 2, ("initial_cp_conference", 2, {"held_on": "2018-12-22"})),
    case("conference_at_weekend", "cp_reviews", 2, ("cp_reviews", 2, {"held_on": "2019-02-24"})),
    case("before_referral", "cin_plans", 2, ("cin_plans", 2, {"started_on": "2018-11-30"})),
    case("before_referral", "s47_enquiry", 2, ("s47_enquiry", 2, {"started_on": "2018-11-30"})),
    case("before_referral", "initial_cp_conference", 2,
         ("initial_cp_conference", 2, {"referral": "F1", "held_on": "2018-11-30"})),
    case("before_referral", "cin_assessments", 2, ("cin_assessments", 2, {"referral": "F1", "started_on": "2018-11-30"})),
    case("activity_after_no_further_action", "cin_plans", 2, ("cin_episodes", 2, {"is_no_further_action": "Y"}),
         ("s47_enquiry", 2, {"referral": ""})),
    case("activity_after_no_further_action", "s47_enquiry", 2, ("cin_episodes", 2, {"is_no_further_action": "Y"}),
         ("cin_plans", 2, {"referral": ""})),
    case("closed_without_reason", "cin_episodes", 2, ("cin_episodes", 2, {"close_reason": "RC1"})),
    case("closed_without_reason", "cin_episodes", 3, ("cin_episodes", 2, {"close_reason": "RC1", "closed_on": "2019-05-01"}),
         ("cin_episodes", NEW, {"referral": "F2", "close_reason": ""})),
    case("two_open_referrals", "cin_episodes", 3, ("cin_episodes", NEW, {"referral": "F2", "received_on": "2019-02-01"})),
    case("plan_in_closed_case", "cin_plans", 2,
         ("cin_plans", 2, {"ended_on": ""}), ("cin_episodes", 2, {"closed_on": "2019-05-01"})),
    case("need_of_referral_missing", "cin_episodes", 3, ("cin_episodes", 2, {"need": "N1"}),
         ("cin_episodes", NEW, {"referral": "F2", "need": ""})),
    case("two_open_assessments", "cin_assessments", 3, ("cin_assessments", 2, {"authorised_on": ""}),
         ("cin_assessments", NEW, {"assessment": "B2", "started_on": "2019-02-01"})),
)  # fmt: skip
LEAVING_CARE = (
    case("care_leaver_age", "care_leavers", 2, ("person", 4, {"born_on": "1994-08-31"})),
    case("care_leaver_age", "care_leavers", 2, ("person", 4, {"born_on": "2003-09-01"})),
    case("eligibility_age_conflict", "care_leavers", 2, ("care_leavers", 2, {"eligibility": "Relevant"})),
    case("eligibility_age_conflict", "care_leavers", 2, ("care_leavers", 2, {"child": "A4"})),
    case("eligible_not_in_care", "care_leavers", 2, ("care_leavers", 2, {"eligibility": "Eligible"})),
    case("eligible_not_in_care", "care_leavers", 2, ("care_leavers", 2, {"child": "A1"})),
    case("in_touch_without_contact", "care_leavers", 2, ("care_leavers", 2, {"last_contact_on": ""})),
    case("not_in_touch_with_contact", "care_leavers", 2, ("care_leavers", 2, {"in_touch": "NO"})),
    case("in_touch_without_outcomes", "care_leavers", 2, ("care_leavers", 2, {"activity": ""})),
    case("unknown_though_in_touch", "care_leavers", 2, ("care_leavers", 2, {"accommodation": "R2"})),
    case("unknown_though_in_touch", "care_leavers", 2, ("care_leavers", 2, {"accommodation": "0"})),
    case("foyer_under_18", "care_leavers", 2, ("care_leavers", 2, {"child": "A4", "accommodation": "T1"})),
    case("staying_put_under_18", "care_leavers", 2, ("care_leavers", 2, {"child": "A4", "accommodation": "Z1"})),
    case("higher_education_under_17", "care_leavers", 2, ("care_leavers", 2, {"child": "A4"})),
    case("pathway_plan_too_early", "care_leavers", 2, ("care_leavers", 2, {"pathway_plan_reviewed_on": "2015-05-01"})),
)
CASES = (*CHILDREN, *WORKERS, *PROTECTION, *LEAVING_CARE)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_a_check_finds_its_fault(one: Case) -> None:
    assert_found(one)


NO_FAULTS = (
    case("unborn_without_birth_date", "person", (), ("person", 3, {"born_on": "", "expected_on": "2019-10-05"})),
    case("unborn_without_birth_date", "person", (), ("person", 3, {"born_on": "", "expected_on": "2019-08-03"})),
    case("in_touch_without_outcomes", "care_leavers", (),
         ("care_leavers", 2, {"eligibility": "Eligible", "accommodation": "", "suitable": ""})),
)  # fmt: skip
"""A birth that is still to come, or may be a few days late; the home of somebody who is still looked after."""


@pytest.mark.parametrize("one", NO_FAULTS, ids=str)
def test_a_check_leaves_in_peace_what_only_looks_like_a_fault(one: Case) -> None:
    assert_none(one)
