select child || '-UPN' as row_id, child, 'Unique Pupil Number' as identifier_type, upn as identifier_value, row
from Header
where child is not null and upn is not null and upn not like 'UN_'
qualify row_number() over (partition by child order by year desc, row desc) = 1
