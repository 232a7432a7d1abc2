"""Who works with a child: somebody allocated, in a team; and a reviewing officer who is somebody else."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity

BY_TEAM = ("cla_count", "cp_plans_count")
REVIEWS = ("ni66_cla_reviews_in_time_pct", "mid_point_monitoring_cla_pct")


def _nobody_allocated(table: str, source: str, endangers: tuple[str, ...], also: str = "") -> Rule:
    return Rule(
        id="no_allocated_worker",
        severity=Severity.WARNING,
        what="Nobody is allocated to the child on the extract's day; the child counts under no team.",
        action="Allocate a worker, or record who it is.",
        needs=(table, "involvements"),
        column="child",
        source=source,
        endangers=endangers,
        sql=f"""select t.row, t.child as value, null as message from {table} t
                where open_now(t.started_on, t.ended_on) {also} and not exists (
                  select 1 from allocated_worker a where a.child = t.child and open_now(a.started_on, a.ended_on))""",
    )


WORKER_RULES: tuple[Rule, ...] = (
    _nobody_allocated(
        "cla_episodes", "Care Planning Regulations 2010, regulation 28", ("cla_count", "statutory_visits_in_time_pct")
    ),
    _nobody_allocated(
        "cp_plans",
        "Working Together to Safeguard Children",
        ("cp_plans_count", "core_group_10wd_pct"),
        "and not coalesce(t.is_other_authority, false)",
    ),
    Rule(
        id="worker_without_team",
        severity=Severity.WARNING,
        what="The allocated worker's involvement has no team; the child counts as unallocated.",
        action=IN_THE_SYSTEM,
        needs=("involvements",),
        column="team",
        source="Standard Safeguarding Dataset, involvements",
        endangers=BY_TEAM,
        sql="""select row, worker as value, null as message from allocated_worker
               where team is null and open_now(started_on, ended_on)""",
    ),
    Rule(
        id="worker_not_named",
        severity=Severity.WARNING,
        what="The involvement is open but names no worker.",
        action=IN_THE_SYSTEM,
        needs=("involvements",),
        column="worker",
        source="Standard Safeguarding Dataset, involvements",
        endangers=BY_TEAM,
        sql="""select row, role as value, null as message from involvements
               where worker is null and open_now(started_on, ended_on)""",
    ),
    Rule(
        id="no_reviewing_officer",
        severity=Severity.WARNING,
        what="The child has been looked after for more than four weeks without an independent reviewing officer.",
        action="Appoint a reviewing officer, or record who it is.",
        needs=("cla_episodes", "involvements"),
        column="child",
        source="Children Act 1989, section 25A",
        endangers=REVIEWS,
        sql="""select row, child as value, 'Looked after since ' || said(since) || '.' as message from looked_after_now n
               where since <= getvariable('as_at') - interval 28 day and (select count(*) from reviewing_officer) > 0
               and not exists (
                 select 1 from reviewing_officer r where r.child = n.child and open_now(r.started_on, r.ended_on))""",
    ),
    Rule(
        id="two_reviewing_officers",
        severity=Severity.WARNING,
        what="The child has two reviewing officers at once.",
        action="End the earlier involvement.",
        needs=("involvements",),
        column="started_on",
        source="IRO Handbook",
        endangers=REVIEWS,
        sql="""select row, started_on as value, null as message from (
                 select row, started_on, max(until(ended_on)) over (
                   partition by child order by started_on, ended_on nulls last, row
                   rows between unbounded preceding and 1 preceding) as open_until
                 from reviewing_officer where child is not null and started_on is not null)
               where started_on < open_until""",
    ),
    Rule(
        id="reviewing_officer_not_independent",
        severity=Severity.WARNING,
        what="The reviewing officer is at the same time the child's allocated worker.",
        action="Correct whichever involvement is wrong; the reviewing officer must be independent of the case.",
        needs=("involvements",),
        column="worker",
        source="Care Planning Regulations 2010, regulation 46",
        endangers=REVIEWS,
        sql="""select distinct r.row, r.worker as value, null as message
               from reviewing_officer r join allocated_worker a on a.child = r.child and a.worker = r.worker and a.row <> r.row
               where r.started_on < until(a.ended_on) and a.started_on < until(r.ended_on)""",
    ),
)
