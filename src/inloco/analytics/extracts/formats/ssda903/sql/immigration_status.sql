-- The return gives the end of the status, not its start: it is taken to begin with the child's first episode.
select
    child as immigration_status_id,
    child,
    'UASC' as immigration_status,
    (select min(started_on) from repaired_episode as episode where episode.child = told.child) as started_on,
    unaccompanied_until as ended_on,
    row
from UASC as told
where child is not null
qualify row_number() over (partition by child order by year desc, row desc) = 1
