"""The county's SSDA903 returns: a folder for each year to 31 March, as CSV files or as one XML."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from inloco.analytics.synthetic.days import NEVER, birthday, day_number
from inloco.analytics.synthetic.forms.extract import Extract
from inloco.analytics.synthetic.leaving_care import Leaver, state

Row = dict[str, str]

LETTERS_FROM = 2025
"""From the return to 31 March of this year the sex is a letter; before, 1 or 2."""

WORKERS_FROM = 2024
"""The first return that names social workers."""

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
WORKER_CHANGES = {"Worker left": "LEFTRL", "Reallocated": "CHCHAN", "Case closed or transferred": "TSPROC"}
INSIDE = {"Reviews": "AREVIEW", "OC2": "OC2", "Missing": "AMISSING", "PlacedAdoption": "AD_PLACED", "PrevPerm": "PERMANENCE"}
"""What the XML calls the records that stand inside a child's header."""

IN_YEAR = """
in_year as (
    select distinct episode.child
    from cla_episodes as episode
    where episode.started_on <= $last and (episode.ended_on is null or episode.ended_on >= $first)
),
year_round as (
    select child from period
    where not short_breaks and started_on <= $first and (ended_on is null or ended_on > $last)
)"""

FILES: Mapping[str, str] = {
    "Header": """
        select person.child as "CHILD", sex as "SEX", born_on as "DOB", ethnicity as "ETHNIC", '' as "UPN",
            case when is_mother = 'Y' then '1' else '0' end as "MOTHER", null as "MC_DOB"
        from person join in_year using (child) order by child""",
    "Episodes": """
        select episode.child as "CHILD", episode.started_on as "DECOM", start_reason as "RNE", status.legal_status as "LS",
            need as "CIN", type as "PLACE", provider as "PLACE_PROVIDER",
            case when episode.ended_on <= $last then episode.ended_on end as "DEC",
            case when episode.ended_on <= $last then end_reason end as "REC",
            case when episode.ended_on <= $last and placement.ended_on = episode.ended_on then change_reason end
                as "REASON_PLACE_CHANGE",
            null as "HOME_POST", postcode as "PL_POST", urn as "URN"
        from cla_episodes as episode
        join in_year using (child)
        left join cla_placement as placement using (placement)
        left join legal_status as status
            on status.child = episode.child
            and status.started_on <= episode.started_on
            and (status.ended_on is null or status.ended_on > episode.started_on)
        where episode.started_on <= $last and (episode.ended_on is null or episode.ended_on >= $first)
        order by episode.child, episode.started_on, episode.episode""",
    "Reviews": """
        select period.child as "CHILD", born_on as "DOB", held_on as "REVIEW", participation as "REVIEW_CODE"
        from cla_reviews join period using (period_of_care) join person using (child)
        where held_on between $first and $last and coalesce(is_cancelled, 'N') <> 'Y' and not short_breaks
        order by period.child, held_on""",
    "UASC": """
        select status.child as "CHILD", sex as "SEX", born_on as "DOB",
            case when status.ended_on <= $last then status.ended_on end as "DUC"
        from immigration_status as status join in_year using (child) join person using (child)
        where immigration_status = 'UASC' and status.started_on <= $last
            and (status.ended_on is null or status.ended_on >= $first)
        order by status.child""",
    "OC2": """
        select person.child as "CHILD", born_on as "DOB", score as "SDQ_SCORE",
            case when score is null then missing_reason end as "SDQ_REASON",
            case when convicted.child is not null then '1' when date_diff('year', born_on, $last) > 9 then '0' end
                as "CONVICTED",
            case when born_on > $last - interval 5 year then if(checked.surveyed, '1', '0') end as "HEALTH_CHECK",
            if(immunised.is_up_to_date = 'Y', '1', '0') as "IMMUNISATIONS",
            if(coalesce(checked.dental, false), '1', '0') as "TEETH_CHECK",
            if(coalesce(checked.assessed, false), '1', '0') as "HEALTH_ASSESSMENT",
            '0' as "SUBSTANCE_MISUSE", null as "INTERVENTION_RECEIVED", null as "INTERVENTION_OFFERED"
        from year_round join person using (child)
        left join (
            select child, last(score order by score is not null, completed_on) as score,
                last(missing_reason order by completed_on) as missing_reason
            from sdq_scores where completed_on between $first and $last group by child
        ) using (child)
        left join (select distinct child from cla_convictions where convicted_on between $first and $last) as convicted
            on convicted.child = person.child
        left join cla_immunisations as immunised on immunised.child = person.child
        left join (
            select child, bool_or(type = 'Health Surveillance Check') as surveyed, bool_or(type = 'Dental Check') as dental,
                bool_or(type in ('Initial Health Assessment', 'Review Health Assessment')) as assessed
            from cla_health where status = 'Completed' and checked_on between $first and $last group by child
        ) as checked on checked.child = person.child
        order by person.child""",
    "AD1": """
        select told.child as "CHILD", born_on as "DOB", adm_decision_on as "DATE_INT", matched_on as "DATE_MATCH",
            if(adopted_by_carer_flag = 'Y', '1', '0') as "FOSTER_CARE",
            if(told.child % 5 = 0, '1', '2') as "NB_ADOPTR",
            case when told.child % 5 = 0 then 'F1' when told.child % 23 = 1 then 'MM' else 'MF' end as "SEX_ADOPTR",
            case when told.child % 5 = 0 then 'L0' when told.child % 7 = 1 then 'L4' else 'L11' end as "LS_ADOPTR"
        from permanence as told join period using (period_of_care) join person on person.child = told.child
        where end_reason in ('E11', 'E12') and period.ended_on between $first and $last
        order by told.child""",
    "PlacedAdoption": """
        select told.child as "CHILD", born_on as "DOB", adm_decision_on as "DATE_PLACED", null as "DATE_PLACED_CEASED",
            null as "REASON_PLACED_CEASED"
        from permanence as told join period using (period_of_care) join person on person.child = told.child
        where adm_decision_on <= $last and (period.ended_on is null or period.ended_on >= $first)
        order by told.child, adm_decision_on""",
    "PrevPerm": """
        select distinct period.child as "CHILD", born_on as "DOB", 'Z1' as "PREV_PERM", null as "LA_PERM", null as "DATE_PERM"
        from period join person using (child)
        where not short_breaks and started_on between $first and $last order by period.child""",
    "Missing": """
        select gone.child as "CHILD", born_on as "DOB", type as "MISSING", gone.started_on as "MIS_START",
            case when gone.ended_on <= $last then gone.ended_on end as "MIS_END"
        from missing as gone join in_year using (child) join person using (child)
        where gone.started_on <= $last and (gone.ended_on is null or gone.ended_on >= $first)
        order by gone.child, gone.started_on""",
    "SWEpisodes": """
        select held.child as "CHILD", born_on as "DOB", worker as "SW_ID",
            greatest(held.started_on, period.started_on) as "SW_DECOM",
            case when held.ended_on <= $last then held.ended_on end as "SW_DEC",
            case when held.ended_on <= $last then change_reason end as "SW_REASON"
        from involvements as held join period using (child) join person using (child)
        where role = 'Allocated Case Worker' and not short_breaks
            and held.started_on <= $last and (held.ended_on is null or held.ended_on >= $first)
            and held.started_on < coalesce(period.ended_on, $last + 1)
            and (held.ended_on is null or held.ended_on > period.started_on)
            and period.started_on <= $last and (period.ended_on is null or period.ended_on >= $first)
        order by held.child, "SW_DECOM", worker""",
}
"""The files of the return but for that of care leavers, in SQL over the extract."""

LEAVERS = ("CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM")


def years_to(last: date, months: int) -> list[int]:
    """The years (by their last March) whose 31 March lies in the ``months`` to ``last``; the newest complete one at least."""
    newest = last.year if last >= date(last.year, 3, 31) else last.year - 1
    count = (last.year - newest) * 12 + last.month - 3
    return list(range(newest - max(0, (months - 1 - count) // 12), newest + 1))


def folder_of(year: int) -> str:
    return f"{year - 1}-{year % 100:02d}"


def write_return(folder: Path, extract: Extract, leavers: Sequence[Leaver], year: int, *, xml: bool) -> None:
    """One year's return as known on the extract's day, into ``folder``."""
    files = files_of(extract, leavers, year)
    if xml:
        (folder / "ssda903.xml").write_text(_as_xml(files), encoding="utf-8")
        return
    for name, (fields, rows) in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def files_of(extract: Extract, leavers: Sequence[Leaver], year: int) -> dict[str, tuple[list[str], list[Row]]]:
    """The files by name, each with its columns and rows."""
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    found: dict[str, tuple[list[str], list[Row]]] = {}
    for name, sql in FILES.items():
        if name == "SWEpisodes" and year < WORKERS_FROM:
            continue
        made = extract.connection.execute(f"with {IN_YEAR} {sql}", _used(sql, first, last))
        fields = [column[0] for column in made.description or ()]
        found[name] = fields, [dict(zip(fields, map(_cell, row), strict=True)) for row in made.fetchall()]
    for row in found["Header"][1]:
        row["UPN"] = upn(int(row["CHILD"]), _is_of_school_age(row["DOB"], last))
    if year < LETTERS_FROM:
        for name in ("Header", "UASC"):
            for row in found[name][1]:
                row["SEX"] = {"M": "1", "F": "2"}.get(row["SEX"], "")
    for row in found.get("SWEpisodes", ([], []))[1]:
        row["SW_REASON"] = WORKER_CHANGES.get(row["SW_REASON"], "OTHERS") if row["SW_REASON"] else ""
    found["OC3"] = list(LEAVERS), _leavers(leavers, extract.day, first, last)
    return found


def _used(sql: str, first: date, last: date) -> dict[str, date]:
    text = IN_YEAR + sql
    return {name: value for name, value in (("first", first), ("last", last)) if f"${name}" in text}


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _is_of_school_age(born_on: str, last: date) -> bool:
    day, month, year = map(int, born_on.split("/"))
    return (last.year - year, last.month, last.day) >= (5, month, day)


def upn(child: int, is_of_school_age: bool) -> str:
    """A unique pupil number of an authority that does not exist, with its right check letter; UN1 before school."""
    if not is_of_school_age:
        return "UN1"
    digits = f"999{child % 10**9:09d}"
    check = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2)) % 23
    return CHECK_LETTERS[check] + digits


def _leavers(leavers: Sequence[Leaver], known: date, first: date, last: date) -> list[Row]:
    """Those who had left and had a birthday from the 17th to the 21st in the year, as they were on it."""
    begin, end, until = day_number(first), day_number(last), day_number(known)
    rows = []
    for one in leavers:
        days = [day for age in range(17, 22) if begin <= (day := birthday(one.child.born, age)) <= end]
        if not days or one.left_on > days[0] or one.left_on == NEVER or one.left_entered > until:
            continue
        told = state(one, days[0])
        touch = str(told["clea_care_leaver_in_touch"])
        is_known = touch in ("YES", "NO")
        home = f"{told['clea_care_leaver_accommodation'] or ''}{told['clea_care_leaver_accom_suitable'] or ''}"
        rows.append(
            {
                "CHILD": str(one.child.id),
                "DOB": _cell(date.fromordinal(one.child.born + date(1970, 1, 1).toordinal())),
                "IN_TOUCH": touch,
                "ACTIV": str(told["clea_care_leaver_activity"] or "0") if is_known else "0",
                "ACCOM": (home or "0") if is_known else "0",
            }
        )
    return sorted(rows, key=lambda row: int(row["CHILD"]))


def _as_xml(files: Mapping[str, tuple[list[str], list[Row]]]) -> str:
    """The return as XML: each child's header with its records inside, then the episodes."""
    of_child: dict[str, dict[str, list[Row]]] = {}
    for name, (_, rows) in files.items():
        for row in rows:
            of_child.setdefault(row["CHILD"], {}).setdefault(name, []).append(row)
    born = {row["CHILD"]: row for name in ("OC3", "AD1", "Reviews") for row in files[name][1]}
    text = ['<?xml version="1.0" encoding="UTF-8"?>', "<EXPSSDA903>"]
    for child in sorted(of_child, key=int):
        held = of_child[child]
        header = dict(held.get("Header", [{}])[0])
        for name in ("UASC", "OC3", "AD1"):
            for row in held.get(name, []):
                header |= {"UASC": "1"} if name == "UASC" else {}
                header |= {field: value for field, value in row.items() if field not in ("CHILD", "SEX")}
        header = {"CHILDID": child, "DOB": born.get(child, {}).get("DOB", ""), **header}
        header.pop("CHILD", None)
        text += ["<CHILD>", "<HEADER>", _elements(header)]
        for name in (*INSIDE, "SWEpisodes"):
            for row in held.get(name, []):
                tag = INSIDE.get(name, "SWEPISODE")
                own = {field: value for field, value in row.items() if field not in ("CHILD", "DOB")}
                text.append(f"<{tag}>{_elements(own)}</{tag}>")
        text.append("</HEADER>")
        for row in held.get("Episodes", []):
            own = {"PL" if field == "PLACE" else field: value for field, value in row.items() if field != "CHILD"}
            text.append(f"<EPISODE>{_elements(own)}</EPISODE>")
        text.append("</CHILD>")
    return "\n".join([*text, "</EXPSSDA903>", ""])


def _elements(row: Mapping[str, str]) -> str:
    return "".join(f"<{field}>{escape(value)}</{field}>" if value else f"<{field}/>" for field, value in row.items())
