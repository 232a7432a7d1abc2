"""The county's census of children in need: one XML a year to 31 March, everything that was open in it and nothing before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from inloco.analytics.synthetic.forms.extract import Extract

SEX_FROM = 2025
"""From the census of this year it asks for Sex; before, for GenderCurrent in numbers."""

PRE_PROCEEDINGS_FROM = 2026
"""The first census with the module on pre-proceedings."""

OF_CASE: Mapping[str, str] = {
    "Assessments": """
        select referral, started_on as "AssessmentActualStartDate",
            if(authorised_on <= $last, authorised_on, null) as "AssessmentAuthorisationDate"
        from cin_assessments where started_on <= $last and (authorised_on is null or authorised_on >= $first)
        order by started_on, assessment""",
    "CINPlanDates": """
        select referral, started_on as "CINPlanStartDate", if(ended_on <= $last, ended_on, null) as "CINPlanEndDate"
        from cin_plans where started_on <= $last and (ended_on is null or ended_on >= $first) order by started_on, cin_plan""",
    "Section47": """
        select enquiry.referral, enquiry.started_on as "S47ActualStartDate", target_on as "InitialCPCtarget",
            held_on as "DateOfInitialCPC",
            if(icpc is null and is_no_further_action = 'Y', 'true', 'false') as "ICPCnotRequired"
        from s47_enquiry as enquiry left join initial_cp_conference as held on held.s47_enquiry = enquiry.s47_enquiry
            and held_on <= $last
        where enquiry.started_on <= $last and (enquiry.ended_on is null or enquiry.ended_on >= $first or held_on >= $first)
        order by enquiry.started_on, enquiry.s47_enquiry""",
    "ChildProtectionPlans": """
        select plan.referral, plan.cp_plan, plan.started_on as "CPPstartDate",
            if(plan.ended_on <= $last, plan.ended_on, null) as "CPPendDate", initial_category as "InitialCategoryOfAbuse",
            latest_category as "LatestCategoryOfAbuse",
            (select count(*) from cp_plans as other where other.child = plan.child and other.started_on < plan.started_on
                and coalesce(other.is_other_authority, 'N') <> 'Y') as "NumberOfPreviousCPP"
        from cp_plans as plan
        where coalesce(is_other_authority, 'N') <> 'Y' and plan.started_on <= $last
            and (plan.ended_on is null or plan.ended_on >= $first)
        order by plan.started_on, plan.cp_plan""",
}
"""The modules of a case, in the order in which the census has them."""

PRE_PROCEEDINGS = """
    select child, pre_pro_decision_on as "PPStartDate", pre_pro_letter_on as "LBPSentDate",
        initial_pre_pro_meeting_on as "InitialPPMeetingDate", pre_pro_meetings_num as "ReviewMeetingsCount",
        if(agree_stepdown_issue_on <= $last, agree_stepdown_issue_on, null) as "StepDecisionDate",
        if(agree_stepdown_issue_on <= $last, pre_pro_outcome, null) as "PPOutcome"
    from pre_proceedings
    where pre_pro_decision_on <= $last and (agree_stepdown_issue_on is null or agree_stepdown_issue_on >= $first)
    order by pre_pro_decision_on, row_id"""


def write_census(file: Path, extract: Extract, year: int) -> None:
    """The census to 31 March of ``year``, as known on the extract's day."""
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(_header(year, last))
        for child in _children(extract, first, last, year):
            out.write(child)
        out.write("</Children>\n</Message>\n")


def _header(year: int, last: date) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection>'
        f"<Year>{year}</Year><ReferenceDate>{last.isoformat()}</ReferenceDate></CollectionDetails>"
        "<Source><SourceLevel>L</SourceLevel><LEA>999</LEA><SoftwareCode>InLoco</SoftwareCode>"
        f"<SerialNo>1</SerialNo><DateTime>{last.isoformat()}T18:00:00</DateTime></Source></Header>\n<Children>\n"
    )


def _children(extract: Extract, first: date, last: date, year: int) -> list[str]:
    span = {"first": first, "last": last}
    modules: dict[object, list[tuple[str, dict[str, object]]]] = defaultdict(list)
    for name, sql in OF_CASE.items():
        for row in extract.rows(sql, **span):
            modules[row.pop("referral")].append((name, row))
    reviews: dict[object, list[object]] = defaultdict(list)
    for row in extract.rows("select cp_plan, held_on from cp_reviews where held_on <= $last order by held_on", **span):
        reviews[row["cp_plan"]].append(row["held_on"])
    pre_proceedings: dict[object, list[dict[str, object]]] = defaultdict(list)
    if year >= PRE_PROCEEDINGS_FROM:
        for row in extract.rows(PRE_PROCEEDINGS, **span):
            pre_proceedings[row.pop("child")].append(row)
    disabled: dict[object, list[object]] = defaultdict(list)
    for row in extract.rows("select child, disability from disability order by child, disability"):
        disabled[row["child"]].append(row["disability"])
    cases: dict[object, list[dict[str, object]]] = defaultdict(list)
    for row in extract.rows(
        """select child, referral, received_on, source, need, is_no_further_action as nfa,
            if(closed_on <= $last, closed_on, null) as closed_on, close_reason
        from cin_episodes where received_on <= $last and (closed_on is null or closed_on >= $first)
        order by child, received_on, referral""",
        **span,
    ):
        cases[row["child"]].append(row)
    people = {row["child"]: row for row in extract.rows("select * from person")}
    return [
        _child(people[child], own, modules, reviews, disabled[child], pre_proceedings.get(child, []), year, last)
        for child, own in cases.items()
    ]


def _child(
    person: Mapping[str, object],
    cases: list[dict[str, object]],
    modules: Mapping[object, list[tuple[str, dict[str, object]]]],
    reviews: Mapping[object, list[object]],
    disabled: list[object],
    pre_proceedings: list[dict[str, object]],
    year: int,
    last: date,
) -> str:
    is_born = isinstance(person["born_on"], date) and person["born_on"] <= last
    expected = {"ExpectedPersonBirthDate": person["expected_on"] or person["born_on"]}
    born = {"PersonBirthDate": person["born_on"]} if is_born else expected
    code = str(person["sex"] or "U")
    sex = {"Sex": code} if year >= SEX_FROM else {"GenderCurrent": {"M": "1", "F": "2"}.get(code, "0")}
    died = person["died_on"] if isinstance(person["died_on"], date) and person["died_on"] <= last else None
    identifiers = {"LAchildID": person["child"], "UPNunknown": "UN3", **born, **sex, "PersonDeathDate": died}
    disabilities = "".join(f"<Disability>{escape(str(code))}</Disability>" for code in disabled or ["NONE"])
    text = [
        f"<Child>\n<ChildIdentifiers>{_elements(identifiers)}</ChildIdentifiers>\n",
        f"<ChildCharacteristics>{_elements({'Ethnicity': person['ethnicity']})}",
        f"<Disabilities>{disabilities}</Disabilities></ChildCharacteristics>\n",
    ]
    for at, case in enumerate(cases):
        text.append("<CINdetails>")
        text.append(
            _elements(
                {
                    "CINreferralDate": case["received_on"],
                    "ReferralSource": case["source"],
                    "PrimaryNeedCode": case["need"],
                    "CINclosureDate": case["closed_on"],
                    "ReasonForClosure": case["close_reason"] if case["closed_on"] else None,
                    "ReferralNFA": "true" if case["nfa"] == "Y" else "false",
                }
            )
        )
        for name, row in modules.get(case["referral"], []):
            held = reviews.get(row.pop("cp_plan", None), [])
            inside = "".join(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in held)
            text.append(f"<{name}>{_elements(row)}{f'<Reviews>{inside}</Reviews>' if inside else ''}</{name}>")
        if at == len(cases) - 1:
            text += [f"<PreProceedingsandFGDM>{_elements(row)}</PreProceedingsandFGDM>" for row in pre_proceedings]
        text.append("</CINdetails>\n")
    return "".join([*text, "</Child>\n"])


def _elements(values: Mapping[str, object]) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in values.items() if value not in (None, ""))
