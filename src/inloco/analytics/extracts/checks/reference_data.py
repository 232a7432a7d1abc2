"""Reference data: a broken tree of areas or an unreadable comparator would make every figure wrong, so they refuse the load."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.findings import Severity

REFERENCE_RULES: tuple[Rule, ...] = (
    Rule(
        id="broken_area_tree",
        source="InLoco's extract folder",
        endangers=("cla_count",),
        severity=Severity.ERROR,
        what="The areas do not form one tree.",
        action="In areas.csv give every area a kind (authority, locality, district, team), and a parent that is in the file; "
        "only one area is the authority.",
        needs=("areas",),
        column="parent",
        sql="""select row, area as value, 'The area has no kind.' as message from areas where kind is null
               union all
               select row, parent, 'There is no such area to be a parent.' from areas
               where parent is not null and parent not in (select area from areas where area is not null)
               union all
               select row, area, 'There is a second authority.' from areas where kind = 'authority'
               qualify row_number() over (order by row) > 1
               union all
               select row, area, 'The area lies within itself.' from areas where area in (
                 with recursive above(area, over) as (
                   select area, parent from areas where parent is not null
                   union select a.area, b.parent from above a join areas b on a.over = b.area where b.parent is not null)
                 select area from above where area = over)""",
    ),
    Rule(
        id="impossible_population",
        source="InLoco's extract folder",
        endangers=("cla_rate", "cp_plans_rate", "cin_plans_rate"),
        severity=Severity.ERROR,
        what="A population is a number above 0.",
        action="Correct the number in population.csv.",
        needs=("population",),
        column="under_18",
        sql="select row, under_18 as value, null as message from population where under_18 is null or under_18 <= 0",
    ),
    Rule(
        id="population_without_area",
        source="InLoco's extract folder",
        endangers=("cla_rate", "cp_plans_rate", "cin_plans_rate"),
        severity=Severity.WARNING,
        what="The population is of an area that areas.csv does not have; no rate uses it.",
        action="Write the area's id or name as areas.csv does.",
        needs=("population", "areas"),
        column="area",
        sql="""select row, area as value, null as message from population
               where lower(trim(area)) not in (select lower(trim(area)) from areas union select lower(trim(name)) from areas)""",
    ),
    Rule(
        id="unreadable_comparator",
        source="InLoco's extract folder",
        endangers=("cla_rate",),
        severity=Severity.ERROR,
        what="A comparator needs a period and a value.",
        action="Write the period as 2019-08, 2018/19, 2019-Q1 or 2019-W35, and the value as a number.",
        needs=("comparators",),
        column="period",
        sql=r"""select row, period as value,
                  case when value is null then 'The comparator has no value.' else 'This is not a period.' end as message
                from comparators where value is null or not (
                  regexp_full_match(period, '\d{4}-(0[1-9]|1[0-2])') or regexp_full_match(period, '\d{4}-Q[1-4]')
                  or regexp_full_match(period, '\d{4}-W(0[1-9]|[1-4]\d|5[0-2])')
                  or (regexp_full_match(period, '\d{4}-\d{2}-\d{2}')
                      and try_cast(period as date) = last_day(try_cast(period as date)))
                  or (regexp_full_match(period, '\d{4}/\d{2}')
                      and (try_cast(left(period, 4) as int) + 1) % 100 = try_cast(right(period, 2) as int)))""",
    ),
)
