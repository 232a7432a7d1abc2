"""Each rule that officers would switch off first if it cried wolf: what it must find, beside what looks like it and is right."""

from __future__ import annotations

import pytest

from inloco.documents.contradictions import RULES, check
from inloco.documents.paper_text import read_plain

YEARS = "| Rate per 10,000 | 2019/20 | 2020/21 | 2021/22 | 2022/23 |\n|---|---|---|---|---|\n"
MONTHS = "| % in time | Jan-31 | Feb-31 | Mar-31 | Apr-31 | May-31 | Jun-31 | Jul-31 | Aug-31 |\n" + "|---" * 9 + "|\n"
REPEATS = "A second or subsequent time within twelve months: performance against this indicator went"

PAIRS = {
    "impossible_percentage": [
        ("62% of the 9 young people agreed.", "67% of the 9 young people agreed."),
        ("Of the 14 carers asked, 45% wanted more training.", "Of the 14 carers asked, 43% wanted more training."),
        ("Satisfaction was 91% (n=8).", "Satisfaction was 88% (n=8)."),
        ("Of the 11 homes, 30% were full.", "Of the 1,100 homes, 30% were full."),
        ("Of the 12 reviews, 55% were late.", "Of the 12 reviews, about 55% were late."),
    ],
    "points_not_percent": [
        ("Health checks rose by 8% from 72% to 80%.", "Health checks rose by 8 percentage points from 72% to 80%."),
        ("Visits in time fell from 90% to 84%, a decrease of 6%.", "Visits in time fell from 90% to 84%, a decrease of 6.7%."),
        (
            "The share is 24.2%, which is almost a 1% increase from the previous year (March 2031: 23.4%).",
            "The share is 24.2%, which is almost a one point increase from the previous year (March 2031: 23.4%).",
        ),
        ("Completion rose by 10% from 50% to 60%.", "Completion rose by 20% from 50% to 60%."),
        ("Participation went up by 4% from 40% to 44%.", "Participation went up by 3% from 91% to 94%."),
    ],
    "comparator_period": [
        (
            f"{YEARS}| Fairshire | 60.1 | 61.4 | 63.0 | 64.2 |\n| Region | 71.0 | 72.0 | 74.0 | 74.0 |\n"
            "| England | 64.0 | 65.0 | 67.0 | 67.0 |\n| Statistical neighbours | 58.1 | 59.0 | 62.2 | 62.2 |\n",
            f"{YEARS}| Fairshire | 60.1 | 61.4 | 63.0 | 64.2 |\n| Region | 71.0 | 72.0 | 74.0 | 75.0 |\n"
            "| England | 64.0 | 65.0 | 67.0 | 67.0 |\n| Statistical neighbours | 58.1 | 59.0 | 62.2 | 63.0 |\n",
        ),
        (
            "We are below the region (March 2031: 71), statistical neighbours (March 2031: 66) and England (March 2030: 64).",
            "We are below the region (March 2031: 71), statistical neighbours (March 2031: 66) and England (March 2031: 64).",
        ),
    ],
    "direction_word": [
        (
            "The number of children looked after rose from 512 to 498.",
            "The number of children looked after fell from 512 to 498.",
        ),
        (
            "Performance improved: reviews in time went from 95% to 91%.",
            "Performance improved: children with three or more placements went from 11% to 9%.",
        ),
        (
            "Our rate of 58.2 is lower than the national average of 55.0.",
            "Our rate of 58.2 is 1.4% lower than the national average of 59.0.",
        ),
        ("Reviews in time worsened from 88% to 93%.", "Reviews in time, which had worsened, went from 88% to 93%."),
    ],
    "weekday": [
        ("The board meets on Monday 17 September 2030.", "The board meets on Tuesday 17 September 2030."),
        ("Papers are due by Thursday, 3 January 2031.", "Papers are due by Friday, 3 January, and again in 2031."),
        ("It opens on Sunday 29 February 2032 and closes on Monday 2 March 2032.", "It opens on Sunday 29 February 2032."),
    ],
    "label_unit": [
        (
            "| Care leavers | Jan-31 | Feb-31 | Mar-31 |\n|---|---|---|---|\n| Percentage | 412 | 409 | 420 |\n",
            "| Care leavers | Jan-31 | Feb-31 | Mar-31 |\n|---|---|---|---|\n| Percentage | 92 | 91 | 100 |\n",
        ),
        (
            "| Homes | Jan-31 | Feb-31 | Mar-31 |\n|---|---|---|---|\n| Number | 92.1% | 91.4% | 90.0% |\n",
            "| Homes | Jan-31 | Feb-31 | Mar-31 |\n|---|---|---|---|\n| Number (% of all) | 92.1% | 91.4% | 90.0% |\n",
        ),
    ],
    "outlier": [
        (
            f"{MONTHS}| Fairshire | 88.1 | 87.4 | 89.0 | 88.6 | 8.8 | 87.9 | 88.3 | 89.1 |\n",
            f"{MONTHS}| Fairshire | 88.1 | 87.4 | 89.0 | 88.6 | 86.2 | 87.9 | 88.3 | 89.1 |\n",
        ),
        (
            "The rate is 52.4, against the regional 57.1, our statistical neighbours at 50.9 and the national average of 523.0.",
            "The rate is 52.4, against the regional 57.1, our statistical neighbours at 50.9 and the national average of 43.0.",
        ),
    ],
    "same_fact_two_values": [
        (
            "Nationally 50% of care leavers are not in education, employment or training.\n\n"
            "| Where | Care leavers not in education, employment or training. Nationally: 41%. |\n|---|---|\n| a | b |\n",
            "Nationally 41% of care leavers are not in education, employment or training.\n\n"
            "| Where | Care leavers not in education, employment or training. Nationally: 41%. |\n|---|---|\n| a | b |\n",
        ),
        (
            "The number of children looked after at 31 March 2031 was 640.\n\n"
            "At 31 March 2031 the number of children looked after was 604, of whom most were with foster carers.",
            "The number of children looked after at 31 March 2031 was 640.\n\n"
            "At 31 March 2031 the number of children looked after was 640, of whom 604 were with foster carers.",
        ),
        (
            "The share with a plan for a second or subsequent time within 12 months rose from 6.5% to 8.5%.\n\n"
            f"{REPEATS} from 5.1% in 2029/30 to 4.8% in 2030/31.",
            "The share with a plan for a second or subsequent time within 12 months fell from 5.1% to 4.8%.\n\n"
            f"{REPEATS} from 5.1% in 2029/30 to 4.8% in 2030/31.",
        ),
    ],
}


@pytest.mark.parametrize(
    ("rule", "wrong", "right"), [(rule, *pair) for rule, pairs in PAIRS.items() for pair in pairs], ids=lambda text: text[:40]
)
def test_one_is_found_and_its_neighbour_is_not(rule: str, wrong: str, right: str) -> None:
    assert rule in RULES
    assert rule in {one.rule for one in check(read_plain(wrong))}
    assert [one.message for one in check(read_plain(right))] == []


def test_a_small_table_beside_a_longer_one_is_a_table_of_its_own() -> None:
    tables = (
        "# Number of children in need plans at the month end\n\n"
        "Fairshire\tJan-31\tFeb-31\tMar-31\nNumber\t1837\t1752\t1838\nRate per 10,000\t74.1\t70.7\t74.2\n\n"
        "Fairshire\t2028\t2029\t2030\t2031\t2030/31\tFairs\tNW\tNational\n"
        "At 31st March\t1790\t1813\t1651\t1838\tRate per 10,000\t{}\t\t\n"
    )
    (one,) = check(read_plain(tables.format("85.9")))
    assert (one.rule, one.line, one.other_lines) == ("same_fact_two_values", 8, (5,))
    assert check(read_plain(tables.format("74.2"))) == []
