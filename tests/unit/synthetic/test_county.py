"""The county holds together: its numbers, its references, its codes."""

import csv
import itertools
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.schema.tables import tables
from inloco.analytics.synthetic import county_staff, make_county
from tests.unit.synthetic.conftest import CHILDREN, UNTIL

SPANS = {
    "ssd_cla_episodes": ("clae_cla_episode_start_date", "clae_cla_episode_ceased_date", "clae_person_id"),
    "ssd_cla_placement": ("clap_cla_placement_start_date", "clap_cla_placement_end_date", "clap_person_id"),
    "ssd_legal_status": ("lega_legal_status_start_date", "lega_legal_status_end_date", "lega_person_id"),
    "ssd_cp_plans": ("cppl_cp_plan_start_date", "cppl_cp_plan_end_date", "cppl_person_id"),
    "ssd_cin_plans": ("cinp_cin_plan_start_date", "cinp_cin_plan_end_date", "cinp_person_id"),
    "ssd_cin_episodes": ("cine_referral_date", "cine_close_date", "cine_person_id"),
}
SHORT_BREAKS = {"V3", "V4"}


def open_rows(rows, name):
    start, end, _ = SPANS[name]
    return [row for row in rows(name) if row[start] and not row[end]]


@pytest.fixture
def legal_now(rows):
    return {row["lega_person_id"]: row["lega_legal_status"] for row in open_rows(rows, "ssd_legal_status")}


def test_as_many_are_looked_after_as_were_asked_for(rows, legal_now):
    children = {row["clae_person_id"] for row in open_rows(rows, "ssd_cla_episodes")}
    assert sum(legal_now[child] not in SHORT_BREAKS for child in children) == CHILDREN


def test_other_groups_are_in_proportion(rows):
    plans = [row for row in open_rows(rows, "ssd_cp_plans") if row["cppl_cp_plan_ola"] != "Y"]
    assert abs(len(plans) - CHILDREN * 2 / 3) <= 2
    looked_after = {row["clae_person_id"] for row in open_rows(rows, "ssd_cla_episodes")}
    protected = {row["cppl_person_id"] for row in plans}
    in_need = {row["cinp_person_id"] for row in open_rows(rows, "ssd_cin_plans")} - looked_after - protected
    assert abs(len(in_need) - CHILDREN * 5 / 6) <= 3
    leavers = [row for row in rows("ssd_care_leavers") if row["clea_care_leaver_eligibility"] != "Eligible"]
    assert abs(len(leavers) - CHILDREN * 885 / 2100) <= 2


def test_nobody_is_twice_looked_after_or_twice_protected(rows):
    for name in SPANS:
        people = [row[SPANS[name][2]] for row in open_rows(rows, name)]
        assert len(people) == len(set(people)), name


@pytest.mark.parametrize("name", SPANS)
@pytest.mark.parametrize("month", [0, -1])
def test_spans_end_after_they_start_and_follow_each_other(rows, name, month):
    start, end, person = SPANS[name]
    by_child = defaultdict(list)
    for row in rows(name, month):
        by_child[row[person]].append((row[start], row[end] or "9999"))
    for child, spans in by_child.items():
        spans.sort()
        assert all(begun <= ended for begun, ended in spans), child
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans)), (name, child)


@pytest.mark.parametrize("month", range(6))
def test_every_reference_finds_its_row(county, month):
    """As the dataset says, table by table; children have a test of their own."""
    known = {path.stem.removeprefix("ssd_"): county.rows(path.stem, month) for path in county.months[month].glob("*.csv")}
    checked = 0
    for name, found in known.items():
        table = tables().get(name)
        for column in table.columns if table else ():
            if column.name == "child" or not column.references or not found or column.field not in found[0]:
                continue
            if column.references[0] not in known:
                continue
            target = tables()[column.references[0]]
            field = target.by_name[column.references[1]].field
            there = {row[field] for row in known[column.references[0]]}
            missing = {row[column.field] for row in found if row[column.field]} - there
            assert not missing, (name, column.field, sorted(missing)[:3])
            checked += 1
    assert checked > 15


def test_every_row_of_a_child_has_a_person(county):
    people = {row["pers_person_id"] for row in county.rows("ssd_person")}
    for path in county.months[-1].glob("ssd_*.csv"):
        found = county.rows(path.stem)
        for field in [name for name in (found[0] if found else ()) if name.endswith("_person_id")]:
            assert {row[field] for row in found} <= people, path.stem


def test_reasons_say_what_changed(rows):
    """S begins a period; L, P, T, B and U mean that status, placement or both changed, with or without the carer."""
    placed = {row["clap_cla_placement_id"]: row["clap_cla_placement_postcode"] for row in rows("ssd_cla_placement")}
    statuses = defaultdict(dict)
    for row in rows("ssd_legal_status"):
        statuses[row["lega_person_id"]][row["lega_legal_status_start_date"]] = row["lega_legal_status"]
    periods = defaultdict(list)
    for row in rows("ssd_cla_episodes"):
        periods[row["clae_cla_id"]].append(row)
    seen = Counter()
    for episodes in periods.values():
        episodes.sort(key=lambda row: row["clae_cla_episode_start_date"])
        assert [row["clae_cla_episode_start_reason"] == "S" for row in episodes] == [True, *[False] * (len(episodes) - 1)]
        assert all(row["clae_cla_episode_ceased_reason"] == "X1" for row in episodes[:-1])
        assert episodes[-1]["clae_cla_episode_ceased_reason"] != "X1"
        for before, after in itertools.pairwise(episodes):
            day = after["clae_cla_episode_start_date"]
            assert day == before["clae_cla_episode_ceased_date"]
            legal = day in statuses[after["clae_person_id"]]
            moved = before["clae_cla_placement_id"] != after["clae_cla_placement_id"]
            reason = after["clae_cla_episode_start_reason"]
            seen[reason] += 1
            assert (legal, moved) == {"L": (True, False), "P": (False, True), "T": (False, True)}.get(reason, (True, True))
            if reason in "TU" and "T1" not in (before, after):
                assert placed[after["clae_cla_placement_id"]]
    assert seen["L"] > 20
    assert seen["P"] > 20


def test_own_parents_only_under_a_care_order(rows):
    legal = defaultdict(list)
    for row in rows("ssd_legal_status"):
        legal[row["lega_person_id"]].append(
            (row["lega_legal_status_start_date"], row["lega_legal_status_end_date"] or "9999", row["lega_legal_status"])
        )
    at_home = [row for row in rows("ssd_cla_placement") if row["clap_cla_placement_type"] == "P1"]
    assert at_home
    for row in at_home:
        start, end = row["clap_cla_placement_start_date"], row["clap_cla_placement_end_date"] or "9999"
        held = {code for begun, ended, code in legal[row["clap_person_id"]] if begun < end and ended > start}
        assert held <= {"C1", "C2"}, row


def test_semi_independent_only_from_sixteen(rows):
    born = {row["pers_person_id"]: row["pers_dob"] for row in rows("ssd_person")}
    found = [row for row in rows("ssd_cla_placement") if row["clap_cla_placement_type"] in ("H5", "K3", "P2")]
    assert found
    for row in found:
        birth = date.fromisoformat(born[row["clap_person_id"]])
        assert (date.fromisoformat(row["clap_cla_placement_start_date"]) - birth).days >= 16 * 365


def test_nobody_is_looked_after_at_eighteen(rows):
    born = {row["pers_person_id"]: row["pers_dob"] for row in rows("ssd_person")}
    for row in open_rows(rows, "ssd_cla_episodes"):
        assert (UNTIL - date.fromisoformat(born[row["clae_person_id"]])).days < 18 * 365.25 + 1


def test_participation_fits_the_age(rows):
    born = {row["pers_person_id"]: date.fromisoformat(row["pers_dob"]) for row in rows("ssd_person") if row["pers_dob"]}
    child = {row["clae_cla_id"]: row["clae_person_id"] for row in rows("ssd_cla_episodes")}
    held = [row for row in rows("ssd_cla_reviews") if row["clar_cla_review_participation"]]
    assert len(held) > 300
    for row in held:
        birth = born[child[row["clar_cla_id"]]]
        fourth = birth.replace(year=birth.year + 4, day=min(birth.day, 28))
        day = date.fromisoformat(row["clar_cla_review_date"])
        if abs((day - fourth).days) > 3:
            assert (row["clar_cla_review_participation"] == "PN0") == (day < fourth)


def test_work_is_mostly_in_time_and_not_always(rows):
    held = [row for row in rows("ssd_cla_reviews") if row["clar_cla_review_cancelled"] == "N"]
    late = sum(row["clar_cla_review_date"] > row["clar_cla_review_due_date"] for row in held)
    assert 0.002 < late / len(held) < 0.05
    assert any(row["clar_cla_review_cancelled"] == "Y" for row in rows("ssd_cla_reviews"))
    assert any(not row["clar_cla_review_date"] for row in rows("ssd_cla_reviews"))


def test_there_are_unaccompanied_children_siblings_and_disabled_children(rows):
    people = {row["pers_person_id"]: row for row in rows("ssd_person")}
    looked_after = {row["clae_person_id"] for row in rows("ssd_cla_episodes")}
    alone = [people[child] for child in looked_after if people[child]["pers_nationality"]]
    assert alone
    assert sum(row["pers_sex"] == "M" for row in alone) >= len(alone) * 0.7
    assert {row["pers_person_id"] for row in alone} & {row["immi_person_id"] for row in rows("ssd_immigration_status")}
    families = Counter(row["fami_family_id"] for row in rows("ssd_family") if row["fami_person_id"] in looked_after)
    assert max(families.values()) > 1
    assert rows("ssd_disability")


def test_everybody_open_has_one_allocated_worker_or_for_some_days_none(rows):
    allocated = [
        row["invo_person_id"]
        for row in rows("ssd_involvements")
        if row["invo_professional_role_id"] == "Allocated Case Worker" and not row["invo_involvement_end_date"]
    ]
    assert len(allocated) == len(set(allocated))
    children = {row["clae_person_id"] for row in open_rows(rows, "ssd_cla_episodes")}
    assert len(children - set(allocated)) <= len(children) * 0.05


def test_caseloads_are_what_the_involvements_say(rows):
    carried = Counter(row["invo_professional_id"] for row in rows("ssd_involvements") if not row["invo_involvement_end_date"])
    for row in rows("ssd_professionals"):
        assert int(row["prof_professional_caseload"]) == carried[row["prof_professional_id"]]


def test_staff_carry_real_cases(county, rows):
    staff = county_staff(county.folder)
    carried = Counter(row["invo_professional_id"] for row in rows("ssd_involvements") if not row["invo_involvement_end_date"])
    assert {one.role for one in staff} == {"social_worker", "team_manager", "iro", "quality_manager", "personal_adviser"}
    assert all(one.children == carried[one.worker] for one in staff)
    assert max(one.children for one in staff if one.role == "iro") > 10
    teams = {row["dept_team_id"] for row in rows("ssd_department")}
    assert {one.team for one in staff} <= teams


def test_areas_are_one_tree_and_their_populations_add_up(rows):
    areas = rows("areas")
    tree = AreaTree(Area(row["area"], row["name"], AreaKind(row["kind"]), row["parent"] or None) for row in areas)
    assert Counter(row["kind"] for row in areas)["authority"] == 1
    assert tree.authority is not None
    assert all(tree.ancestors(row["area"])[-1] == tree.authority.id for row in areas if row["kind"] != "comparator")
    assert {row["dept_team_id"] for row in rows("ssd_department")} == {
        row["area"] for row in areas if row["kind"] != "comparator"
    }
    people = defaultdict(dict)
    for row in rows("population"):
        people[row["from"]][row["area"]] = int(row["under_18"])
    for year, counts in people.items():
        for row in areas:
            children = [area.id for area in tree.children_of(row["area"]) if area.id in counts]
            if children:
                assert counts[row["area"]] == sum(counts[child] for child in children), year


def test_the_rate_is_that_of_a_real_county(rows):
    now = {row["area"]: int(row["under_18"]) for row in rows("population") if not row["to"]}
    assert 80 < CHILDREN * 10_000 / now["aldermere"] < 88


def test_comparators_are_older_than_the_month(rows):
    assert max(row["period"] for row in rows("comparators")) < "2019-04"
    assert {row["area"] for row in rows("comparators")} == {"England", "North West", "Statistical neighbours"}


def test_nothing_lies_in_the_future(county):
    """Only what is due, expected or a target may."""
    may = {"clar_cla_review_due_date", "pers_expected_dob", "icpc_icpc_target_date", "cppr_cp_review_due"}
    for i, month in enumerate(county.months):
        for path in month.glob("ssd_*.csv"):
            for row in county.rows(path.stem, i):
                for field, value in row.items():
                    if field not in may and (field.endswith("_date") or field == "pers_dob") and value:
                        assert value <= month.name, (path.stem, field, value)


def test_history_reaches_back_as_far_as_asked(rows, tmp_path):
    assert min(row["clar_cla_review_date"] or "9999" for row in rows("ssd_cla_reviews")) < "2010"
    [month] = make_county(tmp_path / "short", children=40, months=1, until=UNTIL, history=12)
    with (month / "ssd_cla_health.csv").open(encoding="utf-8") as file:
        dates = [row["clah_health_check_date"] for row in csv.DictReader(file)]
    assert min(dates) > (UNTIL - timedelta(days=366)).isoformat()
