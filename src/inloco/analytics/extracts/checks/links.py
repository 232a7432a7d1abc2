"""Rows that point to something: a row that points to nothing is a warning, and counts nowhere where it needs that."""

from __future__ import annotations

from inloco.analytics.extracts.checks.dates import FIGURES_OF
from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.findings import Severity
from inloco.analytics.schema.tables import Column, tables

KNOWN_TEAM = "known_team"
"""Not a table of the extract: every id and name of a team that departments and areas know, made by ``running``."""

ORPHANS_OF: dict[str, tuple[str, ...]] = {
    "local_conference_attendance": ("cp_child_attended_count", "cp_child_views_count"),
    "local_core_group": ("core_group_10wd_pct",),
    "local_flag": ("supported_lodgings_16_17_count", "cla_known_to_yot_count"),
    "local_monitoring": ("mid_point_monitoring_cla_pct", "mid_point_monitoring_cp_pct"),
    "local_pep": ("pep_up_to_date_pct",),
    "local_placement_area": ("cla_out_of_area_pct",),
    "local_return_interview": ("return_interview_72h_pct",),
}


def _orphan(table: str, column: str, target: str, target_column: str) -> Rule:
    return Rule(
        id="orphan_row",
        source="Standard Safeguarding Dataset, keys of its tables",
        endangers=FIGURES_OF.get(table, ORPHANS_OF.get(table, ())),
        severity=Severity.WARNING,
        what="The row points to something that is not in the extract; where it needs that, it counts nowhere.",
        action="Find out why the other row was left out of the export, or correct the identifier.",
        needs=(table, target),
        column=column,
        sql=f"""select row, {column} as value, 'The table {target} has no such {target_column.replace("_", " ")}.' as message
                from {table} where {column} is not null
                and {column} not in (select {target_column} from {target} where {target_column} is not null)""",
    )


def _orphans() -> list[Rule]:
    """Every reference of a table that figures use: a child to the persons, the rest as the dataset says."""
    rules = []
    for table in tables().values():
        if not table.is_used:
            continue
        for column in table.columns:
            if column.name == "child" and table.name != "person":
                rules.append(_orphan(table.name, "child", "person", "child"))
            elif column.references and not _has_own_rule(column, column.references[0]):
                rules.append(_orphan(table.name, column.name, *column.references))
    return rules


def _has_own_rule(column: Column, target: str) -> bool:
    """Teams, areas, children and the period of a review have."""
    return (
        column.name == "child"
        or target in ("department", "areas")
        or (column.table, column.name) == ("cla_reviews", "period_of_care")
    )


def _unknown_team(table: str) -> Rule:
    return Rule(
        id="unknown_team",
        source="Standard Safeguarding Dataset, departments",
        endangers=FIGURES_OF[table],
        severity=Severity.WARNING,
        what="The team is neither in the list of departments nor among the areas; its children count as unallocated.",
        action="Add the team to areas.csv under the id or name that the extract uses.",
        needs=(table, KNOWN_TEAM),
        column="team",
        sql=f"""select row, team as value, null as message from {table}
                where team is not null and lower(trim(team)) not in (select name from {KNOWN_TEAM})""",
    )


LINK_RULES: tuple[Rule, ...] = (
    *_orphans(),
    Rule(
        id="review_without_period",
        source="Standard Safeguarding Dataset",
        endangers=("cla_reviews_in_time_pct", "ni66_cla_reviews_in_time_pct"),
        severity=Severity.WARNING,
        what="The review belongs to no period of care in the extract; it counts nowhere.",
        action="Check the period's identifier on the review.",
        needs=("cla_reviews", "cla_episodes"),
        column="period_of_care",
        sql="""select row, period_of_care as value, null as message from cla_reviews
               where period_of_care is null
               or period_of_care not in (select period_of_care from cla_episodes where period_of_care is not null)""",
    ),
    *(
        _unknown_team(table.name)
        for table in tables().values()
        if "team" in table.by_name and table.by_name["team"].references == ("department", "team")
    ),
)
