-- needs: protection_plan
-- The first core group that each protection plan called for: 10 working days from the initial conference (from the start of
-- the plan where none is linked), and the first held from that day on.
with called_for as (
    select plan.child, plan.cp_plan, plan.started_on, plan.ended_on, coalesce(min(conference.held_on), plan.started_on) as anchor_on
    from protection_plan as plan
    left join extract.initial_cp_conference as conference on conference.icpc = plan.icpc and conference.child = plan.child
    group by plan.child, plan.cp_plan, plan.started_on, plan.ended_on
),
held as (
    select called_for.cp_plan, min(held.held_on) as held_on
    from called_for
    join extract.local_core_group as held on held.cp_plan = called_for.cp_plan and held.held_on >= called_for.anchor_on
    group by called_for.cp_plan
)
select called_for.*, core_group_due(called_for.anchor_on) as due_on, held.held_on
from called_for
left join held on held.cp_plan = called_for.cp_plan
