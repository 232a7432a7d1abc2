-- needs: child
-- Involvements of independent reviewing officers and conference chairs, in the order in which they win where two are open at once.
select
    involvement.child,
    involvement.worker,
    involvement.started_on,
    involvement.ended_on,
    row_number() over (
        partition by involvement.child
        order by involvement.started_on, length(involvement.involvement) nulls first, involvement.involvement
    ) as rank
from extract.involvements as involvement
semi join child using (child)
where involvement.started_on is not null
    and (
        upper(trim(involvement.role)) in ('IRO', 'INDEPENDENT REVIEWING OFFICER', 'CHILD PROTECTION CHAIR', 'CONFERENCE CHAIR')
        or upper(involvement.role) like '%REVIEWING OFFICER%'
    )
