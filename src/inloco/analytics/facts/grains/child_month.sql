-- needs: child, looked_after_day, placement_day, placements_in_year, reviews_in_year, health_event, protection_plan, responsible, reviewing_officer, unaccompanied
-- A child at a month end (or any day): everyone who is looked after, on a protection plan or in need on it.
with on_plan as (
    select day.on_day, plan.child, min(plan.started_on) as started_on
    from day
    join protection_plan as plan
        on plan.started_on <= day.on_day and (plan.ended_on is null or plan.ended_on > day.on_day)
    group by day.on_day, plan.child
),
in_need as (
    select distinct day.on_day, plan.child
    from day
    join extract.cin_plans as plan
        on plan.started_on <= day.on_day and (plan.ended_on is null or plan.ended_on > day.on_day)
    semi join child on child.child = plan.child
),
present as (
    select on_day, child from looked_after_day
    union
    select on_day, child from on_plan
    union
    select on_day, child from in_need
),
checked as (
    select child, kind, checked_on, lead(checked_on) over (partition by child, kind order by checked_on) as next_on
    from (select distinct child, kind, checked_on from health_event)
),
scored as (
    select child, completed_on, max(score) as score, lead(completed_on) over (partition by child order by completed_on) as next_on
    from extract.sdq_scores
    where completed_on is not null and score between 0 and 40
    group by child, completed_on
),
planned as (
    select child, reviewed_on, lead(reviewed_on) over (partition by child order by reviewed_on) as next_on
    from (select distinct child, reviewed_on from extract.local_pep where reviewed_on is not null)
),
flagged as (
    select day.on_day, flag.child, bool_or(flag.flag = 'youth_justice') as youth_justice,
        bool_or(flag.flag = 'supported_lodgings') as supported_lodgings
    from day
    join extract.local_flag as flag on flag.started_on <= day.on_day and (flag.ended_on is null or flag.ended_on > day.on_day)
    group by day.on_day, flag.child
),
convicted as (
    select distinct day.on_day, conviction.child
    from day
    join extract.cla_convictions as conviction on conviction.convicted_on between day.year_start and day.on_day
),
immunisation as (
    select child, bool_or(is_up_to_date) as is_up_to_date
    from extract.cla_immunisations
    group by child
)
select
    present.on_day,
    present.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, present.on_day) as age,
    age_on(child.born_on, day.months_12_before + 1) as age_year_before,
    child.sex,
    child.ethnicity,
    looked_after.need,
    looked_after.child is not null and not looked_after.short_breaks as looked_after,
    coalesce(looked_after.short_breaks, false) as short_breaks,
    looked_after.started_on as looked_after_since,
    coalesce(not looked_after.short_breaks and looked_after.continuous_since <= day.months_12_before, false)
        as looked_after_12_months,
    coalesce(not looked_after.short_breaks and looked_after.continuous_since <= day.months_30_before, false)
        as looked_after_30_months,
    case when looked_after.child is not null then coalesce(looked_after.legal_status, 'unknown') end as legal_status,
    placement.type as placement_type,
    placement.provider,
    exists (
        from unaccompanied
        where unaccompanied.child = present.child
            and unaccompanied.from_on <= present.on_day
            and (unaccompanied.to_on is null or unaccompanied.to_on > present.on_day)
    ) as is_unaccompanied,
    placement_area.in_area as is_placed_in_area,
    coalesce(in_year.placements, 0) as placements_in_year,
    placement.together_since,
    coalesce(placement.together_since <= day.months_24_before, false) as same_placement_2_years,
    assessment.checked_on as last_assessed_on,
    coalesce(
        assessment.checked_on > case
            when age_on(child.born_on, present.on_day) < 5 then day.months_6_before else day.months_12_before
        end,
        false
    ) as is_health_assessment_current,
    initial_health_due(looked_after.started_on) as initial_health_due_on,
    looked_after.period_number,
    convicted.child is not null as is_convicted_in_year,
    coalesce(flagged.youth_justice, false) as is_known_to_youth_justice,
    coalesce(flagged.supported_lodgings, false) as is_in_supported_lodgings,
    education.reviewed_on as last_pep_on,
    coalesce(education.reviewed_on >= day.previous_term_start, false) as is_pep_current,
    dental.checked_on as last_dental_on,
    coalesce(dental.checked_on > day.months_12_before, false) as is_dental_check_current,
    case when sdq.completed_on > day.months_12_before then sdq.score end as sdq_score,
    coalesce(immunisation.is_up_to_date, false) as is_immunised,
    coalesce(reviews.due, 0) as reviews_due_in_year,
    coalesce(reviews.late, 0) as reviews_late_in_year,
    reviews.first_late_on as first_late_review_on,
    on_plan.child is not null as on_protection_plan,
    on_plan.started_on as on_protection_plan_since,
    in_need.child is not null as has_plan_in_need,
    in_need.child is not null
        and on_plan.child is null
        and not coalesce(looked_after.child is not null and not looked_after.short_breaks, false) as in_need
from present
join day on day.on_day = present.on_day
join child on child.child = present.child
left join looked_after_day as looked_after
    on looked_after.on_day = present.on_day and looked_after.child = present.child
left join responsible
    on responsible.child = present.child
    and responsible.from_on <= present.on_day
    and (responsible.to_on is null or responsible.to_on > present.on_day)
left join reviewing_officer as officer
    on officer.child = present.child
    and officer.from_on <= present.on_day
    and (officer.to_on is null or officer.to_on > present.on_day)
left join placement_day as placement on placement.on_day = present.on_day and placement.child = present.child
left join (
    select placement, bool_or(in_area) as in_area from extract.local_placement_area group by placement
) as placement_area on placement_area.placement = placement.placement
left join placements_in_year as in_year on in_year.on_day = present.on_day and in_year.child = present.child
left join reviews_in_year as reviews on reviews.on_day = present.on_day and reviews.child = present.child
left join checked as assessment
    on assessment.kind = 'assessment'
    and assessment.child = present.child
    and assessment.checked_on <= present.on_day
    and (assessment.next_on is null or assessment.next_on > present.on_day)
left join checked as dental
    on dental.kind = 'dental'
    and dental.child = present.child
    and dental.checked_on <= present.on_day
    and (dental.next_on is null or dental.next_on > present.on_day)
left join scored as sdq
    on sdq.child = present.child
    and sdq.completed_on <= present.on_day
    and (sdq.next_on is null or sdq.next_on > present.on_day)
left join immunisation on immunisation.child = present.child
left join on_plan on on_plan.on_day = present.on_day and on_plan.child = present.child
left join in_need on in_need.on_day = present.on_day and in_need.child = present.child
left join planned as education
    on education.child = present.child
    and education.reviewed_on <= present.on_day
    and (education.next_on is null or education.next_on > present.on_day)
left join flagged on flagged.on_day = present.on_day and flagged.child = present.child
left join convicted on convicted.on_day = present.on_day and convicted.child = present.child
