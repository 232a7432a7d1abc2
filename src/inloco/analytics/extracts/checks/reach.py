"""Which checks a partial format cannot answer: its rows do not hold what the check asks, so that whatever it found, or did not
find, would say nothing of the council's records. There the check says that it could not run, and why."""

from __future__ import annotations

from collections.abc import Mapping

_ONE_ROW = "a workbook has one row for a child's care and not its episodes"
_LATEST_PLACEMENT = "a workbook has only the latest placement of a child"
_LATEST_STATUS = "a workbook has only the present legal status of a child"
_BROAD = "some answers of a workbook stand for several national codes, and then the code is blank"
_WITHOUT_CLOSURES = "list 3 does not say when a referral was closed"

CHECKS_OUT_OF_REACH: Mapping[str, Mapping[str, str]] = {
    "annexa": {
        "begins_without_start": _ONE_ROW,
        "gap_after_x1": _ONE_ROW,
        "need_changes": _ONE_ROW,
        "overlapping_episodes": _ONE_ROW,
        "period_disagrees": _ONE_ROW,
        "placement_change_without_episode": _ONE_ROW,
        "starts_again_same_day": _ONE_ROW,
        "x1_without_next": _ONE_ROW,
        "overlapping_placements": _LATEST_PLACEMENT,
        "placement_gap": _LATEST_PLACEMENT,
        "temporary_first": _LATEST_PLACEMENT,
        "care_order_after_17": _LATEST_STATUS,
        "legal_status_gap": _LATEST_STATUS,
        "overlapping_legal_statuses": _LATEST_STATUS,
        "code_out_of_use": _BROAD,
        "end_without_reason": _BROAD,
        "in_touch_without_outcomes": _BROAD,
        "no_legal_status": _BROAD,
        "provider_missing": _BROAD,
        "plan_without_conference": "a workbook has only the conferences of the last six months",
        "two_open_referrals": _WITHOUT_CLOSURES,
        "closed_without_reason": _WITHOUT_CLOSURES,
        "death_not_recorded": "no list has the day of a death",
        "health_check_doubled": "a child who came back within six months stands in list 8 twice, each time with the latest check",
    },
    "cin_census": {
        "plan_without_conference": "a census has only the conferences of its year",
    },
    "ssda903": {
        "worker_without_team": "a return names social workers and no teams",
    },
}
"""Kind of extract → check → why it cannot run there, as the end of a sentence."""
