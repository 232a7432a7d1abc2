"""Months agree: nothing that was known is forgotten or rewritten, and late entries come to light."""

from collections import Counter

import pytest

from inloco.analytics.synthetic.layout import tables

LASTING = [table for table in tables().values() if not table.recent and not table.latest_of]


@pytest.mark.parametrize("table", LASTING, ids=lambda table: table.name)
def test_what_was_known_stays_and_only_blanks_are_filled(county, table):
    name = table.name if table.name.startswith("local_") else f"ssd_{table.name}"
    closing = {column.field for column in table.columns if column.closing or column.past}
    fixed = [column.field for column in table.columns if column.field not in closing]
    key = fixed[0]
    for i in range(len(county.months) - 1):
        before, after = county.rows(name, i), {row[key]: row for row in county.rows(name, i + 1)}
        assert len(after) >= len(before)
        for row in before:
            later = after[row[key]]
            assert [row[field] for field in fixed] == [later[field] for field in fixed]
            assert all(not row[field] or row[field] == later[field] for field in closing)


def test_some_events_are_entered_a_month_late(county):
    """Known in August's folder, of before the end of July, and not in July's."""
    known = {row["clae_cla_episode_id"] for row in county.rows("ssd_cla_episodes", -2)}
    late = [
        row
        for row in county.rows("ssd_cla_episodes", -1)
        if row["clae_cla_episode_id"] not in known and row["clae_cla_episode_start_date"] <= county.months[-2].name
    ]
    checks = {row["clah_health_check_id"] for row in county.rows("ssd_cla_health", -2)}
    late += [
        row
        for row in county.rows("ssd_cla_health", -1)
        if row["clah_health_check_id"] not in checks and row["clah_health_check_date"] <= county.months[-2].name
    ]
    assert late


def test_care_leavers_show_only_today(county):
    months = [{row["clea_person_id"]: row for row in county.rows("ssd_care_leavers", i)} for i in range(len(county.months))]
    for month in months:
        assert len(month) == len({row["clea_table_id"] for row in month.values()})
    both = months[0].keys() & months[-1].keys()
    moved = Counter(
        months[0][child]["clea_care_leaver_latest_contact"] != months[-1][child]["clea_care_leaver_latest_contact"]
        for child in both
    )
    assert moved[True] > moved[False]


def test_immunisations_have_one_row_a_child(county):
    people = [row["clai_person_id"] for row in county.rows("ssd_cla_immunisations")]
    assert people
    assert len(people) == len(set(people))


def test_visits_are_shown_for_two_years(county):
    days = [row["clav_cla_visit_date"] for row in county.rows("ssd_cla_visits")]
    assert "2017-08-31" <= min(days) < "2017-11"
