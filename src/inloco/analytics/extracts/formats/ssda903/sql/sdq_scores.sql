select
    child || '-Q-' || year as sdq,
    child,
    make_date(year, 3, 31) as completed_on,
    missing_reason, score, row
from OC2
where child is not null and (score is not null or missing_reason is not null)
qualify row_number() over (partition by child, year order by row desc) = 1
