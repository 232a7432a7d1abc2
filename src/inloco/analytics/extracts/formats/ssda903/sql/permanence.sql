-- One row for each decision that a child should be placed for adoption, with what the episodes of that period of care say of it.
with decision as (
    select *
    from PlacedAdoption
    where child is not null
    qualify row_number() over (partition by child, decided_on order by year desc, row desc) = 1
),
adoption as (
    select *
    from AD1
    where child is not null
    qualify row_number() over (partition by child, decided_on order by year desc, row desc) = 1
),
told as (
    select
        coalesce(adoption.child, decision.child) as child,
        coalesce(adoption.decided_on, decision.decided_on) as decided_on,
        adoption.matched_on, adoption.is_by_carer, adoption.adopters, adoption.adopter_sex, adoption.adopter_legal_status,
        decision.reversed_on, decision.reversed_reason,
        coalesce(adoption.row, decision.row) as row
    from decision
    full join adoption on adoption.child = decision.child and adoption.decided_on = decision.decided_on
),
placed as (
    select
        told.*, period.period_of_care, period.ended_on, period.end_reason,
        (
            select min(started_on) from period_episode as episode
            where episode.period_of_care = period.period_of_care and episode.legal_status = 'E1'
        ) as placement_order_on,
        (
            select min(started_on) from period_episode as episode
            where episode.period_of_care = period.period_of_care and episode.type in ('A3', 'A4', 'A5', 'A6')
        ) as placed_on
    from told
    left join period_of_care as period
        on period.child = told.child
        and period.started_on <= told.decided_on
        and (period.ended_on is null or period.ended_on >= told.decided_on)
    qualify row_number() over (partition by told.child, told.decided_on order by period.started_on) = 1
)
select
    child || '-A-' || coalesce(decided_on::text, 'undated') as row_id,
    child,
    period_of_care,
    decided_on as adm_decision_on,
    placement_order_on,
    placed_on as placed_for_adoption_on,
    matched_on,
    is_by_carer as adopted_by_carer_flag,
    reversed_on as decision_reversed_on,
    reversed_reason as decision_reversed_reason,
    case when end_reason in ('E11', 'E12') then ended_on end as permanence_order_on,
    case when end_reason in ('E11', 'E12') then 'Adoption order' end as permanence_order_type,
    adopter_sex, adopter_legal_status,
    adopters as number_of_adopters,
    row
from placed
