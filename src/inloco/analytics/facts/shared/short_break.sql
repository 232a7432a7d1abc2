-- needs: legal_status_segment
-- Days under an agreed series of short breaks (V3, V4): a child is not looked after on them for any measure.
select child, from_on, to_on
from legal_status_segment
where legal_status in ('V3', 'V4')
