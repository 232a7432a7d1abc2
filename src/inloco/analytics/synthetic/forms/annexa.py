"""The county's Annex A workbook: the eleven lists of one day, in the guidance's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from inloco.analytics.calendars import add_months
from inloco.analytics.extracts.formats.annexa.lists import lists
from inloco.analytics.synthetic.forms.extract import Extract

Row = Mapping[str, object]

GENDER = {"M": "a) Male", "F": "b) Female"}
ETHNICITY = {"W": "a) White", "M": "b) Mixed", "A": "c) Asian or Asian British", "B": "d) Black or black British"}
NEED = {
    "N1": "a) Abuse or neglect",
    "N2": "b) Child's disability",
    "N3": "c) Parents illness or disability",
    "N4": "d) Family in acute stress",
    "N5": "e) Family dysfunction",
    "N6": "f) Socially unacceptable behaviour",
    "N7": "g) Low income",
    "N8": "h) Absent parenting",
    "N9": "i) Not CIN",
}
CATEGORY = {
    "NEG": "a) Neglect",
    "PHY": "b) Physical Abuse",
    "SAB": "c) Sexual Abuse",
    "EMO": "d) Emotional Abuse",
    "MUL": "e) Multiple",
}
SOURCE = {
    "1": "a) Individual",
    "2": "b) Schools",
    "3": "d) Health Services",
    "4": "e) Housing",
    "5": "f) LA Services",
    "6": "g) Police",
    "7": "h) Other legal agency",
    "8": "i) Other",
    "9": "j) Anonymous",
    "10": "k) Unknown",
}
CLOSED = {
    "RC1": "a) Adopted",
    "RC2": "b) Died",
    "RC3": "c) Residence Order",
    "RC4": "d) Special Guardianship Order",
    "RC5": "e) Transfer to another LA",
    "RC6": "f) Transfer to Adult Social Services",
    "RC8": "h) Child not in need after assessment",
}
STATUS = {
    "C1": "a) Interim care orders",
    "C2": "b) Full care orders",
    "D1": "c) Freed for Adoption",
    "E1": "d) Placement order granted",
    "V2": "e) Accommodated under S20",
    "L1": "f) Detained on child protection grounds in LA accommodation",
    "L2": "f) Detained on child protection grounds in LA accommodation",
    "L3": "f) Detained on child protection grounds in LA accommodation",
    "J1": "J1: Remanded to LA or youth detention",
    "J2": "J2: LA accommodation under PACE",
    "J3": "g) Youth justice legal Statuses",
}
CEASED = {
    "E11": "a) Adopted",
    "E12": "a) Adopted",
    "E2": "b) Died",
    "E3": "c) Care taken by another LA",
    "E4A": "d) Returned home to live with parents or relatives",
    "E4B": "d) Returned home to live with parents or relatives",
    "E13": "e) Left care to live with parents, relatives or other person with no parental responsibility",
    "E41": "f) Residence order granted",
    **dict.fromkeys(("E43", "E44", "E45", "E46", "E47", "E48"), "g) Special Guardianship Orders"),
    "E5": "h) Moved into independent living",
    "E6": "h) Moved into independent living",
    "E7": "i) Transferred to residential care funded by adult social services",
    "E9": "j) Sentenced to custody",
    "E14": "k) Accommodation on remand ended",
    "E15": "l) Age assessment determined child was 18 or over",
    "E16": "m) Child moved abroad",
}
PLACED = {
    "U": "a) Foster Placement",
    "A": "b) Placed for adoption",
    "P1": "c) Placed with parents",
    "P2": "d) Independent living",
    "P3": "e) Residential employment",
    "H5": "f) Residential accommodation",
    "K3": "f) Residential accommodation",
    "K1": "g) Secure Children's Homes",
    "K2": "h) Children's Homes",
    "R1": "i) Residential Care Home",
    "R2": "j) NHS/Health Trust",
    "R3": "k) Family Centre or Mother and Baby Unit",
    "R5": "l) Young Offender Institution",
    "S1": "m) Residential school",
    "T": "o) Temporary placement",
}
PROVIDER = {"PR1": "a) Own LA", "PR4": "b) Private"}
PERMANENCE = {
    "RETURN1M": "a) Return to family",
    "RETURN6M": "a) Return to family",
    "ADOPTION": "b) Adoption",
    "LTRELFR": "c) SGO/CAO",
    "SUPPLIV": "d) Supported living in the community",
    "LTFOST18": "f) Long-term fostering",
}
ELIGIBILITY = {
    "Relevant": "a) Relevant",
    "Former relevant": "b) Former relevant",
    "Qualifying": "c) Qualifying",
    "Eligible": "d) Eligible",
}
IN_TOUCH = {"YES": "a) In touch", "NO": "b) Not in touch", "REFU": "b) Not in touch"}
HOME = {
    "B": "a) With parents or relatives",
    "C": "b) Community home",
    "D": "c) Semi-independent transitional accommodation",
    "E": "d) Supported lodgings",
    "G": "e) Gone abroad",
    "H": "f) Deported",
    "K": "g) Ordinary lodgings",
    "R": "h) Residence not known",
    "S": "i) No fixed abode / homeless",
    "T": "j) Foyers",
    "U": "k) Independent living",
    "V": "l) Emergency accommodation",
    "W": "m) Bed and breakfast",
    "X": "n) In custody",
    "Z": "o) With Former Foster Carer",
    "Y": "p) Other accommodation",
}
SUITABLE = {"1": "a) Suitable", "2": "b) Not suitable"}
ACTIVITY = {
    "F1": "Full time in higher education",
    "P1": "Part time in higher education",
    "F2": "Full time in education other than higher",
    "P2": "Part time in education other than higher",
    "F3": "Full time in training or employment",
    "P3": "Part time in training or employment",
    "F4": "Young person engaged full time in an apprenticeship",
    "P4": "Young person engaged part time in an apprenticeship",
    "F5": "Young person engaged full time in training or employment (not apprenticeship)",
    "P5": "Young person engaged part time in training or employment (not apprenticeship)",
    "G4": "Not in education, employment or training - illness or disability",
    "G5": "Not in education, employment or training - other",
    "G6": "Not in education, employment or training - pregnancy or parenting",
}

WHO = """
allocated as (
    select child, first(team order by started_on desc) as team,
        first(professionals.name order by started_on desc) as worker
    from involvements left join professionals using (worker)
    where role = 'Allocated Case Worker' and ended_on is null group by child
),
known as (
    select person.child, sex, ethnicity, coalesce(born_on, expected_on) as born_on,
        case when disabled.child is null then 'N' else 'Y' end as is_disabled, allocated.team, allocated.worker
    from person
    left join (select distinct child from disability) as disabled using (child)
    left join allocated using (child)
),
open_plan as (select distinct child from cp_plans where ended_on is null and coalesce(is_other_authority, 'N') <> 'Y'),
in_care as (select distinct child from period where ended_on is null and not short_breaks)"""

ASKED: Mapping[int, str] = {
    1: """select known.*, received_on, source from cin_episodes join known using (child)
        where received_on > $since order by received_on, child""",
    3: """select known.* exclude (team, worker), received_on, source, is_no_further_action as nfa, cin_episodes.team,
            professionals.name as worker,
            (select count(*) from cin_episodes as other where other.child = known.child
                and other.received_on between $day - interval 12 month and $day) as in_year
        from cin_episodes join known using (child) left join professionals on professionals.worker = cin_episodes.worker
        where received_on > $since order by received_on, known.child""",
    4: """select known.*, started_on, authorised_on, assessment_child_seen as is_seen,
            case assessment_outcome_nfa when 'Y' then 'N' when 'N' then 'Y' end as needs_support
        from cin_assessments join known using (child)
        where authorised_on is null or authorised_on > $since or started_on > $since order by started_on, child""",
    5: """select known.*, enquiry.started_on, held_on, is_plan_outcome, if(icpc is null and is_no_further_action = 'Y', 'Y', 'N')
                as is_unnecessary,
            (select count(*) from s47_enquiry as other where other.child = known.child
                and other.started_on between $day - interval 12 month and $day) as enquiries,
            (select count(*) from initial_cp_conference as other where other.child = known.child
                and other.held_on between $day - interval 12 month and $day) as conferences
        from s47_enquiry as enquiry join known using (child) left join initial_cp_conference as held using (s47_enquiry)
        where enquiry.started_on > $since or held_on > $since order by enquiry.started_on, known.child""",
    6: """select known.*, coalesce(plan.started_on, episode.received_on) as started_on,
            if(plan.started_on is null, episode.closed_on, null) as ended_on, need, close_reason,
            case when in_care.child is not null then 'a) Looked after child'
                when open_plan.child is not null then 'b) Child Protection plan'
                when plan.started_on is not null then 'c) Child in need plan'
                when episode.closed_on is null then 'd) Open assessment' else 'e) Closed episode' end as status
        from (
            select coalesce(episode.child, plan.child) as child, received_on, closed_on, need, close_reason
            from (
                select * from cin_episodes where closed_on is null or closed_on > $since
                qualify row_number() over (partition by child order by closed_on is null desc, received_on desc) = 1
            ) as episode
            full join (select distinct child from cin_plans where ended_on is null) as plan using (child)
        ) as episode
        join known using (child)
        left join (select child, min(started_on) as started_on from cin_plans where ended_on is null group by child) as plan
            using (child)
        left join in_care using (child) left join open_plan using (child)
        order by known.child""",
    7: """select known.*, plan.started_on, plan.ended_on, initial_category, latest_category, seen.visited_on, seen.is_alone,
            reviewed.held_on,
            (select count(*) from cp_plans as other where other.child = plan.child and other.started_on < plan.started_on
                and coalesce(other.is_other_authority, 'N') <> 'Y') as earlier
        from cp_plans as plan join known using (child)
        left join (
            select cp_plan_id as cp_plan, max(cp_visit_on) as visited_on, arg_max(cp_visit_seen_alone, cp_visit_on) as is_alone
            from cp_visits where cp_visit_on <= $day group by all
        ) as seen using (cp_plan)
        left join (select cp_plan, max(held_on) as held_on from cp_reviews group by all) as reviewed using (cp_plan)
        where coalesce(is_other_authority, 'N') <> 'Y' and (plan.ended_on is null or plan.ended_on > $since)
        order by plan.started_on, known.child""",
    8: """select known.*, period.started_on, period.ended_on, period.end_reason, period.need,
            status.legal_status, status.started_on as status_from, placed.type, placed.provider, placed.postcode, placed.urn,
            placed.started_on as placed_on, inside.in_area, reviewed.held_on, seen.visited_on, checked.assessed_on,
            checked.dental_on, plan.permanence_plan,
            exists (from period as before where before.child = period.child and before.started_on < period.started_on
                and before.ended_on >= $day - interval 12 month) as is_again,
            (select count(*) from cla_placement as one where one.child = period.child and one.started_on <= $day
                and (one.ended_on is null or one.ended_on >= $day - interval 12 month)) as placements,
            (select count(*) from missing as gone where gone.child = period.child and type = 'M'
                and gone.started_on > $day - interval 12 month) as gone,
            (select count(*) from missing as gone where gone.child = period.child and type = 'A'
                and gone.started_on > $day - interval 12 month) as away,
            last.is_interview_offered as offered, last.is_interview_accepted as accepted,
            alone.child is not null as is_unaccompanied
        from period join known using (child)
        left join (
            select period_of_care, spell.legal_status, spell.started_on
            from period join legal_status as spell on spell.child = period.child and spell.started_on >= period.started_on
                and (period.ended_on is null or spell.started_on < period.ended_on)
            qualify row_number() over (partition by period_of_care order by spell.started_on desc) = 1
        ) as status using (period_of_care)
        left join (
            select * from cla_placement
            qualify row_number() over (partition by period_of_care order by started_on desc) = 1
        ) as placed using (period_of_care)
        left join local_placement_area as inside using (placement)
        left join (
            select period_of_care, max(held_on) as held_on from cla_reviews
            where coalesce(is_cancelled, 'N') <> 'Y' and held_on <= $day group by all
        ) as reviewed using (period_of_care)
        left join (select period_of_care, max(visited_on) as visited_on from cla_visits where visited_on <= $day group by all)
            as seen using (period_of_care)
        left join (
            select child,
                max(checked_on) filter (where type in ('Initial Health Assessment', 'Review Health Assessment')) as assessed_on,
                max(checked_on) filter (where type = 'Dental Check') as dental_on
            from cla_health where status = 'Completed' and checked_on <= $day group by child
        ) as checked on checked.child = period.child
        left join (
            select * from cla_care_plan qualify row_number() over (partition by child order by started_on desc) = 1
        ) as plan on plan.child = period.child
        left join (select * from missing qualify row_number() over (partition by child order by started_on desc) = 1) as last
            on last.child = period.child
        left join (
            select distinct child from immigration_status where immigration_status = 'UASC'
                and (ended_on is null or ended_on > $day - interval 12 month)
        ) as alone on alone.child = period.child
        where not short_breaks and (period.ended_on is null or period.ended_on > $since)
        order by period.started_on, known.child""",
    9: """select known.* exclude (team, worker), coalesce(known.team, leaver.team) as team,
            coalesce(known.worker, adviser.name) as worker, adviser.name as adviser, eligibility, in_touch, last_contact_on,
            accommodation, suitable, activity, pathway_plan_reviewed_on, alone.child is not null as is_unaccompanied
        from care_leavers as leaver join known using (child)
        left join professionals as adviser on adviser.worker = leaver.personal_adviser
        left join (select distinct child from immigration_status) as alone on alone.child = known.child
        order by known.child""",
    10: """select known.*, period.started_on, adm_decision_on, placement_order_on, matched_on, placed_for_adoption_on, family,
            if(period.end_reason in ('E11', 'E12'), period.ended_on, null) as adopted_on
        from permanence as told join known using (child) join period using (period_of_care)
        left join (select child, any_value(family_id) as family from family group by child) as home on home.child = known.child
        where period.ended_on is null or period.ended_on > $since
        order by adm_decision_on, known.child""",
}
"""What each list asks of the extract. Early help and adopters are not in it: their lists have no rows."""


def write_workbook(file: Path, extract: Extract) -> None:
    """The eleven lists as known on the extract's day."""
    day = extract.day
    since = add_months(day, -6)
    with xlsxwriter.Workbook(str(file), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as workbook:
        workbook.set_properties({"title": f"Annex A, {day:%d/%m/%Y}", "created": datetime(day.year, day.month, day.day)})
        bold = workbook.add_format({"bold": True})
        for number, columns in lists().items():
            sheet = workbook.add_worksheet(f"List {number}")
            sheet.write_row(0, 0, [column.header for column in columns], bold)
            sheet.set_column(0, len(columns) - 1, 18)
            for at, row in enumerate(_rows(extract, number, since), start=1):
                cells = CELLS[number](row, day)
                for place, value in enumerate([*_person(row, day, number), *cells]):
                    if isinstance(value, date):
                        sheet.write_datetime(at, place, datetime(value.year, value.month, value.day))
                    elif value is not None:
                        sheet.write(at, place, value)


def _rows(extract: Extract, number: int, since: date) -> Sequence[Row]:
    return extract.rows(f"with {WHO} {ASKED[number]}", since=since) if number in ASKED else []


def _person(row: Row, day: date, number: int) -> list[object]:
    """The columns with which lists begin: id, gender, ethnic group, date of birth and age."""
    born = row["born_on"]
    age = None
    if isinstance(born, date):
        age = max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
    shared = [GENDER.get(str(row["sex"]), "c) Not stated/recorded"), _ethnicity(row["ethnicity"]), born, age]
    return [row["child"], *([row["family"]] if number == 10 else []), *shared]


def _ethnicity(code: object) -> str:
    if code in ("REFU", "NOBT", None):
        return "f) Not stated"
    return ETHNICITY["A"] if code == "CHNE" else "e) Other ethnic group" if code == "OOTH" else ETHNICITY[str(code)[0]]


def _source(code: object) -> str:
    text = str(code)
    return SOURCE.get(text if text == "10" else text[:1], "k) Unknown")


def _yes(value: object) -> str | None:
    return None if value is None else "Y" if value in ("Y", True) else "N"


def _closed(row: Row) -> str | None:
    if row["ended_on"] is None:
        return None
    return CLOSED.get(str(row["close_reason"]), "g) 'Other' incl. Child no longer in need")


def _in_care(row: Row, day: date) -> list[object]:
    kind = str(row["type"] or "")
    told = str(row["permanence_plan"] or "")
    aim = next((words for key, words in PERMANENCE.items() if f'"{key}": "Y"' in told), "g) Other" if told else None)
    ceased = row["ended_on"]
    inside = row["in_area"] == "Y"
    return [
        _yes(row["is_unaccompanied"]), row["is_disabled"], row["started_on"], NEED.get(str(row["need"]), "j) Not stated"),
        _yes(row["is_again"]), row["status_from"], STATUS.get(str(row["legal_status"])), row["held_on"], row["visited_on"], aim,
        row["held_on"], row["assessed_on"], row["dental_on"], row["placements"], ceased,
        CEASED.get(str(row["end_reason"]), "n) Care ceased for any other reason") if ceased else None, row["placed_on"],
        PLACED.get(kind) or PLACED.get(kind[:1], "n) Other placements"), PROVIDER.get(str(row["provider"]), "c) Other"),
        row["postcode"], row["urn"], "a) In" if inside else "b) Out", "Aldermere" if inside else "Another authority", row["gone"],
        row["away"], _yes(row["offered"]), _yes(row["accepted"]), row["team"], row["worker"],
    ]  # fmt: skip


def _leaver(row: Row, day: date) -> list[object]:
    touch = IN_TOUCH.get(str(row["in_touch"]), "d) Exclude")
    activity = ACTIVITY.get(str(row["activity"]))
    return [
        _yes(row["is_unaccompanied"]), row["is_disabled"], row["team"], row["worker"], row["adviser"],
        ELIGIBILITY[str(row["eligibility"])], row["pathway_plan_reviewed_on"], touch, row["last_contact_on"],
        HOME.get(str(row["accommodation"])), SUITABLE.get(str(row["suitable"]), "c) Not in touch or not recorded"),
        f"{row['activity']}: {activity}" if activity else None,
    ]  # fmt: skip


CELLS: Mapping[int, Callable[[Row, date], list[object]]] = {
    1: lambda row, day: [row["received_on"], _source(row["source"])],
    3: lambda row, day: [
        row["received_on"], _source(row["source"]), row["nfa"], row["in_year"], row["team"], row["worker"],
    ],
    4: lambda row, day: [
        row["is_disabled"], row["started_on"], row["is_seen"], row["authorised_on"], row["needs_support"], row["team"],
        row["worker"],
    ],
    5: lambda row, day: [
        row["is_disabled"], row["started_on"], row["is_unnecessary"], row["held_on"], row["is_plan_outcome"], row["enquiries"],
        row["conferences"], row["team"], row["worker"],
    ],
    6: lambda row, day: [
        row["is_disabled"], row["started_on"], NEED.get(str(row["need"]), "j) Not stated"), None, row["ended_on"], _closed(row),
        row["status"], row["team"], row["worker"],
    ],
    7: lambda row, day: [
        row["is_disabled"], row["started_on"], CATEGORY[str(row["initial_category"])], CATEGORY[str(row["latest_category"])],
        row["visited_on"], row["is_alone"], row["held_on"], row["ended_on"], "N", row["earlier"], row["team"], row["worker"],
    ],
    8: _in_care,
    9: _leaver,
    10: lambda row, day: [
        row["is_disabled"], row["started_on"], row["adm_decision_on"], row["placement_order_on"], row["matched_on"],
        row["placed_for_adoption_on"], row["adopted_on"],
    ],
}  # fmt: skip
"""What follows the person's columns in each list, in the guidance's order."""
