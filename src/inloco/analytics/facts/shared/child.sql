-- A child whom the extract knows as a person. A row about anybody else is reported when it is loaded, and counts nowhere.
select
    child,
    born_on,
    died_on,
    sex,
    ethnicity,
    authority,
    case when authority = '' then 'unallocated' else authority || '/unallocated' end as unallocated_area
from extract.person
where child is not null
