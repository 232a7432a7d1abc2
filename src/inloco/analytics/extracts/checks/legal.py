"""Legal statuses: how long they last, at which age they can begin, and whether the child is looked after at all."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity

LEGAL_STATUS = ("cla_legal_status_count", "cla_legal_status_pct")


def _too_long(id: str, code: str, days: int, what: str, source: str) -> Rule:
    return Rule(
        id=id,
        severity=Severity.WARNING,
        what=what,
        action="Correct its end, or record the order that followed it.",
        needs=("legal_status",),
        column="ended_on",
        source=source,
        endangers=LEGAL_STATUS,
        sql=f"""select row, coalesce(ended_on, getvariable('as_at')) as value,
                  'It began on ' || said(started_on) || (case when ended_on is null then ' and is still open.' else '.' end)
                    as message
                from legal_status where legal_status = '{code}' and started_on <= getvariable('as_at')
                and coalesce(ended_on, getvariable('as_at')) - started_on > {days}""",
    )


LEGAL_RULES: tuple[Rule, ...] = (
    Rule(
        id="legal_status_gap",
        severity=Severity.WARNING,
        what="The child had no legal status for some days while looked after.",
        action="Add the status that is missing, or correct one of the two dates.",
        needs=("legal_status", "cla_episodes"),
        column="ended_on",
        source="SSDA903 rule 144",
        endangers=LEGAL_STATUS,
        sql="""select l.row, l.ended_on as value, 'The next one begins on ' || said(l.next_on) || '.' as message
               from (select row, child, ended_on,
                            max(until(ended_on)) over (partition by child order by started_on, ended_on nulls last, row
                              rows between unbounded preceding and current row) as covered_until,
                            lead(started_on) over (partition by child order by started_on, ended_on nulls last, row) as next_on
                     from legal_status where child is not null and started_on is not null) l
               where l.next_on > l.covered_until and l.ended_on = l.covered_until
               and exists (select 1 from cla_episodes e where e.child = l.child and e.started_on <= l.covered_until
                           and until(e.ended_on) > l.covered_until)""",
    ),
    Rule(
        id="legal_status_not_looked_after",
        severity=Severity.WARNING,
        what="The legal status is open on the extract's day, but the child is not looked after.",
        action="End the status, or add the episode of care that is missing.",
        needs=("legal_status", "cla_episodes"),
        column="legal_status",
        source="SSDA903 guide, legal status",
        endangers=("cla_count", "cla_legal_status_count"),
        sql="""select l.row, l.legal_status as value, null as message from legal_status l
               where open_now(l.started_on, l.ended_on) and not exists (
                 select 1 from cla_episodes e where e.child = l.child and open_now(e.started_on, e.ended_on))""",
    ),
    Rule(
        id="care_order_after_17",
        severity=Severity.WARNING,
        what="A care order begins after the 17th birthday, when none can be made.",
        action="Check the start of the order and the date of birth.",
        needs=("legal_status", "person", "cla_episodes"),
        column="started_on",
        source="Children Act 1989, section 31(3)",
        endangers=LEGAL_STATUS,
        sql="""select l.row, l.started_on as value,
                 'The child turned 17 on ' || said(c.born_on + interval 17 year) || '.' as message
               from legal_status l join person c using (child)
               where l.legal_status in ('C1', 'C2') and l.started_on >= c.born_on + interval 17 year
               and not exists (select 1 from legal_status b where b.child = l.child and b.started_on < l.started_on
                               and b.legal_status in ('C1', 'C2', 'D1', 'E1'))
               and not exists (
                 select 1 from (select child, started_on, start_reason,
                                  row_number() over (partition by child order by started_on, row) as number from cla_episodes) e
                 where e.child = l.child and e.started_on = l.started_on
                 and (e.start_reason in ('P', 'T') or (e.number = 1 and e.start_reason in ('L', 'B', 'U'))))""",
    ),
    Rule(
        id="criminal_status_under_10",
        severity=Severity.WARNING,
        what="A legal status of the criminal courts begins before the 10th birthday.",
        action="Check the status and the date of birth.",
        needs=("legal_status", "person"),
        column="legal_status",
        source="Children and Young Persons Act 1933, section 50",
        endangers=LEGAL_STATUS,
        sql="""select l.row, l.legal_status as value, null as message from legal_status l join person c using (child)
               where l.legal_status in ('J1', 'J2', 'J3') and l.started_on < c.born_on + interval 10 year""",
    ),
    _too_long(
        "police_protection_too_long",
        "L1",
        3,
        "Police protection lasts longer than 72 hours.",
        "Children Act 1989, section 46(6)",
    ),
    _too_long(
        "emergency_order_too_long",
        "L2",
        15,
        "An emergency protection order lasts longer than 15 days (8 days, extended once by 7).",
        "Children Act 1989, section 45",
    ),
    _too_long(
        "interim_order_too_long",
        "C1",
        1096,
        "An interim care order is open for longer than three years; most likely the final order was not recorded.",
        "Children Act 1989, section 32",
    ),
    _too_long(
        "short_break_too_long",
        "V3",
        17,
        "A short break lasts longer than 17 days; then the child is looked after under section 20.",
        "Care Planning Regulations 2010, regulation 48",
    ),
    Rule(
        id="uasc_open_after_18",
        severity=Severity.WARNING,
        what="The status of unaccompanied asylum-seeking child is still open after the 18th birthday.",
        action="End it on the 18th birthday at the latest.",
        needs=("immigration_status", "person"),
        column="ended_on",
        source="SSDA903 rule 304",
        endangers=("cla_count",),
        sql="""select u.row, coalesce(u.ended_on, getvariable('as_at')) as value,
                 'The child turned 18 on ' || said(c.born_on + interval 18 year) || '.' as message
               from unaccompanied u join person c using (child)
               where least(until(u.ended_on), getvariable('as_at') + interval 1 day) > c.born_on + interval 18 year""",
    ),
    Rule(
        id="uasc_very_young",
        severity=Severity.WARNING,
        what="An unaccompanied asylum-seeking child was under 8 when the status began.",
        action="Check the date of birth and the status; if both are right, accept the finding with that reason.",
        needs=("immigration_status", "person"),
        column="started_on",
        source="SSDA903 rule 231",
        endangers=("cla_count",),
        sql="""select u.row, u.started_on as value, 'The child was born on ' || said(c.born_on) || '.' as message
               from unaccompanied u join person c using (child) where u.started_on < c.born_on + interval 8 year""",
    ),
    Rule(
        id="overlapping_immigration_statuses",
        severity=Severity.WARNING,
        what="The immigration status begins before an earlier one of the same child has ended.",
        action=IN_THE_SYSTEM,
        needs=("immigration_status",),
        column="started_on",
        source="SSDA903 rules 205A to 205D",
        endangers=("cla_count",),
        sql="""select row, started_on as value, null as message from (
                 select row, started_on, max(until(ended_on)) over (
                   partition by child order by started_on, ended_on nulls last, row
                   rows between unbounded preceding and 1 preceding) as open_until
                 from immigration_status where child is not null and started_on is not null)
               where started_on < open_until""",
    ),
)
