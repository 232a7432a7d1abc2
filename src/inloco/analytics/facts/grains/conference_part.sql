-- needs: child, responsible, reviewing_officer
-- A child's part in a protection conference held in a period.
select
    span.period,
    attendance.child,
    attendance.attendance,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, attendance.held_on) as age,
    child.sex,
    child.ethnicity,
    attendance.held_on,
    attendance.part,
    coalesce(attendance.has_form, false) as has_form
from span
join extract.local_conference_attendance as attendance on attendance.held_on between span.start_on and span.on_day
join child on child.child = attendance.child
left join responsible
    on responsible.child = attendance.child
    and responsible.from_on <= attendance.held_on
    and (responsible.to_on is null or responsible.to_on > attendance.held_on)
left join reviewing_officer as officer
    on officer.child = attendance.child
    and officer.from_on <= attendance.held_on
    and (officer.to_on is null or officer.to_on > attendance.held_on)
