"""Children in need and at risk: referrals, enquiries, conferences and plans in an order that can be."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule, recorded
from inloco.analytics.findings import Severity

PLANS = ("cp_plans_count", "cp_plans_rate")
CONFERENCES = ("icpc_count", "icpc_in_time_pct")
REFERRALS = ("referrals_count", "re_referrals_pct")


def _overlapping(table: str, id: str, what: str, source: str, endangers: tuple[str, ...], where: str = "true") -> Rule:
    return Rule(
        id=id,
        severity=Severity.WARNING,
        what=what,
        action="End the earlier one where the later one begins, or remove the one that does not belong.",
        needs=(table,),
        column="started_on",
        source=source,
        endangers=endangers,
        sql=f"""select row, started_on as value, null as message from (
                  select row, started_on, max(until(ended_on)) over (
                    partition by child order by started_on, ended_on nulls last, row
                    rows between unbounded preceding and 1 preceding) as open_until
                  from {table} where child is not null and started_on is not null and {where})
                where started_on < open_until""",
    )


def _before_referral(table: str, column: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="before_referral",
        severity=Severity.WARNING,
        what="It happened before the referral that it belongs to.",
        action="Check the date, and which referral it belongs to.",
        needs=(table, "cin_episodes"),
        column=column,
        source="CIN census rules 1103, 1104, 2889 and 4015",
        endangers=endangers,
        sql=f"""select t.row, t.{column} as value, 'The referral came in on ' || said(r.received_on) || '.' as message
                from {table} t join cin_episodes r using (referral) where t.{column} < r.received_on""",
    )


def _after_nothing(table: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="activity_after_no_further_action",
        severity=Severity.WARNING,
        what="The referral ended without further action, but there is a plan or an enquiry from it.",
        action="Correct the outcome of the referral, or the referral that this belongs to.",
        needs=(table, "cin_episodes"),
        column="referral",
        source="CIN census rules 4000 and 8832",
        endangers=endangers,
        sql=f"""select t.row, t.referral as value, null as message
                from {table} t join cin_episodes r using (referral) where r.is_no_further_action""",
    )


def _at_weekend(table: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="conference_at_weekend",
        severity=Severity.WARNING,
        what="The conference was held on a Saturday or Sunday.",
        action="Check the date.",
        needs=(table,),
        column="held_on",
        source="CIN census rule 8875",
        endangers=endangers,
        sql=f"select row, held_on as value, null as message from {table} where isodow(held_on) > 5",
    )


PROTECTION_RULES: tuple[Rule, ...] = (
    _overlapping(
        "cin_plans",
        "overlapping_need_plans",
        "The child has two plans as a child in need at once.",
        "CIN census rules 4004 and 4014",
        ("cin_plans_count",),
    ),
    _overlapping(
        "cp_plans",
        "overlapping_protection_plans",
        "The child has two protection plans at once.",
        "CIN census rules 8935 and 8940",
        (*PLANS, "ni65_repeat_cp_pct"),
        "not coalesce(is_other_authority, false)",
    ),
    _overlapping(
        "s47_enquiry",
        "overlapping_enquiries",
        "An enquiry under section 47 begins while another of the child goes on.",
        "CIN census rule 8890",
        ("icpc_in_time_pct",),
        "ended_on is not null",
    ),
    Rule(
        id="need_plan_beside_protection_plan",
        severity=Severity.WARNING,
        what="The child has a plan as a child in need and a protection plan at once: one replaces the other.",
        action="End the plan as a child in need on the day on which the protection plan begins.",
        needs=("cin_plans", "cp_plans"),
        column="started_on",
        source="CIN census rules 4001, 4016 and 4017",
        endangers=("cin_plans_count", "cin_plans_rate"),
        sql="""select distinct n.row, n.started_on as value,
                 'The protection plan began on ' || said(p.started_on) || '.' as message
               from cin_plans n join cp_plans p using (child)
               where not coalesce(p.is_other_authority, false)
               and greatest(n.started_on, p.started_on) < least(until(n.ended_on), until(p.ended_on))""",
    ),
    Rule(
        id="plan_without_conference",
        severity=Severity.WARNING,
        what="The protection plan is linked to no initial conference.",
        action="Link the plan to the conference that made it.",
        needs=("cp_plans", "initial_cp_conference"),
        column="icpc",
        source="CIN census rule 2883; Working Together to Safeguard Children",
        endangers=("icpc_in_time_pct", "ni67_cp_reviewed_in_time_pct"),
        sql=f"""select row, started_on as value, null as message from cp_plans
                where icpc is null and not coalesce(is_other_authority, false) and {recorded("cp_plans", "icpc")}""",
    ),
    Rule(
        id="plan_not_on_conference_day",
        severity=Severity.WARNING,
        what="The protection plan begins on another day than that of the conference that made it.",
        action="Correct one of the two dates.",
        needs=("cp_plans", "initial_cp_conference"),
        column="started_on",
        source="CIN census rule 2885",
        endangers=("cp_plans_count", "core_group_10wd_pct"),
        sql="""select p.row, p.started_on as value, 'The conference was held on ' || said(c.held_on) || '.' as message
               from cp_plans p join initial_cp_conference c using (icpc)
               where p.started_on <> c.held_on and not coalesce(c.is_transfer_in, false)
               and not coalesce(p.is_other_authority, false)""",
    ),
    Rule(
        id="conference_without_its_plan",
        severity=Severity.WARNING,
        what="The conference decided on a protection plan, but there is none.",
        action="Record the plan, or correct the outcome of the conference.",
        needs=("initial_cp_conference", "cp_plans"),
        column="is_plan_outcome",
        source="CIN census rule 2883",
        endangers=(*PLANS, "icpc_count"),
        sql=f"""select c.row, c.held_on as value, null as message from initial_cp_conference c
                where c.is_plan_outcome and c.held_on <= {AS_AT} and not exists (
                  select 1 from cp_plans p where p.child = c.child and (p.icpc = c.icpc or p.started_on = c.held_on))""",
    ),
    Rule(
        id="protection_review_outside_plan",
        severity=Severity.WARNING,
        what="The review conference lies outside the plan that it reviewed.",
        action="Check the date, and the plan that the review belongs to.",
        needs=("cp_reviews", "cp_plans"),
        column="held_on",
        source="CIN census rule 8841",
        endangers=("ni67_cp_reviewed_in_time_pct", "rcpc_late_children_count"),
        sql="""select r.row, r.held_on as value,
                 case when r.held_on <= p.started_on then 'The plan began on ' || said(p.started_on) || '.'
                      else 'The plan ended on ' || said(p.ended_on) || '.' end as message
               from cp_reviews r join cp_plans p using (cp_plan)
               where r.held_on <= p.started_on or r.held_on > p.ended_on""",
    ),
    Rule(
        id="protection_plan_of_no_days",
        severity=Severity.WARNING,
        what="The protection plan begins and ends on the same day.",
        action="Remove it, or correct its end.",
        needs=("cp_plans",),
        column="ended_on",
        source="CIN census rule 8840",
        endangers=(*PLANS, "ni64_cp_2y_ceased_pct"),
        sql="select row, ended_on as value, null as message from cp_plans where started_on = ended_on",
    ),
    Rule(
        id="plan_without_category",
        severity=Severity.WARNING,
        what="The protection plan has no category of abuse.",
        action=IN_THE_SYSTEM,
        needs=("cp_plans",),
        column="initial_category",
        source="CIN census rules 8905 and 8910",
        endangers=("cp_plans_count",),
        sql=f"""select row, started_on as value, null as message from cp_plans
                where initial_category is null and open_now(started_on, ended_on)
                and {recorded("cp_plans", "initial_category")}""",
    ),
    Rule(
        id="core_group_before_plan",
        severity=Severity.WARNING,
        what="The core group met before the plan began.",
        action="Correct one of the two dates.",
        needs=("local_core_group", "cp_plans"),
        column="held_on",
        source="Working Together to Safeguard Children",
        endangers=("core_group_10wd_pct", "core_group"),
        sql="""select g.row, g.held_on as value, 'The plan began on ' || said(p.started_on) || '.' as message
               from local_core_group g join cp_plans p using (cp_plan) where g.held_on < p.started_on""",
    ),
    Rule(
        id="attendance_without_conference",
        severity=Severity.WARNING,
        what="Attendance is recorded for a day on which the child had no conference; it counts nowhere.",
        action="Correct the day, or record the conference.",
        needs=("local_conference_attendance", "initial_cp_conference", "cp_reviews", "cp_plans"),
        column="held_on",
        source="Working Together to Safeguard Children",
        endangers=("cp_child_attended_count", "cp_child_views_count", "cp_child_no_views_count"),
        sql="""select a.row, a.held_on as value, null as message from local_conference_attendance a
               where a.held_on is not null
               and not exists (select 1 from initial_cp_conference c where c.child = a.child and c.held_on = a.held_on)
               and not exists (select 1 from cp_reviews r join cp_plans p using (cp_plan)
                               where p.child = a.child and r.held_on = a.held_on)""",
    ),
    Rule(
        id="conference_before_enquiry",
        severity=Severity.WARNING,
        what="The initial conference was held before the enquiry that led to it began.",
        action="Correct one of the two dates.",
        needs=("initial_cp_conference", "s47_enquiry"),
        column="held_on",
        source="CIN census rule 8615",
        endangers=CONFERENCES,
        sql="""select c.row, c.held_on as value, 'The enquiry began on ' || said(s.started_on) || '.' as message
               from initial_cp_conference c join s47_enquiry s using (s47_enquiry) where c.held_on < s.started_on""",
    ),
    _at_weekend("initial_cp_conference", CONFERENCES),
    _at_weekend("cp_reviews", ("ni67_cp_reviewed_in_time_pct",)),
    _before_referral("cin_plans", "started_on", ("cin_plans_count",)),
    _before_referral("s47_enquiry", "started_on", ("icpc_in_time_pct",)),
    _before_referral("initial_cp_conference", "held_on", CONFERENCES),
    _before_referral("cin_assessments", "started_on", ("referrals_count",)),
    _after_nothing("cin_plans", ("cin_plans_count", "referrals_count")),
    _after_nothing("s47_enquiry", ("icpc_count", "referrals_count")),
    Rule(
        id="closed_without_reason",
        severity=Severity.WARNING,
        what="The referral has a day of closure without a reason, or a reason without a day.",
        action=IN_THE_SYSTEM,
        needs=("cin_episodes",),
        column="close_reason",
        source="CIN census rules 8805 and 8810",
        endangers=REFERRALS,
        sql=f"""select row, coalesce(close_reason, closed_on::text) as value,
                  case when closed_on is null then 'There is a reason for closing, but no day; it counts as open.'
                       else 'It was closed without a reason.' end as message
                from cin_episodes where (closed_on is null) <> (close_reason is null)
                and {recorded("cin_episodes", "close_reason")}""",
    ),
    Rule(
        id="two_open_referrals",
        severity=Severity.WARNING,
        what="The child has another open referral that is older.",
        action="Close the older one, or bring the two together.",
        needs=("cin_episodes",),
        column="received_on",
        source="CIN census rules 8815 and 8820",
        endangers=REFERRALS,
        sql="""select row, received_on as value, null as message from cin_episodes
               where child is not null and open_now(received_on, closed_on) and not coalesce(is_no_further_action, false)
               qualify row_number() over (partition by child order by received_on, row) > 1""",
    ),
    Rule(
        id="plan_in_closed_case",
        severity=Severity.WARNING,
        what="The plan is open, but the referral that it belongs to is closed.",
        action="End the plan, or open the case again.",
        needs=("cin_plans", "cin_episodes"),
        column="started_on",
        source="CIN census rule 8867",
        endangers=("cin_plans_count", "cin_plans_rate"),
        sql=f"""select p.row, p.started_on as value, 'The case was closed on ' || said(r.closed_on) || '.' as message
                from cin_plans p join cin_episodes r using (referral)
                where open_now(p.started_on, p.ended_on) and r.closed_on <= {AS_AT}""",
    ),
    Rule(
        id="need_of_referral_missing",
        severity=Severity.WARNING,
        what="The referral led to action, but has no primary need.",
        action=IN_THE_SYSTEM,
        needs=("cin_episodes",),
        column="need",
        source="CIN census rule 8610",
        endangers=("referrals_count",),
        sql=f"""select row, received_on as value, null as message from cin_episodes
                where need is null and open_now(received_on, closed_on) and not coalesce(is_no_further_action, false)
                and {recorded("cin_episodes", "need")}""",
    ),
    Rule(
        id="two_open_assessments",
        severity=Severity.WARNING,
        what="Two assessments of the child are open at once.",
        action="Complete the older one.",
        needs=("cin_assessments",),
        column="started_on",
        source="CIN census rules 8863 and 8896",
        endangers=("referrals_count",),
        sql="""select row, started_on as value, null as message from cin_assessments
               where child is not null and open_now(started_on, authorised_on)
               qualify row_number() over (partition by child order by started_on, row) > 1""",
    ),
)
