-- The seats of voting members at meetings held in a period.
select
    span.period,
    whole.area,
    seat.seat,
    seat.body,
    nullif(seat.member_class, '') as member_class,
    seat.held_on,
    nullif(seat.presence, '') as presence
from span
join extract.record_seat as seat on seat.held_on between span.start_on and span.on_day
cross join whole
