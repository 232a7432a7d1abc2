"""Episodes: why they began and ended, beside what else is recorded of that day and of the child's age."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import IN_THE_SYSTEM, Rule
from inloco.analytics.findings import Severity

PERIODS = ("cla_started_count", "cla_ceased_count", "cla_repeat_episodes_pct")
ENDS = ("cla_ceased_count", "reunified_stay_home_count")

EPISODE_REASON_RULES: tuple[Rule, ...] = (
    Rule(
        id="begins_without_start",
        severity=Severity.WARNING,
        what="A period of care begins after another has ended, but its first episode does not say so (S).",
        action="Give the first episode of each period the reason S.",
        needs=("cla_episodes",),
        column="start_reason",
        source="SSDA903 guide, reason for new episode",
        endangers=PERIODS,
        sql="""select row, start_reason as value, 'The episode before ended with ' || before_end || '.' as message
               from (select row, start_reason, lag(end_reason) over (
                       partition by child order by started_on, ended_on nulls last, row) as before_end
                     from cla_episodes where child is not null)
               where before_end <> 'X1' and start_reason <> 'S'""",
    ),
    Rule(
        id="starts_again_same_day",
        severity=Severity.WARNING,
        what="A period of care begins on the day on which the one before ended: the child never left care.",
        action="End the earlier episode with X1, and give the later one the reason of the change.",
        needs=("cla_episodes",),
        column="started_on",
        source="SSDA903 guide, reason episode ceased",
        endangers=PERIODS,
        sql="""select row, started_on as value, 'The episode before ended with ' || before_end || ' on the same day.' as message
               from (select row, started_on, start_reason, lag(end_reason) over spell as before_end,
                            lag(ended_on) over spell as before_on
                     from cla_episodes where child is not null
                     window spell as (partition by child order by started_on, ended_on nulls last, row))
               where start_reason = 'S' and before_end not in ('X1', 'E3') and before_on = started_on""",
    ),
    Rule(
        id="reason_without_legal_change",
        severity=Severity.WARNING,
        what="The episode began because the legal status changed, but no legal status begins that day.",
        action="Correct the reason for the episode, or the start of the legal status.",
        needs=("cla_episodes", "legal_status"),
        column="start_reason",
        source="SSDA903 guide, reason for new episode",
        endangers=("cla_legal_status_count", "cla_legal_status_pct"),
        sql="""select e.row, e.start_reason as value, null as message from cla_episodes e
               where e.start_reason in ('L', 'B', 'U') and e.started_on is not null
               and not exists (select 1 from legal_status l where l.child = e.child and l.started_on = e.started_on)""",
    ),
    Rule(
        id="reason_without_placement_change",
        severity=Severity.WARNING,
        what="The episode began because the placement changed, but no placement begins that day.",
        action="Correct the reason for the episode, or the start of the placement.",
        needs=("cla_episodes", "cla_placement"),
        column="start_reason",
        source="SSDA903 guide, reason for new episode",
        endangers=("ni62_three_plus_placements_pct", "ni63_long_term_stability_pct"),
        sql="""select e.row, e.start_reason as value, null as message from cla_episodes e
               where e.start_reason in ('P', 'B', 'T', 'U') and e.started_on is not null
               and not exists (select 1 from cla_placement p where p.child = e.child and p.started_on = e.started_on)""",
    ),
    Rule(
        id="placement_change_without_episode",
        severity=Severity.WARNING,
        what="A placement begins within a period of care, but no episode begins that day.",
        action="Begin an episode on the day of the change, or correct the placement's start.",
        needs=("cla_placement", "cla_episodes"),
        column="started_on",
        source="SSDA903 guide, episodes",
        endangers=("ni62_three_plus_placements_pct", "ni63_long_term_stability_pct"),
        sql="""select p.row, p.started_on as value, null as message
               from cla_placement p join period c using (period_of_care)
               where p.started_on > c.started_on and p.started_on < until(c.ended_on) and coalesce(p.type, '') not like 'T%'
               and not exists (select 1 from cla_episodes e where e.child = p.child and e.started_on = p.started_on)""",
    ),
    Rule(
        id="episode_of_no_days",
        severity=Severity.WARNING,
        what="The episode begins and ends on the same day.",
        action="Remove it, or correct its end: being looked after lasts at least a day.",
        needs=("cla_episodes",),
        column="ended_on",
        source="SSDA903 guide, episodes",
        endangers=PERIODS,
        sql="select row, ended_on as value, null as message from cla_episodes where started_on = ended_on",
    ),
    Rule(
        id="started_after_18",
        severity=Severity.WARNING,
        what="The episode begins on or after the 18th birthday.",
        action="Check the date of birth; nobody is looked after from 18 on.",
        needs=("cla_episodes", "person"),
        column="started_on",
        source="Children Act 1989, section 105",
        endangers=("cla_count", "cla_started_count"),
        sql="""select e.row, e.started_on as value,
                 'The child turned 18 on ' || said(c.born_on + interval 18 year) || '.' as message
               from cla_episodes e join person c using (child) where e.started_on >= c.born_on + interval 18 year""",
    ),
    Rule(
        id="ended_after_18",
        severity=Severity.WARNING,
        what="The episode ended after the 18th birthday.",
        action="End it on the 18th birthday.",
        needs=("cla_episodes", "person"),
        column="ended_on",
        source="Children Act 1989, section 105",
        endangers=("cla_count", "cla_ceased_count"),
        sql="""select e.row, e.ended_on as value,
                 'The child turned 18 on ' || said(c.born_on + interval 18 year) || '.' as message
               from cla_episodes e join person c using (child)
               where e.ended_on > c.born_on + interval 18 year + interval 1 day
               and e.started_on < c.born_on + interval 18 year""",
    ),
    Rule(
        id="end_reason_of_adults",
        severity=Severity.WARNING,
        what="Care ended for a reason that is for young people of 18, but the child was younger.",
        action="Correct the reason, the date or the date of birth.",
        needs=("cla_episodes", "person"),
        column="end_reason",
        source="SSDA903 guide, reason episode ceased",
        endangers=(*ENDS, "staying_put_count"),
        sql="""select e.row, e.end_reason as value, 'The child was born on ' || said(c.born_on) || '.' as message
               from cla_episodes e join person c using (child)
               where e.end_reason in ('E15', 'E17', 'E7') and e.ended_on < c.born_on + interval 18 year - interval 7 day
               and not (e.end_reason = 'E15' and c.born_on is null)""",
    ),
    Rule(
        id="independent_end_under_16",
        severity=Severity.WARNING,
        what="Care ended with independent living, but the child was under 16.",
        action="Correct the reason, the date or the date of birth.",
        needs=("cla_episodes", "person"),
        column="end_reason",
        source="SSDA903 guide, reason episode ceased",
        endangers=ENDS,
        sql="""select e.row, e.end_reason as value, 'The child was born on ' || said(c.born_on) || '.' as message
               from cla_episodes e join person c using (child)
               where e.end_reason in ('E5', 'E6') and e.ended_on < c.born_on + interval 16 year""",
    ),
    Rule(
        id="adopted_without_placement",
        severity=Severity.WARNING,
        what="Care ended with adoption, but the child was not placed for adoption.",
        action="Add the placement for adoption, or correct the reason.",
        needs=("cla_episodes", "cla_placement"),
        column="end_reason",
        source="Adoption and Children Act 2002, section 42",
        endangers=("cla_ceased_count", "cla_prospective_adopters_count"),
        sql="""select e.row, e.end_reason as value, null as message from cla_episodes e
               where e.end_reason in ('E11', 'E12') and e.ended_on is not null and not exists (
                 select 1 from cla_placement p where p.child = e.child and left(p.type, 1) = 'A'
                 and p.started_on <= e.ended_on and until(p.ended_on) >= e.ended_on)""",
    ),
    Rule(
        id="need_not_stated",
        severity=Severity.WARNING,
        what="The child is looked after, but the category of need is “not stated” or “not a case in need”.",
        action=IN_THE_SYSTEM,
        needs=("cla_episodes",),
        column="need",
        source="SSDA903 rule 145",
        endangers=("cla_count",),
        sql="""select row, need as value, null as message from cla_episodes
               where need in ('N0', 'N9') and open_now(started_on, ended_on)""",
    ),
    Rule(
        id="death_not_recorded",
        severity=Severity.WARNING,
        what="Care ended because the child died, but the person has no date of death.",
        action="Add the date of death, or correct the reason.",
        needs=("cla_episodes", "person"),
        column="end_reason",
        source="CIN census rule 8585",
        endangers=("cla_ceased_count",),
        sql="""select e.row, e.end_reason as value, null as message from cla_episodes e join person c using (child)
               where e.end_reason = 'E2' and c.died_on is null""",
    ),
)
