-- needs: child, period_of_care, placement_segment, legal_status_segment, review_due, visit_due, initial_health_called_for, health_review_due, health_event, conference_due, core_group_called_for, protection_plan, care_leaver
-- Every turn of every clock about a child: from which day it runs, when what it calls for happened (null: not yet), and when it
-- stops (null: never). How long it runs is the clock's to say. ``is_known``: the extract shows what happened so long ago.
with checked as (
    select period.child, period.period_number, period.started_on as on_day, period.ended_on, 'dental' as clock
    from period_of_care as period
    union
    select period.child, period.period_number, event.checked_on, period.ended_on, 'dental'
    from period_of_care as period
    join health_event as event
        on event.child = period.child
        and event.kind = 'dental'
        and event.checked_on >= period.started_on
        and (period.ended_on is null or event.checked_on < period.ended_on)
    union
    select period.child, period.period_number, period.started_on, period.ended_on, 'questionnaire'
    from period_of_care as period
    union
    select period.child, period.period_number, score.completed_on, period.ended_on, 'questionnaire'
    from period_of_care as period
    join extract.sdq_scores as score
        on score.child = period.child
        and score.score between 0 and 40
        and score.completed_on >= period.started_on
        and (period.ended_on is null or score.completed_on < period.ended_on)
    union
    select period.child, period.period_number, plan.reviewed_on, period.ended_on, 'education_plan_review'
    from period_of_care as period
    join extract.local_pep as plan
        on plan.child = period.child
        and plan.reviewed_on >= period.started_on
        and (period.ended_on is null or plan.reviewed_on < period.ended_on)
),
placed as (
    select child, period_number, min(from_on) as from_on
    from placement_segment
    where placement is not null
    group by child, period_number
),
birthday as (
    select
        child.child,
        case
            when day(child.born_on) = 29 and day(cast(child.born_on + to_months(12 * each_year.number) as date)) = 28
                then cast(child.born_on + to_months(12 * each_year.number) as date) + 1
            else cast(child.born_on + to_months(12 * each_year.number) as date)
        end as on_day,
        each_year.number as years
    from child
    cross join (select unnest([16, 17, 18, 19, 20, 21]) as number) as each_year
    where child.born_on is not null
),
adviser as (
    select child, min(started_on) as allocated_on
    from extract.involvements
    where started_on is not null
        and (upper(trim(role)) in ('PA', 'PERSONAL ADVISER', 'PERSONAL ADVISOR') or upper(role) like '%PERSONAL ADVIS%')
    group by child
)
select child, clock, anchor_on, held_on as happened_on, ended_on as stops_on, true as is_known
from review_due
where due_on is not null
union all
select visit.child, visit.clock, visit.anchor_on, visit.visited_on, visit.ended_on, coalesce(visit.due_on >= history.begins_on, false)
from visit_due as visit
join child on child.child = visit.child
left join visit_history as history on history.authority = child.authority
union all
select child, 'initial_health', started_on, assessed_on, ended_on, true
from initial_health_called_for
union all
select child, clock, last_assessed_on, assessed_on, ended_on, true
from health_review_due
union all
select child, clock, on_day, lead(on_day) over (partition by child, clock, period_number order by on_day), ended_on, true
from checked
union all
select period.child, 'education_plan_ready', period.started_on, min(plan.reviewed_on), period.ended_on, true
from period_of_care as period
left join extract.local_pep as plan
    on plan.child = period.child
    and plan.reviewed_on >= period.started_on
    and (period.ended_on is null or plan.reviewed_on <= period.ended_on)
where period.is_start_visible
group by period.child, period.started_on, period.ended_on
union all
select period.child, 'care_plan', placed.from_on, min(greatest(plan.started_on, placed.from_on)), period.ended_on, true
from period_of_care as period
join placed on placed.child = period.child and placed.period_number = period.period_number
left join extract.cla_care_plan as plan
    on plan.child = period.child and plan.started_on is not null and (plan.ended_on is null or plan.ended_on > placed.from_on)
where period.is_start_visible
group by period.child, placed.from_on, period.ended_on
union all
select conference.child, 'initial_conference', enquiry.started_on, conference.held_on, cast(null as date), true
from extract.initial_cp_conference as conference
join extract.s47_enquiry as enquiry on enquiry.s47_enquiry = conference.s47_enquiry
where enquiry.started_on is not null and not coalesce(conference.is_transfer_in, false)
union all
select child, 'core_group', anchor_on, held_on, ended_on, true
from core_group_called_for
union all
select child, case when number = 1 then 'first_review_conference' else 'later_review_conference' end, anchor_on, held_on, ended_on, true
from conference_due
union all
select child, clock, started_on, cast(null as date), ended_on, true
from protection_plan
cross join (select 'plan_over_12_months' as clock union all select 'plan_over_2_years') as both_clocks
union all
select referral.child, 'assessment', referral.received_on, min(assessment.authorised_on), cast(null as date), true
from extract.cin_episodes as referral
join extract.cin_assessments as assessment on assessment.referral = referral.referral and assessment.child = referral.child
where referral.received_on is not null
group by referral.child, referral.referral, referral.received_on
union all
select missing.child, 'return_interview', missing.ended_on, min(interview.held_on), cast(null as date), true
from extract.missing as missing
join period_of_care as period
    on period.child = missing.child
    and period.started_on <= missing.started_on
    and (period.ended_on is null or period.ended_on > missing.started_on)
left join extract.local_return_interview as interview
    on interview.missing_episode = missing.missing_episode and interview.held_on >= missing.ended_on
where missing.ended_on is not null
group by missing.child, missing.missing_episode, missing.ended_on
union all
select birthday.child, 'adviser_by_16', birthday.on_day, adviser.allocated_on, period.ended_on, true
from birthday
join period_of_care as period
    on period.child = birthday.child
    and period.started_on <= birthday.on_day
    and (period.ended_on is null or period.ended_on > birthday.on_day)
left join adviser on adviser.child = birthday.child
where birthday.years = 16
union all
select leaver.child, 'in_touch_at_birthday', birthday.on_day, leaver.last_contact_on, cast(null as date), true
from care_leaver as leaver
join birthday on birthday.child = leaver.child and birthday.years > 16
where leaver.is_care_leaver
union all
select child, 'in_touch', last_contact_on, cast(null as date), cast(null as date), true
from care_leaver
where is_care_leaver and not is_out_of_contact_duty and last_contact_on is not null
union all
select child, 'pathway_plan_review', pathway_plan_reviewed_on, cast(null as date), cast(null as date), true
from care_leaver
where pathway_plan_reviewed_on is not null
