-- The table says what holds now, so only the last year's answers are taken.
select child, is_immunised as is_up_to_date, make_date(year, 3, 31) as updated_on, row
from OC2
where child is not null and is_immunised is not null and year = (select max(year) from Episodes)
qualify row_number() over (partition by child order by row desc) = 1
