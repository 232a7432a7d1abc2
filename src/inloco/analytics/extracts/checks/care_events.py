"""What happens to children in care: reviews, visits, health, education, and going missing."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import AS_AT, IN_THE_SYSTEM, Rule, recorded
from inloco.analytics.findings import Severity

REVIEWS = ("cla_reviews_in_time_pct", "ni66_cla_reviews_in_time_pct")
PARTICIPATION = ("cla_review_participation_pct", "cla_review_no_participation_count")
INTERVIEWS = ("return_interview_72h_pct",)


def _seen_alone(table: str, alone: str, seen: str, endangers: tuple[str, ...]) -> Rule:
    return Rule(
        id="seen_alone_but_not_seen",
        severity=Severity.WARNING,
        what="The child was seen alone, but not seen.",
        action="Correct one of the two answers.",
        needs=(table,),
        column=alone,
        source="Care Planning Regulations 2010, regulation 29",
        endangers=endangers,
        sql=f"select row, 'Y' as value, null as message from {table} where {alone} and not {seen}",
    )


def _doubled(
    id: str, table: str, columns: str, value: str, what: str, source: str, endangers: tuple[str, ...], where: str
) -> Rule:
    return Rule(
        id=id,
        severity=Severity.WARNING,
        what=what,
        action="Remove the one that does not belong; it counts once.",
        needs=(table,),
        column=value,
        source=source,
        endangers=endangers,
        sql=f"""select row, {value} as value, null as message from {table} where {where}
                qualify row_number() over (partition by {columns} order by row) > 1""",
    )


CARE_EVENT_RULES: tuple[Rule, ...] = (
    _doubled(
        "review_doubled",
        "cla_reviews",
        "period_of_care, held_on",
        "held_on",
        "Two reviews of one period of care were held on the same day.",
        "SSDA903 guide, reviews",
        ("cla_reviews_held_count", *REVIEWS),
        "period_of_care is not null and held_on is not null and not coalesce(is_cancelled, false)",
    ),
    Rule(
        id="participation_missing",
        severity=Severity.WARNING,
        what="A review of a child aged 4 or over was held in the last two years, but nobody recorded how the child took part.",
        action=IN_THE_SYSTEM,
        needs=("cla_reviews", "cla_episodes", "person"),
        column="participation",
        source="SSDA903 rule 167",
        endangers=PARTICIPATION,
        sql=f"""select r.row, r.held_on as value, null as message
                from cla_reviews r join period p using (period_of_care) join person c on c.child = p.child
                where r.held_on is not null and r.participation is null and not coalesce(r.is_cancelled, false)
                and r.held_on >= c.born_on + interval 4 year and r.held_on > {AS_AT} - interval 2 year
                and {recorded("cla_reviews", "participation")}""",
    ),
    Rule(
        id="review_without_date",
        severity=Severity.WARNING,
        what="The review is neither held nor due nor cancelled; it counts nowhere.",
        action="Add the date on which it was held or is due, or remove it.",
        needs=("cla_reviews",),
        column="held_on",
        source="SSDA903 rule 166",
        endangers=REVIEWS,
        sql="""select row, review as value, null as message from cla_reviews
               where held_on is null and due_on is null and not coalesce(is_cancelled, false)""",
    ),
    Rule(
        id="cancelled_with_participation",
        severity=Severity.WARNING,
        what="The review was cancelled, but the child's participation in it is recorded.",
        action="Take out the cancellation or the participation.",
        needs=("cla_reviews",),
        column="participation",
        source="SSDA903 guide, reviews",
        endangers=(*REVIEWS, *PARTICIPATION),
        sql="""select row, participation as value, null as message from cla_reviews
               where is_cancelled and participation is not null""",
    ),
    Rule(
        id="long_in_care_without_review",
        severity=Severity.WARNING,
        what="The child has been looked after for six months, and no review is recorded.",
        action="Record the reviews that were held. If none was, tell the reviewing service today.",
        needs=("cla_episodes", "cla_reviews"),
        column="child",
        source="Care Planning Regulations 2010, regulation 33",
        endangers=("first_review", *REVIEWS),
        sql=f"""select n.row, n.child as value, 'Looked after since ' || said(n.since) || '.' as message from looked_after_now n
                where n.since <= {AS_AT} - interval 6 month
                and not exists (select 1 from cla_reviews r join period p using (period_of_care)
                                where p.child = n.child and r.held_on is not null and not coalesce(r.is_cancelled, false))""",
    ),
    Rule(
        id="visit_outside_care",
        severity=Severity.WARNING,
        what="The visit to a looked-after child lies outside the period of care that it belongs to.",
        action="Check the date, and the period that the visit belongs to.",
        needs=("cla_visits", "cla_episodes"),
        column="visited_on",
        source="Care Planning Regulations 2010, regulation 28",
        endangers=("statutory_visits_in_time_pct", "first_visit"),
        sql="""select v.row, v.visited_on as value,
                 case when v.visited_on < p.started_on then 'The period of care began on ' || said(p.started_on) || '.'
                      else 'The period of care ended on ' || said(p.ended_on) || '.' end as message
               from cla_visits v join period p using (period_of_care)
               where v.visited_on < p.started_on or v.visited_on > p.ended_on""",
    ),
    _seen_alone("cla_visits", "is_seen_alone", "is_seen", ("statutory_visits_in_time_pct",)),
    _seen_alone("cp_visits", "cp_visit_seen_alone", "cp_visit_seen", ("cp_plans_count",)),
    _seen_alone("cin_visits", "cin_visit_seen_alone", "cin_visit_seen", ("cin_plans_count",)),
    _doubled(
        "health_check_doubled",
        "cla_health",
        "child, type, checked_on",
        "checked_on",
        "The same health check of the child stands there twice.",
        "SSDA903 rule 182",
        ("rha_in_time_pct", "health_assessment_up_to_date_pct"),
        "child is not null and type is not null and checked_on is not null and coalesce(status, 'completed') = 'completed'",
    ),
    Rule(
        id="two_initial_assessments",
        severity=Severity.WARNING,
        what="A second initial health assessment was completed in one period of care.",
        action="Record the second as a review health assessment, or remove it.",
        needs=("cla_health", "cla_episodes"),
        column="checked_on",
        source="Care Planning Regulations 2010, regulation 7",
        endangers=("iha_in_time_pct", "initial_health"),
        sql="""select h.row, h.checked_on as value, null as message
               from cla_health h join period p on p.child = h.child
               and h.checked_on >= p.started_on and h.checked_on <= until(p.ended_on)
               where h.type = 'initial' and coalesce(h.status, 'completed') = 'completed'
               qualify row_number() over (partition by p.period_of_care order by h.checked_on, h.row) = 2""",
    ),
    Rule(
        id="immunisation_without_date",
        severity=Severity.WARNING,
        what="Immunisations are recorded as up to date, but not since when.",
        action=IN_THE_SYSTEM,
        needs=("cla_immunisations",),
        column="updated_on",
        source="Promoting the health of looked-after children, 2015",
        endangers=("immunisations_up_to_date_pct",),
        sql=f"""select row, child as value, null as message from cla_immunisations
                where is_up_to_date and updated_on is null and {recorded("cla_immunisations", "updated_on")}""",
    ),
    Rule(
        id="sdq_outside_age",
        severity=Severity.WARNING,
        what="A strengths and difficulties score of somebody under 3 or over 17.",
        action="Check the day of the score and the date of birth.",
        needs=("sdq_scores", "person"),
        column="completed_on",
        source="SSDA903 rules 188 and 189",
        endangers=("sdq_completed_pct", "sdq_average_score"),
        sql="""select s.row, s.completed_on as value, 'The child was born on ' || said(c.born_on) || '.' as message
               from sdq_scores s join person c using (child)
               where s.score is not null and (s.completed_on < c.born_on + interval 3 year and s.completed_on >= c.born_on
                 or s.completed_on >= c.born_on + interval 18 year)""",
    ),
    Rule(
        id="sdq_score_and_reason",
        severity=Severity.WARNING,
        what="There is a score, and a reason why there is none.",
        action="Take one of the two out.",
        needs=("sdq_scores",),
        column="missing_reason",
        source="SSDA903 rule 197a",
        endangers=("sdq_completed_pct",),
        sql="""select row, missing_reason as value, null as message from sdq_scores
               where score is not null and missing_reason is not null""",
    ),
    Rule(
        id="sdq_without_score",
        severity=Severity.WARNING,
        what="The questionnaire has neither a score nor a reason why there is none.",
        action="Add the score, or the reason (SDQ1 to SDQ5).",
        needs=("sdq_scores",),
        column="score",
        source="SSDA903 rule 157",
        endangers=("sdq_completed_pct", "sdq_average_score"),
        sql="select row, sdq as value, null as message from sdq_scores where score is null and missing_reason is null",
    ),
    _doubled(
        "sdq_doubled",
        "sdq_scores",
        "child, completed_on",
        "completed_on",
        "Two strengths and difficulties scores of the child have the same day.",
        "SSDA903 guide, SDQ",
        ("sdq_average_score",),
        "child is not null and completed_on is not null and score is not null",
    ),
    Rule(
        id="pep_outside_care",
        severity=Severity.WARNING,
        what="A personal education plan was reviewed on a day on which the child was not looked after.",
        action="Check the day, and whether it is another plan.",
        needs=("local_pep", "cla_episodes"),
        column="reviewed_on",
        source="Promoting the education of looked-after children, 2018",
        endangers=("pep_up_to_date_pct",),
        sql="""select p.row, p.reviewed_on as value, null as message from local_pep p
               where p.child in (select child from cla_episodes) and not exists (
                 select 1 from cla_episodes e where e.child = p.child and e.started_on <= p.reviewed_on
                 and until(e.ended_on) >= p.reviewed_on)""",
    ),
    Rule(
        id="overlapping_missing_episodes",
        severity=Severity.WARNING,
        what="The child goes missing before coming back from an earlier time.",
        action="Correct one of the two dates.",
        needs=("missing",),
        column="started_on",
        source="SSDA903 rule 574",
        endangers=("missing_episodes_count", *INTERVIEWS),
        sql="""select row, started_on as value, null as message from (
                 select row, started_on, max(until(ended_on)) over (
                   partition by child order by started_on, ended_on nulls last, row
                   rows between unbounded preceding and 1 preceding) as open_until
                 from missing where child is not null and started_on is not null)
               where started_on < open_until""",
    ),
    Rule(
        id="missing_after_care_ended",
        severity=Severity.WARNING,
        what="The child is still missing though care has ended.",
        action="End the missing episode at the latest when care ended.",
        needs=("missing", "cla_episodes"),
        column="ended_on",
        source="SSDA903 rule 577",
        endangers=("missing_episodes_count",),
        sql="""select m.row, m.started_on as value, null as message from missing m
               where open_now(m.started_on, m.ended_on)
               and exists (select 1 from cla_episodes e where e.child = m.child and e.started_on <= m.started_on
                           and until(e.ended_on) > m.started_on)
               and not exists (select 1 from cla_episodes e where e.child = m.child and open_now(e.started_on, e.ended_on))""",
    ),
    Rule(
        id="missing_for_long",
        severity=Severity.WARNING,
        what="The child has been missing for more than eight weeks; perhaps the return was not recorded.",
        action="Record the return. If the child is still missing, accept the finding with that reason.",
        needs=("missing",),
        column="started_on",
        source="Statutory guidance on children who run away or go missing, 2014",
        endangers=("missing_episodes_count", *INTERVIEWS),
        sql=f"""select row, started_on as value, null as message from missing
                where open_now(started_on, ended_on) and started_on < {AS_AT} - interval 56 day""",
    ),
    Rule(
        id="interview_not_recorded",
        severity=Severity.WARNING,
        what="The child came back more than a week ago, and it is not recorded whether a return interview was offered.",
        action="Record whether an interview was offered, and when it was held.",
        needs=("missing", "local_return_interview"),
        column="is_interview_offered",
        source="Statutory guidance on children who run away or go missing, 2014",
        endangers=INTERVIEWS,
        sql=f"""select row, ended_on as value, null as message from missing m
                where ended_on between {AS_AT} - interval 6 month and {AS_AT} - interval 7 day and is_interview_offered is null
                and {recorded("missing", "is_interview_offered")}
                and not exists (select 1 from local_return_interview i where i.missing_episode = m.missing_episode)""",
    ),
    Rule(
        id="interview_accepted_not_offered",
        severity=Severity.WARNING,
        what="The return interview was accepted, but not offered.",
        action="Correct one of the two answers.",
        needs=("missing",),
        column="is_interview_accepted",
        source="Standard Safeguarding Dataset, missing",
        endangers=INTERVIEWS,
        sql="""select row, is_interview_accepted as value, null as message from missing
               where upper(left(is_interview_accepted, 1)) = 'Y' and upper(left(is_interview_offered, 1)) = 'N'""",
    ),
    Rule(
        id="interview_before_return",
        severity=Severity.WARNING,
        what="The return interview was held before the child came back.",
        action="Correct the day of the interview or of the return.",
        needs=("local_return_interview", "missing"),
        column="held_on",
        source="Statutory guidance on children who run away or go missing, 2014",
        endangers=INTERVIEWS,
        sql="""select i.row, i.held_on as value, 'The child came back on ' || said(m.ended_on) || '.' as message
               from local_return_interview i join missing m using (missing_episode)
               where i.held_on < coalesce(m.ended_on, m.started_on)""",
    ),
)
