"""Starts, ends and days: an end before its start refuses the load, everything else about dates is a warning."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity
from inloco.analytics.schema.tables import REFERENCE_TABLES

SPANS: dict[str, tuple[str, str]] = {
    "areas": ("from_on", "to_on"),
    "population": ("from_on", "to_on"),
    "cin_assessments": ("started_on", "authorised_on"),
    "cin_episodes": ("received_on", "closed_on"),
    "cin_plans": ("started_on", "ended_on"),
    "cla_care_plan": ("started_on", "ended_on"),
    "cla_episodes": ("started_on", "ended_on"),
    "cla_placement": ("started_on", "ended_on"),
    "cp_plans": ("started_on", "ended_on"),
    "immigration_status": ("started_on", "ended_on"),
    "involvements": ("started_on", "ended_on"),
    "legal_status": ("started_on", "ended_on"),
    "missing": ("started_on", "ended_on"),
    "s47_enquiry": ("started_on", "ended_on"),
}
"""Tables whose rows last, with the names of start and end."""

EVENTS: dict[str, tuple[str, ...]] = {
    "cin_episodes": ("received_on", "closed_on"),
    "cin_plans": ("started_on", "ended_on"),
    "cla_episodes": ("started_on", "ended_on"),
    "cla_health": ("checked_on",),
    "cla_placement": ("started_on", "ended_on"),
    "cla_reviews": ("held_on",),
    "cla_visits": ("visited_on",),
    "care_leavers": ("last_contact_on", "pathway_plan_reviewed_on"),
    "cp_plans": ("started_on", "ended_on"),
    "cp_reviews": ("held_on",),
    "initial_cp_conference": ("held_on",),
    "involvements": ("started_on",),
    "legal_status": ("started_on",),
    "missing": ("started_on", "ended_on"),
    "s47_enquiry": ("started_on", "ended_on"),
    "sdq_scores": ("completed_on",),
}
"""Dates of what has happened: none of them can lie after the extract's day. What is planned or due may."""

FIGURES_OF: dict[str, tuple[str, ...]] = {
    "areas": ("cla_count", "cla_rate"),
    "population": ("cla_rate", "cp_plans_rate"),
    "care_leavers": ("care_leavers_in_touch_pct", "care_leavers_pathway_plan_current_pct"),
    "cin_assessments": ("referrals_count",),
    "cin_episodes": ("referrals_count", "re_referrals_pct"),
    "cin_plans": ("cin_plans_count", "cin_plans_rate"),
    "cla_care_plan": ("cla_count",),
    "cla_episodes": ("cla_count", "cla_started_count", "cla_ceased_count"),
    "cla_health": ("health_assessment_up_to_date_pct", "dental_up_to_date_pct"),
    "cla_placement": ("ni62_three_plus_placements_pct", "ni63_long_term_stability_pct"),
    "cla_reviews": ("cla_reviews_in_time_pct", "ni66_cla_reviews_in_time_pct"),
    "cla_visits": ("statutory_visits_in_time_pct",),
    "cp_plans": ("cp_plans_count", "ni64_cp_2y_ceased_pct", "ni65_repeat_cp_pct"),
    "cp_reviews": ("ni67_cp_reviewed_in_time_pct",),
    "immigration_status": ("cla_count",),
    "initial_cp_conference": ("icpc_count", "icpc_in_time_pct"),
    "involvements": ("cla_count", "cp_plans_count"),
    "legal_status": ("cla_legal_status_count", "cla_s20_count"),
    "missing": ("missing_episodes_count", "return_interview_72h_pct"),
    "s47_enquiry": ("icpc_in_time_pct",),
    "sdq_scores": ("sdq_completed_pct", "sdq_average_score"),
}
"""The figures that a wrong date in a table makes wrong first."""


def _end_before_start(table: str) -> Rule:
    start, end = SPANS[table]
    return Rule(
        id="end_before_start",
        source="CIN census rules 4011 and 8925; SSDA903 rule 567",
        endangers=FIGURES_OF[table],
        severity=Severity.ERROR,
        what="The end is before the start.",
        action="Correct one of the two dates in the case-management system and export again.",
        needs=(table,),
        column=end,
        sql=f"""select row, {end} as value, 'The end is before the start (' || said({start}) || ').' as message
                from {table} where {end} < {start}""",
    )


def _no_start(table: str) -> Rule:
    start, _ = SPANS[table]
    return Rule(
        id="no_start_date",
        source="CIN census rule 8720; SSDA903 rule 141",
        endangers=FIGURES_OF[table],
        severity=Severity.WARNING,
        what="The row has no start date; it counts nowhere.",
        action=IN_THE_SYSTEM,
        needs=(table,),
        column=start,
        sql=f"select row, null as value, null as message from {table} where {start} is null",
    )


def _in_future(table: str, column: str) -> Rule:
    return Rule(
        id="date_in_future",
        source="SSDA903 rule 570; CIN census rule 8600",
        endangers=FIGURES_OF[table],
        severity=Severity.WARNING,
        what="The date lies after the day of the extract.",
        action="Check the date, and the --as-at that you gave.",
        needs=(table,),
        column=column,
        sql=f"select row, {column} as value, null as message from {table} where {column} > {AS_AT}",
    )


DATE_RULES: tuple[Rule, ...] = (
    *(_end_before_start(table) for table in SPANS),
    *(_no_start(table) for table in SPANS if table not in REFERENCE_TABLES and table != "cin_assessments"),
    *(_in_future(table, column) for table, columns in EVENTS.items() for column in columns),
    Rule(
        id="as_at_too_early",
        source="The freeze of a month's figures",
        endangers=("cla_count", "cla_started_count"),
        severity=Severity.WARNING,
        what="Many episodes begin after the day that you gave.",
        action="Check --as-at: it should be the day on which the extract was made, usually the month's last.",
        needs=("cla_episodes",),
        column="started_on",
        sql=f"""select null as row, max(started_on) as value,
                  count(*) filter (where started_on > {AS_AT}) || ' of ' || count(*) || ' episodes begin later.' as message
                from cla_episodes having count(*) filter (where started_on > {AS_AT}) * 10 > count(*)""",
    ),
)
