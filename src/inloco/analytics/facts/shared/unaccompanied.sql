-- needs: child
-- Days on which a child's immigration status is that of an unaccompanied asylum-seeking child; without dates, all of them.
select distinct
    status.child,
    coalesce(status.started_on, date '1900-01-01') as from_on,
    status.ended_on as to_on
from extract.immigration_status as status
semi join child using (child)
where upper(status.immigration_status) like '%UASC%' or lower(status.immigration_status) like '%unaccompanied%'
