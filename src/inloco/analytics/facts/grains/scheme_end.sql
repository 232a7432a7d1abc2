-- needs: child, period_of_care, legal_status_segment, responsible, reviewing_officer
-- A child whose time in a scheme to keep children out of care ended in a period: looked after on that day or not?
select
    span.period,
    scheme.child,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, scheme.ended_on) as age,
    child.sex,
    child.ethnicity,
    scheme.started_on,
    scheme.ended_on,
    period.child is not null and not coalesce(status.legal_status in ('V3', 'V4'), false) as looked_after
from span
join extract.local_flag as scheme on scheme.flag = 'diversion' and scheme.ended_on between span.start_on and span.on_day
join child on child.child = scheme.child
left join period_of_care as period
    on period.child = scheme.child
    and period.started_on <= scheme.ended_on
    and (period.ended_on is null or period.ended_on > scheme.ended_on)
left join legal_status_segment as status
    on status.child = scheme.child
    and status.from_on <= scheme.ended_on
    and (status.to_on is null or status.to_on > scheme.ended_on)
left join responsible
    on responsible.child = scheme.child
    and responsible.from_on <= scheme.ended_on
    and (responsible.to_on is null or responsible.to_on > scheme.ended_on)
left join reviewing_officer as officer
    on officer.child = scheme.child
    and officer.from_on <= scheme.ended_on
    and (officer.to_on is null or officer.to_on > scheme.ended_on)
qualify row_number() over (partition by span.period, scheme.child order by scheme.ended_on desc) = 1
