-- needs: child
-- Involvements of allocated workers, in the order in which they win where two are open at once. Reviewing officers and others
-- give a child no team.
select
    involvement.child,
    involvement.worker,
    involvement.team,
    involvement.started_on,
    involvement.ended_on,
    row_number() over (
        partition by involvement.child
        order by involvement.started_on, length(involvement.involvement) nulls first, involvement.involvement
    ) as rank
from extract.involvements as involvement
semi join child using (child)
where involvement.started_on is not null
    and upper(trim(involvement.role)) in (select role from allocated_worker_role)
