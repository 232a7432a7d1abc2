"""What tables contradict, and tables that only look as if they did."""

from __future__ import annotations

import pytest

from inloco.documents.contradictions import check
from inloco.documents.paper_text import read_plain

AGES = """Age group   Boys   Girls   Total
0 to 4        51      47      98
5 to 9        66      60     126
10 to 15     118     121     239
16 and 17     72      69     141
Total        307     297     604
"""
BUDGET = """| Service | Budget £m | Forecast £m |
|---|---|---|
| Fostering | 12.4 | 13.1 |
| Homes | 8.9 | 9.6 |
| Leaving care | 3.2 | 3.1 |
| Total | 24.5 | 25.8 |
"""
CHANGES = """| Indicator | 2030/31 | 2031/32 | Change |
|---|---|---|---|
| Referrals | 600 | 510 | -15% |
| Contacts | 1,000 | 1,100 | +10% |
| Reviews in time | 94% | 96% | +2 |
"""
STAGES = """| Key stage | Pupils | Reached | % |
|---|---|---|---|
| One | 21 | 11 | 52 |
| Two | 34 | 15 | 44 |
| Four | 48 | 9 | 19 |
"""
QUARTERS = "Area\tQ1\tQ2\tQ3\tQ4\tYear\nNorth\t10\t12\t11\t9\t42\nSouth\t8\t7\t9\t10\t34\n"


@pytest.mark.parametrize("table", [AGES, BUDGET, CHANGES, STAGES, QUARTERS])
def test_a_table_that_holds_together(table: str) -> None:
    assert check(read_plain(table)) == []


@pytest.mark.parametrize(
    ("table", "right", "wrong", "rule", "line"),
    [
        (AGES, "297     604", "297     640", "row_sum", 6),
        (BUDGET, "25.8", "28.5", "row_sum", 6),
        (CHANGES, "+10%", "+20%", "change", 4),
        (STAGES, "15 | 44", "15 | 54", "part_of_whole", 4),
        (QUARTERS, "\t42", "\t45", "row_sum", 2),
    ],
)
def test_one_wrong_cell_is_found(table: str, right: str, wrong: str, rule: str, line: int) -> None:
    assert table.count(right) == 1
    found = check(read_plain(table.replace(right, wrong)))
    assert (rule, line) in [(one.rule, one.line) for one in found]
    assert {one.line for one in found} == {line}


def test_hidden_small_numbers_are_not_added() -> None:
    table = "| Area | Children |\n|---|---|\n| North | 41 |\n| East | <5 |\n| Total | 45 |\n"
    assert check(read_plain(table)) == []
    (one,) = check(read_plain(table.replace("45", "40").replace("| East", "| West | 9 |\n| East")))
    assert one.rule == "parts_exceed_whole"


def test_comparators_are_no_parts() -> None:
    table = "| Area | In time |\n|---|---|\n| Northshire | 96% |\n| England | 91% |\n| North West | 90% |\n| Target | 95% |\n"
    assert check(read_plain(table)) == []
