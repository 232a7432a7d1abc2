"""The schema holds together: names, keys, references."""

from __future__ import annotations

import pytest

from inloco.analytics.extracts.tables import spellings
from inloco.analytics.schema.tables import REFERENCE_TABLES, tables


def test_the_whole_dataset_and_our_own_tables_are_there() -> None:
    assert {"person", "cla_episodes", "care_leavers", "local_placement_area", *REFERENCE_TABLES} <= set(tables())
    assert len(tables()) == 58


@pytest.mark.parametrize("name", sorted(tables()))
def test_a_table_is_sound(name: str) -> None:
    table = tables()[name]
    assert len(table.by_name) == len(table.columns)
    assert len({column.field for column in table.columns}) == len(table.columns)
    for column in table.columns:
        if column.references is not None:
            target, target_column = column.references
            assert target_column in tables()[target].by_name
        assert spellings(table)[column.field] is column
        assert spellings(table)[column.name] is not None


@pytest.mark.parametrize(
    ("table", "written", "name"),
    [
        ("person", "pers_person_id", "child"),
        ("person", "person_id", "child"),
        ("person", "child", "child"),
        ("person", "ssd_pers_person_id", "child"),
        ("cla_episodes", "cla_episode_start_date", "started_on"),
        ("areas", "from", "from_on"),
    ],
)
def test_a_column_goes_by_several_names(table: str, written: str, name: str) -> None:
    assert spellings(tables()[table])[written].name == name


def test_references_of_the_dataset_with_their_slips_resolve() -> None:
    assert tables()["cla_episodes"].by_name["placement"].references == ("cla_placement", "placement")
    assert tables()["mother"].by_name["child"].references is None
