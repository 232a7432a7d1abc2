-- OC2 says whether there was a conviction or caution in the year, not on which day: it is dated with the return.
select
    child || '-C-' || year as conviction,
    child,
    make_date(year, 3, 31) as convicted_on,
    row
from OC2
where child is not null and is_convicted
qualify row_number() over (partition by child, year order by row desc) = 1
