"""What every check of rows must have, whatever it looks for."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from inloco.analytics.clocks import CLOCKS
from inloco.analytics.extracts.checks.reach import CHECKS_OUT_OF_REACH
from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN, READING_CHECKS
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.findings import Severity
from inloco.analytics.indicators import REGISTER
from inloco.analytics.reach import is_partial
from inloco.analytics.schema.tables import tables
from tests.unit.extracts.checks import test_care, test_people
from tests.unit.extracts.checks.planting import findings, planted, sound_tables
from tests.unit.extracts.test_row_checks import BREAKS

KNOWN = {*REGISTER, *(clock.name for clock in CLOCKS)}


def test_there_are_many_and_each_has_a_case() -> None:
    ids = {rule.id for rule in RULES}
    assert len(ids) >= 80
    assert ids == {check for check, *_ in BREAKS} | {one.check for one in (*test_care.CASES, *test_people.CASES)}
    assert not ids & {check.id for check in READING_CHECKS}


def test_every_rule_of_a_check_that_looks_at_several_tables_has_a_case() -> None:
    new = {one.check for one in (*test_care.CASES, *test_people.CASES)}
    looks = {(rule.id, rule.table) for rule in RULES if rule.id in new}
    assert looks == {(one.check, one.table) for one in (*test_care.CASES, *test_people.CASES)}


def test_a_check_says_why_and_what_to_do() -> None:
    for rule in RULES:
        assert rule.what.endswith("."), rule.id
        assert rule.action.endswith("."), rule.id
        assert rule.source, rule.id
        assert rule.endangers, rule.id
        assert set(rule.endangers) <= KNOWN, f"{rule.id} names an indicator or a clock"
        assert rule.column in tables()[rule.table].by_name, rule.id


def test_a_check_has_one_wording_and_one_severity() -> None:
    said = Counter(rule_id for rule_id, *_ in {(rule.id, rule.severity, rule.what, rule.action) for rule in RULES})
    assert [id for id, times in said.items() if times > 1] == []


def test_no_two_checks_ask_the_same() -> None:
    asked = Counter(" ".join(duckdb.extract_statements(rule.sql)[0].query.split()) for rule in RULES)
    assert [sql for sql, times in asked.items() if times > 1] == []


def test_a_sound_extract_breaks_none_and_leaves_none_out() -> None:
    assert findings(sound_tables()) == []


@pytest.mark.parametrize("table", ["cla_episodes", "involvements", "legal_status", "mother", "person"])
def test_a_check_that_lacks_its_table_says_so(table: str) -> None:
    found = findings({name: rows for name, rows in sound_tables().items() if name != table})
    lacking = {rule.id for rule in RULES if table in rule.needs and not tables()[rule.table].is_reference}
    assert {one.value for one in found if one.check == CHECK_NOT_RUN.id} == lacking
    assert all(one.severity is Severity.INFO for one in found if one.check == CHECK_NOT_RUN.id)


@pytest.mark.parametrize("kind", CHECKS_OUT_OF_REACH)
def test_a_check_that_the_format_cannot_answer_says_so_and_finds_nothing(kind: str) -> None:
    """One fault of each is there: said of a whole extract, never of one that does not hold what the check asks."""
    beyond = CHECKS_OUT_OF_REACH[kind]
    assert is_partial(kind) or kind == "ssda903"
    faults = {one.check: one for one in (*test_care.CASES, *test_people.CASES) if one.check in beyond}
    for id, fault in faults.items():
        assert {one.check for one in findings(planted(fault), id)} == {id}
        found = findings(planted(fault), id, kind)
        assert [(one.check, one.value, one.severity) for one in found] == [(CHECK_NOT_RUN.id, id, Severity.INFO)]
        assert beyond[id] in found[0].message
    said = {one.value for one in findings(sound_tables(), kind=kind) if one.check == CHECK_NOT_RUN.id}
    assert set(beyond) == said, "each is a check that there is, and nothing else is left out"
