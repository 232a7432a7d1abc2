"""A small extract with one of everything and nothing wrong, for checks to stay silent about and for tests to break."""

from __future__ import annotations

from datetime import date
from typing import Any

AS_AT = date(2019, 8, 31)
Tables = dict[str, list[dict[str, Any]]]


def sound() -> Tables:
    """Two children, one of them in care and then home, with one of everything, and nothing wrong."""
    return {
        "person": [
            {"child": "A1", "born_on": "2010-02-01", "sex": "M", "ethnicity": "WBRI"},
            {"child": "A2", "born_on": "2016-05-05", "sex": "F", "ethnicity": "APKN"},
            {"child": "A3", "born_on": "2000-01-01", "forename": "Ottoline", "surname": "Fennimore", "sex": "F"},
            {"child": "A4", "born_on": "2003-03-03", "forename": "Casimir", "surname": "Adewale", "sex": "M"},
        ],
        "cla_episodes": [
            {
                "episode": "E1", "child": "A1", "started_on": "2018-01-10", "start_reason": "S", "need": "N1",
                "ended_on": "2018-06-01", "end_reason": "X1", "period_of_care": "P1", "placement": "L1",
            },
            {
                "episode": "E2", "child": "A1", "started_on": "2018-06-01", "start_reason": "B", "need": "N1",
                "period_of_care": "P1", "placement": "L2",
            },
            {
                "episode": "E3", "child": "A2", "started_on": "2019-01-10", "start_reason": "S", "need": "N4",
                "ended_on": "2019-03-10", "end_reason": "E4A", "period_of_care": "P2", "placement": "L3",
            },
        ],
        "cla_placement": [
            {"placement": "L1", "child": "A1", "period_of_care": "P1", "type": "U6", "started_on": "2018-01-10",
             "ended_on": "2018-06-01"},
            {"placement": "L2", "child": "A1", "period_of_care": "P1", "type": "P1", "started_on": "2018-06-01"},
            {"placement": "L3", "child": "A2", "period_of_care": "P2", "type": "U4", "started_on": "2019-01-10",
             "ended_on": "2019-03-10"},
        ],
        "legal_status": [
            {"legal_status_id": "S1", "child": "A1", "legal_status": "V2", "started_on": "2018-01-10", "ended_on": "2018-06-01"},
            {"legal_status_id": "S2", "child": "A1", "legal_status": "C2 - Full care order", "started_on": "2018-06-01"},
            {"legal_status_id": "S3", "child": "A2", "legal_status": "C1", "started_on": "2019-01-10", "ended_on": "2019-03-10"},
        ],
        "cla_reviews": [
            {"review": "R1", "period_of_care": "P1", "held_on": "2018-02-05", "due_on": "2018-02-06", "participation": "PN1"},
            {"review": "R2", "period_of_care": "P1", "held_on": "2018-05-05", "due_on": "2018-05-05", "participation": "PN1"},
            {"review": "R3", "period_of_care": "P2", "held_on": "2019-02-05", "participation": "PN0"},
        ],
        "cla_health": [{"health_check": "H1", "child": "A1", "type": "Dental check", "checked_on": "2019-01-01"}],
        "cp_visits": [
            {"cp_visit_id": "1", "child": "A2", "cp_visit_on": "2019-01-04", "cp_visit_seen": "Y", "cp_visit_seen_alone": "N"}
        ],
        "cin_visits": [
            {"cin_visit_id": "1", "child": "A2", "cin_visit_on": "2018-12-14", "cin_visit_seen": "Y", "cin_visit_seen_alone": "Y"}
        ],
        "cla_visits": [{"visit": "V1", "child": "A1", "period_of_care": "P1", "visited_on": "2019-08-01"}],
        "cla_immunisations": [
            {"child": "A1", "is_up_to_date": "Y", "updated_on": "2019-01-01"},
            {"child": "A2", "is_up_to_date": "N"},
        ],
        "sdq_scores": [
            {"sdq": "Q1", "child": "A1", "completed_on": "2019-01-01", "score": 40},
            {"sdq": "Q2", "child": "A1", "completed_on": "2018-07-01", "missing_reason": "SDQ2"},
        ],
        "local_conference_attendance": [{"attendance": "T1", "child": "A2", "held_on": "2018-12-18", "part": "attended"}],
        "local_core_group": [{"core_group": "G1", "cp_plan": "D1", "held_on": "2018-12-28"}],
        "local_flag": [{"flag_row": "Y1", "child": "A3", "flag": "supported_lodgings", "started_on": "2019-01-01"}],
        "local_monitoring": [{"monitoring": "Z1", "child": "A1", "monitored_on": "2018-04-01"}],
        "local_pep": [{"pep": "E1", "child": "A1", "reviewed_on": "2019-02-01"}],
        "local_return_interview": [{"missing_episode": "M1", "held_on": "2019-01-02"}],
        "missing": [{"missing_episode": "M1", "child": "A1", "started_on": "2019-01-01", "ended_on": "2019-01-01"}],
        "care_leavers": [
            {
                "care_leaver": "C1", "child": "A3", "eligibility": "Former relevant", "in_touch": "YES",
                "accommodation": "U1",
                "suitable": "Suitable", "activity": "F1", "last_contact_on": "2019-08-01", "team": "T1", "worker": "W1",
            }
        ],
        "cin_episodes": [{"referral": "F1", "child": "A2", "received_on": "2018-12-01", "team": "T1", "worker": "W1"}],
        "cin_plans": [{"cin_plan": "N1", "child": "A2", "referral": "F1", "started_on": "2018-12-10", "ended_on": "2018-12-18"}],
        "cin_assessments": [{"assessment": "B1", "child": "A2", "started_on": "2018-12-01", "authorised_on": "2018-12-20"}],
        "s47_enquiry": [
            {"s47_enquiry": "I1", "child": "A2", "referral": "F1", "started_on": "2018-12-03", "ended_on": "2018-12-10"}
        ],
        "initial_cp_conference": [
            {"icpc": "K1", "child": "A2", "s47_enquiry": "I1", "held_on": "2018-12-18", "target_on": "2018-12-20"}
        ],
        "cp_plans": [{"cp_plan": "D1", "child": "A2", "icpc": "K1", "started_on": "2018-12-18", "ended_on": "2019-03-01"}],
        "cp_reviews": [{"cp_review": "J1", "child": "A2", "cp_plan": "D1", "held_on": "2019-02-20"}],
        "involvements": [
            {
                "involvement": "O1", "child": "A1", "worker": "W1", "role": "Allocated worker", "team": "T1",
                "started_on": "2018-01-10", "ended_on": "2018-05-01",
            },
            {"involvement": "O2", "child": "A1", "worker": "W2", "role": "CW", "team": "North team", "started_on": "2018-05-01"},
            {"involvement": "O3", "child": "A1", "worker": "W3", "role": "IRO", "team": "T1", "started_on": "2018-02-01"},
        ],
        "professionals": [{"worker": "W1"}, {"worker": "W2"}, {"worker": "W3"}],
        "department": [{"team": "T1", "name": "First team", "parent": "D1"}, {"team": "D1", "name": "North"}],
        "areas": [
            {"area": "C", "name": "County", "kind": "authority"},
            {"area": "D1", "name": "North", "kind": "District", "parent": "C"},
            {"area": "T1", "name": "North Team", "kind": "team", "parent": "D1", "from_on": "2015-04-01"},
        ],
        "population": [{"area": "C", "from_on": "2018-07-01", "to_on": "2019-06-30", "under_18": 250000}],
        "comparators": [
            {"indicator": "cla_count", "area": "England", "period": "2018/19", "value": "65.0"},
            {"indicator": "cla_count", "area": "England", "period": "2018-03-31", "value": "64"},
            {"indicator": "cla_count", "area": "England", "period": "2019-Q1", "value": "64"},
        ],
        "mother": [{"row_id": "1", "child": "A3", "childs_person_id": "A9", "childs_dob_on": "2018-05-05"}],
        "permanence": [
            {
                "row_id": "1", "child": "A2", "adm_decision_on": "2019-01-20", "matched_on": "2019-01-25",
                "placed_for_adoption_on": "2019-02-01", "part_of_sibling_group": "Y", "siblings_placed_together": 1,
                "siblings_placed_apart": 0,
            },
        ],
        "local_placement_area": [{"placement": "L1", "in_area": "Y"}],
        "cla_care_plan": [{"row_id": "1", "child": "A1", "started_on": "2018-01-10"}],
        "immigration_status": [{"immigration_status_id": "1", "child": "A1", "started_on": "2018-01-10"}],
    }  # fmt: skip
