-- needs: reviewing_officer_spell
-- The reviewing officer of a child on each day, [from_on, to_on).
select segment.child, segment.from_on, segment.to_on, spell.worker
from segments('reviewing_officer_spell') as segment
join reviewing_officer_spell as spell using (child, rank)
