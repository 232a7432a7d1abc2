"""What tables and columns are called on a page: words of the service, never the name of a file."""

from __future__ import annotations

TABLES = {
    "address": "Addresses",
    "api_data_staging": "Returns sent automatically",
    "areas": "Areas of the council",
    "assessment_factors": "Factors found in assessments",
    "care_leavers": "Care leavers",
    "cin_assessments": "Assessments",
    "cin_episodes": "Referrals",
    "cin_plans": "Plans of children in need",
    "cin_visits": "Visits to children in need",
    "cla_care_plan": "Care plans",
    "cla_convictions": "Convictions",
    "cla_episodes": "Episodes of care",
    "cla_health": "Health checks",
    "cla_immunisations": "Immunisations",
    "cla_placement": "Placements",
    "cla_previous_permanence": "Permanence before",
    "cla_reviews": "Reviews",
    "cla_substance_misuse": "Substance misuse",
    "cla_visits": "Visits to looked-after children",
    "comparators": "Comparators",
    "contacts": "Contacts",
    "cp_plans": "Protection plans",
    "cp_reviews": "Review conferences",
    "cp_visits": "Visits to children on protection plans",
    "department": "Teams and departments",
    "disability": "Disabilities",
    "early_help_episodes": "Early help",
    "ehcp_active_plans": "Education, health and care plans in force",
    "ehcp_assessment": "Education, health and care assessments",
    "ehcp_named_plan": "Education, health and care plans",
    "ehcp_requests": "Requests for education, health and care plans",
    "family": "Families",
    "immigration_status": "Immigration statuses",
    "initial_cp_conference": "Initial conferences",
    "involvements": "Workers of children",
    "legal_status": "Legal statuses",
    "linked_identifiers": "Other identifiers",
    "local_conference_attendance": "Children's part in conferences",
    "local_core_group": "Core groups",
    "local_flag": "Local marks",
    "local_monitoring": "Mid-point monitoring",
    "local_pep": "Personal education plans",
    "local_placement_area": "Placements in or out of the area",
    "local_return_interview": "Return interviews",
    "missing": "Missing episodes",
    "mother": "Mothers and their children",
    "permanence": "Adoption and permanence",
    "person": "Children",
    "population": "Population",
    "pre_proceedings": "Pre-proceedings",
    "professionals": "Workers",
    "s251_finance": "Placement costs",
    "s47_enquiry": "Enquiries under section 47",
    "sdq_scores": "Strengths and difficulties scores",
    "sen_need": "Special educational needs",
    "send": "Special educational needs and disability",
    "submitted_figures": "Submitted figures",
    "version_log": "Version of the extract",
    "voice_of_child": "Children's own words",
}

COLUMNS = {
    "born_on": "date of birth",
    "child": "child",
    "childs_dob_on": "child's date of birth",
    "completed_on": "day completed",
    "died_on": "date of death",
    "due_on": "day due",
    "ended_on": "end",
    "held_on": "day held",
    "icpc": "initial conference",
    "is_interview_accepted": "interview accepted",
    "is_interview_offered": "interview offered",
    "is_plan_outcome": "plan decided on",
    "is_seen_alone": "seen alone",
    "last_contact_on": "last contact",
    "missing_reason": "reason without a score",
    "need": "category of need",
    "pathway_plan_reviewed_on": "review of the pathway plan",
    "reviewed_on": "day reviewed",
    "started_on": "start",
    "suitable": "suitability",
    "urn": "Ofsted reference number",
    "visited_on": "day of the visit",
}


def table_title(table: str) -> str:
    """``Episodes of care`` for ``cla_episodes``. A table that nobody has named gives its name without underscores."""
    return TABLES.get(table) or table.removeprefix("ssd_").replace("_", " ").capitalize()


def column_title(column: str) -> str:
    """``start`` for ``started_on``: the column's name in words, as it stands within a sentence."""
    if column in COLUMNS:
        return COLUMNS[column]
    plain = column.removeprefix("is_")
    return (f"day {plain.removesuffix('_on')}" if plain.endswith("_on") else plain).replace("_", " ")
