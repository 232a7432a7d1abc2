"""Small random counties with every table that an indicator reads: the children of ``counties`` and all that happens to them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from .counties import AS_AT, Tables, after, counties, days

EVENTS = (
    "missing", "local_return_interview", "cla_visits", "sdq_scores", "cla_immunisations", "local_pep", "local_flag",
    "cla_convictions", "pre_proceedings", "cin_episodes", "s47_enquiry", "initial_cp_conference", "cp_reviews",
    "local_core_group", "local_conference_attendance", "local_monitoring", "local_placement_area",
)  # fmt: skip


@st.composite
def full_counties(draw: st.DrawFn) -> Tables:
    tables = draw(counties())
    tables |= {name: [] for name in EVENTS}
    for row in tables["person"]:
        if draw(st.integers(0, 3)) == 0:
            row["born_on"] = draw(st.one_of(st.dates(date(1996, 1, 1), date(2003, 12, 31)), st.just(date(2000, 2, 29))))
    for row in tables["cla_episodes"]:
        if row["end_reason"] == "E4A":
            row["end_reason"] = draw(st.sampled_from(["E4A", "E4B", "E45", "E48", "E13"]))
    for row in tables["care_leavers"]:
        row["accommodation"] = draw(st.sampled_from(["B1", "Y2", "Z1", "Z1", "S2", "V2", "W2", None]))
        row["pathway_plan_reviewed_on"] = draw(st.one_of(st.none(), days, st.just(date(2019, 2, 28))))
    for row in tables["cla_placement"]:
        if draw(st.booleans()):
            tables["local_placement_area"].append({"placement": row["placement"], "in_area": draw(st.booleans())})
    _plans(draw, tables)
    for row in tables["person"]:
        _events(draw, tables, row["child"])
    return tables


def _plans(draw: st.DrawFn, tables: Tables) -> None:
    """Conferences, reviews and core groups of each protection plan."""
    for number, plan in enumerate(tables["cp_plans"]):
        plan["cp_plan"], plan["icpc"] = f"plan-{number:03d}", None
        start: date = plan["started_on"]
        if draw(st.integers(0, 3)):
            plan["icpc"] = f"icpc-{number:03d}"
            enquiry = draw(st.one_of(st.none(), st.just(f"s47-{number:03d}")))
            held = start - timedelta(days=draw(st.sampled_from([0, 0, 3])))
            tables["initial_cp_conference"].append(
                {
                    "icpc": plan["icpc"], "child": plan["child"], "held_on": held, "s47_enquiry": enquiry,
                    "is_transfer_in": draw(st.sampled_from([False, False, None, True])),
                    "meeting": draw(st.sampled_from([None, "M1", ""])),
                }
            )  # fmt: skip
            if enquiry is not None:
                before = draw(st.sampled_from([-2, 0, 10, 19, 20, 21, 22, 30]))
                tables["s47_enquiry"].append(
                    {"s47_enquiry": enquiry, "child": plan["child"], "started_on": held - timedelta(days=before)}
                )
        day = start + timedelta(days=draw(st.sampled_from([20, 85, 91, 92, 93, 120])))
        while day <= AS_AT and draw(st.integers(0, 6)):
            tables["cp_reviews"].append(
                {
                    "cp_review": f"rcpc-{len(tables['cp_reviews']):03d}", "cp_plan": plan["cp_plan"], "child": plan["child"],
                    "held_on": day, "meeting": draw(st.sampled_from([None, None, "M2"])),
                }
            )  # fmt: skip
            day += timedelta(days=draw(st.sampled_from([60, 150, 182, 184, 190])))
        for _ in range(draw(st.integers(0, 2))):
            held = start + timedelta(days=draw(st.integers(-5, 25)))
            tables["local_core_group"].append({"cp_plan": plan["cp_plan"], "held_on": held})


def _events(draw: st.DrawFn, tables: Tables, child: str) -> None:
    some = st.integers(0, 2)
    for _ in range(draw(some)):
        start = draw(days)
        end = draw(st.one_of(st.none(), after(start, 20)))
        id_ = f"missing-{len(tables['missing']):03d}"
        kind = draw(st.sampled_from(["M", "A"]))
        tables["missing"].append({"missing_episode": id_, "child": child, "type": kind, "started_on": start, "ended_on": end})
        if end is not None and draw(st.booleans()):
            held = end + timedelta(days=draw(st.integers(-1, 5)))
            tables["local_return_interview"].append({"missing_episode": id_, "held_on": held})
    for _ in range(draw(st.integers(0, 6))):
        tables["cla_visits"].append({"child": child, "visited_on": draw(days)})
    for _ in range(draw(some)):
        score = draw(st.sampled_from([0, 7, 15, 40, 41, None]))
        tables["sdq_scores"].append({"child": child, "completed_on": draw(days), "score": score})
        has_sdq = draw(st.sampled_from([True, False, None]))
        tables["local_pep"].append({"child": child, "reviewed_on": draw(days), "has_sdq": has_sdq})
        tables["cla_immunisations"].append({"child": child, "is_up_to_date": draw(st.sampled_from([True, False, None]))})
        tables["cla_convictions"].append({"child": child, "convicted_on": draw(days)})
        tables["local_monitoring"].append({"child": child, "monitored_on": draw(days)})
        part = draw(st.sampled_from(["attended", "views", "none"]))
        form = draw(st.sampled_from([True, False, None]))
        tables["local_conference_attendance"].append({"child": child, "held_on": draw(days), "part": part, "has_form": form})
    for _ in range(draw(some)):
        start = draw(days)
        flag = draw(st.sampled_from(["youth_justice", "supported_lodgings", "diversion"]))
        end = draw(st.one_of(st.none(), after(start)))
        tables["local_flag"].append({"child": child, "flag": flag, "started_on": start, "ended_on": end})
        start = draw(days)
        tables["pre_proceedings"].append(
            {"child": child, "pre_pro_decision_on": start, "agree_stepdown_issue_on": draw(st.one_of(st.none(), after(start)))}
        )
    for _ in range(draw(st.integers(0, 3))):
        start = draw(days)
        closed = draw(st.one_of(st.none(), after(start, 200)))
        why = draw(st.sampled_from(["RC9", "RC9 stepped down", "RC1", None])) if closed else None
        tables["cin_episodes"].append({"child": child, "received_on": start, "closed_on": closed, "close_reason": why})
    if draw(st.booleans()):
        tables["involvements"].append(
            {
                "child": child, "role": draw(st.sampled_from(["PA", "Personal Adviser", "IRO"])), "team": "T1",
                "started_on": draw(days), "ended_on": None, "involvement": f"other-{child}",
            }
        )  # fmt: skip
