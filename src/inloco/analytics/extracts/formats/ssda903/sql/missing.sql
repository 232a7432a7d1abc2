select
    child || '-M-' || coalesce(started_on::text, 'undated-' || row) as missing_episode,
    child, started_on, type, ended_on, row
from "Missing"
where child is not null
qualify row_number() over (partition by child, started_on order by year desc, row desc) = 1
