"""What the numbers of one sentence say about each other."""

from __future__ import annotations

import pytest

from inloco.documents.contradictions import Contradiction, Severity, check
from inloco.documents.paper_text import read_plain


def found(text: str) -> list[Contradiction]:
    return check(read_plain(text))


@pytest.mark.parametrize(
    ("text", "rule", "shows"),
    [
        ("In all 19 of 52 children (63 %) had seen their plan.", "part_of_whole", "19 ÷ 52 = 36.5 %"),
        ("Only 63 % (19 of 52) had seen their plan.", "part_of_whole", "19 ÷ 52 = 36.5 %"),
        ("Nineteen of the 52 children, or 63 per cent, had seen it.", "part_of_whole", "19 ÷ 52 = 36.5 %"),
        ("Of the 52 children asked, 19 (63 %) had seen their plan.", "part_of_whole", "19 ÷ 52 = 36.5 %"),
        ("Referrals rose from 640 to 1,216, an increase of 190 %.", "change", "(1,216 − 640) ÷ 640 = 90 %"),
        ("Referrals fell by 12 % from 640 to 612.", "change", "(612 − 640) ÷ 640 = -4.4 %"),
        ("Reviews in time rose by 6 % from 82 % to 88 %.", "points_not_percent", "6 percentage points; in per cent 7.3 %"),
        ("In the end 61 of the 58 children came.", "parts_exceed_whole", "61 > 58"),
        ("The rate fell from 48.2 to 51.7.", "direction_word", "51.7 is higher than 48.2"),
        ("In all 88 % of the 7 young people agreed.", "impossible_percentage", "6 of 7 is 85.7 % and 7 of 7 is 100 %"),
        ("To be done by 31/04/2031.", "impossible_date", "April has 30 days"),
        ("We meet on Monday 17 September 2019.", "weekday", "17 September 2019 is a Tuesday"),
        (
            "61 % were with foster carers, 14 % in homes, 16 % with parents and 19 % elsewhere.",
            "shares_not_100",
            "61 + 14 + 16 + 19 = 110 %",
        ),
    ],
)
def test_what_cannot_be_true(text: str, rule: str, shows: str) -> None:
    (one,) = found(text)
    assert (one.rule, one.shows, one.line, one.quote) == (rule, shows, 1, text)


@pytest.mark.parametrize(
    "text",
    [
        "In all 19 of 52 children (36.5 %) had seen their plan.",
        "Of 40 audits 37 (92 %) were good: 92.5 may be rounded either way.",
        "Two thirds (66 %) of the 3 homes were visited.",
        "Referrals rose from 640 to 1,216, an increase of 90 %; 1,216 is 190 % of 640.",
        "Reviews in time rose by 6 percentage points from 82 % to 88 %.",
        "Section 47 enquiries rose from 31 to 33.",
        "Ring 01632 960983 before 29 February 2028, see 4.2.13.",
        "We meet on Tuesday 17 September 2019.",
    ],
)
def test_what_may_well_be_true(text: str) -> None:
    assert found(text) == []


def test_the_likely_meaning_is_told() -> None:
    (one,) = found("Referrals rose from 640 to 1,216, an increase of 190 %.")
    assert one.severity is Severity.CERTAIN
    assert "190 % of 640" in one.message


def test_a_sentence_over_two_lines_is_found_where_the_claim_stands() -> None:
    (one,) = found("# Plans\n\nIn all 19 of 52 children\n(63 %) had seen their plan.\n")
    assert one.line == 4


def test_the_labels_of_a_chart_are_no_dates_and_no_shares() -> None:
    assert found("30 20 10 0 Sep 25 Sep 26 Sep 25 Sep 26\n\n100 Upper limit 99.5% 27 of 33 care leavers.") == []


def test_a_row_that_counts_few_people_may_jump() -> None:
    header = "| Rate | Jan-31 | Feb-31 | Mar-31 | Apr-31 | May-31 | Jun-31 | Last |\n|---|---|---|---|---|---|---|---|\n"
    assert found(header + "| Westholt | 21.6 | 21.8 | 21.4 | 21.7 | 22.0 | 86.3 | 4 of 463 |") == []
    assert [one.rule for one in found(header + "| Westholt | 21.6 | 21.8 | 86.3 | 21.7 | 22.0 | 22.1 | 98 of 4,430 |")] == [
        "outlier"
    ]


def test_values_down_the_page_are_a_series_too() -> None:
    rows = "\n".join(
        f"| {month} 2031 | {value} |"
        for month, value in zip(("Jan", "Feb", "Mar", "Apr", "May", "Jun"), (88, 87, 8, 89, 88, 90), strict=True)
    )
    (one,) = found(f"| Month | Visits in time (%) |\n|---|---|\n{rows}")
    assert (one.rule, one.line) == ("outlier", 5)
