-- needs: child, allocated_worker_spell
-- Who is responsible for a child on each day, [from_on, to_on): the allocated worker, and the area of the worker's team.
select
    segment.child,
    segment.from_on,
    segment.to_on,
    spell.worker,
    spell.team,
    coalesce(team_area.area, child.unallocated_area) as area
from segments('allocated_worker_spell') as segment
join allocated_worker_spell as spell using (child, rank)
join child using (child)
left join team_area on team_area.team = spell.team
