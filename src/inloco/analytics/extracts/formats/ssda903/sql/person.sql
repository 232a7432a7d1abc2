-- Everybody with a date of birth anywhere in the return: the latest header counts, then any other file, the latest first.
with told as (
    select child, born_on, sex, ethnicity, upn, is_mother, year, row, source
    from person_row
    where child is not null
),
dead as (
    select child, max(ended_on) as died_on from period_episode where end_reason = 'E2' group by child
)
select
    told.child,
    first(born_on order by source, year desc, row desc) filter (where born_on is not null) as born_on,
    first(sex order by source, year desc, row desc) filter (where sex is not null) as sex,
    first(ethnicity order by source, year desc, row desc) filter (where ethnicity is not null) as ethnicity,
    first(upn order by source, year desc, row desc) filter (where upn like 'UN_') as upn_unknown,
    first(is_mother order by source, year desc, row desc) filter (where is_mother is not null) as is_mother,
    any_value(dead.died_on) as died_on,
    first(row order by source, year desc, row desc) as row
from told
left join dead using (child)
group by told.child
