"""The files of a month's folder: the source fields of each table, in order, and which of them are filled in later."""

from __future__ import annotations

from inloco.analytics.synthetic.rows import Table, columns


def tables() -> dict[str, Table]:
    """A fresh, empty set of tables by name."""
    made = [
        Table(
            "person",
            columns(
                [
                    "pers_person_id", "pers_forename:word!", "pers_surname:word", "pers_sex:word!", "pers_gender:word!",
                    "pers_ethnicity:word", "pers_dob:day!", "pers_expected_dob:day", "pers_send_flag:word", "pers_death_date:day?",
                    "pers_is_mother:word", "pers_nationality:word",
                ]
            ),
        ),
        Table("family", columns(["fami_table_id", "fami_family_id", "fami_person_id"]), "fami_person_id"),
        Table("disability", columns(["disa_table_id", "disa_person_id", "disa_disability_code:word"]), "disa_person_id"),
        Table(
            "immigration_status",
            columns(
                [
                    "immi_immigration_status_id", "immi_person_id", "immi_immigration_status:word",
                    "immi_immigration_status_start_date:day", "immi_immigration_status_end_date:day!",
                ]
            ),
            "immi_person_id",
        ),
        Table(
            "cin_episodes",
            columns(
                [
                    "cine_referral_id", "cine_person_id", "cine_referral_date:day", "cine_cin_primary_need_code:word",
                    "cine_referral_source_code:word", "cine_referral_nfa:word", "cine_close_reason:word!", "cine_close_date:day!",
                    "cine_referral_team:word", "cine_referral_worker_id",
                ]
            ),
            "cine_person_id",
        ),
        Table(
            "cin_assessments",
            columns(
                [
                    "cina_assessment_id", "cina_person_id", "cina_referral_id", "cina_assessment_start_date:day",
                    "cina_assessment_child_seen:word!", "cina_assessment_auth_date:day!", "cina_assessment_outcome_nfa:word!",
                    "cina_assessment_team:word", "cina_assessment_worker_id",
                ]
            ),
            "cina_person_id",
        ),
        Table(
            "cin_plans",
            columns(
                [
                    "cinp_cin_plan_id", "cinp_referral_id", "cinp_person_id", "cinp_cin_plan_start_date:day",
                    "cinp_cin_plan_end_date:day!", "cinp_cin_plan_team:word", "cinp_cin_plan_worker_id",
                ]
            ),
            "cinp_person_id",
        ),
        Table(
            "cin_visits",
            columns(
                [
                    "cinv_cin_visit_id", "cinv_person_id", "cinv_cin_visit_date:day", "cinv_cin_visit_seen:word",
                    "cinv_cin_visit_seen_alone:word", "cinv_cin_visit_bedroom:word",
                ]
            ),
            "cinv_person_id",
            recent=("cinv_cin_visit_date", 183),
        ),
        Table(
            "s47_enquiry",
            columns(
                [
                    "s47e_s47_enquiry_id", "s47e_referral_id", "s47e_person_id", "s47e_s47_start_date:day", "s47e_s47_end_date:day!",
                    "s47e_s47_nfa:word!", "s47e_s47_completed_by_team:word", "s47e_s47_completed_by_worker_id",
                ]
            ),
            "s47e_person_id",
        ),
        Table(
            "initial_cp_conference",
            columns(
                [
                    "icpc_icpc_id", "icpc_icpc_meeting_id", "icpc_s47_enquiry_id", "icpc_person_id", "icpc_cp_plan_id",
                    "icpc_referral_id", "icpc_icpc_transfer_in:word", "icpc_icpc_target_date:day", "icpc_icpc_date:day",
                    "icpc_icpc_outcome_cp_flag:word", "icpc_icpc_team:word", "icpc_icpc_worker_id",
                ]
            ),
            "icpc_person_id",
        ),
        Table(
            "cp_plans",
            columns(
                [
                    "cppl_cp_plan_id", "cppl_referral_id", "cppl_icpc_id", "cppl_person_id", "cppl_cp_plan_start_date:day",
                    "cppl_cp_plan_end_date:day!", "cppl_cp_plan_ola:word", "cppl_cp_plan_initial_category:word",
                    "cppl_cp_plan_latest_category:word",
                ]
            ),
            "cppl_person_id",
        ),
        Table(
            "cp_reviews",
            columns(
                [
                    "cppr_cp_review_id", "cppr_person_id", "cppr_cp_plan_id", "cppr_cp_review_due:day", "cppr_cp_review_date:day",
                    "cppr_cp_review_meeting_id", "cppr_cp_review_outcome_continue_cp:word", "cppr_cp_review_quorate:word",
                    "cppr_cp_review_participation:word",
                ]
            ),
            "cppr_person_id",
        ),
        Table(
            "cp_visits",
            columns(
                [
                    "cppv_cp_visit_id", "cppv_person_id", "cppv_cp_plan_id", "cppv_cp_visit_date:day", "cppv_cp_visit_seen:word",
                    "cppv_cp_visit_seen_alone:word", "cppv_cp_visit_bedroom:word",
                ]
            ),
            "cppv_person_id",
            recent=("cppv_cp_visit_date", 183),
        ),
        Table(
            "cla_episodes",
            columns(
                [
                    "clae_cla_episode_id", "clae_person_id", "clae_cla_episode_start_date:day", "clae_cla_episode_start_reason:word",
                    "clae_cla_primary_need_code:word", "clae_cla_episode_ceased_date:day!", "clae_cla_episode_ceased_reason:word!",
                    "clae_cla_id", "clae_referral_id", "clae_cla_placement_id", "clae_entered_care_date:day",
                ]
            ),
            "clae_person_id",
        ),
        Table(
            "cla_placement",
            columns(
                [
                    "clap_cla_placement_id", "clap_cla_placement_start_date:day", "clap_cla_placement_type:word",
                    "clap_cla_placement_urn:word", "clap_cla_placement_distance", "clap_cla_id", "clap_cla_placement_provider:word",
                    "clap_cla_placement_postcode:word", "clap_cla_placement_end_date:day!",
                    "clap_cla_placement_change_reason:word!", "clap_person_id",
                ]
            ),
            "clap_person_id",
        ),
        Table(
            "legal_status",
            columns(
                [
                    "lega_legal_status_id", "lega_person_id", "lega_legal_status:word", "lega_legal_status_start_date:day",
                    "lega_legal_status_end_date:day!",
                ]
            ),
            "lega_person_id",
        ),
        Table(
            "cla_reviews",
            columns(
                [
                    "clar_cla_review_id", "clar_cla_id", "clar_cla_review_due_date:day", "clar_cla_review_date:day!",
                    "clar_cla_review_cancelled:word!", "clar_cla_review_participation:word!",
                ]
            ),
        ),
        Table(
            "cla_health",
            columns(
                [
                    "clah_health_check_id", "clah_person_id", "clah_health_check_type:word", "clah_health_check_date:day",
                    "clah_health_check_status:word",
                ]
            ),
            "clah_person_id",
        ),
        Table(
            "cla_immunisations",
            columns(["clai_person_id", "clai_immunisations_status:word", "clai_immunisations_status_date:day"]),
            "clai_person_id",
            latest_of="clai_person_id",
        ),
        Table(
            "sdq_scores",
            columns(["csdq_table_id", "csdq_person_id", "csdq_sdq_completed_date:day", "csdq_sdq_reason:word", "csdq_sdq_score"]),
            "csdq_person_id",
        ),
        Table(
            "cla_visits",
            columns(
                [
                    "clav_cla_visit_id", "clav_cla_id", "clav_person_id", "clav_cla_visit_date:day", "clav_cla_visit_seen:word",
                    "clav_cla_visit_seen_alone:word",
                ]
            ),
            "clav_person_id",
            recent=("clav_cla_visit_date", 731),
        ),
        Table(
            "cla_care_plan",
            columns(
                [
                    "lacp_table_id", "lacp_person_id", "lacp_cla_care_plan_start_date:day", "lacp_cla_care_plan_end_date:day!",
                    "lacp_cla_care_plan_json:word",
                ]
            ),
            "lacp_person_id",
        ),
        Table(
            "cla_convictions",
            columns(["clac_cla_conviction_id", "clac_person_id", "clac_cla_conviction_date:day", "clac_cla_conviction_offence:word"]),
            "clac_person_id",
        ),
        Table(
            "missing",
            columns(
                [
                    "miss_table_id", "miss_person_id", "miss_missing_episode_start_date:day", "miss_missing_episode_type:word",
                    "miss_missing_episode_end_date:day!", "miss_missing_rhi_offered:word!", "miss_missing_rhi_accepted:word!",
                ]
            ),
            "miss_person_id",
        ),
        Table(
            "permanence",
            columns(
                [
                    "perm_table_id", "perm_person_id", "perm_cla_id", "perm_adm_decision_date:day", "perm_placement_order_date:day",
                    "perm_matched_date:day!", "perm_placed_for_adoption_date:day!", "perm_adopted_by_carer_flag:word!",
                    "perm_part_of_sibling_group:word",
                ]
            ),
            "perm_person_id",
        ),
        Table(
            "pre_proceedings",
            columns(
                [
                    "prep_table_id", "prep_person_id", "prep_plo_family_id", "prep_pre_pro_decision_date:day",
                    "prep_initial_pre_pro_meeting_date:day?", "prep_pre_pro_outcome:word!", "prep_pre_pro_letter_date:day",
                    "prep_pre_pro_meetings_num", "prep_pre_pro_parents_legal_rep:word",
                ]
            ),
            "prep_person_id",
        ),
        Table(
            "involvements",
            columns(
                [
                    "invo_involvements_id", "invo_professional_id", "invo_professional_role_id:word", "invo_professional_team:word",
                    "invo_involvement_start_date:day", "invo_involvement_end_date:day!", "invo_worker_change_reason:word!",
                    "invo_person_id", "invo_referral_id",
                ]
            ),
            "invo_person_id",
        ),
    ]
    by_name = {table.name: table for table in made}
    by_name["local_placement_area"] = Table("local_placement_area", columns(["placement", "in_area:word"]))
    return by_name
