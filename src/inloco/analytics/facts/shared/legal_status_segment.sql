-- needs: legal_status_spell
-- The one legal status of a child on each day: stretches [from_on, to_on) that do not overlap.
select segment.child, segment.from_on, segment.to_on, spell.legal_status
from segments('legal_status_spell') as segment
join legal_status_spell as spell using (child, rank)
