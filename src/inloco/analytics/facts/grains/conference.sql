-- needs: child, responsible, reviewing_officer
-- A child's initial protection conference held in a period, with the strategy discussion that it is linked to.
select
    span.period,
    conference.child,
    conference.icpc,
    coalesce(responsible.area, child.unallocated_area) as area,
    responsible.worker,
    officer.worker as reviewing_officer,
    age_on(child.born_on, conference.held_on) as age,
    child.sex,
    child.ethnicity,
    conference.held_on,
    enquiry.started_on as discussed_on,
    initial_conference_due(enquiry.started_on) as due_on,
    coalesce(conference.is_transfer_in, false) as is_transfer_in,
    coalesce(
        enquiry.started_on <= conference.held_on and conference.held_on <= initial_conference_due(enquiry.started_on), false
    ) as is_in_time
from span
join extract.initial_cp_conference as conference on conference.held_on between span.start_on and span.on_day
join child on child.child = conference.child
left join extract.s47_enquiry as enquiry on enquiry.s47_enquiry = conference.s47_enquiry
left join responsible
    on responsible.child = conference.child
    and responsible.from_on <= conference.held_on
    and (responsible.to_on is null or responsible.to_on > conference.held_on)
left join reviewing_officer as officer
    on officer.child = conference.child
    and officer.from_on <= conference.held_on
    and (officer.to_on is null or officer.to_on > conference.held_on)
