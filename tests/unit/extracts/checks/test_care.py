"""Checks of being looked after: each finds the fault that is planted, at its row, and nothing in a sound extract."""

from __future__ import annotations

import pytest

from tests.unit.extracts.checks.planting import NEW, Case, assert_found, assert_none, case

EPISODES = (
    case("begins_without_start", "cla_episodes", 5, ("cla_episodes", NEW, {
        "episode": "E4", "started_on": "2019-05-01", "start_reason": "P", "period_of_care": "P3",
        "end_reason": "", "ended_on": ""})),
    case("starts_again_same_day", "cla_episodes", 5, ("cla_episodes", NEW, {
        "episode": "E4", "started_on": "2019-03-10", "period_of_care": "P3", "end_reason": "", "ended_on": ""})),
    case("reason_without_legal_change", "cla_episodes", 3, ("legal_status", 3, {"started_on": "2018-06-02"})),
    case("reason_without_placement_change", "cla_episodes", 3, ("cla_placement", 3, {"started_on": "2018-06-02"})),
    case("placement_change_without_episode", "cla_placement", 3, ("cla_placement", 3, {"started_on": "2018-06-02"})),
    case("episode_of_no_days", "cla_episodes", 4, ("cla_episodes", 4, {"ended_on": "2019-01-10"})),
    case("started_after_18", "cla_episodes", 4, ("person", 3, {"born_on": "2001-01-10"})),
    case("ended_after_18", "cla_episodes", 4, ("person", 3, {"born_on": "2001-03-01"})),
    case("end_reason_of_adults", "cla_episodes", 4, ("cla_episodes", 4, {"end_reason": "E17"})),
    case("independent_end_under_16", "cla_episodes", 4, ("cla_episodes", 4, {"end_reason": "E5"})),
    case("adopted_without_placement", "cla_episodes", 4, ("cla_episodes", 4, {"end_reason": "E11"})),
    case("need_not_stated", "cla_episodes", 3, ("cla_episodes", 3, {"need": "N0"})),
    case("death_not_recorded", "cla_episodes", 4, ("cla_episodes", 4, {"end_reason": "E2"})),
)  # fmt: skip
PLACEMENTS = (
    case("placement_outside_period", "cla_placement", 4, ("cla_placement", 4, {"ended_on": "2019-03-11"})),
    case("placement_outside_period", "cla_placement", 2, ("cla_placement", 2, {"started_on": "2018-01-09"})),
    case("placement_without_period", "cla_placement", 4, ("cla_placement", 4, {"period_of_care": ""})),
    case("placement_of_no_days", "cla_placement", 4, ("cla_placement", 4, {"ended_on": "2019-01-10"})),
    case("parents_provider_conflict", "cla_placement", 3, ("cla_placement", 3, {"provider": "PR1"})),
    case("parents_provider_conflict", "cla_placement", 2, ("cla_placement", 2, {"provider": "PR0"})),
    case("provider_placement_conflict", "cla_placement", 2, ("cla_placement", 2, {"provider": "PR3"})),
    case("provider_missing", "cla_placement", 3, ("cla_placement", 2, {"provider": "PR4"})),
    case("urn_missing", "cla_placement", 3, ("cla_placement", 2, {"urn": "SC1"}), ("cla_placement", 3, {"type": "K2"})),
    case("urn_not_expected", "cla_placement", 3, ("cla_placement", 3, {"urn": "SC900002"})),
    case("adoption_placement_without_order", "cla_placement", 4, ("cla_placement", 4, {"type": "A5"})),
    case("custody_under_section_20", "cla_placement", 2, ("cla_placement", 2, {"type": "R5"})),
    case("custody_under_10", "cla_placement", 4, ("cla_placement", 4, {"type": "R5"})),
    case("custody_under_10", "cla_placement", 2, ("cla_placement", 2, {"change_reason": "CUSTOD"})),
    case("secure_under_13", "cla_placement", 2, ("cla_placement", 2, {"type": "K1"})),
    case("independent_under_16", "cla_placement", 2, ("cla_placement", 2, {"type": "H5"})),
    case("temporary_too_long", "cla_placement", 4, ("cla_placement", 4, {"type": "T4"})),
    case("temporary_first", "cla_placement", 4, ("cla_placement", 4, {"type": "T1"})),
    case("uasc_with_parents", "cla_placement", 3, ("immigration_status", 2, {"immigration_status": "UASC"})),
    case("distance_out_of_range", "cla_placement", 2, ("cla_placement", 2, {"distance_miles": "1200"})),
    case("distance_out_of_range", "cla_placement", 2, ("cla_placement", 2, {"distance_miles": "-1"})),
    case("postcode_unreadable", "cla_placement", 3, ("cla_placement", 3, {"postcode": "not known"})),
    case("change_reason_missing", "cla_placement", 3,
         ("cla_placement", 2, {"change_reason": "CARPL"}), ("cla_placement", 3, {"ended_on": "2019-05-01"}),
         ("cla_placement", NEW, {"placement": "L4", "child": "A1", "period_of_care": "P1", "type": "U4",
                                 "started_on": "2019-05-01", "ended_on": ""})),
    case("change_reason_without_end", "cla_placement", 3, ("cla_placement", 3, {"change_reason": "CARPL"})),
)  # fmt: skip
LEGAL = (
    case("overlapping_legal_statuses", "legal_status", 3, ("legal_status", 3, {"started_on": "2018-05-31"})),
    case("legal_status_gap", "legal_status", 2, ("legal_status", 2, {"ended_on": "2018-05-20"})),
    case("legal_status_not_looked_after", "legal_status", 4, ("legal_status", 4, {"ended_on": ""})),
    case("care_order_after_17", "legal_status", 3, ("person", 2, {"born_on": "2001-06-01"})),
    case("criminal_status_under_10", "legal_status", 2, ("legal_status", 2, {"legal_status": "J1"})),
    case("police_protection_too_long", "legal_status", 4, ("legal_status", 4, {"legal_status": "L1"})),
    case("emergency_order_too_long", "legal_status", 4, ("legal_status", 4, {"legal_status": "L2"})),
    case("interim_order_too_long", "legal_status", 3, ("legal_status", 3, {"legal_status": "C1", "started_on": "2016-06-01"})),
    case("short_break_too_long", "legal_status", 4, ("legal_status", 4, {"legal_status": "V3"})),
    case("uasc_open_after_18", "immigration_status", 2,
         ("immigration_status", 2, {"immigration_status": "UASC", "child": "A3", "started_on": "2016-01-10"})),
    case("uasc_very_young", "immigration_status", 2,
         ("immigration_status", 2, {"immigration_status": "Unaccompanied minor", "child": "A2", "started_on": "2019-01-10"})),
    case("overlapping_immigration_statuses", "immigration_status", 3,
         ("immigration_status", NEW, {"immigration_status_id": "2", "started_on": "2018-02-10"})),
)  # fmt: skip
EVENTS = (
    case("review_doubled", "cla_reviews", 5, ("cla_reviews", NEW, {"review": "R4"})),
    case("participation_missing", "cla_reviews", 2, ("cla_reviews", 2, {"participation": ""})),
    case("review_without_date", "cla_reviews", 4, ("cla_reviews", 4, {"held_on": "", "due_on": ""})),
    case("cancelled_with_participation", "cla_reviews", 3, ("cla_reviews", 3, {"is_cancelled": "Y"})),
    case("long_in_care_without_review", "cla_episodes", 2,
         ("cla_episodes", 2, {"ended_on": "", "end_reason": ""}), ("cla_episodes", 3, {"child": "A2", "ended_on": "2018-06-02"}),
         ("cla_reviews", 2, {"is_cancelled": "Y"}), ("cla_reviews", 3, {"is_cancelled": "Y"})),
    case("visit_outside_care", "cla_visits", 2, ("cla_visits", 2, {"visited_on": "2018-01-09"})),
    case("seen_alone_but_not_seen", "cla_visits", 2, ("cla_visits", 2, {"is_seen": "N", "is_seen_alone": "Y"})),
    case("seen_alone_but_not_seen", "cp_visits", 2, ("cp_visits", 2, {"cp_visit_seen": "N", "cp_visit_seen_alone": "Y"})),
    case("seen_alone_but_not_seen", "cin_visits", 2, ("cin_visits", 2, {"cin_visit_seen": "N", "cin_visit_seen_alone": "Y"})),
    case("health_check_doubled", "cla_health", 3, ("cla_health", NEW, {"health_check": "H2"})),
    case("two_initial_assessments", "cla_health", 3, ("cla_health", 2, {"type": "IHA"}),
         ("cla_health", NEW, {"health_check": "H2", "checked_on": "2019-03-01"})),
    case("immunisation_without_date", "cla_immunisations", 3, ("cla_immunisations", 3, {"is_up_to_date": "Y"})),
    case("sdq_outside_age", "sdq_scores", 2, ("sdq_scores", 2, {"completed_on": "2012-01-01"})),
    case("sdq_score_and_reason", "sdq_scores", 2, ("sdq_scores", 2, {"missing_reason": "SDQ4"})),
    case("sdq_without_score", "sdq_scores", 2, ("sdq_scores", 2, {"score": ""})),
    case("sdq_doubled", "sdq_scores", 4, ("sdq_scores", NEW, {
        "sdq": "Q3", "completed_on": "2019-01-01", "score": 12, "missing_reason": ""})),
    case("pep_outside_care", "local_pep", 2, ("local_pep", 2, {"reviewed_on": "2018-01-09"})),
    case("overlapping_missing_episodes", "missing", 3,
         ("missing", 2, {"ended_on": "2019-01-05"}), ("missing", NEW, {"missing_episode": "M2", "started_on": "2019-01-03"})),
    case("missing_after_care_ended", "missing", 2, ("missing", 2, {"child": "A2", "started_on": "2019-02-01", "ended_on": ""})),
    case("missing_for_long", "missing", 2, ("missing", 2, {"ended_on": ""})),
    case("interview_not_recorded", "missing", 3, ("missing", 2, {"is_interview_offered": "Y"}),
         ("missing", NEW, {"missing_episode": "M2", "started_on": "2019-07-01", "ended_on": "2019-07-02",
                           "is_interview_offered": ""})),
    case("interview_accepted_not_offered", "missing", 2,
         ("missing", 2, {"is_interview_offered": "N", "is_interview_accepted": "Y"})),
    case("interview_before_return", "local_return_interview", 2, ("local_return_interview", 2, {"held_on": "2018-12-31"})),
)  # fmt: skip
PERMANENCE = (
    case("matched_before_decision", "permanence", 2, ("permanence", 2, {"matched_on": "2019-01-19"})),
    case("placed_before_match", "permanence", 2, ("permanence", 2, {"placed_for_adoption_on": "2019-01-24"})),
    case("reversal_without_reason", "permanence", 2, ("permanence", 2, {"decision_reversed_on": "2019-03-01"})),
    case("siblings_disagree", "permanence", 2, ("permanence", 2, {"part_of_sibling_group": "N"})),
)
CASES = (*EPISODES, *PLACEMENTS, *LEGAL, *EVENTS, *PERMANENCE)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_a_check_finds_its_fault(one: Case) -> None:
    assert_found(one)


NO_FAULTS = (
    case("care_order_after_17", "legal_status", (), ("person", 2, {"born_on": "2001-06-01"}),
         ("cla_episodes", 3, {"start_reason": "P"})),
    case("temporary_first", "cla_placement", (), ("cla_placement", 4, {"type": "T1"}),
         ("cla_episodes", 4, {"start_reason": "P"})),
)  # fmt: skip
"""An extract that shows an order, or a period of care, only from a later episode on: what came before is not known."""


@pytest.mark.parametrize("one", NO_FAULTS, ids=str)
def test_a_check_leaves_in_peace_what_only_looks_like_a_fault(one: Case) -> None:
    assert_none(one)
