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
    "part_of_whole": [
        ("Of the 90 seen, 40 were girls (64%).", "40 of 50 alone and 9 of 10 in a group are 80% and 90%."),
        ("92 of 225 grades are 93.8%.", "119 and 92 of 225 grades are 93.8%."),
        (
            "1.2 Of 40 forms 19 (63%) came back.",
            "1.2 The list of 2,100 children is longer than the old one did (43% of these instead of 38%).",
        ),
        ("One of five hundred lies outside; one of the 20 (15%) was late.", "One of five hundred lies outside those of 99.8%."),
        ("Of the 24 pupils, eleven (54%) passed all three.", "Eleven of the 24 pupils passed in all three, or 45.8%."),
        ("More than half (21 of 58) agreed.", "More than half (38 of 58) agreed."),
        (
            "Schools made 88 (41.5%), families 61 (28.8%), doctors 40 (18.9%) and others 23 (13.8%).",
            "Schools made 88 (41.5%), families 61 (28.8%), doctors 40 (18.9%) and others 23 (10.8%).",
        ),
    ],
    "parts_exceed_whole": [
        (
            "We had 11 complaints. 7 were upheld, 3 withdrawn and 2 are still open.",
            "A total of 44 beside a team of 40 tells of the 4 left.",
        ),
        (
            "We audited 48 files.\n\nJudgements: 5 outstanding, 23 good, 17 poor, 5 inadequate.",
            "We audited 48 files.\n\nJudgements: 5 outstanding, 23 good, 16 poor, 4 inadequate.",
        ),
        ("The panel approved 19 households, 14 couples and 6 single people.", "We met 19 carers, 14 teachers and 6 doctors."),
        (
            "Of the £1.8m agreed, £1.1m is saved, £0.6m is late and £0.5m is lost.",
            "Of the £1.8m agreed, £1.1m is saved, £0.4m is late and £0.3m is lost.",
        ),
        (
            "At the end of December 64 children were on it: 22 high, 29 medium, 15 low.",
            "At the end of December 66 children were on it: 22 high, 29 medium, 15 low.",
        ),
    ],
    "change": [
        (
            "There were 96 disputes, up from 64, an increase of a third.",
            "There were 96 disputes, up from 64, an increase of a half.",
        ),
        (
            "Suspensions fell by a half, from 36 to 24.",
            "Suspensions fell by a third, from 36 to 24; pupils suspended fell from 21 to 17.",
        ),
        ("Twelve were excluded, twice as many as the four before.", "Fourteen study, double the seven of three years ago."),
        (
            "It was 7 pupils in 2031/32 and 6 in 2032/33. That is a reduction of more than a quarter.",
            "It was 8 pupils in 2031/32 and 5 in 2032/33. That is a reduction of more than a quarter.",
        ),
        (
            "We work with 186 children; a year before it was 171, so the number has grown by 15%.",
            "We work with 186 children; a year before it was 171, so the number has grown by 9%.",
        ),
    ],
    "average_of_total": [
        ("We took 960 calls in the year, on average 96 a month.", "We took 960 calls in the year, on average 80 a month."),
        (
            "In 2031/32 there were 2,488 meetings.\n\nOn average 226 meetings were held each month.",
            "In 2031/32 there were 2,488 meetings.\n\nOn average 226 people were met each month.",
        ),
    ],
    "total_outside_parts": [
        (
            "In time: 96% in the autumn, 93% in the spring and 97% in the summer term. For the year it was 99%.",
            "In time: 96% in the autumn, 93% in the spring and 97% in the summer term. For the year it was 95%.",
        ),
        (
            "Caseloads are 16.8 on average, with North at 15.1, West at 16.2 and East at 16.6.",
            "Caseloads are 16.1 on average, with North at 15.1, West at 16.2 and East at 16.6.",
        ),
    ],
    "points_not_percent": [
        (
            "Reviews in time: 94.0%. This compares with 91.2% in 2028/29, an improvement of 2.8%.",
            "Reviews in time: 94.0%. This compares with 91.2% in 2028/29, an improvement of 3.1%.",
        ),
        (
            "9 of 26 (35%) began so; in 2031 it was 6 of 28 (21%), which is an increase of 14%.",
            "9 of 26 (35%) began so; in 2031 it was 6 of 28 (21%), which is 14 points more.",
        ),
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
            "Three or more placements: 12.4%, better than the national average of 10.0%.",
            "Three or more placements: 9.4%, better than the national average of 10.0%.",
        ),
        ("The average wait has improved from 40 days to 43 days.", "The average wait has improved from 43 days to 40 days."),
        (
            "Our share is 53.7%. England: 56%; statistical neighbours: 53%. We are above both.",
            "Our share is 56.7%. England: 56%; statistical neighbours: 53%. We are above both.",
        ),
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


@pytest.mark.parametrize(
    "start",
    ["12 girls and boys ", "By district: Ash 12, Elm ", "Of the £2m saved, £1m ", "On average 12 ", "Judgements: 12 good, "],
)
def test_a_sentence_without_an_end_is_read_to_its_end(start: str) -> None:
    """Patterns that try every way to part a long list would never come back from here."""
    assert check(read_plain(f"{start}{'and the others who were there, or were not asked; ' * 40}!")) == []
    assert check(read_plain(f"{start}{'word ' * 400}{{c1}}")) == []
