"""Being looked after: episodes, legal statuses and placements that cannot all be right."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity
from inloco.analytics.schema.codes import code_lists


def _code_out_of_use(table: str, column: str, list_name: str, start: str, end: str, endangers: tuple[str, ...]) -> Rule:
    dated = [code for code in code_lists()[list_name].codes if code.valid_from or code.valid_to]
    cases = " or ".join(
        f"({column} = '{code.code}' and "
        + " or ".join(
            [f"({end} < date '{code.valid_from}')"] * bool(code.valid_from)
            + [f"({start} > date '{code.valid_to}')"] * bool(code.valid_to)
        )
        + ")"
        for code in dated
    )
    return Rule(
        id="code_out_of_use",
        source="SSDA903 guide, code sets of each year",
        endangers=endangers,
        severity=Severity.WARNING,
        what="The code was not in use at that time.",
        action="Check the code and the date. The row is counted under the code as it stands.",
        needs=(table,),
        column=column,
        sql=f"select row, {column} as value, null as message from {table} where {cases}",
    )


def _overlap(table: str, id: str, what: str, source: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id=id,
        source=source,
        endangers=endangers,
        severity=Severity.WARNING,
        what=what,
        action="End the earlier one where the later one begins. Until then the one that began last counts.",
        needs=(table,),
        column="started_on",
        sql=f"""select row, started_on as value, null as message from (
                  select row, started_on, max(until(ended_on)) over (
                    partition by child order by started_on, ended_on nulls last, row
                    rows between unbounded preceding and 1 preceding) as open_until
                  from {table} where child is not null and started_on is not null)
                where started_on < open_until""",
    )


CARE_RULES: tuple[Rule, ...] = (
    _overlap(
        "cla_episodes",
        "overlapping_episodes",
        "The episode begins before an earlier one of the same child has ended.",
        "SSDA903 guide, episodes",
        ("cla_count", "cla_started_count", "cla_ceased_count"),
    ),
    _overlap(
        "cla_placement",
        "overlapping_placements",
        "The placement begins before an earlier one of the same child has ended.",
        "SSDA903 guide, placements",
        ("ni62_three_plus_placements_pct", "ni63_long_term_stability_pct"),
    ),
    _overlap(
        "legal_status",
        "overlapping_legal_statuses",
        "The legal status begins before an earlier one of the same child has ended.",
        "SSDA903 guide, legal status",
        ("cla_legal_status_count", "cla_legal_status_pct", "cla_s20_count"),
    ),
    _code_out_of_use(
        "cla_placement", "type", "placement_type", "started_on", "ended_on", ("cla_residential_pct", "cla_other_community_pct")
    ),
    _code_out_of_use("cla_episodes", "end_reason", "end_reason", "ended_on", "ended_on", ("sgo_granted_count",)),
    _code_out_of_use("care_leavers", "activity", "activity", AS_AT, AS_AT, ("care_leavers_eet_pct", "care_leavers_neet_pct")),
    Rule(
        id="period_disagrees",
        source="SSDA903 guide, reason for new episode",
        endangers=("cla_started_count", "ni66_cla_reviews_in_time_pct", "cla_repeat_episodes_pct"),
        severity=Severity.WARNING,
        what="The reasons of the episodes and the identifier of the period disagree on where a period of care begins.",
        action="Check the reason for the episode, the reason that ended the one before, and the period's identifier.",
        needs=("cla_episodes",),
        column="period_of_care",
        sql="""select row, period_of_care as value,
                 case when begins then 'The reasons say that a period begins here; the identifier is that of the period before.'
                      else 'The reasons say that the period goes on; the identifier is a new one.' end as message
               from (select row, period_of_care, (start_reason = 'S' or before_end is distinct from 'X1') as begins,
                            period_of_care is distinct from before_period as is_new
                     from (select *, lag(end_reason) over spell as before_end, lag(period_of_care) over spell as before_period,
                                  lag(row) over spell as before_row
                           from cla_episodes window spell as (partition by child order by started_on, ended_on nulls last, row))
                     where before_row is not null)
               where begins <> is_new""",
    ),
    Rule(
        id="gap_after_x1",
        source="SSDA903 guide, reason episode ceased",
        endangers=("cla_count", "ni63_long_term_stability_pct"),
        severity=Severity.WARNING,
        what="The episode before ended with X1 (a new one begins the same day), but this one begins later.",
        action="Correct one of the two dates. The days between count as looked after.",
        needs=("cla_episodes",),
        column="started_on",
        sql="""select row, started_on as value, 'The episode before ended with X1 on ' || said(before_on) || '.' as message
               from (select row, started_on, lag(ended_on) over spell as before_on, lag(end_reason) over spell as before_end
                     from cla_episodes window spell as (partition by child order by started_on, ended_on nulls last, row))
               where before_end = 'X1' and started_on > before_on""",
    ),
    Rule(
        id="x1_without_next",
        source="SSDA903 guide, reason episode ceased",
        endangers=("cla_count", "cla_ceased_count"),
        severity=Severity.WARNING,
        what="The episode ended with X1 (a new one begins the same day), but there is none after it.",
        action="Add the next episode, or give the reason for which the child ceased to be looked after.",
        needs=("cla_episodes",),
        column="end_reason",
        sql="""select row, end_reason as value, null as message
               from (select row, end_reason, lead(row) over spell as next_row from cla_episodes where child is not null
                     window spell as (partition by child order by started_on, ended_on nulls last, row))
               where end_reason = 'X1' and next_row is null""",
    ),
    Rule(
        id="end_without_reason",
        source="SSDA903 rule 148",
        endangers=("cla_ceased_count", "reunified_stay_home_count"),
        severity=Severity.WARNING,
        what="The episode has an end without a reason, or a reason without an end.",
        action=IN_THE_SYSTEM,
        needs=("cla_episodes",),
        column="end_reason",
        sql="""select row, coalesce(end_reason, ended_on::text) as value,
                 case when ended_on is null then 'There is a reason for the end, but no end date; the episode counts as open.'
                      else 'The episode has ended without a reason.' end as message
               from cla_episodes where (ended_on is null) <> (end_reason is null)""",
    ),
    Rule(
        id="need_changes",
        source="SSDA903 guide, category of need",
        endangers=("cla_count",),
        severity=Severity.WARNING,
        what="The category of need changes within a period of care; it is fixed when the period begins.",
        action=IN_THE_SYSTEM,
        needs=("cla_episodes",),
        column="need",
        sql="""select row, need as value, 'The period began with ' || first_need || '.' as message
               from (select row, need, first_value(need) over (partition by period_of_care order by started_on, row) as first_need
                     from cla_episodes where period_of_care is not null and need is not null)
               where need <> first_need""",
    ),
    Rule(
        id="no_legal_status",
        source="SSDA903 rule 144",
        endangers=("cla_legal_status_count", "cla_legal_status_pct", "cla_s20_count"),
        severity=Severity.WARNING,
        what="The child is looked after on the extract's day without a legal status; it counts, with the status unknown.",
        action="Add the legal status in the case-management system.",
        needs=("cla_episodes", "legal_status"),
        column="child",
        sql="""select row, child as value, null as message from cla_episodes e
                where open_now(started_on, ended_on)
                and not exists (select 1 from legal_status l where l.child = e.child and open_now(l.started_on, l.ended_on))""",
    ),
    Rule(
        id="no_placement",
        source="SSDA903 rule 146",
        endangers=("cla_foster_pct", "cla_residential_pct", "cla_out_of_area_pct"),
        severity=Severity.WARNING,
        what="The child is looked after on the extract's day without a placement; it counts, as placed nowhere.",
        action="Add the placement in the case-management system.",
        needs=("cla_episodes", "cla_placement"),
        column="child",
        sql="""select row, child as value, null as message from cla_episodes e
                where open_now(started_on, ended_on)
                and not exists (select 1 from cla_placement p where p.child = e.child and open_now(p.started_on, p.ended_on))""",
    ),
    Rule(
        id="placement_gap",
        source="SSDA903 guide, episodes",
        endangers=("ni63_long_term_stability_pct", "cla_foster_pct"),
        severity=Severity.WARNING,
        what="There is a gap between this placement and the one before in the same period of care.",
        action="Add the placement that is missing, or correct one of the two dates.",
        needs=("cla_placement",),
        column="started_on",
        sql="""select row, started_on as value,
                 'The child was placed nowhere from ' || said(placed_until) || ' to this day.' as message
               from (select row, started_on, max(until(ended_on)) over (
                       partition by period_of_care order by started_on, ended_on nulls last, row
                       rows between unbounded preceding and 1 preceding) as placed_until
                     from cla_placement where period_of_care is not null and started_on is not null)
               where started_on > placed_until""",
    ),
    Rule(
        id="placement_legal_conflict",
        source="Children Act 1989, section 20",
        endangers=("home_placements_count", "cla_placed_with_parents_pct", "cla_s20_count"),
        severity=Severity.WARNING,
        what="Placed with parents (P1) while accommodated under section 20 (V2): the two exclude each other.",
        action="Correct the placement type or the legal status.",
        needs=("cla_placement", "legal_status"),
        column="type",
        sql="""select distinct p.row, p.type as value, null as message from cla_placement p join legal_status l using (child)
               where p.type = 'P1' and l.legal_status = 'V2'
               and p.started_on < until(l.ended_on) and l.started_on < until(p.ended_on)""",
    ),
    Rule(
        id="open_after_18",
        source="Children Act 1989, section 105",
        endangers=("cla_count", "cla_rate"),
        severity=Severity.WARNING,
        what="The episode is still open though the child is 18; it counts as recorded.",
        action="End the episode on the 18th birthday.",
        needs=("cla_episodes", "person"),
        column="started_on",
        sql=f"""select e.row, e.child as value, 'The child turned 18 on ' || said(p.born_on + interval 18 year) || '.' as message
                from cla_episodes e join person p using (child)
                where open_now(e.started_on, e.ended_on) and p.born_on + interval 18 year <= {AS_AT}""",
    ),
    Rule(
        id="before_birth",
        source="SSDA903 rule 302",
        endangers=("cla_started_count", "ni66_cla_reviews_in_time_pct"),
        severity=Severity.WARNING,
        what="The episode begins before the child was born.",
        action="Check the date of birth and the start of the episode.",
        needs=("cla_episodes", "person"),
        column="started_on",
        sql="""select e.row, e.started_on as value, 'The child was born on ' || said(p.born_on) || '.' as message
               from cla_episodes e join person p using (child) where e.started_on < p.born_on""",
    ),
)
