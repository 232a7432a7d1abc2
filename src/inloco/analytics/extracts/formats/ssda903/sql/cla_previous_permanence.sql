select
    child as row_id,
    child,
    ordered_on as previous_permanence_order_date,
    option as previous_permanence_option,
    authority as previous_permanence_la,
    row
from PrevPerm
where child is not null
qualify row_number() over (partition by child order by year desc, row desc) = 1
