-- One row for each child and start, repaired: the latest return counts, and nothing overlaps. ``repair`` says what was done.
with latest as (
    select *
    from Episodes
    where child is not null and started_on is not null
    qualify row_number() over (partition by child, started_on order by year desc, row desc) = 1
),
standing as (
    select latest.*
    from latest
    where not exists (
        from latest as later
        where later.child = latest.child
            and later.year > latest.year
            and later.started_on < latest.started_on
            and (later.ended_on is null or later.ended_on > latest.started_on)
    )
),
followed as (
    select
        *,
        ended_on as recorded_end,
        make_date(year, 4, 1) as after_year,
        lead(started_on) over in_time as next_on,
        lead(start_reason) over in_time as next_reason
    from standing
    window in_time as (partition by child order by started_on)
),
judged as (
    select
        *,
        case
            when ended_on is null and year < (select max(year) from Episodes)
                and (next_on is null or (next_reason = 'S' and next_on > after_year)) then 'vanished'
            when ended_on is null and next_on is not null then 'unended'
            when ended_on > next_on and ended_on >= started_on then 'cut'
        end as repair
    from followed
)
select
    child, started_on, start_reason, legal_status, need, type, provider, postcode, urn, change_reason, year, row, repair,
    recorded_end,
    case repair
        when 'vanished' then greatest(after_year, started_on)
        when 'unended' then next_on
        when 'cut' then next_on
        else ended_on
    end as ended_on,
    case
        when repair = 'unended' and next_reason is distinct from 'S' then coalesce(end_reason, 'X1')
        when repair = 'cut' and next_reason is distinct from 'S' then 'X1'
        else end_reason
    end as end_reason
from judged
