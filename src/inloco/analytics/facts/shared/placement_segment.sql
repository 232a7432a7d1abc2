-- needs: placement_spell, short_break
-- The one placement of a child on each day, [from_on, to_on), with the run that it belongs to. A run is one placement to the
-- child: the same postcode and type (or both fostering) one after the other, whatever the ids, so that a child who comes back
-- from hospital has not moved; adoption by the carer (A3, A5) continues fostering. Temporary moves (T0-T4) and short breaks
-- are in no run. ``together_since`` is the day from which a child has lived with the same people: with new adopters (A4, A6)
-- it counts with the run before (NI 63).
with segment as (
    select
        segment.child,
        segment.from_on,
        segment.to_on,
        spell.period_number,
        spell.placement,
        spell.type,
        spell.provider,
        nullif(spell.postcode, '') as postcode,
        short_break.child is not null as is_short_break,
        coalesce(spell.type, '') in ('T0', 'T1', 'T2', 'T3', 'T4') as is_temporary
    from segments('placement_spell') as segment
    join placement_spell as spell on spell.child = segment.child and spell.rank = segment.rank
    left join short_break
        on short_break.child = segment.child
        and short_break.from_on <= segment.from_on
        and (short_break.to_on is null or short_break.to_on > segment.from_on)
    where segment.rank > 0
),
compared as (
    select
        *,
        lag(placement) over in_time as placement_before,
        lag(postcode) over in_time as postcode_before,
        lag(type) over in_time as type_before,
        row_number() over in_time as position
    from segment
    where not is_temporary and not is_short_break
    window in_time as (partition by child, period_number order by from_on)
),
judged as (
    select
        *,
        position = 1 or not coalesce(
            placement = placement_before
            or (
                postcode = postcode_before
                and (type = type_before or (is_fostering(type) and is_fostering(type_before)))
            )
            or (type in ('A3', 'A5') and (is_fostering(type_before) or type_before in ('A3', 'A5'))),
            false
        ) as is_move
    from compared
),
numbered as (
    select
        *,
        sum(cast(is_move as integer)) over in_time as run,
        sum(cast(position = 1 or (is_move and coalesce(type, '') not in ('A4', 'A6')) as integer)) over in_time as household
    from judged
    window in_time as (partition by child order by from_on, to_on)
)
select
    child, period_number, from_on, to_on, placement, type, provider, is_temporary, is_short_break, run,
    min(from_on) over (partition by child, household) as together_since
from numbered
union all
select child, period_number, from_on, to_on, placement, type, provider, is_temporary, is_short_break, null, null
from segment
where is_temporary or is_short_break
