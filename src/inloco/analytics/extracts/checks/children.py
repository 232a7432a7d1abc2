"""The child as a person: ages, death, and whether two records are one child."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule, recorded
from inloco.analytics.findings import Severity


def _before_birth(table: str, column: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="event_before_birth",
        severity=Severity.WARNING,
        what="It happened before the child was born.",
        action="Check this date and the date of birth.",
        needs=(table, "person"),
        column=column,
        source="SSDA903 rule 586",
        endangers=endangers,
        sql=f"""select t.row, t.{column} as value, 'The child was born on ' || said(c.born_on) || '.' as message
                from {table} t join person c using (child) where t.{column} < c.born_on""",
    )


def _after_death(table: str, column: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="after_death",
        severity=Severity.WARNING,
        what="It began, or is still open, after the child died.",
        action="End it on the day of death, or correct the date of death.",
        needs=(table, "person"),
        column=column,
        source="CIN census rules 4008, 4009, 8915 and 8920",
        endangers=endangers,
        sql=f"""select t.row, t.{column} as value, 'The child died on ' || said(c.died_on) || '.' as message
                from {table} t join person c using (child)
                where c.died_on is not null and t.{column} is not null
                and least(until(t.ended_on), {AS_AT} + interval 1 day) > c.died_on + interval 1 day""",
    )


def _plan_after_18(table: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="plan_open_after_18",
        severity=Severity.WARNING,
        what="The plan is still open though the young person is 18.",
        action="End the plan on the 18th birthday.",
        needs=(table, "person"),
        column="started_on",
        source="Children Act 1989, section 105",
        endangers=endangers,
        sql=f"""select t.row, t.started_on as value,
                  'The young person turned 18 on ' || said(c.born_on + interval 18 year) || '.' as message
                from {table} t join person c using (child)
                where open_now(t.started_on, t.ended_on) and c.born_on + interval 18 year <= {AS_AT}""",
    )


CHILDREN_RULES: tuple[Rule, ...] = (
    _before_birth("cla_health", "checked_on", ("health_assessment_up_to_date_pct", "dental_up_to_date_pct")),
    _before_birth("sdq_scores", "completed_on", ("sdq_completed_pct",)),
    _before_birth("missing", "started_on", ("missing_episodes_count",)),
    _before_birth("legal_status", "started_on", ("cla_legal_status_count",)),
    _before_birth("cla_placement", "started_on", ("ni62_three_plus_placements_pct",)),
    _after_death("cla_episodes", "started_on", ("cla_count",)),
    _after_death("cp_plans", "started_on", ("cp_plans_count",)),
    _after_death("cin_plans", "started_on", ("cin_plans_count",)),
    _plan_after_18("cp_plans", ("cp_plans_count", "cp_plans_rate")),
    _plan_after_18("cin_plans", ("cin_plans_count", "cin_plans_rate")),
    Rule(
        id="born_after_extract",
        severity=Severity.WARNING,
        what="The date of birth lies after the extract's day.",
        action="Check the date; an unborn child has an expected date instead.",
        needs=("person",),
        column="born_on",
        source="SSDA903 rule 301; CIN census rule 8520",
        endangers=("cla_count", "cp_plans_count"),
        sql=f"select row, born_on as value, null as message from person where born_on > {AS_AT}",
    ),
    Rule(
        id="died_before_birth",
        severity=Severity.WARNING,
        what="The date of death is before the date of birth, or after the extract's day.",
        action="Correct the date of death.",
        needs=("person",),
        column="died_on",
        source="CIN census rule 8535",
        endangers=("cla_count", "care_leavers_count"),
        sql=f"""select row, died_on as value,
                  'The child was born on ' || coalesce(said(born_on), 'no known day') || '.' as message
                from person where died_on < born_on or died_on > {AS_AT}""",
    ),
    Rule(
        id="possible_duplicate",
        severity=Severity.WARNING,
        what="Two records have the same name, sex and date of birth: perhaps they are one child.",
        action="Look whether it is one child; if so, merge the records. If not, accept the finding with that reason.",
        needs=("person",),
        column="child",
        source="CIN census rules 1520 and 8510",
        endangers=("cla_started_count", "re_referrals_pct", "ni65_repeat_cp_pct"),
        sql="""select row, child as value, null as message from person
               where forename is not null and surname is not null and born_on is not null
               qualify row_number() over (
                 partition by lower(trim(forename)), lower(trim(surname)), born_on, coalesce(sex, 'U') order by row) > 1""",
    ),
    Rule(
        id="sex_not_recorded",
        severity=Severity.WARNING,
        what="The child is looked after, but the sex is not recorded.",
        action=IN_THE_SYSTEM,
        needs=("person", "cla_episodes"),
        column="sex",
        source="SSDA903 rule 232",
        endangers=("cla_count",),
        sql=f"""select row, child as value, null as message from person c
                where coalesce(sex, 'U') = 'U' and born_on <= {AS_AT} and {recorded("person", "sex")}
                and exists (select 1 from cla_episodes e where e.child = c.child and open_now(e.started_on, e.ended_on))""",
    ),
    Rule(
        id="ethnicity_not_recorded",
        severity=Severity.WARNING,
        what="The child has been looked after for more than three months, but the ethnicity is not recorded.",
        action="Ask the child or the family; a refusal is recorded as such.",
        needs=("person", "cla_episodes"),
        column="ethnicity",
        source="SSDA903 rule 103; CIN census rule 4220",
        endangers=("cla_count",),
        sql=f"""select c.row, c.child as value, null as message from person c join looked_after_now n using (child)
                where coalesce(c.ethnicity, 'NOBT') = 'NOBT' and n.since <= {AS_AT} - interval 3 month
                and {recorded("person", "ethnicity")}""",
    ),
    Rule(
        id="mother_under_11",
        severity=Severity.WARNING,
        what="The mother was under 11 when the child was born, or is younger than the child.",
        action="Check both dates of birth, and that the right person is recorded as the mother.",
        needs=("mother", "person"),
        column="childs_dob_on",
        source="SSDA903 rules 620 and 621",
        endangers=("cla_count",),
        sql="""select m.row, m.childs_dob_on as value, 'The mother was born on ' || said(c.born_on) || '.' as message
               from mother m join person c using (child) where m.childs_dob_on < c.born_on + interval 11 year""",
    ),
)
