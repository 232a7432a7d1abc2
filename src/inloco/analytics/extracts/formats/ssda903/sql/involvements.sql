-- The return names the allocated social worker, and no team.
select
    child || '-W-' || coalesce(started_on::text, 'undated') || '-' || coalesce(worker, 'unknown') as involvement,
    worker,
    'ALLOCATED CASE WORKER' as role,
    started_on, ended_on, change_reason, child, row
from SWEpisodes
where child is not null
qualify row_number() over (partition by child, worker, started_on order by year desc, row desc) = 1
