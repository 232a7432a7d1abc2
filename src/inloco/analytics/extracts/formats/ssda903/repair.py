"""What the returns of several years disagree on, as findings: each repair that ``repaired_episode.sql`` makes, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from inloco.analytics.extracts.checks.definition import Check
from inloco.analytics.extracts.collected import SHOWN, Collected
from inloco.analytics.extracts.formats.ssda903.checks import (
    BEGINS_BEFORE,
    CUT_EPISODE,
    DATED_BY_RETURN,
    DIFFERENT_PERSON,
    ENDS_EARLY,
    MOVED_END,
    REPEATED_EPISODE,
    REPEATED_REVIEW,
    RESTATED_EPISODE,
    SUPERSEDED_EPISODE,
    UNENDED_EPISODE,
    VANISHED_EPISODE,
    WITHOUT_START,
)
from inloco.analytics.extracts.places import place_of

MACROS = (
    "said(day) as strftime(day, '%d/%m/%Y')",
    "year_said(year) as (year - 1) || '/' || lpad((year % 100)::text, 2, '0')",
    "changed(label, old, new) as case when old is distinct from new then "
    "label || ' ' || coalesce(old, 'blank') || ' → ' || coalesce(new, 'blank') end",
)

_BY_YEAR = """
    by_year as (
        select * from Episodes where child is not null and started_on is not null
        qualify row_number() over (partition by child, started_on, year order by row desc) = 1
    ),
    compared as (
        select *, lag(year) over w as old_year, lag(ended_on) over w as old_end, lag(start_reason) over w as old_reason,
            lag(legal_status) over w as old_status, lag(need) over w as old_need, lag(type) over w as old_type,
            lag(provider) over w as old_provider, lag(postcode) over w as old_postcode, lag(urn) over w as old_urn
        from by_year window w as (partition by child, started_on order by year)
    )"""

REPAIRS: tuple[tuple[Check, str, str], ...] = (
    # check, the return's column, SQL for row, value and message
    (
        WITHOUT_START,
        "DECOM",
        "select row, child as value, null as message from Episodes where child is not null and started_on is null",
    ),
    (
        REPEATED_EPISODE,
        "DECOM",
        """select row, started_on as value, null as message from Episodes
           where child is not null and started_on is not null
           qualify row_number() over (partition by child, started_on, year order by row) = 2""",
    ),
    (
        RESTATED_EPISODE,
        "DECOM",
        f"""with {_BY_YEAR}, said as (
              select row, started_on, old_year, concat_ws(', ',
                changed('RNE', old_reason, start_reason), changed('LS', old_status, legal_status),
                changed('CIN', old_need, need), changed('PLACE', old_type, type),
                changed('PLACE_PROVIDER', old_provider, provider), changed('URN', old_urn, urn),
                case when old_postcode is distinct from postcode then 'PL_POST' end) as what
              from compared where old_year is not null)
            select row, started_on as value,
              'The return of ' || year_said(old_year) || ' had it otherwise: ' || what || '. The later one counts.' as message
            from said where what <> ''""",
    ),
    (
        MOVED_END,
        "DEC",
        f"""with {_BY_YEAR}
            select row, ended_on as value,
              'The return of ' || year_said(old_year) || case when old_end is null then ' had it open at its end'
                else ' ended it on ' || said(old_end) end
              || case when ended_on is null then '; here it is open.' else '; here it ends on ' || said(ended_on) || '.' end
              || ' The later one counts.' as message
            from compared where old_year is not null and ended_on is distinct from old_end
              and (old_end is not null or ended_on <= make_date(old_year, 3, 31))""",
    ),
    (
        SUPERSEDED_EPISODE,
        "DECOM",
        """select latest.row, latest.started_on as value, null as message
           from (select * from Episodes where child is not null and started_on is not null
                 qualify row_number() over (partition by child, started_on order by year desc, row desc) = 1) as latest
           where not exists (from repaired_episode as kept where kept.row = latest.row)""",
    ),
    (
        VANISHED_EPISODE,
        "DEC",
        """select row, child as value,
             'It was open at 31/03/' || year || ', and no later return has it; it was taken to end on ' || said(ended_on) || '.'
               as message
           from repaired_episode where repair = 'vanished'""",
    ),
    (
        UNENDED_EPISODE,
        "DEC",
        """select row, child as value, 'Another episode begins on ' || said(ended_on) || '; it was ended on that day.' as message
           from repaired_episode where repair = 'unended'""",
    ),
    (
        CUT_EPISODE,
        "DEC",
        """select row, recorded_end as value,
             'The next one begins on ' || said(ended_on) || '; it was ended on that day.' as message
           from repaired_episode where repair = 'cut'""",
    ),
)

OTHERS: tuple[tuple[Check, str, str, str], ...] = (
    # check, the file that it needs, the return's column, SQL
    (
        REPEATED_REVIEW,
        "Reviews",
        "REVIEW",
        """select row, held_on as value, null as message from Reviews where child is not null and held_on is not null
           qualify row_number() over (partition by child, held_on order by year, row) = 2""",
    ),
    (
        DATED_BY_RETURN,
        "OC2",
        "SDQ_SCORE",
        "select min(row) as row, count(score) as value, null as message from OC2 having count(score) > 0",
    ),
)

_PERSON = """
    select max(row) as row, max(child) as value,
      case when count(distinct born_on) > 1 then 'The dates of birth are ' || string_agg(distinct said(born_on), ' and ') || '.'
        else 'The sex is ' || string_agg(distinct sex, ' and ') || '.' end as message
    from person_row where child is not null
    group by child having count(distinct born_on) > 1 or count(distinct sex) > 1"""

_BEFORE = """
    select min(row) as row, count(*) as value,
      count(*) || ' children were looked after already when the oldest return begins; their periods are taken to begin '
        || 'with the first episode that it shows.' as message
    from period_episode where position = 1 and start_reason is distinct from 'S' having count(*) > 0"""

_EARLY = """
    select null as row, max(day) as value, 'The last date of the return is ' || said(max(day)) || '.' as message
    from (select started_on as day, year from Episodes union all select ended_on, year from Episodes) as dated
    where year = (select max(year) from Episodes)
    having max(day) < make_date(max(year), 1, 31)"""


def report(
    connection: duckdb.DuckDBPyConnection,
    there: Mapping[str, Sequence[str]],
    files: Sequence[str],
    is_dated: bool,
    found: Collected,
) -> None:
    """Add what was repaired and what the return cannot say. ``there`` has the columns of each file; ``is_dated``: by --as-at."""
    for check, field, sql in REPAIRS:
        _add(connection, check, field, sql, files, found)
    for check, name, field, sql in OTHERS:
        if name in there and (check is not DATED_BY_RETURN or "score" in there[name]):
            _add(connection, check, field, sql, files, found)
    _add(connection, DIFFERENT_PERSON, "DOB", _PERSON, files, found)
    _add(connection, BEGINS_BEFORE, "DECOM", _BEFORE, files, found)
    if not is_dated:
        _add(connection, ENDS_EARLY, "DECOM", _EARLY, files, found)


def _add(
    connection: duckdb.DuckDBPyConnection, check: Check, field: str, sql: str, files: Sequence[str], found: Collected
) -> None:
    faults = connection.execute(
        f"select row, value::text, message, count(*) over () from ({sql}) order by row limit {SHOWN}"
    ).fetchall()
    for row, value, message, _ in faults:
        file, at = place_of(row, files) if row is not None else ("", None)
        found.add(check.finding(file, message, row=at, column=field, value=value))
    if faults and faults[0][3] > len(faults):
        file, _ = place_of(faults[-1][0], files)
        found.add_uncounted(check.finding(file), faults[0][3] - len(faults))
