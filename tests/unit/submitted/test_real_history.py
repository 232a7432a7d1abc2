"""The published history of a real county: all of it loads, and exactly what is doubtful in it is reported."""

from collections import Counter

import pytest

from inloco.analytics.areas import AreaTree
from inloco.analytics.extracts.submitted import read_submitted
from inloco.analytics.findings import Severity
from tests.shared import shared_file

from .returns import CATALOGUE


@pytest.fixture(scope="module")
def history():
    file = shared_file("data/published-figures.csv")
    return read_submitted(file.name, file.read_bytes(), AreaTree([]), CATALOGUE)


def test_every_row_is_taken_or_repeats_one_that_was(history) -> None:
    table, findings = history
    repeated = [f for f in findings if f.check == "two_values"]
    assert table.num_rows == 1_342 - 90 - 1
    assert [(f.severity, f.row) for f in repeated] == [(Severity.WARNING, 241), (Severity.INFO, 31)]
    assert repeated[1].message.startswith("90 rows")
    assert not any(f.severity is Severity.ERROR for f in findings)


def test_each_doubtful_figure_is_reported_and_nothing_else(history) -> None:
    _, findings = history
    assert Counter((f.check, f.row) for f in findings if f.severity is Severity.WARNING) == Counter(
        [
            ("two_values", 241),  # 85.9 and 74.2 for one rate
            ("year_and_march_differ", 32),
            ("rate_unlike_count", 32),
            ("equal_to_other_series", 32),  # 85.9 is the rate of children looked after
            ("outlier", 971),  # 0.0 between 83.6 and 80.3, of 74 children
            ("total_unlike_parts", 971),
            ("outlier", 1037),  # dental 88.7 between 66.4 and 61.8
            ("total_unlike_parts", 1037),
            ("equal_to_other_series", 1037),  # 88.7 is the health figure
            ("outlier", 1221),  # 28.0 after 74.4
            ("no_common_denominator", 1221),
            ("total_unlike_parts", 1221),
            ("outlier", 1234),  # 42.0 after 70.8
            ("no_common_denominator", 1234),
            ("outlier", 1286),  # care leavers jump from 560 to 679
            ("comparator_repeated", 275),
            ("comparator_repeated", 542),
            ("comparator_repeated", 796),
            ("comparator_repeated", 1050),
            ("zero_of_none", 929),
            ("zero_of_none", 1183),
        ]
    )


def test_doubts_stand_at_their_figures(history) -> None:
    table, _ = history
    doubts = {(r["indicator"], r["area"], r["period"]): r["doubts"] for r in table.to_pylist() if r["doubts"]}
    assert doubts["cin_plans_rate", "Lancashire", "2018/19"].split() == [
        "two_values",
        "year_and_march_differ",
        "rate_unlike_count",
        "equal_to_other_series",
    ]
    assert "equal_to_other_series" in doubts["dental_up_to_date_pct", "Lancashire", "2018/19"]
    assert ("health_assessment_up_to_date_pct", "Lancashire", "2018-11") not in doubts
    assert ("health_assessment_up_to_date_pct", "Lancashire", "2019-03") not in doubts
